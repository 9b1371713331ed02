"""A page in the real window on a real office, driven by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from builders.keys import NONE, show, type_text
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.main_window import MainWindow
from desktop.page import Page
from desktop.pages.worklist import WorklistPage
from desktop.widgets.modal import Modal
from desktop.workers.inline import InlineRunner
from models.casework.unit_of_work import Desk

if TYPE_CHECKING:
    from tests.builders.desk import Bureau


class OtherPage(Page):
    """Stands for the page that `go_to` names, and keeps what it was asked to open."""

    opened: object = None

    def open_target(self, target: object) -> None:
        self.opened = target


def other_page(key: str) -> type[OtherPage]:
    """A page with this key."""
    return cast("type[OtherPage]", type(key, (OtherPage,), {"key": key, "word": key, "icon": "letters"}))


class PageWindow:
    """`PageWindow(desk, LettersPage, "worklist")`: shown and active, the page in front, bare other pages behind.

    `runner` for one that does not answer at once.
    """

    def __init__(
        self,
        desk: Desk,
        kind: type[Page],
        *others: str,
        size: tuple[int, int] = (1366, 768),
        runner: InlineRunner | None = None,
    ) -> None:
        self.runner = runner or InlineRunner(desk)
        self.window = MainWindow(self.runner, [kind, *map(other_page, others)])
        self.window.resize(*size)
        show(self.window)
        self.page: Any = self.window.pages[kind.key]
        self.window.go_to(kind.key)
        QApplication.processEvents()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """A key pressed and released where the focus is."""
        QTest.keyClick(self.focus(), key, modifiers)
        QApplication.processEvents()

    def control(self, key: Qt.Key) -> None:
        """The same with Ctrl."""
        self.press(key, Qt.KeyboardModifier.ControlModifier)

    def type(self, text: str) -> None:
        """Characters into what has the focus."""
        type_text(self.focus(), text)
        QApplication.processEvents()

    def focus(self) -> QWidget:
        """What has the focus."""
        return QApplication.focusWidget() or self.window

    def said(self) -> str:
        """The line at the bottom."""
        return self.window.key_line.saved.text()

    def modal(self) -> Any:
        """The dialog in front, None without one."""
        shown = [modal for modal in self.window.findChildren(Modal) if modal.isVisible()]
        return shown[-1] if shown else None

    def opened(self, key: str) -> object:
        """What a bare page was asked to open."""
        return cast("OtherPage", self.window.pages[key]).opened


def case_of(bureau: Bureau, number: str, account: str = "intake") -> PageWindow:
    """A case opened on the worklist's page by one of the accounts."""
    shown = PageWindow(bureau[account], WorklistPage, "intake", "review", "sign", "letters", "rules")
    shown.window.go_to("worklist", number)
    return shown
