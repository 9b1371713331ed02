"""What a reviewer sees first, and the history of one field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from models.casework import deciding
from models.casework.case_history import fact_changes, field_history
from models.casework.doubles import AnswerGiven, answer_likeness
from models.casework.intake import record_facts, submit
from models.casework.likenesses import Likeness
from models.casework.people import correct_person
from models.casework.review_differences import review_differences
from models.errors import InputError
from models.likeness_answer import Answer
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau

MONTHS = "insurance.unemployment_months"


def test_a_routine_case_has_nothing_to_look_at(bureau: Bureau) -> None:
    found = review_differences(bureau["review"], bureau.accepted())
    assert (found.corrections, found.near_limits, found.likenesses, found.judgements) == ((), (), (), ())
    assert (found.failed, found.open_lines, found.earlier) == ((), (), ())
    assert found.routine == len(found.assessment.criteria) > 5
    assert (found.register_age_days, found.register_result) == (0, "查无已享受记录")


def test_a_fact_corrected_after_acceptance_shows_old_new_who_and_when(bureau: Bureau) -> None:
    number = bureau.accepted({**ELIGIBLE_UPGRADE, MONTHS: 25})
    deciding.return_case(bureau["review"], number, "月数请核对")
    record_facts(bureau["second intake"], number, {MONTHS: 26, "certificate.verified": "inconsistent"})
    record_facts(
        bureau["intake"], number, {"certificate.verified": "consistent", "work.status_at_certificate": "other"}
    )
    record_facts(bureau["intake"], number, {}, forget=["certificate.higher_held"])
    submit(bureau["intake"], number)
    found = {one.key: one for one in review_differences(bureau["review"], number).corrections}
    assert set(found) == {MONTHS, "work.status_at_certificate", "certificate.higher_held"}
    assert (found[MONTHS].old, found[MONTHS].new, found[MONTHS].by) == ("25个月", "26个月", "second intake")
    assert found["certificate.higher_held"].new == "未知"
    assert found["work.status_at_certificate"].old == "企业在职职工"


def test_a_fact_that_came_after_acceptance_was_unknown_before(bureau: Bureau) -> None:
    known = {key: value for key, value in ELIGIBLE_UPGRADE.items() if key != MONTHS}
    number = bureau.accepted(known)
    deciding.return_case(bureau["review"], number, "请补月数")
    record_facts(bureau["intake"], number, {MONTHS: 26})
    (found,) = review_differences(bureau["review"], number).corrections
    assert (found.old, found.new) == ("未知", "26个月")


def test_a_number_at_its_limit_and_a_date_near_its_end_are_named(bureau: Bureau) -> None:
    facts = {**ELIGIBLE_UPGRADE, MONTHS: 12, "certificate.issued_on": "2024-06-10"}
    found = review_differences(bureau["review"], bureau.accepted(facts))
    near = {one.criterion: one for one in found.near_limits}
    assert (near["window"].limit, near["window"].days_left) == ("2025-06-10", 7)
    (months,) = (one for name, one in near.items() if name != "window")
    assert (months.limit, months.value, months.days_left) == ("12个月", "12个月", None)
    assert found.routine == len(found.assessment.criteria) - 2


@pytest.mark.parametrize(("issued", "near"), [("2024-06-18", True), ("2024-06-19", False)])
def test_fifteen_days_are_near(bureau: Bureau, issued: str, near: bool) -> None:
    number = bureau.accepted({**ELIGIBLE_UPGRADE, "certificate.issued_on": issued})
    found = review_differences(bureau["review"], number).near_limits
    assert bool(found) is near


def test_the_register_check_ages_and_matches_with_others_show(bureau: Bureau) -> None:
    other = bureau.person(2, bank_card=bureau.person(1).bank_card)
    answer_likeness(bureau["intake"], other.id, AnswerGiven(Likeness.CARD, 1, Answer.DIFFERENT, "银行卡已核对"))
    number = bureau.accepted(person=other)
    bureau.moment += timedelta(days=4)
    found = review_differences(bureau["review"], number)
    assert found.register_age_days == 4
    (hint,) = found.likenesses
    assert hint.answer is not None
    assert (hint.kind, hint.answer.note, hint.answered_by) == (Likeness.CARD, "银行卡已核对", "intake")


def test_earlier_decisions_of_the_same_person_stand_beside(bureau: Bureau) -> None:
    person = bureau.person(1)
    bureau.decide(bureau.reviewed(person=person))
    number = bureau.accepted(person=person)
    found = review_differences(bureau["review"], number)
    assert [one.case_number for one in found.earlier] == ["2025-00001"]
    assert {line.id for line in found.failed} >= {"once_per_level"}


def test_a_field_tells_how_it_came_to_its_value(bureau: Bureau) -> None:
    case = bureau.open({**ELIGIBLE_UPGRADE, MONTHS: 25})
    record_facts(bureau["second intake"], case.number, {MONTHS: 26})
    record_facts(bureau["second intake"], case.number, {"certificate.level": 5})
    record_facts(bureau["intake"], case.number, {}, forget=[MONTHS])
    found = field_history(bureau["review"], case.number, MONTHS)
    assert [(one.shown, one.by) for one in found] == [
        ("25个月", "intake"),
        ("26个月", "second intake"),
        ("未知", "intake"),
    ]
    assert [one.known for one in found] == [True, True, False]
    assert [one.at for one in found] == sorted(one.at for one in found)
    assert field_history(bureau["review"], case.number, "training.number") == ()
    with pytest.raises(InputError):
        field_history(bureau["review"], case.number, "no.such")


def test_every_change_of_a_case_stands_in_one_list_by_its_moment(bureau: Bureau) -> None:
    case = bureau.open({**ELIGIBLE_UPGRADE, MONTHS: 25})
    record_facts(bureau["second intake"], case.number, {MONTHS: 26, "certificate.level": 5})
    found = fact_changes(bureau["review"], case.number)
    keys = {change.key for change in found}
    assert keys >= {*ELIGIBLE_UPGRADE, MONTHS}
    assert not keys & {"person.id_number", "person.birth_date", "person.sex"}
    assert {(change.key, change.entry.by) for change in found[-2:]} == {
        ("certificate.level", "second intake"),
        (MONTHS, "second intake"),
    }


def test_an_id_number_stays_masked_in_its_history(bureau: Bureau) -> None:
    person = bureau.person(1)
    case = bureau.open(person=person)
    correct_person(bureau["intake"], replace(person, phone="13911112222"))
    (found,) = field_history(bureau["review"], case.number, "person.id_number")
    assert found.shown == f"{person.id_number[:6]}********{person.id_number[-4:]}"


def test_yes_is_not_one_in_a_history(bureau: Bureau) -> None:
    case = bureau.open({**ELIGIBLE_UPGRADE, "training.days_attended": 1, "certificate.occupation_in_shortage": True})
    (found,) = field_history(bureau["review"], case.number, "certificate.occupation_in_shortage")
    assert (found.value, found.shown) == (True, "是")
    assert date(2025, 6, 3) == found.at.date()
