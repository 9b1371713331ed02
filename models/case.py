"""A case: its states (whose turn it is), the table of allowed moves, and what is recorded on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """Each state says whose turn it is."""

    AT_WINDOW = "at_window"  # 待本窗口
    REGISTERED = "registered"  # 政策未生效·已登记
    FOR_REVIEW = "for_review"  # 待复核
    FOR_SIGNATURE = "for_signature"  # 待签发
    TO_SERVE = "to_serve"  # 待送达
    TO_PAY = "to_pay"  # 待拨付
    CLOSED = "closed"  # 已办结
    WITHDRAWN = "withdrawn"  # 已撤回


STATE_NAMES: Mapping[State, str] = {
    State.AT_WINDOW: "待本窗口",
    State.REGISTERED: "政策未生效·已登记",
    State.FOR_REVIEW: "待复核",
    State.FOR_SIGNATURE: "待签发",
    State.TO_SERVE: "待送达",
    State.TO_PAY: "待拨付",
    State.CLOSED: "已办结",
    State.WITHDRAWN: "已撤回",
}

# The one table of allowed moves; the store holds it as a constraint too.
MOVES: frozenset[tuple[State, State]] = frozenset(
    {
        (State.AT_WINDOW, State.REGISTERED),
        (State.AT_WINDOW, State.FOR_REVIEW),
        (State.REGISTERED, State.AT_WINDOW),
        (State.FOR_REVIEW, State.AT_WINDOW),
        (State.FOR_REVIEW, State.FOR_SIGNATURE),
        (State.FOR_SIGNATURE, State.FOR_REVIEW),
        (State.FOR_SIGNATURE, State.AT_WINDOW),
        (State.FOR_SIGNATURE, State.TO_SERVE),
        (State.TO_SERVE, State.TO_PAY),
        (State.TO_SERVE, State.CLOSED),
        (State.TO_PAY, State.CLOSED),
        (State.AT_WINDOW, State.WITHDRAWN),
        (State.REGISTERED, State.WITHDRAWN),
        (State.FOR_REVIEW, State.WITHDRAWN),
        (State.FOR_SIGNATURE, State.WITHDRAWN),
    }
)

OPEN_STATES = frozenset({State.AT_WINDOW, State.REGISTERED, State.FOR_REVIEW, State.FOR_SIGNATURE})


class Act(StrEnum):
    """What a person did to a case; the four-eyes constraints are written over these rows."""

    OPENED = "opened"
    ACCEPTED = "accepted"
    REGISTERED = "registered"
    SUBMITTED = "submitted"
    REVIEWED = "reviewed"
    RETURNED = "returned"
    SIGNED = "signed"
    SERVED = "served"
    PAID = "paid"
    WITHDRAWN = "withdrawn"


ACT_NAMES: Mapping[Act, str] = {
    Act.OPENED: "收件",
    Act.ACCEPTED: "受理",
    Act.REGISTERED: "登记",
    Act.SUBMITTED: "送审",
    Act.REVIEWED: "复核通过",
    Act.RETURNED: "退回",
    Act.SIGNED: "签发",
    Act.SERVED: "送达",
    Act.PAID: "拨付",
    Act.WITHDRAWN: "撤回",
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
    """An assessment as it was made: `receipt` is `Assessment.to_json()`; stale when the case's facts are newer."""

    id: int
    case_id: int
    facts_id: int
    receipt: Mapping[str, Any]
    assessed_by: int
    assessed_at: datetime


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
