"""I/O error and disk full at the n-th call (P4): what is told unsaved is not there, what is told saved stands."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.builders.drill import Drill
from tests.builders.syscalls import CHANGES, count_calls, fail_at, needs_strace, run_traced
from tests.builders.traced_acts import ACTS, Act, perform, perform_careless

pytestmark = needs_strace
PAGES_AN_HOUR = 12
# What stands although an error was told is never called unsaved: either it says so, or it is about opening only.
STANDS_ALL_THE_SAME = ("备份已经恢复", "恢复已经定下", "备份已做好", "磁盘已满或读写出错，数据库无法打开")


@dataclass(frozen=True, slots=True)
class Fault:
    """The n-th such call fails with this error: once, or from then on."""

    call: str
    number: int
    error: str
    for_ever: bool


def faults(act: Act, original: Path, place: Path, most: int) -> Iterator[Fault]:
    """Every call of the undisturbed act that can fail, at most so many of each kind, evenly spread."""
    folder = Path(shutil.copytree(original, place / "counted"))
    counts = count_calls(perform, (act.name, folder))
    for call in CHANGES:
        every = max(1, -(-counts[call] // most))
        for number in range(1, counts[call] + 1, every):
            for error in ("ENOSPC", "EIO"):
                yield Fault(call, number, error, False)
                yield Fault(call, number, error, True)


def suffered(act: Act, original: Path, place: Path, fault: Fault) -> str:
    """How the act ended: saved or told, in agreement with what stands afterwards."""
    folder = Path(shutil.copytree(original, place / "failed"))
    try:
        options = fail_at(fault.call, fault.number, fault.error, for_ever=fault.for_ever)
        (told,) = run_traced(perform, (act.name, folder), *options).told
        stands = act.stands(folder)
        kind, _, words = told.partition(" ")
        assert kind in {"saved", "told"}, (fault, told)
        assert stands or kind == "told", (fault, told)
        if stands and kind == "told":
            assert words.startswith(STANDS_ALL_THE_SAME), (fault, told)
        return kind
    finally:
        shutil.rmtree(folder)


def fail_everywhere(act: Act, place: Path, most: int) -> Counter[str]:
    act.prepare(place / "prepared")
    ended: Counter[str] = Counter()
    for fault in faults(act, place / "prepared", place, most):
        ended[suffered(act, place / "prepared", place, fault)] += 1
    return ended


def swallowed(act: Act, place: Path) -> bool:
    """The control: the error is swallowed. Whether it said saved and nothing is there."""
    act.prepare(place / "prepared")
    folder = Path(shutil.copytree(place / "prepared", place / "failed"))
    ended = run_traced(perform_careless, (act.name, folder), *fail_at("pwrite64", 1, "ENOSPC", for_ever=True))
    return ended.told == ("saved",) and not act.stands(folder)


def test_a_scan_whose_disk_fails_at_any_call_is_saved_or_told_unsaved(tmp_path: Path) -> None:
    ended = fail_everywhere(ACTS["attach"], tmp_path, 1)
    assert set(ended) == {"saved", "told"}


def test_the_control_that_swallows_the_error_says_saved_and_lost_it(tmp_path: Path) -> None:
    assert swallowed(ACTS["attach"], tmp_path)


@pytest.mark.drill
@pytest.mark.parametrize("name", ACTS)
def test_an_act_whose_disk_fails_at_every_call_is_saved_or_told_unsaved(
    name: str, tmp_path: Path, drill: Drill
) -> None:
    (tmp_path / "control").mkdir()
    act = ACTS[name]
    ended = fail_everywhere(act, tmp_path, drill.size(hour=PAGES_AN_HOUR, goal=1_000_000))
    goal = 4 * sum(
        count_calls(perform, (name, Path(shutil.copytree(tmp_path / "prepared", tmp_path / "all")))).values()
    )
    control = "swallowed: said saved, lost" if swallowed(act, tmp_path / "control") else "FAILED: not lost"
    assert control.startswith("swallowed")
    found = f"{ended['told']} told, {ended['saved']} saved, each truly; 0 untyped"
    drill.row("P4", f"disk full and I/O error at each call: {name}", ended.total(), goal, found, control)
