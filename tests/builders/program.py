"""The whole program in a test: real threads, a real office, preferences of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.app import Program
from desktop.arguments import Arguments
from desktop.pages.sign_in import SignInScreen
from desktop.preference_keeper import PreferenceKeeper
from desktop.session import Session
from desktop.theme.apply import Theme
from tests.builders.desk import PHRASE
from tests.builders.keys import enter, show, type_text

PATIENCE = 20_000


class RunningProgram:
    """`RunningProgram(qtbot, theme, tmp_path, arguments)`: begun and shown; `close()` ends it and waits."""

    def __init__(self, qtbot: QtBot, theme: Theme, place: Path, arguments: Arguments) -> None:
        self.bot = qtbot
        self.keeper = PreferenceKeeper(place / "preferences.json")
        self.program = Program(arguments, theme, self.keeper)
        self.program.begin()
        self.program.shell.resize(1366, 768)
        show(self.program.shell)

    def until(self, condition: Callable[[], Any]) -> None:
        """Let the program run until something holds."""
        self.bot.waitUntil(lambda: bool(condition()), timeout=PATIENCE)

    def screen(self) -> Any:
        """What the window shows."""
        return self.program.shell.screen_shown()

    def sign_in_screen(self) -> SignInScreen:
        """The sign-in screen, once it is there and knows who can sign in."""
        self.until(lambda: isinstance(self.screen(), SignInScreen))
        screen = self.screen()
        assert isinstance(screen, SignInScreen)
        self.until(lambda: screen.tiles or getattr(screen.name, "box", None) is not None)
        return screen

    def sign_in(self, name: str, passphrase: str = PHRASE) -> Session:
        """Sign in by keys and wait for the office."""
        screen = self.sign_in_screen()
        screen.name.set_text(name)
        screen.passphrase.setFocus()
        type_text(self.focus(), passphrase)
        enter(self.focus())
        self.until(lambda: self.program.session is not None)
        return self.session

    @property
    def session(self) -> Session:
        """The open office."""
        assert self.program.session is not None
        return self.program.session

    def focus(self) -> QWidget:
        """What has the focus."""
        self.program.shell.activateWindow()
        QApplication.processEvents()
        focused = QApplication.focusWidget()
        assert focused is not None
        return focused

    def close(self) -> None:
        """Close the window as a person does, and wait until everything has ended."""
        self.program.shell.close()
        self.until(lambda: not self.program.shell.isVisible())
