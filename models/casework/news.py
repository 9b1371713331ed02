"""What other windows did since one last looked: read from the journal's end, cheap enough to ask every second."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from models.calendar import beijing_date
from models.casework.changes import Changes
from models.casework.unit_of_work import Desk
from models.journal import JournalEntry

_MOST = 500
_RULES, _PAYMENTS = ("bureau", "rules", "calendar"), ("payment", "repayment")
_OFFICE = ("office", "account", "calendar")
_UPKEEP = "store"  # backups and rehearsals: they change nothing, and each window's would set off another's


@dataclass(frozen=True, slots=True)
class Place:
    """How far one has looked: the newest journal entry, act on a case, and letter."""

    entry: int
    act: int
    letter: int


@dataclass(frozen=True, slots=True)
class News:
    """The place now, and what others changed since the one before; None when nobody did anything."""

    place: Place
    changes: Changes | None


def news_since(desk: Desk, before: Place | None) -> News:
    """What others did since `before` (None: only find the place). What this window wrote itself is no news to it."""
    store = desk.store
    with store.reading() as rows:
        if before is None:
            return News(Place(*rows.newest()), None)
        entries = rows.entries(before.entry, _MOST)
        if not entries:
            return News(before, None)
        foreign = [entry for entry in entries if entry.seq not in store.own and entry.subject != _UPKEEP]
        acts, letters = rows.acts_after(before.act), rows.letters_after(before.letter)
        place = Place(entries[-1].seq, max(acts, default=before.act), max(letters, default=before.letter))
    store.own.difference_update(range(before.entry, place.entry + 1))
    return News(place, _changes(foreign, set(acts.values()), letters) if foreign else None)


def _changes(entries: Collection[JournalEntry], acted: set[int], letters: Collection[int]) -> Changes:
    kinds = {entry.subject.partition(":")[0] for entry in entries}
    named = {kind: _numbers(entries, kind) for kind in ("case", "person")}
    months = {beijing_date(entry.at).isoformat()[:7] for entry in entries}
    months |= {entry.subject.partition(":")[2] for entry in entries if entry.subject.startswith("month:")}
    return Changes(
        people=named["person"],
        cases=named["case"] | acted,
        letters=frozenset(letters),
        months=frozenset(months),
        office=bool(kinds & set(_OFFICE)),
        rules=bool(kinds & set(_RULES)),
        payments=bool(kinds & set(_PAYMENTS)) or any(entry.act.startswith(_PAYMENTS) for entry in entries),
        classes="class" in kinds,
        elsewhere=True,
    )


def _numbers(entries: Collection[JournalEntry], kind: str) -> frozenset[int]:
    parts = (entry.subject.partition(":") for entry in entries)
    return frozenset(int(number) for found, _, number in parts if found == kind and number.isdigit())
