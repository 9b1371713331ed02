"""An action of a screen, declared once: its key, its word, what it does, and why it cannot be done now."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence

from desktop.keymap import pressed_key


class Action(QObject):
    """`Action("F6", "一次性告知", self.give_notice, icon="letters")`.

    `key` is the key as declared (desktop/keymap.py); pressed and shown is the one it was moved to. The window shows it
    in the key line and binds the key while its page is shown; a `Button(action=…)` follows it. Without a handler it
    only explains a key (`Action("Enter", "下一项")`). `block(reason)` disables it everywhere, and the reason is shown
    in words beside the button, and said in the bottom line when its key is pressed; `allow()` enables it again.
    """

    changed = Signal()

    def __init__(
        self,
        key: str,
        word: str,
        handler: Callable[[], object] | None = None,
        *,
        icon: str = "",
        shown: bool = True,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.key, self.word, self.handler = key, word, handler
        self.icon, self.shown = icon, shown
        self.reason = ""

    @property
    def enabled(self) -> bool:
        """Whether it may be done now."""
        return not self.reason

    def block(self, reason: str) -> None:
        """Disable it; `reason` is a plain sentence for the clerk and must not be empty."""
        if not reason:
            raise ValueError("a disabled action must say why")
        self._set(reason)

    def allow(self) -> None:
        """Enable it."""
        self._set("")

    def _set(self, reason: str) -> None:
        if reason != self.reason:
            self.reason = reason
            self.changed.emit()

    def trigger(self) -> None:
        """Do it, if it may be done."""
        if self.enabled and self.handler is not None:
            self.handler()

    def sequences(self) -> list[QKeySequence]:
        """The key as Qt knows it; Enter is both the main and the keypad's."""
        key = pressed_key(self.key)
        if not key or self.handler is None:
            return []
        if key.endswith("Enter"):
            return [QKeySequence(key.replace("Enter", name)) for name in ("Return", "Enter")]
        return [QKeySequence(key)]
