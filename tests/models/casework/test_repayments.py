"""Money asked back after a decision was revoked: two people, instalments, offset, and what is overdue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from models.case import State
from models.casework import closing, deciding, intake
from models.casework.payments import payable
from models.casework.repayments import (
    offset_repayment,
    propose_repayment,
    receive_repayment,
    reclaimable,
    repayment_views,
    sign_repayment,
)
from models.casework.rounds import open_round, send_round_to_review
from models.casework.second_looks import LookKind, second_looks
from models.errors import InputError, Refused
from models.letter import LetterKind
from models.repayment import Instalment
from models.rounds import Ground, RoundKind
from models.store.verify import verify
from reports.issue import render
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau, make_bureau

PLAN = (Instalment(date(2025, 7, 1), 100_000), Instalment(date(2025, 8, 1), 50_000))
REASON = "撤销原决定"


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "data", confirmed=True)
    yield bureau
    bureau.close()


def paid(bureau: Bureau) -> str:
    number = bureau.reviewed(person=bureau.person(1))
    bureau.decide(number)
    closing.serve(bureau["intake"], number, "直接送达", date(2025, 6, 3))
    closing.record_payment(bureau["finance"], number, date(2025, 6, 3))
    return number


def revoke(bureau: Bureau, number: str) -> None:
    """The months of insurance prove too few: the grant is revoked and the revocation handed over."""
    open_round(bureau["intake"], number, Ground(RoundKind.REVOCATION, "缴费月数经核查不足"))
    intake.record_facts(bureau["intake"], number, {"insurance.unemployment_months": 3})
    send_round_to_review(bureau["intake"], number)
    deciding.review(bureau["review"], number)
    assert bureau.decide(number).kind is LetterKind.REVOCATION
    closing.serve(bureau["intake"], number, "直接送达", date(2025, 6, 3))


def second_case(bureau: Bureau, first: str) -> str:
    """A later grant of the same person that waits for payment."""
    with bureau["intake"].store.reading() as rows:
        person = rows.person(rows.case_numbered(first).person_id)
    facts = {**ELIGIBLE_UPGRADE, "certificate.occupation": "焊工", "certificate.number": "S000111000001225400099"}
    number = bureau.reviewed(facts, person=person, awards=())
    bureau.decide(number)
    closing.serve(bureau["intake"], number, "直接送达", date(2025, 6, 3))
    return number


def test_given_a_revoked_payment_when_it_comes_back_in_two_parts_and_an_offset_then_the_order_is_settled(
    bureau: Bureau,
) -> None:
    number = paid(bureau)
    with pytest.raises(Refused, match="没有多发的款项"):
        propose_repayment(bureau["finance"], number, 150_000, REASON, PLAN)
    revoke(bureau, number)
    assert reclaimable(bureau["finance"], number) == 150_000

    order = propose_repayment(bureau["finance"], number, 150_000, REASON, PLAN).value
    assert [(one.kind, one.number) for one in second_looks(bureau["sign"])] == [(LookKind.REPAYMENT, number)]
    assert reclaimable(bureau["finance"], number) == 0
    letter = sign_repayment(bureau["sign"], order.id, render).value
    assert second_looks(bureau["sign"]) == ()
    assert (letter.kind, letter.amount_fen) == (LetterKind.REPAYMENT_ORDER, 150_000)

    receive_repayment(bureau["finance"], order.id, 40_000, date(2025, 6, 3))
    view = receive_repayment(bureau["finance"], order.id, 60_000, date(2025, 6, 3), "第二笔").value
    assert (view.left_fen, view.next_due, view.state) == (50_000, date(2025, 8, 1), "open")

    later = second_case(bureau, number)
    view = offset_repayment(bureau["finance"], order.id, later, 50_000).value
    assert (view.left_fen, view.state) == (0, "settled")
    (line,) = payable(bureau["finance"])
    assert (line.case.number, line.amount_fen) == (later, 100_000)
    closing.record_payment(bureau["finance"], later, date(2025, 6, 3))
    assert verify(bureau["finance"].store) == ()


def test_an_offset_that_takes_the_whole_grant_leaves_it_paid(bureau: Bureau) -> None:
    number = paid(bureau)
    revoke(bureau, number)
    order = propose_repayment(bureau["finance"], number, 150_000, REASON, PLAN).value
    sign_repayment(bureau["sign"], order.id, render)
    later = second_case(bureau, number)
    with pytest.raises(InputError, match=r"1,500\.00"):
        offset_repayment(bureau["finance"], order.id, later, 150_001)
    offset_repayment(bureau["finance"], order.id, later, 150_000)
    assert bureau.state(later) is State.PAID
    assert verify(bureau["finance"].store) == ()


def test_a_plan_that_does_not_sum_up_and_a_signature_of_the_proposer_are_refused(bureau: Bureau) -> None:
    number = paid(bureau)
    revoke(bureau, number)
    with pytest.raises(InputError, match="合计须正好"):
        propose_repayment(bureau["finance"], number, 140_000, REASON, PLAN)
    with pytest.raises(InputError, match="不超过多发的"):
        propose_repayment(bureau["finance"], number, 150_001, REASON, PLAN)
    order = propose_repayment(bureau["review and sign"], number, 150_000, REASON, PLAN).value
    with pytest.raises(Refused, match="您本人提出"):
        sign_repayment(bureau["review and sign"], order.id, render)
    with pytest.raises(Refused, match="还没有签发"):
        receive_repayment(bureau["finance"], order.id, 1, date(2025, 6, 3))


def test_a_part_that_did_not_come_in_time_is_listed_as_overdue(bureau: Bureau) -> None:
    number = paid(bureau)
    revoke(bureau, number)
    order = propose_repayment(bureau["finance"], number, 150_000, REASON, PLAN).value
    sign_repayment(bureau["sign"], order.id, render)
    assert repayment_views(bureau["finance"], overdue_only=True) == ()
    bureau.moment += timedelta(days=29)
    (view,) = repayment_views(bureau["finance"], overdue_only=True)
    assert (view.case_number, view.next_due, view.left_fen) == (number, date(2025, 7, 1), 150_000)


def asked_back(bureau: Bureau, number: str) -> int:
    """A signed order over all that the case had."""
    order = propose_repayment(bureau["finance"], number, 150_000, REASON, PLAN).value
    sign_repayment(bureau["sign"], order.id, render)
    return order.id


def test_given_a_decision_raised_again_when_the_money_comes_all_the_same_then_it_is_owed_to_the_case(
    bureau: Bureau,
) -> None:
    number = paid(bureau)
    revoke(bureau, number)
    order = asked_back(bureau, number)
    open_round(bureau["intake"], number, Ground(RoundKind.RECONSIDERATION, "行政复议撤销"))
    intake.record_facts(bureau["intake"], number, {"insurance.unemployment_months": 26})
    send_round_to_review(bureau["intake"], number)
    deciding.review(bureau["review"], number)
    bureau.decide(number)
    closing.serve(bureau["intake"], number, "直接送达", date(2025, 6, 3))
    assert bureau.state(number) is State.CLOSED
    later = second_case(bureau, number)
    bureau.moment += timedelta(days=60)
    (view,) = repayment_views(bureau["finance"])
    assert (view.state, view.left_fen, view.lifted_fen, view.next_due) == ("lifted", 0, 150_000, None)
    assert repayment_views(bureau["finance"], overdue_only=True) == ()

    today = bureau.moment.date()
    with pytest.raises(InputError, match=r"只应再退 ¥0\.00.*转为应付给本人") as refused:
        receive_repayment(bureau["finance"], order, 40_000, today)
    assert refused.value.field == "note"
    with pytest.raises(InputError, match="抵扣不能超过现在还应退回的"):
        offset_repayment(bureau["finance"], order, later, 1)
    view = receive_repayment(bureau["finance"], order, 40_000, today, "对方已汇出").value
    assert (view.came_fen, view.lifted_fen, view.owed_fen, view.state) == (40_000, 110_000, 40_000, "lifted")
    assert bureau.state(number) is State.TO_PAY
    closing.record_payment(bureau["finance"], number, today)
    assert bureau.state(number) is State.PAID
    assert verify(bureau["finance"].store) == ()


def test_given_the_bank_returned_a_revoked_payment_then_nothing_more_is_taken_for_it(bureau: Bureau) -> None:
    number = paid(bureau)
    revoke(bureau, number)
    order = asked_back(bureau, number)
    receive_repayment(bureau["finance"], order, 20_000, date(2025, 6, 3))
    closing.return_payment(bureau["finance"], number, date(2025, 6, 3), "账户已销户")
    assert bureau.state(number) is State.CLOSED
    (view,) = repayment_views(bureau["finance"])
    assert (view.state, view.left_fen, view.came_fen) == ("lifted", 0, 20_000)
    with pytest.raises(InputError, match="请退还本人，不要登记在这里"):
        receive_repayment(bureau["finance"], order, 130_000, date(2025, 6, 3), "对方已汇出")
    assert verify(bureau["finance"].store) == ()


def test_money_is_asked_back_only_when_the_lower_decision_was_handed_over(bureau: Bureau) -> None:
    number = paid(bureau)
    open_round(bureau["intake"], number, Ground(RoundKind.REVOCATION, "缴费月数经核查不足"))
    intake.record_facts(bureau["intake"], number, {"insurance.unemployment_months": 3})
    send_round_to_review(bureau["intake"], number)
    deciding.review(bureau["review"], number)
    bureau.decide(number)
    with pytest.raises(Refused, match="还没有送达，不能责令退回"):
        propose_repayment(bureau["finance"], number, 150_000, REASON, PLAN)
