"""One class of a practice office: on the roll with its attendance, one of them gone before the end.

No case is opened yet: it is for practising bulk acts.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta

from desktop.practice.people import Population, Wish
from forms.fields import Setting
from forms.roster import read_roster
from models.casework.class_leaving import leave_class
from models.casework.classes import add_class, class_record
from models.casework.rosters import save_roster, stage_roster
from models.casework.unit_of_work import Desk
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


def _texts(people: Population, source: random.Random) -> Mapping[RosterField, str]:
    person = people.person(Wish(born=(1972, 2000)))
    return {
        RosterField.NAME: person.name,
        RosterField.ID_NUMBER: person.id_number,
        RosterField.PHONE: person.phone,
        RosterField.GROUPS: "城镇失业人员",
        RosterField.HOUSEHOLD: "本市城镇",
        RosterField.STREET: person.street,
        RosterField.BANK_CARD: person.bank_card,
        RosterField.BANK_NAME: person.bank_name,
        RosterField.DAYS_ATTENDED: str(source.randint(17, 20)),
        RosterField.COMPLETED: "是",
    }
