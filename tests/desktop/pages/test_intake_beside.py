"""受理: drafts, hints, copies, notices and looks beside the form itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from desktop.dialogs.oral_notice import notice_html
from desktop.dialogs.receipt import PaperDialog
from desktop.gallery.clipping import clipped_texts
from desktop.pages.intake import IntakePage
from desktop.pages.intake_work import Work
from models.case import State
from models.casework.drafts import drafts
from models.casework.offices import sign_in
from tests.builders.desk import ELIGIBLE_UPGRADE, PHRASE, Bureau
from tests.builders.intake_clerk import Clerk, field, fill, papers
from tests.builders.page_window import PageWindow
from tests.builders.people import make_id, make_person

pytestmark = pytest.mark.usefixtures("theme")
LONG_NAME = "阿卜杜热合曼·麦麦提图尔荪·艾则孜·吾斯曼江·努尔𬭎"
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


# --- drafts ---------------------------------------------------------------------------------------


def test_what_was_typed_is_saved_by_itself_and_offered_again(bureau: Bureau, filled: Clerk) -> None:
    page = filled.window.page
    assert page.drafts.timer.isActive()
    page.drafts.timer.timeout.emit()
    assert filled.window.window.key_line.saved.text().startswith("已存 09:")
    again = Clerk(PageWindow(bureau["intake"], IntakePage, "worklist"))
    assert [tile.text() for tile in again.window.page.empty.waiting.tiles] == ["练习甲"]
    again.window.page.empty.waiting.tiles[0].click()
    form = again.window.page.form
    assert form.fields.session.text("certificate.occupation") == "电工"
    assert again.window.page.work.check.result == "查无已享受记录"
    papers(again)
    again.commit()
    assert drafts(bureau["intake"]) == ()


def test_a_draft_is_thrown_away_only_after_a_question(bureau: Bureau, filled: Clerk) -> None:
    filled.press(Qt.Key.Key_S, CONTROL)
    filled.window.page.acts.drop_action.trigger()
    filled.press(Qt.Key.Key_Escape)
    assert len(drafts(bureau["intake"])) == 1
    filled.window.page.acts.drop_action.trigger()
    filled.commit()
    assert drafts(bureau["intake"]) == ()
    assert filled.window.page.work is None


def test_a_draft_belongs_to_its_account_alone(bureau: Bureau, filled: Clerk) -> None:
    filled.press(Qt.Key.Key_S, CONTROL)
    other = PageWindow(bureau["second intake"], IntakePage, "worklist")
    assert other.page.empty.waiting.tiles == []


def test_somebody_else_coming_keeps_the_one_before_as_a_draft(bureau: Bureau, filled: Clerk) -> None:
    filled.comes(bureau.person(8).id_number)
    assert filled.window.page.card is not None
    filled.press(Qt.Key.Key_N, CONTROL)
    assert [tile.text() for tile in filled.window.page.empty.waiting.tiles] == ["练习甲"]


def test_the_window_need_not_keep_what_the_page_keeps_itself(bureau: Bureau, filled: Clerk) -> None:
    assert filled.window.page.draft() == {}
    assert [draft.content["name"] for draft in drafts(bureau["intake"])] == ["练习甲"]


def test_a_wide_window_has_the_list_beside_the_case(bureau: Bureau) -> None:
    number = bureau.accepted()
    wide = PageWindow(bureau["intake"], IntakePage, size=(1920, 1080))
    listed = wide.page.waiting
    assert not listed.isVisible()  # nobody is here: the page itself shows it
    Clerk(wide).comes(make_person(1).id_number)
    assert listed.isVisible()
    assert [number in tile.detail for tile in listed.waiting.case_tiles] == [True]


_KILLED = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
application = QApplication([])
from desktop.theme.apply import Theme
Theme(application)
from desktop.pages.intake import IntakePage
from models.casework.offices import sign_in
from models.moment import now
from tests.builders.page_window import PageWindow
window = PageWindow(sign_in(Path(sys.argv[1]), "intake", sys.argv[2], now), IntakePage)
window.window.go_to("intake", ("id_number", sys.argv[3]))
sheet = window.page.sheet
sheet.fields.widget("person.phone").control.setFocus()
window.type("1381111")
window.page.drafts.save()
print("typed", flush=True)
sys.stdin.read()
"""


def test_a_draft_survives_the_program_being_killed(bureau: Bureau, tmp_path: Path) -> None:
    number = make_id("110105", date(1990, 5, 1), 2)
    bureau.close()
    root = Path(__file__).parents[3]
    paths = {**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{root / 'tests'}", "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", _KILLED, str(bureau.folder), PHRASE, number]
    with subprocess.Popen(command, env=paths, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"typed\n"
        child.send_signal(signal.SIGKILL)
    desk = sign_in(bureau.folder, "intake", PHRASE, bureau.now)
    try:
        clerk = Clerk(PageWindow(desk, IntakePage))
        clerk.window.page.empty.waiting.tiles[0].click()
        assert clerk.window.page.sheet.session.text("person.phone") == "1381111"
        assert clerk.window.page.sheet.session.text("person.id_number").replace(" ", "") == number
    finally:
        desk.store.close()


# --- beside the form ---------------------------------------------------------------------------------------


def test_somebody_with_the_same_telephone_is_hinted_at_and_may_be_dismissed(bureau: Bureau, clerk: Clerk) -> None:
    bureau.person(7, phone="13812345678")
    other = bureau.person(8, phone="13812345678")
    clerk.comes(other.id_number)
    acts = clerk.window.page.acts.applicant
    assert [hint.sentence for hint in acts.hints] == ["与练习甲（810000********0070）联系电话相同，请核对是否同一人。"]
    clerk.press(Qt.Key.Key_F8)
    clerk.commit()
    assert acts.hints == ()
    clerk.type("1")
    assert acts.hints == ()


def test_a_certificate_of_somebody_else_is_hinted_at_without_disturbing_the_typing(
    bureau: Bureau, clerk: Clerk
) -> None:
    bureau.accepted(person=bureau.person(7))
    clerk.comes(bureau.person(8).id_number)
    clerk.type("1")
    form = clerk.window.page.form
    clerk.type(ELIGIBLE_UPGRADE["certificate.number"]).enter()
    hints = clerk.window.page.acts.applicant.hints
    assert [hint.case_number for hint in hints] == ["2025-00001"]
    assert form is clerk.window.page.form
    assert form.notices.isVisible()
    assert form.focused_key() == "certificate.kind"


def test_two_registrations_of_the_same_person_lead_from_the_hint_to_their_merge(bureau: Bureau, clerk: Clerk) -> None:
    first = bureau.person(7, phone="13812345678")
    clerk.comes(bureau.person(8, phone="13812345678").id_number)
    clerk.press(Qt.Key.Key_F8)
    clerk.enter()
    merging = clerk.window.modal()
    merging.fields["kept"].set_text(str(first.id))
    merging.fields["reason"].set_text("同一人登记两次")
    clerk.commit()
    assert clerk.window.page.work.person.id == first.id


def test_correcting_a_person_keeps_the_answers_and_carries_the_new_facts(bureau: Bureau, filled: Clerk) -> None:
    filled.press(Qt.Key.Key_R, ALT)
    sheet = filled.window.modal().sheet
    assert sheet.fields.widget("person.id_number").line.isReadOnly()
    sheet.fields.widget("person.phone").control.setFocus()
    filled.window.focus().selectAll()  # type: ignore[attr-defined]
    filled.type("13800001111")
    filled.commit()
    assert filled.window.modal() is None
    assert filled.window.page.form.fields.session.text("certificate.occupation") == "电工"
    with bureau["intake"].store.reading() as rows:
        assert rows.person(filled.window.page.work.person.id).phone == "13800001111"


def test_a_wrong_correction_stays_in_the_dialog_with_its_error(filled: Clerk) -> None:
    filled.press(Qt.Key.Key_R, ALT)
    sheet = filled.window.modal().sheet
    sheet.fields.widget("person.phone").control.setFocus()
    filled.window.focus().selectAll()  # type: ignore[attr-defined]
    filled.type("12")
    filled.commit()
    assert filled.window.modal() is not None
    assert "电话号码不对" in sheet.fields.widget("person.phone").problem.what


def test_the_course_of_the_one_before_is_copied_and_confirmed_field_by_field(bureau: Bureau, filled: Clerk) -> None:
    papers(filled)
    filled.commit().enter()
    filled.comes(bureau.person(8).id_number)
    filled.type("1")
    assert filled.window.page.acts.course.action.enabled
    filled.press(Qt.Key.Key_D, CONTROL)
    form = filled.window.page.form
    assert form.fields.session.text("certificate.occupation") == "电工"
    assert form.fields.session.text("insurance.unemployment_months") == ""
    assert field(filled, "certificate.level").hint.text() == "照抄的，Enter 确认"
    assert "项抄自上一位" in filled.window.page.acts.accept_action.reason
    copied = len(form.fields.copied())
    form.focus("certificate.kind")
    filled.enter()
    assert len(form.fields.copied()) == copied - 1


def test_what_is_missing_is_told_once_on_a_page_without_a_number(filled: Clerk) -> None:
    filled.press(Qt.Key.Key_F6)
    told = notice_html(filled.window.modal()._paper)
    assert "口头告知清单（不编号，不是文书）" in told
    assert "1. 居民身份证" in told
    assert "社会保险经办条例" in told
    assert "劳动合同" not in told
    assert "〔2025〕" not in told
    filled.commit()
    dialog = filled.window.modal()
    assert dialog.accessibleName() == "口头告知清单"
    document = pypdfium2.PdfDocument(dialog._content)
    assert (len(document), [round(side) for side in document.get_page_size(0)]) == (1, [595, 842])
    document.close()
    filled.enter()
    assert filled.window.page.form is not None


def test_the_receipt_can_be_kept_as_a_file(filled: Clerk, tmp_path: Path) -> None:
    papers(filled)
    filled.commit()
    dialog = filled.window.modal()
    dialog.save_to(tmp_path / "receipt.pdf")
    assert (tmp_path / "receipt.pdf").read_bytes() == dialog._content
    dialog.save_to(tmp_path)
    assert "没有保存" in filled.window.said()


# --- looks ---------------------------------------------------------------------------------------


def test_the_whole_form_fits_the_design_size_without_scrolling(filled: Clerk) -> None:
    scrolls = [area for area in filled.window.page.form.findChildren(QScrollArea) if area.isVisible()]
    assert [area.verticalScrollBar().maximum() for area in scrolls] == [0]
    hint = filled.window.page.minimumSizeHint()
    assert (hint.width() <= 1366 - 80 - 320, hint.height() <= 768 - 66) == (True, True)


@pytest.mark.parametrize("step", ["sheet", "card", "form", "person", "register", "notice", "receipt"])
def test_no_text_is_cut_off_and_every_control_has_a_name(bureau: Bureau, clerk: Clerk, step: str) -> None:
    if step == "sheet":
        clerk.comes(make_id("110105", date(1990, 5, 1), 2))
    else:
        fill(clerk, bureau.person(7, name=LONG_NAME, name_as_typed=LONG_NAME).id_number)
    if step == "card":
        clerk.comes(make_person(7).id_number)
    if step == "person":
        clerk.press(Qt.Key.Key_R, ALT)
    for key in {"register": [Qt.Key.Key_F9], "notice": [Qt.Key.Key_F6]}.get(step, []):
        clerk.press(key)
    if step == "receipt":
        papers(clerk)
        clerk.commit()
    page = clerk.window.window
    assert [(cut.widget, cut.text) for cut in clipped_texts(page)] == []
    controls = [each for each in page.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    nameless = [each for each in controls if each.isVisible() and not each.accessibleName()]
    assert nameless == []


def test_a_desk_that_may_not_take_in_is_told_so(bureau: Bureau) -> None:
    window = PageWindow(bureau["audit"], IntakePage)
    assert window.page.empty.trouble is not None
    assert "没有这项权限" in window.page.empty.trouble.accessibleName()


def test_a_seat_that_only_looks_is_told_why_it_cannot_accept(bureau: Bureau) -> None:
    person = bureau.person(7)
    looking = Clerk(PageWindow(bureau["review"], IntakePage))
    looking.comes(person.id_number)
    looking.type("1")
    assert looking.window.page.acts.accept_action.reason == "“review”没有受理席位，只能查看"


def test_a_work_says_nothing_personal_of_itself(filled: Clerk) -> None:
    work: Work = filled.window.page.work
    assert work.person is not None
    assert work.person.id_number not in repr(work)


def test_the_oral_notice_leads_into_the_numbered_one_which_takes_the_application_down(
    filled: Clerk, bureau: Bureau
) -> None:
    filled.press(Qt.Key.Key_F6)
    filled.window.control(Qt.Key.Key_I)
    dialog = filled.window.modal()
    assert dialog.items
    filled.window.control(Qt.Key.Key_Return)
    assert isinstance(filled.window.modal(), PaperDialog)
    with bureau["intake"].store.reading() as rows:
        found = rows.cases([State.FOR_APPLICANT])
        assert len(found) == 1
        assert len(rows.notices(found[0].case_id)[0].items) == len(dialog.items)
    filled.window.press(Qt.Key.Key_Return)
    assert filled.window.page.work is None
