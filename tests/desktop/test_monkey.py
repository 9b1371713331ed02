"""P12 in its push form: clicks, keys, Chinese, rare characters and direction marks at random widgets of the program.

Calls of Qt that lose a reference to None end a process on Python 3.11 (PySide6 6.12): they are counted over void calls
right after the monkey, since freed objects give references back at any other time. What the program itself keeps is
measured by `test_account_switch.py`.
"""

from __future__ import annotations

import gc
import random
import shutil
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.app import Program
from desktop.arguments import Arguments
from desktop.file_dialog import FileDialog
from desktop.practice.office import make_practice_office
from desktop.preference_keeper import PreferenceKeeper
from desktop.theme.apply import Theme
from desktop.widgets.button import Button
from desktop.workers.garbage import GarbageCollector
from models.calendar import beijing_date
from models.moment import now
from reports.issue import render
from tests.builders.drill import Drill
from tests.builders.footprint import Footprint, footprint

EVENTS = 3_000
# The administrator hashes pass phrases, which takes long.
SHARES = {"1": 1_200, "3": 900, "4": 550, "6": 350}
DRIFT = 1_000
LOOK = 500  # events from one look at the memory to the next
MORE_FILES, MORE_WIDGETS = 10, 1.5  # what is open at one moment and not at another; a kept window adds all its own
SEATS = {"1": "赵文博", "3": "钱雨桐", "4": "孙立群", "6": "吴磊"}
KEYS = [
    *(Qt.Key(Qt.Key.Key_F1 + n) for n in range(12)),
    *(Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_Backspace),
    *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_PageDown, Qt.Key.Key_Home),
]
WITH_CONTROL = "SPDGENFA0123456789"
TEXTS = [
    "1",
    "0",
    "2",
    "+",
    "-",
    "110105",
    "20250315",
    "今天",
    "𬭎",
    "王·五",
    "\u202e",
    "<b>",
    "%_",
    "=1+1",
    "阿" * 30,
    "①",
]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("monkey") / "office"
    make_practice_office(folder, 40, 4, beijing_date(now()) - timedelta(days=1), render)
    return folder


@pytest.fixture
def program(
    office: Path, tmp_path: Path, theme: Theme, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    monkeypatch.setattr(FileDialog, "chosen", lambda _dialog: None)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    garbage = GarbageCollector(qapp)
    folder = tmp_path / "office"
    shutil.copytree(office, folder)
    program = Program(Arguments(practice=True, folder=folder), theme, PreferenceKeeper(tmp_path / "preferences.json"))
    program.begin()
    program.shell.resize(1366, 768)
    yield program
    program.shell.close()
    let_it_work(lambda: not program.shell.isVisible())
    garbage.stop()
    garbage.deleteLater()


def let_it_work(condition: Any = lambda: False, milliseconds: int = 20_000) -> bool:
    """Run the event loop until the condition holds; whether it does."""
    loop, look, patience = QEventLoop(), QTimer(), QTimer()
    look.timeout.connect(lambda: loop.exit() if condition() else None)
    patience.timeout.connect(loop.quit)
    look.start(2)
    patience.start(milliseconds)
    loop.exec()
    return bool(condition())


class Monkey:
    """Does anything to anything, the same for the same seed."""

    def __init__(self, program: Program, seed: int) -> None:
        self.program = program
        self.source = random.Random(seed)

    def act(self) -> None:
        choice = self.source.random()
        target = QApplication.focusWidget() or self.program.shell
        if choice < 0.35:
            self.click()
        elif choice < 0.6:
            QTest.keyClick(target, self.source.choice(KEYS))
        elif choice < 0.75:
            key = Qt.Key(ord(self.source.choice(WITH_CONTROL)))
            QTest.keyClick(target, key, Qt.KeyboardModifier.ControlModifier)
        elif choice < 0.9:
            self.type(target, self.source.choice(TEXTS))
        else:
            self.compose(target, self.source.choice(TEXTS))

    def click(self) -> None:
        widget: QWidget | None = None
        if self.source.random() < 0.8:  # what lies at any place; to look through all widgets takes long
            shell = self.program.shell
            widget = shell.childAt(self.source.randrange(shell.width()), self.source.randrange(shell.height()))
        else:
            widget = self.source.choice([one for one in every_widget(self.program.shell) if one.isVisible()])
        if widget is not None:
            at = QPoint(self.source.randrange(max(1, widget.width())), self.source.randrange(max(1, widget.height())))
            QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at)

    @staticmethod
    def type(target: QWidget, text: str) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, text))

    @staticmethod
    def compose(target: QWidget, text: str) -> None:
        QApplication.sendEvent(target, QInputMethodEvent(text, []))
        done = QInputMethodEvent()
        done.setCommitString(text)
        QApplication.sendEvent(target, done)


def every_widget(window: QWidget) -> Iterator[QWidget]:
    """All in a window, in the order of Tab. `findChildren` would have the window keep all it found, for as long as it
    stands: 300 dead scroll bars and viewports after every change of the account."""
    widget = window.nextInFocusChain()
    while widget is not window:
        yield widget
        widget = widget.nextInFocusChain()


def take_the_seat(program: Program, digit: str, name: str) -> None:
    assert let_it_work(lambda: getattr(getattr(program.shell.screen_shown(), "occasion", None), "people", ()))
    program.shell.activateWindow()
    QTest.keyClick(QApplication.focusWidget() or program.shell, Qt.Key(ord(digit)))
    assert let_it_work(lambda: program.session is not None and program.session.signed.account.name == name)
    program.shell.activateWindow()


def run_monkey(
    program: Program, digit: str, qtbot: Any, state: Path, seed: int, events: int
) -> tuple[int, list[Footprint]]:
    """Let it loose in a seat; how many references to None the void calls after it lost, and its looks at the memory."""
    take_the_seat(program, digit, SEATS[digit])
    monkey, looks, begun = Monkey(program, seed), list[Footprint](), time.monotonic()
    with qtbot.captureExceptions() as exceptions:
        for n in range(events):
            monkey.act()
            QApplication.processEvents()
            if n % 25 == 0:
                let_it_work(milliseconds=5)
            if n % LOOK == 0:
                looks.append(footprint())
                print(f"seat {digit}: {n:,} events, {time.monotonic() - begun:,.0f} s, {looks[-1]}", flush=True)
        let_it_work(milliseconds=200)
    assert [f"{kind.__name__}: {error}" for kind, error, _ in exceptions] == []
    lost = lost_by_void_calls(program.shell)
    assert abs(lost) < DRIFT
    assert not list(state.rglob("crash-*"))
    early, late = looks[len(looks) // 4], looks[-1]
    assert late.files <= early.files + MORE_FILES
    assert late.widgets <= early.widgets * MORE_WIDGETS
    return lost, looks


def lost_by_void_calls(widget: QWidget) -> int:
    """References to None gone after 2 × DRIFT calls that return nothing; the collector rests meanwhile."""
    gc.collect()
    gc.disable()
    before = sys.getrefcount(None)
    for _ in range(2 * DRIFT):
        widget.update()
    lost = before - sys.getrefcount(None)
    gc.enable()
    return lost


@pytest.mark.parametrize("digit", SEATS)
def test_three_thousand_random_events_raise_nothing_in_any_seat(
    program: Program, digit: str, qtbot: Any, tmp_path: Path
) -> None:
    run_monkey(program, digit, qtbot, tmp_path / "state", int(digit), SHARES[digit])


@pytest.mark.drill
@pytest.mark.parametrize("digit", SEATS)
def test_two_million_random_events_raise_nothing_in_any_seat(
    program: Program, digit: str, qtbot: Any, tmp_path: Path, drill: Drill
) -> None:
    goal = 500_000
    events = drill.size(hour=25_000, goal=goal)
    lost, looks = run_monkey(program, digit, qtbot, tmp_path / "state", 100 + int(digit), events)
    found = f"no crash, no exception; {lost} references to None lost by {2 * DRIFT:,} void calls"
    found += f"; {looks[len(looks) // 4]} after a quarter, {looks[-1]} at the end"
    control = f"an exception planted in one button: found at event {events_until_found(program, qtbot):,}"
    drill.row("P12", f"random events in seat {digit}", events, goal, found, control)


def test_a_planted_exception_is_found(program: Program, qtbot: Any) -> None:
    take_the_seat(program, "1", "赵文博")
    assert events_until_found(program, qtbot)


def events_until_found(program: Program, qtbot: Any) -> int:
    """The control: a button that fails. At which event it was hit."""
    planted = Button("坏", "", lambda: 1 / 0)
    planted.setParent(program.shell)
    planted.setGeometry(300, 60, 400, 300)
    planted.show()
    planted.raise_()
    monkey, events = Monkey(program, seed=9), 0
    with qtbot.captureExceptions() as exceptions:
        while events < EVENTS and not exceptions:
            monkey.act()
            events += 1
    assert exceptions
    assert exceptions[0][0] is ZeroDivisionError
    planted.hide()
    return events
