"""A clerk who serves the visitors of the practice day by the program's commands, from what lies on the counter."""

from __future__ import annotations

from datetime import date

from desktop.practice.day import End, Visitor
from desktop.practice.day_before import at_the_window, read
from models.attendant import read_attendant
from models.casework import intake
from models.casework.attendants import record_attendant
from models.casework.doubles import AnswerGiven, answer_likeness
from models.casework.identities import correct_number
from models.casework.likenesses import Likeness, likenesses
from models.casework.notices import issue_notice
from models.casework.people import register_person
from models.casework.turning_away import propose_non_acceptance, refuse_acceptance
from models.casework.unit_of_work import Desk
from models.errors import Refused
from models.letter import Render
from models.likeness_answer import Answer
from models.notice import ItemKind, NonAcceptance, Wanted
from models.office import Seat
from models.person import Person

_NEEDED = "职业资格证书或职业技能等级证书"


def serve(desk: Desk, one: Visitor, render: Render) -> None:
    """Serve one visitor as a careful clerk would."""
    if one.right.end is End.NO_CASE:
        return
    clerk = at_the_window(desk)
    person = _registered(clerk, one)
    for hint in likenesses(clerk, person, one.facts):
        if hint.kind is Likeness.CARD:
            given = AnswerGiven(hint.kind, hint.person_id, Answer.LATER, "已核对银行卡为本人所有，对方登记有误")
            answer_likeness(clerk, person.id, given)
    number = intake.open_case(clerk, person.id, one.programme, one.applied_on, one.facts).value.number
    for paper in one.papers:
        intake.see_paper(clerk, number, paper)
    if one.attendant:
        signed = date.fromisoformat(one.attendant["authorised_on"])
        record_attendant(clerk, number, read_attendant(one.attendant, signed, one.applied_on))
    intake.record_register_check(clerk, number, one.register, list(one.awards))
    if one.right.end is End.NOTICE:
        items = [Wanted(ItemKind.PAPER, name, "没有提交", "提交原件", "办事指南") for name in one.right.items]
        issue_notice(clerk, number, items, render)
        return
    if one.right.end is End.NOT_ACCEPTED:
        propose_non_acceptance(clerk, number, NonAcceptance("参保地在外地。", "不属于本局职权。", "办事指南", "参保地"))
        with clerk.look("office.read") as work:
            signer = next(account for account in work.rows.accounts() if Seat.SIGN in account.seats)
        refuse_acceptance(Desk(clerk.store, signer, clerk.clock, clerk.shipped), number, render)
        return
    try:
        intake.accept(clerk, number, render)
    except Refused:
        assert one.right.end is End.HELD


def _registered(clerk: Desk, one: Visitor) -> Person:
    """The person on file, with the number on the document; registered where there is nobody."""
    draft = read(clerk, one.person)
    with clerk.look("person.read") as work:
        known = work.rows.person_by_id_number(draft.id_number)
    if known is not None:
        return known
    if one.right.corrected:
        same = next(hint for hint in likenesses(clerk, draft, {}) if hint.kind is not Likeness.CARD)
        correct_number(clerk, same.person_id, draft.id_number, "录入时错了一位，已核对身份证原件")
        with clerk.look("person.read") as work:
            return work.rows.person(same.person_id)
    return register_person(clerk, draft).value
