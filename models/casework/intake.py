"""Taking an application in: facts, papers, the register check, acceptance with its receipt."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from models.assessment import Assessment, Clause, Result
from models.case import Act, Case, FactSet, Paper, RegisterCheck, State
from models.casework.applicants import case_facts, own_facts, require_enterprise, settled
from models.casework.assessing import store_assessment
from models.casework.attendants import attended
from models.casework.changes import Changes, Done
from models.casework.clocks import clock_start, pauses_of, period_of, within_of
from models.casework.doubles import refuse_doubles
from models.casework.letters import Issued, act_letter, issue_letter, letter_order, papers_named
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import InputError, Refused
from models.facts_file import check_application_date, facts_from_json, read_award
from models.letter import Letter, LetterKind, LetterOrder, Matter, Render
from models.notice import WithdrawalMatter
from models.person import Person
from models.typed_text import has_hidden
from models.version_dates import date_name

AT_THE_WINDOW = frozenset({State.AT_WINDOW, State.REGISTERED, State.IN_CORRECTION})


def open_case(desk: Desk, person_id: int, programme: str, applied_on: date, facts: Mapping[str, Any]) -> Done[Case]:
    """Open a case with its first facts (contract JSON values). Raises InputError on a bad fact or date."""
    with desk.perform("case.open") as work:
        case = open_within(work, work.rows.person(person_id), programme, applied_on, facts)
    return Done(case, Changes.case(case.id))


def open_within(work: UnitOfWork, person: Person, programme: str, applied_on: date, facts: Mapping[str, Any]) -> Case:
    """The same as a part of the caller's transaction, as are the other `…_within`."""
    _require_ours(work, programme)
    if applied_on > work.today:
        raise InputError(f"申请日 {applied_on} 晚于今天 {work.today}，请核对。", "applied_on")
    whole = _checked(dict(facts) | own_facts(work.rulebook, programme, person), applied_on)
    serial = work.rows.next_serial("case", work.today.year)
    case = work.rows.add_case(
        Case(
            id=0,
            number=f"{work.today.year}-{serial:05d}",
            person_id=person.id,
            programme=programme,
            applied_on=applied_on,
            state=State.AT_WINDOW,
            opened_by=work.actor.id,
            opened_at=work.now,
        )
    )
    case = _keep_facts(work, case, whole)
    work.rows.add_act(case.id, case.round, Act.OPENED, work.actor.id, work.now)
    work.record(
        f"case:{case.id}",
        {"person": person.id, "programme": programme, "applied_on": applied_on.isoformat(), "facts": case.facts_id},
    )
    return case


def _require_ours(work: UnitOfWork, programme: str) -> None:
    """Only what this window decides can become a case. Raises InputError, Refused."""
    rules = work.rulebook.programmes.get(programme)
    if rules is None:
        raise InputError(f"没有“{programme}”这个项目，请核对项目代码。", "programme")
    if rules.act == "referral":
        raise Refused(f"“{rules.name}”由{rules.organ}决定，本窗口只出具转介说明，不收件。请告知申请人向其申请。")


def record_facts(desk: Desk, number: str, facts: Mapping[str, Any], forget: Sequence[str] = ()) -> Done[FactSet]:
    """Supersede facts of a case at the window; `forget` makes keys unknown again. Nothing is overwritten."""
    with desk.perform("case.facts") as work:
        case = facts_within(work, at_window(work, number), facts, forget)
        stored = work.rows.fact_set(_present(case.facts_id))
    return Done(stored, Changes.case(case.id))


def facts_within(work: UnitOfWork, case: Case, facts: Mapping[str, Any], forget: Collection[str] = ()) -> Case:
    """Supersede facts of a case that is at the window."""
    old = dict(case_facts(work, case))
    kept = {key: value for key, value in old.items() if key not in forget}
    own = own_facts(work.rulebook, case.programme, work.rows.person(case.person_id))
    whole = _checked(kept | dict(facts) | own, case.applied_on)
    case = _keep_facts(work, case, whole)
    changed = sorted(key for key in {*old, *whole} if old.get(key, ...) != whole.get(key, ...))
    work.record(f"case:{case.id}", {"facts": case.facts_id, "changed": changed})
    return case


def see_paper(
    desk: Desk, number: str, name: str, scan: bytes | None = None, media_type: str = "application/pdf"
) -> Done[Paper]:
    """Record a paper as seen at the window, with its scan when there is one."""
    with desk.perform("case.paper") as work:
        case = at_window(work, number)
        paper = paper_within(work, case, name, scan, media_type)
    return Done(paper, Changes.case(case.id))


def paper_within(work: UnitOfWork, case: Case, name: str, scan: bytes | None, media_type: str) -> Paper:
    """Record a paper of a case that is at the window."""
    name = name.strip()
    if not name:
        raise InputError("请写明材料名称。", "paper")
    if has_hidden(name):
        raise InputError("材料名称里有看不见的字符，请删去后重新填写。", "paper")
    attachment = None if scan is None else work.rows.add_attachment(media_type, scan)
    paper = work.rows.add_paper(case.id, name, work.actor.id, work.now, None if attachment is None else attachment.id)
    work.record(f"case:{case.id}", {"paper": paper.id, "sha256": None if attachment is None else attachment.sha256})
    return paper


def record_register_check(
    desk: Desk, number: str, result: str, awards: Sequence[Mapping[str, Any]]
) -> Done[RegisterCheck]:
    """Record that the municipal award register was checked for this application, by whom, when, and what it showed."""
    with desk.perform("case.register_check") as work:
        case = at_window(work, number)
        check, case = check_within(work, case, result, awards, work.now)
    return Done(check, Changes.case(case.id))


def check_within(
    work: UnitOfWork, case: Case, result: str, awards: Sequence[Mapping[str, Any]], at: datetime
) -> tuple[RegisterCheck, Case]:
    """Record a register check that was made at a moment, for a case that is at the window."""
    if not result.strip():
        raise InputError("请写明查询结果，例如“查无已享受记录”。", "register.result")
    for place, award in enumerate(awards, start=1):
        read_award(award, f"第{place}条记录")
    check = work.rows.add_register_check(case.id, result.strip(), tuple(awards), work.actor.id, at)
    case = work.rows.touch_case(case, assessment_id=None)
    work.record(f"case:{case.id}", {"register_check": check.id, "awards": len(awards)})
    return check, case


def accept(desk: Desk, number: str, render: Render) -> Done[Letter]:
    """Accept a case: take a receipt number, print the receipt, start the clock, hand it to review.

    Where no rule is in force on the date that selects the version the case is registered with a receipt instead.
    """
    with desk.perform("case.accept") as work:
        case, letter = accept_within(work, at_window(work, number), render)
    return Done(letter, Changes.case(case.id, letter.id))


def accept_within(work: UnitOfWork, case: Case, render: Render) -> tuple[Case, Letter]:
    """Accept or register a case that is at the window."""
    if case.accepted_on is not None:
        raise Refused(f"案件 {case.number} 已于 {case.accepted_on} 受理，请用“重新送审”。")
    if case.state is State.IN_CORRECTION:
        raise Refused(f"案件 {case.number} 在更正或复议中，请先在案件页用“更正后送复核”退回窗口，再受理。")
    refuse_doubles(work, case)
    require_enterprise(work, case)
    stored, assessment = store_assessment(work, case)
    in_force = assessment.result is not Result.NOT_IN_FORCE
    if case.state is State.REGISTERED and not in_force:
        day = date_name(assessment.version_by)
        raise Refused(f"案件 {case.number} 已登记，{day}的政策仍未生效，暂不能受理。待规则生效后再办。")
    if case.state in {State.REGISTERED, State.IN_CORRECTION}:
        case = work.rows.move_case(case, State.AT_WINDOW)
    period = period_of(work, case)
    due_on = None if period is None else period[1].due
    if in_force:
        case = work.rows.move_case(
            case,
            State.FOR_REVIEW,
            accepted_by=work.actor.id,
            accepted_on=work.today,
            due_on=due_on,
            assessment_id=stored.id,
        )
    else:
        case = work.rows.move_case(case, State.REGISTERED, due_on=due_on, assessment_id=stored.id)
    attended(work, case)
    act = Act.ACCEPTED if in_force else Act.REGISTERED
    work.rows.add_act(case.id, case.round, act, work.actor.id, work.now)
    order = receipt_order(work, case, in_force=in_force, assessment=None if in_force else assessment)
    letter = issue_letter(work, order, render)
    work.record(f"case:{case.id}", {"letter": letter.number, "sha256": letter.sha256, "in_force": in_force})
    return case, letter


def submit(desk: Desk, number: str) -> Done[Case]:
    """Hand an accepted case that was returned to the window back to review."""
    with desk.perform("case.submit") as work:
        case = submit_within(work, at_window(work, number))
    return Done(case, Changes.case(case.id))


def submit_within(work: UnitOfWork, case: Case) -> Case:
    """Hand an accepted case that is at the window back to review."""
    if case.accepted_on is None:
        raise Refused(f"案件 {case.number} 尚未受理，不能送审。请先受理。")
    told = "更正后送复核" if case.state is State.IN_CORRECTION else "退回后重新送审"
    case = work.rows.move_case(case, State.FOR_REVIEW)
    work.rows.add_act(case.id, case.round, Act.SUBMITTED, work.actor.id, work.now, told)
    work.record(f"case:{case.id}", {"facts": case.facts_id})
    return case


def withdraw(desk: Desk, number: str, reason: str, render: Render) -> Done[Issued]:
    """Withdraw an undecided case at the applicant's wish, with its confirmation letter; the reason is required."""
    if not reason.strip():
        raise InputError("请写明撤回原因。", "reason")
    with desk.perform("case.withdraw") as work:
        case = work.rows.case_numbered(number)
        if work.rows.decision(case.id) is not None:
            raise Refused(f"案件 {number} 已有决定，正在更正或复议，不能撤回申请。不再改变原决定的，请“维持原决定”。")
        case = work.rows.move_case(case, State.WITHDRAWN)
        work.rows.add_act(case.id, case.round, Act.WITHDRAWN, work.actor.id, work.now, reason.strip())
        issued = act_letter(work, case, LetterKind.WITHDRAWAL, WithdrawalMatter(reason.strip()), render)
        detail = {"state": case.state.value, "letter": issued.letter.number, "sha256": issued.letter.sha256}
        work.record(f"case:{case.id}", detail)
    return Done(issued, issued.changes)


def at_window(work: UnitOfWork, number: str) -> Case:
    """The case of a number, if facts may still be recorded on it. Raises Refused."""
    case = work.rows.case_numbered(number)
    if case.state not in AT_THE_WINDOW:
        raise Refused(f"案件 {number} 不在窗口办理阶段，不能改动。需要改动的，请先由复核或签发退回。")
    return case


def _checked(facts: Mapping[str, Any], applied_on: date) -> dict[str, Any]:
    check_application_date(facts_from_json({"facts": dict(facts)}), applied_on)
    return settled(facts)


def _keep_facts(work: UnitOfWork, case: Case, facts: Mapping[str, Any]) -> Case:
    stored = work.rows.add_facts(case.id, facts, work.actor.id, work.now)
    return work.rows.touch_case(case, facts_id=stored.id, assessment_id=None)


def receipt_order(
    work: UnitOfWork,
    case: Case,
    *,
    in_force: bool,
    matter: Matter | None = None,
    assessment: Assessment | None = None,
) -> LetterOrder:
    """What the receipt of a case says, with its due date as it stands."""
    start = clock_start(case, work.rows.opening_for(case.id, case.round)) or case.applied_on
    within = within_of(work, case, start)
    return letter_order(
        work,
        case,
        LetterKind.RECEIPT,
        work.actor.name,
        papers=papers_named(work, case),
        due_days=None if within is None else within.working_days,
        due_on=case.due_on,
        due_from=start,
        due_paused=bool(pauses_of(work.rows.notices(case.id), work.office)),
        due_clause="" if within is None else _cited(within.clause),
        in_force=in_force,
        assessment=assessment,
        attendant=attended(work, case),
        matter=matter,
    )


def _cited(clause: Clause) -> str:
    """A law by its title in 《》, the order that issued it behind, then the article."""
    title, bracket, order = clause.document.partition("（")
    return f"《{title}》{bracket}{order}{clause.article}"


def _present(identity: int | None) -> int:
    if identity is None:
        raise AssertionError("a case that was just given facts has a fact set")
    return identity
