"""Tables of version 3 for 公示: the lists as published, whom they named, objections and what was found of them."""

from __future__ import annotations

from models.store import guards, schema

_TABLES = (
    """CREATE TABLE publicity_list (
    id {id},
    year {int} NOT NULL,
    serial {int} NOT NULL CHECK (serial > 0),
    days {int} NOT NULL CONSTRAINT publicity_days CHECK (days > 0),
    first_day {text} NOT NULL,
    last_day {text} NOT NULL CONSTRAINT publicity_period CHECK (last_day >= first_day),
    made_by {int} NOT NULL REFERENCES account (id),
    made_at {text} NOT NULL,
    CONSTRAINT publicity_serial UNIQUE (year, serial)){strict}""",
    """CREATE TABLE publicity_entry (
    id {id},
    list_id {int} NOT NULL REFERENCES publicity_list (id),
    case_id {int} NOT NULL REFERENCES case_file (id),
    round {int} NOT NULL,
    assessment_id {int} NOT NULL,
    amount_fen {int},
    CONSTRAINT publicity_entry_once UNIQUE (list_id, case_id),
    FOREIGN KEY (case_id, assessment_id) REFERENCES assessment (case_id, id)){strict}""",
    "CREATE INDEX publicity_entry_of_case ON publicity_entry (case_id)",
    """CREATE TABLE publicity_file (
    list_id {int} NOT NULL REFERENCES publicity_list (id),
    position {int} NOT NULL,
    name {text} NOT NULL,
    sha256 {text} NOT NULL,
    content {blob} NOT NULL,
    PRIMARY KEY (list_id, position)){strict}""",
    """CREATE TABLE publicity_objection (
    id {id},
    entry_id {int} NOT NULL REFERENCES publicity_entry (id),
    case_id {int} NOT NULL REFERENCES case_file (id),
    text {text} NOT NULL CONSTRAINT objection_text CHECK (text <> ''),
    received_on {text} NOT NULL,
    recorded_by {int} NOT NULL REFERENCES account (id),
    recorded_at {text} NOT NULL){strict}""",
    "CREATE INDEX objection_of_case ON publicity_objection (case_id)",
    """CREATE TABLE objection_finding (
    objection_id {int} PRIMARY KEY REFERENCES publicity_objection (id),
    upheld {int} NOT NULL CHECK (upheld IN (0, 1)),
    finding {text} NOT NULL CONSTRAINT objection_finding_text CHECK (finding <> ''),
    found_by {int} NOT NULL REFERENCES account (id),
    found_at {text} NOT NULL){strict}""",
)
_APPEND_ONLY = ("publicity_list", "publicity_entry", "publicity_file", "publicity_objection", "objection_finding")
_RULES = (
    guards.Guard(
        "publicity_names_waiting",
        "publicity_entry",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM case_file c WHERE c.id = NEW.case_id AND c.state = 'in_publicity' "
        "AND c.round = NEW.round)",
    ),
    guards.Guard(
        "case_publicity_ended",
        "case_file",
        "UPDATE",
        "OLD.state = 'in_publicity' AND NEW.state = 'for_signature' AND NEW.assessment_id IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM publicity_entry e WHERE e.case_id = NEW.id AND e.round = NEW.round)",
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
