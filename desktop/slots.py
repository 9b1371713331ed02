"""A place at the side of the window that holds one widget of the page in front."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget


class Slot(QWidget):
    """`slot.hold(widget, width)`; None empties and hides it. The widget stays the page's."""

    def __init__(self) -> None:
        super().__init__()
        self.held: QWidget | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def hold(self, widget: QWidget | None, width: int) -> None:
        """Show this widget at this width."""
        self.setFixedWidth(width)
        if widget is not self.held:
            if self.held is not None:
                self._box.removeWidget(self.held)
                self.held.hide()
            self.held = widget
            if widget is not None:
                self._box.addWidget(widget)
                widget.show()
        self.setVisible(widget is not None)
