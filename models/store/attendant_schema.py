"""What version 3 keeps of who stands at the window for a case: the applicant, a proxy, a guardian. It only grows."""

from __future__ import annotations

from models.store import guards, schema

_TABLES = (
    """CREATE TABLE attendant (
    id {id},
    case_id {int} NOT NULL REFERENCES case_file (id),
    role {text} NOT NULL CONSTRAINT attendant_role CHECK (role IN ('self', 'proxy', 'guardian')),
    name {text} NOT NULL,
    id_kind {text} NOT NULL,
    id_number {text} NOT NULL,
    phone {text} NOT NULL,
    relation {text} NOT NULL,
    paper {text} NOT NULL,
    authorised_on {text},
    scope {text} NOT NULL,
    signs {int} NOT NULL CHECK (signs IN (0, 1)),
    collects {int} NOT NULL CHECK (collects IN (0, 1)),
    recorded_by {int} NOT NULL REFERENCES account (id),
    recorded_at {text} NOT NULL,
    CONSTRAINT attendant_named CHECK (role = 'self' OR (name <> '' AND id_number <> '' AND paper <> '')),
    CONSTRAINT attendant_authorised CHECK (role <> 'proxy' OR (authorised_on IS NOT NULL AND scope <> ''))){strict}""",
    "CREATE INDEX attendant_of_case ON attendant (case_id)",
)
_GUARDS = (
    guards.Guard("attendant_unchanged", "attendant", "UPDATE", "1 = 1"),
    guards.Guard("attendant_kept", "attendant", "DELETE", "1 = 1"),
)


def tables(dialect: str) -> tuple[str, ...]:
    """The statements that create tables and indexes; `dialect` is `sqlite` or `postgresql`."""
    return schema.spelled(_TABLES, dialect)


def triggers(dialect: str) -> tuple[str, ...]:
    """The statements that create the guards."""
    return guards.spelled(_GUARDS, dialect)
