"""What stands for the right panel where the window is narrow or the panel folded: its result and its counts."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme.paint import (
    TINT_OF_MARK,
    MarkKind,
    colour,
    key_height,
    key_width,
    paint_key,
    paint_line,
    paint_mark,
    paint_words,
)
from desktop.theme.sizes import mark_size, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role, line_height, metrics, text_width
from desktop.widgets.marks import mark_word


class PanelStrip(QWidget):
    """`strip.show_tally(panel.tally())`; a click unfolds the panel (`unfold_asked`)."""

    unfold_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._tally: list[tuple[MarkKind, int]] = []
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_tally(self, tally: list[tuple[MarkKind, int]]) -> None:
        """The result's mark with count 0 first, then marks with their counts."""
        self._tally = tally
        counted = [f"{mark_word(kind)} {count}" for kind, count in tally if count]
        self.setAccessibleName("，".join([self.tr("依据与结论（已折叠）"), *counted]))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(scaled(48), scaled(200))

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.unfold_asked.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour(Tone.SURFACE))
        painter.fillRect(QRectF(0, 0, 1, self.height()), colour(Tone.DIVIDER))
        middle, width = (self.width() + 1) / 2, key_width("F7")
        paint_key(painter, QRectF(middle - width / 2, 14, width, key_height()), "F7")
        y = 14.0 + key_height() + 16
        for kind, count in self._tally:
            size = mark_size(24 if not count else 16)
            paint_mark(painter, QRectF(middle - size / 2, y, size, size), kind)
            y += size + 2
            if count:
                words = str(count)
                at = (middle - text_width(words, Role.SMALL) / 2, y + metrics(Role.SMALL).ascent())
                paint_words(painter, at, words, TINT_OF_MARK[kind].text, Role.SMALL, strong=True)
                y += line_height(Role.SMALL) + 10
            else:
                paint_line(painter, 10, round(y + 10), self.width() - 20)
                y += 22
