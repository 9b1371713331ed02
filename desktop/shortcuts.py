"""Binding the actions of what is in front to their keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from desktop.keymap import pressed_key
from desktop.widgets.action import Action
from desktop.widgets.spoken import announce


class Shortcuts:
    """One set of bound actions: `bind(actions)` replaces it, `enable(False)` silences it under a dialog or a lock.

    The key of a blocked action is not silent: `say` is given its reason. Without `say` a screen reader alone is told,
    where the reason stands beside the button at all times.
    """

    def __init__(self, window: QWidget, say: Callable[[str], None] | None = None) -> None:
        self._window = window
        self._say = say or (lambda reason: announce(window, reason, urgent=True))
        self._bound: list[QShortcut] = []
        self._enabled = True

    def bind(self, actions: Sequence[Action]) -> None:
        """Bind these actions and no others."""
        for shortcut in self._bound:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self._bound = [self._shortcut(action, place) for action in actions for place in range(len(action.sequences()))]

    def _shortcut(self, action: Action, place: int) -> QShortcut:
        shortcut = QShortcut(action.sequences()[place], self._window)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.setEnabled(self._enabled)
        shortcut.activated.connect(lambda: trigger(action, self._say))
        return shortcut

    def enable(self, enabled: bool) -> None:
        """Listen, or not."""
        self._enabled = enabled
        for shortcut in self._bound:
            shortcut.setEnabled(enabled)


def trigger(action: Action, say: Callable[[str], None]) -> None:
    """Do an action by its key, or say why it cannot be done now.

    A key with Enter does nothing while the input method composes.
    """
    composing = bool(getattr(QApplication.focusWidget(), "composing", False))
    if composing and pressed_key(action.key).endswith("Enter"):
        return
    if action.enabled:
        action.trigger()
    else:
        say(action.reason)
