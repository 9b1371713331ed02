"""What version 3 keeps of a person's identity: the document, former names, and corrections of a number with merges.

A correction is asked with a reason and carried out once. Where a case of the person was decided, somebody else than
the one who asked carries it out. A case may change its person only along a merge that was carried out.
"""

from __future__ import annotations

from models.store import guards, schema

_TABLES = (
    """CREATE TABLE person_identity (
    person_id {int} PRIMARY KEY REFERENCES person (id),
    kind {text} NOT NULL CONSTRAINT person_identity_kind
        CHECK (kind IN ('', 'resident', 'residence_permit', 'permanent_residence', 'passport')),
    expires_on {text},
    former_names {text} NOT NULL){strict}""",
    """CREATE TABLE identity_change (
    id {id},
    kind {text} NOT NULL CONSTRAINT identity_change_kind CHECK (kind IN ('number', 'merge')),
    person_id {int} NOT NULL REFERENCES person (id),
    into_id {int} REFERENCES person (id),
    old_number {text} NOT NULL,
    new_number {text} NOT NULL,
    document {text} NOT NULL,
    birth_date {text} NOT NULL,
    sex {text} NOT NULL,
    reason {text} NOT NULL CONSTRAINT identity_change_reason CHECK (reason <> ''),
    asked_by {int} NOT NULL REFERENCES account (id),
    asked_at {text} NOT NULL,
    outcome {text} CONSTRAINT identity_change_outcome CHECK (outcome IN ('done', 'dropped')),
    closed_by {int} REFERENCES account (id),
    closed_at {text},
    CONSTRAINT identity_change_closed CHECK (
        (outcome IS NULL) = (closed_by IS NULL) AND (outcome IS NULL) = (closed_at IS NULL)),
    CONSTRAINT identity_change_into CHECK ((kind = 'merge') = (into_id IS NOT NULL)),
    CONSTRAINT identity_change_two CHECK (into_id IS NULL OR into_id <> person_id)){strict}""",
    "CREATE INDEX identity_change_of_person ON identity_change (person_id)",
    "CREATE INDEX identity_change_into_person ON identity_change (into_id)",
    "CREATE INDEX identity_change_old_number ON identity_change (old_number)",
)
_SAME = " OR ".join(
    f"NEW.{column} IS DISTINCT FROM OLD.{column}"
    for column in (
        *("id", "kind", "person_id", "into_id", "old_number", "new_number", "document", "birth_date", "sex"),
        *("reason", "asked_by", "asked_at"),
    )
)
_DECIDED = (
    "EXISTS (SELECT 1 FROM decision d JOIN case_file c ON c.id = d.case_id "
    "WHERE c.person_id IN (NEW.person_id, COALESCE(NEW.into_id, NEW.person_id)))"
)
_GUARDS = (
    guards.Guard("person_identity_kept", "person_identity", "DELETE", "1 = 1"),
    guards.Guard("identity_change_asked", "identity_change", "INSERT", "NEW.outcome IS NOT NULL"),
    guards.Guard("identity_change_once", "identity_change", "UPDATE", f"OLD.outcome IS NOT NULL OR {_SAME}"),
    guards.Guard(
        "identity_change_four_eyes",
        "identity_change",
        "UPDATE",
        f"NEW.outcome IS NOT DISTINCT FROM 'done' AND NEW.closed_by = NEW.asked_by AND {_DECIDED}",
    ),
    guards.Guard("identity_change_kept", "identity_change", "DELETE", "1 = 1"),
    guards.Guard(
        "case_of_merged_person",
        "case_file",
        "INSERT",
        "EXISTS (SELECT 1 FROM identity_change m WHERE m.kind = 'merge' AND m.outcome = 'done' "
        "AND m.person_id = NEW.person_id)",
    ),
)
MERGED_PERSON = (
    "EXISTS (SELECT 1 FROM identity_change m WHERE m.kind = 'merge' AND m.outcome = 'done' "
    "AND m.person_id = OLD.person_id AND m.into_id = NEW.person_id)"
)


def tables(dialect: str) -> tuple[str, ...]:
    """The statements that create tables and indexes; `dialect` is `sqlite` or `postgresql`."""
    return schema.spelled(_TABLES, dialect)


def triggers(dialect: str) -> tuple[str, ...]:
    """The statements that create the guards."""
    return guards.spelled(_GUARDS, dialect)
