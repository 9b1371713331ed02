"""Keys typed while what was asked for is still opening: they wait for it, and never act on what was there before."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

_PATIENCE_MILLISECONDS = 5000


class TypeAhead(QObject):
    """`keys.hold()` when the opening begins; `keys.release()` plays them where the focus is then, `keys.drop()` forgets
    them and says how many they were. After five seconds they are forgotten, and `given_up` says so: what opens late
    must not be typed into.
    """

    given_up = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._kept: deque[QKeyEvent | QInputMethodEvent] = deque()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MILLISECONDS)
        self._patience.timeout.connect(self._give_up)

    @property
    def holding(self) -> bool:
        """Whether keys wait now."""
        return self._patience.isActive()

    def hold(self) -> None:
        """Let every key wait from now on. The filter sees all events of the program, and stays no longer than this."""
        if not self.holding:
            QCoreApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        self._patience.start()

    def release(self) -> None:
        """Play what was typed, until one of the keys opens something itself."""
        self._let_through()
        while self._kept and not self.holding and isValid(self._window):
            self._play(self._kept.popleft())

    def drop(self) -> int:
        """Forget what was typed; how many keys."""
        self._let_through()
        count = len(self._kept)
        self._kept.clear()
        return count

    def _give_up(self) -> None:
        if self.drop():
            self.given_up.emit()

    def _let_through(self) -> None:
        self._patience.stop()
        QCoreApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(watched, QWidget):
            return False
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride:
            event.accept()  # or a shortcut would act at once
            return True
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._kept.append(_key(event, kind))
            return True
        if kind == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            if event.commitString():
                self._kept.append(_committed(event.commitString()))
            return True
        return kind == QEvent.Type.KeyRelease

    def _play(self, event: QKeyEvent | QInputMethodEvent) -> None:
        """As Qt would: the focused widget may want a key for itself, then come the shortcuts, then the widget."""
        target = QApplication.focusWidget() or self._window
        if isinstance(event, QKeyEvent):
            wish = _key(event, QEvent.Type.ShortcutOverride)
            wish.ignore()
            QApplication.sendEvent(target, wish)
            shortcut = None if wish.isAccepted() else self._shortcut(event)
            if shortcut is not None:
                shortcut.activated.emit()
                return
        QApplication.sendEvent(target, event)
        if isinstance(event, QKeyEvent) and isValid(target):
            QApplication.sendEvent(target, _key(event, QEvent.Type.KeyRelease))

    def _shortcut(self, event: QKeyEvent) -> QShortcut | None:
        pressed = QKeySequence(event.keyCombination())
        found = self._window.findChildren(QShortcut)
        return next((each for each in found if each.isEnabled() and each.key() == pressed), None)


def _key(event: QKeyEvent, kind: QEvent.Type) -> QKeyEvent:
    return QKeyEvent(kind, event.key(), event.modifiers(), event.text(), event.isAutoRepeat())


def _committed(text: str) -> QInputMethodEvent:
    event = QInputMethodEvent()
    event.setCommitString(text)
    return event
