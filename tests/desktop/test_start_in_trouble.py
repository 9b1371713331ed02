"""The program begun on a folder it cannot open: it says what is wrong, and nothing is made or changed there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.arguments import Arguments
from desktop.pages.set_up import SetUpScreen
from desktop.pages.set_up_welcome import WelcomeScreen
from desktop.pages.sign_in import SignInScreen
from desktop.pages.sign_in_trouble import TroubleScreen
from desktop.theme.apply import Theme
from models.casework.offices import sign_in
from models.casework.people import register_person
from models.errors import Trouble
from models.store.joined import keep_address
from models.store.server import Address
from tests.builders.desk import PHRASE, make_bureau
from tests.builders.keys import enter, type_text
from tests.builders.people import make_person
from tests.builders.program import RunningProgram
from tests.desktop.pages.test_sign_in_trouble import HARMS, Harm

AHEAD = datetime(2099, 1, 1, tzinfo=UTC)
LEFT_BY_READING = ("office.attempts", "office.db-wal", "office.db-shm")


def clock_behind(data: Path, patch: pytest.MonkeyPatch) -> None:
    desk = sign_in(data, "intake", PHRASE, lambda: AHEAD)
    register_person(desk, make_person(1))
    desk.store.close()


def server_away(data: Path, patch: pytest.MonkeyPatch) -> None:
    for name in ("office.db", "office.keys"):
        (data / name).unlink()
    keep_address(data, Address("postgresql://desk@127.0.0.1:1/desk", plain=True))


ALL_HARMS = (*HARMS, (clock_behind, Trouble.CLOCK), (server_away, Trouble.SERVER))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office") / "data"
    make_bureau(folder).close()
    return folder


@pytest.fixture
def running(qtbot: QtBot, theme: Theme, made: Path, tmp_path: Path) -> Iterator[list[RunningProgram]]:
    programs: list[RunningProgram] = []
    yield programs
    for program in programs:
        program.close()


def contents(data: Path) -> dict[str, bytes]:
    """Every file below, but what reading alone leaves."""
    files = (path for path in data.rglob("*") if path.is_file() and path.name not in LEFT_BY_READING)
    return {str(path.relative_to(data)): path.read_bytes() for path in files}


@pytest.mark.parametrize(("harm", "trouble"), ALL_HARMS, ids=lambda value: getattr(value, "__name__", ""))
def test_the_program_says_what_is_wrong_and_leaves_the_folder_as_it_is(
    made: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    theme: Theme,
    running: list[RunningProgram],
    harm: Harm,
    trouble: Trouble,
) -> None:
    data = Path(shutil.copytree(made, tmp_path / "data"))
    harm(data, monkeypatch)
    before = contents(data)
    program = RunningProgram(qtbot, theme, tmp_path, Arguments(folder=data))
    running.append(program)
    program.until(lambda: isinstance(program.screen(), TroubleScreen) or knows_people(program.screen()))
    if isinstance(program.screen(), SignInScreen):
        program.screen().name.set_text("intake")
        program.screen().passphrase.setFocus()
        type_text(program.focus(), PHRASE)
        enter(program.focus())
        program.until(lambda: isinstance(program.screen(), TroubleScreen))
    assert program.screen().trouble is trouble
    assert program.program.session is None
    assert contents(data) == before
    QTest.keyClick(QApplication.focusWidget() or program.screen(), Qt.Key.Key_Return)  # once more: the same
    program.until(lambda: isinstance(program.screen(), (SignInScreen, TroubleScreen)))
    assert contents(data) == before


def test_a_folder_that_is_not_there_leads_to_making_the_office_in_it(
    tmp_path: Path, qtbot: QtBot, theme: Theme, running: list[RunningProgram]
) -> None:
    data = tmp_path / "not yet"
    program = RunningProgram(qtbot, theme, tmp_path, Arguments(folder=data))
    running.append(program)
    program.until(lambda: isinstance(program.screen(), TroubleScreen))
    assert "没有数据文件夹" in program.screen().message
    while getattr(program.focus(), "text", str)() != "第一次使用":
        QTest.keyClick(program.focus(), Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(program.focus(), Qt.Key.Key_Space)
    program.until(lambda: isinstance(program.screen(), WelcomeScreen))
    type_text(program.focus(), "1")
    program.until(lambda: isinstance(program.screen(), SetUpScreen))
    assert program.screen().folder.folder() == data
    assert not data.exists()


def knows_people(screen: object) -> bool:
    """Whether it is the sign-in screen and has heard who can sign in."""
    if not isinstance(screen, SignInScreen):
        return False
    return bool(screen.tiles or getattr(screen.name, "box", None) is not None)
