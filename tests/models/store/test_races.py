"""Two and four processes act on the same cases at once: exactly one wins each (P5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from builders.drill import Drill
from builders.store import Clerks, bring_to_signature, found_office
from builders.store_processes import careless_race, processes, race

from models.office import Seat
from models.store.engine import Store

BATCH = 1_000


def prepare(store: Store, count: int) -> tuple[Clerks, int]:
    """An office with `count` cases for signature and a second signer."""
    clerks = found_office(store)
    with store.writing() as repository:
        second = repository.add_account("另一签发员", [Seat.SIGN])
        for number in range(1, count + 1):
            bring_to_signature(repository, clerks, number)
    return clerks, second.id


def run_at_once(work: Callable[..., None], place: Any, clerks: Clerks, signers: tuple[int, ...]) -> list[Any]:
    """Start a process for each signer, let them begin together, and collect what they report."""
    context = processes()
    lines, running = [], []
    for signer in signers:
        here, there = context.Pipe()
        process = context.Process(target=work, args=(place.folder, place.url, clerks, signer, there))  # type: ignore[attr-defined]
        process.start()
        there.close()
        lines.append(here)
        running.append(process)
    assert {line.recv() for line in lines} == {"ready"}
    for line in lines:
        line.send("go")
    reports = [line.recv() for line in lines]
    for process, line in zip(running, lines, strict=True):
        process.join()
        line.close()
        process.close()
    return reports


def decided_once(place: Any, count: int) -> None:
    store = place.open()
    clerks, second = prepare(store, count)
    store.close()
    (first_won, first_lost), (second_won, second_lost) = run_at_once(race, place, clerks, (clerks.sign.id, second))
    assert not set(first_won) & set(second_won)
    assert len(first_won) + len(second_won) == count
    assert len(first_lost) == len(second_won)
    assert all("已由另一签发员于" in message and "办理“签发”" in message for message in first_lost)
    assert all("已由签发员于" in message for message in second_lost)
    store = place.open()
    with store.reading() as repository:
        numbers = [entry.detail["n"] for entry in repository.entries(after=1)]
    store.close()
    assert numbers == list(range(1, count + 1))


def test_two_processes_move_200_cases_with_exactly_one_winner_each(place: Any) -> None:
    decided_once(place, 200)


def test_four_processes_move_60_cases_with_exactly_one_winner_each_and_the_losers_told_who(place: Any) -> None:
    store = place.open()
    clerks, _ = prepare(store, 60)
    names = ("签发甲", "签发乙", "签发丙", "签发丁")
    with store.writing() as repository:
        signers = tuple(repository.add_account(name, [Seat.SIGN]).id for name in names)
    store.close()
    reports = run_at_once(race, place, clerks, signers)
    won = [case for wins, _ in reports for case in wins]
    assert sorted(won) == sorted(set(won))
    assert len(won) == 60
    for own, (wins, lost) in zip(names, reports, strict=True):
        assert len(wins) + len(lost) == 60
        others = [name for name in names if name != own]
        assert all(any(f"已由{name}于" in told for name in others) and "办理“签发”" in told for told in lost)
    store = place.open()
    with store.reading() as repository:
        assert [entry.detail["n"] for entry in repository.entries(after=1)] == list(range(1, 61))
    store.close()


@pytest.mark.drill
@pytest.mark.parametrize("kind", ["sqlcipher", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_two_processes_move_20000_cases_with_exactly_one_winner_each(
    kind: str, places: Callable[[str], Any], drill: Drill
) -> None:
    goal = 20_000
    count = drill.size(hour=4_000, goal=goal)
    for first in range(0, count, BATCH):
        decided_once(places(kind), min(BATCH, count - first))
    twice = decided_twice(places(kind), 200)
    assert twice > 0
    what = f"two processes decide one case, {'SQLCipher' if kind == 'sqlcipher' else 'PostgreSQL'}"
    found = "one winner each, the loser told who and when, no number twice"
    drill.row("P5", what, count, goal, found, f"read, look, write: {twice} of 200 decided twice")


def test_the_control_that_reads_looks_and_writes_decides_cases_twice(place: Any) -> None:
    assert decided_twice(place, 20) == 20


def decided_twice(place: Any, count: int) -> int:
    store = place.open()
    clerks, second = prepare(store, count)
    store.close()
    (first, _), (other, _) = run_at_once(careless_race, place, clerks, (clerks.sign.id, second))
    return len(set(first) & set(other))
