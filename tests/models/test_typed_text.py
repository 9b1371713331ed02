"""Typed digits made plain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.typed_text import fold_width, has_hidden, is_digits, without_separators


def test_full_width_forms_and_every_dash_become_plain() -> None:
    assert fold_width("\u3000１２Ａｂ（３）：—–－−\ufeff\u200b ") == "12Ab(3):----"


def test_separators_go_and_ideographs_stay() -> None:
    assert without_separators(" 6222-0212 证\u30003456 ") == "62220212证3456"


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold_width(fold_width(text)) == fold_width(text)
    assert without_separators(without_separators(text)) == without_separators(text)


@pytest.mark.parametrize("text", ["", "①", "١", "²", "1.", "-1", "一"])
def test_only_plain_digits_are_digits(text: str) -> None:
    assert not is_digits(text)
    assert is_digits("0123456789")


@pytest.mark.parametrize("hidden", ["\x00", "\n", "\u202e", "\u200d", "\ud800", "\u2028"])
def test_what_nobody_can_see_is_found(hidden: str) -> None:
    assert has_hidden(f"练{hidden}习")
    assert not has_hidden("练习 𬭎\u3000𮯰")
