"""A whole case: its tabs, and what may be done with it by whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from desktop.pages.worklist import WorklistPage
from desktop.theme.appearance import Appearance, Scheme, TextSize
from desktop.theme.apply import Theme
from desktop.theme.type import text_width
from desktop.widgets.modal import Modal
from desktop.widgets.table_paint import PADDING
from desktop.widgets.text import Text
from models.case import State
from models.casework import closing, deciding, intake
from models.casework.case_scans import paper_scan
from models.errors import InputError
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau, make_bureau
from tests.builders.page_window import PageWindow, case_of

pytestmark = pytest.mark.usefixtures("theme")


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "data", confirmed=True)
    yield bureau
    bureau.close()


def words_of(shown: PageWindow) -> str:
    groups = shown.page.case.facts.groups
    return "\n".join(f"{label} {value}" for group in groups for label, value in group.rows)


def test_the_facts_are_told_in_words_and_nothing_that_is_masked_is_betrayed(bureau: Bureau) -> None:
    number = bureau.accepted()
    shown = case_of(bureau, number)

    told = words_of(shown)
    assert "证书的职业（工种） 电工" in told
    assert "证书等级 四级/中级工" in told
    assert "已持有同一职业（工种）更高等级证书 否" in told
    person = shown.page.case.dossier.record.person
    assert person.id_number not in told
    assert person.birth_date.isoformat() not in told
    assert person.bank_card not in told
    assert shown.page.case.strip.number.text().count("*") == 8


def test_at_the_largest_text_the_days_left_the_numbers_of_letters_and_the_seat_needed_are_whole(
    bureau: Bureau, theme: Theme
) -> None:
    theme.apply(Appearance(Scheme.HIGH_CONTRAST, TextSize.LARGEST))
    shown = case_of(bureau, bureau.accepted())
    case = shown.page.case

    told = {fact.label: fact for fact in case.strip._fitting()}
    assert ("个工作日" in told["办结期限"].value, told["办结期限"].most) == (True, 0)
    assert "需要席位：复核" in case.foot.reason.text()
    assert case.foot.reason.height() >= case.foot.reason.heightForWidth(case.foot.reason.width()) > 0

    assert case.foot.reason.height() < case.foot.height() < case.height() // 5

    shown.press(Qt.Key.Key_4)
    letters = case.letters.table
    number = letters.model().index(0, 1)
    assert "号" in number.data()
    assert letters.columnWidth(1) >= text_width(number.data()) + PADDING


def test_the_whole_number_is_shown_after_the_look_was_logged(bureau: Bureau) -> None:
    shown = case_of(bureau, bureau.accepted())
    shown.page.case.strip.eye.click()

    person = shown.page.case.dossier.record.person
    assert shown.page.case.strip.number.text().replace(" ", "") == person.id_number
    with bureau["audit"].store.reading() as rows:
        assert [entry.what for entry in rows.accesses()] == ["id_number"]


def test_digits_go_through_the_tabs_and_every_tab_has_its_things(bureau: Bureau) -> None:
    number = bureau.reviewed()
    bureau.decide(number)
    shown = case_of(bureau, number)
    case = shown.page.case

    shown.press(Qt.Key.Key_2)
    assert case.papers.isVisible()
    assert case.papers.model.cell(0, 0).text == "居民身份证"
    shown.press(Qt.Key.Key_3)
    assert case.findings.isVisible()
    assert "原样留存" in case.findings.remark.text()
    shown.press(Qt.Key.Key_4)
    assert [case.letters.model.cell(view, 0).text for view in range(2)] == ["受理通知书", "准予决定书"]
    shown.press(Qt.Key.Key_5)
    assert ("决定金额", "¥1,500.00") in case.money.groups[0].rows
    shown.press(Qt.Key.Key_6)
    assert timeline_of(shown) == ["收件", "受理", "受理通知书", "复核通过", "签发", "准予决定书"]
    case.desk.timeline.filter.set_text("文书")
    case.desk.timeline.filter.edited.emit("文书")
    assert timeline_of(shown) == ["受理通知书", "准予决定书"]


def timeline_of(shown: PageWindow) -> list[str]:
    model = shown.page.case.desk.timeline.model
    return [model.cell(view, 2).pill.text for view in range(model.rowCount())]


def test_enter_on_a_letter_opens_it_in_the_register(bureau: Bureau) -> None:
    shown = case_of(bureau, bureau.accepted())
    shown.press(Qt.Key.Key_4)
    shown.press(Qt.Key.Key_Return)

    assert shown.opened("letters") == shown.page.case.dossier.record.letters[0].id


def test_f12_shows_the_clause_of_the_chosen_criterion_and_leads_on_to_its_rule(bureau: Bureau) -> None:
    shown = case_of(bureau, bureau.accepted())
    rows = shown.page.verdict.list
    first = next(place for place in range(rows.model().rowCount()) if hasattr(rows.verdict_model.row(place), "clause"))
    rows.setFocus()
    rows.setCurrentIndex(rows.model().index(first, 0))
    shown.press(Qt.Key.Key_F12)
    chosen = rows.verdict_model.row(first)
    assert chosen.sentence in words_in(shown.modal())
    assert re.search(r"依据的来源：[^A-Za-z]+（(?:F-[A-D]|R|NF|INF)）", words_in(shown.modal()))
    assert "证据等级" not in words_in(shown.modal())
    shown.control(Qt.Key.Key_Return)

    assert shown.opened("rules") == ("criterion", "skill_upgrade", chosen.id)


def test_f12_without_a_choice_shows_what_decides_and_f8_the_others(bureau: Bureau) -> None:
    shown = case_of(bureau, bureau.accepted({**ELIGIBLE_UPGRADE, "insurance.unemployment_months": 3}))
    shown.press(Qt.Key.Key_F12)
    dialog = shown.modal()
    assert "不符合" in words_in(dialog)
    before = dialog.line
    shown.press(Qt.Key.Key_F8)

    assert dialog.line is not before
    assert dialog.line.sentence in words_in(dialog)


def words_in(dialog: Modal) -> str:
    """What is to be read in a dialog."""
    return " ".join(part.text() for part in dialog.findChildren(Text) if part.isVisibleTo(dialog))


def test_the_scan_on_record_stands_beside_a_case_from_1920_on_and_only_its_own(bureau: Bureau) -> None:
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    QImage(40, 60, QImage.Format.Format_RGB32).save(held, "PNG")  # type: ignore[call-overload]
    first = bureau.open()
    intake.see_paper(bureau["intake"], first.number, "居民身份证", bytes(held.data().data()), "image/png")
    second = bureau.accepted(person=bureau.person(2))
    shown = PageWindow(bureau["intake"], WorklistPage, "intake", size=(1920, 1080))
    shown.window.go_to("worklist", first.number)
    scans = shown.page.case.scans
    assert scans.isVisible()
    assert not scans.view.picture.image.isNull()
    with bureau["intake"].store.reading() as rows:
        assert [entry.what for entry in rows.accesses()] == [f"扫描件 {first.number}：居民身份证"]
    shown.window.go_to("worklist", second)
    assert not scans.isVisible()
    assert scans.view.picture.image.isNull()
    shown.window.go_to("worklist", first.number)
    shown.window.resize(1366, 768)
    QApplication.processEvents()

    assert not scans.isVisible()


def test_a_scan_of_another_case_is_not_to_be_had(bureau: Bureau) -> None:
    first, second = bureau.open(), bureau.accepted(person=bureau.person(2))
    paper = intake.see_paper(bureau["intake"], first.number, "居民身份证", b"scan", "image/png").value
    assert paper.attachment_id is not None
    assert paper_scan(bureau["review"], first.number, paper.attachment_id) == (b"scan", "image/png")
    with pytest.raises(InputError, match="没有这份扫描件"):
        paper_scan(bureau["review"], second, paper.attachment_id)


def test_what_was_typed_into_a_dialog_is_taken_back_by_its_name(bureau: Bureau) -> None:
    number = bureau.reviewed()
    bureau.decide(number)
    shown = case_of(bureau, number)
    shown.press(Qt.Key.Key_F9)
    dialog = shown.modal()
    assert not dialog.steps.actions()
    shown.press(Qt.Key.Key_1)  # 直接送达
    dialog.on.control.setFocus()
    shown.type("0")
    assert [action.word for action in dialog.steps.actions()] == ["撤销“改 日期”"]
    shown.control(Qt.Key.Key_Z)
    assert (dialog.on.text(), dialog.how.text()) == ("", "直接送达")
    shown.control(Qt.Key.Key_Z)
    assert dialog.how.text() == ""
    shown.control(Qt.Key.Key_Y)

    assert dialog.how.text() == "直接送达"
    assert [action.word for action in dialog.steps.actions()] == ["撤销“改 送达方式”", "恢复“改 日期”"]


def test_serving_asks_how_and_when_and_then_waits_for_payment(bureau: Bureau) -> None:
    number = bureau.reviewed()
    bureau.decide(number)
    shown = case_of(bureau, number)

    shown.press(Qt.Key.Key_F9)
    dialog = shown.modal()
    shown.press(Qt.Key.Key_1)  # 直接送达
    shown.press(Qt.Key.Key_Return)
    shown.type("0")
    shown.control(Qt.Key.Key_Return)

    assert dialog.failure is None
    assert shown.modal() is None
    assert bureau.state(number) is State.TO_PAY
    assert shown.said() == f"{number} 已记为送达"
    assert shown.page.case.acting.forward() is shown.page.case.acting.pay


def test_a_day_of_serving_that_cannot_be_is_told_at_its_field_and_nothing_typed_is_lost(bureau: Bureau) -> None:
    number = bureau.reviewed()
    bureau.decide(number)
    shown = case_of(bureau, number)
    shown.press(Qt.Key.Key_F9)
    shown.press(Qt.Key.Key_2)
    shown.press(Qt.Key.Key_Return)
    shown.type("20240101")
    shown.control(Qt.Key.Key_Return)

    dialog = shown.modal()
    assert "须在决定日" in dialog.fields["on"].problem.what
    assert dialog.fields["how"].text() == "邮寄送达"
    assert bureau.state(number) is State.TO_SERVE


def test_what_was_not_answered_is_asked_for(bureau: Bureau) -> None:
    number = bureau.reviewed()
    bureau.decide(number)
    shown = case_of(bureau, number)
    shown.press(Qt.Key.Key_F9)
    shown.control(Qt.Key.Key_Return)

    assert shown.modal().fields["how"].problem.what == "请选择怎样送达的。"


def test_paying_is_for_the_finance_seat_and_leaves_nothing_to_do(bureau: Bureau) -> None:
    number = bureau.reviewed()
    bureau.decide(number)
    closing.serve(bureau["intake"], number, "直接送达", date(2025, 6, 3))
    clerk = case_of(bureau, number)
    assert "需要席位：财务" in clerk.page.case.acting.pay.reason
    clerk.press(Qt.Key.Key_F9)
    assert clerk.modal() is None
    clerk.window.close()

    shown = case_of(bureau, number, "finance")
    shown.press(Qt.Key.Key_F9)
    shown.type("0")
    shown.control(Qt.Key.Key_Return)

    assert bureau.state(number) is State.PAID
    assert shown.page.case.acting.forward() is None
    assert "已拨付，没有待办的步骤" in shown.page.case.foot.reason.text()


def test_withdrawing_needs_a_reason_and_is_no_longer_possible_afterwards(bureau: Bureau) -> None:
    number = bureau.accepted()
    shown = case_of(bureau, number)
    shown.control(Qt.Key.Key_Delete)
    shown.control(Qt.Key.Key_Return)
    assert shown.modal().fields["reason"].problem.what == "请写明撤回原因。"
    shown.type("申请人要求撤回")
    shown.control(Qt.Key.Key_Return)

    assert bureau.state(number) is State.WITHDRAWN
    assert shown.page.case.acting.all() == []


def test_a_returned_case_says_why_and_can_be_handed_in_again(bureau: Bureau) -> None:
    number = bureau.accepted()
    deciding.return_case(bureau["review"], number, "证书照片看不清")
    shown = case_of(bureau, number)

    assert any("证书照片看不清" in words[2] for words in shown.page.verdict._told)
    assert shown.page.case.acting.forward() is shown.page.case.acting.submit
    shown.press(Qt.Key.Key_F9)
    assert bureau.state(number) is State.FOR_REVIEW
    assert shown.said() == f"{number} 已重新送审"


def test_a_case_not_yet_accepted_leads_to_the_window(bureau: Bureau) -> None:
    number = bureau.open().number
    shown = case_of(bureau, number)
    assert shown.page.case.acting.forward() is shown.page.case.acting.accept
    shown.control(Qt.Key.Key_E)

    assert shown.opened("intake") == ("case", number)


def test_somebody_else_was_faster_and_nothing_is_done_twice(bureau: Bureau) -> None:
    number = bureau.reviewed()
    bureau.decide(number)
    shown = case_of(bureau, number)
    shown.press(Qt.Key.Key_F9)
    shown.press(Qt.Key.Key_1)
    shown.press(Qt.Key.Key_Return)
    shown.type("0")
    closing.serve(bureau["second intake"], number, "邮寄送达", date(2025, 6, 3))
    shown.control(Qt.Key.Key_Return)

    assert "没有待送达的决定书" in shown.modal().failure.accessibleName()
    assert shown.modal().fields["how"].text() == "直接送达"


def test_a_case_that_does_not_exist_is_told_and_the_list_stays(bureau: Bureau) -> None:
    shown = case_of(bureau, "2099-00001")

    assert "没有编号为 2099-00001 的申请" in shown.said()
    assert not shown.page.in_case()


def test_the_live_verdict_is_shown_while_undecided_and_the_receipt_afterwards(bureau: Bureau) -> None:
    number = bureau.accepted({**ELIGIBLE_UPGRADE, "certificate.issued_on": "2024-01-03"})
    shown = case_of(bureau, number)
    assert shown.page.case.dossier.live
    assert shown.page.case.findings.remark.text() == "按现在的事实和规则核算"
    bureau.moment += timedelta(days=1)
    deciding.review(bureau["review"], number)
    bureau.decide(number)
    shown.page.refresh()

    assert not shown.page.case.dossier.live
    assert ("决定", "不予") in shown.page.case.money.groups[0].rows
