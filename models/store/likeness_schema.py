"""What version 3 keeps of the answers to “is this the same person?”: per pair and reason, signed. They only grow.

`low_id` and `high_id` are the pair in the order of their ids; the same twice is a person with another own case.
"""

from __future__ import annotations

from models.store import guards, schema

_TABLES = (
    """CREATE TABLE likeness_answer (
    id {id},
    low_id {int} NOT NULL REFERENCES person (id),
    high_id {int} NOT NULL REFERENCES person (id),
    kind {text} NOT NULL,
    other_case {text} NOT NULL,
    answer {text} NOT NULL CONSTRAINT likeness_answer_known CHECK (answer IN ('same', 'different', 'later')),
    note {text} NOT NULL,
    account_id {int} NOT NULL REFERENCES account (id),
    at {text} NOT NULL,
    CONSTRAINT likeness_answer_order CHECK (low_id <= high_id)){strict}""",
    "CREATE INDEX likeness_answer_low ON likeness_answer (low_id)",
    "CREATE INDEX likeness_answer_high ON likeness_answer (high_id)",
)
_GUARDS = (
    guards.Guard("likeness_answer_unchanged", "likeness_answer", "UPDATE", "1 = 1"),
    guards.Guard("likeness_answer_kept", "likeness_answer", "DELETE", "1 = 1"),
)


def tables(dialect: str) -> tuple[str, ...]:
    """The statements that create tables and indexes; `dialect` is `sqlite` or `postgresql`."""
    return schema.spelled(_TABLES, dialect)


def triggers(dialect: str) -> tuple[str, ...]:
    """The statements that create the guards."""
    return guards.spelled(_GUARDS, dialect)
