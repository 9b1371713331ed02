"""Dates as typed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import InputError
from models.typed_date import parse_date

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(1900, 1, 1), date(2999, 12, 31))


@pytest.mark.parametrize(
    "text",
    ["2025-09-15", "20250915", "2025.9.15", "2025/9/15", "2025年9月15日", "２０２５－０９－１５", " 2025 09 15 "],
)
def test_the_ways_of_typing_one_day_are_one_day(text: str) -> None:
    assert parse_date(text, TODAY) == date(2025, 9, 15)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("0915", date(2026, 9, 15)),
        ("9月15日", date(2026, 9, 15)),
        ("1122", TODAY),
        ("1123", date(2025, 11, 23)),
        ("12.31", date(2025, 12, 31)),
        ("今天", TODAY),
        ("0", TODAY),
        ("昨天", date(2026, 11, 21)),
        ("前天", date(2026, 11, 20)),
        ("-1", date(2026, 11, 21)),
        ("－30", date(2026, 10, 23)),
    ],
)
def test_short_forms_mean_the_latest_such_day(text: str, meant: date) -> None:
    assert parse_date(text, TODAY) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [("0915", date(2027, 9, 15)), ("1122", TODAY), ("1231", date(2026, 12, 31)), ("2025-09-15", date(2025, 9, 15))],
)
def test_month_and_day_of_a_term_mean_the_coming_such_day(text: str, meant: date) -> None:
    assert parse_date(text, TODAY, ahead=True) == meant


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "看不懂"),
        ("2025", "没有20月"),
        ("250915", "看不懂"),
        ("明天", "看不懂"),
        ("2025-02-29", "2025年2月没有29日"),
        ("0229", "2026年2月没有29日"),
        ("2025-13-01", "没有13月"),
        ("2025-00-10", "没有0月"),
        ("20250431", "2025年4月没有31日"),
        ("0031", "没有0月"),
        ("1899-12-31", "早于1900年"),
        ("2025-9-15 10:00", "看不懂"),
        ("②025-09-15", "看不懂"),
    ],
)
def test_what_is_no_day_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason) as caught:
        parse_date(text, TODAY, "certificate.issued_on")
    assert caught.value.field == "certificate.issued_on"


@given(DAYS)
def test_every_written_day_is_read_back(at: date) -> None:
    assert parse_date(at.isoformat(), TODAY) == at
    assert parse_date(f"{at:%Y%m%d}", TODAY) == at
    assert parse_date(f"{at.year}年{at.month}月{at.day}日", TODAY) == at


@given(st.dates(date(1901, 1, 1), date(2999, 12, 31)))
def test_month_and_day_alone_lie_within_the_past_year(today: date) -> None:
    at = parse_date("0915", today)
    assert timedelta(0) <= today - at < timedelta(366)
    assert (at.month, at.day) == (9, 15)


@given(st.text(max_size=20))
def test_any_text_is_a_day_or_one_typed_refusal(text: str) -> None:
    try:
        at = parse_date(text, TODAY)
    except InputError:
        return
    assert parse_date(at.isoformat(), TODAY) == at
