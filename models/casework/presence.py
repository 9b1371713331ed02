"""Who else has a case open: shown, never in anybody's way, never in the journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from models.case import Case
from models.casework.unit_of_work import Desk, UnitOfWork
from models.desk_day import Presence

HEARD_OF_WITHIN = timedelta(seconds=90)
"""A process that was not heard of for longer has ended, or sleeps."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody else who has the case open."""

    name: str
    since: datetime


def say_open(desk: Desk, process: str, number: str) -> tuple[Visitor, ...]:
    """Say that this process has a case open (no number: none), and learn who else has it open.

    Other processes of the same account do not count: they are the same person.
    """
    with desk.note("presence.say") as work:
        case = work.rows.case_numbered(number) if number else None
        if case is None:
            work.rows.drop_presence(work.actor.id, process)
        else:
            work.rows.put_presence(Presence(work.actor.id, process, case.id, work.now))
        work.rows.forget_presence(work.now - 4 * HEARD_OF_WITHIN)
        return () if case is None else _others(work, case)


def others(desk: Desk, number: str) -> tuple[Visitor, ...]:
    """Who else has the case open now; says nothing of oneself, so it can be asked every other second."""
    with desk.look("presence.say") as work:
        return _others(work, work.rows.case_numbered(number))


def _others(work: UnitOfWork, case: Case) -> tuple[Visitor, ...]:
    newest: dict[int, datetime] = {}
    for found in work.rows.present(case.id, work.now - HEARD_OF_WITHIN):
        if found.account_id != work.actor.id:
            newest[found.account_id] = found.seen_at
    return tuple(Visitor(work.rows.account(account_id).name, at) for account_id, at in newest.items())


def visitors(desk: Desk, number: str) -> tuple[Visitor, ...]:
    """Who has a case open now, oneself included."""
    with desk.look("case.read") as work:
        case = work.rows.case_numbered(number)
        found = work.rows.present(case.id, work.now - HEARD_OF_WITHIN)
        return tuple(Visitor(work.rows.account(one.account_id).name, one.seen_at) for one in found)
