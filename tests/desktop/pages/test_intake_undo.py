"""受理: undo and redo by name, the history of a field, the text of a rule, and a card read in the wrong place."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QBuffer, QEvent, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QApplication

from desktop.finder import Finder
from desktop.gallery.clipping import clipped_texts
from desktop.gallery.shots import settle
from desktop.pages.intake_work import Scan
from tests.builders.desk import Bureau
from tests.builders.intake_clerk import CONTROL, Clerk, field, fill, papers
from tests.builders.people import make_id, make_person

pytestmark = pytest.mark.usefixtures("theme")


def words(clerk: Clerk) -> list[str]:
    return [word for _, word in clerk.window.window.key_line.legend.entries]


def undo(clerk: Clerk) -> None:
    clerk.press(Qt.Key.Key_Z, CONTROL)


def redo(clerk: Clerk) -> None:
    clerk.press(Qt.Key.Key_Y, CONTROL)


def text(clerk: Clerk, key: str) -> str:
    return str(clerk.window.page.form.fields.session.text(key))


def test_undo_names_the_field_and_takes_the_whole_visit_back(bureau: Bureau, clerk: Clerk) -> None:
    clerk.comes(bureau.person(7).id_number)
    clerk.type("1")
    form = clerk.window.page.form
    form.focus("certificate.issued_on")
    clerk.type("0303").enter()
    assert text(clerk, "certificate.issued_on") == "2025-03-03"
    assert "撤销“改 证书核发日期”" in words(clerk)

    undo(clerk)
    assert text(clerk, "certificate.issued_on") == ""
    assert field(clerk, "certificate.issued_on").text() == ""
    assert clerk.window.said() == "已撤销：改 证书核发日期"
    assert form.focused_key() == "certificate.issued_on"
    assert "恢复“改 证书核发日期”" in words(clerk)

    redo(clerk)
    assert field(clerk, "certificate.issued_on").text() == "2025-03-03"
    assert form.fields.session.facts()["certificate.issued_on"] == "2025-03-03"


def test_undo_works_inside_the_field_that_is_being_typed_in(bureau: Bureau, clerk: Clerk) -> None:
    clerk.comes(bureau.person(7).id_number)
    clerk.type("1")
    clerk.window.page.form.focus("insurance.unemployment_months")
    clerk.type("26")
    undo(clerk)
    assert field(clerk, "insurance.unemployment_months").text() == ""


def test_papers_the_check_and_a_wrong_answer_are_undone_one_by_one(filled: Clerk) -> None:
    page = filled.window.page
    papers(filled)
    assert len(page.form.fields.session.seen_papers()) == 2
    undo(filled)
    undo(filled)
    assert page.form.fields.session.seen_papers() == ()
    assert page.work.check is not None
    undo(filled)
    assert page.work.check is None
    assert "awards" in page.work.wanting()
    for _ in range(3):
        redo(filled)
    assert page.work.check is not None
    assert len(page.form.fields.session.seen_papers()) == 2


def test_another_applicant_begins_without_steps(bureau: Bureau, filled: Clerk) -> None:
    filled.comes(bureau.person(8).id_number)
    filled.type("1")
    assert not [word for word in words(filled) if word.startswith("撤销")]
    undo(filled)
    assert filled.window.page.form.fields.session.texts() == {}


def test_a_new_persons_sheet_is_undone_by_name_too(clerk: Clerk) -> None:
    clerk.comes(make_id("110105", date(1990, 5, 1), 2))
    sheet = clerk.window.page.sheet
    sheet.focus("person.phone")
    clerk.type("13811112222")
    assert [word for word in words(clerk) if word.startswith("撤销“改 ")]
    undo(clerk)
    assert sheet.session.text("person.phone") == ""
    assert clerk.window.page.work.arrival.id_number == sheet.session.text("person.id_number")


def test_the_history_of_a_field_tells_who_gave_it_which_value(bureau: Bureau, filled: Clerk) -> None:
    filled.press(Qt.Key.Key_G, CONTROL)
    filled.window.window.go_to("intake", ("case", "2025-00001"))
    filled.window.page.form.focus("certificate.level")
    filled.press(Qt.Key.Key_F4)
    dialog = filled.window.modal()
    rows = [dialog.model.row(place) for place in range(dialog.model.rowCount())]
    assert [(row.entry.shown, row.entry.by) for row in rows] == [("四级/中级工", "intake")]
    filled.press(Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    assert dialog.model.rowCount() > 8


def test_without_a_case_the_history_says_that_nothing_is_kept_yet(filled: Clerk) -> None:
    filled.window.page.form.focus("certificate.level")
    filled.press(Qt.Key.Key_F4)
    assert filled.window.modal() is None
    assert "还没有收件" in filled.window.said()


def test_the_rule_behind_a_field_is_read_without_leaving_the_application(filled: Clerk) -> None:
    filled.window.page.form.focus("insurance.unemployment_months")
    filled.press(Qt.Key.Key_F12)
    dialog = filled.window.modal()
    said = " ".join(part.text() for part in dialog.findChildren(type(dialog.foot_note)))
    assert "失业保险" in said
    assert "号" in said
    filled.press(Qt.Key.Key_Escape)
    assert text(filled, "insurance.unemployment_months") == "26"


# --- a card reader --------------------------------------------------------------------------------


def reads(clerk: Clerk, number: str, gap: int = 3) -> None:
    """The reader's keys at the focus, `gap` milliseconds apart; Enter behind them."""
    moment = 1_000_000
    for character in (*number, "\r"):
        key = Qt.Key.Key_Return if character == "\r" else Qt.Key(ord(character))
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, character)
            event.setTimestamp(moment)
            QApplication.sendEvent(clerk.window.focus(), event)
        QApplication.processEvents()
        moment += gap


def reading(bureau: Bureau, clerk: Clerk) -> None:
    Finder(clerk.window.window, bureau["intake"].account)


def test_a_card_read_into_a_date_opens_the_person_and_leaves_the_date_alone(bureau: Bureau, filled: Clerk) -> None:
    reading(bureau, filled)
    other = bureau.person(8)
    work = filled.window.page.work
    filled.window.page.form.focus("certificate.issued_on")
    before = dict(work.session.texts())
    reads(filled, other.id_number)
    assert filled.window.page.work.person.id == other.id
    assert dict(work.session.texts()) == before
    assert filled.window.page.card is not None


def test_a_card_read_over_yes_and_no_changes_no_answer(bureau: Bureau, filled: Clerk) -> None:
    reading(bureau, filled)
    other = bureau.person(8)
    work = filled.window.page.work
    filled.window.page.form.focus("certificate.higher_held")
    before = dict(work.session.texts())
    reads(filled, other.id_number)
    assert filled.window.page.work.person.id == other.id
    assert dict(work.session.texts()) == before


def test_a_card_read_over_the_choice_of_programme_chooses_none(bureau: Bureau, clerk: Clerk) -> None:
    reading(bureau, clerk)
    other = bureau.person(8)
    clerk.comes(bureau.person(7).id_number)
    work = clerk.window.page.work
    assert clerk.window.page.card is not None
    reads(clerk, other.id_number)
    assert (work.programme, work.session) == ("", None)
    assert clerk.window.page.work.person.id == other.id


def test_a_number_typed_by_hand_stays_where_it_is_typed(bureau: Bureau, filled: Clerk) -> None:
    reading(bureau, filled)
    bureau.person(8)
    work = filled.window.page.work
    filled.window.page.form.focus("certificate.number")
    reads(filled, make_person(8).id_number, gap=90)
    assert filled.window.page.work is work
    assert text(filled, "certificate.number") == make_person(8).id_number


def test_a_card_read_where_an_id_number_is_asked_stays_there(bureau: Bureau, clerk: Clerk) -> None:
    reading(bureau, clerk)
    clerk.comes(make_id("110105", date(1990, 5, 1), 2))
    page = clerk.window.page
    page.sheet.focus("person.id_number")
    clerk.window.focus().selectAll()  # type: ignore[attr-defined]
    number = make_id("110105", date(1991, 5, 1), 2)
    reads(clerk, number)
    assert page.sheet.session.text("person.id_number").replace(" ", "") == number


def test_what_was_in_the_field_before_is_there_again(bureau: Bureau, clerk: Clerk) -> None:
    reading(bureau, clerk)
    fill(clerk, bureau.person(7).id_number)
    other = bureau.person(8)
    work = clerk.window.page.work
    clerk.window.page.form.focus("insurance.unemployment_months")
    reads(clerk, other.id_number)
    assert work.session.text("insurance.unemployment_months") == "26"


# --- a scan beside the fields ---------------------------------------------------------------------


def test_a_scan_stands_beside_the_fields_from_1920_on_and_the_fields_are_not_cut(bureau: Bureau, filled: Clerk) -> None:
    page = filled.window.page
    paper = page.form.fields.session.form.required_papers()[0].id
    picture = QImage(40, 60, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFF)
    held = QBuffer()
    held.open(QBuffer.OpenModeFlag.WriteOnly)
    picture.save(held, "PNG")
    page.work.attach(paper, Scan(bytes(held.data().data()), "image/png", "scan.png"))
    page.form.show_papers()
    assert not page.form.scan.isVisible()
    filled.window.window.resize(1920, 1080)
    settle(QApplication.instance())
    assert page.form.scan.isVisible()
    assert not page.form.scan.view.picture.image.isNull()
    assert clipped_texts(filled.window.window) == []
    page.work.see_paper(paper, False)
    page.form.show_papers()
    assert not page.form.scan.isVisible()


def test_a_paper_with_a_scan_is_not_undone_by_the_way(filled: Clerk) -> None:
    page = filled.window.page
    papers(filled)
    paper = page.form.fields.session.form.required_papers()[-1].id
    page.work.scans[paper] = [Scan(b"x", "image/png", "scan.png")]
    undo(filled)
    assert len(page.form.fields.session.seen_papers()) == 2
    assert "已附扫描件，不撤销" in filled.window.said()
