"""The statutory retirement age by its schedule: 60 → 63, 55 → 58 and 50 → 55 from January 2025 on (FACTS §7.11)."""

from __future__ import annotations

from datetime import date

import pytest

from models.rules.ages import retirement_day
from models.rules.load import load_rulebook
from models.rules.schema import RetirementAges

AGES = next(
    row.value
    for one in load_rulebook().sets.values()
    for item in one.items.values()
    for row in item.rows
    if isinstance(row.value, RetirementAges) and row.covers(date(2026, 1, 1))
)


@pytest.mark.parametrize(
    ("group", "birth", "day"),
    [
        ("m", date(1964, 12, 31), date(2024, 12, 31)),
        ("m", date(1965, 1, 1), date(2025, 2, 1)),
        ("m", date(1965, 4, 30), date(2025, 5, 30)),
        ("m", date(1965, 5, 1), date(2025, 7, 1)),
        ("m", date(1970, 1, 15), date(2031, 5, 15)),
        ("m", date(1976, 8, 15), date(2039, 7, 15)),
        ("m", date(1976, 9, 15), date(2039, 9, 15)),
        ("m", date(1990, 1, 15), date(2053, 1, 15)),
        ("f_cadre", date(1969, 12, 31), date(2024, 12, 31)),
        ("f_cadre", date(1970, 1, 1), date(2025, 2, 1)),
        ("f_cadre", date(1981, 8, 1), date(2039, 7, 1)),
        ("f_cadre", date(1981, 9, 1), date(2039, 9, 1)),
        ("f_worker", date(1974, 12, 31), date(2024, 12, 31)),
        ("f_worker", date(1975, 1, 1), date(2025, 2, 1)),
        ("f_worker", date(1975, 2, 1), date(2025, 3, 1)),
        ("f_worker", date(1975, 3, 1), date(2025, 5, 1)),
        ("f_worker", date(1984, 10, 1), date(2039, 9, 1)),
        ("f_worker", date(1984, 11, 1), date(2039, 11, 1)),
    ],
)
def test_the_day_of_retirement_follows_sex_kind_and_month_of_birth(group: str, birth: date, day: date) -> None:
    assert retirement_day(AGES, group, birth) == day


def test_a_group_whose_age_does_not_move_keeps_it() -> None:
    still = RetirementAges(AGES.since, {"m": (60, 60, 0)})
    assert retirement_day(still, "m", date(1980, 5, 5)) == date(2040, 5, 5)
