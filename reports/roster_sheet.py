"""The rows of a roster that were not saved, as a workbook to give back to the school: the line as it was, and why."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from models.roster import Mark, Staging

# In memory: personal data never touches a temporary file. Strings stay strings whatever they look like.
_OPTIONS = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
_MADE = datetime(2020, 1, 1, tzinfo=UTC)


def rejected_rows(staging: Staging, headings: Sequence[str]) -> bytes:
    """The xlsx of the red rows: line number, reasons, then the cells as the file had them."""
    import xlsxwriter  # type: ignore[import-untyped]  # lazy: nobody needs it before a roster has a red row

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        book.set_properties({"created": _MADE.replace(tzinfo=None)})
        sheet = book.add_worksheet("未导入")
        text, wrapped = book.add_format({"num_format": "@"}), book.add_format({"text_wrap": True, "num_format": "@"})
        _write(sheet, 0, ["行号", "原因", *headings], book.add_format({"bold": True, "bottom": 1}))
        for place, row in enumerate((row for row in staging.rows if row.mark is Mark.RED), start=1):
            reasons = "；".join(note.words for note in row.notes if note.bad)
            sheet.write_string(place, 0, str(row.row.line), text)
            sheet.write_string(place, 1, reasons, wrapped)
            for column, cell in enumerate(row.row.original, start=2):
                sheet.write_string(place, column, cell, text)
        sheet.set_column(0, 0, 6)
        sheet.set_column(1, 1, 60)
        sheet.set_column(2, 2 + max(len(headings), 1), 22)
        sheet.freeze_panes(1, 0)
    return target.getvalue()


def _write(sheet: Any, row: int, words: Sequence[str], style: Any) -> None:
    for column, word in enumerate(words):
        sheet.write_string(row, column, word, style)
