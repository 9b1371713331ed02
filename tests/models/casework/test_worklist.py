"""The worklist: groups by lateness in working days, pages without gaps, and what each row says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from models.assessment import Result
from models.calendar import WorkCalendar, default_calendar
from models.case import Act
from models.casework import deciding
from models.casework.worklist import (
    Group,
    Turn,
    WorklistRow,
    parting_days,
    working_days_left,
    worklist,
    worklist_at,
    worklist_heads,
)
from models.errors import NotPermitted
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau


def rows(bureau: Bureau, group: Group, turn: Turn | None = None, limit: int = 50) -> list[WorklistRow]:
    """Every page of a group."""
    found: list[WorklistRow] = []
    page = worklist(bureau["review"], group, turn, limit=limit)
    found += page.rows
    while page.after is not None:
        page = worklist(bureau["review"], group, turn, page.after, limit)
        found += page.rows
    return found


def numbers(bureau: Bureau, group: Group, turn: Turn | None = None) -> list[str]:
    return [row.case.number for row in rows(bureau, group, turn)]


def wait_until(bureau: Bureau, day: date) -> None:
    bureau.moment = bureau.moment.replace(year=day.year, month=day.month, day=day.day)


# Accepted on Tuesday 2025-06-03, a decision is due ten working days later: Tuesday 2025-06-17.
@pytest.mark.parametrize(
    ("today", "group", "left"),
    [
        (date(2025, 6, 3), Group.OTHER, 10),
        (date(2025, 6, 13), Group.OTHER, 2),
        (date(2025, 6, 16), Group.SOON, 1),
        (date(2025, 6, 17), Group.SOON, 0),
        (date(2025, 6, 18), Group.LATE, -1),
        (date(2025, 6, 21), Group.LATE, -3),
        (date(2025, 6, 24), Group.LATE, -5),
        (date(2025, 6, 25), Group.SEVERE, -6),
    ],
)
def test_an_accepted_case_moves_from_group_to_group(bureau: Bureau, today: date, group: Group, left: int) -> None:
    number = bureau.accepted()
    wait_until(bureau, today)
    (row,) = rows(bureau, group)
    assert (row.case.number, row.working_days_left, row.turn) == (number, left, Turn.REVIEW)
    assert [head.count for head in worklist_heads(bureau["review"])] == [int(one is group) for one in Group]


def test_a_row_says_the_result_the_amount_the_last_act_and_why_it_came_back(bureau: Bureau) -> None:
    number = bureau.accepted()
    (row,) = rows(bureau, Group.OTHER)
    assert (row.result, row.amount_fen, row.programme_name) == (Result.ELIGIBLE, 150_000, "技能提升补贴")
    assert (row.last_act, row.last_actor, row.returned) == (Act.ACCEPTED, "intake", "")
    deciding.return_case(bureau["review"], number, "请补银行卡")
    (row,) = rows(bureau, Group.OTHER)
    assert (row.last_act, row.last_actor, row.returned) == (Act.RETURNED, "review", "请补银行卡")
    assert row.turn is Turn.WINDOW


def test_what_is_not_accepted_waits_for_the_applicant(bureau: Bureau) -> None:
    case = bureau.open()
    assert numbers(bureau, Group.APPLICANT) == [case.number]
    (row,) = rows(bureau, Group.APPLICANT)
    assert (row.result, row.working_days_left) == (None, None)
    assert numbers(bureau, Group.APPLICANT, Turn.REVIEW) == []


def test_each_turn_sees_its_own(bureau: Bureau) -> None:
    window = bureau.open(person=bureau.person(1)).number
    review = bureau.accepted(person=bureau.person(2))
    signature = bureau.reviewed(person=bureau.person(3))
    everyone = {turn: [n for group in Group for n in numbers(bureau, group, turn)] for turn in Turn}
    assert everyone == {
        Turn.WINDOW: [window],
        Turn.REVIEW: [review],
        Turn.SIGNATURE: [signature],
        Turn.FINANCE: [],
    }


def test_a_decided_case_waits_to_be_served_and_is_not_late(bureau: Bureau) -> None:
    letter = bureau.decide(bureau.reviewed())
    wait_until(bureau, date(2025, 8, 1))
    found = [row for group in Group for row in rows(bureau, group)]
    assert [(row.case.case_id, row.working_days_left) for row in found] == [(letter.case_id, None)]


def test_pages_of_any_size_hold_every_row_once_and_in_order(bureau: Bureau) -> None:
    for number in range(1, 8):
        facts = {**ELIGIBLE_UPGRADE, "certificate.occupation": f"练习工种{number}"}
        (bureau.reviewed if number % 2 else bureau.accepted)(facts, person=bureau.person(number))
        bureau.moment += timedelta(days=1)
    whole = rows(bureau, Group.OTHER, limit=50)
    assert len(whole) >= 5
    assert [row.case.due_on for row in whole] == sorted(row.case.due_on or date.max for row in whole)
    for limit in (1, 2, 3, 7):
        assert rows(bureau, Group.OTHER, limit=limit) == whole


def test_a_group_is_entered_at_any_row_as_reading_on_would_get_there(bureau: Bureau) -> None:
    for number in range(1, 8):
        bureau.accepted(person=bureau.person(number), on=date(2025, 6, 1 + number % 3))
    for number in range(8, 12):
        bureau.open(person=bureau.person(number))
    for turn in (None, Turn.WINDOW, Turn.REVIEW):
        for head in worklist_heads(bureau["intake"], turn):
            every = worklist(bureau["intake"], head.group, turn, None, 50).rows
            assert len(every) == head.count
            for place in range(head.count + 1):
                assert worklist_at(bureau["intake"], head.group, turn, place, 3) == every[place : place + 3]


def test_working_days_are_counted_by_the_official_calendar() -> None:
    calendar = default_calendar()
    thursday = date(2025, 9, 25)  # Sunday the 28th is worked, the eight days of October are free
    assert working_days_left(calendar, thursday, date(2025, 10, 9)) == 5
    assert working_days_left(calendar, date(2025, 10, 9), thursday) == -5
    assert parting_days(calendar, date(2025, 9, 30)).soon == date(2025, 10, 9)


def test_beyond_the_calendar_nothing_is_guessed_but_the_groups_still_part() -> None:
    nothing = replace(default_calendar(), years={})
    assert isinstance(nothing, WorkCalendar)
    assert working_days_left(nothing, date(2027, 1, 4), date(2027, 1, 5)) is None
    days = parting_days(nothing, date(2027, 1, 8))
    assert (days.severe, days.soon) == (date(2027, 1, 1), date(2027, 1, 11))


def test_an_administrator_sees_no_worklist(bureau: Bureau) -> None:
    with pytest.raises(NotPermitted):
        worklist(bureau["system"], Group.OTHER)
