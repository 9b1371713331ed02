"""What a case has had and what it is still owed, in fen: the one place where payments are summed up."""

from __future__ import annotations

from models.case import MONEY_STATES, Case, Outcome, State
from models.payment import LineState
from models.store.repository import Repository


def had_fen(rows: Repository, case_id: int) -> int:
    """Paid to the case, kept from it for an older debt, less what came back on its own orders."""
    paid = sum(line.amount_fen for line in rows.payments_of(case_id) if line.state is LineState.PAID)
    kept = sum(receipt.amount_fen for receipt in rows.offsets_against(case_id))
    orders = rows.repayment_orders(case_id)
    back = sum(receipt.amount_fen for order in orders for receipt in rows.repayment_receipts(order.id))
    return paid + kept - back


def granted_fen(rows: Repository, case: Case) -> int:
    """What the newest decision grants; 0 for a refusal, a grant in kind, or none."""
    decision = rows.decision(case.id)
    if decision is None or decision.outcome is not Outcome.GRANTED:
        return 0
    return decision.amount_fen or 0


def due_fen(rows: Repository, case: Case) -> int:
    """What is still to be paid; below zero when the case had more than is granted now."""
    return granted_fen(rows, case) - had_fen(rows, case.id)


def owed_fen(rows: Repository, case: Case) -> int:
    """What is to be paid by a decision that grants; never below zero."""
    decision = rows.decision(case.id)
    granted = decision is not None and decision.outcome is Outcome.GRANTED
    return max(0, due_fen(rows, case)) if granted else 0


def state_by_money(rows: Repository, case: Case, state: State) -> State:
    """Where a case in `state` stands by its money, if its decision was handed over: what is owed waits for payment."""
    if state not in MONEY_STATES:
        return state
    if owed_fen(rows, case) > 0:
        return State.TO_PAY
    return State.CLOSED if state is State.CLOSED else State.PAID


def reclaimable_fen(rows: Repository, case: Case, *, but: int | None = None) -> int:
    """What the case had without ground and no order (`but` one) asks back yet; never below zero."""
    asked = 0
    for order in rows.repayment_orders(case.id):
        if order.dropped_by is None and order.id != but:
            back = sum(receipt.amount_fen for receipt in rows.repayment_receipts(order.id))
            asked += order.amount_fen - back
    return max(0, -due_fen(rows, case) - asked)
