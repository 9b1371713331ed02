"""The hand-over records of letters (送达)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from models.serving import Event, Serving, Way
from models.store import tables as t
from models.store.records import Records
from models.store.rows import time_value

_COLUMNS = tuple(name for name in Serving.__slots__ if name != "id")


class ServingRecords(Records):
    """How letters reached their addressees."""

    def add_serving(self, serving: Serving) -> Serving:
        """Record one hand-over (`serving.id` is ignored)."""
        values = {name: getattr(serving, name) for name in _COLUMNS}
        return replace(serving, id=self._insert(t.servings, **values))

    def servings(self, letter_ids: Iterable[int]) -> dict[int, tuple[Serving, ...]]:
        """The hand-overs of these letters that count, oldest first; a letter without one is left out."""
        wanted = list(letter_ids)
        undone = select(t.servings_undone.c.serving_id)
        statement = (
            select(*t.servings.c)
            .where(t.servings.c.letter_id.in_(wanted), t.servings.c.id.not_in(undone))
            .order_by(t.servings.c.id)
        )
        found: dict[int, tuple[Serving, ...]] = {}
        for row in self._connection.execute(statement) if wanted else ():
            found[row.letter_id] = (*found.get(row.letter_id, ()), _serving(row))
        return found


def _serving(row: Row[Any]) -> Serving:
    return Serving(
        id=row.id,
        letter_id=row.letter_id,
        way=Way(row.way),
        event=Event(row.event),
        event_on=date.fromisoformat(row.event_on),
        taker=row.taker,
        taker_as=row.taker_as,
        note=row.note,
        proof_id=row.proof_id,
        recorded_by=row.recorded_by,
        recorded_at=time_value(row.recorded_at),
    )
