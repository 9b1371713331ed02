"""What a table tells of a cell beside painting it: its size, and its whole words where they are cut off."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from desktop.item_models.rows import CELL
from desktop.theme.sizes import row_height
from desktop.widgets.table_paint import needed_width


class TableDelegate(QStyledItemDelegate):
    """Sizes and tool tips; the table paints its rows itself."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        cell = index.data(CELL)
        return QSize(int(needed_width(cell, index.column())) if cell is not None else 0, row_height())

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        cell = index.data(CELL)
        if event.type() == QEvent.Type.ToolTip and cell is not None:
            hidden = needed_width(cell, index.column()) > option.rect.width()
            QToolTip.showText(event.globalPos(), cell.words() if hidden else "", view)
            return True
        return super().helpEvent(event, view, option, index)
