"""Who has a case open, notes, and cases passed on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert

from models.case import OPEN_STATES, Case
from models.desk_day import Note, Part, PassingOn, Pin, Presence
from models.store import tables as t
from models.store.case_records import case_value
from models.store.records import Records
from models.store.rows import time_text, time_value
from models.store.statements import Statement

_NOTE_COLUMNS = ("case_id", "pin", "pinned_to", "body", "open", "written_by", "written_at")
_PASSING_COLUMNS = ("case_id", "part", "from_id", "to_id", "reason", "done_by", "done_at")


def _put_presence() -> Any:
    # SQLite and PostgreSQL spell ON CONFLICT alike, so that one construct serves both.
    fresh = postgresql_insert(t.presences).values({column.name: bindparam(column.name) for column in t.presences.c})
    newer = {"case_id": fresh.excluded.case_id, "seen_at": fresh.excluded.seen_at}
    return fresh.on_conflict_do_update(index_elements=["account_id", "process"], set_=newer)


def _notes() -> Any:
    note, settled = t.case_notes, t.note_settlements
    joined = note.outerjoin(settled, settled.c.note_id == note.c.id)
    columns = (*note.c, settled.c.answer, settled.c.settled_by, settled.c.settled_at)
    return select(*columns).select_from(joined)


_PUT_PRESENCE = Statement(_put_presence)
_DROP_PRESENCE = Statement(
    lambda: t.presences.delete().where(
        t.presences.c.account_id == bindparam("account_id"), t.presences.c.process == bindparam("process")
    )
)
_FORGET = Statement(lambda: t.presences.delete().where(t.presences.c.seen_at < bindparam("moment")))
_PRESENT = Statement(
    lambda: (
        select(*t.presences.c)
        .where(t.presences.c.case_id == bindparam("case_id"), t.presences.c.seen_at >= bindparam("moment"))
        .order_by(t.presences.c.seen_at, t.presences.c.account_id)
    )
)
_NOTES = Statement(lambda: _notes().where(t.case_notes.c.case_id == bindparam("case_id")).order_by(t.case_notes.c.id))
_NOTE = Statement(lambda: _notes().where(t.case_notes.c.id == bindparam("id")))
_PASSED = Statement(
    lambda: select(*t.passings_on.c).where(t.passings_on.c.case_id == bindparam("case_id")).order_by(t.passings_on.c.id)
)


class DeskRecords(Records):
    """The working day at the desk."""

    def put_presence(self, presence: Presence) -> None:
        """Say that a process of an account has a case open, in place of the one it had open before."""
        values = {name: getattr(presence, name) for name in ("account_id", "process", "case_id")}
        _PUT_PRESENCE.change(self._connection, **values, seen_at=time_text(presence.seen_at))

    def drop_presence(self, account_id: int, process: str) -> None:
        """A process of an account has no case open any more."""
        _DROP_PRESENCE.change(self._connection, account_id=account_id, process=process)

    def forget_presence(self, before: datetime) -> None:
        """Drop the rows of processes that were not heard of since."""
        _FORGET.change(self._connection, moment=time_text(before))

    def present(self, case_id: int, since: datetime) -> tuple[Presence, ...]:
        """Who has the case open, heard of since a moment."""
        found = _PRESENT.run(self._connection, case_id=case_id, moment=time_text(since))
        return tuple(Presence(row.account_id, row.process, row.case_id, time_value(row.seen_at)) for row in found)

    def add_note(self, note: Note) -> Note:
        """Keep a note (`note.id` is ignored)."""
        return replace(note, id=self._insert(t.case_notes, **{name: getattr(note, name) for name in _NOTE_COLUMNS}))

    def settle_note(self, note_id: int, answer: str, settled_by: int, at: datetime) -> None:
        """Answer a note that asks for one; once."""
        self._add(t.note_settlements, note_id=note_id, answer=answer, settled_by=settled_by, settled_at=at)

    def notes(self, case_id: int) -> tuple[Note, ...]:
        """The notes of a case, oldest first."""
        return tuple(_note(row) for row in _NOTES.run(self._connection, case_id=case_id))

    def note(self, note_id: int) -> Note | None:
        """One note."""
        row = _NOTE.first(self._connection, id=note_id)
        return None if row is None else _note(row)

    def add_passing_on(self, passing: PassingOn) -> PassingOn:
        """Record that a case went into other hands (`passing.id` is ignored)."""
        values = {name: getattr(passing, name) for name in _PASSING_COLUMNS}
        return replace(passing, id=self._insert(t.passings_on, **values))

    def passings_on(self, case_id: int) -> tuple[PassingOn, ...]:
        """How a case went from hand to hand, oldest first."""
        return tuple(_passing(row) for row in _PASSED.run(self._connection, case_id=case_id))

    def open_cases_touched_by(self, account_id: int) -> tuple[Case, ...]:
        """The open cases an account opened, reviewed or was given, oldest first."""
        c, p = t.case_files.c, t.passings_on
        given = select(p.c.case_id).where(p.c.to_id == account_id)
        statement = (
            select(*c)
            .where(c.state.in_(sorted(state.value for state in OPEN_STATES)))
            .where((c.opened_by == account_id) | (c.reviewed_by == account_id) | c.id.in_(given))
            .order_by(c.id)
        )
        return tuple(case_value(row) for row in self._connection.execute(statement))

    def give_drafts(self, from_id: int, to_id: int, keys: Iterable[str]) -> None:
        """Make drafts of one account those of another; a key that is taken there gets a suffix."""
        taken = set(self._connection.execute(select(t.drafts.c.key).where(t.drafts.c.account_id == to_id)).scalars())
        for key in keys:
            new = key if key not in taken else f"{key}:{from_id}"
            mine = (t.drafts.c.account_id == from_id) & (t.drafts.c.key == key)
            self._connection.execute(t.drafts.update().where(mine).values(account_id=to_id, key=new))


def _note(row: Row[Any]) -> Note:
    return Note(
        id=row.id,
        case_id=row.case_id,
        pin=Pin(row.pin),
        pinned_to=row.pinned_to,
        body=row.body,
        open=bool(row.open),
        written_by=row.written_by,
        written_at=time_value(row.written_at),
        answer=row.answer or "",
        settled_by=row.settled_by,
        settled_at=None if row.settled_at is None else time_value(row.settled_at),
    )


def _passing(row: Row[Any]) -> PassingOn:
    parties = (row.from_id, row.to_id, row.reason, row.done_by)
    return PassingOn(row.id, row.case_id, Part(row.part), *parties, time_value(row.done_at))
