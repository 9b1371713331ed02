"""A changed limit, date, amount or comparison never goes unnoticed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from builders import rule_scenarios
from builders.rule_mutants import Mutant, mutants, shipped_sets, shipped_sources
from builders.rule_scenarios import Scenario

from models.errors import InputError, RulebookError
from models.rules.load import build_rulebook
from models.rules.rulebook import RuleBook
from models.rules.source import Source

PROGRAMMES = tuple(shipped_sources())


def notices(scenarios: list[Scenario], metadata_expected: object, mutant: Mutant) -> bool:
    """Whether the change is refused at load or makes a scenario fail."""
    try:
        book = build_rulebook(sources(mutant, scenarios[0].programme))
    except RulebookError:
        return True
    if metadata(book, scenarios[0].programme) != metadata_expected:
        return True
    for scenario in scenarios:
        try:
            if rule_scenarios.problems(scenario, scenario.run(book)):
                return True
        except InputError:
            return True
    return False


def sources(mutant: Mutant, programme: str) -> list[Source]:
    """The changed file with the others that it needs, or that need it."""
    if "set" in mutant.source.data:
        others = [other for other in shipped_sets() if other.data["set"]["id"] != mutant.programme]
        return [mutant.source, shipped_sources()[programme], *others]
    return [mutant.source, *shipped_sets()]


def metadata(book: RuleBook, programme: str) -> object:
    """What no verdict shows: the period for the decision, and which clauses are national texts."""
    rules = book.programmes[programme]
    within = None if rules.decide_within is None else (rules.decide_within.working_days, rules.decide_within.since)
    return within, sorted(clause.id for clause in rules.clauses.values() if clause.national)


def expected_metadata(file: Mapping[str, Any]) -> object:
    within = file.get("decide_within")
    return (within["working_days"], within["from"]) if within else None, file.get("national_clauses", [])


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_a_change_of_one_unit_in_the_rulebook_makes_a_scenario_fail(programme: str) -> None:
    scenarios, file = rule_scenarios.load(programme)
    expected = expected_metadata(file)
    changed = list(mutants(programme))
    survivors = [mutant.place for mutant in changed if not notices(scenarios, expected, mutant)]
    assert len(changed) > 5
    assert survivors == []


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_the_unchanged_rulebook_is_not_taken_for_a_changed_one(programme: str) -> None:
    scenarios, file = rule_scenarios.load(programme)
    assert not notices(scenarios, expected_metadata(file), Mutant(programme, "nothing", shipped_sources()[programme]))
