"""An answer that comes when what asked for it was closed: a roster, a form of the rules, a dialog."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from reportlab.pdfgen.canvas import Canvas

from desktop.dialogs.account_dialogs import NewAccountDialog
from desktop.dialogs.bulk_dialog import BulkDialog
from desktop.dialogs.print_dialog import PrintDialog
from desktop.dialogs.publicity import PublicityDialog
from desktop.dialogs.receipt import PaperDialog
from desktop.pages.intake import IntakePage
from desktop.pages.roster_drafts import kept_rosters
from desktop.pages.rules import RulesPage
from desktop.pages.worklist import WorklistPage
from models.casework.publishing import publicity_standings
from models.errors import Refused
from models.office import Seat
from models.training_class import BulkKind
from models.vocabulary import PROGRAMME_NAMES
from tests.builders.desk import PHRASE, Bureau, make_bureau
from tests.builders.headless import PNG
from tests.builders.intake_clerk import Clerk, fill
from tests.builders.page_window import PageWindow
from tests.builders.rosters import GROUP, class_of, roster_lines, workbook
from tests.builders.slow_runner import SlowRunner

pytestmark = pytest.mark.usefixtures("theme")
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "data", confirmed=True)
    yield bureau
    bureau.close()


def swept() -> None:
    """What was thrown away is gone for good."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def among_classes(bureau: Bureau) -> tuple[PageWindow, SlowRunner]:
    runner = SlowRunner(bureau["intake"], at_once=True)
    shown = PageWindow(bureau["intake"], IntakePage, "worklist", runner=runner)
    shown.control(Qt.Key.Key_B)
    return shown, runner


def at_rules(bureau: Bureau) -> tuple[PageWindow, SlowRunner]:
    runner = SlowRunner(bureau["review"], at_once=True)
    return PageWindow(bureau["review"], RulesPage, "worklist", runner=runner), runner


def enter_daily_rate(shown: PageWindow) -> None:
    """Everything of a value but the scan, typed."""
    shown.window.go_to("rules", ("value", "living_allowance", "daily_rate"))
    shown.press(Qt.Key.Key_Return)
    shown.type("30")
    shown.press(Qt.Key.Key_Return)
    shown.page.form.start.control.selectAll()
    shown.type("20181229")
    shown.press(Qt.Key.Key_Return)
    shown.press(Qt.Key.Key_Return)
    shown.type("测试文号〔2025〕3号")


# --- classes ----------------------------------------------------------------------------------------------------------


def test_an_imported_roster_is_not_offered_again(bureau: Bureau, tmp_path: Path) -> None:
    class_of(bureau["intake"], 1)
    shown, runner = among_classes(bureau)
    desk = shown.page.classes.desk
    desk.open_class(GROUP.number)
    file = tmp_path / "名册.xlsx"
    file.write_bytes(workbook(roster_lines(3)))
    desk.open_roster(file)
    assert len(kept_rosters(bureau["intake"])) == 1
    runner.at_once = False
    desk.save_action.trigger()

    runner.answer_all()

    assert "入班" in shown.said()
    assert kept_rosters(bureau["intake"]) == ()
    assert desk.stack.currentWidget() is desk.sheet
    assert desk.grid.checked is None


def test_a_roster_that_was_dropped_while_it_was_judged_stays_dropped(bureau: Bureau, tmp_path: Path) -> None:
    class_of(bureau["intake"], 1)
    shown, runner = among_classes(bureau)
    desk = shown.page.classes.desk
    desk.open_class(GROUP.number)
    file = tmp_path / "名册.xlsx"
    file.write_bytes(workbook(roster_lines(3)))
    desk.open_roster(file)
    runner.at_once = False
    desk.grid.options_changed.emit("毕业证书", "练习街道")
    desk.drop_action.trigger()

    runner.answer_all()

    assert kept_rosters(bureau["intake"]) == ()
    assert desk.grid.checked is None


def test_while_a_class_is_opened_nothing_is_done_with_the_one_before(bureau: Bureau) -> None:
    class_of(bureau["intake"], 2)
    shown, runner = among_classes(bureau)
    desk = shown.page.classes.desk
    desk.open_class(GROUP.number)
    assert desk.sheet.record is not None
    runner.at_once = False
    desk.open_class("练习二班")
    QApplication.processEvents()

    assert desk.sheet.record is None
    assert desk.sheet.model.rowCount() == 0
    for action in (desk.open_action, desk.accept_action, desk.serve_action, desk.leaver_action, desk.undo_action):
        assert action.reason == "正在打开这个班，请稍候。"
    assert GROUP.number not in desk.sheet.title.text()


def test_a_dry_run_that_comes_after_its_dialog_was_closed_is_dropped(bureau: Bureau) -> None:
    class_of(bureau["intake"], 2)
    shown, runner = among_classes(bureau)
    desk = shown.page.classes.desk
    desk.open_class(GROUP.number)
    desk.bulk(BulkKind.ACCEPT)
    dialog = shown.modal()
    assert isinstance(dialog, BulkDialog)
    runner.at_once = False
    dialog.fields["programme"].set_text(PROGRAMME_NAMES["free_training"])
    dialog.ask()
    assert runner.waiting
    shown.press(Qt.Key.Key_Escape)
    swept()

    runner.answer_all()

    assert shown.modal() is None


# --- rules ------------------------------------------------------------------------------------------------------------


def test_a_trial_that_comes_after_its_version_was_closed_is_dropped(bureau: Bureau) -> None:
    shown, runner = at_rules(bureau)
    shown.window.go_to("rules", ("value", "skill_upgrade", "2026"))
    shown.press(Qt.Key.Key_V, ALT)
    editor = shown.page.version
    editor.head.document.set_text("测试文号〔2026〕5号")
    runner.at_once = False
    editor.preview()
    assert len(runner.waiting) == 1
    shown.page.close_version()
    swept()

    runner.answer_all()

    assert shown.page.version is None


def test_a_trial_of_a_form_that_was_left_is_not_shown_in_the_next(bureau: Bureau) -> None:
    shown, runner = at_rules(bureau)
    enter_daily_rate(shown)
    runner.at_once = False
    shown.page.form.changed.emit()
    assert len(runner.waiting) == 1
    shown.page.leave_form()

    runner.answer_all()

    assert not shown.page.panel_view.changes.isVisible()


def test_an_entry_that_is_kept_leaves_the_form_that_is_typed_in_by_then(bureau: Bureau, tmp_path: Path) -> None:
    scan = tmp_path / "scan.png"
    scan.write_bytes(PNG)
    shown, runner = at_rules(bureau)
    enter_daily_rate(shown)
    shown.page.ask_open = lambda _page, _title: scan
    shown.press(Qt.Key.Key_F3)
    assert shown.page.send_action.enabled
    runner.at_once = False
    shown.page.send()
    shown.page.leave_form()
    shown.window.go_to("rules", ("value", "living_allowance", "most_days"))
    shown.page.table.setFocus()
    shown.page.edit()
    typed = shown.page.form
    assert typed is not None

    runner.answer_all()

    assert "已录入第" in shown.said()
    assert shown.page.form is typed


# --- dialogs ----------------------------------------------------------------------------------------------------------


def test_a_correction_that_fails_after_its_dialog_was_closed_is_told(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_desk: object) -> None:
        raise Refused("磁盘已满，未保存。")

    runner = SlowRunner(bureau["intake"], at_once=True)
    clerk = Clerk(PageWindow(bureau["intake"], IntakePage, "worklist", runner=runner))
    fill(clerk, bureau.person(7).id_number)
    monkeypatch.setattr("desktop.pages.intake_operations.correct", lambda _person, _seen: refused)
    clerk.press(Qt.Key.Key_R, ALT)
    runner.at_once = False
    clerk.commit()
    clerk.press(Qt.Key.Key_Escape)
    swept()

    runner.answer_all()

    assert clerk.window.said() == "磁盘已满，未保存。"


def test_what_the_publicity_list_asked_for_is_dropped_with_it(bureau: Bureau) -> None:
    runner = SlowRunner(bureau["review"], at_once=True)
    shown = PageWindow(bureau["review"], WorklistPage, "intake", "review", "sign", "letters", "rules", runner=runner)
    dialog = PublicityDialog(shown.page.host, publicity_standings(bureau["review"]), lambda _number: None)
    shown.page.host.open_modal(dialog)
    runner.at_once = False
    dialog.end()
    dialog._refresh()
    shown.press(Qt.Key.Key_Escape)
    swept()

    runner.answer_all()

    assert shown.modal() is None
    assert shown.said() != ""


def test_a_second_press_adds_an_account_once(bureau: Bureau) -> None:
    added: list[str] = []
    dialog = NewAccountDialog(frozenset(), lambda account, _own: added.append(account.name))
    shown = PageWindow(bureau["intake"], WorklistPage)
    shown.page.host.open_modal(dialog)
    fields = {"name": "练习新", "first": PHRASE, "second": PHRASE}
    for name, text in fields.items():
        getattr(dialog.form, name).set_text(text)
    dialog.form.seats.chips[Seat.INTAKE].setChecked(True)
    dialog.own.set_text(PHRASE)
    shown.control(Qt.Key.Key_Return)
    shown.control(Qt.Key.Key_Return)

    assert added == ["练习新"]


def test_printers_are_looked_for_beside_the_window(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[bool] = []
    monkeypatch.setattr("desktop.dialogs.receipt.printers", lambda: looked.append(True) or ["练习打印机"])
    runner = SlowRunner(bureau["intake"], at_once=True)
    shown = PageWindow(bureau["intake"], WorklistPage, runner=runner)
    paper = PaperDialog(
        shown.page.host, "受理通知书", "练习甲", blank_pdf(), "练2025-1", word="完成", then=lambda: None
    )
    shown.page.host.open_modal(paper)
    runner.at_once = False
    paper.ask_printer()
    assert not looked

    runner.answer_all()

    assert looked == [True]
    assert isinstance(shown.modal(), PrintDialog)


def blank_pdf() -> bytes:
    canvas = Canvas(content := BytesIO())
    canvas.showPage()
    canvas.save()
    return content.getvalue()
