"""After the hand-over: correction, revocation and reconsideration rounds, told as the office lives them."""

from datetime import date, datetime
from pathlib import Path

import pytest

from models.calendar import BEIJING
from models.case import Outcome, State
from models.casework import closing, deciding, intake, months
from models.casework.changing import adjustment_of
from models.casework.letter_lists import LetterStanding, letter_list, letter_rows
from models.casework.letters import archived_letter
from models.casework.rounds import maintain, open_round, send_round_to_review
from models.casework.undoing import undo_decision
from models.errors import InputError, Refused
from models.letter import Letter, LetterKind
from models.rounds import Ground, RoundKind
from models.store.consistency import findings
from reports.issue import render
from reports.month.issue import write
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau, make_bureau
from tests.builders.headless import PNG

MISTAKE = Ground(RoundKind.CORRECTION, "证书等级录错")
TOO_FEW_MONTHS = {**ELIGIBLE_UPGRADE, "insurance.unemployment_months": 3}


def healthy(bureau: Bureau) -> bool:
    connection = bureau["intake"].store.connection
    found = list(findings(connection))
    connection.rollback()
    return found == []


def served(bureau: Bureau, facts: object = ELIGIBLE_UPGRADE, **other: object) -> tuple[str, Letter]:
    """A case decided and handed over."""
    number = bureau.reviewed(facts, **other)  # type: ignore[arg-type]
    letter = bureau.decide(number)
    closing.serve(bureau["intake"], number, "直接送达", bureau.moment.date())
    return number, letter


def decided_again(bureau: Bureau, number: str, **facts: object) -> Letter:
    """Facts corrected in the round, reviewed and signed by two other people."""
    intake.record_facts(bureau["intake"], number, facts)
    send_round_to_review(bureau["intake"], number)
    deciding.review(bureau["review"], number)
    return bureau.decide(number)


def adjustment(bureau: Bureau, number: str) -> int:
    """What the change makes of the money, in fen: above zero to be paid, below zero to come back."""
    with bureau["finance"].look("case.read") as work:
        found = adjustment_of(work, work.rows.case_numbered(number))
        assert found is not None
        return found.difference_fen


def standings(bureau: Bureau) -> dict[str, LetterStanding]:
    rows = letter_rows(bureau["review"], letter_list(bureau["review"]).ids)
    return {row.number: row.standing for row in rows}


def test_given_a_wrong_key_after_payment_when_it_is_corrected_then_both_letters_stand_and_the_rest_is_paid(
    bureau: Bureau,
) -> None:
    number, first = served(bureau, {**ELIGIBLE_UPGRADE, "certificate.level": 5})
    closing.record_payment(bureau["finance"], number, date(2025, 6, 3))
    open_round(bureau["intake"], number, MISTAKE)
    assert bureau.state(number) is State.IN_CORRECTION
    second = decided_again(bureau, number, **{"certificate.level": 4})
    assert second.kind is LetterKind.CORRECTION
    assert adjustment(bureau, number) == 50_000
    assert standings(bureau)[first.number] is LetterStanding.CORRECTED
    assert archived_letter(bureau["sign"], number)[0].number == second.number
    assert archived_letter(bureau["sign"], number, LetterKind.APPROVAL)[0].number == first.number
    closing.serve(bureau["intake"], number, "直接送达", date(2025, 6, 3))
    assert bureau.state(number) is State.TO_PAY
    assert healthy(bureau)


def test_given_too_much_was_paid_when_it_is_corrected_then_nothing_is_paid_and_the_difference_is_below_zero(
    bureau: Bureau,
) -> None:
    number, _ = served(bureau)
    closing.record_payment(bureau["finance"], number, date(2025, 6, 3))
    open_round(bureau["intake"], number, MISTAKE)
    decided_again(bureau, number, **{"certificate.level": 5})
    assert adjustment(bureau, number) == -50_000
    closing.serve(bureau["intake"], number, "直接送达", date(2025, 6, 3))
    assert bureau.state(number) is State.CLOSED
    totals = months.draft_month(bureau["finance"], "2025-06").totals
    assert (totals.granted, totals.corrected_granted) == (2, -1)
    assert totals.amount_fen + totals.corrected_fen == 100_000
    assert healthy(bureau)


def test_given_a_grant_that_should_not_have_been_when_it_is_revoked_then_the_letter_is_a_revocation(
    bureau: Bureau,
) -> None:
    number, first = served(bureau)
    open_round(bureau["review"], number, Ground(RoundKind.REVOCATION, "缴费月数经核查不足"))
    intake.record_facts(bureau["intake"], number, {"insurance.unemployment_months": 3})
    send_round_to_review(bureau["intake"], number)
    with pytest.raises(Refused, match="本人经办"):
        deciding.review(bureau["review"], number)
    deciding.review(bureau["both"], number)
    second = bureau.decide(number)
    assert second.kind is LetterKind.REVOCATION
    assert standings(bureau)[first.number] is LetterStanding.REVOKED
    assert adjustment(bureau, number) == 0
    assert healthy(bureau)


def test_given_a_may_refusal_when_reconsideration_reverses_it_in_august_then_may_stays_and_august_carries_it(
    tmp_path: Path,
) -> None:
    bureau = make_bureau(tmp_path / "office", datetime(2025, 5, 12, 9, 0, tzinfo=BEIJING), confirmed=True)
    number, first = served(bureau, TOO_FEW_MONTHS, on=date(2025, 5, 12))
    bureau.moment = datetime(2025, 6, 3, 9, 0, tzinfo=BEIJING)
    may = months.publish_month(bureau["finance"], "2025-05", write).value
    bureau.moment = datetime(2025, 8, 4, 9, 0, tzinfo=BEIJING)
    ground = Ground(
        *(RoundKind.RECONSIDERATION, "复议机关认定缴费月数为26个月", "京东政复〔2025〕7号", date(2025, 7, 30)),
        due_on=date(2025, 8, 29),
    )
    open_round(bureau["both"], number, ground, PNG, "image/png")
    assert bureau.case(number).due_on == date(2025, 8, 29)
    second = decided_again(bureau, number, **{"insurance.unemployment_months": 26})
    assert second.kind is LetterKind.APPROVAL
    august = months.publish_month(bureau["finance"], "2025-08", write).value
    assert august.totals == months.draft_month(bureau["finance"], "2025-08").totals
    counted = (august.totals.granted, august.totals.corrected_refused, august.totals.amount_fen)
    assert counted == (1, -1, 150_000)
    assert any(file.name.endswith("corrections.csv") for file in august.files)
    again = months.published_edition(bureau["finance"], "2025-05", 1)
    assert again.files == may.files
    assert months.draft_month(bureau["finance"], "2025-05").totals == may.totals
    assert standings(bureau)[first.number] is LetterStanding.REPLACED
    case = bureau.case(number)
    with bureau["intake"].store.reading() as rows:
        outcomes = [decision.outcome for decision in rows.decisions(case.id)]
    assert outcomes == [Outcome.REFUSED, Outcome.GRANTED]
    assert healthy(bureau)
    bureau.close()


def test_given_a_reconsideration_when_the_decision_is_maintained_then_the_case_goes_back_to_where_it_stood(
    bureau: Bureau,
) -> None:
    number, first = served(bureau, TOO_FEW_MONTHS)
    due = bureau.case(number).due_on
    open_round(bureau["intake"], number, Ground(RoundKind.RECONSIDERATION, "申请人对缴费月数有异议"))
    with pytest.raises(InputError) as caught:
        maintain(bureau["sign"], number, " ", render)
    assert caught.value.field == "finding"
    with pytest.raises(InputError, match="超过2000字"):
        maintain(bureau["sign"], number, "理" * 2_001, render)
    letter = maintain(bureau["sign"], number, "再次核对，缴费3个月", render).value
    assert letter.kind is LetterKind.MAINTENANCE
    assert (bureau.state(number), bureau.case(number).due_on) == (State.CLOSED, due)
    assert standings(bureau)[first.number] is LetterStanding.SERVED
    assert healthy(bureau)
    open_round(bureau["intake"], number, Ground(RoundKind.LITIGATION, "申请人提起行政诉讼"))
    decided_again(bureau, number, **{"insurance.unemployment_months": 26})
    assert healthy(bureau)


def test_given_corrected_facts_that_change_the_outcome_when_it_is_maintained_then_the_refusal_says_to_decide_again(
    bureau: Bureau,
) -> None:
    number, _ = served(bureau)
    open_round(bureau["intake"], number, MISTAKE)
    intake.record_facts(bureau["intake"], number, {"certificate.level": 5})
    with pytest.raises(Refused, match=r"不能维持.*送复核"):
        maintain(bureau["sign"], number, "不改", render)
    intake.record_facts(bureau["intake"], number, {"certificate.level": 4})
    maintain(bureau["sign"], number, "等级核对无误", render)
    assert bureau.state(number) is State.TO_PAY
    assert healthy(bureau)


def test_given_a_correction_that_was_signed_when_it_is_undone_then_the_first_decision_counts_as_before(
    bureau: Bureau,
) -> None:
    number, first = served(bureau)
    open_round(bureau["intake"], number, MISTAKE)
    second = decided_again(bureau, number, **{"certificate.level": 5})
    undo_decision(bureau["sign"], number, "理由写错")
    totals = months.draft_month(bureau["finance"], "2025-06").totals
    assert (totals.granted, totals.amount_fen, totals.corrected_granted) == (1, 150_000, 0)
    assert standings(bureau)[first.number] is LetterStanding.SERVED
    assert standings(bureau)[second.number] is LetterStanding.VOID
    deciding.return_case(bureau["review"], number, "改理由")
    assert bureau.state(number) is State.IN_CORRECTION
    send_round_to_review(bureau["intake"], number)
    deciding.review(bureau["review"], number)
    assert bureau.decide(number).kind is LetterKind.CORRECTION
    assert healthy(bureau)


def test_given_a_published_correction_when_it_is_undone_then_this_month_gives_the_first_decision_back(
    bureau: Bureau,
) -> None:
    number, _ = served(bureau)
    open_round(bureau["intake"], number, MISTAKE)
    decided_again(bureau, number, **{"certificate.level": 5})
    bureau.moment = datetime(2025, 7, 1, 9, 0, tzinfo=BEIJING)
    months.publish_month(bureau["finance"], "2025-06", write)
    undo_decision(bureau["sign"], number, "理由写错")
    july = months.publish_month(bureau["finance"], "2025-07", write).value.totals
    assert (july.corrected_granted, july.corrected_fen) == (0, 50_000)
    assert [row.why for row in months.draft_month(bureau["finance"], "2025-07").corrections] == [
        "撤销签发",
        "恢复原决定",
    ]
    assert healthy(bureau)


def test_a_round_is_opened_only_after_the_hand_over_and_with_its_papers_complete(bureau: Bureau) -> None:
    number = bureau.reviewed()
    with pytest.raises(Refused, match="不能开始更正"):
        open_round(bureau["intake"], number, MISTAKE)
    bureau.decide(number)
    with pytest.raises(Refused, match=r"还没有送达.*撤销签发"):
        open_round(bureau["intake"], number, MISTAKE)
    closing.serve(bureau["intake"], number, "直接送达", date(2025, 6, 3))
    for ground, field in (
        (Ground(RoundKind.CORRECTION, " "), "reason"),
        (Ground(RoundKind.RECONSIDERATION, "x", "京东政复〔2025〕7号"), "document_date"),
        (Ground(RoundKind.RECONSIDERATION, "x", "", date(2025, 6, 1)), "document"),
        (Ground(RoundKind.CORRECTION, "x", due_on=date(2025, 6, 1)), "due_on"),
    ):
        with pytest.raises(InputError) as caught:
            open_round(bureau["intake"], number, ground)
        assert caught.value.field == field
    assert bureau.state(number) is State.TO_PAY


def test_a_decided_case_in_a_round_cannot_be_withdrawn(bureau: Bureau) -> None:
    number, _ = served(bureau)
    open_round(bureau["intake"], number, MISTAKE)
    send_round_to_review(bureau["intake"], number)
    with pytest.raises(Refused, match="不能撤回申请"):
        intake.withdraw(bureau["intake"], number, "不要了", render)
