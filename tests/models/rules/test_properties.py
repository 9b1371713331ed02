"""What must hold of every assessment, whoever the person is."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest
from builders.rule_mutants import shipped_sources
from builders.rule_oracle import APPLICATION, Person, award_lists, random_person
from builders.rule_scenarios import entry, walk
from builders.rule_version_choice import EVERY_CHOICE, books

from models.assessment import Assessment, Result, Verdict
from models.errors import InputError
from models.facts import Facts
from models.facts_file import facts_from_json
from models.rules.evaluate import assess, assess_all
from models.rules.load import build_rulebook

BOOKS = books(
    entry("living_allowance", "daily_rate", date(2018, 12, 29), value=2500),
    entry("living_allowance", "cap", date(2018, 12, 29), value=30000),
)
BOOK = BOOKS[APPLICATION]
PEOPLE = 400
OPEN = (Verdict.UNKNOWN, Verdict.JUDGEMENT)


def people(programme: str, seed: int, by: str = APPLICATION) -> Iterator[Person]:
    rng = random.Random(seed)
    for _ in range(PEOPLE):
        yield random_person(rng, programme, unknowns=5, by=by)


def judged(person: Person, facts: Facts | None = None) -> Assessment:
    return assess(BOOKS[person.by], person.programme, facts or person.facts, person.on)


def verdicts(found: Assessment) -> dict[str, Verdict]:
    return {line.id: line.verdict for line in walk(found.criteria)}


@pytest.mark.parametrize(("programme", "by"), EVERY_CHOICE)
def test_filling_an_unknown_never_turns_met_into_not_met_or_back(programme: str, by: str) -> None:
    for person in people(programme, 1, by):
        before = verdicts(judged(person))
        for name, domain in person.domains.items():
            if name in person.facts.values:
                continue
            for value in domain:
                facts = replace(person.facts, values=MappingProxyType({**person.facts.values, name: value}))
                for criterion, verdict in verdicts(judged(person, facts)).items():
                    assert before.get(criterion, verdict) in (*OPEN, verdict), (criterion, name, value)


@pytest.mark.parametrize(("programme", "by"), EVERY_CHOICE)
def test_checking_the_register_never_turns_met_into_not_met_or_back(programme: str, by: str) -> None:
    for person in people(programme, 2, by):
        before = verdicts(judged(person))
        for awards in award_lists(person):
            facts = Facts(person.facts.values, tuple(awards), awards_complete=True)
            for criterion, verdict in verdicts(judged(person, facts)).items():
                assert before[criterion] in (Verdict.UNKNOWN, verdict), (criterion, awards)


@pytest.mark.parametrize(("programme", "by"), EVERY_CHOICE)
def test_the_order_of_facts_and_awards_never_matters(programme: str, by: str) -> None:
    rng = random.Random(3)
    for person in people(programme, 3, by):
        values = list(person.facts.values.items())
        awards = list(person.facts.awards)
        rng.shuffle(values)
        rng.shuffle(awards)
        shuffled = Facts(MappingProxyType(dict(values)), tuple(awards), person.facts.awards_complete)
        one, other = judged(person), judged(person, shuffled)
        assert (one.result, one.missing, one.not_confirmed, one.amount_fen) == (
            other.result,
            other.missing,
            other.not_confirmed,
            other.amount_fen,
        )
        assert verdicts(one) == verdicts(other)


@pytest.mark.parametrize(("programme", "by"), EVERY_CHOICE)
def test_deleting_a_fact_never_raises_and_never_settles_anything(programme: str, by: str) -> None:
    for person in people(programme, 4, by):
        before = judged(person)
        for name in person.facts.values:
            values = {key: value for key, value in person.facts.values.items() if key != name}
            after = judged(person, replace(person.facts, values=MappingProxyType(values)))
            assert after.result in (before.result, Result.CANNOT_TELL)


@pytest.mark.parametrize(("programme", "by"), EVERY_CHOICE)
def test_the_steps_add_up_to_the_amount(programme: str, by: str) -> None:
    for person in people(programme, 5, by):
        facts = replace(person.facts, values=MappingProxyType({**person.facts.values, "training.days_attended": 17}))
        found = judged(person, facts)
        if found.amount_fen is None:
            assert found.amount_steps == ()
        else:
            assert found.result is Result.ELIGIBLE
            assert sum(step.fen for step in found.amount_steps) == found.amount_fen


@pytest.mark.parametrize(("programme", "by"), EVERY_CHOICE)
def test_the_result_follows_from_the_top_level_criteria_alone(programme: str, by: str) -> None:
    for person in people(programme, 6, by):
        found = judged(person)
        top = {line.verdict for line in found.criteria}
        if not top:
            assert found.result is Result.NOT_IN_FORCE
        elif Verdict.NOT_MET in top:
            assert found.result is Result.INELIGIBLE
        elif top & set(OPEN):
            assert found.result is Result.CANNOT_TELL
        else:
            assert found.result is Result.ELIGIBLE


@pytest.mark.parametrize(("programme", "by"), EVERY_CHOICE)
def test_a_receipt_survives_json_and_its_facts_give_the_same_answer_again(programme: str, by: str) -> None:
    for person in people(programme, 7, by):
        found = judged(person)
        text = json.dumps(found.to_json(), ensure_ascii=False)
        assert Assessment.from_json(json.loads(text)) == found
        assert judged(person, facts_from_json(json.loads(text)["facts"])) == found


@pytest.mark.parametrize(("programme", "by"), EVERY_CHOICE)
def test_every_line_explains_itself_in_one_chinese_sentence_with_its_clause(programme: str, by: str) -> None:
    for person in people(programme, 8, by):
        for line in walk(judged(person).criteria):
            assert line.sentence.endswith("。")
            assert "\n" not in line.sentence
            assert "执行" in line.sentence or "尚未录入" in line.sentence or "证书等级" in line.sentence
            assert line.clause.document
            assert line.clause.evidence


def test_unknown_verified_not_found_and_absent_are_three_different_things() -> None:
    on = date(2018, 6, 1)

    def level(facts: dict[str, object]) -> Verdict:
        return verdicts(assess(BOOK, "skill_upgrade", facts_from_json({"facts": facts}), on))["level_amount"]

    assert level({}) is Verdict.UNKNOWN
    assert level({"certificate.level": None}) is Verdict.NOT_MET
    with pytest.raises(InputError):
        level({"certificate.levle": 4})


def test_every_programme_at_once_gives_the_same_as_one_at_a_time() -> None:
    person = next(people("skill_upgrade", 9))
    assert assess_all(BOOK, person.facts, person.on) == tuple(
        assess(BOOK, programme, person.facts, person.on) for programme in BOOK.programmes
    )


def test_a_programme_without_rules_is_refused_by_name() -> None:
    alone = build_rulebook([shipped_sources()["skill_award"]])
    with pytest.raises(InputError, match="senior_title"):
        assess(alone, "senior_title", Facts(), date(2023, 6, 1))


def test_an_application_before_the_certificate_is_bad_input() -> None:
    facts = facts_from_json({"facts": {"certificate.issued_on": "2023-06-02"}})
    with pytest.raises(InputError, match=r"certificate\.issued_on"):
        assess(BOOK, "skill_upgrade", facts, date(2023, 6, 1))
    assert assess(BOOK, "skill_upgrade", facts, date(2023, 6, 2)).result is not Result.NOT_IN_FORCE


def test_a_verdict_is_no_truth_value() -> None:
    with pytest.raises(TypeError):
        bool(Verdict.MET)
