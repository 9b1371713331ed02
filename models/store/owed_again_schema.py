"""The part of schema version 4 about money that is owed again: the bank sent it back, or too much was asked back.

A closed case then waits for payment once more, and the same decision may be paid again: only ever by what is owed.
"""

# ruff: noqa: S608  (constants of this module)

from __future__ import annotations

from models.store import guards
from models.store.payment_schema import HAD_BY_CASE
from models.store.rounds_schema import IN_FORCE

# That case `c` is owed money by its decision `d`.
_OWED = (
    "SELECT 1 FROM case_file c JOIN decision d ON d.case_id = c.id "
    f"AND {IN_FORCE} WHERE d.outcome = 'granted' AND d.amount_fen > {HAD_BY_CASE}"
)
_GUARDS = (
    guards.Guard(
        "case_owed_again",
        "case_file",
        "UPDATE",
        f"OLD.state = 'closed' AND NEW.state = 'to_pay' AND NOT EXISTS ({_OWED} AND c.id = NEW.id)",
    ),
    # Instead of one standing payment for each decision: `payment_line_fits` holds the sum, this one the empty line.
    guards.Guard(
        "payment_line_standing",
        "payment_line",
        "INSERT",
        "NEW.amount_fen = 0 AND EXISTS (SELECT 1 FROM payment_line l WHERE l.decision_id = NEW.decision_id "
        "AND l.amount_fen = 0 AND l.state = 'paid')",
    ),
)
# What the bank sent back on a closed case before this version.
_MENDED = (
    "UPDATE case_file SET state = 'to_pay', version = version + 1 "
    f"WHERE state = 'closed' AND EXISTS ({_OWED} AND c.id = case_file.id)"
)


def tables(_dialect: str) -> tuple[str, ...]:
    """The statements that change indexes."""
    return ("DROP INDEX payment_line_standing",)


def triggers(dialect: str) -> tuple[str, ...]:
    """The statements that create its guards, and take up again what is owed."""
    return (*guards.spelled(_GUARDS, dialect), _MENDED)
