"""I/O error and disk full at the n-th call (P4): what is told unsaved is not there, what is told saved stands."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from models.store import transactions
from models.store.commits import NOT_CERTAIN
from models.store.founding import STANDS
from tests.builders.drill import Drill
from tests.builders.syscalls import (
    CHANGES,
    SYNCS,
    WRITES,
    count_calls,
    fail_at,
    needs_strace,
    run_traced,
    run_with_little_room,
)
from tests.builders.traced_acts import ACTS, Act, perform, perform_careless

pytestmark = needs_strace
FAULTS_AN_HOUR = 120
LIMITS_AN_HOUR = 60
NEW_OFFICE_BYTES = 2_000_000  # more than an empty office and its log take
# What stands although an error was told is never called unsaved: either it says so, or it is about opening only.
STANDS_ALL_THE_SAME = (
    *("备份已经恢复", "恢复已经定下", "备份已做好", "恢复演练已经做完"),
    *("磁盘已满或读写出错，数据库无法打开", NOT_CERTAIN, STANDS),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """The n-th such call fails with this error: once, or from then on."""

    call: str
    number: int
    error: str
    for_ever: bool


def faults(act: Act, original: Path, place: Path) -> list[Fault]:
    """Every call of the undisturbed act, each failing in four ways."""
    folder = Path(shutil.copytree(original, place / "counted"))
    counts = count_calls(perform, (act.name, folder))
    return [
        Fault(call, number, error, for_ever)
        for call in CHANGES
        for number in range(1, counts[call] + 1)
        for error in ("ENOSPC", "EIO")
        for for_ever in (False, True)
    ]


def evenly(found: list[Fault], most: int) -> list[Fault]:
    """At most so many, spread evenly over the calls of every kind and the ways to fail."""
    step = max(1.0, len(found) / most)
    return [found[int((place + 0.5) * step)] for place in range(min(most, len(found)))]


def suffered(act: Act, folder: Path, told: tuple[str, ...], what: object) -> str:
    """How the act ended: saved or told, in agreement with what stands afterwards."""
    (said,) = told
    stands = act.stands(folder)
    kind, _, words = said.partition(" ")
    assert kind in {"saved", "told"}, (what, said)
    assert stands or kind == "told", (what, said)
    if stands and kind == "told":
        assert words.startswith(STANDS_ALL_THE_SAME), (what, said)
    return kind


def fail_somewhere(act: Act, place: Path, most: int) -> tuple[int, Counter[str]]:
    """How many faults there are, and how the act ended at each of those that were tried."""
    act.prepare(place / "prepared")
    every = faults(act, place / "prepared", place)
    ended: Counter[str] = Counter()
    for fault in evenly(every, most):
        folder = Path(shutil.copytree(place / "prepared", place / "failed"))
        ended[suffered(act, folder, told_at(act, folder, fault), fault)] += 1
        shutil.rmtree(folder)
    return len(every), ended


def told_at(act: Act, folder: Path, fault: Fault) -> tuple[str, ...]:
    """What the act told when this call failed."""
    options = fail_at(fault.call, fault.number, fault.error, for_ever=fault.for_ever)
    return run_traced(perform, (act.name, folder), *options).told


def lack_room(act: Act, place: Path, count: int) -> Counter[str]:
    """How the act ended where no file could grow beyond so many bytes, from none to enough."""
    if not (place / "prepared").exists():
        act.prepare(place / "prepared")
    sizes = [path.stat().st_size for path in (place / "prepared").rglob("*") if path.is_file()]
    enough = 2 * max(sizes, default=NEW_OFFICE_BYTES)
    ended: Counter[str] = Counter()
    for number in range(count):
        # Most of what an act writes is little: the limits lie closer together there.
        most = int(enough * (number / (count - 1)) ** 3)
        folder = Path(shutil.copytree(place / "prepared", place / "full"))
        ended[suffered(act, folder, run_with_little_room(perform, (act.name, folder), most), most)] += 1
        shutil.rmtree(folder)
    return ended


def swallowed_for_want_of_room(act: Act, place: Path) -> bool:
    """The control: the error is swallowed. Whether it said saved and nothing is there."""
    act.prepare(place / "prepared")
    folder = Path(shutil.copytree(place / "prepared", place / "full"))
    return run_with_little_room(perform_careless, (act.name, folder), 5_000) == ("saved",) and not act.stands(folder)


def swallowed(act: Act, place: Path) -> bool:
    """The control: the error is swallowed. Whether it said saved and nothing is there."""
    act.prepare(place / "prepared")
    folder = Path(shutil.copytree(place / "prepared", place / "failed"))
    ended = run_traced(perform_careless, (act.name, folder), *fail_at(",".join(WRITES), 1, "ENOSPC", for_ever=True))
    return ended.told == ("saved",) and not act.stands(folder)


def test_a_scan_whose_disk_fails_at_any_call_is_saved_or_told_unsaved(tmp_path: Path) -> None:
    _, ended = fail_somewhere(ACTS["attach"], tmp_path, 16)
    assert set(ended) == {"saved", "told"}


def test_the_control_that_swallows_the_error_says_saved_and_lost_it(tmp_path: Path) -> None:
    assert swallowed(ACTS["attach"], tmp_path)


def test_a_scan_for_which_there_is_no_room_is_saved_or_told_unsaved(tmp_path: Path) -> None:
    ended = lack_room(ACTS["attach"], tmp_path, 8)
    assert set(ended) == {"saved", "told"}


def test_an_office_for_which_there_is_no_room_is_not_made_and_can_be_made_there_later(tmp_path: Path) -> None:
    ended = lack_room(ACTS["new office"], tmp_path, 5)
    assert set(ended) == {"saved", "told"}


def test_the_control_that_swallows_the_want_of_room_says_saved_and_lost_it(tmp_path: Path) -> None:
    assert swallowed_for_want_of_room(ACTS["attach"], tmp_path)


def unsynced(place: Path) -> list[tuple[tuple[str, ...], bool]]:
    """A decision whose log is not synced, once or from then on, then a crash: what was told, and whether it stands."""
    act = ACTS["decide, then crash"]
    act.prepare(place / "prepared")
    found = []
    for fault in faults(act, place / "prepared", place):
        if fault.call in SYNCS and fault.error == "EIO":
            folder = Path(shutil.copytree(place / "prepared", place / "failed"))
            found.append((told_at(act, folder, fault), act.stands(folder)))
            shutil.rmtree(folder)
    return found


def test_a_decision_told_unsaved_because_the_log_was_not_synced_is_not_there_after_a_crash(tmp_path: Path) -> None:
    found = unsynced(tmp_path)
    told = [words for (words,), stands in found if not stands]
    assert {words.partition(" ")[0] for words in told} == {"told"}
    assert any(words.endswith(NOT_CERTAIN) for words in told)
    assert any("未保存" in words for words in told)
    assert {words for (words,), stands in found if stands} == {"saved"}


def test_the_control_that_leaves_the_log_as_it_is_calls_a_decision_unsaved_that_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transactions, "commit", lambda connection: connection.commit())
    assert any(stands and "未保存" in words for (words,), stands in unsynced(tmp_path))


@pytest.mark.drill
@pytest.mark.parametrize("name", ACTS)
def test_an_act_whose_disk_fails_at_every_call_is_saved_or_told_unsaved(
    name: str, tmp_path: Path, drill: Drill
) -> None:
    (tmp_path / "control").mkdir()
    act = ACTS[name]
    every, ended = fail_somewhere(act, tmp_path, drill.size(hour=FAULTS_AN_HOUR, goal=1_000_000))
    control = "swallowed: said saved, lost" if swallowed(act, tmp_path / "control") else "FAILED: not lost"
    assert control.startswith("swallowed")
    found = f"{ended['told']} told, {ended['saved']} saved, each truly; 0 untyped"
    drill.row("P4", f"disk full and I/O error at each call: {name}", ended.total(), every, found, control)


@pytest.mark.drill
def test_acts_for_which_there_is_no_room_are_saved_or_told_unsaved(tmp_path: Path, drill: Drill) -> None:
    goal = 100
    count = drill.size(hour=LIMITS_AN_HOUR, goal=goal)
    ended: Counter[str] = Counter()
    for name, act in ACTS.items():
        (tmp_path / name).mkdir()
        ended += lack_room(act, tmp_path / name, max(2, count))
        shutil.rmtree(tmp_path / name)
    (tmp_path / "control").mkdir()
    assert swallowed_for_want_of_room(ACTS["attach"], tmp_path / "control")
    found = f"{ended['told']} told, {ended['saved']} saved, each truly; 0 untyped"
    what = f"no room beyond n bytes of a file: all {len(ACTS)} acts"
    drill.row("P4", what, ended.total(), goal * len(ACTS), found, "swallowed: said saved, lost")
