"""What version 4 keeps of who left a class: entered by mistake, gone before the end, or back again. It only grows.

A member stays on record for ever; the newest row here says whether the person counts. Somebody with a case of the class
can be noted as gone, and is never taken off its roll.
"""

from __future__ import annotations

from models.store import guards, schema

_CASE_OF_CLASS = (
    "EXISTS (SELECT 1 FROM class_case k JOIN case_file c ON c.id = k.case_id "
    "WHERE k.class_id = NEW.class_id AND c.person_id = NEW.person_id)"
)
_TABLES = (
    """CREATE TABLE class_leaving (
    id {id},
    class_id {int} NOT NULL,
    person_id {int} NOT NULL,
    kind {text} NOT NULL CONSTRAINT class_leaving_kind CHECK (kind IN ('removed', 'left', 'returned')),
    left_on {text} NOT NULL,
    reason {text} NOT NULL CONSTRAINT class_leaving_reason CHECK (reason <> ''),
    recorded_by {int} NOT NULL REFERENCES account (id),
    recorded_at {text} NOT NULL,
    FOREIGN KEY (class_id, person_id) REFERENCES class_member (class_id, person_id)){strict}""",
    "CREATE INDEX class_leaving_member ON class_leaving (class_id, person_id)",
)
_GUARDS = (
    guards.Guard("class_leaving_unchanged", "class_leaving", "UPDATE", "1 = 1"),
    guards.Guard("class_leaving_kept", "class_leaving", "DELETE", "1 = 1"),
    guards.Guard("class_removed_without_case", "class_leaving", "INSERT", f"NEW.kind = 'removed' AND {_CASE_OF_CLASS}"),
    guards.Guard(
        "class_case_of_removed",
        "class_case",
        "INSERT",
        "EXISTS (SELECT 1 FROM class_leaving l JOIN case_file c ON c.person_id = l.person_id "
        "WHERE c.id = NEW.case_id AND l.class_id = NEW.class_id AND l.kind = 'removed' AND NOT EXISTS "
        "(SELECT 1 FROM class_leaving n WHERE n.class_id = l.class_id AND n.person_id = l.person_id AND n.id > l.id))",
    ),
)


def tables(dialect: str) -> tuple[str, ...]:
    """The statements that create tables and indexes; `dialect` is `sqlite` or `postgresql`."""
    return schema.spelled(_TABLES, dialect)


def triggers(dialect: str) -> tuple[str, ...]:
    """The statements that create the guards."""
    return guards.spelled(_GUARDS, dialect)
