"""延期: no text in hand gives a ground for these cases, so the bureau's own must be entered first."""

from __future__ import annotations

from models.calendar import OutsideCalendar
from models.case import Act, Case, State
from models.casework.changes import Done
from models.casework.clocks import change_due, extended_by
from models.casework.grounds import extension_ground
from models.casework.letters import Issued, act_letter
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import InputError, Refused
from models.letter import LetterKind, Render
from models.notice import ExtensionMatter

NO_GROUND = (
    "延期没有依据：没有查到适用于本事项的延期规定，本局也没有录入文号。"
    "请按期办结，或由系统管理员在设置“工作日历和时限”里录入依据。"
)
_RUNNING = frozenset({State.AT_WINDOW, State.FOR_REVIEW, State.FOR_SIGNATURE})


def extension_refusal(work: UnitOfWork, case: Case) -> str:
    """Why the period of a case cannot be extended; "" when it can."""
    if extension_ground(work.office) is None:
        return NO_GROUND
    if case.state not in _RUNNING or case.accepted_on is None or case.due_on is None:
        return f"案件 {case.number} 现在没有正在计算的办理期限，不能延期。"
    if work.today > case.due_on:
        return f"案件 {case.number} 的办理期限 {case.due_on} 已过，逾期后不能再延期。"
    return f"案件 {case.number} 已经延期过一次，不能再延。" if extended_by(work, case) else ""


def extend(desk: Desk, number: str, reason: str, render: Render) -> Done[Issued]:
    """Extend the period for the decision once, by the days the bureau's ground gives, and tell the applicant."""
    if not reason.strip():
        raise InputError("请写明延期的理由，告知书上会写明。", "reason")
    with desk.perform("case.extend") as work:
        case = work.rows.case_numbered(number)
        ground = extension_ground(work.office)
        if refusal := extension_refusal(work, case):
            raise Refused(refusal)
        if ground is None or case.due_on is None:
            raise AssertionError("what can be extended has a ground and a due date")
        before = case.due_on
        try:
            due = work.calendar.add_working_days(before, ground.days)
        except OutsideCalendar as outside:
            raise Refused(f"延期后的日期算不出来：{outside.message}") from None
        case = change_due(work, case, due, due, "extension", extended=ground.days)
        matter = ExtensionMatter(reason.strip(), ground.days, ground.document, before, due)
        work.rows.add_act(case.id, case.round, Act.EXTENDED, work.actor.id, work.now, f"由 {before} 延至 {due}")
        issued = act_letter(work, case, LetterKind.EXTENSION, matter, render)
        detail = {"letter": issued.letter.number, "sha256": issued.letter.sha256, "on": due.isoformat()}
        work.record(f"case:{case.id}", detail)
    return Done(issued, issued.changes)
