"""The turns of a case by keys: notice, arrival, refusing acceptance, deadline, service, what clocks ask for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from desktop.dialogs.calendar_year import ConfirmYearDialog, year_dialog
from desktop.dialogs.receipt import PaperDialog
from desktop.pages.letters import LettersPage
from desktop.pages.worklist import WorklistPage
from models.calendar_text import text_of_year
from models.case import State
from models.casework import deciding, intake
from models.casework.calendars import add_year, calendar_years, moved_by
from models.casework.identities import correct_number
from models.casework.notices import issue_notice
from models.casework.turning_away import propose_non_acceptance
from models.clock import DayKind
from models.notice import NonAcceptance
from reports.issue import render
from tests.builders.desk import Bureau, make_bureau
from tests.builders.notices import CARD, MONTHS, YEAR_2027, at, case_at_window
from tests.builders.page_window import PageWindow, case_of
from tests.builders.people import make_id

pytestmark = pytest.mark.usefixtures("theme")
MONDAY = date(2025, 6, 9)
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "data", confirmed=True)
    yield bureau
    bureau.close()


def test_a_notice_is_typed_item_by_item_printed_at_once_and_its_arrival_ticked_off(bureau: Bureau) -> None:
    number = case_at_window(bureau, MONDAY).number
    shown = case_of(bureau, number)
    shown.press(Qt.Key.Key_F6)
    shown.modal().name.setFocus()
    for text in ("本人银行卡", "没有提交", "提交原件核对", "办事指南"):
        shown.type(text)
        shown.press(Qt.Key.Key_Return)
    shown.press(Qt.Key.Key_A, ALT)
    assert [item.name for item in shown.modal().items] == ["本人银行卡"]
    shown.type("缴费月数")
    shown.control(Qt.Key.Key_Return)
    dialog = shown.modal()
    assert "第2项没有写明问题" in dialog.wrong.problem.what  # nothing typed is lost
    assert (dialog.name.text(), bureau.state(number)) == ("缴费月数", State.AT_WINDOW)
    dialog.name.set_text("")
    shown.control(Qt.Key.Key_Return)
    assert isinstance(shown.modal(), PaperDialog)
    assert bureau.state(number) is State.FOR_APPLICANT
    shown.press(Qt.Key.Key_Escape)

    shown.press(Qt.Key.Key_F9)
    shown.control(Qt.Key.Key_Return)
    assert "请先勾选" in shown.modal().failure.accessibleName()
    shown.modal().checklist.focus_first()
    shown.press(Qt.Key.Key_Space)
    shown.control(Qt.Key.Key_Return)
    assert shown.modal() is None
    assert bureau.state(number) is State.AT_WINDOW
    assert shown.page.case.acting.turns.further in shown.page.case.acting.aside()


def test_a_further_notice_asks_for_its_reason_and_goes_to_another_account(bureau: Bureau) -> None:
    number = case_at_window(bureau, MONDAY).number
    intake.accept(bureau["intake"], number, render)
    deciding.return_case(bureau["review"], number, "缺银行卡")
    shown = case_of(bureau, number)
    shown.press(Qt.Key.Key_F6)
    dialog = shown.modal()
    dialog.items.append(CARD)
    dialog._show_items()
    shown.control(Qt.Key.Key_Return)
    assert dialog.reason.problem is not None
    shown.type("受理后银行卡才被注销")
    shown.control(Qt.Key.Key_Return)
    assert shown.modal() is None
    assert "等另一人批准" in shown.said()

    superior = case_of(bureau, number, "review")
    superior.press(Qt.Key.Key_F9)
    superior.control(Qt.Key.Key_Return)
    assert isinstance(superior.modal(), PaperDialog)
    assert bureau.state(number) is State.FOR_APPLICANT


def test_refusing_acceptance_is_proposed_at_the_window_and_confirmed_or_sent_back_by_a_signer(bureau: Bureau) -> None:
    number = case_at_window(bureau, MONDAY).number
    shown = case_of(bureau, number)
    shown.press(Qt.Key.Key_U, ALT)
    fields = shown.modal().fields
    fields["facts"].set_text("参保地不在本市")
    shown.control(Qt.Key.Key_Return)
    assert "请写明不予受理的理由" in fields["reason"].problem.what
    fields["reason"].set_text("不属于本局职权范围")
    fields["article"].set_text("《行政许可法》第三十二条（参照）")
    shown.control(Qt.Key.Key_Return)
    assert shown.modal() is None

    signer = case_of(bureau, number, "sign")
    signer.press(Qt.Key.Key_F9)
    signer.modal().fields["reason"].set_text("先查参保地")
    signer.control(Qt.Key.Key_Return)
    assert bureau.state(number) is State.AT_WINDOW

    propose_non_acceptance(bureau["intake"], number, NonAcceptance("参保地不在本市", "无职权", "某条"))
    signer = case_of(bureau, number, "sign")
    signer.press(Qt.Key.Key_F9)
    signer.control(Qt.Key.Key_Return)
    assert isinstance(signer.modal(), PaperDialog)
    assert bureau.state(number) is State.NOT_ACCEPTED


def test_every_deadline_opens_into_a_small_calendar_that_arrows_go_through(bureau: Bureau) -> None:
    at(bureau, date(2025, 9, 25))
    number = bureau.accepted(on=date(2025, 9, 25))
    shown = case_of(bureau, number)
    shown.control(Qt.Key.Key_T)
    sheet = shown.modal().sheet
    assert sheet.current().last
    assert {day.kind for day in sheet.days()} == {DayKind.START, DayKind.COUNTED, DayKind.REST}
    told: set[Any] = {sheet.current().sentence}
    sheet.setFocus()
    for _ in sheet.days():
        shown.press(Qt.Key.Key_Left)
        told.add(sheet.current().sentence)
    assert any("国庆" in sentence for sentence in told)
    assert any("2025-09-28 星期日：第2个工作日（调休上班）" in sentence for sentence in told)


def test_a_letter_of_the_case_is_served_from_its_tab_and_tells_the_remedy_dates(bureau: Bureau) -> None:
    number = case_at_window(bureau, MONDAY).number
    issued = issue_notice(bureau["intake"], number, [CARD, MONTHS], render).value
    shown = case_of(bureau, number)
    shown.press(Qt.Key.Key_4)
    shown.press(Qt.Key.Key_S, ALT)
    shown.press(Qt.Key.Key_1)
    shown.press(Qt.Key.Key_Return)
    shown.type("0")
    shown.control(Qt.Key.Key_Return)
    assert shown.modal() is None
    with bureau["intake"].store.reading() as rows:
        assert [one.event_on for one in rows.servings([issued.letter.id])[issued.letter.id]] == [MONDAY]

    letters = PageWindow(bureau["intake"], LettersPage, "worklist")
    letters.page.table.select_first()
    assert letters.page.serve_action.reason == "这份文书已经送达。"


def test_what_clocks_and_proposals_ask_for_is_listed_in_one_place(bureau: Bureau) -> None:
    number = case_at_window(bureau, MONDAY).number
    at(bureau, date(2025, 6, 20))
    shown = PageWindow(bureau["intake"], WorklistPage, "intake")
    shown.control(Qt.Key.Key_T)
    shown.press(Qt.Key.Key_Return)
    assert shown.page.case.number == number
    assert shown.page.case.acting.forward() is shown.page.case.acting.turns.deem
    shown.press(Qt.Key.Key_F9)
    assert isinstance(shown.modal(), PaperDialog)
    assert bureau.case(number).accepted_on == MONDAY


def test_a_year_is_typed_and_what_it_would_move_is_shown_before_it_is_confirmed(bureau: Bureau) -> None:
    shown = PageWindow(bureau["review"], WorklistPage, "intake")
    done: list[object] = []
    dialog = year_dialog(shown.window, done.append)
    shown.window.open_modal(dialog)
    dialog.fields["year"].set_text("2027")
    dialog.fields["off"].set_text("1-1→1-3 元旦\n二月三十 春节")
    shown.control(Qt.Key.Key_Return)
    assert "读不出来" in dialog.fields["off"].problem.what
    off, work = text_of_year(YEAR_2027)
    dialog.fields["off"].set_text(off)
    dialog.fields["work"].set_text(work)
    dialog.fields["document"].set_text("测试通知1号")
    shown.control(Qt.Key.Key_Return)
    assert len(done) == 1
    newest = calendar_years(bureau["sign"])[0]
    assert newest.table.to_json() == YEAR_2027.to_json()
    entry = add_year(bureau["system"], YEAR_2027, "测试通知2号").value
    confirmed: list[bool] = []
    ask = ConfirmYearDialog(newest, moved_by(bureau["sign"], entry.id), lambda: confirmed.append(True))
    shown.window.open_modal(ask)
    shown.control(Qt.Key.Key_Return)
    assert confirmed == [True]


def test_what_waits_for_a_second_person_stands_above_the_list_and_opens_by_enter(bureau: Bureau) -> None:
    person = bureau.person(3)
    number = bureau.reviewed(person=person)
    bureau.decide(number)
    change = correct_number(bureau["intake"], person.id, make_id("110101", date(1971, 2, 2), 321), "颠倒两位").value
    asking = PageWindow(bureau["intake"], WorklistPage, "intake", "settings")
    assert not asking.page.looks.isVisible()
    add_year(bureau["sign"], YEAR_2027, "测试文号〔2026〕1号")
    shown = PageWindow(bureau["review"], WorklistPage, "intake", "settings")
    looks = shown.page.looks
    assert [tile.text() for tile in looks.tiles] == [f"证件号码更正 · {person.name} · {number}", "工作日历"]
    assert person.id_number not in looks.tiles[0].detail
    looks.tiles[0].setFocus()
    shown.press(Qt.Key.Key_Return)
    assert (shown.page.in_case(), shown.page.case.number) == (True, number)
    confirm = shown.page.case.acting.confirm
    assert confirm in shown.page.page_actions()
    confirm.trigger()
    shown.modal().fields["answer"].setFocus()
    shown.type("1")
    shown.control(Qt.Key.Key_Return)
    with bureau["review"].store.reading() as rows:
        assert rows.person(person.id).id_number == change.new_number
    shown.press(Qt.Key.Key_Escape)
    assert [tile.text() for tile in looks.tiles] == ["工作日历"]
    looks.tiles[0].click()
    assert shown.opened("settings") == "calendar"
