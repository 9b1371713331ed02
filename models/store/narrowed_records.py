"""Every open case of a programme, a class or a text, however long the list: ids with where they stand, nothing more.

A text is looked up by its terms (`search_schema.py`), a class by its cases; no index knows a programme, so that the
cases are read through once, about a quarter of a second for a million.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import bindparam, exists, literal_column, not_, select

from models.case import State
from models.search_terms import PersonTerm
from models.store import tables as t
from models.store.records import Records
from models.store.statements import Statement

Stand = tuple[str, str | None, bool]  # state, due date, whether accepted
_HIGHEST = "\U0010ffff"  # behind every character a term can hold


@dataclass(frozen=True, slots=True)
class PeopleTerm:
    """Cases of people with a term that begins like this."""

    kind: PersonTerm
    term: str


@dataclass(frozen=True, slots=True)
class NumberPart:
    """Cases whose number holds this."""

    part: str


@dataclass(frozen=True, slots=True)
class LastActor:
    """Cases whose last act is one of these accounts'."""

    account_ids: tuple[int, ...]


Way = PeopleTerm | NumberPart | LastActor


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Cases in one of `states`; `programme` "" and `class_id` None mean any."""

    states: frozenset[State]
    programme: str = ""
    class_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a statement is built from; the rest is bound when it is run."""

    states: frozenset[State]
    programme: bool
    of_class: bool
    way: type[Way] | None
    accounts: tuple[int, ...]


@cache
def _statement(shape: _Shape) -> Statement:
    def build() -> Any:
        c = t.case_files.c
        # What is left out is named, not what is wanted: no index of states may be preferred to those of the ways.
        among: list[Any] = [c.state.not_in([_quoted(state.value) for state in State if state not in shape.states])]
        if shape.programme:
            among.append(c.programme == bindparam("programme"))
        if shape.of_class:
            of_class = select(t.class_cases.c.case_id).where(t.class_cases.c.class_id == bindparam("class_id"))
            among.append(c.id.in_(of_class))
        if shape.way is not None:
            among.append(_BY_WAY[shape.way](shape.accounts))
        return select(c.id, c.state, c.due_on, c.accepted_on.is_not(None).label("accepted")).where(*among)

    return Statement(build)


def _by_people(_accounts: tuple[int, ...]) -> Any:
    term = t.person_terms.c
    within = (term.kind == bindparam("kind"), term.term >= bindparam("low"), term.term < bindparam("high"))
    return t.case_files.c.person_id.in_(select(term.person_id).where(*within))


def _by_number(_accounts: tuple[int, ...]) -> Any:
    # Within a query of their own, the numbers alone are read through.
    numbered = t.case_files.alias("numbered").c
    return t.case_files.c.id.in_(select(numbered.id).where(numbered.number.like(bindparam("pattern"), escape="\\")))


def _by_actor(accounts: tuple[int, ...]) -> Any:
    act, later = t.case_acts.c, t.case_acts.alias("later").c
    theirs = act.account_id.in_([literal_column(str(int(one))) for one in accounts])
    last = not_(exists().where(later.case_id == act.case_id, later.id > act.id))
    return t.case_files.c.id.in_(select(act.case_id).where(theirs, last))


_BY_WAY: dict[type[Way], Any] = {PeopleTerm: _by_people, NumberPart: _by_number, LastActor: _by_actor}


def _quoted(value: str) -> Any:
    return literal_column(f"'{value}'")


def _values(way: Way | None) -> dict[str, str]:
    if isinstance(way, PeopleTerm):
        return {"kind": way.kind.value, "low": way.term, "high": way.term + _HIGHEST}
    if isinstance(way, NumberPart):
        plain = way.part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return {"pattern": f"%{plain}%"}
    return {}


class NarrowedRecords(Records):
    """Lists that no index is kept for, found whole."""

    def narrowed(self, wanted: Narrowed, ways: Sequence[Way] | None = None) -> dict[Stand, list[int]]:
        """The ids of all cases wanted, by where they stand; with `ways` those found by at least one of them."""
        found: defaultdict[Stand, list[int]] = defaultdict(list)
        seen: set[int] = set()
        for row in self._rows(wanted, [None] if ways is None else ways):
            if ways is not None:
                if row[0] in seen:
                    continue
                seen.add(row[0])
            found[row[1:]].append(row[0])
        return found

    def _rows(self, wanted: Narrowed, ways: Sequence[Way | None]) -> Iterator[Any]:
        values: dict[str, Any] = {"programme": wanted.programme} if wanted.programme else {}
        values |= {} if wanted.class_id is None else {"class_id": wanted.class_id}
        for way in ways:
            accounts = way.account_ids if isinstance(way, LastActor) else ()
            kind = None if way is None else type(way)
            shape = _Shape(wanted.states, bool(wanted.programme), wanted.class_id is not None, kind, accounts)
            yield from _statement(shape).tuples(self._connection, **values, **_values(way))
