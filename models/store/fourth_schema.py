"""What schema version 4 changes and adds, after the first offices filled version 3.

Each matter adds its tables from a module of its own, listed in `PARTS`; guards written anew stand in `CHANGED_GUARDS`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from models.store import enterprise_schema, guards

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from models.store.third_schema import Part

PARTS: tuple[Part, ...] = ()
CHANGED_GUARDS: tuple[guards.Guard, ...] = (*enterprise_schema.CHANGED,)


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
