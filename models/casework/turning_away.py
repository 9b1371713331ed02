"""不予受理, 逾期未补正 and 视为受理: how a case at the window ends, or begins, without having been accepted.

What is adverse the window proposes and a signer with another account confirms; the letter is issued with it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from models.assessment import Result
from models.calendar import OutsideCalendar
from models.case import Act, Case, State
from models.casework.assessing import store_assessment
from models.casework.changes import Changes, Done
from models.casework.clocks import notice_clock, period_of
from models.casework.grounds import lapse_ground
from models.casework.intake import at_window, receipt_order
from models.casework.letters import Issued, act_letter, issue_letter
from models.casework.notices import approve_further_notice
from models.casework.proposals import confirmed_within, propose_within, waiting_proposal
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import InputError, Refused
from models.letter import LetterKind, Render
from models.notice import (
    NOTICE_DAYS,
    DeemedMatter,
    LapseGround,
    LapseMatter,
    NonAcceptance,
    NonAcceptanceMatter,
    Notice,
    Proposal,
    ProposalKind,
)
from models.serving import served_on
from models.version_dates import date_name


def propose_non_acceptance(desk: Desk, number: str, told: NonAcceptance) -> Done[Proposal]:
    """Propose not to take an application, with facts, reason, article and the organ that is competent."""
    checked = _checked(told)
    with desk.perform("case.propose") as work:
        case = at_window(work, number)
        _not_yet_accepted(case)
        proposal = propose_within(work, case, ProposalKind.NON_ACCEPTANCE, asdict(checked))
    return Done(proposal, Changes.case(case.id))


def refuse_acceptance(desk: Desk, number: str, render: Render) -> Done[Issued]:
    """Confirm it as a signer with another account: the letter with the rights it must tell, and the case ends."""
    with desk.perform("case.not_accept") as work:
        case = at_window(work, number)
        _not_yet_accepted(case)
        proposal = confirmed_within(work, case, ProposalKind.NON_ACCEPTANCE)
        told = non_acceptance_of(proposal)
        case = work.rows.move_case(case, State.NOT_ACCEPTED)
        work.rows.add_act(case.id, case.round, Act.NOT_ACCEPTED, work.actor.id, work.now, told.reason)
        issued = act_letter(work, case, LetterKind.NON_ACCEPTANCE, NonAcceptanceMatter(told), render)
        detail = {"proposal": proposal.id, "letter": issued.letter.number, "sha256": issued.letter.sha256}
        work.record(f"case:{case.id}", detail)
    return Done(issued, issued.changes)


def confirm_proposal(desk: Desk, number: str, render: Render) -> Done[Issued]:
    """Confirm what waits for a second account in a case, whatever it is. Raises Refused when nothing does."""
    with desk.look("case.read") as work:
        proposal = waiting_proposal(work, work.rows.case_numbered(number))
    if proposal is None:
        raise Refused(f"案件 {number} 没有等待办理的提请。请由窗口先提请。")
    confirm = {
        ProposalKind.FURTHER_NOTICE: approve_further_notice,
        ProposalKind.NON_ACCEPTANCE: refuse_acceptance,
        ProposalKind.LAPSE: lapse,
    }
    return confirm[proposal.kind](desk, number, render)


def non_acceptance_of(proposal: Proposal) -> NonAcceptance:
    """What a proposed 不予受理决定书 would tell."""
    return NonAcceptance(**{name: str(proposal.content[name]) for name in NonAcceptance.__slots__})


def _checked(told: NonAcceptance) -> NonAcceptance:
    words = {"facts": "查明的事实", "reason": "不予受理的理由", "article": "所依据的条文"}
    for name, word in words.items():
        if not getattr(told, name).strip():
            raise InputError(f"请写明{word}。", name)
    return NonAcceptance(told.facts.strip(), told.reason.strip(), told.article.strip(), told.organ.strip())


def _not_yet_accepted(case: Case) -> None:
    if case.accepted_on is not None:
        raise Refused(f"案件 {case.number} 已于 {case.accepted_on} 受理，不能再不予受理，请送复核作出决定。")


def propose_lapse(desk: Desk, number: str) -> Done[Proposal]:
    """Propose to treat a case as not completed in time. Refused without the bureau's ground, or before its day."""
    with desk.perform("case.propose") as work:
        case = work.rows.case_numbered(number)
        _, _, last = _late_notice(work, case)
        proposal = propose_within(work, case, ProposalKind.LAPSE, {"last_day": last.isoformat()})
    return Done(proposal, Changes.case(case.id))


def lapse(desk: Desk, number: str, render: Render) -> Done[Issued]:
    """Confirm it as a signer with another account, with its letter; a paper that comes late takes the case up again."""
    with desk.perform("case.lapse") as work:
        case = work.rows.case_numbered(number)
        notice, ground, last = _late_notice(work, case)
        proposal = confirmed_within(work, case, ProposalKind.LAPSE)
        case = work.rows.move_case(case, State.LAPSED)
        missing = tuple(item.wanted.name for item in notice.outstanding)
        letter = work.rows.letter(notice.letter_id)
        further = notice.position > 1 or bool(notice.reason)
        matter = LapseMatter(letter.number, notice.issued_on, missing, last, ground, further)
        work.rows.add_act(case.id, case.round, Act.LAPSED, work.actor.id, work.now, f"依据{ground.document}")
        issued = act_letter(work, case, LetterKind.LAPSE_NOTICE, matter, render)
        detail = {"proposal": proposal.id, "letter": issued.letter.number, "sha256": issued.letter.sha256}
        work.record(f"case:{case.id}", detail | {"document": ground.document})
    return Done(issued, issued.changes)


def lapse_refusal(work: UnitOfWork, case: Case) -> str:
    """Why a case cannot be treated as not completed in time; "" when it can."""
    try:
        _late_notice(work, case)
    except Refused as refused:
        return refused.message
    return ""


def _late_notice(work: UnitOfWork, case: Case) -> tuple[Notice, LapseGround, date]:
    """The notice that was not answered, the bureau's ground, and the last day that has passed."""
    if case.state is not State.FOR_APPLICANT:
        raise Refused(f"案件 {case.number} 不在等申请人补正，不能按逾期未补正处理。")
    ground = lapse_ground(work.office)
    if ground is None:
        raise Refused(
            "“逾期未补正”没有依据：本局还没有录入所依据的文号和期限。"
            "请系统管理员在设置“工作日历和时限”里录入，或继续等申请人补正。"
        )
    notice = work.rows.notices(case.id)[-1]
    served = served_on(work.rows.servings([notice.letter_id]).get(notice.letter_id, ()))
    if served is None:
        raise Refused(f"案件 {case.number} 的补正告知书还没有送达记录，期限没有起算。请先登记送达。")
    try:
        last = work.calendar.add_working_days(served, ground.days)
    except OutsideCalendar as outside:
        raise Refused(f"补正期限算不出来：{outside.message}") from None
    if work.today <= last:
        raise Refused(f"案件 {case.number} 的补正期限到 {last} 届满，今天还没有逾期。")
    return notice, ground, last


@dataclass(frozen=True, slots=True)
class Deemed:
    """A case that counts as accepted since `received_on`, because nothing was told up to `last_day`."""

    number: str
    person_name: str
    received_on: date
    last_day: date


def deemed_cases(desk: Desk) -> tuple[Deemed, ...]:
    """Cases at the window that have neither been accepted nor noticed within the legal term."""
    with desk.look("case.read") as work:
        found = []
        for case in work.rows.open_cases():
            last = deemed_since(work, case)
            if last is not None:
                found.append(Deemed(case.number, work.rows.person(case.person_id).name, case.applied_on, last))
        return tuple(found)


def deem_accepted(desk: Desk, number: str, render: Render) -> Done[Issued]:
    """Record that a case counts as accepted on the day it was received, with a receipt that says so.

    The clock runs from that day; the case stays at the window, where what is missing can still be added.
    """
    with desk.perform("case.deem") as work:
        case = at_window(work, number)
        last = deemed_since(work, case)
        if last is None:
            end = notice_clock(work, case).due
            until = f"告知期限到 {end}" if end is not None else "告知期限算不出来（工作日历没有该年安排）"
            raise Refused(f"案件 {number} 不满足“视为受理”：须未受理、未告知且告知期限已满；{until}。")
        stored, assessment = store_assessment(work, case)
        if assessment.result is Result.NOT_IN_FORCE:
            day = date_name(assessment.version_by)
            raise Refused(f"案件 {number} 的{day}没有生效的规则，请在受理页登记，不作受理。")
        period = period_of(work, case)
        due = None if period is None else period[1].due
        changes = {"accepted_by": work.actor.id, "accepted_on": case.applied_on, "due_on": due}
        case = work.rows.touch_case(case, assessment_id=stored.id, **changes)
        words = f"{NOTICE_DAYS}个工作日内没有告知补正，自 {case.applied_on} 起视为受理"
        work.rows.add_act(case.id, case.round, Act.DEEMED_ACCEPTED, work.actor.id, work.now, words)
        matter = DeemedMatter(case.applied_on, NOTICE_DAYS)
        letter = issue_letter(work, receipt_order(work, case, in_force=True, matter=matter), render)
        detail = {"letter": letter.number, "sha256": letter.sha256, "on": case.applied_on.isoformat()}
        work.record(f"case:{case.id}", detail)
        issued = Issued(case, letter, work.rows.letter_content(letter.id))
    return Done(issued, issued.changes)


def deemed_since(work: UnitOfWork, case: Case) -> date | None:
    """The last day of the term to tell, once it has passed without acceptance or notice; None otherwise."""
    if case.state is not State.AT_WINDOW or case.accepted_on is not None or work.rows.notices(case.id):
        return None
    last = notice_clock(work, case).due
    return last if last is not None and work.today > last else None
