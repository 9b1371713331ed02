"""设置 · 共享服务器 and 加入共享服务器: the whole program moves an office, and a second one joins it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from builders.store import Roles
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy.engine import make_url

from desktop.arguments import Arguments
from desktop.pages.server_fields import ServerFields
from desktop.pages.set_up_join import JoinScreen
from desktop.pages.set_up_welcome import WelcomeScreen
from desktop.theme.apply import Theme
from models.store.joined import is_joined
from tests.builders.desk import make_bureau
from tests.builders.program import RunningProgram

Start = Callable[..., RunningProgram]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shared") / "office"
    make_bureau(folder).close()
    return folder


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "office"))


@pytest.fixture
def start(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Start]:
    running: list[RunningProgram] = []

    def begin(folder: Path | None = None) -> RunningProgram:
        place = tmp_path / f"preferences {len(running)}"
        place.mkdir()
        running.append(RunningProgram(qtbot, theme, place, Arguments(folder=folder)))
        return running[-1]

    yield begin
    for program in running:
        program.close()


@pytest.fixture
def reached(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket on this machine has no place in a field: libpq finds it in the environment."""
    host = str(make_url(server).query.get("host", ""))
    if host:
        monkeypatch.setenv("PGHOST", host)


def fill(fields: ServerFields, name: str, roles: Roles) -> None:
    fields.host.set_text(str(make_url(roles.server).host or ""))
    fields.database.set_text(name)
    fields.window.set_text(roles.window)
    fields.owner.set_text(roles.owner)


def test_what_is_missing_is_named_and_nothing_is_tried(office: Path, start: Start) -> None:
    program = start(office)
    program.sign_in("system")
    section: Any = program.session.window.pages["settings"].sections["server"]
    section.fields.host.set_text("db.example")
    section.move_in()
    problem = section.fields.database.problem
    assert problem is not None
    assert "数据库、窗口账号、属主账号" in problem.what
    assert not is_joined(office)


def test_while_it_moves_nothing_else_can_be_done_and_a_move_that_failed_gives_back_what_was_typed(
    office: Path, start: Start
) -> None:
    program = start(office)
    program.sign_in("system")
    settings: Any = program.session.window.pages["settings"]
    section = settings.sections["server"]
    typed = {"host": "127.0.0.1:1", "database": "desk", "window": "desk_window", "owner": "desk_owner"}
    for name, text in typed.items():
        getattr(section.fields, name).set_text(text)
    section.move_in()
    moving = section.moving
    QTest.keyClick(moving, Qt.Key.Key_Escape)
    assert moving.isVisible()
    assert moving.actions_shown() == []
    assert not settings.before_leaving()
    program.until(lambda: section.moving is None)
    assert "连不上共享服务器" in section.fields.host.problem.what
    assert {name: getattr(section.fields, name).text() for name in typed} == typed
    assert settings.before_leaving()
    assert not is_joined(office)


@pytest.mark.postgres
@pytest.mark.usefixtures("reached")
def test_an_office_is_moved_in_the_window_joined_by_another_and_brought_back(
    office: Path, tmp_path: Path, start: Start, roles: Roles, prepared: str
) -> None:
    first = start(office)
    first.sign_in("system")
    section: Any = first.session.window.pages["settings"].sections["server"]
    fill(section.fields, prepared, roles)
    section.move_in()
    told: list[str] = []
    section.moving.reporter.reported.connect(lambda _done, _total, words: told.append(words))
    first.until(lambda: is_joined(office) and first.program.session is None)
    first.sign_in("system")
    assert {"正在搬数据", "正在核对"} <= set(told)
    first.until(lambda: "由服务器备份" in first.session.window.top_bar.backup.text())

    second = start()
    second.until(lambda: isinstance(second.screen(), WelcomeScreen))
    QTest.keyClicks(second.focus(), "4")
    screen = second.screen()
    assert isinstance(screen, JoinScreen)
    fill(screen.fields, prepared, roles)
    screen.place.set_text(str(tmp_path / "second"))
    screen.submit()
    second.sign_in("intake")

    section = first.session.window.pages["settings"].sections["server"]
    section.ask_out()
    section._asked.accept_action.trigger()
    first.until(lambda: not is_joined(office) and first.program.session is None)
    first.sign_in("system")
