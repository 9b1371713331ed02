"""Guards: triggers, written once and spelled for SQLite and PostgreSQL, that hold what a CHECK cannot see.

A guard is a condition over NEW, OLD and other rows; when it is true the statement is refused with the guard's name.
Conditions are null-safe: an unknown condition refuses nothing, so each is written to be true or false. The list
is part of schema version 1 and frozen with it.
"""

# ruff: noqa: S608  (the conditions are constants of this module)

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guard:
    """`event` is INSERT, UPDATE or DELETE on `table`; `condition` true refuses the row."""

    name: str
    table: str
    event: str
    condition: str


APPEND_ONLY = (
    "migration",
    "property",
    "case_act",
    "fact_set",
    "register_check",
    "attachment",
    "paper",
    "assessment",
    "decision",
    "letter",
    "letter_content",
    "bucket",
    "edition",
    "edition_file",
    "journal",
)
NEVER_DELETED = ("office", "account", "person", "counter", "case_file", "bureau_entry")

_MOVES = (
    "'at_window>registered'",
    "'at_window>for_review'",
    "'registered>at_window'",
    "'for_review>at_window'",
    "'for_review>for_signature'",
    "'for_signature>for_review'",
    "'for_signature>at_window'",
    "'for_signature>to_serve'",
    "'to_serve>to_pay'",
    "'to_serve>closed'",
    "'to_pay>closed'",
    "'at_window>withdrawn'",
    "'registered>withdrawn'",
    "'for_review>withdrawn'",
    "'for_signature>withdrawn'",
)

_CASE_SEATS = "('intake', 'review', 'sign', 'finance')"
_ADMINISTRATORS = "('system', 'security', 'audit')"
_ZEROS = "0" * 64


def _holds(account: str, seat: str) -> str:
    return f"EXISTS (SELECT 1 FROM account_seat s WHERE s.account_id = {account} AND s.seat = '{seat}')"


def _active(account: str) -> str:
    return f"EXISTS (SELECT 1 FROM account a WHERE a.id = {account} AND a.active = 1)"


def _changed(*columns: str) -> str:
    return " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)


def _acted(account: str, act: str, rounds: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM case_act t WHERE t.case_id = NEW.case_id AND t.act = '{act}' "
        f"AND t.account_id = {account} AND t.round {rounds} NEW.round)"
    )


GUARDS = (
    Guard(
        "case_starts_at_window",
        "case_file",
        "INSERT",
        "NEW.state <> 'at_window' OR NEW.version <> 1 OR NEW.round <> 1 OR NEW.reviewed_by IS NOT NULL",
    ),
    Guard(
        "case_move_allowed",
        "case_file",
        "UPDATE",
        f"NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN ({', '.join(_MOVES)})",
    ),
    Guard(
        "case_identity",
        "case_file",
        "UPDATE",
        _changed("id", "number", "person_id", "programme", "opened_by", "opened_at")
        + " OR NEW.version <> OLD.version + 1 OR NEW.round NOT IN (OLD.round, OLD.round + 1)",
    ),
    Guard(
        "case_facts_belong",
        "case_file",
        "UPDATE",
        "(NEW.facts_id IS NOT NULL AND NEW.facts_id IS DISTINCT FROM OLD.facts_id AND NOT EXISTS "
        "(SELECT 1 FROM fact_set f WHERE f.id = NEW.facts_id AND f.case_id = NEW.id)) "
        "OR (NEW.assessment_id IS NOT NULL AND NEW.assessment_id IS DISTINCT FROM OLD.assessment_id AND NOT EXISTS "
        "(SELECT 1 FROM assessment s WHERE s.id = NEW.assessment_id AND s.case_id = NEW.id))",
    ),
    Guard(
        "case_decided_stands",
        "case_file",
        "UPDATE",
        f"({_changed('accepted_by', 'reviewed_by', 'facts_id', 'applied_on', 'accepted_on')}) AND EXISTS "
        "(SELECT 1 FROM decision d WHERE d.case_id = NEW.id AND d.round = NEW.round)",
    ),
    Guard("account_seat_fixed", "account_seat", "UPDATE", "1 = 1"),
    Guard(
        "account_seat_mixed",
        "account_seat",
        "INSERT",
        "EXISTS (SELECT 1 FROM account_seat s WHERE s.account_id = NEW.account_id AND "
        f"((NEW.seat IN {_ADMINISTRATORS} AND s.seat IN {_CASE_SEATS}) OR "
        f"(NEW.seat IN {_CASE_SEATS} AND s.seat IN {_ADMINISTRATORS})))",
    ),
    Guard(
        "decision_setting",
        "decision",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM office o WHERE o.separate_review_and_sign = NEW.separate_review_and_sign)",
    ),
    Guard(
        "decision_matches_case",
        "decision",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM case_file c WHERE c.id = NEW.case_id AND c.round = NEW.round "
        "AND c.accepted_by = NEW.accepted_by AND c.reviewed_by = NEW.reviewed_by "
        "AND c.state IN ('for_signature', 'to_serve'))",
    ),
    Guard(
        "decision_acts_recorded",
        "decision",
        "INSERT",
        f"NOT {_acted('NEW.accepted_by', 'accepted', '<=')} OR NOT {_acted('NEW.reviewed_by', 'reviewed', '=')}",
    ),
    Guard(
        "decision_signer_seat",
        "decision",
        "INSERT",
        f"NOT {_holds('NEW.signed_by', 'sign')} OR NOT {_active('NEW.signed_by')}",
    ),
    Guard("decision_reviewer_seat", "decision", "INSERT", f"NOT {_holds('NEW.reviewed_by', 'review')}"),
    Guard(
        "letter_fits_decision",
        "letter",
        "INSERT",
        "NEW.decision_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.id = NEW.decision_id AND "
        "((d.outcome = 'granted' AND NEW.kind = 'approval' "
        "AND NOT (NEW.amount_fen IS DISTINCT FROM d.amount_fen)) OR (d.outcome = 'refused' AND NEW.kind = 'refusal')))",
    ),
    Guard(
        "bucket_fits_decision",
        "bucket",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM decision d JOIN letter l ON l.decision_id = d.id WHERE d.id = NEW.decision_id "
        "AND l.id = NEW.letter_id AND d.outcome = NEW.outcome AND substr(d.decided_on, 1, 7) = NEW.month "
        "AND NOT (d.amount_fen IS DISTINCT FROM NEW.amount_fen))",
    ),
    Guard("bureau_entered_unconfirmed", "bureau_entry", "INSERT", "NEW.confirmed_by IS NOT NULL"),
    Guard(
        "bureau_only_confirmed",
        "bureau_entry",
        "UPDATE",
        "OLD.confirmed_by IS NOT NULL OR "
        + _changed(
            *("id", "kind", "programme", "name", "value", "valid_from", "valid_to", "document", "article", "text"),
            *("scan_id", "entered_by", "entered_at"),
        ),
    ),
    Guard(
        "journal_follows",
        "journal",
        "INSERT",
        "NEW.seq <> COALESCE((SELECT MAX(j.seq) FROM journal j), 0) + 1 OR NEW.previous <> "
        f"COALESCE((SELECT j.hash FROM journal j ORDER BY j.seq DESC LIMIT 1), '{_ZEROS}')",
    ),
    Guard(
        "journal_time",
        "journal",
        "INSERT",
        "NEW.at < COALESCE((SELECT j.at FROM journal j ORDER BY j.seq DESC LIMIT 1), '')",
    ),
    Guard(
        "counter_steps",
        "counter",
        "UPDATE",
        "NEW.series <> OLD.series OR NEW.year <> OLD.year OR NEW.value <> OLD.value + 1",
    ),
)


def _all() -> Iterator[Guard]:
    yield from GUARDS
    for table in APPEND_ONLY:
        yield Guard(f"{table}_unchanged", table, "UPDATE", "1 = 1")
    for table in APPEND_ONLY + NEVER_DELETED:
        yield Guard(f"{table}_kept", table, "DELETE", "1 = 1")


def _sqlite(guard: Guard) -> Iterator[str]:
    yield (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} WHEN {guard.condition} "
        f"BEGIN SELECT RAISE(ABORT, 'guard {guard.name}'); END"
    )


def _postgresql(guard: Guard) -> Iterator[str]:
    kept = "OLD" if guard.event == "DELETE" else "NEW"
    yield (
        f"CREATE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {guard.condition} THEN "
        f"RAISE EXCEPTION 'guard {guard.name}' USING ERRCODE = 'check_violation', CONSTRAINT = '{guard.name}'; END IF; "
        f"RETURN {kept}; END $$"
    )
    yield (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {guard.name}()"
    )
    if guard.event == "DELETE":
        yield (
            f"CREATE TRIGGER {guard.name}_whole BEFORE TRUNCATE ON {guard.table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {guard.name}()"
        )


def triggers(dialect: str) -> tuple[str, ...]:
    """The statements that create every guard of schema version 1 for `sqlite` or `postgresql`."""
    return spelled(_all(), dialect)


def replaced(guards: Iterable[Guard], dialect: str) -> tuple[str, ...]:
    """The statements that give guards that are there already a new condition."""
    found = tuple(guards)
    if dialect == "sqlite":
        return tuple(f"DROP TRIGGER {guard.name}" for guard in found) + spelled(found, dialect)
    functions = (next(_postgresql(guard)) for guard in found)
    return tuple(text.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1) for text in functions)


def spelled(guards: Iterable[Guard], dialect: str) -> tuple[str, ...]:
    """The statements that create these guards."""
    spell = _sqlite if dialect == "sqlite" else _postgresql
    return tuple(statement for guard in guards for statement in spell(guard))
