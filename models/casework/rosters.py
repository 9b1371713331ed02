"""Taking a roster over: every row judged beside the register first, then all that is not red saved in one act.

Saving judges again inside its transaction: what the clerk saw is what is saved, or nothing. Saving the same roster
twice changes nothing the second time. A row never overwrites what the register says of a person; it fills in what is
not known yet. Attendance is what the newest roster says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from models.calendar import beijing_date
from models.casework.changes import Changes, Done
from models.casework.class_leaving import returned_within
from models.casework.likenesses import Likeness, find_likenesses
from models.casework.people import correct_within, register_within
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import Conflict
from models.id_number import IdNumber
from models.person import Person
from models.roster import FIELD_NAMES, Mark, RosterAct, RosterEntry, RosterField, RosterNote, StagedRow, Staging
from models.training_class import Attendance, Member, TrainingClass

_FILLED = ("household", "phone", "address", "bank_card", "bank_name")
_COMPARED = (*_FILLED, "street")
_ALIKE = frozenset({Likeness.NAMESAKE, Likeness.PHONE, Likeness.CARD})


@dataclass(frozen=True, slots=True)
class RosterSaved:
    """How many rows were treated how; `rejected` are the lines of the red rows, which were not saved."""

    registered: int
    joined: int
    completed: int
    unchanged: int
    rejected: tuple[int, ...]


def stage_roster(desk: Desk, entries: Sequence[RosterEntry], class_number: str = "") -> Staging:
    """Judge every row beside the register, and beside the class where one is named. Nothing is saved."""
    with desk.look("class.roster") as work:
        return _Taking(work, class_number).staging(entries)


def save_roster(desk: Desk, entries: Sequence[RosterEntry], staging: Staging) -> Done[RosterSaved]:
    """Save what `staging` showed: all rows that are not red, or nothing. Raises Conflict when it would differ now."""
    with desk.perform("class.roster") as work:
        taking = _Taking(work, staging.class_number)
        rows = [taking.judged(entry) for entry in entries]
        now = Staging(staging.class_number, tuple(one.staged for one in rows))
        if now != staging:
            raise Conflict("核对名册以后，登记或这个班有了变化，这次没有保存。请再看一遍后重新保存。")
        for one in rows:
            taking.save(one)
        saved = _saved(now)
        detail = {"added": saved.registered, "joined": saved.joined, "completed": saved.completed}
        if taking.people or taking.group is not None:
            subject = "roster" if taking.group is None else f"class:{taking.group.id}"
            work.record(subject, {**detail, "rejected": len(saved.rejected)})
    return Done(saved, Changes(people=frozenset(taking.people), cases=frozenset(taking.cases), classes=True))


def _saved(staging: Staging) -> RosterSaved:
    rejected = tuple(one.row.line for one in staging.rows if one.mark is Mark.RED)
    return RosterSaved(
        registered=staging.acts(RosterAct.REGISTER),
        joined=staging.acts(RosterAct.JOIN),
        completed=staging.acts(RosterAct.COMPLETE),
        unchanged=staging.acts(RosterAct.NOTHING),
        rejected=rejected,
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    """A row, with what saving needs beside it. `draft` is the person as they would stand afterwards."""

    staged: StagedRow
    before: Person | None = None
    draft: Person | None = None
    member: Member | None = None
    attendance: Attendance = field(default_factory=Attendance)


class _Taking:
    """One roster beside one state of the register."""

    def __init__(self, work: UnitOfWork, class_number: str) -> None:
        self._work = work
        self.group: TrainingClass | None = work.rows.class_numbered(class_number) if class_number else None
        members = () if self.group is None else work.rows.members(self.group.id)
        self._members = {member.person_id: member for member in members}
        removed = () if self.group is None else work.rows.removed_members(self.group.id)
        self._removed = {member.person_id: member for member in removed}
        self.people: set[int] = set()
        self.cases: set[int] = set()

    def staging(self, entries: Sequence[RosterEntry]) -> Staging:
        number = "" if self.group is None else self.group.number
        return Staging(number, tuple(self.judged(entry).staged for entry in entries))

    def judged(self, entry: RosterEntry) -> _Judged:
        """The mark of a row, why, and what would be done with it."""
        notes = list(entry.notes)
        number = entry.values.get("id_number")
        before = None if number is None else self._work.rows.person_by_id_number(number)
        draft = None
        if number is not None and "name" in entry.values:
            draft = _new(entry, notes) if before is None else _filled(before, entry, notes)
        member = None if before is None else self._members.get(before.id)
        attendance = self._attendance(entry, member, notes)
        if before is not None:
            notes += self._gone(before.id)
        if draft is not None:
            notes += self._alike(draft)
        act = self._act(notes, before, draft, member, attendance)
        mark = Mark.RED if act is RosterAct.REJECT else Mark.AMBER if notes else Mark.GREEN
        staged = StagedRow(entry.row, mark, act, tuple(notes), None if before is None else before.id)
        return _Judged(staged, before, draft, member, attendance)

    def _act(
        self,
        notes: Sequence[RosterNote],
        before: Person | None,
        draft: Person | None,
        member: Member | None,
        attendance: Attendance,
    ) -> RosterAct:
        if draft is None or any(note.bad for note in notes):
            return RosterAct.REJECT
        if before is None:
            return RosterAct.REGISTER
        if self.group is not None and member is None:
            return RosterAct.JOIN
        same = draft == before and (member is None or attendance == member.attendance)
        return RosterAct.NOTHING if same else RosterAct.COMPLETE

    def _alike(self, person: Person) -> list[RosterNote]:
        hints = find_likenesses(self._work, person, {})
        return [RosterNote(hint.sentence, False) for hint in hints if hint.kind in _ALIKE]

    def _gone(self, person_id: int) -> list[RosterNote]:
        """Somebody the office has struck off, or noted as gone, is still on the school's roster."""
        member = self._members.get(person_id) or self._removed.get(person_id)
        if member is None or member.leaving is None:
            return []
        at = beijing_date(member.leaving.at)
        if member.left is not None:
            words = f"已记 {member.left.on} 退出本班（{member.left.reason}），名册里还有此人，请与机构核对"
        elif person_id in self._removed:
            words = f"{at} 已移出本班（{member.leaving.reason}），导入会重新入班，请核对"
        else:
            return []
        return [RosterNote(words, False, RosterField.NAME)]

    def _attendance(self, entry: RosterEntry, member: Member | None, notes: list[RosterNote]) -> Attendance:
        """What would be known of the attendance afterwards; a value that is not given stays as it was."""
        said, kept = entry.attendance, Attendance() if member is None else member.attendance
        given = {name: value for name in Attendance.__slots__ if (value := getattr(said, name)) is not None}
        if self.group is None:
            return kept
        after = replace(kept, **given)
        for name, value in given.items():
            known = RosterField(name)
            if (old := getattr(kept, name)) is not None and old != value:
                notes.append(RosterNote(f"{FIELD_NAMES[known]}将由{_told(old)}改为{_told(value)}", False, known))
        planned = after.days_planned or self.group.days_planned
        if planned is not None and after.days_attended is not None and after.days_attended > planned:
            words = f"出勤{after.days_attended}天多于计划{planned}天，请核对"
            notes.append(RosterNote(words, False, RosterField.DAYS_ATTENDED))
        return after

    def save(self, one: _Judged) -> None:
        """Write one row down; a red one, and one that is there already, writes nothing."""
        act, draft = one.staged.act, one.draft
        if act in {RosterAct.REJECT, RosterAct.NOTHING} or draft is None:
            return
        person = draft
        if one.before is None:
            person = register_within(self._work.step("person.register"), draft)
        elif draft != one.before:
            person, cases = correct_within(self._work.step("person.correct"), draft)
            self.cases |= cases
        self.people.add(person.id)
        if self.group is None:
            return
        if one.member is None:
            self._join(self.group, person.id, one.attendance)
        elif one.attendance != one.member.attendance:
            self._work.rows.put_attendance(one.member, one.attendance)

    def _join(self, group: TrainingClass, person_id: int, attendance: Attendance) -> None:
        removed = self._removed.get(person_id)
        if removed is None:
            self._work.rows.add_member(Member(group.id, person_id, attendance), self._work.actor.id, self._work.now)
            return
        returned_within(self._work, removed, "再次随名册导入")
        self._work.rows.put_attendance(removed, attendance)


def _new(entry: RosterEntry, notes: list[RosterNote]) -> Person | None:
    values = entry.values
    if not values.get("street"):
        if not any(note.field is RosterField.STREET for note in notes):
            notes.append(RosterNote("新登记的人须有街道（乡镇），请填写", True, RosterField.STREET))
        return None
    number = IdNumber.parse(values["id_number"])
    texts: Mapping[str, Any] = {name: values.get(name, "") for name in ("phone", "address", "bank_card", "bank_name")}
    return Person(
        id=0,
        id_number=number.text,
        name=values["name"],
        name_as_typed=values["name_as_typed"],
        birth_date=number.birth_date,
        sex=number.sex,
        household=values.get("household"),
        groups=dict(entry.groups),
        not_groups=frozenset(),
        street=values["street"],
        **texts,
    )


def _filled(before: Person, entry: RosterEntry, notes: list[RosterNote]) -> Person | None:
    """The registered person with what was empty filled in; what differs is said and left as registered."""
    values = entry.values
    if values["name"] != before.name:
        words = "这个证件号码登记的是另一个姓名，请核对证件号和姓名；确已改名的，先在申请人信息里更正"
        notes.append(RosterNote(words, True, RosterField.NAME))
        return None
    for name in _COMPARED:
        if values.get(name) and getattr(before, name) and values[name] != getattr(before, name):
            known = RosterField(name)
            words = f"{FIELD_NAMES[known]}与登记的不同，以登记为准；要改请在申请人信息里更正"
            notes.append(RosterNote(words, False, known))
    for key in entry.groups:
        if key in before.not_groups:
            words = "名册所写的人员类别，登记时已问过并否认，以登记为准；请核对"
            notes.append(RosterNote(words, False, RosterField.GROUPS))
    blanks = {name: values[name] for name in _FILLED if values.get(name) and not getattr(before, name)}
    groups = {key: proof for key, proof in entry.groups.items() if key not in before.not_groups}
    return replace(before, **blanks, groups={**groups, **before.groups})


def _told(value: int | bool) -> str:
    return ("是" if value else "否") if isinstance(value, bool) else str(value)
