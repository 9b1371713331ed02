"""今年到昨天几人多少钱, and the sentence for a telephone call."""

from datetime import date

from models.case import State
from models.casework import closing, deciding, intake
from models.casework.phone_status import phone_status
from models.casework.rounds import open_round, send_round_to_review
from models.casework.to_date import granted_to_date
from models.casework.undoing import undo_decision
from models.rounds import Ground, RoundKind
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau


def test_given_grants_an_undo_and_a_correction_then_only_what_stands_on_the_day_is_counted(bureau: Bureau) -> None:
    first, second = bureau.person(1), bureau.person(2)
    granted = bureau.reviewed(person=first)
    bureau.decide(granted)
    other = bureau.reviewed({**ELIGIBLE_UPGRADE, "certificate.occupation": "钳工"}, person=second)
    bureau.decide(other)
    today = bureau.moment.date()
    assert granted_to_date(bureau["review"]).total.cases == 0  # they are of today
    found = granted_to_date(bureau["review"], today)
    assert (found.first, found.last) == (date(2025, 1, 1), today)
    assert (found.total.persons, found.total.cases, found.total.fen) == (2, 2, 300_000)
    undo_decision(bureau["sign"], other, "录入有误")
    assert granted_to_date(bureau["review"], today).total.persons == 1
    closing.serve(bureau["intake"], granted, "直接送达", today)
    open_round(bureau["intake"], granted, Ground(RoundKind.CORRECTION, "缴费月数录错"))
    intake.record_facts(bureau["intake"], granted, {"insurance.unemployment_months": 3})
    send_round_to_review(bureau["intake"], granted)
    deciding.review(bureau["review"], granted)
    assert granted_to_date(bureau["review"], today).total.fen == 150_000  # the first decision stands until another does
    bureau.decide(granted)
    assert granted_to_date(bureau["review"], today).lines == ()


def test_the_sentence_for_a_call_says_where_a_case_stands_and_names_nobody(bureau: Bureau) -> None:
    number = bureau.accepted()
    said = phone_status(bureau["intake"], number)
    assert said == f"案件 {number}，现在“待复核”，由复核人员办理；办理期限到2025年6月17日。"
    case = bureau.case(number)
    with bureau["intake"].look("case.read") as work:
        person = work.rows.person(case.person_id)
    assert person.name not in said
    assert bureau.state(number) is State.FOR_REVIEW
