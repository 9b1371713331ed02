"""After an account was removed the data key changes; a crash leaves the old pair or the new one."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import pytest

from models.casework.journal_view import journal_rows
from models.casework.key_rotation import is_rotation_due
from models.casework.leaving import close_account
from models.casework.offices import recover_account, sign_in
from models.casework.passphrases import change_own_passphrase
from models.errors import NotPermitted, StoreError
from models.store import location
from models.store.backup import backups, verify_backup
from models.store.engine import open_store
from models.store.keys import KeyRing
from models.store.verify import verify_folder
from tests.builders.desk import PHRASE, Bureau, make_bureau

OTHER = "quite another phrase, long enough"


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    """An office without windows, whose finance account has just been closed."""
    bureau = make_bureau(tmp_path / "data")
    bureau.person()
    close_account(bureau["system"], bureau.folder, "finance")
    return bureau


def test_the_first_sign_in_alone_changes_the_key_and_nobody_retypes_anything(bureau: Bureau) -> None:
    old = KeyRing.load(bureau.folder).unlock("intake", PHRASE)
    busy = sign_in(bureau.folder, "intake", PHRASE, bureau.now)
    assert (is_rotation_due(bureau.folder), busy.store.key) == (True, old), "other windows were open"
    busy.store.close()
    bureau.close()
    desk = sign_in(bureau.folder, "audit", PHRASE, bureau.now)
    fresh = desk.store.key
    assert not is_rotation_due(bureau.folder)
    assert fresh not in {None, old}
    assert journal_rows(desk)[0].act == "更换数据密钥"
    desk.store.close()
    for name in ("intake", "review", "system"):
        assert KeyRing.load(bureau.folder).unlock(name, PHRASE) == fresh
    with pytest.raises(NotPermitted):
        KeyRing.load(bureau.folder).unlock("finance", PHRASE)
    with pytest.raises(StoreError, match="密钥不对"):
        open_store(bureau.folder, key=old)
    assert fresh is not None
    assert verify_folder(bureau.folder, key=fresh) == ()
    assert verify_backup(backups(bureau.folder)[0], key=fresh) == ()
    assert not [path.name for path in bureau.folder.iterdir() if path.name.startswith(".office")]


def test_a_pass_phrase_change_that_waits_to_be_settled_survives_a_change_of_the_key(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as crash:
        crash.setattr("models.casework.passphrases.put_in_force", lambda *_: None)
        change_own_passphrase(bureau["review"], bureau.folder, PHRASE, OTHER)
    bureau.close()
    sign_in(bureau.folder, "review", OTHER, bureau.now).store.close()
    assert not is_rotation_due(bureau.folder)
    for name, phrase in (("review", OTHER), ("intake", PHRASE)):
        sign_in(bureau.folder, name, phrase, bureau.now).store.close()
    assert KeyRing.load(bureau.folder).offered("review") == ""


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("step", range(6))
def test_a_crash_at_any_rename_leaves_an_office_that_opens_with_the_same_pass_phrase(
    bureau: Bureau, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.close()
    calls = 0
    real = location.replace

    def replace(source: Path, target: Path) -> None:
        nonlocal calls
        calls += 1
        if calls - 1 == step:
            raise Killed
        real(source, target)

    monkeypatch.setattr(location, "replace", replace)
    try:
        sign_in(bureau.folder, "audit", PHRASE, bureau.now).store.close()
    except Killed:
        assert calls == step + 1
    monkeypatch.undo()
    desk = sign_in(bureau.folder, "audit", PHRASE, bureau.now)
    rows = journal_rows(desk)
    desk.store.close()
    assert [row.act for row in rows].count("更换数据密钥") == 1
    assert "登记人员" in [row.act for row in rows]
    key = KeyRing.load(bureau.folder).unlock("audit", PHRASE)
    assert verify_folder(bureau.folder, key=key) == ()


@pytest.mark.parametrize("after_the_last_rename", [False, True])
def test_a_change_of_the_key_that_only_could_not_be_synced_is_told_as_decided_and_done_at_the_next_opening(
    bureau: Bureau, after_the_last_rename: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.close()
    real, keys = location.sync_folder, bureau.folder / location.KEYS_NAME
    before = keys.read_bytes()

    def sync(folder: Path) -> None:
        decided = location.restore_is_decided(bureau.folder)
        done = not decided and keys.read_bytes() != before
        if done if after_the_last_rename else decided:
            raise OSError(errno.EIO, "test")
        real(folder)

    with monkeypatch.context() as failing:
        failing.setattr(location, "sync_folder", sync)
        with pytest.raises(StoreError, match="恢复已经定下，但还没有做完"):
            sign_in(bureau.folder, "audit", PHRASE, bureau.now)
    desk = sign_in(bureau.folder, "audit", PHRASE, bureau.now)
    assert [row.act for row in journal_rows(desk)].count("更换数据密钥") == 1
    desk.store.close()
    key = KeyRing.load(bureau.folder).unlock("audit", PHRASE)
    assert verify_folder(bureau.folder, key=key) == ()


def test_the_control_that_replaces_the_keys_alone_does_not_open(bureau: Bureau, tmp_path: Path) -> None:
    bureau.close()
    shutil.copytree(bureau.folder, tmp_path / "half")
    sign_in(bureau.folder, "audit", PHRASE, bureau.now).store.close()
    shutil.copyfile(bureau.folder / "office.keys", tmp_path / "half" / "office.keys")
    with pytest.raises(StoreError, match="密钥不对"):
        sign_in(tmp_path / "half", "audit", PHRASE, bureau.now)


def test_the_printed_recovery_key_still_opens_the_office_after_a_rotation(tmp_path: Path) -> None:
    from models.casework.offices import NewAccount, create_office
    from tests.builders.desk import OFFICE, SEATS

    bureau = Bureau(tmp_path / "data", {})
    accounts = [NewAccount(name, frozenset(seats), PHRASE) for name, seats in SEATS.items()]
    printed = create_office(bureau.folder, OFFICE, accounts, bureau.now)
    desk = sign_in(bureau.folder, "system", PHRASE, bureau.now)
    close_account(desk, bureau.folder, "finance")
    desk.store.close()
    sign_in(bureau.folder, "audit", PHRASE, bureau.now).store.close()
    assert recover_account(bureau.folder, printed, "review", OTHER, bureau.now).name == "review"
    sign_in(bureau.folder, "review", OTHER, bureau.now).store.close()
