"""What the case page and the worklist show of turns and clocks: notices, proposals, service, what has run out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from models.case import Case, State
from models.casework.clocks import undated_within
from models.casework.extending import extension_refusal
from models.casework.grounds import lapse_ground
from models.casework.permissions import require
from models.casework.proposals import waiting_proposal
from models.casework.second_looks import CONFIRMS, LookKind, waiting
from models.casework.serving import LetterService, services
from models.casework.turning_away import deemed_since, lapse_refusal
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import NotPermitted
from models.letter import Letter
from models.notice import PROPOSAL_NAMES, Notice, Proposal

FIRST, FURTHER, NOT_ACCEPT, DEEM, ARRIVE, LATE, CONFIRM, EXTEND = (
    *("notice", "further_notice", "non_acceptance", "deem"),
    *("arrival", "lapse", "confirm", "extend"),
)


@dataclass(frozen=True, slots=True)
class CaseTurns:
    """`offered` maps each act the case admits now to why this account may not run it, "" where it may."""

    notices: tuple[Notice, ...]
    proposal: Proposal | None
    services: Mapping[int, LetterService]
    deemed_since: date | None
    offered: Mapping[str, str]


def turns_of(work: UnitOfWork, case: Case, letters: tuple[Letter, ...]) -> CaseTurns:
    """The turns of one case."""
    notices, proposal = work.rows.notices(case.id), waiting_proposal(work, case)
    deemed = deemed_since(work, case)
    offered = dict(_offered(work, case, notices, proposal, deemed))
    return CaseTurns(notices, proposal, services(work, letters), deemed, offered)


def _offered(
    work: UnitOfWork, case: Case, notices: tuple[Notice, ...], proposal: Proposal | None, deemed: date | None
) -> Iterator[tuple[str, str]]:
    waits = "" if proposal is None else f"已有一项提请（{PROPOSAL_NAMES[proposal.kind]}）等另一人办理。"
    if proposal is not None:
        own = "这项提请由您本人提出，须由另一人办理。" if proposal.proposed_by == work.actor.id else ""
        yield CONFIRM, _barred(work, CONFIRMS[proposal.kind]) or own
    if case.state in {State.FOR_APPLICANT, State.LAPSED}:
        yield ARRIVE, _barred(work, "case.arrival")
    if case.state is State.FOR_APPLICANT and lapse_ground(work.office) is not None:
        yield LATE, _barred(work, "case.propose") or waits or lapse_refusal(work, case)
    if case.state is State.AT_WINDOW:
        yield from _at_window(work, case, notices, waits, deemed)
    if not extension_refusal(work, case):
        yield EXTEND, _barred(work, "case.extend")


def _at_window(
    work: UnitOfWork, case: Case, notices: tuple[Notice, ...], waits: str, deemed: date | None
) -> Iterator[tuple[str, str]]:
    if deemed is not None:
        yield DEEM, _barred(work, "case.deem")
    elif case.accepted_on is None and not notices:
        yield FIRST, _barred(work, "case.notice") or waits
    else:
        yield FURTHER, _barred(work, "case.propose") or waits
    if case.accepted_on is None:
        yield NOT_ACCEPT, _barred(work, "case.propose") or waits


def _barred(work: UnitOfWork, command: str) -> str:
    try:
        require(work.actor, command)
    except NotPermitted as refused:
        return refused.message
    return ""


@dataclass(frozen=True, slots=True)
class ClockMatter:
    """A case that needs somebody because of a clock or a second account; `act` is what it needs, `why` in words."""

    number: str
    person_name: str
    act: str
    why: str


DATE = "date"
MATTER_NAMES: Mapping[str, str] = {CONFIRM: "等另一人", DEEM: "应视为受理", LATE: "补正逾期", DATE: "期限待补算"}


def clock_matters(desk: Desk) -> tuple[ClockMatter, ...]:
    """Every such case: what waits for a second account, what counts as accepted, what is late, what has no date yet."""
    with desk.look("case.read") as work:
        return (*_asked(work), *_by_clock(work), *_undated(work))


def _asked(work: UnitOfWork) -> Iterator[ClockMatter]:
    for one in waiting(work):
        if one.number:
            words = f"{one.asked_by_name}{one.words}" if one.kind is LookKind.PROPOSAL else one.words
            yield ClockMatter(one.number, one.person_name, CONFIRM, words)


def _by_clock(work: UnitOfWork) -> Iterator[ClockMatter]:
    late = lapse_ground(work.office) is not None
    for case in work.rows.open_cases():
        last = deemed_since(work, case)
        if last is not None:
            yield _matter(work, case, DEEM, f"告知期限 {last} 已满，没有受理也没有告知")
        elif late and case.state is State.FOR_APPLICANT and not lapse_refusal(work, case):
            yield _matter(work, case, LATE, "补正期限已满，还有内容没有补齐")


def _undated(work: UnitOfWork) -> Iterator[ClockMatter]:
    for case, found in undated_within(work):
        yield _matter(work, case, DATE, found.words)


def _matter(work: UnitOfWork, case: Case, act: str, why: str) -> ClockMatter:
    return ClockMatter(case.number, work.rows.person(case.person_id).name, act, why)
