"""Nothing left but the printed key and a backup: the office comes back, whole, and no backup is spoilt on the way."""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from models.casework.leaving import close_account
from models.casework.maintenance import (
    look_for_backups,
    make_backup,
    preview_restore,
    rehearse_restore,
    restore_backup,
    restore_with_recovery,
    verify_office,
)
from models.casework.months import draft_month, publish_month, published_edition
from models.casework.offices import recover_account
from models.casework.sign_ins import account_names, open_office
from models.errors import InputError, NotPermitted, Refused, StoreError, Trouble
from models.store.backup import backups, damaged_files
from models.store.engine import open_store, open_unchecked
from models.store.thinning import thin
from reports.month.issue import write
from tests.builders.desk import PHRASE, Bureau, make_bureau

NEW = "ein neues langes Wort 2026"


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "data", confirmed=True)
    yield bureau
    bureau.close()


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_with_the_printed_key_and_a_backup_alone_the_exports_are_bit_for_bit_those_of_before(
    bureau: Bureau, tmp_path: Path
) -> None:
    letter = bureau.decide(bureau.reviewed())
    edition = publish_month(bureau["sign"], "2025-06", write).value
    before = draft_month(bureau["sign"], "2025-06")
    stick = make_backup(bureau["system"], tmp_path / "stick")
    on_stick = contents(stick)
    fresh = tmp_path / "another computer" / "office"
    assert restore_with_recovery(stick, fresh, bureau.recovery_key, "sign", NEW, clock=bureau.now) is None
    assert contents(stick) == on_stick
    _, desk = open_office(fresh, "sign", NEW, bureau.now)
    try:
        after = draft_month(desk, "2025-06")
        assert write(replace(after, made_at=before.made_at, head=before.head)) == write(before)
        assert published_edition(desk, "2025-06", edition.edition).files == edition.files
        with desk.store.reading() as rows:
            assert rows.letter_numbered(letter.number) == letter
            told = [(entry.act, entry.detail.get("backup")) for entry in rows.entries_about("store")]
        assert told[-1] == ("store.restore", stick.name)
    finally:
        desk.store.close()
    assert verify_office(fresh, "system", PHRASE) == ()
    with pytest.raises(NotPermitted):
        open_office(fresh, "sign", PHRASE, bureau.now)


def test_the_printed_key_opens_a_backup_of_before_and_one_of_after_a_changed_data_key(
    bureau: Bureau, tmp_path: Path
) -> None:
    before = make_backup(bureau["system"], tmp_path / "stick")
    close_account(bureau["system"], bureau.folder, "second intake")
    bureau.close()
    _, desk = open_office(bureau.folder, "system", PHRASE, bureau.now)
    after = make_backup(desk, tmp_path / "stick")
    key = desk.store.key
    desk.store.close()
    assert (before / "office.keys").read_bytes() != (after / "office.keys").read_bytes()
    for place, backup in (("one", before), ("two", after)):
        restore_with_recovery(backup, tmp_path / place, bureau.recovery_key, "review", NEW, clock=bureau.now)
        _, desk = open_office(tmp_path / place, "review", NEW, bureau.now)
        desk.store.close()
    restored = open_store(tmp_path / "two", key=key or b"")
    restored.close()


@pytest.mark.parametrize(("name", "phrase", "field"), [("nobody", NEW, "name"), ("system", "short", "passphrase")])
def test_an_unknown_account_or_a_weak_pass_phrase_is_told_before_anything_is_restored(
    bureau: Bureau, tmp_path: Path, name: str, phrase: str, field: str
) -> None:
    stick = make_backup(bureau["system"], tmp_path / "stick")
    with pytest.raises(InputError) as told:
        restore_with_recovery(stick, tmp_path / "new", bureau.recovery_key, name, phrase, clock=bureau.now)
    assert told.value.field == field
    assert not (tmp_path / "new").exists()


def test_another_offices_key_opens_nothing(bureau: Bureau, tmp_path: Path) -> None:
    other = make_bureau(tmp_path / "other", phone="010-55550199")
    other.close()
    stick = make_backup(bureau["system"], tmp_path / "stick")
    with pytest.raises(NotPermitted, match="不是本单位现用的"):
        restore_with_recovery(stick, tmp_path / "new", other.recovery_key, "system", NEW, clock=bureau.now)
    assert not (tmp_path / "new").exists()


def test_a_backup_is_not_opened_as_a_data_folder_and_stays_restorable(bureau: Bureau, tmp_path: Path) -> None:
    stick = make_backup(bureau["system"], tmp_path / "stick")
    before, key = contents(stick), bureau["system"].store.key or b""
    tries = (
        lambda: account_names(stick),
        lambda: open_office(stick, "system", PHRASE, bureau.now),
        lambda: recover_account(stick, bureau.recovery_key, "system", NEW, bureau.now),
        lambda: open_store(stick, key=key),
        lambda: open_unchecked(stick, key=key),
    )
    for attempt in tries:
        with pytest.raises(StoreError, match="是一份备份") as told:
            attempt()
        assert told.value.trouble is Trouble.BACKUP
    assert contents(stick) == before
    assert damaged_files(stick) == ()
    restore_backup(stick, tmp_path / "new", "system", PHRASE, bureau.now)


def test_a_backup_cut_short_is_called_damaged_and_not_a_wrong_key(bureau: Bureau, tmp_path: Path) -> None:
    stick = make_backup(bureau["system"], tmp_path / "stick")
    (stick / "office.db").write_bytes((stick / "office.db").read_bytes()[:100_000])
    with pytest.raises(StoreError, match="备份有损坏。请换一份备份"):
        restore_backup(stick, tmp_path / "new", "system", PHRASE, bureau.now)
    with pytest.raises(StoreError, match="备份有损坏。请换一份备份"):
        restore_with_recovery(stick, tmp_path / "new", bureau.recovery_key, "system", NEW, clock=bureau.now)
    assert not (tmp_path / "new").exists()


def test_another_office_is_never_replaced(bureau: Bureau, tmp_path: Path) -> None:
    other = make_bureau(tmp_path / "other", phone="010-55550199")
    foreign = make_backup(other["system"], tmp_path / "stick")
    other.close()
    with pytest.raises(Refused, match="另一个局"):
        preview_restore(bureau["system"], foreign)
    bureau.close()
    before = contents(bureau.folder)
    with pytest.raises(Refused, match="另一个局的数据，没有恢复"):
        restore_backup(foreign, bureau.folder, "system", PHRASE, other.now)
    with pytest.raises(Refused, match="另一个局的数据，没有恢复"):
        restore_with_recovery(foreign, bureau.folder, other.recovery_key, "system", NEW, clock=other.now)
    assert contents(bureau.folder) == before


def test_two_offices_on_one_stick_neither_thin_nor_rehearse_each_others_backups(bureau: Bureau, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    other = make_bureau(tmp_path / "other", phone="010-55550199")
    theirs = [make_backup(other["system"], stick) for _ in range(3)][1:]
    other.close()
    own = make_backup(bureau["system"], stick)
    assert backups(bureau.folder, stick) == (own,)
    assert set(theirs) <= set(backups(other.folder, stick))
    assert thin(bureau.folder, stick, ()) == ()
    assert all(path.is_dir() for path in theirs)
    outcome = rehearse_restore(bureau["system"], stick)
    assert (outcome.ok, outcome.backup) == (True, own.name)


def test_the_backups_on_a_stick_are_listed_without_any_key(bureau: Bureau, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    made = [make_backup(bureau["system"], stick) for _ in range(2)]
    (made[0] / "manifest.json").write_bytes(b"{")
    before = contents(stick)
    found = look_for_backups(stick)
    assert [one.row.path for one in found] == [made[1], made[0]]
    assert [bool(one.row.damage) for one in found] == [False, True]
    assert "system" in found[0].accounts
    assert look_for_backups(made[1])[0].row == found[0].row
    assert look_for_backups(tmp_path / "nothing here") == ()
    assert contents(stick) == before


def test_a_wrong_pass_phrase_leaves_nothing_in_the_backup(bureau: Bureau, tmp_path: Path) -> None:
    stick = make_backup(bureau["system"], tmp_path / "stick")
    before = contents(stick)
    for _ in range(7):
        with pytest.raises(NotPermitted, match="账号或口令不对"):
            restore_backup(stick, tmp_path / "new", "system", "not the right one", bureau.now)
    assert contents(stick) == before


def test_a_full_disk_leaves_no_half_store_behind(
    bureau: Bureau, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = make_backup(bureau["system"], tmp_path / "stick")
    bureau.close()
    before = set(contents(bureau.folder))

    def half(source: Path, target: Path) -> None:
        target.write_bytes(source.read_bytes()[:4096])
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr("models.store.backup.shutil.copyfile", half)
    with pytest.raises(StoreError, match=r"恢复未完成：.*原有数据没有动") as told:
        restore_backup(stick, bureau.folder, "system", PHRASE, bureau.now)
    assert told.value.trouble is Trouble.FULL
    left = {name for name in contents(bureau.folder) if not name.startswith("replaced-")}
    assert left <= before
    _, desk = open_office(bureau.folder, "system", PHRASE, bureau.now)
    desk.store.close()


_HOLDER = """
import sys
from pathlib import Path
from models.store.engine import open_store
from models.store.keys import KeyRing
folder = Path(sys.argv[1])
store = open_store(folder, key=KeyRing.load(folder).unlock("intake", sys.argv[2]))
with store.reading() as rows:
    rows.accounts()
print("open", flush=True)
sys.stdin.readline()
store.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows itself refuses to replace an open file")
def test_a_store_that_another_program_has_open_is_not_replaced(bureau: Bureau) -> None:
    made = make_backup(bureau["system"])
    bureau.close()
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(bureau.folder), PHRASE],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as holder:  # fmt: skip
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(StoreError, match="还有窗口开着") as told:
            restore_backup(made, bureau.folder, "system", PHRASE, bureau.now)
        assert told.value.trouble is Trouble.BUSY
        holder.communicate("\n")
    assert restore_backup(made, bureau.folder, "system", PHRASE, bureau.now) is not None
