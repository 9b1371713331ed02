"""复核: the unusual first, every point answered, pass or return; four eyes explained before the key is pressed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.pages.review import ReviewPage
from desktop.pages.review_points import PointKind
from models.case import Act, CaseAct, State
from models.casework import deciding, intake
from reports.issue import render
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau, make_bureau
from tests.builders.page_window import PageWindow

pytestmark = pytest.mark.usefixtures("theme")
LAST_DAY = {**ELIGIBLE_UPGRADE, "certificate.issued_on": "2024-06-04"}
EXACTLY_TWELVE = {**ELIGIBLE_UPGRADE, "insurance.unemployment_months": 12}
TOO_LATE = {**ELIGIBLE_UPGRADE, "certificate.issued_on": "2024-01-03"}
OTHER_CERTIFICATE = {**ELIGIBLE_UPGRADE, "certificate.number": "S000111000001225400999"}
EMPTY = "没有待复核的案件。窗口新送审的会自己列在这里，其他要办的看左边的“待办”。"
OPEN = {**ELIGIBLE_UPGRADE, "certificate.verified": "not_found"}


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "data", confirmed=True)
    yield bureau
    bureau.close()


def page_of(bureau: Bureau, account: str = "review", **window: tuple[int, int]) -> PageWindow:
    return PageWindow(bureau[account], ReviewPage, "worklist", "sign", **window)


def kinds(shown: PageWindow) -> list[PointKind]:
    return [row.point.kind for row in shown.page.case.points.rows]


def acts(bureau: Bureau, number: str) -> tuple[CaseAct, ...]:
    case = bureau.case(number)
    with bureau["review"].store.reading() as rows:
        return rows.acts(case.id)


def correct(bureau: Bureau, number: str, **facts: object) -> None:
    """Back to the window, corrected there, and handed in again."""
    deciding.return_case(bureau["review"], number, "请更正")
    bureau.moment += timedelta(minutes=5)
    intake.record_facts(bureau["intake"], number, {key.replace("__", "."): value for key, value in facts.items()})
    intake.submit(bureau["intake"], number)


def test_an_empty_queue_says_so(bureau: Bureau) -> None:
    shown = page_of(bureau)

    note = shown.page.queue.nothing
    assert note.isVisible()
    assert note.text() == note.accessibleName() == EMPTY
    assert note.hasFocus()


def test_a_routine_case_is_passed_with_enter_and_f9(bureau: Bureau) -> None:
    number = bureau.accepted()
    shown = page_of(bureau)
    shown.press(Qt.Key.Key_Return)
    assert kinds(shown) == []
    assert "没有特殊情况" in shown.page.case.points.title.text()
    shown.press(Qt.Key.Key_F9)

    assert bureau.state(number) is State.FOR_SIGNATURE
    assert shown.said() == f"{number} 复核通过，送签发"
    assert not shown.page.in_case()


def test_after_the_last_case_the_focus_stays_in_the_queue_which_says_what_is_next(bureau: Bureau) -> None:
    bureau.accepted()
    shown = page_of(bureau)
    shown.press(Qt.Key.Key_Return)
    shown.press(Qt.Key.Key_F9)
    note = shown.page.queue.nothing
    assert shown.focus() is note
    assert note.text() == EMPTY
    shown.press(Qt.Key.Key_F8)
    assert shown.said() == EMPTY

    bureau.accepted(OTHER_CERTIFICATE, person=bureau.person(2))
    shown.press(Qt.Key.Key_F5)
    assert shown.focus() is shown.page.queue.wide.table
    shown.press(Qt.Key.Key_Return)
    assert shown.page.in_case()


def test_after_one_case_the_next_is_opened(bureau: Bureau) -> None:
    bureau.accepted()
    second = bureau.accepted(OTHER_CERTIFICATE, person=bureau.person(2))
    shown = page_of(bureau)
    shown.press(Qt.Key.Key_Return)
    shown.press(Qt.Key.Key_F9)

    assert shown.page.in_case()
    assert shown.page.case.number == second


def test_unusual_points_come_first_and_each_must_be_answered(bureau: Bureau) -> None:
    number = bureau.accepted(EXACTLY_TWELVE)
    correct(bureau, number, certificate__occupation="钳工")
    shown = page_of(bureau)
    shown.press(Qt.Key.Key_Return)

    assert kinds(shown) == [PointKind.CORRECTED, PointKind.NEAR]
    first = shown.page.case.points.rows[0].point
    assert (first.before[1], first.after[1]) == ("电工", "钳工")
    assert shown.page.passing.reason == "还有 2 处没有看，看完才能通过"
    shown.press(Qt.Key.Key_F9)
    assert shown.said() == shown.page.passing.reason
    assert bureau.state(number) is State.FOR_REVIEW

    shown.press(Qt.Key.Key_1)
    assert shown.page.passing.reason == "还有 1 处没有看，看完才能通过"
    shown.press(Qt.Key.Key_1)
    assert shown.page.passing.enabled
    shown.press(Qt.Key.Key_F9)
    assert bureau.state(number) is State.FOR_SIGNATURE


def test_what_was_looked_at_is_kept_for_the_signer_with_its_note(bureau: Bureau) -> None:
    number = bureau.accepted(EXACTLY_TWELVE)
    shown = page_of(bureau)
    shown.press(Qt.Key.Key_Return)
    shown.press(Qt.Key.Key_1)
    shown.press(Qt.Key.Key_Return)
    shown.type("社保明细已核")
    shown.press(Qt.Key.Key_Return)
    shown.press(Qt.Key.Key_F9)

    reviewed = [act for act in acts(bureau, number) if act.act is Act.REVIEWED]
    assert "社保明细已核" in reviewed[0].reason
    assert "恰好等于界限" in reviewed[0].reason


def test_a_doubt_bars_passing_and_prefills_the_reason_of_the_return(bureau: Bureau) -> None:
    number = bureau.accepted(EXACTLY_TWELVE)
    shown = page_of(bureau)
    shown.press(Qt.Key.Key_Return)
    shown.press(Qt.Key.Key_2)
    assert shown.page.passing.reason == "有 1 处存疑，请退回窗口（F10），或改为认可"

    shown.press(Qt.Key.Key_F10)
    assert shown.modal().fields["reason"].text().startswith("1. ")
    shown.control(Qt.Key.Key_Return)

    assert bureau.state(number) is State.AT_WINDOW
    assert shown.said() == f"{number} 已退回窗口"
    assert "恰好等于界限" in acts(bureau, number)[-1].reason


def test_refusing_costs_no_more_keys_than_approving(bureau: Bureau) -> None:
    """Enter and F9 as for a grant: to pass a refusal is to agree to what failed, and it is recorded as agreed to."""
    number = bureau.accepted(TOO_LATE)
    shown = page_of(bureau)
    shown.press(Qt.Key.Key_Return)
    assert kinds(shown) == [PointKind.FAILED]
    assert "不符合的就是理由" in shown.page.case.foot.reason.text()
    reason = shown.page.case.points.rows[0].point.title
    shown.press(Qt.Key.Key_F9)

    assert bureau.state(number) is State.FOR_SIGNATURE
    assert reason in acts(bureau, number)[-1].reason


def test_a_refusal_whose_reason_is_doubted_is_not_passed(bureau: Bureau) -> None:
    number = bureau.accepted(TOO_LATE)
    shown = page_of(bureau)
    shown.press(Qt.Key.Key_Return)
    shown.press(Qt.Key.Key_2)
    shown.press(Qt.Key.Key_F9)

    assert "存疑" in shown.page.passing.reason
    assert bureau.state(number) is State.FOR_REVIEW


def test_a_case_that_is_not_settled_can_only_be_returned_and_says_why(bureau: Bureau) -> None:
    number = bureau.accepted(OPEN)
    shown = page_of(bureau)
    shown.press(Qt.Key.Key_Return)

    assert "还不能下结论" in shown.page.passing.reason
    shown.press(Qt.Key.Key_F10)
    assert shown.modal().fields["reason"].text().startswith("1. 证书联网查询结果：联网查无")
    shown.control(Qt.Key.Key_Return)
    assert bureau.state(number) is State.AT_WINDOW


def test_what_nobody_confirmed_is_said_before_the_case_goes_to_a_signer_who_could_not_sign(tmp_path: Path) -> None:
    unconfirmed = make_bureau(tmp_path / "unconfirmed")
    unconfirmed.accepted()
    shown = page_of(unconfirmed)
    shown.press(Qt.Key.Key_Return)
    assert shown.page.passing.enabled
    assert "没有人确认" in shown.page.case.foot.reason.text()
    unconfirmed.close()


def test_who_took_it_in_is_told_before_the_key_is_pressed(bureau: Bureau) -> None:
    person = bureau.person(5)
    case = intake.open_case(bureau["both"], person.id, "skill_upgrade", bureau.now().date(), ELIGIBLE_UPGRADE).value
    intake.record_register_check(bureau["both"], case.number, "查无已享受记录", ())
    intake.accept(bureau["both"], case.number, render)
    shown = page_of(bureau, "both")
    shown.press(Qt.Key.Key_Return)

    assert "您本人经办过" in shown.page.passing.reason
    assert "您本人经办过" in shown.page.case.foot.reason.text()
    shown.press(Qt.Key.Key_F9)
    assert bureau.state(case.number) is State.FOR_REVIEW


def test_answers_stay_when_another_desk_changes_something_else(bureau: Bureau) -> None:
    bureau.accepted(EXACTLY_TWELVE)
    other = bureau.accepted(person=bureau.person(2))
    shown = page_of(bureau)
    shown.press(Qt.Key.Key_Return)
    shown.press(Qt.Key.Key_1)

    shown.runner.bus.publish(deciding.review(bureau["review and sign"], other).changes)

    assert shown.page.case.points.rows[0].answer() == "认可"
    assert shown.page.queue.count == 1


def test_a_case_that_somebody_else_passed_is_told_and_nothing_breaks(bureau: Bureau) -> None:
    number = bureau.accepted()
    shown = page_of(bureau)
    shown.press(Qt.Key.Key_Return)
    deciding.review(bureau["review and sign"], number)
    shown.press(Qt.Key.Key_F9)

    assert "review and sign已于" in shown.said()
    assert "不在这一步" in shown.page.passing.reason


def test_answers_and_notes_survive_a_lock(bureau: Bureau) -> None:
    number = bureau.accepted(EXACTLY_TWELVE)
    shown = page_of(bureau)
    shown.press(Qt.Key.Key_Return)
    shown.press(Qt.Key.Key_2)
    shown.press(Qt.Key.Key_Return)
    shown.type("再核")
    kept = shown.page.draft()
    shown.window.close()

    again = page_of(bureau)
    again.page.restore(kept)
    assert again.page.case.number == number
    assert again.page.case.points.rows[0].answer() == "存疑"
    assert again.page.case.note.text() == "再核"


def test_a_refusal_that_could_not_be_passed_is_not_restored_as_if_somebody_had_judged_it(bureau: Bureau) -> None:
    number = bureau.accepted(TOO_LATE)
    shown = page_of(bureau)
    shown.press(Qt.Key.Key_Return)
    deciding.return_case(bureau["review and sign"], number, "请核对核发日期")
    shown.press(Qt.Key.Key_F9)
    assert "退回" in shown.said()
    assert [row.answer() for row in shown.page.case.points.rows] == [""]
    kept = shown.page.draft()
    shown.window.close()
    intake.submit(bureau["intake"], number)

    again = page_of(bureau)
    again.page.restore(kept)
    assert again.page.case.number == number
    assert [row.answer() for row in again.page.case.points.rows] == [""]


def test_a_draft_finds_its_rows_by_what_they_say_and_not_by_their_place(bureau: Bureau) -> None:
    number = bureau.accepted(EXACTLY_TWELVE)
    shown = page_of(bureau)
    shown.press(Qt.Key.Key_Return)
    shown.press(Qt.Key.Key_1)
    kept = shown.page.draft()
    shown.window.close()
    correct(bureau, number, certificate__occupation="钳工")

    again = page_of(bureau)
    again.page.restore(kept)
    assert kinds(again) == [PointKind.CORRECTED, PointKind.NEAR]
    assert [row.answer() for row in again.page.case.points.rows] == ["", "认可"]


def test_arrows_move_between_points_and_unfold_the_routine_ones(bureau: Bureau) -> None:
    bureau.accepted(EXACTLY_TWELVE)
    shown = page_of(bureau)
    shown.press(Qt.Key.Key_Return)
    routine = shown.page.case.points.routine
    shown.press(Qt.Key.Key_Down)
    assert routine.hasFocus()
    shown.press(Qt.Key.Key_Right)
    assert routine.unfolded
    assert len(routine.lines.lines) == shown.page.case.sheet.differences.routine > 3
    shown.press(Qt.Key.Key_Up)
    assert shown.page.case.points.rows[0].segments.hasFocus()


def test_a_case_withdrawn_meanwhile_is_told_in_the_open_case(bureau: Bureau) -> None:
    number = bureau.accepted()
    shown = page_of(bureau)
    shown.press(Qt.Key.Key_Return)
    before = shown.page.case.sheet
    shown.runner.bus.publish(intake.withdraw(bureau["intake"], number, "申请人撤回", render).changes)

    assert shown.page.case.sheet is not before
    assert "已撤回" in shown.page.passing.reason
