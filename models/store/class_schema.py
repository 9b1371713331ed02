"""What a class adds to schema version 3: classes, their members, which case belongs to which class, bulk acts.

A hand-over that a bulk act recorded and an undo took back stays on record, and counts no more.

A class and its members may be corrected but never deleted; which case was opened for which class, and what a bulk act
did, only grows. An undo is one further entry on the bulk act, made once.
"""

from __future__ import annotations

from models.store import guards, schema

_TABLES = (
    """CREATE TABLE class_group (
    id {id},
    number {text} NOT NULL CONSTRAINT class_number UNIQUE CONSTRAINT class_number_given CHECK (number <> ''),
    school {text} NOT NULL,
    kind {text} NOT NULL CONSTRAINT class_kind CHECK (kind IN ('skill', 'entrepreneurship')),
    occupation {text},
    level {int},
    started_on {text} NOT NULL,
    ended_on {text} CONSTRAINT class_dates CHECK (ended_on IS NULL OR ended_on >= started_on),
    provider_listed {int} CHECK (provider_listed IN (0, 1)),
    in_catalogue {int} CHECK (in_catalogue IN (0, 1)),
    days_planned {int} CONSTRAINT class_days CHECK (days_planned BETWEEN 1 AND 1000),
    created_by {int} NOT NULL REFERENCES account (id),
    created_at {text} NOT NULL,
    version {int} NOT NULL){strict}""",
    """CREATE TABLE class_member (
    class_id {int} NOT NULL REFERENCES class_group (id),
    person_id {int} NOT NULL REFERENCES person (id),
    days_attended {int} CONSTRAINT member_attended CHECK (days_attended BETWEEN 0 AND 1000),
    days_planned {int} CONSTRAINT member_planned CHECK (days_planned BETWEEN 1 AND 1000),
    completed {int} CHECK (completed IN (0, 1)),
    added_by {int} NOT NULL REFERENCES account (id),
    added_at {text} NOT NULL,
    version {int} NOT NULL,
    PRIMARY KEY (class_id, person_id)){strict}""",
    """CREATE TABLE class_case (
    case_id {int} PRIMARY KEY REFERENCES case_file (id),
    class_id {int} NOT NULL REFERENCES class_group (id)){strict}""",
    """CREATE TABLE bulk_act (
    id {id},
    class_id {int} NOT NULL REFERENCES class_group (id),
    kind {text} NOT NULL CONSTRAINT bulk_kind CHECK (kind IN ('open', 'accept', 'serve')),
    programme {text} NOT NULL,
    done_by {int} NOT NULL REFERENCES account (id),
    done_at {text} NOT NULL,
    undone_by {int} REFERENCES account (id),
    undone_at {text},
    undo_reason {text} NOT NULL,
    CONSTRAINT bulk_undone_whole CHECK ((undone_by IS NULL) = (undone_at IS NULL)
        AND (undone_by IS NULL) = (undo_reason = ''))){strict}""",
    """CREATE TABLE bulk_act_case (
    bulk_id {int} NOT NULL REFERENCES bulk_act (id),
    case_id {int} NOT NULL REFERENCES case_file (id),
    case_version {int} NOT NULL,
    act_id {int} NOT NULL REFERENCES case_act (id),
    PRIMARY KEY (bulk_id, case_id)){strict}""",
    """CREATE TABLE serving_undone (
    serving_id {int} PRIMARY KEY REFERENCES serving (id),
    bulk_id {int} NOT NULL REFERENCES bulk_act (id)){strict}""",
    "CREATE INDEX class_member_person ON class_member (person_id)",
    "CREATE INDEX class_case_class ON class_case (class_id)",
    "CREATE INDEX bulk_act_class ON bulk_act (class_id)",
    "CREATE INDEX bulk_act_case_case ON bulk_act_case (case_id)",
)
_GUARDS = (
    guards.Guard("class_group_kept", "class_group", "DELETE", "1 = 1"),
    guards.Guard("class_member_kept", "class_member", "DELETE", "1 = 1"),
    guards.Guard(
        "class_identity",
        "class_group",
        "UPDATE",
        "NEW.id <> OLD.id OR NEW.created_by <> OLD.created_by OR NEW.created_at <> OLD.created_at "
        "OR NEW.version <> OLD.version + 1",
    ),
    # The number stands in the facts of every case that was opened for the class.
    guards.Guard(
        "class_number_stands",
        "class_group",
        "UPDATE",
        "NEW.number <> OLD.number AND EXISTS (SELECT 1 FROM class_case c WHERE c.class_id = OLD.id)",
    ),
    guards.Guard(
        "member_identity",
        "class_member",
        "UPDATE",
        "NEW.class_id <> OLD.class_id OR NEW.person_id <> OLD.person_id OR NEW.added_by <> OLD.added_by "
        "OR NEW.added_at <> OLD.added_at OR NEW.version <> OLD.version + 1",
    ),
    guards.Guard(
        "class_case_of_member",
        "class_case",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM case_file c JOIN class_member m ON m.person_id = c.person_id "
        "WHERE c.id = NEW.case_id AND m.class_id = NEW.class_id)",
    ),
    guards.Guard("class_case_unchanged", "class_case", "UPDATE", "1 = 1"),
    guards.Guard("class_case_kept", "class_case", "DELETE", "1 = 1"),
    guards.Guard("bulk_act_kept", "bulk_act", "DELETE", "1 = 1"),
    guards.Guard(
        "bulk_act_undone_once",
        "bulk_act",
        "UPDATE",
        "OLD.undone_by IS NOT NULL OR NEW.undone_by IS NULL OR NEW.id <> OLD.id OR NEW.class_id <> OLD.class_id "
        "OR NEW.kind <> OLD.kind OR NEW.programme <> OLD.programme OR NEW.done_by <> OLD.done_by "
        "OR NEW.done_at <> OLD.done_at",
    ),
    guards.Guard(
        "bulk_case_of_class",
        "bulk_act_case",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM bulk_act b JOIN class_case c ON c.class_id = b.class_id "
        "WHERE b.id = NEW.bulk_id AND c.case_id = NEW.case_id) "
        "OR NOT EXISTS (SELECT 1 FROM case_act a WHERE a.id = NEW.act_id AND a.case_id = NEW.case_id)",
    ),
    guards.Guard(
        "serving_undone_with_its_act",
        "serving_undone",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM serving s JOIN letter l ON l.id = s.letter_id "
        "JOIN bulk_act_case c ON c.case_id = l.case_id JOIN bulk_act b ON b.id = c.bulk_id "
        "WHERE s.id = NEW.serving_id AND b.id = NEW.bulk_id AND b.kind = 'serve' AND b.done_at = s.recorded_at)",
    ),
    guards.Guard("serving_undone_unchanged", "serving_undone", "UPDATE", "1 = 1"),
    guards.Guard("serving_undone_kept", "serving_undone", "DELETE", "1 = 1"),
    guards.Guard("bulk_act_case_unchanged", "bulk_act_case", "UPDATE", "1 = 1"),
    guards.Guard("bulk_act_case_kept", "bulk_act_case", "DELETE", "1 = 1"),
)


def tables(dialect: str) -> tuple[str, ...]:
    """The statements that create tables and indexes; `dialect` is `sqlite` or `postgresql`."""
    return schema.spelled(_TABLES, dialect)


def triggers(dialect: str) -> tuple[str, ...]:
    """The statements that create the guards."""
    return guards.spelled(_GUARDS, dialect)
