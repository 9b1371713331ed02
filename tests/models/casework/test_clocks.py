"""The working-day clock in casework: 国庆, the end of the table, a table that changes, a promise that was printed."""

from __future__ import annotations

from datetime import date

import pytest

from models.bureau import BureauKind
from models.calendar import YearTable, default_calendar
from models.case import Act
from models.casework.bureau_values import ValueDraft, confirm_value, enter_value
from models.casework.calendars import add_year, calendar_years, confirm_year, moved_by
from models.casework.clocks import date_cases, deadline, undated_cases
from models.clock import DayKind
from models.errors import InputError, NotPermitted, Refused
from tests.builders.desk import Bureau
from tests.builders.headless import PNG
from tests.builders.notices import YEAR_2027, at, put_year


def _put_upgrade_in_force(bureau: Bureau) -> None:
    book = bureau["review"].shipped
    version = next(one for one in book.programmes["skill_upgrade"].versions if one.draft)
    value = book.describe_value("skill_upgrade", version.id)
    kind = BureauKind.VERSION
    draft = ValueDraft(kind, "skill_upgrade", value.name, None, value.valid_from, value.valid_to, "测试1号", "", "测试")
    confirm_value(bureau["sign"], enter_value(bureau["review"], draft, PNG, "image/png").value.id)


@pytest.fixture
def in_2026(bureau: Bureau) -> Bureau:
    at(bureau, date(2026, 9, 1))
    _put_upgrade_in_force(bureau)
    return bureau


def _accept(bureau: Bureau, day: date) -> str:
    at(bureau, day)
    return bureau.accepted(on=day)


def test_given_a_case_accepted_before_national_day_2026_then_every_day_of_the_count_says_why(in_2026: Bureau) -> None:
    number = _accept(in_2026, date(2026, 9, 24))
    found = deadline(in_2026["intake"], number)
    assert in_2026.case(number).due_on == found.run.due == date(2026, 10, 15)
    why = {day.day: (day.kind, day.why) for day in found.run.days}
    assert why[date(2026, 9, 24)] == (DayKind.START, "起算日，不计入")
    assert why[date(2026, 9, 25)] == (DayKind.REST, "中秋")
    assert why[date(2026, 10, 5)] == (DayKind.REST, "国庆节")
    assert why[date(2026, 10, 10)] == (DayKind.COUNTED, "调休上班")
    assert [day.place for day in found.run.days if day.place] == list(range(1, 11))


def test_given_a_count_beyond_2026_then_the_receipt_has_no_date_until_the_year_is_entered(in_2026: Bureau) -> None:
    number = _accept(in_2026, date(2026, 12, 24))
    assert in_2026.case(number).due_on is None
    assert deadline(in_2026["intake"], number).run.unknown == 2027
    assert [one.number for one in undated_cases(in_2026["intake"])] == [number]
    with pytest.raises(Refused, match="没有可以补算的期限"):
        date_cases(in_2026["intake"])
    put_year(in_2026)
    assert [one.due_on for one in undated_cases(in_2026["intake"])] == [date(2027, 1, 8)]
    dated = date_cases(in_2026["intake"]).value
    assert [(one.number, one.due_on) for one in dated] == [(number, date(2027, 1, 8))]
    case = in_2026.case(number)
    assert case.due_on == date(2027, 1, 8)
    with in_2026["intake"].store.reading() as rows:
        assert rows.acts(case.id)[-1].act is Act.REDATED
        assert rows.entries()[-1].act == "case.redate"
    assert undated_cases(in_2026["intake"]) == ()


def _changed_2026(*, off: dict[date, str], worked: frozenset[date] = frozenset()) -> YearTable:
    table = default_calendar().years[2026]
    kept = {day: name for day, name in table.off.items() if day not in worked}
    return YearTable(2026, {**kept, **off}, table.work | worked)


def test_given_a_table_that_gives_more_rest_then_the_printed_date_is_kept(in_2026: Bureau) -> None:
    number = _accept(in_2026, date(2026, 9, 7))
    printed = in_2026.case(number).due_on
    assert printed == date(2026, 9, 20)  # a Sunday that is worked
    entry = add_year(in_2026["review"], _changed_2026(off={date(2026, 9, 16): "临时放假"}), "测试通知2号").value
    listed = moved_by(in_2026["sign"], entry.id)
    assert [(one.number, one.computed, one.due_on) for one in listed] == [(number, date(2026, 9, 21), printed)]
    confirm_year(in_2026["sign"], entry.id)
    assert in_2026.case(number).due_on == printed


def test_given_a_table_that_gives_less_rest_then_the_earlier_date_is_worked_to(in_2026: Bureau) -> None:
    number = _accept(in_2026, date(2026, 9, 14))
    assert in_2026.case(number).due_on == date(2026, 9, 28)
    entry = add_year(
        in_2026["review"], _changed_2026(off={}, worked=frozenset({date(2026, 9, 26)})), "测试通知3号"
    ).value
    assert [one.due_on for one in moved_by(in_2026["sign"], entry.id)] == [date(2026, 9, 26)]
    assert [one.number for one in confirm_year(in_2026["sign"], entry.id).value] == [number]
    assert in_2026.case(number).due_on == date(2026, 9, 26)
    again = add_year(in_2026["review"], default_calendar().years[2026], "测试通知4号").value
    confirm_year(in_2026["sign"], again.id)
    assert in_2026.case(number).due_on == date(2026, 9, 28)  # what was printed, no later


def test_a_year_counts_only_when_a_second_account_has_confirmed_it(bureau: Bureau) -> None:
    entry = add_year(bureau["review"], YEAR_2027, "测试通知5号").value
    assert not next(year for year in calendar_years(bureau["intake"]) if year.entry == entry.id).in_force
    with pytest.raises(Refused, match="须由另一人核对原件后确认"):
        confirm_year(bureau["review"], entry.id)
    with pytest.raises(NotPermitted):
        confirm_year(bureau["intake"], entry.id)
    confirm_year(bureau["system"], entry.id)
    with bureau["intake"].look("case.read") as work:
        assert work.calendar.covers(date(2027, 5, 1))
    with pytest.raises(Refused, match="已经确认过"):
        confirm_year(bureau["sign"], entry.id)
    with pytest.raises(InputError, match="文号"):
        add_year(bureau["review"], YEAR_2027, " ")
