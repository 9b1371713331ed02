"""What holds for every test: no display, no network, no one's settings, nothing left running."""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from typing import Any

import pytest
from builders.drill import Drill, table
from builders.store import NoServer, Roles, owned_database, postgres_server, prepared_database, server_roles
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
for _name in ("SUBSIDY_DESK_ACCOUNT", "SUBSIDY_DESK_PASSPHRASE"):
    os.environ.pop(_name, None)

THIS_MACHINE = ("127.", "::1", "localhost")
PATIENCE_SECONDS = 5.0

settings.register_profile("push", deadline=None, derandomize=True)
settings.register_profile("drill", deadline=None, print_blob=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    """--report: list at the end what each drill counted; --size: how often a drill does its work."""
    parser.addoption("--report", action="store_true", help="print the table of what the drills counted")
    parser.addoption(
        "--size",
        default="60",
        metavar="MINUTES",
        help="about how long all drills may take, or whole: as often as asked",
    )


def pytest_configure(config: pytest.Config) -> None:
    """The same examples at every push; new ones in every drill."""
    settings.load_profile("drill" if config.getoption("markexpr") == "drill" else "push")


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """With --report: every recorded figure, then the proofs as a table for the README."""
    if not config.getoption("report"):
        return
    terminalreporter.section("figures")
    rows: list[tuple[list[str], float]] = []
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            if report.when == "call":
                figures = ", ".join(f"{name} {value}" for name, value in report.user_properties if name != "proof")
                terminalreporter.write_line(f"{outcome}  {report.duration:7.1f} s  {report.nodeid}  {figures}".rstrip())
                rows += [(value, report.duration) for name, value in report.user_properties if name == "proof"]
    terminalreporter.section(f"proofs, {date.today():%Y-%m-%d}, {os.cpu_count()} cores")  # noqa: DTZ011
    for line in table(rows):
        terminalreporter.write_line(line)


@pytest.fixture
def drill(request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> Drill:
    """Where a long proof asks how often, and notes its row of the table."""
    size = request.config.getoption("size")
    return Drill(None if size == "whole" else int(size), record_property)


def _refuse_other_machines(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = str(arguments[1][0])
        if not host.startswith(THIS_MACHINE):
            raise PermissionError(f"a test may not reach another machine: {host}")


sys.addaudithook(_refuse_other_machines)


@pytest.fixture(autouse=True)
def _nothing_left_running() -> Iterator[None]:
    """A thread that outlives its test would disturb the tests after it."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before and not thread.daemon]
    for thread in left:
        thread.join(PATIENCE_SECONDS)
    assert not [thread.name for thread in left if thread.is_alive()]


_NUMBERS = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A PostgreSQL of the tests' own."""
    try:
        with postgres_server() as url:
            yield url
    except NoServer as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def roles(server: str) -> Iterator[Roles]:
    """An owner and a window on it."""
    with server_roles(server) as made:
        yield made


@pytest.fixture
def owned(roles: Roles) -> Iterator[str]:
    """An empty database of the owner's."""
    with owned_database(roles, f"subsidy_owned_{os.getpid()}_{next(_NUMBERS)}") as name:
        yield name


@pytest.fixture(scope="session")
def _prepared_once(roles: Roles) -> Iterator[str]:
    with prepared_database(roles, f"subsidy_prepared_{os.getpid()}") as name:
        yield name


@pytest.fixture
def prepared(roles: Roles, _prepared_once: str) -> Iterator[str]:
    """A database as `./run server prepare` leaves it."""
    with owned_database(roles, f"{_prepared_once}_{next(_NUMBERS)}", _prepared_once) as name:
        yield name
