"""Making and opening the embedded store: settings read back, and every wrong file told apart."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from pathlib import Path

import pytest
from builders.store import KEY, START, Clerks, bring_to_signature, found_office, run_on

from models.errors import StoreError
from models.store.embedded import APPLICATION_ID, SQLITE_FLOOR, connect
from models.store.engine import Store, create_store, open_postgres, open_store, open_unchecked
from models.store.location import STORE_NAME, move_database, refuse_network
from models.store.versions import CURRENT, check_version
from tests.builders.syscalls import Board, run_with_little_room

OTHER_KEY = bytes(32)


def pragma(store: Store, name: str) -> object:
    value = store.connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
    store.connection.rollback()
    return value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("secure_delete", 1),
        ("temp_store", 2),
        ("busy_timeout", 10_000),
        ("mmap_size", 0),
        ("wal_autocheckpoint", 8_000),
        ("application_id", APPLICATION_ID),
        ("user_version", CURRENT),
    ],
)
def test_the_settings_of_an_open_store_are_what_was_asked(embedded: Store, name: str, value: object) -> None:
    assert pragma(embedded, name) == value


def test_every_table_is_strict(embedded: Store) -> None:
    tables = embedded.connection.exec_driver_sql("PRAGMA table_list").fetchall()
    assert all(row[5] == 1 for row in tables if not row[1].startswith("sqlite_"))
    assert len(tables) > 20


def test_the_library_is_newer_than_the_wal_reset_bug() -> None:
    from sqlcipher3 import dbapi2

    assert dbapi2.sqlite_version_info >= SQLITE_FLOOR


def test_files_are_closed_to_other_users_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        store = create_store(tmp_path / "a" / "office", key=KEY, created_at=START)
        found_office(store)
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "a" / "office").iterdir()}
        store.close()
    finally:
        os.umask(before)
    assert modes == {STORE_NAME: 0o600, f"{STORE_NAME}-wal": 0o600, f"{STORE_NAME}-shm": 0o600}
    assert stat.S_IMODE((tmp_path / "a" / "office").stat().st_mode) == 0o700


def test_the_file_shows_nothing_of_what_it_holds(folder: Path) -> None:
    store = open_store(folder, key=KEY)
    clerks = found_office(store)
    with store.writing() as repository:
        bring_to_signature(repository, clerks)
        number = repository.person(1).id_number
    raw = b"".join(path.read_bytes() for path in folder.iterdir())
    store.close()
    raw += (folder / STORE_NAME).read_bytes()
    assert not raw.startswith(b"SQLite format 3")
    assert number.encode() not in raw
    assert "练习".encode() not in raw


def test_an_existing_store_is_never_overwritten(folder: Path) -> None:
    with pytest.raises(StoreError, match="不会覆盖"):
        create_store(folder, key=KEY, created_at=START)
    open_store(folder, key=KEY).close()


def test_a_missing_store_is_not_made_silently(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="不会自动新建"):
        open_store(tmp_path, key=KEY)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_not_taken_for_a_store(tmp_path: Path) -> None:
    (tmp_path / STORE_NAME).touch()
    with pytest.raises(StoreError, match="不会自动新建"):
        open_store(tmp_path, key=KEY)
    assert (tmp_path / STORE_NAME).stat().st_size == 0


def test_a_wrong_key_is_told_and_says_nothing_on_the_error_stream(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(StoreError, match="密钥不对"):
        open_store(folder, key=OTHER_KEY)
    with pytest.raises(StoreError, match="密钥长度不对"):
        open_store(folder, key=b"short")
    assert capfd.readouterr() == ("", "")


def test_a_plain_database_is_refused(folder: Path) -> None:
    (folder / STORE_NAME).unlink()
    connection = sqlite3.connect(folder / STORE_NAME)
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(StoreError, match="未加密"):
        open_store(folder, key=KEY)


def test_a_file_of_another_kind_is_refused(folder: Path) -> None:
    (folder / STORE_NAME).write_bytes(b"%PDF-1.7" * 4096)
    with pytest.raises(StoreError, match="不是本程序的数据库"):
        open_store(folder, key=KEY)


def alter(folder: Path, statement: str) -> None:
    store = open_store(folder, key=KEY)
    store.connection.exec_driver_sql(statement)
    store.close()


def test_a_newer_schema_is_refused(folder: Path) -> None:
    alter(folder, "PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="请升级本程序"):
        open_store(folder, key=KEY)


def test_a_database_encrypted_with_our_key_by_another_program_is_refused(folder: Path) -> None:
    alter(folder, "PRAGMA application_id = 1")
    with pytest.raises(StoreError, match="不是本程序建立的"):
        open_store(folder, key=KEY)


def test_a_store_without_its_first_migration_is_refused(folder: Path) -> None:
    alter(folder, "PRAGMA user_version = 0")
    with pytest.raises(StoreError, match="没有本程序的业务数据"):
        open_store(folder, key=KEY)


def test_an_unfinished_creation_leaves_no_store_and_can_be_repeated(tmp_path: Path, folder: Path) -> None:
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    shutil.copyfile(folder / STORE_NAME, fresh / f".{STORE_NAME}.new")
    with pytest.raises(StoreError):
        open_store(fresh, key=KEY)
    create_store(fresh, key=OTHER_KEY, created_at=START).close()
    assert [path.name for path in fresh.iterdir()] == [STORE_NAME]


def test_a_reader_cannot_write(folder: Path) -> None:
    store = open_store(folder, key=KEY, read_only=True)
    with pytest.raises(StoreError, match="只读"), store.writing() as repository:
        repository.next_serial("case", 2026)
    store.close()


def test_two_connections_see_each_others_commits(folder: Path) -> None:
    first, second = open_store(folder, key=KEY), open_store(folder, key=KEY, read_only=True)
    clerks = found_office(first)
    with second.reading() as repository:
        assert repository.account(clerks.sign.id) == clerks.sign
    first.close()
    second.close()


def test_an_idle_moment_folds_the_log_into_the_file(embedded: Store, folder: Path) -> None:
    found_office(embedded)
    before = (folder / STORE_NAME).stat()
    embedded.checkpoint()
    left = embedded.connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)").one()
    embedded.connection.rollback()
    assert (folder / STORE_NAME).stat().st_mtime_ns > before.st_mtime_ns
    assert left[1] == left[2]


def test_a_second_transaction_inside_the_first_is_a_bug(embedded: Store) -> None:
    with embedded.writing(), pytest.raises(RuntimeError), embedded.writing():
        pass


MOUNTS = """\
/dev/vda1 / ext4 rw 0 0
server:/export /mnt/nfs nfs4 rw 0 0
//nas/share /mnt/with\\040space cifs rw 0 0
me@host: /mnt/ssh fuse.sshfs rw 0 0
/dev/sdb1 /mnt/nfs/local xfs rw 0 0
"""


@pytest.mark.parametrize("path", ["/mnt/nfs", "/mnt/nfs/office", "/mnt/with space/x", "/mnt/ssh/a/b"])
def test_a_network_path_is_refused(path: str) -> None:
    with pytest.raises(StoreError, match="网络盘"):
        refuse_network(Path(path), MOUNTS)


@pytest.mark.parametrize("path", ["/home/x", "/mnt/nfs/local/office", "/mnt/nfsx", "/mnt"])
def test_a_local_path_is_not_refused(path: str) -> None:
    refuse_network(Path(path), MOUNTS)


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("no url", "写法不对"),
        ("mysql://localhost/x", "只支持 PostgreSQL"),
        ("postgresql://nobody@127.0.0.1:1/x", "连不上共享服务器"),
    ],
)
def test_a_server_address_that_does_not_work_is_told(url: str, line: str) -> None:
    with pytest.raises(StoreError, match=line):
        open_postgres(url)


def test_a_connection_cut_while_idle_is_renewed_before_the_next_step(store: Store, clerks: Clerks) -> None:
    if store.embedded:
        pytest.skip("about the shared store")
    backend = store.connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    store.connection.rollback()
    url = store.connection.engine.url.render_as_string(hide_password=False)
    run_on(url, f"SELECT pg_terminate_backend({backend}, 5000)")
    with store.writing() as repository:
        assert repository.next_serial("case", 2026) == 1
        assert repository.account(clerks.sign.id) == clerks.sign


def look_with_little_room(folder: Path, board: Board) -> None:
    store = open_unchecked(folder, key=KEY)
    try:
        check_version(store.connection)
    except StoreError as error:
        board.tell(error.message)
    else:
        board.tell("opened")


def test_a_log_that_cannot_be_begun_is_told_by_the_first_look_at_the_version(tmp_path: Path) -> None:
    create_store(tmp_path, key=KEY, created_at=START).close()
    raw = connect(tmp_path / STORE_NAME, KEY)
    raw.execute("PRAGMA journal_mode = DELETE")  # as a copy is left by a change of the data key
    raw.close()
    (told,) = run_with_little_room(look_with_little_room, (tmp_path,), 20_000)
    assert told.startswith("读写数据库出错，未保存")


def test_a_closed_store_whose_log_was_not_folded_is_not_moved_without_it(tmp_path: Path) -> None:
    create_store(tmp_path / "made", key=KEY, created_at=START).close()
    source, target = tmp_path / "made" / STORE_NAME, tmp_path / STORE_NAME
    log = source.with_name(source.name + "-wal")
    log.write_bytes(b"what the disk did not take at closing")
    with pytest.raises(StoreError, match="没有写完"):
        move_database(source, target)
    log.unlink()
    move_database(source, target)
    open_store(tmp_path, key=KEY).close()
