"""Who was last at a case: what somebody is told who comes too late."""

from __future__ import annotations

from models.case import ACT_NAMES, STATE_NAMES, Case
from models.casework.unit_of_work import Desk, UnitOfWork
from models.moment import beijing_time


def where_it_is(work: UnitOfWork, case: Case) -> str:
    """The state of a case and who was last at it: 现在是“待送达”（王芳已于 2026-05-08 09:30 办理“签发”）."""
    acts = work.rows.acts(case.id)
    state = f"现在是“{STATE_NAMES[case.state]}”"
    if not acts:
        return state
    who = work.rows.account(acts[-1].account_id).name
    return f"{state}（{who}已于 {beijing_time(acts[-1].at)} 办理“{ACT_NAMES[acts[-1].act]}”）"


def moved_on(desk: Desk, number: str, cases: frozenset[int]) -> str:
    """Where a case is now, when it is one of those that were just changed; else ""."""
    with desk.look("case.read") as work:
        case = work.rows.case_numbered(number)
        return where_it_is(work, case) if case.id in cases else ""
