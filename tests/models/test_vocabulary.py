"""The vocabulary holds every fact of the contract's three main programmes, in its own words."""

from __future__ import annotations

import re

import pytest

from models.errors import InputError
from models.rules.load import load_rulebook
from models.vocabulary import (
    IN_KIND,
    LEVEL_NAMES,
    LEVELS_ASCENDING,
    PROGRAMME_NAMES,
    ROW_FACTS,
    VOCABULARY,
    FactType,
    described,
    fact_key,
    level_name,
    level_rank,
    programme_name,
)

CONTRACT = {
    FactType.TEXT: "person.id_number certificate.number certificate.occupation training.occupation training.number",
    FactType.DATE: "person.birth_date certificate.issued_on training.started_on training.ended_on",
    FactType.INTEGER: "insurance.unemployment_months certificate.level training.level training.days_attended "
    "training.days_planned",
    FactType.CHOICE: "person.sex person.household work.status_at_certificate work.status_at_application "
    "certificate.kind certificate.verified training.kind",
    FactType.YES_NO: "person.urban_unemployed person.rural_labour person.low_income_farm_household person.veteran "
    "person.redeployed_worker person.disabled person.college_graduate person.vocational_graduate "
    "person.hard_to_employ person.integrity_listed person.public_payroll certificate.occupation_in_shortage "
    "certificate.higher_held certificate.occupation_matches_industry certificate.occupation_digital_or_green "
    "training.in_catalogue training.provider_listed training.free_training_approved training.completed",
}
CHOICES = {
    "person.sex": "m f",
    "person.household": "beijing_urban beijing_rural other",
    "work.status_at_certificate": "enterprise_employee unemployment_benefit other",
    "work.status_at_application": "enterprise_employee unemployment_benefit other",
    "certificate.kind": "vocational_qualification skill_level special_ability training_completion",
    "certificate.verified": "consistent inconsistent not_found",
    "training.kind": "skill entrepreneurship",
}


@pytest.mark.parametrize("kind", CONTRACT)
def test_every_key_of_the_contract_has_its_type(kind: FactType) -> None:
    for name in CONTRACT[kind].split():
        assert fact_key(name).type is kind, name


def test_the_choices_are_those_of_the_contract_with_chinese_names() -> None:
    for name, values in CHOICES.items():
        assert list(fact_key(name).choices) == values.split()
    for key in VOCABULARY.values():
        assert bool(key.choices) is (key.type is FactType.CHOICE)
        assert all(re.search(r"[\u4e00-\u9fff]", chinese) for chinese in key.choices.values())


def test_only_the_three_keys_of_the_contract_may_be_absent() -> None:
    nullable = {key.name for key in VOCABULARY.values() if key.nullable}
    assert nullable == {"certificate.level", "training.level", "training.occupation"}


def test_every_key_is_asked_for_in_chinese_and_names_its_proof() -> None:
    for name, key in {**VOCABULARY, **ROW_FACTS}.items():
        assert key.name == name
        assert re.search(r"[\u4e00-\u9fff]", key.label)
        assert key.question.endswith("？")
        assert key.proof


def test_every_question_has_a_label_of_its_own() -> None:
    labels = [key.label for key in (*VOCABULARY.values(), *ROW_FACTS.values())]
    assert sorted(labels) == sorted(set(labels))


def test_a_row_of_a_list_holds_facts_of_its_own_and_no_list() -> None:
    assert set(ROW_FACTS).isdisjoint(VOCABULARY)
    assert all(key.type is not FactType.LIST for key in ROW_FACTS.values())
    assert described("worker.hired_on").label == "入职日期"
    assert described("person.sex") is VOCABULARY["person.sex"]
    with pytest.raises(InputError):
        fact_key("worker.hired_on")


def test_every_fact_of_the_rulebook_is_in_the_vocabulary() -> None:
    for programme in load_rulebook().programmes.values():
        assert programme.facts <= set(VOCABULARY)


def test_a_key_outside_the_vocabulary_is_refused_by_name() -> None:
    with pytest.raises(InputError, match=r"certificate\.levle") as refusal:
        fact_key("certificate.levle")
    assert refusal.value.field == "certificate.levle"


def test_a_strange_key_is_shown_on_one_printable_line() -> None:
    with pytest.raises(InputError) as refusal:
        fact_key("a\nb\ud800" + "x" * 500)
    assert refusal.value.message.encode()
    assert "\n" not in refusal.value.message
    assert len(refusal.value.message) < 120


def test_levels_are_ordered_from_the_apprentice_to_the_chief_technician() -> None:
    assert sorted(LEVEL_NAMES, key=level_rank) == list(LEVELS_ASCENDING) == [0, 5, 4, 3, 2, 1, 7, 8]
    assert level_name(1) == "一级/高级技师"
    with pytest.raises(InputError, match="6"):
        level_name(6)


def test_the_fourteen_programmes_of_the_contract_have_names() -> None:
    assert len(PROGRAMME_NAMES) == 14
    assert programme_name("skill_upgrade") == "技能提升补贴"
    with pytest.raises(InputError, match="skil_upgrade"):
        programme_name("skil_upgrade")


def test_what_is_granted_in_kind_is_what_the_rulebook_decides_without_any_amount() -> None:
    decided = [rules for rules in load_rulebook().programmes.values() if rules.act == "decision"]
    assert {rules.id for rules in decided} >= IN_KIND
    for rules in decided:
        amounts = [rules.amount_of(version) for version in rules.versions]
        assert (rules.id in IN_KIND) is (amounts == [None] * len(amounts)), rules.id
