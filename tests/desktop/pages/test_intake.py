"""受理: what the page shows and keeps, by keys, in the real window on a real office."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.widgets.checklist import PaperState
from models.assessment import Result
from models.case import State
from models.casework import deciding
from models.casework.drafts import drafts
from models.casework.people import correct_person
from tests.builders.desk import Bureau
from tests.builders.headless import PNG
from tests.builders.intake_clerk import Clerk, banner, field, papers, result
from tests.builders.keys import compose
from tests.builders.people import make_id

pytestmark = pytest.mark.usefixtures("theme")
LONG_NAME = "阿卜杜热合曼·麦麦提图尔荪·艾则孜·吾斯曼江·努尔𬭎"
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


# --- beginning ---------------------------------------------------------------------------------------


def test_the_empty_window_says_how_to_begin_and_shows_the_last_cases(bureau: Bureau, clerk: Clerk) -> None:
    number = bureau.accepted()
    clerk.window.page.refresh()
    page = clerk.window.page
    shown = [tile.text() for tile in page.empty.findChildren(type(page.empty.ask))]
    assert "输入身份证号、姓名…" in shown
    assert any(number in tile.detail for tile in page.empty.findChildren(type(page.empty.ask)))
    assert clerk.window.window.top_bar.search.hasFocus()


def test_a_half_typed_number_is_kept_with_its_age_and_its_error(clerk: Clerk) -> None:
    clerk.comes("11010519900501")
    number = field(clerk, "person.id_number")
    assert number.text() == "110105 19900501"
    assert number.hint.text() == "35 岁 · 还差 4 位"
    assert "应为18位，现为14位" in number.problem.what
    assert number.control.hasFocus()


def test_a_wrong_check_digit_is_said_in_full(clerk: Clerk) -> None:
    right = make_id("110105", date(1990, 5, 1), 2)
    clerk.comes(right[:17] + ("1" if right[17] != "1" else "2"))
    assert "校验码不符" in field(clerk, "person.id_number").problem.what


def test_a_number_that_is_completed_to_a_known_one_opens_that_person(bureau: Bureau, clerk: Clerk) -> None:
    person = bureau.person(7)
    clerk.comes(person.id_number[:14])
    clerk.type(person.id_number[14:])
    assert clerk.window.page.card is not None
    assert clerk.window.page.strip.name.text() == person.name
    assert clerk.window.page.strip.number.text() == "810000********0070"


def test_the_card_shows_what_is_under_way_and_opens_it_by_its_key(bureau: Bureau, clerk: Clerk) -> None:
    person = bureau.person(7)
    case = bureau.open(person=person)
    clerk.comes(person.id_number)
    card = clerk.window.page.card
    assert "已有在办：2025-00001" in card.tiles[0].detail
    assert [tile.text() for tile in card.waiting] == ["2025-00001 技能提升补贴"]
    clerk.type(str(len(card.tiles) + 1))
    assert clerk.window.page.work.number == case.number


def test_a_case_elsewhere_is_not_opened_and_says_where_it_is(bureau: Bureau, clerk: Clerk) -> None:
    number = bureau.accepted()
    clerk.window.window.go_to("intake", ("case", number))
    assert clerk.window.page.work is None
    assert "不在窗口办理阶段" in clerk.window.said()


def test_looking_at_the_whole_number_is_logged(bureau: Bureau, clerk: Clerk) -> None:
    person = bureau.person(7)
    clerk.comes(person.id_number)
    clerk.window.page.strip.eye.click()
    assert clerk.window.page.strip.number.text() == "810000 19770808 0070"
    with bureau["intake"].store.reading() as rows:
        assert [(entry.person_id, entry.what) for entry in rows.accesses()] == [(person.id, "id_number")]


# --- typing ---------------------------------------------------------------------------------------


def test_the_verdict_follows_every_keystroke(filled: Clerk) -> None:
    months = field(filled, "insurance.unemployment_months")
    filled.window.page.form.focus("insurance.unemployment_months")
    months.line.selectAll()
    seen = []
    for digit in "11":
        filled.type(digit)
        seen.append(banner(filled))
    filled.press(Qt.Key.Key_Backspace)
    filled.type("2")
    assert [*seen, banner(filled)] == ["不符合", "不符合", "符合"]
    months.line.selectAll()
    filled.press(Qt.Key.Key_Backspace)
    assert banner(filled) == "还不能判断"


def test_a_wrong_date_is_said_when_it_is_left_and_stays_as_typed(filled: Clerk) -> None:
    issued = field(filled, "certificate.issued_on")
    filled.window.page.form.focus("certificate.issued_on")
    issued.line.selectAll()
    filled.type("20251345")
    assert issued.problem is None
    filled.enter()
    assert "没有13月" in issued.problem.what
    assert issued.text() == "20251345"
    assert not issued.control.hasFocus()
    assert result(filled) is Result.CANNOT_TELL


def test_a_date_that_is_too_late_stands_at_its_field_with_what_can_be_done(filled: Clerk) -> None:
    issued = field(filled, "certificate.issued_on")
    filled.window.page.form.focus("certificate.issued_on")
    issued.line.selectAll()
    filled.type("20230103").enter()
    problem = issued.problem
    assert problem.what == "超过申请期限 517 天"
    assert problem.why[0] == "证书核发日期 2023-01-03，申请截止 2024-01-03，申请日期 2025-06-03。"
    assert problem.why[1].startswith("依据：京人社就发〔2017〕169号")
    filled.press(Qt.Key.Key_1, ALT)
    assert issued.control.hasFocus()
    assert filled.window.page.acts.accept_action.reason.startswith("还缺")  # papers only: a refusal may be accepted


def test_text_on_no_list_is_an_error_and_not_nothing(clerk: Clerk) -> None:
    clerk.comes(make_id("110105", date(1990, 5, 1), 2))
    street = field(clerk, "person.street")
    street.control.setFocus()
    clerk.type("zzz").enter()
    assert "不在本局的名单里" in street.problem.what
    assert street.box.text() == "zzz"


def test_a_group_is_known_by_its_proof_denied_or_left_unknown(clerk: Clerk) -> None:
    clerk.comes(make_id("110105", date(1990, 5, 1), 2))
    field(clerk, "person.veteran").control.setFocus()
    clerk.type("1")
    field(clerk, "person.disabled").control.setFocus()
    clerk.type("0")
    field(clerk, "person.name").control.setFocus()
    session = clerk.window.page.sheet.session
    assert session.text("person.veteran") == "退役军人优待证或退出现役证件"
    assert field(clerk, "person.veteran").text() == "退役军人优待证或退出现役证件"
    assert session.values()["person.disabled"] is False
    assert "person.rural_labour" not in session.values()


def test_what_is_required_of_a_person_is_asked_before_the_programme(clerk: Clerk) -> None:
    clerk.comes(make_id("110105", date(1990, 5, 1), 2))
    clerk.commit()
    assert clerk.window.page.sheet is not None
    assert field(clerk, "person.name").problem.what == "请填写姓名"
    assert field(clerk, "person.name").control.hasFocus()
    assert field(clerk, "person.street").problem.what == "请填写街道（乡镇）"
    assert clerk.window.said().startswith("请先改正：姓名、")


def test_another_date_of_application_asks_other_questions(filled: Clerk) -> None:
    form = filled.window.page.form
    assert "certificate.occupation_in_shortage" in form.asked()
    form.focus("applied_on")
    form.applied_on.line.selectAll()
    filled.type("20241230").enter()
    assert "certificate.occupation_in_shortage" not in form.asked()
    assert not form.fields.widget("certificate.occupation_in_shortage").isVisible()
    assert form.fields.session.text("certificate.occupation") == "电工"


def test_a_date_of_application_in_the_future_is_refused_at_its_field(filled: Clerk) -> None:
    form = filled.window.page.form
    form.focus("applied_on")
    form.applied_on.line.selectAll()
    filled.type("20270101").enter()
    assert "晚于今天" in form.applied_on.problem.what
    papers(filled)
    assert "请改正申请日期" in filled.window.page.acts.accept_action.reason


def test_enter_and_commit_wait_while_the_input_method_composes(filled: Clerk) -> None:
    papers(filled)
    form = filled.window.page.form
    form.focus("certificate.occupation")
    compose(filled.window.focus(), "dian")
    filled.enter()
    assert form.focused_key() == "certificate.occupation"
    filled.commit()
    assert filled.window.modal() is None
    assert filled.window.page.work is not None


def test_what_was_computed_is_shown_and_not_asked(filled: Clerk) -> None:
    note = filled.window.page.form.note
    words = {label.text(): value.text() for label, value in note._shown if not label.isHidden()}
    assert words["取证时年龄"] == "47 岁"
    assert words["申请截止"] == "2026-03-03"
    assert words["自申请日起办结于"] == "2025-06-17"


# --- the register ---------------------------------------------------------------------------------------


def test_awards_are_unknown_until_the_register_was_checked(bureau: Bureau, clerk: Clerk) -> None:
    clerk.comes(bureau.person(7).id_number)
    clerk.type("1")
    page = clerk.window.page
    assert page.form.register.hint.text() == "查前不算数"
    assert "awards" in page.work.wanting()
    page.form.focus("awards")
    clerk.type("1")
    assert page.form.register.hint.text() == "intake 09:00"
    assert "awards" not in page.work.wanting()
    page.form.focus("awards")
    clerk.press(Qt.Key.Key_Backspace)
    assert "awards" in page.work.wanting()


def test_rows_found_in_the_register_decide_and_are_kept(bureau: Bureau, filled: Clerk) -> None:
    filled.press(Qt.Key.Key_F9)
    dialog = filled.window.modal()
    filled.type("1").enter()
    filled.type("20250102").enter()
    filled.word("电工", "diangong").enter()
    filled.type("4").enter()
    filled.press(Qt.Key.Key_A, ALT)
    assert len(dialog.awards) == 1
    filled.commit()
    assert filled.window.modal() is None
    assert result(filled) is Result.INELIGIBLE
    assert filled.window.page.form.register.text() == "查到记录"
    papers(filled)
    filled.commit()
    with bureau["intake"].store.reading() as rows:
        check = rows.register_check(rows.case_numbered("2025-00001").id)
    assert check is not None
    assert check.result == "查到已享受记录"
    assert check.awards == ({"programme": "skill_upgrade", "on": "2025-01-02", "occupation": "电工", "level": 4},)


def test_a_row_without_a_date_is_refused_at_its_field(filled: Clerk) -> None:
    filled.press(Qt.Key.Key_F9)
    filled.type("1").enter()
    filled.commit()
    dialog = filled.window.modal()
    assert "请填写登记上的申请日期" in dialog.on.problem.what
    filled.press(Qt.Key.Key_Escape)
    assert filled.window.page.form.register.text() == "查无记录"


# --- papers ---------------------------------------------------------------------------------------


def test_papers_are_seen_and_scanned(filled: Clerk, tmp_path: Path) -> None:
    form = filled.window.page.form
    assert filled.window.page.foot.reason.text() == "还缺居民身份证、职业资格证书或职业技能等级证书"
    scan = tmp_path / "证书.png"
    scan.write_bytes(PNG)
    filled.window.page.acts.evidence.attach("certificate", scan)
    states = {line.paper.id: (line.paper.state, line.paper.scans) for line in form.checklist.lines()}
    assert states == {"id_card": (PaperState.MISSING, 0), "certificate": (PaperState.SEEN, 1)}
    assert "劳动合同" in form.not_demanded.text()
    wrong = tmp_path / "证书.txt"
    wrong.write_text("x")
    filled.window.page.acts.evidence.attach("certificate", wrong)
    assert "应为 pdf、png 或 jpg 文件" in filled.window.said()


def test_a_paper_on_the_case_cannot_be_unticked(bureau: Bureau, filled: Clerk) -> None:
    papers(filled)
    filled.press(Qt.Key.Key_G, CONTROL)
    filled.window.window.go_to("intake", ("case", "2025-00001"))
    filled.window.page.form.checklist.lines()[0].setFocus()
    filled.press(Qt.Key.Key_Space)
    assert "已登记在案" in filled.window.said()
    assert filled.window.page.form.checklist.lines()[0].paper.state is PaperState.SEEN


# --- handing in ---------------------------------------------------------------------------------------


def test_nothing_is_accepted_while_a_paper_is_missing_and_the_reason_stands_beside(filled: Clerk) -> None:
    filled.commit()
    assert filled.window.modal() is None
    action = filled.window.page.acts.accept_action
    assert action.reason == filled.window.page.foot.reason.text() == "还缺居民身份证、职业资格证书或职业技能等级证书"


def test_unanswered_questions_are_named_before_the_clock_starts(bureau: Bureau, filled: Clerk) -> None:
    papers(filled)
    field(filled, "insurance.unemployment_months").control.setFocus()
    filled.window.focus().selectAll()  # type: ignore[attr-defined]
    filled.press(Qt.Key.Key_Backspace)
    filled.commit()
    dialog = filled.window.modal()
    assert dialog.accessibleName() == "还没有问全"
    filled.press(Qt.Key.Key_Escape)
    assert filled.window.page.work is not None
    filled.commit().commit()
    assert bureau.state("2025-00001") is State.FOR_REVIEW


def test_pressing_twice_takes_in_once(bureau: Bureau, filled: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    papers(filled)
    waiting: list[Callable[[], None]] = []
    run = filled.window.runner.run

    def later(operation: Any, done: Any, failed: Any, *, latest: str = "") -> None:
        waiting.append(lambda: run(operation, done, failed, latest=latest))

    monkeypatch.setattr(filled.window.runner, "run", later)
    filled.commit().commit()
    assert filled.window.page.acts.accept_action.reason == "正在受理…"
    filled.comes(make_id("110105", date(1990, 5, 1), 2))
    assert "正在办理这一位" in filled.window.said()
    assert filled.window.page.form is not None
    filled.window.page.drafts.save_now()
    for start in waiting:
        start()
    with bureau["intake"].store.reading() as rows:
        assert len(rows.cases(None)) == 1
    assert drafts(bureau["intake"]) == ()


def test_a_refused_command_keeps_all_that_was_typed(bureau: Bureau, filled: Clerk) -> None:
    papers(filled)
    page = filled.window.page
    correct_person(bureau["second intake"], replace(page.work.person, phone="13900000000"))
    page.work.person = replace(page.work.person, phone="13700000000")
    filled.commit()
    assert "刚由他人改过" in filled.window.said()
    assert page.form.fields.session.text("certificate.occupation") == "电工"
    assert page.acts.accept_action.enabled
    with bureau["intake"].store.reading() as rows:
        assert rows.cases(None) == ()


def test_a_returned_case_shows_the_reason_on_top_and_goes_back_without_a_second_receipt(
    bureau: Bureau, clerk: Clerk
) -> None:
    number = bureau.accepted(person=bureau.person(7))
    deciding.return_case(bureau["review"], number, "核发日看不清，请核对原件")
    clerk.window.window.go_to("intake", ("case", number))
    shown = [widget.accessibleName() for widget in clerk.window.page.form.findChildren(QWidget)]
    assert any("核发日看不清，请核对原件" in name for name in shown)
    papers(clerk)
    clerk.commit()
    assert "已重新送审" in clerk.window.said()
    assert bureau.state(number) is State.FOR_REVIEW
    with bureau["intake"].store.reading() as rows:
        assert len(rows.letters(rows.case_numbered(number).id)) == 1


def test_a_case_is_withdrawn_only_with_a_reason(bureau: Bureau, clerk: Clerk) -> None:
    case = bureau.open()
    clerk.window.window.go_to("intake", ("case", case.number))
    clerk.press(Qt.Key.Key_W, ALT)
    clerk.commit()
    dialog = clerk.window.modal()
    assert "请写明撤回原因" in dialog.fields["reason"].problem.what
    clerk.word("申请人不办了", "sqrbbl")
    clerk.commit()
    assert bureau.state(case.number) is State.WITHDRAWN
    assert clerk.window.page.work is None
