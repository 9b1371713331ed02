"""Feeds the tables of the worklist: asks, shows, asks again after changes and keeps the place where one was reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from math import ceil

from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop.item_models.cells import Column, Group
from desktop.item_models.rows import PAGE, RowModel
from desktop.page import Host
from desktop.pages.worklist_columns import NUMBER_PLACE, folded_at_first, header
from desktop.pages.worklist_source import Answer, Extent, Filter, ask, read
from desktop.widgets.table import Table
from models.casework.worklist import GROUP_NAMES, GroupHead, WorklistRow
from models.casework.worklist import Group as GroupKey
from models.errors import SubsidyDeskError

_AT_LEAST = 20  # rows of an answer: the chosen one is looked for among them
_TITLES = {name: group for group, name in GROUP_NAMES.items()}


class FedTable:
    """One table of the feed, with its own model; `narrow` beside a case; `folds` the quiet groups at first."""

    def __init__(
        self, columns: Sequence[Column[WorklistRow]], name: str, *, narrow: bool = False, folds: bool = True
    ) -> None:
        self.narrow, self._folds = narrow, folds
        self.showing = False  # while an answer is shown, the cursor is moved by the program
        self.model: RowModel[WorklistRow] = RowModel(columns)
        self.table = Table(self.model, name, two_lines=narrow, headless=narrow)
        self.model.setParent(self.table)

    def first_in_view(self) -> int:
        """The number of the first row in view."""
        top = max(0, self.table.rowAt(0))
        for view in range(top, self.model.rowCount()):
            number = self.model.number(view)
            if number is not None:
                return number
        return 0

    def folds(self) -> dict[GroupKey, bool]:
        """Which groups are folded now."""
        groups = [self.model.group(view) for view in self.model.group_rows()]
        return {_TITLES[group.title]: group.folded for group in groups if group is not None}

    def show(self, answer: Answer, fetch: Callable[[int, int], None]) -> None:
        """Show the answer in place of what was shown; selection, folds and scroll stay."""
        self.showing = True
        try:
            self._show(answer, fetch)
        finally:
            self.showing = False

    def _show(self, answer: Answer, fetch: Callable[[int, int], None]) -> None:
        chosen, place = self.table.current(), self.table.currentIndex().row()
        scrolled, folds = self.table.verticalScrollBar().value(), self.folds()
        heads = [head for head in answer.extent.heads if head.count]
        groups = [self._group(head, heads, folds) for head in heads]
        # A queue where nothing is urgent needs no heading that says 其他.
        plain = not self._folds and [head.group for head in heads] == [GroupKey.OTHER]
        counts = [head.count for head in heads]
        self.model.show_pages([(None, counts[0])] if plain else list(zip(groups, counts, strict=True)), fetch)
        self.provide(answer.first, answer.rows)
        self._select(answer, chosen, place)
        self.table.executeDelayedItemsLayout()
        self.table.verticalScrollBar().setValue(scrolled)

    def provide(self, first: int, rows: Sequence[WorklistRow]) -> None:
        """Rows from number `first` on."""
        self.model.provide(first, rows)
        if not self.narrow:
            self.table.hold(NUMBER_PLACE, max((row.case.number for row in rows), key=len, default=""))

    def select_case(self, number: str) -> None:
        """Put the cursor on a case among the rows that are there."""
        view = self.model.find(lambda row: row.case.number == number)
        if view is not None:
            self.table.setCurrentIndex(self.model.index(view, 0))

    def step_behind(self, number: str) -> WorklistRow | None:
        """Move on from this case; the row now chosen, None at the end or while it is still being read."""
        model, view = self.model, self.table.currentIndex().row()
        chosen: WorklistRow | None = self.table.current()
        if chosen is not None and chosen.case.number != number:
            return chosen  # the case has left the list, and the next one stands in its place
        following = next((place for place in range(view + 1, model.rowCount()) if model.group(place) is None), None)
        if following is None:
            return None
        self.table.setCurrentIndex(model.index(following, 0))
        behind: WorklistRow | None = self.table.current()
        return behind

    def end_words(self) -> str:
        """Why `step_behind` gave no row."""
        # Beside an open case the list is out of sight, and reads no rows ahead of those that are stepped on.
        if self.table.current() is None and self.model.number(self.table.currentIndex().row()) is not None:
            return QCoreApplication.translate("Worklist", "正在读下一件，请再按一次 F8。")
        return QCoreApplication.translate("Worklist", "已经是最后一件")

    def _group(self, head: GroupHead, heads: Sequence[GroupHead], folds: dict[GroupKey, bool]) -> Group:
        # The only group there is, by a filter maybe, never hides what was asked for.
        folded = len(heads) > 1 and folds.get(head.group, self._folds and folded_at_first(head.group))
        return header(head, worst=head is heads[0], folded=folded, narrow=self.narrow)

    def _select(self, answer: Answer, chosen: WorklistRow | None, place: int) -> None:
        """The same case again, else the same place, else the first row."""
        if chosen is not None:
            for number, row in enumerate(answer.rows, answer.first):
                if row.case.case_id == chosen.case.case_id:
                    self.table.select_number(number)
                    return
        if 0 <= place < self.model.rowCount() and self.model.group(place) is None:
            self.table.setCurrentIndex(self.model.index(place, 0))
        elif self.model.rowCount():
            self.table.select_first()


class Feed(QObject):
    """`feed.add(table)`, `feed.ask()`; `answered(answer)` and `failed(error)`."""

    answered = Signal(object)
    failed = Signal(object)

    def __init__(self, host: Host, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._host = host
        self._tables: list[FedTable] = []
        self.filter = Filter()
        self.answer: Answer | None = None

    def add(self, table: FedTable) -> None:
        """Feed this table too."""
        self._tables.append(table)

    def ask(self) -> None:
        """Ask again; what is shown stays until the answer is there."""
        chosen, first, count = self.filter, 0, _AT_LEAST
        if self._tables:
            first = self._tables[0].first_in_view() // PAGE * PAGE
            count = max(count, ceil(self._tables[0].table.rows_in_view() / PAGE + 1) * PAGE)
        self._host.runner.read(
            lambda desk: ask(desk, chosen, first, count), self._show, self.failed.emit, latest=f"worklist {id(self)}"
        )

    def _show(self, answer: Answer) -> None:
        self.answer = answer
        for table in self._tables:
            table.show(answer, partial(self._fetch, table, answer.extent))
        self.answered.emit(answer)

    def _fetch(self, table: FedTable, extent: Extent, first: int, count: int) -> None:
        def provide(rows: Sequence[WorklistRow]) -> None:
            if self.answer is not None and self.answer.extent is extent:
                table.provide(first, rows)

        self._host.runner.read(lambda desk: read(desk, extent, first, count), provide, self._failed)

    def _failed(self, error: SubsidyDeskError) -> None:
        self.failed.emit(error)
