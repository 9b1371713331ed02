"""What the store holds of a class on both kinds of store: nothing deleted, nothing rewritten, one undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from builders.rosters import GROUP
from builders.store import START, Clerks, open_case

from models.case import Case
from models.errors import Conflict, InputError, Refused
from models.store.engine import Store
from models.store.repository import Repository
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


def class_with_case(rows: Repository, clerks: Clerks) -> tuple[TrainingClass, Case, BulkAct]:
    group = rows.add_class(GROUP, clerks.intake.id, START)
    case = open_case(rows, clerks)
    rows.add_member(Member(group.id, case.person_id, Attendance()), clerks.intake.id, START)
    rows.add_class_case(group.id, case.id)
    trace = BulkTrace(case.id, case.version, rows.last_act_id(case.id))
    bulk = rows.add_bulk_act(group.id, BulkKind.OPEN, "free_training", [trace], by=clerks.intake.id, at=START)
    return group, case, bulk


def test_a_class_comes_back_as_it_was_kept(store: Store, clerks: Clerks) -> None:
    with store.writing() as rows:
        group, case, bulk = class_with_case(rows, clerks)
        rows.put_attendance(rows.members(group.id)[0], Attendance(20, None, True))
    with store.reading() as rows:
        assert rows.class_numbered(GROUP.number) == replace(GROUP, id=group.id)
        assert rows.members(group.id) == (Member(group.id, case.person_id, Attendance(20, None, True), 2),)
        assert [one.id for one in rows.class_cases(group.id)] == [case.id]
        assert [one.case_id for one in rows.class_case_rows(group.id)] == [case.id]
        assert rows.bulk_act(bulk.id) == bulk
        assert rows.bulk_traces(bulk.id)[0].case_version == case.version
        with pytest.raises(InputError):
            rows.class_numbered("没有")


def test_somebody_who_was_first_is_not_overwritten(store: Store, clerks: Clerks) -> None:
    with store.writing() as rows:
        group, _, bulk = class_with_case(rows, clerks)
        stale = rows.members(group.id)[0]
        rows.put_class(replace(group, school="练习二校"))
        rows.put_attendance(stale, Attendance(1))
        rows.mark_undone(bulk, clerks.intake.id, START + timedelta(hours=1), "填错")
        with pytest.raises(Conflict):
            rows.put_class(replace(group, school="练习三校"))
        with pytest.raises(Conflict):
            rows.put_attendance(stale, Attendance(2))
        with pytest.raises(Conflict):
            rows.mark_undone(bulk, clerks.intake.id, START + timedelta(hours=2), "再来")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM class_group",
        "DELETE FROM class_member",
        "DELETE FROM class_case",
        "DELETE FROM class_leaving",
        "UPDATE class_leaving SET kind = 'removed'",
        "INSERT INTO class_leaving (class_id, person_id, kind, left_on, reason, recorded_by, recorded_at) "
        "SELECT class_id, person_id, 'removed', '2026-01-01', 'x', added_by, added_at FROM class_member",
        "DELETE FROM bulk_act",
        "DELETE FROM bulk_act_case",
        "UPDATE class_case SET class_id = class_id",
        "UPDATE bulk_act_case SET case_version = 9",
        "UPDATE bulk_act SET kind = 'serve', undone_by = 1, undone_at = 'x', undo_reason = 'x'",
        "UPDATE class_group SET number = 'other', version = version + 1",
        "UPDATE class_member SET person_id = person_id, version = version",
    ],
)
def test_no_statement_takes_back_what_was_done(store: Store, clerks: Clerks, statement: str) -> None:
    with store.writing() as rows:
        group, _, _ = class_with_case(rows, clerks)
        leaving = Leaving(LeavingKind.LEFT, START.date(), "不再参加", clerks.intake.id, START)
        rows.add_leaving(rows.members(group.id)[0], leaving)
    with pytest.raises(Refused), store.writing():
        store.connection.exec_driver_sql(statement)


def test_a_case_of_somebody_outside_the_class_is_refused(store: Store, clerks: Clerks) -> None:
    with store.writing() as rows:
        group, _, _ = class_with_case(rows, clerks)
        stranger = open_case(rows, clerks, 2)
    with pytest.raises(Refused, match="不在这个班里"), store.writing() as rows:
        rows.add_class_case(group.id, stranger.id)


def test_a_removed_member_is_on_no_roll_until_taken_in_again_and_takes_no_case(store: Store, clerks: Clerks) -> None:
    def said(kind: LeavingKind) -> Leaving:
        return Leaving(kind, START.date(), "录错", clerks.intake.id, START)

    with store.writing() as rows:
        group, case = rows.add_class(GROUP, clerks.intake.id, START), open_case(rows, clerks)
        rows.add_member(Member(group.id, case.person_id, Attendance()), clerks.intake.id, START)
        (member,) = rows.members(group.id)
        rows.add_leaving(member, said(LeavingKind.REMOVED))
        assert rows.members(group.id) == ()
        assert [one.person_id for one in rows.removed_members(group.id)] == [case.person_id]
        assert rows.memberships(case.person_id) == ()
    with pytest.raises(Refused, match="已移出这个班"), store.writing() as rows:
        rows.add_class_case(group.id, case.id)
    with store.writing() as rows:
        rows.add_leaving(member, said(LeavingKind.RETURNED))
        rows.add_class_case(group.id, case.id)
        assert [one.leaving for one in rows.memberships(case.person_id)] == [said(LeavingKind.RETURNED)]
        assert rows.members(group.id)[0].left is None
