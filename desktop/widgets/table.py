"""The table of all lists: keyboard, groups, whole-row selection, widths measured from declared samples."""

from __future__ import annotations

from math import ceil
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHoverEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop.item_models.rows import RowModel
from desktop.theme.paint import MarkKind, paint_focus, pill_width, smooth
from desktop.theme.sizes import at_least, mark_size, row_height, scaled, two_line_row_height
from desktop.theme.type import Role, text_width
from desktop.widgets.line_edit import is_plain_enter
from desktop.widgets.painted import PaintedText
from desktop.widgets.spoken import listed
from desktop.widgets.table_delegate import TableDelegate
from desktop.widgets.table_paint import FIRST, PADDING, Pills, RowPainter, RowState, Slot, needed_width

_LEAST_REST = 120  # what the stretching column keeps before others are left out
_GOOD_REST = 280  # what it keeps before others grow, unless the table says otherwise
_HOVERS = frozenset({QEvent.Type.HoverEnter, QEvent.Type.HoverMove})
_LEAVES = frozenset({QEvent.Type.HoverLeave, QEvent.Type.Leave})
_BY_KEY = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class Table(QTableView):
    """`table = Table(model)`; put it into a `Card(column(table, margins=(1, 1, 1, 6)))`.

    Signals: `opened(row)` on Enter or double click, `current_changed(row)` (None on a header). Up and Down go through
    rows and headers, Left and Right fold and unfold the group, Space toggles a header. `two_lines` for rows with a
    `sub` line; `headless` for narrow side lists; `rest` is what the stretching column keeps before others grow.
    """

    opened = Signal(object)
    current_changed = Signal(object)

    def __init__(
        self,
        model: RowModel[Any],
        name: str,
        *,
        two_lines: bool = False,
        headless: bool = False,
        rest: int = _GOOD_REST,
    ) -> None:
        super().__init__()
        self.rows = model
        self.two_lines = two_lines
        self._rest = rest
        self._needed: dict[int, int] = {}
        self._longest: dict[int, str] = {}
        self._hovered = -1
        self._pills: Pills = {}
        self.setModel(model)
        if model.parent() is None:
            # Its columns ask the page: a model without an owner would keep the page alive.
            model.setParent(self)
        self.setItemDelegate(TableDelegate(self))
        self.setAccessibleName(name)
        self.setAccessibleDescription(self.how())
        self._behave()
        self._dress(headless)
        model.modelReset.connect(self._mark_groups)
        model.rowsInserted.connect(self._mark_groups)
        model.rowsRemoved.connect(self._mark_groups)
        self._measure()
        self._mark_groups()

    def how(self) -> str:
        """How it is worked, for a screen reader."""
        return listed()

    def _behave(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.doubleClicked.connect(self._open_index)

    def _dress(self, headless: bool) -> None:
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(8)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setVisible(not headless)

    def _measure(self) -> None:
        """Heights and column widths at the text size in force."""
        self.verticalHeader().setDefaultSectionSize(two_line_row_height() if self.two_lines else row_height())
        header = self.horizontalHeader()
        header.setFixedHeight(at_least(32))
        for place, column in enumerate(self.rows.columns):
            if column.sample:
                self._needed[place] = self._needed_by(place, self._longest.get(place, column.sample))
        self._give_way()
        for place in range(len(self.rows.columns)):
            if place not in self._needed:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
                continue
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(place, self._needed[place])
        self._drop_columns()
        self._grow_columns()

    def hold(self, place: int, text: str) -> None:
        """Have a column hold a text that is longer than its sample, from now on."""
        if len(text) > len(self._longest.get(place, self.rows.columns[place].sample)):
            self._longest[place] = text
            self._measure()

    def _needed_by(self, place: int, text: str) -> int:
        """The width of a column that holds a text."""
        column = self.rows.columns[place]
        words = pill_width(text, MarkKind.MET) if column.pill else text_width(text)
        needed = max(words, text_width(column.title, Role.CAPTION)) + (mark_size() + 6 if column.marked else 0)
        return self._padded(needed, place)

    def _give_way(self) -> None:
        """What is held beyond the samples is given by the first column whose texts may be elided."""
        columns = self.rows.columns
        beyond = sum(self._needed[place] - self._needed_by(place, columns[place].sample) for place in self._longest)
        giving = next((place for place in self._needed if columns[place].elide), None)
        if giving is not None:
            self._needed[giving] -= beyond

    def _padded(self, width: float, place: int) -> int:
        return ceil(width) + PADDING + (FIRST if place == 0 else PADDING)

    def _grow_columns(self) -> None:
        """Where the column that takes the rest has enough, names and documents are shown in full."""
        shown = [place for place in self._needed if not self.isColumnHidden(place)]
        spare = self.viewport().width() - sum(self._needed[place] for place in shown) - scaled(self._rest)
        for place in shown:
            wide = self.rows.columns[place].wide
            if wide:
                more = max(0, min(spare, self._padded(text_width(wide), place) - self._needed[place]))
                self.horizontalHeader().resizeSection(place, self._needed[place] + more)
                spare -= more

    def _drop_columns(self) -> None:
        """Leave out what is least needed where the column that takes the rest would get too little."""
        if not self._needed:
            return
        room = self.viewport().width() - scaled(_LEAST_REST)
        droppable = sorted((place for place in self._needed if self.rows.columns[place].drop), key=self._drop_order)
        used = sum(self._needed.values())
        for place in droppable:
            hidden = used > room
            used -= self._needed[place] if hidden else 0
            if self.isColumnHidden(place) != hidden:
                self.setColumnHidden(place, hidden)
                if not hidden:
                    self.horizontalHeader().resizeSection(place, self._needed[place])

    def _drop_order(self, place: int) -> int:
        return -self.rows.columns[place].drop

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._drop_columns()
        self._grow_columns()

    def _mark_groups(self) -> None:
        self.clearSpans()
        for view in self.rows.group_rows():
            if len(self.rows.columns) > 1:
                self.setSpan(view, 0, 1, len(self.rows.columns))
            if self.two_lines:
                self.setRowHeight(view, row_height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._measure()
            self._mark_groups()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in _BY_KEY:
            if not self.selectionModel().hasSelection():
                self.select_first()
            # The row that shows the focus may have been scrolled away.
            self.scrollTo(self.currentIndex())

    def paintEvent(self, event: QPaintEvent) -> None:
        self._paint_rows(event)
        if self.hasFocus() and not self.selectionModel().hasSelection():
            # Without a row that could show it, the list itself shows the focus.
            paint_focus(smooth(QPainter(self.viewport())), QRectF(self.viewport().rect()))

    def current(self) -> Any:
        """The row under the cursor, None on a header or in an empty table."""
        return self.rows.row(self.currentIndex().row())

    def select_number(self, number: int) -> None:
        """Put the cursor on a row by its number."""
        self.setCurrentIndex(self.rows.index(self.rows.view_row(number), 0))

    def select_first(self) -> None:
        """Put the cursor on the first row that is no header."""
        for view in range(self.rows.rowCount()):
            if self.rows.group(view) is None:
                self.setCurrentIndex(self.rows.index(view, 0))
                return

    def rows_in_view(self) -> int:
        """How many rows there is room for."""
        return self.viewport().height() // self.verticalHeader().defaultSectionSize() + 2

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        self.current_changed.emit(self.rows.row(current.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        view = self.currentIndex().row()
        group = self.rows.group(view)
        if is_plain_enter(event):
            self._open(view)
        elif group is not None and event.key() == Qt.Key.Key_Space:
            self.rows.toggle(view)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._fold(view, fold=event.key() == Qt.Key.Key_Left)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Typing does not jump: the one box searches."""

    def _fold(self, view: int, *, fold: bool) -> None:
        headers = [row for row in self.rows.group_rows() if row <= view]
        if not headers:
            return
        group = self.rows.group(headers[-1])
        if group is not None and group.folded != fold:
            self.setCurrentIndex(self.rows.index(headers[-1], 0))
            self.rows.toggle(headers[-1])

    def _open_index(self, index: QModelIndex) -> None:
        self._open(index.row())

    def _open(self, view: int) -> None:
        if self.rows.group(view) is not None:
            self.rows.toggle(view)
        elif (row := self.rows.row(view)) is not None:
            self.opened.emit(row)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        view = self.rowAt(event.position().toPoint().y())
        if self.rows.group(view) is not None:
            self.rows.toggle(view)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() in _HOVERS and isinstance(event, QHoverEvent):
            self._hover(self.rowAt(round(event.position().y())))
        elif event.type() in _LEAVES:
            self._hover(-1)
        return super().viewportEvent(event)

    def _hover(self, view: int) -> None:
        """The whole row under the mouse is tinted, not its cell alone."""
        if view != self._hovered:
            self._hovered = view
            self.viewport().update()

    def _paint_rows(self, event: QPaintEvent) -> None:
        """Rows in the exposed stretch, each asked of the model once."""
        first, last = self.rowAt(event.rect().top()), self.rowAt(event.rect().bottom())
        if first < 0:
            return
        last = last if last >= 0 else self.rows.rowCount() - 1
        self.rows.want(first, last)
        slots, header = self._slots(), self.horizontalHeader()
        painter = QPainter(self.viewport())
        rows = RowPainter(painter, slots, self._pills)
        left, width, columns = -header.offset(), header.length(), [slot.place for slot in slots]
        chosen = {index.row() for index in self.selectionModel().selectedRows()}
        for view in range(first, last + 1):
            rect = QRectF(left, self.rowViewportPosition(view), width, self.rowHeight(view))
            group, selected = self.rows.group(view), view in chosen
            state = RowState(selected, view == self._hovered, selected and self.hasFocus())
            if group is not None:
                rows.paint_group(rect, group, state)
            else:
                rows.paint_row(rect, self.rows.cells(view, columns), state)
        rows.finish()
        painter.end()

    def _slots(self) -> list[Slot]:
        return [
            Slot(place, self.columnViewportPosition(place), self.columnWidth(place), column.right)
            for place, column in enumerate(self.rows.columns)
            if not self.isColumnHidden(place)
        ]

    def painted_texts(self) -> list[PaintedText]:
        """For the check for clipped text: the cells in view of the columns that have a sample."""
        pieces = []
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        last = self.rows.rowCount() - 1 if last < 0 else last
        for view in range(max(0, first), last + 1):
            if self.rows.group(view) is not None:
                continue
            for place, column in enumerate(self.rows.columns):
                cell = self.rows.cell(view, place)
                if column.sample and not column.elide and not self.isColumnHidden(place):
                    pieces.append(PaintedText(cell.words(), needed_width(cell, place), self.columnWidth(place) + 1))
        return pieces
