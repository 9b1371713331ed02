"""Everything that waits for a second account beside the steps of a case, so that nobody has to be told of it.

What the window proposed (a further notice, 不予受理, 逾期未补正), ID numbers to be corrected, orders to pay money
back, and a year of the calendar. Reviews and signatures have lists of their own, payment runs and bureau values
pages of theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.case import Case
from models.casework.permissions import may
from models.casework.proposals import PROPOSED_FROM, waiting_proposal
from models.casework.unit_of_work import Desk, UnitOfWork
from models.id_number import mask_id
from models.identity_change import ChangeKind, IdentityChange
from models.money import format_yuan
from models.notice import PROPOSAL_NAMES, ProposalKind
from models.person import Person

CONFIRMS: Mapping[ProposalKind, str] = {
    ProposalKind.FURTHER_NOTICE: "notice.approve",
    ProposalKind.NON_ACCEPTANCE: "case.not_accept",
    ProposalKind.LAPSE: "case.lapse",
}


class LookKind(StrEnum):
    PROPOSAL = "proposal"
    IDENTITY = "identity"
    REPAYMENT = "repayment"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class SecondLook:
    """One matter: `what` it is, `words` what is asked, by whom and when; `command` is what the second account runs.

    `number` is the case it is done on, "" for a year of the calendar, of which nobody is the `person_name`.
    """

    kind: LookKind
    what: str
    number: str
    person_name: str
    words: str
    asked_by: int
    asked_by_name: str
    asked_at: datetime
    command: str


def second_looks(desk: Desk) -> tuple[SecondLook, ...]:
    """What this account may settle: asked for by somebody else, oldest first."""
    with desk.look("case.read") as work:
        return looks_within(work)


def looks_within(work: UnitOfWork) -> tuple[SecondLook, ...]:
    """The same inside another look."""
    mine = (one for one in waiting(work) if one.asked_by != work.actor.id and may(work.actor, one.command))
    return tuple(sorted(mine, key=lambda one: one.asked_at))


def waiting(work: UnitOfWork) -> Iterator[SecondLook]:
    """Everything that waits, whoever may settle it."""
    names = {account.id: account.name for account in work.rows.accounts()}
    yield from _proposals(work, names)
    yield from _changes(work, names)
    yield from _orders(work, names)
    yield from _years(work, names)


def _proposals(work: UnitOfWork, names: Mapping[int, str]) -> Iterator[SecondLook]:
    for proposal in work.rows.open_proposals():
        case = work.rows.case(proposal.case_id)
        if case.state in PROPOSED_FROM[proposal.kind] and waiting_proposal(work, case) == proposal:
            what, by = PROPOSAL_NAMES[proposal.kind], proposal.proposed_by
            yield SecondLook(
                *(LookKind.PROPOSAL, what, case.number, work.rows.person(case.person_id).name, f"提请{what}"),
                *(by, names[by], proposal.proposed_at, CONFIRMS[proposal.kind]),
            )


def _changes(work: UnitOfWork, names: Mapping[int, str]) -> Iterator[SecondLook]:
    for change in work.rows.identity_changes():
        person, case = work.rows.person(change.person_id), _case_of(work, change)
        yield SecondLook(
            LookKind.IDENTITY,
            "证件号码更正" if change.kind is ChangeKind.NUMBER else "合并登记",
            "" if case is None else case.number,
            person.name,
            _asked(work, change, person),
            *(change.asked_by, names[change.asked_by], change.asked_at, "person.confirm_change"),
        )


def _asked(work: UnitOfWork, change: IdentityChange, person: Person) -> str:
    if change.into_id is None:
        return f"由 {mask_id(change.old_number)} 更正为 {mask_id(change.new_number)}：{change.reason}"
    into = work.rows.person(change.into_id)
    return f"{person.name}（{mask_id(change.old_number)}）并入{into.name}（{mask_id(into.id_number)}）：{change.reason}"


def _case_of(work: UnitOfWork, change: IdentityChange) -> Case | None:
    """The newest case of either registration: it waits because one of them was decided."""
    people = [change.person_id, *([] if change.into_id is None else [change.into_id])]
    cases = [case for person_id in people for case in work.rows.cases_of(person_id)]
    return max(cases, key=lambda case: case.id, default=None)


def _orders(work: UnitOfWork, names: Mapping[int, str]) -> Iterator[SecondLook]:
    for order in work.rows.proposed_repayment_orders():
        case = work.rows.case(order.case_id)
        words = f"责令退回 {format_yuan(order.amount_fen)}：{order.reason}"
        yield SecondLook(
            *(LookKind.REPAYMENT, "责令退回", case.number, work.rows.person(case.person_id).name, words),
            *(order.made_by, names[order.made_by], order.made_at, "repayment.sign"),
        )


def _years(work: UnitOfWork, names: Mapping[int, str]) -> Iterator[SecondLook]:
    for entry in work.rows.calendar_entries():
        if entry.confirmed_by is None:
            words = f"{entry.table.year}年放假安排，依据 {entry.document}"
            yield SecondLook(
                *(LookKind.YEAR, "工作日历", "", "", words),
                *(entry.entered_by, names[entry.entered_by], entry.entered_at, "calendar.confirm"),
            )
