"""The power fails at any moment of a day's decisions (P3): no state of the disk is corrupt, nothing acknowledged lost.

The shipped library's own system calls are recorded with strace, and the states a disk may be in are rebuilt from them.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from builders.disk_states import ACKNOWLEDGED, RECORDED, Disk, Event, Write, apply, events, power_losses
from builders.drill import Drill
from builders.store import KEY, START, Clerks, bring_to_signature, decide, found_office
from builders.syscalls import Board, needs_strace, run_traced

from models.case import State
from models.errors import StoreError
from models.store import embedded
from models.store.engine import create_store, open_store
from models.store.location import STORE_NAME
from models.store.verify import verify_folder

pytestmark = needs_strace
CASES = 12
FULLY_EVERY = 200


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Clerks]:
    """A closed store with cases ready for signature."""
    folder = tmp_path_factory.mktemp("power") / "office"
    store = create_store(folder, key=KEY, created_at=START)
    clerks = found_office(store)
    with store.writing() as repository:
        for number in range(1, CASES + 1):
            bring_to_signature(repository, clerks, number)
    store.close()
    return folder, clerks


def decide_all(folder: Path, clerks: Clerks, synchronous: str, board: Board) -> None:
    """Decide every case, acknowledging each after its commit; fold the log twice, and once more on closing."""
    acknowledged = os.open(folder / ACKNOWLEDGED, os.O_WRONLY | os.O_CREAT)
    store = open_store(folder, key=KEY)
    store.connection.exec_driver_sql(f"PRAGMA synchronous = {synchronous}")
    with store.reading() as repository:
        waiting = [row.case_id for row in repository.cases({State.FOR_SIGNATURE})]
    for number, case_id in enumerate(waiting, 1):
        with store.writing() as repository:
            decide(repository, clerks, repository.case(case_id), content=bytes(9_000))
        os.pwrite(acknowledged, b"done", number * 4)
        if number % 5 == 0:
            store.checkpoint()
    store.close()
    os.close(acknowledged)
    board.tell("decided")


def record(office: tuple[Path, Clerks], place: Path, synchronous: str) -> tuple[Mapping[str, bytes], Sequence[Event]]:
    """The files before, and every call on them while the cases were decided."""
    original, clerks = office
    folder = Path(shutil.copytree(original, place / synchronous))
    before = {STORE_NAME: (folder / STORE_NAME).read_bytes()}
    options = ("-y", "-xx", "-s", "1000000", "-e", f"trace={','.join(RECORDED)}")
    ended = run_traced(decide_all, (folder, clerks, synchronous), *options, read=True)
    assert ended.told == ("decided",)
    recorded = list(events(ended.trace, folder))
    assert sum(type(event).__name__ == "Acknowledge" for event in recorded) == CASES
    return before, recorded


@contextmanager
def tray() -> Iterator[Path]:
    """A folder for the states, in memory where the system has such a place."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="subsidy-desk-", dir=memory if memory.is_dir() else None) as place:
        yield Path(place)


def lay_out(files: Mapping[str, bytearray], place: Path) -> None:
    """These files and no others."""
    for path in place.iterdir():
        if path.name not in files:
            path.unlink()
    for name, content in files.items():
        (place / name).write_bytes(content)


def standing(folder: Path) -> str:
    """How many decisions stand, every one whole; otherwise `half` or `corrupt`."""
    try:
        connection = embedded.connect(folder / STORE_NAME, KEY)
    except StoreError:
        return "corrupt"
    try:
        run = connection.execute
        # Every page is read through the log, which holds whole what was torn while it was being folded; reading a page
        # checks its MAC.
        if run("PRAGMA quick_check").fetchall() != [("ok",)]:
            return "corrupt"
        (decided,) = run("SELECT COUNT(*) FROM decision").fetchone()
        parts = {run(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in ("letter", "letter_content", "bucket")}
        return str(decided) if parts == {decided} else "half"
    except embedded_errors():
        return "corrupt"
    finally:
        connection.close()


def embedded_errors() -> type[Exception]:
    from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

    return dbapi2.Error  # type: ignore[no-any-return]


def judged(found: str, acknowledged: int) -> str:
    """`sound`, or `lost` when something acknowledged is not there; `half` and `corrupt` as they are."""
    if not found.isdigit():
        return found
    return "sound" if int(found) >= acknowledged else "lost"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the states are, and how many of them differ; each of those was opened."""

    verdicts: Counter[str]
    different: int


def lose_power(before: Mapping[str, bytes], recorded: Sequence[Event], count: int, *, honest: bool = True) -> Outcome:
    """Every state that was not there before is opened; of these every two-hundredth is verified as a whole."""
    known: dict[object, str] = {}
    verdicts: Counter[str] = Counter()
    with tray() as folder:
        for state in power_losses(before, recorded, count, random.Random(20260302), honest=honest):
            if state.likeness not in known:
                lay_out(state.files(), folder)
                found = standing(folder)
                if found.isdigit() and len(known) % FULLY_EVERY == 0 and verify_folder(folder, key=KEY):
                    found = "corrupt"
                known[state.likeness] = found
            verdicts[judged(known[state.likeness], state.acknowledged)] += 1
    return Outcome(verdicts, len(known))


def test_a_store_whose_log_was_being_folded_when_the_power_failed_verifies(
    office: tuple[Path, Clerks], tmp_path: Path
) -> None:
    before, recorded = record(office, tmp_path, "FULL")
    folding = [n for n, event in enumerate(recorded) if isinstance(event, Write) and event.name == STORE_NAME]
    disk = Disk(files={name: bytearray(content) for name, content in before.items()})
    for event in recorded[: folding[0] + 1]:
        disk.happen(event)
    page = recorded[folding[0]]
    assert isinstance(page, Write)
    half = Write(page.name, page.at, page.content[: len(page.content) // 2])
    files = disk.with_these(disk.reached(random.Random(1)))
    apply(files, half)
    with tray() as folder:
        lay_out(files, folder)
        assert verify_folder(folder, key=KEY) == ()


def test_every_state_after_a_power_loss_is_sound(office: tuple[Path, Clerks], tmp_path: Path) -> None:
    before, recorded = record(office, tmp_path, "FULL")
    assert lose_power(before, recorded, 120).verdicts == {"sound": 120}
    lying = lose_power(before, recorded, 20, honest=False)
    assert lying.verdicts["sound"] < 20, "the control with a disk that lies about syncs"


def test_the_control_with_synchronous_normal_loses_what_it_acknowledged(
    office: tuple[Path, Clerks], tmp_path: Path
) -> None:
    assert lose_power(*record(office, tmp_path, "NORMAL"), 30).verdicts["lost"] > 0


@pytest.mark.drill
def test_500000_states_after_a_power_loss_are_sound(office: tuple[Path, Clerks], tmp_path: Path, drill: Drill) -> None:
    goal = 500_000
    count = drill.size(hour=120_000, goal=goal)
    before, recorded = record(office, tmp_path, "FULL")
    states = lose_power(before, recorded, count)
    assert states.verdicts == {"sound": count}
    normal = lose_power(*record(office, tmp_path, "NORMAL"), 300).verdicts
    lying = lose_power(before, recorded, 300, honest=False).verdicts
    assert normal["lost"] > 0
    assert lying["sound"] < 300
    control = (
        f"synchronous=NORMAL: {normal['lost'] / 3:.0f} % of states lose; "
        f"lying fsync: {(300 - lying['sound']) / 3:.0f} % lost or corrupt"
    )
    found = f"0 corrupt, 0 half, 0 lost; {states.different:,} of them differ"
    drill.row("P3", "power lost while deciding, states of the disk", count, goal, found, control)
