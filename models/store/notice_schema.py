"""The part of schema version 3 about what the applicant is told before a decision: notices, arrivals, proposals.

Once means once: a further notice of a case stands only with its reason and a second person of a higher seat. What is
adverse (不予受理, 逾期未补正) moves only on a proposal that another account confirmed.
"""

from __future__ import annotations

from models.store import guards, schema

_TABLES = (
    """CREATE TABLE notice (
    id {id},
    case_id {int} NOT NULL REFERENCES case_file (id),
    position {int} NOT NULL CONSTRAINT notice_position CHECK (position >= 1),
    letter_id {int} NOT NULL CONSTRAINT notice_letter UNIQUE REFERENCES letter (id),
    accepted_before {int} NOT NULL CONSTRAINT notice_accepted_before CHECK (accepted_before IN (0, 1)),
    issued_by {int} NOT NULL REFERENCES account (id),
    issued_on {text} NOT NULL,
    issued_at {text} NOT NULL,
    reason {text} NOT NULL,
    approved_by {int} REFERENCES account (id),
    CONSTRAINT notice_once UNIQUE (case_id, position),
    CONSTRAINT notice_four_eyes CHECK (approved_by IS NULL OR approved_by <> issued_by),
    CONSTRAINT notice_superior CHECK
    ((position = 1 AND accepted_before = 0) OR (approved_by IS NOT NULL AND reason <> ''))){strict}""",
    """CREATE TABLE notice_item (
    id {id},
    notice_id {int} NOT NULL REFERENCES notice (id),
    position {int} NOT NULL,
    kind {text} NOT NULL CONSTRAINT notice_item_kind CHECK (kind IN ('paper', 'fact')),
    name {text} NOT NULL CONSTRAINT notice_item_name CHECK (name <> ''),
    wrong {text} NOT NULL,
    correct {text} NOT NULL CONSTRAINT notice_item_correct CHECK (correct <> ''),
    basis {text} NOT NULL CONSTRAINT notice_item_basis CHECK (basis <> ''),
    CONSTRAINT notice_item_once UNIQUE (notice_id, position)){strict}""",
    """CREATE TABLE notice_arrival (
    item_id {int} PRIMARY KEY REFERENCES notice_item (id),
    settled {text} NOT NULL CONSTRAINT notice_arrival_known CHECK (settled IN ('arrived', 'not_needed')),
    arrived_on {text} NOT NULL,
    account_id {int} NOT NULL REFERENCES account (id),
    at {text} NOT NULL,
    note {text} NOT NULL,
    CONSTRAINT notice_arrival_reason CHECK (settled = 'arrived' OR note <> '')){strict}""",
    """CREATE TABLE proposal (
    id {id},
    case_id {int} NOT NULL REFERENCES case_file (id),
    kind {text} NOT NULL
    CONSTRAINT proposal_kind CHECK (kind IN ('further_notice', 'non_acceptance', 'lapse')),
    content {text} NOT NULL,
    proposed_by {int} NOT NULL REFERENCES account (id),
    proposed_at {text} NOT NULL,
    settled_by {int} REFERENCES account (id),
    settled_at {text},
    confirmed {int} CONSTRAINT proposal_answer CHECK (confirmed IN (0, 1)),
    reason {text} NOT NULL,
    CONSTRAINT proposal_four_eyes CHECK (settled_by IS NULL OR settled_by <> proposed_by),
    CONSTRAINT proposal_whole CHECK ((settled_by IS NULL) = (settled_at IS NULL)
    AND (settled_by IS NULL) = (confirmed IS NULL))){strict}""",
    "CREATE INDEX proposal_of_case ON proposal (case_id, id)",
    "CREATE INDEX proposal_open ON proposal (id) WHERE settled_by IS NULL",
)


def _seat(account: str, *seats: str) -> str:
    listed = ", ".join(f"'{seat}'" for seat in seats)
    return f"EXISTS (SELECT 1 FROM account_seat s WHERE s.account_id = {account} AND s.seat IN ({listed}))"  # noqa: S608


def _confirmed(kind: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM proposal p JOIN account_seat s ON s.account_id = p.settled_by AND s.seat = 'sign' "  # noqa: S608
        f"WHERE p.case_id = NEW.id AND p.kind = '{kind}' AND p.confirmed = 1)"
    )


_PROPOSED = " OR ".join(
    f"NEW.{column} IS DISTINCT FROM OLD.{column}"
    for column in ("id", "case_id", "kind", "content", "proposed_by", "proposed_at")
)
_APPEND_ONLY = ("notice", "notice_item", "notice_arrival")
_GUARDS = (
    guards.Guard(
        "notice_approved_by_superior",
        "notice",
        "INSERT",
        f"NEW.approved_by IS NOT NULL AND NOT {_seat('NEW.approved_by', 'review', 'sign')}",
    ),
    guards.Guard(
        "notice_follows",
        "notice",
        "INSERT",
        "NEW.position <> 1 + (SELECT COUNT(*) FROM notice n WHERE n.case_id = NEW.case_id) OR NOT EXISTS "
        "(SELECT 1 FROM letter l WHERE l.id = NEW.letter_id AND l.case_id = NEW.case_id "
        "AND l.kind = 'supplement_notice')",
    ),
    guards.Guard(
        "not_accepted_by_two",
        "case_file",
        "UPDATE",
        f"NEW.state = 'not_accepted' AND OLD.state = 'at_window' AND NOT {_confirmed('non_acceptance')}",
    ),
    guards.Guard(
        "lapsed_by_two",
        "case_file",
        "UPDATE",
        f"NEW.state = 'lapsed' AND OLD.state <> 'lapsed' AND NOT {_confirmed('lapse')}",
    ),
    guards.Guard("proposal_open_first", "proposal", "INSERT", "NEW.settled_by IS NOT NULL"),
    guards.Guard("proposal_only_settled", "proposal", "UPDATE", f"OLD.settled_by IS NOT NULL OR {_PROPOSED}"),
    guards.Guard("proposal_kept", "proposal", "DELETE", "1 = 1"),
    *(guards.Guard(f"{table}_unchanged", table, "UPDATE", "1 = 1") for table in _APPEND_ONLY),
    *(guards.Guard(f"{table}_kept", table, "DELETE", "1 = 1") for table in _APPEND_ONLY),
)


def tables(dialect: str) -> tuple[str, ...]:
    """The statements that create tables and indexes; `dialect` is `sqlite` or `postgresql`."""
    return schema.spelled(_TABLES, dialect)


def triggers(dialect: str) -> tuple[str, ...]:
    """The statements that create the guards."""
    return guards.spelled(_GUARDS, dialect)
