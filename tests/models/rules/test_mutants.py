"""A changed limit, date, amount or comparison never goes unnoticed."""

from __future__ import annotations

import pytest
from builders import rule_scenarios
from builders.rule_mutants import Mutant, mutants, shipped_sources
from builders.rule_scenarios import Scenario

from models.errors import InputError, RulebookError
from models.rules.load import build_rulebook
from models.rules.rulebook import RuleBook

PROGRAMMES = tuple(shipped_sources())


def notices(scenarios: list[Scenario], expected_within: object, mutant: Mutant) -> bool:
    """Whether the change is refused at load or makes a scenario fail."""
    try:
        book = build_rulebook([mutant.source])
    except RulebookError:
        return True
    if within(book, mutant.programme) != expected_within:
        return True
    for scenario in scenarios:
        try:
            if rule_scenarios.problems(scenario, scenario.run(book)):
                return True
        except InputError:
            return True
    return False


def within(book: RuleBook, programme: str) -> object:
    found = book.programmes[programme].decide_within
    return None if found is None else (found.working_days, found.since)


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_a_change_of_one_unit_in_the_rulebook_makes_a_scenario_fail(programme: str) -> None:
    scenarios, file = rule_scenarios.load(programme)
    expected = file.get("decide_within")
    decide_within = (expected["working_days"], expected["from"]) if expected else None
    changed = list(mutants(programme))
    survivors = [mutant.place for mutant in changed if not notices(scenarios, decide_within, mutant)]
    assert len(changed) > 10
    assert survivors == []


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_the_unchanged_rulebook_is_not_taken_for_a_changed_one(programme: str) -> None:
    scenarios, file = rule_scenarios.load(programme)
    expected = file.get("decide_within")
    decide_within = (expected["working_days"], expected["from"]) if expected else None
    assert not notices(scenarios, decide_within, Mutant(programme, "nothing", shipped_sources()[programme]))
