"""一次性补正告知 as it runs: told once, in time, whole; ticked off; never a loss for the applicant."""

from __future__ import annotations

from datetime import date

import pytest

from models.case import Act, State
from models.casework import deciding, intake
from models.casework.clocks import deadline
from models.casework.closing import serve_letter
from models.casework.grounds import Grounds
from models.casework.notices import (
    approve_further_notice,
    issue_notice,
    propose_further_notice,
    settle_items,
)
from models.casework.proposals import decline_proposal, open_proposals
from models.casework.serving import HandOver
from models.casework.turning_away import deem_accepted, deemed_cases, lapse, propose_lapse
from models.clock import DayKind
from models.errors import Conflict, InputError, NotPermitted, Refused
from models.letter import LetterKind, LetterOrder, RenderedLetter
from models.notice import ItemKind, Wanted
from models.serving import Event, Way
from reports.issue import compose, render
from reports.render_text import render_text
from tests.builders.desk import Bureau
from tests.builders.notices import CARD, MONTHS, at, case_at_window, put_grounds

MONDAY, TUESDAY = date(2025, 6, 9), date(2025, 6, 10)


def test_given_a_paper_that_comes_later_when_it_has_arrived_then_the_paused_days_do_not_count(bureau: Bureau) -> None:
    case = case_at_window(bureau, MONDAY)
    at(bureau, TUESDAY)
    issued = issue_notice(bureau["intake"], case.number, [CARD, MONTHS], render).value
    assert issued.letter.number == "东人社补正〔2025〕1号"
    assert issued.case.state is State.FOR_APPLICANT
    assert deadline(bureau["intake"], case.number).run.standing

    at(bureau, date(2025, 6, 18))
    assert settle_items(bureau["intake"], case.number, [1]).value.state is State.FOR_APPLICANT
    at(bureau, date(2025, 6, 20))
    case = settle_items(bureau["intake"], case.number, [2]).value
    assert case.state is State.AT_WINDOW
    assert case.applied_on == MONDAY

    intake.accept(bureau["intake"], case.number, render)
    case = bureau.case(case.number)
    found = deadline(bureau["review"], case.number)
    # One working day (Tuesday) was used before the notice; nine more run from Monday 23 June.
    assert case.due_on == found.run.due == date(2025, 7, 3)
    paused = [day.day for day in found.run.days if day.kind is DayKind.PAUSED]
    assert (paused[0], paused[-1]) == (date(2025, 6, 11), date(2025, 6, 20))
    with bureau["intake"].store.reading() as rows:
        assert "本人银行卡" in {paper.name for paper in rows.papers(case.id)}


def test_given_an_accepted_case_when_a_further_notice_is_answered_then_it_is_due_later_by_the_pause(
    bureau: Bureau,
) -> None:
    at(bureau, MONDAY)
    number = bureau.accepted(on=MONDAY)
    assert bureau.case(number).due_on == date(2025, 6, 23)
    at(bureau, TUESDAY)
    deciding.return_case(bureau["review"], number, "缺银行卡")
    with pytest.raises(Refused, match="受理后不得自行要求补正"):
        issue_notice(bureau["intake"], number, [CARD], render)
    propose_further_notice(bureau["intake"], number, [CARD], "受理时银行卡已注销，今日才查到")
    approve_further_notice(bureau["review"], number, render)
    at(bureau, date(2025, 6, 17))
    case = settle_items(bureau["intake"], number, [1]).value
    assert case.due_on == date(2025, 6, 30)  # five working days of pause
    with bureau["intake"].store.reading() as rows:
        assert [change.why for change in rows.due_changes(case.id)] == ["pause"]


def test_given_a_notice_when_a_second_is_wanted_then_once_means_once_without_a_superior(bureau: Bureau) -> None:
    case = case_at_window(bureau, MONDAY)
    issue_notice(bureau["intake"], case.number, [CARD], render)
    settle_items(bureau["intake"], case.number, [1])
    with pytest.raises(Refused, match="不得自行再次要求补正"):
        issue_notice(bureau["intake"], case.number, [MONTHS], render)
    with pytest.raises(InputError, match="为什么没有在第一次"):
        propose_further_notice(bureau["intake"], case.number, [MONTHS], " ")
    propose_further_notice(bureau["both"], case.number, [MONTHS], "第一次告知时漏看")
    with pytest.raises(Refused, match="由您本人提出"):
        approve_further_notice(bureau["both"], case.number, render)
    with pytest.raises(NotPermitted):
        approve_further_notice(bureau["second intake"], case.number, render)
    with pytest.raises(Refused, match="已有一项提请"):
        propose_further_notice(bureau["intake"], case.number, [CARD], "再提一次")
    issued = approve_further_notice(bureau["review"], case.number, render).value
    assert issued.letter.number == "东人社补正〔2025〕2号"
    with bureau["intake"].store.reading() as rows:
        first, second = rows.notices(case.id)
    assert (first.approved_by, second.position, second.reason) == (None, 2, "第一次告知时漏看")
    assert second.approved_by == bureau["review"].account.id


def test_given_a_proposal_that_is_declined_then_the_case_stays_and_the_window_may_propose_again(bureau: Bureau) -> None:
    case = case_at_window(bureau, MONDAY)
    issue_notice(bureau["intake"], case.number, [CARD], render)
    settle_items(bureau["intake"], case.number, [1])
    propose_further_notice(bureau["intake"], case.number, [MONTHS], "漏看")
    assert [one.number for one in open_proposals(bureau["review"])] == [case.number]
    decline_proposal(bureau["review"], case.number, "月数可以由本局查询，不必申请人补正")
    assert open_proposals(bureau["review"]) == ()
    assert bureau.state(case.number) is State.AT_WINDOW
    propose_further_notice(bureau["intake"], case.number, [MONTHS], "查询系统停用，确需本人核对")


def test_given_no_notice_within_five_working_days_then_the_case_counts_as_accepted_on_receipt(bureau: Bureau) -> None:
    case = case_at_window(bureau, MONDAY)
    at(bureau, date(2025, 6, 16))  # the fifth working day
    assert deemed_cases(bureau["intake"]) == ()
    with pytest.raises(Refused, match="不满足“视为受理”"):
        deem_accepted(bureau["intake"], case.number, render)
    at(bureau, date(2025, 6, 17))
    assert [one.number for one in deemed_cases(bureau["intake"])] == [case.number]
    with pytest.raises(Refused, match="自收到之日起即为受理"):
        issue_notice(bureau["intake"], case.number, [CARD], render)
    issued = deem_accepted(bureau["intake"], case.number, render).value
    assert issued.letter.kind is LetterKind.RECEIPT
    assert (issued.case.accepted_on, issued.case.due_on) == (MONDAY, date(2025, 6, 23))
    intake.submit(bureau["intake"], case.number)
    deciding.review(bureau["review"], case.number)
    assert bureau.decide(case.number).amount_fen == 150_000
    with bureau["intake"].store.reading() as rows:
        assert Act.DEEMED_ACCEPTED in {act.act for act in rows.acts(case.id)}


def test_given_no_ground_entered_when_the_applicant_stays_away_then_the_case_does_not_lapse(bureau: Bureau) -> None:
    case = case_at_window(bureau, MONDAY)
    issue_notice(bureau["intake"], case.number, [CARD], render)
    at(bureau, date(2025, 9, 1))
    with pytest.raises(Refused, match="还没有录入所依据的文号"):
        propose_lapse(bureau["intake"], case.number)
    done = settle_items(bureau["intake"], case.number, [1], not_needed="申请人要求按现有内容办理").value
    assert done.state is State.AT_WINDOW


def test_given_the_bureaus_ground_when_the_case_lapsed_then_a_late_paper_takes_it_up_again(bureau: Bureau) -> None:
    put_grounds(bureau)
    case = case_at_window(bureau, MONDAY)
    notice = issue_notice(bureau["intake"], case.number, [CARD, MONTHS], render).value
    at(bureau, date(2025, 6, 30))
    with pytest.raises(Refused, match="还没有送达记录"):
        propose_lapse(bureau["intake"], case.number)
    hand_over = HandOver(Way.DIRECT, Event.SIGNED, TUESDAY, "本人", "申请人")
    serve_letter(bureau["intake"], notice.letter.number, hand_over)
    propose_lapse(bureau["intake"], case.number)
    with pytest.raises(NotPermitted):
        lapse(bureau["review"], case.number, render)
    issued = lapse(bureau["sign"], case.number, render).value
    assert (issued.letter.kind, issued.case.state) == (LetterKind.LAPSE_NOTICE, State.LAPSED)
    at(bureau, date(2025, 7, 7))
    assert settle_items(bureau["intake"], case.number, [2]).value.state is State.FOR_APPLICANT
    case = settle_items(bureau["intake"], case.number, [1]).value
    assert (case.state, case.applied_on) == (State.AT_WINDOW, MONDAY)


def test_given_a_further_notice_when_the_case_lapsed_then_its_letter_names_that_notice(bureau: Bureau) -> None:
    put_grounds(bureau)
    case = case_at_window(bureau, MONDAY)
    issue_notice(bureau["intake"], case.number, [CARD], render)
    settle_items(bureau["intake"], case.number, [1])
    propose_further_notice(bureau["intake"], case.number, [MONTHS], "第一次告知时漏看")
    further = approve_further_notice(bureau["review"], case.number, render).value.letter.number
    at(bureau, date(2025, 6, 30))
    serve_letter(bureau["intake"], further, HandOver(Way.DIRECT, Event.SIGNED, TUESDAY, "本人", "申请人"))
    propose_lapse(bureau["intake"], case.number)
    told: list[LetterOrder] = []

    def seen(order: LetterOrder, number: str) -> RenderedLetter:
        told.append(order)
        return render(order, number)

    lapse(bureau["sign"], case.number, seen)
    assert f"《再次补正告知书》（{further}）" in render_text(compose(told[-1], "1"))


def test_given_the_ground_and_a_notice_that_is_not_yet_late_then_nothing_lapses(bureau: Bureau) -> None:
    put_grounds(bureau, Grounds(lapse_document="测试文号〔2025〕9号", lapse_days="10"))
    case = case_at_window(bureau, MONDAY)
    notice = issue_notice(bureau["intake"], case.number, [CARD], render).value
    serve_letter(bureau["intake"], notice.letter.number, HandOver(Way.DIRECT, Event.SIGNED, MONDAY))
    at(bureau, date(2025, 6, 23))
    with pytest.raises(Refused, match="今天还没有逾期"):
        propose_lapse(bureau["intake"], case.number)


def test_an_item_says_what_is_wrong_what_to_do_and_on_what_basis_or_is_not_told(bureau: Bureau) -> None:
    case = case_at_window(bureau, MONDAY)
    for part, word in (("name", "名称"), ("wrong", "问题"), ("correct", "怎样补正"), ("basis", "依据")):
        values = {"name": "卡", "wrong": "缺", "correct": "补", "basis": "指南", part: " "}
        with pytest.raises(InputError, match=f"第1项没有写明{word}") as refused:
            issue_notice(bureau["intake"], case.number, [Wanted(ItemKind.PAPER, **values)], render)
        assert refused.value.field == part
    with pytest.raises(InputError, match="还没有列出"):
        issue_notice(bureau["intake"], case.number, [], render)
    assert bureau.state(case.number) is State.AT_WINDOW


def test_two_clerks_ticking_off_the_same_item_are_told_who_was_first(bureau: Bureau) -> None:
    case = case_at_window(bureau, MONDAY)
    issue_notice(bureau["intake"], case.number, [CARD, MONTHS], render)
    settle_items(bureau["intake"], case.number, [1])
    with pytest.raises(InputError, match="还没有补正的项：2（累计缴费月数）"):
        settle_items(bureau["second intake"], case.number, [1])
    with bureau["intake"].store.reading() as rows:
        item = rows.notices(case.id)[0].items[0]
    assert item.arrival is not None
    with pytest.raises(Conflict, match="已登记过收到"), bureau["intake"].store.writing() as rows:
        rows.settle_item(item.id, item.arrival)
