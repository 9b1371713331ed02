"""撤销签发: what happens to a signed decision that has not left the house."""

from datetime import date, datetime

import pytest

from models.calendar import BEIJING
from models.case import Act, State
from models.casework import closing, deciding, intake, months
from models.casework.letter_lists import LetterStanding, letter_list, letter_rows
from models.casework.letters import archived_letter
from models.casework.rounds import open_round
from models.casework.serving import HandOver
from models.casework.undoing import undo_decision
from models.errors import InputError, NotPermitted, Refused
from models.rounds import Ground, RoundKind
from models.serving import Event, Way
from models.store.consistency import findings
from reports.month.issue import write
from tests.builders.desk import Bureau


def healthy(bureau: Bureau) -> bool:
    connection = bureau["intake"].store.connection
    found = list(findings(connection))
    connection.rollback()
    return found == []


def test_given_a_wrong_key_before_hand_over_when_the_signer_undoes_then_the_number_is_void_and_the_case_in_review(
    bureau: Bureau,
) -> None:
    number = bureau.reviewed()
    letter = bureau.decide(number)
    undo_decision(bureau["sign"], number, "等级选错")
    case = bureau.case(number)
    assert (case.state, case.round, case.reviewed_by) == (State.FOR_REVIEW, 2, None)
    rows = letter_rows(bureau["review"], letter_list(bureau["review"]).ids)
    assert {row.number: row.standing for row in rows}[letter.number] is LetterStanding.VOID
    with bureau["intake"].store.reading() as rows:
        assert [act.reason for act in rows.acts(case.id) if act.act is Act.VOIDED] == ["等级选错"]
        assert rows.letter_content(letter.id)
    assert months.draft_month(bureau["finance"], "2025-06").totals.granted == 0
    with pytest.raises(Refused, match="已作废"):
        archived_letter(bureau["sign"], number)
    assert healthy(bureau)


def test_given_an_undone_decision_when_it_is_decided_again_then_the_next_number_is_taken_and_the_month_counts_one(
    bureau: Bureau,
) -> None:
    number = bureau.reviewed()
    first = bureau.decide(number)
    undo_decision(bureau["review and sign"], number, "金额要核对")
    deciding.review(bureau["review"], number)
    second = bureau.decide(number)
    assert (first.serial, second.serial) == (1, 2)
    assert archived_letter(bureau["sign"], number)[0].number == second.number
    totals = months.draft_month(bureau["finance"], "2025-06").totals
    assert (totals.granted, totals.amount_fen, totals.corrected_granted) == (1, 150_000, 0)
    assert healthy(bureau)


def test_given_an_undone_decision_when_the_reviewer_returns_it_then_the_window_can_correct_the_facts(
    bureau: Bureau,
) -> None:
    number = bureau.reviewed()
    bureau.decide(number)
    undo_decision(bureau["sign"], number, "缴费月数录错")
    deciding.return_case(bureau["review"], number, "请改缴费月数")
    intake.record_facts(bureau["intake"], number, {"insurance.unemployment_months": 3})
    intake.submit(bureau["intake"], number)
    deciding.review(bureau["review"], number)
    assert bureau.decide(number).kind.value == "refusal"
    assert healthy(bureau)


def test_given_the_month_was_published_when_the_decision_is_undone_then_the_current_month_takes_it_back(
    bureau: Bureau,
) -> None:
    number = bureau.reviewed()
    bureau.decide(number)
    bureau.moment = datetime(2025, 7, 1, 9, 0, tzinfo=BEIJING)
    first = months.publish_month(bureau["finance"], "2025-06", write).value
    undo_decision(bureau["sign"], number, "印错姓名")
    july = months.draft_month(bureau["finance"], "2025-07")
    assert (july.totals.granted, july.totals.corrected_granted, july.totals.corrected_fen) == (0, -1, -150_000)
    assert [(row.why, row.first_month) for row in july.corrections] == [("撤销签发", "2025-06")]
    assert (july.open_before, july.open_after) == (0, 1)
    june = months.publish_month(bureau["finance"], "2025-06", write).value
    assert june.totals == first.totals
    assert months.published_edition(bureau["finance"], "2025-06", 1).files == first.files
    assert months.publish_month(bureau["finance"], "2025-07", write).value.totals.corrected_fen == -150_000
    deciding.review(bureau["review"], number)
    bureau.decide(number)
    july = months.draft_month(bureau["finance"], "2025-07")
    assert (july.totals.granted, july.totals.amount_fen, july.totals.corrected_fen) == (1, 150_000, -150_000)
    months.publish_month(bureau["finance"], "2025-07", write)
    assert healthy(bureau)


def test_given_a_letter_that_was_handed_over_when_it_is_undone_then_the_refusal_names_the_formal_way(
    bureau: Bureau,
) -> None:
    number = bureau.reviewed()
    bureau.decide(number)
    closing.serve(bureau["intake"], number, "直接送达", date(2025, 6, 3))
    with pytest.raises(Refused, match=r"已经送达.*更正、撤销、复议或诉讼"):
        undo_decision(bureau["sign"], number, "等级选错")
    assert bureau.state(number) is State.TO_PAY


def test_an_undo_needs_a_reason_and_the_sign_seat(bureau: Bureau) -> None:
    number = bureau.reviewed()
    bureau.decide(number)
    with pytest.raises(InputError) as caught:
        undo_decision(bureau["sign"], number, "  ")
    assert caught.value.field == "reason"
    with pytest.raises(NotPermitted):
        undo_decision(bureau["review"], number, "等级选错")
    assert bureau.state(number) is State.TO_SERVE


def test_an_undone_award_does_not_stand_in_the_way_of_another_claim(bureau: Bureau) -> None:
    person = bureau.person()
    number = bureau.reviewed(person=person)
    bureau.decide(number)
    with bureau["intake"].store.reading() as rows:
        assert len(rows.own_awards(person.id)) == 1
    undo_decision(bureau["sign"], number, "申请人不符")
    with bureau["intake"].store.reading() as rows:
        assert rows.own_awards(person.id) == ()


def test_given_a_letter_that_was_posted_and_not_signed_for_then_it_is_changed_by_a_round_and_not_undone(
    bureau: Bureau,
) -> None:
    number = bureau.reviewed()
    letter = bureau.decide(number)
    closing.serve_letter(bureau["intake"], letter.number, HandOver(Way.POST, Event.POSTED, date(2025, 6, 3)))
    assert bureau.state(number) is State.TO_SERVE
    with pytest.raises(Refused, match="已经发出"):
        undo_decision(bureau["sign"], number, "等级选错")
    open_round(bureau["intake"], number, Ground(RoundKind.CORRECTION, "等级录错"))
    assert bureau.state(number) is State.IN_CORRECTION
    assert healthy(bureau)
