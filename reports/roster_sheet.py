"""The rows of a roster that were not saved, as a workbook to give back to the school: the line as it was, and why."""

from __future__ import annotations

from collections.abc import Sequence

from models.roster import Mark, StagedRow, Staging
from reports.text_table import text_table

_BEFORE = (("行号", 6.0), ("原因", 60.0))
_WIDTH = 22.0


def rejected_rows(staging: Staging, headings: Sequence[str]) -> bytes:
    """The xlsx of the red rows: line number, reasons, then the cells as the file had them."""
    rows = [_cells(row) for row in staging.rows if row.mark is Mark.RED]
    return text_table("未导入", [*_BEFORE, *((title, _WIDTH) for title in headings)], rows, wrapped={1})


def _cells(row: StagedRow) -> tuple[str, ...]:
    reasons = "；".join(note.words for note in row.notes if note.bad)
    return (str(row.row.line), reasons, *row.row.original)
