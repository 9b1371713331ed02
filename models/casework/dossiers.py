"""A case as a person sees it who has to act on it: the record, what is said of it now, and what this account may do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from models.assessment import Assessment
from models.case import DECIDED_STATES, OPEN_STATES, STATE_NAMES, Case, Decision, State, leading_to
from models.casework.applicants import enterprise_of
from models.casework.assessing import assess_now, same_verdict
from models.casework.attendants import ATTENDED_STATES, collectors
from models.casework.case_money import CaseMoney, case_money
from models.casework.case_turns import CaseTurns, turns_of
from models.casework.changing import adjustment_of
from models.casework.company_accounts import CORRECTED_IN
from models.casework.deciding import own_work
from models.casework.permissions import require
from models.casework.publishing import open_objection
from models.casework.queries import CaseRecord, record_of
from models.casework.rounds import OPENABLE, in_the_house
from models.casework.undoing import UNDOABLE
from models.casework.unit_of_work import Desk, UnitOfWork
from models.casework.worklist import working_days_left
from models.enterprise import Enterprise
from models.errors import NotPermitted
from models.office import Account, Office
from models.payment import LineState
from models.publicity import Objection
from models.rounds import LetterMark, MoneyAdjustment, RoundOpening
from models.vocabulary import PROGRAMME_NAMES

COMMANDS: Mapping[str, frozenset[State]] = {
    "case.facts": frozenset({State.AT_WINDOW, State.REGISTERED, State.IN_CORRECTION}),
    "case.accept": frozenset({State.AT_WINDOW, State.REGISTERED}),
    "case.submit": frozenset({State.AT_WINDOW}),
    "case.withdraw": leading_to(State.WITHDRAWN),
    "case.take_over": OPEN_STATES,
    "case.review": frozenset({State.FOR_REVIEW}),
    "case.decide": frozenset({State.FOR_SIGNATURE}),
    "case.return": frozenset({State.FOR_REVIEW, State.FOR_SIGNATURE}),
    "case.attendant": ATTENDED_STATES,
    "case.account": CORRECTED_IN,
    "case.seal": frozenset({State.TO_SEAL}),
    "case.serve": frozenset({State.TO_SERVE}),
    "case.undo": UNDOABLE,
    "case.reopen": OPENABLE,
    "case.resubmit": frozenset({State.IN_CORRECTION}),
    "case.maintain": frozenset({State.IN_CORRECTION}),
    "publicity.object": frozenset({State.IN_PUBLICITY}),
    "publicity.settle": frozenset({State.FOR_REVIEW}),
    "case.pay": frozenset({State.TO_PAY}),
    "case.payment_returned": DECIDED_STATES | {State.IN_CORRECTION},
    "repayment.propose": frozenset({State.PAID, State.CLOSED, State.TO_PAY}),
}
_FOUR_EYES = frozenset({"case.review", "case.decide", "case.maintain"})


@dataclass(frozen=True, slots=True)
class EarlierCase:
    """Another case of the same person; `decision` is None while it is open or when it was withdrawn."""

    number: str
    programme_name: str
    applied_on: date
    state: State
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class Dossier:
    """`assessment` is what holds: of an undecided case as it is assessed now (`live`), else the receipt as it was made.

    `changed` says that the live assessment differs from the last one kept. `refusals` maps each command that cannot be
    run now to the reason; `possible` holds the commands that the case's state admits, whoever runs them. `collectors`
    are the names of those who may take the letters, `marks` are by letter id, `opening` is the further round the case
    is in, `objection` the one nothing was found of yet, `enterprise` who applies where it is no person.
    """

    record: CaseRecord
    names: Mapping[int, str]
    office: Office
    actor: Account
    today: date
    programme_name: str
    assessment: Assessment | None
    live: bool
    changed: bool
    value_names: Mapping[str, str]
    days_left: int | None
    possible: frozenset[str]
    refusals: Mapping[str, str]
    others: tuple[EarlierCase, ...]
    money: CaseMoney
    collectors: tuple[str, ...] = ()
    marks: Mapping[int, LetterMark] = field(default_factory=dict)
    opening: RoundOpening | None = None
    objection: Objection | None = None
    adjustment: MoneyAdjustment | None = None
    enterprise: Enterprise | None = None
    turns: CaseTurns = field(default_factory=lambda: CaseTurns((), None, {}, None, {}))

    def name(self, account_id: int | None) -> str:
        """Who an account is."""
        return "" if account_id is None else self.names.get(account_id, "")


def dossier(desk: Desk, number: str) -> Dossier:
    """One case with everything that stands beside it on screen. Raises InputError when there is none."""
    with desk.look("case.read") as work:
        case = work.rows.case_numbered(number)
        record = record_of(work, case)
        kept = None if record.assessment is None else Assessment.from_json(record.assessment.receipt)
        live = case.state in OPEN_STATES and case.facts_id is not None
        assessment = assess_now(work, case) if live else kept
        money, enterprise = case_money(work, case), enterprise_of(work, case)
        return Dossier(
            record=record,
            names={account.id: account.name for account in work.rows.accounts()},
            office=work.office,
            actor=work.actor,
            today=work.today,
            programme_name=PROGRAMME_NAMES.get(case.programme, case.programme),
            assessment=assessment,
            live=live,
            changed=live and kept is not None and assessment is not None and not same_verdict(kept, assessment),
            value_names={} if assessment is None else _value_names(work, case, assessment),
            days_left=_days_left(work, case),
            possible=_possible(case, money, enterprise),
            enterprise=enterprise,
            marks=work.rows.letter_marks([letter.id for letter in record.letters]),
            opening=work.rows.opening_for(case.id, case.round),
            objection=open_objection(work, case),
            adjustment=adjustment_of(work, case),
            refusals=dict(_refusals(work, case)),
            others=tuple(_others(work, case)),
            collectors=collectors(work, case),
            money=money,
            turns=turns_of(work, case, record.letters),
        )


def _possible(case: Case, money: CaseMoney, enterprise: Enterprise | None) -> frozenset[str]:
    admitted = {command for command, states in COMMANDS.items() if case.state in states}
    idle = {"repayment.propose"} if money.reclaimable_fen == 0 else set()
    if not any(one.line.state is LineState.PAID for one in money.payments):
        idle.add("case.payment_returned")
    if enterprise is None:
        idle.add("case.account")
    return frozenset(admitted - idle)


def _value_names(work: UnitOfWork, case: Case, assessment: Assessment) -> dict[str, str]:
    describe = work.rulebook.describe_value
    return {name: describe(case.programme, name.partition(".")[2]).label for name in assessment.not_confirmed}


def _days_left(work: UnitOfWork, case: Case) -> int | None:
    if case.due_on is None or case.state not in OPEN_STATES:
        return None
    return working_days_left(work.calendar, work.today, case.due_on)


def _refusals(work: UnitOfWork, case: Case) -> Iterator[tuple[str, str]]:
    for command, states in COMMANDS.items():
        if reason := _refusal(work, case, command, states):
            yield command, reason


def _refusal(work: UnitOfWork, case: Case, command: str, states: frozenset[State]) -> str:
    if case.state not in states:
        return f"案件 {case.number} 现在是“{STATE_NAMES[case.state]}”，不在这一步。"
    try:
        require(work.actor, command)
    except NotPermitted as refused:
        return refused.message
    return _obstacle(work, case, command)


def _obstacle(work: UnitOfWork, case: Case, command: str) -> str:
    """Why a command that the state and the seat admit cannot be run on this very case; "" when it can."""
    if command in _FOUR_EYES:
        return own_work(work, case, command)
    obstacle = _OBSTACLES.get(command)
    return obstacle(work, case) if obstacle is not None else ""


def _not_accepted(_work: UnitOfWork, case: Case) -> str:
    return "" if case.accepted_on is not None else f"案件 {case.number} 尚未受理，请先在受理页受理。"


def _accepted_before(_work: UnitOfWork, case: Case) -> str:
    return "" if case.accepted_on is None else f"案件 {case.number} 已于 {case.accepted_on} 受理，请用“重新送审”。"


def _in_a_list(work: UnitOfWork, case: Case) -> str:
    listed = any(line.state is LineState.OPEN for line in work.rows.payments_of(case.id))
    return f"案件 {case.number} 已列入未结的付款清单，请在“拨付”页登记银行结果。" if listed else ""


def _not_paid(work: UnitOfWork, case: Case) -> str:
    paid = any(line.state is LineState.PAID for line in work.rows.payments_of(case.id))
    return "" if paid else f"案件 {case.number} 没有已拨付的款项。"


def _decided(work: UnitOfWork, case: Case) -> str:
    decided = work.rows.decision(case.id) is not None
    return f"案件 {case.number} 已有决定，正在更正或复议，不能撤回申请。" if decided else ""


def _still_in_the_house(work: UnitOfWork, case: Case) -> str:
    held = in_the_house(work, case)
    return f"案件 {case.number} 的决定书还没有送达，签错的请由签发人撤销签发。" if held else ""


def _no_objection(work: UnitOfWork, case: Case) -> str:
    return "" if open_objection(work, case) is not None else f"案件 {case.number} 没有未处理的公示异议。"


_OBSTACLES: Mapping[str, Callable[[UnitOfWork, Case], str]] = {
    "case.submit": _not_accepted,
    "case.accept": _accepted_before,
    "case.pay": _in_a_list,
    "case.payment_returned": _not_paid,
    "case.withdraw": _decided,
    "case.reopen": _still_in_the_house,
    "publicity.settle": _no_objection,
}


def _others(work: UnitOfWork, case: Case) -> Iterator[EarlierCase]:
    for row in reversed(work.rows.cases(person_id=case.person_id)):
        if row.case_id != case.id:
            name = PROGRAMME_NAMES.get(row.programme, row.programme)
            yield EarlierCase(row.number, name, row.applied_on, row.state, work.rows.decision(row.case_id))
