"""The preferences in force, saved at every change."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.preference_file import load_preferences, save_preferences
from desktop.preferences import Preferences


class PreferenceKeeper(QObject):
    """`keeper.now`; `keeper.put(replace(keeper.now, idle_minutes=10))` saves it and says `changed`."""

    changed = Signal()

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self.now: Preferences = load_preferences(path)

    def put(self, preferences: Preferences) -> bool:
        """Take these from now on; False when they could not be written and end with the program."""
        if preferences == self.now:
            return True
        self.now = preferences
        saved = save_preferences(preferences, self._path)
        self.changed.emit()
        return saved
