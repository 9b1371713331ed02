"""Backups verified before they get their name, and restores that end identical (P10)."""

from __future__ import annotations

import errno
import json
import re
import shutil
import stat
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from builders.drill import Drill
from builders.store import KEY, START, Clerks, fill, found_office
from builders.store_processes import keep_writing, processes

from models.errors import StoreError
from models.store.backup import BACKUPS, MANIFEST, backup, backups, read_backup, restore, verify_backup
from models.store.engine import Store, open_copy, open_store
from models.store.keys import KeyRing
from models.store.location import (
    KEYS_NAME,
    RESTORE_SUFFIX,
    STORE_NAME,
    restore_is_decided,
    sync_folder,
    write_private,
)
from models.store.verify import verify, verify_folder

PHRASE = "春眠不觉晓，处处闻啼鸟。"


def content(store: Store) -> dict[str, list[Any]]:
    """Every row of every table."""
    run = store.connection.exec_driver_sql
    names = [row[0] for row in run("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT'")]
    rows = {name: sorted(map(tuple, run(f"SELECT * FROM {name}").fetchall()), key=repr) for name in names}
    store.connection.rollback()
    assert len(rows) > 20
    return rows


@pytest.fixture
def office(folder: Path) -> Iterator[Store]:
    """An embedded store with three decided cases and a key file beside it."""
    ring, _, _ = KeyRing.create(folder, {"受理员": PHRASE}, fast=True)
    write_private(folder / KEYS_NAME, ring.resealed(KEY))
    store = open_store(folder, key=KEY)
    fill(store, found_office(store), 3)
    yield store
    store.close()


def test_a_backup_holds_the_store_the_keys_and_a_manifest(office: Store, folder: Path) -> None:
    made = backup(office, None, START)
    assert made == folder / BACKUPS / "office-20260302T010000Z"
    assert sorted(path.name for path in made.iterdir()) == [MANIFEST, STORE_NAME, KEYS_NAME]
    assert (made / KEYS_NAME).read_bytes() == (folder / KEYS_NAME).read_bytes()
    assert {stat.S_IMODE(path.stat().st_mode) for path in made.iterdir()} == {0o600}
    info = read_backup(made)
    with office.reading() as repository:
        assert (info.journal_seq, info.journal_hash) == repository.head()
    assert info.counts["letter"] == 3
    assert verify_backup(made, key=KEY) == ()
    assert sorted(path.name for path in made.iterdir()) == [MANIFEST, STORE_NAME, KEYS_NAME]


def test_a_name_that_another_window_takes_meanwhile_is_left_to_it(
    office: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = backup(office, None, START)
    free = [first, folder / BACKUPS / f"{first.name}-002"]
    monkeypatch.setattr("models.store.backup._free_name", lambda *_: free.pop(0))
    second = backup(office, None, START)
    assert second.name == f"{first.name}-002"
    assert (verify_backup(first, key=KEY), verify_backup(second, key=KEY)) == ((), ())


def test_what_another_window_clears_away_meanwhile_stops_no_backup(office: Store, folder: Path) -> None:
    (folder / ".backup.1.part").symlink_to(folder / "gone")  # listed, and not there any more when it is looked at
    assert verify_backup(backup(office, None, START), key=KEY) == ()


def test_backups_of_one_second_have_names_of_their_own_newest_first(office: Store, tmp_path: Path) -> None:
    made = [backup(office, tmp_path / "elsewhere", START) for _ in range(3)]
    later = backup(office, tmp_path / "elsewhere", START + timedelta(seconds=1))
    assert backups(tmp_path, tmp_path / "elsewhere") == (later, *reversed(made))


def test_nothing_unfinished_is_left_behind(office: Store, folder: Path) -> None:
    backup(office, None, START)
    left = [path.name for path in (*folder.iterdir(), *(folder / BACKUPS).iterdir()) if ".part" in path.name]
    assert left == []


def test_a_place_that_cannot_be_written_is_told_and_leaves_nothing(office: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match="备份未完成"):
        backup(office, tmp_path / "file" / "below", START)
    with office.writing() as repository:
        assert repository.next_serial("case", 2031) == 1


def test_a_damaged_store_gives_no_backup(office: Store, folder: Path) -> None:
    run = office.connection.exec_driver_sql
    run("DROP TRIGGER letter_content_unchanged")
    with pytest.raises(StoreError, match="未通过校验"):
        backup(office, None, START)
    assert backups(folder) == ()


def test_a_restored_store_is_identical_and_the_replaced_one_is_kept(office: Store, folder: Path) -> None:
    before = content(office)
    made = backup(office, None, START)
    fill(office, found_clerks(office), 1, first=8)
    after = content(office)
    office.close()
    kept = restore(made, folder, key=KEY, at=START)
    restored = open_store(folder, key=KEY)
    assert content(restored) == before != after
    assert verify(restored) == ()
    restored.close()
    assert kept is not None
    replaced = open_store(kept, key=KEY)
    assert content(replaced) == after
    replaced.close()


def found_clerks(store: Store) -> Clerks:
    with store.reading() as repository:
        return Clerks(*repository.accounts())


def test_a_backup_restores_into_an_empty_folder_and_opens_with_its_keys(office: Store, tmp_path: Path) -> None:
    made = backup(office, None, START)
    before = content(office)
    assert restore(made, tmp_path / "new", key=KEY, at=START) is None
    assert KeyRing.load(tmp_path / "new").names() == ("受理员",)
    store = open_store(tmp_path / "new", key=KEY)
    assert content(store) == before
    store.close()


def crash(folder: Path, tmp_path: Path) -> Path:
    """The folder as a crash leaves it: with a log that was not folded into the file."""
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    for path in folder.iterdir():
        if path.is_file():
            shutil.copyfile(path, crashed / path.name)
    assert (crashed / f"{STORE_NAME}-wal").stat().st_size > 0
    return crashed


def test_a_restore_over_a_stale_log_is_identical_to_the_backup(office: Store, folder: Path, tmp_path: Path) -> None:
    made = backup(office, None, START)
    before = content(office)
    fill(office, found_clerks(office), 2, first=20)
    crashed = crash(folder, tmp_path)
    restore(made, crashed, key=KEY, at=START)
    store = open_store(crashed, key=KEY)
    assert content(store) == before
    assert verify(store) == ()
    store.close()


def test_the_control_that_replaces_the_file_under_a_stale_log_is_damaged(
    office: Store, folder: Path, tmp_path: Path
) -> None:
    made = backup(office, None, START)
    before = content(office)
    fill(office, found_clerks(office), 2, first=20)
    crashed = crash(folder, tmp_path)
    shutil.copyfile(made / STORE_NAME, crashed / STORE_NAME)
    try:
        store = open_store(crashed, key=KEY)
    except StoreError:
        return
    try:
        assert verify(store) != () or content(store) != before
    finally:
        store.close()


def test_the_control_that_copies_the_file_misses_what_is_in_the_log(
    office: Store, folder: Path, tmp_path: Path
) -> None:
    fill(office, found_clerks(office), 2, first=20)
    current = content(office)
    (tmp_path / "copy").mkdir()
    shutil.copyfile(crash(folder, tmp_path) / STORE_NAME, tmp_path / "copy" / STORE_NAME)
    try:
        store = open_store(tmp_path / "copy", key=KEY)
    except StoreError:
        return
    try:
        assert content(store) != current
    except StoreError:
        return
    finally:
        store.close()


def test_a_restore_interrupted_after_its_decision_is_finished_at_the_next_opening(
    office: Store, folder: Path, tmp_path: Path
) -> None:
    made = backup(office, None, START)
    before = content(office)
    fill(office, found_clerks(office), 2, first=20)
    crashed = crash(folder, tmp_path)
    shutil.copyfile(made / STORE_NAME, crashed / (STORE_NAME + RESTORE_SUFFIX))
    shutil.copyfile(made / KEYS_NAME, crashed / (KEYS_NAME + RESTORE_SUFFIX))
    store = open_store(crashed, key=KEY)
    assert content(store) == before
    store.close()
    assert not [path.name for path in crashed.iterdir() if path.name.endswith(RESTORE_SUFFIX)]


def test_a_restore_interrupted_before_its_decision_changes_nothing(office: Store, folder: Path, tmp_path: Path) -> None:
    fill(office, found_clerks(office), 2, first=20)
    current = content(office)
    crashed = crash(folder, tmp_path)
    (crashed / (KEYS_NAME + RESTORE_SUFFIX)).write_text("x", encoding="utf-8")
    store = open_store(crashed, key=KEY)
    assert content(store) == current
    store.close()
    assert (crashed / KEYS_NAME).read_bytes() == (folder / KEYS_NAME).read_bytes()


@pytest.mark.parametrize("name", [STORE_NAME, KEYS_NAME, MANIFEST])
@pytest.mark.parametrize("harm", ["flip", "cut", "remove"])
def test_a_damaged_backup_is_told_and_never_restored(office: Store, folder: Path, name: str, harm: str) -> None:
    made = backup(office, None, START)
    office.close()
    before = (folder / STORE_NAME).read_bytes()
    path = made / name
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 4
    path.unlink() if harm == "remove" else path.write_bytes(bytes(raw) if harm == "flip" else raw[: len(raw) // 2])
    assert verify_backup(made, key=KEY) != ()
    with pytest.raises(StoreError, match="没有恢复"):
        restore(made, folder, key=KEY, at=START)
    assert (folder / STORE_NAME).read_bytes() == before


def test_a_backup_with_a_wrong_count_or_head_in_its_manifest_is_told(office: Store) -> None:
    made = backup(office, None, START)
    whole = json.loads((made / MANIFEST).read_text(encoding="utf-8"))
    for change in ({"counts": {**whole["counts"], "letter": 4}}, {"journal": {"seq": 9, "hash": "0" * 64}}):
        (made / MANIFEST).write_text(json.dumps(whole | change), encoding="utf-8")
        assert any("清单不符" in finding for finding in verify_backup(made, key=KEY))


def failing_sync(once: Callable[[], bool]) -> Callable[[Path], None]:
    """A disk that does not sync a folder any more once this holds."""

    def sync(folder: Path) -> None:
        if once():
            raise OSError(errno.EIO, "test")
        sync_folder(folder)

    return sync


def test_a_restore_whose_deciding_rename_cannot_be_synced_says_that_it_is_decided(
    office: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = backup(office, None, START)
    office.close()
    with monkeypatch.context() as failing:
        failing.setattr("models.store.location.sync_folder", failing_sync(lambda: restore_is_decided(folder)))
        with pytest.raises(StoreError, match="恢复已经定下，但还没有做完"):
            restore(made, folder, key=KEY, at=START)
    assert restore_is_decided(folder)
    open_store(folder, key=KEY).close()
    assert not restore_is_decided(folder)


def test_a_backup_whose_name_cannot_be_synced_leaves_none(
    office: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.store.location.sync_folder", failing_sync(lambda: backups(folder) != ()))
    with pytest.raises(StoreError, match="备份未完成"):
        backup(office, None, START)
    assert backups(folder) == ()
    assert list((folder / BACKUPS).iterdir()) == []


@pytest.mark.parametrize("endless", ["1e999", "Infinity", "NaN"])
def test_a_manifest_with_a_number_that_is_none_is_told_as_damaged(office: Store, endless: str) -> None:
    made = backup(office, None, START)
    text = (made / MANIFEST).read_text(encoding="utf-8")
    (made / MANIFEST).write_text(re.sub(r'"schema": ?\d+', f'"schema": {endless}', text), encoding="utf-8")
    with pytest.raises(StoreError, match="清单已损坏"):
        read_backup(made)


def test_a_backup_does_not_open_with_another_key(office: Store, tmp_path: Path) -> None:
    made = backup(office, None, START)
    with pytest.raises(StoreError, match="密钥不对"):
        restore(made, tmp_path / "new", key=bytes(32), at=START)
    assert not (tmp_path / "new").exists()


def back_up_while_writing(folder: Path, tmp_path: Path, count: int) -> None:
    context = processes()
    here, there = context.Pipe(duplex=False)
    writer = context.Process(target=keep_writing, args=(folder, there))  # type: ignore[attr-defined]
    writer.start()
    there.close()
    store = open_store(folder, key=KEY)
    seqs = []
    for number in range(count):
        acknowledged = newest(here)
        made = backup(store, tmp_path / "copies", START + timedelta(seconds=number))
        seqs.append(read_backup(made).journal_seq)
        assert seqs[-1] >= acknowledged
        check_restored(made, tmp_path / f"restored-{number}")
    assert writer.is_alive()
    writer.kill()
    writer.join()
    here.close()
    writer.close()
    store.close()
    assert len(set(seqs)) == count
    assert verify_folder(folder, key=KEY) == ()


def newest(line: Any) -> int:
    """The last number the writer told; waits for the first."""
    told = int(line.recv())
    while line.poll():
        told = int(line.recv())
    return told


def check_restored(made: Path, target: Path) -> None:
    """The restored store is the backup row for row."""
    copy = open_copy(made / STORE_NAME, key=KEY)
    expected = content(copy)
    copy.close()
    restore(made, target, key=KEY, at=START)
    store = open_store(target, key=KEY)
    assert content(store) == expected
    store.close()
    shutil.rmtree(target)


def test_four_backups_while_another_process_writes_restore_identical(folder: Path, tmp_path: Path) -> None:
    back_up_while_writing(folder, tmp_path, 4)


@pytest.mark.drill
def test_1000_backups_while_another_process_writes_restore_identical(
    folder: Path, places: Callable[[str], Any], tmp_path: Path, drill: Drill
) -> None:
    goal, batch = 1_000, 25
    batches = max(1, drill.size(hour=200, goal=goal) // batch)
    for _ in range(batches):
        place = places("sqlcipher").folder
        back_up_while_writing(place, tmp_path, batch)
        shutil.rmtree(tmp_path / "copies")
    copied, stale = copy_misses(folder, tmp_path), stale_log_damages(folder, tmp_path)
    assert copied
    assert stale
    found = "each verified before it got its name, each restored row for row"
    control = "file copy: newest rows missing; file under a stale log: damaged"
    drill.row("P10", "backup while another process writes, restored", batches * batch, goal, found, control)


def copy_misses(folder: Path, tmp_path: Path) -> bool:
    """The control: the file copied without its log does not hold what is in the log."""
    store = open_store(folder, key=KEY)
    fill(store, found_office(store), 2, first=20)
    current = content(store)
    target = tmp_path / "only-the-file"
    target.mkdir()
    shutil.copyfile(folder / STORE_NAME, target / STORE_NAME)
    store.close()
    return differs(target, current)


def stale_log_damages(folder: Path, tmp_path: Path) -> bool:
    """The control: an older file put under the log of a crashed store."""
    store = open_store(folder, key=KEY)
    older = backup(store, tmp_path / "older", START)
    before = content(store)
    fill(store, found_clerks(store), 2, first=40)
    target = tmp_path / "stale"
    target.mkdir()
    for name in (STORE_NAME, f"{STORE_NAME}-wal"):
        shutil.copyfile(folder / name, target / name)
    store.close()
    shutil.copyfile(older / STORE_NAME, target / STORE_NAME)
    return differs(target, before)


def differs(folder: Path, expected: dict[str, list[Any]]) -> bool:
    """Whether a store does not open, does not verify, or holds anything else."""
    try:
        store = open_store(folder, key=KEY)
    except StoreError:
        return True
    try:
        return verify(store) != () or content(store) != expected
    except (StoreError, AssertionError):
        return True
    finally:
        store.close()


def test_a_shared_store_is_backed_up_by_its_server(store: Store, tmp_path: Path) -> None:
    if store.embedded:
        assert backup(store, tmp_path / "copies", START).is_dir()
        return
    with pytest.raises(StoreError, match="服务器管理员"):
        backup(store, tmp_path / "copies", START)
    assert not (tmp_path / "copies").exists()
