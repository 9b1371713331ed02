"""A connection that is lost before, during or after a commit: the step is in the store or not, and one knows which."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from builders.store import START, Clerks, bring_to_signature, database_url, decide, found_office, run_on
from builders.wire import Wire, wire_to
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from models.case import Case
from models.errors import Conflict, Disconnected
from models.store.engine import Store, open_postgres
from models.store.refusals import translated

pytestmark = pytest.mark.postgres


@pytest.fixture
def name(server: str, template: str, request: pytest.FixtureRequest) -> Iterator[str]:
    if "/" not in str(make_url(server).query.get("host", "")):
        pytest.skip("the server of the tests has no socket on this machine")
    made = f"{template}_lost"
    run_on(server, f"CREATE DATABASE {made} TEMPLATE {template} STRATEGY file_copy")
    yield made
    run_on(server, f"DROP DATABASE {made} WITH (FORCE)")


@pytest.fixture
def wire(server: str) -> Iterator[Wire]:
    with wire_to(server) as made:
        yield made


@pytest.fixture
def store(server: str, name: str, wire: Wire) -> Iterator[Store]:
    url = make_url(database_url(server, name)).update_query_dict({"host": str(wire.folder)})
    opened = open_postgres(url.render_as_string(hide_password=False))
    yield opened
    opened.close()


@pytest.fixture
def waiting(store: Store) -> tuple[Clerks, Case]:
    clerks = found_office(store)
    with store.writing() as rows:
        return clerks, bring_to_signature(rows, clerks)


def sign(store: Store, waiting: tuple[Clerks, Case]) -> None:
    clerks, case = waiting
    with store.writing() as rows:
        decide(rows, clerks, case)


def decisions(store: Store) -> int:
    with store.reading():
        return int(store.connection.exec_driver_sql("SELECT count(*) FROM decision").scalar_one())


def end_backend(server: str, name: str) -> None:
    run_on(
        server,
        f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}' "
        "AND pid <> pg_backend_pid()",
    )


def test_a_connection_that_was_cut_while_nothing_was_said_on_it_costs_neither_a_step_nor_a_look(
    server: str, name: str, waiting: tuple[Clerks, Case]
) -> None:
    direct = open_postgres(database_url(server, name))
    end_backend(server, name)
    sign(direct, waiting)
    end_backend(server, name)
    assert (decisions(direct), direct.settle()) == (1, None)
    direct.close()


def test_while_the_server_is_away_a_step_is_not_saved_and_a_look_says_that_nothing_is_read(
    store: Store, wire: Wire, waiting: tuple[Clerks, Case]
) -> None:
    wire.down = True
    wire.drop()
    for _ in range(2):
        with pytest.raises(Disconnected, match="没有保存"):
            sign(store, waiting)
        with pytest.raises(Disconnected, match="读不到"):
            decisions(store)
    wire.down = False
    assert decisions(store) == 0
    sign(store, waiting)
    assert (decisions(store), store.settle()) == (1, None)


def test_lost_in_the_middle_of_the_step_it_is_not_saved(
    server: str, name: str, store: Store, waiting: tuple[Clerks, Case]
) -> None:
    clerks, case = waiting

    def interrupted() -> None:
        with store.writing() as rows:
            decide(rows, clerks, case)
            end_backend(server, name)

    with pytest.raises(Disconnected, match="没有保存"):
        interrupted()
    assert decisions(store) == 0
    sign(store, waiting)
    assert decisions(store) == 1


def test_a_commit_that_never_arrived_is_known_not_to_be_saved(
    store: Store, wire: Wire, waiting: tuple[Clerks, Case]
) -> None:
    wire.cut = "before"
    with pytest.raises(Disconnected, match="没有保存"):
        sign(store, waiting)
    assert (wire.cuts, decisions(store)) == (1, 0)
    sign(store, waiting)
    assert decisions(store) == 1


def test_a_commit_whose_answer_was_lost_is_known_to_be_saved(
    store: Store, wire: Wire, waiting: tuple[Clerks, Case]
) -> None:
    wire.cut = "after"
    sign(store, waiting)
    assert (wire.cuts, decisions(store), store.settle()) == (1, 1, None)
    with pytest.raises(Conflict):
        sign(store, waiting)
    assert decisions(store) == 1


@pytest.mark.parametrize(("cut", "saved"), [("before", False), ("after", True)])
def test_while_nobody_can_say_nothing_is_written_and_afterwards_one_is_told(
    store: Store, wire: Wire, waiting: tuple[Clerks, Case], cut: str, saved: bool
) -> None:
    wire.cut = cut
    wire.down = True
    with pytest.raises(Disconnected, match="还不能确定"):
        sign(store, waiting)
    with pytest.raises(Disconnected, match="这一步没有办"):
        sign(store, waiting)
    with pytest.raises(Disconnected):
        store.settle()
    wire.down = False
    assert store.settle() is saved
    assert store.settle() is None
    assert decisions(store) == int(saved)


def test_what_is_no_act_leaves_no_doubt(store: Store, wire: Wire, waiting: tuple[Clerks, Case]) -> None:
    """A draft whose answer was lost is simply kept again."""
    wire.cut, wire.down = "after", True
    with pytest.raises(Disconnected, match="没有保存"), store.writing() as rows:
        rows.put_draft(waiting[0].intake.id, "x", {}, START)
    wire.down = False
    assert store.settle() is None


def test_a_client_that_repeats_blindly_decides_twice(store: Store, wire: Wire, waiting: tuple[Clerks, Case]) -> None:
    """The red control: without asking what became of the commit, and without the case's version."""
    clerks, case = waiting
    tries = 0
    wire.cut = "after"
    while tries < 2:  # as a loop around a driver does
        tries += 1
        try:
            store.connection.exec_driver_sql(
                "INSERT INTO case_note (case_id, pin, pinned_to, body, open, written_by, written_at) "
                f"VALUES ({case.id}, 'case', '', 'x', 0, {clerks.intake.id}, '2026-03-02T01:00:00+00:00')"
            )
            store.connection.commit()
            break
        except Exception:
            store.connection.rollback()
    with store.reading():
        assert store.connection.exec_driver_sql("SELECT count(*) FROM case_note").scalar_one() == 2


def test_a_server_whose_name_holds_a_word_of_the_disk_is_lost_and_not_full() -> None:
    said = psycopg.OperationalError('connection to server on socket "/srv/full/busy/.s.PGSQL.5432" failed')
    lost = translated(OperationalError("SELECT 1", None, said))
    assert isinstance(lost, Disconnected)
