"""Open cases in the order of their due dates, in pages that begin behind a key: no OFFSET, no counting beforehand.

A span is one stretch of one index (`case_due`, `case_undated`, `case_in_state`); a list is made of spans. How many
cases stand where is read from the tally (`tally_schema.py`), so that a list is entered anywhere at the same cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from itertools import zip_longest
from typing import Any

from sqlalchemy import Row, bindparam, column, func, null, select, union_all
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import String

from models.assessment import Result
from models.case import Act, CaseRow, State
from models.store import tables as t
from models.store.case_records import case_row
from models.store.records import Records
from models.store.rows import time_value
from models.store.statements import Statement, at_most
from models.store.tally_schema import BLOCK

BEFORE_EVERY_DAY, AFTER_EVERY_DAY = "", "~"


class SpanKind(StrEnum):
    DUE = "due"  # due from `low` up to but not including `high`, by due date
    UNDATED = "undated"  # accepted, without a due date, by registration
    NOT_ACCEPTED = "not_accepted"  # neither accepted nor due, by registration
    ALL = "all"  # every case in the state, by registration


@dataclass(frozen=True, slots=True)
class Span:
    """Cases in one state; `low` and `high` are ISO dates."""

    state: State
    kind: SpanKind
    low: str = BEFORE_EVERY_DAY
    high: str = AFTER_EVERY_DAY


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """A case with its last act and what its newest assessment said (`stale`: the facts are newer)."""

    row: CaseRow
    key: tuple[str, int]
    act: Act
    acted_at: datetime
    actor: str
    reason: str
    result: Result | None
    amount_fen: int | None
    stale: bool


class receipt_field(GenericFunction[str]):  # noqa: N801 - SQL functions are written small
    """One top-level field of a stored receipt as text, without reading the receipt into Python."""

    type = String()
    inherit_cache = True
    name = "receipt_field"


@compiles(receipt_field, "sqlite")
def _in_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    column, field = element.clauses
    return f"json_extract({compiler.process(column, **options)}, '$.' || {compiler.process(field, **options)})"


@compiles(receipt_field, "postgresql")
def _in_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    column, field = element.clauses
    return f"(CAST({compiler.process(column, **options)} AS json) ->> {compiler.process(field, **options)})"


def _quoted(value: str) -> Any:
    from sqlalchemy import literal_column

    return literal_column(f"'{value}'")


def _conditions(kind: SpanKind) -> list[Any]:
    """What a span without due dates demands of a case beside its state."""
    c = t.case_files.c
    if kind is SpanKind.UNDATED:
        return [c.due_on.is_(None), c.accepted_on.is_not(None)]
    return [c.due_on.is_(None), c.accepted_on.is_(None)] if kind is SpanKind.NOT_ACCEPTED else []


def _behind(kind: SpanKind) -> list[list[Any]]:
    """The stretches of an index behind a key; each is entered right there, so that nothing before it is walked.

    SQLite enters an index by one bound at most: the rest of the key's own day is a stretch apart.
    """
    c = t.case_files.c
    if kind is not SpanKind.DUE:
        return [[*_conditions(kind), c.id > bindparam("after_id")]]
    day: Any = bindparam("after_due")
    high = c.due_on < bindparam("high")
    return [[c.due_on == day, high, c.id > bindparam("after_id")], [c.due_on > day, high]]


def _keys(kind: SpanKind, states: tuple[State, ...]) -> Any:
    """The keys of a page alone: so many from each stretch of each state, merged.

    Without a limit of their own PostgreSQL would read and sort the stretches whole.
    """
    c = t.case_files.c
    order = [c.due_on, c.id] if kind is SpanKind.DUE else [c.id]
    parts = [
        _stretch(state, conditions).order_by(*order).limit(at_most()).subquery()
        for conditions in _behind(kind)
        for state in states
    ]
    merged: list[Any] = [column("due_on"), column("id")] if kind is SpanKind.DUE else [column("id")]
    return union_all(*[select(each) for each in parts]).order_by(*merged).limit(at_most()).subquery("page")


def _stretch(state: State, conditions: Sequence[Any]) -> Any:
    c = t.case_files.c
    return select(c.due_on, c.id).where(c.state == _quoted(state.value), *conditions)


@cache
def _page(kind: SpanKind, states: tuple[State, ...]) -> Statement:
    """Whole standings, looked up for the keys of a page alone."""

    def build() -> Any:
        page = _keys(kind, states)
        order = [page.c.due_on, page.c.id] if kind is SpanKind.DUE else [page.c.id]
        return _whole(page.join(t.case_files, t.case_files.c.id == page.c.id)).order_by(*order)

    return Statement(build)


def _whole(cases: Any) -> Any:
    """Everything a line shows of the cases that are joined here."""
    c, act, said = t.case_files, t.case_acts, t.assessments
    last_act, last_said = (_newest(table) for table in (act, said))
    joined = (
        cases.join(t.persons, t.persons.c.id == c.c.person_id)
        .join(act, act.c.id == last_act)
        .join(t.accounts, t.accounts.c.id == act.c.account_id)
        .outerjoin(said, said.c.id == last_said)
    )
    columns = (
        *(c.c.id, c.c.number, c.c.person_id, t.persons.c.name, t.persons.c.id_number, c.c.programme, c.c.state),
        *(c.c.applied_on, c.c.accepted_on, c.c.due_on, c.c.facts_id),
        *(act.c.act, act.c["at"], act.c.reason, t.accounts.c.name.label("actor"), said.c.facts_id.label("judged")),
        receipt_field(said.c.receipt, _quoted("result")).label("result"),
        receipt_field(said.c.receipt, _quoted("amount_fen")).label("amount_fen"),
    )
    return select(*columns).select_from(joined)


_BATCH = tuple(f"id{place}" for place in range(50))
_OF_IDS = Statement(lambda: _whole(t.case_files).where(t.case_files.c.id.in_([bindparam(name) for name in _BATCH])))


def _newest(table: Any) -> Any:
    one = table.alias()
    newest = select(func.max(one.c.id)).where(one.c.case_id == t.case_files.c.id)
    return newest.correlate(t.case_files).scalar_subquery()


def _tallied(kind: SpanKind) -> list[Any]:
    y = t.case_tallies.c
    within = [y.cases > 0]
    if kind is not SpanKind.ALL:
        within.append(y.kind == _quoted(kind.value))
    if kind is SpanKind.DUE:
        within += [y.place >= bindparam("low"), y.place < bindparam("high")]
    return within


def _count(kind: SpanKind) -> Any:
    y = t.case_tallies.c
    earliest = func.min(y.place) if kind is SpanKind.DUE else null()
    amount = func.coalesce(func.sum(y.cases), 0).label("amount")
    return select(amount, earliest.label("earliest")).where(y.state == bindparam("state"), *_tallied(kind))


@cache
def _places(kind: SpanKind, states: tuple[State, ...]) -> Statement:
    """Every place of the list in order, and how many stand in each."""

    def build() -> Any:
        y = t.case_tallies.c
        among = y.state.in_([_quoted(state.value) for state in states])
        return select(y.place, func.sum(y.cases)).where(among, *_tallied(kind)).group_by(y.place).order_by(y.place)

    return Statement(build)


@cache
def _id_at(kind: SpanKind, states: tuple[State, ...]) -> Statement:
    """The id of one of the cases at a place, counted over several states from its beginning or from its end.

    Each end has its half, of which `ahead` and `back` (1 and 0, or 0 and 1) leave one.
    """

    def build() -> Any:
        c = t.case_files.c
        at = [c.due_on == bindparam("place")]
        if kind is not SpanKind.DUE:
            at = [c.id >= bindparam("first"), c.id < bindparam("behind"), *_conditions(kind)]
        rows = at_most("rows")
        key: Any = column("id")
        ends = ((key, "ahead"), (key.desc(), "back"))
        every = [_stretch(state, at) for state in states]
        halves = [union_all(*every).order_by(by).limit(at_most(end)).offset(rows).subquery() for by, end in ends]
        return union_all(*[select(half.c.id) for half in halves])

    return Statement(build)


_COUNTS = {kind: Statement(lambda kind=kind: _count(kind)) for kind in SpanKind}  # type: ignore[misc]


class WorklistRecords(Records):
    """Pages and counts of spans. Spans asked for together are of one kind and between the same days."""

    def standings(self, spans: tuple[Span, ...], after: tuple[str, int], limit: int) -> tuple[CaseStanding, ...]:
        """A page of spans, merged, behind the key (due date, id) of the last row seen; `("", 0)` begins."""
        if not spans or limit < 1:
            return ()
        values: dict[str, Any] = {"after_id": after[1], "limit": limit}
        if spans[0].kind is SpanKind.DUE:
            low = spans[0].low
            behind = after if after[0] >= low else (low, 0)
            values |= {"after_due": behind[0], "after_id": behind[1], "high": spans[0].high}
        return tuple(_standing(row) for row in _page(*_asked(spans)).run(self._connection, **values))

    def standings_of(self, ids: Sequence[int]) -> tuple[CaseStanding, ...]:
        """The standings of these cases, in this order."""
        found: dict[int, CaseStanding] = {}
        for start in range(0, len(ids), len(_BATCH)):
            values = dict(zip_longest(_BATCH, ids[start : start + len(_BATCH)]))
            found |= {row.id: _standing(row) for row in _OF_IDS.run(self._connection, **values)}
        return tuple(found[each] for each in ids if each in found)

    def count_span(self, span: Span) -> tuple[int, str | None]:
        """How many cases a span holds, and the earliest due date among them where it goes by due dates."""
        row = _COUNTS[span.kind].first(self._connection, state=span.state.value, **_bounds(span))
        return (0, None) if row is None else (int(row.amount), row.earliest)

    def key_before(self, spans: tuple[Span, ...], rows: int) -> tuple[tuple[str, int] | None, int]:
        """The key behind which row number `rows` of merged spans stands; None where they hold no more than the number
        given with it."""
        if not spans:
            return None, 0
        before = 0
        places = _places(*_asked(spans)).tuples(self._connection, **_bounds(spans[0]))
        with closing(places):
            for place, counted in places:
                cases = int(counted)
                if rows < before + cases:
                    return self._key_at(spans, place, rows - before, cases), before
                before += cases
        return None, before

    def _key_at(self, spans: tuple[Span, ...], place: str, rows: int, cases: int) -> tuple[str, int]:
        """The key of the last of so many rows at a place of so many cases; with 0, of where the place begins."""
        kind = spans[0].kind
        due, first = (place, 0) if kind is SpanKind.DUE else (BEFORE_EVERY_DAY, int(place) * BLOCK)
        if not rows:
            return due, first if kind is SpanKind.DUE else first - 1
        values: dict[str, Any] = {"place": place} if kind is SpanKind.DUE else {"first": first, "behind": first + BLOCK}
        # From the nearer end: half as many keys are walked.
        back = rows > cases // 2
        values |= {"rows": cases - rows if back else rows - 1, "ahead": int(not back), "back": int(back)}
        row = _id_at(*_asked(spans)).first(self._connection, **values)
        return due, first if row is None else int(row.id)


def _asked(spans: tuple[Span, ...]) -> tuple[SpanKind, tuple[State, ...]]:
    return spans[0].kind, tuple(span.state for span in spans)


def _bounds(span: Span) -> dict[str, Any]:
    return {"low": span.low, "high": span.high} if span.kind is SpanKind.DUE else {}


def _standing(row: Row[Any]) -> CaseStanding:
    return CaseStanding(
        row=case_row(row),
        key=(row.due_on or "", row.id),
        act=Act(row.act),
        acted_at=time_value(row.at),
        actor=row.actor,
        reason=row.reason,
        result=None if row.result is None else Result(row.result),
        amount_fen=None if row.amount_fen is None else int(row.amount_fen),
        stale=row.judged is not None and row.judged != row.facts_id,
    )
