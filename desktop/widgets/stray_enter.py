"""The Enter that a practised hand adds behind an answer that needed only one key."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.widgets.line_edit import is_plain_enter


class StrayEnter(QObject):
    """`StrayEnter(widget)`: the focus went to this widget by itself; an Enter that follows at once is not meant for it.

    Any other key, or another focus, ends the watch: an Enter after that is one.
    """

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        ends = event.type() in (QEvent.Type.KeyPress, QEvent.Type.InputMethod, QEvent.Type.FocusOut)
        if watched is not self._widget or not ends:
            return False
        self._widget.removeEventFilter(self)
        self.deleteLater()
        return isinstance(event, QKeyEvent) and is_plain_enter(event)
