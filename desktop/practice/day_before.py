"""What an office must hold before a practice day: the earlier people and cases some visitors run into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from desktop.practice.day import Before, Visitor, id_number, with_check_digit
from desktop.practice.training_class import put_into_class
from forms.person import read_person
from models.casework import intake
from models.casework.people import register_person
from models.casework.unit_of_work import Desk
from models.errors import Refused
from models.letter import Render
from models.office import Account, Seat
from models.person import Person


def at_the_window(desk: Desk) -> Desk:
    """The same office in the hands of a clerk who takes in. Raises Refused outside a practice office."""
    with desk.look("office.read") as work:
        if not work.office.practice:
            raise Refused("这是本局的正式数据，练习日只在练习局里。请用 ./run practice 打开练习局。")
        clerk = next(account for account in work.rows.accounts() if _takes_in(account))
    return Desk(desk.store, clerk, desk.clock, desk.shipped)


def _takes_in(account: Account) -> bool:
    return account.active and Seat.INTAKE in account.seats


def prepare(desk: Desk, people: Sequence[Visitor], number: int, render: Render) -> None:
    """Register what these visitors of the n-th round run into; what is there already stays as it is."""
    clerk = at_the_window(desk)
    for one in people:
        for before in one.before:
            _register(clerk, one, before, number, render)


def _register(clerk: Desk, one: Visitor, before: Before, number: int, render: Render) -> None:
    draft = earlier_person(clerk, one, before, number)
    with clerk.look("person.read") as work:
        there = {draft.id_number, one.id_number} if before.own else {draft.id_number}
        if any(work.rows.person_by_id_number(each) is not None for each in there):
            return
    if before.shares == "class":
        put_into_class(clerk, draft, one)
        return
    person = register_person(clerk, draft).value
    if before.shares in {"card", "mistyped"}:
        return
    day = one.applied_on - timedelta(days=7)
    case = intake.open_case(clerk, person.id, one.programme, day, one.facts).value
    for paper in one.papers:
        intake.see_paper(clerk, case.number, paper)
    if before.accepted:
        intake.record_register_check(clerk, case.number, one.register, [])
        intake.accept(clerk, case.number, render)


def earlier_person(clerk: Desk, one: Visitor, before: Before, number: int) -> Person:
    """Who was there before: the visitor, or somebody else with the same card or certificate."""
    if before.shares == "mistyped":
        first = read(clerk, one.person)
        wrong = id_number(first.id_number[:6], first.birth_date, first.sex, one.place + 1, number)
        return read(clerk, {**one.person, "id_number": wrong})
    if before.own:
        return read(clerk, one.person)
    born = read(clerk, one.person).birth_date + timedelta(days=400)
    other = {
        **one.person,
        "id_number": id_number("110106", born, "f", one.place, number),
        "name": before.name,
        "phone": f"1390000{number:02d}{one.place:02d}",
        "former_names": [],
    }
    if before.shares != "card":
        other["bank_card"] = with_check_digit(f"6217008{number:04d}{one.place:04d}000")
    return read(clerk, other)


def read(clerk: Desk, told: Mapping[str, Any]) -> Person:
    """A person from the texts of the card, as the command line and the window read them."""
    with clerk.look("person.read") as work:
        streets, today = work.office.streets, work.today
    street = told["street"] if told["street"] in streets else streets[0]
    person = read_person({**told, "street": street}, streets=streets, today=today).person()
    return replace(person, id=0)
