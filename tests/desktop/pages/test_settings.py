"""设置: what each seat may change, and that a change is in force."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.dialogs.restore_dialog import leaver_words, loss_words
from desktop.gallery.clipping import clipped_texts
from desktop.keymap import KEYS, put_in_force
from desktop.main_window import MainWindow
from desktop.pages.settings import SettingsPage
from desktop.pages.settings_backup import place_words
from desktop.pages.settings_section import Services
from desktop.preference_file import load_preferences
from desktop.preference_keeper import PreferenceKeeper
from desktop.printing import PrintSetup, setup_for, use_papers
from desktop.theme.appearance import Scheme, in_force
from desktop.theme.apply import Theme
from desktop.theme.paint import MarkKind, key_words
from desktop.widgets.keyed_words import move_keys
from desktop.workers.inline import InlineRunner
from models.casework.leaving import close_account
from models.casework.maintenance import BackupRow, Loss
from models.casework.offices import sign_in
from models.casework.pins import has_pin
from models.casework.steps import Steps, steps_of
from models.errors import NotPermitted
from models.office import Seat
from models.store.keys import KeyRing
from models.vocabulary import PROGRAMME_NAMES
from tests.builders.desk import PHRASE, Bureau, make_bureau
from tests.builders.keys import press, show, type_text

NEW = "ein ganz anderer Satz, lang genug"


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "data")
    yield bureau
    bureau.close()


class Settings:
    """The page in the real window, for one account."""

    def __init__(self, bureau: Bureau, name: str, theme: Theme, place: Path) -> None:
        self.keeper = PreferenceKeeper(place / "preferences.json")
        self.restored: list[tuple[Path, str]] = []
        services = Services(
            bureau.folder, self.keeper, theme, lambda path, phrase: self.restored.append((path, phrase)), lambda: None
        )
        desk = bureau[name]
        self.window = MainWindow(InlineRunner(desk), [partial(SettingsPage, services=services)], account=desk.account)
        self.window.resize(1366, 768)
        show(self.window)
        self.page: Any = self.window.pages["settings"]

    def open(self, key: str) -> Any:
        self.page.open_target(key)
        QApplication.processEvents()
        return self.page.sections[key]

    def said(self) -> str:
        return self.window.key_line.saved.text()

    def modal(self) -> Any:
        return self.window._modals[-1]


@pytest.fixture
def settings(bureau: Bureau, theme: Theme, tmp_path: Path, qtbot: QtBot) -> Any:
    def opened(name: str) -> Settings:
        made = Settings(bureau, name, theme, tmp_path)
        qtbot.addWidget(made.window)
        return made

    return opened


@pytest.mark.parametrize(
    ("name", "closed"),
    [
        ("intake", {"backup", "check", "journal", "access", "server"}),
        ("system", {"journal", "access"}),
        ("audit", {"backup", "server"}),
    ],
)
def test_a_section_that_the_seat_cannot_use_is_closed_and_says_whose_it_is(
    settings: Any, name: str, closed: set[str]
) -> None:
    page = settings(name).page
    assert {key for key, tile in page.tiles.items() if not tile.isEnabled()} == closed
    assert all("席位" in page.tiles[key].reason for key in closed)
    assert all(page.tiles[key].detail.startswith("需要") for key in closed)


def test_arrows_walk_through_the_open_sections_only(settings: Any) -> None:
    page = settings("audit").page
    page.activated()
    for _ in range(10):
        press(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert page.section().key == "access"
    press(QApplication.focusWidget(), Qt.Key.Key_Up)
    assert page.section().key == "journal"


def test_a_colour_scheme_is_in_force_at_once_and_at_the_next_start(settings: Any) -> None:
    shown = settings("intake")
    section = shown.open("look")
    scheme = section.field("appearance.scheme")
    scheme.setFocus()
    press(scheme.control, Qt.Key.Key_2, "2")
    assert in_force().scheme is Scheme.DARK
    assert load_preferences(shown.keeper._path).appearance.scheme is Scheme.DARK


@pytest.mark.parametrize("typed", ["", "-1", "121", "five", "５", "1.5"])
def test_impossible_idle_minutes_are_refused_at_the_field(settings: Any, typed: str) -> None:
    shown = settings("intake")
    section = shown.open("look")
    section.field("idle_minutes").set_text(typed)
    section.field("idle_minutes").left.emit()
    assert section.field("idle_minutes").problem is not None
    assert shown.keeper.now.idle_minutes == 5
    section.field("idle_minutes").set_text("0")
    section.field("idle_minutes").left.emit()
    assert section.field("idle_minutes").problem is None
    assert shown.keeper.now.idle_minutes == 0


def test_the_window_gets_its_name(settings: Any) -> None:
    shown = settings("intake")
    section = shown.open("look")
    section.field("window").set_text(" 3号窗口 ")
    section.field("window").left.emit()
    assert shown.keeper.now.window == "3号窗口"


def test_the_system_administrator_adds_a_street(settings: Any, bureau: Bureau) -> None:
    shown = settings("system")
    section = shown.open("office")
    assert section.save_action.reason == "没有改动。"
    section.form.streets.area.setPlainText(section.form.streets.text() + "\n新街口街道")
    assert section.save_action.enabled
    section.save_action.trigger()
    assert shown.said() == "单位设置已保存。"
    with bureau["system"].look("office.read") as work:
        assert work.office.streets == ("练习街道", "东华门街道", "新街口街道")
    assert section.save_action.reason == "没有改动。"


def test_a_clerk_reads_the_office_and_is_told_who_may_change_it(settings: Any) -> None:
    section = settings("intake").open("office")
    assert section.form.name.text()
    section.form.name.edited.emit("x")
    assert "系统管理员" in section.save_action.reason


def test_a_colleague_is_added_and_can_sign_in(settings: Any, bureau: Bureau) -> None:
    shown = settings("system")
    shown.open("accounts").add()
    dialog = shown.modal()
    dialog.form.name.set_text("新来的")
    dialog.form.seats.chips[Seat.INTAKE].setChecked(True)
    dialog.form.first.set_text(NEW)
    dialog.form.second.set_text(NEW)
    dialog.own.set_text("wrong, but long enough")
    dialog.accept_action.trigger()
    assert dialog.own.problem is not None
    dialog.own.set_text(PHRASE)
    dialog.accept_action.trigger()
    assert shown.said() == "已添加账号“新来的”。"
    desk = sign_in(bureau.folder, "新来的", NEW, bureau.now)
    desk.store.close()
    assert "新来的" in [account.name for account in shown.page.sections["accounts"]._accounts]


def test_an_account_is_closed_after_a_question(settings: Any, bureau: Bureau) -> None:
    shown = settings("system")
    section = shown.open("accounts")
    section.table.select_number([account.name for account in section._accounts].index("finance"))
    section.close_action.trigger()
    shown.modal().accept_action.trigger()
    assert shown.said().startswith("已停用账号“finance”。")
    assert "finance" not in KeyRing.load(bureau.folder).names()


def test_the_own_account_is_closed_by_nobody_but_another(settings: Any) -> None:
    section = settings("system").open("accounts")
    section.table.select_number([account.name for account in section._accounts].index("system"))
    assert "不能对正在使用的账号办" in section.close_action.reason


def test_a_forgotten_pass_phrase_is_reset(settings: Any, bureau: Bureau) -> None:
    shown = settings("system")
    section = shown.open("accounts")
    section.table.select_number([account.name for account in section._accounts].index("review"))
    section.reset_action.trigger()
    dialog = shown.modal()
    for field, text in ((dialog.first, NEW), (dialog.second, NEW), (dialog.own, PHRASE)):
        field.set_text(text)
    dialog.accept_action.trigger()
    assert shown.said() == "已重设“review”的口令。"
    assert KeyRing.load(bureau.folder).unlock("review", NEW)


def test_a_clerk_may_not_touch_accounts(settings: Any) -> None:
    section = settings("intake").open("accounts")
    assert {action.reason for action in section.section_actions()} == {"只有安全管理员能办。"}


def test_the_own_pass_phrase_is_replaced(settings: Any, bureau: Bureau) -> None:
    shown = settings("intake")
    section = shown.open("own")
    section.old.set_text("not the old one at all")
    section.first.set_text(NEW)
    section.second.set_text(NEW)
    section.change_action.trigger()
    assert section.old.problem is not None
    assert section.first.text() == NEW
    section.old.set_text(PHRASE)
    section.change_action.trigger()
    assert shown.said().startswith("口令已更换")
    assert KeyRing.load(bureau.folder).unlock("intake", NEW)
    with pytest.raises(NotPermitted):
        KeyRing.load(bureau.folder).unlock("intake", PHRASE)


def test_a_signer_sets_the_pin_after_the_pass_phrase(settings: Any, bureau: Bureau) -> None:
    section = settings("sign").open("own")
    for field, text in (
        (section.phrase, "wrong, but long enough"),
        (section.pin, "275931"),
        (section.pin_again, "275931"),
    ):
        field.set_text(text)
    section.pin_action.trigger()
    assert section.phrase.problem is not None
    assert not has_pin(bureau["sign"])
    section.phrase.set_text(PHRASE)
    section.pin_again.set_text("275932")
    section.pin_action.trigger()
    assert section.pin_again.problem is not None
    section.pin_again.set_text("275931")
    section.pin_action.trigger()
    assert has_pin(bureau["sign"])


def test_who_does_not_sign_is_not_asked_for_a_pin(settings: Any) -> None:
    assert not settings("intake").open("own").pin_block.isVisible()


def test_a_backup_is_made_checked_and_offered_for_restoring(settings: Any, bureau: Bureau) -> None:
    shown = settings("system")
    section = shown.open("backup")
    assert section.restore_action.reason == "请先选一份备份。"
    section.make_action.trigger()
    assert shown.said() == "备份已做好并校验。"
    section.check_action.trigger()
    assert shown.said() == "这份备份完好，可以恢复。"
    bureau.person()
    section.restore_action.trigger()
    dialog = shown.modal()
    dialog.accept_action.trigger()
    assert dialog.passphrase.problem is not None
    type_text(dialog.passphrase.control, PHRASE)
    dialog.accept_action.trigger()
    assert shown.restored == [(section.current().path, PHRASE)]


def test_a_restore_is_rehearsed_and_a_backup_kept_by_keys(settings: Any, bureau: Bureau) -> None:
    section = settings("system").open("backup")
    assert section.rehearsal.text().startswith("还没有演练过恢复")
    section.rehearse_action.trigger()
    assert "还没有备份可以演练" in section.host.key_line.saved.text()
    section.make_action.trigger()
    section.rehearse_action.trigger()
    assert section.rehearsal.text().startswith("可恢复 ✓ 0 案")
    section.pin_action.trigger()
    assert section.current().pinned
    assert section.model.cell(0, 4).mark is MarkKind.MET


def test_a_damaged_backup_is_listed_and_cannot_be_taken(settings: Any, bureau: Bureau) -> None:
    shown = settings("system")
    section = shown.open("backup")
    section.make_action.trigger()
    section.refresh()
    path = section.current().path
    (path / "manifest.json").write_text("{", encoding="utf-8")
    section.refresh()
    assert "损坏" in section.restore_action.reason
    assert section.model.cell(0, 4).mark is MarkKind.NOT_MET


@pytest.mark.parametrize(("acts", "kind", "said"), [(0, MarkKind.INFO, "没有会丢"), (7, MarkKind.WARN, "7 步")])
def test_what_a_restore_takes_away_is_said_before(acts: int, kind: MarkKind, said: str) -> None:
    found, title, text = loss_words(Loss(BackupRow(Path("office-1"), None, 1, 0, 0), acts, 3, 2, 1))
    assert (found, said in title) == (kind, True)
    assert acts == 0 or "案件 3 件、出具文书 2 份、登记人员 1 人" in text


def test_an_office_in_order_is_told_so(settings: Any) -> None:
    section = settings("audit").open("check")
    section.check_action.trigger()
    notices = [section._found.itemAt(place).widget().accessibleName() for place in range(section._found.count())]
    assert len(notices) == 1
    assert notices[0].startswith("完好")


def test_what_is_wrong_is_listed(settings: Any) -> None:
    section = settings("audit").open("check")
    section._show(("流水第 3 号的校验不对。", "文书 1 与登记不符。"))
    names = [section._found.itemAt(place).widget().accessibleName() for place in range(section._found.count())]
    assert names[1:] == ["流水第 3 号的校验不对。", "文书 1 与登记不符。"]


def test_the_auditor_reads_the_journal_newest_first(settings: Any, bureau: Bureau) -> None:
    bureau.person()
    section = settings("audit").open("journal")
    QAbstractItemModelTester(section.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    first = section.model.row(0)
    assert (first.account, first.act) == ("intake", "登记人员")
    assert first.at - bureau.moment < timedelta(minutes=1)
    assert section.model.row(section.model.rowCount() - 1).act == "建立本局"


@pytest.mark.parametrize("name", ["intake", "system", "audit", "sign"])
def test_nothing_of_any_section_is_cut_off(settings: Any, name: str) -> None:
    shown = settings(name)
    for key, tile in shown.page.tiles.items():
        if tile.isEnabled():
            shown.open(key)
            assert clipped_texts(shown.window) == []
    assert shown.window.minimumSizeHint().width() <= 1366


def test_the_system_seat_ticks_which_programmes_are_published_and_how_long(bureau: Bureau, settings: Any) -> None:
    shown = settings("system")
    office = shown.open("office")
    office.steps_action.trigger()
    form = shown.modal()
    publishes = form.fields["programmes"]
    assert publishes.chosen() == ()
    assert [tick.text() for tick in publishes.boxes.ticks] == list(PROGRAMME_NAMES.values())
    publishes.boxes.ticks[0].setFocus()
    press(publishes.boxes.ticks[0], Qt.Key.Key_Space)
    press(publishes.boxes.ticks[0], Qt.Key.Key_Down)
    press(publishes.boxes.ticks[1], Qt.Key.Key_Space)
    form.fields["days"].set_text("0")
    form.run_action.trigger()
    assert "1 到 60" in form.fields["days"].problem.sentence()
    form.fields["days"].set_text("5")
    form.fields["seal"].set_text("是")
    form.run_action.trigger()
    assert not clipped_texts(shown.window)
    with bureau["system"].store.reading() as rows:
        assert steps_of(rows.office()) == Steps(("free_training", "living_allowance"), 5, seal_apart=True)
    office.steps_action.trigger()
    again = shown.modal().fields
    assert again["programmes"].chosen() == (
        PROGRAMME_NAMES["free_training"],
        PROGRAMME_NAMES["living_allowance"],
    )
    assert again["seal"].text() == "是"


def test_only_the_system_seat_opens_the_steps(settings: Any) -> None:
    shown = settings("review")
    assert "系统" in shown.open("office").steps_action.reason


def test_a_data_key_that_waits_to_be_changed_is_told_with_what_to_do(settings: Any, bureau: Bureau) -> None:
    section = settings("system").open("backup")
    assert section.key_due.isHidden()
    close_account(bureau["system"], bureau.folder, "finance")
    section.refresh()
    assert not section.key_due.isHidden()
    assert "关闭本局所有窗口，再登录一次" in section.key_due.accessibleName()


def test_a_restore_says_that_a_closed_account_still_opens_the_backup(qtbot: Any) -> None:
    row = BackupRow(Path("office-1"), None, 1, 0, 0)
    assert leaver_words(Loss(row, 0, 0, 0, 0)) == ()
    ((title, text),) = leaver_words(Loss(row, 0, 0, 0, 0, ("李静", "王芳")))
    assert "李静、王芳" in title
    assert "再停用一次" in text


# --- what the table of settings makes -------------------------------------------------------------


def test_a_setting_is_found_by_its_pinyin_and_the_focus_goes_there(settings: Any) -> None:
    shown = settings("intake")
    shown.page.search.setFocus()
    type_text(shown.page.search, "scgb")
    assert not shown.page.search.is_open() or shown.page.search.answer() == ""
    shown.page.search.clear()
    type_text(shown.page.search, "ps")
    press(shown.page.search, Qt.Key.Key_Return, "\r")
    assert shown.page.section().key == "look"
    assert shown.page.section().field("appearance.scheme").control.hasFocus()


def test_a_printer_and_a_tray_for_one_kind_of_letter(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.printing.printers", lambda: ["一楼", "二楼"])
    shown = settings("intake")
    section = shown.open("print")
    for key, text in {"printers.letter": "一楼", "printers.approval": "二楼", "trays.approval": "下纸盒"}.items():
        field = section.field(key)
        field.control.setFocus()
        type_text(field.control, text)
        shown.page.search.setFocus()
    kept = load_preferences(shown.keeper._path)
    assert kept.printers == {"letter": "一楼", "approval": "二楼"}
    assert kept.trays == {"approval": "下纸盒"}
    use_papers(kept.printers, kept.trays)
    try:
        assert setup_for("approval") == PrintSetup("二楼", "下纸盒")
        assert setup_for("receipt") == PrintSetup("一楼", "")
        assert setup_for("report") == PrintSetup("", "")
    finally:
        use_papers({}, {})


# --- keys -----------------------------------------------------------------------------------------


@pytest.fixture
def own_keys() -> Iterator[None]:
    yield
    put_in_force({})


@pytest.mark.usefixtures("own_keys")
def test_a_key_is_moved_shown_so_and_kept(settings: Any) -> None:
    shown = settings("intake")
    section = shown.open("keys")
    section.table.select_number(list(KEYS).index("F7"))
    section.ask(section.table.current())
    dialog = shown.modal()
    catcher = dialog.catcher.line
    press(catcher, Qt.Key.Key_F9)
    assert "已用于" in dialog.catcher.problem.what
    assert not dialog.accept_action.enabled
    press(catcher, Qt.Key.Key_A, "a")
    assert "用来打字" in dialog.catcher.problem.what
    press(catcher, Qt.Key.Key_K, "k", Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
    assert dialog.catcher.text() == "Alt+Shift+K"
    dialog.accept_action.trigger()
    assert load_preferences(shown.keeper._path).keys == {"F7": "Alt+Shift+K"}
    move_keys(shown.keeper.now.keys)
    panel = next(action for action in shown.window.window_actions if action.key == "F7")
    assert [key.toString() for key in panel.sequences()] == ["Alt+Shift+K"]
    assert key_words("F7") == "Alt+Shift+K"
    section.put_back()
    assert load_preferences(shown.keeper._path).keys == {}


def test_a_backup_place_that_is_gone_or_on_the_disk_of_the_data_is_said_to_be(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    assert place_words(stick, tmp_path) == f"{stick}（不见了：U 盘、移动硬盘没接上？）"
    stick.mkdir()
    assert place_words(stick, tmp_path) == f"{stick}（与数据在同一块硬盘，坏了会一起丢）"
