"""Which of an application's dates each condition is judged by: moving any other date never changes its verdict.

A condition declares its dates by what it names: a fact that is a date, and the application date where its kind counts
from it. The version and its rows are selected by the application date (`version_by`); the day of the decision is only
for texts that should have been read again.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

import pytest
from builders.rule_oracle import ORACLES, random_person

from models.assessment import Verdict
from models.errors import InputError
from models.facts import Facts
from models.rules.evaluate import Answer, answer, turning_days
from models.rules.kinds import facts_named
from models.rules.load import load_rulebook
from models.rules.schema import Criterion, Programme
from models.vocabulary import FactType, described

BOOK = load_rulebook()
APPLICATION = "application"
PEOPLE = 60
_WITHOUT_OWN_DAY = frozenset({"age", "before_retirement"})


def declared(criterion: Criterion, rules: Programme) -> frozenset[str]:
    """The dates a condition names, with those of its parts."""
    params = criterion.params
    dates = {name for name in facts_named(params, rules.items) if described(name).type is FactType.DATE}
    by_year = params.get("period") == "calendar_year"
    without_day = criterion.kind in _WITHOUT_OWN_DAY and params["judged_by"] is None
    if criterion.kind == "date_within" or by_year or without_day:
        dates.add(APPLICATION)
    return frozenset(dates).union(*(declared(child, rules) for child in criterion.children))


def verdicts(programme: str, facts: Facts, on: date) -> tuple[Answer, dict[str, Verdict]]:
    found = answer(BOOK, programme, facts, on)
    return found, found.verdicts()


def moved_facts(rng: random.Random, facts: Facts) -> Iterator[tuple[str, Facts]]:
    """The facts with one date moved, by little or by years."""
    for name, value in facts.values.items():
        if isinstance(value, date):
            for days in (rng.choice((-1, 1)), rng.randint(-1200, 1200)):
                values = {**facts.values, name: value + timedelta(days=days)}
                yield name, replace(facts, values=MappingProxyType(values))


def days_of_the_same_rules(rng: random.Random, rules: Programme, on: date) -> Iterator[date]:
    """Other application days between the same two changes of the programme."""
    turns = sorted(turning_days(rules))
    first = max([day for day in turns if day <= on], default=on)
    last = min([day - timedelta(days=1) for day in turns if day > on], default=on + timedelta(days=700))
    for _ in range(3):
        yield first + timedelta(days=rng.randint(0, (last - first).days))


def moves(programme: str) -> Iterator[tuple[str, Answer, dict[str, Verdict], Answer, dict[str, Verdict]]]:
    """Which date was moved, and the answers before and after."""
    rng = random.Random(programme)
    rules = BOOK.programmes[programme]
    for _ in range(PEOPLE):
        person = random_person(rng, programme, unknowns=1)
        try:
            before = verdicts(programme, person.facts, person.on)
        except InputError:
            continue
        others = [(name, facts, person.on) for name, facts in moved_facts(rng, person.facts)]
        others += [(APPLICATION, person.facts, day) for day in days_of_the_same_rules(rng, rules, person.on)]
        for name, facts, on in others:
            try:
                yield name, *before, *verdicts(programme, facts, on)
            except InputError:  # a certificate issued after the application
                continue


def changed_by_another_date(programme: str, without: frozenset[str] = frozenset()) -> set[str]:
    """Conditions whose verdict a date changed that they do not declare; `without` is taken from what they declare."""
    rules = BOOK.programmes[programme]
    criteria = {each.id: declared(each, rules) - without for each in rules.criteria}
    return {
        criterion
        for name, _, before, _, after in moves(programme)
        for criterion, verdict in before.items()
        if name not in criteria[criterion] and after[criterion] is not verdict
    }


@pytest.mark.parametrize("programme", tuple(ORACLES))
def test_only_the_dates_a_condition_declares_change_its_verdict(programme: str) -> None:
    assert changed_by_another_date(programme) == set()


def test_a_condition_that_did_not_declare_its_date_would_be_found() -> None:
    assert "window" in changed_by_another_date("skill_upgrade", frozenset({APPLICATION}))
    assert "window" in changed_by_another_date("skill_upgrade", frozenset({"certificate.issued_on"}))


@pytest.mark.parametrize("programme", tuple(ORACLES))
def test_no_date_but_that_of_the_application_selects_the_version(programme: str) -> None:
    assert BOOK.programmes[programme].version_by == APPLICATION
    for name, before, _, after, _ in moves(programme):
        assert name == APPLICATION or before.plan is after.plan


@pytest.mark.parametrize("programme", tuple(ORACLES))
def test_the_day_of_the_decision_changes_nothing_but_the_reminders(programme: str) -> None:
    rng = random.Random(programme)
    for _ in range(PEOPLE // 4):
        person = random_person(rng, programme, unknowns=1)
        try:
            plain = answer(BOOK, programme, person.facts, person.on).explained()
        except InputError:
            continue
        for years in (0, 20):
            today = date(person.on.year + years, 12, 31)
            later = answer(BOOK, programme, person.facts, person.on, today=today).explained()
            assert replace(later, reviews=()) == plain
