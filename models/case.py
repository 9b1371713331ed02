"""A case: its states (whose turn it is), the table of allowed moves, and what is recorded on it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """Each state says whose turn it is."""

    AT_WINDOW = "at_window"  # 待本窗口
    FOR_APPLICANT = "for_applicant"  # 待申请人
    REGISTERED = "registered"  # 政策未生效·已登记
    FOR_REVIEW = "for_review"  # 待复核
    IN_PUBLICITY = "in_publicity"  # 公示中
    FOR_SIGNATURE = "for_signature"  # 待签发
    TO_SEAL = "to_seal"  # 待用印
    TO_SERVE = "to_serve"  # 待送达
    TO_PAY = "to_pay"  # 待拨付
    PAID = "paid"  # 已拨付
    NOT_ACCEPTED = "not_accepted"  # 不予受理
    WITHDRAWN = "withdrawn"  # 已撤回
    LAPSED = "lapsed"  # 逾期未补正
    IN_CORRECTION = "in_correction"  # 更正/复议中
    CLOSED = "closed"  # 已办结


STATE_NAMES: Mapping[State, str] = {
    State.AT_WINDOW: "待本窗口",
    State.FOR_APPLICANT: "待申请人",
    State.REGISTERED: "政策未生效·已登记",
    State.FOR_REVIEW: "待复核",
    State.IN_PUBLICITY: "公示中",
    State.FOR_SIGNATURE: "待签发",
    State.TO_SEAL: "待用印",
    State.TO_SERVE: "待送达",
    State.TO_PAY: "待拨付",
    State.PAID: "已拨付",
    State.NOT_ACCEPTED: "不予受理",
    State.WITHDRAWN: "已撤回",
    State.LAPSED: "逾期未补正",
    State.IN_CORRECTION: "更正/复议中",
    State.CLOSED: "已办结",
}

# The one table of allowed moves, by the state a case leaves; the store holds it as a constraint too.
_NEXT: Mapping[State, tuple[State, ...]] = {
    State.AT_WINDOW: (
        State.FOR_APPLICANT,
        State.REGISTERED,
        State.FOR_REVIEW,
        State.NOT_ACCEPTED,
        State.WITHDRAWN,
    ),
    State.FOR_APPLICANT: (State.AT_WINDOW, State.LAPSED, State.WITHDRAWN),
    State.REGISTERED: (State.AT_WINDOW, State.WITHDRAWN),
    # A correction round that the reviewer does not agree with goes back to where it is worked on.
    State.FOR_REVIEW: (
        State.AT_WINDOW,
        State.IN_PUBLICITY,
        State.FOR_SIGNATURE,
        State.IN_CORRECTION,
        State.WITHDRAWN,
    ),
    State.IN_PUBLICITY: (State.FOR_REVIEW, State.FOR_SIGNATURE, State.WITHDRAWN),
    State.FOR_SIGNATURE: (State.AT_WINDOW, State.FOR_REVIEW, State.TO_SEAL, State.TO_SERVE, State.WITHDRAWN),
    # Back to review: an undo before the letter leaves the house.
    State.TO_SEAL: (State.TO_SERVE, State.FOR_REVIEW),
    State.TO_SERVE: (State.TO_PAY, State.CLOSED, State.FOR_REVIEW, State.IN_CORRECTION),
    # Back to be served: a hand-over recorded by mistake is undone.
    State.TO_PAY: (State.PAID, State.CLOSED, State.TO_SERVE, State.IN_CORRECTION),
    # Back to be paid: the bank returned the money.
    State.PAID: (State.TO_PAY, State.IN_CORRECTION),
    # To be paid again: the bank returned the money, or more was paid back than was to be.
    State.CLOSED: (State.TO_SERVE, State.TO_PAY, State.IN_CORRECTION),
    State.NOT_ACCEPTED: (State.IN_CORRECTION,),
    # A paper that comes late takes the case up again.
    State.LAPSED: (State.AT_WINDOW,),
    # What is maintained goes back to where it stood, whatever else to a new round.
    State.IN_CORRECTION: (
        State.AT_WINDOW,
        State.FOR_REVIEW,
        State.TO_SERVE,
        State.TO_PAY,
        State.PAID,
        State.CLOSED,
        State.NOT_ACCEPTED,
    ),
    State.WITHDRAWN: (),
}
MOVES: frozenset[tuple[State, State]] = frozenset((start, end) for start, ends in _NEXT.items() for end in ends)

OPEN_STATES = frozenset(
    {
        State.AT_WINDOW,
        State.FOR_APPLICANT,
        State.REGISTERED,
        State.FOR_REVIEW,
        State.IN_PUBLICITY,
        State.FOR_SIGNATURE,
        State.IN_CORRECTION,
    }
)
# Where a decision that was handed over stands by its money.
MONEY_STATES = frozenset({State.TO_PAY, State.PAID, State.CLOSED})
DECIDED_STATES = frozenset({State.TO_SEAL, State.TO_SERVE, State.TO_PAY, State.PAID, State.CLOSED})


def leading_to(end: State) -> frozenset[State]:
    """The states from which a case may move to `end`."""
    return frozenset(start for start, ends in _NEXT.items() if end in ends)


class Act(StrEnum):
    """What a person did to a case; the four-eyes constraints are written over these rows."""

    OPENED = "opened"
    ACCEPTED = "accepted"
    DEEMED_ACCEPTED = "deemed_accepted"
    REGISTERED = "registered"
    NOTIFIED = "notified"
    SUPPLEMENTED = "supplemented"
    LAPSED = "lapsed"
    NON_ACCEPTANCE_PROPOSED = "non_acceptance_proposed"
    NOT_ACCEPTED = "not_accepted"
    SUBMITTED = "submitted"
    REVIEWED = "reviewed"
    RETURNED = "returned"
    PUBLISHED = "published"
    OBJECTED = "objected"
    PUBLICITY_ENDED = "publicity_ended"
    SIGNED = "signed"
    SEALED = "sealed"
    VOIDED = "voided"
    SERVED = "served"
    LISTED = "listed"
    PAID = "paid"
    PAYMENT_REJECTED = "payment_rejected"
    REPAYMENT_ORDERED = "repayment_ordered"
    REPAID = "repaid"
    REOPENED = "reopened"
    MAINTAINED = "maintained"
    EXTENDED = "extended"
    REDATED = "redated"
    TAKEN_OVER = "taken_over"
    NOTED = "noted"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    UNDONE = "undone"


ACT_NAMES: Mapping[Act, str] = {
    Act.OPENED: "收件",
    Act.ACCEPTED: "受理",
    Act.DEEMED_ACCEPTED: "视为受理",
    Act.REGISTERED: "登记",
    Act.NOTIFIED: "一次性告知",
    Act.SUPPLEMENTED: "收到补正材料",
    Act.LAPSED: "逾期未补正",
    Act.NON_ACCEPTANCE_PROPOSED: "提请不予受理",
    Act.NOT_ACCEPTED: "不予受理",
    Act.SUBMITTED: "送审",
    Act.REVIEWED: "复核通过",
    Act.RETURNED: "退回",
    Act.PUBLISHED: "公示",
    Act.OBJECTED: "公示异议",
    Act.PUBLICITY_ENDED: "公示期满",
    Act.SIGNED: "签发",
    Act.SEALED: "用印",
    Act.VOIDED: "撤销签发",
    Act.SERVED: "送达",
    Act.LISTED: "列入拨付清单",
    Act.PAID: "拨付",
    Act.PAYMENT_REJECTED: "银行退票",
    Act.REPAYMENT_ORDERED: "责令退回",
    Act.REPAID: "退回款到账",
    Act.REOPENED: "重新办理",
    Act.MAINTAINED: "维持原决定",
    Act.EXTENDED: "延期",
    Act.REDATED: "重算期限",
    Act.TAKEN_OVER: "接办",
    Act.NOTED: "备注",
    Act.MERGED: "合并申请人",
    Act.WITHDRAWN: "撤回",
    Act.UNDONE: "撤销批量办理",
}


@dataclass(frozen=True, slots=True)
class Case:
    """One application of one person for one programme.

    `number` is gapless per year (`2026-00012`). `accepted_on` and `due_on` are Beijing dates; `due_on` is
    None while there is no acceptance or the working-day table does not reach far enough.
    `facts_id` and `assessment_id` point at the newest of each; an assessment whose facts changed reads as stale.
    """

    id: int
    number: str
    person_id: int
    programme: str
    applied_on: date
    state: State
    opened_by: int
    opened_at: datetime
    accepted_by: int | None = None
    accepted_on: date | None = None
    due_on: date | None = None
    reviewed_by: int | None = None
    facts_id: int | None = None
    assessment_id: int | None = None
    round: int = 1
    version: int = 1


@dataclass(frozen=True, slots=True)
class FactSet:
    """Facts as recorded at one moment; never changed, only superseded. `facts` are JSON values of the contract."""

    id: int
    case_id: int
    facts: Mapping[str, Any]
    recorded_by: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class RegisterCheck:
    """A clerk's recorded check of the municipal award register for one application.

    `awards` are award objects of the contract (`programme`, `on`, `occupation`, `level`, `number`).
    """

    id: int
    case_id: int
    result: str
    awards: tuple[Mapping[str, Any], ...]
    checked_by: int
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper seen at the window, or attached (`attachment_id`)."""

    id: int
    case_id: int
    name: str
    seen_by: int
    seen_at: datetime
    attachment_id: int | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A scan, kept in the encrypted store. `sha256` is of the bytes, hex."""

    id: int
    media_type: str
    sha256: str
    content: bytes


@dataclass(frozen=True, slots=True)
class CaseAct:
    """One act on a case (timeline, four eyes)."""

    id: int
    case_id: int
    round: int
    act: Act
    account_id: int
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StoredAssessment:
    """An assessment as it was made: `text` is `Assessment.to_text()`; stale when the case's facts are newer."""

    id: int
    case_id: int
    facts_id: int
    text: str
    assessed_by: int
    assessed_at: datetime

    @property
    def receipt(self) -> Mapping[str, Any]:
        """`Assessment.to_json()`, read from the text at each asking."""
        read: Mapping[str, Any] = json.loads(self.text)
        return read


class Outcome(StrEnum):
    GRANTED = "granted"  # 准予
    REFUSED = "refused"  # 不予


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision per case and round; `amount_fen` 0 for a refusal, None for a grant in kind."""

    id: int
    case_id: int
    round: int
    assessment_id: int
    outcome: Outcome
    amount_fen: int | None
    accepted_by: int
    reviewed_by: int
    signed_by: int
    decided_on: date
    decided_at: datetime
    separate_review_and_sign: bool


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A frozen row for lists; the ID number is masked by whoever shows it."""

    case_id: int
    number: str
    person_id: int
    person_name: str
    id_number: str
    programme: str
    state: State
    applied_on: date
    accepted_on: date | None
    due_on: date | None
