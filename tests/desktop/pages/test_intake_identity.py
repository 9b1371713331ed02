"""受理 and the case page: proxies, other documents, a number put right, people told apart, all by keys."""

from __future__ import annotations

from datetime import date
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt

from desktop.pages.intake import IntakePage
from desktop.pages.worklist import WorklistPage
from models.attendant import Role, read_attendant
from models.case import State
from models.casework.attendants import record_attendant
from models.casework.identities import correct_number
from models.casework.likenesses import likenesses
from models.casework.queries import case_record
from models.likeness_answer import Answer
from models.person import is_merged
from tests.builders.desk import Bureau
from tests.builders.intake_clerk import Clerk, papers
from tests.builders.page_window import PageWindow
from tests.builders.people import make_id

pytestmark = pytest.mark.usefixtures("theme")
ALT = Qt.KeyboardModifier.AltModifier
_PROXY = make_id("110102", date(1980, 1, 1), 5)


def _set(dialog: Any, **texts: str) -> None:
    for key, text in texts.items():
        dialog.fields[key].set_text(text)
        dialog.fields[key].edited.emit(text)


def _case(window: PageWindow, number: str, desk: Any) -> PageWindow:
    shown = PageWindow(desk, WorklistPage, "intake", "review", "sign", "letters", "rules")
    shown.window.go_to("worklist", number)
    return shown


def test_given_a_proxy_when_one_key_opens_the_form_then_the_receipt_and_the_hand_over_know_them(
    bureau: Bureau, filled: Clerk
) -> None:
    window = filled.window
    filled.press(Qt.Key.Key_D, ALT)
    dialog = window.modal()
    filled.type("2").commit()
    assert dialog.fields["name"].problem is not None
    _set(dialog, name="练习代", phone="13811112222", id_number=_PROXY, paper="授权委托书", authorised_on="2025-06-01")
    _set(dialog, scope="代为申请、代为签收", signs="yes", collects="yes")
    filled.commit()
    assert window.modal() is None
    papers(filled)
    filled.commit()
    number = "2025-00001"
    record = case_record(bureau["intake"], number)
    with bureau["intake"].store.reading() as rows:
        receipt = rows.letter_content(record.letters[0].id)
    with pypdfium2.PdfDocument(receipt) as pdf:
        assert "练习代" in pdf[0].get_textpage().get_text_range()
    assert record.attendant is not None
    assert record.attendant.attendant.role is Role.PROXY
    assert record.case.state is State.FOR_REVIEW
    shown = _case(window, number, bureau["intake"])
    told = "\n".join(f"{label} {value}" for group in shown.page.case.facts.groups for label, value in group.rows)
    assert "到场人 代办人 练习代" in told
    assert _PROXY not in told


def test_a_draft_keeps_who_stands_at_the_window(bureau: Bureau, filled: Clerk) -> None:
    filled.press(Qt.Key.Key_D, ALT)
    dialog = filled.window.modal()
    filled.type("3")
    _set(dialog, name="练习父", id_number=_PROXY, relation="父亲", paper="户口簿")
    filled.commit()
    filled.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    again = Clerk(PageWindow(bureau["intake"], IntakePage, "worklist"))
    again.window.page.empty.waiting.tiles[0].click()
    assert again.window.page.work.attendant.name == "练习父"


def test_a_passport_asks_birth_date_and_sex_and_nothing_typed_is_lost(bureau: Bureau, clerk: Clerk) -> None:
    clerk.comes("E12345678")
    clerk.word("练习客", "lianxike").enter()
    clerk.answer("3")
    sheet = clerk.window.page.sheet
    street = sheet.fields.widget("person.street")
    street.set_text("练习街道")
    street.edited.emit("练习街道")
    clerk.commit()
    dialog = clerk.window.modal()
    assert dialog.fields["birth_date"].problem is not None
    _set(dialog, birth_date="1990-05-01", sex="f", id_expires_on="2025-01-01", former_names="练习旧")
    clerk.commit()
    assert clerk.window.modal() is None
    clerk.commit()
    person = clerk.window.page.work.person
    assert (person.birth_date, person.sex, person.former_names) == (date(1990, 5, 1), "f", ("练习旧",))
    assert clerk.window.page.card is not None


def test_a_wrong_number_that_is_somebody_else_s_leads_to_the_merge_and_the_work_goes_on(
    bureau: Bureau, clerk: Clerk
) -> None:
    right = bureau.person(7)
    wrong = bureau.person(8)
    clerk.comes(wrong.id_number)
    clerk.press(Qt.Key.Key_N, ALT)
    _set(clerk.window.modal(), **{"person.id_number": right.id_number, "reason": "录错号码"})
    clerk.commit()
    merging = clerk.window.modal()
    clerk.commit()
    assert merging.fields["kept"].problem is not None
    _set(merging, kept=str(right.id), reason="同一人登记两次")
    clerk.commit()
    assert clerk.window.page.work.person.id == right.id
    assert "并入这里" in clerk.window.page.work.arrival.told[0]
    with bureau["intake"].store.reading() as rows:
        assert is_merged(rows.person(wrong.id).id_number)


def test_not_the_same_is_not_asked_again_and_left_for_now_is(bureau: Bureau, clerk: Clerk) -> None:
    bureau.person(7, phone="13812345678")
    here = bureau.person(8, phone="13812345678")
    clerk.comes(here.id_number)
    clerk.press(Qt.Key.Key_F8).press(Qt.Key.Key_Escape)
    clerk.comes(here.id_number)
    (hint,) = clerk.window.page.acts.applicant.hints
    assert hint.answer.answer is Answer.LATER
    clerk.press(Qt.Key.Key_F8).commit()
    clerk.comes(here.id_number)
    assert clerk.window.page.acts.applicant.hints == ()
    (settled,) = likenesses(bureau["intake"], here)
    assert settled.answered_by == "intake"


def test_a_card_of_somebody_else_opens_the_question_at_acceptance_and_wants_a_note(
    bureau: Bureau, filled: Clerk
) -> None:
    known = filled.window.page.work.person
    bureau.person(9, bank_card=known.bank_card)
    papers(filled)
    filled.commit()
    dialog = filled.window.modal()
    (note,) = dialog.notes.values()
    filled.commit()
    assert note.problem is not None
    note.set_text("已核对银行卡，为本人所有")
    filled.commit()
    assert filled.window.modal() is None
    filled.commit()
    assert case_record(bureau["intake"], "2025-00001").case.state is State.FOR_REVIEW


def test_a_typed_person_who_is_registered_already_goes_on_as_that_one_with_the_application_kept(
    bureau: Bureau, clerk: Clerk
) -> None:
    known = bureau.person(7)
    typed = make_id("110102", known.birth_date, 33)
    clerk.comes(typed)
    sheet = clerk.window.page.sheet
    for key, text in {"person.name": known.name, "person.street": "练习街道"}.items():
        sheet.fields.widget(key).set_text(text)
        sheet.fields.widget(key).edited.emit(text)
    clerk.commit().type("1")
    form = clerk.window.page.form
    form.fields.widget("certificate.occupation").set_text("电工")
    form.fields.widget("certificate.occupation").edited.emit("电工")
    clerk.press(Qt.Key.Key_F8).enter()
    work = clerk.window.page.work
    assert work.person == known
    assert work.session.text("certificate.occupation") == "电工"


def test_the_second_look_at_a_number_is_done_on_the_case_page_by_another_account(bureau: Bureau) -> None:
    person = bureau.person(7)
    number = bureau.reviewed(person=person)
    bureau.decide(number)
    right = make_id("110105", date(1977, 8, 8), 77)
    correct_number(bureau["intake"], person.id, right, "录错号码")
    own = _case(PageWindow(bureau["intake"], IntakePage, "worklist"), number, bureau["intake"])
    assert "复核或签发席位" in own.page.case.acting.confirm.reason
    shown = _case(own, number, bureau["review"])
    shown.press(Qt.Key.Key_Y, ALT)
    _set(shown.modal(), answer="yes")
    shown.control(Qt.Key.Key_Return)
    assert shown.modal() is None
    with bureau["intake"].store.reading() as rows:
        assert rows.person(person.id).id_number == right


def test_with_a_proxy_the_hand_over_asks_who_took_the_letter(bureau: Bureau) -> None:
    number = bureau.reviewed()
    bureau.decide(number)
    texts = {"role": "proxy", "name": "练习代", "id_number": _PROXY, "phone": "13811112222", "paper": "授权委托书"}
    texts |= {"scope": "代为签收", "signs": "no", "collects": "yes"}
    record_attendant(bureau["intake"], number, read_attendant(texts, date(2025, 6, 1), date(2025, 6, 3)))
    shown = _case(PageWindow(bureau["intake"], IntakePage, "worklist"), number, bureau["intake"])
    shown.press(Qt.Key.Key_F9)
    dialog = shown.modal()
    _set(dialog, how="直接送达", on="2025-06-03")
    shown.control(Qt.Key.Key_Return)
    assert dialog.fields["collector"].problem is not None
    _set(dialog, collector="练习代")
    shown.control(Qt.Key.Key_Return)
    assert shown.modal() is None
    assert "由练习代领取" in case_record(bureau["intake"], number).acts[-1].reason
