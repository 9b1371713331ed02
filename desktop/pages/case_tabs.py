"""The tabs of a case: a word each, a digit to reach it, and what they show."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from desktop.theme.paint import (
    colour,
    key_height,
    key_width,
    middle_baseline,
    paint_focus,
    paint_key,
    paint_words,
    smooth,
)
from desktop.theme.sizes import MARGIN, at_least
from desktop.theme.tokens import Tone
from desktop.theme.type import Role, text_width
from desktop.widgets.layouts import STRETCH, row
from desktop.widgets.painted import PaintedText
from desktop.widgets.spoken import turned
from desktop.widgets.surface import Bar


class Tab(QAbstractButton):
    """One tab: its digit as a key cap, its word, an underline when chosen."""

    def __init__(self, number: int, word: str) -> None:
        super().__init__()
        self.key = str(number)
        self.setText(word)
        self.setCheckable(True)
        self.setAccessibleName(word)
        self.setAccessibleDescription(turned(self.key))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(ceil(key_width(self.key) + 22 + text_width(self.text())), at_least(40))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, rect, on = smooth(QPainter(self)), QRectF(self.rect()), self.isChecked()
        width, height = key_width(self.key), key_height()
        paint_key(painter, QRectF(8, (rect.height() - height) / 2, width, height), self.key)
        ink = Tone.ACCENT_TEXT if on else Tone.TEXT if self.underMouse() else Tone.TEXT2
        paint_words(painter, (width + 14, middle_baseline(rect, Role.BODY)), self.text(), ink, strong=on)
        if on:
            painter.fillRect(QRectF(8, rect.height() - 3, rect.width() - 16, 3), colour(Tone.ACCENT_TEXT))
        if self.hasFocus():
            paint_focus(painter, rect.adjusted(0, 4, 0, -4))

    def painted_texts(self) -> list[PaintedText]:
        """For the check for clipped text."""
        return [PaintedText(self.text(), self.sizeHint().width(), self.width())]


class TabBar(Bar):
    """`TabBar(["申请", "材料", …])`; `chosen(place)`; Left and Right move, digits are the page's actions."""

    chosen = Signal(int)

    def __init__(self, words: Sequence[str]) -> None:
        self.tabs = [Tab(number, word) for number, word in enumerate(words, 1)]
        body = row(*self.tabs, STRETCH, gap=8, margins=(MARGIN - 8, 0, MARGIN, 0))
        super().__init__(body, Tone.SURFACE, "bottom", at_least(41))
        self.setAccessibleName(self.tr("案卷各页"))
        for tab in self.tabs:
            tab.clicked.connect(self._clicked)
        self.set_current(0)

    def current(self) -> int:
        """The place of the chosen tab."""
        return next(place for place, tab in enumerate(self.tabs) if tab.isChecked())

    def set_current(self, place: int) -> None:
        """Choose without `chosen`."""
        for number, tab in enumerate(self.tabs):
            tab.setChecked(number == place)
            tab.setFocusPolicy(Qt.FocusPolicy.StrongFocus if number == place else Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(self.tabs[place])
        self.setAccessibleDescription(self.tabs[place].text())
        self.update()

    def choose(self, place: int) -> None:
        """Choose as a click does."""
        self.set_current(place % len(self.tabs))
        self.chosen.emit(self.current())

    def _clicked(self) -> None:
        sender = self.sender()
        self.choose(next(place for place, tab in enumerate(self.tabs) if tab is sender))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if by:
            self.choose(self.current() + by)
            self.tabs[self.current()].setFocus()
        else:
            super().keyPressEvent(event)
