"""The application period where it meets rest days and the end of the working-day table."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

import pytest

from models.assessment import Line, Verdict
from models.calendar import WorkCalendar, default_calendar
from models.facts import Facts
from models.rules.evaluate import assess
from models.rules.load import load_rulebook

BOOK = load_rulebook()
EMPTY = WorkCalendar()


def window(issued: date, on: date, *, rest_day_rule: bool = True, calendar: WorkCalendar | None = None) -> Line:
    facts = Facts(MappingProxyType({"certificate.issued_on": issued}))
    found = assess(BOOK, "skill_upgrade", facts, on, rest_day_rule=rest_day_rule, calendar=calendar)
    return next(line for line in found.criteria if line.id == "window")


@pytest.mark.parametrize(
    ("issued", "last"),
    [
        (date(2024, 3, 31), date(2025, 3, 31)),
        (date(2023, 2, 28), date(2024, 2, 28)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2022, 12, 31), date(2024, 1, 2)),  # 2023-12-31 is a Sunday, 2024-01-01 a holiday
        (date(2024, 1, 28), date(2025, 2, 5)),  # Spring Festival 2025-01-28 to 02-04
        (date(2024, 1, 26), date(2025, 1, 26)),  # a worked Sunday
    ],
)
def test_the_last_day_counts_and_the_next_day_does_not(issued: date, last: date) -> None:
    assert window(issued, last).verdict is Verdict.MET
    assert window(issued, last).holds_until == last
    after = date.fromordinal(last.toordinal() + 1)
    assert window(issued, after).verdict is Verdict.NOT_MET
    assert window(issued, after).holds_until is None


def test_without_the_rest_day_rule_the_corresponding_day_is_the_last() -> None:
    issued = date(2022, 12, 31)
    assert window(issued, date(2023, 12, 31), rest_day_rule=False).holds_until == date(2023, 12, 31)
    assert window(issued, date(2024, 1, 1), rest_day_rule=False).verdict is Verdict.NOT_MET


def test_outside_the_calendar_only_a_claim_after_the_last_day_is_left_open() -> None:
    issued = date(2023, 2, 1)
    inside = window(issued, date(2024, 2, 1), calendar=EMPTY)
    assert inside.verdict is Verdict.MET
    assert inside.holds_until == date(2024, 2, 1)
    late = window(issued, date(2024, 2, 2), calendar=EMPTY)
    assert late.verdict is Verdict.UNKNOWN
    assert "该年安排尚未录入" in late.sentence
    assert window(issued, date(2024, 2, 2), rest_day_rule=False, calendar=EMPTY).verdict is Verdict.NOT_MET


def test_a_claim_that_a_rest_day_might_save_is_not_late_without_the_unconfirmed_rule_being_named() -> None:
    facts = Facts(MappingProxyType({"certificate.issued_on": date(2023, 2, 1)}))
    for calendar, named in ((EMPTY, True), (None, False)):  # 2024-02-01 is a Thursday
        found = assess(BOOK, "skill_upgrade", facts, date(2024, 2, 2), rest_day_rule=False, calendar=calendar)
        assert next(line for line in found.criteria if line.id == "window").verdict is Verdict.NOT_MET
        assert ("skill_upgrade.rest_day_rule" in found.not_confirmed) is named


def test_the_default_calendar_is_used_when_none_is_given() -> None:
    issued, on = date(2022, 12, 31), date(2024, 1, 2)
    assert window(issued, on) == window(issued, on, calendar=default_calendar())
