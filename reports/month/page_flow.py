"""Sets headings and tables one below the other on A4 pages, with the same marks and foot on each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import cos, radians, sin

from models.errors import MissingGlyph
from reports import page_style as style
from reports.fonts import Chain, Fonts
from reports.fonts_outline import Face
from reports.layout import Page, PlacedQr, Rule, Text
from reports.typesetting import break_lines, width

LEFT, RIGHT = 18 * style.MM, style.PAGE_WIDTH - 18 * style.MM
TOP, BOTTOM = 20 * style.MM, 260 * style.MM
SIZE, SMALL = 9.5, 8.5
ROW, LINE = 17.0, 12.5
HEAVY, THIN, HAIR = 1.2, 0.6, 0.3
RULE_GREY: style.Colour = (0.72, 0.74, 0.78)
TEXT_GREY: style.Colour = (0.35, 0.38, 0.42)
NOT_PRINTABLE = "〓"
_WATERMARK_SIZE = 150.0
_PADDING = 3.0
_ABOVE, _BELOW = 12.0, 17.0  # from the last table to a heading, from its upper edge to the table
_KEPT = 2  # rows that stay with the total
_LEAST_LINES = 3  # of a row that goes over the page's end
_SMALL_WEIGHT = 0.4  # of the stroke of headings, for text of table size


@dataclass(frozen=True, slots=True)
class TableColumn:
    """`share` of the width in points; figures stand to the right."""

    title: str
    share: float
    figures: bool = True


@dataclass(frozen=True, slots=True)
class TableRow:
    """One text a column; a strong row is set in the heading face."""

    texts: Sequence[str]
    strong: bool = False


class Flow:
    """A cursor that moves down and opens a page when one is full; `pages` are what it has set."""

    def __init__(self, fonts: Fonts, qr: PlacedQr | None, watermark: str) -> None:
        self.pages: list[Page] = []
        self.gaps = False  # whether a character had to be marked as not printable
        self._fonts = fonts
        self._qr = qr
        self._watermark = watermark
        self._y = TOP
        self._open()

    def space(self, points: float) -> None:
        self._y += points

    def need(self, points: float) -> None:
        """Open a page unless this much room is left."""
        if self._y + points > BOTTOM:
            self._open()

    def next_page(self) -> None:
        """Go on at the top of a new page."""
        self._open()

    def heading(self, text: str, unit: str = "", rows: int = 3, first: float = 0.0) -> None:
        """A section heading that keeps its table's head and first `rows` rows with it, or a first row so high."""
        kept = _ABOVE + _BELOW + ROW + max(ROW * rows, first)
        self.need(min(kept, BOTTOM - TOP))
        self.space(_ABOVE)
        self.text(text, LEFT, 11.5, "heading")
        if unit:
            self.text(unit, RIGHT, SMALL, "body", align=1.0, colour=TEXT_GREY)
        self.space(_BELOW)

    def line(self, text: str, size: float = SIZE, face: str = "body", align: float = 0.0) -> None:
        """One line of its own; `align` 0 left, 0.5 centre, 1 right."""
        self.need(size * 1.6)
        self.text(text, LEFT + (RIGHT - LEFT) * align, size, face, align=align)
        self.space(size * 1.6)

    def rule(self, weight: float, colour: style.Colour = style.BLACK) -> None:
        self._page.rules.append(Rule(LEFT, self._y, RIGHT, self._y, weight, colour))

    def section(self, title: str, columns: Sequence[TableColumn], rows: Sequence[TableRow]) -> None:
        """A heading and its table; the first row stays with them, however high it is."""
        self.heading(title, rows=1, first=_row_height(columns, rows[0].texts) if rows else 0.0)
        self.table(columns, rows)

    def table(self, columns: Sequence[TableColumn], rows: Sequence[TableRow], total: Sequence[str] = ()) -> None:
        """A ruled table; its head is repeated on every page, the total set apart and never alone on a page.

        A row that does not fit into the rest of a page moves to the next one; what no page can hold goes over its end.
        """
        self._head(columns)
        heights = [_row_height(columns, texts) for texts in (*(row.texts for row in rows), *([total] if total else []))]
        room = _room(columns)
        for place, row in enumerate(rows):
            together = sum(heights[place:]) if len(rows) - place <= _KEPT else heights[place]
            self._row(columns, row, together if together <= room else heights[place])
        if total:
            self.rule(THIN)
            self._row(columns, TableRow(total, strong=True), heights[-1])
        self.rule(HEAVY)

    def text(
        self, text: str, x: float, size: float, face: str, *, align: float = 0.0, colour: style.Colour = style.BLACK
    ) -> None:
        """Text at the cursor; its upper edge is the cursor, `align` says which part of it lies on `x`."""
        chain = {"body": self._fonts.body, "heading": self._fonts.heading, "title": self._fonts.title}[face]
        shown = self._printable(text, chain)
        weight = style.HEADING_WEIGHT * (_SMALL_WEIGHT if size <= SIZE else 1.0)
        heavier = 0.0 if face == "body" or chain.styled else weight * size
        left = x - width(shown) / 2 * size * align
        runs = _runs(shown, chain)
        self._page.texts.append(Text(left, self._y + style.ASCENT * size, size, runs, colour, stroke=heavier))

    def on_every_page(self, draw: Callable[[Flow, int, int], None], top: float) -> None:
        """Call `draw(flow, number, pages)` once a page with the cursor at `top`."""
        for number, page in enumerate(self.pages, 1):
            self._page, self._y = page, top
            draw(self, number, len(self.pages))

    def _head(self, columns: Sequence[TableColumn]) -> None:
        self.rule(HEAVY)
        self._cells(columns, [_lines(column.title, column) for column in columns], "heading")
        self.rule(THIN)

    def _row(self, columns: Sequence[TableColumn], row: TableRow, needed: float) -> None:
        face = "heading" if row.strong else "body"
        cells = [_lines(text, column) for text, column in zip(row.texts, columns, strict=True)]
        if self._y + needed > BOTTOM and (needed <= _room(columns) or self._lines_left() < _LEAST_LINES):
            self._turn(columns)
        while max(map(len, cells)) > (fitting := self._lines_left()):
            self._cells(columns, [lines[:fitting] for lines in cells], face)
            self._turn(columns)
            cells = [lines[fitting:] for lines in cells]
        self._cells(columns, cells, face)
        self.rule(HAIR, RULE_GREY)

    def _lines_left(self) -> int:
        """How many lines a row may have that ends on this page."""
        return max(0, int((BOTTOM - self._y - ROW) // LINE) + 1)

    def _turn(self, columns: Sequence[TableColumn]) -> None:
        """Close the table here and go on with it on a new page."""
        self.rule(HEAVY)
        self._open()
        self._head(columns)

    def _cells(self, columns: Sequence[TableColumn], cells: Sequence[Sequence[str]], face: str) -> None:
        height = _height(max(map(len, cells)))
        x, top = LEFT, self._y
        for column, parts in zip(columns, cells, strict=True):
            edge = x + column.share - _PADDING if column.figures else x + _PADDING
            self._y = top + (height - SIZE - (len(parts) - 1) * LINE) / 2
            for part in parts:
                self.text(part, edge, SIZE, face, align=1.0 if column.figures else 0.0)
                self._y += LINE
            x += column.share
        self._y = top + height

    def _open(self) -> None:
        self._page = Page(self._qr)
        self.pages.append(self._page)
        words = self._watermark.split()
        for place, word in enumerate(words):
            self._page.texts.append(self._mark(word, (place + 1) / (len(words) + 1)))
        self._y = TOP

    def _mark(self, word: str, height: float) -> Text:
        angle = radians(style.WATERMARK_ANGLE)
        half, drop = width(word) / 4 * _WATERMARK_SIZE, (style.ASCENT - 0.5) * _WATERMARK_SIZE
        x = style.PAGE_WIDTH / 2 - half * cos(angle) + drop * sin(angle)
        y = style.PAGE_HEIGHT * height + half * sin(angle) + drop * cos(angle)
        runs = _runs(word, self._fonts.heading)
        return Text(x, y, _WATERMARK_SIZE, runs, style.PALE, angle=style.WATERMARK_ANGLE)

    def _printable(self, text: str, chain: Chain) -> str:
        shown = "".join(character if _has(chain, character) else NOT_PRINTABLE for character in text)
        self.gaps = self.gaps or shown != text
        return shown


def _has(chain: Chain, character: str) -> bool:
    if character == "\ufffd":
        return False
    try:
        chain.face_for(character)
    except MissingGlyph:
        return False
    return True


def _runs(text: str, chain: Chain) -> tuple[tuple[Face, str], ...]:
    pairs = zip(chain.assign(text), text, strict=True)
    return tuple((face, "".join(part for _face, part in group)) for face, group in groupby(pairs, key=lambda p: p[0]))


def _row_height(columns: Sequence[TableColumn], texts: Sequence[str]) -> float:
    """With the texts wrapped in the columns."""
    return _height(max(len(_lines(text, column)) for text, column in zip(texts, columns, strict=True)))


def _room(columns: Sequence[TableColumn]) -> float:
    """What a page has for rows below the table's head."""
    return BOTTOM - TOP - _row_height(columns, [column.title for column in columns])


def _height(lines: int) -> float:
    return ROW + (lines - 1) * LINE


def _lines(text: str, column: TableColumn) -> list[str]:
    halves = int((column.share - 2 * _PADDING) // (SIZE / 2))
    return [line.text for line in break_lines(text, halves)] or [""]
