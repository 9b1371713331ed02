"""What version 4 adds for finding and counting among a million: people by birth date, a month in one stretch.

Both are indexes over tables of version 1, whose rows stay as they are.
"""

from __future__ import annotations

from models.store import schema

_TABLES = (
    "CREATE INDEX person_born ON person (birth_date, id)",
    "CREATE INDEX bucket_counted ON bucket (month, decision_id, case_id, outcome, amount_fen)",
)


def tables(dialect: str) -> tuple[str, ...]:
    """The statements that create its indexes; `dialect` is `sqlite` or `postgresql`."""
    return schema.spelled(_TABLES, dialect)


def triggers(dialect: str) -> tuple[str, ...]:
    """It has no guards of its own."""
    return schema.spelled((), dialect)
