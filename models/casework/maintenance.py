"""Looking after the store: backup, restore, verify, migrate, each by an account that may, each journalled."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from models.casework.offices import recover_account, sign_in
from models.casework.permissions import may, require
from models.casework.unit_of_work import Clock, Desk
from models.errors import InputError, NotPermitted, Refused, StoreError
from models.store import backup as backups
from models.store import migrations, thinning
from models.store.engine import Store, open_copy, open_store, open_unchecked
from models.store.joined import is_joined
from models.store.keys import KeyRing, is_other_office
from models.store.location import KEYS_NAME, STORE_NAME
from models.store.passphrases import check, recovery_secret
from models.store.rehearsal import Rehearsal, keep_outcome, last_outcome, rehearse
from models.store.verify import verify, verify_folder
from models.store.versions import CURRENT

_BACKUP = {False: "store.backup", True: "store.backup.auto"}
REHEARSED_EVERY = timedelta(days=7)


def make_backup(desk: Desk, destination: Path | None = None, second: Path | None = None) -> Path:
    """Copy the store to a new, verified backup below `destination` (default: beside the store) and in `second`."""
    copied = copy_backup(desk, destination, announce_backup(desk), second=second)
    record_thinning(desk, copied.thinned)
    return copied.path


def announce_backup(desk: Desk, *, automatic: bool = False) -> datetime:
    """Write into the journal that a backup begins; the moment it carries. On the desk that writes.

    What the program does by itself (`automatic`) every account may start; a backup by hand needs the system seat.
    """
    with desk.perform(_BACKUP[automatic]) as work:
        work.record("store", {"schema": CURRENT})
        return work.now


@dataclass(frozen=True, slots=True)
class CopiedBackup:
    """A backup that was made, and the names of the older ones that the thinning removed, in either place."""

    path: Path
    thinned: tuple[str, ...] = ()


def copy_backup(
    desk: Desk,
    destination: Path | None,
    at: datetime,
    *,
    automatic: bool = False,
    second: Path | None = None,
    chosen: bool = False,
) -> CopiedBackup:
    """The announced backup, copied and verified; a reading desk can do it beside the one that writes.

    Then both places are thinned: 14 days, 12 weeks, 24 months. Raises StoreError when a place cannot be written or
    the copy does not verify; when only the second place fails, the first one has its backup. A place that was `chosen`
    before is not made anew when it is gone: under the name of an unplugged disk it would be a folder of this one.
    """
    with desk.look(_BACKUP[automatic]):
        pass
    if chosen and destination is not None and not destination.is_dir():
        raise StoreError(f"没有备份：备份位置 {destination} 不见了，U 盘、移动硬盘可能没接上；接好后再备份一次。")
    made = backups.backup(desk.store, destination, at)
    assert desk.store.folder is not None  # the backup was made beside it
    thinned = thinning.thin(desk.store.folder, made.parent, _spared(desk, made))
    if chosen and second is not None and not second.is_dir():
        raise StoreError(f"备份已做好，但第二个位置 {second} 不见了，U 盘、移动硬盘可能没接上；接好后再备份一次。")
    if second is not None:
        also = backups.copy_to(made, second)
        thinned += thinning.thin(desk.store.folder, also.parent, _spared(desk, also))
    return CopiedBackup(made, tuple(sorted(set(thinned))))


def record_thinning(desk: Desk, names: Collection[str]) -> None:
    """Write into the journal which backups the thinning removed, if any. On the desk that writes."""
    if names:
        with desk.perform("store.thin") as work:
            work.record("store", {"removed": sorted(names)})


def _spared(desk: Desk, made: Path) -> tuple[str, ...]:
    last = None if desk.store.folder is None else last_outcome(desk.store.folder)
    return (made.name,) if last is None or not last.ok else (made.name, last.backup)


def pin_backup(desk: Desk, backup: Path, *, pinned: bool) -> None:
    """Keep a backup for ever, or leave it to the thinning again. Raises StoreError."""
    with desk.look("store.backup"):
        pass
    thinning.pin(backup, pinned=pinned)


def rehearse_restore(desk: Desk, destination: Path | None = None, *, automatic: bool = False) -> Rehearsal:
    """Restore the newest backup for practice and look whether it is all there; a reading desk can do it.

    Raises InputError when there is none yet, StoreError when the rehearsal could not be done.
    """
    with desk.look(_BACKUP[automatic]) as work:
        now = work.now
    folder = desk.store.folder
    newest = next(iter(() if folder is None else backups.backups(folder, destination)), None)
    if not desk.store.embedded:
        raise StoreError("共享服务器上的数据由服务器统一备份，请联系服务器管理员。")
    if folder is None or newest is None:
        raise InputError("还没有备份可以演练恢复；请先备份一次。", "backup")
    outcome = rehearse(desk.store, newest, now)
    keep_outcome(folder, outcome)
    return outcome


def rehearse_when_due(desk: Desk, destination: Path | None = None) -> Rehearsal | None:
    """The weekly rehearsal; None when the last one is younger than seven days, or there is nothing to rehearse."""
    folder = desk.store.folder
    last = None if folder is None else last_outcome(folder)
    young = last is not None and desk.clock() - last.at < REHEARSED_EVERY
    if folder is None or not desk.store.embedded or young or not backups.backups(folder, destination):
        return None
    return rehearse_restore(desk, destination, automatic=True)


def record_rehearsal(desk: Desk, outcome: Rehearsal) -> None:
    """Write into the journal that a restore was rehearsed. On the desk that writes."""
    with desk.perform("store.rehearse") as work:
        work.record("store", {"backup": outcome.backup, "cases": outcome.cases, "findings": len(outcome.findings)})


def last_rehearsal(desk: Desk) -> Rehearsal | None:
    """What the last rehearsal found."""
    with desk.look("office.read"):
        pass
    return None if desk.store.folder is None else last_outcome(desk.store.folder)


@dataclass(frozen=True, slots=True)
class BackupRow:
    """One backup; `damage` says why it cannot be used, "" when its manifest is whole."""

    path: Path
    made_at: datetime | None
    journal: int
    letters: int
    cases: int
    damage: str = ""
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Loss:
    """What stands in the store now and not in a backup: rows by table, and acts in the journal.

    `leavers` are accounts closed since: their old pass phrases open the backup, and the store once it is restored.
    """

    backup: BackupRow
    acts: int
    cases: int
    letters: int
    people: int
    leavers: tuple[str, ...] = ()


def list_backups(desk: Desk, destination: Path | None = None) -> tuple[BackupRow, ...]:
    """The backups of the office, newest first, damaged ones too."""
    with desk.look("store.backup"):
        pass
    folder = desk.store.folder
    return () if folder is None else tuple(_backup_row(path) for path in backups.backups(folder, destination))


def preview_restore(desk: Desk, backup: Path) -> Loss:
    """What restoring this backup would take away. Raises StoreError for a damaged manifest."""
    if desk.store.folder is not None and is_other_office(desk.store.folder, backup):
        raise Refused(f"{backup.name} 是另一个局的备份，不能恢复到本局；请换一份备份。")
    with desk.look("store.restore") as work:
        seq, _ = work.rows.head()
        now = backups.counts(desk.store)
        here = {account.name for account in work.rows.accounts() if account.active}
    then = backups.read_backup(backup).counts
    lost = {name: max(0, now[name] - then.get(name, 0)) for name in now}
    row = _backup_row(backup)
    leavers = tuple(name for name in KeyRing.load(backup).names() if name not in here)
    return Loss(row, max(0, seq - row.journal), lost["case_file"], lost["letter"], lost["person"], leavers)


def verify_open_office(desk: Desk, places: Collection[Path] = ()) -> tuple[str, ...]:
    """`verify_office` for an office that is open; empty when nothing is wrong. A reading desk can do it.

    `places` are where backups go besides the usual place.
    """
    with desk.look("store.verify"):
        pass
    return verify(desk.store, places=places)


def verify_one_backup(desk: Desk, backup: Path) -> tuple[str, ...]:
    """What is wrong with one backup; empty when it can be restored with today's key."""
    with desk.look("store.verify"):
        pass
    if desk.store.key is None or not desk.store.embedded:
        raise StoreError("共享服务器上的数据由服务器统一备份，请联系服务器管理员。")
    return backups.verify_backup(backup, key=desk.store.key)


def _backup_row(path: Path) -> BackupRow:
    try:
        info = backups.read_backup(path)
    except StoreError as error:
        return BackupRow(path, None, 0, 0, 0, error.message)
    return BackupRow(
        path,
        info.made_at,
        info.journal_seq,
        info.counts.get("letter", 0),
        info.counts.get("case_file", 0),
        pinned=thinning.is_pinned(path),
    )


def restore_backup(backup: Path, folder: Path, name: str, passphrase: str, clock: Clock) -> Path | None:
    """Put a backup in place of the store in `folder`; returns where the replaced files were kept.

    The account and its pass phrase are those of the backup. Raises StoreError when the backup does not verify or
    another window has the store open, Refused when the folder holds another office.
    """
    _require_backup(backup, folder)
    ring = KeyRing.load(backup)
    key = ring.unlock(name or ring.names()[0], passphrase)
    copy = open_copy(backup / STORE_NAME, key=key)
    try:
        account = _account(copy, name, "store.restore", practice=ring.practice)
    finally:
        copy.close()
    kept = backups.restore(backup, folder, key=key, at=clock())
    try:
        _record_restore(backup, folder, account, passphrase, clock)
    except StoreError as error:
        raise StoreError(f"备份已经恢复，但这一步没有记入流水：{error.message}") from error
    return kept


def restore_with_recovery(
    backup: Path, folder: Path, recovery_key: str, name: str, passphrase: str, *, clock: Clock
) -> Path | None:
    """`restore_backup` when no pass phrase is left: by the printed recovery key; the account gets a new pass phrase.

    Raises InputError for a mistyped key, an unknown account or a weak pass phrase, NotPermitted for another office's
    key, before anything is touched; the backup itself is only read.
    """
    check(passphrase, name)
    recovery_secret(recovery_key)
    _require_backup(backup, folder)
    key = KeyRing.load(backup).unlock_with_recovery(recovery_key)
    copy = open_copy(backup / STORE_NAME, key=key)
    try:
        with copy.reading() as rows:
            active = sorted(account.name for account in rows.accounts() if account.active)
    finally:
        copy.close()
    if name not in active:
        raise InputError(f"备份里没有在用的账号“{name}”，可用：{'、'.join(active)}。", "name")
    kept = backups.restore(backup, folder, key=key, at=clock())
    try:
        recover_account(folder, recovery_key, name, passphrase, clock)
        store = open_store(folder, key=key)
        try:
            with store.writing() as rows:
                rows.append("store.restore", "store", {"backup": backup.name}, None, store.clock(clock)())
        finally:
            store.close()
    except StoreError as error:
        raise StoreError(
            f"备份已经恢复，但新口令没有设好：{error.message}请在登录页按“忘记口令”再设一次。", error.trouble
        ) from error
    return kept


def _require_backup(backup: Path, folder: Path) -> None:
    """Raise unless `backup` is whole by its digests, and may take the place of what is in `folder`."""
    if not (backup / KEYS_NAME).is_file():
        raise InputError(_no_backup(backup), "--from")
    if is_joined(folder):
        raise Refused("本局的数据在共享服务器上，不能用本机的备份替换；请服务器管理员恢复，或先搬回本机。")
    if is_other_office(folder, backup):
        raise Refused(f"{folder} 里是另一个局的数据，没有恢复；请核对备份，或恢复到一个空文件夹。")
    backups.read_backup(backup)
    if damage := backups.damaged_files(backup):
        raise StoreError(f"备份 {backup.name} 未通过校验，没有恢复：{damage[0]}请换一份备份。")


def _no_backup(place: Path) -> str:
    found = backups.found_in(place)
    if found:
        return f"“{place}”里有 {len(found)} 份备份，请写明用哪一份；最近的是 {found[0]}。"
    return f"“{place}”不是备份文件夹（没有 office.keys）；备份是名称以 office- 开头的文件夹，请核对位置。"


@dataclass(frozen=True, slots=True)
class FoundBackup:
    """A backup before anything is opened: its row, and the accounts whose pass phrases open it."""

    row: BackupRow
    accounts: tuple[str, ...]


def look_for_backups(place: Path) -> tuple[FoundBackup, ...]:
    """The backups at a place somebody points at, newest first, damaged ones too. Needs no key and changes nothing."""
    found = []
    for path in backups.found_in(place):
        try:
            names = KeyRing.load(path).names()
        except StoreError:
            names = ()
        found.append(FoundBackup(_backup_row(path), names))
    return tuple(found)


def _record_restore(backup: Path, folder: Path, account: str, passphrase: str, clock: Clock) -> None:
    desk = sign_in(folder, account, passphrase, clock)
    try:
        with desk.perform("store.restore") as work:
            work.record("store", {"backup": backup.name})
    finally:
        desk.store.close()


def verify_office(folder: Path, name: str, passphrase: str, heads: Collection[str] = ()) -> tuple[str, ...]:
    """What is wrong with the store, its letters, editions and newest backup; a store that cannot be opened included."""
    ring = KeyRing.load(folder)
    key = ring.unlock(name or ring.names()[0], passphrase)
    try:
        store = open_unchecked(folder, key=key)
        try:
            _account(store, name, "store.verify", practice=ring.practice)
            return verify(store, heads)
        finally:
            store.close()
    except StoreError:
        return verify_folder(folder, key=key, heads=heads)


def migrate_office(folder: Path, name: str, passphrase: str, clock: Clock) -> tuple[int, int]:
    """Bring the store to this program's schema, after a verified backup; returns the versions before and after."""
    ring = KeyRing.load(folder)
    key = ring.unlock(name or ring.names()[0], passphrase)
    if is_joined(folder):
        raise Refused("共享服务器上的数据库由属主升级：请属主执行 ./run server prepare。")
    store = open_unchecked(folder, key=key)
    try:
        account = _account(store, name, "store.migrate", practice=ring.practice)
    finally:
        store.close()
    before, after = migrations.migrate(folder, key=key, at=clock())
    if before != after:
        desk = sign_in(folder, account, passphrase, clock)
        try:
            with desk.perform("store.migrate") as work:
                work.record("store", {"from": before, "to": after})
        finally:
            desk.store.close()
    return before, after


def _account(store: Store, name: str, command: str, *, practice: bool) -> str:
    """The name of the account that runs `command`: the one named, or in a practice office one that may."""
    with store.reading() as rows:
        accounts = rows.accounts()
    if not name and practice:
        found = next((account for account in accounts if may(account, command)), None)
    else:
        found = next((account for account in accounts if account.name == name), None)
    if found is None:
        raise NotPermitted(f"账号“{name}”不存在或没有这项权限。")
    require(found, command)
    return found.name
