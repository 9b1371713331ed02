"""How the rows and group headers of a table are painted: row by row, because a call for every cell costs more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

from desktop.icons import draw_icon
from desktop.item_models.cells import Cell, Group, PillWord
from desktop.theme.appearance import Appearance, in_force
from desktop.theme.paint import (
    colour,
    middle_baseline,
    paint_mark,
    paint_pill,
    paint_words,
    pill_height,
    pill_width,
    smooth,
)
from desktop.theme.sizes import mark_size, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role, font, line_height, metrics, strong_shifts, text_width

PADDING = 8
FIRST = 16
_EVIDENCE_BOXES = {"局": 4, "A": 4, "B": 3, "D": 3, "C": 1}
_BOXES = 4
_ELIDE = Qt.TextElideMode.ElideRight
_PLAIN = (0.0,)
_Word = tuple[float, float, str, bool]  # left end on the baseline, text, whether in medium weight
Pills = dict[tuple[PillWord, Appearance, float], QPixmap]


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
    """Paints rows one after the other, and their words at the end (`finish`): all of one face and colour together.

    Made anew for each paint, so that colours and faces are looked up once; `pills` keeps pictures between paints.
    """

    def __init__(self, painter: QPainter, slots: Sequence[Slot], pills: Pills) -> None:
        self._painter, self._slots, self._pills = smooth(painter), slots, pills
        self._colours: dict[Tone, QColor] = {}
        self._faces: dict[Role, tuple[QFontMetricsF, float, QFont]] = {}
        self._words: dict[tuple[Role, bool, Tone], list[_Word]] = {}
        # Between whole pixels a picture would be blurred: there every pill is painted anew.
        self._scale = painter.device().devicePixelRatioF()
        self._sharp = self._scale.is_integer()

    def paint_row(self, rect: QRectF, cells: Sequence[Cell], state: RowState) -> None:
        """One row; `cells` in the order of the slots."""
        if state.selected or state.hovered:
            self._painter.fillRect(rect, self._colour(Tone.SELECTED if state.selected else Tone.HOVER))
        y, rows_height = rect.y(), rect.height()
        face, height, _ = self._face(Role.BODY)
        baseline = y + (rows_height - height) / 2 + face.ascent()
        for slot, cell in zip(self._slots, cells, strict=True):
            left = slot.x + (PADDING if slot.place else FIRST)
            right = slot.x + slot.width - PADDING
            if cell.sub or cell.small or cell.pill is not None or cell.evidence or cell.mark is not None or cell.icon:
                self._paint_cell(QRectF(left, y, right - left, rows_height), cell, right=slot.right)
            else:
                self._set_line((left, right), baseline, cell, Role.BODY, right=slot.right)
        self._paint_state(rect, Tone.ROW_LINE, state)

    def finish(self) -> None:
        """Draw the words of all rows."""
        painter = self._painter
        for (role, underlined, tone), words in self._words.items():
            letters = font(role, underlined=True) if underlined else self._face(role)[2]
            painter.setFont(letters)
            painter.setPen(self._colour(tone))
            shifts = strong_shifts(letters.pixelSize())
            for x, y, text, strong in words:
                for shift in shifts if strong else _PLAIN:
                    painter.drawText(QPointF(x + shift, y), text)
        self._words.clear()

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
        painter.fillRect(QRectF(rect.x(), rect.bottom() - 1, rect.width(), 1), self._colour(line))
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
            left = rect.x() + self._paint_sign(line, cell)
            self._set_line((left, rect.right()), top + face.ascent(), cell, role, right=right)
        if cell.sub:
            self._paint_sub(rect, top + height, cell, right=right)

    def _paint_pill(self, rect: QRectF, pill: PillWord) -> None:
        """The same pill stands in most rows: it is painted once in an appearance."""
        if not self._sharp or not rect.x().is_integer():
            paint_pill(self._painter, rect, pill.text, pill.tint, pill.mark)
            return
        kind = (pill, in_force(), self._scale)
        picture = self._pills.get(kind)
        if picture is None:
            picture = self._pills[kind] = QPixmap((rect.size() * self._scale).toSize())
            picture.setDevicePixelRatio(self._scale)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            paint_pill(painter, QRectF(0, 0, rect.width(), rect.height()), pill.text, pill.tint, pill.mark)
            painter.end()
        self._painter.drawPixmap(rect.topLeft(), picture)

    def _paint_sub(self, rect: QRectF, top: float, cell: Cell, *, right: bool) -> None:
        face = self._face(Role.CAPTION)[0]
        text = face.elidedText(cell.sub, _ELIDE, rect.width())
        x = rect.right() - text_width(text, Role.CAPTION) if right else rect.x()
        self._add((Role.CAPTION, False, cell.sub_tone), (x, top + face.ascent(), text, False))

    def _paint_sign(self, line: QRectF, cell: Cell) -> float:
        """A mark or icon at the beginning of the line; how much of it is taken."""
        size = mark_size()
        place = QRectF(line.x(), line.y() + (line.height() - size) / 2, size, size)
        if cell.mark is not None:
            paint_mark(self._painter, place, cell.mark)
        elif cell.icon:
            draw_icon(self._painter, cell.icon, place, self._colour(Tone.TEXT3))
        else:
            return 0
        return size + 6

    def _set_line(self, room: tuple[float, float], baseline: float, cell: Cell, role: Role, *, right: bool) -> None:
        """A line of a cell between two edges, with its remainder behind it."""
        (start, end), text = room, cell.text
        width = text_width(text, role)
        if width > end - start + 2:
            face = self._face(role)[0]
            text = face.elidedText(text, _ELIDE, end - start + 1)
            width = face.horizontalAdvance(text) + 1
        x = end - width if right else start
        self._add((role, cell.underlined, cell.tone), (x, baseline, text, cell.strong))
        if cell.after:
            self._add((Role.CAPTION, False, cell.after_tone), (x + width + 7, baseline, cell.after, False))

    def _add(self, kind: tuple[Role, bool, Tone], word: _Word) -> None:
        if word[2]:
            self._words.setdefault(kind, []).append(word)

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
