"""How a row of a choice list is painted."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.theme.paint import RADIUS, middle_baseline, paint_box, paint_words, smooth
from desktop.theme.sizes import row_height
from desktop.theme.tokens import Tone
from desktop.theme.type import Role, text_width


class ChoiceDelegate(QStyledItemDelegate):
    """One line of text; the current row on the tint of the accent."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        rect = QRectF(option.rect)
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        if current:
            paint_box(smooth(painter), rect, Tone.ACCENT_TINT, None, RADIUS)
        tone = Tone.ACCENT_TEXT if current else Tone.TEXT
        text = str(index.data())
        paint_words(painter, (rect.x() + 8, middle_baseline(rect, Role.BODY)), text, tone, strong=current)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(ceil(text_width(str(index.data()))) + 20, row_height())
