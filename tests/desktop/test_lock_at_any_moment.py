"""The lock falls between any two keys (P18): nothing typed is lost, nothing personal stays on screen or clipboard."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.arguments import Arguments
from desktop.session import Session
from desktop.theme.apply import Theme
from models.casework.drafts import drafts
from models.person import Person
from tests.builders.desk import PHRASE, make_bureau
from tests.builders.drill import Drill
from tests.builders.keys import enter, type_text
from tests.builders.program import RunningProgram

FIELD = "certificate.number"
LETTERS = "S0123456789YZ"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Person]:
    folder = tmp_path_factory.mktemp("office") / "data"
    bureau = make_bureau(folder, confirmed=True)
    person = bureau.person(7)
    bureau.close()
    return folder, person


@pytest.fixture
def running(made: tuple[Path, Person], qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[RunningProgram]:
    folder = Path(shutil.copytree(made[0], tmp_path / "data"))
    program = RunningProgram(qtbot, theme, tmp_path, Arguments(folder=folder))
    yield program
    program.close()


def begin(running: RunningProgram, person: Person) -> tuple[Session, QLineEdit]:
    """A clerk with the form of a person in front, the focus in a field of it."""
    session = running.sign_in("intake")
    session.window.go_to("intake", ("id_number", person.id_number))
    page = session.window.pages["intake"]
    running.until(lambda: page.work is not None)  # type: ignore[attr-defined]
    running.until(lambda: page.isAncestorOf(running.focus()))
    QTest.keyClicks(running.focus(), "1")
    running.until(lambda: page.form is not None)  # type: ignore[attr-defined]
    field = page.form.fields.widget(FIELD)  # type: ignore[attr-defined]
    assert isinstance(field.control, QLineEdit)
    field.setFocus()
    return session, field.control


def on_screen(shell: QWidget) -> str:
    """Every word that can be seen or is read aloud."""
    words = [shell.windowTitle()]
    for widget in shell.findChildren(QWidget):
        if widget.isVisible():
            words.append(widget.accessibleName())
            if isinstance(widget, QLabel | QLineEdit):
                words.append(widget.text())
            elif isinstance(widget, QPlainTextEdit | QTextEdit):
                words.append(widget.toPlainText())
    return "\n".join(words)


def shows(shell: QWidget, person: Person, typed: str) -> list[str]:
    """What of a person and of what was typed stands on the screen or the clipboard."""
    seen = on_screen(shell) + QGuiApplication.clipboard().text()
    return [word for word in (person.name, person.id_number, person.phone, typed) if word and word in seen]


def lock_once(
    running: RunningProgram, session: Session, line: QLineEdit, person: Person, chance: random.Random
) -> bool:
    """Type, lock between two keys, unlock, type on. Whether everything is there, on screen and kept in the store."""
    whole = "".join(chance.choices(LETTERS, k=12))
    at = chance.randrange(1, len(whole))
    line.clear()
    type_text(line, whole[:at])
    if chance.random() < 0.3:
        QApplication.processEvents()
    session.lock()
    QApplication.processEvents()
    assert shows(running.program.shell, person, whole[:at] if at > 4 else "") == []
    kept: list[bool] = []
    # On the thread that writes, behind the draft that the lock keeps.
    session.around.runner.run(
        lambda desk: any(whole[:at] in str(draft) for draft in drafts(desk)), kept.append, lambda _: kept.append(False)
    )
    type_text(running.focus(), PHRASE)
    enter(running.focus())
    running.until(lambda: not session.locked and kept)
    same = line.text() == whole[:at] and QApplication.focusWidget() is line
    type_text(line, whole[at:])
    return same and line.text() == whole and kept == [True]


def lock_often(running: RunningProgram, person: Person, count: int) -> tuple[int, int]:
    """How often nothing was lost, and the control: how much an uncovered window shows."""
    session, line = begin(running, person)
    chance = random.Random(18)
    kept = sum(lock_once(running, session, line, person, chance) for _ in range(count))
    session.window.cover = lambda _screen: None  # type: ignore[method-assign]
    session.lock()
    shown = len(shows(running.program.shell, person, line.text()))
    del session.window.cover
    session.locked = False
    return kept, shown


def test_a_lock_between_any_two_keys_loses_nothing_and_shows_nothing(
    running: RunningProgram, made: tuple[Path, Person]
) -> None:
    kept, shown = lock_often(running, made[1], 6)
    assert kept == 6
    assert shown > 0, "the control with a lock that covers nothing"


@pytest.mark.drill
def test_1000_locks_between_any_two_keys_lose_nothing(
    running: RunningProgram, made: tuple[Path, Person], drill: Drill
) -> None:
    goal = 1_000
    count = drill.size(hour=1_000, goal=goal)
    kept, shown = lock_often(running, made[1], count)
    assert kept == count
    assert shown > 0
    found = f"{count - kept} lost typed text; 0 personal words on screen or clipboard"
    drill.row("P18", "lock between any two keys", count, goal, found, f"lock that covers nothing: {shown} words seen")
