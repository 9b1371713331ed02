"""Grounds that other widgets stand on: cards, notes, tinted boxes, bars, hairlines. They paint themselves."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLayout, QSizePolicy, QWidget

from desktop.theme.paint import (
    BOX_RADIUS,
    CARD_RADIUS,
    RADIUS,
    Tint,
    colour,
    paint_barred_box,
    paint_box,
    paint_line,
    smooth,
)
from desktop.theme.tokens import Tone


class Surface(QWidget):
    """A rounded ground: `Surface(layout, Tone.SURFACE, edge=Tone.DIVIDER, radius=8)`; `flat_top` for a foot."""

    def __init__(
        self,
        layout: QLayout,
        ground: Tone = Tone.SURFACE,
        *,
        edge: Tone | None = None,
        radius: int = 0,
        flat_top: bool = False,
    ) -> None:
        super().__init__()
        self.ground, self.edge, self.radius, self.flat_top = ground, edge, radius, flat_top
        self.setLayout(layout)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, rect = smooth(QPainter(self)), QRectF(self.rect())
        above = self.radius + 1 if self.flat_top else 0
        paint_box(painter, rect.adjusted(0, -above, 0, 0), self.ground, self.edge, self.radius)
        if self.flat_top:
            paint_line(painter, 0, 0, rect.width())


class Card(Surface):
    """A white card with a pale edge; give the layout its own margins (16, 8, 16, 12)."""

    def __init__(self, layout: QLayout) -> None:
        super().__init__(layout, Tone.SURFACE, edge=Tone.DIVIDER, radius=CARD_RADIUS)


class NoteBox(Surface):
    """A sunken box for what the program computed or remarks."""

    def __init__(self, layout: QLayout) -> None:
        super().__init__(layout, Tone.SUNKEN, radius=RADIUS)


class TintBox(QWidget):
    """A box in one of the tints of `desktop.theme.paint` (MET, WARN, BAD, UNKNOWN, ACCENT); `barred` for errors."""

    def __init__(self, layout: QLayout, tint: Tint, *, barred: bool = False) -> None:
        super().__init__()
        self.tint, self.barred = tint, barred
        self.setLayout(layout)

    def set_tint(self, tint: Tint) -> None:
        """Change the tint."""
        self.tint = tint
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        if self.barred:
            paint_barred_box(painter, QRectF(self.rect()), self.tint)
        else:
            paint_box(painter, QRectF(self.rect()), self.tint.ground, self.tint.edge, BOX_RADIUS)


class Bar(QWidget):
    """A ground with a hairline at one side (`"top"`, `"bottom"`, `"left"`, `"right"`): strips, foots, panels."""

    def __init__(self, layout: QLayout, ground: Tone, line: str = "", height: int = 0) -> None:
        super().__init__()
        self.ground, self.line, self.height_hint = ground, line, height
        self.setLayout(layout)
        if height:
            # A text that breaks into lines may need more than the height that is hinted at.
            grows = QSizePolicy.Policy.Minimum if layout.hasHeightForWidth() else QSizePolicy.Policy.Fixed
            self.setSizePolicy(QSizePolicy.Policy.Preferred, grows)
            self.setMinimumHeight(height)

    def sizeHint(self) -> QSize:
        natural = super().sizeHint()
        return QSize(natural.width(), max(natural.height(), self.height_hint))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour(self.ground))
        width, height = self.width(), self.height()
        lines = {
            "top": (0, 0, width, 1),
            "bottom": (0, height - 1, width, 1),
            "left": (0, 0, 1, height),
            "right": (width - 1, 0, 1, height),
        }
        if self.line:
            painter.fillRect(*lines[self.line], colour(Tone.DIVIDER))


class Hairline(QWidget):
    """A one-pixel line between blocks; `upright=True` between columns."""

    def __init__(self, *, upright: bool = False, tone: Tone = Tone.DIVIDER) -> None:
        super().__init__()
        self.tone = tone
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), colour(self.tone))
