"""What the schema of a version looks like when nobody has touched it: tables, indexes, guards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

_SQLITE = "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
_GUARDS = (
    "SELECT 'trigger ' || t.tgname, t.tgenabled::text || ' ' || p.prosrc FROM pg_trigger t "
    "JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid "
    "WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"
)


def altered_parts(connection: Connection, version: int) -> Iterator[str]:
    """Names of tables, indexes and guards that are missing, added or not as version `version` made them."""
    found = _found(connection)
    expected = _expected_file(version) if connection.dialect.name == "sqlite" else _expected_guards(version)
    for name in sorted({*found, *expected}):
        if found.get(name) != expected.get(name):
            yield name


def _found(connection: Connection) -> dict[str, str]:
    statement = _SQLITE if connection.dialect.name == "sqlite" else _GUARDS
    return {str(name): str(text) for name, text in connection.exec_driver_sql(statement)}


@cache  # making it took three quarters of every check of a store
def _expected_file(version: int) -> Mapping[str, str]:
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool
    from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

    from models.store.versions import MIGRATIONS

    engine = create_engine("sqlite://", module=dbapi2, poolclass=StaticPool)
    with engine.connect() as model:
        for migration in MIGRATIONS[:version]:
            migration(model)
        expected = _found(model)
    engine.dispose()
    return expected


@cache
def _expected_guards(version: int) -> Mapping[str, str]:
    from models.store import fourth_schema, second_schema, third_schema
    from models.store.guards import triggers

    bodies: dict[str, str] = {}
    expected: dict[str, str] = {}
    later = (*second_schema.triggers("postgresql"),) if version >= 2 else ()
    latest = (*third_schema.statements("postgresql"),) if version >= 3 else ()
    newest = (*fourth_schema.statements("postgresql"),) if version >= 4 else ()
    for statement in (*triggers("postgresql"), *later, *latest, *newest):
        words = statement.replace("OR REPLACE ", "", 1).replace("CREATE CONSTRAINT ", "CREATE ", 1).split()
        if words[1] == "FUNCTION":
            bodies[words[2].removesuffix("()")] = statement.split("$$")[1]
        elif words[1] == "TRIGGER":
            expected[f"trigger {words[2]}"] = words[-1].removesuffix("()")
    return {name: "O " + bodies[function] for name, function in expected.items()}
