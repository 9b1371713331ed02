"""班, by keys in the real window: from the roster to the receipts, corrected in the grid, undone as one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.draft_keeper import DraftKeeper
from desktop.pages import classes as classes_page
from desktop.pages.intake import IntakePage
from desktop.pages.review import ReviewPage
from desktop.pages.roster_drafts import PREFIX, kept_rosters
from desktop.widgets.text import Text
from models.case import State
from models.casework.bulk_acts import perform_bulk
from models.casework.bulk_plans import BulkOrder, plan_bulk
from models.casework.classes import class_record
from models.casework.drafts import save_draft
from models.casework.offices import sign_in
from models.casework.unit_of_work import Desk
from models.roster import Mark, RosterField
from models.training_class import BulkKind
from reports.issue import render
from tests.builders.desk import PHRASE, Bureau
from tests.builders.keys import enter, press
from tests.builders.page_window import PageWindow
from tests.builders.rosters import GROUP, PROOF, class_of, roster_line, roster_lines, workbook

pytestmark = pytest.mark.usefixtures("theme")
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


FURTHER_PERSON = 45  # keys from the roster to the letter, one row in ten corrected


class ClassClerk:
    """A clerk among the classes; every key is counted."""

    def __init__(self, bureau: Bureau) -> None:
        self.bureau = bureau
        self.window = PageWindow(bureau["intake"], IntakePage, "worklist")
        self.keys = 0
        self.press(Qt.Key.Key_B, CONTROL)

    @property
    def desk(self) -> Any:
        return self.window.page.classes.desk

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.keys += 1 + (modifiers != Qt.KeyboardModifier.NoModifier)
        self.window.press(key, modifiers)

    def type(self, text: str) -> None:
        self.keys += len(text)
        self.window.type(text)

    def enter(self) -> None:
        self.keys += 1
        enter(self.window.focus())
        QApplication.processEvents()

    def record(self) -> Any:
        return class_record(self.bureau["intake"], GROUP.number)


@pytest.fixture
def clerk(bureau: Bureau) -> ClassClerk:
    return ClassClerk(bureau)


def chosen(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(classes_page, "ask_sheet", lambda *_: path)


def test_a_class_is_entered_by_keys_and_its_roster_corrected_in_the_grid(
    clerk: ClassClerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "名册.xlsx"
    wrong = roster_line(2)["身份证号码"]
    file.write_bytes(workbook(roster_lines(4, {2: {"身份证号码": wrong[:17] + ("1" if wrong[17] != "1" else "2")}})))
    chosen(monkeypatch, file)
    clerk.press(Qt.Key.Key_N, CONTROL)
    for text in (GROUP.number, GROUP.school):
        clerk.type(text)
        clerk.enter()
    clerk.type("1")
    clerk.enter()
    clerk.type("育婴员")
    clerk.enter()
    clerk.type("5")
    clerk.enter()
    clerk.type("2025-04-07")
    clerk.press(Qt.Key.Key_Return, CONTROL)
    assert clerk.window.modal() is None, clerk.window.modal().fields
    assert clerk.record().group.provider_listed is None, "what was not answered stays unknown"

    clerk.press(Qt.Key.Key_I, CONTROL)
    grid = clerk.desk.grid
    assert grid.checked.staging.count(Mark.RED) == 1
    clerk.press(Qt.Key.Key_F8)
    assert "校验码" in grid.reasons.text()
    clerk.enter()
    assert grid.table.editor.text() == wrong[:17] + ("1" if wrong[17] != "1" else "2")
    clerk.type(wrong)
    clerk.enter()
    assert grid.checked.staging.count(Mark.RED) == 0
    assert not clerk.record().members, "nothing is saved before it is confirmed"
    clerk.press(Qt.Key.Key_Return, CONTROL)

    assert "新登记 4" in clerk.window.said()
    assert clerk.desk.stack.currentWidget() is clerk.desk.sheet
    assert len(clerk.record().members) == 4


def test_red_rows_stay_in_sight_and_can_be_given_back(
    clerk: ClassClerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class_of(clerk.bureau["intake"], 1)
    clerk.desk.open_class(GROUP.number)
    file = tmp_path / "名册.xlsx"
    file.write_bytes(workbook(roster_lines(3, {3: {"姓名": ""}})))
    chosen(monkeypatch, file)
    out = tmp_path / "未导入.xlsx"
    monkeypatch.setattr(classes_page, "ask_file", lambda *_: out)

    clerk.press(Qt.Key.Key_I, CONTROL)
    clerk.press(Qt.Key.Key_Return, CONTROL)

    assert "1 行没有导入" in clerk.window.said()
    assert clerk.desk.stack.currentWidget() is clerk.desk.grid
    clerk.press(Qt.Key.Key_X, ALT)
    assert out.read_bytes()[:2] == b"PK"
    clerk.press(Qt.Key.Key_Escape)
    assert clerk.desk.stack.currentWidget() is clerk.desk.sheet


def test_a_roster_being_checked_survives_a_look_at_somebody_else(
    clerk: ClassClerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class_of(clerk.bureau["intake"], 1)
    clerk.desk.open_class(GROUP.number)
    file = tmp_path / "名册.xlsx"
    file.write_bytes(workbook(roster_lines(2, {2: {"姓名": ""}})))
    chosen(monkeypatch, file)
    clerk.press(Qt.Key.Key_I, CONTROL)
    clerk.desk.grid.corrected.emit(4, list(clerk.desk.grid.checked.staging.rows)[1].notes[0].field, "练习补")
    with clerk.bureau["intake"].store.reading() as rows:
        person = rows.person_by_id_number(roster_line(1)["身份证号码"])
    assert person is not None

    clerk.window.page.open_target(("person", person.id))
    clerk.window.page.finish()
    clerk.press(Qt.Key.Key_B, CONTROL)

    assert clerk.desk.stack.currentWidget() is clerk.desk.grid
    assert clerk.desk.grid.checked.work.corrections
    clerk.press(Qt.Key.Key_Escape)
    assert "不导入" in clerk.window.modal().accept_action.word


def test_the_columns_can_be_named_by_the_clerk(
    clerk: ClassClerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class_of(clerk.bureau["intake"], 1)
    clerk.desk.open_class(GROUP.number)
    file = tmp_path / "名册.csv"
    line = roster_line(2)
    file.write_text(f"姓名,身份证号,备注\n{line['姓名']},{line['身份证号码']},东华门街道\n", encoding="gbk")
    chosen(monkeypatch, file)
    clerk.press(Qt.Key.Key_I, CONTROL)
    assert clerk.desk.grid.checked.staging.count(Mark.RED) == 1
    clerk.press(Qt.Key.Key_L, ALT)
    clerk.window.modal().choices[2].set_text("街道（乡镇）")
    clerk.press(Qt.Key.Key_Return, CONTROL)
    assert clerk.desk.grid.checked.staging.count(Mark.RED) == 0


def test_cases_are_opened_accepted_and_undone_by_keys(clerk: ClassClerk) -> None:
    class_of(clerk.bureau["intake"], 3)
    clerk.desk.open_class(GROUP.number)
    clerk.press(Qt.Key.Key_1, ALT)
    dialog = clerk.window.modal()
    clerk.type("1")
    clerk.enter()
    clerk.type("0")
    clerk.enter()
    dialog.table.setFocus()
    clerk.press(Qt.Key.Key_Down)
    clerk.press(Qt.Key.Key_Space)
    clerk.press(Qt.Key.Key_A, ALT)
    assert dialog.plan.going == 2
    assert "不办 1 人" in dialog.summary.text()
    clerk.press(Qt.Key.Key_Return, CONTROL)
    assert [len(one.cases) for one in clerk.record().members] == [1, 0, 1]

    clerk.press(Qt.Key.Key_2, ALT)
    clerk.type("1")
    clerk.press(Qt.Key.Key_Return, CONTROL)
    assert "批量受理 2 件" in clerk.window.said()
    clerk.press(Qt.Key.Key_Z, CONTROL)
    clerk.type("受理日期不对")
    clerk.press(Qt.Key.Key_Return, CONTROL)
    states = {row.state for one in clerk.record().members for row in one.cases.values()}
    assert states == {State.AT_WINDOW}
    assert "没有可以撤销" in clerk.desk.undo_action.reason


def test_attendance_is_written_by_keys(clerk: ClassClerk) -> None:
    class_of(clerk.bureau["intake"], 1)
    clerk.desk.open_class(GROUP.number)
    clerk.enter()
    dialog = clerk.window.modal()
    dialog.fields["days_attended"].set_text("")
    clerk.type("23")
    clerk.press(Qt.Key.Key_Return, CONTROL)
    assert clerk.record().members[0].member.attendance.days_attended == 23


def in_review(bureau: Bureau) -> tuple[str, ...]:
    order = BulkOrder(GROUP.number, BulkKind.OPEN, "free_training", GROUP.started_on)
    order = replace(order, on=bureau.moment.date(), checked=frozenset(members(bureau)))
    for kind in (BulkKind.OPEN, BulkKind.ACCEPT):
        done = perform_bulk(bureau["intake"], plan_bulk(bureau["intake"], replace(order, kind=kind)), render).value
    return done.cases


def members(bureau: Bureau) -> list[int]:
    return [one.person.id for one in class_record(bureau["intake"], GROUP.number).members]


def test_a_reviewer_goes_through_one_class_in_a_row(bureau: Bureau) -> None:
    bureau.confirm_values("free_training")
    other = bureau.accepted()
    class_of(bureau["intake"], 2)
    numbers = in_review(bureau)
    window = PageWindow(bureau["review"], ReviewPage, "worklist")
    assert window.page.queue.count == 3

    window.control(Qt.Key.Key_B)
    press(window.focus(), Qt.Key.Key_Return, "\r")
    QApplication.processEvents()

    assert window.page.queue.count == 2
    assert GROUP.number in window.page.queue.total.text()
    press(window.focus(), Qt.Key.Key_Return, "\r")
    QApplication.processEvents()
    seen = [window.page.case.number]
    window.press(Qt.Key.Key_F8)
    seen.append(window.page.case.number)
    assert set(seen) == set(numbers)
    window.press(Qt.Key.Key_Escape)
    window.control(Qt.Key.Key_B)
    window.press(Qt.Key.Key_Up)
    press(window.focus(), Qt.Key.Key_Return, "\r")
    QApplication.processEvents()
    assert window.page.queue.count == 3
    assert other not in numbers


def test_a_further_person_of_a_class_costs_few_keys(
    clerk: ClassClerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the roster to the receipt, with one row in ten corrected: what 20 people cost more than 10 do."""

    def cost(count: int, number: str) -> int:
        before = clerk.keys
        group = replace(GROUP, number=number)
        from models.casework.classes import add_class

        add_class(clerk.bureau["intake"], group)
        clerk.desk.open_class(number)
        lines = [roster_line(count * 30 + n) for n in range(count)]
        for place in range(0, count, 10):
            lines[place]["姓名"] = ""
        file = tmp_path / f"{number}.xlsx"
        file.write_bytes(workbook(lines))
        chosen(monkeypatch, file)
        clerk.press(Qt.Key.Key_I, CONTROL)
        clerk.desk.grid.proof.setFocus()
        clerk.type(PROOF)
        clerk.enter()
        while clerk.desk.grid.checked.staging.count(Mark.RED):
            clerk.press(Qt.Key.Key_F8)
            clerk.enter()
            clerk.type("练习补")
            clerk.enter()
        clerk.press(Qt.Key.Key_Return, CONTROL)
        for key in (Qt.Key.Key_1, Qt.Key.Key_2):
            clerk.press(key, ALT)
            clerk.type("1")
            if key == Qt.Key.Key_1:
                clerk.enter()
                clerk.type("0")
                clerk.enter()
                dialog = clerk.window.modal()
                dialog.table.setFocus()
                for _ in range(count):  # each person looked up by itself
                    clerk.press(Qt.Key.Key_0)
                    clerk.press(Qt.Key.Key_Down)
            clerk.press(Qt.Key.Key_Return, CONTROL)
        record = class_record(clerk.bureau["intake"], number)
        assert all(one.cases["free_training"].state is State.FOR_REVIEW for one in record.members)
        assert len(record.members) == count
        return clerk.keys - before

    each = (cost(20, "练2025-20") - cost(10, "练2025-1")) / 10
    # The reviewer then reads and passes each (Enter, F9), the signer signs each (Enter, F9, PIN of 6 digits, Enter).
    assert each + 2 + 9 <= FURTHER_PERSON, each


def test_a_member_is_taken_off_or_noted_as_gone_and_put_back_by_keys(clerk: ClassClerk) -> None:
    class_of(clerk.bureau["intake"], 3)
    clerk.desk.open_class(GROUP.number)
    names = [one.person.name for one in clerk.record().members]
    clerk.press(Qt.Key.Key_Delete, CONTROL)
    dialog = clerk.window.modal()
    clerk.press(Qt.Key.Key_Return, CONTROL)
    assert dialog.fields["kind"].problem is not None
    clerk.type("1")
    clerk.enter()
    clerk.type("0")
    clerk.enter()
    clerk.type("机构来函：不再参加")
    clerk.press(Qt.Key.Key_Return, CONTROL)
    assert "已记为退出" in clerk.window.said()
    assert clerk.desk.sheet.total.text() == "2 人，另有 1 人退出"
    assert [one.person.name for one in clerk.record().members] == [*names[1:], names[0]]

    clerk.desk.sheet.table.select_number(0)
    clerk.press(Qt.Key.Key_Delete, CONTROL)
    clerk.type("2")
    clerk.window.modal().fields["reason"].set_text("录错了人")
    clerk.press(Qt.Key.Key_Return, CONTROL)
    assert f"{names[1]} 已移出本班" in clerk.window.said()
    assert [one.person.name for one in clerk.record().members] == [names[2], names[0]]

    clerk.desk.sheet.table.select_number(1)
    clerk.press(Qt.Key.Key_Delete, CONTROL)
    clerk.type("机构更正")
    clerk.press(Qt.Key.Key_Return, CONTROL)
    assert clerk.desk.sheet.total.text() == "2 人"


def test_who_has_a_case_can_only_be_noted_as_gone(clerk: ClassClerk) -> None:
    class_of(clerk.bureau["intake"], 2)
    in_review(clerk.bureau)
    clerk.desk.open_class(GROUP.number)
    clerk.press(Qt.Key.Key_Delete, CONTROL)
    assert set(clerk.window.modal().fields) == {"on", "reason"}


def staged(clerk: ClassClerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A class, and a roster of which one cell is corrected, one proof typed and one column named."""
    class_of(clerk.bureau["intake"], 1)
    clerk.desk.open_class(GROUP.number)
    file = tmp_path / "名册.xlsx"
    file.write_bytes(workbook(roster_lines(40, {3: {"姓名": ""}, 7: {"姓名": ""}, 9: {"身份证号码": "1"}})))
    chosen(monkeypatch, file)
    clerk.press(Qt.Key.Key_I, CONTROL)
    clerk.desk.grid.corrected.emit(5, RosterField.NAME, "练习补")
    clerk.desk.grid.options_changed.emit(PROOF, "")
    file.unlink()
    return clerk.desk.grid.checked


def test_a_roster_that_is_not_imported_yet_survives_the_end_of_the_program(
    clerk: ClassClerk, bureau: Bureau, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = staged(clerk, tmp_path, monkeypatch)
    assert before.staging.count(Mark.RED) == 2
    secrets = [roster_line(20)["身份证号码"], roster_line(20)["姓名"], "练习补"]
    for file in bureau.folder.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert not any(secret.encode() in content for secret in secrets), file.name

    later = reopened(bureau)  # another program: nothing but the folder is left
    desk = later.desk
    assert "名册.xlsx" in desk.keeping.words.text()
    assert not desk.keeping.isHidden()
    later.press(Qt.Key.Key_R, ALT)
    after = desk.grid.checked
    assert after.work == before.work
    assert after.staging == before.staging
    while after.staging.count(Mark.RED):
        later.press(Qt.Key.Key_F8)
        note = next(note for note in desk.grid.table.current().notes if note.bad)
        text = "练习补二" if note.field is RosterField.NAME else roster_line(9)["身份证号码"]
        desk.grid.corrected.emit(desk.grid.table.current().row.line, note.field, text)
        after = desk.grid.checked
    later.press(Qt.Key.Key_Return, CONTROL)
    assert "补充" in later.window.said()
    assert len(later.record().members) == 40
    assert desk.keeping.isHidden()
    assert kept_rosters(later.bureau["intake"]) == ()
    later.bureau.close()


def test_who_signs_in_is_told_of_a_roster_that_is_not_imported_yet(
    clerk: ClassClerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged(clerk, tmp_path, monkeypatch)
    window = PageWindow(clerk.bureau["intake"], IntakePage, "worklist")
    DraftKeeper(window.window).restore()
    assert f"名册.xlsx → 班 {GROUP.number}" in window.said()
    other = PageWindow(clerk.bureau["second intake"], IntakePage, "worklist")
    DraftKeeper(other.window).restore()
    assert "名册" not in other.said()


def reopened(bureau: Bureau) -> ClassClerk:
    """The office opened anew from its folder by the clerk of `clerk`, in a window of its own."""
    lead = sign_in(bureau.folder, "intake", PHRASE, bureau.now)
    desk = Desk(lead.store, lead.account, bureau.now, lead.shipped)
    return ClassClerk(Bureau(bureau.folder, {"intake": desk}, bureau.moment))


def test_a_roster_laid_aside_waits_beside_its_class_and_one_dropped_does_not(
    clerk: ClassClerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged(clerk, tmp_path, monkeypatch)
    clerk.press(Qt.Key.Key_S, CONTROL)
    assert clerk.desk.stack.currentWidget() is clerk.desk.sheet
    assert clerk.desk.keeping.resume_action in clerk.desk.actions_shown()
    clerk.press(Qt.Key.Key_R, ALT)
    assert clerk.desk.grid.checked.work.proof == PROOF
    clerk.press(Qt.Key.Key_Escape)
    clerk.press(Qt.Key.Key_Return, CONTROL)
    assert clerk.desk.stack.currentWidget() is clerk.desk.sheet
    assert clerk.desk.keeping.isHidden()
    assert kept_rosters(clerk.bureau["intake"]) == ()


def test_a_kept_roster_that_cannot_be_read_is_only_thrown_away_by_the_clerk(clerk: ClassClerk) -> None:
    class_of(clerk.bureau["intake"], 1)
    save_draft(clerk.bureau["intake"], PREFIX + GROUP.number, {"name": "名册.xlsx", "lines": 3, "sheet": "?"})
    clerk.desk.refresh()
    clerk.press(Qt.Key.Key_R, ALT)
    assert "读不出来" in " ".join(text.text() for text in clerk.window.modal().findChildren(Text))
    clerk.press(Qt.Key.Key_Escape)
    assert len(kept_rosters(clerk.bureau["intake"])) == 1
    clerk.press(Qt.Key.Key_R, ALT)
    clerk.press(Qt.Key.Key_Return, CONTROL)
    assert kept_rosters(clerk.bureau["intake"]) == ()


def test_a_roster_taken_over_from_a_colleague_stands_beside_ones_own_for_the_same_class(
    clerk: ClassClerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged(clerk, tmp_path, monkeypatch)
    clerk.press(Qt.Key.Key_S, CONTROL)
    desk = clerk.bureau["intake"]
    (own,) = kept_rosters(desk)
    with desk.store.reading() as rows:
        content = rows.draft(desk.account.id, own.key).content
    save_draft(desk, f"{own.key}:9", {**content, "name": "同事的.xlsx"})
    clerk.desk.refresh()
    assert "同事的.xlsx" in clerk.desk.keeping.words.text()
    assert "另有 1 份" in clerk.desk.keeping.words.text()
    clerk.press(Qt.Key.Key_R, ALT)
    clerk.desk.grid.options_changed.emit(PROOF, "东华门街道")
    clerk.press(Qt.Key.Key_Escape)
    clerk.press(Qt.Key.Key_Return, CONTROL)
    assert [(one.key, one.file) for one in kept_rosters(desk)] == [(own.key, "名册.xlsx")]
