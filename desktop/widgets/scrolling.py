"""A middle that scrolls up and down only, and keeps the focused control in sight."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QLayout, QScrollArea, QWidget

from desktop.theme.sizes import scaled
from desktop.widgets.layouts import boxed

_LABEL_HEIGHT = 44  # a label stands above its control and has to be in sight with it


class Scrolling(QScrollArea):
    """`Scrolling(layout)`; as wide as it is given, as high as its content where there is room."""

    def __init__(self, layout: QLayout) -> None:
        super().__init__()
        self.inner = boxed(layout)
        self.setWidget(self.inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.inner.setAutoFillBackground(False)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.inner.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, scaled(_LABEL_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What stands below may grow after the focus came, as the reason beside a button does."""
        super().resizeEvent(event)
        self._follow(None, QApplication.focusWidget())

    def minimumSizeHint(self) -> QSize:
        """Never narrower than its content: nothing is cut off at the side."""
        return QSize(self.inner.minimumSizeHint().width(), 80)

    def natural_height(self, width: int) -> int:
        """The height at which nothing scrolls."""
        layout = self.inner.layout()
        if layout is not None and layout.hasHeightForWidth():
            # A text that just fits wraps once Qt has tried a bar beside it, and the bar would then stay.
            beside = width - self.verticalScrollBar().sizeHint().width()
            return max(layout.totalHeightForWidth(width), layout.totalHeightForWidth(beside))
        return self.inner.sizeHint().height()
