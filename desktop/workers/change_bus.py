"""What a command changed, told once to everybody in the window."""

from __future__ import annotations

from collections.abc import Callable

from models.casework.changes import Changes

Listener = Callable[[Changes], None]


class ChangeBus:
    """`bus.listen(listener)`, `bus.publish(changes)`; on the GUI thread only."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """Call `listener` with everything that is published from now on."""
        self._listeners.append(listener)

    def forget(self, listener: Listener) -> None:
        """No longer call it."""
        self._listeners.remove(listener)

    def forget_all(self) -> None:
        """No longer call anybody: the window and all that listened for it go."""
        self._listeners.clear()

    def publish(self, changes: Changes) -> None:
        """Tell all listeners."""
        for listener in list(self._listeners):
            listener(changes)
