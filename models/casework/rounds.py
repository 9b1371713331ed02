"""After the hand-over: a correction, revocation, reconsideration or litigation round on a decided case.

A round links to the decision it is about and keeps it alive; it ends when that decision is maintained by letter, or
when a new decision by two people changes it. What was paid and counted moves by the same act as the new decision.
"""

from __future__ import annotations

from models.assessment import Assessment
from models.case import STATE_NAMES, Act, Case, Decision, State, leading_to
from models.casework.assessing import store_assessment
from models.casework.changes import Changes, Done
from models.casework.deciding import forbid_own_work
from models.casework.letters import issue_letter, letter_order
from models.casework.payment_sums import state_by_money
from models.casework.undoing import left_the_house
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import InputError, Refused
from models.letter import Letter, LetterKind, LetterOrder, Render
from models.rounds import ROUND_NAMES, Ground, Maintained, RoundOpening

OPENABLE = leading_to(State.IN_CORRECTION) - {State.FOR_REVIEW}
_LONGEST = 2_000


def open_round(
    desk: Desk, number: str, ground: Ground, scan: bytes | None = None, media_type: str = "application/pdf"
) -> Done[RoundOpening]:
    """Take a decided case up again in a new round, on a ground; nothing about its decision changes by this.

    Raises InputError at `reason`, `document`, `document_date` or `due_on`, Refused before the letter was handed over.
    """
    with desk.perform("case.reopen") as work:
        case = work.rows.case_numbered(number)
        _check_ground(work, ground)
        if in_the_house(work, case):
            raise Refused(f"案件 {number} 的决定书还没有送达，不用开更正程序。请由签发人“撤销签发”后重新办理。")
        if case.state not in OPENABLE:
            raise Refused(f"案件 {number} 现在是“{STATE_NAMES[case.state]}”，还没有生效的决定，不能开始更正或复议。")
        opening = _open(work, case, ground, None if scan is None else work.rows.add_attachment(media_type, scan).id)
    return Done(opening, Changes.case(opening.case_id))


def send_round_to_review(desk: Desk, number: str, note: str = "") -> Done[Case]:
    """Hand a case in a further round on: to review, or to the window where it had not been accepted at all."""
    with desk.perform("case.resubmit") as work:
        case = _in_round(work, number)
        target = State.AT_WINDOW if case.accepted_on is None else State.FOR_REVIEW
        case = work.rows.move_case(case, target)
        work.rows.add_act(case.id, case.round, Act.SUBMITTED, work.actor.id, work.now, note.strip())
        work.record(f"case:{case.id}", {"state": target.value, "facts": case.facts_id})
    return Done(case, Changes.case(case.id))


def maintain(desk: Desk, number: str, finding: str, render: Render) -> Done[Letter]:
    """Leave the decision as it is, with a notice that says why; the case goes back to where it stood.

    Raises InputError without a finding or for one that is too long, Refused when facts corrected in this round would
    lead to another decision, and when whoever opened or prepared the round signs.
    """
    if not finding.strip():
        raise InputError("请写明维持原决定的理由。", "finding")
    if len(finding.strip()) > _LONGEST:
        raise InputError(f"理由超过{_LONGEST}字，请写得简短些。", "finding")
    with desk.perform("case.maintain") as work:
        case = _in_round(work, number)
        forbid_own_work(work, case)
        opening = _opening(work, case)
        letter = _maintain(work, case, opening, finding.strip(), render)
    return Done(letter, Changes.case(letter.case_id, letter.id))


def in_the_house(work: UnitOfWork, case: Case) -> bool:
    """Whether the decision's letter has neither been sent off nor handed over: it is undone rather than changed."""
    decision = work.rows.decision(case.id)
    waits = case.state in {State.TO_SEAL, State.TO_SERVE}
    return waits and decision is not None and not left_the_house(work, decision)


def _check_ground(work: UnitOfWork, ground: Ground) -> None:
    if not ground.reason.strip():
        raise InputError("请写明更正、撤销、复议或诉讼的事由。", "reason")
    if bool(ground.document.strip()) != (ground.document_date is not None):
        field = "document_date" if ground.document.strip() else "document"
        raise InputError("文书文号和日期要一起填写；还没有收到文书的，两项都不填。", field)
    if ground.document_date is not None and ground.document_date > work.today:
        raise InputError(f"文书日期 {ground.document_date} 晚于今天 {work.today}，请核对。", "document_date")
    if ground.due_on is not None and ground.due_on < work.today:
        raise InputError(f"办理期限 {ground.due_on} 早于今天 {work.today}，请核对。", "due_on")


def _open(work: UnitOfWork, case: Case, ground: Ground, scan_id: int | None) -> RoundOpening:
    decision = work.rows.decision(case.id)
    ground = Ground(ground.kind, ground.reason.strip(), ground.document.strip(), ground.document_date, ground.due_on)
    opening = work.rows.add_opening(
        RoundOpening(
            id=0,
            case_id=case.id,
            round=case.round + 1,
            decision_id=None if decision is None else decision.id,
            ground=ground,
            scan_id=scan_id,
            state_before=case.state,
            due_before=case.due_on,
            opened_by=work.actor.id,
            opened_at=work.now,
        )
    )
    case = work.rows.move_case(case, State.IN_CORRECTION, round=case.round + 1, reviewed_by=None, due_on=ground.due_on)
    reason = f"{ROUND_NAMES[ground.kind]}：{ground.reason}"
    work.rows.add_act(case.id, case.round, Act.REOPENED, work.actor.id, work.now, reason)
    detail = {"round": case.round, "kind": ground.kind.value, "decision": opening.decision_id}
    work.record(f"case:{case.id}", detail | {"reason": work.digest(ground.reason), "scan": scan_id})
    return opening


def _maintain(work: UnitOfWork, case: Case, opening: RoundOpening, finding: str, render: Render) -> Letter:
    decision = None if opening.decision_id is None else work.rows.decision_by_id(opening.decision_id)
    kept_assessment = None if decision is None else _assessment_that_holds(work, case, decision)
    order = _maintenance_order(work, case, opening, finding)
    letter = issue_letter(work, order, render)
    changes = {"due_on": opening.due_before} | ({} if kept_assessment is None else {"assessment_id": kept_assessment})
    # A list may have paid it meanwhile, or the bank sent money back.
    work.rows.move_case(case, state_by_money(work.rows, case, opening.state_before), **changes)
    work.rows.add_act(case.id, case.round, Act.MAINTAINED, work.actor.id, work.now, finding)
    detail = {"letter": letter.number, "sha256": letter.sha256, "decision": opening.decision_id}
    work.record(f"case:{case.id}", detail | {"reason": work.digest(finding)})
    return letter


def _assessment_that_holds(work: UnitOfWork, case: Case, decision: Decision) -> int:
    """The receipt the kept decision goes on resting on; facts corrected meanwhile must lead to the same."""
    receipt = work.rows.assessment(decision.assessment_id)
    if receipt.facts_id == case.facts_id:
        return receipt.id
    stored, assessment = store_assessment(work, case)
    before = Assessment.from_json(receipt.receipt)
    if (assessment.result, assessment.amount_fen) != (before.result, before.amount_fen):
        raise Refused(
            f"案件 {case.number} 按更正后的事实核算，结论或金额与原决定不同，不能维持。请送复核后重新决定，"
            "或把事实改回。"
        )
    return stored.id


def _maintenance_order(work: UnitOfWork, case: Case, opening: RoundOpening, finding: str) -> LetterOrder:
    kept = kept_letter(work, case, opening)
    ground = opening.ground
    return letter_order(
        work,
        case,
        LetterKind.MAINTENANCE,
        work.rows.account(opening.opened_by).name,
        matter=Maintained(
            kind=ground.kind,
            reason=ground.reason,
            document=ground.document,
            document_date=ground.document_date,
            kept_kind=kept.kind,
            kept_number=kept.number,
            kept_on=kept.issued_on,
            finding=finding,
        ),
    )


def kept_letter(work: UnitOfWork, case: Case, opening: RoundOpening) -> Letter:
    """The letter a round is about: of its decision, or of the non-acceptance. Raises Refused when there is none."""
    letters = work.rows.letters(case.id)
    if opening.decision_id is None:
        found = [letter for letter in letters if letter.kind is LetterKind.NON_ACCEPTANCE]
    else:
        found = [letter for letter in letters if letter.decision_id == opening.decision_id]
    if not found:
        raise Refused(f"案件 {case.number} 没有找到原决定书，不能继续。请系统管理员在“设置”里校验数据。")
    return found[-1]


def _in_round(work: UnitOfWork, number: str) -> Case:
    case = work.rows.case_numbered(number)
    if case.state is not State.IN_CORRECTION:
        raise Refused(f"案件 {number} 现在是“{STATE_NAMES[case.state]}”，不在更正或复议中。")
    return case


def _opening(work: UnitOfWork, case: Case) -> RoundOpening:
    opening = work.rows.opening_for(case.id, case.round)
    if opening is None:
        raise Refused(f"案件 {case.number} 没有更正或复议的开始记录，不能继续。请系统管理员在“设置”里校验数据。")
    return opening
