"""A whole case through the real window, its threads and its sign-in, by key events alone: three seats, one letter."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.app import Program
from desktop.arguments import Arguments
from desktop.pages.sign_in import SignInScreen
from desktop.practice.office import PASSPHRASE, make_practice_office
from desktop.preference_keeper import PreferenceKeeper
from desktop.theme.apply import Theme
from desktop.widgets.modal import Modal
from models.calendar import beijing_date
from models.case import State
from models.casework.changes import Changes
from models.casework.offices import sign_in
from models.moment import now
from reports.issue import render
from tests.builders.people import make_card, make_id

ROOT = Path(__file__).parents[2]
PATIENCE = 20_000
MOST_KEYS = 138  # a new person in three seats, the changes of account among them: fewer lower it
NONE = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


class Hands:
    """A clerk's hands on the keyboard of the whole program; every key is counted."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.keys = 0

    @property
    def window(self) -> Any:
        """The main window of the session."""
        assert self.program.session is not None
        return self.program.session.window

    def page(self, key: str) -> Any:
        """A page of it."""
        return self.window.pages[key]

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """One key, a modifier counted as a key of its own."""
        self.has_the_focus()
        QTest.keyClick(QApplication.focusWidget() or self.program.shell, key, modifiers)
        QApplication.processEvents()
        self.keys += 1 if modifiers == NONE else 2

    def type(self, text: str) -> None:
        """Keys of the keyboard, one after the other."""
        for character in text:
            QTest.keyClicks(QApplication.focusWidget() or self.program.shell, character)
            QApplication.processEvents()
            self.keys += 1

    def word(self, text: str, keys: str) -> None:
        """A Chinese word by an input method: its pinyin and the key that takes it."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(QApplication.focusWidget(), event)
        QApplication.processEvents()
        self.keys += len(keys) + 1

    def enter(self) -> None:
        """The Enter key."""
        self.press(Qt.Key.Key_Return)

    def until(self, condition: Callable[[], object]) -> None:
        """Wait for the program, never for the clock: an event loop lets its threads work, QTest.qWait does not."""
        assert self.comes(condition, PATIENCE)

    def comes(self, condition: Callable[[], object], milliseconds: int) -> bool:
        """Whether the condition holds before the patience ends."""
        loop, look, patience = QEventLoop(), QTimer(), QTimer()
        look.timeout.connect(lambda: condition() and loop.quit())
        patience.timeout.connect(loop.quit)
        look.start(5)
        patience.start(milliseconds)
        loop.exec()
        return bool(condition())

    def modal(self) -> Any:
        """The dialog in front, None without one."""
        shown = [modal for modal in self.program.shell.findChildren(Modal) if modal.isVisible()]
        return shown[-1] if shown else None

    def changes(self) -> list[Changes]:
        """What commands change from now on, as the window is told."""
        told: list[Changes] = []
        self.window.runner.bus.listen(told.append)
        return told

    def take_the_seat(self, digit: str, name: str) -> None:
        """Choose an account of the practice office by its digit."""
        self.type(digit)
        self.until(lambda: self.program.session is not None and self.program.session.signed.account.name == name)
        self.until(self.window.isVisible)
        self.until(self.has_the_focus)

    def has_the_focus(self) -> bool:
        """Whether the window is in front; it is brought there when it is not."""
        if not self.program.shell.isActiveWindow():
            self.program.shell.activateWindow()
        return QApplication.focusWidget() is not None


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("journey") / "office"
    make_practice_office(folder, 30, 3, beijing_date(now()) - timedelta(days=1), render)
    return folder


@pytest.fixture
def hands(office: Path, tmp_path: Path, theme: Theme, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hands]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = tmp_path / "office"
    shutil.copytree(office, folder)
    keeper = PreferenceKeeper(tmp_path / "preferences.json")
    keeper.put(replace(keeper.now, tour_offered=True))  # this clerk has seen the tour
    program = Program(Arguments(practice=True, folder=folder), theme, keeper)
    program.begin()
    program.shell.resize(1366, 768)
    hands = Hands(program)
    hands.until(hands.has_the_focus)
    yield hands
    program.shell.close()
    hands.until(lambda: not program.shell.isVisible())


def test_a_case_goes_by_keys_from_id_number_to_archived_letter_and_published_month(
    hands: Hands, record_property: Callable[[str, object], None], capsys: pytest.CaptureFixture[str]
) -> None:
    sign_in_shown(hands)
    hands.take_the_seat("1", "赵文博")
    number = take_in(hands)
    change_to(hands, "3", "钱雨桐")
    review(hands, number)
    change_to(hands, "4", "孙立群")
    letter = sign(hands, number)
    record_property("keys, three seats", hands.keys)
    with capsys.disabled():
        print(f"\nkeys from ID number to signed letter, new person, three seats: {hands.keys}")
    assert hands.keys <= MOST_KEYS
    publish(hands)
    check_in_the_store(folder_of(hands), number, letter)


def sign_in_shown(hands: Hands) -> None:
    hands.until(lambda: getattr(getattr(hands.program.shell.screen_shown(), "occasion", None), "people", ()))


def take_in(hands: Hands) -> str:
    """A veteran who comes for the first time asks for a free course."""
    page = hands.page("intake")
    hands.press(Qt.Key.Key_F2)
    hands.type(make_id("110105", date(1990, 5, 1), 8))
    hands.enter()
    hands.until(lambda: page.sheet is not None)
    hands.word("欧阳𬭎", "ouyanghong")
    hands.enter()
    for answer in ("1", "jsj", "13811112222", "", make_card()):
        hands.type(answer)
        hands.enter()
    hands.word("北京银行", "bjyh")
    hands.enter()
    hands.type("1")
    hands.enter()
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.until(lambda: page.sheet is None)
    hands.type("2")
    hands.until(lambda: page.form is not None)
    hands.type("1")
    hands.enter()
    hands.word("电工", "dg")
    hands.enter()
    # Behind an answer by one key the first Enter is taken for its habit: passing a question by takes another.
    for answer, enters in (("5", 2), ("1", 0), ("1", 2), ("", 1), ("1", 0)):
        hands.type(answer)
        for _ in range(enters):
            hands.enter()
    for line in page.form.checklist.lines():
        line.setFocus()
        hands.press(Qt.Key.Key_Space)
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.until(hands.modal)
    hands.enter()
    hands.until(lambda: hands.modal() is None)
    return newest_case(folder_of(hands))


def folder_of(hands: Hands) -> Path:
    assert hands.program.session is not None
    return hands.program.session.around.door.folder


def newest_case(folder: Path) -> str:
    desk = sign_in(folder, "孙立群", PASSPHRASE, now)
    with desk.store.reading() as rows:
        number = rows.cases()[-1].number
    desk.store.close()
    return number


def change_to(hands: Hands, digit: str, name: str) -> None:
    """F11, the account's digit: the practice pass phrase is filled in."""
    hands.press(Qt.Key.Key_F11)
    hands.until(lambda: any(screen.isVisible() for screen in hands.program.shell.findChildren(SignInScreen)))
    hands.take_the_seat(digit, name)


def review(hands: Hands, number: str) -> None:
    told = hands.changes()
    open_by_number(hands, number)
    hands.press(Qt.Key.Key_F9)
    hands.until(lambda: any(changes.cases for changes in told))


def sign(hands: Hands, number: str) -> str:
    page = hands.page("sign")
    open_by_number(hands, number)
    hands.press(Qt.Key.Key_F9)
    hands.type("123456")
    hands.enter()
    hands.until(lambda: page.signed is not None)
    return str(page.signed[0].number)


def open_by_number(hands: Hands, number: str) -> None:
    """The one box finds a case wherever its turn is; what is typed next waits until it is open."""
    hands.press(Qt.Key.Key_F2)
    hands.type(number)
    hands.enter()


def publish(hands: Hands) -> None:
    page = hands.page("statistics")
    hands.window.setFocus()
    digit = 1 + list(hands.window.pages).index("statistics")
    hands.press(Qt.Key(Qt.Key.Key_0 + digit), CONTROL)
    hands.until(lambda: hands.window.page() is page and page.publish_action.enabled)
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.until(hands.modal)
    told = hands.changes()
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.until(lambda: hands.modal() is None and any(changes.months for changes in told))


def check_in_the_store(folder: Path, number: str, letter: str) -> None:
    desk = sign_in(folder, "孙立群", PASSPHRASE, now)
    month = beijing_date(now()).isoformat()[:7]
    with desk.store.reading() as rows:
        case = rows.case_numbered(number)
        kept = rows.letter_numbered(letter)
        assert kept is not None
        assert case.state is State.TO_SERVE
        content = rows.letter_content(kept.id)
        edition = rows.edition(month, 1)
    desk.store.close()
    with pypdfium2.PdfDocument(content) as pdf:
        text = pdf[0].get_textpage().get_text_range()
    assert letter in text
    assert "欧阳𬭎" in text
    assert edition is not None
    workbook = next(file.content for file in edition.files if file.name.endswith(".xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    assert number in {cell.value for row in book["决定台账"].iter_rows() for cell in row}


def test_the_same_journey_runs_on_a_display(tmp_path: Path) -> None:
    if shutil.which("Xvfb") is None or os.environ.get("QT_QPA_PLATFORM") == "xcb":
        pytest.skip("no Xvfb on this machine: apt-get install xvfb")
    read, write = os.pipe()
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x900x24"], pass_fds=[write], stderr=subprocess.DEVNULL
    ) as server:
        os.close(write)
        with os.fdopen(read) as pipe:
            display = f":{pipe.readline().strip()}"
        test = f"{__file__}::{test_a_case_goes_by_keys_from_id_number_to_archived_letter_and_published_month.__name__}"
        variables = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--basetemp={tmp_path / 'x'}", test]
        ran = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
        server.terminate()
    assert ran.returncode == 0, ran.stdout[-3000:]
