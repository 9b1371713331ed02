"""Another data key for the whole store, after somebody who knew the old one has left.

Done on a copy while no other window has the store open: the copy gets the new key and the journal's row, is checked,
and takes the store's place together with its keys in the way a restore does. A crash leaves the old pair or the new.
"""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from models.errors import StoreError
from models.store import embedded
from models.store.checks import check_store
from models.store.engine import Store
from models.store.keys import DATA_KEY_BYTES, KeyRing
from models.store.location import (
    KEYS_NAME,
    RESTORE_SUFFIX,
    STORE_NAME,
    decided_but_unfinished,
    finish_restore,
    move_database,
    private_files,
    remove_database,
    restore_is_decided,
    sync_file,
    write_private,
)
from models.store.versions import check_version

_COPY = f".{STORE_NAME}.rotating"


def rotate(folder: Path, ring: KeyRing, key: bytes, at: datetime, account: str) -> bytes:
    """Put a new data key in place of `key`; the new key. `ring` is unlocked and holds the new slots afterwards; every
    pass phrase and the printed recovery key stay as they are.

    Raises StoreError when another window has the store open, the disk is full or the copy does not check, Refused
    when the clock is behind the journal: nothing is changed then.
    """
    fresh, copy = secrets.token_bytes(DATA_KEY_BYTES), folder / _COPY
    guard = _alone(folder / STORE_NAME, key)
    try:
        with private_files(), _swept(copy):
            _copy(guard, copy, key, fresh)
            _record(copy, fresh, at, account)
            keys = ring.resealed(fresh)
            write_private(folder / (KEYS_NAME + RESTORE_SUFFIX), keys)
            sync_file(copy)
            _take_its_place(folder, copy, guard)
    except OSError as error:
        if restore_is_decided(folder):
            raise decided_but_unfinished(folder, error) from error
        raise StoreError("数据密钥没有更换：数据文件夹写不进去，可能磁盘已满；原数据未动。") from error
    finally:
        guard.close()
    ring.reread(fresh)
    return fresh


@contextmanager
def _swept(copy: Path) -> Iterator[None]:
    """No copy is left behind; one that cannot be removed is the next rotation's to remove."""
    remove_database(copy)
    try:
        yield
    finally:
        with suppress(OSError):
            remove_database(copy)


def _alone(path: Path, key: bytes) -> Any:
    """A connection that has the store to itself; nobody else gets in until it is closed."""
    from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

    guard = embedded.connect(path, key)
    try:
        guard.execute("PRAGMA busy_timeout = 0")
        guard.execute("PRAGMA locking_mode = EXCLUSIVE")
        guard.execute("PRAGMA journal_mode = DELETE")  # refused while anybody else has the file open
        guard.execute("BEGIN EXCLUSIVE")
        guard.execute("COMMIT")
    except dbapi2.Error as error:
        guard.close()
        raise StoreError("其他窗口还开着，数据密钥没有更换；请关闭其他窗口后重新登录。") from error
    return guard


def _copy(guard: Any, copy: Path, key: bytes, fresh: bytes) -> None:
    from sqlcipher3 import dbapi2

    target = embedded.connect(copy, key)
    try:
        guard.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
        target.execute(f"PRAGMA rekey = \"x'{fresh.hex()}'\"")
    except dbapi2.Error as error:
        raise StoreError("数据密钥没有更换：复制数据时出错，可能磁盘已满；原数据未动。") from error
    finally:
        target.close()


def _record(copy: Path, fresh: bytes, at: datetime, account: str) -> None:
    """The journal's row, and the look whether the copy is whole."""
    store = Store(embedded.engine(copy, fresh), copy.parent, fresh)
    try:
        check_version(store.connection)
        with store.writing() as rows:
            actor = rows.account_named(account)
            rows.append("store.rotate", "store", {}, None if actor is None else actor.id, at)
        findings = check_store(store, thorough=False)
    finally:
        store.close()
    if findings:
        raise StoreError(f"数据密钥没有更换，数据没有通过检查：{findings[0]}")


def _take_its_place(folder: Path, copy: Path, guard: Any) -> None:
    """The rename of the copy decides; from then on every opening finishes what a crash may have stopped."""
    move_database(copy, folder / (STORE_NAME + RESTORE_SUFFIX))
    if sys.platform == "win32":
        guard.close()  # an open file cannot be replaced there
        finish_restore(folder)
        return
    old = os.open(folder / STORE_NAME, os.O_RDWR)
    try:
        finish_restore(folder)
        # A window that waits on the old file must find it empty instead of writing where nobody reads. The new store
        # stands already: an error here is none of the rotation.
        with suppress(OSError):
            os.ftruncate(old, 0)
    finally:
        os.close(old)
