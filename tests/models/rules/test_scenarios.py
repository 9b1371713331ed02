"""Every scenario file against the shipped rulebook, and whether the files leave anything untried."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from builders import rule_scenarios
from builders.rule_mutants import shipped_sets
from builders.rule_scenarios import Scenario, walk

from models.assessment import Clause, Verdict
from models.rules.load import load_rulebook
from models.rules.load import walk as walk_criteria
from models.rules.schema import ItemType, Programme, Row, Version

BOOK = load_rulebook()
PROGRAMMES = tuple(BOOK.programmes)
SETS = tuple(source.data["set"]["id"] for source in shipped_sets())
FILES = (*PROGRAMMES, *SETS)
JUDGEMENTS = {"met", "not_met", "judgement"}
VERDICTS = {"met", "not_met", "unknown"}
DAY = timedelta(days=1)


def all_scenarios() -> Iterator[Scenario]:
    for name in FILES:
        yield from rule_scenarios.load(name)[0]


def belongs(name: str, file: str) -> bool:
    """Whether a criterion or item is told by a file: those of a status set by the set's own."""
    return name.startswith(f"{file}_") if file in SETS else not name.startswith(tuple(f"{each}_" for each in SETS))


@pytest.mark.parametrize(
    "scenario", [pytest.param(each, id=f"{each.programme}: {each.name}") for each in all_scenarios()]
)
def test_a_scenario_ends_as_written(scenario: Scenario) -> None:
    assert rule_scenarios.problems(scenario, scenario.run(BOOK)) == []


@pytest.mark.parametrize("file", FILES)
def test_scenario_names_are_unique(file: str) -> None:
    names = [scenario.name for scenario in rule_scenarios.load(file)[0]]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("file", FILES)
def test_every_criterion_is_met_failed_and_unknown_in_some_scenario(file: str) -> None:
    scenarios = rule_scenarios.load(file)[0]
    criteria = list(walk_criteria(BOOK.programmes[scenarios[0].programme].criteria))
    parts_of_rows = {each.id: each.children for each in criteria if each.kind == "each"}
    wanted = {each.id: JUDGEMENTS if each.kind == "judgement" else VERDICTS for each in criteria}
    for scenario in scenarios:
        for line in walk(scenario.run(BOOK).criteria):
            if line.id in wanted:  # the rows of a list have lines of their own
                wanted[line.id] = wanted[line.id] - {line.verdict.value}
            if line.verdict is Verdict.MET:  # rows that meet every part are counted, not shown
                for part in parts_of_rows.get(line.id, ()):
                    wanted[part.id] = wanted[part.id] - {"met"}
    assert {name: verdicts for name, verdicts in wanted.items() if verdicts and belongs(name, file)} == {}


def turning_days(programme: Programme, file: str) -> Iterator[date]:
    """The day before, the day and the last day of every version and dated row."""
    periods: list[Version | Row] = [
        *(programme.versions if file not in SETS else ()),
        *(row for item in programme.items.values() if belongs(item.name, file) for row in item.rows),
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


@pytest.mark.parametrize("file", FILES)
def test_every_dated_value_is_tried_the_day_before_the_day_and_the_last_day(file: str) -> None:
    scenarios = rule_scenarios.load(file)[0]
    tried = {scenario.on for scenario in scenarios}
    assert sorted(set(turning_days(BOOK.programmes[scenarios[0].programme], file)) - tried) == []


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_clause_is_reached_by_some_scenario(programme: str) -> None:
    """Each clause of the file is cited by a line, a warning or a step, or is the ground of the whole programme."""
    rules = BOOK.programmes[programme]
    reached = {rules.basis.document + rules.basis.article + rules.basis.text}
    reached |= {
        version.source.clause.document + version.source.clause.article for version in rules.versions if version.source
    }
    files = [name for name in FILES if rule_scenarios.load(name)[0][0].programme == programme]
    if any(criterion.kind == "status" for criterion in walk_criteria(rules.criteria)):
        files += [name for name in SETS if name not in files]
    for name in files:
        for scenario in rule_scenarios.load(name)[0]:
            found = scenario.run(BOOK)
            clauses = [line.clause for line in walk(found.criteria)] + [each.clause for each in found.warnings]
            reached |= {each.document + each.article + each.text for each in clauses}
            reached |= {step.clause for step in found.amount_steps}
    within = {rules.decide_within.clause.document} if rules.decide_within else set()
    unreached = [
        each.id
        for each in rules.clauses.values()
        if each.clause.document not in within and not _is_reached(each.clause, reached, rules)
    ]
    assert unreached == []


def _is_reached(clause: Clause, reached: set[str], rules: Programme) -> bool:
    whole = clause.document + clause.article + clause.text
    if whole in reached:
        return True
    of_values = [item for item in rules.items.values() if item.type in (ItemType.FEN, ItemType.YES_NO, ItemType.COUNT)]
    named = any(row.source.clause == clause for item in of_values for row in item.rows)
    return named or clause.document + clause.article in reached


def test_the_period_for_the_decision_is_that_of_the_handling_rules() -> None:
    expected = rule_scenarios.load("skill_upgrade")[1]["decide_within"]
    found = BOOK.programmes["skill_upgrade"].decide_within
    assert found is not None
    assert found.working_days == expected["working_days"]
    assert found.since == expected["from"]
    assert found.clause.document == expected["document"]


def test_no_period_is_claimed_where_no_law_was_found() -> None:
    found = [name for name, rules in BOOK.programmes.items() if rules.decide_within is not None]
    assert found == ["skill_upgrade"]
