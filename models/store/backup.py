"""Backups that were verified before they got their name, and restoring one.

A backup is a folder: the database (copied by SQLite itself, never as a file), `office.keys`, and a manifest with
the journal's head, counts and hashes.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from models.errors import StoreError, Trouble
from models.store.checks import check_store
from models.store.engine import Store, open_copy
from models.store.keys import is_other_office
from models.store.location import (
    KEYS_NAME,
    MANIFEST,
    RESTORE_SUFFIX,
    SIDE_SUFFIXES,
    STORE_NAME,
    decided_but_unfinished,
    finish_restore,
    is_backup,
    make_private,
    private_files,
    refuse_in_use,
    refuse_network,
    replace,
    restore_is_decided,
    sweep_stale,
    sync_file,
    sync_folder,
    write_private,
)

BACKUPS = "backups"
_COUNTED = ("person", "case_file", "decision", "letter", "attachment", "edition", "journal")
_CHUNK = 1 << 20
_ARRIVING = f".{STORE_NAME}.arriving"
_COPY_FAILED = "备份未完成：复制数据时读写出错，可能磁盘已满；已保存的数据不受影响，请清理磁盘空间后再备份一次。"


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """What a backup holds: `counts` rows per table, the journal's newest number and hash."""

    made_at: datetime
    schema: int
    journal_seq: int
    journal_hash: str
    counts: Mapping[str, int]
    files: Mapping[str, str]


def backup(store: Store, destination: Path | None, at: datetime) -> Path:
    """Copy an open embedded store to a new folder below `destination` (default: `backups` beside the store).

    The copy is one moment of the store, also while others write. Raises StoreError when it does not verify,
    when the place cannot be written, or for a shared store (its server makes the backups).
    """
    if not store.embedded or store.folder is None or store.key is None:
        raise StoreError("共享服务器上的数据由服务器统一备份，请联系服务器管理员。")
    target = destination if destination is not None else store.folder / BACKUPS
    staging = store.folder / f".backup.{os.getpid()}.part"
    shutil.rmtree(staging, ignore_errors=True)
    sweep_stale(store.folder, ".backup.*.part")
    try:
        with private_files():
            staging.mkdir(mode=0o700)
            _copy_store(store, store.key, staging, at)
            return _deliver(staging, target, _stem(at))
    except OSError as error:
        raise StoreError(f"备份未完成：{target} 写不进去，可能磁盘已满或没有权限；请换一个位置再试。") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def copy_to(made: Path, destination: Path) -> Path:
    """Put a finished backup in a second place too, compared there before it gets its name. Raises StoreError."""
    try:
        read_backup(made)
        with private_files():
            return _deliver(made, destination, made.name)
    except OSError as error:
        raise StoreError(
            f"备份已做好，但第二个位置 {destination} 写不进去（没插好、已满或没有权限）；接好后再备份一次。"
        ) from error


def backups(folder: Path, destination: Path | None = None) -> tuple[Path, ...]:
    """The backups of a store, newest first; what another office keeps in the same place is none of them."""
    place = destination if destination is not None else folder / BACKUPS
    return tuple(path for path in _lying_in(place) if not is_other_office(folder, path))


def found_in(place: Path) -> tuple[Path, ...]:
    """The backups somebody may mean who points at `place`: itself, or those in it or in its `backups`, newest first."""
    if is_backup(place):
        return (place,)
    return tuple(sorted({*_lying_in(place), *_lying_in(place / BACKUPS)}, key=lambda path: path.name, reverse=True))


def _lying_in(place: Path) -> list[Path]:
    return sorted((path.parent for path in place.glob(f"office-*/{MANIFEST}")), reverse=True)


def read_backup(path: Path) -> BackupInfo:
    """The manifest of a backup; StoreError when it is missing or damaged."""
    try:
        data = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        return BackupInfo(
            made_at=datetime.fromisoformat(data["made_at"]),
            schema=int(data["schema"]),
            journal_seq=int(data["journal"]["seq"]),
            journal_hash=str(data["journal"]["hash"]),
            counts={str(name): int(count) for name, count in data["counts"].items()},
            files={str(name): str(digest) for name, digest in data["files"].items()},
        )
    except (OSError, ValueError, OverflowError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(f"{path} 不是完整的备份，或清单已损坏；请换一份备份。") from error


def verify_backup(path: Path, *, key: bytes) -> tuple[str, ...]:
    """What is wrong with a backup; empty when it can be restored. Nothing in it is changed."""
    damage = damaged_files(path)
    if damage:
        return damage
    try:
        return _inspect(path / STORE_NAME, key, read_backup(path))
    except StoreError as error:
        return (error.message,)


def damaged_files(path: Path) -> tuple[str, ...]:
    """What is wrong with a backup's files by their digests alone: for one whose key is another one by now."""
    try:
        for name, digest in read_backup(path).files.items():
            if _file_digest(path / name) != digest:
                return (f"文件 {name} 与备份时的校验码不符，备份有损坏。",)
    except StoreError as error:
        return (error.message,)
    except OSError:
        return ("备份中的文件缺失或无法读取。",)
    return ()


def restore(path: Path, folder: Path, *, key: bytes, at: datetime) -> Path | None:
    """Put a backup in place of the store in `folder`; returns where the replaced files were kept.

    The caller has closed the store; another process that has it open is told of. The backup is verified first; a crash
    at any moment leaves either the old store or, at the next opening, the restored one. Raises StoreError when the
    backup does not verify.
    """
    refuse_network(folder)
    refuse_in_use(folder)
    findings = verify_backup(path, key=key)
    if findings:
        raise StoreError(f"备份 {path.name} 未通过校验，没有恢复：{findings[0]}")
    try:
        with private_files():
            make_private(folder)
            kept = _keep_aside(folder, at)
            _stage(path, folder)
            finish_restore(folder)
    except OSError as error:
        if restore_is_decided(folder):  # the rename went through, only making it durable failed
            raise decided_but_unfinished(folder, error) from error
        _drop_staged(folder)  # half a store would keep the disk full
        words = "恢复未完成：数据文件夹写不进去，可能磁盘已满或没有权限；原有数据没有动。请清理磁盘或换一个文件夹再试。"
        raise StoreError(words, Trouble.FULL) from error
    return kept


def _copy_store(store: Store, key: bytes, staging: Path, at: datetime) -> None:
    from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

    from models.store.embedded import connect

    copy = staging / STORE_NAME
    target = connect(copy, key)
    try:
        with store.reading() as repository:
            seq, head = repository.head()
            counts = _counts(store.connection)
            store.connection.connection.driver_connection.backup(target)  # type: ignore[union-attr]
    except dbapi2.Error as error:
        raise StoreError(_COPY_FAILED, Trouble.FULL) from error
    finally:
        target.close()
    from models.store.versions import schema_version

    keys = store.folder / KEYS_NAME if store.folder is not None else None
    if keys is not None and keys.exists():
        write_private(staging / KEYS_NAME, keys.read_bytes())
    names = [name for name in (STORE_NAME, KEYS_NAME) if (staging / name).exists()]
    sync_file(copy)
    manifest = {
        "format": "subsidy-desk-backup",
        "made_at": at.astimezone(UTC).isoformat(),
        "schema": schema_version(store.connection),
        "journal": {"seq": seq, "hash": head},
        "counts": counts,
        "files": {name: _file_digest(staging / name) for name in names},
    }
    write_private(staging / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode())
    findings = _inspect(copy, key, read_backup(staging))
    if findings:
        raise StoreError(f"备份未完成，复制出的数据未通过校验：{findings[0]}")


def _inspect(copy: Path, key: bytes, info: BackupInfo) -> tuple[str, ...]:
    store = open_copy(copy, key=key)
    try:
        findings = check_store(store, thorough=False)
        if findings:
            return findings
        with store.reading() as repository:
            if repository.head() != (info.journal_seq, info.journal_hash):
                return ("日志末端与备份清单不符。",)
            if _counts(store.connection) != dict(info.counts):
                return ("记录数与备份清单不符。",)
    finally:
        store.close()
    return ()


def counts(store: Store) -> dict[str, int]:
    """How many rows each table has that a backup counts; inside the caller's transaction."""
    return _counts(store.connection)


def _counts(connection: Any) -> dict[str, int]:
    counted = {}
    for table in _COUNTED:
        counted[table] = int(connection.exec_driver_sql(f"SELECT COUNT(*) FROM {table}").scalar_one())  # noqa: S608
    return counted


def _deliver(staging: Path, destination: Path, stem: str) -> Path:
    """Copy the verified files to their place, compare, and only then give the backup its name."""
    destination.mkdir(mode=0o700, parents=True, exist_ok=True)
    arriving = destination / f".backup.{os.getpid()}.arriving"
    shutil.rmtree(arriving, ignore_errors=True)
    try:
        arriving.mkdir(mode=0o700)
        for source in sorted(staging / name for name in (MANIFEST, *read_backup(staging).files)):
            shutil.copyfile(source, arriving / source.name)
            sync_file(arriving / source.name)
            if _file_digest(arriving / source.name) != _file_digest(source):
                raise StoreError("备份未完成：写到目的地的内容与原件不符，目的地磁盘可能有故障；请换一个位置。")
        sync_folder(arriving)
        return _named(arriving, destination, stem)
    finally:
        shutil.rmtree(arriving, ignore_errors=True)


def _named(arriving: Path, destination: Path, stem: str) -> Path:
    """Give a backup a name that is free, or leave none that a power failure might take back."""
    while True:
        final = _free_name(destination, stem)
        try:
            replace(arriving, final)
            return final
        except OSError:
            if not arriving.exists():
                shutil.rmtree(final, ignore_errors=True)
                raise
            # It has not moved: whatever has the name is another window's backup and not ours to take away.
            if not final.exists():
                raise


def _stem(at: datetime) -> str:
    return f"office-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _free_name(destination: Path, stem: str) -> Path:
    name, number = stem, 2
    while (destination / name).exists():
        name, number = f"{stem}-{number:03d}", number + 1
    return destination / name


def _keep_aside(folder: Path, at: datetime) -> Path | None:
    """Second names for the files about to be replaced, so that a restore can be taken back."""
    names = [STORE_NAME, *(STORE_NAME + suffix for suffix in SIDE_SUFFIXES), KEYS_NAME]
    present = [name for name in names if (folder / name).exists()]
    if not present:
        return None
    kept = folder / f"replaced-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    number = 2
    while kept.exists():
        kept, number = kept.with_name(f"{kept.name.partition('_')[0]}_{number}"), number + 1
    kept.mkdir(mode=0o700)
    for name in present:
        try:
            os.link(folder / name, kept / name)
        except OSError:
            shutil.copyfile(folder / name, kept / name)
            sync_file(kept / name)
    sync_folder(kept)
    return kept


def _drop_staged(folder: Path) -> None:
    """Take away what was laid ready for a restore that was not decided."""
    for name in (_ARRIVING, KEYS_NAME + RESTORE_SUFFIX):
        with suppress(OSError):
            (folder / name).unlink(missing_ok=True)


def _stage(path: Path, folder: Path) -> None:
    """Lay the backup's files ready; the rename of the database is the moment the restore is decided."""
    keys = path / KEYS_NAME
    if keys.exists():
        write_private(folder / (KEYS_NAME + RESTORE_SUFFIX), keys.read_bytes())
    arriving = folder / _ARRIVING
    shutil.copyfile(path / STORE_NAME, arriving)
    arriving.chmod(0o600)
    sync_file(arriving)
    if _file_digest(arriving) != read_backup(path).files[STORE_NAME]:
        raise StoreError("恢复未完成：读出的备份与校验码不符；原数据未动，请换一份备份。")
    replace(arriving, folder / (STORE_NAME + RESTORE_SUFFIX))


def _file_digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
