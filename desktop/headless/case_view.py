"""A case as JSON for the command line: identity numbers masked, decisions from their receipts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from models.bank_card import mask_card
from models.case import ACT_NAMES, STATE_NAMES, CaseRow
from models.casework.queries import CaseRecord
from models.id_number import mask_id
from models.moment import beijing_time


def view(record: CaseRecord, names: Mapping[int, str]) -> dict[str, Any]:
    """The whole record of a case; `names` maps account ids to names."""
    case = record.case
    return {
        "case": case.number,
        "programme": case.programme,
        "state": case.state.value,
        "state_name": STATE_NAMES[case.state],
        "person": {
            "person": record.person.id,
            "name": record.person.name,
            "id_number": mask_id(record.person.id_number),
        },
        "applied_on": case.applied_on.isoformat(),
        "accepted_on": None if case.accepted_on is None else case.accepted_on.isoformat(),
        "due_on": None if case.due_on is None else case.due_on.isoformat(),
        "facts": None if record.facts is None else _masked(record.facts.facts),
        "papers": [{"name": paper.name, "attached": paper.attachment_id is not None} for paper in record.papers],
        "register_check": _register(record, names),
        "assessment": None if record.assessment is None else _masked_receipt(record.assessment.receipt),
        "stale": record.stale,
        "decision": _decision(record, names),
        "letters": [
            {"number": letter.number, "kind": letter.kind.value, "sha256": letter.sha256} for letter in record.letters
        ],
        "timeline": [
            {"at": beijing_time(act.at), "who": names[act.account_id], "what": ACT_NAMES[act.act], "reason": act.reason}
            for act in record.acts
        ],
        "pending_elsewhere": list(record.pending),
    }


def row_view(row: CaseRow) -> dict[str, Any]:
    """One line of a list."""
    return {
        "case": row.number,
        "name": row.person_name,
        "id_number": mask_id(row.id_number),
        "programme": row.programme,
        "state": row.state.value,
        "applied_on": row.applied_on.isoformat(),
        "due_on": None if row.due_on is None else row.due_on.isoformat(),
    }


def _register(record: CaseRecord, names: Mapping[int, str]) -> dict[str, Any] | None:
    check = record.register_check
    if check is None:
        return None
    return {
        "result": check.result,
        "awards": list(check.awards),
        "who": names[check.checked_by],
        "at": beijing_time(check.checked_at),
    }


def _decision(record: CaseRecord, names: Mapping[int, str]) -> dict[str, Any] | None:
    decision = record.decision
    if decision is None:
        return None
    return {
        "outcome": decision.outcome.value,
        "amount_fen": decision.amount_fen,
        "decided_on": decision.decided_on.isoformat(),
        "accepted_by": names[decision.accepted_by],
        "reviewed_by": names[decision.reviewed_by],
        "signed_by": names[decision.signed_by],
    }


_MASKS: Mapping[str, Callable[[str], str]] = {"person.id_number": mask_id, "enterprise.bank_account": mask_card}


def _masked(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _MASKS[key](value) if key in _MASKS else value for key, value in facts.items()}


def _masked_receipt(receipt: Mapping[str, Any]) -> dict[str, Any]:
    facts = receipt.get("facts", {})
    inner = facts.get("facts", facts)
    return dict(receipt) | {"facts": _masked(inner)}
