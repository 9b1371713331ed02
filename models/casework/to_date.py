"""今年到昨天几人多少钱: what was granted and stands, by programme, from 1 January to yesterday."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from models.casework.applicants import enterprise_programmes
from models.casework.unit_of_work import Desk
from models.enterprise import enterprise_in
from models.store.to_date_records import Granted
from models.vocabulary import PROGRAMME_NAMES


@dataclass(frozen=True, slots=True)
class GrantedLine:
    """`persons` are counted once each; a person with two programmes is one in the total. So are `enterprises` (户).

    Who acts for an enterprise is no person of it.
    """

    programme: str
    programme_name: str
    persons: int
    enterprises: int
    cases: int
    fen: int


@dataclass(frozen=True, slots=True)
class ToDate:
    """Of decisions in force at the end of `last`: undone ones and those a later decision changed do not count."""

    first: date
    last: date
    lines: tuple[GrantedLine, ...]
    total: GrantedLine


def granted_to_date(desk: Desk, until: date | None = None) -> ToDate:
    """From 1 January of the year of `until` (yesterday unless named) to that day, both included."""
    with desk.look("month.read") as work:
        last = until or work.today - timedelta(days=1)
        first = date(last.year, 1, 1)
        theirs = enterprise_programmes(work.rulebook)
        codes: dict[str, set[str]] = {}
        for programme, facts in work.rows.granted_facts(first, last, theirs):
            codes.setdefault(programme, set()).add(enterprise_in(facts).credit_code)
        lines = tuple(
            _line(one, len(codes.get(one.programme, ()))) for one in work.rows.granted_by_programme(first, last, theirs)
        )
        total = _line(work.rows.granted_in_all(first, last, theirs), len(set().union(*codes.values())))
        return ToDate(first, last, lines, total)


def _line(found: Granted, enterprises: int) -> GrantedLine:
    name = PROGRAMME_NAMES.get(found.programme, found.programme) if found.programme else "合计"
    return GrantedLine(found.programme, name, found.persons, enterprises, found.cases, found.fen)
