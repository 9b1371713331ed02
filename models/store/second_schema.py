"""What schema version 2 adds, as DDL: search terms, drafts, signing PINs, the access log, the order of due dates.

Frozen like version 1. Terms and drafts may change and go; a PIN is replaced, never removed; the access log only grows.
"""

from __future__ import annotations

from models.store import guards, schema

_TABLES = (
    """CREATE TABLE person_term (
    kind {text} NOT NULL, term {text} NOT NULL, person_id {int} NOT NULL REFERENCES person (id),
    PRIMARY KEY (kind, term, person_id)){keyed}""",
    """CREATE TABLE case_term (
    kind {text} NOT NULL, term {text} NOT NULL, case_id {int} NOT NULL REFERENCES case_file (id),
    PRIMARY KEY (kind, term, case_id)){keyed}""",
    """CREATE TABLE draft (
    account_id {int} NOT NULL REFERENCES account (id),
    key {text} NOT NULL,
    content {text} NOT NULL,
    at {text} NOT NULL,
    PRIMARY KEY (account_id, key)){strict}""",
    """CREATE TABLE signing_pin (
    account_id {int} PRIMARY KEY REFERENCES account (id),
    hash {text} NOT NULL,
    failures {int} NOT NULL CONSTRAINT signing_pin_failures CHECK (failures >= 0),
    locked_until {text},
    set_at {text} NOT NULL){strict}""",
    """CREATE TABLE access_log (
    id {id},
    at {text} NOT NULL,
    account_id {int} NOT NULL REFERENCES account (id),
    act {text} NOT NULL CONSTRAINT access_log_known CHECK (act IN ('reprint', 'reveal')),
    letter_id {int} REFERENCES letter (id),
    person_id {int} REFERENCES person (id),
    what {text} NOT NULL,
    CONSTRAINT access_log_subject CHECK (
        (act = 'reprint') = (letter_id IS NOT NULL) AND (act = 'reveal') = (person_id IS NOT NULL))){strict}""",
    "CREATE INDEX access_to_letter ON access_log (letter_id)",
    "CREATE INDEX access_to_person ON access_log (person_id)",
    "CREATE INDEX case_due ON case_file (state, due_on, id)",
    "CREATE INDEX case_undated ON case_file (state, id) WHERE due_on IS NULL AND accepted_on IS NOT NULL",
)
_GUARDS = (
    guards.Guard("access_log_unchanged", "access_log", "UPDATE", "1 = 1"),
    guards.Guard("access_log_kept", "access_log", "DELETE", "1 = 1"),
    guards.Guard("signing_pin_kept", "signing_pin", "DELETE", "1 = 1"),
    guards.Guard("signing_pin_own", "signing_pin", "UPDATE", "NEW.account_id <> OLD.account_id"),
)


def tables(dialect: str) -> tuple[str, ...]:
    """The statements that create tables and indexes; `dialect` is `sqlite` or `postgresql`."""
    return schema.spelled(_TABLES, dialect)


def triggers(dialect: str) -> tuple[str, ...]:
    """The statements that create the guards."""
    return guards.spelled(_GUARDS, dialect)
