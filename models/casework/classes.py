"""Classes: entered once, shown with their members, their cases and what was done to them together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from models.case import CaseRow, State
from models.casework.changes import Changes, Done
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import InputError
from models.person import Person
from models.training_class import Attendance, BulkAct, BulkTrace, Member, TrainingClass
from models.typed_text import has_hidden
from models.vocabulary import LEVEL_NAMES

CLASS_PROGRAMMES = ("free_training", "living_allowance")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class ClassMember:
    """One person of a class with their cases of this class, by programme (the newest that was not withdrawn).

    `had_cases`: a case of this class was ever opened, also one that was withdrawn.
    """

    person: Person
    member: Member
    cases: Mapping[str, CaseRow]
    had_cases: bool = False


@dataclass(frozen=True, slots=True)
class ClassRecord:
    """A class whole, those who left it last.

    `undoable` are the bulk acts after which nothing further happened to their cases.
    """

    group: TrainingClass
    members: tuple[ClassMember, ...]
    bulk_acts: tuple[BulkAct, ...]
    undoable: frozenset[int]
    names: Mapping[int, str]
    today: date


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class in a list; `members` are those who are in it still."""

    group: TrainingClass
    members: int
    cases: int
    in_review: int


def add_class(desk: Desk, draft: TrainingClass) -> Done[TrainingClass]:
    """Enter a class. Raises InputError naming the field, also when the training number is taken."""
    with desk.perform("class.add") as work:
        _check(draft)
        group = work.rows.add_class(_tidy(draft), work.actor.id, work.now)
        work.record(f"class:{group.id}", {"number": group.number})
    return Done(group, Changes(classes=True))


def correct_class(desk: Desk, draft: TrainingClass) -> Done[TrainingClass]:
    """Change what a class says. Its open cases keep their facts: they were recorded from what was known then."""
    with desk.perform("class.change") as work:
        _check(draft)
        before = next((one for one in work.rows.classes() if one.id == draft.id), None)
        if before is None:
            raise InputError("没有这个班，请刷新后再办。", "class")
        after = _tidy(draft)
        group = work.rows.put_class(after)
        changed = [name for name in TrainingClass.__slots__ if getattr(before, name) != getattr(after, name)]
        work.record(f"class:{group.id}", {"changed": changed})
    return Done(group, Changes(classes=True))


def record_attendance(desk: Desk, number: str, person_id: int, attendance: Attendance) -> Done[Member]:
    """Record what the school's records say of one member. Raises InputError for days beyond the plan's bounds."""
    with desk.perform("class.attendance") as work:
        group = work.rows.class_numbered(number)
        member = next((one for one in work.rows.members(group.id) if one.person_id == person_id), None)
        if member is None:
            raise InputError("这个人不在这个班里，请先导入名册。", "person")
        for name, value in (("days_attended", attendance.days_attended), ("days_planned", attendance.days_planned)):
            if value is not None and not 0 <= value <= 1000:
                raise InputError("天数应是0到1000的整数，请核对。", name)
        if attendance.days_planned == 0:
            raise InputError("计划天数不能是0，不知道的请留空。", "days_planned")
        if attendance != member.attendance:
            work.rows.put_attendance(member, attendance)
            changed = [n for n in Attendance.__slots__ if getattr(member.attendance, n) != getattr(attendance, n)]
            work.record(f"class:{group.id}", {"person": person_id, "changed": changed})
    return Done(replace(member, attendance=attendance), Changes(classes=True))


def class_lines(desk: Desk) -> tuple[ClassLine, ...]:
    """Every class with its counts, the latest start first."""
    with desk.look("class.read") as work:
        return tuple(_line(work, group) for group in work.rows.classes())


def class_record(desk: Desk, number: str) -> ClassRecord:
    """One class whole. Raises InputError when there is none with this number."""
    with desk.look("class.read") as work:
        group = work.rows.class_numbered(number)
        bulk_acts = work.rows.bulk_acts(group.id)
        return ClassRecord(
            group=group,
            members=members_within(work, group),
            bulk_acts=bulk_acts,
            undoable=frozenset(bulk.id for bulk in bulk_acts if bulk.undone_at is None and untouched(work, bulk)),
            names={account.id: account.name for account in work.rows.accounts()},
            today=work.today,
        )


def members_within(work: UnitOfWork, group: TrainingClass) -> tuple[ClassMember, ...]:
    """The members with their cases, inside another command."""
    cases: dict[int, dict[str, CaseRow]] = {}
    rows = work.rows.class_case_rows(group.id)
    for row in rows:
        if row.state is not State.WITHDRAWN:
            cases.setdefault(row.person_id, {})[row.programme] = row
    had_cases = {row.person_id for row in rows}
    members = sorted(work.rows.members(group.id), key=lambda member: member.left is not None)
    return tuple(
        ClassMember(
            work.rows.person(one.person_id), one, cases.get(one.person_id, {}), had_cases=one.person_id in had_cases
        )
        for one in members
    )


def untouched(work: UnitOfWork, bulk: BulkAct, trace: BulkTrace | None = None) -> bool:
    """Whether nothing further happened to the cases of a bulk act, or to one of them."""
    traces = work.rows.bulk_traces(bulk.id) if trace is None else (trace,)
    return all(_as_left(work, bulk, one) for one in traces)


def _as_left(work: UnitOfWork, bulk: BulkAct, trace: BulkTrace) -> bool:
    """A paper that came in later touches neither the case nor its acts."""
    return (
        work.rows.case(trace.case_id).version == trace.case_version
        and work.rows.last_act_id(trace.case_id) == trace.act_id
        and not any(paper.seen_at > bulk.done_at for paper in work.rows.papers(trace.case_id))
    )


def _line(work: UnitOfWork, group: TrainingClass) -> ClassLine:
    rows = [row for row in work.rows.class_case_rows(group.id) if row.state is not State.WITHDRAWN]
    in_review = sum(row.state is State.FOR_REVIEW for row in rows)
    members = sum(member.left is None for member in work.rows.members(group.id))
    return ClassLine(group, members, len(rows), in_review)


def _tidy(draft: TrainingClass) -> TrainingClass:
    occupation = " ".join(draft.occupation.split()) if draft.occupation else None
    return replace(
        draft, number=" ".join(draft.number.split()), school=" ".join(draft.school.split()), occupation=occupation
    )


def _check(draft: TrainingClass) -> None:
    for name, value, words in (
        ("number", draft.number, "请填写培训编号或开班备案号。"),
        ("school", draft.school, "请填写培训机构名称。"),
    ):
        if not value.strip():
            raise InputError(words, name)
    for name, text in (("number", draft.number), ("school", draft.school), ("occupation", draft.occupation or "")):
        if len(text) > _LONGEST or has_hidden(text):
            raise InputError(f"这一项最多{_LONGEST}个字，不能有看不见的控制字符，请核对。", name)
    if draft.kind not in {"skill", "entrepreneurship"}:
        raise InputError("培训类型请选技能培训或创业培训。", "kind")
    if draft.level is not None and draft.level not in LEVEL_NAMES:
        raise InputError("没有这一培训等级，请核对。", "level")
    if draft.ended_on is not None and draft.ended_on < draft.started_on:
        raise InputError("结课日期早于开班日期，请核对。", "ended_on")
    if draft.days_planned is not None and not 1 <= draft.days_planned <= 1000:
        raise InputError("计划天数应是1到1000的整数，请核对。", "days_planned")
