"""设置 · 练习日: a visitor is called, served and judged in the window; only a practice office has it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from builders.keys import show
from PySide6.QtWidgets import QApplication

from desktop.main_window import MainWindow
from desktop.page import Page
from desktop.pages.settings import SettingsPage
from desktop.pages.settings_section import Services
from desktop.practice.office import PASSPHRASE
from desktop.preference_keeper import PreferenceKeeper
from desktop.theme.apply import Theme
from desktop.widgets.text import Text
from desktop.workers.inline import InlineRunner
from models.casework.offices import sign_in
from models.moment import now
from reports.issue import render
from tests.builders.practice_clerk import serve as serve_right
from tests.builders.practice_offices import put_practice_office


class _Intake(Page):
    key, word, icon = "intake", "受理", "intake"


class Day:
    """The section in the real window."""

    def __init__(self, folder: Path, theme: Theme, *, practice: bool = True) -> None:
        self.desk = sign_in(folder, "赵文博", PASSPHRASE, now)
        keeper = PreferenceKeeper(folder / "preferences.json")
        services = Services(folder, keeper, theme, lambda *_: None, lambda: None, practice)
        makers: list[Any] = [_Intake, partial(SettingsPage, services=services)]
        self.window = MainWindow(InlineRunner(self.desk), makers, account=self.desk.account)
        self.window.resize(1366, 768)
        show(self.window)
        self.page: Any = self.window.pages["settings"]

    def section(self) -> Any:
        self.window.go_to("settings", "practice")
        QApplication.processEvents()
        return self.page.sections["practice"]


@pytest.fixture
def day(tmp_path: Path, theme: Theme) -> Iterator[Day]:
    folder = tmp_path / "office"
    put_practice_office(folder)
    made = Day(folder, theme)
    yield made
    made.desk.store.close()


def test_a_visitor_is_called_served_wrongly_put_right_and_counted(day: Day) -> None:
    section = day.section()
    assert (section.score.text(), section.model.rowCount()) == ("0/25 分", 25)
    section.next_action.trigger()
    story = section.story
    assert (day.window.rail.item("intake").isChecked(), story.isVisible()) == (True, True)
    first = story.visitor
    assert first.says in story.says.text()
    assert first.id_number in {text.text() for text in story.papers.findChildren(Text)}
    story.serve_button.click()
    assert story.mark.text == "还不对"
    assert "没有收件" in story.says.text()
    serve_right(day.desk, first, render)
    story.serve_button.click()
    assert story.mark.text == "办对了，得 1 分"
    assert section.score.text() == "1/25 分"
    story.next_button.click()
    assert story.visitor.place == 2
    story.leave_action.trigger()
    assert not story.isVisible()


def test_the_day_begins_again_after_a_question_with_nobody_served(day: Day) -> None:
    section = day.section()
    section.next_action.trigger()
    section.judge("plain")
    assert section.standing.record.served == ("plain",)
    day.section().again_action.trigger()
    day.window._modals[-1].accept_action.trigger()
    assert day.window._modals == []
    assert (section.standing.record.number, section.standing.record.served) == (2, ())
    assert not section.story.isVisible()


def test_an_office_that_is_no_practice_office_does_not_show_it(day: Day, theme: Theme, tmp_path: Path) -> None:
    real = Day(tmp_path / "office", theme, practice=False)
    assert "practice" not in real.page.sections
    real.desk.store.close()
