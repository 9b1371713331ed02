"""What the store refuses about money by itself, by direct SQL or bare records, on both stores."""

# ruff: noqa: PT012  (a guard may speak in the statement or at the end of the block)

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from builders.store import START, Clerks, bring_to_signature, decide

from models.bank_template import DEFAULT_TEMPLATE
from models.case import Case, State
from models.errors import Conflict, Refused
from models.payment import (
    LineState,
    PaymentExport,
    PaymentFile,
    PaymentLine,
    PaymentResult,
    PaymentRun,
    ResultKind,
)
from models.store.engine import Store


@dataclass(frozen=True)
class ToPay:
    """Two cases that wait for payment, and a list of the first."""

    cases: tuple[Case, Case]
    run: PaymentRun
    line: PaymentLine


@pytest.fixture
def to_pay(store: Store, clerks: Clerks) -> ToPay:
    with store.writing() as rows:
        cases = []
        for number in (1, 2):
            case = bring_to_signature(rows, clerks, number)
            decide(rows, clerks, case)
            served = rows.move_case(rows.case(case.id), State.TO_PAY)
            cases.append(served)
        run = rows.add_payment_run(a_run(clerks))
        line = rows.add_payment_line(line_of(rows, cases[0], run))
    return ToPay((cases[0], cases[1]), run, line)


def a_run(clerks: Clerks, serial: int = 1) -> PaymentRun:
    number = f"付2026-{serial:04d}"
    return PaymentRun(0, number, 2026, serial, DEFAULT_TEMPLATE, 1, 150_000, clerks.review.id, START)


def line_of(rows: Any, case: Case, run: PaymentRun, **changes: Any) -> PaymentLine:
    person, decision = rows.person(case.person_id), rows.decision(case.id)
    serial = f"{run.year}{run.serial:04d}{case.id:04d}"
    account = (person.name, person.bank_name, person.bank_card)
    line = PaymentLine(0, run.id, case.id, serial, case.id, decision.id, *account, 150_000, LineState.OPEN)
    return replace(line, **changes)


def change(store: Store, statement: str) -> None:
    with store.writing():
        store.connection.exec_driver_sql(statement)


def test_a_case_stands_in_one_unsettled_list_only(store: Store, clerks: Clerks, to_pay: ToPay) -> None:
    with pytest.raises(Conflict, match=r"已在另一份未结的清单里|正在拨付"), store.writing() as rows:
        second = rows.add_payment_run(a_run(clerks, 2))
        rows.add_payment_line(line_of(rows, to_pay.cases[0], second))


@pytest.mark.parametrize("changes", [{"amount_fen": 150_001}, {"payee": "别人"}, {"bank_card": "6222020200000000000"}])
def test_a_line_pays_what_is_due_to_the_applicants_own_account(
    store: Store, to_pay: ToPay, changes: dict[str, Any]
) -> None:
    with pytest.raises(Refused, match=r"完全一致|两张不同的卡"), store.writing() as rows:
        rows.add_payment_line(line_of(rows, to_pay.cases[1], to_pay.run, **changes))


def test_the_maker_of_a_list_cannot_be_its_confirmer(store: Store, clerks: Clerks, to_pay: ToPay) -> None:
    with pytest.raises(Refused, match="另一人确认"), store.writing() as rows:
        rows.confirm_payment_run(to_pay.run, [PaymentFile("a", b"a")], clerks.review.id, START)


def test_a_list_leaves_only_when_confirmed_and_is_paid_only_when_it_has_left(
    store: Store, clerks: Clerks, to_pay: ToPay
) -> None:
    paid = PaymentResult(0, to_pay.line.id, ResultKind.PAID, START.date(), "", clerks.review.id, START)
    export = PaymentExport(0, to_pay.run.id, "0" * 64, clerks.review.id, START)
    with pytest.raises(Refused, match="第二人确认"), store.writing() as rows:
        rows.add_payment_export(export)
    with pytest.raises(Refused, match="还没有导出"), store.writing() as rows:
        rows.settle_payment_line(to_pay.line, paid)
    with store.writing() as rows:
        rows.confirm_payment_run(to_pay.run, [PaymentFile("a", b"a")], clerks.sign.id, START)
        rows.add_payment_export(export)
    with pytest.raises(Refused, match="不能这样改动"), store.writing() as rows:
        rows.cancel_payment_run(to_pay.run, "反悔", clerks.review.id, START)
    with store.writing() as rows:
        assert rows.settle_payment_line(to_pay.line, paid).state is LineState.PAID
    with pytest.raises(Conflict), store.writing() as rows:
        rows.settle_payment_line(to_pay.line, replace(paid, kind=ResultKind.REJECTED))


def test_what_was_listed_said_or_handed_out_is_never_rewritten(store: Store, clerks: Clerks, to_pay: ToPay) -> None:
    with store.writing() as rows:
        rows.confirm_payment_run(to_pay.run, [PaymentFile("a", b"a")], clerks.sign.id, START)
        rows.add_payment_export(PaymentExport(0, to_pay.run.id, "0" * 64, clerks.review.id, START))
        result = PaymentResult(
            0, to_pay.line.id, ResultKind.REJECTED, START.date(), "户名不符", clerks.review.id, START
        )
        rows.settle_payment_line(to_pay.line, result)
    for table, column in (("payment_file", "name"), ("payment_result", "words"), ("payment_export", "sha256")):
        with pytest.raises(Refused, match="只能追加"):
            change(store, f"UPDATE {table} SET {column} = 'x'")
        with pytest.raises(Refused, match="只能追加"):
            change(store, f"DELETE FROM {table}")
    with pytest.raises(Refused, match="不允许这一步"):
        change(store, "UPDATE payment_line SET amount_fen = 1")
    with pytest.raises(Refused, match="不允许这一步"):
        change(store, "UPDATE payment_line SET state = 'paid'")
    with pytest.raises(Refused, match="不能这样改动"):
        change(store, "UPDATE payment_run SET total_fen = 1")


def test_a_closed_case_and_a_decision_are_paid_again_only_by_what_is_owed(
    store: Store, clerks: Clerks, to_pay: ToPay
) -> None:
    case = to_pay.cases[1]
    day, by = START.date(), clerks.review.id
    with store.writing() as rows:
        line = rows.add_payment_line(line_of(rows, case, to_pay.run, run_id=None, serial=None))
        paid = rows.settle_payment_line(line, PaymentResult(0, line.id, ResultKind.PAID, day, "", by, START))
        rows.move_case(rows.case(case.id), State.CLOSED)
    with pytest.raises(Refused, match="没有应付的款项"), store.writing() as rows:
        rows.move_case(rows.case(case.id), State.TO_PAY)
    with store.writing() as rows:
        rows.settle_payment_line(paid, PaymentResult(0, paid.id, ResultKind.RETURNED, day, "销户", by, START))
        rows.move_case(rows.case(case.id), State.TO_PAY)
    with store.writing() as rows:
        again = rows.add_payment_line(line_of(rows, case, to_pay.run, run_id=None, serial=None))
        rows.settle_payment_line(again, PaymentResult(0, again.id, ResultKind.PAID, day, "", by, START))
    with pytest.raises(Refused, match="完全一致"), store.writing() as rows:
        rows.add_payment_line(line_of(rows, case, to_pay.run, run_id=None, serial=None))
