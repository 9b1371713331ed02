"""A clerk's hands at the real window: whatever they do is a key event.

What stands in the window is looked at freely; whatever changes something in it is a key, a word of the input method, or
a paste (Ctrl+V) of a list that a visitor brought as a table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.draft_keeper import DraftKeeper
from desktop.finder import Finder
from desktop.main_window import MainWindow
from desktop.page_list import blocked_pages, first_page, page_makers
from desktop.pages.rows_field import RowsField
from desktop.pages.settings import SettingsPage
from desktop.pages.settings_section import Services
from desktop.widgets.choice_fields import ChoiceField
from desktop.widgets.field import Field
from desktop.widgets.modal import Modal
from desktop.workers.inline import InlineRunner
from models.casework.unit_of_work import Desk
from tests.builders.keys import NONE, show

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
_FAR = 400  # more than any walk by Tab is long


class Hands:
    """The whole window of one account and a keyboard; `keys` counts what was pressed."""

    def __init__(self, desk: Desk, services: Services | None = None) -> None:
        """Without `services` 设置 is left out."""
        makers: list[Any] = [maker for maker in page_makers() if maker is not SettingsPage]
        if services is not None:
            makers.append(partial(SettingsPage, services=services))
        account = desk.account
        self.keys = 0
        self.window = MainWindow(
            InlineRunner(desk), makers, account=account, blocked=blocked_pages(account), first=first_page(account)
        )
        Finder(self.window, account)
        self.window.resize(1366, 768)
        show(self.window)
        DraftKeeper(self.window).restore()
        QApplication.processEvents()

    # --- the keyboard -------------------------------------------------------------------------------------------

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """A key where the focus is."""
        QTest.keyClick(self.focus(), key, modifiers)
        QApplication.processEvents()
        self.keys += 1

    def type(self, text: str) -> None:
        """Characters of the keyboard, and what is none of them as a word of the input method."""
        for character in text:
            if character.isascii():
                QTest.keyClicks(self.focus(), character)
            else:
                event = QInputMethodEvent()
                event.setCommitString(character)
                QApplication.sendEvent(self.focus(), event)
            self.keys += 1
        QApplication.processEvents()

    def commit(self) -> None:
        """Ctrl+Enter."""
        self.press(Qt.Key.Key_Return, CONTROL)

    # --- what is looked at --------------------------------------------------------------------------------------

    def focus(self) -> QWidget:
        """What has the focus."""
        return QApplication.focusWidget() or self.window

    def page(self) -> Any:
        """The page in front."""
        return self.window.page()

    def modal(self) -> Any:
        """The dialog in front, None without one."""
        shown = [modal for modal in self.window.findChildren(Modal) if modal.isVisible()]
        return shown[-1] if shown else None

    def said(self) -> str:
        """The line at the bottom."""
        return self.window.key_line.saved.text()

    # --- walking and answering ----------------------------------------------------------------------------------

    def walk_until(self, there: Callable[[], bool], what: str, *, back: bool = False) -> None:
        """Tab from one control to the next until something holds, or Shift+Tab; out of a list of rows by Ctrl+Tab."""
        for _ in range(_FAR):
            if there():
                return
            if back:
                self.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
            else:
                in_rows = isinstance(self.focus().parentWidget(), RowsField)
                self.press(Qt.Key.Key_Tab, CONTROL if in_rows else NONE)
        raise AssertionError(f"{what} cannot be reached by Tab; {self.said()}")

    def into(self, control: QWidget, what: str = "", *, back: bool = False) -> None:
        """Go to a control."""

        def there() -> bool:
            return self.focus() is control or control.isAncestorOf(self.focus())

        self.walk_until(there, what or str(control), back=back)

    def answer(self, field: Field, text: str, *, back: bool = False) -> None:
        """Go to a field and type over what is in it; a choice by its key, without one by its word."""
        self.into(field.control, field.label.text(), back=back)
        if isinstance(field, ChoiceField):
            options = field.segments.options() if field.segments is not None else field.box.options()  # type: ignore[union-attr]
            key = next((option.key for option in options if option.text == text and option.key), "")
            self.type(key or text)
            if not key:
                self.press(Qt.Key.Key_Return)
            return
        self.press(Qt.Key.Key_A, CONTROL)
        if isinstance(field, RowsField):
            QApplication.clipboard().setText(text)
            self.press(Qt.Key.Key_V, CONTROL)
        else:
            self.type(text)

    def fill(self, fields: Mapping[str, Field], texts: Mapping[str, str]) -> None:
        """Answer some of the fields of a dialog or a form."""
        for key, text in texts.items():
            self.answer(fields[key], text)

    def find(self, text: str) -> None:
        """F2, what is known of somebody, Enter."""
        self.press(Qt.Key.Key_F2)
        self.type(text)
        self.press(Qt.Key.Key_Return)
