"""The writers' queue of a shared server: everybody's turn comes, in order, and nobody is told off for being second."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from builders.store import START, Clerks, database_url, found_office, open_case, run_on

from models.casework.reveals import log_reveal
from models.casework.unit_of_work import Desk
from models.desk_day import Presence
from models.errors import Disconnected, Refused, StoreError, Trouble
from models.moment import now
from models.rules.load import load_rulebook
from models.store import server as server_module
from models.store import transactions
from models.store.access_records import Access, AccessRecords
from models.store.engine import Store, open_postgres

pytestmark = pytest.mark.postgres
_MOST_SECONDS = 60


@pytest.fixture
def url(server: str, template: str) -> Iterator[str]:
    made = f"{template}_queue"
    run_on(server, f"CREATE DATABASE {made} TEMPLATE {template} STRATEGY file_copy")
    yield database_url(server, made)
    run_on(server, f"DROP DATABASE {made} WITH (FORCE)")


@pytest.fixture
def windows(url: str) -> Iterator[list[Store]]:
    """Four windows on one office."""
    with ExitStack() as closing:
        stores = [open_postgres(url) for _ in range(4)]
        for store in stores:
            closing.callback(store.close)
        yield stores


@pytest.fixture
def clerks(windows: list[Store]) -> Clerks:
    return found_office(windows[0])


class Act(Thread):
    """A window that writes one journal entry, on a thread of its own as in the program."""

    def __init__(self, store: Store, name: str, clerks: Clerks) -> None:
        super().__init__(name=name)
        self.store, self.clerks, self.error = store, clerks, None
        self.start()

    def run(self) -> None:
        try:
            enter(self.store, self.name, self.clerks)
        except StoreError as error:
            self.error: StoreError | None = error


def enter(store: Store, act: str, clerks: Clerks) -> None:
    with store.writing() as rows:
        rows.append(act, "office", {}, clerks.intake.id, START)


def until(condition: Callable[[], Any]) -> None:
    end = time.monotonic() + _MOST_SECONDS
    while not condition():
        assert time.monotonic() < end, "it never came about"
        time.sleep(0.005)


def entered(store: Store) -> list[str]:
    with store.reading() as rows:
        return [entry.act for entry in rows.entries()][1:]


def in_line(store: Store) -> int:
    """How many wait for the lock, as the server sees it."""
    with store.reading():
        found = store.connection.exec_driver_sql(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        )
        return int(found.scalar_one())


def test_while_one_writes_the_others_wait_and_their_turns_come_in_the_order_they_asked(
    windows: list[Store], clerks: Clerks
) -> None:
    first, *others, watch = windows
    acts = []
    with first.writing() as rows:
        for place, (store, name) in enumerate(zip(others, ("second", "third"), strict=True), 1):
            acts.append(Act(store, name, clerks))
            until(lambda place=place: in_line(watch) == place)
            assert store.waited > 0
        rows.append("first", "office", {}, clerks.intake.id, START)
    for act in acts:
        act.join()
    assert [act.error for act in acts] == [None, None]
    assert entered(first) == ["first", "second", "third"]
    assert [store.waited for store in windows] == [0, 0, 0, 0]


def test_who_never_gets_a_turn_is_told_so_and_nothing_of_the_step_is_in_the_store(
    windows: list[Store], clerks: Clerks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "QUEUE_SECONDS", 1)
    first, second, *_ = windows
    with first.writing() as rows:
        with pytest.raises(StoreError, match="没有保存") as told:
            enter(second, "second", clerks)
        rows.append("first", "office", {}, clerks.intake.id, START)
    assert told.value.trouble is Trouble.BUSY
    assert entered(second) == ["first"]
    enter(second, "again", clerks)
    assert entered(first) == ["first", "again"]


def test_a_window_that_falls_silent_in_the_middle_of_an_act_loses_it_and_the_others_go_on(
    windows: list[Store], clerks: Clerks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "SILENT_SECONDS", 1)
    silent, second, *_ = windows

    def fall_silent() -> None:
        with silent.writing() as rows:
            rows.append("silent", "office", {}, clerks.intake.id, START)
            enter(second, "second", clerks)

    with pytest.raises(Disconnected, match="没有保存"):
        fall_silent()
    assert entered(second) == ["second"]
    enter(silent, "awake", clerks)
    assert entered(silent) == ["second", "awake"]


def test_what_is_no_act_waits_for_nobody_and_an_act_cannot_pass_for_it(windows: list[Store], clerks: Clerks) -> None:
    first, second, *_ = windows
    with first.writing() as rows:
        case = open_case(rows, clerks)
    with first.writing():
        with second.noting() as rows:
            rows.put_presence(Presence(clerks.review.id, "second", case.id, START))
            rows.put_draft(clerks.review.id, "x", 1, START)
        with second.reading() as rows:
            assert [one.process for one in rows.present(case.id, START)] == ["second"]
    with pytest.raises(RuntimeError, match="queue"), second.noting() as rows:
        rows.append("sly", "office", {}, clerks.review.id, START)
    assert entered(first) == []


def test_a_look_is_one_view_that_cannot_write_and_an_act_after_it_sees_what_came_between(
    windows: list[Store], clerks: Clerks
) -> None:
    first, second, *_ = windows
    with second.reading() as rows:
        assert len(rows.entries()) == 1
        enter(first, "between", clerks)
        assert len(rows.entries()) == 1
        with pytest.raises(Exception, match="read-only"):
            second.connection.exec_driver_sql("DELETE FROM draft")
    with second.writing() as rows:
        enter_late = rows.entries()[-1].act
        rows.append("after", "office", {}, clerks.intake.id, START)
    assert enter_late == "between"
    assert entered(second) == ["between", "after"]


def test_a_machine_whose_clock_is_behind_acts_at_the_servers_time_and_is_never_refused_for_a_colleagues(
    windows: list[Store], clerks: Clerks, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow() -> datetime:
        return now() - timedelta(minutes=3)

    first, second, third, _ = windows
    with third.reading() as rows:
        assert abs(third.clock(now)() - datetime.now(UTC)) < timedelta(minutes=1)
        assert len(rows.entries()) == 1
    with first.writing() as rows:
        rows.append("first", "office", {}, clerks.intake.id, first.clock(now)())
    with pytest.raises(Refused, match="服务器的时间早于"), second.writing() as rows:
        rows.append("refused", "office", {}, clerks.review.id, slow())
    monkeypatch.setattr(transactions, "now", slow)
    clock = second.clock(slow)
    assert abs(clock() - datetime.now(UTC)) < timedelta(minutes=1)
    for act in ("second", "third"):
        with second.writing() as rows:
            rows.append(act, "office", {}, clerks.review.id, clock())
        with first.writing() as rows:
            rows.append(f"after {act}", "office", {}, clerks.intake.id, first.clock(slow)())
    assert entered(first) == ["first", "second", "after second", "third", "after third"]


def test_a_window_that_only_looks_keeps_the_servers_time_when_its_own_clock_is_put_right(
    windows: list[Store], clerks: Clerks, monkeypatch: pytest.MonkeyPatch
) -> None:
    def yesterday() -> datetime:
        return now() - timedelta(days=1)

    window = windows[0]
    monkeypatch.setattr(transactions, "now", yesterday)
    clock = window.clock(yesterday)
    for own in (yesterday, now, lambda: now() + timedelta(hours=9)):
        monkeypatch.setattr(transactions, "now", own)
        with window.reading() as rows:
            assert rows.entries()
            assert abs(clock() - now()) < timedelta(minutes=1)
    monkeypatch.setattr(transactions, "_TRUSTED_SECONDS", 0.0)
    with window.noting() as rows:
        rows.put_draft(clerks.review.id, "x", 1, clock())
        assert abs(clock() - now()) < timedelta(minutes=1)


@pytest.fixture
def looker(windows: list[Store], clerks: Clerks) -> Desk:
    """The second window, where somebody looks at the data of a person."""
    with windows[0].writing() as rows:
        open_case(rows, clerks)
    return Desk(windows[1], clerks.review, windows[1].clock(now), load_rulebook())


def test_a_look_at_hidden_data_waits_for_no_act_and_is_in_the_log_before_it_is_seen(
    windows: list[Store], looker: Desk
) -> None:
    with windows[0].writing():
        seen = log_reveal(looker, 1, "phone")
        with windows[2].reading() as rows:
            assert [(one.act, one.what) for one in rows.accesses()] == [(Access.REVEAL, "phone")]
            assert seen == rows.person(1).phone


def test_where_the_look_cannot_be_written_down_nothing_is_shown(
    windows: list[Store], looker: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = AccessRecords.log_access

    def written_and_cut_off(self: AccessRecords, *words: Any) -> Any:
        entry = write(self, *words)
        own = self._connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        with windows[0].noting():
            windows[0].connection.exec_driver_sql("SELECT pg_terminate_backend(%s)", (own,))
        return entry

    monkeypatch.setattr(AccessRecords, "log_access", written_and_cut_off)
    with pytest.raises(Disconnected):
        log_reveal(looker, 1, "phone")
    monkeypatch.undo()
    with windows[2].reading() as rows:
        assert rows.accesses() == ()
    assert log_reveal(looker, 1, "phone")
