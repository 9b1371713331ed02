"""The calendar against the official notices (FACTS §7.9, transcribed here) and the Civil Code's months."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.calendar import OutsideCalendar, WorkCalendar, YearTable, add_months, beijing_date, default_calendar
from models.errors import InputError

NOTICES = {
    2025: (
        "01-01/01-01 01-28/02-04 04-04/04-06 05-01/05-05 05-31/06-02 10-01/10-08",
        "01-26 02-08 04-27 09-28 10-11",
    ),
    2026: (
        "01-01/01-03 02-15/02-23 04-04/04-06 05-01/05-05 06-19/06-21 09-25/09-27 10-01/10-07",
        "01-04 02-14 02-28 05-09 09-20 10-10",
    ),
}
DAYS = st.dates(date(1900, 1, 1), date(2999, 12, 31))
COVERED = st.dates(date(2004, 1, 1), date(2026, 12, 1))


def day(text: str) -> date:
    return date.fromisoformat(text)


def worked_by_the_notice(year: int, at: date) -> bool:
    breaks, made_up = NOTICES[year]
    if at in {day(f"{year}-{text}") for text in made_up.split()}:
        return True
    if any(
        day(f"{year}-{first}") <= at <= day(f"{year}-{last}")
        for first, last in (span.split("/") for span in breaks.split())
    ):
        return False
    return at.weekday() < 5


@pytest.mark.parametrize("year", [2025, 2026])
def test_every_day_of_the_year_agrees_with_the_official_notice(year: int) -> None:
    calendar = default_calendar()
    days = [date(year, 1, 1) + timedelta(n) for n in range(365)]
    assert days[-1] == date(year, 12, 31)
    assert [at for at in days if calendar.is_working_day(at) != worked_by_the_notice(year, at)] == []


def test_a_made_up_sunday_counts_and_a_plain_sunday_does_not() -> None:
    steps = default_calendar().count(day("2026-09-18"), 5)
    assert [(step.day.day, step.counted, step.why) for step in steps] == [
        (19, False, "周末"),
        (20, True, "调休上班"),
        (21, True, "工作日"),
        (22, True, "工作日"),
        (23, True, "工作日"),
        (24, True, "工作日"),
    ]


def test_ten_working_days_skip_two_festivals_and_count_the_made_up_saturday() -> None:
    assert default_calendar().add_working_days(day("2026-09-24"), 10) == day("2026-10-15")


def test_the_last_start_that_ends_in_2026_is_found_and_the_next_is_refused() -> None:
    calendar = default_calendar()
    assert calendar.add_working_days(day("2026-12-17"), 10) == day("2026-12-31")
    with pytest.raises(OutsideCalendar, match="2027年"):
        calendar.add_working_days(day("2026-12-18"), 10)


def test_a_year_without_a_notice_is_never_guessed() -> None:
    calendar = default_calendar()
    assert not calendar.covers(day("2027-01-04"))
    for ask in (calendar.is_working_day, calendar.next_working_day):
        with pytest.raises(OutsideCalendar):
            ask(day("2027-01-04"))
    with pytest.raises(OutsideCalendar):
        WorkCalendar().is_working_day(day("2026-01-05"))


def test_an_added_year_is_used() -> None:
    table = YearTable(2027, {day("2027-01-01"): "练习"}, frozenset({day("2027-01-03")}), "练习")
    calendar = default_calendar().with_year(table)
    assert calendar.add_working_days(day("2026-12-31"), 1) == day("2027-01-03")
    assert not default_calendar().covers(day("2027-01-01"))


def test_the_next_working_day_is_the_day_itself_when_it_is_worked() -> None:
    calendar = default_calendar()
    assert calendar.next_working_day(day("2026-02-14")) == day("2026-02-14")
    assert calendar.next_working_day(day("2026-02-15")) == day("2026-02-24")


@pytest.mark.parametrize("year", [2004, 2025, 2026])
def test_a_year_survives_json(year: int) -> None:
    table = default_calendar().years[year]
    again = YearTable.from_json(table.to_json())
    assert (again.year, dict(again.off), again.work, again.source) == (year, dict(table.off), table.work, table.source)


def test_a_plain_list_of_days_off_is_read() -> None:
    table = YearTable.from_json({"year": 2027, "off": ["2027-01-01"], "work": []})
    assert list(table.off) == [day("2027-01-01")]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"year": 2027, "off": ["2027-02-30"], "work": []}, "格式不对"),
        ({"year": 2027, "off": []}, "格式不对"),
        ({"year": 2027, "off": 5, "work": []}, "格式不对"),
        ({"year": 2027, "off": ["2026-01-01"], "work": []}, "别的年份"),
        ({"year": 2027, "off": ["2027-01-02"], "work": ["2027-01-02"]}, "既列为放假又列为上班"),
        ({"year": 2027, "off": [], "work": ["2027-01-04"]}, "不是周六、周日"),
    ],
)
def test_a_notice_that_cannot_be_right_is_refused(data: dict[str, object], reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        YearTable.from_json(data)


def test_no_day_is_counted_beyond_the_last_of_all() -> None:
    with pytest.raises(OutsideCalendar, match="10000年"):
        default_calendar().count(date.max, 1)


def test_a_calendar_cannot_be_changed_by_those_who_share_it() -> None:
    calendar = default_calendar()
    for change in (lambda: setattr(calendar, "years", {}), lambda: setattr(calendar.years[2026], "year", 1)):
        with pytest.raises(AttributeError):
            change()


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(InputError, match="不能是负数"):
        default_calendar().count(day("2026-01-05"), -1)


@given(COVERED, st.integers(0, 15))
def test_adding_working_days_ends_on_the_nth_working_day(start: date, n: int) -> None:
    calendar = default_calendar()
    end = calendar.add_working_days(start, n)
    between = [start + timedelta(k) for k in range(1, (end - start).days + 1)]
    assert sum(calendar.is_working_day(at) for at in between) == n
    assert n == 0 or calendar.is_working_day(end)


@given(COVERED, st.integers(-30, 800))
def test_working_days_between_two_days_are_those_that_a_walk_over_them_meets(first: date, days: int) -> None:
    calendar = default_calendar()
    last = min(first + timedelta(days), date(2026, 12, 31))
    walked = [first + timedelta(k) for k in range(1, (last - first).days + 1)]
    assert calendar.working_days_after(first, last) == sum(map(calendar.is_working_day, walked))


def test_working_days_are_not_counted_in_a_year_without_a_notice() -> None:
    with pytest.raises(OutsideCalendar):
        default_calendar().working_days_after(date(2026, 12, 31), date(2027, 1, 1))
    assert default_calendar().working_days_after(date.max, date.max) == 0


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2025-03-31", 12, "2026-03-31"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2025-12-31", 2, "2026-02-28"),
        ("2025-03-31", -1, "2025-02-28"),
        ("2025-05-15", 0, "2025-05-15"),
    ],
)
def test_months_end_on_the_corresponding_day_or_the_months_end(start: str, months: int, end: str) -> None:
    assert add_months(day(start), months) == day(end)


@given(DAYS, st.integers(-600, 600))
def test_added_months_move_the_month_exactly_and_never_the_day_upwards(start: date, n: int) -> None:
    end = add_months(start, n)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == n
    assert end.day <= start.day
    assert end.day == start.day or (end + timedelta(1)).day == 1


@given(DAYS, DAYS, st.integers(0, 600))
def test_added_months_keep_the_order_of_days(first: date, second: date, n: int) -> None:
    early, late = sorted((first, second))
    assert add_months(early, n) <= add_months(late, n)


def test_months_beyond_the_last_year_are_refused() -> None:
    assert add_months(date(9998, 12, 31), 12) == date(9999, 12, 31)
    assert add_months(date(1, 12, 31), -11) == date(1, 1, 31)
    with pytest.raises(OutsideCalendar):
        add_months(date(9999, 6, 1), 12)
    with pytest.raises(OutsideCalendar):
        add_months(date(1, 1, 1), -1)


def test_the_beijing_date_turns_at_sixteen_hours_utc() -> None:
    assert beijing_date(datetime(2026, 3, 17, 15, 59, 59, tzinfo=UTC)) == day("2026-03-17")
    assert beijing_date(datetime(2026, 3, 17, 16, 0, tzinfo=UTC)) == day("2026-03-18")
    naive = datetime(2026, 3, 17, 16, 0, tzinfo=UTC).replace(tzinfo=None)
    assert beijing_date(naive) == day("2026-03-18")
    newfoundland = timezone(timedelta(hours=-3, minutes=-30))
    assert beijing_date(datetime(2026, 3, 17, 12, 30, tzinfo=newfoundland)) == day("2026-03-18")


def test_a_year_that_is_no_number_is_refused_like_any_other_wrong_notice() -> None:
    with pytest.raises(InputError, match="格式不对"):
        YearTable.from_json({"year": float("inf"), "off": ["2027-01-01"], "work": []})
