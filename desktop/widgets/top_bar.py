"""The top bar: office and window, the one box, today's count, who is signed in, the backup light."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QLayout, QWidget

from desktop.theme.paint import PLAIN, MarkKind
from desktop.theme.sizes import PAD, at_least
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.keyed_words import KeyedWords
from desktop.widgets.layouts import STRETCH, boxed, row
from desktop.widgets.marks import Icon, KeyCap, Mark, Pill
from desktop.widgets.search_box import SearchBox
from desktop.widgets.spoken import pressed
from desktop.widgets.surface import Bar, Hairline
from desktop.widgets.text import Strong, Text


class TopBar(Bar):
    """`bar.search` is the one box; `account_pressed` to switch or lock.

    `bar.show_office("西城区 · 3号窗口", practice=True)`, `bar.show_today(23, 17)`,
    `bar.show_account("赵文博", "经办")`, `bar.show_backup(MarkKind.MET, "备份 12:40")`.
    """

    account_pressed = Signal()

    def __init__(self) -> None:
        self.search = SearchBox()
        self.office = Strong("", elide=True)
        self.practice = Pill("", PLAIN)
        self.received, self.closed = Strong(""), Strong("")
        self.account, self.seat = Text("", Role.SMALL), Text("", Role.SMALL, Tone.TEXT3)
        self.backup, self.backup_mark = Text("", Role.SMALL, Tone.TEXT2), Mark(MarkKind.UNKNOWN, 14)
        super().__init__(row(gap=PAD, margins=(PAD, 0, PAD, 0)), Tone.SURFACE, "bottom", at_least(40))
        self._fill()
        self.practice.hide()
        self._today.hide()

    def _fill(self) -> None:
        self.practice.show_word(self.tr("练习"), PLAIN)
        words = [Text(word, Role.SMALL, Tone.TEXT2) for word in (self.tr("收件"), self.tr("办结"))]
        day = Text(self.tr("今日"), Role.SMALL, Tone.TEXT3)
        dot = Text("·", Role.SMALL, Tone.TEXT3)
        self._today = boxed(row(day, self.received, words[0], dot, self.closed, words[1], gap=4))
        self._who = _Who(row(Icon("person"), self.account, self.seat, KeyCap("F11"), gap=6))
        self._who.setToolTip(self.tr("换账号  F11"))
        self._who.setAccessibleName(self.tr("换账号"))
        self._who.setAccessibleDescription(pressed("F11"))
        left = row(self.office, self.practice, STRETCH, gap=10)
        right = row(STRETCH, self._today, _upright(), self._who, _upright(), gap=PAD)
        right.addLayout(row(self.backup, self.backup_mark, gap=6))
        layout = self.layout()
        for place, part in enumerate((left, row(self.search), right)):
            layout.insertLayout(place, part)  # type: ignore[union-attr]
        layout.setStretch(0, 1)  # type: ignore[union-attr]
        layout.setStretch(2, 1)  # type: ignore[union-attr]

    def show_office(self, words: str, *, practice: bool = False) -> None:
        """Office and window; 练习 stands beside it in a practice office."""
        self.office.setText(words)
        self.practice.setVisible(practice)

    def show_today(self, received: int, closed: int) -> None:
        """Today's count."""
        self.received.setText(str(received))
        self.closed.setText(str(closed))
        self._today.show()

    def show_account(self, name: str, seat: str) -> None:
        """Who is signed in, and in which seat."""
        self.account.setText(name)
        self.seat.setText(seat)

    def show_backup(self, kind: MarkKind, words: str) -> None:
        """The backup light, with its word."""
        self.backup_mark.set_kind(kind)
        self.backup.setText(words)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._who.geometry().contains(event.position().toPoint()):
            self.account_pressed.emit()


class _Who(KeyedWords, QWidget):
    """Who is signed in; pressed, the account is changed."""

    def __init__(self, layout: QLayout) -> None:
        super().__init__()
        self.setLayout(layout)
        self.setCursor(Qt.CursorShape.PointingHandCursor)


def _upright() -> Hairline:
    line = Hairline(upright=True)
    line.setFixedHeight(16)
    return line
