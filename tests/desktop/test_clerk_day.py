"""A day of a clerk in the real window with all its pages, by keys: what comes up in one room, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.pages import classes as classes_page
from desktop.pages.settings_section import Services
from desktop.preference_keeper import PreferenceKeeper
from desktop.theme.apply import Theme
from models.case import State
from models.casework.case_notes import case_notes
from models.casework.classes import add_class, class_record
from models.casework.queries import case_record
from models.desk_day import Pin
from models.roster import Mark
from tests.builders.desk import Bureau, make_bureau
from tests.builders.hands import ALT, CONTROL, Hands
from tests.builders.rosters import GROUP, PROOF, roster_line, roster_lines, workbook

pytestmark = pytest.mark.usefixtures("theme")


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "data", confirmed=True)
    yield bureau
    bureau.close()


def test_a_morning_at_the_window(bureau: Bureau, tmp_path: Path) -> None:
    first, second = bureau.person(7), bureau.person(8)
    mine = bureau.accepted(person=bureau.person(9))
    left_lying = bureau.open(person=bureau.person(10)).number
    room = Hands(bureau["second intake"])

    # One is parked in the middle of a field while the next is served, and comes back as they were.
    room.find(first.id_number)
    assert room.page().strip.name.text() == first.name
    room.type("1")
    typed = room.page().form.fields.widget("certificate.number")
    typed.control.setFocus()
    room.type("S000111")
    room.press(Qt.Key.Key_N, CONTROL)
    room.find(second.id_number)
    assert room.page().strip.name.text() == second.name
    room.press(Qt.Key.Key_N, CONTROL)
    room.press(Qt.Key.Key_1, ALT)
    assert room.page().strip.name.text() == first.name
    assert room.page().form.fields.widget("certificate.number").text() == "S000111"

    # The telephone rings: one number, one sentence, one line about the call; the person at the window is still there.
    room.find(mine)
    assert room.page().key == "worklist"
    room.press(Qt.Key.Key_T, ALT)
    room.modal().fields["body"].setFocus()
    room.type("laidian")
    room.press(Qt.Key.Key_Return, CONTROL)
    assert [note.pin for note in case_notes(bureau["review"], mine)] == [Pin.CALL]
    room.press(Qt.Key.Key_1, CONTROL)
    assert room.page().strip.name.text() == first.name

    # A colleague's case has been left lying.
    room.find(left_lying)
    room.press(Qt.Key.Key_O, ALT)
    room.modal().fields["reason"].setFocus()
    room.type("xiujia")
    room.press(Qt.Key.Key_Return, CONTROL)
    assert "由您承办" in room.said()

    # The file of a case for the review authority.
    room.page().case.desk.choose_folder = lambda: tmp_path
    room.press(Qt.Key.Key_E, ALT)
    room.modal().fields["purpose"].set_text("行政复议答复")
    room.press(Qt.Key.Key_Return, CONTROL)
    assert {file.suffix for file in tmp_path.glob(f"{left_lying}*")} == {".pdf", ".zip"}


def close_the_account(bureau: Bureau, theme: Theme, place: Path) -> None:
    """The administrator closes the account of "intake" in the settings; "second intake" takes over."""
    services = Services(
        bureau.folder, PreferenceKeeper(place / "preferences.json"), theme, lambda *_: None, lambda: None
    )
    office = Hands(bureau["system"], services)
    office.window.go_to("settings", "accounts")
    QApplication.processEvents()
    section = office.page().sections["accounts"]
    section.table.select_number([account.name for account in section._accounts].index("intake"))
    section.table.setFocus()
    office.press(Qt.Key.Key_Delete, CONTROL)
    office.modal().fields["heir"].set_text("second intake")
    office.press(Qt.Key.Key_Return, CONTROL)
    assert "1 份没办完的收件已交给“second intake”" in office.said()
    office.window.close()


def test_an_afternoon_with_a_class_of_40_and_a_colleague_who_leaves(
    bureau: Bureau, tmp_path: Path, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_class(bureau["intake"], GROUP)
    wrong = roster_line(7)["身份证号码"]
    bad = {7: {"身份证号码": wrong[:17] + ("1" if wrong[17] != "1" else "2")}, 19: {"姓名": ""}, 31: {"所属街道": ""}}
    file = tmp_path / "名册.xlsx"
    file.write_bytes(workbook(roster_lines(40, bad)))
    monkeypatch.setattr(classes_page, "ask_sheet", lambda *_: file)

    leaver = Hands(bureau["intake"])
    leaver.press(Qt.Key.Key_B, CONTROL)
    leaver.press(Qt.Key.Key_Return)
    desk = leaver.page().classes.desk
    leaver.press(Qt.Key.Key_I, CONTROL)
    desk.grid.options_changed.emit(PROOF, "")
    assert (len(desk.grid.checked.staging.rows), desk.grid.checked.staging.count(Mark.RED)) == (40, 3)
    leaver.window.close()

    # Who leaves had not confirmed it; whoever takes over finds it where it stood.
    close_the_account(bureau, theme, tmp_path)
    room = Hands(bureau["second intake"])
    assert f"名册.xlsx → 班 {GROUP.number}" in room.said()
    room.press(Qt.Key.Key_B, CONTROL)
    room.press(Qt.Key.Key_R, ALT)
    desk = room.page().classes.desk
    fixed = {"id_number": wrong, "name": "练习补", "street": "练习街道"}
    for _ in range(3):
        room.press(Qt.Key.Key_F8)
        one = desk.grid.table.current()
        field = next(note.field for note in one.notes if note.bad)
        room.press(Qt.Key.Key_Return)
        room.type(fixed[field.value])
        room.press(Qt.Key.Key_Return)
    assert desk.grid.checked.staging.count(Mark.RED) == 0
    room.press(Qt.Key.Key_Return, CONTROL)
    assert len(class_record(bureau["second intake"], GROUP.number).members) == 40

    # All but one of them apply together.
    room.press(Qt.Key.Key_Delete, CONTROL)
    room.type("1")
    room.modal().fields["on"].set_text("0")
    room.modal().fields["reason"].set_text("机构来函：不再参加")
    room.press(Qt.Key.Key_Return, CONTROL)
    room.press(Qt.Key.Key_1, ALT)
    room.type("1")
    room.modal().fields["on"].set_text("0")
    room.modal().ask()
    assert room.modal().plan.going == 39
    room.press(Qt.Key.Key_Return, CONTROL)
    members = class_record(bureau["second intake"], GROUP.number).members
    opened = [row.number for one in members for row in one.cases.values()]
    assert len(opened) == 39
    assert case_record(bureau["second intake"], opened[0]).case.state is State.AT_WINDOW
