"""An open store, and the unit of work: one transaction, committed whole or not at all.

A `Store` owns one long-lived connection and belongs to the thread that opened it. Nothing else may open, hash or
copy `office.db` while a store is open on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import NOT_SAVED, Disconnected, StoreError, Trouble
from models.store.location import STORE_NAME, finish_restore, refuse_network

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from models.store.repository import Repository
    from models.store.server import Address

# Writers are served in their order: who gives up and tries again only stands at the end of the queue.
LOCK_MILLISECONDS = 30_000


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

        Raises StoreError when the store is busy for ten seconds (on a server thirty) or cannot be written, Refused or
        Conflict when a constraint refuses. On PostgreSQL writers queue for one lock, so that numbers and the journal
        have one order.
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
                self._commit(commit_name if repository.appended else "")
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
        """Begin; what the server calls this transaction, "" where no answer of its can be lost."""
        from models.store.statements import command

        run = self._connection.exec_driver_sql
        if write and self._doubt is not None:
            from models.store.doubt import FIRST_THINGS_FIRST

            raise Disconnected(FIRST_THINGS_FIRST)
        if self.embedded:
            command(self._connection, "BEGIN IMMEDIATE" if write else "BEGIN")
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
                raise  # what is no act is kept again without harm
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


def open_embedded(folder: Path, key: bytes) -> Store:
    """Open the embedded store in `folder` whatever its version and standing; StoreError when there is none."""
    from models.store import embedded

    refuse_network(folder)
    finish_restore(folder)
    path = folder / STORE_NAME
    if not path.is_file() or path.stat().st_size == 0:
        raise StoreError(
            f"数据文件夹 {folder} 中没有数据库文件 {STORE_NAME}；请核对文件夹，或从备份恢复，不会自动新建。",
            Trouble.MISSING,
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
