"""What the window proposes and another account settles: a further notice, 不予受理, 逾期未补正."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from models.case import STATE_NAMES, Act, Case, CaseAct, State
from models.casework.changes import Changes, Done
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import InputError, Refused
from models.notice import PROPOSAL_NAMES, Proposal, ProposalKind

PROPOSED_FROM = {
    ProposalKind.FURTHER_NOTICE: frozenset({State.AT_WINDOW}),
    ProposalKind.NON_ACCEPTANCE: frozenset({State.AT_WINDOW}),
    ProposalKind.LAPSE: frozenset({State.FOR_APPLICANT}),
}


@dataclass(frozen=True, slots=True)
class OpenProposal:
    """A proposal that waits, as a list shows it."""

    number: str
    person_name: str
    proposal: Proposal
    proposed_by: str
    at: datetime


def open_proposals(desk: Desk) -> tuple[OpenProposal, ...]:
    """Everything that waits for a second account, oldest first; what its case has left behind is not listed."""
    with desk.look("case.read") as work:
        names = {account.id: account.name for account in work.rows.accounts()}
        found = []
        for proposal in work.rows.open_proposals():
            case = work.rows.case(proposal.case_id)
            if case.state in PROPOSED_FROM[proposal.kind]:
                person = work.rows.person(case.person_id).name
                who = names[proposal.proposed_by]
                found.append(OpenProposal(case.number, person, proposal, who, proposal.proposed_at))
        return tuple(found)


def decline_proposal(desk: Desk, number: str, reason: str) -> Done[Case]:
    """Send a proposal back to the window with the reason; the case stays where it is."""
    if not reason.strip():
        raise InputError("请写明不同意的原因，窗口会看到。", "reason")
    with desk.perform("proposal.decline") as work:
        case = work.rows.case_numbered(number)
        proposal = _waiting(work, case, None)
        _another(work, proposal)
        work.rows.settle_proposal(proposal, work.actor.id, work.now, confirmed=False, reason=reason.strip())
        words = f"不同意{PROPOSAL_NAMES[proposal.kind]}：{reason.strip()}"
        work.rows.add_act(case.id, case.round, Act.NOTED, work.actor.id, work.now, words)
        case = work.rows.touch_case(case)
        work.record(f"case:{case.id}", {"proposal": proposal.id, "reason": work.digest(reason.strip())})
    return Done(case, Changes.case(case.id))


def propose_within(work: UnitOfWork, case: Case, kind: ProposalKind, content: Mapping[str, object]) -> Proposal:
    """Keep a proposal of the window and put it on the timeline; one at a time for a case."""
    if case.state not in PROPOSED_FROM[kind]:
        raise Refused(
            f"案件 {case.number} 现在是“{STATE_NAMES[case.state]}”，不能提请{PROPOSAL_NAMES[kind]}。"
            "在更正或复议中的，请先在案件页送复核或退回窗口。"
        )
    if waiting := open_of(work, case):
        raise Refused(f"案件 {case.number} 已有一项提请（{waiting}）等另一人办理，请等结果。")
    proposal = work.rows.add_proposal(case.id, kind, content, work.actor.id, work.now)
    act = Act.NON_ACCEPTANCE_PROPOSED if kind is ProposalKind.NON_ACCEPTANCE else Act.NOTED
    words = "" if kind is ProposalKind.NON_ACCEPTANCE else f"提请{PROPOSAL_NAMES[kind]}"
    work.rows.add_act(case.id, case.round, act, work.actor.id, work.now, words)
    work.rows.touch_case(case)
    work.record(f"case:{case.id}", {"proposal": proposal.id, "kind": kind.value})
    return proposal


def confirmed_within(work: UnitOfWork, case: Case, kind: ProposalKind) -> Proposal:
    """Confirm the waiting proposal of a kind as another account. Raises Refused when there is none."""
    proposal = _waiting(work, case, kind)
    _another(work, proposal)
    return work.rows.settle_proposal(proposal, work.actor.id, work.now, confirmed=True)


def waiting_proposal(work: UnitOfWork, case: Case) -> Proposal | None:
    """The proposal of a case that waits for a second account; one its state has left behind waits no more."""
    for proposal in reversed(work.rows.proposals(case.id)):
        if (
            proposal.settled_by is None
            and case.state in PROPOSED_FROM[proposal.kind]
            and not _overtaken(work, case, proposal)
        ):
            return proposal
    return None


def _overtaken(work: UnitOfWork, case: Case, proposal: Proposal) -> bool:
    """Whether the case has moved on since: it was noticed, accepted or handed on after the proposal."""
    moving = {
        Act.NOTIFIED,
        Act.ACCEPTED,
        Act.DEEMED_ACCEPTED,
        Act.SUBMITTED,
        Act.SUPPLEMENTED,
        Act.LAPSED,
        Act.RETURNED,
    }
    acts: tuple[CaseAct, ...] = work.rows.acts(case.id)
    return any(act.act in moving and act.at > proposal.proposed_at for act in acts)


def open_of(work: UnitOfWork, case: Case) -> str:
    """What waits for a second account about this case, in words; "" when nothing does."""
    proposal = waiting_proposal(work, case)
    return "" if proposal is None else PROPOSAL_NAMES[proposal.kind]


def _waiting(work: UnitOfWork, case: Case, kind: ProposalKind | None) -> Proposal:
    proposal = waiting_proposal(work, case)
    if proposal is None or kind not in {None, proposal.kind}:
        what = "提请" if kind is None else f"“{PROPOSAL_NAMES[kind]}”的提请"
        raise Refused(f"案件 {case.number} 没有等待办理的{what}。请由窗口先提请。")
    return proposal


def _another(work: UnitOfWork, proposal: Proposal) -> None:
    if proposal.proposed_by == work.actor.id:
        raise Refused("这项提请由您本人提出，须由另一人办理。请换其他同事的账号。")
