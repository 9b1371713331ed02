"""The worklist over a million open cases: first frame, memory, jumps anywhere, filters; beside two plain ways of Qt.

Ours is timed from asking the store to the painted list (counts of all groups, the rows in view, headers, pills). A
QTableWidget holds an item for every cell of 20,000 of the rows, already in memory, and is multiplied; a QSqlTableModel
selects a plain, unencrypted table of as many rows, already joined. Milliseconds of this process, because other programs
share the machine; all offscreen, in one run. Garbage is collected by the program's timer, as in the program.
SUBSIDY_DESK_BENCH=DIR keeps the filled office.

worklist.py [CASES]
"""

from __future__ import annotations

import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import Qt
from PySide6.QtSql import QSqlDatabase, QSqlTableModel
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView, QTableWidget, QTableWidgetItem, QWidget

from desktop.main_window import MainWindow
from desktop.pages.case_words import due_words, state_words
from desktop.pages.worklist import WorklistPage
from desktop.pages.worklist_source import Filter, ask
from desktop.pages.worklist_source import read as read_rows
from desktop.theme.apply import Theme, before_application
from desktop.workers.garbage import GarbageCollector
from desktop.workers.inline import InlineRunner
from models.casework.unit_of_work import Desk
from models.casework.worklist import Group, WorklistRow, worklist
from models.id_number import mask_id
from tests.builders.million import CLASS_NUMBER, Size, desk, office

ROUNDS, JUMPS, THEIR_ROWS = 20, 200, 20_000
GOALS = {"frame": 60.0, "jump": 16.0, "memory": 40.0}
IN_VIEW = 30  # rows a jump reads at most: three pages
SMALL = Size(2_000, 2_000, 240)
SIZE = (1366, 768)
_TOP = QAbstractItemView.ScrollHint.PositionAtTop


def painted(widget: QWidget) -> None:
    """Lay out and draw everything in view."""
    QApplication.processEvents()
    widget.grab()


def timed(call: Callable[[], object]) -> float:
    """Milliseconds of this process for one call."""
    start = time.process_time()
    call()
    return (time.process_time() - start) * 1000


def late(values: list[float]) -> float:
    return sorted(values)[len(values) * 99 // 100]


def cells(row: WorklistRow) -> tuple[str, ...]:
    """What ours shows in each column."""
    due = "" if row.case.due_on is None else f"{row.case.due_on} {due_words(row.working_days_left)}"
    case = row.case
    return (
        *(case.number, case.person_name, mask_id(case.id_number), row.programme_name),
        *(state_words(case.state), due, str(row.result), row.last_actor),
    )


def table_widget(rows: list[tuple[str, ...]]) -> None:
    """The plain way: an item for every cell."""
    table = QTableWidget(len(rows), 8)
    table.resize(*SIZE)
    for place, row in enumerate(rows):
        for column, text in enumerate(row):
            table.setItem(place, column, QTableWidgetItem(text))
    table.show()
    painted(table)


def sql_model(rows: list[tuple[str, ...]], count: int, folder: Path) -> tuple[float, float]:
    """A QSqlTableModel over a table of as many rows: its first frame, and a jump to the last row."""
    path = folder / "plain.db"
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE list (number, name, id_number, programme, state, due, result, clerk)")
    places = (rows[place % len(rows)] for place in range(count))
    plain.executemany("INSERT INTO list VALUES (?, ?, ?, ?, ?, ?, ?, ?)", places)
    plain.execute("CREATE INDEX list_due ON list (due)")
    plain.commit()
    plain.close()
    database = QSqlDatabase.addDatabase("QSQLITE", "list")
    database.setDatabaseName(str(path))
    database.open()
    view, model = QTableView(), QSqlTableModel(db=database)
    view.resize(*SIZE)

    def first() -> None:
        model.setTable("list")
        model.setSort(5, Qt.SortOrder.AscendingOrder)
        model.select()
        view.setModel(model)
        view.show()
        painted(view)

    def last() -> None:
        while model.canFetchMore():
            model.fetchMore()
        view.scrollToBottom()
        painted(view)

    return timed(first), timed(last)


FILTERS = {
    "the commonest programme": Filter(programme="skill_upgrade"),
    "the rarest programme": Filter(programme="student_grant"),
    "a class": Filter(class_number=CLASS_NUMBER),
    "a surname": Filter(text="王"),
    "a name by its sound": Filter(text="wangxy"),
    "a part of a number": Filter(text="00123"),
}


def filtered(opened: Desk, chosen: Filter) -> str:
    """The line of one filter: how much it finds, how long that takes, and any page of what it found."""
    took = min(timed(lambda: ask(opened, chosen, 0, IN_VIEW)) for _ in range(3))
    extent = ask(opened, chosen, 0, 1).extent
    found, source = sum(head.count for head in extent.heads), random.Random(5)
    places = [source.randrange(max(1, found - IN_VIEW)) for _ in range(JUMPS)]
    pages = [timed(lambda place=place: read_rows(opened, extent, place, IN_VIEW)) for place in places]  # type: ignore[misc]
    return (
        f"{found:>9,} found in {took:7.1f} ms, any page p50 / p99 {statistics.median(pages):5.1f} / {late(pages):5.1f}"
    )


def resident() -> float:
    """MB of this process now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def shown(folder: Path) -> tuple[MainWindow, WorklistPage, float]:
    """The window with the list of an office, and how long its first paint took."""
    window = MainWindow(InlineRunner(desk(folder, "intake")), [WorklistPage])
    window.resize(*SIZE)
    first = timed(lambda: (window.show(), painted(window)))  # type: ignore[func-returns-value]
    page = window.pages["worklist"]
    assert isinstance(page, WorklistPage)
    return window, page, first


def memory(folder: Path) -> float:
    """MB of a process of its own that shows the list of an office."""
    command = [sys.executable, __file__, "--memory", str(folder)]
    return float(subprocess.check_output(command, stderr=subprocess.DEVNULL))


def show_memory(folder: Path) -> int:
    """Shows the list and prints how much this process holds."""
    window, page, _ = shown(folder)
    page.list.feed.ask()
    painted(window)
    print(resident())
    return 0


def measure(folder: Path, size: Size, small: Path) -> int:
    """All three; 1 when ours misses a goal."""
    window, page, first = shown(folder)
    feed, table = page.list.feed, page.list.wide.table
    frames = [timed(lambda: (feed.ask(), painted(table))) for _ in range(ROUNDS)]  # type: ignore[func-returns-value]
    opened = desk(folder, "intake")
    read = [timed(lambda: ask(opened, Filter(), 0, 100)) for _ in range(ROUNDS)]
    heads = ask(opened, Filter(), 0, 1).extent
    places = [random.Random(4).randrange(max(1, size.open_cases - IN_VIEW)) for _ in range(JUMPS)]
    pages = [timed(lambda place=place: read_rows(opened, heads, place, IN_VIEW)) for place in places]  # type: ignore[misc]
    source, model = random.Random(3), table.model()
    jumps, again = [], []
    for _ in range(JUMPS):
        index = model.index(source.randrange(model.rowCount()), 0)
        jumps.append(timed(lambda index=index: (table.scrollTo(index, _TOP), table.viewport().repaint())))  # type: ignore[misc]
        again.append(timed(table.viewport().repaint))
    filters = {name: filtered(opened, chosen) for name, chosen in FILTERS.items()}
    rows = [
        cells(row) for row in worklist(opened, Group.SEVERE, None, None, min(THEIR_ROWS, size.open_cases // 4)).rows
    ]
    factor = size.open_cases / len(rows)
    widget = timed(lambda: table_widget(rows)) * factor
    with tempfile.TemporaryDirectory() as plain:
        sql_first, sql_last = sql_model(rows, size.open_cases, Path(plain))
    window.close()
    opened.store.close()
    frame, jump, grown = statistics.median(frames), late(jumps), memory(folder) - memory(small)
    print(
        f"open cases                                {size.open_cases:>11,}, rows in view and folds {model.rowCount():,}"
    )
    print(f"window with the worklist, first paint     {first:9.1f} ms")
    print(f"first frame of the list, median           {frame:9.1f} ms   most of {ROUNDS} {max(frames):6.1f} ms")
    print(f"  of it asking the store, median          {statistics.median(read):9.1f} ms")
    print(f"jump anywhere, p50 / p99                  {statistics.median(jumps):9.1f} ms   {jump:6.1f} ms")
    print(
        f"  of it {IN_VIEW} rows of the store, p50 / p99    {statistics.median(pages):9.1f} ms   {late(pages):6.1f} ms"
    )
    print(f"  of it painting what is there, p50 / p99 {statistics.median(again):9.1f} ms   {late(again):6.1f} ms")
    for name, line in filters.items():
        print(f"filter by {name:28} {line}")
    print(f"memory beyond a list of {SMALL.open_cases:,}              {grown:9.1f} MB")
    print(f"QTableWidget, first frame (× {factor:4.0f})        {widget:9.0f} ms   {widget / frame:8,.0f} × ours")
    print(f"QSqlTableModel, first frame               {sql_first:9.1f} ms   {sql_first / frame:8.1f} × ours")
    print(f"QSqlTableModel, jump to the last row      {sql_last:9.1f} ms   {sql_last / jump:8.1f} × our p99")
    missed = [name for name, value in {"frame": frame, "jump": jump, "memory": grown}.items() if value > GOALS[name]]
    print(f"goals {GOALS}: {'met' if not missed else 'MISSED ' + ', '.join(missed)}")
    return int(bool(missed))


def main(arguments: list[str]) -> int:
    before_application()
    application = QApplication([])
    theme, garbage = Theme(application), GarbageCollector(application)
    if arguments[:1] == ["--memory"]:
        return show_memory(Path(arguments[1]))
    cases = int(arguments[0]) if arguments else 1_000_000
    size = Size(cases, cases, 240_000 if cases >= 1_000_000 else cases // 24 * 6)
    with office(size) as folder, office(SMALL) as small:
        missed = measure(folder, size, small)
    garbage.stop()
    del theme
    return missed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
