"""The evaluation against a second, plain writing of the contract's table, over everything the unknowns could be."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest
from builders.rule_oracle import APPLICATION, Person, plainly, possible, random_person
from builders.rule_version_choice import EVERY_CHOICE, NOT_IN_FORCE, books, outcome

from models.assessment import Assessment, Result
from models.facts import FactList, Facts
from models.rules.check import Severity, check
from models.rules.evaluate import assess

BOOKS = books()
PUSH, DRILL = 2_000, 20_000


def judged(person: Person) -> Assessment:
    return assess(BOOKS[person.by], person.programme, person.facts, person.on)


def outcomes(person: Person) -> set[int | None]:
    return {outcome(person.programme, person.by, facts, awards, person.on) for facts, awards in possible(person)}


def contradiction(person: Person) -> str | None:
    """What is wrong with the answer, if anything: never eligible or ineligible against a possible world."""
    found, worlds = judged(person), outcomes(person)
    if found.result is Result.NOT_IN_FORCE and worlds != {NOT_IN_FORCE}:
        return "not in force"
    if found.result is Result.ELIGIBLE and NOT_IN_FORCE in worlds:
        return "in force"
    if found.result is Result.ELIGIBLE and found.missing:
        # Entitled whatever the open facts are, and they decide how much.
        open_amount = found.amount_fen is None and None not in worlds and len(worlds) > 1
        return None if open_amount else "missing without need"
    if found.result is Result.ELIGIBLE and (None in worlds or (found.amount_fen or 0) // 100 not in worlds):
        return "eligible"
    if found.result is Result.ELIGIBLE and len(worlds) > 1:
        return "more than one amount"
    if found.result is Result.INELIGIBLE and worlds != {None}:
        return "ineligible"
    return "missing without need" if found.missing and found.result is not Result.CANNOT_TELL else None


def run_sound(programme: str, by: str, people: int) -> None:
    rng = random.Random(20181229)
    results = set()
    for number in range(people):
        person = random_person(rng, programme, by=by)
        assert contradiction(person) is None, (number, person)
        results.add(judged(person).result)
    assert results - {Result.NOT_IN_FORCE} == {Result.ELIGIBLE, Result.INELIGIBLE, Result.CANNOT_TELL}
    assert (Result.NOT_IN_FORCE in results) is (by != APPLICATION)


@pytest.mark.parametrize(("programme", "by"), EVERY_CHOICE)
def test_no_answer_contradicts_a_possible_world(programme: str, by: str) -> None:
    run_sound(programme, by, PUSH)


@pytest.mark.drill
@pytest.mark.parametrize(("programme", "by"), EVERY_CHOICE)
def test_no_answer_contradicts_a_possible_world_over_many_people(programme: str, by: str) -> None:
    run_sound(programme, by, DRILL)


@pytest.mark.parametrize(("programme", "by"), EVERY_CHOICE)
def test_with_everything_known_the_answer_is_exactly_the_table(programme: str, by: str) -> None:
    rng = random.Random(31)
    for number in range(PUSH):
        person = random_person(rng, programme, unknowns=0, by=by)
        awards = tuple(
            replace(
                award,
                occupation=award.occupation or "电工",
                level=4 if award.level is None else award.level,
                number=award.number or "P-1",
            )
            for award in person.facts.awards
        )
        known = replace(person, facts=Facts(person.facts.values, awards, awards_complete=True))
        found = judged(known)
        expected = outcome(programme, by, plainly(dict(known.facts.values)), list(awards), person.on)
        results = {None: Result.INELIGIBLE, NOT_IN_FORCE: Result.NOT_IN_FORCE}
        assert found.result is results.get(expected, Result.ELIGIBLE), (number, known)
        assert (found.amount_fen or 0) == max(expected or 0, 0) * 100, (number, known)


def test_the_allowance_uses_no_fact_twice_so_cannot_tell_always_has_two_outcomes() -> None:
    rng = random.Random(9)
    seen = 0
    for number in range(PUSH):
        person = random_person(rng, "living_allowance")
        if judged(person).result is Result.CANNOT_TELL:
            seen += 1
            assert outcomes(person) == {0, None}, (number, person)
    assert seen > 20


NO_FACT_TWICE = (
    *("family_guidance", "tuition_waiver", "student_grant", "studio_leader_allowance"),
    *("talent_introduction", "senior_title", "skill_award"),
)


@pytest.mark.parametrize("programme", NO_FACT_TWICE)
def test_where_no_fact_is_used_twice_cannot_tell_always_has_two_outcomes(programme: str) -> None:
    rng = random.Random(12)
    seen = 0
    for number in range(PUSH):
        person = random_person(rng, programme)
        if judged(person).result is Result.CANNOT_TELL:
            seen += 1
            assert outcomes(person) == {0, None}, (number, person)
    assert seen > 20


def test_the_lint_knows_no_fact_used_twice_in_those_programmes() -> None:
    twice = {finding.file for finding in check(today=date(2026, 11, 22)) if finding.severity is Severity.INFO}
    assert twice.isdisjoint(f"{programme}.toml" for programme in NO_FACT_TWICE)


def test_free_training_with_a_checked_register_cannot_tell_only_with_two_outcomes() -> None:
    rng = random.Random(10)
    seen = 0
    for number in range(PUSH * 2):
        person = random_person(rng, "free_training")
        silent = any(award.occupation is None or award.level is None for award in person.facts.awards)
        if silent or not person.facts.awards_complete or judged(person).result is not Result.CANNOT_TELL:
            continue
        seen += 1
        assert outcomes(person) == {0, None}, (number, person)
    assert seen > 20


@pytest.mark.parametrize(("programme", "by"), EVERY_CHOICE)
def test_filling_what_is_missing_always_settles_the_case(programme: str, by: str) -> None:
    """`missing` is enough: whatever the named facts turn out to be, asking again ends in a decision."""
    rng = random.Random(11)
    for number in range(PUSH):
        person = random_person(rng, programme, by=by)
        for _ in range(20):
            found = judged(person)
            if found.result is not Result.CANNOT_TELL:
                break
            assert found.missing, (number, person)
            person = answered(rng, person, found.missing[0])
        assert judged(person).result is not Result.CANNOT_TELL, (number, person)


def answered(rng: random.Random, person: Person, name: str) -> Person:
    """The person with one missing fact known (the register checked and its rows complete)."""
    facts = person.facts
    if name == "awards":
        awards = tuple(
            replace(
                award,
                occupation=award.occupation or "电工",
                level=4 if award.level is None else award.level,
                number=award.number or "P-1",
            )
            for award in facts.awards
        )
        return replace(person, facts=Facts(facts.values, awards, awards_complete=True))
    assert name not in facts.values or facts.values[name] == "not_found" or isinstance(facts.values[name], FactList)
    values = {**facts.values, name: rng.choice(person.domains[name])}
    return replace(person, facts=Facts(MappingProxyType(values), facts.awards, facts.awards_complete))
