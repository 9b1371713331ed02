"""公示: putting reviewed grants on a list, objections against them, and the end of the period.

Where the office publishes a programme before signature, a grant that passed review waits here. The list shows masked ID
numbers (财社〔2023〕181号 第二十八条); it is archived as it was published. The clock of the decision goes on meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from models.assessment import Assessment, Result
from models.case import STATE_NAMES, Act, Case, State
from models.casework.applicants import applicant_of, is_of_enterprise
from models.casework.changes import Changes, Done
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import InputError, Refused
from models.id_number import mask_id
from models.month import MonthFile
from models.publicity import (
    ListFiles,
    Objection,
    PublicityContent,
    PublicityEntry,
    PublicityList,
    PublicityRow,
    last_day,
    publicity_days,
    waits_for_publicity,
)

WriteList = Callable[[PublicityContent], ListFiles]
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class PublicityStanding:
    """A case in 公示. `last_day` None: not on a list yet; `due`: its period is over, it may go to signature."""

    number: str
    person_name: str
    masked_id: str
    programme_name: str
    amount_fen: int | None
    last_day: date | None
    due: bool


@dataclass(frozen=True, slots=True)
class PublishedList:
    """A list with its archived files and how many it named."""

    list: PublicityList
    files: tuple[MonthFile, ...]
    count: int


def state_after_review(work: UnitOfWork, case: Case, assessment: Assessment) -> State:
    """Where a reviewed case goes: grants of a programme the office publishes wait for that first."""
    granted = assessment.result is Result.ELIGIBLE
    return State.IN_PUBLICITY if granted and waits_for_publicity(work.office, case.programme) else State.FOR_SIGNATURE


def publish_list(desk: Desk, write: WriteList) -> Done[PublishedList]:
    """Put every waiting case that is on no list yet on the next one, published today. Refused when none waits."""
    with desk.perform("publicity.publish") as work:
        waiting = [case for case in _in_publicity(work) if _entry(work, case) is None]
        if not waiting:
            raise Refused("没有等待列入公示名单的案件。复核通过、尚未公示的案件才会列入。")
        days = publicity_days(work.office)
        serial = work.rows.next_publicity_serial(work.today.year)
        end = last_day(work.today, days)
        made = PublicityList(0, work.today.year, serial, days, work.today, end, work.actor.id, work.now)
        made = work.rows.add_publicity_list(made)
        for case in waiting:
            _name(work, case, made)
        files = write(_content(work, made, waiting))
        work.rows.keep_publicity_files(made.id, files)
    changes = Changes(cases=frozenset(case.id for case in waiting))
    return Done(PublishedList(made, files, len(waiting)), changes)


def end_publicity(desk: Desk) -> Done[tuple[str, ...]]:
    """Send every case whose period is over without an open objection to signature; their numbers."""
    done: list[Case] = []
    with desk.perform("publicity.end") as work:
        due = [case for case in _in_publicity(work) if _is_due(work, _entry(work, case))]
        for waiting in due:
            case = work.rows.move_case(waiting, State.FOR_SIGNATURE)
            work.rows.add_act(case.id, case.round, Act.PUBLICITY_ENDED, work.actor.id, work.now)
            work.record(f"case:{case.id}", {"state": case.state.value})
            done.append(case)
        if not done:
            raise Refused("还没有公示期满的案件。到期的次日起可以办理。")
    return Done(tuple(case.number for case in done), Changes(cases=frozenset(case.id for case in done)))


def record_objection(desk: Desk, number: str, text: str, received_on: date) -> Done[Objection]:
    """Record an objection against a published case; the case goes back to review until something is found of it."""
    words = _whole(text, "text", "请写明异议的内容和提出人。")
    with desk.perform("publicity.object") as work:
        case = work.rows.case_numbered(number)
        entry = _entry(work, case)
        if case.state is not State.IN_PUBLICITY or entry is None:
            raise Refused(f"案件 {number} 现在是“{STATE_NAMES[case.state]}”，没有列在公示名单上，不能登记异议。")
        if received_on > work.today:
            raise InputError(f"收到日期 {received_on} 晚于今天 {work.today}，请核对。", "received_on")
        made = Objection(0, entry.id, case.id, words, received_on, work.actor.id, work.now)
        objection = work.rows.add_objection(made)
        case = work.rows.move_case(case, State.FOR_REVIEW, reviewed_by=None)
        work.rows.add_act(case.id, case.round, Act.OBJECTED, work.actor.id, work.now, words)
        detail = {"objection": objection.id, "on": received_on.isoformat(), "reason": work.digest(words)}
        work.record(f"case:{case.id}", detail)
    return Done(objection, Changes.case(case.id))


def settle_objection(desk: Desk, number: str, finding: str, *, upheld: bool) -> Done[Objection]:
    """Record what was found of the open objection; the case may then be reviewed, or returned to the window."""
    words = _whole(finding, "finding", "请写明核查情况。")
    with desk.perform("publicity.settle") as work:
        case = work.rows.case_numbered(number)
        objection = open_objection(work, case)
        if objection is None:
            raise Refused(f"案件 {number} 没有未处理的公示异议。")
        if objection.recorded_by == work.actor.id:
            raise Refused("登记异议的人不能自己核查处理，请由另一人办理。")
        settled = Objection(
            *(objection.id, objection.entry_id, objection.case_id, objection.text, objection.received_on),
            *(objection.recorded_by, objection.recorded_at, upheld, words),
        )
        work.rows.add_finding(settled, work.actor.id, work.now)
        outcome = "异议成立" if upheld else "异议不成立"
        work.rows.add_act(case.id, case.round, Act.NOTED, work.actor.id, work.now, f"{outcome}：{words}")
        work.record(f"case:{case.id}", {"objection": objection.id, "upheld": upheld, "reason": work.digest(words)})
    return Done(settled, Changes.case(case.id))


def _whole(text: str, field: str, question: str) -> str:
    """What was typed, kept whole. Raises InputError where nothing was, and where it is too long to keep."""
    words = text.strip()
    if not words:
        raise InputError(question, field)
    if len(words) > _LONGEST:
        raise InputError(f"内容超过{_LONGEST}字，请写得简短些，或作为材料扫描保存。", field)
    return words


def open_objection(work: UnitOfWork, case: Case) -> Objection | None:
    """The objection of a case that nothing was found of yet."""
    return next((one for one in work.rows.objections(case.id) if one.upheld is None), None)


def publicity_standings(desk: Desk) -> tuple[PublicityStanding, ...]:
    """Every case in 公示, those on no list first, then by the end of their period."""
    with desk.look("case.read") as work:
        found = [_standing(work, case) for case in _in_publicity(work)]
        return tuple(sorted(found, key=lambda one: (one.last_day or date.min, one.number)))


def published_lists(desk: Desk) -> tuple[PublicityList, ...]:
    """Every list, the newest first."""
    with desk.look("case.read") as work:
        return work.rows.publicity_lists()


def list_files(desk: Desk, name: str) -> tuple[MonthFile, ...]:
    """The archived files of a list named like `2026-01`. Raises InputError when there is none."""
    with desk.look("case.read") as work:
        for made in work.rows.publicity_lists():
            if made.name == name:
                return work.rows.publicity_files(made.id)
    raise InputError(f"没有公示名单 {name}，请核对编号，例如 2026-01。", "list")


def _in_publicity(work: UnitOfWork) -> Iterator[Case]:
    for row in work.rows.cases({State.IN_PUBLICITY}):
        yield work.rows.case(row.case_id)


def _entry(work: UnitOfWork, case: Case) -> PublicityEntry | None:
    """Where the case stands on a list as it is now granted: an amount that changed since must be published again."""
    amount = _assessment(work, case).amount_fen
    entries = work.rows.publicity_entries(case.id)
    fitting = [one for one in entries if one.round == case.round and one.amount_fen == amount]
    return fitting[-1] if fitting else None


def _is_due(work: UnitOfWork, entry: PublicityEntry | None) -> bool:
    return entry is not None and entry.last_day < work.today


def _assessment(work: UnitOfWork, case: Case) -> Assessment:
    if case.assessment_id is None:
        raise Refused(f"案件 {case.number} 的事实在复核之后有改动，请退回复核重新核算。")
    return Assessment.from_json(work.rows.assessment(case.assessment_id).receipt)


def _name(work: UnitOfWork, case: Case, made: PublicityList) -> None:
    assessment = _assessment(work, case)
    if case.assessment_id is None:
        raise AssertionError("a case with an assessment has its id")
    work.rows.add_publicity_entry(made.id, case.id, case.round, case.assessment_id, assessment.amount_fen)
    period = f"名单 {made.name}，公示至 {made.last_day}"
    work.rows.add_act(case.id, case.round, Act.PUBLISHED, work.actor.id, work.now, period)
    work.record(f"case:{case.id}", {"publicity": made.name, "to": made.last_day.isoformat()})


def _content(work: UnitOfWork, made: PublicityList, cases: list[Case]) -> PublicityContent:
    return PublicityContent(
        office_name=work.office.name,
        practice=work.office.practice,
        phone=work.office.phone,
        year=made.year,
        serial=made.serial,
        days=made.days,
        first_day=made.first_day,
        last_day=made.last_day,
        made_at=work.now,
        made_by=work.actor.name,
        rows=tuple(_row(work, case) for case in cases),
    )


def _row(work: UnitOfWork, case: Case) -> PublicityRow:
    person = applicant_of(work, case)
    enterprise = is_of_enterprise(work.rulebook, case.programme)
    facts = {} if case.facts_id is None else work.rows.fact_set(case.facts_id).facts
    about = "certificate" if "certificate.occupation" in facts else "training"
    number = str(facts.get("certificate.number") or "")
    return PublicityRow(
        case_number=case.number,
        person_name=person.name,
        masked_id=person.id_number if enterprise else mask_id(person.id_number),
        programme_name=work.rulebook.programmes[case.programme].name,
        occupation=str(facts.get(f"{about}.occupation") or ""),
        level=facts.get(f"{about}.level"),
        certificate=f"****{number[-4:]}" if len(number) > 4 else "",
        amount_fen=_assessment(work, case).amount_fen,
    )


def _standing(work: UnitOfWork, case: Case) -> PublicityStanding:
    entry = _entry(work, case)
    row = _row(work, case)
    return PublicityStanding(
        number=case.number,
        person_name=row.person_name,
        masked_id=row.masked_id,
        programme_name=row.programme_name,
        amount_fen=row.amount_fen,
        last_day=None if entry is None else entry.last_day,
        due=_is_due(work, entry),
    )
