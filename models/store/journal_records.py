"""The journal inside the store: append-only and hash-chained in the same transaction as the act it tells of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Row, bindparam, func, select

from models.journal import GENESIS, JournalEntry, chain_hash
from models.store import tables as t
from models.store.records import Records
from models.store.refusals import clock_behind
from models.store.rows import json_text, json_value, time_text, time_value
from models.store.statements import Statement


def _last(column: Column[Any]) -> Any:
    return select(func.max(column)).scalar_subquery()


_LAST = Statement(
    lambda: select(t.journal.c.seq, t.journal.c.at, t.journal.c.hash).order_by(t.journal.c.seq.desc()).limit(1)
)
_AFTER = Statement(
    lambda: (
        select(*t.journal.c)
        .where(t.journal.c.seq > bindparam("after"))
        .order_by(t.journal.c.seq)
        .limit(bindparam("limit"))
    )
)
_ABOUT = Statement(
    lambda: select(*t.journal.c).where(t.journal.c.subject == bindparam("subject")).order_by(t.journal.c.seq)
)
_NEWEST = Statement(
    lambda: select(*(func.coalesce(_last(column), 0) for column in (t.journal.c.seq, t.case_acts.c.id, t.letters.c.id)))
)
_ACTS_AFTER = Statement(
    lambda: select(t.case_acts.c.id, t.case_acts.c.case_id).where(t.case_acts.c.id > bindparam("after"))
)
_LETTERS_AFTER = Statement(lambda: select(t.letters.c.id).where(t.letters.c.id > bindparam("after")))
_EVERYTHING = 2**31 - 1


class _Head(NamedTuple):
    """The newest entry, as far as the next one rests on it; `at` is UTC ISO text, "" before the first."""

    seq: int
    at: str
    hash: str


class JournalRecords(Records):
    """Reading and growing the chain. `appended` are the entries of this transaction."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self.appended: list[int] = []
        self._known_head: _Head | None = None

    def append(
        self, act: str, subject: str, detail: Mapping[str, Any], account_id: int | None, at: datetime
    ) -> JournalEntry:
        """Add the next entry. `detail` holds ids, enumerations, dates and digests, never personal values.

        Raises Refused when `at` lies before the newest entry: the clock of this machine is wrong.
        """
        last = self._head()
        moment = at.astimezone(UTC)
        text = time_text(at)
        if text < last.at:
            raise clock_behind(shared=self._connection.dialect.name != "sqlite")
        seq, previous = last.seq + 1, last.hash
        stored = json_text(dict(detail))
        kept = json_value(stored)
        digest = chain_hash(previous, seq, moment, account_id, act, subject, kept)
        self._add(
            t.journal,
            seq=seq,
            at=text,
            account_id=account_id,
            act=act,
            subject=subject,
            detail=stored,
            previous=previous,
            hash=digest,
        )
        self._known_head = _Head(seq, text, digest)
        self.appended.append(seq)
        return JournalEntry(seq, moment, account_id, act, subject, kept, previous, digest)

    def newest_at(self) -> datetime | None:
        """When the newest entry was made; None for an empty journal."""
        last = self._head()
        return time_value(last.at) if last.seq else None

    def head(self) -> tuple[int, str]:
        """Number and hash of the newest entry; 0 and sixty-four zeros for an empty journal."""
        last = self._head()
        return last.seq, last.hash

    def _head(self) -> _Head:
        # Read once: whoever may write is the only one, and whoever reads sees the store as it was when it began.
        if self._known_head is None:
            last = _LAST.first(self._connection)
            self._known_head = _Head(0, "", GENESIS) if last is None else _Head(last.seq, last.at, last.hash)
        return self._known_head

    def newest(self) -> tuple[int, int, int]:
        """Numbers of the newest journal entry, act and letter; 0 where there is none."""
        row = _NEWEST.first(self._connection)
        return int(row[0]), int(row[1]), int(row[2])

    def acts_after(self, act_id: int) -> dict[int, int]:
        """The acts on cases behind one: act → case."""
        return {row.id: row.case_id for row in _ACTS_AFTER.run(self._connection, after=act_id)}

    def letters_after(self, letter_id: int) -> tuple[int, ...]:
        """The letters behind one."""
        return tuple(row.id for row in _LETTERS_AFTER.run(self._connection, after=letter_id))

    def entries(self, after: int = 0, limit: int = _EVERYTHING) -> tuple[JournalEntry, ...]:
        """Entries in order, beginning behind number `after`."""
        return tuple(_entry(row) for row in _AFTER.run(self._connection, after=after, limit=limit))

    def entries_about(self, subject: str) -> tuple[JournalEntry, ...]:
        """Every entry about one thing, e.g. `case:12`, in order."""
        return tuple(_entry(row) for row in _ABOUT.run(self._connection, subject=subject))


def _entry(row: Row[Any]) -> JournalEntry:
    return JournalEntry(
        seq=row.seq,
        at=time_value(row.at),
        account_id=row.account_id,
        act=row.act,
        subject=row.subject,
        detail=json_value(row.detail),
        previous=row.previous,
        hash=row.hash,
    )
