"""Every row of one store into another of the same schema, in one transaction of the target, and compared afterwards.

The guards of the target are put aside while rows arrive in their final state, and stand again before the commit: the
structure check that follows would name one that is missing.
"""

# ruff: noqa: S608  (names of tables, columns and guards of this schema)

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Table
from sqlmodel import SQLModel

from models.errors import StoreError
from models.store import fourth_schema, schema, second_schema, tables, third_schema  # noqa: F401  (tables registers rows)

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

Report = Callable[[int, int, str], None]

_OWN = frozenset({"standing", "key_ring"})
"""What each place keeps for itself."""

_BATCH = 200


def copied_tables() -> tuple[str, ...]:
    """The tables that move, each after those it refers to."""
    later = (*third_schema.statements("sqlite"), *fourth_schema.statements("sqlite"))
    statements = (*schema.tables("sqlite"), *second_schema.tables("sqlite"), *later)
    found = (re.match(r"CREATE TABLE (\w+)", statement) for statement in statements)
    return tuple(match[1] for match in found if match is not None and match[1] not in _OWN)


def copy_rows(source: Connection, target: Connection, report: Report) -> None:
    """Replace every row of `target` by those of `source`, inside the callers' transactions.

    Raises StoreError when what arrived is not what left.
    """
    names = copied_tables()
    with _unguarded(target, names):
        _empty(target, names)
        for done, name in enumerate(names):
            report(done, 2 * len(names), "正在搬数据")
            _copy_table(source, target, name)
        _count_on(target, names)
    for done, name in enumerate(names):
        report(len(names) + done, 2 * len(names), "正在核对")
        if digest(source, name) != digest(target, name):
            raise StoreError(f"搬过去的表 {name} 与原来的不一致，没有搬成；原数据未动，请重试或联系技术人员。")


def digest(connection: Connection, name: str) -> str:
    """SHA-256 over every row of a table in the order of its key."""
    found = hashlib.sha256()
    for row in _rows(connection, name):
        found.update(repr(tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)).encode())
    return found.hexdigest()


def _rows(connection: Connection, name: str) -> Iterator[Row[tuple[object, ...]]]:
    table = _table(name)
    columns = ", ".join(f'"{column.name}"' for column in table.c)
    keys = ", ".join(f'"{column.name}"' for column in table.primary_key)
    statement = f'SELECT {columns} FROM "{name}" ORDER BY {keys}'
    yield from connection.exec_driver_sql(statement, execution_options={"stream_results": True, "yield_per": _BATCH})


def _table(name: str) -> Table:
    return SQLModel.metadata.tables[name]


def _copy_table(source: Connection, target: Connection, name: str) -> None:
    columns = [column.name for column in _table(name).c]
    mark = "?" if target.dialect.name == "sqlite" else "%s"
    listed = ", ".join(f'"{column}"' for column in columns)
    statement = f'INSERT INTO "{name}" ({listed}) VALUES ({", ".join([mark] * len(columns))})'
    batch: list[tuple[object, ...]] = []
    for row in _rows(source, name):
        batch.append(tuple(row))
        if len(batch) == _BATCH:
            target.exec_driver_sql(statement, batch)
            batch = []
    if batch:
        target.exec_driver_sql(statement, batch)


def _empty(target: Connection, names: Sequence[str]) -> None:
    if target.dialect.name == "postgresql":
        target.exec_driver_sql(f"TRUNCATE {', '.join(names)}")
        return
    for name in reversed(names):
        target.exec_driver_sql(f"DELETE FROM {name}")


def _count_on(target: Connection, names: Sequence[str]) -> None:
    """New rows get the number after the last one that arrived; the embedded store sees to that by itself."""
    if target.dialect.name != "postgresql":
        return
    sequences = (
        "SELECT c.relname, pg_get_serial_sequence(c.relname::text, a.attname::text) FROM pg_class c "
        "JOIN pg_attribute a ON a.attrelid = c.oid WHERE a.attidentity <> '' "
        "AND c.relnamespace = current_schema()::regnamespace"
    )
    for name, sequence in target.exec_driver_sql(sequences).all():
        if name in names:
            target.exec_driver_sql(f"SELECT setval('{sequence}', max(id)) FROM {name} HAVING max(id) IS NOT NULL")


def put_key_ring(target: Connection, content: str, seal: str) -> None:
    """Lay the office's key file into a shared store, as its owner; whatever lay there goes."""
    with _unguarded(target, ("key_ring",)):
        target.exec_driver_sql("DELETE FROM key_ring")
        insert = "INSERT INTO key_ring (id, content, seal, version) VALUES (1, %s, %s, 1)"
        target.exec_driver_sql(insert, (content, seal))


@contextmanager
def _unguarded(target: Connection, names: Sequence[str]) -> Iterator[None]:
    if target.dialect.name == "postgresql":
        for name in names:
            target.exec_driver_sql(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        yield
        for name in names:
            target.exec_driver_sql(f"ALTER TABLE {name} ENABLE TRIGGER USER")
        return
    found = target.exec_driver_sql("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid").all()
    for name, _ in found:
        target.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for _, text in found:
        target.exec_driver_sql(text)
