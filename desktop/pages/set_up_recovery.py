"""Fourth step: the recovery key, shown once, and proved to be on paper by two of its groups."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.pages.set_up_step import Step
from desktop.theme.paint import RADIUS, MarkKind, colour, paint_box, paint_words, smooth
from desktop.theme.sizes import scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role, font
from desktop.widgets.boxes import Notice
from desktop.widgets.button import Button
from desktop.widgets.form_grid import FormGrid
from desktop.widgets.layouts import STRETCH, column, row
from desktop.widgets.line_fields import LineField
from desktop.widgets.painted import PaintedText
from desktop.widgets.problem import Problem
from desktop.widgets.text import Text

_COLUMNS = 4
_ASKED = 2

Print = Callable[[QWidget, str, str, date], bool]


class KeyGroups(QWidget):
    """The groups of the key, numbered, large enough to copy by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.groups: list[str] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_key(self, key: str) -> None:
        """Show this key."""
        self.groups = key.split("-") if key else []
        self.setAccessibleName(self.tr("恢复密钥"))
        self.setAccessibleDescription("，".join(" ".join(group) for group in self.groups))
        self.updateGeometry()
        self.update()

    def _high(self) -> int:
        return scaled(60)

    def sizeHint(self) -> QSize:
        lines = max(1, -(-len(self.groups) // _COLUMNS))
        return QSize(scaled(520), lines * self._high() + (lines - 1) * 8)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        wide = (self.width() - 8 * (_COLUMNS - 1)) / _COLUMNS
        for place, group in enumerate(self.groups):
            line, across = divmod(place, _COLUMNS)
            rect = QRectF(across * (wide + 8), line * (self._high() + 8), wide, self._high())
            paint_box(painter, rect, Tone.SUNKEN, Tone.BORDER_QUIET, RADIUS)
            paint_words(painter, (rect.x() + 8, rect.y() + scaled(17)), str(place + 1), Tone.TEXT3, Role.CAPTION)
            painter.setFont(font(Role.NAME))
            painter.setPen(colour(Tone.TEXT))
            painter.drawText(rect.adjusted(0, 6, 0, 0), Qt.AlignmentFlag.AlignCenter, group)

    def painted_texts(self) -> list[PaintedText]:
        """For the check for clipped text."""
        return [PaintedText(group, scaled(100), self.width() / _COLUMNS - 16) for group in self.groups]


class RecoveryStep(Step):
    """`step.show_key(key, office, day)` once the office is made; complete when two groups were typed back."""

    def __init__(self, choose: Callable[[int], list[int]] | None = None) -> None:
        super().__init__()
        self.title = self.tr("恢复密钥")
        self.text = self.tr("只显示这一次。所有人都忘记口令时，只有它能打开数据：请打印，封好，放进保险柜。")
        self._choose = choose or _two_of
        self._key, self._office, self._day = "", "", date.min
        self._asked: list[int] = []
        self.print_sheet: Print = _print
        self.groups = KeyGroups()
        self.said = Text("", Role.SMALL, Tone.TEXT2)
        buttons = row(Button(self.tr("打印"), "", self._print, icon="print"), (self.said, 1), gap=12)
        self.fields = [LineField(""), LineField("")]
        grid = FormGrid(columns=2)
        for field in self.fields:
            field.edited.connect(lambda _text, each=field: each.set_problem(None))
            grid.add(field)
        warn = Notice(
            MarkKind.WARN,
            self.tr("离开这一页就不再显示"),
            self.tr("谁拿到它和数据文件夹，谁就能读到全部数据；不要拍照，不要存进这台电脑，所以这里不能复制。"),
        )
        check = Text(self.tr("照打印件输入下面两组，确认已经留在纸上："), Role.BODY, wrap=True)
        self.setLayout(column(self.groups, (buttons), warn, 8, check, grid, STRETCH, gap=12, margins=(4, 4, 4, 0)))

    def show_key(self, key: str, office: str, day: date) -> None:
        """Show the key of the new office."""
        self._key, self._office, self._day = key, office, day
        self.groups.show_key(key)
        self._asked = self._choose(len(key.split("-")))
        for field, place in zip(self.fields, self._asked, strict=True):
            field.set_label(self.tr("第 {n} 组").format(n=place + 1))

    def first_input(self) -> QWidget:
        return self.fields[0].control

    def complete(self) -> bool:
        groups = self._key.split("-")
        right = True
        for field, place in reversed(list(zip(self.fields, self._asked, strict=True))):
            if field.text().strip().upper() != groups[place]:
                words = self.tr("与恢复密钥的第 {n} 组不一样，请照打印件核对。").format(n=place + 1)
                field.set_problem(Problem(words))
                field.setFocus()
                right = False
        return right

    def forget(self) -> None:
        """Take the key off the screen."""
        self._key = ""
        self.groups.show_key("")

    def _print(self) -> None:
        done = self.print_sheet(self, self._office, self._key, self._day)
        self.said.setText(self.tr("已送打印机。") if done else self.tr("没有打印。"))


def _two_of(count: int) -> list[int]:
    return sorted(secrets.SystemRandom().sample(range(count), _ASKED))


def _print(parent: QWidget, office: str, key: str, day: date) -> bool:
    from desktop.dialogs.recovery_sheet import print_recovery_sheet

    return print_recovery_sheet(parent, office, key, day)
