"""kill -9 at random moments of a decision (P1): what was acknowledged is whole, everything else wholly absent."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from builders.drill import Drill
from builders.store import Clerks, bring_to_signature, found_office
from builders.store_processes import decide_all, processes

from models.case import State
from models.store.engine import Store
from models.store.repository import Repository
from models.store.verify import verify


def prepare(place: Any, count: int) -> Clerks:
    store = place.open()
    clerks = found_office(store)
    with store.writing() as repository:
        for number in range(1, count + 1):
            bring_to_signature(repository, clerks, number)
    store.close()
    return clerks


def kill_once(place: Any, clerks: Clerks, chance: random.Random, *, careless: bool) -> set[int]:
    """Let a process decide cases, kill it at a random moment, and return the cases it acknowledged."""
    context = processes()
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=decide_all, args=(place.folder, place.url, clerks, careless, there))  # type: ignore[attr-defined]
    process.start()
    there.close()
    acknowledged = {here.recv()}
    for _ in range(chance.randrange(3)):
        acknowledged.add(here.recv())
    time.sleep(chance.random() * 0.006)
    process.kill()
    process.join()
    acknowledged |= remaining(here)
    here.close()
    process.close()
    return acknowledged - {0}


def remaining(line: Any) -> set[int]:
    """What the killed process had still sent."""
    found = set()
    try:
        while line.poll():
            found.add(line.recv())
    except EOFError:
        pass
    return found


def whole_cases(repository: Repository) -> set[int]:
    """The cases whose decision is there; none may be there in part."""
    buckets = Counter(bucket.case_id for bucket in repository.buckets("2026-03"))
    journalled = Counter(entry.subject for entry in repository.entries())
    rows = repository.cases()
    return {row.case_id for row in rows if is_whole(repository, row.case_id, buckets, journalled)}


def is_whole(repository: Repository, case_id: int, buckets: Counter[int], journalled: Counter[str]) -> bool:
    """Whether everything a decision stores is there; it must not be there in part."""
    case = repository.case(case_id)
    decision = repository.decision(case_id)
    letters = repository.letters(case_id)
    signed = [act for act in repository.acts(case_id) if act.act.value == "signed"]
    counts = (len(letters), len(signed), buckets[case_id], journalled[f"case:{case_id}"])
    parts = [case.state is State.TO_SERVE, decision is not None, *(count == 1 for count in counts)]
    assert len(set(parts)) == 1, f"case {case_id} is half done: {parts}"
    assert not parts[0] or len(repository.letter_content(letters[0].id)) == 40_000
    return parts[0]


def survive(place: Any, kills: int, seed: int = 0) -> int:
    clerks = prepare(place, kills * 8)
    chance = random.Random(20260302 + seed)
    acknowledged: set[int] = set()
    for _ in range(kills):
        acknowledged |= kill_once(place, clerks, chance, careless=False)
    store: Store = place.open()
    try:
        assert verify(store) == ()
        with store.reading() as repository:
            whole = whole_cases(repository)
    finally:
        store.close()
    assert acknowledged <= whole
    assert len(whole - acknowledged) <= kills
    return len(acknowledged)


def test_20_kills_lose_nothing_acknowledged_and_leave_nothing_half_done(place: Any) -> None:
    assert survive(place, 20) > 0


@pytest.mark.drill
@pytest.mark.parametrize("kind", ["sqlcipher", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_2000_kills_lose_nothing_acknowledged_and_leave_nothing_half_done(
    kind: str, places: Callable[[str], Any], drill: Drill
) -> None:
    goal, batch = 2_000, 50
    batches = max(1, drill.size(hour=600, goal=goal) // batch)
    kills = batches * batch
    acknowledged = sum(survive(places(kind), batch, seed=n) for n in range(batches))
    half = kills_until_half_done(places("sqlcipher"))
    what = f"kill -9 at a random moment of a decision, {'SQLCipher' if kind == 'sqlcipher' else 'PostgreSQL'}"
    found = f"0 of {acknowledged:,} acknowledged lost, 0 half done"
    drill.row("P1", what, kills, goal, found, f"two transactions: half done at kill {half}")


def test_the_control_without_one_transaction_is_left_half_done(places: Callable[[str], Any]) -> None:
    assert kills_until_half_done(places("sqlcipher"))


def kills_until_half_done(place: Any) -> int:
    """The control: a decision in two transactions. The first kill that leaves one half done."""
    clerks = prepare(place, 200)
    chance = random.Random(1)
    for number in range(1, 41):
        kill_once(place, clerks, chance, careless=True)
        store = place.open()
        half = store.connection.exec_driver_sql(
            "SELECT COUNT(*) FROM case_file c WHERE c.state = 'to_serve' AND NOT EXISTS "
            "(SELECT 1 FROM case_act a WHERE a.case_id = c.id AND a.act = 'signed')"
        ).scalar_one()
        store.close()
        if half:
            return number
    pytest.fail("forty kills never hit between the two transactions")
