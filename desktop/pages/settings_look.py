"""设置 · 窗口与外观: what this machine shows and remembers; each choice is in force at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.page import Host
from desktop.pages.settings_section import Section, Services, block, page_of
from desktop.preferences import LETTERS, LONGEST_IDLE, Preferences
from desktop.theme.appearance import Appearance, Density, Scheme, TextSize
from desktop.widgets.choice_fields import ChoiceField
from desktop.widgets.form_grid import FormGrid
from desktop.widgets.line_fields import LineField, NumberField
from desktop.widgets.problem import Problem
from desktop.widgets.segments import Option

_DEFAULT_PRINTER = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """One choice: its label and hint, the words with the value each stands for, how it is read and put."""

    label: str
    hint: str
    choices: Sequence[tuple[str, str]]
    read: Callable[[Preferences], str]
    put: Callable[[Preferences, str], Preferences]


def _looks(**changes: object) -> Callable[[Preferences], Preferences]:
    def changed(now: Preferences) -> Preferences:
        return replace(now, appearance=replace(now.appearance, **changes))  # type: ignore[arg-type]

    return changed


def appearance_settings() -> list[Setting]:
    """The look, declared once; the fields are made from it."""

    def tr(words: str) -> str:
        return QCoreApplication.translate("LookSection", words)

    return [
        Setting(
            tr("配色"),
            tr("跟随系统时，系统变暗这里也变暗"),
            [(tr("浅色"), "light"), (tr("深色"), "dark"), (tr("高对比"), "high_contrast"), (tr("跟随系统"), "system")],
            lambda now: now.appearance.scheme.value,
            lambda now, value: _looks(scheme=Scheme(value))(now),
        ),
        Setting(
            tr("文字大小"),
            tr("与系统缩放无关"),
            [(tr("小"), "small"), (tr("中"), "medium"), (tr("大"), "large"), (tr("特大"), "largest")],
            lambda now: now.appearance.text.value,
            lambda now, value: _looks(text=TextSize(value))(now),
        ),
        Setting(
            tr("密度"),
            tr("只变行高，不变字号"),
            [(tr("舒适"), "comfortable"), (tr("标准"), "standard"), (tr("紧凑"), "compact")],
            lambda now: now.appearance.density.value,
            lambda now, value: _looks(density=Density(value))(now),
        ),
    ]


class LookSection(Section):
    """Kept on this machine only, for whoever sits at it."""

    key, icon = "look", "eye"

    def __init__(self, host: Host, services: Services) -> None:
        super().__init__(host, services)
        self.title, self.about = self.tr("窗口与外观"), self.tr("配色、文字、锁定、打印机")
        self.settings = appearance_settings()
        self.choices = [self._choice(setting) for setting in self.settings]
        look = FormGrid(columns=1)
        for field in self.choices:
            look.add(field)
        self.window_name = LineField(
            self.tr("本窗口的名称"), placeholder=self.tr("如 3号窗口"), hint=self.tr("显示在左上角")
        )
        self.idle = NumberField(
            self.tr("无人操作多久后锁定"),
            unit=self.tr("分钟"),
            hint=self.tr("0 为不自动锁定，最长 {n}").format(n=LONGEST_IDLE),
        )
        self.printer = ChoiceField(self.tr("打印文书的打印机"), [], free=True, placeholder=self.tr("系统默认打印机"))
        self.camera = LineField(
            self.tr("高拍仪文件夹"), placeholder=self.tr("没有高拍仪就空着"), hint=self.tr("新扫描件按 Alt+P 附到材料")
        )
        self._build(look)
        self.refresh()

    def _build(self, look: FormGrid) -> None:
        here = FormGrid(columns=2)
        for field in (self.window_name, self.idle, self.printer, self.camera):
            here.add(field)
        self.window_name.left.connect(self._put_name)
        self.idle.left.connect(self._put_idle)
        self.camera.left.connect(self._put_camera)
        self.printer.left.connect(self._put_printer)
        self.printer.entered.connect(self._offer_printers)
        note = self.tr("只记在这台电脑上，选了就生效，不用保存。")
        self.setLayout(page_of(block(self.tr("外观"), look, note=note), block(self.tr("本窗口"), here)))

    def _choice(self, setting: Setting) -> ChoiceField:
        field = ChoiceField(setting.label, [Option(word) for word, _ in setting.choices], hint=setting.hint)
        field.edited.connect(lambda word, each=setting: self._choose(each, word))
        return field

    def first_input(self) -> QWidget | None:
        return self.choices[0].control

    def refresh(self) -> None:
        now = self.services.keeper.now
        for setting, field in zip(self.settings, self.choices, strict=True):
            field.set_text(next(word for word, value in setting.choices if value == setting.read(now)))
        self.window_name.set_text(now.window)
        self.camera.set_text(now.camera_folder)
        self.idle.set_text(str(now.idle_minutes))
        self.printer.set_text(now.printers.get(LETTERS, _DEFAULT_PRINTER))

    def _offer_printers(self) -> None:
        from desktop.printing import printers

        if self.printer.box is not None:
            self.printer.box.set_options([Option(name) for name in printers()])

    def _choose(self, setting: Setting, word: str) -> None:
        value = dict(setting.choices).get(word)
        if value is None:
            return
        before = self.services.keeper.now.appearance
        self._put(setting.put(self.services.keeper.now, value))
        if self.services.keeper.now.appearance != before:
            self._apply(self.services.keeper.now.appearance)

    def _apply(self, appearance: Appearance) -> None:
        self.services.theme.apply(appearance)

    def _put(self, preferences: Preferences) -> None:
        if not self.services.keeper.put(preferences):
            self.host.say(self.tr("已生效，但没能写入设置文件，下次启动会恢复原样；请检查用户文件夹的权限。"), bad=True)

    def _put_name(self) -> None:
        self._put(replace(self.services.keeper.now, window=self.window_name.text().strip()))

    def _put_idle(self) -> None:
        typed = self.idle.text().strip()
        minutes = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else -1
        if not 0 <= minutes <= LONGEST_IDLE:
            words = self.tr("“{typed}”不行：应为 0 到 {n} 的整数（分钟），0 为不自动锁定。")
            self.idle.set_problem(Problem(words.format(typed=typed, n=LONGEST_IDLE)))
            return
        self.idle.set_problem(None)
        self._put(replace(self.services.keeper.now, idle_minutes=minutes))

    def _put_camera(self) -> None:
        typed = self.camera.text().strip()
        if typed and not (Path(typed).is_absolute() and Path(typed).is_dir()):
            self.camera.set_problem(
                Problem(self.tr("没有这个文件夹：请填写完整路径，例如 D:\\扫描；没有高拍仪就空着。"))
            )
            return
        self.camera.set_problem(None)
        self._put(replace(self.services.keeper.now, camera_folder=typed))

    def _put_printer(self) -> None:
        now = self.services.keeper.now
        others = {use: name for use, name in now.printers.items() if use != LETTERS}
        chosen = self.printer.text().strip()
        self._put(replace(now, printers={**others, LETTERS: chosen} if chosen else others))
