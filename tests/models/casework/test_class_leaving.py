"""Somebody leaves a class: off its roll while there is no case, afterwards noted as gone and never lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from models.case import Act
from models.casework import identities
from models.casework.bulk_acts import perform_bulk
from models.casework.bulk_plans import BulkOrder, BulkPlan, plan_bulk
from models.casework.class_leaving import leave_class, remove_member, return_to_class
from models.casework.classes import ClassMember, class_lines, class_record, record_attendance
from models.casework.journal_view import journal_rows
from models.casework.queries import case_record
from models.casework.rosters import stage_roster
from models.casework.steps import set_steps
from models.errors import InputError, Refused
from models.roster import Mark, RosterAct
from models.training_class import Attendance, BulkKind, LeavingKind
from reports.issue import render
from tests.builders.desk import Bureau, make_bureau
from tests.builders.people import make_id
from tests.builders.rosters import GROUP, class_of, entries_of, roster_lines, taken_over, text_file

ON = date(2025, 6, 3)
WHY = "机构来函：不再参加"


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "office")
    class_of(bureau["intake"], 3)
    yield bureau
    bureau.close()


def members(bureau: Bureau) -> tuple[ClassMember, ...]:
    return class_record(bureau["intake"], GROUP.number).members


def ids(bureau: Bureau) -> list[int]:
    return [one.person.id for one in members(bureau)]


def plan(bureau: Bureau, kind: BulkKind) -> BulkPlan:
    order = BulkOrder(GROUP.number, kind, "free_training", ON, checked=frozenset(ids(bureau)))
    return plan_bulk(bureau["intake"], order)


def open_all(bureau: Bureau) -> tuple[str, ...]:
    return perform_bulk(bureau["intake"], plan(bureau, BulkKind.OPEN), render).value.cases


def again(count: int = 3) -> bytes:
    return text_file(roster_lines(count))


def test_given_no_case_when_somebody_is_removed_then_the_roll_is_without_them_and_the_person_stays(
    bureau: Bureau,
) -> None:
    first, second, third = ids(bureau)
    remove_member(bureau["intake"], GROUP.number, second, "录错了人")
    assert ids(bureau) == [first, third]
    assert class_lines(bureau["intake"])[0].members == 2
    assert [line.person_id for line in plan(bureau, BulkKind.OPEN).lines] == [first, third]
    with bureau["intake"].store.reading() as rows:
        assert rows.person(second).id == second
        (removed,) = rows.removed_members(1)
    assert removed.leaving is not None
    assert (removed.leaving.kind, removed.leaving.reason) == (LeavingKind.REMOVED, "录错了人")
    with pytest.raises(InputError, match="不在这个班里"):
        remove_member(bureau["intake"], GROUP.number, second, "再来一次")


def test_given_somebody_removed_when_the_school_sends_them_again_then_the_row_warns_and_joins_once_more(
    bureau: Bureau,
) -> None:
    second = ids(bureau)[1]
    remove_member(bureau["intake"], GROUP.number, second, "录错了人")
    staging = stage_roster(bureau["intake"], entries_of(again(), "roster.csv"), GROUP.number)
    row = staging.rows[1]
    assert (row.mark, row.act) == (Mark.AMBER, RosterAct.JOIN)
    assert "已移出本班（录错了人）" in row.notes[0].words
    assert taken_over(bureau["intake"], entries_of(again(), "roster.csv")).joined == 1
    assert second in ids(bureau)
    assert stage_roster(bureau["intake"], entries_of(again(), "roster.csv"), GROUP.number).rows[1].notes == ()


def test_given_a_case_when_somebody_is_to_be_removed_then_only_leaving_is_open_and_the_case_tells_it(
    bureau: Bureau,
) -> None:
    second, numbers = ids(bureau)[1], open_all(bureau)
    with pytest.raises(Refused, match=r"2025-00002，不能移出.*退出"):
        remove_member(bureau["intake"], GROUP.number, second, "录错了人")
    left = leave_class(bureau["intake"], GROUP.number, second, ON - timedelta(days=1), WHY).value.left
    assert left is not None
    assert left.on == ON - timedelta(days=1)
    last = members(bureau)[-1]
    assert (last.person.id, last.cases["free_training"].number) == (second, numbers[1])
    acts = case_record(bureau["intake"], numbers[1]).acts
    assert (acts[-1].act, acts[-1].reason) == (Act.NOTED, f"2025-06-02 退出班 {GROUP.number}：{WHY}")
    accepting = {line.person_id: line.stop for line in plan(bureau, BulkKind.ACCEPT).lines}
    assert accepting[second].startswith("2025-06-02 已退出本班")
    assert [stop for person, stop in accepting.items() if person != second] == ["", ""]
    with pytest.raises(Refused, match="已于 2025-06-02 记为退出"):
        leave_class(bureau["intake"], GROUP.number, second, ON, WHY)


def test_a_note_of_leaving_does_not_stand_in_the_way_of_undoing_the_bulk_act(bureau: Bureau) -> None:
    open_all(bureau)
    leave_class(bureau["intake"], GROUP.number, ids(bureau)[0], ON, WHY)
    record = class_record(bureau["intake"], GROUP.number)
    assert record.undoable == {record.bulk_acts[0].id}


def test_somebody_noted_as_gone_comes_back_with_a_reason(bureau: Bureau) -> None:
    first = ids(bureau)[0]
    with pytest.raises(Refused, match="没有记为退出"):
        return_to_class(bureau["intake"], GROUP.number, first, "机构更正")
    leave_class(bureau["intake"], GROUP.number, first, ON, WHY)
    staged = stage_roster(bureau["intake"], entries_of(again(), "roster.csv"), GROUP.number).rows[0]
    assert staged.mark is Mark.AMBER
    assert "已记 2025-06-03 退出本班" in staged.notes[0].words
    return_to_class(bureau["intake"], GROUP.number, first, "机构更正")
    assert [one.member.left for one in members(bureau)] == [None, None, None]
    assert class_lines(bureau["intake"])[0].members == 3


@pytest.mark.parametrize(
    ("on", "reason", "field"),
    [
        (ON + timedelta(days=1), WHY, "on"),
        (GROUP.started_on - timedelta(days=1), WHY, "on"),
        (ON, "  ", "reason"),
        (ON, "长" * 201, "reason"),
    ],
)
def test_a_leaving_that_cannot_be_is_refused_at_its_field(bureau: Bureau, on: date, reason: str, field: str) -> None:
    with pytest.raises(InputError) as refused:
        leave_class(bureau["intake"], GROUP.number, ids(bureau)[0], on, reason)
    assert refused.value.field == field
    assert [one.member.leaving for one in members(bureau)] == [None, None, None]


def test_given_two_registrations_made_one_when_only_one_was_in_the_class_then_the_kept_one_is(bureau: Bureau) -> None:
    intake, (first, second, third) = bureau["intake"], ids(bureau)
    leave_class(intake, GROUP.number, first, ON, WHY)
    numbers = open_all(bureau)
    twin = bureau.person(9, id_number=make_id("110101", date(1981, 5, 6), 77))
    identities.merge(intake, first, twin.id, "登记了两次")
    identities.merge(intake, second, twin.id, "又登记了一次")
    assert set(ids(bureau)) == {third, twin.id}
    kept = next(one for one in members(bureau) if one.person.id == twin.id)
    assert kept.member.left is not None
    assert kept.cases["free_training"].number == numbers[0]
    with intake.store.reading() as rows:
        assert {one.person_id for one in rows.removed_members(1)} == {first, second}
    assert kept.member.attendance.days_attended == 25


def test_the_journal_tells_a_leaving_and_a_correction_in_words(bureau: Bureau) -> None:
    leave_class(bureau["intake"], GROUP.number, ids(bureau)[0], ON, WHY)
    record_attendance(bureau["intake"], GROUP.number, ids(bureau)[1], Attendance(days_attended=3))
    set_steps(bureau["system"], ["skill_upgrade"], "5", seal_apart=True)
    steps, attended, left = (row.detail for row in journal_rows(bureau["audit"], 3))
    assert "种类 中途退出" in left
    assert "改动 出勤天数" in attended
    assert steps == "改动 公示天数、公示的项目、用印单独登记"
