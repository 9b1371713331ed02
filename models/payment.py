"""A payment list (付款清单): its lines, what the bank answered, and the file the bank was given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from models.bank_template import BankTemplate


class LineState(StrEnum):
    OPEN = "open"  # 待回单
    PAID = "paid"  # 已拨付
    REJECTED = "rejected"  # 银行退票
    RETURNED = "returned"  # 拨付后退票
    CANCELLED = "cancelled"  # 清单撤销


LINE_STATE_NAMES = {
    LineState.OPEN: "未结",
    LineState.PAID: "已拨付",
    LineState.REJECTED: "银行退票",
    LineState.RETURNED: "拨付后退票",
    LineState.CANCELLED: "已撤销",
}


class ResultKind(StrEnum):
    """What is told of a line; `CHECKED`: the account was checked and stands although the bank rejected it."""

    PAID = "paid"
    REJECTED = "rejected"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    CHECKED = "checked"


RESULT_NAMES = {
    ResultKind.PAID: "已拨付",
    ResultKind.REJECTED: "银行退票",
    ResultKind.RETURNED: "拨付后退票",
    ResultKind.CANCELLED: "清单撤销",
    ResultKind.CHECKED: "账户核对无误",
}


class RunState(StrEnum):
    MADE = "made"  # 待确认
    CONFIRMED = "confirmed"  # 待导出
    EXPORTED = "exported"  # 待回单
    SETTLED = "settled"  # 已结清
    CANCELLED = "cancelled"  # 已撤销


RUN_STATE_NAMES = {
    RunState.MADE: "待确认",
    RunState.CONFIRMED: "待导出",
    RunState.EXPORTED: "待回单",
    RunState.SETTLED: "已结清",
    RunState.CANCELLED: "已撤销",
}


@dataclass(frozen=True, slots=True)
class PaymentRun:
    """A list, numbered without gaps per year (`付2026-0001`); `template` is the bank's layout as it was chosen."""

    id: int
    number: str
    year: int
    serial: int
    template: BankTemplate
    lines: int
    total_fen: int
    made_by: int
    made_at: datetime
    confirmed_by: int | None = None
    confirmed_at: datetime | None = None
    cancelled_by: int | None = None
    cancelled_at: datetime | None = None
    cancel_reason: str = ""


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One payment of one decision, account and sum as they stood when it was made.

    `run_id`, `serial` and `place` are empty for a payment that was recorded by hand.
    """

    id: int
    run_id: int | None
    place: int
    serial: str | None
    case_id: int
    decision_id: int
    payee: str
    bank_name: str
    bank_card: str
    amount_fen: int
    state: LineState


@dataclass(frozen=True, slots=True)
class PaymentResult:
    """What was told of a line: `on` is the bank's day, `words` the bank's own words."""

    id: int
    line_id: int
    kind: ResultKind
    on: date
    words: str
    recorded_by: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class PaymentExport:
    """The file left the program once more."""

    id: int
    run_id: int
    sha256: str
    exported_by: int
    exported_at: datetime


@dataclass(frozen=True, slots=True)
class PaymentFile:
    """One file for the bank, byte for byte."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line with what a bank's columns may ask for."""

    place: int
    serial: str
    case_number: str
    payee: str
    id_number: str
    bank_name: str
    bank_card: str
    amount_fen: int
    purpose: str


@dataclass(frozen=True, slots=True)
class PaymentSheet:
    """Everything the files of a list are made of: the same sheet always gives the same bytes."""

    run: str
    on: date
    office: str
    template: BankTemplate
    lines: tuple[SheetLine, ...]

    @property
    def total_fen(self) -> int:
        """The sum of the lines."""
        return sum(line.amount_fen for line in self.lines)


RenderFiles = Callable[[PaymentSheet], tuple[PaymentFile, ...]]
