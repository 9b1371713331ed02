"""Telephone numbers: mobile and fixed, folded and masked."""

from __future__ import annotations

import pytest

from models.errors import InputError
from models.phone import mask_phone, parse_phone


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13800138000", "13800138000"),
        ("138 0013 8000", "13800138000"),
        ("138-0013-8000", "13800138000"),
        ("+86 13800138000", "13800138000"),
        ("0086-13800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("010-65251234", "010-65251234"),
        ("(010)65251234", "010-65251234"),
        ("（010）6525 1234", "010-65251234"),
        ("01065251234", "010-65251234"),
        ("65251234", "65251234"),
        ("65251234转8001", "65251234-8001"),
        ("0312-5251234", "0312-5251234"),
    ],
)
def test_the_usual_ways_of_writing_a_number_are_read(typed: str, kept: str) -> None:
    assert parse_phone(typed) == kept
    assert parse_phone(kept) == kept


@pytest.mark.parametrize(
    "typed", ["", "1380013800", "12800138000", "138001380000", "电话", "010", "110", "1①800138000"]
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_phone(typed)
    assert caught.value.field == "person.phone"


def test_masked_numbers_keep_little() -> None:
    assert mask_phone("13800138000") == "138****8000"
    assert mask_phone("010-65251234") == "********1234"
    assert mask_phone("12") == "**"
