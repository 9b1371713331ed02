"""The left rail: the pages, their keys Ctrl+1…8, and counts where something waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy

from desktop.icons import draw_icon
from desktop.theme.paint import BOX_RADIUS, colour, middle_baseline, paint_box, paint_words, smooth
from desktop.theme.sizes import scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role, font, line_height, metrics, text_width
from desktop.widgets.keyed_words import KeyedWords
from desktop.widgets.layouts import column
from desktop.widgets.painted import PaintedText
from desktop.widgets.surface import Bar


@dataclass(frozen=True, slots=True)
class RailEntry:
    """One page of the rail: its key, word and icon; `last` pushes it to the lower end."""

    key: str
    word: str
    icon: str
    last: bool = False


class RailItem(KeyedWords, QPushButton):
    """Icon over word, its digit at the left, the count at the right."""

    def __init__(self, number: int, entry: RailEntry) -> None:
        super().__init__(entry.word)
        self.number, self.entry, self.count, self.reason = number, entry, 0, ""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
        self.setToolTip(f"{entry.word}  Ctrl+{number}")
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """How many things wait there; none is not shown."""
        self.count = count
        self.setAccessibleName(self.entry.word)
        waiting = self.tr("{n} 件待处理").format(n=count) if count else ""
        self.setAccessibleDescription(self.reason or waiting)
        self.update()

    def block(self, reason: str) -> None:
        """Grey it out and say why; "" opens it again."""
        self.reason = reason
        self.setEnabled(not reason)
        self.setToolTip(reason or f"{self.entry.word}  Ctrl+{self.number}")
        self.set_count(self.count)

    def sizeHint(self) -> QSize:
        return QSize(scaled(80) - 1, scaled(64))

    def minimumSizeHint(self) -> QSize:
        """In a low window the items move closer together."""
        return QSize(self.sizeHint().width(), ceil(self._content_height()) + 8)

    def _content_height(self) -> float:
        return scaled(22) + 2 + line_height(Role.SMALL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        on = self.isChecked()
        pill = QRectF(8, 4, self.width() - 15, self.height() - 8)
        if on:
            paint_box(painter, pill, Tone.RAIL_ON, None, BOX_RADIUS)
            bar = QRectF(0, self.height() * 0.25, 3, self.height() * 0.5)
            paint_box(painter, bar, Tone.RING, None, 1.5)
        elif self.underMouse():
            paint_box(painter, pill, Tone.HOVER, None, BOX_RADIUS)
        ink = Tone.ACCENT_TEXT if on else Tone.TEXT2 if self.isEnabled() else Tone.DISABLED
        side, top = scaled(22), (self.height() - self._content_height()) / 2
        place = QRectF((self.width() + 1 - side) / 2, round(top), side, side)
        draw_icon(painter, self.entry.icon, place, colour(ink), 1.6)
        across = (self.width() + 1 - text_width(self.text(), Role.SMALL)) / 2
        at = (across, round(top + side + 2 + metrics(Role.SMALL).ascent()))
        paint_words(painter, at, self.text(), ink, Role.SMALL, strong=on)
        digit = QRectF(13, 7, scaled(12), scaled(14))
        paint_words(painter, (13, middle_baseline(digit, Role.TINY)), str(self.number), Tone.TEXT3, Role.TINY)
        if self.count:
            self._paint_count(painter)

    def _paint_count(self, painter: QPainter) -> None:
        words = str(self.count) if self.count < 1000 else "999+"
        width, height = max(scaled(18), text_width(words, Role.TINY) + 9), scaled(16)
        rect = QRectF(self.width() - 5 - width, 6, width, height)
        painter.setPen(QPen(colour(Tone.RAIL), 2))
        painter.setBrush(colour(Tone.ACCENT))
        painter.drawRoundedRect(rect, height / 2, height / 2)
        painter.setFont(font(Role.TINY))
        painter.setPen(colour(Tone.ON_ACCENT))
        painter.drawText(rect.adjusted(0, -1, 0, 0), Qt.AlignmentFlag.AlignCenter, words)

    def painted_texts(self) -> list[PaintedText]:
        """For the check for clipped text."""
        return [PaintedText(self.text(), text_width(self.text(), Role.SMALL), self.width() - 16)]


class Rail(Bar):
    """`rail = Rail(entries)`; `chosen(key)`; `rail.set_current("intake")`; `rail.set_count("worklist", 37)`."""

    chosen = Signal(str)

    def __init__(self, entries: Sequence[RailEntry]) -> None:
        body = column(gap=0, margins=(0, 8, 1, 8))
        super().__init__(body, Tone.RAIL, "right")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._items = {entry.key: RailItem(number, entry) for number, entry in enumerate(entries, 1)}
        for item in self._items.values():
            item.clicked.connect(self._clicked)
            if not item.entry.last:
                body.addWidget(item)
        body.addStretch(1)
        for item in self._items.values():
            if item.entry.last:
                body.addWidget(item)

    def _clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, RailItem):
            self.set_current(
                next((key for key, item in self._items.items() if item.isChecked() and item is not sender), "")
            )
            self.chosen.emit(sender.entry.key)

    def set_current(self, key: str) -> None:
        """Mark the page that is shown."""
        for name, item in self._items.items():
            item.setChecked(name == key)

    def set_count(self, key: str, count: int) -> None:
        """Show how many things wait on a page."""
        if key in self._items:
            self._items[key].set_count(count)

    def block(self, key: str, reason: str, *, hidden: bool = False) -> None:
        """Grey a page out and say why, or leave it off the rail."""
        if key in self._items:
            self._items[key].block(reason)
            self._items[key].setVisible(not (hidden and reason))

    def item(self, key: str) -> RailItem:
        """The item of a page."""
        return self._items[key]
