"""An open store, and the unit of work: one transaction, committed whole or not at all.

A `Store` owns one long-lived connection and belongs to the thread that opened it. Nothing else may open, hash or
copy `office.db` while a store is open on it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from models.errors import NOT_READ, NOT_SAVED, Disconnected, StoreError, Trouble
from models.moment import now
from models.store.commits import commit
from models.store.location import STORE_NAME, finish_restore, refuse_network

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from models.store.repository import Repository
    from models.store.server import Address

Kind = Literal["act", "note", "look"]
# So long a machine's clock is trusted to run like the server's, and so far it may stray from its own running time: it
# strays when it is put right, and when the machine sleeps.
_TRUSTED_SECONDS, _STRAYED_SECONDS = 600.0, 5.0


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the server's clock said, and what this machine's clock and its running time said then."""

    at: datetime
    seen: datetime
    run: float

    @classmethod
    def to(cls, at: datetime) -> _Answer:
        return cls(at, now(), time.monotonic())

    def runs_true(self) -> bool:
        """Whether the time since may still be taken from this machine's clock."""
        run = time.monotonic() - self.run
        return run < _TRUSTED_SECONDS and abs((now() - self.seen).total_seconds() - run) < _STRAYED_SECONDS


class Store:
    """An open store, embedded or shared; `folder` is its window's data folder, None for a bare connection."""

    def __init__(self, engine: Engine, folder: Path | None, key: bytes | None) -> None:
        # Imported once, not in every transaction: with Qt's import hook that costs more than a statement.
        from models.store.repository import Repository
        from models.store.statements import command

        self._repository, self._command = Repository, command
        self._engine = engine
        self.folder = folder
        self.key = key
        self._connection: Connection = engine.connect()
        self._busy = False
        self._doubt: str | None = None
        self._queued_at: float | None = None
        self._server_time: _Answer | None = None
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

    @property
    def waited(self) -> float:
        """Seconds for which this store has stood in the writers' queue of a server, 0 outside it; from any thread."""
        since = self._queued_at
        return 0.0 if since is None else time.monotonic() - since

    def clock(self, clock: Callable[[], datetime]) -> Callable[[], datetime]:
        """The clock of the acts done here: on a server the wall clock is the server's, one for all its windows.

        Two machines' clocks never agree, and the journal refuses what is older than its newest entry.
        """
        return clock if self.embedded or clock is not now else self._server_now

    @contextmanager
    def writing(self) -> Iterator[Repository]:
        """One write transaction: commits when the block ends, rolls back when it raises.

        Raises StoreError when the store is busy for ten seconds (on a server: when its turn does not come within
        `server.QUEUE_SECONDS`) or cannot be written, Refused or Conflict when a constraint refuses. On PostgreSQL
        writers queue for one lock, so that numbers and the journal have one order.
        """
        with self._transaction("act") as repository:
            yield repository

    @contextmanager
    def noting(self) -> Iterator[Repository]:
        """A write transaction for what is no act (who has a case open, a draft, a look): on a server outside the queue.

        A journal entry in it is a bug.
        """
        with self._transaction("note") as repository:
            yield repository
            if repository.appended:
                raise RuntimeError("an act belongs into the writers' queue")

    @contextmanager
    def reading(self) -> Iterator[Repository]:
        """One consistent view; whatever is written in it is thrown away."""
        with self._transaction("look") as repository:
            yield repository

    @contextmanager
    def _transaction(self, kind: Kind) -> Iterator[Repository]:
        if self._busy:
            raise RuntimeError("a transaction is already open on this store")
        self._busy = True
        try:
            commit_name = self._begin(kind)
            repository = self._repository(self._connection)
            yield repository
            if kind != "look":
                self._commit(commit_name if repository.appended else "")
                self.own.update(repository.appended)
        except Exception as error:
            refusal = _refusal(error, kind)
            if refusal is None:
                raise
            raise refusal from error
        finally:
            self._busy = False
            self._roll_back()

    def _roll_back(self) -> None:
        try:
            self._connection.rollback()
            if not self.embedded and not self._connection.invalidated:
                from models.store.server import begin_plainly

                begin_plainly(self._connection)
        except Exception as error:
            from sqlalchemy.exc import DBAPIError

            if not isinstance(error, DBAPIError):
                raise
            # The server is gone: give this connection up, so that the next transaction makes a new one.
            self._connection.invalidate()
            self._connection.rollback()

    def _begin(self, kind: Kind) -> str:
        """Begin; what the server calls this transaction, "" where no answer of its can be lost."""
        if kind != "look" and self._doubt is not None:
            from models.store.doubt import FIRST_THINGS_FIRST

            raise Disconnected(FIRST_THINGS_FIRST)
        if self.embedded:
            self._command(self._connection, "BEGIN" if kind == "look" else "BEGIN IMMEDIATE")
            return ""
        from models.store import server

        server.renew_if_cut(self._connection)
        server.choose_begin(self._connection, look=kind == "look")
        if kind == "act":
            return self._take_turn()
        if self._server_time is not None and not self._server_time.runs_true():
            self._ask_time()
        return ""

    def _take_turn(self) -> str:
        """Stand in the queue of the server's writers; what the server calls the transaction whose turn has come."""
        from models.store.server import turn_statement

        self._queued_at = time.monotonic()
        try:
            _, name, at = self._connection.exec_driver_sql(turn_statement()).one()
        finally:
            self._queued_at = None
        self._server_time = _Answer.to(at)
        return str(name)

    def _server_now(self) -> datetime:
        """The server's clock: as it stood when the turn came (or when a look asked for it), and since.

        Never earlier than the turn, and so never earlier than what those before in the queue have written.
        """
        answer = self._server_time or self._ask_time()
        return (answer.at + max(now() - answer.seen, timedelta())).astimezone(UTC)

    def _ask_time(self) -> _Answer:
        at = self._connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
        self._server_time = answer = _Answer.to(at)
        if not self._busy:  # asked between two transactions: it must leave none behind
            self._connection.rollback()
        return answer

    def _commit(self, name: str) -> None:
        """Commit; when the server's answer is lost, ask it what became of this very transaction.

        Returns when it was committed. Raises Disconnected when it was not, or when nobody can say yet: then
        `settle()` finds out later.
        """
        from sqlalchemy.exc import DBAPIError

        from models.store.refusals import is_lost

        try:
            commit(self._connection)
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


def _refusal(error: Exception, kind: Kind) -> Exception | None:
    """What the program says of an error of the database; None for one that is no refusal, or not the database's."""
    from sqlalchemy.exc import DBAPIError

    from models.store.refusals import translated

    refusal = translated(error) if isinstance(error, DBAPIError) else None
    return Disconnected(NOT_READ) if kind == "look" and isinstance(refusal, Disconnected) else refusal


def open_embedded(folder: Path, key: bytes) -> Store:
    """Open the embedded store in `folder` whatever its version and standing; StoreError when there is none."""
    from models.store import embedded

    refuse_network(folder)
    finish_restore(folder)
    path = folder / STORE_NAME
    if not path.is_file() or path.stat().st_size == 0:
        lacks = f"的数据库文件 {STORE_NAME} 是空的" if path.is_file() else f"中没有数据库文件 {STORE_NAME}"
        words = f"数据文件夹 {folder} {lacks}；请核对文件夹，或从备份恢复，不会自动新建。"
        raise StoreError(words, Trouble.MISSING)
    return Store(embedded.engine(path, key), folder, key)


def connect_server(address: Address | str, folder: Path | None, key: bytes | None = None) -> Store:
    """Reach the shared store without asking for its version; StoreError when it cannot be reached."""
    from sqlalchemy.exc import ArgumentError, DBAPIError

    from models.store import server

    try:
        return Store(server.engine(address), folder, key)
    except (DBAPIError, ArgumentError) as error:
        raise server.unreachable(error, address) from error
