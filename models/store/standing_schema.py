"""The part of schema version 4 about where an office lives: whether this store is in force, and the shared key file.

An office that moved leaves a store behind that still can be read; nothing is written into its journal any more.
"""

# ruff: noqa: S608  (the conditions are constants of this module)

from __future__ import annotations

from models.store import guards, schema

_STATES = ("empty", "arriving", "in_force", "left")
_MOVES = ("empty>arriving", "arriving>arriving", "arriving>in_force", "in_force>left")
_TABLES = (
    f"""CREATE TABLE standing (
    id {{int}} PRIMARY KEY CONSTRAINT standing_single CHECK (id = 1),
    state {{text}} NOT NULL CONSTRAINT standing_state CHECK (state IN ({", ".join(f"'{name}'" for name in _STATES)})),
    move {{text}} NOT NULL,
    at {{text}} NOT NULL){{strict}}""",
    "INSERT INTO standing (id, state, move, at) VALUES (1, 'in_force', '', '')",  # what was made before was in force
    """CREATE TABLE key_ring (
    id {int} PRIMARY KEY CONSTRAINT key_ring_single CHECK (id = 1),
    content {text} NOT NULL,
    seal {text} NOT NULL,
    version {int} NOT NULL){strict}""",
)
_GUARDS = (
    guards.Guard(
        "standing_moves",
        "standing",
        "UPDATE",
        "NEW.id <> OLD.id OR ((OLD.state || '>' || NEW.state) NOT IN ("
        + ", ".join(f"'{move}'" for move in _MOVES)
        + ") AND NOT (OLD.state = 'in_force' AND NEW.state = 'empty' AND NOT EXISTS (SELECT 1 FROM journal)))",
    ),
    guards.Guard("standing_kept", "standing", "DELETE", "1 = 1"),
    guards.Guard(
        "journal_in_force",
        "journal",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM standing s WHERE s.state = 'in_force')",
    ),
    guards.Guard(
        "key_ring_sealed",
        "key_ring",
        "UPDATE",
        "NEW.id <> OLD.id OR NEW.seal <> OLD.seal OR NEW.version <> OLD.version + 1",
    ),
    guards.Guard("key_ring_kept", "key_ring", "DELETE", "1 = 1"),
)


def tables(dialect: str) -> tuple[str, ...]:
    """The statements that create tables and indexes; `dialect` is `sqlite` or `postgresql`."""
    return schema.spelled(_TABLES, dialect)


def triggers(dialect: str) -> tuple[str, ...]:
    """The statements that create the guards."""
    return guards.spelled(_GUARDS, dialect)
