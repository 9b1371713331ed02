"""The dry run of a bulk act: for each member of a class what would happen, what stops it, and what stays unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from models.assessment import Assessment, Result
from models.case import STATE_NAMES, Case, State
from models.casework.assessing import assess_now
from models.casework.class_facts import class_facts
from models.casework.classes import CLASS_PROGRAMMES, ClassMember, members_within
from models.casework.doubles import refuse_doubles
from models.casework.people import person_facts
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import InputError, Refused
from models.facts import Facts
from models.facts_file import check_application_date, facts_from_json
from models.id_number import mask_id
from models.rules.evaluate import assess
from models.training_class import BulkKind, TrainingClass
from models.version_dates import date_name
from models.vocabulary import PROGRAMME_NAMES, VOCABULARY

AWARDS = "awards"
_CHECKED_FOR = "已享受记录（未查询）"
RESULT_WORDS: Mapping[Result, str] = {
    Result.ELIGIBLE: "现有事实符合条件",
    Result.INELIGIBLE: "现有事实不符合条件",
    Result.CANNOT_TELL: "还不能下结论",
    Result.NOT_IN_FORCE: "没有施行的政策，将登记",
}


@dataclass(frozen=True, slots=True)
class BulkOrder:
    """What is wanted of a class.

    `on` is the application date, or the day of hand-over; `how` the way of hand-over. `papers` were handed in by each
    of them. `checked` are the people for whom the clerk checked the municipal register and found nothing; `left_out`
    are the people not to be touched.
    """

    class_number: str
    kind: BulkKind
    programme: str
    on: date
    how: str = ""
    papers: tuple[str, ...] = ()
    checked: frozenset[int] = field(default_factory=frozenset)
    left_out: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class BulkLine:
    """One person. `stop` says why nothing happens; else `words` says what would. `unknown` names open questions."""

    person_id: int
    name: str
    id_number: str
    case_number: str
    words: str
    stop: str = ""
    result: Result | None = None
    amount_fen: int | None = None
    unknown: tuple[str, ...] = ()

    @property
    def goes(self) -> bool:
        """Whether the act would be done for this person."""
        return not self.stop


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """A dry run; nothing was changed."""

    order: BulkOrder
    lines: tuple[BulkLine, ...]

    @property
    def going(self) -> int:
        """For how many it would be done."""
        return sum(line.goes for line in self.lines)


def plan_bulk(desk: Desk, order: BulkOrder) -> BulkPlan:
    """What the order would do to each member of the class. Raises InputError for an order that is wrong as a whole."""
    with desk.look("class.bulk") as work:
        return plan_within(work, order)


def plan_within(work: UnitOfWork, order: BulkOrder) -> BulkPlan:
    """The same inside the command that does it."""
    _check(work, order)
    group = work.rows.class_numbered(order.class_number)
    line = {BulkKind.OPEN: _opening, BulkKind.ACCEPT: _accepting, BulkKind.SERVE: _serving}[order.kind]
    members = members_within(work, group)
    lines = (_gone(order, one) or line(work, order, group, one) for one in members)
    return BulkPlan(order, tuple(_left_out(order, found) for found in lines))


def _check(work: UnitOfWork, order: BulkOrder) -> None:
    if order.programme not in CLASS_PROGRAMMES:
        names = "、".join(PROGRAMME_NAMES[programme] for programme in CLASS_PROGRAMMES)
        raise InputError(f"按班办理的项目只有：{names}。", "programme")
    if order.on > work.today:
        raise InputError(f"日期 {order.on} 晚于今天 {work.today}，请核对。", "on")


def _gone(order: BulkOrder, one: ClassMember) -> BulkLine | None:
    """Who left the class is neither taken in nor accepted with it; a letter is still handed over."""
    if one.member.left is None or order.kind is BulkKind.SERVE:
        return None
    row = one.cases.get(order.programme)
    stop = f"{one.member.left.on} 已退出本班；确要办理的请单独办理"
    return _line(one, "", case_number="" if row is None else row.number, stop=stop)


def _left_out(order: BulkOrder, line: BulkLine) -> BulkLine:
    return replace(line, stop="没有勾选") if line.goes and line.person_id in order.left_out else line


def _line(one: ClassMember, words: str, **more: Any) -> BulkLine:
    person = one.person
    return BulkLine(person.id, person.name, mask_id(person.id_number), more.pop("case_number", ""), words, **more)


def opening_facts(work: UnitOfWork, order: BulkOrder, group: TrainingClass, one: ClassMember) -> dict[str, Any]:
    """The facts a case of this member begins with, beside those of the person."""
    return class_facts(work, group, one.member, order.programme)


def _opening(work: UnitOfWork, order: BulkOrder, group: TrainingClass, one: ClassMember) -> BulkLine:
    if (row := one.cases.get(order.programme)) is not None:
        return _line(one, "", case_number=row.number, stop=f"本班已有案件（{STATE_NAMES[row.state]}）")
    if pending := work.rows.pending_cases(one.person.id, order.programme):
        return _line(one, "", case_number=pending[0].number, stop="另有同一项目的在办案件，请先核对")
    try:
        found = _foreseen(work, order, group, one)
    except InputError as error:
        return _line(one, "", stop=error.message)
    return _line(one, "收件", **_verdict(found))


def _foreseen(work: UnitOfWork, order: BulkOrder, group: TrainingClass, one: ClassMember) -> Assessment:
    facts = opening_facts(work, order, group, one) | person_facts(one.person)
    read = facts_from_json({"facts": facts})
    check_application_date(read, order.on)
    own = tuple(award for _, award in work.rows.own_awards(one.person.id))
    return assess(
        work.rulebook,
        order.programme,
        Facts(read.values, own, awards_complete=one.person.id in order.checked),
        order.on,
        rest_day_rule=work.office.rest_day_rule,
        calendar=work.calendar,
    )


def _verdict(found: Assessment, *, checked: bool = False) -> dict[str, Any]:
    missing = [key for key in found.missing if not (checked and key == AWARDS)]
    unknown = tuple(_CHECKED_FOR if key == AWARDS else VOCABULARY[key].label for key in missing)
    return {"result": found.result, "amount_fen": found.amount_fen, "unknown": unknown}


def _accepting(work: UnitOfWork, order: BulkOrder, _group: TrainingClass, one: ClassMember) -> BulkLine:
    row = one.cases.get(order.programme)
    if row is None:
        return _line(one, "", stop="还没有本班的案件，请先批量收件")
    case = work.rows.case(row.case_id)
    if case.state not in {State.AT_WINDOW, State.REGISTERED}:
        return _line(one, "", case_number=case.number, stop=f"案件现在是“{STATE_NAMES[case.state]}”，不在受理这一步")
    if case.accepted_on is not None:
        return _line(one, "", case_number=case.number, stop=f"已于 {case.accepted_on} 受理，退回的请单独补正后送审")
    return _accepted(work, order, one, case)


def _accepted(work: UnitOfWork, order: BulkOrder, one: ClassMember, case: Case) -> BulkLine:
    try:
        refuse_doubles(work, case)
        found = assess_now(work, case)
    except (InputError, Refused) as error:
        return _line(one, "", case_number=case.number, stop=error.message)
    verdict = _verdict(found, checked=one.person.id in order.checked)
    in_force = found.result is not Result.NOT_IN_FORCE
    if case.state is State.REGISTERED and not in_force:
        return _line(
            one, "", case_number=case.number, stop=f"已登记，{date_name(found.version_by)}的政策仍未生效", **verdict
        )
    words = "受理，出具受理通知书" if in_force else "登记，出具登记回执"
    return _line(one, words, case_number=case.number, **verdict)


def _serving(work: UnitOfWork, order: BulkOrder, _group: TrainingClass, one: ClassMember) -> BulkLine:
    row = one.cases.get(order.programme)
    if row is None:
        return _line(one, "", stop="没有本班的案件")
    if row.state is not State.TO_SERVE:
        return _line(one, "", case_number=row.number, stop=f"案件现在是“{STATE_NAMES[row.state]}”，没有待送达的决定书")
    decision = work.rows.decision(row.case_id)
    if decision is None:
        raise Refused(f"案件 {row.number} 没有决定，请单独查看。")
    if order.on < decision.decided_on:
        return _line(one, "", case_number=row.number, stop=f"送达日早于决定日 {decision.decided_on}")
    return _line(one, f"记为{order.how}", case_number=row.number, amount_fen=decision.amount_fen)
