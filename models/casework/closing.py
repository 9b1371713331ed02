"""After the decision: handing the letter over (送达) and recording the payment."""

from __future__ import annotations

from datetime import date

from models.case import Act, Case, Outcome, State
from models.casework.attendants import check_collector
from models.casework.changes import Changes, Done
from models.casework.unit_of_work import Desk
from models.errors import InputError, Refused

_WAYS = ("直接送达", "邮寄送达", "电子送达", "留置送达", "公告送达")


def serve(desk: Desk, number: str, how: str, on: date, collector: str = "") -> Done[Case]:
    """Record how and when the letter was handed over; a grant of money then waits for payment.

    `collector` is who took it at the window: the applicant, or who may by the recorded authorisation. Else Refused.
    """
    if how not in _WAYS:
        raise InputError(f"送达方式“{how}”不在名单里，可用：{'、'.join(_WAYS)}。", "how")
    with desk.perform("case.serve") as work:
        case = work.rows.case_numbered(number)
        decision = work.rows.decision(case.id)
        if decision is None or case.state is not State.TO_SERVE:
            raise Refused(f"案件 {number} 没有待送达的决定书。")
        if not decision.decided_on <= on <= work.today:
            raise InputError(f"送达日 {on} 须在决定日 {decision.decided_on} 与今天 {work.today} 之间。", "on")
        if collector:
            check_collector(work, case, collector)
        taken = f"，由{collector}领取" if collector else ""
        to_pay = decision.outcome is Outcome.GRANTED and decision.amount_fen is not None
        case = work.rows.move_case(case, State.TO_PAY if to_pay else State.CLOSED)
        work.rows.add_act(case.id, case.round, Act.SERVED, work.actor.id, work.now, f"{on} {how}{taken}")
        work.record(f"case:{case.id}", {"how": how, "on": on.isoformat()})
    return Done(case, Changes.case(case.id))


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
