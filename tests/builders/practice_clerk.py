"""A clerk who serves the visitors of the practice day by the program's commands, from what lies on the counter."""

from __future__ import annotations

from datetime import date

from desktop.practice.day import End, Visitor
from desktop.practice.day_before import at_the_window, read
from models.attendant import read_attendant
from models.casework import intake
from models.casework.attendants import record_attendant
from models.casework.doubles import AnswerGiven, answer_likeness
from models.casework.likenesses import Likeness, likenesses
from models.casework.notices import issue_notice
from models.casework.people import register_person
from models.casework.unit_of_work import Desk
from models.errors import Refused
from models.letter import Render
from models.likeness_answer import Answer
from models.notice import ItemKind, Wanted

_NEEDED = "职业资格证书或职业技能等级证书"


def serve(desk: Desk, one: Visitor, render: Render) -> None:
    """Serve one visitor as a careful clerk would."""
    if one.right.end is End.NO_CASE:
        return
    clerk = at_the_window(desk)
    person = register_person(clerk, read(clerk, one.person)).value
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
    try:
        intake.accept(clerk, number, render)
    except Refused:
        assert one.right.end is End.HELD
