"""Tells the office which case is open in this window, and the window who else has it open."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from desktop.main_window import MainWindow
from models.casework.permissions import may
from models.casework.presence import Visitor, others, say_open
from models.errors import SubsidyDeskError
from models.moment import beijing_time
from models.office import Account

_LOOK_MILLISECONDS = 1_000  # at what is in front: costs nothing
_TELL_EVERY = 30  # looks between two words to the store about the same case
_ASK_EVERY = 2  # looks between two questions who else came or left

PROCESS = uuid4().hex
"""This run of the program, so that two windows of one account are told apart."""


class PresenceKeeper(QObject):
    """`PresenceKeeper(window, account)`; `look()` says what is in front; `stop()` before another account comes.

    It never keeps anybody waiting: what cannot be written now is said the next time.
    """

    def __init__(self, window: MainWindow, account: Account) -> None:
        super().__init__(window)
        self._window = window
        self._told, self._looks = "", 0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MILLISECONDS)
        self._timer.timeout.connect(self.look)
        self._may = may(account, "presence.say")
        self.go_on()

    def go_on(self) -> None:
        """Watch, also again after `stop()`: the account stays after all."""
        if self._may:
            self._timer.start()

    @property
    def watching(self) -> bool:
        """Whether it looks by itself."""
        return self._timer.isActive()

    def look(self) -> None:
        """Say it when another case is in front, or when it was said long ago; else ask who came or left."""
        page = self._window.page()
        number = "" if page is None else page.case_number()
        self._looks += 1
        if number != self._told:
            self._window.show_others("")
        elif not number:
            return
        elif self._looks < _TELL_EVERY:
            if self._looks % _ASK_EVERY == 0:
                self._ask(number)
            return
        self._told, self._looks = number, 0
        self._tell(number)

    def stop(self) -> None:
        """Leave: no case is open here any more."""
        self._timer.stop()
        if self._told:
            self._told = ""
            self._tell("")

    def _tell(self, number: str) -> None:
        run = self._window.runner.run
        run(lambda desk: say_open(desk, PROCESS, number), partial(self._show, number), self._unsaid, latest="presence")

    def _ask(self, number: str) -> None:
        read = self._window.runner.read
        read(lambda desk: others(desk, number), partial(self._show, number), self._unsaid, latest="presence.others")

    def _show(self, number: str, found: tuple[Visitor, ...]) -> None:
        if number == self._told:
            self._window.show_others(others_words(found) if number else "")

    def _unsaid(self, _error: SubsidyDeskError) -> None:
        """The store is busy or the case is gone: nobody has to be told."""


def others_words(found: tuple[Visitor, ...]) -> str:
    """Who else has the case open, for the line at the bottom."""
    if not found:
        return QCoreApplication.translate("PresenceKeeper", "没有其他人打开本件")
    names = "、".join(one.name for one in found)
    at = beijing_time(max(one.since for one in found))[-5:]
    return QCoreApplication.translate("PresenceKeeper", "{names} 也打开了本件（{at}）").format(names=names, at=at)
