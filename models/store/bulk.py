"""Many rows at once: driver tuples in batches, which costs hardly more than the rows themselves."""

# ruff: noqa: S608  (names of tables and columns come from this package)

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection

_BATCH = 10_000


def add_rows(
    connection: Connection,
    table: str,
    columns: Sequence[str],
    rows: Iterable[tuple[Any, ...]],
    *,
    once: bool = False,
) -> None:
    """Add rows given in the order of `columns`, as their columns hold them; part of the caller's transaction.

    `once` passes over rows whose key stands already. Values reach the driver as they are: dates and times as text.
    """
    place = "?" if connection.dialect.name == "sqlite" else "%s"
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join([place] * len(columns))})"
    if once:
        statement += " ON CONFLICT DO NOTHING"
    left = iter(rows)
    while batch := list(islice(left, _BATCH)):
        connection.exec_driver_sql(statement, batch)
