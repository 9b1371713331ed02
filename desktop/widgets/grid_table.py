"""A table whose cells can be corrected in place: arrows choose the cell, Enter or typing begins, Enter ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent

from desktop.item_models.rows import RowModel
from desktop.theme.paint import paint_focus, smooth
from desktop.widgets.line_edit import LineEdit, is_plain_enter
from desktop.widgets.spoken import corrected
from desktop.widgets.table import Table


class GridTable(Table):
    """`GridTable(model, name, texts=lambda row, column: "…" or None)`: None for a column that cannot be corrected.

    `corrected(row, column, text)` when a cell was changed; nothing when it was left as it stood.
    """

    corrected = Signal(object, int, str)

    def __init__(self, model: RowModel[Any], name: str, *, texts: Callable[[Any, int], str | None]) -> None:
        super().__init__(model, name)
        self._texts = texts
        self.editor: LineEdit | None = None
        self.doubleClicked.disconnect()
        self.doubleClicked.connect(lambda _index: self.edit_cell())

    def how(self) -> str:
        return corrected()

    def column(self) -> int:
        """The column of the chosen cell."""
        return max(0, self.currentIndex().column())

    def choose_column(self, column: int) -> None:
        """Put the cursor on a column of the chosen row."""
        self.setCurrentIndex(self.rows.index(self.currentIndex().row(), column))
        self.viewport().update()

    def edit_cell(self, typed: str | None = None) -> None:
        """Open the chosen cell; `typed` replaces what stands in it."""
        row, column = self.current(), self.column()
        text = None if row is None else self._texts(row, column)
        if text is None or self.editor is not None:
            return
        editor = LineEdit()
        editor.setParent(self.viewport())
        editor.setAccessibleName(self.rows.columns[column].title)
        editor.setText(text if typed is None else typed)
        rect = self.visualRect(self.currentIndex())
        editor.setGeometry(rect.x(), rect.y(), max(rect.width(), 220), rect.height())
        if editor.geometry().right() > self.viewport().width():
            editor.move(max(0, self.viewport().width() - editor.width()), rect.y())
        editor.advanced.connect(lambda: self._end(row, column, text))
        editor.retreated.connect(self._close)
        editor.left.connect(lambda: self._end(row, column, text))
        self.editor = editor
        editor.show()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        if typed is None:
            editor.selectAll()

    def _end(self, row: Any, column: int, before: str) -> None:
        if self.editor is None:
            return
        text = self.editor.text().strip()
        self._close()
        if text != before:
            self.corrected.emit(row, column, text)

    def _close(self) -> None:
        editor, self.editor = self.editor, None
        if editor is not None:
            editor.hide()
            editor.deleteLater()
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        if is_plain_enter(event):
            self.edit_cell()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(1 if event.key() == Qt.Key.Key_Right else -1)
        elif plain and typed.isprintable() and typed.strip():
            self.edit_cell(typed)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        """The next column that can be corrected."""
        row, place = self.current(), self.column() + by
        while row is not None and 0 <= place < len(self.rows.columns):
            if self._texts(row, place) is not None and not self.isColumnHidden(place):
                self.choose_column(place)
                return
            place += by

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        row = self.current()
        if row is None or not self.hasFocus() or self._texts(row, self.column()) is None:
            return
        painter = smooth(QPainter(self.viewport()))
        paint_focus(painter, QRectF(self.visualRect(self.currentIndex())).adjusted(1, 2, -1, -2), 4)
