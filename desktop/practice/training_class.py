"""Classes of a practice office: one for practising bulk acts, on the roll with its attendance and without cases yet,
one of them gone before the end; and the class of a visitor of the practice day."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta

from desktop.practice.day import Visitor
from desktop.practice.people import Population, Wish
from forms.fields import Setting
from forms.roster import read_roster
from models.casework.class_leaving import leave_class
from models.casework.classes import add_class, class_record
from models.casework.rosters import save_roster, stage_roster
from models.casework.unit_of_work import Desk
from models.person import Person
from models.roster import RosterField, RosterRow
from models.training_class import TrainingClass

MEMBERS = 8
PROOF = "练习：失业登记查询"


def make_class(desk: Desk, streets: tuple[str, ...], seed: int, today: date) -> None:
    """Enter the class and take its roster over, as a clerk would. The same seed gives the same people."""
    source = random.Random(seed + 1)  # noqa: S311 - invented people, not secrets
    ended = today - timedelta(days=3)
    group = TrainingClass(
        id=0,
        number=f"练习班{today.year}-01",
        school="练习职业技能培训学校",
        kind="skill",
        occupation="养老护理员",
        level=5,
        started_on=ended - timedelta(days=25),
        ended_on=ended,
        provider_listed=True,
        in_catalogue=True,
        days_planned=20,
    )
    add_class(desk, group)
    people = Population(source, streets)
    rows = [RosterRow(line, _texts(people, source)) for line in range(2, 2 + MEMBERS)]
    gone = {RosterField.DAYS_ATTENDED: "12", RosterField.COMPLETED: "否"}
    rows[-1] = RosterRow(rows[-1].line, {**rows[-1].texts, **gone})
    entries = read_roster(rows, Setting(today, streets), PROOF)
    save_roster(desk, entries, stage_roster(desk, entries, group.number))
    last = class_record(desk, group.number).members[-1].person.id
    leave_class(desk, group.number, last, ended - timedelta(days=10), "练习：机构来函，中途不再参加")


def put_into_class(desk: Desk, person: Person, one: Visitor) -> None:
    """Enter the class of a visitor as its papers tell it, with the visitor on its roster and the days in it."""
    told = one.facts
    group = TrainingClass(
        id=0,
        number=told["training.number"],
        school="练习职业技能培训学校",
        kind="skill",
        occupation="养老护理员",
        level=5,
        started_on=date.fromisoformat(told["training.started_on"]),
        ended_on=date.fromisoformat(told["training.ended_on"]),
        provider_listed=True,
        in_catalogue=True,
        days_planned=told["training.days_planned"],
    )
    add_class(desk, group)
    row = RosterRow(2, _row(person, told["training.days_attended"]))
    entries = read_roster([row], Setting(one.applied_on, (person.street,)), PROOF)
    save_roster(desk, entries, stage_roster(desk, entries, group.number))


def _texts(people: Population, source: random.Random) -> Mapping[RosterField, str]:
    return _row(people.person(Wish(born=(1972, 2000))), source.randint(17, 20))


def _row(person: Person, days_attended: int) -> Mapping[RosterField, str]:
    return {
        RosterField.NAME: person.name,
        RosterField.ID_NUMBER: person.id_number,
        RosterField.PHONE: person.phone,
        RosterField.GROUPS: "城镇失业人员",
        RosterField.HOUSEHOLD: "本市城镇",
        RosterField.STREET: person.street,
        RosterField.BANK_CARD: person.bank_card,
        RosterField.BANK_NAME: person.bank_name,
        RosterField.DAYS_ATTENDED: str(days_attended),
        RosterField.COMPLETED: "是",
    }
