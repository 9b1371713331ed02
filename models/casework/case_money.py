"""The money of one case: every payment with the bank's words, what is still due, what is asked back."""

from __future__ import annotations

from dataclasses import dataclass

from models.case import Case
from models.casework.payment_sums import due_fen, reclaimable_fen
from models.casework.repayments import RepaymentView, view_of
from models.casework.unit_of_work import UnitOfWork
from models.payment import PaymentLine, PaymentResult
from models.repayment import RepaymentReceipt


@dataclass(frozen=True, slots=True)
class CasePayment:
    """One payment; `run` is empty when it was recorded by hand."""

    line: PaymentLine
    run: str
    results: tuple[PaymentResult, ...]


@dataclass(frozen=True, slots=True)
class CaseMoney:
    """`due_fen` is below zero when the case had more than is granted; `reclaimable_fen` is not yet asked back."""

    payments: tuple[CasePayment, ...]
    kept: tuple[RepaymentReceipt, ...]
    repayments: tuple[RepaymentView, ...]
    due_fen: int
    reclaimable_fen: int


def case_money(work: UnitOfWork, case: Case) -> CaseMoney:
    """What was paid, kept and asked back on a case."""
    rows = work.rows
    return CaseMoney(
        payments=tuple(_payment(work, line) for line in rows.payments_of(case.id)),
        kept=rows.offsets_against(case.id),
        repayments=tuple(view_of(work, order) for order in rows.repayment_orders(case.id)),
        due_fen=due_fen(rows, case),
        reclaimable_fen=reclaimable_fen(rows, case),
    )


def _payment(work: UnitOfWork, line: PaymentLine) -> CasePayment:
    run = "" if line.run_id is None else work.rows.payment_run_by_id(line.run_id).number
    return CasePayment(line, run, work.rows.payment_results(line.id))
