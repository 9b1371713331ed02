"""Twenty windows' mixed work on one PostgreSQL for a minute, against one window alone on the same server.

Every window is a process of its own with the windows' role: it takes in, accepts with a real receipt letter, reviews,
signs with a real decision letter, searches and reads the worklist, with about THOUGHT seconds between the steps: with
one, twenty windows do what a city does; a clerk takes many. `server.py SECONDS WINDOWS THOUGHT`.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from builders.store import owned_database, postgres_server, prepared_database, run_on, server_roles  # noqa: E402

from models.casework import intake, moving  # noqa: E402
from models.casework.offices import sign_in  # noqa: E402
from models.casework.searching import search  # noqa: E402
from models.casework.worklist import Group, worklist, worklist_heads  # noqa: E402
from models.moment import now  # noqa: E402
from models.store.checks import check_store  # noqa: E402
from models.store.server import Address  # noqa: E402
from reports.issue import render  # noqa: E402
from tests.builders.desk import PHRASE, Bureau, make_bureau  # noqa: E402

SECONDS, WINDOWS, THOUGHT, ALONE = 60, 20, 1.0, 15
COMING = 5  # thoughts within which the windows begin, one after the other; then all work for SECONDS
SEATS = ("intake", "review", "sign")
WARM = ("pypinyin", "reports.issue", "models.casework.deciding", "models.casework.searching", "chinese_calendar")
Times = dict[str, list[float]]


class BenchBureau(Bureau):
    """The desks of one window, with the clock of the wall."""

    def now(self) -> Any:
        return now()


def work(folder: Path, first: int, seconds: float, pause: float, ready: Any, answer: Any) -> None:
    """One window: work until the time is over; answers with the times of each kind of step, and with its errors."""
    bureau = BenchBureau(folder, {name: sign_in(folder, name, PHRASE, now) for name in SEATS})
    # What a window loads at its first case is loaded before the time counts, and before it holds the writers' lock.
    for name in WARM:
        import_module(name)
    ready.wait()
    times: Times = {}
    errors: list[str] = []
    end, number = perf_counter() + COMING * pause + seconds, first
    time.sleep(random.Random(first).uniform(0, COMING * pause))
    while perf_counter() < end:
        number += 1
        try:
            one_case(bureau, number, times, pause)
        except Exception as error:  # every error counts, whatever it is
            errors.append(repr(error))
    answer.put((times, errors))
    for desk in bureau.desks.values():
        desk.store.close()


def one_case(bureau: Bureau, number: int, times: Times, pause: float) -> None:
    """A person from the window to the signed letter, with the looks in between."""

    def timed(name: str, step: Callable[[], Any]) -> Any:
        time.sleep(thought.uniform(pause / 2, pause * 3 / 2))
        begin = perf_counter()
        found = step()
        times.setdefault(name, []).append(perf_counter() - begin)
        return found

    thought = random.Random(number)
    person = timed("register a person", lambda: bureau.person(number))
    case = timed("take in", lambda: bureau.open(person=person))
    intake.see_paper(bureau["intake"], case.number, "居民身份证")
    intake.record_register_check(bureau["intake"], case.number, "查无已享受记录", ())
    timed("accept", lambda: intake.accept(bureau["intake"], case.number, render))
    timed("search", lambda: search(bureau["review"], person.id_number))
    timed("worklist", lambda: (worklist_heads(bureau["review"]), worklist(bureau["review"], Group.SERVE)))
    from models.casework import deciding

    timed("review", lambda: deciding.review(bureau["review"], case.number))
    timed("search", lambda: search(bureau["sign"], case.number))
    timed("worklist", lambda: (worklist_heads(bureau["sign"]), worklist(bureau["sign"], Group.SERVE)))
    timed("sign", lambda: bureau.decide(case.number))


def run(folder: Path, windows: int, seconds: float, base: int, pause: float) -> tuple[Times, list[str]]:
    """All windows at once."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.builders.desk", "psycopg", "models.store.repository", *WARM])
    ready, answer = context.Barrier(windows), context.Queue()
    running = [
        context.Process(target=work, args=(folder, base + place * 900, seconds, pause, ready, answer))
        for place in range(windows)
    ]
    for process in running:
        process.start()
    times: Times = {}
    errors: list[str] = []
    for _ in running:
        found, wrong = answer.get()
        errors += wrong
        for name, several in found.items():
            times.setdefault(name, []).extend(several)
    for process in running:
        process.join()
    return times, errors


def p(values: list[float], share: int) -> float:
    """A percentile in milliseconds."""
    return 1000 * (quantiles(values, n=100)[share - 1] if len(values) > 1 else values[0])


def show(
    alone: Mapping[str, list[float]],
    together: Mapping[str, list[float]],
    seconds: float,
    windows: int,
    before_seconds: float,
) -> None:
    """The table."""
    many = f"{windows} windows p50"
    print(f"{'step':20} {'1 window p50':>13} {'p99 ms':>8} {many:>16} {'p99 ms':>8} {'a minute':>9}")
    for name, values in together.items():
        one = alone[name]
        each = len(values) * 60 / seconds
        print(f"{name:20} {p(one, 50):13.1f} {p(one, 99):8.1f} {p(values, 50):16.1f} {p(values, 99):8.1f} {each:9.0f}")
    cases, before = len(together["take in"]) / seconds, len(alone["take in"]) / before_seconds
    print(f"cases a second: {windows} windows {cases:.2f}, 1 window {before:.2f}, ratio {cases / before:.2f}")


def main(words: list[str]) -> int:
    """Make an office, move it to a server, measure; 1 when anything went wrong."""
    seconds, windows = (int(words[0]) if words else SECONDS), (int(words[1]) if len(words) > 1 else WINDOWS)
    pause = float(words[2]) if len(words) > 2 else THOUGHT
    alone_for = ALONE * max(1.0, pause)
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    with tempfile.TemporaryDirectory() as place, postgres_server() as url, server_roles(url) as roles:
        run_on(url, "ALTER SYSTEM RESET ALL")
        run_on(url, "SELECT pg_reload_conf()")
        folder = Path(place) / "office"
        bureau = make_bureau(folder)
        bureau.confirm_values()
        bureau.close()
        with prepared_database(roles, "desk_template"), owned_database(roles, "desk", "desk_template") as name:
            desk = sign_in(folder, "system", PHRASE, now)
            moving.move_to_server(desk, folder, moving.Destination(Address(roles.owner_url(name)), roles.window))
            alone, first_errors = run(folder, 1, alone_for, 20_000, pause)
            together, errors = run(folder, windows, seconds, 1, pause)
            ramp = COMING * pause / 2  # what a window works longer than the shortest, on average
            show(alone, together, seconds + ramp, windows, alone_for + ramp)
            last = sign_in(folder, "system", PHRASE, now)
            findings = check_store(last.store, thorough=False)
            last.store.close()
    print(f"errors: {len(first_errors + errors)}; findings of the check afterwards: {len(findings)}")
    for line in [*dict.fromkeys(first_errors + errors), *findings][:5]:
        print(f"  {line}")
    return int(bool(first_errors or errors or findings))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
