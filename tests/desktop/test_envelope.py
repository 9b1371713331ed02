"""By window and keys, with nothing but the envelope and a backup: a lost computer, lost pass phrases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.arguments import Arguments
from desktop.gallery.clipping import clipped_texts
from desktop.pages.set_up_restore import RestoreScreen
from desktop.pages.set_up_welcome import WelcomeScreen
from desktop.pages.sign_in import SignInScreen
from desktop.pages.sign_in_recovery import RecoveryScreen
from desktop.pages.sign_in_trouble import TroubleScreen
from desktop.theme.apply import Theme
from desktop.widgets.button import Button, Link
from models.casework.maintenance import make_backup
from models.errors import Trouble
from models.store.backup import damaged_files
from tests.builders.desk import PHRASE, Bureau, make_bureau
from tests.builders.keys import enter, type_text
from tests.builders.program import RunningProgram

NEW = "a wholly new phrase 2026"
Start = Callable[..., RunningProgram]


@pytest.fixture
def start(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Start]:
    programs: list[RunningProgram] = []

    def begin(folder: Path | None = None) -> RunningProgram:
        programs.append(RunningProgram(qtbot, theme, tmp_path, Arguments(folder=folder)))
        return programs[-1]

    yield begin
    for program in programs:
        program.close()


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    """A closed office with a person in it."""
    bureau = make_bureau(tmp_path / "data")
    bureau.person()
    make_backup(bureau["system"], tmp_path / "stick")
    bureau.close()
    return bureau


def the_backup(tmp_path: Path) -> Path:
    return next((tmp_path / "stick").iterdir())


def typed(running: RunningProgram, text: str) -> None:
    type_text(running.focus(), text)
    enter(running.focus())


def commit(running: RunningProgram) -> None:
    QTest.keyClick(running.focus(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def press_on(screen: object, words: str) -> None:
    """Space on the button or link of these words."""
    found = [one for one in (*screen.findChildren(Button), *screen.findChildren(Link)) if one.text() == words]  # type: ignore[attr-defined]
    found[0].setFocus()
    QTest.keyClick(found[0], Qt.Key.Key_Space)


def to_restore(running: RunningProgram) -> RestoreScreen:
    running.until(lambda: isinstance(running.screen(), WelcomeScreen))
    type_text(running.focus(), "5")
    running.until(lambda: isinstance(running.screen(), RestoreScreen))
    screen = running.screen()
    assert isinstance(screen, RestoreScreen)
    return screen


def test_a_lost_computer_comes_back_by_keys_with_the_printed_key_and_the_stick(
    start: Start, bureau: Bureau, tmp_path: Path
) -> None:
    running = start()
    screen = to_restore(running)
    typed(running, str(tmp_path / "stick"))
    assert screen.which.text().startswith("2025-06-03")
    assert "0 件案" in screen.which.text()
    enter(running.focus())  # the newest is chosen
    screen.target.set_text("")
    for words in (str(tmp_path / "new computer"), "2", "system", bureau.recovery_key.replace("-", " ").lower()):
        typed(running, words)
    typed(running, NEW)
    typed(running, NEW)
    assert running.focus() is screen.button
    assert clipped_texts(screen) == []
    commit(running)
    running.until(lambda: isinstance(running.screen(), SignInScreen))
    assert running.screen().occasion.note == "备份已经恢复，请登录。"
    session = running.sign_in("system", NEW)
    assert session.window.account is not None
    assert Path(running.keeper.now.folder) == tmp_path / "new computer"
    assert damaged_files(the_backup(tmp_path)) == ()


def test_a_mistyped_group_is_named_when_the_key_is_left(start: Start, bureau: Bureau, tmp_path: Path) -> None:
    running = start()
    screen = to_restore(running)
    screen.recovery.key.setFocus()
    groups = bureau.recovery_key.split("-")
    groups[4] = "O" + groups[4][1:]
    typed(running, "-".join(groups))
    assert screen.recovery.key.problem is not None
    assert "第5组有误：密钥里没有“O”" in screen.recovery.key.problem.what
    assert clipped_texts(screen) == []


def test_what_is_missing_or_wrong_is_said_at_its_field_and_nothing_is_made(
    start: Start, bureau: Bureau, tmp_path: Path
) -> None:
    running = start()
    screen = to_restore(running)
    screen.target.set_text(str(tmp_path / "new"))
    commit(running)
    assert screen.source.problem is not None
    typed(running, str(tmp_path / "data"))  # an office without a backup beside it
    assert "没有找到备份" in screen.source.problem.what
    screen.source.set_text(str(the_backup(tmp_path)))
    screen.look()
    screen.method.set_text("口令")
    screen._show_method()
    screen.recovery.account.set_text("system")
    screen.passphrase.setFocus()
    type_text(running.focus(), "not the right one")
    commit(running)
    running.until(lambda: screen.passphrase.problem is not None)
    assert "账号或口令不对" in screen.passphrase.problem.what
    assert not (tmp_path / "new").exists()
    screen.passphrase.set_text(PHRASE)
    commit(running)
    running.until(lambda: isinstance(running.screen(), SignInScreen))
    assert running.sign_in("intake").window.account is not None


def test_all_pass_phrases_lost_the_printed_key_gives_one_again_from_the_sign_in(start: Start, bureau: Bureau) -> None:
    running = start(bureau.folder)
    press_on(running.sign_in_screen(), "忘记口令")
    running.until(lambda: isinstance(running.screen(), RecoveryScreen))
    screen = running.screen()
    box = screen.fields.account.box
    running.until(box.options)
    typed(running, bureau.recovery_key)
    typed(running, "system")
    typed(running, NEW)
    typed(running, NEW)
    assert running.focus() is screen.button
    enter(running.focus())
    running.until(lambda: isinstance(running.screen(), SignInScreen))
    assert running.screen().occasion.note == "新口令已设好，请用它登录。"
    assert running.sign_in("system", NEW).window.account is not None


def test_a_key_of_another_office_is_refused_at_the_key_and_what_is_typed_stays(
    start: Start, bureau: Bureau, tmp_path: Path
) -> None:
    other = make_bureau(tmp_path / "other", phone="010-55550199")
    other.close()
    running = start(bureau.folder)
    press_on(running.sign_in_screen(), "忘记口令")
    running.until(lambda: isinstance(running.screen(), RecoveryScreen))
    screen = running.screen()
    for words in (other.recovery_key, "system", NEW, NEW):
        typed(running, words)
    commit(running)
    running.until(lambda: screen.fields.key.problem is not None)
    assert "不是本单位现用的" in screen.fields.key.problem.what
    assert screen.fields.first.text() == NEW
    assert clipped_texts(screen) == []
    QTest.keyClick(screen, Qt.Key.Key_Escape)
    running.until(lambda: isinstance(running.screen(), SignInScreen))


def test_a_backup_opened_as_a_data_folder_leads_to_restoring_it(start: Start, bureau: Bureau, tmp_path: Path) -> None:
    backup = the_backup(tmp_path)
    running = start(backup)
    running.until(lambda: isinstance(running.screen(), TroubleScreen))
    assert running.screen().trouble is Trouble.BACKUP
    press_on(running.screen(), "从备份恢复")
    running.until(lambda: isinstance(running.screen(), RestoreScreen))
    screen = running.screen()
    assert screen.source.text() == str(backup)
    assert screen.which.text() in screen.found
    assert screen.folder() != backup
    assert damaged_files(backup) == ()


def test_a_damaged_folder_is_restored_in_its_place_and_its_files_are_kept(
    start: Start, bureau: Bureau, tmp_path: Path
) -> None:
    store = bureau.folder / "office.db"
    store.write_bytes(b"")
    running = start(bureau.folder)
    running.sign_in_screen()
    type_text(running.focus(), "intake")
    enter(running.focus())
    type_text(running.focus(), PHRASE)
    enter(running.focus())
    running.until(lambda: isinstance(running.screen(), TroubleScreen))
    assert "是空的" in running.screen().message
    press_on(running.screen(), "从备份恢复")
    running.until(lambda: isinstance(running.screen(), RestoreScreen))
    screen = running.screen()
    assert screen.folder() == bureau.folder
    assert "另存在 replaced-" in screen.note.text()
    screen.source.set_text(str(tmp_path / "stick"))
    screen.look()
    for field, words in zip(
        (screen.recovery.key, screen.recovery.account, screen.recovery.first, screen.recovery.second),
        (bureau.recovery_key, "system", NEW, NEW),
        strict=True,
    ):
        field.set_text(words)
    QApplication.processEvents()
    assert clipped_texts(screen) == []
    commit(running)
    running.until(lambda: isinstance(running.screen(), SignInScreen))
    assert running.sign_in("system", NEW).window.account is not None
    assert list(bureau.folder.glob("replaced-*/office.db"))
