"""What a signed decision means for an earlier one: the letter that names it, the month's figures, the money."""

from __future__ import annotations

from models.case import Case, Decision, Outcome
from models.casework.payment_sums import granted_fen, had_fen
from models.casework.unit_of_work import UnitOfWork
from models.errors import Refused
from models.letter import Letter, LetterKind
from models.rounds import Change, MoneyAdjustment, Reversal, ReversalCause, RoundOpening


def change_of(work: UnitOfWork, case: Case) -> tuple[RoundOpening, Decision, Letter] | None:
    """The round a case is in with the decision and letter it is about; None where it is decided for the first time."""
    opening = work.rows.opening_for(case.id, case.round)
    if opening is None or opening.decision_id is None:
        return None
    first = work.rows.decision_by_id(opening.decision_id)
    letter = next((one for one in work.rows.letters(case.id) if one.decision_id == first.id), None)
    if letter is None:
        raise Refused(f"案件 {case.number} 没有找到原决定书，不能继续。请系统管理员在“设置”里校验数据。")
    return opening, first, letter


def letter_kind_of(outcome: Outcome, change: Change | None) -> LetterKind:
    """Which letter tells an outcome: a grant that is changed is corrected, one that is taken away is revoked."""
    if change is not None and change.changed_outcome is Outcome.GRANTED:
        return LetterKind.CORRECTION if outcome is Outcome.GRANTED else LetterKind.REVOCATION
    return LetterKind.APPROVAL if outcome is Outcome.GRANTED else LetterKind.REFUSAL


def matter_of(work: UnitOfWork, case: Case) -> Change | None:
    """What the letter of a further round tells of the decision it changes."""
    found = change_of(work, case)
    if found is None:
        return None
    opening, first, letter = found
    ground = opening.ground
    return Change(
        kind=ground.kind,
        reason=ground.reason,
        document=ground.document,
        document_date=ground.document_date,
        changed_kind=letter.kind,
        changed_number=letter.number,
        changed_on=first.decided_on,
        changed_outcome=first.outcome,
        changed_fen=first.amount_fen,
        paid_fen=None if first.amount_fen is None else max(0, had_fen(work.rows, case.id)),
    )


def record_change(work: UnitOfWork, case: Case, decision: Decision) -> None:
    """Link a new decision to the one it changes, and take that one's figures back this month."""
    found = change_of(work, case)
    if found is None:
        return
    opening, first, _ = found
    work.rows.add_change(case.id, decision.id, first.id, opening.id)
    work.rows.add_reversal(reversal(work, first, decision.id, ReversalCause.CHANGE))


def reversal(work: UnitOfWork, of: Decision, by_decision_id: int, cause: ReversalCause) -> Reversal:
    """A row of this month that takes a decision's figures back, or gives them back."""
    return Reversal(
        month=work.today.isoformat()[:7],
        case_id=of.case_id,
        decision_id=of.id,
        by_decision_id=by_decision_id,
        cause=cause,
        sign=1 if cause is ReversalCause.RESTORED else -1,
        outcome=of.outcome,
        amount_fen=of.amount_fen,
        at=work.now,
    )


def adjustment_of(work: UnitOfWork, case: Case) -> MoneyAdjustment | None:
    """What the change of a case's decision means in money; None where no decision was changed or none is in money."""
    decision = work.rows.decision(case.id)
    changed = None if decision is None else work.rows.changed_by(decision.id)
    if decision is None or changed is None or decision.amount_fen is None:
        return None
    granted = granted_fen(work.rows, case)
    return MoneyAdjustment(case.id, decision.id, changed, max(0, had_fen(work.rows, case.id)), granted)
