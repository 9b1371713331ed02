"""What every sheet shares: safe cells, paper, marks, title lines, and the ledger table.

Text only ever goes through `write_string`: nothing typed by anyone can become a formula, a link or a number.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from math import ceil

from models.moment import beijing_time
from models.month import MonthContent
from reports.month.ledgers import Cell, Column, Kind, Ledger
from reports.month.words import banner, edition_name, month_name, plain, watermark
from reports.month.workbook_style import RED, Styles, Worksheet

BANNER_ROW, TITLE_ROW, SUBTITLE_ROW, HEAD_ROW = range(4)
FIRST_ROW = HEAD_ROW + 1
_A4 = 9
# A cell holds 32,767 UTF-16 units and XlsxWriter drops a longer text without a word.
_LONGEST = 16_000
_LINE = 13.5
_PADDING = 7.0
_HIGHEST = 400.0


class Pen:
    """Writes on one sheet in the workbook's styles."""

    def __init__(self, sheet: Worksheet, styles: Styles) -> None:
        self.sheet = sheet
        self.styles = styles

    def put(self, row: int, column: int, cell: Cell, style: Kind | str) -> None:
        """Write one value as what it is: text, whole number, yuan from fen (`money` styles), date, or nothing."""
        look = self.styles[style]
        if cell is None or cell == "":
            self.sheet.write_blank(row, column, None, look)
        elif isinstance(cell, str):
            self.sheet.write_string(row, column, _fitting(cell), look)
        elif isinstance(cell, int):
            self.sheet.write_number(row, column, cell / 100 if "money" in style else cell, look)
        elif cell.year < 1900:  # a mistyped year no spreadsheet can hold
            self.sheet.write_string(row, column, cell.isoformat(), look)
        else:
            self.sheet.write_datetime(row, column, cell, look)

    def head(self, row: int, column: int, title: str, kind: Kind) -> None:
        """A column heading, aligned as its column is."""
        self.sheet.write_string(row, column, title, self.styles.head(kind))

    def fill(self, row: int, columns: Iterable[int], style: str) -> None:
        """Give empty cells a look, so that a band runs the whole width."""
        for column in columns:
            self.sheet.write_blank(row, column, None, self.styles[style])


def set_up(sheet: Worksheet, content: MonthContent, name: str) -> None:
    """Paper, margins, running head and page numbers; a blank ends each font size, lest a figure joins it."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.35, right=0.35, top=0.7, bottom=0.6)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)
    office = _literal(content.office_name)
    mark = f'&C&"等线,Bold"&20&K{RED[1:]}{watermark(content)}' if watermark(content) else ""
    sheet.set_header(f"&L&9 {office}{mark}&R&9 {month_name(content.month)} {edition_name(content)}")
    sheet.set_footer(f"&L&9 {name}　内部使用&C&9 第 &P 页，共 &N 页&R&9 {beijing_time(content.made_at)} 制")


def head_lines(pen: Pen, content: MonthContent, width: int, lines: tuple[str, str]) -> None:
    """The mark of a draft or a practice office, the title and the line below it."""
    mark, sheet = banner(content), pen.sheet
    sheet.set_row(BANNER_ROW, 24 if mark else 4)
    if mark:
        pen.fill(BANNER_ROW, range(width), "banner")
        pen.put(BANNER_ROW, 0, mark, "banner")
    sheet.set_row(TITLE_ROW, 30)
    pen.put(TITLE_ROW, 0, lines[0], "title")
    sheet.set_row(SUBTITLE_ROW, 24)
    pen.put(SUBTITLE_ROW, 0, lines[1], "subtitle")


def draw_ledger(pen: Pen, ledger: Ledger, content: MonthContent, subtitle: str) -> None:
    """One ledger: frozen and repeated heading, filter, rows, and the total of its money."""
    columns, sheet = ledger.columns, pen.sheet
    set_up(sheet, content, ledger.name)
    title = f"{month_name(content.month)}{ledger.name}"
    head_lines(pen, content, len(columns), (title, subtitle))
    sheet.set_row(HEAD_ROW, 32)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        pen.head(HEAD_ROW, place, column.title, column.kind)
    for offset, row in enumerate(ledger.rows):
        _draw_row(pen, FIRST_ROW + offset, row, columns)
    last = HEAD_ROW + len(ledger.rows)
    sheet.autofilter(HEAD_ROW, 0, max(last, FIRST_ROW), len(columns) - 1)
    sheet.freeze_panes(FIRST_ROW, _frozen_columns(columns))
    sheet.repeat_rows(HEAD_ROW)
    if last > HEAD_ROW:
        sheet.ignore_errors({"number_stored_as_text": f"A{FIRST_ROW + 1}:XFD{last + 1}"})


def draw_total(pen: Pen, ledger: Ledger, title: str) -> int:
    """The total below the rows, outside the filter; returns the next free row."""
    row = FIRST_ROW + len(ledger.rows)
    place = ledger.place(title)
    pen.fill(row, range(len(ledger.columns)), "total_text")
    pen.put(row, 0, f"合计　{len(ledger.rows)} 件", "total_text")
    amounts = (cells[place] for cells in ledger.rows)
    pen.put(row, place, sum(cell for cell in amounts if isinstance(cell, int)), "total_money")
    pen.sheet.set_row(row, 22)
    return row + 1


def display_width(text: str) -> int:
    """Width in half-width characters: an ideograph takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def wrapped_height(texts: Iterable[tuple[str, float]]) -> float:
    """Row height in points that shows each text whole within its column width."""
    lines = max((ceil(display_width(text) / max(width - 1.2, 1)) for text, width in texts), default=1)
    return min(_PADDING + _LINE * max(lines, 1), _HIGHEST)


def _draw_row(pen: Pen, row: int, cells: tuple[Cell, ...], columns: tuple[Column, ...]) -> None:
    pairs = zip(cells, columns, strict=True)
    pen.sheet.set_row(
        row,
        wrapped_height(
            (cell, column.width) for cell, column in pairs if isinstance(cell, str) and column.kind is Kind.TEXT
        ),
    )
    for place, (cell, column) in enumerate(zip(cells, columns, strict=True)):
        pen.put(row, place, cell, column.kind)


def _frozen_columns(columns: tuple[Column, ...]) -> int:
    """Number, case and name stay in sight; a table without a name freezes nothing."""
    titles = [column.title for column in columns]
    return titles.index("姓名") + 1 if "姓名" in titles else 0


def _fitting(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _literal(text: str) -> str:
    """A running head reads & as a code; Excel takes 255 characters for all of it."""
    return plain(text)[:60].replace("&", "&&")
