"""P5 through the commands: four processes decide, undo, serve and pay the same cases on either store; one wins each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from builders.command_races import act_in_step
from builders.store_processes import processes

from models.case import State
from models.store.checks import check_store
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau, bureau_on

CASES = 6
SIGNERS, WINDOWS = ("sign", "both", "review and sign", "sign"), ("intake", "second intake", "both", "intake")
DONE = {"decide": "签发", "undo": "撤销签发", "serve": "送达", "pay": "拨付"}


class Rivals:
    """Four processes on one store, each with an account for each act."""

    def __init__(self, place: Any) -> None:
        self._lines, self._running = [], []
        self.names: list[dict[str, str]] = []
        context: Any = processes()
        for signer, window in zip(SIGNERS, WINDOWS, strict=True):
            here, there = context.Pipe()
            names = {"decide": signer, "undo": signer, "serve": window, "pay": "finance"}
            self.names.append(names)
            process = context.Process(target=act_in_step, args=(place.folder, place.url, names, there))
            process.start()
            there.close()
            self._lines.append(here)
            self._running.append(process)
        assert {line.recv() for line in self._lines} == {"ready"}

    def race(self, act: str, numbers: list[str]) -> list[tuple[str, ...]]:
        """What each of the four was told, case by case."""
        for line in self._lines:
            line.send((act, numbers))
        return list(zip(*[line.recv() for line in self._lines], strict=True))

    def end(self) -> None:
        for line, process in zip(self._lines, self._running, strict=True):
            line.send(("", []))
            process.join()
            line.close()
            process.close()


@pytest.fixture
def rivals(place: Any) -> Iterator[tuple[Rivals, list[str]]]:
    store = place.open()
    numbers = reviewed_cases(bureau_on(store))
    store.close()
    made = Rivals(place)
    yield made, numbers
    made.end()


def reviewed_cases(bureau: Bureau) -> list[str]:
    bureau.confirm_values()
    facts = [{**ELIGIBLE_UPGRADE, "certificate.occupation": f"练习工种{n}"} for n in range(CASES)]
    return [bureau.reviewed(each, person=bureau.person(n)) for n, each in enumerate(facts, 1)]


def test_given_four_processes_at_the_same_cases_when_all_act_then_one_wins_each_and_no_number_is_used_twice(
    place: Any, rivals: tuple[Rivals, list[str]]
) -> None:
    four, numbers = rivals
    undone = numbers[: CASES // 2]
    served = numbers[CASES // 2 :]
    for act, cases in (("decide", numbers), ("undo", undone), ("serve", served), ("pay", served)):
        for answers in four.race(act, cases):
            losers = [told for told in answers if told]
            assert len(losers) == 3, (act, answers)
            winner = four.names[answers.index("")][act]
            told_who = re.compile(rf"{winner}已?于 20\d\d-\d\d-\d\d \d\d:\d\d 办理“{DONE[act]}”")
            assert all(told_who.search(told) for told in losers), losers
    store = place.open()
    with store.reading() as rows:
        decided = [one for number in numbers for one in rows.letters(rows.case_numbered(number).id) if one.decision_id]
        assert sorted(letter.serial for letter in decided) == list(range(1, CASES + 1))
        states = [rows.case_numbered(number).state for number in numbers]
        payments = [len(rows.payments_of(rows.case_numbered(number).id)) for number in served]
    assert states == [State.FOR_REVIEW] * len(undone) + [State.PAID] * len(served)
    assert payments == [1] * len(served)
    assert check_store(store) == ()
    store.close()
