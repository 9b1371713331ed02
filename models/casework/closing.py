"""After the decision: handing the letter over (送达) and recording the payment."""

from __future__ import annotations

from datetime import date

from models.case import Act, Case, Outcome, State
from models.casework.changes import Changes, Done
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import InputError, Refused

_WAYS = ("直接送达", "邮寄送达", "电子送达", "留置送达", "公告送达")


def serve(desk: Desk, number: str, how: str, on: date) -> Done[Case]:
    """Record how and when the letter was handed over; a grant of money then waits for payment."""
    with desk.perform("case.serve") as work:
        case = serve_within(work, work.rows.case_numbered(number), how, on)
    return Done(case, Changes.case(case.id))


def serve_within(work: UnitOfWork, case: Case, how: str, on: date) -> Case:
    """The same as a part of the caller's transaction."""
    if how not in _WAYS:
        raise InputError(f"送达方式“{how}”不在名单里，可用：{'、'.join(_WAYS)}。", "how")
    decision = work.rows.decision(case.id)
    if decision is None or case.state is not State.TO_SERVE:
        raise Refused(f"案件 {case.number} 没有待送达的决定书。")
    if not decision.decided_on <= on <= work.today:
        raise InputError(f"送达日 {on} 须在决定日 {decision.decided_on} 与今天 {work.today} 之间。", "on")
    to_pay = decision.outcome is Outcome.GRANTED and decision.amount_fen is not None
    case = work.rows.move_case(case, State.TO_PAY if to_pay else State.CLOSED)
    work.rows.add_act(case.id, case.round, Act.SERVED, work.actor.id, work.now, f"{on} {how}")
    work.record(f"case:{case.id}", {"how": how, "on": on.isoformat()})
    return case


def record_payment(desk: Desk, number: str, on: date) -> Done[Case]:
    """Record that the granted sum was paid; the case closes."""
    with desk.perform("case.pay") as work:
        case = work.rows.case_numbered(number)
        if case.state is not State.TO_PAY:
            raise Refused(f"案件 {number} 没有待拨付的款项。")
        if on > work.today:
            raise InputError(f"拨付日 {on} 晚于今天 {work.today}，请核对。", "on")
        case = work.rows.move_case(case, State.CLOSED)
        work.rows.add_act(case.id, case.round, Act.PAID, work.actor.id, work.now, on.isoformat())
        work.record(f"case:{case.id}", {"on": on.isoformat()})
    return Done(case, Changes.case(case.id))
