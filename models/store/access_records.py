"""The access log: who printed a letter again and who looked at a hidden value. It stands outside the journal's chain.

Looking at something is no act on a case; kept apart, the log can end with its own period and leave the chain whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, func, not_, or_, select

from models.store import tables as t
from models.store.records import Records
from models.store.rows import time_text, time_value
from models.store.standing import stay


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


@dataclass(frozen=True, slots=True)
class CaseAccess:
    """What concerns one case: looks at the values of its people, its letters, and what is told with words of its own.

    Entries of any scanned paper begin with `papers`, those of this case's with `own_papers`, of its exports `exports`.
    """

    people: frozenset[int]
    letters: frozenset[int]
    papers: str
    own_papers: str
    exports: str


@dataclass(frozen=True, slots=True)
class AccessFilter:
    """Which entries are wanted; what is None hides nothing. `until` is the first moment behind those wanted."""

    account_id: int | None = None
    case: CaseAccess | None = None
    since: datetime | None = None
    until: datetime | None = None


EVERY_ACCESS = AccessFilter()


class AccessRecords(Records):
    """Append-only, held so by the store."""

    def log_access(  # noqa: PLR0917
        self, act: Access, account_id: int, at: datetime, letter_id: int | None, person_id: int | None, what: str
    ) -> AccessEntry:
        """Add an entry to the office in force. Raises Refused when it has moved, StoreError while it is moving."""
        stay(self._connection)
        values: dict[str, Any] = {"at": at, "account_id": account_id, "act": act}
        identity = self._insert(t.access_log, **values, letter_id=letter_id, person_id=person_id, what=what)
        return AccessEntry(identity, at, account_id, act, letter_id, person_id, what)

    def accesses(
        self, wanted: AccessFilter = EVERY_ACCESS, before: int | None = None, limit: int = 1000
    ) -> tuple[AccessEntry, ...]:
        """The newest entries first, beginning under id `before`; the next page begins under the last id of this one."""
        log = t.access_log.c
        conditions = _conditions(wanted)
        if before is not None:
            conditions.append(log.id < before)
        statement = select(*log).where(*conditions).order_by(log.id.desc()).limit(limit)
        return tuple(_entry(row) for row in self._connection.execute(statement))

    def access_count(self, wanted: AccessFilter, most: int) -> int:
        """How many entries there are, counted no further than `most`."""
        found = select(t.access_log.c.id).where(*_conditions(wanted)).limit(most).subquery()
        return int(self._connection.execute(select(func.count()).select_from(found)).scalar_one())

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


def _conditions(wanted: AccessFilter) -> list[ColumnElement[bool]]:
    log, found = t.access_log.c, list[ColumnElement[bool]]()
    if wanted.account_id is not None:
        found.append(log.account_id == wanted.account_id)
    if wanted.since is not None:
        found.append(log.at >= time_text(wanted.since))
    if wanted.until is not None:
        found.append(log.at < time_text(wanted.until))
    if wanted.case is not None:
        found.append(_concerns(wanted.case))
    return found


def _concerns(case: CaseAccess) -> ColumnElement[bool]:
    log = t.access_log.c
    own = log.what.startswith(case.own_papers, autoescape=True)
    # A paper belongs to its case; a value of the person was seen for all of theirs.
    seen = log.person_id.in_(case.people) & (not_(log.what.startswith(case.papers, autoescape=True)) | own)
    given = (log.act == Access.EXPORT.value) & log.what.startswith(case.exports, autoescape=True)
    return or_(seen, log.letter_id.in_(case.letters), given)


def _entry(row: Row[Any]) -> AccessEntry:
    return AccessEntry(
        row.id, time_value(row.at), row.account_id, Access(row.act), row.letter_id, row.person_id, row.what
    )
