"""责令退回 (社会保险经办条例 第四十六条): ordered by two people, paid back in parts, kept from a later grant.

Only what was paid beyond the decision in force can be asked back: a revocation or correction comes first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from models.case import Act, Case, Outcome, State
from models.casework.applicants import applicant_of, enterprise_of
from models.casework.changes import Changes, Done
from models.casework.closing import follow_money, settle
from models.casework.letters import issue_letter, letter_order
from models.casework.payment_sums import due_fen, granted_fen, had_fen, owed_fen, reclaimable_fen
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import InputError, Refused
from models.letter import Letter, LetterKind, LetterOrder, Render
from models.money import format_yuan
from models.payment import LineState, PaymentLine, ResultKind
from models.repayment import Instalment, ReceiptKind, RepaymentMatter, RepaymentOrder, RepaymentReceipt

STATE_NAMES = {
    "proposed": "待签发",
    "open": "退回中",
    "overdue": "逾期未退",
    "settled": "已退清",
    "lifted": "不再追收",
    "dropped": "已撤下",
}


@dataclass(frozen=True, slots=True)
class RepaymentView:
    """An order as a person sees it: `left_fen` is still to come, `next_due` the first day whose part is not covered.

    `lifted_fen` need not come back any more, because a later decision grants more again or the bank returned the
    payment; `owed_fen` is what the case is owed itself, e.g. because it came all the same.
    """

    order: RepaymentOrder
    case_number: str
    person_name: str
    letter_number: str
    receipts: tuple[RepaymentReceipt, ...]
    left_fen: int
    next_due: date | None
    state: str
    today: date
    lifted_fen: int = 0
    owed_fen: int = 0

    @property
    def overdue(self) -> bool:
        """Whether a part is due and has not come in."""
        return self.state == "overdue"

    @property
    def came_fen(self) -> int:
        """What has come back."""
        return self.order.amount_fen - self.left_fen - self.lifted_fen


def reclaimable(desk: Desk, number: str) -> int:
    """What may be asked back on a case, in fen; 0 when it had no more than is granted."""
    with desk.look("repayment.read") as work:
        return reclaimable_fen(work.rows, work.rows.case_numbered(number))


def repayment_views(desk: Desk, *, overdue_only: bool = False) -> tuple[RepaymentView, ...]:
    """Every order, or those with a part that is overdue, oldest first."""
    with desk.look("repayment.read") as work:
        views = tuple(view_of(work, order) for order in work.rows.repayment_orders())
    return tuple(view for view in views if view.overdue or not overdue_only)


def propose_repayment(
    desk: Desk, number: str, amount_fen: int, reason: str, plan: Sequence[Instalment]
) -> Done[RepaymentOrder]:
    """Propose what is to be paid back, why and by when. Refused beyond what was paid without ground."""
    if not reason.strip():
        raise InputError("请写明多发的原因。", "reason")
    with desk.perform("repayment.propose") as work:
        case = work.rows.case_numbered(number)
        decision = work.rows.decision(case.id)
        open_fen = reclaimable_fen(work.rows, case)
        if decision is None or open_fen == 0:
            raise Refused(f"案件 {number} 没有多发的款项：已付金额没有超过现行决定。请先作出更正或撤销决定。")
        _require_served(case)
        if not 0 < amount_fen <= open_fen:
            raise InputError(f"应退金额须大于零且不超过多发的 {format_yuan(open_fen)}。", "amount")
        _check_plan(plan, amount_fen, work.today)
        order = work.rows.add_repayment_order(
            RepaymentOrder(
                *(0, case.id, decision.id, amount_fen, reason.strip(), tuple(plan)),
                *(work.actor.id, work.now),
            )
        )
        detail = {"order": order.id, "amount_fen": amount_fen, "instalments": len(plan)}
        work.record(f"case:{case.id}", detail | {"reason": work.digest(reason.strip())})
    return Done(order, _changes(case.id))


def sign_repayment(desk: Desk, order_id: int, render: Render) -> Done[Letter]:
    """Sign an order: its letter takes a number. Refused for the proposer, and when the sum no longer holds."""
    with desk.perform("repayment.sign") as work:
        order = _proposed(work, order_id)
        if order.made_by == work.actor.id:
            raise Refused("这份责令退回是您本人提出的，须由另一人签发。请换其他签发席位的账号。")
        case = work.rows.case(order.case_id)
        decision = work.rows.decision(case.id)
        open_fen = reclaimable_fen(work.rows, case, but=order.id)
        if decision is None or decision.id != order.decision_id or open_fen < order.amount_fen:
            raise Refused(f"案件 {case.number} 的决定或已付金额在提出以后有变动，不能签发。请撤下后重新提出。")
        _require_served(case)
        if order.plan[0].due_on < work.today:
            raise Refused("第一期的退回期限已经过了，不能签发。请撤下后按新的期限重新提出。")
        letter = issue_letter(work, _letter_order(work, order), render, amount_fen=order.amount_fen)
        work.rows.sign_repayment_order(order, letter.id, work.actor.id, work.now)
        told = f"{letter.number} {format_yuan(order.amount_fen)}"
        work.rows.add_act(case.id, case.round, Act.REPAYMENT_ORDERED, work.actor.id, work.now, told)
        work.record(
            f"case:{case.id}",
            {
                "order": order.id,
                "amount_fen": order.amount_fen,
                "letter": letter.number,
                "sha256": letter.sha256,
                "content_sha256": letter.content_sha256,
            },
        )
    return Done(letter, replace(Changes.case(case.id, letter.id), payments=True))


def drop_repayment(desk: Desk, order_id: int) -> Done[RepaymentOrder]:
    """Take back a proposal that nobody has signed."""
    with desk.perform("repayment.drop") as work:
        order = _proposed(work, order_id)
        order = work.rows.drop_repayment_order(order, work.actor.id, work.now)
        work.record(f"case:{order.case_id}", {"order": order.id})
    return Done(order, _changes(order.case_id))


def receive_repayment(desk: Desk, order_id: int, amount_fen: int, on: date, note: str = "") -> Done[RepaymentView]:
    """Record money that came back. Raises InputError for more than was asked back or a day to come.

    What came although it need not any more is owed to the case again, and is recorded only with a note.
    """
    with desk.perform("repayment.receive") as work:
        order = _signed(work, order_id)
        if on > work.today:
            raise InputError(f"到账日 {on} 晚于今天 {work.today}，请核对。", "on")
        _check_surplus(work, order, amount_fen, note.strip())
        _add_receipt(work, order, ReceiptKind.PAID, amount_fen, on, note.strip())
        follow_money(work, work.rows.case(order.case_id))
        view = view_of(work, order)
    return Done(view, _changes(order.case_id))


def offset_repayment(desk: Desk, order_id: int, number: str, amount_fen: int) -> Done[RepaymentView]:
    """Keep an amount from a later grant of the same applicant that waits for payment.

    A grant that is wholly kept counts as paid.
    """
    with desk.perform("repayment.offset") as work:
        order = _signed(work, order_id)
        left = view_of(work, order).left_fen
        if amount_fen > left:
            raise InputError(f"抵扣不能超过现在还应退回的 {format_yuan(left)}。", "amount")
        target = _offset_target(work, order, number, amount_fen)
        _add_receipt(work, order, ReceiptKind.OFFSET, amount_fen, work.today, "", target)
        if due_fen(work.rows, target) == 0:
            settle(work, _nothing_left(work, target), ResultKind.PAID, work.today)
        view = view_of(work, order)
    return Done(view, replace(_changes(order.case_id), cases=frozenset({order.case_id, target.id})))


def view_of(work: UnitOfWork, order: RepaymentOrder) -> RepaymentView:
    """One order with what came in."""
    case = work.rows.case(order.case_id)
    receipts = work.rows.repayment_receipts(order.id)
    came = sum(receipt.amount_fen for receipt in receipts)
    left = _left(work, order, came)
    next_due = _next_due(order, came) if left else None
    return RepaymentView(
        order=order,
        case_number=case.number,
        person_name=work.rows.person(case.person_id).name,
        letter_number="" if order.letter_id is None else work.rows.letter(order.letter_id).number,
        receipts=receipts,
        left_fen=left,
        next_due=next_due,
        state=_state(order, next_due, work.today, lifted=left < order.amount_fen - came),
        today=work.today,
        lifted_fen=order.amount_fen - came - left,
        owed_fen=owed_fen(work.rows, case),
    )


def _left(work: UnitOfWork, order: RepaymentOrder, came: int) -> int:
    """What is still to come back: no more than the case has had too much, of which older orders take their part."""
    if order.signed_by is None:
        return order.amount_fen
    over = max(0, -due_fen(work.rows, work.rows.case(order.case_id)))
    for earlier in work.rows.repayment_orders(order.case_id):
        if earlier.signed_by is not None and earlier.id < order.id:
            back = sum(receipt.amount_fen for receipt in work.rows.repayment_receipts(earlier.id))
            over -= min(over, earlier.amount_fen - back)
    return min(order.amount_fen - came, over)


def _state(order: RepaymentOrder, next_due: date | None, today: date, *, lifted: bool) -> str:
    if order.dropped_by is not None:
        return "dropped"
    if order.signed_by is None:
        return "proposed"
    if next_due is None:
        return "lifted" if lifted else "settled"
    return "overdue" if next_due < today else "open"


def _next_due(order: RepaymentOrder, came: int) -> date | None:
    owed = 0
    for part in order.plan:
        owed += part.amount_fen
        if owed > came:
            return part.due_on
    return None


def _check_plan(plan: Sequence[Instalment], amount_fen: int, today: date) -> None:
    if not plan:
        raise InputError("请填写退回期限。", "plan")
    if any(part.amount_fen <= 0 for part in plan) or sum(part.amount_fen for part in plan) != amount_fen:
        raise InputError(f"各期金额须大于零，合计须正好是 {format_yuan(amount_fen)}。", "plan")
    days = [part.due_on for part in plan]
    if days[0] <= today or any(later <= earlier for earlier, later in pairwise(days)):
        raise InputError("各期的期限须在今天以后，并且一期比一期晚。", "plan")


def _proposed(work: UnitOfWork, order_id: int) -> RepaymentOrder:
    order = work.rows.repayment_order(order_id)
    if order.signed_by is not None or order.dropped_by is not None:
        raise Refused(f"第 {order_id} 号责令退回已签发或已撤下，不能再办这一步。请刷新查看。")
    return order


def _signed(work: UnitOfWork, order_id: int) -> RepaymentOrder:
    order = work.rows.repayment_order(order_id)
    if order.signed_by is None:
        raise Refused(f"第 {order_id} 号责令退回还没有签发，不能登记退回款。")
    return order


def _require_served(case: Case) -> None:
    if case.state in {State.TO_SEAL, State.TO_SERVE}:
        raise Refused(f"案件 {case.number} 的更正或撤销决定书还没有送达，不能责令退回。请先送达。")


def _check_surplus(work: UnitOfWork, order: RepaymentOrder, amount_fen: int, note: str) -> None:
    """More than the case had too much is never taken unseen."""
    view = view_of(work, order)
    surplus = min(amount_fen - view.left_fen, view.lifted_fen)
    if surplus <= 0:
        return
    why = f"这份责令退回现在只应再退 {format_yuan(view.left_fen)}（决定已更正，或银行已退票）"
    decision = work.rows.decision(order.case_id)
    if decision is None or decision.outcome is not Outcome.GRANTED:
        raise InputError(f"{why}，多收的 {format_yuan(surplus)} 请退还本人，不要登记在这里。", "amount")
    if not note:
        raise InputError(
            f"{why}。多出的 {format_yuan(surplus)} 会转为应付给本人，案件重新待拨付；"
            "钱确已到账的，请在说明里写明后再登记。",
            "note",
        )


def _add_receipt(  # noqa: PLR0917
    work: UnitOfWork,
    order: RepaymentOrder,
    kind: ReceiptKind,
    amount_fen: int,
    on: date,
    note: str,
    target: Case | None = None,
) -> None:
    view = view_of(work, order)
    left = view.left_fen + view.lifted_fen
    if not 0 < amount_fen <= left:
        raise InputError(f"金额须大于零，且不超过还没有退回的 {format_yuan(left)}。", "amount")
    case_id = None if target is None else target.id
    work.rows.add_repayment_receipt(
        RepaymentReceipt(0, order.id, kind, amount_fen, on, case_id, note, work.actor.id, work.now)
    )
    case = work.rows.case(order.case_id)
    kept = "" if target is None else f"由 {target.number} 抵扣 "
    work.rows.add_act(case.id, case.round, Act.REPAID, work.actor.id, work.now, f"{on} {kept}{format_yuan(amount_fen)}")
    detail = {"order": order.id, "amount_fen": amount_fen, "on": on.isoformat()}
    work.record(f"case:{case.id}", detail | ({"note": work.digest(note)} if note else {}))


def _offset_target(work: UnitOfWork, order: RepaymentOrder, number: str, amount_fen: int) -> Case:
    target, debtor = work.rows.case_numbered(number), work.rows.case(order.case_id)
    if target.person_id != debtor.person_id or _company(work, target) != _company(work, debtor):
        raise InputError(f"案件 {number} 不是同一个申请人的（经办人相同，企业的钱也不是本人的），不能抵扣。", "case")
    if target.id == debtor.id or target.state is not State.TO_PAY:
        raise InputError(f"案件 {number} 没有待拨付的补贴，不能抵扣。", "case")
    if any(line.state is LineState.OPEN for line in work.rows.payments_of(target.id)):
        raise Refused(f"案件 {number} 已列入未结的付款清单，请先撤销那份清单再抵扣。")
    due = due_fen(work.rows, target)
    if amount_fen > due:
        raise InputError(f"抵扣不能超过案件 {number} 应付的 {format_yuan(due)}。", "amount")
    return target


def _company(work: UnitOfWork, case: Case) -> str | None:
    """The code of the enterprise that applied, None for a person: who acts for it owes it nothing, nor it them."""
    enterprise = enterprise_of(work, case)
    return None if enterprise is None else enterprise.credit_code


def _nothing_left(work: UnitOfWork, case: Case) -> PaymentLine:
    person, decision = applicant_of(work, case), work.rows.decision(case.id)
    if decision is None:
        raise AssertionError("a case to be paid has a decision")
    account = (person.name, person.bank_name, person.bank_card)
    return work.rows.add_payment_line(PaymentLine(0, None, 1, None, case.id, decision.id, *account, 0, LineState.OPEN))


def _letter_order(work: UnitOfWork, order: RepaymentOrder) -> LetterOrder:
    case = work.rows.case(order.case_id)
    decision = work.rows.decision_by_id(order.decision_id)
    letter = next(letter for letter in work.rows.letters(case.id) if letter.decision_id == decision.id)
    return letter_order(
        work,
        case,
        LetterKind.REPAYMENT_ORDER,
        work.rows.account(order.made_by).name,
        matter=RepaymentMatter(
            decision_number=letter.number,
            decided_on=decision.decided_on,
            paid_fen=had_fen(work.rows, case.id),
            granted_fen=granted_fen(work.rows, case),
            amount_fen=order.amount_fen,
            reason=order.reason,
            plan=order.plan,
        ),
    )


def _changes(case_id: int) -> Changes:
    return replace(Changes.case(case_id), payments=True)
