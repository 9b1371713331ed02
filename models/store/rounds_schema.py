"""Tables of version 3 for what happens to a decision afterwards: voids, further rounds, changes, reversed figures.

All of them only grow: neither an undone number nor a changed decision ever disappears.
"""

# ruff: noqa: S608  (the conditions are constants of this module)

from __future__ import annotations

from models.store import guards, schema

_TABLES = (
    """CREATE TABLE decision_void (
    id {id},
    decision_id {int} NOT NULL CONSTRAINT decision_void_once UNIQUE,
    case_id {int} NOT NULL,
    reason {text} NOT NULL CONSTRAINT decision_void_reason CHECK (reason <> ''),
    counted {int} NOT NULL CHECK (counted IN (0, 1)),
    voided_by {int} NOT NULL REFERENCES account (id),
    voided_at {text} NOT NULL,
    FOREIGN KEY (case_id, decision_id) REFERENCES decision (case_id, id)){strict}""",
    """CREATE TABLE letter_void (
    id {id},
    letter_id {int} NOT NULL CONSTRAINT letter_void_once UNIQUE REFERENCES letter (id),
    reason {text} NOT NULL CONSTRAINT letter_void_reason CHECK (reason <> ''),
    voided_by {int} NOT NULL REFERENCES account (id),
    voided_at {text} NOT NULL){strict}""",
    """CREATE TABLE round_opening (
    id {id},
    case_id {int} NOT NULL REFERENCES case_file (id),
    round {int} NOT NULL CHECK (round > 1),
    decision_id {int},
    kind {text} NOT NULL CONSTRAINT round_kind
        CHECK (kind IN ('correction', 'revocation', 'reconsideration', 'litigation')),
    reason {text} NOT NULL CONSTRAINT round_reason CHECK (reason <> ''),
    document {text} NOT NULL,
    document_date {text},
    due_on {text},
    scan_id {int} REFERENCES attachment (id),
    state_before {text} NOT NULL CONSTRAINT round_state_before
        CHECK (state_before IN ('to_serve', 'to_pay', 'paid', 'closed', 'not_accepted')),
    due_before {text},
    opened_by {int} NOT NULL REFERENCES account (id),
    opened_at {text} NOT NULL,
    CONSTRAINT round_once UNIQUE (case_id, round),
    CONSTRAINT round_document CHECK ((document = '') = (document_date IS NULL)),
    FOREIGN KEY (case_id, decision_id) REFERENCES decision (case_id, id)){strict}""",
    """CREATE TABLE decision_change (
    id {id},
    case_id {int} NOT NULL,
    decision_id {int} NOT NULL CONSTRAINT decision_change_once UNIQUE,
    changed_id {int} NOT NULL,
    opening_id {int} NOT NULL REFERENCES round_opening (id),
    FOREIGN KEY (case_id, decision_id) REFERENCES decision (case_id, id),
    FOREIGN KEY (case_id, changed_id) REFERENCES decision (case_id, id)){strict}""",
    "CREATE INDEX decision_changed ON decision_change (changed_id)",
    """CREATE TABLE month_reversal (
    id {id},
    month {text} NOT NULL,
    case_id {int} NOT NULL,
    decision_id {int} NOT NULL,
    by_decision_id {int} NOT NULL,
    cause {text} NOT NULL CONSTRAINT reversal_cause CHECK (cause IN ('void', 'change', 'restored')),
    sign {int} NOT NULL CONSTRAINT reversal_sign
        CHECK (sign IN (-1, 1) AND (sign = 1) = (cause = 'restored')),
    outcome {text} NOT NULL,
    amount_fen {int},
    at {text} NOT NULL,
    CONSTRAINT reversal_once UNIQUE (decision_id, by_decision_id, cause),
    FOREIGN KEY (case_id, decision_id) REFERENCES decision (case_id, id),
    FOREIGN KEY (case_id, by_decision_id) REFERENCES decision (case_id, id)){strict}""",
    "CREATE INDEX reversal_of_month ON month_reversal (month)",
)
_APPEND_ONLY = (
    "decision_void",
    "letter_void",
    "round_opening",
    "decision_change",
    "month_reversal",
)
# That decision `d` of case `c` is the one in force: the newest that was not undone.
IN_FORCE = (
    "d.round = (SELECT MAX(n.round) FROM decision n WHERE n.case_id = c.id "
    "AND NOT EXISTS (SELECT 1 FROM decision_void v WHERE v.decision_id = n.id))"
)
_STANDING = "NOT EXISTS (SELECT 1 FROM decision_void v WHERE v.decision_id = d.id)"
_RULES = (
    guards.Guard(
        "void_before_hand_over",
        "decision_void",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM decision d JOIN case_file c ON c.id = d.case_id WHERE d.id = NEW.decision_id "
        "AND c.id = NEW.case_id AND c.round = d.round AND c.state IN ('to_seal', 'to_serve')) "
        "OR EXISTS (SELECT 1 FROM case_act t JOIN decision d ON d.id = NEW.decision_id "
        "WHERE t.case_id = d.case_id AND t.round = d.round AND t.act = 'served') "
        "OR NOT EXISTS (SELECT 1 FROM account_seat s WHERE s.account_id = NEW.voided_by AND s.seat = 'sign')",
    ),
    guards.Guard(
        "letter_void_of_decision",
        "letter_void",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM letter l JOIN decision_void v ON v.decision_id = l.decision_id "
        "WHERE l.id = NEW.letter_id AND v.voided_by = NEW.voided_by) "
        # A receipt falls with its acceptance, when that was undone.
        "AND NOT EXISTS (SELECT 1 FROM letter l JOIN case_act a ON a.case_id = l.case_id WHERE l.id = NEW.letter_id "
        "AND l.kind = 'receipt' AND a.act = 'undone' AND a.account_id = NEW.voided_by AND a.at = NEW.voided_at)",
    ),
    guards.Guard(
        "case_undo_voids",
        "case_file",
        "UPDATE",
        "OLD.state IN ('to_seal', 'to_serve') AND NEW.state = 'for_review' AND EXISTS "
        f"(SELECT 1 FROM decision d WHERE d.case_id = NEW.id AND d.round IN (OLD.round, NEW.round) AND {_STANDING})",
    ),
    guards.Guard(
        "case_round_opened",
        "case_file",
        "UPDATE",
        "OLD.state <> 'in_correction' AND NEW.state = 'in_correction' AND EXISTS "
        f"(SELECT 1 FROM decision d WHERE d.case_id = NEW.id AND {_STANDING}) AND NOT EXISTS "
        "(SELECT 1 FROM round_opening o WHERE o.case_id = NEW.id AND o.round <= NEW.round "
        "AND (OLD.state = 'for_review' OR (o.round = NEW.round AND NEW.round > OLD.round)))",
    ),
    guards.Guard(
        "change_names_standing",
        "decision_change",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM decision d JOIN decision n ON n.case_id = d.case_id AND n.round > d.round "
        f"WHERE d.id = NEW.changed_id AND n.id = NEW.decision_id AND {_STANDING})",
    ),
    guards.Guard(
        "reversal_fits_decision",
        "month_reversal",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM decision d WHERE d.id = NEW.decision_id AND d.outcome = NEW.outcome "
        "AND NOT (d.amount_fen IS DISTINCT FROM NEW.amount_fen))",
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
