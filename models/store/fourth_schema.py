"""What schema version 4 changes and adds, after the first offices filled version 3.

Each matter adds its tables from a module of its own, listed in `PARTS`; guards written anew stand in `CHANGED_GUARDS`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from models.store import (
    authority_schema,
    company_account_schema,
    enterprise_schema,
    guards,
    leaving_schema,
    owed_again_schema,
    search_schema,
    standing_schema,
    tally_schema,
)
from models.store.third_schema import MOVES

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from models.store.third_schema import Part

# The tally's triggers stand before anything moves a case: what is owed again is taken up while this version is applied.
PARTS: tuple[Part, ...] = (
    tally_schema,
    company_account_schema,
    owed_again_schema,
    leaving_schema,
    search_schema,
    standing_schema,
    authority_schema,
)
_NEW_MOVES = "'closed>to_pay'"
CHANGED_GUARDS: tuple[guards.Guard, ...] = (
    *enterprise_schema.CHANGED,
    guards.Guard(
        "case_move_allowed",
        "case_file",
        "UPDATE",
        f"NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN ({MOVES}, {_NEW_MOVES})",
    ),
)


def apply(connection: Connection) -> None:
    """Bring version 3 to version 4, on either dialect, inside the caller's transaction."""
    for statement in statements(connection.dialect.name):
        connection.exec_driver_sql(statement)


def statements(dialect: str) -> Iterator[str]:
    """Everything that is new, in order."""
    for part in PARTS:
        yield from part.tables(dialect)
    yield from guards.replaced(CHANGED_GUARDS, dialect)
    for part in PARTS:
        yield from part.triggers(dialect)
