"""One durable decision against a raw WAL/FULL commit of the same bytes, interleaved in one run on one disk.

The bytes are the rows the decision just wrote, put by hand into the same tables and indexes without guards or foreign
keys: `raw, plain` through the standard library's sqlite3, which the goal is measured by; `raw, encrypted` through the
driver of the store with its key, cipher and 4,096-byte pages, which tells how much of the difference is the cipher.
Neither checks, assesses, numbers or chains anything. `with letter` renders the letter inside, as in life. Both clocks
must hold the goal: the wall's, which waits for the disk and for other programs, and that of this process. The pages
that each writes into its log are counted, so that one sees whether they do write the same.

deciding.py [CASES]
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from models.case import State
from models.casework import deciding
from models.letter import LetterOrder, RenderedLetter
from models.store import embedded
from models.store.engine import Store
from reports.issue import render
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau, make_bureau

CASES = 300
WITH_LETTER = 6  # every sixth decision is followed by one that renders its letter
PAGE_BYTES, _FRAME_HEAD, _LOG_HEAD = 4096, 24, 32
COUNTED = 10  # further decisions whose pages are counted, untimed
IDLE = 20  # decisions between two foldings of the log, as the window does when nobody types
GOAL_RATIO, GOAL_TAIL = 2.5, 5.0
WRITTEN = ("assessment", "decision", "letter", "letter_content", "bucket", "case_act", "journal")
COUNTER = "SELECT * FROM counter WHERE series = 'letter.approval'"
TALLIES = (
    "SELECT * FROM (SELECT * FROM case_tally WHERE state = 'for_signature' ORDER BY place DESC LIMIT 1) UNION ALL "
    "SELECT * FROM (SELECT * FROM case_tally WHERE state = 'to_serve' ORDER BY place DESC LIMIT 1)"
)
Rows = list[tuple[str, tuple[Any, ...]]]
Times = dict[str, list[tuple[float, float]]]
Pages = dict[str, list[int]]


class Raw:
    """The same tables and indexes in a database of their own, written by hand."""

    def __init__(self, path: Path, database: Any, store: Store) -> None:
        self._run, self._log = database.execute, path.with_name(f"{path.name}-wal")
        for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = OFF", "wal_autocheckpoint = 8000"):
            self._run(f"PRAGMA {setting}")
        kept = "SELECT sql FROM sqlite_schema WHERE type IN ('table', 'index') AND sql IS NOT NULL ORDER BY type DESC"
        for statement in _fetched(store, kept):
            self._run(*statement)

    def add_case(self, row: tuple[Any, ...]) -> None:
        self._run(f"INSERT INTO case_file VALUES ({', '.join('?' * len(row))})", row)

    def save(self, case_id: int, rows: Rows) -> None:
        """What is timed: the rows of one decision in one transaction."""
        self._run("BEGIN IMMEDIATE")
        moved = "UPDATE case_file SET state = 'to_serve', version = version + 1, assessment_id = ? WHERE id = ?"
        self._run(moved, (rows[0][1][0], case_id))
        for table, row in rows:
            self._run(f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(row))})", row)
        self._run("COMMIT")

    def rest(self) -> None:
        """Fold the log into the file."""
        self._run("PRAGMA wal_checkpoint(PASSIVE)")

    def pages(self, case_id: int, rows: Rows) -> int:
        """How many pages `save` writes into the log."""
        self._run("PRAGMA wal_checkpoint(TRUNCATE)")
        self.save(case_id, rows)
        return frames(self._log)


def _fetched(store: Store, statement: str) -> list[tuple[Any, ...]]:
    rows = [tuple(row) for row in store.connection.exec_driver_sql(statement)]
    store.connection.rollback()
    return rows


def rows_written(store: Store) -> Rows:
    """What the last decision added, as driver tuples."""
    newest = [(name, _fetched(store, f"SELECT * FROM {name} ORDER BY 1 DESC LIMIT 1")[0]) for name in WRITTEN]
    tallies = [("case_tally", row) for row in _fetched(store, TALLIES)]
    return [*newest, ("counter", _fetched(store, COUNTER)[0]), *tallies]


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the wall and of this process."""
    wall, own = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - own) * 1000


def ready(bureau: Bureau, number: str) -> Callable[[LetterOrder, str], RenderedLetter]:
    """A renderer whose letter was made beforehand."""
    letter = render(deciding.preview(bureau["sign"], number), "东人社补〔2025〕1号")
    return lambda _order, _number: letter


def measure(folder: Path, cases: int) -> tuple[Times, Pages]:
    bureau = make_bureau(folder / "office", confirmed=True)
    store, decide = bureau["sign"].store, partial(deciding.decide, bureau["sign"])
    raws = {
        "raw, encrypted": Raw(folder / "raw.db", embedded.connect(folder / "raw.db", bytes(range(32))), store),
        "raw, plain": Raw(folder / "plain.db", sqlite3.connect(folder / "plain.db", isolation_level=None), store),
    }
    times: Times = {name: [] for name in (*raws, "decision", "with letter")}
    for n in range(cases):
        facts = {**ELIGIBLE_UPGRADE, "certificate.occupation": f"练习工种{n}"}
        one = bureau.reviewed(facts, person=bureau.person(2 * n + 1))
        (case,) = _fetched(store, f"SELECT * FROM case_file WHERE number = '{one}'")
        times["decision"].append(timed(partial(decide, one, ready(bureau, one))))
        rows = rows_written(store)
        for name, raw in raws.items():
            raw.add_case(case)
            times[name].append(timed(partial(raw.save, case[0], rows)))
        if n % WITH_LETTER == 0:
            other = bureau.reviewed(facts, person=bureau.person(2 * n + 2))
            times["with letter"].append(timed(partial(decide, other, render)))
            assert bureau.state(other) is State.TO_SERVE
        if n % IDLE == IDLE - 1:
            for resting in (store.checkpoint, *(raw.rest for raw in raws.values())):
                resting()
    pages: Pages = {name: [] for name in ("decision", *raws)}
    for n in range(2 * cases + 1, 2 * cases + COUNTED + 1):
        one = bureau.reviewed({**ELIGIBLE_UPGRADE, "certificate.occupation": f"练习工种{n}"}, person=bureau.person(n))
        (case,) = _fetched(store, f"SELECT * FROM case_file WHERE number = '{one}'")
        pages["decision"].append(pages_of(store, partial(decide, one, ready(bureau, one))))
        for name, raw in raws.items():
            raw.add_case(case)
            pages[name].append(raw.pages(case[0], rows_written(store)))
    bureau.close()
    return times, pages


def pages_of(store: Store, decide: Callable[[], object]) -> int:
    """How many pages a decision writes into the log."""
    store.connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").close()
    store.connection.rollback()
    decide()
    return frames((store.folder or Path()) / "office.db-wal")


def frames(log: Path) -> int:
    """How many pages stand in a write-ahead log that was empty before."""
    return (log.stat().st_size - _LOG_HEAD) // (PAGE_BYTES + _FRAME_HEAD)


def main(cases: int) -> int:
    """Print medians, tails and ratios of both clocks; 1 when either misses a goal."""
    with tempfile.TemporaryDirectory() as folder:
        times, pages = measure(Path(folder), cases)
    told = (f"{name} {statistics.median(each):.0f} ({min(each)} to {max(each)})" for name, each in pages.items())
    print(f"pages written: {', '.join(told)}")
    missed = []
    for place, clock in enumerate(("wall", "own processor")):
        p50 = {name: statistics.median(each[place] for each in values) for name, values in times.items()}
        p99 = {name: sorted(each[place] for each in values)[len(values) * 99 // 100] for name, values in times.items()}
        for name in times:
            plain, crypt = (p50[name] / p50[raw] for raw in ("raw, plain", "raw, encrypted"))
            ratios = f"p50 / plain {plain:5.2f}  / encrypted {crypt:5.2f}"
            print(f"{clock:14}{name:16} p50 {p50[name]:6.2f} ms  p99 {p99[name]:6.2f} ms  {ratios}")
        ratio, tail = p50["decision"] / p50["raw, plain"], p99["decision"] / p50["decision"]
        missed += [f"{clock} {what}" for what, bad in (("p50", ratio > GOAL_RATIO), ("p99", tail > GOAL_TAIL)) if bad]
        told = f"{ratio:.2f} (goal {GOAL_RATIO}), p99 / p50 {tail:.2f} (goal {GOAL_TAIL:.0f})"
        print(f"{clock:14}decision / raw, plain {told}")
    print(f"goals {'met' if not missed else 'MISSED: ' + ', '.join(missed)}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else CASES))
