"""A class of many people: the roster taken over, the cases of all opened, accepted and served together, and undone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from models.case import Act, State
from models.casework import deciding, intake
from models.casework.bulk_acts import BulkDone, perform_bulk, undo_bulk
from models.casework.bulk_plans import BulkOrder, BulkPlan, plan_bulk
from models.casework.classes import ClassRecord, add_class, class_record, record_attendance
from models.casework.letter_lists import LetterStanding, letter_list, letter_rows
from models.casework.queries import case_record
from models.casework.rosters import save_roster, stage_roster
from models.errors import Conflict, InputError, NotPermitted, Refused
from models.letter import LetterKind
from models.roster import Mark, RosterAct
from models.training_class import Attendance, BulkKind
from reports.issue import render
from tests.builders.desk import Bureau, make_bureau
from tests.builders.rosters import (
    GROUP,
    class_of,
    entries_of,
    roster_line,
    roster_lines,
    taken_over,
    text_file,
    workbook,
)

ON = date(2025, 6, 3)
LOST = 110101198003020000


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "office")
    yield bureau
    bureau.close()


def plan(bureau: Bureau, kind: BulkKind, programme: str = "free_training", **more: object) -> BulkPlan:
    checked = frozenset(one.person.id for one in members(bureau)) if more.pop("checked", False) else frozenset()
    order = BulkOrder(GROUP.number, kind, programme, ON, how="直接送达", checked=checked)
    return plan_bulk(bureau["intake"], replace(order, **more))  # type: ignore[arg-type]


def do(bureau: Bureau, kind: BulkKind, programme: str = "free_training", **more: object) -> BulkDone:
    return perform_bulk(bureau["intake"], plan(bureau, kind, programme, **more), render).value


def record(bureau: Bureau) -> ClassRecord:
    return class_record(bureau["intake"], GROUP.number)


def members(bureau: Bureau):  # noqa: ANN201
    return record(bureau).members


def people(bureau: Bureau) -> int:
    with bureau["intake"].store.reading() as rows:
        return len({row.person_id for row in rows.cases()} | {one.person_id for one in rows.members(1)})


def decide_all(bureau: Bureau, numbers: tuple[str, ...]) -> None:
    for number in numbers:
        deciding.review(bureau["review"], number)
        bureau.decide(number)


def test_given_a_class_of_40_with_three_bad_rows_when_saved_then_37_are_in_and_the_three_are_named(
    bureau: Bureau,
) -> None:
    wrong = roster_line(7)["身份证号码"]
    lines = roster_lines(
        40,
        {
            7: {"身份证号码": wrong[:17] + ("1" if wrong[17] != "1" else "2")},
            19: {"身份证号码": roster_line(3)["身份证号码"]},
            31: {"姓名": ""},
        },
    )
    add_class(bureau["intake"], GROUP)
    entries = entries_of(workbook(lines))

    staging = stage_roster(bureau["intake"], entries, GROUP.number)

    red = [row for row in staging.rows if row.mark is Mark.RED]
    assert [row.row.line for row in red] == [9, 21, 33]
    assert "校验码" in red[0].notes[-1].words
    assert "第5行" in red[1].notes[-1].words
    assert "姓名" in red[2].notes[0].words
    assert len(members(bureau)) == 0, "staging saves nothing"
    saved = save_roster(bureau["intake"], entries, staging).value
    assert (saved.registered, saved.rejected) == (37, (9, 21, 33))
    assert len(members(bureau)) == 37


def test_given_a_roster_that_was_saved_when_imported_again_then_nothing_is_added(bureau: Bureau) -> None:
    class_of(bureau["intake"], 5)
    with bureau["intake"].store.reading() as rows:
        before = [rows.person(one.person_id) for one in rows.members(1)]

    staging = stage_roster(bureau["intake"], entries_of(text_file(roster_lines(5)), "roster.csv"), GROUP.number)

    assert {row.act for row in staging.rows} == {RosterAct.NOTHING}
    taken_over(bureau["intake"], entries_of(text_file(roster_lines(5)), "roster.csv"))
    assert [one.person for one in members(bureau)] == before
    assert all(one.member.version == 1 for one in members(bureau))


def test_given_a_corrected_row_when_imported_again_then_only_that_person_joins(bureau: Bureau) -> None:
    add_class(bureau["intake"], GROUP)
    taken_over(bureau["intake"], entries_of(workbook(roster_lines(3, {2: {"姓名": ""}}))))

    saved = taken_over(bureau["intake"], entries_of(workbook(roster_lines(3))))

    assert (saved.registered, saved.unchanged) == (1, 2)


def test_what_the_register_says_is_never_overwritten_and_what_was_empty_is_filled(bureau: Bureau) -> None:
    known = roster_line(1)
    person = bureau.person(1, id_number=known["身份证号码"], name=known["姓名"], phone="13800000001", bank_card="")
    add_class(bureau["intake"], GROUP)

    staging = stage_roster(bureau["intake"], entries_of(workbook([known])), GROUP.number)
    taken_over(bureau["intake"], entries_of(workbook([known])))

    assert staging.rows[0].mark is Mark.AMBER
    assert any("以登记为准" in note.words for note in staging.rows[0].notes)
    after = members(bureau)[0].person
    assert (after.id, after.phone, after.bank_card) == (person.id, "13800000001", known["银行卡号"])


def test_a_number_registered_under_another_name_is_red(bureau: Bureau) -> None:
    bureau.person(1, id_number=roster_line(1)["身份证号码"], name="练习某")
    add_class(bureau["intake"], GROUP)

    staging = stage_roster(bureau["intake"], entries_of(workbook(roster_lines(1))), GROUP.number)

    assert staging.rows[0].mark is Mark.RED
    assert "另一个姓名" in staging.rows[0].notes[-1].words


def test_a_number_stored_as_a_number_a_formula_and_an_unproved_group_are_told(bureau: Bureau) -> None:
    lines = roster_lines(3)
    lines[0]["身份证号码"] = LOST  # type: ignore[assignment]
    lines[1]["银行卡号"] = "=1+1"
    entries = entries_of(workbook(lines), proof="")

    staging = stage_roster(bureau["intake"], entries)

    assert [row.mark for row in staging.rows] == [Mark.RED, Mark.RED, Mark.AMBER]
    assert "末尾几位已经丢失" in staging.rows[0].notes[0].words
    assert "公式" in staging.rows[1].notes[0].words
    assert "凭什么认定" in staging.rows[2].notes[0].words
    taken_over(bureau["intake"], entries, "")
    with bureau["intake"].store.reading() as rows:
        person = rows.person_by_id_number(roster_line(3)["身份证号码"])
    assert person is not None
    assert not person.groups, "what nobody proved stays unknown"


def test_a_staging_that_the_register_has_overtaken_is_not_saved(bureau: Bureau) -> None:
    add_class(bureau["intake"], GROUP)
    entries = entries_of(workbook(roster_lines(2)))
    staging = stage_roster(bureau["intake"], entries, GROUP.number)
    bureau.person(1, id_number=roster_line(1)["身份证号码"], name="练习某")

    with pytest.raises(Conflict):
        save_roster(bureau["intake"], entries, staging)

    assert not members(bureau)


def test_attendance_comes_with_a_later_roster_and_a_change_is_told(bureau: Bureau) -> None:
    class_of(bureau["intake"], 2)
    later = roster_lines(2, {2: {"出勤天数": "20"}})

    staging = stage_roster(bureau["intake"], entries_of(workbook(later)), GROUP.number)
    taken_over(bureau["intake"], entries_of(workbook(later)))

    assert [row.act for row in staging.rows] == [RosterAct.NOTHING, RosterAct.COMPLETE]
    assert "由25改为20" in staging.rows[1].notes[0].words
    assert [one.member.attendance.days_attended for one in members(bureau)] == [25, 20]
    record_attendance(bureau["intake"], GROUP.number, members(bureau)[0].person.id, Attendance(24, None, False))
    assert members(bureau)[0].member.attendance == Attendance(24, None, False)


def test_a_dry_run_changes_nothing_and_leaves_unknown_what_is_unknown(bureau: Bureau) -> None:
    class_of(bureau["intake"], 3)

    found = plan(bureau, BulkKind.OPEN)

    assert found.going == 3
    assert all("已享受记录（未查询）" in line.unknown for line in found.lines)
    assert not any(one.cases for one in members(bureau))


def test_each_member_gets_an_own_case_own_facts_and_an_own_receipt(bureau: Bureau) -> None:
    class_of(bureau["intake"], 3)

    opened = do(bureau, BulkKind.OPEN, checked=True, papers=("居民身份证",))
    accepted = do(bureau, BulkKind.ACCEPT)

    assert len(set(opened.cases)) == 3
    assert [letter.serial for letter in accepted.letters] == [1, 2, 3]
    one = case_record(bureau["intake"], opened.cases[0])
    assert one.case.state is State.FOR_REVIEW
    assert one.facts is not None
    assert one.facts.facts["training.number"] == GROUP.number
    assert one.facts.facts["person.urban_unemployed"] is True
    assert [paper.name for paper in one.papers] == ["居民身份证"]
    again = plan(bureau, BulkKind.OPEN)
    assert again.going == 0
    with pytest.raises(Refused, match="没有一个人可以办理"):
        perform_bulk(bureau["intake"], again, render)


def test_what_stops_one_person_stops_nobody_else(bureau: Bureau) -> None:
    class_of(bureau["intake"], 3)
    second = members(bureau)[1].person
    pending = bureau.open({}, person=second, programme="free_training").number
    third = members(bureau)[2].person.id

    found = plan(bureau, BulkKind.OPEN, left_out=frozenset({third}))

    assert [line.goes for line in found.lines] == [True, False, False]
    assert found.lines[1].case_number == pending
    assert found.lines[2].stop == "没有勾选"
    assert len(perform_bulk(bureau["intake"], found, render).value.cases) == 1


def test_somebody_with_another_persons_card_is_stopped_until_a_note_says_why(bureau: Bureau) -> None:
    class_of(bureau["intake"], 2)
    bureau.person(5, bank_card=members(bureau)[0].person.bank_card)
    do(bureau, BulkKind.OPEN, "living_allowance")

    found = plan(bureau, BulkKind.ACCEPT, "living_allowance")

    assert [line.goes for line in found.lines] == [False, True]
    assert "收款卡号" in found.lines[0].stop


def test_a_dry_run_that_was_overtaken_is_not_done(bureau: Bureau) -> None:
    class_of(bureau["intake"], 2)
    found = plan(bureau, BulkKind.OPEN)
    bureau.open({}, person=members(bureau)[0].person, programme="free_training")

    with pytest.raises(Conflict):
        perform_bulk(bureau["intake"], found, render)

    assert not any(one.cases for one in members(bureau))


def test_given_opened_cases_when_undone_then_they_are_withdrawn_with_the_reason_and_can_be_opened_again(
    bureau: Bureau,
) -> None:
    class_of(bureau["intake"], 3)
    opened = do(bureau, BulkKind.OPEN)

    undo_bulk(bureau["second intake"], opened.bulk.id, "申请日填错")

    for number in opened.cases:
        one = case_record(bureau["intake"], number)
        assert one.case.state is State.WITHDRAWN
        assert one.acts[-1].reason == "撤销批量收件：申请日填错"
    assert record(bureau).bulk_acts[0].undo_reason == "申请日填错"
    assert plan(bureau, BulkKind.OPEN).going == 3
    with pytest.raises(Refused, match="已经撤销过"):
        undo_bulk(bureau["intake"], opened.bulk.id, "再来一次")


def test_given_an_acceptance_when_undone_then_the_cases_stand_at_the_window_and_the_numbers_stay_used(
    bureau: Bureau,
) -> None:
    class_of(bureau["intake"], 2)
    do(bureau, BulkKind.OPEN, checked=True)
    accepted = do(bureau, BulkKind.ACCEPT)

    undo_bulk(bureau["intake"], accepted.bulk.id, "受理日期不对")

    one = case_record(bureau["intake"], accepted.cases[0])
    assert (one.case.state, one.case.accepted_on, one.case.due_on) == (State.AT_WINDOW, None, None)
    assert one.acts[-1].act is Act.UNDONE
    with bureau["intake"].store.reading() as rows:
        marks = rows.letter_marks([letter.id for letter in accepted.letters])
    assert {mark.void_reason for mark in marks.values()} == {"撤销批量受理：受理日期不对"}
    assert [letter.serial for letter in do(bureau, BulkKind.ACCEPT).letters] == [3, 4]


def test_given_that_something_further_happened_to_one_case_when_undone_then_it_is_refused_naming_that_case(
    bureau: Bureau,
) -> None:
    class_of(bureau["intake"], 3)
    opened = do(bureau, BulkKind.OPEN)
    intake.see_paper(bureau["intake"], opened.cases[1], "居民身份证")

    with pytest.raises(Refused, match=opened.cases[1]):
        undo_bulk(bureau["intake"], opened.bulk.id, "填错")

    assert record(bureau).undoable == frozenset()
    assert {bureau.state(number) for number in opened.cases} == {State.AT_WINDOW}


def test_from_free_training_to_living_allowance_the_grant_of_the_class_counts_as_the_approval(bureau: Bureau) -> None:
    bureau.confirm_values("free_training")
    class_of(bureau["intake"], 2)
    before = plan(bureau, BulkKind.OPEN, "living_allowance", checked=True)
    assert any("免费培训已获批准" in line.unknown for line in before.lines), "no grant of ours proves nothing"
    do(bureau, BulkKind.OPEN, checked=True)
    numbers = do(bureau, BulkKind.ACCEPT).cases
    decide_all(bureau, numbers)

    served = do(bureau, BulkKind.SERVE)
    after = plan(bureau, BulkKind.OPEN, "living_allowance", checked=True)

    assert {bureau.state(number) for number in numbers} == {State.CLOSED}
    assert not any("免费培训已获批准" in line.unknown for line in after.lines)
    undo_bulk(bureau["intake"], served.bulk.id, "送达日期填错")
    assert {bureau.state(number) for number in numbers} == {State.TO_SERVE}
    do(bureau, BulkKind.SERVE)
    assert {bureau.state(number) for number in numbers} == {State.CLOSED}


def test_a_hand_over_that_was_undone_is_none_in_the_register_either(bureau: Bureau) -> None:
    bureau.confirm_values("free_training")
    class_of(bureau["intake"], 2)
    do(bureau, BulkKind.OPEN, checked=True)
    decide_all(bureau, do(bureau, BulkKind.ACCEPT).cases)
    served = do(bureau, BulkKind.SERVE)
    assert standings(bureau) == {LetterStanding.SERVED}
    undo_bulk(bureau["intake"], served.bulk.id, "送达日期填错")
    assert standings(bureau) == {LetterStanding.ISSUED}
    do(bureau, BulkKind.SERVE)
    assert standings(bureau) == {LetterStanding.SERVED}


def standings(bureau: Bureau) -> set[LetterStanding]:
    ids = letter_list(bureau["intake"], LetterKind.APPROVAL).ids
    return {row.standing for row in letter_rows(bureau["intake"], ids)}


def test_a_class_needs_its_own_number_and_dates_in_order(bureau: Bureau) -> None:
    add_class(bureau["intake"], GROUP)
    with pytest.raises(InputError) as taken:
        add_class(bureau["intake"], GROUP)
    with pytest.raises(InputError) as backwards:
        add_class(bureau["intake"], replace(GROUP, number="练2025-008", ended_on=date(2025, 1, 1)))
    assert (taken.value.field, backwards.value.field) == ("number", "ended_on")


@pytest.mark.parametrize("account", ["review", "finance", "audit"])
def test_only_intake_works_on_classes(bureau: Bureau, account: str) -> None:
    with pytest.raises(NotPermitted):
        add_class(bureau[account], GROUP)
