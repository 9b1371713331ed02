"""Words shared by the letters: capitals of amounts, ordinals, the remedy paragraph."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import InputError
from reports.letters.wording import capitals, day, heading, money, ordinal, remedy, to_enterprise
from tests.builders.letters import make_office

DIGITS = "零壹贰叁肆伍陆柒捌玖"


def read_back(words: str) -> int:
    """Capitals back to fen: a reader written on its own, digit by digit."""
    yuan = section = digit = fen = 0
    for sign in words.removesuffix("整"):
        if sign in DIGITS:
            digit = DIGITS.index(sign)
        elif sign in "拾佰仟":
            section += (digit or 1) * {"拾": 10, "佰": 100, "仟": 1000}[sign]
            digit = 0
        elif sign == "万":
            yuan += (section + digit) * 10_000
            section = digit = 0
        elif sign == "亿":
            yuan = (yuan + section + digit) * 100_000_000
            section = digit = 0
        elif sign == "元":
            yuan += section + digit
            section = digit = 0
        elif sign in "角分":
            fen += digit * (10 if sign == "角" else 1)
            digit = 0
    return yuan * 100 + fen


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (150_000, "壹仟伍佰元整"),
        (100_000, "壹仟元整"),
        (250_000, "贰仟伍佰元整"),
        (100_500, "壹仟零伍元整"),
        (10_000_000, "壹拾万元整"),
        (10_050_000, "壹拾万零伍佰元整"),
        (123_456, "壹仟贰佰叁拾肆元伍角陆分"),
        (150_050, "壹仟伍佰元伍角整"),
        (150_005, "壹仟伍佰元零伍分"),
        (50, "伍角整"),
        (5, "伍分"),
        (0, "零元整"),
    ],
)
def test_an_amount_is_written_in_capitals(fen: int, words: str) -> None:
    assert capitals(fen) == words


@given(st.integers(min_value=0, max_value=99_999_999_99))
def test_capitals_read_back_to_the_same_fen(fen: int) -> None:
    words = capitals(fen)
    assert read_back(words) == fen
    assert words.endswith(("元整", "角整", "分"))
    assert "零零" not in words


def test_an_amount_below_zero_has_no_capitals() -> None:
    with pytest.raises(InputError, match="小于零"):
        capitals(-1)


def test_money_shows_figures_and_capitals() -> None:
    assert money(150_000) == "人民币1,500.00元（大写：壹仟伍佰元整）"


def test_ordinals_run_on_past_ten_and_twenty() -> None:
    assert [ordinal(n) for n in (1, 9, 10, 11, 20, 21)] == [
        "（一）",
        "（九）",
        "（十）",
        "（十一）",
        "（二十）",
        "（二十一）",
    ]
    assert heading(3, "决定") == "三、决定"


def test_a_date_has_no_zeros_in_front() -> None:
    assert day(date(2026, 3, 2)) == "2026年3月2日"


@pytest.mark.parametrize("decided", [date(2018, 1, 2), date(2023, 12, 31), date(2024, 1, 1), date(2026, 7, 1)])
def test_the_free_choice_of_remedy_is_the_default_for_every_date(decided: date) -> None:
    told = remedy(make_office(), decided)
    assert "可以自收到本决定书之日起六十日内，依法向北京市东城区人民政府申请行政复议" in told
    assert "也可以自收到本决定书之日起六个月内，依法向有管辖权的人民法院提起行政诉讼" in told


@pytest.mark.parametrize(
    ("decided", "first"),
    [
        (date(2023, 12, 31), False),
        (date(2024, 1, 1), True),
        (date(2026, 6, 30), True),
        (date(2026, 7, 1), False),
    ],
)
def test_review_first_is_told_only_by_choice_and_within_its_dates(decided: date, first: bool) -> None:
    told = remedy(make_office(settings={"remedy.mode": "review_first"}), decided)
    assert ("应当自收到本决定书之日起六十日内，先向" in told) is first
    assert ("十五日内" in told) is first


@pytest.mark.parametrize("typed", ["你提交的名单", "你单位提交的名单", "你们提交的名单"])
def test_an_enterprise_is_addressed_the_same_however_the_clerk_wrote_it(typed: str) -> None:
    assert to_enterprise(typed) == "你单位提交的名单"
