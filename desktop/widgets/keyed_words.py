"""The tool tip and the description of a control: keys in them are named as they are now, and again when one moves.

A moved key is told as Qt tells a new language: one event from the window down to every control.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from desktop.keymap import as_pressed, put_in_force

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    _Control = QWidget
else:
    _Control = object


class KeyedWords(_Control):
    """`class Tile(KeyedWords, QPushButton)`: give words with the keys as declared; they are shown as pressed."""

    _tip = ""
    _description = ""

    def setToolTip(self, words: str) -> None:
        """What hovering shows."""
        self._tip = words
        super().setToolTip(as_pressed(words))

    def setAccessibleDescription(self, words: str) -> None:
        """What a screen reader says after the name."""
        self._description = words
        super().setAccessibleDescription(as_pressed(words))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.name_keys_again()

    def name_keys_again(self) -> None:
        """Keys were moved: the same words with the keys of now."""
        self.setToolTip(self._tip)
        self.setAccessibleDescription(self._description)


def move_keys(chosen: Mapping[str, str]) -> None:
    """Put moved keys in force (desktop/keymap.py) and tell every control of every window at once."""
    put_in_force(chosen)
    for window in QApplication.topLevelWidgets():
        QCoreApplication.sendEvent(window, QEvent(QEvent.Type.LanguageChange))
    for control in QApplication.allWidgets():  # a painted key takes another width
        control.updateGeometry()
        control.update()
