"""What stands as granted on a day, counted by programme."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, case, func, literal_column, not_, select

from models.store import tables as t
from models.store.records import Records
from models.store.rounds_records import is_voided
from models.store.rows import json_value


@dataclass(frozen=True, slots=True)
class Granted:
    """`fen` leaves out what was granted in kind; `programme` is "" for all together.

    `persons` leaves out who acted for an enterprise.
    """

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


def _figures(enterprises: Collection[str], *more: Any) -> Any:
    d, c = t.decisions.c, t.case_files.c
    joined = t.decisions.join(t.case_files, c.id == d.case_id)
    persons = func.count(case((c.programme.not_in(enterprises), c.person_id)).distinct()).label("persons")
    fen = func.coalesce(func.sum(d.amount_fen), 0).label("fen")
    return select(*more, persons, func.count().label("cases"), fen).select_from(joined).where(_standing())


def _facts(programmes: Collection[str]) -> Any:
    d, a = t.decisions.c, t.assessments.c
    joined = (
        t.decisions.join(t.case_files, t.case_files.c.id == d.case_id)
        .join(t.assessments, a.id == d.assessment_id)
        .join(t.fact_sets, t.fact_sets.c.id == a.facts_id)
    )
    found = select(t.case_files.c.programme, t.fact_sets.c.facts).select_from(joined)
    return found.where(_standing(), t.case_files.c.programme.in_(programmes))


class ToDateRecords(Records):
    """Figures of decisions in force."""

    def granted_by_programme(self, first: date, last: date, enterprises: Collection[str]) -> tuple[Granted, ...]:
        """By programme, those with none left out. `enterprises` are the programmes for which an enterprise applies."""
        column = t.case_files.c.programme
        rows = self._between(_figures(enterprises, column).group_by(column).order_by(column), first, last)
        return tuple(Granted(row.programme, int(row.persons), int(row.cases), int(row.fen)) for row in rows)

    def granted_in_all(self, first: date, last: date, enterprises: Collection[str]) -> Granted:
        """All programmes together, each person once."""
        (row,) = self._between(_figures(enterprises), first, last)
        return Granted("", int(row.persons), int(row.cases), int(row.fen))

    def granted_facts(
        self, first: date, last: date, programmes: Collection[str]
    ) -> tuple[tuple[str, Mapping[str, Any]], ...]:
        """The programme and the facts, as decided, of each case that stands as granted for one of `programmes`."""
        rows = self._between(_facts(programmes), first, last)
        return tuple((row.programme, json_value(row.facts)) for row in rows)

    def _between(self, statement: Any, first: date, last: date) -> list[Any]:
        return list(self._connection.execute(statement, {"first": first.isoformat(), "last": last.isoformat()}))
