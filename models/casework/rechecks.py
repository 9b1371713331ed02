"""Who among the open cases would change under the rulebook now or another, and why."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from models.assessment import Assessment
from models.bureau import BureauEntry
from models.case import Case, State
from models.casework.assessing import same_verdict
from models.casework.awards import facts_of
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import InputError
from models.rules.bureau_entries import confirmed_in_order, same_thing
from models.rules.evaluate import Answer, answer
from models.rules.recheck import Change, diff
from models.rules.rulebook import RuleBook


@dataclass(frozen=True, slots=True)
class Recheck:
    """One case: what was last said, what would be said, and the changes by criterion and clause."""

    number: str
    programme: str
    state: State
    before: Assessment
    after: Assessment
    changes: tuple[Change, ...]


def recheck(desk: Desk, rules: RuleBook | None = None, on: date | None = None) -> tuple[Recheck, ...]:
    """Open cases, and some decided ones, whose verdict would differ under `rules` (default: the rulebook in force).

    `on`: as if each had been applied for on that day, which shows what a change of date would do.

    A refused case is found again because a version may begin before it was published (FACTS §BB2.2); a granted one
    where it was decided while an entry of the bureau held that has been corrected since.
    """
    with desk.look("rules.recheck") as work:
        return tuple(found for case in _cases(work) if (found := _compare(desk, work, case, (rules, on))) is not None)


def would_change(work: UnitOfWork, book: RuleBook) -> tuple[Recheck, ...]:
    """Open cases whose verdict under `book` differs from the one under the rulebook in force, both judged now."""
    found = (_changed(work, case, book) for case in work.rows.open_cases())
    return tuple(one for one in found if one is not None)


def _changed(work: UnitOfWork, case: Case, book: RuleBook) -> Recheck | None:
    """Only what changed is explained."""
    was, now = _judge(work, case, work.rulebook), _judge(work, case, book)
    if was is None or now is None:
        return None
    if (was.result, was.amount_fen, was.verdicts()) == (now.result, now.amount_fen, now.verdicts()):
        return None
    before, after = was.explained(), now.explained()
    return Recheck(case.number, case.programme, case.state, before, after, diff(before, after))


def _judge(work: UnitOfWork, case: Case, book: RuleBook, on: date | None = None) -> Answer | None:
    if case.facts_id is None:
        return None
    rest_day_rule, calendar = work.office.rest_day_rule, work.calendar
    facts = facts_of(work, case)
    return answer(book, case.programme, facts, on or case.applied_on, rest_day_rule=rest_day_rule, calendar=calendar)


def _cases(work: UnitOfWork) -> Iterator[Case]:
    yield from work.rows.open_cases()
    yield from work.rows.refused_cases()
    granted = (case for span in _corrected(work) for case in work.rows.granted_cases(*span))
    yield from {case.id: case for case in granted}.values()


def _corrected(work: UnitOfWork) -> Iterator[tuple[str, datetime, datetime]]:
    """Of every entry that another took the place of: its programme, and from when until when it held."""
    held: dict[Hashable, BureauEntry] = {}
    for entry in confirmed_in_order(work.rows.bureau_entries(confirmed_only=True)):
        before, held[same_thing(entry)] = held.get(same_thing(entry)), entry
        if before is not None and before.confirmed_at is not None and entry.confirmed_at is not None:
            yield entry.programme, before.confirmed_at, entry.confirmed_at


def _compare(desk: Desk, work: UnitOfWork, case: Case, other: tuple[RuleBook | None, date | None]) -> Recheck | None:
    rules, on = other
    try:
        now = _judge(work, case, work.rulebook if rules is None else rules, on)
    except InputError:  # applied for on that day before the certificate was issued: no such application
        return None
    if now is None:
        return None
    before, after = _last_said(desk, work, case), now.explained()
    if before is None or same_verdict(before, after):
        return None
    return Recheck(case.number, case.programme, case.state, before, after, diff(before, after))


def _last_said(desk: Desk, work: UnitOfWork, case: Case) -> Assessment | None:
    """The case's own receipt; without one, what the shipped rules say."""
    if case.assessment_id is not None:
        return Assessment.from_json(work.rows.assessment(case.assessment_id).receipt)
    shipped = _judge(work, case, desk.shipped)
    return None if shipped is None else shipped.explained()
