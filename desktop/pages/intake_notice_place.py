"""The place above a form or a card where notices come and go."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.widgets.layouts import column


class NoticePlace(QWidget):
    """`place.hold(notices)`: changes in place, so that nothing half typed below is disturbed."""

    def __init__(self, notices: QWidget | None = None) -> None:
        super().__init__()
        self._held: QWidget | None = None
        self.setLayout(column(gap=0))
        self.hold(notices)

    def hold(self, notices: QWidget | None) -> None:
        """Show these instead."""
        layout = self.layout()
        if self._held is not None:
            self._held.hide()
            self._held.deleteLater()
        self._held = notices
        if notices is not None and layout is not None:
            layout.addWidget(notices)
        # Shown without a parent it would be a window of its own.
        if notices is None or self.parentWidget() is not None:
            self.setVisible(notices is not None)
