"""A table model over rows in groups: small lists at once, large ones by pages asked for as they come into view."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.item_models.cells import Cell, Column, Group

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
Fetch = Callable[[int, int], None]

CELL = int(Qt.ItemDataRole.UserRole) + 1
GROUP = CELL + 1
ROW = CELL + 2

PAGE = 2  # a jump reads what comes into view and hardly a row beside it
_AHEAD = 4  # pages that who scrolls on is read ahead for
_PAGES_KEPT = 1_000
_NOWHERE = QModelIndex()
_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_WORDS = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole))


class RowModel(QAbstractTableModel, Generic[R]):
    """`model = RowModel([Column("案号", lambda r: Cell(r.number), "2026-00012"), …])`.

    `show_rows(rows)`, `show_groups([(Group(…), rows), …])`; for very long lists `show_pages(counts, fetch)`:
    `fetch(first, count)` is called with whole pages when rows come into view (`want`) and is answered, now or later, by
    `provide(first, rows)`. Row numbers count the rows of all groups, without headers.
    """

    def __init__(self, columns: Sequence[Column[R]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = list(columns)
        self._groups: list[Group] = []
        self._starts: list[int] = []  # the view row of each header, or of the first row where there are no headers
        self._firsts: list[int] = []  # the number of the first row of each group
        self._counts: list[int] = []
        self._length = 0
        self._headed = False
        self._pages: OrderedDict[int, Sequence[R]] = OrderedDict()
        self._asked: set[int] = set()
        self._fetch: Fetch | None = None
        self._answering = False
        self._rows: Sequence[R] = ()

    def show_rows(self, rows: Sequence[R]) -> None:
        """Show these rows without groups."""
        self._show([], [len(rows)], rows, None)

    def show_groups(self, groups: Sequence[tuple[Group, Sequence[R]]]) -> None:
        """Show these rows under their headers; the order is the caller's."""
        rows = [row for _, members in groups for row in members]
        self._show([group for group, _ in groups], [len(members) for _, members in groups], rows, None)

    def show_pages(self, groups: Sequence[tuple[Group | None, int]], fetch: Fetch) -> None:
        """Show counted rows that are fetched when they come into view; a single None group has no header."""
        headers = [group for group, _ in groups if group is not None]
        self._show(headers, [count for _, count in groups], (), fetch)

    def _show(self, groups: list[Group], counts: list[int], rows: Sequence[R], fetch: Fetch | None) -> None:
        self.beginResetModel()
        self._groups, self._counts, self._rows, self._fetch = groups, counts, rows, fetch
        self._headed = bool(groups)
        self._pages.clear()
        self._asked.clear()
        self._lay_out()
        self.endResetModel()

    def _lay_out(self) -> None:
        self._starts, self._firsts = [], []
        view, first = 0, 0
        for place, count in enumerate(self._counts):
            self._starts.append(view)
            self._firsts.append(first)
            view += int(self._headed) + (0 if self._folded(place) else count)
            first += count
        self._length = view

    def _folded(self, place: int) -> bool:
        return self._headed and self._groups[place].folded

    def provide(self, first: int, rows: Sequence[R]) -> None:
        """Answer to `fetch`: rows from number `first` on, whole pages but for the last."""
        for start in range(0, max(1, len(rows)), PAGE):
            self._pages[(first + start) // PAGE] = rows[start : start + PAGE]
            self._asked.discard((first + start) // PAGE)
        while len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)
        # Who answers at once is being asked for these very rows: they need no notice.
        for place in range(0 if self._answering else len(self._counts)):
            top = self.view_row(max(first, self._firsts[place]))
            last = min(first + len(rows), self._firsts[place] + self._counts[place]) - 1
            if last >= max(first, self._firsts[place]) and not self._folded(place):
                self.dataChanged.emit(self.index(top, 0), self.index(self.view_row(last), len(self.columns) - 1))

    def view_row(self, number: int) -> int:
        """Where row `number` stands in the view, its group being unfolded."""
        place = max(0, bisect_right(self._firsts, number) - 1)
        while place and not self._counts[place]:
            place -= 1
        return self._starts[place] + int(self._headed) + number - self._firsts[place]

    def _place(self, view: int) -> tuple[int, int]:
        """The group of a view row, and the row number; -1 for a header."""
        group = bisect_right(self._starts, view) - 1
        inside = view - self._starts[group] - int(self._headed)
        return group, self._firsts[group] + inside if inside >= 0 else -1

    def group(self, view: int) -> Group | None:
        """The header at a view row, None for a row."""
        if not self._headed or not 0 <= view < self._length:
            return None
        place, number = self._place(view)
        return self._groups[place] if number < 0 else None

    def group_rows(self) -> list[int]:
        """The view rows of all headers."""
        return list(self._starts) if self._headed else []

    def row(self, view: int) -> R | None:
        """The row at a view row; None for a header, or a row that is not there yet (it is asked for then)."""
        if not 0 <= view < self._length:
            return None
        number = self._place(view)[1]
        if number < 0:
            return None
        return self._rows[number] if self._fetch is None else self._paged(number)

    def _paged(self, number: int) -> R | None:
        page = number // PAGE
        rows = self._pages.get(page)
        if rows is not None:
            self._pages.move_to_end(page)
            return rows[number - page * PAGE] if number - page * PAGE < len(rows) else None
        self._ask([page])
        answered = self._pages.get(page)
        return answered[number - page * PAGE] if answered and number - page * PAGE < len(answered) else None

    def want(self, first: int, last: int) -> None:
        """Ask for what is missing between two view rows, at once where it hangs together.

        Who scrolls on from rows that are there will soon want the pages behind as well; who jumps may not.
        """
        if self._fetch is not None:
            numbers = (self.number(view) for view in range(first, last + 1))
            seen = {number // PAGE for number in numbers if number is not None}
            missing = seen - self._pages.keys()
            if missing and missing < seen:
                missing |= self._ahead_of(seen, missing)
            for _, run in groupby(enumerate(sorted(missing)), key=lambda each: each[1] - each[0]):
                self._ask([page for _, page in run])

    def _ahead_of(self, seen: set[int], missing: set[int]) -> set[int]:
        """The pages that are not there beyond those in view, on a side where one of them is missing."""
        first, last, end = min(seen), max(seen), -(-sum(self._counts) // PAGE)
        before = range(max(0, first - _AHEAD), first) if first in missing else ()
        behind = range(last + 1, min(end, last + 1 + _AHEAD)) if last in missing else ()
        return {page for page in (*before, *behind) if page not in self._pages}

    def _ask(self, pages: Sequence[int]) -> None:
        """Fetch pages that follow each other, unless they are on their way."""
        if self._fetch is not None and not self._asked.issuperset(pages):
            self._asked.update(pages)
            self._answering = True
            self._fetch(pages[0] * PAGE, len(pages) * PAGE)
            self._answering = False

    def find(self, wanted: Callable[[R], bool]) -> int | None:
        """The view row of the first row wanted among those at hand; None where there is none or it is folded away."""
        held = {page * PAGE: rows for page, rows in self._pages.items()} if self._fetch is not None else {0: self._rows}
        for first, rows in held.items():
            for number, row in enumerate(rows, first):
                if wanted(row):
                    view = self.view_row(number)
                    return view if self.number(view) == number else None
        return None

    def number(self, view: int) -> int | None:
        """The number of the row at a view row; None for a header, or where there is none."""
        if not 0 <= view < self._length:
            return None
        number = self._place(view)[1]
        return None if number < 0 else number

    def toggle(self, view: int) -> None:
        """Fold or unfold the group whose header is at a view row."""
        if self.group(view) is None:
            return
        place = self._place(view)[0]
        count, folded = self._counts[place], self._folded(place)
        if count and folded:
            self.beginInsertRows(_NOWHERE, view + 1, view + count)
        elif count:
            self.beginRemoveRows(_NOWHERE, view + 1, view + count)
        self._groups[place] = replace(self._groups[place], folded=not folded)
        self._lay_out()
        if count and folded:
            self.endInsertRows()
        elif count:
            self.endRemoveRows()
        self.dataChanged.emit(self.index(view, 0), self.index(view, 0))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._length

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        if role == ROW:
            return self.row(index.row())
        group = self.group(index.row())
        if role == GROUP:
            return group
        cell = None if group is not None else self.cell(index.row(), index.column())
        if role == CELL:
            return cell
        if role in _WORDS:
            return cell.words() if cell is not None else _header_words(group, index.column())
        return None

    def cell(self, view: int, column: int) -> Cell:
        """The cell at a view row; empty while its row is on its way."""
        row = self.row(view)
        return Cell() if row is None else self.columns[column].cell(row)

    def cells(self, view: int, columns: Sequence[int]) -> list[Cell]:
        """Some cells of one view row, as `cell` gives each."""
        row = self.row(view)
        return [Cell() if row is None else self.columns[place].cell(row) for place in columns]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == int(Qt.ItemDataRole.DisplayRole):
            return self.columns[section].title
        if role == int(Qt.ItemDataRole.TextAlignmentRole):
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _FLAGS


def _header_words(group: Group | None, column: int) -> str | None:
    return group.words() if group is not None and column == 0 else None
