"""When a question is asked."""

from __future__ import annotations

from datetime import date

import pytest

from forms.form import Condition, Field, FieldKind

FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
DATED = Field("a", FieldKind.YES_NO, "甲", asked_from=FIRST, asked_to=LAST)
EITHER = Condition(({"x": (1, 2), "y": (True,)}, {"z": (None,)}))


@pytest.mark.parametrize(
    ("on", "asked"),
    [(date(2024, 12, 31), False), (FIRST, True), (LAST, True), (date(2026, 1, 1), False)],
)
def test_a_dated_question_is_asked_from_its_first_to_its_last_day(on: date, asked: bool) -> None:
    assert DATED.is_asked(on, {}) is asked


@pytest.mark.parametrize(
    ("values", "may_hold"),
    [
        ({}, True),
        ({"x": 1}, True),
        ({"x": 3}, True),
        ({"x": 3, "z": 5}, False),
        ({"x": 3, "z": None}, True),
        ({"x": 2, "y": True, "z": 5}, True),
        ({"x": 2, "y": False, "z": 5}, False),
    ],
)
def test_a_condition_fails_only_when_every_alternative_is_ruled_out(values: dict[str, int], may_hold: bool) -> None:
    assert EITHER.may_hold(values) is may_hold


def test_no_condition_always_holds() -> None:
    assert Condition().may_hold({"x": 1})
    assert Field("a", FieldKind.TEXT, "甲").is_asked(FIRST, {})
