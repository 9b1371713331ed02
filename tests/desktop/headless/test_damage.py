"""Whatever is wrong with the data folder is one Chinese line that says what to do; nothing is made in its place."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.store import embedded, location
from models.store.engine import create_store, open_store
from models.store.keys import KeyRing
from tests.builders.headless import PHRASES, HeadlessOffice

WHO = "吴磊"
Harm = Callable[[Path, pytest.MonkeyPatch], None]


def alter(data: Path, statement: str) -> None:
    store = open_store(data, key=KeyRing.load(data).unlock(WHO, PHRASES[WHO]))
    store.connection.exec_driver_sql(statement)
    store.close()


def another_office(data: Path, patch: pytest.MonkeyPatch) -> None:
    other = data.parent / "other"
    create_store(other, key=bytes(32), created_at=datetime(2026, 1, 1, tzinfo=UTC)).close()
    shutil.copyfile(other / "office.db", data / "office.db")


def newer(data: Path, patch: pytest.MonkeyPatch) -> None:
    alter(data, "PRAGMA user_version = 99")


def foreign(data: Path, patch: pytest.MonkeyPatch) -> None:
    (data / "office.db").write_bytes(b"%PDF-1.7" * 4096)


def plain(data: Path, patch: pytest.MonkeyPatch) -> None:
    (data / "office.db").unlink()
    connection = sqlite3.connect(data / "office.db")
    connection.execute("CREATE TABLE t (x)")
    connection.close()


def missing(data: Path, patch: pytest.MonkeyPatch) -> None:
    (data / "office.db").unlink()


def network(data: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(location, "_read_mounts", lambda: f"server:/share {data.resolve()} nfs4 rw 0 0\n")


def damaged_pages(data: Path, patch: pytest.MonkeyPatch) -> None:
    with (data / "office.db").open("r+b") as stream:
        for page in range(2, (data / "office.db").stat().st_size // 4096):
            stream.seek(page * 4096 + 100)
            stream.write(b"damage")


def damaged_keys(data: Path, patch: pytest.MonkeyPatch) -> None:
    (data / "office.keys").write_bytes((data / "office.keys").read_bytes()[:200])


@pytest.mark.parametrize(
    ("harm", "what", "todo"),
    [
        (another_office, "密钥不对", "从备份恢复"),
        (newer, "更新版本的程序", "请升级本程序"),
        (foreign, "不是本程序的数据库", "从备份恢复"),
        (plain, "未加密的数据库", "请核对数据文件夹"),
        (missing, "没有数据库文件", "从备份恢复，不会自动新建"),
        (network, "在网络盘上", "请放在本机硬盘"),
        (damaged_pages, "有损坏", "从最近的备份恢复"),
        (damaged_keys, "无法读取或已损坏", "从备份取回该文件"),
    ],
)
def test_a_folder_that_cannot_be_opened_says_what_and_what_to_do(
    office: HeadlessOffice, empty_office: Path, monkeypatch: pytest.MonkeyPatch, harm: Harm, what: str, todo: str
) -> None:
    shutil.copytree(empty_office, office.data)
    harm(office.data, monkeypatch)
    before = {path.name: path.read_bytes() for path in office.data.iterdir() if path.is_file()}
    answer = office.run("office", "show", account=WHO)
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.count("\n") == 1
    assert what in answer.err
    assert todo in answer.err
    after = {path.name: path.read_bytes() for path in office.data.iterdir() if path.is_file()}
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) <= {"office.db-wal", "office.db-shm"}


CHANGE = ("office", "change", "--file")


def change_file(office: HeadlessOffice) -> str:
    from tests.builders.headless import OFFICE

    kept = {key: value for key, value in OFFICE.items() if key != "accounts"}
    streets = [f"第{number}街道" * 40 for number in range(400)]
    return office.write("change.json", {**kept, "streets": streets})


def test_a_full_disk_saves_nothing_and_says_so(
    office: HeadlessOffice, empty_office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(empty_office, office.data)
    before = office.do("office", "show", account=WHO)
    pages = (office.data / "office.db").stat().st_size // 4096
    setting = ("max_page_count", str(pages), pages)
    with monkeypatch.context() as full:
        full.setattr(embedded, "_SETTINGS", (*embedded._SETTINGS, setting))
        answer = office.run(*CHANGE, change_file(office), account=WHO)
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert "磁盘已满，未保存" in answer.err
    assert "请清理磁盘空间" in answer.err
    assert office.do("office", "show", account=WHO) == before


def test_a_clock_before_the_last_journal_row_saves_nothing_and_says_so(
    office: HeadlessOffice, empty_office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(empty_office, office.data)
    with monkeypatch.context() as wrong:
        wrong.setattr("desktop.headless.session.now", lambda: datetime(2001, 1, 1, tzinfo=UTC))
        answer = office.run(*CHANGE, change_file(office), account=WHO)
    assert (answer.code, answer.err.count("\n")) == (3, 1)
    assert "系统时间早于最近一次登记" in answer.err
    assert "请校准电脑时间" in answer.err


def test_a_closed_account_leaves_a_new_data_key_and_a_rehearsed_backup_on_the_command_line(
    office: HeadlessOffice, empty_office: Path
) -> None:
    shutil.copytree(empty_office, office.data)
    closed = office.do("account", "close", "李静", account=WHO)
    assert (closed["active"], closed["key_rotated"]) == (False, True)
    assert office.run("case", "list", account="李静").code == 3
    name = Path(office.do("backup", account=WHO)["backup"]).name
    rehearsed = office.do("backup", "--rehearse", account=WHO)
    assert (rehearsed["ok"], rehearsed["backup"], rehearsed["cases"]) == (True, name, 0)
    assert office.do("backup", "--pin", name, account=WHO)["pinned"] is True
    lost = office.do("restore", "--from", str(office.data / "backups" / name), "--preview", account=WHO)
    assert lost["lost"] == {"acts": 1, "cases": 0, "letters": 0, "people": 0}
    heads = office.folder / "heads.txt"
    heads.write_text("0" * 16 + "\n" + "ab" * 8 + "\n", encoding="utf-8")
    found = office.run("verify", "--heads", str(heads), account=WHO)
    assert found.code == 3
    assert found.json["independent"]["printed"] == 2
    assert [finding.startswith("独立核对：清单第 2 行") for finding in found.json["findings"]] == [True]
