"""One sentence to say on the telephone: which case, where it stands, whose turn it is, what is missing, by when.

It names nobody: whoever hears it over a shoulder learns no name, number or amount.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from models.case import STATE_NAMES, Case, State
from models.casework.unit_of_work import Desk, UnitOfWork

_TURNS: Mapping[State, str] = {
    State.AT_WINDOW: "由受理窗口办理",
    State.FOR_APPLICANT: "等申请人补正",
    State.REGISTERED: "等政策生效后由窗口受理",
    State.FOR_REVIEW: "由复核人员办理",
    State.IN_PUBLICITY: "正在公示，期满后继续办理",
    State.FOR_SIGNATURE: "由签发人员办理",
    State.TO_SEAL: "决定已作出，等用印",
    State.TO_SERVE: "决定已作出，等领取或送达决定书",
    State.TO_PAY: "决定书已送达，等拨付",
    State.PAID: "已经拨付，请留意到账",
    State.NOT_ACCEPTED: "已作不予受理决定，以决定书为准",
    State.WITHDRAWN: "申请已撤回，需要时可以另行申请",
    State.LAPSED: "逾期没有补正，补齐材料后可以继续办理",
    State.IN_CORRECTION: "正在重新核查原决定",
    State.CLOSED: "已经办结，以决定书为准",
}
_DUE = frozenset({State.AT_WINDOW, State.FOR_REVIEW, State.IN_PUBLICITY, State.FOR_SIGNATURE, State.IN_CORRECTION})


def phone_status(desk: Desk, number: str) -> str:
    """The sentence for a case."""
    with desk.look("case.read") as work:
        return status_of(work, work.rows.case_numbered(number))


def status_of(work: UnitOfWork, case: Case) -> str:
    """The same inside another query."""
    parts = [f"案件 {case.number}，现在“{STATE_NAMES[case.state]}”，{_TURNS[case.state]}"]
    if missing := _missing(work, case):
        parts.append(f"还缺：{'、'.join(missing)}")
    parts.append(_by_when(case))
    return "；".join(part for part in parts if part) + "。"


def _missing(work: UnitOfWork, case: Case) -> tuple[str, ...]:
    if case.state not in {State.FOR_APPLICANT, State.LAPSED}:
        return ()
    return tuple(item.wanted.name for notice in work.rows.notices(case.id) for item in notice.outstanding)


def _by_when(case: Case) -> str:
    if case.state is State.FOR_APPLICANT:
        return "补齐后办理期限继续计算，请尽早补正"
    if case.state not in _DUE:
        return ""
    if case.accepted_on is None:
        return "还没有受理，受理后告知办理期限"
    return "办理期限待补算" if case.due_on is None else f"办理期限到{_day(case.due_on)}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
