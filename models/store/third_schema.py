"""What schema version 3 changes and adds: the whole life of a case, after the decision and beside it.

The closed lists of version 1 grow (states, acts, letter kinds) with the guards written over them; each matter of its
own then adds its tables from a module of its own, listed in `PARTS`. Frozen like the versions before it.
"""

# ruff: noqa: S608  (the conditions are constants of this module)

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from models.store import (
    attendant_schema,
    calendar_schema,
    class_schema,
    desk_schema,
    guards,
    identity_schema,
    likeness_schema,
    notice_schema,
    payment_schema,
    publicity_schema,
    rounds_schema,
    serving_schema,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Part(Protocol):
    """A module that adds tables and guards to version 3."""

    def tables(self, dialect: str) -> tuple[str, ...]:
        """The statements that create its tables and indexes."""

    def triggers(self, dialect: str) -> tuple[str, ...]:
        """The statements that create its guards."""


PARTS: tuple[Part, ...] = (
    identity_schema,
    attendant_schema,
    likeness_schema,
    payment_schema,
    rounds_schema,
    publicity_schema,
    calendar_schema,
    notice_schema,
    serving_schema,
    class_schema,
    desk_schema,
)

_NEXT = {
    "at_window": ("for_applicant", "registered", "for_review", "not_accepted", "withdrawn"),
    "for_applicant": ("at_window", "lapsed", "withdrawn"),
    "registered": ("at_window", "withdrawn"),
    "for_review": ("at_window", "in_publicity", "for_signature", "in_correction", "withdrawn"),
    "in_publicity": ("for_review", "for_signature", "withdrawn"),
    "for_signature": ("at_window", "for_review", "to_seal", "to_serve", "withdrawn"),
    "to_seal": ("to_serve", "for_review"),
    "to_serve": ("to_pay", "closed", "for_review", "in_correction"),
    "to_pay": ("paid", "closed", "to_serve", "in_correction"),
    "paid": ("to_pay", "in_correction"),
    "closed": ("to_serve", "in_correction"),
    "not_accepted": ("in_correction",),
    "lapsed": ("at_window",),
    "in_correction": ("at_window", "for_review", "to_serve", "to_pay", "paid", "closed", "not_accepted"),
    "withdrawn": (),
}
_ACTS = (
    *("opened", "accepted", "deemed_accepted", "registered", "notified", "supplemented", "lapsed"),
    *("non_acceptance_proposed", "not_accepted", "submitted", "reviewed", "returned", "published", "objected"),
    *("publicity_ended", "signed", "sealed", "voided", "served", "listed", "paid", "payment_rejected"),
    *("repayment_ordered", "repaid", "reopened", "maintained", "extended", "redated", "taken_over", "noted"),
    *("merged", "withdrawn", "undone"),
)
_LETTERS = (
    *("receipt", "approval", "refusal", "supplement_notice", "non_acceptance", "lapse_notice", "withdrawal"),
    *("extension", "correction", "revocation", "maintenance", "repayment_order"),
)
_DECISION_LETTERS = ("approval", "refusal", "correction", "revocation")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


@dataclass(frozen=True, slots=True)
class _Check:
    """A CHECK whose list grows: `pattern` finds its text in the file's schema, `name` is PostgreSQL's."""

    table: str
    name: str
    pattern: str
    text: str


def _one_of(table: str, name: str, column: str, values: Iterable[str]) -> _Check:
    return _Check(table, name, rf"CHECK\s*\({column} IN \([^)]*\)\)", f"CHECK ({column} IN ({_listed(values)}))")


_CHECKS = (
    _one_of("case_file", "case_state", "state", _NEXT),
    _one_of("case_act", "case_act_known", "act", _ACTS),
    _one_of("letter", "letter_kind_check", "kind", _LETTERS),
    _Check(
        "letter",
        "letter_rests_on_decision",
        re.escape("CHECK ((kind = 'receipt') = (decision_id IS NULL))"),
        f"CHECK ((kind IN ({_listed(_DECISION_LETTERS)})) = (decision_id IS NOT NULL))",
    ),
    _one_of("access_log", "access_log_known", "act", ("reprint", "reveal", "export")),
)


def _changed(*columns: str) -> str:
    return " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)


MOVES = _listed(f"{start}>{end}" for start, ends in _NEXT.items() for end in ends)
_DECIDED = ("to_seal", "to_serve", "to_pay", "paid", "closed")
_FIXED = _changed("accepted_by", "reviewed_by", "facts_id", "applied_on", "accepted_on")
CHANGED_GUARDS = (
    guards.Guard(
        "case_move_allowed",
        "case_file",
        "UPDATE",
        f"NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN ({MOVES})",
    ),
    guards.Guard(
        "case_identity",
        "case_file",
        "UPDATE",
        _changed("id", "number", "programme", "opened_by", "opened_at")
        + f" OR (NEW.person_id <> OLD.person_id AND NOT {identity_schema.MERGED_PERSON})"
        + " OR NEW.version <> OLD.version + 1 OR NEW.round NOT IN (OLD.round, OLD.round + 1)",
    ),
    guards.Guard(
        "case_decided_stands",
        "case_file",
        "UPDATE",
        f"({_FIXED}) AND EXISTS (SELECT 1 FROM decision d WHERE d.case_id = NEW.id AND NOT EXISTS "
        "(SELECT 1 FROM decision_void v WHERE v.decision_id = d.id) "
        f"AND (d.round = NEW.round OR (NEW.state = OLD.state AND NEW.state IN ({_listed(_DECIDED)}))))",
    ),
    guards.Guard(
        "letter_fits_decision",
        "letter",
        "INSERT",
        "NEW.decision_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.id = NEW.decision_id AND "
        "((d.outcome = 'granted' AND NEW.kind IN ('approval', 'correction') "
        "AND NOT (NEW.amount_fen IS DISTINCT FROM d.amount_fen)) "
        "OR (d.outcome = 'refused' AND NEW.kind IN ('refusal', 'revocation'))))",
    ),
    # What counts as accepted by law was accepted as well.
    guards.Guard(
        "decision_acts_recorded",
        "decision",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM case_act t WHERE t.case_id = NEW.case_id AND t.act IN ('accepted', "
        "'deemed_accepted') AND t.account_id = NEW.accepted_by AND t.round <= NEW.round) "
        "OR NOT EXISTS (SELECT 1 FROM case_act t WHERE t.case_id = NEW.case_id AND t.act = 'reviewed' "
        "AND t.account_id = NEW.reviewed_by AND t.round = NEW.round)",
    ),
)


def apply(connection: Connection) -> None:
    """Bring version 2 to version 3, on either dialect, inside the caller's transaction."""
    dialect = connection.dialect.name
    for check in _CHECKS:
        (_widen_in_file if dialect == "sqlite" else _widen_on_server)(connection, check)
    for statement in statements(dialect):
        connection.exec_driver_sql(statement)


def statements(dialect: str) -> Iterator[str]:
    """Everything but the widened checks, in order."""
    yield "CREATE INDEX case_left ON case_act (at) WHERE act IN ('withdrawn', 'lapsed', 'not_accepted', 'maintained')"
    for part in PARTS:
        yield from part.tables(dialect)
    yield from guards.replaced(CHANGED_GUARDS, dialect)
    for part in PARTS:
        yield from part.triggers(dialect)


def _widen_in_file(connection: Connection, check: _Check) -> None:
    # SQLite changes a CHECK that fits the rows already there by its text: https://www.sqlite.org/lang_altertable.html
    select = "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?"
    text = str(connection.exec_driver_sql(select, (check.table,)).scalar_one())
    widened, count = re.subn(check.pattern, lambda _: check.text, text)
    if count != 1:
        raise AssertionError(f"the schema of {check.table} is not the one of version 2")
    version = int(connection.exec_driver_sql("PRAGMA schema_version").scalar_one())
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    try:
        update = "UPDATE sqlite_schema SET sql = ? WHERE type = 'table' AND name = ?"
        connection.exec_driver_sql(update, (widened, check.table))
        connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    finally:
        connection.exec_driver_sql("PRAGMA writable_schema = OFF")


def _widen_on_server(connection: Connection, check: _Check) -> None:
    connection.exec_driver_sql(f"ALTER TABLE {check.table} DROP CONSTRAINT {check.name}")
    connection.exec_driver_sql(f"ALTER TABLE {check.table} ADD CONSTRAINT {check.name} {check.text}")
