"""Filling the search terms for people and facts that stood in the store before it had any."""

# ruff: noqa: S608  (table names of this module only)

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from models.search_terms import case_terms, person_terms, sound_terms
from models.store.bulk import add_rows
from models.store.rows import json_value

if TYPE_CHECKING:
    from sqlalchemy import Connection

_PAGE = 2000


def fill(connection: Connection) -> None:
    """Add the terms of every person and of every set of facts; part of the caller's transaction."""
    for page in _pages(connection, "person"):
        _add(connection, "person", ((*term, row.id) for row in page for term in _terms(row)))
    for page in _pages(connection, "fact_set"):
        _add(connection, "case", ((*term, row.case_id) for row in page for term in case_terms(json_value(row.facts))))


def fill_sounds(connection: Connection) -> None:
    """Add the terms of every name, former ones too, that version 4 is the first to keep; part of the transaction."""
    former = "person p LEFT JOIN person_identity i ON i.person_id = p.id"
    for page in _pages(connection, former, "p.id", "p.id, p.name, i.former_names"):
        _add(
            connection,
            "person",
            ((*term, row.id) for row in page for name in _names(row) for term in sound_terms(name)),
        )


def _names(row: Any) -> Iterator[str]:
    yield row.name
    if row.former_names is not None:
        yield from json_value(row.former_names)


def _terms(row: Any) -> Iterable[tuple[str, str]]:
    return person_terms(row.name, row.id_number, row.phone, row.bank_card)


def _pages(connection: Connection, tables: str, key: str = "id", columns: str = "*") -> Iterator[list[Any]]:
    after = 0
    while True:
        statement = f"SELECT {columns} FROM {tables} WHERE {key} > {after} ORDER BY {key} LIMIT {_PAGE}"
        page = list(connection.exec_driver_sql(statement))
        if not page:
            return
        yield page
        after = int(page[-1].id)


def _add(connection: Connection, what: str, rows: Iterable[tuple[str, str, int]]) -> None:
    add_rows(connection, f"{what}_term", ("kind", "term", f"{what}_id"), rows, once=True)
