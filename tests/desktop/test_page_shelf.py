"""Pages are made when they are wanted, and what the window shows of the others it knows of their classes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from builders.keys import show
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.arguments import Arguments
from desktop.gallery.no_office import NoOffice
from desktop.main_window import MainWindow
from desktop.page import Host, Page
from desktop.practice.office import make_practice_office
from desktop.theme.apply import Theme
from models.calendar import beijing_date
from models.casework.changes import Changes
from models.moment import now
from reports.issue import render
from tests.builders.program import RunningProgram

pytestmark = pytest.mark.usefixtures("theme")


class Counted(Page):
    """Notes what was made and refreshed."""

    notes: list[str]

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.notes.append(f"made {self.key}")

    def wants(self, changes: Changes) -> bool:
        return bool(changes.cases)

    def refresh(self) -> None:
        self.notes.append(f"asked {self.key}")


def counted(key: str, notes: list[str], **more: Any) -> type[Page]:
    return type(key, (Counted,), {"key": key, "word": f"{key}页", "icon": "letters", "notes": notes, **more})


@pytest.fixture
def noted() -> tuple[MainWindow, list[str]]:
    notes: list[str] = []
    kinds = [counted("one", notes), counted("two", notes), counted("three", notes, own=True)]
    window = MainWindow(NoOffice(), kinds, blocked={"three": "需要席位：签发。"})
    window.resize(1366, 768)
    show(window)
    return window, notes


def test_only_the_page_in_front_is_made_and_the_rail_shows_them_all(noted: tuple[MainWindow, list[str]]) -> None:
    window, notes = noted
    assert notes == ["made one", "asked one"]
    assert [window.rail.item(key).text() for key in window.pages] == ["one页", "two页", "three页"]
    assert window.rail.item("three").isHidden()


@pytest.mark.parametrize(
    "go",
    [
        lambda window: QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier),
        lambda window: window.rail.item("two").click(),
        lambda window: window.go_to("two", "2026-00012"),
    ],
)
def test_another_page_is_made_once_however_one_comes_to_it(
    noted: tuple[MainWindow, list[str]], go: Callable[[MainWindow], object]
) -> None:
    window, notes = noted
    go(window)
    window.go_to("one")
    go(window)
    assert notes[2:] == ["made two", "asked two"]
    assert window.page() is window.pages["two"]
    assert window.pages["two"].isVisible()


def test_a_page_asks_when_it_is_made_and_not_for_every_change_before(noted: tuple[MainWindow, list[str]]) -> None:
    window, notes = noted
    for number in range(3):
        window.runner.bus.publish(Changes.case(number))
    window.go_to("two")
    assert notes[2:] == ["asked one"] * 3 + ["made two", "asked two"]


def test_a_blocked_page_is_never_made(noted: tuple[MainWindow, list[str]]) -> None:
    window, notes = noted
    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert "made three" not in notes
    assert "需要席位" in window.key_line.saved.text()


class WindowsShown(QObject):
    """Every widget that is shown as a window, were it for a moment."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.names.append(type(watched).__name__)
        return False


def test_the_first_visit_to_a_page_has_the_focus_and_opens_no_window_of_its_own(
    qtbot: QtBot, theme: Theme, tmp_path: Path, qapp: QApplication
) -> None:
    make_practice_office(tmp_path / "office", 3, 1, beijing_date(now()) - timedelta(days=1), render)
    running = RunningProgram(qtbot, theme, tmp_path, Arguments(practice=True, folder=tmp_path / "office"))
    running.keeper.put(replace(running.keeper.now, tour_offered=True))  # whose cards would have the focus
    screen = running.sign_in_screen()
    next(tile for tile in screen.tiles if "孙立群" in tile.accessibleName()).click()
    running.until(lambda: running.program.session is not None)
    session = running.program.session
    assert session is not None
    window, shown, focused = session.window, WindowsShown(), {}
    qapp.installEventFilter(shown)
    open_to = [key for key in window.pages if not window.blocked_reason(key)]
    for key in open_to:
        window.go_to(key)
        answered: list[Any] = []
        window.runner.read(lambda _: None, answered.append, answered.append)
        running.until(lambda answered=answered: answered)
        focused[key] = key == "intake" or window.page().isAncestorOf(running.focus())
    qapp.removeEventFilter(shown)
    del session, window
    running.close()
    assert len(open_to) > 5
    assert shown.names == []
    assert focused == dict.fromkeys(open_to, True)
