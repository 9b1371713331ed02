"""The first frame of the worklist over 50,000 open cases, beside a QTableWidget holding the same 50,000 rows.

Ours is timed from asking the store to the painted list (counts of all groups, the rows in view, headers, pills); the
QTableWidget from the rows already in memory to its painted list. Both offscreen, interleaved in one run; medians.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtWidgets import QApplication, QTableWidget, QTableWidgetItem, QWidget

from desktop.main_window import MainWindow
from desktop.pages.case_words import due_words, state_words
from desktop.pages.worklist import WorklistPage
from desktop.pages.worklist_source import Filter, ask
from desktop.theme.apply import Theme, before_application
from desktop.workers.inline import InlineRunner
from models.casework.offices import NewAccount, create_office, sign_in
from models.casework.unit_of_work import Desk
from models.casework.worklist import Group, WorklistRow, worklist
from models.id_number import mask_id
from tests.bench.search import fill
from tests.builders.desk import OFFICE, PHRASE, SEATS

CASES = 50_000
ROUNDS, THEIR_ROUNDS = 40, 5
GOAL_MS = 60.0
SIZE = (1366, 768)


class Clock:
    """A fixed day, a second later at every look."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


def painted(widget: QWidget) -> None:
    """Lay out and draw everything in view."""
    QApplication.processEvents()
    widget.grab()


def timed(call: Callable[[], None]) -> float:
    """Milliseconds of one call."""
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def every_row(desk: Desk) -> list[WorklistRow]:
    """All rows, as the QTableWidget needs them beforehand."""
    rows: list[WorklistRow] = []
    for group in Group:
        cursor = None
        while True:
            page = worklist(desk, group, None, cursor, 2000)
            rows += page.rows
            cursor = page.after
            if cursor is None:
                break
    return rows


def cells(row: WorklistRow) -> tuple[str, ...]:
    """What ours shows in each column."""
    due = "" if row.case.due_on is None else f"{row.case.due_on} {due_words(row.working_days_left)}"
    case = row.case
    return (
        *(case.number, case.person_name, mask_id(case.id_number), row.programme_name),
        *(state_words(case.state), due, str(row.result), row.last_actor),
    )


def table_widget(rows: list[WorklistRow]) -> QTableWidget:
    """The plain way: an item for every cell."""
    table = QTableWidget(len(rows), 8)
    table.resize(*SIZE)
    for place, row in enumerate(rows):
        for column, text in enumerate(cells(row)):
            table.setItem(place, column, QTableWidgetItem(text))
    table.show()
    return table


def main() -> int:
    before_application()
    application = QApplication([])
    theme = Theme(application)
    with tempfile.TemporaryDirectory() as folder:
        path, clock = Path(folder) / "data", Clock()
        accounts = [NewAccount(name, frozenset(seats), PHRASE) for name, seats in SEATS.items()]
        create_office(path, OFFICE, accounts, clock)
        desk = sign_in(path, "intake", PHRASE, clock)
        fill(desk, CASES)
        failed = measure(desk)
        desk.store.close()
    del theme
    return failed


def measure(desk: Desk) -> int:
    """Both, in turns; 1 when ours misses its goal."""
    rows = every_row(desk)
    window = MainWindow(InlineRunner(desk), [WorklistPage])
    window.resize(*SIZE)
    first = timed(lambda: (window.show(), painted(window)))  # type: ignore[arg-type, func-returns-value]
    page = window.pages["worklist"]
    assert isinstance(page, WorklistPage)
    feed, table = page.list.feed, page.list.wide.table
    ours: list[float] = []
    theirs: list[float] = []
    for turn in range(ROUNDS):
        ours.append(timed(lambda: (feed.ask(), painted(table))))  # type: ignore[arg-type, func-returns-value]
        if turn % (ROUNDS // THEIR_ROUNDS) == 0:
            theirs.append(timed(lambda: painted(table_widget(rows))))
    read = [timed(lambda: (ask(desk, Filter(), 0, 200), None)[1]) for _ in range(ROUNDS)]
    jump = timed(lambda: (table.scrollToBottom(), painted(table)))  # type: ignore[arg-type, func-returns-value]
    window.close()
    mine, other = statistics.median(ours), statistics.median(theirs)
    print(f"cases                                 {len(rows):>9,}")
    print(f"window with the worklist, first paint {first:9.1f} ms")
    print(f"first frame of the list, median       {mine:9.1f} ms   worst of {ROUNDS} {max(ours):6.1f} ms")
    print(f"  of it asking the store, median      {statistics.median(read):9.1f} ms")
    print(f"QTableWidget with the same rows       {other:9.1f} ms   {other / mine:6.1f} × ours")
    print(f"jump to the last row                  {jump:9.1f} ms")
    print(f"goal {GOAL_MS:.0f} ms: {'met' if mine <= GOAL_MS else 'MISSED'}")
    return int(mine > GOAL_MS)


if __name__ == "__main__":
    sys.exit(main())
