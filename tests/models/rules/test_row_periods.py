"""What is left of a value in time when a period is taken out of it, or another value laid over it."""

from __future__ import annotations

from datetime import date

import pytest

from models.assessment import Clause
from models.rules.row_periods import clip, cut, overlap, overlay
from models.rules.schema import Row, SourcedClause

SOURCE = SourcedClause("law", Clause("练习文件"), "练习", date(2026, 1, 2))
Period = tuple[date, date | None]


def day(month: int, of: int) -> date:
    return date(2024, month, of)


def row(start: date, end: date | None, value: int = 1) -> Row:
    return Row(start, end, SOURCE, "F-A", value)


def periods(rows: tuple[Row, ...]) -> list[Period]:
    return [(each.start, each.end) for each in rows]


YEAR = (day(1, 1), day(12, 31))


@pytest.mark.parametrize(
    ("taken_out", "left"),
    [
        ((day(3, 1), day(5, 31)), [(day(1, 1), day(2, 29)), (day(6, 1), day(12, 31))]),
        ((day(1, 1), day(5, 31)), [(day(6, 1), day(12, 31))]),
        ((day(3, 1), day(12, 31)), [(day(1, 1), day(2, 29))]),
        ((day(3, 1), day(12, 30)), [(day(1, 1), day(2, 29)), (day(12, 31), day(12, 31))]),
        ((day(3, 1), None), [(day(1, 1), day(2, 29))]),
        (YEAR, []),
        ((date(2023, 1, 1), date(2023, 12, 31)), [YEAR]),
        ((date(2023, 1, 1), day(1, 1)), [(day(1, 2), day(12, 31))]),
        ((date(2025, 1, 1), None), [YEAR]),
    ],
)
def test_a_year_without_a_period_keeps_exactly_the_days_before_and_after_it(
    taken_out: Period, left: list[Period]
) -> None:
    assert periods(cut((row(*YEAR),), *taken_out)) == left


def test_what_holds_until_further_notice_goes_on_after_the_period() -> None:
    assert periods(cut((row(day(1, 1), None),), day(3, 1), day(5, 31))) == [
        (day(1, 1), day(2, 29)),
        (day(6, 1), None),
    ]


def test_a_shared_day_is_shared_and_the_day_after_is_not() -> None:
    assert overlap(row(*YEAR), day(12, 31), None) == (day(12, 31), day(12, 31))
    assert overlap(row(*YEAR), date(2025, 1, 1), None) is None
    assert overlap(row(day(3, 1), None), day(1, 1), None) == (day(3, 1), None)
    assert periods(clip((row(*YEAR), row(date(2025, 1, 1), None)), day(7, 1), day(12, 31))) == [
        (day(7, 1), day(12, 31))
    ]


def test_a_new_value_stands_in_its_place_among_the_old_ones() -> None:
    rows = overlay((row(*YEAR), row(date(2025, 1, 1), None)), row(day(7, 1), day(12, 31), 2))
    assert [(each.start, each.end, each.value) for each in rows] == [
        (day(1, 1), day(6, 30), 1),
        (day(7, 1), day(12, 31), 2),
        (date(2025, 1, 1), None, 1),
    ]
