"""F11 all day long: the window of the account that left is gone, with its pages and everything they held."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import session as session_module
from desktop.arguments import Arguments
from desktop.main_window import MainWindow
from desktop.practice.office import make_practice_office
from desktop.session import Session
from desktop.theme.apply import Theme
from desktop.widgets.modal import Modal, question
from models.calendar import beijing_date
from models.casework.unit_of_work import Desk
from models.errors import StoreError, SubsidyDeskError
from models.moment import now
from models.office import Account
from reports.issue import render
from tests.builders.program import RunningProgram

NAMES = ("钱雨桐", "孙立群", "吴磊", "赵文博")
SWITCHES = 8
MORE = 1_000


def collect() -> None:
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    gc.collect()
    gc.collect()


def practice(folder: Path, cases: int) -> Arguments:
    """How the program is started on a practice office of so many cases."""
    make_practice_office(folder, cases, 2, beijing_date(now()) - timedelta(days=1), render)
    return Arguments(practice=True, folder=folder)


def signed_in(running: RunningProgram) -> Session:
    """The session of the last name, by its tile."""
    screen = running.sign_in_screen()
    next(tile for tile in screen.tiles if NAMES[-1] in tile.accessibleName() or NAMES[-1] in tile.text()).click()
    running.until(lambda: running.program.session is not None)
    session = running.program.session
    assert session is not None
    return session


def switch(running: RunningProgram, session: Session, name: str) -> None:
    """As after the right pass phrase."""
    changed: list[bool] = []
    connection = session.account_changed.connect(lambda: changed.append(True))
    session._switched(next(account for account in session.signed.accounts if account.name == name))
    running.until(lambda: changed)
    session.account_changed.disconnect(connection)
    # Both threads have answered what the new window asked at once.
    answered: list[Any] = []
    session.around.runner.read(lambda _: None, answered.append, answered.append)
    session.around.runner.run(lambda _: None, answered.append, answered.append)
    running.until(lambda: len(answered) == 2)
    collect()


@pytest.fixture
def older() -> Iterator[list[Any]]:
    """What a worker holds from the tests before, set aside: every collection would go through all of it again."""
    gc.collect()
    held = gc.get_objects()
    gc.freeze()
    yield held
    gc.unfreeze()


def none_held(older: list[Any]) -> int:
    """References to None that objects of the program hold."""
    return sum(held is None for kept in chain(older, gc.get_objects()) for held in gc.get_referents(kept))


def windows() -> int:
    """Windows that Python still knows."""
    return sum(type(kept) is MainWindow for kept in gc.get_objects())


def test_account_switches_leave_nothing_of_the_old_windows(
    qtbot: QtBot, theme: Theme, tmp_path: Path, older: list[Any]
) -> None:
    running = RunningProgram(qtbot, theme, tmp_path, practice(tmp_path / "office", 28))
    session = signed_in(running)
    for name in NAMES:
        switch(running, session, name)
    widgets, held, before = len(QApplication.allWidgets()), none_held(older), windows()
    for place in range(SWITCHES):
        switch(running, session, NAMES[place % len(NAMES)])
    kept_windows = windows() - before
    growth, more = none_held(older) - held, len(QApplication.allWidgets()) - widgets
    del session
    running.close()
    assert kept_windows == 0
    assert more < 50
    assert growth < MORE


@pytest.mark.usefixtures("older")
def test_a_dialog_left_open_goes_with_the_window_of_its_account(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    """Dialogs belong to the shell, which stays: each would keep the whole window of its account."""
    running = RunningProgram(qtbot, theme, tmp_path, practice(tmp_path / "office", 0))
    session = signed_in(running)
    before = windows()
    for name in NAMES[:3]:
        session.window.open_modal(question("练习", "还开着", "好", lambda: None))
        switch(running, session, name)
    kept, dialogs = windows() - before, running.program.shell.findChildren(Modal)
    del session
    running.close()
    assert (kept, dialogs) == (0, [])


@pytest.mark.parametrize("thread", ["writing", "reading"])
def test_when_the_other_account_cannot_take_over_neither_thread_works_for_it(
    qtbot: QtBot, theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, thread: str
) -> None:
    running = RunningProgram(qtbot, theme, tmp_path, practice(tmp_path / "office", 1))
    session = signed_in(running)
    before, real = session.signed.account, session_module.office_accounts
    asked: list[Desk] = []

    def lost(desk: Desk) -> tuple[Account, ...]:
        asked.append(desk)
        if len(asked) == (1 if thread == "writing" else 2):
            raise StoreError("数据库正忙，未保存；请稍候再试。")
        return real(desk)

    told: list[SubsidyDeskError] = []
    names: list[str] = []
    with monkeypatch.context() as failing:
        failing.setattr(session_module, "office_accounts", lost)
        failing.setattr(session.window, "fail", told.append)
        session._switched(next(account for account in session.signed.accounts if account.id != before.id))
        running.until(lambda: told)
    for ask in (session.around.runner.run, session.around.runner.read):
        ask(lambda desk: desk.account.name, names.append, told.append)
    running.until(lambda: len(names) == 2)
    watching, account = (session.news.watching, session.presence.watching), session.signed.account
    del session
    running.close()
    assert names == [before.name, before.name]
    assert account == before
    assert watching == (True, True)
