"""What stands as granted on a day, counted by programme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, literal_column, not_, select

from models.store import tables as t
from models.store.records import Records
from models.store.rounds_records import is_voided
from models.store.statements import Statement


@dataclass(frozen=True, slots=True)
class Granted:
    """`fen` leaves out what was granted in kind; `programme` is "" for all together."""

    programme: str
    persons: int
    cases: int
    fen: int


def _standing() -> Any:
    """The newest decision of each case that was not undone, as it stood at the end of the last day."""
    d, newer = t.decisions.c, t.decisions.alias("newer")
    later = (
        select(func.max(newer.c.round))
        .where(newer.c.case_id == d.case_id, newer.c.decided_on <= bindparam("last"), not_(is_voided(newer.c.id)))
        .scalar_subquery()
    )
    return (d.outcome == literal_column("'granted'")) & (d.decided_on >= bindparam("first")) & (d.round == later)


def _figures(*more: Any) -> Any:
    d, c = t.decisions.c, t.case_files.c
    joined = t.decisions.join(t.case_files, c.id == d.case_id)
    persons = func.count(c.person_id.distinct()).label("persons")
    fen = func.coalesce(func.sum(d.amount_fen), 0).label("fen")
    return select(*more, persons, func.count().label("cases"), fen).select_from(joined).where(_standing())


_BY_PROGRAMME = Statement(
    lambda: _figures(t.case_files.c.programme).group_by(t.case_files.c.programme).order_by(t.case_files.c.programme)
)
_IN_ALL = Statement(_figures)


class ToDateRecords(Records):
    """Figures of decisions in force."""

    def granted_by_programme(self, first: date, last: date) -> tuple[Granted, ...]:
        """By programme, those with none left out."""
        rows = _BY_PROGRAMME.run(self._connection, first=first.isoformat(), last=last.isoformat())
        return tuple(Granted(row.programme, int(row.persons), int(row.cases), int(row.fen)) for row in rows)

    def granted_in_all(self, first: date, last: date) -> Granted:
        """All programmes together, each person once."""
        row = _IN_ALL.first(self._connection, first=first.isoformat(), last=last.isoformat())
        return Granted("", int(row.persons), int(row.cases), int(row.fen))
