"""The halo round the focused control, drawn outside it by one overlay of the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QApplication, QWidget
from shiboken6 import isValid

from desktop.theme.paint import colour, smooth
from desktop.theme.tokens import Tone

_OUTSIDE = 4
_MOVES = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide)


class FocusRing(QWidget):
    """`FocusRing(window)` once; it follows the focus. Tables and lists draw their own row focus.

    The property `ring_room` of a control keeps the ring further off: bare words have no edge of their own.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._followed: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._moved)

    def _moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        self._watch(None)
        if now is not None and now.window() is self.parentWidget() and not isinstance(now, QAbstractItemView):
            self._watch(now)

    def _watch(self, widget: QWidget | None) -> None:
        for part in self._chain():
            part.removeEventFilter(self)
        self._followed = widget
        for part in self._chain():
            part.installEventFilter(self)
        self._place()

    def _chain(self) -> list[QWidget]:
        """The followed control and what it stands in: any of them may move it."""
        chain, part = [], self._followed
        # The focus also moves because its widget is being destroyed.
        while part is not None and isValid(part) and part is not self.parentWidget():
            chain.append(part)
            part = part.parentWidget()
        return chain

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._place()
        elif event.type() == QEvent.Type.DeferredDelete:
            self._watch(None)
        return False

    def _place(self) -> None:
        widget, window = self._followed, self.parentWidget()
        if widget is None or window is None or not isValid(widget) or not widget.isVisible():
            self.hide()
            return
        corner = widget.mapTo(window, QPoint(0, 0))
        room = _OUTSIDE + int(widget.property("ring_room") or 0)
        place = QRect(corner, widget.size()).adjusted(-room, -room, room, room)
        seen = self._clipped(place)
        self.setVisible(not seen.isEmpty())
        self.setGeometry(place)
        self.setMask(QRegion(seen.translated(-place.topLeft())))
        self.raise_()

    def _clipped(self, place: QRect) -> QRect:
        """What is left of the ring inside the scroll areas round the control."""
        seen, part, window = place, self._followed, self.parentWidget()
        while part is not None and window is not None and part is not window:
            above = part.parentWidget()
            if isinstance(above, QAbstractScrollArea) or (
                above is not None and isinstance(above.parentWidget(), QAbstractScrollArea)
            ):
                corner = above.mapTo(window, QPoint(0, 0))
                seen = seen.intersected(QRect(corner, above.size()))
            part = above
        return seen

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        # The edge of a wrong input is red with and without the focus: there the ring alone has to be seen.
        painter.setPen(QPen(colour(Tone.RING if _is_wrong(self._followed) else Tone.HALO), 3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5), 6, 6)


def _is_wrong(widget: QWidget | None) -> bool:
    return (
        widget is not None and isValid(widget) and (widget.property("state") == "bad" or getattr(widget, "bad", False))
    )
