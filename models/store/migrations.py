"""Bringing a closed store to the schema of this program: a verified backup first, then one version at a time."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from models.errors import StoreError, Trouble
from models.store.backup import backup
from models.store.engine import connect_server, open_unchecked
from models.store.refusals import translated
from models.store.versions import CURRENT, apply_all, refuse_foreign, schema_version


def migrate(folder: Path, *, key: bytes, at: datetime, server: str | None = None) -> tuple[int, int]:
    """Migrate the store in `folder` (or on `server`); returns the versions before and after.

    Raises StoreError for a foreign or newer store, and when the backup does not verify: then nothing is changed.
    A crash leaves the store wholly at one version.
    """
    store = connect_server(server, folder) if server is not None else open_unchecked(folder, key=key)
    try:
        refuse_foreign(store.connection)
        version = schema_version(store.connection)
        if version > CURRENT:
            raise StoreError(
                f"数据库由更新版本的程序建立（版本 {version}，本程序支持到 {CURRENT}）；请升级本程序后再打开。",
                Trouble.NEWER,
            )
        if version < CURRENT and store.embedded:
            backup(store, None, at)
        return apply_all(store.connection, at)
    except DBAPIError as error:
        refusal = translated(error)
        if refusal is None:
            raise
        raise StoreError(f"升级没有做完，数据仍是旧版本，未受影响：{refusal.message}") from error
    finally:
        store.close()
