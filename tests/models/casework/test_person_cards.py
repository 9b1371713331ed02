"""A person at a glance."""

from __future__ import annotations

from models.assessment import Result
from models.casework.person_cards import person_card
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau

AWARD = {"programme": "skill_upgrade", "on": "2023-02-01", "occupation": "焊工", "level": 5}


def test_the_card_shows_cases_letters_decisions_and_awards(bureau: Bureau) -> None:
    person = bureau.person(1)
    decided = bureau.decide(bureau.reviewed(person=person))
    other = {**ELIGIBLE_UPGRADE, "certificate.occupation": "茶艺师"}
    pending = bureau.accepted(other, person=person, awards=(AWARD,))
    card = person_card(bureau["intake"], person.id)
    assert [case.number for case in card.open_cases] == [pending]
    assert [case.case_id for case in card.closed_cases] == [decided.case_id]
    assert [letter.number for letter in card.letters][:2] == ["东人社受〔2025〕2号", decided.number]
    assert [decision.amount_fen for decision in card.decisions] == [150_000]
    assert [(one.award.occupation, one.case_number) for one in card.awards] == [("电工", "2025-00001"), ("焊工", None)]
    assert any("1 件申请在办" in warning for warning in card.warnings)


def test_an_award_of_ours_that_the_register_shows_too_happened_once(bureau: Bureau) -> None:
    person = bureau.person(1)
    bureau.decide(bureau.reviewed(person=person))
    seen = {"programme": "skill_upgrade", "on": "2025-06-03", "occupation": "电工", "level": 4}
    seen["number"] = ELIGIBLE_UPGRADE["certificate.number"]
    bureau.accepted({**ELIGIBLE_UPGRADE, "certificate.occupation": "茶艺师"}, person=person, awards=(seen,))
    assert len(person_card(bureau["intake"], person.id).awards) == 1


def test_the_integrity_list_is_a_hint_until_it_is_known(bureau: Bureau) -> None:
    person = bureau.person(1)
    assert any("尚未查询" in warning for warning in person_card(bureau["intake"], person.id).warnings)
    bureau.open({**ELIGIBLE_UPGRADE, "person.integrity_listed": True}, person=person)
    assert any("有记录" in warning for warning in person_card(bureau["intake"], person.id).warnings)


def test_a_person_without_a_case_still_shows_what_they_may_get(bureau: Bureau) -> None:
    card = person_card(bureau["intake"], bureau.person(1).id)
    assert {one.programme for one in card.others} >= {"free_training", "skill_upgrade"}
    assert {one.result for one in card.others} <= {Result.CANNOT_TELL, Result.NOT_IN_FORCE, Result.INELIGIBLE}
    assert (card.letters, card.awards, card.open_cases) == ((), (), ())
