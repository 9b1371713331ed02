"""A ledger as a csv file for other programs: UTF-8 with BOM (GBK loses rare characters), CRLF, exact values.

Numbers, dates (ISO) and codes stand as they are, money as yuan with two decimals, unknown as an empty field.
A text that a spreadsheet would run as a formula (it begins, blanks aside, with = + - @ or a full-width twin)
gets one leading apostrophe, and so does a text that begins with an apostrophe: a reader that strips exactly
one leading apostrophe has the value back without loss. Line breaks and control characters never reach a field.
"""

from __future__ import annotations

import csv
import io
from datetime import date

from reports.month.ledgers import Cell, Column, Kind, Ledger
from reports.month.words import yuan

_BOM = "\ufeff"
_DANGEROUS = tuple("=+-@＝＋－＠'")


def csv_bytes(ledger: Ledger) -> bytes:
    """The whole file: a header line, then one line a row."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_defused(column.title) for column in ledger.columns)
    for row in ledger.rows:
        writer.writerow(_field(column, cell) for column, cell in zip(ledger.columns, row, strict=True))
    return (_BOM + text.getvalue()).encode()


def _field(column: Column, cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int):
        return yuan(cell) if column.kind is Kind.MONEY else str(cell)
    return _defused(cell)


def _defused(text: str) -> str:
    return f"'{text}" if text.lstrip().startswith(_DANGEROUS) else text
