"""Finding text that a reader cannot see whole, by measuring every text of a widget tree against its room."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from desktop.widgets.painted import PaintedText, PaintsText


@dataclass(frozen=True, slots=True)
class Clipped:
    """One text that is cut off, and where."""

    widget: str
    text: str
    needed: float
    available: float


def clipped_texts(root: QWidget) -> list[Clipped]:
    """Every cut-off text of the visible widgets below `root`; what a scroll area hides may be scrolled to.

    Also reported: a widget that sticks out of the widget it stands in, for its text is cut there.
    """
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        if not widget.isVisibleTo(root) or not isinstance(widget, PaintsText):
            continue
        name = type(widget).__name__
        for text in widget.painted_texts():
            if text.clipped:
                found.append(_clipped(name, text))
        if (hidden := _sticking_out(widget, root)) is not None:
            words = " ".join(text.text for text in widget.painted_texts())
            found.append(Clipped(f"{name} outside {hidden}", words, widget.width(), 0))
    return found


def _clipped(name: str, text: PaintedText) -> Clipped:
    if text.needed > text.available + 0.5:
        return Clipped(name, text.text, text.needed, text.available)
    return Clipped(f"{name} (height)", text.text, text.needed_height, text.available_height)


def _sticking_out(widget: QWidget, root: QWidget) -> str | None:
    """The first ancestor whose rectangle cuts the widget; scroll areas end the search downwards only."""
    part = widget.parentWidget()
    across_only = False
    while part is not None and part is not root.parentWidget():
        place = QRect(widget.mapTo(part, QPoint(0, 0)), widget.size())
        room = part.rect()
        if place.left() < room.left() - 1 or place.right() > room.right() + 1:
            return type(part).__name__
        if not across_only and (place.top() < room.top() - 1 or place.bottom() > room.bottom() + 1):
            if not isinstance(part.parentWidget(), QAbstractScrollArea):
                return type(part).__name__
            across_only = True
        part = part.parentWidget()
    return None
