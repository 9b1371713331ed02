"""Voids, further rounds, changed decisions and the figures a month takes back: rows that are only ever added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, exists, func, not_, select

from models.case import Outcome, State
from models.letter import LetterKind
from models.rounds import (
    DecisionVoid,
    Ground,
    LetterMark,
    Reversal,
    ReversalCause,
    RoundKind,
    RoundOpening,
)
from models.store import tables as t
from models.store.records import Records
from models.store.rows import optional_day, time_text, time_value
from models.store.statements import Statement


def is_voided(decision_id: Any) -> ColumnElement[bool]:
    """Whether the decision of a column was undone."""
    return exists().where(t.decision_voids.c.decision_id == decision_id)


def is_forgotten(decision_id: Any) -> ColumnElement[bool]:
    """Whether the decision of a column was undone before its month was published: no month counts it."""
    return exists().where(t.decision_voids.c.decision_id == decision_id, t.decision_voids.c.counted == 0)


def is_counted(decision_id: Any) -> ColumnElement[bool]:
    """Whether a month counts the decision of a column."""
    return not_(is_forgotten(decision_id))


def _ended_by_decision() -> Any:
    d = t.decisions.c
    return (
        select(func.max(d.round).label("round"))
        .select_from(t.decisions)
        .where(d.case_id == bindparam("case_id"), d.round < bindparam("round"), not_(is_voided(d.id)))
    )


def _ended_by_keeping() -> Any:
    a = t.case_acts.c
    maintained = a.act == bindparam("act")
    return (
        select(func.max(a.round).label("round"))
        .select_from(t.case_acts)
        .where(a.case_id == bindparam("case_id"), a.round < bindparam("round"), maintained)
    )


def _marks(ids: Sequence[int]) -> Any:
    letter, void, change = t.letters, t.letter_voids, t.decision_changes
    later = t.letters.alias("later")
    joined = (
        letter.outerjoin(void, void.c.letter_id == letter.c.id)
        .outerjoin(t.accounts, t.accounts.c.id == void.c.voided_by)
        .outerjoin(change, (change.c.changed_id == letter.c.decision_id) & not_(is_voided(change.c.decision_id)))
        .outerjoin(later, later.c.decision_id == change.c.decision_id)
    )
    columns = (
        *(letter.c.id, void.c.reason, void.c.voided_at, t.accounts.c.name),
        *(later.c.number.label("later_number"), later.c.kind.label("later_kind")),
    )
    return select(*columns).select_from(joined).where(letter.c.id.in_(ids))


_VOIDS = Statement(
    lambda: (
        select(*t.decision_voids.c)
        .where(t.decision_voids.c.case_id == bindparam("case_id"))
        .order_by(t.decision_voids.c.id)
    )
)
_OPENINGS = Statement(
    lambda: (
        select(*t.round_openings.c)
        .where(t.round_openings.c.case_id == bindparam("case_id"))
        .order_by(t.round_openings.c.round)
    )
)
_ENDED_BY_DECISION = Statement(_ended_by_decision)
_ENDED_BY_KEEPING = Statement(_ended_by_keeping)
_CHANGED_BY = Statement(
    lambda: select(t.decision_changes.c.changed_id).where(t.decision_changes.c.decision_id == bindparam("decision_id"))
)
_REVERSALS = Statement(
    lambda: (
        select(*t.month_reversals.c)
        .where(t.month_reversals.c.month == bindparam("month"), is_counted(t.month_reversals.c.by_decision_id))
        .order_by(t.month_reversals.c.id)
    )
)
_PUBLISHED_SINCE = Statement(
    lambda: select(func.count()).where(
        t.editions.c.month == bindparam("month"), t.editions.c.published_at >= bindparam("moment")
    )
)
_REVERSAL_COLUMNS = tuple(field.name for field in fields(Reversal))


class RoundsRecords(Records):
    """What follows a decision; nothing here is ever changed or deleted."""

    def void_decision(self, void: DecisionVoid, letter_id: int) -> None:
        """Enter a decision and its letter as undone; the numbers stay taken."""
        values = {field.name: getattr(void, field.name) for field in fields(DecisionVoid)}
        self._insert(t.decision_voids, **values)
        said: dict[str, Any] = {"reason": void.reason, "voided_by": void.voided_by, "voided_at": void.voided_at}
        self._insert(t.letter_voids, letter_id=letter_id, **said)

    def voids(self, case_id: int) -> tuple[DecisionVoid, ...]:
        """The undone decisions of a case, oldest first."""
        return tuple(_void(row) for row in _VOIDS.run(self._connection, case_id=case_id))

    def add_opening(self, opening: RoundOpening) -> RoundOpening:
        """Record that a round was opened (`opening.id` is ignored)."""
        self._forget("openings")
        own = ("case_id", "round", "decision_id", "scan_id", "state_before", "due_before", "opened_by", "opened_at")
        values = {name: getattr(opening, name) for name in own}
        ground = {field.name: getattr(opening.ground, field.name) for field in fields(Ground)}
        return replace(opening, id=self._insert(t.round_openings, **values, **ground))

    def openings(self, case_id: int) -> tuple[RoundOpening, ...]:
        """The rounds opened on a case, oldest first."""
        return self._once("openings", case_id, self._openings)

    def _openings(self, case_id: int) -> tuple[RoundOpening, ...]:
        return tuple(_opening(row) for row in _OPENINGS.run(self._connection, case_id=case_id))

    def opening_for(self, case_id: int, round: int) -> RoundOpening | None:
        """The opening that a round belongs to; None when the round is no correction, or that one has ended before."""
        openings = [one for one in self.openings(case_id) if one.round <= round] if round > 1 else []
        if not openings:
            return None
        ended = max(
            _number(_ENDED_BY_DECISION.first(self._connection, case_id=case_id, round=round)),
            _number(_ENDED_BY_KEEPING.first(self._connection, case_id=case_id, round=round, act="maintained")),
        )
        return None if ended >= openings[-1].round else openings[-1]

    def add_change(self, case_id: int, decision_id: int, changed_id: int, opening_id: int) -> None:
        """Link a decision to the one it changes; both stay."""
        link: dict[str, Any] = {"decision_id": decision_id, "changed_id": changed_id, "opening_id": opening_id}
        self._insert(t.decision_changes, case_id=case_id, **link)

    def changed_by(self, decision_id: int) -> int | None:
        """The id of the decision that this one changed; None for a first decision."""
        row = _CHANGED_BY.first(self._connection, decision_id=decision_id)
        return None if row is None else int(row[0])

    def add_reversal(self, reversal: Reversal) -> None:
        """Take figures of an earlier decision back in a later month, or give them back."""
        self._insert(t.month_reversals, **{name: getattr(reversal, name) for name in _REVERSAL_COLUMNS})

    def reversals(self, month: str) -> tuple[Reversal, ...]:
        """The reversed figures that a month carries."""
        return tuple(_reversal(row) for row in _REVERSALS.run(self._connection, month=month))

    def published_since(self, month: str, moment: datetime) -> bool:
        """Whether an edition of the month was published at or after a moment."""
        return _number(_PUBLISHED_SINCE.first(self._connection, month=month, moment=time_text(moment))) > 0

    def letter_marks(self, ids: Sequence[int]) -> dict[int, LetterMark]:
        """Which of these letters are void or changed by a later one; a letter simply in force is left out."""
        rows = self._connection.execute(_marks(ids))
        return {row.id: _mark(row) for row in rows if row.reason is not None or row.later_number is not None}


def _number(row: Any) -> int:
    return 0 if row is None or row[0] is None else int(row[0])


def _void(row: Row[Any]) -> DecisionVoid:
    when = time_value(row.voided_at)
    return DecisionVoid(row.decision_id, row.case_id, row.reason, bool(row.counted), row.voided_by, when)


def _opening(row: Row[Any]) -> RoundOpening:
    document_date: date | None = optional_day(row.document_date)
    return RoundOpening(
        id=row.id,
        case_id=row.case_id,
        round=row.round,
        decision_id=row.decision_id,
        ground=Ground(RoundKind(row.kind), row.reason, row.document, document_date, optional_day(row.due_on)),
        scan_id=row.scan_id,
        state_before=State(row.state_before),
        due_before=optional_day(row.due_before),
        opened_by=row.opened_by,
        opened_at=time_value(row.opened_at),
    )


def _reversal(row: Row[Any]) -> Reversal:
    return Reversal(
        month=row.month,
        case_id=row.case_id,
        decision_id=row.decision_id,
        by_decision_id=row.by_decision_id,
        cause=ReversalCause(row.cause),
        sign=row.sign,
        outcome=Outcome(row.outcome),
        amount_fen=row.amount_fen,
        at=time_value(row.at),
    )


def _mark(row: Row[Any]) -> LetterMark:
    return LetterMark(
        void_reason=row.reason or "",
        voided_by=(row.name or "") if row.reason is not None else "",
        voided_at=None if row.voided_at is None else time_value(row.voided_at),
        changed_by=row.later_number or "",
        changed_kind=None if row.later_kind is None else LetterKind(row.later_kind),
    )
