"""Serving an applicant by keys alone, counting every key: an input method's word is counted with its own keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.builders.keys import NONE
from tests.builders.page_window import PageWindow

CONTROL = Qt.KeyboardModifier.ControlModifier


class Clerk:
    """Hands on the keyboard of one window. `keys` counts what was pressed, a modifier as a key of its own."""

    def __init__(self, window: PageWindow) -> None:
        self.window = window
        self.keys = 0

    def comes(self, id_number: str) -> None:
        """F2, the number, Enter: what the one box in the top bar hands to the page."""
        self.keys += 1 + len(id_number) + 1
        self.window.window.go_to("intake", ("id_number", id_number))
        QApplication.processEvents()

    def type(self, text: str) -> Clerk:
        """Characters of the keyboard."""
        assert text.isascii()
        for character in text:
            QTest.keyClicks(self.window.focus(), character)
            QApplication.processEvents()
            self.keys += 1
        return self

    def word(self, text: str, keys: str) -> Clerk:
        """A Chinese word by an input method: its pinyin and the key that takes it."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self.window.focus(), event)
        self.keys += len(keys) + 1
        QApplication.processEvents()
        return self

    def enter(self, times: int = 1) -> Clerk:
        """The Enter key."""
        for _ in range(times):
            self.window.press(Qt.Key.Key_Return)
            self.keys += 1
        return self

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> Clerk:
        """Any key, its modifier counted too."""
        self.window.press(key, modifiers)
        self.keys += 1 if modifiers == NONE else 2
        return self

    def commit(self) -> Clerk:
        """Ctrl+Enter."""
        return self.press(Qt.Key.Key_Return, CONTROL)

    def answer(self, *texts: str) -> Clerk:
        """Each text and Enter."""
        for text in texts:
            self.type(text).enter()
        return self
