"""Core statements compiled once and run as driver text: what makes a hot write cheap.

A SQLAlchemy statement costs several times its own execution when it is rebuilt for every row; here each is built and
compiled once a dialect, and then only its values travel to the driver. Rows come back as named tuples, errors as
SQLAlchemy's, so that `refusals.py` reads both alike.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Integer, Table, bindparam, insert, literal_column
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.expression import ColumnElement, Executable
from sqlalchemy.sql.visitors import replacement_traverse


@dataclass(frozen=True, slots=True)
class _Compiled:
    """Driver text, the order of its values (None: they travel by name), its constants, the shape of its rows."""

    text: str
    order: tuple[str, ...] | None
    constants: dict[str, Any]
    shape: Callable[[Iterable[Any]], Any]


class Statement:
    """A statement with `bindparam`s (and no expanding IN), compiled on first use for each dialect."""

    def __init__(self, build: Callable[[], Executable]) -> None:
        self._build = build
        self._compiled: dict[str, _Compiled] = {}

    def run(self, connection: Connection, **values: Any) -> Sequence[Any]:
        """Execute and fetch every row."""
        known = self._known(connection.dialect)
        cursor = _execute(connection, known.text, _ordered(known, values))
        found = [known.shape(row) for row in cursor.fetchall()]
        cursor.close()
        return found

    def first(self, connection: Connection, **values: Any) -> Any:
        """Execute and fetch the first row, None when there is none."""
        known = self._known(connection.dialect)
        cursor = _execute(connection, known.text, _ordered(known, values))
        row = cursor.fetchone()
        cursor.close()
        return None if row is None else known.shape(row)

    def tuples(self, connection: Connection, **values: Any) -> Generator[tuple[Any, ...]]:
        """Execute and hand out the driver's own rows one by one: for results of very many rows."""
        known = self._known(connection.dialect)
        cursor = _execute(connection, known.text, _ordered(known, values))
        try:
            yield from cursor
        finally:
            cursor.close()

    def change(self, connection: Connection, **values: Any) -> int:
        """Execute an INSERT, UPDATE or DELETE and return how many rows it touched."""
        known = self._known(connection.dialect)
        cursor = _execute(connection, known.text, _ordered(known, values))
        touched = int(cursor.rowcount)
        cursor.close()
        return touched

    def change_many(self, connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
        """Execute once for each row of values."""
        if not rows:
            return
        known = self._known(connection.dialect)
        whole = [{**known.constants, **row} for row in rows]
        if known.order is None:
            connection.exec_driver_sql(known.text, whole)
        else:
            connection.exec_driver_sql(known.text, [tuple(row[name] for name in known.order) for row in whole])

    def _known(self, dialect: Dialect) -> _Compiled:
        known = self._compiled.get(dialect.name)
        if known is None:
            built: Any = self._build()
            statement: Any = replacement_traverse(built, {}, _number_as_text)
            compiled: Any = statement.compile(dialect=dialect)
            order = tuple(compiled.positiontup) if compiled.positional else None
            constants = {name: value for name, value in compiled.params.items() if value is not None}
            columns = [str(column.key) for column in statement.exported_columns]
            named: Any = namedtuple
            shape = named("Found", columns, rename=True)
            known = _Compiled(str(compiled), order, constants, shape._make)
            self._compiled[dialect.name] = known
        return known


def _number_as_text(element: Any, **_: Any) -> Any:
    # SQLite plans a statement anew at every run when a value that its plan may rest on, as LIMIT's, is bound to it.
    known = isinstance(element, BindParameter) and type(element.value) is int
    return literal_column(str(element.value)) if known else None


def at_most(name: str = "limit") -> ColumnElement[int]:
    """A value for a LIMIT or OFFSET, as a sum: a bare one would make SQLite plan the statement anew at every run."""
    return bindparam(name, type_=Integer) + 0


def command(connection: Connection, text: str) -> None:
    """Run driver text without values, as BEGIN: SQLAlchemy prepares it longer than the store takes to do it."""
    _execute(connection, text, ()).close()


def _ordered(known: _Compiled, values: dict[str, Any]) -> Any:
    merged = {**known.constants, **values} if known.constants else values
    return merged if known.order is None else [merged[name] for name in known.order]


def _execute(connection: Connection, text: str, values: Any) -> Any:
    """The driver's cursor after executing; raises SQLAlchemy's errors, without the values."""
    if not connection.in_transaction():
        connection.begin()
    cursor: Any = connection.connection.cursor()
    try:
        cursor.execute(text, values)
    except Exception as error:
        cursor.close()
        driver: Any = connection.dialect.dbapi
        raise DBAPIError.instance(
            text, None, error, driver.Error, hide_parameters=True, dialect=connection.dialect
        ) from error
    return cursor


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
