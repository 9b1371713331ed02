"""The working day on the case page, by keys: notes, a call, taking over, giving the bundle out, who else is here."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop.pages.review import ReviewPage
from desktop.presence_keeper import PresenceKeeper
from models.casework import deciding
from models.casework.case_notes import add_note, case_notes
from models.casework.presence import say_open
from models.desk_day import Pin
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau, make_bureau
from tests.builders.page_window import PageWindow, case_of

pytestmark = pytest.mark.usefixtures("theme")
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "data", confirmed=True)
    yield bureau
    bureau.close()


def test_a_note_on_the_chosen_paper_is_written_and_answered_by_keys(bureau: Bureau) -> None:
    number = bureau.accepted()
    shown = case_of(bureau, number)
    shown.press(Qt.Key.Key_2)
    shown.press(Qt.Key.Key_B, ALT)
    dialog = shown.modal()
    assert dialog.fields["pinned_to"].text() == "材料：居民身份证"
    dialog.fields["body"].setFocus()
    shown.control(Qt.Key.Key_Return)
    assert "请写明" in dialog.fields["body"].problem.what
    shown.type("zhaopian")
    dialog.fields["waits"].set_text("要")
    shown.control(Qt.Key.Key_Return)
    card = shown.page.case.desk.on_papers
    assert card.isVisible()
    assert "1 条待答复" in card.remark.text()
    card.table.setFocus()
    shown.press(Qt.Key.Key_Return)
    shown.modal().fields["answer"].setFocus()
    shown.type("yihedui")
    shown.control(Qt.Key.Key_Return)
    (note,) = case_notes(bureau["review"], number)
    assert (note.pin, note.pinned_to, note.body, note.answer) == (Pin.PAPER, "居民身份证", "zhaopian", "yihedui")


def test_a_call_shows_and_copies_the_sentence_and_keeps_what_was_said(bureau: Bureau) -> None:
    number = bureau.accepted()
    shown = case_of(bureau, number)
    shown.press(Qt.Key.Key_T, ALT)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith(f"案件 {number}，现在“待复核”")
    shown.modal().fields["body"].setFocus()
    shown.type("laidian")
    shown.control(Qt.Key.Key_Return)
    assert [note.pin for note in case_notes(bureau["review"], number)] == [Pin.CALL]


def test_a_case_left_lying_is_taken_over_with_its_reason(bureau: Bureau) -> None:
    number = bureau.accepted()
    shown = case_of(bureau, number, "second intake")
    shown.press(Qt.Key.Key_O, ALT)
    shown.modal().fields["reason"].setFocus()
    shown.type("xiujia")
    shown.control(Qt.Key.Key_Return)
    assert "由您承办" in shown.said()
    assert "本来就由您承办" in shown.page.case.desk.take.reason


def test_the_bundle_is_given_out_after_its_purpose_was_asked(bureau: Bureau, tmp_path: Path) -> None:
    number = bureau.accepted()
    shown = case_of(bureau, number)
    shown.page.case.desk.choose_folder = lambda: tmp_path
    shown.press(Qt.Key.Key_E, ALT)
    shown.control(Qt.Key.Key_Return)
    assert "用途" in shown.modal().fields["purpose"].problem.what
    shown.modal().fields["purpose"].set_text("行政复议答复")
    shown.control(Qt.Key.Key_Return)
    pdf, archive = sorted(tmp_path.glob(f"{number}*"))
    assert (pdf.suffix, archive.suffix) == (".pdf", ".zip")
    assert all(file.stat().st_mode & 0o077 == 0 for file in (pdf, archive))
    with zipfile.ZipFile(archive) as found:
        assert found.testzip() is None
    assert "卷宗已导出" in shown.said()


def test_who_else_has_the_case_open_stands_at_the_bottom(bureau: Bureau) -> None:
    number = bureau.accepted()
    shown = case_of(bureau, number)
    keeper = PresenceKeeper(shown.window, bureau["intake"].account)
    keeper.look()
    assert shown.window.key_line.others.text() == "没有其他人打开本件"
    say_open(bureau["review"], "elsewhere", number)
    for _ in range(30):
        keeper.look()
    assert shown.window.key_line.others.text().startswith("review 也打开了本件")
    shown.page.close_case()
    keeper.look()
    assert shown.window.key_line.others.text() == ""
    assert say_open(bureau["review"], "elsewhere", number) == ()
    keeper.stop()


def test_given_two_reviewers_when_one_is_late_then_what_the_other_typed_is_kept_and_they_are_told(
    bureau: Bureau,
) -> None:
    number = bureau.accepted({**ELIGIBLE_UPGRADE, "insurance.unemployment_months": 12})
    shown = PageWindow(bureau["review"], ReviewPage, "worklist", "rules")
    shown.window.go_to("review", number)
    case = shown.page.case
    for point in list(case.points.answers()):
        case.notes[point] = "核过原件"
    case.points.set_answers(dict.fromkeys(case.points.answers(), "1"))
    answers = dict.fromkeys(case.points.answers(), "认可")
    assert answers
    for row in case.points.rows:
        row.segments.setFocus()
        shown.press(Qt.Key.Key_1)
    deciding.review(bureau["review and sign"], number)
    shown.press(Qt.Key.Key_F9)
    assert "review and sign已于" in shown.said()
    assert set(case.notes.values()) == {"核过原件"}
    assert shown.page.in_case()


def test_the_reviewer_sees_the_notes_that_wait_first(bureau: Bureau) -> None:
    number = bureau.accepted()
    add_note(bureau["intake"], number, "照片不清楚，请看原件", Pin.PAPER, "居民身份证", waits=True)
    shown = PageWindow(bureau["review"], ReviewPage, "worklist", "rules")
    shown.window.go_to("review", number)
    assert shown.page.case.day_notes.isVisible()
    assert shown.page.case.day_notes.model.cell(0, 0).pill.text == "待答复"
