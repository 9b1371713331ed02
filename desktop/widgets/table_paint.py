"""How the rows and group headers of a table are painted: row by row, because a call for every cell costs more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

from desktop.icons import draw_icon
from desktop.item_models.cells import Cell, Group, PillWord
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
from desktop.theme.sizes import mark_size, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role, draw_strong, font, line_height, metrics, text_width

PADDING = 8
FIRST = 16
_EVIDENCE_BOXES = {"局": 4, "A": 4, "B": 3, "D": 3, "C": 1}
_BOXES = 4
_ELIDE = Qt.TextElideMode.ElideRight


@dataclass(frozen=True, slots=True)
class Slot:
    """A column as it stands in view: its place in the model, its left edge and width, where its words stand."""

    place: int
    x: float
    width: float
    right: bool


@dataclass(frozen=True, slots=True)
class RowState:
    """How a row stands out; `focused`: the table has the keyboard, and its current row a rectangle."""

    selected: bool = False
    hovered: bool = False
    focused: bool = False


class RowPainter:
    """Paints rows one after the other; made anew for each paint, so that colours and faces are looked up once."""

    def __init__(self, painter: QPainter, slots: Sequence[Slot]) -> None:
        self._painter, self._slots = smooth(painter), slots
        self._colours: dict[Tone, QColor] = {}
        self._faces: dict[Role, tuple[QFontMetricsF, float, QFont]] = {}
        self._pills: dict[PillWord, QPixmap] = {}
        # Between whole pixels a picture would be blurred: there every pill is painted anew.
        self._sharp = painter.device().devicePixelRatioF().is_integer()

    def paint_row(self, rect: QRectF, cells: Sequence[Cell], state: RowState) -> None:
        """One row; `cells` in the order of the slots."""
        if state.selected or state.hovered:
            self._painter.fillRect(rect, self._colour(Tone.SELECTED if state.selected else Tone.HOVER))
        for slot, cell in zip(self._slots, cells, strict=True):
            left = slot.x + (PADDING if slot.place else FIRST)
            inner = QRectF(left, rect.y(), slot.x + slot.width - PADDING - left, rect.height())
            if cell.sub or cell.small or cell.pill is not None or cell.evidence or cell.mark is not None or cell.icon:
                self._paint_cell(inner, cell, right=slot.right)
            else:
                face, height, _ = self._face(Role.BODY)
                top = rect.y() + (rect.height() - height) / 2
                self._paint_line(inner, top + face.ascent(), cell, Role.BODY, right=slot.right)
        self._paint_state(rect, Tone.ROW_LINE, state)

    def paint_group(self, rect: QRectF, group: Group, state: RowState) -> None:
        """A header over rows."""
        painter = self._painter
        painter.fillRect(rect, self._colour(Tone.SUNKEN))
        size, x, middle = scaled(14), rect.x() + FIRST, rect.center().y()
        chevron = QRectF(x - 4, middle - size / 2, size, size)
        draw_icon(painter, "right" if group.folded else "down", chevron, self._colour(Tone.TEXT2), 2)
        x += size + 2
        if group.mark is not None:
            mark = mark_size()
            paint_mark(painter, QRectF(x, middle - mark / 2, mark, mark), group.mark)
            x += mark + 6
        baseline = middle_baseline(rect, Role.BODY)
        paint_words(painter, (x, baseline), group.title, group.tone, strong=True)
        x += text_width(group.title) + 9
        x += self._paint_count(x, middle, group) + 12
        tail = text_width(group.tail, Role.CAPTION) if group.tail else 0
        room = rect.right() - FIRST - tail - 8 - x
        note = metrics(Role.CAPTION).elidedText(group.note, _ELIDE, max(0, room))
        small = middle_baseline(rect, Role.CAPTION)
        paint_words(painter, (x, small), note, Tone.TEXT3, Role.CAPTION)
        paint_words(painter, (rect.right() - FIRST - tail, small), group.tail, Tone.TEXT3, Role.CAPTION)
        self._paint_state(rect, Tone.DIVIDER, state)

    def _colour(self, tone: Tone) -> QColor:
        found = self._colours.get(tone)
        if found is None:
            found = self._colours[tone] = colour(tone)
        return found

    def _face(self, role: Role) -> tuple[QFontMetricsF, float, QFont]:
        """The metrics of a role, the height of its line, its font."""
        found = self._faces.get(role)
        if found is None:
            found = self._faces[role] = (metrics(role), line_height(role), font(role))
        return found

    def _paint_state(self, rect: QRectF, line: Tone, state: RowState) -> None:
        painter = self._painter
        paint_line(painter, rect.x(), rect.bottom() - 1, rect.width(), line)
        if not state.selected:
            return
        ring = self._colour(Tone.RING)
        painter.fillRect(QRectF(rect.x(), rect.y(), 3, rect.height()), ring)
        if state.focused:
            painter.fillRect(QRectF(rect.x(), rect.y(), rect.width(), 2), ring)
            painter.fillRect(QRectF(rect.x(), rect.bottom() - 2, rect.width(), 2), ring)
            painter.fillRect(QRectF(rect.right() - 2, rect.y(), 2, rect.height()), ring)

    def _paint_cell(self, rect: QRectF, cell: Cell, *, right: bool) -> None:
        role = Role.SMALL if cell.small else Role.BODY
        face, height, _ = self._face(role)
        below = self._face(Role.CAPTION)[1] if cell.sub else 0
        top = rect.y() + (rect.height() - height - below) / 2
        line = QRectF(rect.x(), top, rect.width(), height)
        if cell.pill is not None:
            width = pill_width(cell.pill.text, cell.pill.mark)
            x = rect.right() - width if right else rect.x()
            y = top if cell.sub else rect.y() + (rect.height() - pill_height()) / 2
            self._paint_pill(QRectF(x, round(y), width, pill_height()), cell.pill)
        elif cell.evidence:
            paint_evidence(self._painter, line, cell.evidence)
        else:
            self._paint_line(self._behind_sign(line, cell), top + face.ascent(), cell, role, right=right)
        if cell.sub:
            self._paint_sub(rect, top + height, cell, right=right)

    def _paint_pill(self, rect: QRectF, pill: PillWord) -> None:
        """The same pill stands in most rows: its picture is made once for a paint."""
        if not self._sharp or not rect.x().is_integer():
            paint_pill(self._painter, rect, pill.text, pill.tint, pill.mark)
            return
        picture = self._pills.get(pill)
        if picture is None:
            scale = self._painter.device().devicePixelRatioF()
            picture = self._pills[pill] = QPixmap((rect.size() * scale).toSize())
            picture.setDevicePixelRatio(scale)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            paint_pill(painter, QRectF(0, 0, rect.width(), rect.height()), pill.text, pill.tint, pill.mark)
            painter.end()
        self._painter.drawPixmap(rect.topLeft(), picture)

    def _paint_sub(self, rect: QRectF, top: float, cell: Cell, *, right: bool) -> None:
        face = self._face(Role.CAPTION)[0]
        text = face.elidedText(cell.sub, _ELIDE, rect.width())
        x = rect.right() - text_width(text, Role.CAPTION) if right else rect.x()
        paint_words(self._painter, (x, top + face.ascent()), text, cell.sub_tone, Role.CAPTION)

    def _behind_sign(self, line: QRectF, cell: Cell) -> QRectF:
        """What a mark or icon, painted here, leaves of the line."""
        size = mark_size()
        place = QRectF(line.x(), line.y() + (line.height() - size) / 2, size, size)
        if cell.mark is not None:
            paint_mark(self._painter, place, cell.mark)
        elif cell.icon:
            draw_icon(self._painter, cell.icon, place, self._colour(Tone.TEXT3))
        else:
            return line
        return line.adjusted(size + 6, 0, 0, 0)

    def _paint_line(self, rect: QRectF, baseline: float, cell: Cell, role: Role, *, right: bool) -> None:
        painter, (face, _, letters) = self._painter, self._face(role)
        text, width = cell.text, face.horizontalAdvance(cell.text) + 1
        if width > rect.width() + 2:
            text = face.elidedText(text, _ELIDE, rect.width() + 1)
            width = face.horizontalAdvance(text) + 1
        at = QPointF(rect.right() - width if right else rect.x(), baseline)
        painter.setFont(font(role, underlined=True) if cell.underlined else letters)
        painter.setPen(self._colour(cell.tone))
        if cell.strong:
            draw_strong(painter, at, text)
        else:
            painter.drawText(at, text)
        if cell.after:
            paint_words(painter, (at.x() + width + 7, baseline), cell.after, cell.after_tone, Role.CAPTION)

    def _paint_count(self, x: float, middle: float, group: Group) -> float:
        painter = self._painter
        words, height = f"{group.count:,}", scaled(18)
        width = max(scaled(22), text_width(words, Role.CAPTION) + 13)
        rect = QRectF(x, middle - height / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour(group.tone if group.solid else Tone.COUNT))
        painter.drawRoundedRect(rect, height / 2, height / 2)
        painter.setFont(font(Role.CAPTION))
        painter.setPen(self._colour(Tone.SURFACE if group.solid else Tone.TEXT))
        painter.drawText(rect.adjusted(0, -1, 0, 0), Qt.AlignmentFlag.AlignCenter, words)
        return width


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
