"""Who stands at the window for a case, recorded with it, and who may therefore collect its letters."""

from __future__ import annotations

from models.attendant import APPLICANT, Attendant, AttendantRecord, Role
from models.case import STATE_NAMES, Case, State
from models.casework.changes import Changes, Done
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import InputError, Refused

# A proxy may also be named later, to collect the letter.
ATTENDED_STATES = frozenset(State) - {State.WITHDRAWN, State.CLOSED, State.PAID, State.NOT_ACCEPTED}


def record_attendant(desk: Desk, number: str, attendant: Attendant) -> Done[AttendantRecord]:
    """Record that the applicant, a proxy or a guardian stands at the window for a case."""
    with desk.perform("case.attendant") as work:
        case = work.rows.case_numbered(number)
        if case.state not in ATTENDED_STATES:
            raise Refused(f"案件 {number} 是“{STATE_NAMES[case.state]}”，不再登记到场人。")
        stored = attendant_within(work, case, attendant)
    return Done(stored, Changes.case(case.id))


def attendant_within(work: UnitOfWork, case: Case, attendant: Attendant) -> AttendantRecord:
    """The same as a part of the caller's transaction; what is recorded already is not recorded again."""
    before = work.rows.attendant(case.id)
    if before is not None and before.attendant == attendant:
        return before
    person = work.rows.person(case.person_id)
    if attendant.role is not Role.SELF and attendant.id_number == person.id_number:
        raise InputError("代办人、监护人的证件号码与申请人相同。本人到场的，请选“本人”。", "id_number")
    stored = work.rows.add_attendant(case.id, attendant, work.actor.id, work.now)
    detail = {"attendant": stored.id, "role": attendant.role.value}
    if attendant.role is not Role.SELF:
        detail |= {"id_number": work.digest(attendant.id_number)}
    work.record(f"case:{case.id}", detail)
    return stored


def attended(work: UnitOfWork, case: Case) -> Attendant:
    """Who stands at the window for a case that is being accepted; with nobody named the applicant, recorded as such."""
    stored = work.rows.attendant(case.id)
    return (stored or attendant_within(work, case, APPLICANT)).attendant


def collectors(work: UnitOfWork, case: Case) -> tuple[str, ...]:
    """Who may take the letters of a case at the window, by name: the applicant, and whom the paper allows it."""
    stored = work.rows.attendant(case.id)
    person = work.rows.person(case.person_id)
    others = () if stored is None or not stored.attendant.collects else (stored.attendant.name,)
    return tuple(name for name in (person.name, *others) if name)


def check_collector(work: UnitOfWork, case: Case, name: str) -> None:
    """Raise Refused for somebody who may not take the letters of the case."""
    allowed = collectors(work, case)
    if name not in allowed:
        raise Refused(
            f"案件 {case.number} 的决定书只能交给{'、'.join(allowed)}。"
            "由他人代领的，请先登记代办人及其授权书（可领取文书）。"
        )
