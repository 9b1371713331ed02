"""Noticing that nobody is at the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

_LOOK_EVERY_MILLISECONDS = 5000
_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.InputMethod,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class IdleWatch(QObject):
    """`IdleWatch(window_handle, minutes=5)`; `idle` once when nothing happened there for so long, until `wake()`.

    0 minutes never. `clock` gives seconds; `look()` is what the timer calls.
    """

    idle = Signal()

    def __init__(self, watched: QObject, minutes: int, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(watched)
        self.minutes = minutes
        self._clock = clock
        self._last = clock()
        self._told = False
        watched.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MILLISECONDS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Say `idle` if it is time."""
        if self.minutes and not self._told and self._clock() - self._last >= self.minutes * 60:
            self._told = True
            self.idle.emit()

    def wake(self) -> None:
        """Somebody is there again."""
        self._last, self._told = self._clock(), False

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE:
            self._last = self._clock()
        return False
