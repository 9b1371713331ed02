"""Review, return and decision. A decision is one transaction: state, number, letter, journal, month, or nothing."""

from __future__ import annotations

from models.assessment import Assessment, Result, Verdict
from models.case import ACT_NAMES, STATE_NAMES, Act, Case, Decision, Outcome, State, StoredAssessment
from models.casework.assessing import assess_now, says, store_assessment
from models.casework.changes import Changes, Done
from models.casework.changing import letter_kind_of, matter_of, record_change
from models.casework.doubles import doubles_since
from models.casework.letters import issue_letter, letter_order, papers_named
from models.casework.passing_on import clerks
from models.casework.publishing import open_objection, state_after_review
from models.casework.sealing import state_after_signing
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import InputError, Refused
from models.letter import Letter, LetterOrder, Render
from models.moment import beijing_time
from models.version_dates import date_name

_DECIDABLE = {Result.ELIGIBLE: Outcome.GRANTED, Result.INELIGIBLE: Outcome.REFUSED}


def review(desk: Desk, number: str, note: str = "") -> Done[Case]:
    """Pass a case on to signature, or to 公示 first where the office publishes its programme.

    `note` tells the signer what was looked at. Raises Refused when its verdict is not settled, an objection is open or
    the reviewer worked on it.
    """
    with desk.perform("case.review") as work:
        case = _in_state(work, number, State.FOR_REVIEW)
        forbid_own_work(work, case)
        stored, assessment = store_assessment(work, case)
        if assessment.result not in _DECIDABLE:
            raise Refused(f"案件 {number} 还不能下结论：{_open_points(assessment)}。请退回窗口补齐后再复核。")
        if open_objection(work, case) is not None:
            raise Refused(f"案件 {number} 的公示异议还没有核查处理，不能复核通过。请先登记异议的处理结果。")
        if double := _double(work, case, assessment):
            raise Refused(f"案件 {number} 不能复核通过：{double}请退回窗口核对、改正或写明情况后再送审。")
        target = state_after_review(work, case, assessment)
        case = work.rows.move_case(case, target, reviewed_by=work.actor.id, assessment_id=stored.id)
        work.rows.add_act(case.id, case.round, Act.REVIEWED, work.actor.id, work.now, note.strip())
        detail = {"assessment": stored.id, "result": assessment.result.value}
        work.record(f"case:{case.id}", detail | ({"note": work.digest(note.strip())} if note.strip() else {}))
    return Done(case, Changes.case(case.id))


def return_case(desk: Desk, number: str, reason: str) -> Done[Case]:
    """Send a case one step back with a reason: the signer to review, the reviewer to the window, or to where a further
    round is worked on."""
    if not reason.strip():
        raise InputError("请写明退回原因。", "reason")
    with desk.perform("case.return") as work:
        case = work.rows.case_numbered(number)
        target = {State.FOR_REVIEW: State.AT_WINDOW, State.FOR_SIGNATURE: State.FOR_REVIEW}.get(case.state)
        if target is None:
            raise Refused(f"案件 {number} 不在复核或签发阶段，不能退回：{_last_done(work, case)}。")
        if target is State.AT_WINDOW and work.rows.decision(case.id) is not None:
            target = State.IN_CORRECTION  # a decision stands: what is wrong is corrected in its round
        case = _send_back(work, case, target, reason.strip())
    return Done(case, Changes.case(case.id))


def decide(desk: Desk, number: str, render: Render) -> Done[Letter]:
    """Sign a reviewed case: assess again with the facts and awards as they stand, take the number, keep the letter.

    A verdict that differs from the reviewed one, or a certificate or an account that has come to be another's since,
    returns the case to review and raises Refused; so does, without moving it, a value the bureau has not confirmed, an
    open question, or a signer who worked on the case.
    """
    why = ""
    letter: Letter | None = None
    with desk.perform("case.decide") as work:
        case = _in_state(work, number, State.FOR_SIGNATURE)
        forbid_own_work(work, case)
        reviewed = _reviewed(work, case)
        assessment = assess_now(work, case)
        receipt = assessment.to_text()
        if receipt != reviewed.text and not says(reviewed.receipt, assessment):
            differs = _difference(Assessment.from_json(reviewed.receipt), assessment)
            why = f"重新核算的结论与复核时不同（{differs}）"
        else:
            why = _double(work, case, assessment).rstrip("。")
        if why:
            _send_back(work, case, State.FOR_REVIEW, f"签发时{why}")
        else:
            letter = _sign(work, case, assessment, receipt, render)
    if letter is None:
        raise Refused(f"案件 {number} 未签发：{why}，已退回复核。")
    return Done(letter, Changes.case(case.id, letter.id, month=letter.issued_on.isoformat()[:7]))


def preview(desk: Desk, number: str) -> LetterOrder:
    """The order of the decision letter as it would be signed now; takes no number and changes nothing."""
    with desk.look("case.read") as work:
        case = _in_state(work, number, State.FOR_SIGNATURE)
        assessment = assess_now(work, case)
        _require_decidable(work, case, assessment)
        return _decision_order(work, case, assessment)


def _sign(work: UnitOfWork, case: Case, assessment: Assessment, receipt: str, render: Render) -> Letter:
    _require_decidable(work, case, assessment)
    outcome = _DECIDABLE[assessment.result]
    if case.facts_id is None or case.accepted_by is None or case.reviewed_by is None:
        raise Refused(f"案件 {case.number} 的受理或复核记录不完整，不能签发。")
    stored = work.rows.add_assessment(case.id, case.facts_id, receipt, work.actor.id, work.now)
    amount = 0 if outcome is Outcome.REFUSED else assessment.amount_fen
    decision = work.rows.add_decision(
        Decision(
            id=0,
            case_id=case.id,
            round=case.round,
            assessment_id=stored.id,
            outcome=outcome,
            amount_fen=amount,
            accepted_by=case.accepted_by,
            reviewed_by=case.reviewed_by,
            signed_by=work.actor.id,
            decided_on=work.today,
            decided_at=work.now,
            separate_review_and_sign=work.office.separate_review_and_sign,
        )
    )
    order = _decision_order(work, case, assessment)
    letter = issue_letter(work, order, render, decision_id=decision.id, amount_fen=amount)
    work.rows.add_bucket(work.today.isoformat()[:7], case.id, decision.id, letter.id, outcome, amount)
    record_change(work, case, decision)
    case = work.rows.move_case(case, state_after_signing(work.office), assessment_id=stored.id)
    work.rows.add_act(case.id, case.round, Act.SIGNED, work.actor.id, work.now)
    work.record(
        f"case:{case.id}",
        {
            "assessment": stored.id,
            "decision": decision.id,
            "outcome": outcome.value,
            "amount_fen": amount,
            "letter": letter.number,
            "sha256": letter.sha256,
            "content_sha256": letter.content_sha256,
            "rulebook": assessment.rulebook,
        },
    )
    return letter


def _double(work: UnitOfWork, case: Case, assessment: Assessment) -> str:
    """What bars a grant beside the verdict; a refusal takes nothing from anybody."""
    return doubles_since(work, case) if assessment.result is Result.ELIGIBLE else ""


def _require_decidable(work: UnitOfWork, case: Case, assessment: Assessment) -> None:
    if assessment.not_confirmed:
        names = "、".join(_value_names(work, case, assessment.not_confirmed))
        raise Refused(
            f"案件 {case.number} 不能作出决定：所依据的政策数值尚未经本局确认（{names}）。"
            "请先在“规则”页录入文号，再由第二人确认。"
        )
    if assessment.result not in _DECIDABLE:
        raise Refused(f"案件 {case.number} 还不能下结论：{_open_points(assessment)}。")
    pays = work.rulebook.programmes[case.programme].amount is not None
    if assessment.result is Result.ELIGIBLE and pays and assessment.amount_fen is None:
        raise Refused(f"案件 {case.number} 符合条件，但金额算不出来，不能作出准予决定。请先补齐计算所需的事实或标准。")


def _value_names(work: UnitOfWork, case: Case, names: tuple[str, ...]) -> list[str]:
    return [work.rulebook.describe_value(case.programme, name.partition(".")[2]).label for name in names]


def _decision_order(work: UnitOfWork, case: Case, assessment: Assessment) -> LetterOrder:
    outcome, change = _DECIDABLE[assessment.result], matter_of(work, case)
    accepted = next(
        act for act in work.rows.acts(case.id) if act.act in {Act.ACCEPTED, Act.DEEMED_ACCEPTED, Act.REGISTERED}
    )
    return letter_order(
        work,
        case,
        letter_kind_of(outcome, change),
        work.rows.account(accepted.account_id).name,
        papers=papers_named(work, case),
        assessment=assessment,
        outcome=outcome,
        matter=change,
    )


def _in_state(work: UnitOfWork, number: str, state: State) -> Case:
    case = work.rows.case_numbered(number)
    if case.state is not state:
        there = f"现在是“{STATE_NAMES[case.state]}”，不是“{STATE_NAMES[state]}”"
        raise Refused(f"案件 {number} {there}：{_last_done(work, case)}。")
    return case


def _last_done(work: UnitOfWork, case: Case) -> str:
    """Who did what to the case last, and when."""
    last = [act for act in work.rows.acts(case.id) if act.act is not Act.NOTED][-1]
    who = work.rows.account(last.account_id).name
    return f"{who}已于 {beijing_time(last.at)} 办理“{ACT_NAMES[last.act]}”"


def own_work(work: UnitOfWork, case: Case, command: str) -> str:
    """Why the actor must leave `command` (review or decide) to somebody else; "" when nothing bars it.

    Nobody reviews or signs what they took in, nor signs what they reviewed where the office separates the two.
    """
    taking_in = {Act.OPENED, Act.ACCEPTED, Act.DEEMED_ACCEPTED, Act.REGISTERED, Act.SUBMITTED, Act.REOPENED}
    hands: set[int | None] = {act.account_id for act in work.rows.acts(case.id) if act.act in taking_in}
    hands |= clerks(work, case)
    if case.facts_id is not None:
        hands.add(work.rows.fact_set(case.facts_id).recorded_by)
    check = work.rows.register_check(case.id)
    if check is not None:
        hands.add(check.checked_by)
    if command == "case.decide" and work.office.separate_review_and_sign:
        hands.add(case.reviewed_by)
    if work.actor.id not in hands:
        return ""
    return f"案件 {case.number} 您本人经办过，依规定须由另一人办理这一步。请换其他同事的账号。"


def forbid_own_work(work: UnitOfWork, case: Case) -> None:
    """Raise Refused where the actor worked on the case before."""
    if reason := own_work(work, case, work.command):
        raise Refused(reason)


def _reviewed(work: UnitOfWork, case: Case) -> StoredAssessment:
    """The assessment that was reviewed."""
    if case.assessment_id is None:
        raise Refused(f"案件 {case.number} 的事实在复核之后有改动，请退回复核重新核算。")
    return work.rows.assessment(case.assessment_id)


def _send_back(work: UnitOfWork, case: Case, target: State, reason: str) -> Case:
    case = work.rows.move_case(case, target, reviewed_by=None)
    work.rows.add_act(case.id, case.round, Act.RETURNED, work.actor.id, work.now, reason)
    work.record(f"case:{case.id}", {"state": target.value, "reason": work.digest(reason)})
    return case


def _open_points(assessment: Assessment) -> str:
    if assessment.result is Result.NOT_IN_FORCE:
        return f"{date_name(assessment.version_by)}没有生效的规则"
    open_verdicts = {Verdict.UNKNOWN, Verdict.JUDGEMENT}
    return "；".join(line.sentence.rstrip("。") for line in assessment.criteria if line.verdict in open_verdicts)


def _difference(before: Assessment, after: Assessment) -> str:
    if before.result is not after.result:
        names = {"eligible": "符合", "ineligible": "不符合", "cannot_tell": "不能确定", "not_in_force": "规则未生效"}
        return f"由{names[before.result.value]}变为{names[after.result.value]}"
    old = {line.id: line.verdict for line in before.criteria}
    changed = [line.sentence.rstrip("。") for line in after.criteria if old.get(line.id) is not line.verdict]
    return "；".join(changed) or "金额有变化"
