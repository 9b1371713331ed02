"""What every part of the repository is built on: one open transaction and the two ways to write a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sqlalchemy import Connection, Table

from models.store import rows
from models.store.statements import compare_and_set, insertion

T = TypeVar("T")


class Records:
    """Bound to one open transaction of one store."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._read: dict[str, tuple[int, Any]] = {}

    def _once(self, what: str, key: int, read: Callable[[int], T]) -> T:
        """`read(key)`, or what it gave when it was the last of its kind to be read.

        No other transaction changes what this one sees, so only who writes such a row here has to `_forget` it. The
        last one alone is kept: a step comes back to its own case, a list to none of thousands.
        """
        last = self._read.get(what)
        if last is None or last[0] != key:
            last = self._read[what] = (key, read(key))
        found: T = last[1]
        return found

    def _forget(self, what: str) -> None:
        self._read.pop(what, None)

    def _insert(self, table: Table, key: str = "id", **values: Any) -> int:
        """Add a row and return its `key`."""
        columns = {name: rows.column_value(value) for name, value in values.items()}
        row = insertion(table, tuple(columns), key).first(self._connection, **columns)
        if row is None:
            raise RuntimeError(f"inserting into {table.name} returned no key")
        return int(row[0])

    def _add(self, table: Table, **values: Any) -> None:
        """Add a row that has no key of its own."""
        columns = {name: rows.column_value(value) for name, value in values.items()}
        insertion(table, tuple(columns), None).change(self._connection, **columns)

    def _swap(self, table: Table, old: Mapping[str, Any], changes: Mapping[str, Any]) -> bool:
        """Change the one row that still looks like `old`; False when somebody else changed it first."""
        values = {name: rows.column_value(value) for name, value in changes.items()}
        bound = {f"old_{name}": rows.column_value(value) for name, value in old.items()}
        statement = compare_and_set(table, tuple(old), tuple(values))
        return statement.change(self._connection, **values, **bound) == 1
