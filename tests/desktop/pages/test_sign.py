"""签发: the letter as it prints, the comparisons, the PIN, and nothing signed twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.dialogs.set_pin import set_own_pin
from desktop.main_window import MainWindow
from desktop.pages.sign import SignPage
from desktop.pages.sign_checks import check_letter, read_capitals
from desktop.theme.paint import MarkKind
from desktop.workers.threaded import ThreadRunner
from models.case import State
from models.casework import deciding, intake
from models.casework.letters import archived_letter
from models.casework.offices import sign_in
from models.casework.unit_of_work import Desk
from models.letter import LetterOrder
from reports.document import Document, Paragraph
from reports.issue import compose, render
from reports.letters.wording import capitals
from tests.builders.desk import ELIGIBLE_UPGRADE, PHRASE, Bureau, make_bureau
from tests.builders.keys import enter, show, type_text
from tests.builders.page_window import PageWindow

pytestmark = pytest.mark.usefixtures("theme")
PIN = "135790"
TOO_LATE = {**ELIGIBLE_UPGRADE, "certificate.issued_on": "2024-01-03"}


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "data", confirmed=True)
    set_own_pin(bureau["sign"], PHRASE, PIN)
    yield bureau
    bureau.close()


def page_of(bureau: Bureau, account: str = "sign") -> PageWindow:
    return PageWindow(bureau[account], SignPage, "worklist", "rules", "letters")


def order_of(bureau: Bureau, number: str) -> LetterOrder:
    return deciding.preview(bureau["sign"], number)


def sign(shown: PageWindow, pin: str = PIN) -> None:
    shown.press(Qt.Key.Key_F9)
    shown.type(pin)
    shown.press(Qt.Key.Key_Return)


def text_of(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def test_an_empty_list_says_so(bureau: Bureau) -> None:
    shown = page_of(bureau)

    assert shown.page.list.nothing.text() == "没有待签发的案件。"
    assert shown.page.signing.reason == "请先在左边选一件待签发的案件。"


def test_the_letter_and_its_comparisons_stand_before_the_signer(bureau: Bureau) -> None:
    bureau.reviewed()
    shown = page_of(bureau)

    assert shown.page.letter.title.text() == "准予决定书"
    assert shown.page.letter.page.page_count() >= 1
    checks = {line.left: line for line in shown.page.verdict.checks.lines}
    assert checks["金额与核算"].right == "¥1,500.00"
    assert checks["大写"].right == "壹仟伍佰元整"
    assert all(line.mark is MarkKind.MET for line in checks.values())
    assert len(checks) == 6


def test_signing_with_the_pin_takes_a_number_and_archives_the_letter(bureau: Bureau) -> None:
    number = bureau.reviewed()
    shown = page_of(bureau)
    sign(shown)

    letter, content = archived_letter(bureau["sign"], number)
    assert bureau.state(number) is State.TO_SERVE
    assert shown.page.letter.number.text().startswith(letter.number)
    assert letter.number in shown.said()
    assert shown.page.signed == (letter, content)
    assert shown.page.verdict.signed.isVisible()
    assert not shown.page.verdict.pin.isVisible()


def test_a_second_enter_signs_nothing_more(bureau: Bureau) -> None:
    first, second = bureau.reviewed(), bureau.reviewed(person=bureau.person(2))
    shown = page_of(bureau)
    sign(shown)
    shown.press(Qt.Key.Key_Return)
    shown.press(Qt.Key.Key_Return)

    assert bureau.state(first) is State.TO_SERVE
    assert bureau.state(second) is State.FOR_SIGNATURE


def test_f8_goes_on_to_the_next_and_each_is_signed_by_itself(bureau: Bureau) -> None:
    first, second = bureau.reviewed(), bureau.reviewed(person=bureau.person(2))
    shown = page_of(bureau)
    sign(shown)
    shown.press(Qt.Key.Key_F8)
    assert shown.page.number == second
    assert shown.page.verdict.pin.isVisible()
    sign(shown)

    assert {bureau.state(first), bureau.state(second)} == {State.TO_SERVE}
    assert shown.page.list.signed.text() == "本次已签 2"
    shown.press(Qt.Key.Key_F8)
    assert shown.page.number == ""


def test_a_wrong_pin_signs_nothing_and_the_third_locks_with_the_time(bureau: Bureau) -> None:
    number = bureau.reviewed()
    shown = page_of(bureau)
    sign(shown, "000000")
    assert "还可以再试2次" in shown.page.verdict.pin.words.text()
    assert shown.page.verdict.pin.line.text() == ""
    assert shown.page.verdict.pin.line.hasFocus()
    for wrong in ("000001", "000002"):
        shown.type(wrong)
        shown.press(Qt.Key.Key_Return)
    assert "已锁定到 09:15" in shown.page.verdict.pin.words.text()
    sign(shown)
    assert bureau.state(number) is State.FOR_SIGNATURE

    bureau.moment += timedelta(minutes=16)
    sign(shown)
    assert bureau.state(number) is State.TO_SERVE


def test_fewer_than_six_digits_count_as_no_attempt(bureau: Bureau) -> None:
    bureau.reviewed()
    shown = page_of(bureau)
    sign(shown, "1357")

    assert shown.page.verdict.pin.words.text() == "PIN 是 6 位数字，请输全。"
    with bureau["sign"].store.reading() as rows:
        assert rows.signing_pin(bureau["sign"].account.id).failures == 0


def test_letters_never_reach_the_box_of_the_pin(bureau: Bureau) -> None:
    bureau.reviewed()
    shown = page_of(bureau)
    shown.press(Qt.Key.Key_F9)
    shown.type("1a2字3")

    assert shown.page.verdict.pin.line.text() == "123"


def test_whoever_has_no_pin_sets_one_with_the_pass_phrase(bureau: Bureau) -> None:
    number = bureau.reviewed()
    shown = page_of(bureau, "review and sign")
    assert not shown.page.sheet.has_pin
    shown.press(Qt.Key.Key_F9)
    dialog = shown.modal()
    shown.type("a wrong phrase")
    shown.press(Qt.Key.Key_Return)
    shown.type("246810")
    shown.press(Qt.Key.Key_Return)
    shown.type("246810")
    shown.control(Qt.Key.Key_Return)
    assert dialog.fields["passphrase"].problem is not None
    assert dialog.fields["pin"].text() == "246810"

    dialog.fields["passphrase"].set_text(PHRASE)
    shown.control(Qt.Key.Key_Return)
    assert shown.modal() is None
    shown.type("246810")
    shown.press(Qt.Key.Key_Return)
    assert bureau.state(number) is State.TO_SERVE


def test_two_pins_that_differ_are_told_at_the_second(bureau: Bureau) -> None:
    bureau.reviewed()
    shown = page_of(bureau, "review and sign")
    shown.press(Qt.Key.Key_F9)
    dialog = shown.modal()
    for key, text in (("passphrase", PHRASE), ("pin", "246810"), ("again", "246811")):
        dialog.fields[key].set_text(text)
    shown.control(Qt.Key.Key_Return)

    assert dialog.fields["again"].problem.what == "两次输入的 PIN 不一样，请重新输入。"


def test_refusing_is_signed_with_the_same_keys(bureau: Bureau) -> None:
    number = bureau.reviewed(TOO_LATE)
    shown = page_of(bureau)
    assert shown.page.letter.title.text() == "不予决定书"
    checks = {line.left: line.mark for line in shown.page.verdict.checks.lines}
    assert checks["不予的理由"] is MarkKind.MET
    assert checks["不发放款项"] is MarkKind.MET
    sign(shown)

    assert bureau.state(number) is State.TO_SERVE


def test_f10_returns_to_review_with_a_reason(bureau: Bureau) -> None:
    number = bureau.reviewed()
    shown = page_of(bureau)
    shown.press(Qt.Key.Key_F10)
    shown.type("请再核对证书")
    shown.control(Qt.Key.Key_Return)

    assert bureau.state(number) is State.FOR_REVIEW
    assert shown.said() == f"{number} 已退回复核"
    assert shown.page.number == ""


def test_a_verdict_that_changed_since_review_is_told_with_the_way_back(bureau: Bureau) -> None:
    person = bureau.person(3)
    first = bureau.reviewed(person=person)
    second_facts = {**ELIGIBLE_UPGRADE, "certificate.number": "S000111000001225400999"[:22]}
    second = bureau.reviewed(second_facts, person=person)
    bureau.decide(first)
    shown = page_of(bureau)

    assert shown.page.number == second
    assert "结论与复核时不同" in shown.page.signing.reason
    shown.press(Qt.Key.Key_F10)
    assert "结论与复核时不同" in shown.modal().fields["reason"].text()
    shown.control(Qt.Key.Key_Return)
    assert bureau.state(second) is State.FOR_REVIEW


def test_a_verdict_that_changes_while_the_letter_is_read_sends_the_case_back(bureau: Bureau) -> None:
    person = bureau.person(3)
    first = bureau.reviewed(person=person)
    second_facts = {**ELIGIBLE_UPGRADE, "certificate.number": "S000111000001225400999"[:22]}
    second = bureau.reviewed(second_facts, person=person)
    shown = page_of(bureau)
    shown.window.go_to("sign", second)
    bureau.decide(first)
    sign(shown)

    assert bureau.state(second) is State.FOR_REVIEW
    assert "已退回复核" in shown.said()


def test_two_windows_sign_and_the_second_sees_who_was_faster(bureau: Bureau) -> None:
    number = bureau.reviewed()
    set_own_pin(bureau["both"], PHRASE, PIN)
    shown = page_of(bureau, "both")
    bureau.decide(number)
    sign(shown)

    assert "sign已于" in shown.said()
    assert "签发" in shown.said()
    assert shown.page.list.count == 0


def test_whoever_took_it_in_is_told_before_the_pin_is_asked(bureau: Bureau) -> None:
    set_own_pin(bureau["both"], PHRASE, PIN)
    person = bureau.person(5)
    case = intake.open_case(bureau["both"], person.id, "skill_upgrade", bureau.now().date(), ELIGIBLE_UPGRADE).value
    intake.record_register_check(bureau["both"], case.number, "查无已享受记录", ())
    intake.accept(bureau["both"], case.number, render)
    deciding.review(bureau["review"], case.number)
    shown = page_of(bureau, "both")

    assert "您本人经办过" in shown.page.signing.reason
    shown.press(Qt.Key.Key_F9)
    assert not shown.page.verdict.pin.line.hasFocus()


def test_a_value_nobody_confirmed_is_named_with_the_way_to_the_rules(tmp_path: Path) -> None:
    bureau = make_bureau(tmp_path / "data")
    number = bureau.reviewed()
    shown = page_of(bureau)

    assert shown.page.number == number
    assert "尚未经本局确认" in shown.page.signing.reason
    assert not shown.page.sheet.has_pin
    shown.press(Qt.Key.Key_F9)
    assert shown.modal() is not None, "a PIN is set whatever hinders this letter"
    shown.press(Qt.Key.Key_Escape)
    shown.press(Qt.Key.Key_F12)
    assert shown.opened("rules") == "skill_upgrade"
    bureau.close()


def test_the_preview_is_drawn_once_for_an_unchanged_case(bureau: Bureau) -> None:
    bureau.reviewed()
    shown = page_of(bureau)
    kept = dict(shown.page._previews)
    assert len(kept) == 1
    shown.press(Qt.Key.Key_F5)

    assert shown.page._previews == kept
    assert "1,500.00" in text_of(next(iter(kept.values())))


def test_control_0_changes_between_whole_page_and_page_width(bureau: Bureau) -> None:
    bureau.reviewed()
    shown = page_of(bureau)
    shown.control(Qt.Key.Key_0)
    assert shown.page.letter.zoom.text() == "页宽"
    shown.control(Qt.Key.Key_0)
    assert shown.page.letter.zoom.text() == "整页"


def test_on_real_threads_two_quick_enters_sign_once(bureau: Bureau, qtbot: QtBot) -> None:
    """The second Enter comes before the first has been answered."""
    first, second = bureau.reviewed(), bureau.reviewed(person=bureau.person(2))

    def open_desk() -> Desk:
        return sign_in(bureau.folder, "sign", PHRASE, bureau.now)

    runner = ThreadRunner(open_desk, open_desk)
    window = MainWindow(runner, [SignPage])
    show(window)
    page: Any = window.pages["sign"]
    qtbot.waitUntil(lambda: page.sheet is not None and bool(page._previews))
    page.focus_pin()
    type_text(page.verdict.pin.line, PIN)
    for _ in range(2):
        enter(page.verdict.pin.line)
    assert page.signing.reason == "正在签发…"
    qtbot.waitUntil(lambda: page.signed is not None and bool(page.signed[1]))
    window.close()

    assert bureau.state(first) is State.TO_SERVE
    assert bureau.state(second) is State.FOR_SIGNATURE
    with bureau["sign"].store.reading() as rows:
        assert rows.signing_pin(bureau["sign"].account.id).failures == 0


@pytest.mark.parametrize("fen", [1, 10, 105, 1000, 100_500, 150_000, 2_003_000, 10_001_000, 123_456_789, 10_000_005])
def test_capitals_read_back_are_the_amount(fen: int) -> None:
    assert read_capitals(capitals(fen)) == fen


@pytest.mark.parametrize("words", ["", "壹仟", "壹仟伍佰圆整", "壹仟伍佰元五角"])
def test_what_is_no_amount_in_capitals_is_none(words: str) -> None:
    assert read_capitals(words) is None


@pytest.mark.parametrize(
    ("before", "after", "name"),
    [
        ("人民币1,500.00元", "人民币1,000.00元", "金额与核算"),
        ("壹仟伍佰元整", "壹仟元整", "大写"),
        ("尾号", "尾号9999、尾号", "收款户名即本人"),
        ("六个月", "六年", "复议与诉讼告知"),
        ("京人社就发〔2017〕169号", "某文件", "条款与规则版本"),
    ],
)
def test_a_letter_that_says_something_else_is_noticed(bureau: Bureau, before: str, after: str, name: str) -> None:
    order = order_of(bureau, bureau.reviewed())
    document = compose(order, "文号签发时取")

    def changed(block: object) -> object:
        return Paragraph(block.text.replace(before, after)) if hasattr(block, "text") else block

    wrong: Document = replace(document, blocks=tuple(map(changed, document.blocks)))  # type: ignore[arg-type]
    good = {check.name: check.mark for check in check_letter(order, document)}
    bad = {check.name: check.mark for check in check_letter(order, wrong)}

    assert set(good.values()) == {MarkKind.MET}
    assert [check for check, mark in bad.items() if mark is MarkKind.NOT_MET] == [name]
