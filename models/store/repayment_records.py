"""Orders to pay money back, their instalments, and what has come in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select

from models.errors import Conflict, InputError
from models.repayment import Instalment, ReceiptKind, RepaymentOrder, RepaymentReceipt
from models.store import tables as t
from models.store.records import Records
from models.store.rows import optional_time, time_value
from models.store.statements import Statement

_ORDER_COLUMNS = tuple(column.name for column in t.repayment_orders.c if column.name != "id")
_ORDER = Statement(lambda: select(*t.repayment_orders.c).where(t.repayment_orders.c.id == bindparam("id")))
_ORDERS = Statement(lambda: select(*t.repayment_orders.c).order_by(t.repayment_orders.c.id))
_PROPOSED = Statement(
    lambda: (
        select(*t.repayment_orders.c)
        .where(t.repayment_orders.c.signed_by.is_(None), t.repayment_orders.c.dropped_by.is_(None))
        .order_by(t.repayment_orders.c.id)
    )
)
_OF_CASE = Statement(
    lambda: (
        select(*t.repayment_orders.c)
        .where(t.repayment_orders.c.case_id == bindparam("case_id"))
        .order_by(t.repayment_orders.c.id)
    )
)
_PLAN = Statement(
    lambda: (
        select(*t.repayment_instalments.c)
        .where(t.repayment_instalments.c.order_id == bindparam("order_id"))
        .order_by(t.repayment_instalments.c.place)
    )
)
_RECEIPTS = Statement(
    lambda: (
        select(*t.repayment_receipts.c)
        .where(t.repayment_receipts.c.order_id == bindparam("order_id"))
        .order_by(t.repayment_receipts.c.id)
    )
)
_OFFSETS = Statement(
    lambda: (
        select(*t.repayment_receipts.c)
        .where(t.repayment_receipts.c.case_id == bindparam("case_id"))
        .order_by(t.repayment_receipts.c.id)
    )
)


class RepaymentRecords(Records):
    """Everything about money coming back."""

    def add_repayment_order(self, order: RepaymentOrder) -> RepaymentOrder:
        """Record a proposed order with its plan (`order.id` is ignored)."""
        values = {name: getattr(order, name) for name in _ORDER_COLUMNS}
        order_id = self._insert(t.repayment_orders, **values)
        for place, part in enumerate(order.plan, 1):
            row = {"order_id": order_id, "place": place, "due_on": part.due_on, "amount_fen": part.amount_fen}
            self._add(t.repayment_instalments, **row)
        return replace(order, id=order_id)

    def sign_repayment_order(self, order: RepaymentOrder, letter_id: int, by: int, at: datetime) -> RepaymentOrder:
        """The second person's signature, with its letter."""
        return self._change(order, {"signed_by": by, "signed_at": at, "letter_id": letter_id})

    def drop_repayment_order(self, order: RepaymentOrder, by: int, at: datetime) -> RepaymentOrder:
        """Take a proposal back that was not signed."""
        return self._change(order, {"dropped_by": by, "dropped_at": at})

    def _change(self, order: RepaymentOrder, changes: dict[str, Any]) -> RepaymentOrder:
        if not self._swap(t.repayment_orders, {"id": order.id}, changes):
            raise Conflict("这份责令退回已被他人改动，请刷新查看。")
        return replace(order, **changes)

    def repayment_order(self, order_id: int) -> RepaymentOrder:
        """One order; InputError when there is none with this id."""
        row = _ORDER.first(self._connection, id=order_id)
        if row is None:
            raise InputError(f"没有第 {order_id} 号责令退回，请核对。", "order")
        return self._order(row)

    def repayment_orders(self, case_id: int | None = None) -> tuple[RepaymentOrder, ...]:
        """The orders of a case, or all, oldest first."""
        found = _ORDERS.run(self._connection) if case_id is None else _OF_CASE.run(self._connection, case_id=case_id)
        return tuple(self._order(row) for row in found)

    def proposed_repayment_orders(self) -> tuple[RepaymentOrder, ...]:
        """The orders that nobody has signed or dropped yet, oldest first."""
        return tuple(self._order(row) for row in _PROPOSED.run(self._connection))

    def add_repayment_receipt(self, receipt: RepaymentReceipt) -> RepaymentReceipt:
        """Record money that came back (`receipt.id` is ignored); never more than is owed."""
        key = self._insert(
            t.repayment_receipts,
            order_id=receipt.order_id,
            kind=receipt.kind,
            amount_fen=receipt.amount_fen,
            day=receipt.on,
            case_id=receipt.case_id,
            note=receipt.note,
            recorded_by=receipt.recorded_by,
            recorded_at=receipt.recorded_at,
        )
        return replace(receipt, id=key)

    def repayment_receipts(self, order_id: int) -> tuple[RepaymentReceipt, ...]:
        """What came back on an order, oldest first."""
        return tuple(_receipt(row) for row in _RECEIPTS.run(self._connection, order_id=order_id))

    def offsets_against(self, case_id: int) -> tuple[RepaymentReceipt, ...]:
        """What was kept from the payment of a case for older debts."""
        return tuple(_receipt(row) for row in _OFFSETS.run(self._connection, case_id=case_id))

    def _order(self, row: Any) -> RepaymentOrder:
        plan = tuple(
            Instalment(date.fromisoformat(part.due_on), part.amount_fen)
            for part in _PLAN.run(self._connection, order_id=row.id)
        )
        return RepaymentOrder(
            id=row.id,
            case_id=row.case_id,
            decision_id=row.decision_id,
            amount_fen=row.amount_fen,
            reason=row.reason,
            plan=plan,
            made_by=row.made_by,
            made_at=time_value(row.made_at),
            signed_by=row.signed_by,
            signed_at=optional_time(row.signed_at),
            letter_id=row.letter_id,
            dropped_by=row.dropped_by,
            dropped_at=optional_time(row.dropped_at),
        )


def _receipt(row: Any) -> RepaymentReceipt:
    return RepaymentReceipt(
        id=row.id,
        order_id=row.order_id,
        kind=ReceiptKind(row.kind),
        amount_fen=row.amount_fen,
        on=date.fromisoformat(row.day),
        case_id=row.case_id,
        note=row.note,
        recorded_by=row.recorded_by,
        recorded_at=time_value(row.recorded_at),
    )
