"""What a server's administrator may get wrong before an office is there: told in words, and nothing is spoilt by it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from builders.store import Roles, database_url, run_on

from models.casework import moving
from models.casework.offices import sign_in
from models.errors import Disconnected, InputError, StoreError, Trouble
from models.moment import now
from models.store.engine import connect_server
from models.store.server import Address
from models.store.versions import apply_all, schema_version
from tests.builders.desk import PHRASE, make_bureau

pytestmark = pytest.mark.postgres


def prepare(roles: Roles, name: str, *windows: str) -> moving.Prepared:
    return moving.prepare_server(Address(roles.owner_url(name)), windows or (roles.window,), now)


def test_a_mistyped_window_is_told_before_anything_is_made_and_the_office_moves_in_after_it_is_put_right(
    roles: Roles, owned: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="没有角色"):
        prepare(roles, owned, roles.window, "desk_windw")
    store = connect_server(roles.owner_url(owned), None)
    assert schema_version(store.connection) == 0
    store.close()
    assert prepare(roles, owned) == moving.Prepared(0, 4, "empty")
    folder = tmp_path / "office"
    make_bureau(folder).close()
    desk = sign_in(folder, "system", PHRASE, now)
    moving.move_to_server(desk, folder, moving.Destination(Address(roles.owner_url(owned)), roles.window))
    assert prepare(roles, owned) == moving.Prepared(4, 4, "in_force")
    sign_in(folder, "intake", PHRASE, now).store.close()


def test_a_preparation_that_was_killed_after_the_tables_is_completed_by_the_next(roles: Roles, owned: str) -> None:
    store = connect_server(roles.owner_url(owned), None)
    apply_all(store.connection, now())
    store.close()
    assert prepare(roles, owned).state == "empty"


def test_who_is_not_the_owner_is_told_so_on_a_new_database_and_on_a_prepared_one(
    roles: Roles, owned: str, prepared: str
) -> None:
    for name in (owned, prepared):
        with pytest.raises(StoreError, match="属主"):
            moving.prepare_server(Address(roles.window_url(name)), [roles.owner], now)


def test_a_database_that_holds_something_else_is_not_touched(roles: Roles, owned: str) -> None:
    run_on(roles.owner_url(owned), "CREATE TABLE person (name text)")
    with pytest.raises(StoreError, match=r"person.*空的数据库"):
        prepare(roles, owned)
    store = connect_server(roles.owner_url(owned), None)
    assert store.connection.exec_driver_sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").scalar() == 1
    store.close()


@pytest.fixture
def without_encoding(roles: Roles) -> Iterator[str]:
    """What a machine without a locale makes unless it is told otherwise."""
    name = f"subsidy_ascii_{os.getpid()}"
    locale = "ENCODING 'SQL_ASCII' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'"
    run_on(roles.server, f"CREATE DATABASE {name} OWNER {roles.owner} {locale}")
    yield name
    run_on(roles.server, f"DROP DATABASE {name} WITH (FORCE)")


def test_a_database_that_cannot_hold_chinese_is_refused_with_how_to_make_one(
    roles: Roles, without_encoding: str
) -> None:
    with pytest.raises(StoreError, match=r"SQL_ASCII.*ENCODING 'UTF8' TEMPLATE template0"):
        prepare(roles, without_encoding)


@pytest.fixture
def stranger(roles: Roles) -> Iterator[str]:
    """A role that nobody granted anything."""
    name = f"desk_stranger_{os.getpid()}"
    run_on(roles.server, f"CREATE ROLE {name} LOGIN")
    yield name
    run_on(roles.server, f"DROP ROLE {name}")


def test_a_window_whose_role_was_not_prepared_is_told_so_and_leaves_nothing_in_the_folder(
    roles: Roles, prepared: str, stranger: str, tmp_path: Path
) -> None:
    from models.store.server import with_role

    address = with_role(Address(roles.window_url(prepared)), stranger)
    with pytest.raises(StoreError, match="server prepare") as refused:
        moving.join_server(tmp_path / "window", address, "a password")
    assert refused.value.trouble is Trouble.SERVER
    assert not list((tmp_path / "window").iterdir())


def test_a_window_that_may_not_come_back_yet_takes_it_for_a_lost_connection(
    roles: Roles, owned: str, stranger: str
) -> None:
    """The server says why in its own language and without a code; the window goes on trying."""
    from sqlalchemy.engine import make_url

    url = make_url(database_url(roles.server, owned)).set(username=stranger, password=None)
    store = connect_server(url.render_as_string(), None)
    run_on(roles.server, f"ALTER ROLE {stranger} NOLOGIN")
    run_on(roles.server, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{stranger}'")
    ask: Callable[[], object] = lambda: store.connection.exec_driver_sql("SELECT 1").scalar()  # noqa: E731
    for _ in range(2):
        with pytest.raises(Disconnected), store.reading():
            ask()
    run_on(roles.server, f"ALTER ROLE {stranger} LOGIN")
    with store.reading():
        assert ask() == 1
    store.close()
