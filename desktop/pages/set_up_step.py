"""One step of the set-up, and the list of steps beside it."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme.paint import (
    BOX_RADIUS,
    MarkKind,
    colour,
    middle_baseline,
    paint_box,
    paint_mark,
    paint_words,
    smooth,
)
from desktop.theme.sizes import mark_size, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role, font, text_width
from desktop.widgets.painted import PaintedText


class Step(QWidget):
    """One step: `title` and `text` head it, `complete()` checks what is typed and says what is wrong at its field.

    `changed` when something was typed, so that the set-up may ask again what is missing; `filled` on Enter where
    there is nothing more to fill in.
    """

    title = ""
    text = ""
    next_word = ""

    changed = Signal()
    filled = Signal()

    def complete(self) -> bool:
        """Whether the next step may come; marks the fields that are wrong."""
        return True

    def entered(self) -> None:
        """The step came to the front."""

    def first_input(self) -> QWidget | None:
        """Where the focus goes."""
        return None


class StepList(QWidget):
    """The steps by name: done, now, still to come."""

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__()
        self.titles, self.current = list(titles), 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_step(self, place: int) -> None:
        """Mark the current step."""
        self.current = place
        words = self.tr("第 {n} 步，共 {m} 步：{title}")
        self.setAccessibleName(words.format(n=place + 1, m=len(self.titles), title=self.titles[place]))
        self.update()

    def _row(self) -> int:
        return scaled(44)

    def sizeHint(self) -> QSize:
        widest = max(text_width(title) for title in self.titles)
        return QSize(max(scaled(208), ceil(widest) + scaled(72)), self._row() * len(self.titles))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, height = smooth(QPainter(self)), self._row()
        for place, title in enumerate(self.titles):
            rect = QRectF(0, place * height, self.width(), height - 4)
            now = place == self.current
            if now:
                paint_box(painter, rect, Tone.ACCENT_TINT, None, BOX_RADIUS)
            self._paint_sign(painter, QRectF(12, rect.center().y() - scaled(11), scaled(22), scaled(22)), place)
            ink = Tone.ACCENT_TEXT if now else Tone.TEXT if place < self.current else Tone.TEXT2
            at = (12 + scaled(22) + 12, middle_baseline(rect, Role.BODY))
            paint_words(painter, at, title, ink, strong=now)

    def _paint_sign(self, painter: QPainter, rect: QRectF, place: int) -> None:
        if place < self.current:
            side = mark_size(20)
            spare = (rect.width() - side) / 2
            paint_mark(painter, QRectF(rect.x() + spare, rect.y() + spare, side, side), MarkKind.MET)
            return
        now = place == self.current
        ground, edge = (Tone.ACCENT, None) if now else (Tone.SURFACE, Tone.BORDER)
        paint_box(painter, rect, ground, edge, rect.width() / 2)
        painter.setPen(colour(Tone.ON_ACCENT if now else Tone.TEXT2))
        painter.setFont(font(Role.CAPTION))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(place + 1))

    def painted_texts(self) -> list[PaintedText]:
        """For the check for clipped text."""
        return [PaintedText(title, text_width(title), self.width() - scaled(46)) for title in self.titles]
