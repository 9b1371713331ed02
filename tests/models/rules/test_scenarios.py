"""Every scenario file against the shipped rulebook, and whether the files leave anything untried."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from builders import rule_scenarios
from builders.rule_scenarios import Scenario, walk

from models.rules.load import load_rulebook
from models.rules.load import walk as walk_criteria
from models.rules.schema import Programme, Row, Version

BOOK = load_rulebook()
PROGRAMMES = tuple(BOOK.programmes)
DAY = timedelta(days=1)


def all_scenarios() -> Iterator[Scenario]:
    for programme in PROGRAMMES:
        yield from rule_scenarios.load(programme)[0]


@pytest.mark.parametrize(
    "scenario", [pytest.param(each, id=f"{each.programme}: {each.name}") for each in all_scenarios()]
)
def test_a_scenario_ends_as_written(scenario: Scenario) -> None:
    assert rule_scenarios.problems(scenario, scenario.run(BOOK)) == []


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_scenario_names_are_unique(programme: str) -> None:
    names = [scenario.name for scenario in rule_scenarios.load(programme)[0]]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_criterion_is_met_failed_and_unknown_in_some_scenario(programme: str) -> None:
    seen: dict[str, set[str]] = {
        criterion.id: set() for criterion in walk_criteria(BOOK.programmes[programme].criteria)
    }
    for scenario in rule_scenarios.load(programme)[0]:
        for line in walk(scenario.run(BOOK).criteria):
            seen[line.id].add(line.verdict.value)
    lacking = {name: {"met", "not_met", "unknown"} - verdicts for name, verdicts in seen.items()}
    assert {name: verdicts for name, verdicts in lacking.items() if verdicts} == {}


def turning_days(programme: Programme) -> Iterator[date]:
    """The day before, the day and the last day of every version and dated row."""
    periods: list[Version | Row] = [
        *programme.versions,
        *(row for item in programme.items.values() for row in item.rows),
    ]
    for period in periods:
        yield period.start - DAY
        yield period.start
        if period.end is not None:
            yield period.end
    for clause in programme.clauses.values():
        if clause.published is not None:
            yield clause.published - DAY
            yield clause.published


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_dated_value_is_tried_the_day_before_the_day_and_the_last_day(programme: str) -> None:
    tried = {scenario.on for scenario in rule_scenarios.load(programme)[0]}
    assert sorted(set(turning_days(BOOK.programmes[programme])) - tried) == []


def test_the_period_for_the_decision_is_that_of_the_handling_rules() -> None:
    expected = rule_scenarios.load("skill_upgrade")[1]["decide_within"]
    found = BOOK.programmes["skill_upgrade"].decide_within
    assert found is not None
    assert found.working_days == expected["working_days"]
    assert found.since == expected["from"]
    assert found.clause.document == expected["document"]


def test_no_period_is_claimed_where_no_law_was_found() -> None:
    assert BOOK.programmes["free_training"].decide_within is None
    assert BOOK.programmes["living_allowance"].decide_within is None
