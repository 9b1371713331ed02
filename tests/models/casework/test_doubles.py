"""The same person at two windows, the same claim twice, another person's certificate or card."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models.case import Act, State
from models.casework import deciding, intake
from models.casework.doubles import AnswerGiven, answer_likeness
from models.casework.likenesses import Likeness, LikenessHint, likenesses
from models.casework.review_differences import review_differences
from models.casework.taking_in import Application, take_in
from models.errors import InputError, Refused
from models.letter import LetterKind
from models.likeness_answer import Answer
from models.person import Person
from reports.issue import render
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau
from tests.builders.people import make_id, make_person

_NUMBER = ELIGIBLE_UPGRADE["certificate.number"]


def _twin_of(person: Person) -> Person:
    """The same person as another window mistyped the number."""
    mistyped = make_id("110102", person.birth_date, 78)
    return replace(make_person(2), id=0, name=person.name, id_number=mistyped, birth_date=person.birth_date)


def _kinds(hints: tuple[LikenessHint, ...]) -> list[Likeness]:
    return [hint.kind for hint in hints if not hint.settled]


def test_given_the_same_person_at_two_windows_when_told_apart_or_left_then_that_is_remembered_and_signed(
    bureau: Bureau,
) -> None:
    known = bureau.person(1)
    typed = _twin_of(known)
    assert _kinds(likenesses(bureau["second intake"], typed)) == [Likeness.NAMESAKE]
    later = AnswerGiven(Likeness.NAMESAKE, known.id, Answer.LATER)
    facts = {**ELIGIBLE_UPGRADE, "certificate.number": "S000111000001225400099"}
    application = Application(typed, "skill_upgrade", date(2025, 6, 3), facts, answers=(later,))
    taken = take_in(bureau["second intake"], application, render).value
    (hint,) = review_differences(bureau["review"], taken.case.number).likenesses
    assert hint.answer is not None
    assert (hint.answer.answer, hint.answered_by) == (Answer.LATER, "second intake")
    answer_likeness(bureau["intake"], taken.person.id, AnswerGiven(Likeness.NAMESAKE, known.id, Answer.DIFFERENT))
    assert _kinds(likenesses(bureau["intake"], known)) == []
    assert review_differences(bureau["review"], taken.case.number).likenesses == ()


def test_an_answer_about_one_reason_leaves_another_reason_open(bureau: Bureau) -> None:
    known = bureau.person(1)
    other = bureau.person(2, phone=known.phone)
    answer_likeness(bureau["intake"], other.id, AnswerGiven(Likeness.PHONE, known.id, Answer.DIFFERENT))
    changed = replace(other, bank_card=known.bank_card)
    assert _kinds(likenesses(bureau["intake"], changed)) == [Likeness.CARD]


def test_given_a_certificate_of_another_person_when_accepting_then_it_is_refused_and_says_whose_and_what_to_do(
    bureau: Bureau,
) -> None:
    first = bureau.accepted(person=bureau.person(1))
    case = bureau.open(person=bureau.person(2))
    intake.record_facts(bureau["intake"], case.number, {"certificate.number": _NUMBER})
    with pytest.raises(Refused, match="对照证书原件") as refused:
        intake.accept(bureau["intake"], case.number, render)
    assert first in refused.value.message
    assert make_person(1).id_number not in refused.value.message
    deciding.return_case(bureau["review"], first, "证书编号录错")
    intake.withdraw(bureau["intake"], first, "申请人要求撤回", render)
    intake.accept(bureau["intake"], case.number, render)


def test_given_a_card_of_another_person_when_accepting_then_a_note_is_asked_and_the_reviewer_reads_it(
    bureau: Bureau,
) -> None:
    known = bureau.person(1)
    case = bureau.open(person=bureau.person(2, bank_card=known.bank_card))
    with pytest.raises(InputError, match="写明情况"):
        intake.accept(bureau["intake"], case.number, render)
    with pytest.raises(InputError, match="写明情况"):
        answer_likeness(bureau["intake"], case.person_id, AnswerGiven(Likeness.CARD, 1, Answer.DIFFERENT))
    answer_likeness(
        bureau["intake"], case.person_id, AnswerGiven(Likeness.CARD, 1, Answer.DIFFERENT, "卡已核对，为本人所有")
    )
    intake.accept(bureau["intake"], case.number, render)
    (hint,) = review_differences(bureau["review"], case.number).likenesses
    assert hint.answer is not None
    assert hint.answer.note == "卡已核对，为本人所有"


def test_given_two_claims_of_one_occupation_and_level_pending_at_once_then_both_show_and_only_one_is_granted(
    bureau: Bureau,
) -> None:
    person = bureau.person(1)
    first = bureau.accepted(person=person)
    second = bureau.accepted({**ELIGIBLE_UPGRADE, "certificate.issued_on": "2025-03-04"}, person=person)
    (hint,) = review_differences(bureau["review"], second).likenesses
    assert (hint.kind, hint.case_number) == (Likeness.PENDING, first)
    assert "职业（工种）和等级都相同" in hint.sentence
    for number in (first, second):
        deciding.review(bureau["review"], number)
    bureau.decide(first)
    with pytest.raises(Refused, match="结论与复核时不同"):
        bureau.decide(second)


def test_the_same_training_number_and_another_course_at_the_same_time_are_named(bureau: Bureau) -> None:
    person = bureau.person(1)
    course = {"training.number": "X1", "training.started_on": "2025-03-01", "training.ended_on": "2025-03-20"}
    bureau.open(course, person=person, programme="free_training")
    again = {**course, "training.started_on": "2025-03-02"}
    assert Likeness.TRAINING in _kinds(likenesses(bureau["intake"], person, again))
    elsewhere = {**course, "training.number": "Y2", "training.ended_on": "2025-03-10"}
    assert Likeness.COURSE in _kinds(likenesses(bureau["intake"], person, elsewhere))
    after = {"training.number": "Y2", "training.started_on": "2025-04-01", "training.ended_on": "2025-04-20"}
    assert _kinds(likenesses(bureau["intake"], person, after)) == [Likeness.PENDING]


def test_given_a_certificate_that_came_into_anothers_case_since_when_signing_then_the_case_goes_back_with_why(
    bureau: Bureau,
) -> None:
    first, second = bureau.reviewed(person=bureau.person(1)), bureau.accepted(person=bureau.person(2))
    deciding.return_case(bureau["review"], second, "证书编号请核对")
    intake.record_facts(bureau["intake"], second, {"certificate.number": _NUMBER})
    intake.submit(bureau["intake"], second)

    with pytest.raises(Refused, match="已退回复核") as refused:
        bureau.decide(first)
    assert f"证书编号已用于{make_person(2).name}" in refused.value.message
    assert second in refused.value.message
    assert make_person(2).id_number not in refused.value.message
    assert bureau.state(first) is State.FOR_REVIEW
    with bureau["sign"].store.reading() as rows:
        told = rows.acts(rows.case_numbered(first).id)[-1]
    assert (told.act, told.reason.startswith("签发时证书编号已用于")) == (Act.RETURNED, True)
    for number in (first, second):
        with pytest.raises(Refused, match="不能复核通过"):
            deciding.review(bureau["review"], number)

    deciding.return_case(bureau["review"], second, "编号录错")
    intake.record_facts(bureau["intake"], second, {"certificate.number": "S000111000001225400077"})
    intake.submit(bureau["intake"], second)
    for number in (first, second):
        deciding.review(bureau["review"], number)
        bureau.decide(number)


def test_given_an_account_that_another_registered_since_when_signing_then_it_waits_for_a_note(bureau: Bureau) -> None:
    known = bureau.person(1)
    number = bureau.reviewed(person=known)
    other = bureau.person(2, bank_card=known.bank_card)
    with pytest.raises(Refused, match=r"收款卡号与.*登记的相同.*已退回复核"):
        bureau.decide(number)
    with pytest.raises(Refused, match="写明情况"):
        deciding.review(bureau["review"], number)
    answer_likeness(
        bureau["intake"], known.id, AnswerGiven(Likeness.CARD, other.id, Answer.DIFFERENT, "对方登记有误，已核对")
    )
    deciding.review(bureau["review"], number)
    bureau.decide(number)


def test_a_refusal_is_signed_whoever_else_has_the_certificate(bureau: Bureau) -> None:
    short = {**ELIGIBLE_UPGRADE, "insurance.unemployment_months": 3}
    first, second = bureau.reviewed(short, person=bureau.person(1)), bureau.accepted(person=bureau.person(2))
    deciding.return_case(bureau["review"], second, "证书编号请核对")
    intake.record_facts(bureau["intake"], second, {"certificate.number": _NUMBER})
    intake.submit(bureau["intake"], second)
    assert bureau.decide(first).kind is LetterKind.REFUSAL
    deciding.review(bureau["review"], second)  # a refused claim holds no number
