"""Who leaves a class: taken off its roll while there is no case of it, afterwards only noted as gone; and back again.

Nothing is deleted. What was recorded stays with the class, and an open case of the person tells it on its timeline.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from models.case import OPEN_STATES, Act, Case
from models.casework.changes import Changes, Done
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import InputError, Refused
from models.training_class import Leaving, LeavingKind, Member, TrainingClass
from models.typed_text import has_hidden

_LONGEST = 200


def remove_member(desk: Desk, number: str, person_id: int, reason: str) -> Done[Member]:
    """Take somebody off the roll who was entered by mistake. Refused once there is a case of the class."""
    words = _reason(reason)
    with desk.perform("class.remove") as work:
        group, member = _member(work, number, person_id)
        if cases := _cases(work, group, person_id):
            raise Refused(
                f"此人在本班已有案件 {cases[0].number}，不能移出。中途不学了的请改记“退出”，案件和经过都保留。"
            )
        member = _record(work, member, LeavingKind.REMOVED, work.today, words)
    return Done(member, Changes(classes=True))


def leave_class(desk: Desk, number: str, person_id: int, on: date, reason: str) -> Done[Member]:
    """Note that a member left the class before its end; cases, attendance and history of the person stay."""
    words = _reason(reason)
    with desk.perform("class.leave") as work:
        group, member = _member(work, number, person_id)
        if member.left is not None:
            raise Refused(f"此人已于 {member.left.on} 记为退出本班。")
        if on > work.today:
            raise InputError(f"退出日期 {on} 晚于今天 {work.today}，请核对。", "on")
        if on < group.started_on:
            raise InputError(f"退出日期早于开班日期 {group.started_on}；还没开班就不来的，请改选“移出”。", "on")
        member = _record(work, member, LeavingKind.LEFT, on, words)
        told = _tell(work, group, person_id, f"{on} 退出班 {group.number}：{words}")
    return Done(member, Changes(cases=told, classes=True))


def return_to_class(desk: Desk, number: str, person_id: int, reason: str) -> Done[Member]:
    """Note that somebody who had been noted as gone is in the class after all."""
    words = _reason(reason)
    with desk.perform("class.leave") as work:
        group, member = _member(work, number, person_id)
        if member.left is None:
            raise Refused("此人没有记为退出，不用恢复。")
        member = _record(work, member, LeavingKind.RETURNED, work.today, words)
        told = _tell(work, group, person_id, f"仍在班 {group.number}：{words}")
    return Done(member, Changes(cases=told, classes=True))


def returned_within(work: UnitOfWork, member: Member, reason: str) -> Member:
    """The same inside another command, for somebody who had been removed."""
    return _record(work, member, LeavingKind.RETURNED, work.today, reason)


def moved_within(work: UnitOfWork, gone_id: int, kept_id: int) -> None:
    """Two registrations are one person: the kept one takes the places of the other in its classes."""
    for member in work.rows.memberships(gone_id):
        if all(one.class_id != member.class_id for one in work.rows.memberships(kept_id)):
            _take_in(work, replace(member, person_id=kept_id, leaving=None), member.left)
        _record(work, member, LeavingKind.REMOVED, work.today, "两份登记是同一人，已合并")


def _take_in(work: UnitOfWork, member: Member, left: Leaving | None) -> None:
    before = next(
        (one for one in work.rows.removed_members(member.class_id) if one.person_id == member.person_id), None
    )
    if before is None:
        work.rows.add_member(member, work.actor.id, work.now)
    else:
        returned_within(work, before, "两份登记是同一人，已合并")
        work.rows.put_attendance(before, member.attendance)
    if left is not None:
        work.rows.add_leaving(member, left)


def _reason(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise InputError("请写明原因，例如“机构来函：8月3日起不再参加”。", "reason")
    if len(words) > _LONGEST or has_hidden(words):
        raise InputError(f"原因最多{_LONGEST}个字，不能有看不见的控制字符，请核对。", "reason")
    return words


def _member(work: UnitOfWork, number: str, person_id: int) -> tuple[TrainingClass, Member]:
    group = work.rows.class_numbered(number)
    member = next((one for one in work.rows.members(group.id) if one.person_id == person_id), None)
    if member is None:
        raise InputError("这个人不在这个班里，请刷新后再办。", "person")
    return group, member


def _cases(work: UnitOfWork, group: TrainingClass, person_id: int) -> tuple[Case, ...]:
    return tuple(case for case in work.rows.class_cases(group.id) if case.person_id == person_id)


def _record(work: UnitOfWork, member: Member, kind: LeavingKind, on: date, reason: str) -> Member:
    leaving = Leaving(kind, on, reason, work.actor.id, work.now)
    work.rows.add_leaving(member, leaving)
    detail = {"person": member.person_id, "kind": kind.value, "on": on.isoformat(), "reason": work.digest(reason)}
    work.record(f"class:{member.class_id}", detail)
    return replace(member, leaving=leaving)


def _tell(work: UnitOfWork, group: TrainingClass, person_id: int, words: str) -> frozenset[int]:
    """Whoever decides an open case of the person has to see it."""
    cases = [case for case in _cases(work, group, person_id) if case.state in OPEN_STATES]
    for case in cases:
        work.rows.add_act(case.id, case.round, Act.NOTED, work.actor.id, work.now, words)
    return frozenset(case.id for case in cases)
