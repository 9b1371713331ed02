"""The part of schema version 3 about the working day: who has a case open, notes, and cases passed on to a colleague.

Who has a case open is no act: those rows come and go. Notes and hand-overs stay as they were written.
"""

from __future__ import annotations

from models.store import guards, schema

_TABLES = (
    """CREATE TABLE presence (
    account_id {int} NOT NULL REFERENCES account (id),
    process {text} NOT NULL,
    case_id {int} NOT NULL REFERENCES case_file (id),
    seen_at {text} NOT NULL,
    PRIMARY KEY (account_id, process)){keyed}""",
    "CREATE INDEX presence_on_case ON presence (case_id)",
    """CREATE TABLE case_note (
    id {id},
    case_id {int} NOT NULL REFERENCES case_file (id),
    pin {text} NOT NULL CONSTRAINT case_note_pin CHECK (pin IN ('case', 'call', 'criterion', 'paper')),
    pinned_to {text} NOT NULL CONSTRAINT case_note_pinned
        CHECK ((pin IN ('criterion', 'paper')) = (pinned_to <> '')),
    body {text} NOT NULL CONSTRAINT case_note_said CHECK (body <> ''),
    open {int} NOT NULL CONSTRAINT case_note_open CHECK (open IN (0, 1)),
    written_by {int} NOT NULL REFERENCES account (id),
    written_at {text} NOT NULL){strict}""",
    "CREATE INDEX case_note_of_case ON case_note (case_id, id)",
    """CREATE TABLE note_settlement (
    note_id {int} PRIMARY KEY REFERENCES case_note (id),
    answer {text} NOT NULL,
    settled_by {int} NOT NULL REFERENCES account (id),
    settled_at {text} NOT NULL){strict}""",
    """CREATE TABLE passing_on (
    id {id},
    case_id {int} NOT NULL REFERENCES case_file (id),
    part {text} NOT NULL CONSTRAINT passing_on_part CHECK (part IN ('clerk', 'reviewer')),
    from_id {int} NOT NULL REFERENCES account (id),
    to_id {int} NOT NULL REFERENCES account (id),
    reason {text} NOT NULL CONSTRAINT passing_on_reason CHECK (reason <> ''),
    done_by {int} NOT NULL REFERENCES account (id),
    done_at {text} NOT NULL,
    CONSTRAINT passing_on_other CHECK (from_id <> to_id)){strict}""",
    "CREATE INDEX passing_on_of_case ON passing_on (case_id, id)",
)
_APPEND_ONLY = ("case_note", "note_settlement", "passing_on")
_RULES = (
    guards.Guard(
        "note_settled_was_open",
        "note_settlement",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM case_note n WHERE n.id = NEW.note_id AND n.open = 1)",
    ),
    guards.Guard(
        "passing_on_to_seat",
        "passing_on",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM account a JOIN account_seat s ON s.account_id = a.id WHERE a.id = NEW.to_id "
        "AND a.active = 1 AND s.seat = CASE NEW.part WHEN 'clerk' THEN 'intake' ELSE 'review' END)",
    ),
    # Whoever has a case as its clerk may not have reviewed it in the same round, nor sign it afterwards.
    guards.Guard(
        "passing_on_four_eyes",
        "passing_on",
        "INSERT",
        "NEW.part = 'clerk' AND EXISTS (SELECT 1 FROM case_file c WHERE c.id = NEW.case_id "
        "AND c.reviewed_by IS NOT NULL AND c.reviewed_by = NEW.to_id)",
    ),
    guards.Guard(
        "decision_not_by_clerk",
        "decision",
        "INSERT",
        "EXISTS (SELECT 1 FROM passing_on p WHERE p.case_id = NEW.case_id AND p.part = 'clerk' "
        "AND p.to_id IN (NEW.reviewed_by, NEW.signed_by))",
    ),
)


def tables(dialect: str) -> tuple[str, ...]:
    """The statements that create tables and indexes; `dialect` is `sqlite` or `postgresql`."""
    return schema.spelled(_TABLES, dialect)


def triggers(dialect: str) -> tuple[str, ...]:
    """The statements that create the guards."""
    kept = tuple(
        guards.Guard(f"{table}_{name}", table, event, "1 = 1")
        for table in _APPEND_ONLY
        for name, event in (("unchanged", "UPDATE"), ("kept", "DELETE"))
    )
    return guards.spelled((*_RULES, *kept), dialect)
