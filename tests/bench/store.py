"""One durable decision through the Repository against a raw sqlite3 WAL/FULL commit of the same bytes, interleaved."""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from collections.abc import Callable
from dataclasses import astuple
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from time import perf_counter

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from builders.store import (  # noqa: E402
    KEY,
    START,
    Clerks,
    bring_to_signature,
    decide,
    decision_of,
    found_office,
)

from models.store.engine import Store, create_store  # noqa: E402

ROUNDS = 400
LETTER_BYTES = 40_000


def raw_connection(folder: Path) -> sqlite3.Connection:
    """Plain sqlite3 with the durability of the store and one table."""
    connection = sqlite3.connect(folder / "raw.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE decision (id INTEGER PRIMARY KEY, row TEXT NOT NULL, letter BLOB NOT NULL)")
    return connection


def measure(folder: Path) -> tuple[list[float], list[float]]:
    """Seconds of each decision and of each raw commit, one after the other so that both meet the same disk."""
    store = create_store(folder / "office", key=KEY, created_at=START)
    clerks = found_office(store)
    with store.writing() as repository:
        cases = [bring_to_signature(repository, clerks, number) for number in range(1, ROUNDS + 1)]
    raw = raw_connection(folder)
    decisions: list[float] = []
    commits: list[float] = []
    for number, case in enumerate(cases):
        at = START + timedelta(seconds=number)
        letter = number.to_bytes(4, "big") * (LETTER_BYTES // 4)
        row = repr(astuple(decision_of(case, clerks, at))) * 6

        def whole(case_id: int = case.id, letter: bytes = letter) -> None:
            decide_one(store, clerks, case_id, letter)

        def bare(row: str = row, letter: bytes = letter) -> None:
            commit_one(raw, row, letter)

        decisions.append(timed(whole))
        commits.append(timed(bare))
    store.close()
    raw.close()
    return decisions, commits


def decide_one(store: Store, clerks: Clerks, case_id: int, letter: bytes) -> None:
    """All that one decision stores: state, act, decision, number, letter, month, journal."""
    with store.writing() as repository:
        decide(repository, clerks, repository.case(case_id), content=letter)


def commit_one(raw: sqlite3.Connection, row: str, letter: bytes) -> None:
    """The bare commit."""
    raw.execute("BEGIN IMMEDIATE")
    raw.execute("INSERT INTO decision (row, letter) VALUES (?, ?)", (row, letter))
    raw.execute("COMMIT")


def timed(work: Callable[[], None]) -> float:
    """Seconds that `work` takes."""
    begin = perf_counter()
    work()
    return perf_counter() - begin


def main() -> None:
    """Print the ratio of the medians and the tail."""
    with tempfile.TemporaryDirectory() as folder:
        decisions, commits = measure(Path(folder))
    cuts, bare = quantiles(decisions, n=100), quantiles(commits, n=100)
    print(f"one durable decision   p50 {cuts[49] * 1000:.2f} ms, p99 {cuts[98] * 1000:.2f} ms")
    print(f"raw sqlite3 commit     p50 {bare[49] * 1000:.2f} ms, p99 {bare[98] * 1000:.2f} ms")
    print(f"ratio of the medians   {cuts[49] / bare[49]:.2f} (goal at most 2.5)")
    print(f"p99 over p50           {cuts[98] / cuts[49]:.2f} (goal at most 5)")


if __name__ == "__main__":
    main()
