"""Each kind of trouble with the data folder has steps of its own, which say what to do about that kind."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.gallery.clipping import clipped_texts
from desktop.gallery.start_scenes import _SHARED, _TROUBLES
from desktop.pages.sign_in_trouble import TroubleScreen
from desktop.pages.sign_in_trouble_steps import headline, steps_for
from desktop.widgets.button import Button
from models.casework.sign_ins import account_names, open_office
from models.errors import InputError, StoreError, Trouble
from models.moment import now
from models.store import embedded, location
from models.store.engine import create_store, open_store
from models.store.keys import KeyRing
from tests.builders.desk import PHRASE, make_bureau
from tests.builders.keys import show

pytestmark = pytest.mark.usefixtures("theme")
Harm = Callable[[Path, pytest.MonkeyPatch], None]
FAR = datetime(2001, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office") / "data"
    make_bureau(folder).close()
    return folder


def statement(data: Path, words: str) -> None:
    store = open_store(data, key=KeyRing.load(data).unlock("intake", PHRASE))
    store.connection.exec_driver_sql(words)
    store.close()


def another_key(data: Path, patch: pytest.MonkeyPatch) -> None:
    create_store(data.parent / "other", key=bytes(32), created_at=FAR).close()
    shutil.copyfile(data.parent / "other" / "office.db", data / "office.db")


def no_keys(data: Path, patch: pytest.MonkeyPatch) -> None:
    (data / "office.keys").unlink()


def broken_keys(data: Path, patch: pytest.MonkeyPatch) -> None:
    (data / "office.keys").write_bytes((data / "office.keys").read_bytes()[:99])


def newer(data: Path, patch: pytest.MonkeyPatch) -> None:
    statement(data, "PRAGMA user_version = 99")


def older(data: Path, patch: pytest.MonkeyPatch) -> None:
    statement(data, "PRAGMA user_version = 1")


def foreign(data: Path, patch: pytest.MonkeyPatch) -> None:
    statement(data, "PRAGMA application_id = 1")


def plain(data: Path, patch: pytest.MonkeyPatch) -> None:
    (data / "office.db").unlink()
    connection = sqlite3.connect(data / "office.db")
    connection.execute("CREATE TABLE t (x)")
    connection.close()


def network(data: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(location, "_read_mounts", lambda: f"server:/share {data.resolve()} nfs4 rw 0 0\n")


def damaged(data: Path, patch: pytest.MonkeyPatch) -> None:
    with (data / "office.db").open("r+b") as stream:
        for page in range(2, (data / "office.db").stat().st_size // 4096):
            stream.seek(page * 4096 + 100)
            stream.write(b"damage")


def missing(data: Path, patch: pytest.MonkeyPatch) -> None:
    (data / "office.db").unlink()


def emptied(data: Path, patch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(data)
    data.mkdir()


def full(data: Path, patch: pytest.MonkeyPatch) -> None:
    def no_room(connection: object, key: bytes, *, frozen: bool) -> None:
        raise embedded_error("database or disk is full")

    patch.setattr(embedded, "_configure", no_room)


def embedded_error(words: str) -> Exception:
    from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

    error: Exception = dbapi2.OperationalError(words)
    return error


def busy(data: Path, patch: pytest.MonkeyPatch) -> None:
    def locked(connection: object, key: bytes, *, frozen: bool) -> None:
        raise embedded_error("database is locked")

    patch.setattr(embedded, "_configure", locked)


def read_only(data: Path, patch: pytest.MonkeyPatch) -> None:
    """What SQLite says of a store on a write-protected disk."""

    def no_log(connection: object, key: bytes, *, frozen: bool) -> None:
        raise embedded_error("unable to open database file")

    patch.setattr(embedded, "_configure", no_log)


def begin(data: Path) -> None:
    """What the window does: who is there, then the sign-in."""
    account_names(data)
    open_office(data, "intake", PHRASE, now)


HARMS: tuple[tuple[Harm, Trouble], ...] = (
    (another_key, Trouble.KEY),
    (no_keys, Trouble.KEY_FILE),
    (broken_keys, Trouble.KEY_FILE),
    (newer, Trouble.NEWER),
    (older, Trouble.OLDER),
    (foreign, Trouble.FOREIGN),
    (plain, Trouble.FOREIGN),
    (network, Trouble.NETWORK),
    (damaged, Trouble.DAMAGED),
    (missing, Trouble.MISSING),
    (emptied, Trouble.NOTHING),
    (full, Trouble.FULL),
    (read_only, Trouble.FULL),
    (busy, Trouble.BUSY),
)


@pytest.mark.parametrize(("harm", "trouble"), HARMS, ids=lambda value: getattr(value, "__name__", str(value)))
def test_what_is_wrong_with_the_folder_is_known_by_its_kind(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: Harm, trouble: Trouble
) -> None:
    data = Path(shutil.copytree(made, tmp_path / "data"))
    harm(data, monkeypatch)
    with pytest.raises(StoreError) as told:
        begin(data)
    assert told.value.trouble is trouble


def test_a_clock_long_before_the_last_entry_is_told_before_anything_is_typed(made: Path) -> None:
    with pytest.raises(StoreError, match="请校准电脑的日期和时间") as told:
        open_office(made, "intake", PHRASE, lambda: FAR)
    assert told.value.trouble is Trouble.CLOCK
    _, desk = open_office(made, "intake", PHRASE, now)
    desk.store.close()


STEP_OF_KIND = {
    Trouble.KEY: "同一份备份",
    Trouble.KEY_FILE: "把 office.keys 复制回来",
    Trouble.NEWER: "请升级本程序",
    Trouble.OLDER: "由系统管理员升级",
    Trouble.FOREIGN: "文件夹选错了",
    Trouble.BACKUP: "恢复到本机的另一个文件夹",
    Trouble.NETWORK: "移到本机硬盘",
    Trouble.DAMAGED: "先停办",
    Trouble.MISSING: "接好后再试一次",
    Trouble.NOTHING: "本局还没有建",
    Trouble.FULL: "清空回收站",
    Trouble.CLOCK: "校准电脑的日期和时间",
    Trouble.BUSY: "关闭其他窗口",
    Trouble.SERVER: "网线",
    Trouble.OTHER: "怀疑损坏",
}


@pytest.mark.parametrize("trouble", Trouble)
def test_every_kind_has_steps_that_fit_it_and_none_that_fit_another_only(trouble: Trouble) -> None:
    told = "".join(step.words for step in steps_for(trouble, "/data/office"))
    assert STEP_OF_KIND[trouble] in told
    assert headline(trouble)
    if trouble not in {Trouble.KEY, Trouble.OTHER}:
        assert "恢复密钥" not in told
    if trouble in {Trouble.NETWORK, Trouble.OLDER, Trouble.FULL, Trouble.CLOCK, Trouble.BUSY, Trouble.SERVER}:
        assert "从最近的备份恢复" not in told, "nothing is lost: nobody shall go back to a backup"


@pytest.mark.parametrize("trouble", Trouble)
def test_a_step_that_names_the_way_back_from_a_backup_has_its_button(qtbot: QtBot, trouble: Trouble) -> None:
    screen = TroubleScreen(StoreError("…", trouble), "/data/office")
    qtbot.addWidget(screen)
    asked: list[bool] = []
    screen.restore_asked.connect(lambda: asked.append(True))
    for button in screen.findChildren(Button):
        if button.text() == "从备份恢复":
            button.click()
    told = "".join(step.words for step in steps_for(trouble, "/data/office"))
    assert asked == ([True] if "从备份恢复" in told or "从最近的备份恢复" in told or "整份恢复" in told else [])


@pytest.mark.parametrize("trouble", Trouble)
def test_of_an_office_on_a_server_nothing_is_advised_that_only_helps_files(trouble: Trouble) -> None:
    steps = steps_for(trouble, "/data/office", shared=True)
    told = "".join(step.words + step.command for step in steps)
    assert "服务器" in steps[0].words or "本程序" in steps[0].words or "网线" in steps[0].words or "再试" in told
    assert "加入共享服务器" in told
    for useless in (
        "./run restore",
        "./run migrate",
        "office.keys",
        "office.db",
        "U 盘",
        "account recover",
        "校准电脑",
    ):
        assert useless not in told
    assert "电脑" not in headline(trouble, shared=True)


@pytest.mark.parametrize("trouble", _SHARED)
def test_the_page_of_an_office_on_a_server_shows_its_steps_and_the_way_to_join_again(
    qtbot: QtBot, trouble: Trouble
) -> None:
    screen = TroubleScreen(StoreError(_SHARED[trouble], trouble), "/data/office", shared=True)
    qtbot.addWidget(screen)
    screen.resize(1366, 768)
    show(screen)
    QApplication.processEvents()
    assert clipped_texts(screen) == []
    assert screen.minimumSizeHint().height() <= 768
    assert "第一次使用" in {button.text() for button in screen.findChildren(Button)}


@pytest.mark.parametrize("trouble", _TROUBLES)
def test_the_page_shows_the_steps_of_its_kind_with_nothing_cut_off(qtbot: QtBot, trouble: Trouble) -> None:
    screen = TroubleScreen(StoreError(_TROUBLES[trouble], trouble), "/data/office")
    qtbot.addWidget(screen)
    screen.resize(1366, 768)
    show(screen)
    QApplication.processEvents()
    assert screen.trouble is trouble
    assert clipped_texts(screen) == []
    assert screen.minimumSizeHint().height() <= 768


def test_an_error_that_is_no_matter_of_the_store_gets_the_general_steps(qtbot: QtBot) -> None:
    screen = TroubleScreen(InputError("“x”不是备份文件夹。"), "/data/office")
    qtbot.addWidget(screen)
    assert screen.trouble is Trouble.OTHER
