"""How the cells and group headers of a table are painted."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from desktop.icons import draw_icon
from desktop.item_models.cells import Cell, Group
from desktop.item_models.rows import CELL, GROUP
from desktop.theme.paint import (
    colour,
    middle_baseline,
    paint_line,
    paint_mark,
    paint_pill,
    paint_words,
    pill_height,
    pill_width,
    smooth,
)
from desktop.theme.sizes import mark_size, row_height, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role, font, line_height, metrics, text_width

PADDING = 8
FIRST = 16
_EVIDENCE_BOXES = {"局": 4, "A": 4, "B": 3, "D": 3, "C": 1}
_BOXES = 4
_ELIDE = Qt.TextElideMode.ElideRight


class TableDelegate(QStyledItemDelegate):
    """Paints cells; a table shows its focus as a rectangle round the whole current row."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        smooth(painter)
        rect = QRectF(option.rect)
        group = index.data(GROUP)
        if group is not None:
            self._paint_group(painter, rect, group)
            self._paint_row_state(painter, rect, option, index, header=True)
        else:
            self._paint_row_state(painter, rect, option, index, header=False)
            cell: Cell = index.data(CELL)
            right = bool(index.model().columns[index.column()].right)  # type: ignore[attr-defined]
            self._paint_cell(painter, _inner(rect, index.column()), cell, right=right)
        painter.restore()

    def _paint_row_state(
        self,
        painter: QPainter,
        rect: QRectF,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        *,
        header: bool,
    ) -> None:
        view = option.widget
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected and not header:
            painter.fillRect(rect, colour(Tone.SELECTED))
        elif bool(option.state & QStyle.StateFlag.State_MouseOver) and not header:
            painter.fillRect(rect, colour(Tone.HOVER))
        paint_line(painter, rect.x(), rect.bottom() - 1, rect.width(), Tone.DIVIDER if header else Tone.ROW_LINE)
        if not selected:
            return
        ring = colour(Tone.RING)
        if index.column() == 0:
            painter.fillRect(QRectF(rect.x(), rect.y(), 3, rect.height()), ring)
        if isinstance(view, QAbstractItemView) and view.hasFocus():
            painter.fillRect(QRectF(rect.x(), rect.y(), rect.width(), 2), ring)
            painter.fillRect(QRectF(rect.x(), rect.bottom() - 2, rect.width(), 2), ring)
            if header or index.column() == _last_shown(view, index):
                painter.fillRect(QRectF(rect.right() - 2, rect.y(), 2, rect.height()), ring)

    def _paint_cell(self, painter: QPainter, rect: QRectF, cell: Cell, *, right: bool) -> None:
        role = Role.SMALL if cell.small else Role.BODY
        height = line_height(role)
        below = line_height(Role.CAPTION) if cell.sub else 0
        top = rect.y() + (rect.height() - height - below) / 2
        line = QRectF(rect.x(), top, rect.width(), height)
        if cell.pill is not None:
            width = pill_width(cell.pill.text, cell.pill.mark)
            x = rect.right() - width if right else rect.x()
            y = top if cell.sub else rect.y() + (rect.height() - pill_height()) / 2
            paint_pill(
                painter, QRectF(x, round(y), width, pill_height()), cell.pill.text, cell.pill.tint, cell.pill.mark
            )
        elif cell.evidence:
            paint_evidence(painter, line, cell.evidence)
        else:
            self._paint_line(painter, self._after_sign(painter, line, cell), cell, role, right=right)
        if cell.sub:
            text = metrics(Role.CAPTION).elidedText(cell.sub, _ELIDE, rect.width())
            x = rect.right() - text_width(text, Role.CAPTION) if right else rect.x()
            at = (x, top + height + metrics(Role.CAPTION).ascent())
            paint_words(painter, at, text, cell.sub_tone, Role.CAPTION)

    def _after_sign(self, painter: QPainter, line: QRectF, cell: Cell) -> QRectF:
        size = mark_size()
        place = QRectF(line.x(), line.y() + (line.height() - size) / 2, size, size)
        if cell.mark is not None:
            paint_mark(painter, place, cell.mark)
        elif cell.icon:
            draw_icon(painter, cell.icon, place, colour(Tone.TEXT3))
        else:
            return line
        return line.adjusted(size + 6, 0, 0, 0)

    def _paint_line(self, painter: QPainter, line: QRectF, cell: Cell, role: Role, *, right: bool) -> None:
        text = metrics(role).elidedText(cell.text, _ELIDE, line.width() + 1)
        width = text_width(text, role)
        x = line.right() - width if right else line.x()
        baseline = line.y() + metrics(role).ascent()
        if cell.underlined:
            painter.setFont(font(role, underlined=True))
            painter.setPen(colour(cell.tone))
            painter.drawText(round(x), round(baseline), text)
        else:
            paint_words(painter, (x, baseline), text, cell.tone, role, strong=cell.strong)
        if cell.after:
            paint_words(painter, (x + width + 7, baseline), cell.after, cell.after_tone, Role.CAPTION)

    def _paint_group(self, painter: QPainter, rect: QRectF, group: Group) -> None:
        painter.fillRect(rect, colour(Tone.SUNKEN))
        size, x, middle = scaled(14), rect.x() + FIRST, rect.center().y()
        chevron = QRectF(x - 4, middle - size / 2, size, size)
        draw_icon(painter, "right" if group.folded else "down", chevron, colour(Tone.TEXT2), 2)
        x += size + 2
        if group.mark is not None:
            mark = mark_size()
            paint_mark(painter, QRectF(x, middle - mark / 2, mark, mark), group.mark)
            x += mark + 6
        baseline = middle_baseline(rect, Role.BODY)
        paint_words(painter, (x, baseline), group.title, group.tone, strong=True)
        x += text_width(group.title) + 9
        x += self._paint_count(painter, x, middle, group) + 12
        tail = text_width(group.tail, Role.CAPTION) if group.tail else 0
        room = rect.right() - FIRST - tail - 8 - x
        note = metrics(Role.CAPTION).elidedText(group.note, _ELIDE, max(0, room))
        small = middle_baseline(rect, Role.CAPTION)
        paint_words(painter, (x, small), note, Tone.TEXT3, Role.CAPTION)
        paint_words(painter, (rect.right() - FIRST - tail, small), group.tail, Tone.TEXT3, Role.CAPTION)

    def _paint_count(self, painter: QPainter, x: float, middle: float, group: Group) -> float:
        words, height = f"{group.count:,}", scaled(18)
        width = max(scaled(22), text_width(words, Role.CAPTION) + 13)
        rect = QRectF(x, middle - height / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(group.tone if group.solid else Tone.COUNT))
        painter.drawRoundedRect(rect, height / 2, height / 2)
        painter.setFont(font(Role.CAPTION))
        painter.setPen(colour(Tone.SURFACE if group.solid else Tone.TEXT))
        painter.drawText(rect.adjusted(0, -1, 0, 0), Qt.AlignmentFlag.AlignCenter, words)
        return width

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


def needed_width(cell: Cell, column: int) -> float:
    """The width a cell needs to show all of itself."""
    role = Role.SMALL if cell.small else Role.BODY
    width = text_width(cell.text, role)
    if cell.pill is not None:
        width = pill_width(cell.pill.text, cell.pill.mark)
    if cell.evidence:
        width = 18 + _BOXES * 7
    if cell.mark is not None or cell.icon:
        width += mark_size() + 6
    if cell.after:
        width += 7 + text_width(cell.after, Role.CAPTION)
    width = max(width, text_width(cell.sub, Role.CAPTION) if cell.sub else 0)
    return width + 2 * PADDING + (FIRST - PADDING if column == 0 else 0)


def paint_evidence(painter: QPainter, line: QRectF, grade: str) -> None:
    """An evidence grade: its letter and four boxes, in grey, because evidence is not a verdict."""
    filled = _EVIDENCE_BOXES.get(grade, 0)
    baseline = line.y() + metrics(Role.BODY).ascent()
    paint_words(painter, (line.x(), baseline), grade, Tone.TEXT if filled else Tone.TEXT3, strong=True)
    high, wide, step = scaled(10), scaled(5), scaled(7)
    for place in range(_BOXES):
        box = QRectF(line.x() + scaled(18) + place * step, line.center().y() - high / 2, wide, high)
        painter.setPen(colour(Tone.TEXT2 if filled else Tone.BORDER))
        painter.setBrush(colour(Tone.TEXT2 if place < filled else Tone.SURFACE))
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))


def _last_shown(view: QAbstractItemView, index: QModelIndex | QPersistentModelIndex) -> int:
    """The last column that is not left out."""
    columns = range(index.model().columnCount() - 1, -1, -1)
    return next((place for place in columns if not (isinstance(view, QTableView) and view.isColumnHidden(place))), 0)


def _inner(rect: QRectF, column: int) -> QRectF:
    return rect.adjusted(FIRST if column == 0 else PADDING, 0, -PADDING, 0)
