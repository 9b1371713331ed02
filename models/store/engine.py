"""Making and opening a store: embedded in its folder, or on the server its folder has joined."""

from __future__ import annotations

import secrets
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import StoreError
from models.store.joined import joined
from models.store.location import STORE_NAME, make_private, refuse_network, remove_database, replace
from models.store.transactions import Store, connect_server, open_embedded

if TYPE_CHECKING:
    from models.store.server import Address

__all__ = [
    "Store",
    "connect_server",
    "create_postgres",
    "create_store",
    "open_copy",
    "open_embedded",
    "open_postgres",
    "open_store",
    "open_unchecked",
]


def create_store(folder: Path, *, key: bytes, created_at: datetime, server: str | None = None) -> Store:
    """Make a new store in `folder` (or on `server`) and open it.

    Raises StoreError when one exists there, when the folder is on a network path or cannot be written.
    The file appears under its name only when it is whole.
    """
    if server is not None:
        return create_postgres(server, created_at=created_at, folder=folder)
    from models.store import embedded

    _make_folder(folder)
    path = folder / STORE_NAME
    if path.exists() or joined(folder) is not None:
        raise StoreError(f"数据文件夹 {folder} 中已有数据库，不会覆盖；请直接打开，或换一个空文件夹。")
    unfinished = folder / f".{STORE_NAME}.new"
    remove_database(unfinished)
    draft = Store(embedded.engine(unfinished, key), folder, key)
    try:
        _initialise(draft, created_at)
    finally:
        draft.close()
    embedded.refuse_plain(unfinished)
    replace(unfinished, path)
    return open_store(folder, key=key)


def open_store(folder: Path, *, key: bytes, read_only: bool = False, server: str | None = None) -> Store:
    """Open the store of `folder`, in it or on the server it has joined, after checking that it is ours, whole at the
    head, current and in force; on a server also that this window can do no more than a window needs.

    Raises StoreError for a missing, plain, foreign, newer, older or left store, a wrong key and a network path.
    """
    from models.store.arrival import finish_move
    from models.store.refusals import told
    from models.store.roles import require_window
    from models.store.standing import require_in_force
    from models.store.versions import check_version

    finish_move(folder, key)
    store = _open(folder, key, server)
    try:
        with told():
            check_version(store.connection)
            require_in_force(store.connection)
            if not store.embedded and server is None:
                require_window(store.connection)
            if read_only:
                _forbid_writing(store)
    except BaseException:
        store.close()
        raise
    return store


def open_unchecked(folder: Path, *, key: bytes) -> Store:
    """Open the store without asking for the current schema version: for migrating and verifying."""
    return _open(folder, key, None)


def _open(folder: Path, key: bytes, server: str | None) -> Store:
    address = server if server is not None else joined(folder)
    return open_embedded(folder, key) if address is None else connect_server(address, folder, key)


def open_copy(path: Path, *, key: bytes) -> Store:
    """Open a database file that nobody writes (a backup) without leaving anything beside it."""
    from models.store import embedded

    return Store(embedded.engine(path, key, frozen=True), path.parent, key)


def open_postgres(url: Address | str, *, folder: Path | None = None) -> Store:
    """Open the shared store at `url`; StoreError when it cannot be reached, is empty, newer or older."""
    from models.store.standing import require_in_force
    from models.store.versions import check_version

    store = connect_server(url, folder)
    try:
        check_version(store.connection)
        require_in_force(store.connection)
    except BaseException:
        store.close()
        raise
    return store


def create_postgres(url: Address | str, *, created_at: datetime, folder: Path | None = None) -> Store:
    """Make the tables of a new shared store in the empty database at `url` and open it."""
    from models.store.versions import schema_version

    store = connect_server(url, folder)
    try:
        if schema_version(store.connection) != 0:
            raise StoreError("这个服务器数据库中已有业务数据，不会覆盖；请直接打开，或换一个空数据库。")
        _initialise(store, created_at)
    except BaseException:
        store.close()
        raise
    return store


def _initialise(store: Store, created_at: datetime) -> None:
    from models.store.rows import time_text
    from models.store.versions import apply_all

    apply_all(store.connection, created_at)
    with store.writing() as repository:
        repository.add_property("created_at", time_text(created_at))
        repository.add_property("store_id", secrets.token_hex(16))
        repository.add_property("salt", secrets.token_hex(32))


def _forbid_writing(store: Store) -> None:
    run = store.connection.exec_driver_sql
    run("PRAGMA query_only = ON" if store.embedded else "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
    store.connection.commit()


def _make_folder(folder: Path) -> None:
    try:
        make_private(folder)
    except OSError as error:
        raise StoreError(f"无法建立数据文件夹 {folder}；请检查路径和读写权限。") from error
    refuse_network(folder)
