"""Opening a store, and the unit of work: one transaction, committed whole or not at all.

A `Store` owns one long-lived connection and belongs to the thread that opened it. Nothing else may open, hash or
copy `office.db` while a store is open on it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import NOT_SAVED, Disconnected, StoreError
from models.store.joined import joined
from models.store.location import STORE_NAME, finish_restore, make_private, refuse_network, remove_database, replace

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from models.store.repository import Repository
    from models.store.server import Address

LOCK_MILLISECONDS = 10_000


class Store:
    """An open store, embedded or shared; `folder` is its window's data folder, None for a bare connection."""

    def __init__(self, engine: Engine, folder: Path | None, key: bytes | None) -> None:
        self._engine = engine
        self.folder = folder
        self.key = key
        self._connection: Connection = engine.connect()
        self._busy = False
        self._doubt: str | None = None
        self.own: set[int] = set()
        """Journal entries written here and not yet passed by whoever watches for those of others."""

    @property
    def embedded(self) -> bool:
        """Whether this is a SQLCipher file."""
        return self._engine.dialect.name == "sqlite"

    @property
    def connection(self) -> Connection:
        """The one connection, for the other modules of the store."""
        return self._connection

    @contextmanager
    def writing(self) -> Iterator[Repository]:
        """One write transaction: commits when the block ends, rolls back when it raises.

        Raises StoreError when the store is busy for ten seconds or cannot be written, Refused or Conflict when a
        constraint refuses. On PostgreSQL writers queue for one lock, so that numbers and the journal have one order.
        """
        with self._transaction(write=True) as repository:
            yield repository

    @contextmanager
    def reading(self) -> Iterator[Repository]:
        """One consistent view; whatever is written in it is thrown away."""
        with self._transaction(write=False) as repository:
            yield repository

    @contextmanager
    def _transaction(self, *, write: bool) -> Iterator[Repository]:
        from sqlalchemy.exc import DBAPIError

        from models.store.refusals import translated
        from models.store.repository import Repository

        if self._busy:
            raise RuntimeError("a transaction is already open on this store")
        self._busy = True
        try:
            commit_name = self._begin(write=write)
            repository = Repository(self._connection)
            yield repository
            if write:
                self._commit(commit_name)
                self.own.update(repository.appended)
        except DBAPIError as error:
            refusal = translated(error)
            if refusal is None:
                raise
            raise refusal from error
        finally:
            self._busy = False
            self._roll_back()

    def _roll_back(self) -> None:
        from sqlalchemy.exc import DBAPIError

        try:
            self._connection.rollback()
        except DBAPIError:
            # The server is gone: give this connection up, so that the next transaction makes a new one.
            self._connection.invalidate()
            self._connection.rollback()

    def _begin(self, *, write: bool) -> str:
        """Begin; what the server calls this transaction, "" where nobody could lose its answer."""
        run = self._connection.exec_driver_sql
        if write and self._doubt is not None:
            from models.store.doubt import UNKNOWN

            raise Disconnected(UNKNOWN)
        if self.embedded:
            run("BEGIN IMMEDIATE" if write else "BEGIN")
        elif write:
            from models.store.server import WRITER_LOCK

            run(f"SET LOCAL lock_timeout = {LOCK_MILLISECONDS}")
            lock = f"SELECT pg_advisory_xact_lock({WRITER_LOCK}, hashtext(current_schema())), "
            return str(run(lock + "pg_current_xact_id()::text").one()[1])
        else:
            run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return ""

    def _commit(self, name: str) -> None:
        """Commit; when the server's answer is lost, ask it what became of this very transaction.

        Returns when it was committed. Raises Disconnected when it was not, or when nobody can say yet: then
        `settle()` finds out later.
        """
        from sqlalchemy.exc import DBAPIError

        from models.store.refusals import is_lost

        try:
            self._connection.commit()
        except DBAPIError as error:
            if not name or not is_lost(error):
                raise
            self._doubt = name
            if not self._settled():
                raise Disconnected(NOT_SAVED) from error

    def settle(self) -> bool | None:
        """Whether the step whose answer was lost is in the store; None when there is no such step.

        Raises Disconnected while the server cannot be asked, or still has the step under way.
        """
        return None if self._doubt is None else self._settled()

    def _settled(self) -> bool:
        from models.store.doubt import outcome

        assert self._doubt is not None
        saved = outcome(self._engine, self._doubt)
        self._doubt = None
        return saved

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the file, as far as readers allow. To be called when the program is idle."""
        if self.embedded and not self._busy:
            self._connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")
            self._connection.rollback()

    def close(self) -> None:
        """Close the connection; the last one to close folds the write-ahead log into the file."""
        self._connection.close()
        self._engine.dispose()


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
    from models.store.roles import require_window
    from models.store.standing import require_in_force
    from models.store.versions import check_version

    finish_move(folder, key)
    store = _open(folder, key, server)
    try:
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


def open_embedded(folder: Path, key: bytes) -> Store:
    """Open the embedded store in `folder` whatever its version and standing; StoreError when there is none."""
    from models.store import embedded

    refuse_network(folder)
    finish_restore(folder)
    path = folder / STORE_NAME
    if not path.is_file() or path.stat().st_size == 0:
        raise StoreError(
            f"数据文件夹 {folder} 中没有数据库文件 {STORE_NAME}；请核对文件夹，或从备份恢复，不会自动新建。"
        )
    return Store(embedded.engine(path, key), folder, key)


def connect_server(address: Address | str, folder: Path | None, key: bytes | None = None) -> Store:
    """Reach the shared store without asking for its version; StoreError when it cannot be reached."""
    from sqlalchemy.exc import OperationalError

    from models.store import server

    try:
        return Store(server.engine(address), folder, key)
    except OperationalError as error:
        raise server.unreachable(error) from error


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
