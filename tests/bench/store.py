"""One durable decision through the Repository against raw sqlite3 WAL/FULL commits, interleaved in one run.

Two references: the same rows into the same tables and indexes of a plain, unguarded database, written by hand; and one
row with the letter's bytes alone. Neither is encrypted, checks anybody's seat, or takes a number.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from builders.store import KEY, START, Clerks, bring_to_signature, decide, found_office  # noqa: E402

from models.store.engine import Store, create_store  # noqa: E402
from models.store.schema import tables  # noqa: E402

ROUNDS = 400
LETTER_BYTES = 40_000
WRITTEN = ("case_act", "decision", "letter", "letter_content", "bucket", "journal")
Rows = list[tuple[str, tuple[Any, ...]]]


def raw_connection(folder: Path) -> sqlite3.Connection:
    """Plain sqlite3 with the durability and the tables of the store, and one table for bare bytes."""
    connection = sqlite3.connect(folder / "raw.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA wal_autocheckpoint = 8000")
    for statement in tables("sqlite"):
        connection.execute(statement)
    connection.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, letter BLOB NOT NULL)")
    return connection


def rows_written(store: Store) -> Rows:
    """What the last decision added, as driver tuples."""
    run = store.connection.exec_driver_sql
    found = [(name, tuple(run(f"SELECT * FROM {name} ORDER BY 1 DESC LIMIT 1").one())) for name in WRITTEN]
    found.append(("counter", tuple(run("SELECT * FROM counter WHERE series = 'letter.approval'").one())))
    store.connection.rollback()
    return found


def decide_one(store: Store, clerks: Clerks, case_id: int, letter: bytes) -> None:
    """All that one decision stores: state, act, decision, number, letter, month, journal."""
    with store.writing() as repository:
        decide(repository, clerks, repository.case(case_id), content=letter)


def write_rows(raw: sqlite3.Connection, rows: Rows, case_id: int) -> None:
    """The same rows by hand."""
    raw.execute("BEGIN IMMEDIATE")
    raw.execute("UPDATE case_file SET state = 'to_serve', version = version + 1 WHERE id = ?", (case_id,))
    for table, row in rows:
        raw.execute(f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(row))})", row)
    raw.execute("COMMIT")


def write_bytes(raw: sqlite3.Connection, letter: bytes) -> None:
    """The letter's bytes alone."""
    raw.execute("BEGIN IMMEDIATE")
    raw.execute("INSERT INTO bare (letter) VALUES (?)", (letter,))
    raw.execute("COMMIT")


def timed(work: Callable[[], None]) -> float:
    """Seconds that `work` takes."""
    begin = perf_counter()
    work()
    return perf_counter() - begin


def measure(folder: Path) -> tuple[list[float], list[float], list[float]]:
    """Seconds of each decision, of the same rows by hand, and of the bare bytes, in turn on the same disk."""
    store = create_store(folder / "office", key=KEY, created_at=START)
    clerks = found_office(store)
    with store.writing() as repository:
        cases = [bring_to_signature(repository, clerks, number) for number in range(1, ROUNDS + 1)]
    raw = raw_connection(folder)
    for row in store.connection.exec_driver_sql("SELECT * FROM case_file").fetchall():
        raw.execute(f"INSERT INTO case_file VALUES ({', '.join('?' * len(row))})", tuple(row))
    store.connection.rollback()
    seconds: tuple[list[float], list[float], list[float]] = ([], [], [])
    for number, case in enumerate(cases):
        letter = number.to_bytes(4, "big") * (LETTER_BYTES // 4)
        seconds[0].append(timed(lambda case=case, letter=letter: decide_one(store, clerks, case.id, letter)))  # type: ignore[misc]
        rows = rows_written(store)
        seconds[1].append(timed(lambda case=case, rows=rows: write_rows(raw, rows, case.id)))  # type: ignore[misc]
        seconds[2].append(timed(lambda letter=letter: write_bytes(raw, letter)))  # type: ignore[misc]
        if number % 100 == 99:
            store.checkpoint()
            raw.execute("PRAGMA wal_checkpoint(PASSIVE)")
    store.close()
    raw.close()
    return seconds


def main() -> None:
    """Print the medians, their ratios and the tail."""
    with tempfile.TemporaryDirectory() as folder:
        measured = measure(Path(folder))
    names = ("one durable decision", "same rows, raw sqlite3", "letter's bytes alone, raw")
    cuts = [quantiles(values, n=100) for values in measured]
    for name, cut in zip(names, cuts, strict=True):
        print(f"{name:26} p50 {cut[49] * 1000:.2f} ms  p99 {cut[98] * 1000:.2f} ms")
    print(f"decision / same rows       {cuts[0][49] / cuts[1][49]:.2f} (goal at most 2.5)")
    print(f"decision / bare bytes      {cuts[0][49] / cuts[2][49]:.2f}")
    print(f"decision p99 / p50         {cuts[0][98] / cuts[0][49]:.2f} (goal at most 5)")


if __name__ == "__main__":
    main()
