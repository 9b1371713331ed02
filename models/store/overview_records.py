"""What the window shows at a glance: today, a month's live figures, a person's history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, case, func, not_, or_, select

from models.case import Outcome, State
from models.enterprise import enterprise_in
from models.month import MonthTotals
from models.store import tables as t
from models.store.records import Records
from models.store.rounds_records import is_counted, is_voided
from models.store.rows import json_value, month_bounds, time_text, time_value
from models.store.statements import Statement


@dataclass(frozen=True, slots=True)
class EditionHead:
    """A published edition without its files."""

    edition: int
    totals: MonthTotals
    published_by: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class PersonDecision:
    """What was decided on one application of a person."""

    case_number: str
    programme: str
    outcome: Outcome
    amount_fen: int | None
    decided_on: date


def _live_figures(enterprises: tuple[str, ...]) -> Any:
    b, c = t.buckets.c, t.case_files.c
    granted = b.outcome == bindparam("granted")
    figures = (
        func.count().label("decided"),
        func.coalesce(func.sum(case((granted, 1), else_=0)), 0).label("granted_cases"),
        func.coalesce(func.sum(case((granted, func.coalesce(b.amount_fen, 0)), else_=0)), 0).label("fen"),
        func.count(_by_person(enterprises).distinct()).label("people"),
    )
    joined = t.buckets.join(t.case_files, c.id == b.case_id)
    return select(*figures).select_from(joined).where(b.month == bindparam("month"), is_counted(b.decision_id))


def _by_person(enterprises: tuple[str, ...]) -> Any:
    """The person who applied; nobody where an enterprise did."""
    c = t.case_files.c
    return (
        case((or_(*(c.programme == name for name in enterprises)), None), else_=c.person_id)
        if enterprises
        else c.person_id
    )


def _live_facts(enterprises: tuple[str, ...]) -> Any:
    """What enterprises' cases of a month were decided on."""
    b, c, a = t.buckets.c, t.case_files.c, t.assessments.c
    joined = (
        t.buckets.join(t.case_files, c.id == b.case_id)
        .join(t.decisions, t.decisions.c.id == b.decision_id)
        .join(t.assessments, a.id == t.decisions.c.assessment_id)
        .join(t.fact_sets, t.fact_sets.c.id == a.facts_id)
    )
    theirs = or_(*(c.programme == name for name in enterprises))
    found = select(t.fact_sets.c.facts).select_from(joined)
    return found.where(b.month == bindparam("month"), is_counted(b.decision_id), theirs)


@cache
def _live(enterprises: tuple[str, ...]) -> tuple[Statement, Statement]:
    """Figures, and the facts of those that are no person's."""
    return Statement(lambda: _live_figures(enterprises)), Statement(lambda: _live_facts(enterprises))


def _live_reversals() -> Any:
    r = t.month_reversals.c
    granted = r.outcome == bindparam("granted")
    figures = (
        func.coalesce(func.sum(case((granted, r.sign), else_=0)), 0).label("granted_cases"),
        func.coalesce(func.sum(case((granted, 0), else_=r.sign)), 0).label("refused_cases"),
        func.coalesce(func.sum(case((granted, r.sign * func.coalesce(r.amount_fen, 0)), else_=0)), 0).label("fen"),
    )
    return (
        select(*figures)
        .select_from(t.month_reversals)
        .where(r.month == bindparam("month"), is_counted(r.by_decision_id))
    )


def _received() -> Any:
    c = t.case_files.c
    opened = (c.opened_at >= bindparam("first"), c.opened_at < bindparam("after"))
    return select(func.count()).select_from(t.case_files).where(*opened)


def _edition_heads() -> Any:
    e, a = t.editions.c, t.accounts.c
    columns = (e.edition, e.totals, a.name, e.published_at)
    joined = t.editions.join(t.accounts, a.id == e.published_by)
    return select(*columns).select_from(joined).where(e.month == bindparam("month")).order_by(e.edition)


def _decisions_of_person() -> Any:
    d, c = t.decisions.c, t.case_files.c
    columns = (c.number, c.programme, d.outcome, d.amount_fen, d.decided_on)
    joined = t.decisions.join(t.case_files, c.id == d.case_id)
    found = select(*columns).select_from(joined).where(c.person_id == bindparam("person_id"), not_(is_voided(d.id)))
    return found.order_by(d.id.desc())


_IN_STATE = Statement(
    lambda: select(func.count()).select_from(t.case_files).where(t.case_files.c.state == bindparam("state"))
)
_RECEIVED = Statement(_received)
_DECIDED_ON = Statement(
    lambda: (
        select(func.count())
        .select_from(t.decisions)
        .where(t.decisions.c.decided_on == bindparam("day"), not_(is_voided(t.decisions.c.id)))
    )
)
_LIVE_REVERSALS = Statement(_live_reversals)
_EDITION_HEADS = Statement(_edition_heads)
_DECISIONS_OF_PERSON = Statement(_decisions_of_person)
_UNCONFIRMED = Statement(
    lambda: (
        select(func.count())
        .select_from(t.bureau_entries)
        .where(t.bureau_entries.c.confirmed_by.is_(None), t.bureau_entries.c.entered_by != bindparam("account_id"))
    )
)


class OverviewRecords(Records):
    """Counts and lists that no act depends on."""

    def count_in(self, state: State) -> int:
        """How many cases are in a state."""
        return self._number(_IN_STATE, state=state.value)

    def count_received(self, first: datetime, after: datetime) -> int:
        """How many cases were opened from a moment up to another."""
        return self._number(_RECEIVED, first=time_text(first), after=time_text(after))

    def count_decided_on(self, day: date) -> int:
        """How many decisions carry a date."""
        return self._number(_DECIDED_ON, day=day.isoformat())

    def count_unconfirmed_by_others(self, account_id: int) -> int:
        """How many of the bureau's entries wait for somebody other than their enterer, this account included."""
        return self._number(_UNCONFIRMED, account_id=account_id)

    def live_totals(self, month: str, enterprises: tuple[str, ...] = ()) -> MonthTotals:
        """What a month amounts to now, from its buckets and registrations.

        `enterprises` are the programmes for which an enterprise applies: it counts, and nobody as a person.
        """
        figures, facts = _live(enterprises)
        first, after = month_bounds(month)
        row = figures.first(self._connection, month=month, granted=Outcome.GRANTED.value)
        decided, granted, fen, people = (0, 0, 0, 0) if row is None else (int(figure) for figure in row)
        received = self.count_received(first, after)
        back = _LIVE_REVERSALS.first(self._connection, month=month, granted=Outcome.GRANTED.value)
        granted_back, refused_back, fen_back = (0, 0, 0) if back is None else (int(figure) for figure in back)
        theirs = facts.run(self._connection, month=month) if enterprises else ()
        companies = len({enterprise_in(json_value(row.facts)).credit_code for row in theirs})
        figures_back = (granted_back, refused_back, fen_back)
        return MonthTotals(received, granted, decided - granted, people, fen, *figures_back, companies)

    def edition_heads(self, month: str) -> tuple[EditionHead, ...]:
        """The published editions of a month, v1 first, without their files."""
        rows = _EDITION_HEADS.run(self._connection, month=month)
        return tuple(
            EditionHead(row.edition, MonthTotals(**json_value(row.totals)), row.name, time_value(row.published_at))
            for row in rows
        )

    def decisions_of_person(self, person_id: int) -> tuple[PersonDecision, ...]:
        """Every decision on the person's applications that was not undone, newest first."""
        rows = _DECISIONS_OF_PERSON.run(self._connection, person_id=person_id)
        return tuple(
            PersonDecision(
                row.number, row.programme, Outcome(row.outcome), row.amount_fen, date.fromisoformat(row.decided_on)
            )
            for row in rows
        )

    def _number(self, statement: Statement, **values: Any) -> int:
        row = statement.first(self._connection, **values)
        return 0 if row is None else int(row[0])
