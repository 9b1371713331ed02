"""Killed at each of its system calls (P2): an act stands wholly or not at all, and what was acknowledged stands."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders.drill import Drill
from tests.builders.syscalls import count_calls, kill_at, needs_strace, run_traced
from tests.builders.traced_acts import ACTS, Act, perform, perform_careless

pytestmark = needs_strace
# A backup, a rotation and a migration copy the store page by page; within an hour not each call has its kill.
CALLS_AN_HOUR = 120
CARELESS = 4


def prepared(act: Act, place: Path) -> Path:
    act.prepare(place / "prepared")
    return place / "prepared"


def points(act: Act, original: Path, place: Path) -> Iterator[tuple[str, int]]:
    """Every call that the undisturbed act makes, of the kinds that change a disk."""
    folder = Path(shutil.copytree(original, place / "counted"))
    for call, count in sorted(count_calls(perform, (act.name, folder)).items()):
        yield from ((call, number) for number in range(1, count + 1))
    assert act.stands(folder), "the undisturbed act is done"


def killed(act: Act, original: Path, place: Path, call: str, number: int) -> tuple[bool, bool]:
    """Whether the act was acknowledged before its n-th such call ended the process, and whether it stands."""
    folder = Path(shutil.copytree(original, place / "killed"))
    try:
        ended = run_traced(perform, (act.name, folder), *kill_at(call, number))
        assert ended.told in ((), ("saved",)), ended.told
        return bool(ended.told), act.stands(folder)
    finally:
        shutil.rmtree(folder)


def evenly(calls: list[tuple[str, int]], most: int) -> list[tuple[str, int]]:
    """At most so many of the calls, spread evenly over those of every kind."""
    step = max(1.0, len(calls) / most)
    return [calls[int((place + 0.5) * step)] for place in range(min(most, len(calls)))]


def kill_everywhere(act: Act, place: Path, most: int) -> tuple[int, int, int]:
    """How many calls there are, how many were the last one, and after how many of them the act stands."""
    original = prepared(act, place)
    every = list(points(act, original, place))
    calls = evenly(every, most)
    stood = 0
    for call, number in calls:
        acknowledged, stands = killed(act, original, place, call, number)
        assert stands or not acknowledged, f"acknowledged and lost at {call} {number}"
        stood += stands
    return len(every), len(calls), stood


def careless_losses(act: Act, place: Path, most: int) -> tuple[int, int]:
    """The control: acknowledged before it is done. How often that is lost, of how many kills."""
    original = prepared(act, place)
    lost = done = 0
    for call, number in evenly(list(points(act, original, place)), most):
        folder = Path(shutil.copytree(original, place / "killed"))
        ended = run_traced(perform_careless, (act.name, folder), *kill_at(call, number))
        lost += bool(ended.told) and not act.stands(folder)
        done += 1
        shutil.rmtree(folder)
    return lost, done


def test_a_scan_attached_and_killed_at_its_calls_stands_wholly_or_not_at_all(tmp_path: Path) -> None:
    _, killed_at, stood = kill_everywhere(ACTS["attach"], tmp_path, 8)
    assert 0 < stood < killed_at


def test_a_new_pass_phrase_killed_at_its_calls_is_in_force_wholly_or_not_at_all(tmp_path: Path) -> None:
    _, killed_at, stood = kill_everywhere(ACTS["new pass phrase"], tmp_path, 6)
    assert 0 < stood < killed_at


def test_the_control_that_acknowledges_first_loses_what_it_acknowledged(tmp_path: Path) -> None:
    assert careless_losses(ACTS["attach"], tmp_path, 1) == (1, 1)


@pytest.mark.drill
@pytest.mark.parametrize("name", ACTS)
def test_an_act_killed_at_every_call_stands_wholly_or_not_at_all(name: str, tmp_path: Path, drill: Drill) -> None:
    (tmp_path / "control").mkdir()
    act = ACTS[name]
    every, done, stood = kill_everywhere(act, tmp_path, drill.size(hour=CALLS_AN_HOUR, goal=1_000_000))
    lost, tried = careless_losses(act, tmp_path / "control", CARELESS)
    assert lost > 0
    found = f"0 half done, 0 acknowledged lost; stands after {stood}"
    drill.row("P2", f"killed at each call: {name}", done, every, found, f"acknowledged first: {lost} of {tried} lost")
