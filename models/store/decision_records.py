"""Decisions, the letter register with its archived bytes, and the month buckets written with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, exists, func, not_, or_, select

from models.case import Case, Decision, Outcome
from models.errors import InputError
from models.facts import Award
from models.letter import Letter, LetterKind
from models.store import tables as t
from models.store.case_records import case_value
from models.store.records import Records
from models.store.rounds_records import is_counted, is_forgotten, is_voided
from models.store.rows import json_text, json_value, month_bounds, time_text, time_value
from models.store.statements import Statement

# A claim for a certificate is told by its certificate, every other by its training.
_CERTIFICATE_PROGRAMMES = frozenset({"skill_upgrade", "employment_reward"})


@dataclass(frozen=True, slots=True)
class Bucket:
    """One decided case in its month: what the month's totals are counted from."""

    month: str
    case_id: int
    decision_id: int
    letter_id: int
    outcome: Outcome
    amount_fen: int | None


@dataclass(frozen=True, slots=True)
class MonthCounts:
    """Open cases at the first moment of a month and of the next (Beijing); cases ended and decided late in it.

    `withdrawn` are those that ended without a decision: withdrawn, lapsed or not accepted, less those taken up again.
    """

    open_before: int
    open_after: int
    withdrawn: int
    decided_late: int


_DECISION_COLUMNS = tuple(column.name for column in t.decisions.c if column.name != "id")
_LETTER_COLUMNS = tuple(column.name for column in t.letters.c if column.name not in ("id", "fonts"))
_DECISION = Statement(lambda: select(*t.decisions.c).where(t.decisions.c.id == bindparam("id")))
_DECISIONS = Statement(
    lambda: (
        select(*t.decisions.c, is_voided(t.decisions.c.id).label("voided"))
        .where(t.decisions.c.case_id == bindparam("case_id"))
        .order_by(t.decisions.c.round.desc())
    )
)
_DECIDED_IN = Statement(
    lambda: (
        select(*t.decisions.c)
        .where(
            *(t.decisions.c.decided_on >= bindparam("first"), t.decisions.c.decided_on < bindparam("after")),
            is_counted(t.decisions.c.id),
        )
        .order_by(t.decisions.c.id)
    )
)
_LETTER = Statement(lambda: select(*t.letters.c).where(t.letters.c.id == bindparam("id")))
_NUMBERED = Statement(lambda: select(*t.letters.c).where(t.letters.c.number == bindparam("number")))
_OF_CASE = Statement(
    lambda: select(*t.letters.c).where(t.letters.c.case_id == bindparam("case_id")).order_by(t.letters.c.id)
)
_ALL = Statement(
    lambda: select(*t.letters.c).where(t.letters.c.id > bindparam("after")).order_by(t.letters.c.id).limit(1000)
)
_LETTERS_DECIDED_IN = Statement(
    lambda: (
        select(*t.letters.c)
        .join(t.decisions, t.decisions.c.id == t.letters.c.decision_id)
        .where(
            *(t.decisions.c.decided_on >= bindparam("first"), t.decisions.c.decided_on < bindparam("after")),
            is_counted(t.decisions.c.id),
        )
        .order_by(t.letters.c.id)
    )
)
_CONTENT = Statement(
    lambda: select(t.letter_contents.c.content).where(t.letter_contents.c.letter_id == bindparam("id"))
)
_BUCKETS = Statement(
    lambda: (
        select(*t.buckets.c)
        .where(t.buckets.c.month == bindparam("month"), is_counted(t.buckets.c.decision_id))
        .order_by(t.buckets.c.id)
    )
)
_RECEIVED = Statement(
    lambda: (
        select(*t.case_files.c)
        .where(t.case_files.c.opened_at >= bindparam("first"), t.case_files.c.opened_at < bindparam("after"))
        .order_by(t.case_files.c.id)
    )
)
_OPENED_BEFORE = Statement(
    lambda: select(func.count()).select_from(t.case_files).where(t.case_files.c.opened_at < bindparam("moment"))
)
_OPENED_WITHIN = Statement(
    lambda: (
        select(func.count())
        .select_from(t.case_files)
        .where(t.case_files.c.opened_at >= bindparam("moment"), t.case_files.c.opened_at < bindparam("after"))
    )
)
# Decided cases are counted in three short parts: decisions by their date, which an index holds, less those undone,
# less those of a further round of a case that was decided already.
_DECIDED_BEFORE = Statement(
    lambda: select(func.count()).select_from(t.decisions).where(t.decisions.c.decided_on < bindparam("day"))
)


def _undone_before() -> Any:
    d, void = t.decisions.c, t.decision_voids
    joined = void.join(t.decisions, d.id == void.c.decision_id)
    return select(func.count()).select_from(joined).where(d.decided_on < bindparam("day"), _undone(void.c))


def _decided_again_before() -> Any:
    d, earlier, later = t.decisions.c, t.decisions.alias("earlier").c, t.decisions.alias("later").c
    further = d.id.in_(select(later.id).where(later.round > 1))
    decided = exists().where(
        *(earlier.case_id == d.case_id, earlier.round < d.round, earlier.decided_on < bindparam("day")),
        not_(_is_undone(earlier.id)),
    )
    found = select(func.count()).select_from(t.decisions)
    return found.where(further, d.decided_on < bindparam("day"), not_(_is_undone(d.id)), decided)


def _is_undone(decision_id: Any) -> Any:
    void = t.decision_voids.alias().c
    return exists().where(void.decision_id == decision_id, _undone(void))


def _undone(void: Any) -> Any:
    # A month that was published counts the case as decided until the day it was undone; no other month ever does.
    return or_(void.counted == 0, void.voided_at < bindparam("moment"))


_UNDONE_BEFORE = Statement(_undone_before)
_DECIDED_AGAIN_BEFORE = Statement(_decided_again_before)


def _left_before() -> Any:
    """Cases that had ended without a decision: withdrawn, lapsed or not accepted, and not taken up again."""
    act, later, decision = t.case_acts, t.case_acts.alias(), t.decisions
    ends = [_word(value) for value in ("withdrawn", "lapsed", "not_accepted", "maintained")]
    turns = [*ends, _word("supplemented"), _word("reopened")]
    moment: Any = bindparam("moment")
    taken_up = exists().where(
        *(later.c.case_id == act.c.case_id, later.c.id > act.c.id), *(later.c.act.in_(turns), later.c.at < moment)
    )
    # A case whose decision was undone is decided no more: where it ended afterwards, it ended without one.
    decided = exists().where(
        decision.c.case_id == act.c.case_id, decision.c.decided_at < moment, not_(_is_undone(decision.c.id))
    )
    return (
        select(func.count())
        .select_from(act)
        .where(act.c.act.in_(ends), act.c.at < moment, not_(taken_up), not_(decided))
    )


_LEFT_BEFORE = Statement(_left_before)


def _word(value: str) -> Any:
    from sqlalchemy import literal_column

    return literal_column(f"'{value}'")


def _standing() -> Any:
    later = t.decisions.alias("later")
    superseded = exists().where(
        later.c.case_id == t.decisions.c.case_id, later.c.round > t.decisions.c.round, not_(is_voided(later.c.id))
    )
    return and_(not_(superseded), not_(is_voided(t.decisions.c.id)))


def _decided_late() -> Any:
    d, c = t.decisions, t.case_files
    return (
        select(func.count())
        .select_from(d)
        .join(c, c.c.id == d.c.case_id)
        .where(
            *(d.c.decided_on >= bindparam("first"), d.c.decided_on < bindparam("after")),
            d.c.decided_on > func.coalesce(_due_then(), c.c.due_on),
            *(not_(is_forgotten(d.c.id)), not_(exists().where(t.decision_changes.c.decision_id == d.c.id))),
        )
    )


def _due_then() -> Any:
    # A further round sets a period of its own; the earlier one stands in its opening.
    d, o = t.decisions.c, t.round_openings.c
    first = t.round_openings.alias("first")
    earliest = select(func.min(first.c.round)).where(first.c.case_id == d.case_id, first.c.round > d.round)
    # Two queries inwards nothing is correlated by itself: it would be the earliest round of all cases.
    earliest = earliest.correlate(t.decisions)
    return select(o.due_before).where(o.case_id == d.case_id, o.round == earliest.scalar_subquery()).scalar_subquery()


def _refused() -> Any:
    d, c = t.decisions, t.case_files
    refused = select(*c.c).join(d, d.c.case_id == c.c.id).where(d.c.outcome == _word("refused"), _standing())
    return refused.order_by(c.c.id)


def _granted() -> Any:
    d, c = t.decisions, t.case_files
    within = (d.c.decided_at >= bindparam("since"), d.c.decided_at < bindparam("until"))
    found = select(*c.c).join(d, d.c.case_id == c.c.id).where(c.c.programme == bindparam("programme"), *within)
    return found.where(d.c.outcome == _word("granted"), _standing()).order_by(c.c.id)


def _awards() -> Any:
    d, c = t.decisions, t.case_files
    return (
        select(c.c.id, c.c.programme, c.c.applied_on, t.fact_sets.c.facts)
        .join(d, d.c.case_id == c.c.id)
        .join(t.assessments, t.assessments.c.id == d.c.assessment_id)
        .join(t.fact_sets, t.fact_sets.c.id == t.assessments.c.facts_id)
        .where(c.c.person_id == bindparam("person_id"), d.c.outcome == _word("granted"), _standing())
        .order_by(c.c.id)
    )


_AWARDS = Statement(_awards)
_REFUSED = Statement(_refused)
_GRANTED = Statement(_granted)
_DECIDED_LATE = Statement(_decided_late)


class DecisionRecords(Records):
    """Decisions, letters, months' buckets."""

    def add_decision(self, decision: Decision) -> Decision:
        """Record a decision (`decision.id` is ignored).

        The store itself holds four eyes, the seats of signer and reviewer, the office's setting and one decision a
        round; it raises Refused or Conflict when the block's transaction is translated.
        """
        values = {name: getattr(decision, name) for name in _DECISION_COLUMNS}
        return replace(decision, id=self._insert(t.decisions, **values))

    def decision(self, case_id: int, round: int | None = None) -> Decision | None:
        """The decision of a round, also an undone one; without a round the one that stands: the newest not undone."""
        for row in _DECISIONS.run(self._connection, case_id=case_id):
            if row.round == round or (round is None and not row.voided):
                return _decision(row)
        return None

    def decisions(self, case_id: int) -> tuple[Decision, ...]:
        """Every decision of a case, undone ones too, oldest first."""
        return tuple(_decision(row) for row in reversed(_DECISIONS.run(self._connection, case_id=case_id)))

    def decision_by_id(self, decision_id: int) -> Decision:
        """One decision; InputError when there is none with this id."""
        row = _DECISION.first(self._connection, id=decision_id)
        if row is None:
            raise InputError("没有这个决定，请核对。", "decision")
        return _decision(row)

    def decisions_in(self, month: str) -> tuple[Decision, ...]:
        """Decisions that a month `YYYY-MM` counts, by their date."""
        first, after = _days(month)
        return tuple(_decision(row) for row in _DECIDED_IN.run(self._connection, first=first, after=after))

    def own_awards(self, person_id: int) -> tuple[tuple[int, Award], ...]:
        """What this office granted the person: case id and award, dated by the application."""
        rows = _AWARDS.run(self._connection, person_id=person_id)
        return tuple((row.id, _award(row.programme, row.applied_on, json_value(row.facts))) for row in rows)

    def add_letter(self, letter: Letter, content: bytes) -> Letter:
        """Enter a letter in the register (`letter.id` is ignored) and archive its bytes."""
        values = {name: getattr(letter, name) for name in _LETTER_COLUMNS}
        letter_id = self._insert(t.letters, **values, fonts=json_text(list(letter.fonts)))
        self._add(t.letter_contents, letter_id=letter_id, content=content)
        return replace(letter, id=letter_id)

    def letter(self, letter_id: int) -> Letter:
        """One register entry; InputError when there is none with this id."""
        row = _LETTER.first(self._connection, id=letter_id)
        if row is None:
            raise InputError("没有这份文书，请核对。", "letter")
        return _letter(row)

    def letter_numbered(self, number: str) -> Letter | None:
        """The letter with this full 文号."""
        row = _NUMBERED.first(self._connection, number=number)
        return None if row is None else _letter(row)

    def letters(self, case_id: int) -> tuple[Letter, ...]:
        """The letters of a case, oldest first."""
        return tuple(_letter(row) for row in _OF_CASE.run(self._connection, case_id=case_id))

    def all_letters(self, after: int = 0) -> tuple[Letter, ...]:
        """A page of at most 1,000 register entries behind id `after`; empty at the end."""
        return tuple(_letter(row) for row in _ALL.run(self._connection, after=after))

    def letters_decided_in(self, month: str) -> tuple[Letter, ...]:
        """The decision letters of the decisions of a month."""
        first, after = _days(month)
        return tuple(_letter(row) for row in _LETTERS_DECIDED_IN.run(self._connection, first=first, after=after))

    def letter_content(self, letter_id: int) -> bytes:
        """The archived bytes of a letter; InputError when there is none with this id."""
        row = _CONTENT.first(self._connection, id=letter_id)
        if row is None:
            raise InputError("没有这份文书，请核对。", "letter")
        return bytes(row[0])

    def add_bucket(  # noqa: PLR0917
        self, month: str, case_id: int, decision_id: int, letter_id: int, outcome: Outcome, amount_fen: int | None
    ) -> Bucket:
        """Count a decided case in its month, in the transaction of its decision."""
        bucket = Bucket(month, case_id, decision_id, letter_id, outcome, amount_fen)
        values = {name: getattr(bucket, name) for name in Bucket.__slots__}
        self._insert(t.buckets, **values)
        return bucket

    def buckets(self, month: str) -> tuple[Bucket, ...]:
        """What is counted in a month."""
        return tuple(
            Bucket(row.month, row.case_id, row.decision_id, row.letter_id, Outcome(row.outcome), row.amount_fen)
            for row in _BUCKETS.run(self._connection, month=month)
        )

    def cases_received_in(self, month: str) -> tuple[Case, ...]:
        """Cases opened in a month, by Beijing time."""
        first, after = (time_text(moment) for moment in month_bounds(month))
        return tuple(case_value(row) for row in _RECEIVED.run(self._connection, first=first, after=after))

    def month_counts(self, month: str) -> MonthCounts:
        """Open before, open after, ended without a decision within the month."""
        first, after = (time_text(moment) for moment in month_bounds(month))
        begin, end = _days(month)
        left_before, left_after = (self._count(_LEFT_BEFORE, moment=moment) for moment in (first, after))
        opened_before = self._count(_OPENED_BEFORE, moment=first)
        opened_after = opened_before + self._count(_OPENED_WITHIN, moment=first, after=after)
        return MonthCounts(
            open_before=opened_before - self._decided(begin, first) - left_before,
            open_after=opened_after - self._decided(end, after) - left_after,
            withdrawn=left_after - left_before,
            decided_late=self._count(_DECIDED_LATE, first=begin, after=end),
        )

    def refused_cases(self) -> tuple[Case, ...]:
        """The cases whose newest decision is a refusal."""
        return tuple(case_value(row) for row in _REFUSED.run(self._connection))

    def granted_cases(self, programme: str, since: datetime, until: datetime) -> tuple[Case, ...]:
        """The cases of a programme whose newest decision grants, and was made from `since` on and before `until`."""
        values = {"programme": programme, "since": time_text(since), "until": time_text(until)}
        return tuple(case_value(row) for row in _GRANTED.run(self._connection, **values))

    def _decided(self, day: str, moment: str) -> int:
        """How many cases had a decision before a day, which begins at the moment."""
        undone = self._count(_UNDONE_BEFORE, day=day, moment=moment)
        again = self._count(_DECIDED_AGAIN_BEFORE, day=day, moment=moment)
        return self._count(_DECIDED_BEFORE, day=day) - undone - again

    def _count(self, statement: Statement, **values: str) -> int:
        row = statement.first(self._connection, **values)
        return 0 if row is None else int(row[0])


def _days(month: str) -> tuple[str, str]:
    return f"{month}-01", f"{month}-32"


def _award(programme: str, applied_on: str, facts: Mapping[str, Any]) -> Award:
    about = "certificate" if programme in _CERTIFICATE_PROGRAMMES else "training"
    return Award(
        programme=programme,
        on=date.fromisoformat(applied_on),
        occupation=facts.get(f"{about}.occupation"),
        level=facts.get(f"{about}.level"),
        number=facts.get(f"{about}.number"),
    )


def _decision(row: Row[Any]) -> Decision:
    return Decision(
        id=row.id,
        case_id=row.case_id,
        round=row.round,
        assessment_id=row.assessment_id,
        outcome=Outcome(row.outcome),
        amount_fen=row.amount_fen,
        accepted_by=row.accepted_by,
        reviewed_by=row.reviewed_by,
        signed_by=row.signed_by,
        decided_on=date.fromisoformat(row.decided_on),
        decided_at=time_value(row.decided_at),
        separate_review_and_sign=bool(row.separate_review_and_sign),
    )


def _letter(row: Row[Any]) -> Letter:
    return Letter(
        id=row.id,
        case_id=row.case_id,
        kind=LetterKind(row.kind),
        number=row.number,
        year=row.year,
        serial=row.serial,
        decision_id=row.decision_id,
        sha256=row.sha256,
        content_sha256=row.content_sha256,
        fonts=tuple(json_value(row.fonts)),
        head=row.head,
        issued_by=row.issued_by,
        issued_on=date.fromisoformat(row.issued_on),
        issued_at=time_value(row.issued_at),
        amount_fen=row.amount_fen,
    )
