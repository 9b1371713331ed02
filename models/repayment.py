"""An order to pay money back (责令退回, 社会保险经办条例 第四十六条): its plan and what has come in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from models.letter import Matter

CLAUSE = "《社会保险经办条例》（国务院令第765号）第四十六条"


class ReceiptKind(StrEnum):
    PAID = "paid"  # 退回到账
    OFFSET = "offset"  # 以后的补贴抵扣


RECEIPT_NAMES = {ReceiptKind.PAID: "退回到账", ReceiptKind.OFFSET: "抵扣"}


@dataclass(frozen=True, slots=True)
class Instalment:
    """A part of the sum and the day by which it is due."""

    due_on: date
    amount_fen: int


@dataclass(frozen=True, slots=True)
class RepaymentOrder:
    """Proposed by one person, in force when a second has signed its letter. `plan` always sums up to the amount."""

    id: int
    case_id: int
    decision_id: int
    amount_fen: int
    reason: str
    plan: tuple[Instalment, ...]
    made_by: int
    made_at: datetime
    signed_by: int | None = None
    signed_at: datetime | None = None
    letter_id: int | None = None
    dropped_by: int | None = None
    dropped_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RepaymentReceipt:
    """Money that came back, or was kept from a later grant (`case_id`)."""

    id: int
    order_id: int
    kind: ReceiptKind
    amount_fen: int
    on: date
    case_id: int | None
    note: str
    recorded_by: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class RepaymentMatter(Matter):
    """What the order tells: `paid_fen` was paid, `granted_fen` is what the decision in force grants."""

    decision_number: str
    decided_on: date
    paid_fen: int
    granted_fen: int
    amount_fen: int
    reason: str
    plan: tuple[Instalment, ...]
