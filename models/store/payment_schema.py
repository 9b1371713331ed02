"""Payments and repayments, as DDL: part of schema version 3 and frozen with it.

Sums, accounts and decisions are fixed when a line is made; only its state moves on. What the bank said, the files it
was given and what came back only grow.
"""

# ruff: noqa: S608  (constants of this module)

from __future__ import annotations

from models.store import guards, rounds_schema, schema

_TABLES = (
    """CREATE TABLE payment_template (
    id {id},
    name {text} NOT NULL,
    definition {text} NOT NULL,
    entered_by {int} NOT NULL REFERENCES account (id),
    entered_at {text} NOT NULL){strict}""",
    """CREATE TABLE payment_run (
    id {id},
    number {text} NOT NULL CONSTRAINT payment_run_number UNIQUE,
    year {int} NOT NULL,
    serial {int} NOT NULL CHECK (serial > 0),
    template {text} NOT NULL,
    lines {int} NOT NULL CHECK (lines > 0),
    total_fen {int} NOT NULL CHECK (total_fen > 0),
    made_by {int} NOT NULL REFERENCES account (id),
    made_at {text} NOT NULL,
    confirmed_by {int} REFERENCES account (id),
    confirmed_at {text},
    cancelled_by {int} REFERENCES account (id),
    cancelled_at {text},
    cancel_reason {text} NOT NULL,
    CONSTRAINT payment_run_serial UNIQUE (year, serial),
    CONSTRAINT payment_run_four_eyes CHECK (confirmed_by IS NULL OR confirmed_by <> made_by),
    CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL)),
    CHECK ((cancelled_by IS NULL) = (cancelled_at IS NULL))){strict}""",
    """CREATE TABLE payment_line (
    id {id},
    run_id {int} REFERENCES payment_run (id),
    place {int} NOT NULL,
    serial {text} CONSTRAINT payment_line_serial UNIQUE,
    case_id {int} NOT NULL,
    decision_id {int} NOT NULL,
    payee {text} NOT NULL,
    bank_name {text} NOT NULL,
    bank_card {text} NOT NULL,
    amount_fen {int} NOT NULL CHECK (amount_fen >= 0),
    state {text} NOT NULL CHECK (state IN ('open', 'paid', 'rejected', 'returned', 'cancelled')),
    CHECK ((run_id IS NULL) = (serial IS NULL)),
    CONSTRAINT payment_line_account CHECK (run_id IS NULL OR (bank_card <> '' AND amount_fen > 0)),
    FOREIGN KEY (case_id, decision_id) REFERENCES decision (case_id, id)){strict}""",
    "CREATE INDEX payment_line_of_run ON payment_line (run_id)",
    "CREATE INDEX payment_line_of_case ON payment_line (case_id)",
    "CREATE UNIQUE INDEX payment_line_open ON payment_line (case_id) WHERE state = 'open'",
    "CREATE UNIQUE INDEX payment_line_standing ON payment_line (decision_id) WHERE state IN ('open', 'paid')",
    """CREATE TABLE payment_result (
    id {id},
    line_id {int} NOT NULL REFERENCES payment_line (id),
    kind {text} NOT NULL CHECK (kind IN ('paid', 'rejected', 'returned', 'cancelled', 'checked')),
    day {text} NOT NULL,
    words {text} NOT NULL,
    recorded_by {int} NOT NULL REFERENCES account (id),
    recorded_at {text} NOT NULL){strict}""",
    "CREATE INDEX payment_result_of_line ON payment_result (line_id)",
    """CREATE TABLE payment_file (
    run_id {int} NOT NULL REFERENCES payment_run (id),
    place {int} NOT NULL,
    name {text} NOT NULL,
    sha256 {text} NOT NULL CHECK (length(sha256) = 64),
    content {blob} NOT NULL,
    PRIMARY KEY (run_id, place)){strict}""",
    """CREATE TABLE payment_export (
    id {id},
    run_id {int} NOT NULL REFERENCES payment_run (id),
    sha256 {text} NOT NULL CHECK (length(sha256) = 64),
    exported_by {int} NOT NULL REFERENCES account (id),
    exported_at {text} NOT NULL){strict}""",
    "CREATE INDEX payment_export_of_run ON payment_export (run_id)",
    """CREATE TABLE repayment_order (
    id {id},
    case_id {int} NOT NULL,
    decision_id {int} NOT NULL,
    amount_fen {int} NOT NULL CHECK (amount_fen > 0),
    reason {text} NOT NULL,
    made_by {int} NOT NULL REFERENCES account (id),
    made_at {text} NOT NULL,
    signed_by {int} REFERENCES account (id),
    signed_at {text},
    letter_id {int} REFERENCES letter (id),
    dropped_by {int} REFERENCES account (id),
    dropped_at {text},
    CONSTRAINT repayment_four_eyes CHECK (signed_by IS NULL OR signed_by <> made_by),
    CHECK ((signed_by IS NULL) = (signed_at IS NULL) AND (signed_by IS NULL) = (letter_id IS NULL)),
    CHECK ((dropped_by IS NULL) = (dropped_at IS NULL)),
    CHECK (signed_by IS NULL OR dropped_by IS NULL),
    FOREIGN KEY (case_id, decision_id) REFERENCES decision (case_id, id)){strict}""",
    "CREATE INDEX repayment_order_of_case ON repayment_order (case_id)",
    """CREATE TABLE repayment_instalment (
    order_id {int} NOT NULL REFERENCES repayment_order (id),
    place {int} NOT NULL,
    due_on {text} NOT NULL,
    amount_fen {int} NOT NULL CHECK (amount_fen > 0),
    PRIMARY KEY (order_id, place)){strict}""",
    """CREATE TABLE repayment_receipt (
    id {id},
    order_id {int} NOT NULL REFERENCES repayment_order (id),
    kind {text} NOT NULL CHECK (kind IN ('paid', 'offset')),
    amount_fen {int} NOT NULL CHECK (amount_fen > 0),
    day {text} NOT NULL,
    case_id {int} REFERENCES case_file (id),
    note {text} NOT NULL,
    recorded_by {int} NOT NULL REFERENCES account (id),
    recorded_at {text} NOT NULL,
    CHECK ((kind = 'offset') = (case_id IS NOT NULL))){strict}""",
    "CREATE INDEX repayment_receipt_of_order ON repayment_receipt (order_id)",
    "CREATE INDEX repayment_receipt_of_case ON repayment_receipt (case_id)",
    # What was recorded as paid before there was a ledger of payments; those cases stay closed.
    """INSERT INTO payment_line
    (run_id, place, serial, case_id, decision_id, payee, bank_name, bank_card, amount_fen, state)
    SELECT NULL, 1, NULL, c.id, d.id, p.name, p.bank_name, p.bank_card, d.amount_fen, 'paid'
    FROM case_file c JOIN decision d ON d.case_id = c.id AND d.round = c.round JOIN person p ON p.id = c.person_id
    WHERE d.amount_fen IS NOT NULL AND d.outcome = 'granted'
    AND EXISTS (SELECT 1 FROM case_act a WHERE a.case_id = c.id AND a.act = 'paid') ORDER BY c.id""",
    """INSERT INTO payment_result (line_id, kind, day, words, recorded_by, recorded_at)
    SELECT l.id, 'paid', a.reason, '', a.account_id, a.at
    FROM payment_line l JOIN case_act a ON a.case_id = l.case_id AND a.act = 'paid'
    AND a.id = (SELECT MAX(b.id) FROM case_act b WHERE b.case_id = l.case_id AND b.act = 'paid') ORDER BY l.id""",
)

# What a case has had: paid to it, kept from it for an older debt, less what came back on its own orders.
_HAD = (
    "(COALESCE((SELECT SUM(l.amount_fen) FROM payment_line l WHERE l.case_id = {case} AND l.state = 'paid'), 0) "
    "+ COALESCE((SELECT SUM(r.amount_fen) FROM repayment_receipt r WHERE r.case_id = {case}), 0) "
    "- COALESCE((SELECT SUM(r.amount_fen) FROM repayment_receipt r JOIN repayment_order o ON o.id = r.order_id "
    "WHERE o.case_id = {case}), 0))"
)
HAD_BY_CASE = _HAD.format(case="c.id")
_RUN_FIXED = ("id", "number", "year", "serial", "template", "lines", "total_fen", "made_by", "made_at")
_LINE_FIXED = (
    *("id", "run_id", "place", "serial", "case_id", "decision_id", "payee", "bank_name", "bank_card", "amount_fen"),
)
_ORDER_FIXED = ("id", "case_id", "decision_id", "amount_fen", "reason", "made_by", "made_at")
_APPEND_ONLY = (
    *("payment_template", "payment_result", "payment_file", "payment_export"),
    *("repayment_instalment", "repayment_receipt"),
)
_NEVER_DELETED = ("payment_run", "payment_line", "repayment_order")


def _changed(columns: tuple[str, ...]) -> str:
    return " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)


_GUARDS = (
    guards.Guard(
        "payment_run_made",
        "payment_run",
        "INSERT",
        "NEW.confirmed_by IS NOT NULL OR NEW.cancelled_by IS NOT NULL",
    ),
    guards.Guard(
        "payment_run_moves",
        "payment_run",
        "UPDATE",
        f"{_changed(_RUN_FIXED)} OR OLD.cancelled_by IS NOT NULL "
        "OR (OLD.confirmed_by IS NOT NULL AND NEW.confirmed_by IS DISTINCT FROM OLD.confirmed_by) "
        "OR (NEW.cancelled_by IS NOT NULL AND EXISTS (SELECT 1 FROM payment_export e WHERE e.run_id = NEW.id))",
    ),
    guards.Guard(
        "payment_run_whole",
        "payment_run",
        "UPDATE",
        "OLD.confirmed_by IS NULL AND NEW.confirmed_by IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
        "(SELECT COUNT(*) AS n, SUM(l.amount_fen) AS s FROM payment_line l "
        "WHERE l.run_id = NEW.id AND l.state = 'open') t "
        "WHERE t.n = NEW.lines AND t.s = NEW.total_fen)",
    ),
    guards.Guard(
        "payment_line_fits",
        "payment_line",
        "INSERT",
        "NEW.state <> 'open' OR NOT EXISTS (SELECT 1 FROM decision d JOIN case_file c ON c.id = d.case_id "
        "JOIN person p ON p.id = c.person_id WHERE d.id = NEW.decision_id AND d.case_id = NEW.case_id "
        f"AND {rounds_schema.IN_FORCE} AND c.state = 'to_pay' AND d.outcome = 'granted' AND d.amount_fen IS NOT NULL "
        f"AND p.name = NEW.payee AND p.bank_card = NEW.bank_card AND NEW.amount_fen = d.amount_fen - {HAD_BY_CASE})",
    ),
    guards.Guard(
        "payment_line_one_card",
        "payment_line",
        "INSERT",
        "NEW.run_id IS NOT NULL AND EXISTS (SELECT 1 FROM payment_line l JOIN case_file c ON c.id = l.case_id "
        "JOIN case_file n ON n.id = NEW.case_id WHERE l.run_id = NEW.run_id AND c.person_id = n.person_id "
        "AND l.bank_card <> NEW.bank_card)",
    ),
    guards.Guard(
        "payment_line_in_run",
        "payment_line",
        "INSERT",
        "NEW.run_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM payment_run r WHERE r.id = NEW.run_id "
        "AND r.confirmed_by IS NULL AND r.cancelled_by IS NULL)",
    ),
    guards.Guard(
        "payment_line_moves",
        "payment_line",
        "UPDATE",
        f"{_changed(_LINE_FIXED)} OR (OLD.state || '>' || NEW.state) NOT IN "
        "('open>paid', 'open>rejected', 'open>cancelled', 'paid>returned')",
    ),
    guards.Guard(
        "payment_line_exported",
        "payment_line",
        "UPDATE",
        "NEW.run_id IS NOT NULL AND NEW.state IN ('paid', 'rejected') "
        "AND NOT EXISTS (SELECT 1 FROM payment_export e WHERE e.run_id = NEW.run_id)",
    ),
    guards.Guard(
        "payment_file_confirmed",
        "payment_file",
        "INSERT",
        "EXISTS (SELECT 1 FROM payment_run r WHERE r.id = NEW.run_id AND r.confirmed_by IS NOT NULL)",
    ),
    guards.Guard(
        "payment_export_confirmed",
        "payment_export",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM payment_run r WHERE r.id = NEW.run_id AND r.confirmed_by IS NOT NULL "
        "AND r.cancelled_by IS NULL) OR NOT EXISTS (SELECT 1 FROM payment_file f WHERE f.run_id = NEW.run_id)",
    ),
    guards.Guard(
        "repayment_moves",
        "repayment_order",
        "UPDATE",
        f"{_changed(_ORDER_FIXED)} OR OLD.signed_by IS NOT NULL OR OLD.dropped_by IS NOT NULL",
    ),
    guards.Guard(
        "repayment_not_over",
        "repayment_receipt",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM repayment_order o WHERE o.id = NEW.order_id AND o.signed_by IS NOT NULL "
        "AND o.amount_fen >= NEW.amount_fen + COALESCE((SELECT SUM(r.amount_fen) FROM repayment_receipt r "
        "WHERE r.order_id = o.id), 0))",
    ),
    guards.Guard(
        "repayment_offset_fits",
        "repayment_receipt",
        "INSERT",
        "NEW.case_id IS NOT NULL AND (EXISTS (SELECT 1 FROM payment_line l WHERE l.case_id = NEW.case_id "
        "AND l.state = 'open') OR NOT EXISTS (SELECT 1 FROM case_file c JOIN decision d ON d.case_id = c.id "
        f"AND {rounds_schema.IN_FORCE} JOIN repayment_order o ON o.id = NEW.order_id "
        "JOIN case_file b ON b.id = o.case_id "
        "WHERE c.id = NEW.case_id AND c.state = 'to_pay' AND b.person_id = c.person_id "
        f"AND d.amount_fen - {HAD_BY_CASE} >= NEW.amount_fen))",
    ),
    *(guards.Guard(f"{table}_unchanged", table, "UPDATE", "1 = 1") for table in _APPEND_ONLY),
    *(guards.Guard(f"{table}_kept", table, "DELETE", "1 = 1") for table in _APPEND_ONLY + _NEVER_DELETED),
)


def tables(dialect: str) -> tuple[str, ...]:
    """The statements that create its tables and indexes, and enter what was paid before."""
    return schema.spelled(_TABLES, dialect)


def triggers(dialect: str) -> tuple[str, ...]:
    """The statements that create its guards."""
    return guards.spelled(_GUARDS, dialect)
