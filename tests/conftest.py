"""What holds for every test: no display, no network, no one's settings, nothing left running."""

import os
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
for _name in ("SUBSIDY_DESK_ACCOUNT", "SUBSIDY_DESK_PASSPHRASE"):
    os.environ.pop(_name, None)

THIS_MACHINE = ("127.", "::1", "localhost")
PATIENCE_SECONDS = 5.0

settings.register_profile("push", deadline=None, derandomize=True)
settings.register_profile("drill", deadline=None, print_blob=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    """--report: list at the end what each drill counted (its ``record_property`` values)."""
    parser.addoption("--report", action="store_true", help="list the figures recorded by the drills")


def pytest_configure(config: pytest.Config) -> None:
    """The same examples at every push; new ones in every drill."""
    settings.load_profile("drill" if config.getoption("markexpr") == "drill" else "push")


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print the recorded figures of each test when --report was given."""
    if not config.getoption("report"):
        return
    terminalreporter.section("figures")
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            if report.when == "call":
                figures = ", ".join(f"{name} {value}" for name, value in report.user_properties)
                terminalreporter.write_line(f"{outcome}  {report.duration:7.1f} s  {report.nodeid}  {figures}".rstrip())


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
