"""Core statements compiled once and run as driver text: what makes a hot write cheap.

A SQLAlchemy statement costs several times its own execution when it is rebuilt for every row; here each is built and
compiled once a dialect, and then only its values travel.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Table, bindparam, insert
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.expression import Executable


class Statement:
    """A statement with `bindparam`s (and no expanding IN), compiled on first use for each dialect."""

    def __init__(self, build: Callable[[], Executable]) -> None:
        self._build = build
        self._compiled: dict[str, tuple[str, tuple[str, ...] | None, dict[str, Any]]] = {}

    def run(self, connection: Connection, **values: Any) -> Sequence[Row[Any]]:
        """Execute and fetch every row."""
        found: Sequence[Row[Any]] = self._execute(connection, values).fetchall()
        return found

    def first(self, connection: Connection, **values: Any) -> Row[Any] | None:
        """Execute and fetch the first row, None when there is none."""
        result = self._execute(connection, values)
        row: Row[Any] | None = result.fetchone()
        result.close()
        return row

    def change(self, connection: Connection, **values: Any) -> int:
        """Execute an UPDATE or DELETE and return how many rows it touched."""
        return int(self._execute(connection, values).rowcount)

    def change_many(self, connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
        """Execute once for each row of values."""
        if not rows:
            return
        text, order, constants = self._text(connection.dialect)
        whole = [{**constants, **row} for row in rows]
        if order is None:
            connection.exec_driver_sql(text, whole)
        else:
            connection.exec_driver_sql(text, [tuple(row[name] for name in order) for row in whole])

    def _execute(self, connection: Connection, values: dict[str, Any]) -> Any:
        text, order, constants = self._text(connection.dialect)
        merged = {**constants, **values} if constants else values
        if order is None:
            return connection.exec_driver_sql(text, merged)
        return connection.exec_driver_sql(text, tuple(merged[name] for name in order))

    def _text(self, dialect: Dialect) -> tuple[str, tuple[str, ...] | None, dict[str, Any]]:
        known = self._compiled.get(dialect.name)
        if known is None:
            compiled: Any = self._build().compile(dialect=dialect)  # type: ignore[attr-defined]
            order = tuple(compiled.positiontup) if compiled.positional else None
            constants = {name: value for name, value in compiled.params.items() if value is not None}
            known = (str(compiled), order, constants)
            self._compiled[dialect.name] = known
        return known


@cache
def insertion(table: Table, columns: tuple[str, ...], key: str | None) -> Statement:
    """INSERT of exactly `columns`, returning the column `key` when one is named."""

    def build() -> Executable:
        statement = insert(table).values({name: bindparam(name) for name in columns})
        return statement if key is None else statement.returning(table.c[key])

    return Statement(build)


@cache
def compare_and_set(table: Table, keys: tuple[str, ...], columns: tuple[str, ...]) -> Statement:
    """UPDATE of `columns` where every key column still has its old value (bound as `old_…`)."""

    def build() -> Executable:
        conditions = [table.c[name] == bindparam(f"old_{name}") for name in keys]
        return table.update().where(*conditions).values({name: bindparam(name) for name in columns})

    return Statement(build)
