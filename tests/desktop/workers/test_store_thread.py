"""The thread behind the window: order, answers on the GUI thread, nothing left running."""

import gc
import threading
import weakref
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from desktop.workers.garbage import GarbageCollector
from desktop.workers.inline import InlineRunner
from desktop.workers.progress import Cancelled, Progress
from desktop.workers.runner import InternalError
from desktop.workers.threaded import ThreadRunner
from models.casework.changes import Changes, Done
from models.errors import InputError, Refused, StoreError, SubsidyDeskError


class FakeStore:
    """Remembers on which thread it was closed."""

    def __init__(self) -> None:
        self.closed_on: int | None = None

    def close(self) -> None:
        self.closed_on = threading.get_ident()


class FakeDesk:
    """Stands for an open office: only its thread and its store matter here."""

    def __init__(self) -> None:
        self.store = FakeStore()
        self.opened_on = threading.get_ident()


class Answers:
    """What came back, and on which thread."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self.errors: list[SubsidyDeskError] = []
        self.threads: set[int] = set()

    def done(self, value: Any) -> None:
        self.values.append(value)
        self.threads.add(threading.get_ident())

    def failed(self, error: SubsidyDeskError) -> None:
        self.errors.append(error)
        self.threads.add(threading.get_ident())


@pytest.fixture
def desks() -> list[FakeDesk]:
    return []


@pytest.fixture
def runner(qapp: QCoreApplication, desks: list[FakeDesk]) -> Iterator[ThreadRunner]:
    def open_desk() -> Any:
        desks.append(FakeDesk())
        return desks[-1]

    made = ThreadRunner(open_desk, open_desk)
    yield made
    made.close()


def test_operations_run_in_their_order_on_the_thread_that_opened_the_office(
    runner: ThreadRunner, desks: list[FakeDesk], qtbot: QtBot
) -> None:
    answers, order = Answers(), []
    for number in range(50):
        runner.run(lambda desk, n=number: order.append((n, threading.get_ident())) or n, answers.done, answers.failed)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(answers.values) == 50)
    assert answers.values == list(range(50))
    assert {thread for _, thread in order} == {desks[0].opened_on}
    assert answers.threads == {threading.get_ident()}


def test_the_office_is_closed_by_its_own_thread(runner: ThreadRunner, desks: list[FakeDesk], qtbot: QtBot) -> None:
    answers = Answers()
    runner.run(lambda desk: 1, answers.done, answers.failed)
    qtbot.waitUntil(lambda: answers.values == [1])
    runner.close()
    assert desks[0].store.closed_on == desks[0].opened_on != threading.get_ident()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("store")]


def test_an_expected_error_is_handed_over_as_it_is(runner: ThreadRunner, qtbot: QtBot) -> None:
    answers = Answers()

    def refuse(desk: Any) -> None:
        raise Refused("不能由同一人复核。")

    runner.run(refuse, answers.done, answers.failed)
    qtbot.waitUntil(lambda: bool(answers.errors))
    assert answers.errors[0].message == "不能由同一人复核。"


def test_a_bug_is_kept_without_its_words_and_told_plainly(
    runner: ThreadRunner, qtbot: QtBot, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.crash_report._folder", lambda: tmp_path)
    answers = Answers()

    def stumble(desk: Any) -> None:
        raise KeyError("110105199001010014")

    runner.run(stumble, answers.done, answers.failed)
    qtbot.waitUntil(lambda: bool(answers.errors))
    assert isinstance(answers.errors[0], InternalError)
    (report,) = tmp_path.iterdir()
    assert "KeyError" in report.read_text(encoding="utf-8")
    assert "110105199001010014" not in report.read_text(encoding="utf-8") + answers.errors[0].message


def test_an_office_that_cannot_be_opened_fails_every_operation(qapp: QCoreApplication, qtbot: QtBot) -> None:
    def refuse() -> Any:
        raise StoreError("口令不对。")

    runner, answers = ThreadRunner(refuse, refuse), Answers()
    runner.run(lambda desk: 1, answers.done, answers.failed)
    runner.run(lambda desk: 2, answers.done, answers.failed)
    qtbot.waitUntil(lambda: len(answers.errors) == 2)
    runner.close()
    assert answers.values == []


def test_only_the_newest_of_outdated_questions_is_answered(runner: ThreadRunner, qtbot: QtBot) -> None:
    answers, last, go = Answers(), Answers(), threading.Event()
    runner.read(lambda desk: go.wait(10), answers.done, answers.failed)
    for typed in ("林", "林晓", "林晓芸"):
        runner.read(lambda desk, typed=typed: typed, last.done, last.failed, latest="search")  # type: ignore[misc]
    go.set()
    qtbot.waitUntil(lambda: bool(last.values))
    assert last.values == ["林晓芸"]


def test_reading_does_not_wait_for_a_write(runner: ThreadRunner, qtbot: QtBot) -> None:
    answers, go = Answers(), threading.Event()
    runner.run(lambda desk: go.wait(10), answers.done, answers.failed)
    runner.read(lambda desk: "read", answers.done, answers.failed)
    qtbot.waitUntil(lambda: answers.values == ["read"])
    go.set()
    qtbot.waitUntil(lambda: len(answers.values) == 2)


def test_a_command_is_published_once_and_before_its_answer(runner: ThreadRunner, qtbot: QtBot) -> None:
    heard: list[Any] = []
    runner.bus.listen(heard.append)
    runner.perform(lambda desk: Done("编号", Changes.case(7)), heard.append, heard.append)
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard == [Changes.case(7), "编号"]


def test_long_work_reports_and_can_be_stopped(runner: ThreadRunner, qtbot: QtBot) -> None:
    answers, steps, go = Answers(), [], threading.Event()

    def export(desk: Any, progress: Progress) -> None:
        progress.step(1, 100, "正在导出")
        go.wait(10)
        progress.step(2, 100)

    progress = runner.work(export, answers.done, answers.failed, lambda done, total, words: steps.append((done, total)))
    qtbot.waitUntil(lambda: steps == [(1, 100)])
    progress.cancel()
    go.set()
    qtbot.waitUntil(lambda: bool(answers.errors))
    assert isinstance(answers.errors[0], Cancelled)


def test_after_closing_nothing_is_delivered_any_more(runner: ThreadRunner) -> None:
    answers = Answers()
    runner.run(lambda desk: 1, answers.done, answers.failed)
    runner.close()
    QCoreApplication.processEvents()
    runner.run(lambda desk: 2, answers.done, answers.failed)
    QCoreApplication.processEvents()
    assert answers.values == []


def test_the_inline_runner_answers_at_once() -> None:
    runner, answers = InlineRunner(FakeDesk()), Answers()  # type: ignore[arg-type]
    runner.run(lambda desk: 1, answers.done, answers.failed)

    def wrong(desk: Any) -> None:
        raise InputError("没有这个案号。")

    runner.read(wrong, answers.done, answers.failed)
    assert answers.values == [1]
    assert answers.errors[0].message == "没有这个案号。"


def test_garbage_is_collected_by_the_gui_thread_only(qapp: QCoreApplication) -> None:
    collector = GarbageCollector(qapp)
    try:
        assert not gc.isenabled()
        found = [[] for _ in range(2000)]
        for cycle in found:
            cycle.append(cycle)
        del found, cycle
        collector.check()
        assert gc.get_count()[0] < 2000
    finally:
        collector.stop()
        collector.deleteLater()
    assert gc.isenabled()


def test_long_work_that_is_done_keeps_nothing_of_who_asked_for_it(qtbot: QtBot, runner: ThreadRunner) -> None:
    class Page:
        def report(self, _done: int, _total: int, _words: str) -> None:
            """Where progress would be shown."""

    answers, pages = Answers(), [Page() for _ in range(3)]
    gone = [weakref.ref(page) for page in pages]
    for page in pages:
        runner.work(lambda _desk, progress: progress.step(1, 1), answers.done, answers.failed, page.report)
    del page
    qtbot.waitUntil(lambda: len(answers.values) == 3)
    pages.clear()
    gc.collect()
    assert [one() for one in gone] == [None, None, None]
