"""Schema versions: applied one transaction each, recorded, wholly old or wholly new; every released one kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from builders.store import KEY, START, fill, found_office
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DBAPIError

from models.case import State
from models.errors import StoreError
from models.store import tables
from models.store.backup import backups
from models.store.engine import Store, create_store, open_store, open_unchecked
from models.store.location import STORE_NAME
from models.store.migrations import migrate
from models.store.verify import verify, verify_folder
from models.store.versions import CURRENT, MIGRATIONS, apply_all, schema_version
from models.store.worklist_records import Span, SpanKind

DATABASES = Path(__file__).parents[2] / "databases"


def add_note(connection: Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")
    connection.exec_driver_sql("INSERT INTO note VALUES (1, 'x')")


def fail_half_way(connection: Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE half (id INTEGER PRIMARY KEY)")
    connection.exec_driver_sql("INSERT INTO no_such_table VALUES (1)")


def has_table(store: Store, name: str) -> bool:
    present = inspect(store.connection).has_table(name)
    store.connection.rollback()
    return bool(present)


def test_every_migration_of_a_new_store_is_recorded(store: Store) -> None:
    assert schema_version(store.connection) == CURRENT == len(MIGRATIONS)
    rows = store.connection.exec_driver_sql("SELECT version, name FROM migration ORDER BY version").fetchall()
    store.connection.rollback()
    assert [tuple(row) for row in rows] == [
        (1, "first_schema"),
        (2, "search_drafts_and_pins"),
        (3, "whole_life_of_a_case"),
        (4, "shared_and_mended"),
    ]


def test_a_further_migration_is_applied_once_and_recorded(store: Store) -> None:
    longer = (*MIGRATIONS, add_note)
    assert apply_all(store.connection, START, longer) == (CURRENT, CURRENT + 1)
    assert schema_version(store.connection) == CURRENT + 1
    assert apply_all(store.connection, START, longer) == (CURRENT + 1, CURRENT + 1)
    assert has_table(store, "note")


def test_a_migration_that_fails_leaves_the_version_before_it_whole(store: Store) -> None:
    with pytest.raises(DBAPIError):
        apply_all(store.connection, START, (*MIGRATIONS, add_note, fail_half_way))
    assert schema_version(store.connection) == CURRENT + 1
    assert has_table(store, "note")
    assert not has_table(store, "half")


def test_the_control_without_its_own_transaction_is_left_half_done(embedded: Store) -> None:
    with pytest.raises(DBAPIError):
        fail_half_way(embedded.connection)
    embedded.connection.rollback()
    assert has_table(embedded, "half")


def older(folder: Path) -> None:
    """Make the store look like the release before: its version one lower, so that there is something to migrate."""
    store = open_unchecked(folder, key=KEY)
    store.connection.exec_driver_sql("PRAGMA user_version = 0")
    store.close()


def test_an_up_to_date_store_is_left_alone(folder: Path) -> None:
    before = (folder / STORE_NAME).read_bytes()
    assert migrate(folder, key=KEY, at=START) == (CURRENT, CURRENT)
    assert backups(folder) == ()
    assert (folder / STORE_NAME).read_bytes() == before


def test_a_newer_and_a_foreign_store_are_not_migrated(folder: Path) -> None:
    for name, value, line in (("user_version", 99, "请升级本程序"), ("application_id", 1, "不是本程序建立的")):
        store = open_unchecked(folder, key=KEY)
        store.connection.exec_driver_sql(f"PRAGMA {name} = {value}")
        store.close()
        with pytest.raises(StoreError, match=line):
            migrate(folder, key=KEY, at=START)


def test_nothing_is_migrated_when_the_backup_before_it_does_not_verify(folder: Path) -> None:
    older(folder)
    with pytest.raises(StoreError, match="备份未完成"):
        migrate(folder, key=KEY, at=START)
    store = open_unchecked(folder, key=KEY)
    assert schema_version(store.connection) == 0
    store.close()


@pytest.mark.parametrize("kept", sorted(DATABASES.glob("v*")), ids=lambda path: path.name)
def test_every_kept_schema_migrates_opens_and_verifies(kept: Path, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    shutil.copytree(kept, folder)
    version = int(kept.name.removeprefix("v"))
    assert migrate(folder, key=KEY, at=START) == (version, CURRENT)
    assert len(backups(folder)) == (0 if version == CURRENT else 1)
    assert verify_folder(folder, key=KEY) == ()
    store = open_store(folder, key=KEY)
    with store.reading() as repository:
        assert len(repository.cases()) == 5
        assert len(repository.all_letters()) == 5
        assert repository.account_named("签发员") is not None
        counted = repository.count_span(Span(State.TO_SERVE, SpanKind.ALL))[0]
        assert counted == len(repository.cases(states=frozenset({State.TO_SERVE}))) > 0
    store.close()


def test_a_case_of_version_3_that_was_closed_over_money_it_is_owed_waits_for_payment(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    shutil.copytree(DATABASES / "v3", folder)
    store = open_unchecked(folder, key=KEY)
    for state in ("to_pay", "closed"):  # the bank's late return left a closed case like this
        change = f"UPDATE case_file SET state = '{state}', version = version + 1 WHERE id = 1"
        store.connection.exec_driver_sql(change)
        store.connection.commit()
    store.close()
    assert migrate(folder, key=KEY, at=START) == (3, CURRENT)
    assert verify_folder(folder, key=KEY) == ()
    store = open_store(folder, key=KEY)
    with store.reading() as repository:
        assert repository.case(1).state is State.TO_PAY
    store.close()


def test_there_is_a_kept_file_for_every_released_schema() -> None:
    assert [path.name for path in sorted(DATABASES.glob("v*"))] == [f"v{n}" for n in range(1, CURRENT + 1)]


@pytest.mark.parametrize("name", sorted(tables.SQLModel.metadata.tables))
def test_the_table_classes_say_what_the_schema_holds(store: Store, name: str) -> None:
    present: dict[str, Any] = {column["name"]: column for column in inspect(store.connection).get_columns(name)}
    store.connection.rollback()
    declared = tables.SQLModel.metadata.tables[name].columns
    assert list(present) == [column.name for column in declared]
    kinds = {"INTEGER": "int", "BIGINT": "int", "TEXT": "text", "VARCHAR": "text", "BLOB": "blob", "BYTEA": "blob"}
    for column in declared:
        found = kinds[str(present[column.name]["type"]).split(" ")[0].split("(")[0]]
        assert found == kinds[str(column.type).split("(")[0]], column.name
        if not column.primary_key:
            assert present[column.name]["nullable"] == column.nullable, column.name


def test_a_filled_store_is_never_made_a_second_time(place: Any) -> None:
    with pytest.raises(StoreError, match="不会覆盖"):
        create_store(place.folder, key=KEY, created_at=START, server=place.url)
    assert migrate(place.folder, key=KEY, at=START, server=place.url) == (CURRENT, CURRENT)


def refill(work: Callable[[Store], None], folder: Path) -> None:
    store = open_store(folder, key=KEY)
    work(store)
    store.close()


def test_a_filled_store_verifies_after_a_reopening(folder: Path) -> None:
    refill(lambda store: fill(store, found_office(store), 2), folder)
    refill(lambda store: None, folder)
    store = open_store(folder, key=KEY)
    assert verify(store) == ()
    store.close()
