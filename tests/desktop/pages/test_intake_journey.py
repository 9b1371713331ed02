"""One applicant after the other by keys alone, in the real window on a real office; every key is counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.main_window import MainWindow
from desktop.pages.intake import IntakePage
from desktop.pages.review import ReviewPage
from desktop.pages.sign import SignPage
from desktop.widgets.modal import Modal
from desktop.workers.threaded import ThreadRunner
from models.case import State
from models.casework.offices import sign_in
from models.casework.pins import set_pin
from tests.builders.desk import PHRASE, Bureau, make_bureau
from tests.builders.intake_clerk import Clerk
from tests.builders.keys import show
from tests.builders.page_window import PageWindow
from tests.builders.people import make_card, make_id

pytestmark = pytest.mark.usefixtures("theme")
CERTIFICATE = "S000811000012254000231"
ANSWERS = {
    "certificate.kind": "职业技能等级证书",
    "certificate.occupation": "电工",
    "certificate.level": "四级/中级工",
    "certificate.issued_on": "2025-03-03",
    "certificate.verified": "联网查询一致",
    "certificate.occupation_in_shortage": "否",
    "certificate.higher_held": "否",
    "work.status_at_certificate": "企业在职职工",
    "work.status_at_application": "企业在职职工",
    "insurance.unemployment_months": "26",
}
Record = Callable[[str, object], None]


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = make_bureau(tmp_path / "office", confirmed=True)
    yield made
    made.close()


@pytest.fixture
def clerk(bureau: Bureau) -> Clerk:
    return Clerk(PageWindow(bureau["intake"], IntakePage, "worklist"))


def walk(clerk: Clerk, issued: str = "0303") -> list[tuple[str, str]]:
    """The programme's key and every fact; the question shown and the field Enter went to, at each step."""
    clerk.type("1")
    seen: list[tuple[str, str]] = []

    def note() -> None:
        form = clerk.window.page.form
        seen.append((form.focused_key(), shown_question(clerk)))

    clerk.type(CERTIFICATE).enter()
    note()
    clerk.type("+")
    note()
    clerk.word("电工", "dg").enter()
    note()
    # An answer by one key goes on by itself; a text, a date, a number and a question passed by need their Enter.
    for text, entered in WALK:
        clerk.type(issued if text == "0303" else text)
        if entered:
            clerk.enter()
        note()
    return seen


WALK = (
    *(("+", False), ("0303", True), ("1", False), ("0", False), ("0", False), ("1", False), ("1", False)),
    *(("26", True), ("", True), ("1", False)),
)
# What was measured: a change that costs a key more fails here, one that saves a key lowers the number.
RETURNING_TO_RECEIPT, NEW_TO_RECEIPT, MISSING_PAPERS, NEXT_OF_A_COURSE, NEXT_TO_LETTER = 69, 126, 4, 38, 45
TO_LETTER = 11  # the reviewer's and the signer's keys, for an approval and for a refusal


def shown_question(clerk: Clerk) -> str:
    model = clerk.window.page.verdict.panel.list.verdict_model
    rows = [model.row(place) for place in range(model.rowCount())]
    return next((str(row.key) for row in rows if hasattr(row, "question")), "")


def receipt(clerk: Clerk) -> Any:
    clerk.commit()
    dialog = clerk.window.modal()
    assert dialog is not None, clerk.window.said()
    return dialog


def test_a_returning_person_gets_a_receipt_within_the_keys_recorded(
    bureau: Bureau, clerk: Clerk, record_property: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    person = bureau.person(7)
    clerk.comes(person.id_number)
    walk(clerk)
    clerk.press(Qt.Key.Key_Space).press(Qt.Key.Key_Space)
    dialog = receipt(clerk)
    record_property("keys, returning person", clerk.keys)
    with capsys.disabled():
        print(f"\nkeys from ID number to receipt, returning person: {clerk.keys}")
    assert clerk.keys <= RETURNING_TO_RECEIPT
    assert bureau.state("2025-00001") is State.FOR_REVIEW
    assert "东人社受〔2025〕1号" in clerk.window.said()
    assert dialog.page.accessibleName() == "受理通知书"
    clerk.enter()
    assert clerk.window.modal() is None
    assert clerk.window.page.work is None


def test_a_new_person_gets_a_receipt_within_the_keys_recorded(
    bureau: Bureau, clerk: Clerk, record_property: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    number = make_id("110105", date(1990, 5, 1), 2)
    clerk.comes(number)
    clerk.word("欧阳𬭎", "ouyanghong").enter()
    clerk.answer("1", "lx", "13811112222", "", make_card())
    clerk.word("北京银行", "bjyh").enter()
    clerk.commit()
    walk(clerk)
    clerk.press(Qt.Key.Key_Space).press(Qt.Key.Key_Space)
    receipt(clerk)
    record_property("keys, new person", clerk.keys)
    with capsys.disabled():
        print(f"\nkeys from ID number to receipt, new person: {clerk.keys}")
    assert clerk.keys <= NEW_TO_RECEIPT
    with bureau["intake"].store.reading() as rows:
        person = rows.person_by_id_number(number)
        assert person is not None
        assert (person.name, person.street, person.household) == ("欧阳𬭎", "练习街道", "beijing_urban")
        facts = rows.fact_set(rows.case_numbered("2025-00001").facts_id or 0).facts
    assert facts["certificate.level"] == 4
    assert facts["work.status_at_certificate"] == "enterprise_employee"
    assert "person.integrity_listed" not in facts  # nobody answered it


def test_telling_what_is_missing_takes_few_keys_more(bureau: Bureau, clerk: Clerk) -> None:
    clerk.comes(bureau.person(7).id_number)
    walk(clerk)
    before = clerk.keys
    clerk.press(Qt.Key.Key_F6)
    assert clerk.window.modal().foot_note.text() == "告知 2 项"
    clerk.commit().enter()
    assert clerk.window.modal() is None
    assert clerk.keys - before <= MISSING_PAPERS


@pytest.mark.parametrize(("issued", "reasons"), [("0303", 0), ("20240303", 1)], ids=["approval", "refusal"])
def test_a_returning_person_gets_a_letter_within_the_keys_recorded(
    bureau: Bureau, clerk: Clerk, issued: str, reasons: int
) -> None:
    """Three seats: the window, the reviewer (Enter, F9), the signer (Enter, F9, PIN, Enter). A refusal costs no more:
    what failed is its reason already, and passing it is to agree."""
    set_pin(bureau["sign"], "135790")
    clerk.comes(bureau.person(7).id_number)
    walk(clerk, issued)
    clerk.press(Qt.Key.Key_Space).press(Qt.Key.Key_Space)
    receipt(clerk)
    taken_in = clerk.keys
    review = PageWindow(bureau["review"], ReviewPage, "sign")
    clerk.window = review
    clerk.enter()
    assert len(review.page.case.points.rows) == reasons
    clerk.press(Qt.Key.Key_F9)
    assert bureau.state("2025-00001") is State.FOR_SIGNATURE
    clerk.window = PageWindow(bureau["sign"], SignPage, "letters")
    clerk.enter().press(Qt.Key.Key_F9).type("135790").enter()
    assert bureau.state("2025-00001") in (State.TO_SERVE, State.IN_PUBLICITY, State.TO_PAY)
    print(taken_in, clerk.keys)
    assert clerk.keys - taken_in <= TO_LETTER
    assert clerk.keys <= 100


def answers_of_the_person(clerk: Clerk) -> None:
    """What no course can say for anybody: the look-up, what they hold, their work, their months, and the papers."""
    clerk.type("1").type("01126").enter(2).type("1")
    clerk.press(Qt.Key.Key_Space).press(Qt.Key.Key_Space)


def test_the_next_person_of_a_course_confirms_every_copied_answer_by_itself_or_all_at_once(
    bureau: Bureau, clerk: Clerk
) -> None:
    clerk.comes(bureau.person(7).id_number)
    walk(clerk)
    clerk.press(Qt.Key.Key_Space).press(Qt.Key.Key_Space)
    receipt(clerk)
    clerk.enter()
    before = clerk.keys
    clerk.comes(bureau.person(8).id_number)
    clerk.press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    form = clerk.window.page.form
    assert clerk.window.page.work.programme == "skill_upgrade"
    assert form.fields.session.text("certificate.number") == ""
    assert len(form.fields.copied()) == 5
    clerk.type("+")
    assert form.fields.session.text("certificate.number") == CERTIFICATE[:-1] + "2"
    clerk.enter(2)  # the first one, out of habit behind the +, passes nothing by
    assert len(form.fields.copied()) == 4
    clerk.press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert not form.fields.copied()
    assert "已确认照抄的 4 项" in clerk.window.said()
    assert form.focused_key() == "certificate.verified"
    answers_of_the_person(clerk)
    receipt(clerk)
    assert clerk.keys - before <= NEXT_OF_A_COURSE + 3
    assert bureau.state("2025-00002") is State.FOR_REVIEW


def test_each_further_person_of_a_course_costs_at_the_window_what_was_recorded_to_the_letter(
    bureau: Bureau, clerk: Clerk, record_property: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    """The third in a row: what is behind the second needs no key for the programme or the course."""
    set_pin(bureau["sign"], "135790")
    clerk.comes(bureau.person(7).id_number)
    walk(clerk)
    clerk.press(Qt.Key.Key_Space).press(Qt.Key.Key_Space)
    receipt(clerk)
    for person in (8, 9):
        clerk.enter()  # the receipt goes, and the one box has the focus: this Enter stands for the F2 that is counted
        clerk.keys = 0
        clerk.comes(bureau.person(person).id_number)
        if person == 8:
            clerk.press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
        form = clerk.window.page.form
        told = {key for key in form.asked() if form.is_answered(key)}
        assert told == {"applied_on"}
        clerk.type("+").press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
        answers_of_the_person(clerk)
        receipt(clerk)
    taken_in = clerk.keys
    review = clerk.window = PageWindow(bureau["review"], ReviewPage, "sign")
    clerk.enter().press(Qt.Key.Key_F9).press(Qt.Key.Key_F9)
    assert review.page.case.number == "2025-00003"
    clerk.keys = taken_in
    clerk.press(Qt.Key.Key_F9)
    reviewed = clerk.keys
    sign = clerk.window = PageWindow(bureau["sign"], SignPage, "letters")
    for number in ("2025-00001", "2025-00002"):
        clerk.press(Qt.Key.Key_F9).type("135790").enter()
        assert sign.page.signed[0].kind.value == "approval"
        assert sign.page.number == number
    clerk.keys = reviewed
    clerk.press(Qt.Key.Key_F9)
    assert sign.page.number == "2025-00003"
    assert QApplication.focusWidget() is sign.page.verdict.pin.line
    clerk.type("135790").enter()

    assert bureau.state("2025-00003") in (State.TO_SERVE, State.IN_PUBLICITY, State.TO_PAY)
    with bureau["intake"].store.reading() as rows:
        facts = rows.fact_set(rows.case_numbered("2025-00003").facts_id or 0).facts
    assert facts["certificate.number"] == CERTIFICATE[:-1] + "3"
    record_property("keys, further person of a course", clerk.keys)
    with capsys.disabled():
        print(f"\nkeys from ID number to signed letter, further person of a course: {clerk.keys}")
    assert clerk.keys <= NEXT_TO_LETTER


def test_a_person_whose_card_has_something_to_tell_is_shown_it_in_the_middle_of_a_class(
    bureau: Bureau, clerk: Clerk
) -> None:
    clerk.comes(bureau.person(7).id_number)
    walk(clerk)
    clerk.press(Qt.Key.Key_Space).press(Qt.Key.Key_Space)
    receipt(clerk)
    known = bureau.person(9)
    bureau.accepted(person=known)
    clerk.enter()
    clerk.comes(bureau.person(8).id_number)
    clerk.press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    clerk.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    clerk.comes(known.id_number)

    assert clerk.window.page.form is None
    assert clerk.window.page.card is not None
    clerk.press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert "已有在办案件" in clerk.window.said()
    assert clerk.window.page.form is None


def test_esc_in_the_first_question_goes_back_to_the_programmes_and_what_was_typed_goes_along(
    bureau: Bureau, clerk: Clerk
) -> None:
    clerk.comes(bureau.person(7).id_number)
    clerk.type("1").type(CERTIFICATE)
    clerk.press(Qt.Key.Key_Escape)
    assert clerk.window.page.card is not None
    clerk.type("1")
    assert clerk.window.page.form.fields.session.text("certificate.number") == CERTIFICATE
    clerk.window.page.form.focus("certificate.number")
    clerk.press(Qt.Key.Key_Escape)
    clerk.type("2")
    assert clerk.window.page.work.programme != "skill_upgrade"
    for key in clerk.window.page.form.fields.session.texts():
        assert key == "certificate.number"


def test_an_enter_out_of_habit_behind_a_one_key_answer_passes_nothing_by(bureau: Bureau, clerk: Clerk) -> None:
    clerk.comes(bureau.person(7).id_number)
    clerk.type("1")
    form = clerk.window.page.form
    form.focus("certificate.higher_held")
    clerk.type("0")
    after = form.focused_key()
    assert after == "work.status_at_certificate"
    clerk.enter()
    assert form.focused_key() == after
    clerk.enter()
    assert form.focused_key() != after


def test_the_question_shown_is_the_field_that_enter_goes_to(bureau: Bureau, clerk: Clerk) -> None:
    clerk.comes(bureau.person(7).id_number)
    open_questions = [(focus, shown) for focus, shown in walk(clerk) if shown]
    assert len(open_questions) > 8
    for focus, shown in open_questions:
        form = clerk.window.page.form
        # An optional question has no part in the result; the panel shows the one behind it.
        assert focus == shown or focus in ("person.integrity_listed", "certificate.number") or form.is_answered(shown)


def test_enter_behind_the_last_paper_goes_to_what_only_the_applicants_own_data_answer(clerk: Clerk) -> None:
    clerk.comes(make_id("110105", date(1990, 5, 1), 3))
    clerk.word("欧阳𬭎", "ouyanghong").enter()
    clerk.answer("1", "lx", "13811112222", "", make_card())
    clerk.word("北京银行", "bjyh").enter()
    clerk.commit()
    clerk.type("21")
    clerk.word("电工", "dg").enter()
    clerk.type("5").enter(2).type("11").enter(2).type("01").press(Qt.Key.Key_Space)
    page = clerk.window.page
    assert shown_question(clerk) == "person.urban_unemployed"
    clerk.enter()
    dialog = clerk.window.modal()
    assert dialog.sheet.fields.widget("person.urban_unemployed").control.hasFocus()
    clerk.type("1").commit()
    assert clerk.window.modal() is None
    assert shown_question(clerk) == ""
    page.form.checklist.lines()[0].setFocus()
    clerk.enter()
    assert clerk.window.modal() is None
    assert "都问到了" in page.foot.reason.text()


def test_nothing_is_answered_for_the_applicant(bureau: Bureau, clerk: Clerk) -> None:
    clerk.comes(bureau.person(7).id_number)
    clerk.type("1")
    form = clerk.window.page.form
    assert form.fields.session.texts() == {}
    assert [key for key in form.asked() if form.is_answered(key)] == ["applied_on"]
    clerk.type(CERTIFICATE).enter()
    assert form.fields.session.values().keys() == {"certificate.number"}
    assert "按 + 采用" in form.fields.widget("certificate.kind").hint.text()


def test_a_case_goes_on_where_it_was_left(bureau: Bureau, clerk: Clerk) -> None:
    clerk.comes(bureau.person(7).id_number)
    walk(clerk)
    clerk.press(Qt.Key.Key_Space)
    clerk.press(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert "已暂存：案件 2025-00001" in clerk.window.said()
    clerk.window.window.go_to("intake", ("case", "2025-00001"))
    form = clerk.window.page.form
    assert form.fields.session.text("certificate.occupation") == "电工"
    assert [paper.name for paper in form.fields.session.seen_papers()] == ["居民身份证"]
    assert form.fields.session.assessment.amount_fen == 150_000
    clerk.press(Qt.Key.Key_Space)
    receipt(clerk)
    assert bureau.state("2025-00001") is State.FOR_REVIEW


def test_a_date_without_rules_is_registered_and_said_so(bureau: Bureau, clerk: Clerk) -> None:
    clerk.comes(bureau.person(7).id_number)
    clerk.type("1")
    form = clerk.window.page.form
    form.focus("applied_on")
    form.applied_on.line.selectAll()
    clerk.type("20140603").enter()
    assert "将登记并出回执" in clerk.window.page.foot.reason.text() or "还缺" in clerk.window.page.foot.reason.text()
    for _ in range(2):
        form.checklist.focus_first()
        clerk.press(Qt.Key.Key_Space)
    assert "将登记并出回执" in clerk.window.page.foot.reason.text()
    receipt(clerk)
    assert bureau.state("2025-00001") is State.REGISTERED
    assert "已登记" in clerk.window.said()


def test_the_same_with_the_store_on_its_own_thread(bureau: Bureau, qtbot: Any) -> None:
    person = bureau.person(7)
    open_desk = partial(sign_in, bureau.folder, "intake", PHRASE, bureau.now)
    runner = ThreadRunner(open_desk, open_desk)
    try:
        window = MainWindow(runner, [IntakePage])
        show(window)
        page: Any = window.pages["intake"]
        window.go_to("intake", ("id_number", person.id_number))
        qtbot.waitUntil(lambda: page.card is not None)
        QTest.keyClick(page.window().focusWidget(), Qt.Key.Key_1)
        for key, value in ANSWERS.items():
            page.form.fields.widget(key).set_text(value)
            page.form.fields.widget(key).edited.emit(value)
        page.form.register.segments.pick(0)
        qtbot.waitUntil(lambda: page.work.check is not None)
        for paper in page.form.fields.session.form.required_papers():
            page._paper_seen(paper.id, True)
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: bool(window.findChildren(Modal)), timeout=20_000)
        assert "东人社受〔2025〕1号" in window.key_line.saved.text()
        with bureau["intake"].store.reading() as rows:
            assert [row.state for row in rows.cases(None)] == [State.FOR_REVIEW]
    finally:
        runner.close()
