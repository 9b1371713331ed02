"""The part of schema version 3 about handing letters over (送达): a record for every attempt, never changed."""

from __future__ import annotations

from models.store import guards, schema

_TABLES = (
    """CREATE TABLE serving (
    id {id},
    letter_id {int} NOT NULL REFERENCES letter (id),
    way {text} NOT NULL CONSTRAINT serving_way
    CHECK (way IN ('直接送达', '邮寄送达', '电子送达', '留置送达', '公告送达')),
    event {text} NOT NULL CONSTRAINT serving_event
    CHECK (event IN ('signed', 'refused', 'posted', 'arrived', 'announced')),
    event_on {text} NOT NULL,
    taker {text} NOT NULL,
    taker_as {text} NOT NULL,
    note {text} NOT NULL,
    proof_id {int} REFERENCES attachment (id),
    recorded_by {int} NOT NULL REFERENCES account (id),
    recorded_at {text} NOT NULL){strict}""",
    "CREATE INDEX serving_of_letter ON serving (letter_id, id)",
)
_GUARDS = (
    guards.Guard(
        "serving_after_issue",
        "serving",
        "INSERT",
        "EXISTS (SELECT 1 FROM letter l WHERE l.id = NEW.letter_id AND NEW.event_on < l.issued_on)",
    ),
    guards.Guard("serving_unchanged", "serving", "UPDATE", "1 = 1"),
    guards.Guard("serving_kept", "serving", "DELETE", "1 = 1"),
)


def tables(dialect: str) -> tuple[str, ...]:
    """The statements that create tables and indexes; `dialect` is `sqlite` or `postgresql`."""
    return schema.spelled(_TABLES, dialect)


def triggers(dialect: str) -> tuple[str, ...]:
    """The statements that create the guards."""
    return guards.spelled(_GUARDS, dialect)
