"""What version 4 keeps of an enterprise's account that was corrected after the decision. It only grows.

A decided case keeps the facts it was decided on; the newest row here says where its money goes. A row belongs to the
facts it corrects: what a later round records stands for itself.
"""

# ruff: noqa: S608  (constants of this module)

from __future__ import annotations

from models.store import guards, schema

OF_ENTERPRISE = "('enterprise_training', 'apprenticeship')"
_TABLES = (
    """CREATE TABLE company_account (
    id {id},
    case_id {int} NOT NULL,
    facts_id {int} NOT NULL,
    bank_account {text} NOT NULL CONSTRAINT company_account_given CHECK (bank_account <> ''),
    bank_name {text} NOT NULL,
    reason {text} NOT NULL CONSTRAINT company_account_reason CHECK (reason <> ''),
    recorded_by {int} NOT NULL REFERENCES account (id),
    recorded_at {text} NOT NULL,
    FOREIGN KEY (case_id, facts_id) REFERENCES fact_set (case_id, id)){strict}""",
    "CREATE INDEX company_account_of_case ON company_account (case_id, facts_id)",
)
_GUARDS = (
    guards.Guard("company_account_unchanged", "company_account", "UPDATE", "1 = 1"),
    guards.Guard("company_account_kept", "company_account", "DELETE", "1 = 1"),
    guards.Guard(
        "company_account_fits",
        "company_account",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM case_file c WHERE c.id = NEW.case_id AND c.facts_id = NEW.facts_id "
        f"AND c.state = 'to_pay' AND c.programme IN {OF_ENTERPRISE})",
    ),
)


def tables(dialect: str) -> tuple[str, ...]:
    """The statements that create tables and indexes; `dialect` is `sqlite` or `postgresql`."""
    return schema.spelled(_TABLES, dialect)


def triggers(dialect: str) -> tuple[str, ...]:
    """The statements that create the guards."""
    return guards.spelled(_GUARDS, dialect)
