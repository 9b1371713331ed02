"""One case at least in each state a clerk meets, whatever the seed: what the drawn cases only bring by luck.

These people are drawn from a source of their own, so that the other cases stay what they are for a seed.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from desktop.practice.applications import upgrade
from desktop.practice.diary import Diary
from desktop.practice.people import Population
from models.casework import closing, deciding, intake
from models.casework.notices import issue_notice
from models.casework.people import register_person
from models.casework.serving import HandOver
from models.casework.turning_away import propose_non_acceptance, refuse_acceptance
from models.casework.unit_of_work import Desk
from models.letter import Render
from models.notice import ItemKind, NonAcceptance, Wanted
from models.serving import Event, Way

WANTED = Wanted(ItemKind.PAPER, "本人银行卡", "没有提交", "提交本人银行卡原件核对", "练习文号〔练习〕1号")
NOT_OURS = NonAcceptance(
    "练习数据：申请人的参保地不在本市。",
    "练习数据：该事项不属于本局职权范围。",
    "练习文号〔练习〕1号",
    "参保地经办机构",
)


CASES = 14  # what `plan` puts in
AT_THE_END = 9  # of these in the last days, to stand where they are left


class EveryState:
    """`states.plan(days)` puts them into the diary, the last of `days` being the last day of the office."""

    def __init__(self, desks: Mapping[str, Desk], diary: Diary, people: Population, seed: int, render: Render) -> None:
        self._desks, self._diary, self._people, self._render = desks, diary, people, render
        self._source = random.Random(seed + 4)  # noqa: S311 - invented people, not secrets

    def plan(self, days: list[date]) -> None:
        """Two are paid by each of two lists, of which the bank refuses one; the rest stand where they are left."""
        at = self._diary.at
        for back in (62, 37):
            for minutes in (30, 50):
                at(days[-back], minutes, partial(self._granted, serve_after=1))
        at(days[-5], 30, partial(self._granted, serve_after=2))
        at(days[-4], 40, self._told_in_writing)
        at(days[-85], 70, self._turned_away)
        for minutes in (45, 60):
            at(days[-2], minutes, self._granted)
            at(days[-1], minutes, self._granted)
        at(days[-1], 90, self._reviewed)
        at(days[-1], 110, self._accepted)
        at(days[-1], 130, self._opened)

    def _opened(self, *, complete: bool = True) -> str:
        """An application of somebody who meets every condition; without its last paper if it is not complete."""
        clerk, shown = self._desks["赵文博"], upgrade(self._source, self._diary.today)
        person = register_person(clerk, self._people.person(replace(shown.wish, household="beijing_urban"))).value
        number = intake.open_case(clerk, person.id, shown.programme, self._diary.today, shown.facts).value.number
        for paper in shown.papers if complete else shown.papers[:-1]:
            intake.see_paper(clerk, number, paper)
        return number

    def _accepted(self) -> str:
        number = self._opened()
        intake.record_register_check(self._desks["赵文博"], number, "查无已享受记录", ())
        intake.accept(self._desks["赵文博"], number, self._render)
        return number

    def _reviewed(self) -> str:
        number = self._accepted()
        deciding.review(self._desks["钱雨桐"], number)
        return number

    def _granted(self, serve_after: int = 0) -> None:
        number = self._reviewed()
        deciding.decide(self._desks["孙立群"], number, self._render)
        if serve_after:
            self._diary.later(serve_after, partial(self._serve, number))

    def _serve(self, number: str) -> None:
        closing.serve(self._desks["赵文博"], number, "直接送达", self._diary.today)

    def _told_in_writing(self) -> None:
        """The notice was handed over; what it asks for has not come yet."""
        clerk, number, today = self._desks["赵文博"], self._opened(complete=False), self._diary.today
        letter = issue_notice(clerk, number, [WANTED], self._render).value.letter
        closing.serve_letter(clerk, letter.number, HandOver(Way.DIRECT, Event.SIGNED, today, "本人", "申请人"))

    def _turned_away(self) -> None:
        number = self._opened(complete=False)
        propose_non_acceptance(self._desks["赵文博"], number, NOT_OURS)
        self._diary.later(1, lambda: refuse_acceptance(self._desks["孙立群"], number, self._render))
