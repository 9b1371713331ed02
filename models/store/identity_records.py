"""Corrections of ID numbers and merges, who stands at the window, and the answers about likenesses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, or_, select

from models.attendant import Attendant, AttendantRecord, Role
from models.case import Case
from models.errors import Conflict, InputError
from models.identity_change import ChangeKind, ChangeOutcome, IdentityChange
from models.likeness_answer import Answer, LikenessAnswer
from models.store import tables as t
from models.store.case_records import case_value
from models.store.records import Records
from models.store.rows import optional_day, optional_time, time_value
from models.store.statements import Statement

_CHANGE_COLUMNS = tuple(column.name for column in t.identity_changes.c if column.name != "id")
_ATTENDANT_COLUMNS = tuple(Attendant.__slots__)


def _changes(*conditions: Any) -> Any:
    return select(*t.identity_changes.c).where(*conditions).order_by(t.identity_changes.c.id)


_c = t.identity_changes.c
_CHANGE = Statement(lambda: _changes(_c.id == bindparam("id")))
_CHANGES_OF = Statement(
    lambda: _changes(or_(_c.person_id == bindparam("person_id"), _c.into_id == bindparam("person_id")))
)
_OPEN_CHANGES = Statement(lambda: _changes(_c.outcome.is_(None)))
_OLD_NUMBER = Statement(lambda: _changes(_c.old_number == bindparam("number")))
_ATTENDANT = Statement(
    lambda: (
        select(*t.attendants.c)
        .where(t.attendants.c.case_id == bindparam("case_id"))
        .order_by(t.attendants.c.id.desc())
        .limit(1)
    )
)


def _answers() -> Any:
    c = t.likeness_answers.c
    mine = or_(c.low_id == bindparam("person_id"), c.high_id == bindparam("person_id"))
    return select(*c).where(mine).order_by(c.id)


def _cases_of() -> Any:
    c = t.case_files.c
    return select(*c).where(c.person_id == bindparam("person_id")).order_by(c.id)


_ANSWERS = Statement(_answers)
_CASES_OF = Statement(_cases_of)


class IdentityRecords(Records):
    """What is kept about who somebody is, beside the person's own row."""

    def add_identity_change(self, change: IdentityChange) -> IdentityChange:
        """Ask for a correction or merge (`change.id` is ignored)."""
        values = {name: getattr(change, name) for name in _CHANGE_COLUMNS}
        return replace(change, id=self._insert(t.identity_changes, **values))

    def close_identity_change(
        self, change: IdentityChange, outcome: ChangeOutcome, account_id: int, at: datetime
    ) -> IdentityChange:
        """Carry it out or drop it, once; Conflict when somebody else did."""
        values: dict[str, Any] = {"outcome": outcome, "closed_by": account_id, "closed_at": at}
        still_open = self.identity_change(change.id).outcome is None
        if not still_open or not self._swap(t.identity_changes, {"id": change.id}, values):
            raise Conflict("这项证件号码更正刚由他人办过，未保存；请刷新查看。")
        return replace(change, **values)

    def identity_change(self, change_id: int) -> IdentityChange:
        """One correction or merge; InputError when there is none with this id."""
        row = _CHANGE.first(self._connection, id=change_id)
        if row is None:
            raise InputError("没有这项证件号码更正，请核对编号。", "change")
        return _change(row)

    def identity_changes(self, person_id: int | None = None) -> tuple[IdentityChange, ...]:
        """Those of a person, on either side of a merge; without a person all that wait for a second look."""
        if person_id is None:
            return tuple(_change(row) for row in _OPEN_CHANGES.run(self._connection))
        return tuple(_change(row) for row in _CHANGES_OF.run(self._connection, person_id=person_id))

    def changes_of_number(self, number: str) -> tuple[IdentityChange, ...]:
        """Those that took this number away from somebody."""
        return tuple(_change(row) for row in _OLD_NUMBER.run(self._connection, number=number))

    def cases_of(self, person_id: int) -> tuple[Case, ...]:
        """Every case of a person, whole, oldest first."""
        return tuple(case_value(row) for row in _CASES_OF.run(self._connection, person_id=person_id))

    def add_attendant(self, case_id: int, attendant: Attendant, recorded_by: int, at: datetime) -> AttendantRecord:
        """Record who stands at the window for a case."""
        values = {name: getattr(attendant, name) for name in _ATTENDANT_COLUMNS}
        added = self._insert(t.attendants, case_id=case_id, recorded_by=recorded_by, recorded_at=at, **values)
        return AttendantRecord(added, case_id, attendant, recorded_by, at)

    def attendant(self, case_id: int) -> AttendantRecord | None:
        """Who stands at the window for a case, as last recorded."""
        row = _ATTENDANT.first(self._connection, case_id=case_id)
        return None if row is None else _attendant(row)

    def add_likeness_answer(self, answer: LikenessAnswer) -> LikenessAnswer:
        """Record an answer (`answer.id` is ignored)."""
        names = ("low_id", "high_id", "kind", "other_case", "answer", "note", "account_id", "at")
        values = {name: getattr(answer, name) for name in names}
        return replace(answer, id=self._insert(t.likeness_answers, **values))

    def likeness_answers(self, person_id: int) -> tuple[LikenessAnswer, ...]:
        """Everything answered about a person, oldest first."""
        return tuple(_answer(row) for row in _ANSWERS.run(self._connection, person_id=person_id))


def _change(row: Row[Any]) -> IdentityChange:
    return IdentityChange(
        id=row.id,
        kind=ChangeKind(row.kind),
        person_id=row.person_id,
        into_id=row.into_id,
        old_number=row.old_number,
        new_number=row.new_number,
        document=row.document,
        birth_date=date.fromisoformat(row.birth_date),
        sex=row.sex,
        reason=row.reason,
        asked_by=row.asked_by,
        asked_at=time_value(row.asked_at),
        outcome=None if row.outcome is None else ChangeOutcome(row.outcome),
        closed_by=row.closed_by,
        closed_at=optional_time(row.closed_at),
    )


def _attendant(row: Row[Any]) -> AttendantRecord:
    told = {name: getattr(row, name) for name in _ATTENDANT_COLUMNS}
    told |= {
        "role": Role(row.role),
        "authorised_on": optional_day(row.authorised_on),
        "signs": bool(row.signs),
        "collects": bool(row.collects),
    }
    return AttendantRecord(row.id, row.case_id, Attendant(**told), row.recorded_by, time_value(row.recorded_at))


def _answer(row: Row[Any]) -> LikenessAnswer:
    return LikenessAnswer(
        row.id,
        row.low_id,
        row.high_id,
        row.kind,
        row.other_case,
        Answer(row.answer),
        row.note,
        row.account_id,
        time_value(row.at),
    )
