"""The one window of the program: it holds the screens before the office is open, then the office itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from desktop.guide_link import guide_action
from desktop.shortcuts import Shortcuts
from desktop.theme.apply import dress
from desktop.widgets.focus_ring import FocusRing


class Shell(QWidget):
    """`shell.show_screen(widget)` replaces what is shown. `painted` once, after the first picture stands.

    F1 opens the guide at the chapter that a screen names in `guide`; one without it answers F1 itself.
    `may_close` is asked at every attempt to close; the window stays while it answers False, and while a screen says
    that it is `busy` with something which only it can show the end of.
    """

    painted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.may_close: Callable[[], bool] = lambda: True
        self.setAutoFillBackground(True)
        dress(self)
        self._screens = QStackedLayout(self)
        self._screens.setContentsMargins(0, 0, 0, 0)
        self._ring = FocusRing(self)
        self._keys = Shortcuts(self)

    def screen_shown(self) -> QWidget | None:
        """What is shown now."""
        return self._screens.currentWidget()

    def show_screen(self, screen: QWidget) -> None:
        """Show a screen; the one before is done with."""
        before = self._screens.currentWidget()
        if before is screen:
            return
        if before is None:
            screen.installEventFilter(self)
        self._screens.addWidget(screen)
        self._screens.setCurrentWidget(screen)
        screen.show()
        guide = guide_action(str(getattr(screen, "guide", "")))
        self._keys.bind([guide] if guide is not None and hasattr(screen, "guide") else [])
        if before is not None:
            self._screens.removeWidget(before)
            before.hide()
            before.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The first picture stands when the first screen has painted itself: it covers the window wholly."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self.painted.emit)
        return False

    def sizeHint(self) -> QSize:
        return QSize(1366, 768)

    def minimumSizeHint(self) -> QSize:
        return QSize(960, 600)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not getattr(self.screen_shown(), "busy", False) and self.may_close():
            event.accept()
        else:
            event.ignore()
