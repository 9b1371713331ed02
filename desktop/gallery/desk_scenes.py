"""The working day on a case: notes on a tab, the timeline, and the short forms of the day."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QWidget

from desktop.finder import shown
from desktop.gallery.office_window import office_window
from desktop.gallery.practice_desk import practice_desk
from desktop.gallery.shots import Scene
from desktop.news_watch import queue_words
from models.case import State
from models.casework.case_notes import add_note
from models.casework.queries import case_record, case_rows
from models.casework.searching import search
from models.desk_day import Pin

if TYPE_CHECKING:
    from desktop.main_window import MainWindow
    from desktop.pages.statistics import StatisticsPage
    from desktop.pages.worklist import WorklistPage


def desk_scenes() -> list[Scene]:
    """All of them."""
    return [
        Scene("desk", "notes", _window, lambda window: _page(window).case.tabs.choose(1)),
        Scene("desk", "timeline", _window, lambda window: _page(window).case.tabs.choose(5)),
        Scene(
            "desk",
            "note",
            _window,
            _then(1, lambda page: page.case.desk.note.trigger()),
            dialog="desk_acts.note_dialog",
        ),
        Scene(
            "desk",
            "call",
            _window,
            _then(0, lambda page: page.case.desk.call.trigger()),
            dialog="desk_acts.call_dialog",
        ),
        Scene("desk", "take-over", _window, _take_over, dialog="desk_acts.take_over_dialog"),
        Scene(
            "desk",
            "bundle",
            _window,
            _then(0, lambda page: page.case.desk.export.trigger()),
            dialog="desk_acts.bundle_dialog",
        ),
        Scene("desk", "review-notes", _review),
        Scene("desk", "queue", _review, lambda window: cast("MainWindow", window).tell(queue_words(12))),
        Scene("desk", "search", lambda: office_window("赵文博", "worklist"), _search),
        Scene("desk", "to-date", lambda: office_window("李静", "statistics"), _to_date, dialog="to_date.ToDateDialog"),
    ]


def _window() -> QWidget:
    window = office_window("赵文博", "worklist")
    _page(window).open_case(_noted_case())
    window.show_others("钱雨桐 也打开了本件（17:01）")
    return window


def _review() -> QWidget:
    window = office_window("钱雨桐", "review")
    window.go_to("review", _noted_case())
    return window


def _search(window: QWidget) -> None:
    """More people than the list shows."""
    frame = cast("MainWindow", window)
    box = frame.top_bar.search
    frame.activateWindow()
    box.setFocus()
    box.setText("110101")
    hits = [shown(hit) for hit in search(practice_desk("赵文博"), "110101", 20)]
    box.show_hits(hits, more=True)


def _to_date(window: QWidget) -> None:
    cast("StatisticsPage", cast("MainWindow", window).page()).open_to_date()


def _take_over(window: QWidget) -> None:
    """A case of a colleague: one's own cannot be taken over."""
    page = _page(window)
    for row in case_rows(practice_desk("赵文博"), [State.AT_WINDOW]):
        page.open_case(row.number)
        if page.case.desk.take.enabled:
            page.case.desk.take.trigger()
            return


def _then(tab: int, act: Callable[[WorklistPage], object]) -> Callable[[QWidget], object]:
    def done(window: QWidget) -> None:
        page = _page(window)
        page.case.tabs.choose(tab)
        act(page)

    return done


def _page(window: QWidget) -> WorklistPage:
    return cast("WorklistPage", cast("MainWindow", window).page())


@cache
def _noted_case() -> str:
    clerk, reviewer = practice_desk("赵文博"), practice_desk("钱雨桐")
    number = case_rows(clerk, [State.FOR_REVIEW])[-1].number
    paper = case_record(clerk, number).papers[0].name
    add_note(clerk, number, "申请人来电问进度，已告知在复核中", Pin.CALL)
    add_note(reviewer, number, "照片反光，姓名一栏看不清，请对照原件再扫一次", Pin.PAPER, paper, waits=True)
    return number
