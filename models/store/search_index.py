"""Filling the search terms for people and facts that stood in the store before it had any."""

# ruff: noqa: S608  (table names of this module only)

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from models.search_terms import case_terms, person_terms
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


def _terms(row: Any) -> Iterable[tuple[str, str]]:
    return person_terms(row.name, row.id_number, row.phone, row.bank_card)


def _pages(connection: Connection, table: str) -> Iterator[list[Any]]:
    after = 0
    while True:
        statement = f"SELECT * FROM {table} WHERE id > {after} ORDER BY id LIMIT {_PAGE}"
        page = list(connection.exec_driver_sql(statement))
        if not page:
            return
        yield page
        after = int(page[-1].id)


def _add(connection: Connection, what: str, rows: Iterable[tuple[str, str, int]]) -> None:
    places = "?, ?, ?" if connection.dialect.name == "sqlite" else "%s, %s, %s"
    statement = f"INSERT INTO {what}_term (kind, term, {what}_id) VALUES ({places}) ON CONFLICT DO NOTHING"
    if found := list(rows):
        connection.exec_driver_sql(statement, found)
