"""Whose hands a case is in, and taking over a case that its clerk left lying.

The clerk in charge is who opened the case, or whom it was passed on to. Whoever has been in charge never reviews or
signs it: the four eyes count every pair of hands.
"""

from __future__ import annotations

from models.case import OPEN_STATES, STATE_NAMES, Act, Case
from models.casework.changes import Changes, Done
from models.casework.unit_of_work import Desk, UnitOfWork
from models.desk_day import Part, PassingOn
from models.errors import InputError, Refused
from models.office import Account, Seat

PART_SEATS = {Part.CLERK: Seat.INTAKE, Part.REVIEWER: Seat.REVIEW}
_LONGEST = 500


def take_over(desk: Desk, number: str, reason: str) -> Done[PassingOn]:
    """Take an open case over from the colleague in charge. Raises InputError at `reason`.

    Raises Refused where the case is one's own already, no longer open, or was reviewed by the account.
    """
    text = checked_reason(reason)
    with desk.perform("case.take_over") as work:
        case = work.rows.case_numbered(number)
        if case.state not in OPEN_STATES:
            raise Refused(f"案件 {number} 是“{STATE_NAMES[case.state]}”，已不在办理中，不用接办。")
        before = in_charge(work, case)
        if before == work.actor.id:
            raise Refused(f"案件 {number} 本来就由您承办，不用接办。")
        passing = pass_on(work, case, Part.CLERK, before, to=work.actor, reason=text)
    return Done(passing, Changes.case(passing.case_id))


def pass_on(work: UnitOfWork, case: Case, part: Part, from_id: int, *, to: Account, reason: str) -> PassingOn:
    """Put a case into a colleague's hands, part of the caller's transaction; the journal tells from whom to whom."""
    if problem := barred(case, part, to):
        raise Refused(problem)
    passing = work.rows.add_passing_on(
        PassingOn(0, case.id, part, from_id, to.id, reason, work.actor.id, work.now),
    )
    words = f"由{work.rows.account(from_id).name}转{to.name}：{reason}"
    work.rows.add_act(case.id, case.round, Act.TAKEN_OVER, work.actor.id, work.now, words)
    detail = {"part": part.value, "given_by": from_id, "given_to": to.id, "reason": work.digest(reason)}
    work.record(f"case:{case.id}", detail)
    return passing


def barred(case: Case, part: Part, to: Account) -> str:
    """Why an account cannot have this part of a case; "" when it can."""
    if not to.active:
        return f"账号“{to.name}”已停用，不能接办。"
    if PART_SEATS[part] not in to.seats:
        seat = "受理" if part is Part.CLERK else "复核"
        return f"案件 {case.number} 须由有{seat}席位的人接办，“{to.name}”没有这个席位。"
    if part is Part.CLERK and case.reviewed_by == to.id:
        return f"案件 {case.number} 由“{to.name}”复核，不能再由同一人承办；请交给另一位同事。"
    if part is Part.REVIEWER and to.id in {case.opened_by, case.accepted_by}:
        return f"案件 {case.number} 由“{to.name}”收件或受理，不能再由同一人复核；请交给另一位同事。"
    return ""


def in_charge(work: UnitOfWork, case: Case, part: Part = Part.CLERK) -> int:
    """The account whose hands a case is in: the clerk in charge, or who answers for its review (0: nobody)."""
    first = case.opened_by if part is Part.CLERK else case.reviewed_by or 0
    if not first:
        return 0
    passed = [one.to_id for one in work.rows.passings_on(case.id) if one.part is part]
    return passed[-1] if passed else first


def clerks(work: UnitOfWork, case: Case) -> frozenset[int]:
    """Everybody a case was passed on to as its clerk: they never review or sign it."""
    return frozenset(one.to_id for one in work.rows.passings_on(case.id) if one.part is Part.CLERK)


def checked_reason(reason: str) -> str:
    """The reason of a hand-over as kept. Raises InputError at `reason`."""
    text = reason.strip()
    if not text:
        raise InputError("请写明原因，例如：原经办人休假、调岗。", "reason")
    if len(text) > _LONGEST:
        raise InputError(f"原因超过{_LONGEST}字，请写得简短些。", "reason")
    return text
