"""撤销签发: undoing a decision by name and with a reason, before its letter has left the house."""

from __future__ import annotations

from models.case import Act, Case, Decision, State
from models.casework.changes import Changes, Done
from models.casework.changing import reversal
from models.casework.last_act import where_it_is
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import InputError, Refused
from models.rounds import DecisionVoid, ReversalCause

_FORMALLY = "确有错误的，请在案件页按“更正·复议”开始更正、撤销、复议或诉讼程序。"
UNDOABLE = frozenset({State.TO_SEAL, State.TO_SERVE})


def undo_decision(desk: Desk, number: str, reason: str) -> Done[Case]:
    """Void a signed decision that was not handed over: its number stays in the register as 作废 and is never used
    again, the case goes back to review in a new round.

    Its month forgets it, or, where it was published meanwhile, this month takes it back. Raises InputError without
    a reason, Refused once the letter was handed over.
    """
    words = reason.strip()
    if not words:
        raise InputError("请写明撤销签发的原因。", "reason")
    with desk.perform("case.undo") as work:
        case, decision = _undoable(work, number)
        letter = next(one for one in work.rows.letters(case.id) if one.decision_id == decision.id)
        month = decision.decided_on.isoformat()[:7]
        counted = work.rows.published_since(month, decision.decided_at)
        void = DecisionVoid(decision.id, case.id, words, counted, work.actor.id, work.now)
        work.rows.void_decision(void, letter.id)
        if counted:
            _take_back(work, decision)
        work.rows.add_act(case.id, case.round, Act.VOIDED, work.actor.id, work.now, words)
        case = work.rows.move_case(case, State.FOR_REVIEW, round=case.round + 1, reviewed_by=None)
        detail = {"decision": decision.id, "letter": letter.number, "round": case.round, "counted": counted}
        work.record(f"case:{case.id}", detail | {"reason": work.digest(words)})
        months = frozenset({month, work.today.isoformat()[:7]})
    return Done(case, Changes(cases=frozenset({case.id}), letters=frozenset({letter.id}), months=months))


def _undoable(work: UnitOfWork, number: str) -> tuple[Case, Decision]:
    case = work.rows.case_numbered(number)
    decision = work.rows.decision(case.id)
    if case.state in UNDOABLE and decision is not None and decision.round == case.round:
        if left_the_house(work, decision):
            raise Refused(f"案件 {number} 的决定书已经发出（有送达记录），不能撤销签发。{_FORMALLY}")
        return case, decision
    if decision is None:
        raise Refused(f"案件 {number} 没有可以撤销的签发：{where_it_is(work, case)}。")
    raise Refused(f"案件 {number} {where_it_is(work, case)}，决定书已经送达，不能撤销签发。{_FORMALLY}")


def left_the_house(work: UnitOfWork, decision: Decision) -> bool:
    """Whether the letter of a decision was sent off or handed over, as the records of its serving tell."""
    letters = [one.id for one in work.rows.letters(decision.case_id) if one.decision_id == decision.id]
    return any(work.rows.servings(letters).get(one) for one in letters)


def _take_back(work: UnitOfWork, decision: Decision) -> None:
    work.rows.add_reversal(reversal(work, decision, decision.id, ReversalCause.VOID))
    changed = work.rows.changed_by(decision.id)
    if changed is not None:
        first = work.rows.decision_by_id(changed)
        work.rows.add_reversal(reversal(work, first, decision.id, ReversalCause.RESTORED))
