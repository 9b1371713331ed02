from datetime import timedelta
from typing import Any

import pytest

from models.assessment import Assessment
from models.case import Act, Outcome, State
from models.casework import deciding, intake
from models.casework.people import correct_person
from models.errors import InputError, NotPermitted, Refused
from reports.issue import render
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau


def test_an_eligible_case_is_granted_with_number_letter_month_and_journal_in_one_transaction(bureau: Bureau) -> None:
    number = bureau.reviewed()
    letter = bureau.decide(number)
    assert letter.number == "东人社补〔2025〕1号"
    assert letter.amount_fen == 150000
    assert bureau.state(number) is State.TO_SERVE
    with bureau["sign"].store.reading() as rows:
        case = rows.case_numbered(number)
        decision = rows.decision(case.id)
        assert decision is not None
        assert decision.outcome is Outcome.GRANTED
        assert [bucket.amount_fen for bucket in rows.buckets("2025-06")] == [150000]
        assert [act.act for act in rows.acts(case.id)] == [Act.OPENED, Act.ACCEPTED, Act.REVIEWED, Act.SIGNED]
        newest = rows.entries()[-1]
    assert newest.act == "case.decide"
    assert newest.detail["sha256"] == letter.sha256
    assert letter.head == newest.previous[:16]


def test_a_refusal_takes_its_reasons_from_every_failed_criterion(bureau: Bureau) -> None:
    facts = {**ELIGIBLE_UPGRADE, "insurance.unemployment_months": 3, "certificate.verified": "inconsistent"}
    number = bureau.reviewed(facts)
    assert bureau.decide(number).amount_fen == 0
    with bureau["sign"].store.reading() as rows:
        case = rows.case_numbered(number)
        decision = rows.decision(case.id)
        assert decision is not None
        receipt = Assessment.from_json(rows.assessment(decision.assessment_id).receipt)
    assert decision.outcome is Outcome.REFUSED
    assert len(receipt.failed()) == 2


def test_a_verdict_that_changed_since_review_refuses_and_returns_the_case(bureau: Bureau) -> None:
    person = bureau.person()
    first = bureau.reviewed(person=person)
    second = bureau.reviewed(person=person)
    bureau.decide(first)
    with pytest.raises(Refused, match="已退回复核"):
        bureau.decide(second)
    assert bureau.state(second) is State.FOR_REVIEW
    with bureau["sign"].store.reading() as rows:
        assert rows.decision(rows.case_numbered(second).id) is None
        assert rows.acts(rows.case_numbered(second).id)[-1].act is Act.RETURNED


def test_a_receipt_that_reads_otherwise_but_says_the_same_is_signed(bureau: Bureau) -> None:
    number = bureau.reviewed()
    bureau.confirm_values("free_training")  # another rulebook, the same rules for this case
    letter = bureau.decide(number)
    with bureau["sign"].store.reading() as rows:
        case = rows.case_numbered(number)
        decision = rows.decision(case.id)
        assert decision is not None
        signed = rows.assessment(decision.assessment_id)
        reviewed = rows.assessment(signed.id - 1)
    assert letter.amount_fen == 150000
    assert signed.text != reviewed.text
    assert {**signed.receipt, "rulebook": ""} == {**reviewed.receipt, "rulebook": ""}


def test_a_person_corrected_after_review_is_noticed_at_the_signature(bureau: Bureau) -> None:
    facts = {"training.occupation": "电工", "training.level": 5, "training.in_catalogue": True}
    bureau.confirm_values("free_training")
    person = bureau.person()
    number = bureau.reviewed({**facts, "training.provider_listed": True}, person=person, programme="free_training")
    moved = {**{name: getattr(person, name) for name in person.__slots__}, "household": "other"}
    correct_person(bureau["intake"], type(person)(**moved))
    with pytest.raises(Refused, match="由符合变为不符合"):
        bureau.decide(number)


def test_nothing_is_decided_on_a_value_the_bureau_has_not_confirmed(bureau: Bureau) -> None:
    facts = {"training.occupation": "电工", "training.level": 5, "training.in_catalogue": True}
    number = bureau.reviewed({**facts, "training.provider_listed": True}, programme="free_training")
    with pytest.raises(Refused, match="尚未经本局确认"):
        bureau.decide(number)
    assert bureau.state(number) is State.FOR_SIGNATURE


def test_an_open_question_keeps_a_case_from_passing_review(bureau: Bureau) -> None:
    facts = {key: value for key, value in ELIGIBLE_UPGRADE.items() if key != "insurance.unemployment_months"}
    number = bureau.accepted(facts)
    with pytest.raises(Refused, match="还不能下结论"):
        deciding.review(bureau["review"], number)


def test_nobody_reviews_or_signs_what_they_took_in(bureau: Bureau) -> None:
    case = intake.open_case(bureau["both"], bureau.person().id, "skill_upgrade", bureau.moment.date(), ELIGIBLE_UPGRADE)
    number = case.value.number
    intake.record_register_check(bureau["both"], number, "查无已享受记录", ())
    intake.accept(bureau["both"], number, render)
    with pytest.raises(Refused, match="须由另一人"):
        deciding.review(bureau["both"], number)
    deciding.review(bureau["review"], number)
    with pytest.raises(Refused, match="须由另一人"):
        bureau.decide(number, by="both")


def test_the_reviewer_signs_only_where_the_office_does_not_separate_the_two(bureau: Bureau) -> None:
    number = bureau.accepted()
    deciding.review(bureau["review and sign"], number)
    with pytest.raises(Refused, match="须由另一人"):
        bureau.decide(number, by="review and sign")
    from models.casework.offices import change_office

    with bureau["system"].store.reading() as rows:
        office = rows.office()
    from dataclasses import replace

    change_office(bureau["system"], replace(office, separate_review_and_sign=False))
    assert bureau.decide(number, by="review and sign").serial == 1


def test_a_seat_that_may_not_cannot(bureau: Bureau) -> None:
    number = bureau.reviewed()
    for name in ("intake", "review", "finance", "system", "audit"):
        with pytest.raises(NotPermitted, match="签发"):
            bureau.decide(number, by=name)


def test_a_decided_case_tells_the_second_signer_who_was_first(bureau: Bureau) -> None:
    number = bureau.reviewed()
    bureau.decide(number)
    with pytest.raises(Refused, match=r"sign已于 2025-06-03 .* 办理“签发”"):
        bureau.decide(number, by="review and sign")


def test_a_letter_that_cannot_be_printed_leaves_no_number_behind(bureau: Bureau) -> None:
    from models.errors import MissingGlyph

    number = bureau.reviewed()

    def refuse(*_: object) -> None:
        raise MissingGlyph("没有字体能印出这个字")

    with pytest.raises(MissingGlyph):
        deciding.decide(bureau["sign"], number, refuse)  # type: ignore[arg-type]
    assert bureau.state(number) is State.FOR_SIGNATURE
    assert bureau.decide(number).serial == 1


def test_a_return_needs_a_reason_and_goes_one_step_back(bureau: Bureau) -> None:
    number = bureau.reviewed()
    with pytest.raises(InputError, match="退回原因"):
        deciding.return_case(bureau["sign"], number, "  ")
    deciding.return_case(bureau["sign"], number, "请再核")
    assert bureau.state(number) is State.FOR_REVIEW
    deciding.return_case(bureau["review"], number, "缺材料")
    assert bureau.state(number) is State.AT_WINDOW
    intake.submit(bureau["second intake"], number)
    assert bureau.state(number) is State.FOR_REVIEW
    deciding.review(bureau["review"], number)
    assert bureau.decide(number).serial == 1


def test_a_clock_behind_the_journal_signs_nothing(bureau: Bureau) -> None:
    number = bureau.reviewed()
    bureau.moment -= timedelta(days=1)
    with pytest.raises(Refused, match="时间"):
        bureau.decide(number)
    assert bureau.state(number) is State.FOR_SIGNATURE


def test_after_the_first_decision_sqlite_plans_only_the_commit_anew(bureau: Bureau) -> None:
    first, second = (bureau.reviewed(person=bureau.person(serial)) for serial in (1, 2))
    planned: list[tuple[int, str | None]] = []

    def watch(action: int, what: str | None, *_: object) -> int:
        planned.append((action, what))
        return 0

    driver: Any = bureau["sign"].store.connection.connection.driver_connection
    driver.set_authorizer(watch)  # it is asked about each step of a plan, and makes every kept plan be made once more
    bureau.decide(first)
    planned.clear()
    bureau.decide(second)
    assert planned == [(22, "COMMIT")]
