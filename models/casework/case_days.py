"""What the case page shows of the working day beside the record: notes, the timeline, whose hands it is in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.case import OPEN_STATES, STATE_NAMES, Case
from models.casework.case_notes import criterion_words, waiting_first
from models.casework.passing_on import barred, in_charge
from models.casework.permissions import require
from models.casework.phone_status import status_of
from models.casework.timelines import timeline_of
from models.casework.unit_of_work import Desk, UnitOfWork
from models.desk_day import Note, Part
from models.errors import NotPermitted
from models.timeline import Event


@dataclass(frozen=True, slots=True)
class CaseDay:
    """`notes` begin with those that wait; `criteria` and `papers` are what a note may be pinned to.

    `refusals` maps each command of this page that this account cannot run now to the reason.
    """

    number: str
    notes: tuple[Note, ...]
    events: tuple[Event, ...]
    criteria: Mapping[str, str]
    papers: tuple[str, ...]
    names: Mapping[int, str]
    clerk: str
    status: str
    refusals: Mapping[str, str]


def case_day(desk: Desk, number: str) -> CaseDay:
    """The day of one case."""
    with desk.look("case.read") as work:
        case = work.rows.case_numbered(number)
        names = {account.id: account.name for account in work.rows.accounts()}
        return CaseDay(
            number=number,
            notes=waiting_first(work.rows.notes(case.id)),
            events=timeline_of(work, case),
            criteria=criterion_words(work, case),
            papers=tuple(dict.fromkeys(paper.name for paper in work.rows.papers(case.id))),
            names=names,
            clerk=names.get(in_charge(work, case), ""),
            status=status_of(work, case),
            refusals={command: reason for command, reason in _refusals(work, case) if reason},
        )


def _refusals(work: UnitOfWork, case: Case) -> tuple[tuple[str, str], ...]:
    return (
        ("case.note", _barred(work, "case.note")),
        ("case.settle_note", _barred(work, "case.settle_note")),
        ("case.export", _barred(work, "case.export")),
        ("case.take_over", _barred(work, "case.take_over") or _not_taken(work, case)),
    )


def _barred(work: UnitOfWork, command: str) -> str:
    try:
        require(work.actor, command)
    except NotPermitted as refused:
        return refused.message
    return ""


def _not_taken(work: UnitOfWork, case: Case) -> str:
    if case.state not in OPEN_STATES:
        return f"案件 {case.number} 是“{STATE_NAMES[case.state]}”，已不在办理中。"
    if in_charge(work, case) == work.actor.id:
        return "本来就由您承办。"
    return barred(case, Part.CLERK, work.actor)
