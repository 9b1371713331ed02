"""Twenty windows' mixed work on one PostgreSQL for a minute, against one window alone and against its bare rows.

Every window is a process of its own with the windows' role: it takes in, accepts with a real receipt letter, reviews,
signs with a real decision letter, searches, reads the worklist, says which case is open and asks for news, with about
THOUGHT seconds between the steps. A clerk takes some 85 keys from the ID to the receipt and the signer reads before the
PIN: half a minute at the least, so with one second twenty windows do what a city does.

`bare rows` are as many inserts of as many bytes as a signed letter writes, by the driver alone, under the same lock.
`server.py SECONDS WINDOWS THOUGHT`.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from builders.store import owned_database, postgres_server, prepared_database, run_on, server_roles  # noqa: E402

from desktop.door import load_acts  # noqa: E402
from models.casework import intake, moving  # noqa: E402
from models.casework.news import news_since  # noqa: E402
from models.casework.offices import sign_in  # noqa: E402
from models.casework.presence import say_open  # noqa: E402
from models.casework.searching import search  # noqa: E402
from models.casework.worklist import Group, worklist, worklist_heads  # noqa: E402
from models.moment import now  # noqa: E402
from models.store.checks import check_store  # noqa: E402
from models.store.server import WRITER_LOCK, Address  # noqa: E402
from reports.issue import render  # noqa: E402
from tests.builders.desk import PHRASE, Bureau, make_bureau  # noqa: E402

SECONDS, WINDOWS, THOUGHT, ALONE = 60, 20, 1.0, 15
BARE_ACTS = 300
SEATS = ("intake", "review", "sign")
WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass
class Wire:
    """What goes over the driver's wire: statements, and the sizes of the rows that are written."""

    statements: int = 0
    written: list[int] = field(default_factory=list)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Count what the block sends."""
        self.statements, self.written = 0, []
        yield

    def hook(self) -> None:
        """Count from now on, in this process."""
        import psycopg

        execute = psycopg.Cursor.execute

        def counted(cursor: Any, query: Any, params: Any = None, **other: Any) -> Any:
            self.statements += 1
            if str(query).startswith(WRITES):
                values = params.values() if isinstance(params, Mapping) else params or ()
                self.written.append(sum(len(v) if isinstance(v, str | bytes) else 8 for v in values))
            return execute(cursor, query, params, **other)

        psycopg.Cursor.execute = counted  # type: ignore[method-assign, assignment]


@dataclass
class Step:
    """All steps of one kind: seconds each took, statements each sent, and the rows the last one wrote."""

    seconds: list[float] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)
    written: list[int] = field(default_factory=list)

    def join(self, other: Step) -> None:
        """Those of another window too."""
        self.seconds += other.seconds
        self.statements += other.statements
        self.written = other.written


Steps = dict[str, Step]


class BenchBureau(Bureau):
    """The desks of one window, with the clock of the wall."""

    def now(self) -> Any:
        return now()


def work(folder: Path, first: int, seconds: float, pause: float, ready: Any, answer: Any) -> None:
    """One window: work until the time is over; answers with the steps of each kind, its errors, and how long it
    took to finish the last case."""
    bureau = BenchBureau(folder, {name: sign_in(folder, name, PHRASE, now) for name in SEATS})
    load_acts()  # as the program does while the pass phrase is typed
    wire = Wire()
    wire.hook()
    ready.wait()
    steps: Steps = {}
    errors: list[str] = []
    begin, number = perf_counter(), first
    while perf_counter() < begin + seconds:
        number += 1
        try:
            one_case(bureau, number, steps, pause, wire)
        except Exception as error:  # every error counts, whatever it is
            errors.append(repr(error))
    answer.put((steps, errors, perf_counter() - begin))
    for desk in bureau.desks.values():
        desk.store.close()


def one_case(bureau: Bureau, number: int, steps: Steps, pause: float, wire: Wire) -> None:
    """A person from the window to the signed letter, with the looks in between."""
    from models.casework import deciding

    thought = random.Random(number)

    def timed(name: str, step: Callable[[], Any]) -> Any:
        begin = perf_counter()
        with wire.watched():
            found = step()
        kept = steps.setdefault(name, Step())
        kept.seconds.append(perf_counter() - begin)
        kept.statements.append(wire.statements)
        kept.written = wire.written
        return found

    def think(seat: str) -> None:
        time.sleep(thought.uniform(pause / 2, pause * 3 / 2))
        timed("news", lambda: news_since(bureau[seat], news_since(bureau[seat], None).place))

    def open_case(seat: str) -> None:
        timed("say it is open", lambda: say_open(bureau[seat], f"{seat} {os.getpid()}", case.number))
        timed("search", lambda: search(bureau[seat], case.number))
        think(seat)
        timed("worklist", lambda: (worklist_heads(bureau[seat]), worklist(bureau[seat], Group.SERVE)))

    think("intake")
    person = timed("register a person", lambda: bureau.person(number))
    think("intake")
    case = timed("take in", lambda: bureau.open(person=person))
    think("intake")
    timed("see a paper", lambda: intake.see_paper(bureau["intake"], case.number, "居民身份证"))
    timed("check register", lambda: intake.record_register_check(bureau["intake"], case.number, "查无已享受记录", ()))
    think("intake")
    timed("accept", lambda: intake.accept(bureau["intake"], case.number, render))
    open_case("review")
    think("review")
    timed("review", lambda: deciding.review(bureau["review"], case.number))
    open_case("sign")
    think("sign")
    timed("sign", lambda: bureau.decide(case.number))


def run(folder: Path, windows: int, seconds: float, base: int, pause: float) -> tuple[Steps, list[str], float]:
    """All windows at once; the seconds at the end are those of the window that worked longest."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.builders.desk", "psycopg", "models.store.repository", "reports.specimen"])
    ready, answer = context.Barrier(windows), context.Queue()
    running = [
        context.Process(target=work, args=(folder, base + place * 900, seconds, pause, ready, answer))
        for place in range(windows)
    ]
    for process in running:
        process.start()
    steps: Steps = {}
    errors: list[str] = []
    longest = 0.0
    for _ in running:
        found, wrong, took = answer.get()
        errors += wrong
        longest = max(longest, took)
        for name, several in found.items():
            steps.setdefault(name, Step()).join(several)
    for process in running:
        process.join()
    return steps, errors, longest


def bare(url: str, sizes: list[int]) -> list[float]:
    """Seconds of each transaction that only takes the lock and inserts rows of these sizes."""
    import psycopg

    times = []
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE bare_row (id bigint GENERATED ALWAYS AS IDENTITY, content bytea)")
        connection.commit()
        for _ in range(BARE_ACTS):
            begin = perf_counter()
            connection.execute(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")
            for size in sizes:
                connection.execute("INSERT INTO bare_row (content) VALUES (%s) RETURNING id", (os.urandom(size),))
            connection.commit()
            times.append(perf_counter() - begin)
        connection.execute("DROP TABLE bare_row")
    return times


def p(values: list[float], share: int) -> float:
    """A percentile in milliseconds."""
    return 1000 * (quantiles(values, n=100)[share - 1] if len(values) > 1 else values[0])


def show(alone: Steps, together: Steps, seconds: float, windows: int, bare_rows: list[float]) -> None:
    """The table."""
    many = f"{windows} windows p50"
    print(f"{'step':18} {'statements':>10} {'1 window p50':>13} {'p99 ms':>8} {many:>16} {'p99 ms':>8} {'done':>6}")
    for name, step in together.items():
        one = alone[name].seconds
        sent = median(step.statements)
        times = f"{p(one, 50):13.1f} {p(one, 99):8.1f} {p(step.seconds, 50):16.1f} {p(step.seconds, 99):8.1f}"
        print(f"{name:18} {sent:10.0f} {times} {len(step.seconds):6}")
    rows = len(together["sign"].written)
    print(f"{'bare rows of sign':18} {rows + 1:10} {p(bare_rows, 50):13.1f} {p(bare_rows, 99):8.1f}")
    print(f"a signed letter costs {p(alone['sign'].seconds, 50) / p(bare_rows, 50):.1f} times its bare rows")
    signed = len(together["sign"].seconds) * 60 / seconds
    done = sum(len(step.seconds) for step in together.values())
    print(f"{windows} windows: {done} steps in {seconds:.0f} s; {signed:.0f} cases a minute to the signed letter")


def main(words: list[str]) -> int:
    """Make an office, move it to a server, measure; 1 when anything went wrong."""
    seconds, windows = (int(words[0]) if words else SECONDS), (int(words[1]) if len(words) > 1 else WINDOWS)
    pause = float(words[2]) if len(words) > 2 else THOUGHT
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    with tempfile.TemporaryDirectory() as place, postgres_server() as url, server_roles(url) as roles:
        run_on(url, "ALTER SYSTEM RESET ALL")
        run_on(url, "SELECT pg_reload_conf()")
        folder = Path(place) / "office"
        bureau = make_bureau(folder, confirmed=True)
        bureau.close()
        with prepared_database(roles, "desk_template"), owned_database(roles, "desk", "desk_template") as name:
            desk = sign_in(folder, "system", PHRASE, now)
            moving.move_to_server(desk, folder, moving.Destination(Address(roles.owner_url(name)), roles.window))
            alone, first_errors, _ = run(folder, 1, ALONE * max(1.0, pause), 20_000, pause)
            together, errors, took = run(folder, windows, seconds, 1, pause)
            load = os.getloadavg()[0]
            show(alone, together, took, windows, bare(roles.owner_url(name), together["sign"].written))
            last = sign_in(folder, "system", PHRASE, now)
            findings = check_store(last.store, thorough=False)
            last.store.close()
    print(f"errors: {len(first_errors + errors)}; findings of the check afterwards: {len(findings)}")
    print(f"load average at the end of the twenty: {load:.1f} on {os.cpu_count()} cores")
    for line, times in Counter([*first_errors, *errors, *map(str, findings)]).most_common(10):
        print(f"  {times} × {line}")
    return int(bool(first_errors or errors or findings))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
