"""Open cases in the order of their due dates, in pages that begin behind a key: no OFFSET, no counting beforehand.

A span is one stretch of one index (`case_due`, `case_undated`, `case_in_state`); a list is made of spans. How many
cases stand where is read from the tally (`tally_schema.py`), so that a list is entered anywhere at the same cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, null, select, tuple_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import String

from models.assessment import Result
from models.case import Act, CaseRow, State
from models.store import tables as t
from models.store.case_records import case_row
from models.store.records import Records
from models.store.rows import time_value
from models.store.statements import Statement
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
    c = t.case_files.c
    state = c.state == bindparam("state")
    if kind is SpanKind.DUE:
        return [state, c.due_on >= bindparam("low"), c.due_on < bindparam("high")]
    if kind is SpanKind.UNDATED:
        return [state, c.due_on.is_(None), c.accepted_on.is_not(None)]
    if kind is SpanKind.NOT_ACCEPTED:
        return [state, c.due_on.is_(None), c.accepted_on.is_(None)]
    return [state]


def _page(kind: SpanKind) -> Any:
    """The cases of a page first, so that everything else is looked up for its rows only."""
    c = t.case_files.c
    behind, order = [c.id > bindparam("after_id")], [c.id]
    if kind is SpanKind.DUE:
        key = tuple_(bindparam("after_due"), bindparam("after_id"))
        behind, order = [tuple_(c.due_on, c.id) > key], [c.due_on, c.id]
    chosen = select(*c).where(*_conditions(kind), *behind).order_by(*order).limit(bindparam("limit")).subquery("page")
    page = chosen.c
    act, said = t.case_acts, t.assessments
    last_act, last_said = (_newest(table.alias(), page.id) for table in (act, said))
    joined = (
        chosen.join(t.persons, t.persons.c.id == page.person_id)
        .join(act, and_(act.c.case_id == page.id, act.c.id == last_act))
        .join(t.accounts, t.accounts.c.id == act.c.account_id)
        .outerjoin(said, and_(said.c.case_id == page.id, said.c.id == last_said))
    )
    columns = (
        *(page.id, page.number, page.person_id, t.persons.c.name, t.persons.c.id_number, page.programme, page.state),
        *(page.applied_on, page.accepted_on, page.due_on, page.facts_id),
        *(act.c.act, act.c["at"], act.c.reason, t.accounts.c.name.label("actor"), said.c.facts_id.label("judged")),
        receipt_field(said.c.receipt, _quoted("result")).label("result"),
        receipt_field(said.c.receipt, _quoted("amount_fen")).label("amount_fen"),
    )
    by = [page.due_on, page.id] if kind is SpanKind.DUE else [page.id]
    return select(*columns).select_from(joined).order_by(*by)


def _newest(table: Any, case_id: Any) -> Any:
    return select(func.max(table.c.id)).where(table.c.case_id == case_id).scalar_subquery()


def _tallied(kind: SpanKind) -> list[Any]:
    y = t.case_tallies.c
    within = [y.state == bindparam("state"), y.cases > 0]
    if kind is not SpanKind.ALL:
        within.append(y.kind == _quoted(kind.value))
    if kind is SpanKind.DUE:
        within += [y.place >= bindparam("low"), y.place < bindparam("high")]
    return within


def _count(kind: SpanKind) -> Any:
    y = t.case_tallies.c
    earliest = func.min(y.place) if kind is SpanKind.DUE else null()
    return select(func.coalesce(func.sum(y.cases), 0).label("amount"), earliest.label("earliest")).where(
        *_tallied(kind)
    )


def _places(kind: SpanKind) -> Any:
    y = t.case_tallies.c
    return select(y.place, y.cases).where(*_tallied(kind)).order_by(y.place)


def _ids(kind: SpanKind) -> Any:
    c = t.case_files.c
    at = [c.due_on == bindparam("place")]
    if kind is not SpanKind.DUE:
        at = [c.id >= bindparam("first"), c.id < bindparam("behind")]
    conditions = [each for each in _conditions(kind) if kind is not SpanKind.DUE]
    return select(c.id).where(c.state == bindparam("state"), *conditions, *at).order_by(c.id)


_PAGES = {kind: Statement(lambda kind=kind: _page(kind)) for kind in SpanKind}  # type: ignore[misc]
_COUNTS = {kind: Statement(lambda kind=kind: _count(kind)) for kind in SpanKind}  # type: ignore[misc]
_PLACES = {kind: Statement(lambda kind=kind: _places(kind)) for kind in SpanKind}  # type: ignore[misc]
_IDS = {kind: Statement(lambda kind=kind: _ids(kind)) for kind in SpanKind}  # type: ignore[misc]


class WorklistRecords(Records):
    """Pages and counts of spans."""

    def case_standings(self, span: Span, after: tuple[str, int], limit: int) -> tuple[CaseStanding, ...]:
        """A page of a span behind the key (due date, id) of the last row seen; `("", 0)` begins."""
        values: dict[str, Any] = {"state": span.state.value, "after_id": after[1], "limit": limit}
        if span.kind is SpanKind.DUE:
            values |= {"low": span.low, "high": span.high, "after_due": after[0]}
        return tuple(_standing(row) for row in _PAGES[span.kind].run(self._connection, **values))

    def count_span(self, span: Span) -> tuple[int, str | None]:
        """How many cases a span holds, and the earliest due date among them where it goes by due dates."""
        row = _COUNTS[span.kind].first(self._connection, **_bounds(span))
        return (0, None) if row is None else (int(row.amount), row.earliest)

    def span_places(self, span: Span) -> tuple[tuple[str, int], ...]:
        """The places of a span in order, each with its number of cases; `ids_at` and `key_before` read them."""
        rows = _PLACES[span.kind].run(self._connection, **_bounds(span))
        return tuple((row.place, int(row.cases)) for row in rows)

    def ids_at(self, span: Span, place: str) -> tuple[int, ...]:
        """The cases of a span at one place, in order."""
        values: dict[str, Any] = {"state": span.state.value}
        if span.kind is SpanKind.DUE:
            values |= {"place": place}
        else:
            values |= {"first": int(place) * BLOCK, "behind": (int(place) + 1) * BLOCK}
        return tuple(int(row.id) for row in _IDS[span.kind].run(self._connection, **values))


def key_before(kind: SpanKind, place: str) -> tuple[str, int]:
    """The key behind which a place begins, for `case_standings`."""
    return (place, 0) if kind is SpanKind.DUE else (BEFORE_EVERY_DAY, int(place) * BLOCK - 1)


def _bounds(span: Span) -> dict[str, Any]:
    values: dict[str, Any] = {"state": span.state.value}
    return values | ({"low": span.low, "high": span.high} if span.kind is SpanKind.DUE else {})


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
