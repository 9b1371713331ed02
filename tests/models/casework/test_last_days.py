"""The last day to apply, and the second claim, from the window to the letter."""

from datetime import date, datetime

import pytest

from models.assessment import Assessment
from models.calendar import BEIJING
from models.letter import LetterKind
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau


def decided(bureau: Bureau, issued: date, applied: date) -> LetterKind:
    """The letter about a certificate issued on one day and applied with on another."""
    bureau.moment = datetime(applied.year, applied.month, applied.day, 9, 0, tzinfo=BEIJING)
    facts = {**ELIGIBLE_UPGRADE, "certificate.issued_on": issued.isoformat()}
    return bureau.decide(bureau.reviewed(facts, on=applied)).kind


@pytest.mark.parametrize(
    ("issued", "applied", "kind"),
    [
        pytest.param(date(2024, 6, 5), date(2025, 6, 5), LetterKind.APPROVAL, id="12 months to the day"),
        pytest.param(date(2024, 6, 4), date(2025, 6, 5), LetterKind.REFUSAL, id="12 months and one day"),
        pytest.param(date(2024, 9, 21), date(2025, 9, 22), LetterKind.APPROVAL, id="the last day is a Sunday: Monday"),
        pytest.param(date(2024, 9, 21), date(2025, 9, 23), LetterKind.REFUSAL, id="the last day is a Sunday: Tuesday"),
        pytest.param(date(2024, 9, 28), date(2025, 9, 28), LetterKind.APPROVAL, id="a Sunday that is worked: itself"),
        pytest.param(date(2024, 9, 28), date(2025, 9, 29), LetterKind.REFUSAL, id="a Sunday that is worked: Monday"),
    ],
)
def test_given_a_certificate_when_it_is_applied_with_around_the_last_day_then_the_letter_follows_the_calendar(
    bureau: Bureau, issued: date, applied: date, kind: LetterKind
) -> None:
    assert decided(bureau, issued, applied) is kind


def test_given_a_grant_when_the_same_occupation_and_level_is_claimed_again_then_the_refusal_names_the_first(
    bureau: Bureau,
) -> None:
    person = bureau.person()
    assert bureau.decide(bureau.reviewed(person=person)).kind is LetterKind.APPROVAL
    again = {**ELIGIBLE_UPGRADE, "certificate.number": "S000111000001225400077"}
    number = bureau.reviewed(again, person=person)
    assert bureau.decide(number).kind is LetterKind.REFUSAL
    with bureau["review"].store.reading() as rows:
        case = rows.case_numbered(number)
        assert case.assessment_id is not None
        failed = Assessment.from_json(rows.assessment(case.assessment_id).receipt).failed()
    assert [line.id for line in failed] == ["once_per_level", "yearly_limit"]
    assert "已有2025年6月3日申请的技能提升补贴（电工，四级/中级工" in failed[0].sentence
