"""Certificate numbers: proposals and warnings, never a refusal."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.certificate_number import next_number, read_certificate_number

#          1 2345 67 890123 45 6 789012
SKILL = "S 0001 11 000123 25 4 000001"
NUMBER = SKILL.replace(" ", "")


def test_a_skill_level_number_proposes_kind_level_year_and_province() -> None:
    reading = read_certificate_number(SKILL.lower())
    assert (reading.number, len(NUMBER)) == (NUMBER, 22)
    assert (reading.kind, reading.level, reading.year, reading.province) == ("skill_level", 4, 2025, "11")
    assert reading.warnings == ()


def test_a_qualification_number_proposes_from_its_own_places() -> None:
    reading = read_certificate_number("1711000000123453")
    assert (reading.kind, reading.level, reading.year, reading.province) == ("vocational_qualification", 3, 2017, "11")
    assert read_certificate_number("9811000000123453").year == 1998


def test_a_special_technician_proposes_no_level() -> None:
    reading = read_certificate_number("SA" + "0" * 20)
    assert (reading.kind, reading.level) == ("skill_level", None)
    assert "特级技师" in reading.warnings[0]


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        (NUMBER[:15] + "9" + NUMBER[16:], "等级位是9"),
        ("Q" + NUMBER[1:], "首字母"),
        ("1234", "不是常见的22位"),
        ("京职业0001", "不是常见的22位"),
    ],
)
def test_an_odd_number_warns(text: str, odd: str) -> None:
    assert odd in read_certificate_number(text).warnings[0]


def test_stated_level_and_date_are_compared() -> None:
    reading = read_certificate_number(NUMBER)
    assert reading.disagreements(4, date(2025, 9, 15)) == ()
    assert reading.disagreements(None, None) == ()
    level, year = reading.disagreements(3, date(2024, 12, 31))
    assert "四级/中级工" in level
    assert "三级/高级工" in level
    assert "2025年核发" in year
    assert read_certificate_number("1234").disagreements(3, date(2024, 12, 31)) == ()


@given(st.text(max_size=30))
def test_no_text_is_ever_refused(text: str) -> None:
    reading = read_certificate_number(text)
    assert reading.level is None or 1 <= reading.level <= 5


def test_an_empty_number_says_nothing() -> None:
    assert read_certificate_number(" ").warnings == ()


@pytest.mark.parametrize(
    ("number", "following"),
    [
        ("S000811000012254000231", "S000811000012254000232"),
        ("s000811000012254000299", "S000811000012254000300"),
        ("S000811000012254999999", ""),
        ("1511001008400011", "1511001008400021"),
        ("SY" + "1" * 20, "SY" + "1" * 19 + "2"),
        ("", ""),
        ("not a number", ""),
    ],
)
def test_the_next_number_of_a_lot_keeps_organisation_year_and_level(number: str, following: str) -> None:
    assert next_number(number) == following
