"""设置 · 按键: every key that can be moved, where it is now, and moving it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop.item_models.cells import Cell, Column
from desktop.item_models.rows import RowModel
from desktop.keymap import KEYS, hindrance
from desktop.page import Host
from desktop.pages.settings_section import Section, Services
from desktop.theme.sizes import PAD
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.button import Button
from desktop.widgets.form_grid import FormGrid
from desktop.widgets.layouts import STRETCH, column, row
from desktop.widgets.line_fields import LineField
from desktop.widgets.modal import Modal
from desktop.widgets.problem import Problem
from desktop.widgets.surface import Card
from desktop.widgets.table import Table
from desktop.widgets.text import Strong, Text

_MODIFIERS = (Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Shift, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)
_WALKS = (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A declared key, what it does, and the key pressed for it."""

    key: str
    words: str
    pressed: str


class KeysSection(Section):
    """Kept on this machine only; a key moves on all screens at once."""

    key, icon = "keys", "edit"

    def __init__(self, host: Host, services: Services) -> None:
        super().__init__(host, services)
        self.title, self.about = self.tr("按键"), self.tr("换键，恢复原来的键")
        self.model: RowModel[KeyRow] = RowModel(_columns())
        self.table = Table(self.model, self.tr("按键"))
        self.model.setParent(self.table)
        self.move_action = Action("Enter", self.tr("换键"))
        self.back_action = Action("Ctrl+R", self.tr("恢复这个键"), self.put_back, parent=self)
        self.all_action = Action("", self.tr("全部恢复"), self.put_all_back, parent=self)
        self.table.opened.connect(self.ask)
        self.table.current_changed.connect(lambda _row: self._settle())
        note = Text(
            self.tr("一个键在每一屏做同类的事，换了就处处都换，控件上也改写。数字、Enter、Esc 和方向键不能换。"),
            Role.SMALL,
            Tone.TEXT2,
            wrap=True,
        )
        foot = row(STRETCH, Button(action=self.all_action), Button(action=self.back_action), gap=8)
        card = Card(column((self.table, 1), margins=(1, 1, 1, 6)))
        title = Strong(self.tr("按键"), Role.SECTION)
        self.setLayout(column(title, note, (card, 1), foot, gap=12, margins=(4, 0, PAD, PAD)))
        self.refresh()

    def section_actions(self) -> list[Action]:
        return [self.move_action, self.back_action]

    def first_input(self) -> QWidget | None:
        return self.table

    def refresh(self) -> None:
        chosen = self.services.keeper.now.keys
        self.model.show_rows([KeyRow(key, words, chosen.get(key, key)) for key, words in KEYS.items()])
        if self.table.current() is None:
            self.table.select_first()
        self._settle()

    def _settle(self) -> None:
        now = self.table.current()
        if isinstance(now, KeyRow) and now.pressed != now.key:
            self.back_action.allow()
        else:
            self.back_action.block(self.tr("这个键没有换过"))
        if self.services.keeper.now.keys:
            self.all_action.allow()
        else:
            self.all_action.block(self.tr("没有换过键"))

    def ask(self, chosen: KeyRow) -> None:
        """Enter: which key instead."""
        dialog = MoveKeyDialog(chosen, self._refusal, self._move)
        self.host.open_modal(dialog)
        dialog.catcher.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refusal(self, key: str, wanted: str) -> str:
        return hindrance(key, wanted, self.services.keeper.now.keys)

    def _move(self, key: str, wanted: str) -> None:
        others = {name: kept for name, kept in self.services.keeper.now.keys.items() if name != key}
        self._put({**others, key: wanted} if wanted != key else others)
        self.host.say(self.tr("“{what}”现在按 {key}").format(what=KEYS[key], key=wanted))

    def put_back(self) -> None:
        """Ctrl+R: this key where it was; another that has taken its place must be moved first."""
        chosen = self.table.current()
        if not isinstance(chosen, KeyRow):
            return
        if reason := self._refusal(chosen.key, chosen.key):
            self.host.say(reason, bad=True)
        else:
            self._move(chosen.key, chosen.key)

    def put_all_back(self) -> None:
        """All keys as declared."""
        self._put({})
        self.host.say(self.tr("所有按键都恢复了"))

    def _put(self, keys: dict[str, str]) -> None:
        keeper = self.services.keeper
        number = self.table.currentIndex().row()
        if not keeper.put(replace(keeper.now, keys=keys)):
            words = self.tr("已生效，但没能写入设置文件，下次启动会恢复原样；请检查用户文件夹的权限。")
            self.host.say(words, bad=True)
        self.refresh()
        self.table.select_number(max(number, 0))


class KeyCatcher(LineField):
    """Shows the combination pressed while it has the focus; `caught(key)`. Esc and Tab do what they always do."""

    caught = Signal(str)

    def __init__(self, label: str) -> None:
        super().__init__(label, read_only=True, placeholder=QCoreApplication.translate("Keys", "按一下新的键"))
        self.line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self.line:
            return False
        kind = event.type()
        if kind not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) or not isinstance(event, QKeyEvent):
            return False
        if event.key() in _WALKS or self._confirms(event):
            return False
        event.accept()
        if kind == QEvent.Type.KeyPress and event.key() not in _MODIFIERS:
            self.set_text(_name(event))
            self.caught.emit(self.text())
        return True

    def _confirms(self, event: QKeyEvent) -> bool:
        """The second Ctrl+Enter takes what was caught."""
        return bool(self.text()) and _name(event) == "Ctrl+Enter"


def _name(event: QKeyEvent) -> str:
    written = QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText)
    return written.replace("Return", "Enter").replace("Num+", "").replace("Del", "Delete")


class MoveKeyDialog(Modal):
    """`MoveKeyDialog(row, refusal, move)`; a key that is taken says by what, and is not accepted."""

    def __init__(self, chosen: KeyRow, refusal: Callable[[str, str], str], move: Callable[[str, str], object]) -> None:
        self._chosen, self._refusal, self._move = chosen, refusal, move
        self.catcher = KeyCatcher(_tr("新的键"))
        self.catcher.caught.connect(self._look)
        accept = Action("Ctrl+Enter", _tr("换成这个键"), self._accept)
        grid = FormGrid(columns=1)
        grid.add(self.catcher)
        about = Text(_tr("现在按 {key}").format(key=chosen.pressed), Role.BODY, Tone.TEXT2)
        super().__init__(_tr("换键"), column(about, grid, gap=12), accept=accept, subtitle=chosen.words, width=520)
        accept.block(_tr("请按一下新的键"))

    def _look(self, wanted: str) -> None:
        reason = self._refusal(self._chosen.key, wanted)
        self.catcher.set_problem(Problem(reason) if reason else None)
        if self.accept_action is None:
            return
        if reason:
            self.accept_action.block(_tr("这个键不能用"))
        else:
            self.accept_action.allow()

    def _accept(self) -> None:
        self.close()
        self._move(self._chosen.key, self.catcher.text())


def _columns() -> list[Column[KeyRow]]:
    return [
        Column(_tr("现在的键"), _pressed, "Ctrl+Backspace"),
        Column(_tr("用来"), lambda one: Cell(one.words), elide=True),
        Column(_tr("原来的键"), lambda one: Cell(one.key, tone=Tone.TEXT3, small=True), "Ctrl+Backspace"),
    ]


def _pressed(one: KeyRow) -> Cell:
    moved = one.pressed != one.key
    return Cell(one.pressed, tone=Tone.ACCENT_TEXT if moved else Tone.TEXT, strong=moved)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Keys", text)
