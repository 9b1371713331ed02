"""The part of schema version 3 about time: the office's own calendar years, and each change of a due date."""

from __future__ import annotations

from models.store import guards, schema

_TABLES = (
    """CREATE TABLE calendar_year (
    id {id},
    year {int} NOT NULL CONSTRAINT calendar_year_range CHECK (year BETWEEN 2000 AND 2999),
    content {text} NOT NULL,
    document {text} NOT NULL CONSTRAINT calendar_year_document CHECK (document <> ''),
    entered_by {int} NOT NULL REFERENCES account (id),
    entered_at {text} NOT NULL,
    confirmed_by {int} REFERENCES account (id),
    confirmed_at {text},
    CONSTRAINT calendar_year_four_eyes CHECK (confirmed_by IS NULL OR confirmed_by <> entered_by),
    CONSTRAINT calendar_year_whole CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL))){strict}""",
    "CREATE INDEX calendar_year_of ON calendar_year (year, id)",
    """CREATE TABLE due_change (
    id {id},
    case_id {int} NOT NULL REFERENCES case_file (id),
    due_before {text},
    due_on {text},
    promised {text},
    why {text} NOT NULL CONSTRAINT due_change_why CHECK (why IN ('pause', 'calendar', 'completed', 'extension')),
    extended_by {int} NOT NULL CONSTRAINT due_change_extended CHECK ((why = 'extension') = (extended_by > 0)),
    account_id {int} NOT NULL REFERENCES account (id),
    at {text} NOT NULL){strict}""",
    "CREATE INDEX due_change_of_case ON due_change (case_id, id)",
)
_ENTERED = ("id", "year", "content", "document", "entered_by", "entered_at")
_CHANGED = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in _ENTERED)
_GUARDS = (
    guards.Guard("calendar_entered_unconfirmed", "calendar_year", "INSERT", "NEW.confirmed_by IS NOT NULL"),
    guards.Guard("calendar_only_confirmed", "calendar_year", "UPDATE", f"OLD.confirmed_by IS NOT NULL OR {_CHANGED}"),
    guards.Guard("calendar_year_kept", "calendar_year", "DELETE", "1 = 1"),
    guards.Guard("due_change_unchanged", "due_change", "UPDATE", "1 = 1"),
    guards.Guard("due_change_kept", "due_change", "DELETE", "1 = 1"),
)


def tables(dialect: str) -> tuple[str, ...]:
    """The statements that create tables and indexes; `dialect` is `sqlite` or `postgresql`."""
    return schema.spelled(_TABLES, dialect)


def triggers(dialect: str) -> tuple[str, ...]:
    """The statements that create the guards."""
    return guards.spelled(_GUARDS, dialect)
