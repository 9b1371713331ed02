"""The access log: who printed a letter again and who looked at a hidden value. It stands outside the journal's chain.

Looking at something is no act on a case; kept apart, the log can end with its own period and leave the chain whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from models.store import tables as t
from models.store.records import Records
from models.store.rows import time_value
from models.store.statements import Statement


class Access(StrEnum):
    REPRINT = "reprint"  # a letter was printed again
    REVEAL = "reveal"  # a masked value was shown in full
    EXPORT = "export"  # the papers of a case left the program


@dataclass(frozen=True, slots=True)
class AccessEntry:
    """One look. `what` names the revealed field or the way a letter left the program; never the value."""

    id: int
    at: datetime
    account_id: int
    act: Access
    letter_id: int | None
    person_id: int | None
    what: str


_AFTER = Statement(
    lambda: (
        select(*t.access_log.c)
        .where(t.access_log.c.id > bindparam("after"))
        .order_by(t.access_log.c.id)
        .limit(bindparam("limit"))
    )
)


class AccessRecords(Records):
    """Append-only, held so by the store."""

    def log_access(  # noqa: PLR0917
        self, act: Access, account_id: int, at: datetime, letter_id: int | None, person_id: int | None, what: str
    ) -> AccessEntry:
        """Add an entry."""
        values: dict[str, Any] = {"at": at, "account_id": account_id, "act": act}
        identity = self._insert(t.access_log, **values, letter_id=letter_id, person_id=person_id, what=what)
        return AccessEntry(identity, at, account_id, act, letter_id, person_id, what)

    def accesses(self, after: int = 0, limit: int = 1000) -> tuple[AccessEntry, ...]:
        """Entries in order, beginning behind id `after`."""
        return tuple(_entry(row) for row in _AFTER.run(self._connection, after=after, limit=limit))

    def accesses_to(self, person_id: int, letter_ids: Sequence[int], export: str) -> tuple[AccessEntry, ...]:
        """Looks at a person, reprints of letters, and exports told with words that begin with `export`, in order."""
        log = t.access_log.c
        exported = (log.act == Access.EXPORT.value) & log.what.startswith(export, autoescape=True)
        wanted = (log.person_id == person_id) | log.letter_id.in_(letter_ids) | exported
        found = self._connection.execute(select(*log).where(wanted).order_by(log.id))
        return tuple(_entry(row) for row in found)

    def reprints(self, letter_ids: Sequence[int]) -> dict[int, int]:
        """How often each of these letters was printed again; a letter never printed again is left out."""
        log = t.access_log.c
        counted = select(log.letter_id, func.count()).where(log.letter_id.in_(letter_ids)).group_by(log.letter_id)
        return {int(letter_id): int(count) for letter_id, count in self._connection.execute(counted)}


def _entry(row: Row[Any]) -> AccessEntry:
    return AccessEntry(
        row.id, time_value(row.at), row.account_id, Access(row.act), row.letter_id, row.person_id, row.what
    )
