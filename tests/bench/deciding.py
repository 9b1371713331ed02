"""One durable decision against a raw sqlite3 WAL/FULL commit of the same bytes, interleaved in one run.

`decision` is the whole command with its letter already rendered; `with letter` renders it inside, as in life.
"""

from __future__ import annotations

import json
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from models.case import State
from models.casework import deciding
from models.letter import LetterOrder, RenderedLetter
from reports.issue import render
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau, make_bureau

CASES = 120
MILLISECONDS = 1000.0


def raw_commit(folder: Path) -> Callable[[bytes, str], None]:
    """A function that saves what a decision saves, by hand, in one plain sqlite3 transaction."""
    database = sqlite3.connect(folder / "raw.db", isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    for table in ("assessment", "decision", "letter", "content", "bucket", "act", "journal"):
        database.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c BLOB)")
    database.execute("CREATE TABLE file (id INTEGER PRIMARY KEY, state TEXT, version INTEGER)")
    database.execute("CREATE TABLE counter (id INTEGER PRIMARY KEY, value INTEGER)")
    database.execute("INSERT INTO counter VALUES (1, 0)")
    database.execute("INSERT INTO file VALUES (1, 'for_signature', 1)")

    def save(letter: bytes, receipt: str) -> None:
        database.execute("BEGIN IMMEDIATE")
        database.execute("UPDATE counter SET value = value + 1 WHERE id = 1")
        database.execute("INSERT INTO assessment (a, b) VALUES (?, ?)", ("case", receipt))
        for table in ("decision", "letter", "bucket", "act"):
            database.execute(f"INSERT INTO {table} (a, b) VALUES (?, ?)", ("x" * 64, "y" * 64))
        database.execute("INSERT INTO content (a, c) VALUES (?, ?)", ("letter", letter))
        database.execute("UPDATE file SET state = 'to_serve', version = version + 1 WHERE id = 1")
        database.execute("INSERT INTO journal (a, b) VALUES (?, ?)", ("d" * 400, "h" * 128))
        database.execute("COMMIT")

    return save


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * MILLISECONDS


def prepared(bureau: Bureau, number: str) -> RenderedLetter:
    """The decision letter as it will be signed, rendered beforehand."""
    return render(deciding.preview(bureau["sign"], number), "东人社补〔2025〕1号")


def measure(folder: Path) -> dict[str, list[float]]:
    bureau = make_bureau(folder / "office")
    bureau.confirm_values()
    save = raw_commit(folder)
    times: dict[str, list[float]] = {"raw sqlite3 commit": [], "decision": [], "decision with letter": []}
    for n in range(CASES):
        facts = {**ELIGIBLE_UPGRADE, "certificate.occupation": f"练习工种{n}"}
        one, other = (bureau.reviewed(facts, person=bureau.person(2 * n + k)) for k in (1, 2))
        letter = prepared(bureau, one)
        with bureau["sign"].store.reading() as rows:
            assessment = rows.case_numbered(one).assessment_id
            receipt = json.dumps(rows.assessment(assessment or 0).receipt, ensure_ascii=False)

        def ready(_order: LetterOrder, _number: str, letter: RenderedLetter = letter) -> RenderedLetter:
            return letter

        times["raw sqlite3 commit"].append(timed(partial(save, letter.content, receipt)))
        times["decision"].append(timed(partial(deciding.decide, bureau["sign"], one, ready)))
        times["decision with letter"].append(timed(partial(deciding.decide, bureau["sign"], other, render)))
        assert bureau.state(one) is bureau.state(other) is State.TO_SERVE
    bureau.close()
    return times


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        times = measure(Path(folder))
    base = statistics.median(times["raw sqlite3 commit"])
    for name, values in times.items():
        middle = statistics.median(values)
        late = sorted(values)[int(len(values) * 0.99)]
        ratio = middle / base
        figures = f"p50 {middle:7.2f} ms  p99 {late:7.2f} ms  p50 / raw {ratio:5.2f}  p99 / p50 {late / middle:4.2f}"
        print(f"{name:22s} {figures}")


if __name__ == "__main__":
    main()
