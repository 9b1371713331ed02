"""The program as a whole: from the first picture to the closed window, on real threads and a real store."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.arguments import Arguments
from desktop.crash_watch import watch_crashes
from desktop.pages.set_up_welcome import WelcomeScreen
from desktop.pages.sign_in_trouble import TroubleScreen
from desktop.theme.apply import Theme
from desktop.tour.overlay import Tour
from models.casework.drafts import drafts
from models.casework.maintenance import list_backups
from models.casework.offices import sign_in
from models.moment import now
from models.store.backup import backups
from tests.builders.desk import PHRASE, make_bureau
from tests.builders.keys import enter, type_text
from tests.builders.program import RunningProgram

Start = Callable[[Arguments], RunningProgram]
HEAVY = ("sqlmodel", "sqlalchemy", "reports", "reportlab", "pypinyin", "openpyxl", "xlsxwriter", "chinese_calendar")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One office for all tests here; each takes a copy."""
    folder = tmp_path_factory.mktemp("office") / "data"
    make_bureau(folder, practice=False).close()
    return folder


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "data"))


@pytest.fixture
def start(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Start]:
    running: list[RunningProgram] = []

    def begin(arguments: Arguments) -> RunningProgram:
        running.append(RunningProgram(qtbot, theme, tmp_path, arguments))
        return running[-1]

    yield begin
    for program in running:
        if program.program.shell.isVisible():
            program.close()


def test_only_qt_and_the_theme_are_loaded_when_the_sign_in_page_is_painted(office: Path) -> None:
    probe = f"""
import sys
from PySide6.QtWidgets import QApplication
from pathlib import Path
from desktop import app
from desktop.arguments import Arguments
from desktop.crash_watch import watch_crashes
app.before_application()
application = QApplication([])
keeper = app.PreferenceKeeper(Path({str(office.parent / "preferences.json")!r}))
program = app.Program(Arguments(folder=Path({str(office)!r})), app.Theme(application), keeper)
program.shell.painted.disconnect()
program.shell.painted.connect(lambda: application.exit(0))
program.begin()
application.exec()
sys.stdout.write(" ".join(name for name in {HEAVY!r} if name in sys.modules))
program.shell.close()
"""
    ended = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, timeout=60)
    assert ended.stdout == ""


def test_the_first_start_offers_to_make_to_open_and_to_practise(start: Start) -> None:
    running = start(Arguments())
    screen = running.screen()
    assert isinstance(screen, WelcomeScreen)
    assert [tile.text() for tile in (screen.new, screen.open, screen.practice)] == [
        "建立本局",
        "打开已有的数据文件夹",
        "练习",
    ]


def test_the_right_pass_phrase_opens_the_office_and_the_folder_is_remembered(start: Start, office: Path) -> None:
    running = start(Arguments(folder=office))
    session = running.sign_in("intake")
    assert session.window.top_bar.account.text() == "intake"
    assert session.window.top_bar.seat.text() == "受理"
    assert running.keeper.now.folder == str(office.resolve())
    assert running.keeper.now.office_name == session.signed.office.name
    # A card reader may type at once.
    assert running.program.shell.focusWidget() is session.window.top_bar.search


def test_a_wrong_pass_phrase_is_said_at_the_field_and_the_account_stays(start: Start, office: Path) -> None:
    running = start(Arguments(folder=office))
    screen = running.sign_in_screen()
    screen.name.set_text("intake")
    screen.passphrase.setFocus()
    type_text(running.focus(), "not the right one")
    enter(running.focus())
    running.until(lambda: screen.passphrase.problem is not None)
    assert screen.passphrase.problem is not None
    assert "账号或口令不对" in screen.passphrase.problem.what
    assert (screen.name.text(), screen.passphrase.text()) == ("intake", "")
    assert running.program.session is None


def test_a_folder_without_an_office_is_said_and_nothing_is_made_in_it(start: Start, tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    running = start(Arguments(folder=folder))
    running.until(lambda: isinstance(running.screen(), TroubleScreen))
    assert "没有数据文件夹" in running.screen().message
    assert not folder.exists()


def test_a_store_that_is_damaged_is_told_on_a_page_of_its_own(start: Start, office: Path) -> None:
    (office / "office.db").write_bytes(b"\0" * 8192)
    running = start(Arguments(folder=office))
    screen = running.sign_in_screen()
    screen.name.set_text("intake")
    screen.passphrase.set_text(PHRASE)
    screen.submit()
    running.until(lambda: isinstance(running.screen(), TroubleScreen))
    assert "备份" in running.screen().message


def test_the_account_is_switched_by_its_pass_phrase_without_a_restart(start: Start, office: Path) -> None:
    running = start(Arguments(folder=office))
    session = running.sign_in("intake")
    QTest.keyClick(running.focus(), Qt.Key.Key_F11)
    screen = session._covered
    assert screen is not None
    names = [tile.text() for tile in screen.tiles]
    assert "review" in names
    screen.choose("review")
    type_text(running.focus(), PHRASE)
    enter(running.focus())
    running.until(lambda: session.signed.account.name == "review")
    assert session.window.account is not None
    assert session.window.account.name == "review"
    assert session.window.blocked_reason("sign")
    assert not session.window.blocked_reason("review")


def test_a_lock_hides_everything_and_the_pass_phrase_brings_it_back(start: Start, office: Path) -> None:
    running = start(Arguments(folder=office))
    session = running.sign_in("intake")
    shown = session.window.page()
    session.lock()
    QApplication.processEvents()
    assert "已锁定" in running.program.shell.windowTitle()
    assert session.signed.office.name not in running.program.shell.windowTitle()
    assert not session.window.top_bar.isVisible()
    type_text(running.focus(), PHRASE)
    enter(running.focus())
    running.until(lambda: not session.locked)
    assert session.window.page() is shown
    assert session.window.top_bar.isVisible()


def test_a_wrong_pass_phrase_leaves_it_locked(start: Start, office: Path) -> None:
    running = start(Arguments(folder=office))
    session = running.sign_in("intake")
    session.lock()
    type_text(running.focus(), "something else entirely")
    enter(running.focus())
    screen = session._covered
    assert screen is not None
    running.until(lambda: screen.passphrase.problem is not None)
    assert session.locked


def test_the_office_locks_after_the_minutes_of_the_setting(start: Start, office: Path) -> None:
    running = start(Arguments(folder=office))
    session = running.sign_in("intake")
    running.keeper.put(replace(running.keeper.now, idle_minutes=2))
    session.idle._clock = lambda: session.idle._last + 2 * 60
    session.idle.look()
    assert session.locked


def test_the_office_locks_when_the_system_does(start: Start, office: Path) -> None:
    session = start(Arguments(folder=office)).sign_in("intake")
    session.system.locked.emit()
    assert session.locked


def test_closing_makes_a_backup_when_something_changed(start: Start, office: Path) -> None:
    running = start(Arguments(folder=office))
    session = running.sign_in("system")
    session.backups.needed = True
    running.close()
    assert len(backups(office)) == 1
    desk = sign_in(office, "system", PHRASE, now)
    try:
        assert [row.damage for row in list_backups(desk)] == [""]
    finally:
        desk.store.close()


def test_when_the_last_backup_fails_the_window_stays_and_closes_without_one_when_it_is_asked_again(
    start: Start, office: Path, tmp_path: Path
) -> None:
    blocked = tmp_path / "no folder"
    blocked.touch()
    running = start(Arguments(folder=office))
    session, shell = running.sign_in("system"), running.program.shell
    running.keeper.put(replace(running.keeper.now, backup_folder=str(blocked)))
    session.backups.needed = True
    shell.close()
    running.until(lambda: "再关闭一次" in session.window.key_line.saved.text())
    assert shell.isVisible()
    running.close()
    assert backups(office) == ()


def test_closing_without_a_change_makes_none(start: Start, office: Path) -> None:
    running = start(Arguments(folder=office))
    running.sign_in("intake")
    running.close()
    assert backups(office) == ()


def test_what_is_typed_is_kept_for_the_account_and_shown_at_its_next_sign_in(start: Start, office: Path) -> None:
    running = start(Arguments(folder=office))
    session = running.sign_in("both")
    page = session.window.pages["settings"]
    typed = {"note": "写到一半"}
    page.draft = lambda: typed  # type: ignore[method-assign]
    kept: list[bool] = []
    session.drafts.save(lambda: kept.append(True))
    running.until(lambda: kept)
    running.close()
    desk = sign_in(office, "both", PHRASE, now)
    try:
        assert [(draft.key, draft.content) for draft in drafts(desk)] == [("page:settings", typed)]
    finally:
        desk.store.close()


def test_a_practice_day_leaves_nothing_behind(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.practice.throw_away.CASES", 3)
    running = start(Arguments(practice=True))
    screen = running.sign_in_screen()
    assert [tile.detail for tile in screen.tiles][:3] == ["受理", "受理", "复核"]
    assert running.program.throw_away is not None
    place = running.program.throw_away.path
    QTest.keyClicks(running.focus(), "3")
    running.until(lambda: running.program.session is not None)
    assert running.session.signed.account.name == "钱雨桐"
    window = running.session.window
    assert window.top_bar.practice.isVisible()
    # The first practice offers the tour, and the machine remembers that it did.
    assert window._modals[-1].accessibleName() == "五分钟导览"
    assert running.keeper.now.tour_offered
    QTest.keyClick(running.focus(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    running.until(lambda: window.findChildren(Tour))
    QTest.keyClick(running.focus(), Qt.Key.Key_Escape)
    running.session._offer_tour()
    assert window._modals == []
    running.close()
    assert not place.exists()
    assert running.keeper.now.folder == ""


def test_a_restored_backup_is_opened_by_signing_in_again(start: Start, office: Path) -> None:
    running = start(Arguments(folder=office))
    session = running.sign_in("system")
    session.backups.make(lambda _error: None, automatic=False)
    running.until(lambda: backups(office))
    running.until(lambda: not session.backups._under_way)
    session.restore_asked.emit(backups(office)[0], PHRASE)
    running.until(lambda: running.program.session is None)
    again = running.sign_in("intake")
    assert again.window.account is not None
    assert again.window.account.name == "intake"
    assert list(office.glob("replaced-*"))


def test_a_restore_with_a_wrong_pass_phrase_is_told_and_changes_nothing(start: Start, office: Path) -> None:
    running = start(Arguments(folder=office))
    session = running.sign_in("system")
    session.backups.make(lambda _error: None, automatic=False)
    running.until(lambda: backups(office))
    running.until(lambda: not session.backups._under_way)
    session.restore_asked.emit(backups(office)[0], "not the right one")
    running.until(lambda: isinstance(running.screen(), TroubleScreen))
    assert not list(office.glob("replaced-*"))


def test_a_crash_is_kept_and_told_in_one_line(
    start: Start, office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("desktop.crash_report._folder", lambda: tmp_path / "log")
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    running = start(Arguments(folder=office))
    session = running.sign_in("intake")
    watch_crashes(running.program.say_crash)
    qInstallMessageHandler(None)
    error = ZeroDivisionError("王小明 110101199003070015")
    sys.excepthook(ZeroDivisionError, error, None)
    assert "程序内部出错" in session.window.key_line.saved.text()
    (report,) = (tmp_path / "log").iterdir()
    assert "王小明" not in report.read_text(encoding="utf-8") + capsys.readouterr().err
