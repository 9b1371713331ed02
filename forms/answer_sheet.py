"""The bank's return file (回单) as cells, whatever kind it is: xlsx in a guarded process, csv and text read here."""

from __future__ import annotations

from pathlib import Path

from forms.spreadsheet import read_sheet
from models.payment_answer import csv_table


def answer_table(content: bytes, name: str) -> list[list[str]]:
    """The cells as texts. Raises InputError (field `file`); a formula's cell is empty: its value is not the bank's."""
    if Path(name).suffix.lower() != ".xlsx":
        return csv_table(content)
    return [["" if cell.flaw == "formula" else cell.text for cell in row] for row in read_sheet(content, name)]
