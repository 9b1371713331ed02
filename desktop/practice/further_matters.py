"""What few cases of a practice office bring, each once: 公示, the seal, a passport, a merge, notes, money paid back.

These people are drawn from a source of their own, so that the other cases stay what they are for a seed.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from desktop.practice.applications import Application, allowance, upgrade
from desktop.practice.diary import Diary
from desktop.practice.people import Population
from models.case import Case, State
from models.casework import closing, deciding, intake, publishing, repayments, rounds
from models.casework.case_notes import add_note
from models.casework.identities import correct_number, merge
from models.casework.people import register_person
from models.casework.queries import case_record, case_rows
from models.casework.sealing import seal, waiting_for_seal
from models.casework.steps import set_steps
from models.casework.unit_of_work import Desk
from models.desk_day import Pin
from models.errors import Refused
from models.identity_document import DocumentKind
from models.letter import Render
from models.person import Person
from models.repayment import Instalment
from models.rounds import Ground, RoundKind
from reports.publicity import write_list

CASES = 6  # what `plan` puts in
AT_THE_END = 2  # of these in the last days
_PUBLISHED = "living_allowance"
_WHY = "练习：核查发现参保月数不足"
_PASSPORT = "EX0000001"  # invented: no country issues it


class FurtherMatters:
    """`matters.plan(days)` puts them into the diary, the last of `days` being the last day of the office."""

    def __init__(self, desks: Mapping[str, Desk], diary: Diary, people: Population, seed: int, render: Render) -> None:
        self._desks, self._diary, self._people, self._render = desks, diary, people, render
        self._source = random.Random(seed + 2)  # noqa: S311 - invented people, not secrets

    def plan(self, days: list[date]) -> None:
        """One list has run out and one runs; one letter waits for its seal; the rest lies in the days before."""
        at = self._diary.at
        at(days[-25], 60, self._two_for_publicity)
        at(days[-22], 200, self._publish)
        at(days[-15], 200, self._end_publicity)
        at(days[-4], 60, self._two_for_publicity)
        at(days[-3], 210, self._publish)
        at(days[-24], 90, self._passport)
        at(days[-21], 120, self._merged)
        at(days[-6], 100, self._money_back)
        at(days[-1], 0, partial(self._steps, seal_apart=True))
        at(days[-1], 425, self._seal_all_but_one)
        at(days[-1], 430, self._notes)
        at(days[-1], 435, self._wrong_number)
        at(days[-1], 440, self._steps)

    # --- 公示 and the seal --------------------------------------------------------------------------------------

    def _steps(self, published: Sequence[str] = (), *, seal_apart: bool = False) -> None:
        set_steps(self._desks["吴磊"], published, "5", seal_apart=seal_apart)

    def _two_for_publicity(self) -> None:
        """The office publishes these two and no other: for everybody else it is as it ships."""
        self._steps([_PUBLISHED])
        for _ in range(2):
            shown = allowance(self._source, self._diary.today)
            shown = replace(shown, facts=shown.facts | {"training.completed": True})
            case = self._apply(shown, household="beijing_urban")
            with suppress(Refused):
                intake.accept(self._desks["周敏"], case.number, self._render)
                deciding.review(self._desks["钱雨桐"], case.number)
        self._steps()

    def _publish(self) -> None:
        with suppress(Refused):
            publishing.publish_list(self._desks["钱雨桐"], write_list)

    def _end_publicity(self) -> None:
        with suppress(Refused):
            for number in publishing.end_publicity(self._desks["钱雨桐"]).value:
                self._diary.later(1, partial(self._sign, number))

    def _sign(self, number: str) -> None:
        with suppress(Refused):
            deciding.decide(self._desks["孙立群"], number, self._render)
            self._diary.later(1, partial(self._serve, number))

    def _serve(self, number: str) -> None:
        with suppress(Refused):  # the last signature of a day may have been taken back
            closing.serve(self._desks["赵文博"], number, "直接送达", self._diary.today)

    def _seal_all_but_one(self) -> None:
        waiting = waiting_for_seal(self._desks["孙立群"])
        if waiting[1:]:
            seal(self._desks["孙立群"], waiting[1:])

    # --- who somebody is --------------------------------------------------------------------------------------

    def _passport(self) -> None:
        shown = upgrade(self._source, self._diary.today)
        name = "安娜·练习"
        valid = self._diary.today.replace(year=self._diary.today.year + 4, day=1)
        foreign = {"id_number": _PASSPORT, "id_kind": DocumentKind.PASSPORT.value, "id_expires_on": valid}
        self._apply(shown, name=name, name_as_typed=name, household="other", **foreign)

    def _merged(self) -> None:
        """Another window had typed two digits the wrong way round; nothing was decided, so it is done at once."""
        clerk, shown = self._desks["周敏"], upgrade(self._source, self._diary.today)
        case = self._apply(shown)
        with clerk.store.reading() as rows:
            person = rows.person(case.person_id)
        twin = replace(self._people.person(shown.wish), name=person.name, name_as_typed=person.name_as_typed)
        wrong = register_person(clerk, twin).value
        merge(clerk, wrong.id, person.id, "练习：同一人，另一窗口录错号码，已核对身份证原件")

    def _wrong_number(self) -> None:
        """A number on which a decision rests: a second person has to look at it."""
        found = case_rows(self._desks["周敏"], [State.PAID, State.CLOSED])
        if found:
            right = self._people.person(upgrade(self._source, self._diary.today).wish).id_number
            correct_number(self._desks["周敏"], found[0].person_id, right, "练习：录入时颠倒两位，已核对身份证原件")

    # --- a day at the desk ------------------------------------------------------------------------------------

    def _notes(self) -> None:
        found = case_rows(self._desks["赵文博"], [State.FOR_REVIEW])
        if not found:
            return
        number = found[-1].number
        add_note(self._desks["赵文博"], number, "练习：申请人来电问进度，已告知在复核中", Pin.CALL)
        papers = case_record(self._desks["钱雨桐"], number).papers
        if papers:
            words = "练习：复印件姓名一栏看不清，请对照原件再扫一次"
            add_note(self._desks["钱雨桐"], number, words, Pin.PAPER, papers[0].name, waits=True)

    def _money_back(self) -> None:
        """A grant that was paid is revoked; the sum comes back in two parts, the first of them at once."""
        paid = [row for row in case_rows(self._desks["周敏"], [State.PAID]) if row.programme == "skill_upgrade"]
        if not paid:
            return
        number, today = paid[0].number, self._diary.today
        clerk, finance = self._desks["周敏"], self._desks["李静"]
        rounds.open_round(clerk, number, Ground(RoundKind.REVOCATION, _WHY))
        intake.record_facts(clerk, number, {"insurance.unemployment_months": 3})
        rounds.send_round_to_review(clerk, number)
        deciding.review(self._desks["钱雨桐"], number)
        deciding.decide(self._desks["孙立群"], number, self._render)
        closing.serve(clerk, number, "直接送达", today)
        owed = repayments.reclaimable(finance, number)
        if owed:
            half = owed // 2
            plan = [Instalment(today + timedelta(days=10), half), Instalment(today + timedelta(days=70), owed - half)]
            order = repayments.propose_repayment(finance, number, owed, _WHY, plan).value
            repayments.sign_repayment(self._desks["孙立群"], order.id, self._render)
            repayments.receive_repayment(finance, order.id, half, today, "练习：首笔退回")

    # --- at the window ----------------------------------------------------------------------------------------

    def _apply(self, shown: Application, **about: object) -> Case:
        """One application, complete at the window."""
        clerk = self._desks["周敏"]
        draft: Person = replace(self._people.person(shown.wish), **about)  # type: ignore[arg-type]
        person = register_person(clerk, draft).value
        case = intake.open_case(clerk, person.id, shown.programme, self._diary.today, shown.facts).value
        for paper in shown.papers:
            intake.see_paper(clerk, case.number, paper)
        intake.record_register_check(clerk, case.number, "查无已享受记录", ())
        return case
