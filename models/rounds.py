"""What happens to a decision after it was signed: undone in the house, or changed by a formal round outside it.

A decision that has not left the house is *voided* by name (its number is never used again). One that was handed over is
only ever *changed* by a later decision that names it, after a round was opened on a ground; both stay on file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from models.case import Outcome, State
from models.letter import LetterKind, Matter


class RoundKind(StrEnum):
    """Why a decided case is taken up again."""

    CORRECTION = "correction"  # 更正
    REVOCATION = "revocation"  # 撤销
    RECONSIDERATION = "reconsideration"  # 行政复议
    LITIGATION = "litigation"  # 行政诉讼


ROUND_NAMES: Mapping[RoundKind, str] = {
    RoundKind.CORRECTION: "更正",
    RoundKind.REVOCATION: "撤销",
    RoundKind.RECONSIDERATION: "行政复议",
    RoundKind.LITIGATION: "行政诉讼",
}


@dataclass(frozen=True, slots=True)
class Ground:
    """What a round rests on. `document` and `document_date` are of the review decision or judgment where there is one;
    `due_on` is the day it sets for deciding again, None where it sets none."""

    kind: RoundKind
    reason: str
    document: str = ""
    document_date: date | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class RoundOpening:
    """A round as it was opened. `decision_id` is the decision it is about, None for a case that was not accepted.

    `state_before` is where a maintained case goes back to, `due_before` the period of the decision before.
    """

    id: int
    case_id: int
    round: int
    decision_id: int | None
    ground: Ground
    scan_id: int | None
    state_before: State
    due_before: date | None
    opened_by: int
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class DecisionVoid:
    """An undone decision. `counted`: its month was published with it, so a later row takes it back."""

    decision_id: int
    case_id: int
    reason: str
    counted: bool
    voided_by: int
    voided_at: datetime


class ReversalCause(StrEnum):
    """Why a month takes figures back, or gives them back."""

    VOID = "void"  # the decision was undone after its month was published
    CHANGE = "change"  # a later decision changed it
    RESTORED = "restored"  # the later decision was undone after its month was published


@dataclass(frozen=True, slots=True)
class Reversal:
    """A row of `month` that adds the figures of an earlier decision `sign` times (-1 takes them back).

    `by_decision_id` is the decision that brought it about; of a void the voided one.
    """

    month: str
    case_id: int
    decision_id: int
    by_decision_id: int
    cause: ReversalCause
    sign: int
    outcome: Outcome
    amount_fen: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class MoneyAdjustment:
    """What a change means in money, in fen: the case had `paid_fen` and is granted `after_fen` now."""

    case_id: int
    decision_id: int
    changed_id: int
    paid_fen: int
    after_fen: int

    @property
    def difference_fen(self) -> int:
        """Above zero still to be paid, below zero to be repaid (社会保险经办条例 第四十六条)."""
        return self.after_fen - self.paid_fen


@dataclass(frozen=True, slots=True)
class Change(Matter):
    """What a decision letter tells of the decision it changes. `paid_fen` None: no money was concerned."""

    kind: RoundKind
    reason: str
    document: str
    document_date: date | None
    changed_kind: LetterKind
    changed_number: str
    changed_on: date
    changed_outcome: Outcome
    changed_fen: int | None
    paid_fen: int | None


@dataclass(frozen=True, slots=True)
class Maintained(Matter):
    """What the notice of a maintained decision tells."""

    kind: RoundKind
    reason: str
    document: str
    document_date: date | None
    kept_kind: LetterKind
    kept_number: str
    kept_on: date
    finding: str


@dataclass(frozen=True, slots=True)
class LetterMark:
    """How a letter stands besides being issued: voided, or changed by a later letter (its number and kind)."""

    void_reason: str = ""
    voided_by: str = ""
    voided_at: datetime | None = None
    changed_by: str = ""
    changed_kind: LetterKind | None = None
