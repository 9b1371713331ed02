"""Classes, their members and cases, and the bulk acts done on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, literal_column, select

from models.case import Case, CaseRow
from models.errors import Conflict, InputError
from models.store import tables as t
from models.store.case_records import case_row, case_value
from models.store.records import Records
from models.store.rows import optional_day, optional_time, time_value
from models.store.statements import Statement
from models.training_class import (
    Attendance,
    BulkAct,
    BulkKind,
    BulkTrace,
    Leaving,
    LeavingKind,
    Member,
    TrainingClass,
)

_CHANGEABLE = (
    *("number", "school", "kind", "occupation", "level", "started_on", "ended_on"),
    *("provider_listed", "in_catalogue", "days_planned"),
)
_NUMBERED = Statement(lambda: select(*t.class_groups.c).where(t.class_groups.c.number == bindparam("number")))
_ALL = Statement(lambda: select(*t.class_groups.c).order_by(t.class_groups.c.started_on.desc(), t.class_groups.c.id))
_LEAVING = ("kind", "left_on", "reason", "recorded_by", "recorded_at")


def _members() -> Any:
    member, leaving = t.class_members.c, t.class_leavings.c
    of_member = (leaving.class_id == member.class_id) & (leaving.person_id == member.person_id)
    newest = select(func.max(leaving.id)).where(of_member).correlate(t.class_members).scalar_subquery()
    return (
        select(*member, *(leaving[name] for name in _LEAVING))
        .select_from(t.class_members.outerjoin(t.class_leavings, of_member & (leaving.id == newest)))
        .order_by(member.added_at, member.person_id)
    )


_MEMBERS = Statement(lambda: _members().where(t.class_members.c.class_id == bindparam("class_id")))
_MEMBERSHIPS = Statement(lambda: _members().where(t.class_members.c.person_id == bindparam("person_id")))
_CASES = Statement(
    lambda: (
        select(*t.case_files.c)
        .join(t.class_cases, t.class_cases.c.case_id == t.case_files.c.id)
        .where(t.class_cases.c.class_id == bindparam("class_id"))
        .order_by(t.case_files.c.id)
    )
)
_CASE_ROWS = Statement(
    lambda: (
        select(
            *(t.case_files.c.id, t.case_files.c.number, t.case_files.c.person_id, t.persons.c.name),
            *(t.persons.c.id_number, t.case_files.c.programme, t.case_files.c.state, t.case_files.c.applied_on),
            *(t.case_files.c.accepted_on, t.case_files.c.due_on),
        )
        .join(t.persons, t.persons.c.id == t.case_files.c.person_id)
        .join(t.class_cases, t.class_cases.c.case_id == t.case_files.c.id)
        .where(t.class_cases.c.class_id == bindparam("class_id"))
        .order_by(t.case_files.c.id)
    )
)
_BULK_ACTS = Statement(
    lambda: select(*t.bulk_acts.c).where(t.bulk_acts.c.class_id == bindparam("class_id")).order_by(t.bulk_acts.c.id)
)
_BULK_ACT = Statement(lambda: select(*t.bulk_acts.c).where(t.bulk_acts.c.id == bindparam("id")))
_TRACES = Statement(
    lambda: (
        select(*t.bulk_act_cases.c)
        .where(t.bulk_act_cases.c.bulk_id == bindparam("bulk_id"))
        .order_by(t.bulk_act_cases.c.case_id)
    )
)
_LAST_ACT = Statement(
    lambda: (
        select(t.case_acts.c.id)
        .where(t.case_acts.c.case_id == bindparam("case_id"), t.case_acts.c.act != literal_column("'noted'"))
        .order_by(t.case_acts.c.id.desc())
        .limit(1)
    )
)


class ClassRecords(Records):
    """Everything that is kept of a class."""

    def add_class(self, group: TrainingClass, by: int, at: datetime) -> TrainingClass:
        """Enter a class (`id` is ignored). Raises Refused when the number is taken."""
        values = {name: getattr(group, name) for name in _CHANGEABLE}
        key = self._insert(t.class_groups, **values, created_by=by, created_at=at, version=1)
        return replace(group, id=key, version=1)

    def put_class(self, group: TrainingClass) -> TrainingClass:
        """Change a class as it was read; Conflict when somebody else did first."""
        values = {name: getattr(group, name) for name in _CHANGEABLE}
        if not self._swap(
            t.class_groups, {"id": group.id, "version": group.version}, {**values, "version": group.version + 1}
        ):
            raise Conflict(f"班 {group.number} 刚被他人修改，未保存；请刷新后再办。")
        return replace(group, version=group.version + 1)

    def class_numbered(self, number: str) -> TrainingClass:
        """The class with this training number; InputError when there is none."""
        row = _NUMBERED.first(self._connection, number=number)
        if row is None:
            raise InputError(f"没有编号为“{number}”的班，请核对培训编号。", "class")
        return _class(row)

    def classes(self) -> tuple[TrainingClass, ...]:
        """Every class, the latest start first."""
        return tuple(_class(row) for row in _ALL.run(self._connection))

    def add_member(self, member: Member, by: int, at: datetime) -> None:
        """Take a person into a class."""
        self._add(
            t.class_members,
            class_id=member.class_id,
            person_id=member.person_id,
            **_attendance_columns(member.attendance),
            added_by=by,
            added_at=at,
            version=1,
        )

    def put_attendance(self, member: Member, attendance: Attendance) -> None:
        """Record what the school says of a member; Conflict when somebody else did meanwhile."""
        seen = {"class_id": member.class_id, "person_id": member.person_id, "version": member.version}
        changes = {**_attendance_columns(attendance), "version": member.version + 1}
        if not self._swap(t.class_members, seen, changes):
            raise Conflict("这名学员的出勤刚被他人修改，未保存；请刷新后再办。")

    def members(self, class_id: int) -> tuple[Member, ...]:
        """The members of a class in the order they were taken in; who left is among them, who was removed is not."""
        return tuple(one for one in self._all_members(class_id) if not _removed(one))

    def removed_members(self, class_id: int) -> tuple[Member, ...]:
        """Who was on the roll by mistake and was taken off it."""
        return tuple(one for one in self._all_members(class_id) if _removed(one))

    def memberships(self, person_id: int) -> tuple[Member, ...]:
        """The classes a person is or was in, by their records; not those the person was removed from."""
        found = (_member(row) for row in _MEMBERSHIPS.run(self._connection, person_id=person_id))
        return tuple(one for one in found if not _removed(one))

    def _all_members(self, class_id: int) -> tuple[Member, ...]:
        return tuple(_member(row) for row in _MEMBERS.run(self._connection, class_id=class_id))

    def add_leaving(self, member: Member, leaving: Leaving) -> None:
        """Record that a member left, was removed, or came back."""
        self._insert(
            t.class_leavings,
            class_id=member.class_id,
            person_id=member.person_id,
            kind=leaving.kind,
            left_on=leaving.on,
            reason=leaving.reason,
            recorded_by=leaving.by,
            recorded_at=leaving.at,
        )

    def add_class_case(self, class_id: int, case_id: int) -> None:
        """Note that a case was opened for a class."""
        self._add(t.class_cases, class_id=class_id, case_id=case_id)

    def class_cases(self, class_id: int) -> tuple[Case, ...]:
        """The cases opened for a class, oldest first."""
        return tuple(case_value(row) for row in _CASES.run(self._connection, class_id=class_id))

    def class_case_rows(self, class_id: int) -> tuple[CaseRow, ...]:
        """The same as rows for a list."""
        return tuple(case_row(row) for row in _CASE_ROWS.run(self._connection, class_id=class_id))

    def add_bulk_act(
        self, class_id: int, kind: BulkKind, programme: str, traces: Iterable[BulkTrace], *, by: int, at: datetime
    ) -> BulkAct:
        """Keep what a bulk act did, case by case."""
        bulk_id = self._insert(
            t.bulk_acts,
            class_id=class_id,
            kind=kind,
            programme=programme,
            done_by=by,
            done_at=at,
            undone_by=None,
            undone_at=None,
            undo_reason="",
        )
        for trace in traces:
            self._add(
                t.bulk_act_cases,
                bulk_id=bulk_id,
                case_id=trace.case_id,
                case_version=trace.case_version,
                act_id=trace.act_id,
            )
        return BulkAct(bulk_id, class_id, kind, programme, by, at)

    def bulk_acts(self, class_id: int) -> tuple[BulkAct, ...]:
        """The bulk acts on a class, oldest first."""
        return tuple(_bulk_act(row) for row in _BULK_ACTS.run(self._connection, class_id=class_id))

    def bulk_act(self, bulk_id: int) -> BulkAct:
        """One bulk act; InputError when there is none with this id."""
        row = _BULK_ACT.first(self._connection, id=bulk_id)
        if row is None:
            raise InputError("没有这次批量办理，请核对编号。", "bulk")
        return _bulk_act(row)

    def bulk_traces(self, bulk_id: int) -> tuple[BulkTrace, ...]:
        """The cases of a bulk act as it left them."""
        rows = _TRACES.run(self._connection, bulk_id=bulk_id)
        return tuple(BulkTrace(row.case_id, row.case_version, row.act_id) for row in rows)

    def mark_undone(self, bulk: BulkAct, by: int, at: datetime, reason: str) -> None:
        """Note that a bulk act was undone; Conflict when it was already."""
        changes = {"undone_by": by, "undone_at": at, "undo_reason": reason}
        statement = {"id": bulk.id, "undo_reason": ""}
        if not self._swap(t.bulk_acts, statement, changes):
            raise Conflict("这次批量办理刚被他人撤销，请刷新后查看。")

    def void_receipt(self, letter_id: int, reason: str, by: int, at: datetime) -> None:
        """Enter a receipt as void because its acceptance was undone; the number stays taken."""
        self._insert(t.letter_voids, letter_id=letter_id, reason=reason, voided_by=by, voided_at=at)

    def undo_serving(self, serving_id: int, bulk_id: int) -> None:
        """Note that a hand-over recorded by a bulk act counts no more."""
        self._add(t.servings_undone, serving_id=serving_id, bulk_id=bulk_id)

    def last_act_id(self, case_id: int) -> int:
        """The newest act on a case."""
        row = _LAST_ACT.first(self._connection, case_id=case_id)
        if row is None:
            raise AssertionError("a case begins with an act")
        return int(row.id)


def _attendance_columns(attendance: Attendance) -> Mapping[str, Any]:
    return {name: getattr(attendance, name) for name in Attendance.__slots__}


def _yes_no(value: int | None) -> bool | None:
    return None if value is None else bool(value)


def _class(row: Row[Any]) -> TrainingClass:
    return TrainingClass(
        id=row.id,
        number=row.number,
        school=row.school,
        kind=row.kind,
        occupation=row.occupation,
        level=row.level,
        started_on=date.fromisoformat(row.started_on),
        ended_on=optional_day(row.ended_on),
        provider_listed=_yes_no(row.provider_listed),
        in_catalogue=_yes_no(row.in_catalogue),
        days_planned=row.days_planned,
        version=row.version,
    )


def _member(row: Row[Any]) -> Member:
    attendance = Attendance(row.days_attended, row.days_planned, _yes_no(row.completed))
    return Member(row.class_id, row.person_id, attendance, row.version, _leaving(row))


def _leaving(row: Row[Any]) -> Leaving | None:
    if row.kind is None:
        return None
    day, at = date.fromisoformat(row.left_on), time_value(row.recorded_at)
    return Leaving(LeavingKind(row.kind), day, row.reason, row.recorded_by, at)


def _removed(member: Member) -> bool:
    return member.leaving is not None and member.leaving.kind is LeavingKind.REMOVED


def _bulk_act(row: Row[Any]) -> BulkAct:
    return BulkAct(
        id=row.id,
        class_id=row.class_id,
        kind=BulkKind(row.kind),
        programme=row.programme,
        done_by=row.done_by,
        done_at=time_value(row.done_at),
        undone_by=row.undone_by,
        undone_at=optional_time(row.undone_at),
        undo_reason=row.undo_reason,
    )
