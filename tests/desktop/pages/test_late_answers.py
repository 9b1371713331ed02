"""An answer that comes when the page shows another case, person or nothing: it is told, and changes nothing there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.dialogs.set_pin import set_own_pin
from desktop.item_models.rows import PAGE
from desktop.page import Page
from desktop.pages.intake import IntakePage
from desktop.pages.letters import LettersPage
from desktop.pages.review import ReviewPage
from desktop.pages.sign import SignPage
from desktop.pages.worklist import WorklistPage
from desktop.widgets.button import Button
from models.case import State
from models.casework import closing, deciding
from models.casework.closing import serve_letter
from models.casework.identities import correct_number
from models.casework.notices import issue_notice
from models.casework.serving import HandOver
from models.casework.steps import set_steps
from models.casework.unit_of_work import Desk
from models.errors import Refused
from models.serving import EVENTS, Way
from reports.issue import render
from tests.builders.desk import PHRASE, Bureau, make_bureau
from tests.builders.intake_clerk import Clerk, fill, papers
from tests.builders.notices import CARD, at, case_at_window, put_grounds
from tests.builders.page_window import PageWindow
from tests.builders.people import make_id
from tests.builders.slow_runner import SlowRunner

pytestmark = pytest.mark.usefixtures("theme")
PIN = "135790"
MONDAY = date(2025, 6, 9)
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "data", confirmed=True)
    yield bureau
    bureau.close()


def slow(desk: Desk, kind: type[Page], *others: str) -> tuple[PageWindow, SlowRunner]:
    """A window that answered everything so far and answers nothing from now on."""
    runner = SlowRunner(desk, at_once=True)
    shown = PageWindow(desk, kind, *others, runner=runner)
    return shown, runner


def slow_case(bureau: Bureau, number: str, account: str = "intake") -> tuple[PageWindow, SlowRunner]:
    shown, runner = slow(bureau[account], WorklistPage, "intake", "review", "sign", "letters", "rules")
    shown.window.go_to("worklist", number)
    runner.at_once = False
    return shown, runner


def two_reviewed(bureau: Bureau) -> tuple[str, str]:
    first = bureau.reviewed(person=bureau.person(1))
    bureau.moment += timedelta(minutes=1)
    return first, bureau.reviewed(person=bureau.person(2))


# --- signing ----------------------------------------------------------------------------------------------------------


def test_while_one_is_being_signed_no_other_case_takes_its_place(bureau: Bureau) -> None:
    set_own_pin(bureau["sign"], PHRASE, PIN)
    first, second = two_reviewed(bureau)
    shown, runner = slow(bureau["sign"], SignPage, "worklist", "rules", "letters")
    assert shown.page.number == first
    shown.press(Qt.Key.Key_F9)
    shown.type(PIN)
    runner.at_once = False
    shown.press(Qt.Key.Key_Return)
    table = shown.page.list.table
    place = table.visualRect(table.model().index(1, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert shown.page.number == first
    assert shown.said() == "正在签发，请稍候。"
    shown.press(Qt.Key.Key_F8)
    assert shown.page.number == first

    runner.answer_all()

    assert bureau.state(first) is State.TO_SERVE
    assert bureau.state(second) is State.FOR_SIGNATURE
    letter, content = shown.page.signed
    assert first in shown.said()
    assert content.startswith(b"%PDF")
    with bureau["sign"].store.reading() as rows:
        assert rows.letter_content(letter.id) == content


def test_a_letter_that_could_not_be_drawn_bars_only_its_own_case(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two_reviewed(bureau)
    shown, runner = slow(bureau["sign"], SignPage, "worklist", "rules", "letters")
    shown.press(Qt.Key.Key_F8)  # both letters are drawn now
    assert shown.page.number == second

    def undrawable(_order: object) -> bytes:
        raise Refused("这份文书画不出来。")

    monkeypatch.setattr("desktop.pages.sign.draw", undrawable)
    shown.page._previews.pop(next(key for key in shown.page._previews if key[0] == first))
    runner.at_once = False
    shown.page.open_case(first)
    runner.answer()  # the sheet: its letter is being drawn
    shown.page.open_case(second)
    runner.waiting.reverse()
    runner.answer_all()  # the second case is shown first, then the first one's failure comes

    assert shown.page.number == second
    assert shown.page.signing.enabled
    assert shown.page.letter.page.page_count() >= 1


# --- review -----------------------------------------------------------------------------------------------------------


def test_passing_names_its_own_case_when_the_next_one_was_opened_meanwhile(bureau: Bureau) -> None:
    first = bureau.accepted(person=bureau.person(1))
    bureau.moment += timedelta(minutes=1)
    second = bureau.accepted(person=bureau.person(2))
    bureau.moment += timedelta(minutes=1)
    bureau.accepted(person=bureau.person(3))
    shown, runner = slow(bureau["review"], ReviewPage, "worklist", "sign")
    shown.page.open_case(first)
    assert shown.page.hindrance() == ""
    runner.at_once = False
    shown.press(Qt.Key.Key_F9)
    shown.press(Qt.Key.Key_F8)
    assert shown.page.case.number == second

    runner.answer_all()

    assert bureau.state(first) is State.FOR_SIGNATURE
    assert bureau.state(second) is State.FOR_REVIEW
    assert shown.said() == f"{first} 复核通过，送签发"
    assert shown.page.case.number == second
    assert shown.page.passing.enabled


def test_a_refused_passing_is_told_with_its_number_beside_another_case(bureau: Bureau) -> None:
    first = bureau.accepted(person=bureau.person(1))
    bureau.moment += timedelta(minutes=1)
    second = bureau.accepted(person=bureau.person(2))
    shown, runner = slow(bureau["review"], ReviewPage, "worklist", "sign")
    shown.page.open_case(first)
    runner.at_once = False
    shown.press(Qt.Key.Key_F9)
    deciding.return_case(bureau["review"], first, "请更正")
    shown.press(Qt.Key.Key_F8)

    runner.answer_all()

    assert first in shown.said()
    assert shown.page.case.number == second
    assert shown.page.passing.enabled


# --- the case on the worklist -----------------------------------------------------------------------------------------


def test_a_criterion_chosen_in_one_case_is_not_chosen_in_the_next(bureau: Bureau) -> None:
    first, second = two_reviewed(bureau)
    shown, _runner = slow(bureau["review"], WorklistPage, "intake", "review", "sign", "letters", "rules")
    shown.window.go_to("worklist", first)
    shown.press(Qt.Key.Key_3)
    findings = shown.page.case.findings
    findings.list.line_chosen.emit(findings._assessment.criteria[0].id)
    assert findings.source.isVisible()

    shown.page.open_case(second)
    shown.press(Qt.Key.Key_3)

    assert not findings.source.isVisible()
    assert findings.chosen == ""
    shown.press(Qt.Key.Key_B, ALT)
    assert shown.page.case._pinned()[1] == ""


def test_while_a_case_is_opened_nothing_of_the_one_before_can_be_done(bureau: Bureau) -> None:
    first = case_at_window(bureau, MONDAY, person=bureau.person(1)).number
    second = bureau.accepted(person=bureau.person(2))
    shown, runner = slow_case(bureau, first)
    assert shown.page.case.foot.findChildren(Button)

    shown.page.open_case(second)
    QApplication.processEvents()

    assert shown.page.case.facts.groups == []
    foot = shown.page.case.foot
    assert [button for button in foot.findChildren(Button) if button.isVisible()] == []
    runner.answer_all()
    assert shown.page.case.dossier.record.case.number == second


def test_an_act_without_a_form_names_its_own_case_when_another_was_opened_meanwhile(bureau: Bureau) -> None:
    put_grounds(bureau)
    first = case_at_window(bureau, MONDAY, person=bureau.person(1)).number
    second = bureau.open(person=bureau.person(2)).number
    notice = issue_notice(bureau["intake"], first, (CARD,), render).value
    serve_letter(
        bureau["intake"], notice.letter.number, HandOver(Way.DIRECT, EVENTS[Way.DIRECT][0], MONDAY, "练习甲", "本人")
    )
    at(bureau, date(2025, 7, 21))
    shown, runner = slow_case(bureau, first)
    late = shown.page.case.acting.turns.late
    assert late in shown.page.page_actions()
    late.trigger()
    late.trigger()  # a second press while it runs does nothing
    assert len(runner.waiting) == 1
    shown.page.open_case(second)

    runner.answer_all()

    assert shown.said() == f"{first} 已提请按逾期未补正处理，等签发人确认"


def test_a_failure_behind_a_dialog_that_was_closed_is_told_at_the_bottom(bureau: Bureau) -> None:
    number = bureau.reviewed()
    bureau.decide(number)
    shown, runner = slow_case(bureau, number)
    shown.press(Qt.Key.Key_F9)
    shown.press(Qt.Key.Key_1)
    shown.press(Qt.Key.Key_Return)
    shown.type("0")
    shown.control(Qt.Key.Key_Return)
    shown.press(Qt.Key.Key_Escape)
    assert shown.modal() is None
    QApplication.sendPostedEvents(None, 52)  # the deferred deletion
    closing.serve(bureau["intake"], number, "直接送达", bureau.moment.date())

    runner.answer_all()

    assert shown.said() != ""
    assert "登记" in shown.said() or "送达" in shown.said()


def test_f8_does_not_say_that_it_was_the_last_case_while_the_next_one_is_still_being_read(bureau: Bureau) -> None:
    for number in range(1, 46):
        bureau.open(person=bureau.person(number))
    shown, runner = slow(bureau["intake"], WorklistPage, "intake", "review", "sign", "letters", "rules")
    model = shown.page.list.wide.model
    last_read = max(model._pages) * PAGE + len(model._pages[max(model._pages)]) - 1
    assert last_read < 44
    shown.page.list.wide.table.select_number(last_read)
    shown.page.open_case(shown.page.list.current().case.number)
    runner.at_once = False
    shown.press(Qt.Key.Key_F8)
    assert shown.said() == "正在读下一件，请再按一次 F8。"

    runner.answer_all()
    shown.press(Qt.Key.Key_F8)
    runner.answer_all()

    assert shown.page.case.number == f"2025-{last_read + 2:05d}"


# --- acts on many -----------------------------------------------------------------------------------------------------


def test_sealing_all_twice_seals_once_and_says_how_many(bureau: Bureau) -> None:
    set_steps(bureau["system"], (), "", seal_apart=True)
    for number in two_reviewed(bureau):
        bureau.decide(number)
    shown, runner = slow(bureau["intake"], WorklistPage, "intake", "review", "sign", "letters", "rules")
    runner.at_once = False
    shown.control(Qt.Key.Key_U)
    shown.control(Qt.Key.Key_U)

    runner.answer_all()

    assert shown.said() == "2 件已记为用印"


# --- letters ----------------------------------------------------------------------------------------------------------


def test_a_letter_that_was_served_meanwhile_is_not_offered_to_be_served_again(bureau: Bureau) -> None:
    number = bureau.reviewed()
    bureau.decide(number)
    shown, _runner = slow(bureau["intake"], LettersPage, "worklist")
    assert shown.page.serve_action.enabled
    closing.serve(bureau["intake"], number, "直接送达", bureau.moment.date())

    shown.page.refresh()
    QApplication.processEvents()

    assert shown.page.serve_action.reason == "这份文书已经送达。"


# --- the window -------------------------------------------------------------------------------------------------------


def test_a_corrected_number_comes_to_the_person_it_belongs_to(bureau: Bureau) -> None:
    first, other = bureau.person(7), bureau.person(8)
    shown, runner = slow(bureau["intake"], IntakePage, "worklist")
    clerk = Clerk(shown)
    clerk.comes(first.id_number)
    change = correct_number(bureau["intake"], first.id, make_id(sequence=414), "录错号码").value
    runner.at_once = False
    shown.page.acts.identity._changed(first.id, change)
    shown.page.acts.leave()
    asked = list(runner.waiting)
    runner.waiting.clear()
    runner.at_once = True
    clerk.comes(other.id_number)
    for _key, answer in asked:
        answer()

    assert shown.page.work.person.id == other.id
    assert shown.page.work.arrival.person.id == other.id


def test_a_correction_that_was_given_up_does_not_come_back_with_the_draft(bureau: Bureau) -> None:
    shown, _runner = slow(bureau["intake"], IntakePage, "worklist")
    clerk = Clerk(shown)
    fill(clerk, bureau.person(7).id_number)
    phone = shown.page.work.person.phone
    clerk.press(Qt.Key.Key_R, ALT)
    field = shown.modal().sheet.fields.widget("person.phone")
    field.set_text("13900000000")
    field.edited.emit("13900000000")
    clerk.press(Qt.Key.Key_Escape)
    assert shown.modal() is None
    clerk.press(Qt.Key.Key_N, CONTROL)
    shown.page.empty.waiting.tiles[0].click()

    assert shown.page.work.person.phone == phone
    papers(clerk)
    clerk.commit()
    with bureau["intake"].store.reading() as rows:
        assert rows.person(shown.page.work.person.id).phone == phone


def fill_up(bureau: Bureau, pages: int = 0) -> None:
    """The disk has no room left, or so many pages again."""
    connection = bureau["intake"].store.connection
    most = pages or int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())
    connection.exec_driver_sql(f"PRAGMA max_page_count = {most}")
    connection.rollback()


@pytest.mark.parametrize("at_once", [True, False])
def test_what_could_not_be_kept_as_a_draft_is_not_put_away(bureau: Bureau, at_once: bool) -> None:
    shown, runner = slow(bureau["intake"], IntakePage, "worklist")
    clerk = Clerk(shown)
    fill(clerk, bureau.person(7).id_number)
    typed = "电工" * 9_000  # more than the free pages hold
    shown.page.work.session.type("certificate.occupation", typed)
    fill_up(bureau)
    runner.at_once = at_once
    clerk.press(Qt.Key.Key_N, CONTROL)
    runner.answer_all()

    assert "磁盘已满" in shown.said()
    assert shown.page.form.fields.session.text("certificate.occupation") == typed

    runner.at_once = True
    fill_up(bureau, 1_000_000)
    clerk.press(Qt.Key.Key_N, CONTROL)
    assert shown.page.work is None
    shown.page.empty.waiting.tiles[0].click()
    assert shown.page.form.fields.session.text("certificate.occupation") == typed


def test_who_could_not_be_kept_when_somebody_else_came_is_back_once_the_window_is_free(bureau: Bureau) -> None:
    shown, _runner = slow(bureau["intake"], IntakePage, "worklist")
    clerk = Clerk(shown)
    fill(clerk, bureau.person(7).id_number)
    other = bureau.person(8)
    shown.page.work.session.type("certificate.occupation", "电工" * 9_000)
    fill_up(bureau)
    clerk.comes(other.id_number)
    assert shown.page.work.person.id == other.id
    clerk.press(Qt.Key.Key_N, CONTROL)

    assert shown.page.work.person.id != other.id
    assert shown.page.form.fields.session.text("certificate.occupation").startswith("电工")
    assert "这一位先留在窗口" in shown.said()
