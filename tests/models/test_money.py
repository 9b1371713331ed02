"""Fen written as yuan and read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import InputError
from models.money import format_yuan, parse_yuan


@given(st.integers(-(10**15), 10**15))
def test_what_is_written_is_read_back(fen: int) -> None:
    assert parse_yuan(format_yuan(fen)) == fen


def test_the_form_is_the_one_on_screen() -> None:
    assert format_yuan(150000) == "¥1,500.00"
    assert format_yuan(0) == "¥0.00"
    assert format_yuan(5) == "¥0.05"
    assert format_yuan(-123456789) == "\u2212¥1,234,567.89"


@pytest.mark.parametrize(
    ("typed", "fen"),
    [("1500", 150000), ("１５００", 150000), ("￥1,500.5", 150050), ("1 500元", 150000), ("-0.01", -1), ("0", 0)],
)
def test_typed_amounts_are_read(typed: str, fen: int) -> None:
    assert parse_yuan(typed) == fen


@pytest.mark.parametrize(
    "typed", ["", "1.234", "1,50", "1,5000", ".5", "5.", "¥¥5", "1e3", "一千", "--5", "5元元", "١"]
)
def test_anything_else_is_refused(typed: str) -> None:
    with pytest.raises(InputError, match="金额不对") as caught:
        parse_yuan(typed, "payment.amount")
    assert caught.value.field == "payment.amount"


@pytest.mark.parametrize("digits", [16, 5_000])
def test_more_digits_than_any_sum_has_are_refused_like_every_other_slip(digits: int) -> None:
    with pytest.raises(InputError, match="金额不对"):
        parse_yuan("9" * digits)
