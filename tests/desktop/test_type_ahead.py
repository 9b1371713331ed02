"""What is typed after Enter in the one box is meant for what it opens, however long that takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout
from pytestqt.qtbot import QtBot

from desktop.finder import Finder
from desktop.main_window import MainWindow
from desktop.page import Host, Page
from desktop.widgets.action import Action
from desktop.workers.window_runner import WindowRunner
from tests.builders.desk import Bureau, make_bureau
from tests.builders.keys import press, show, type_text
from tests.builders.slow_runner import SlowRunner

pytestmark = pytest.mark.usefixtures("theme")


class DeskPage(Page):
    """A page whose case opens by a question, and on which F9 acts on what is open."""

    key, word, icon = "worklist", "待办", "worklist"

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.number = "shown before"
        self.acted: list[str] = []
        self.line = QLineEdit(self)
        QVBoxLayout(self).addWidget(self.line)
        self._act = Action("F9", "办", lambda: self.acted.append(self.number), parent=self)

    def page_actions(self) -> list[Action]:
        return [self._act]

    def open_target(self, target: object) -> None:
        self.host.runner.run(lambda _desk: str(target), self._show, self.fail, latest="case")

    def _show(self, number: str) -> None:
        self.number = number
        self.line.setFocus()


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "data", confirmed=True)
    yield bureau
    bureau.close()


@pytest.fixture
def window(bureau: Bureau, qtbot: QtBot) -> MainWindow:
    desk = bureau["intake"]
    window = MainWindow(SlowRunner(desk), [DeskPage], account=desk.account, first="worklist")
    Finder(window, desk.account)
    qtbot.addWidget(window)
    show(window)
    return window


def runner_of(window: MainWindow) -> SlowRunner:
    runner: Any = window.runner
    assert isinstance(runner, WindowRunner)
    assert isinstance(runner._runner, SlowRunner)
    return runner._runner


def ask_for(window: MainWindow, text: str) -> None:
    window.top_bar.search.setFocus()
    type_text(window.top_bar.search, text)
    key(Qt.Key.Key_Return)


def key(which: Qt.Key, text: str = "") -> None:
    press(QApplication.focusWidget(), which, text)


def test_keys_wait_for_the_case_that_is_opened_and_act_on_no_other(bureau: Bureau, window: MainWindow) -> None:
    number = bureau.accepted()
    page: Any = window.pages["worklist"]
    ask_for(window, number)
    key(Qt.Key.Key_F9)
    for digit in "12":
        key(Qt.Key(ord(digit)), digit)
    runner_of(window).answer()
    assert page.acted == []
    runner_of(window).answer_all()
    assert page.acted == [number]
    assert page.line.text() == "12"
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert page.acted == [number, number]


def test_keys_behind_what_was_not_found_do_nothing_and_that_is_said(window: MainWindow) -> None:
    page: Any = window.pages["worklist"]
    ask_for(window, "没有这个人")
    key(Qt.Key.Key_F9)
    runner_of(window).answer_all()
    assert page.acted == []
    assert "其间按的键没有执行" in window.key_line.saved.text()


def test_a_question_replaced_by_a_newer_one_keeps_nobody_waiting(bureau: Bureau) -> None:
    runner = SlowRunner(bureau["intake"])
    watched, settled = WindowRunner(runner), list[str]()

    def ask(_answer: object = None) -> None:
        watched.read(lambda _desk: 1, lambda _one: None, lambda _error: None, latest="list")

    def begin() -> None:
        ask()
        watched.run(lambda _desk: 2, ask, lambda _error: None)

    watched.follow(begin, lambda: settled.append("settled"))
    runner.answer()
    runner.answer()
    assert settled == []
    ask()
    runner.answer_all()
    assert settled == ["settled"]
