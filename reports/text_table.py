"""A table of text as a workbook: one sheet, a frozen heading, nothing in it that a spreadsheet would run."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime

from reports.month.words import plain

# In memory: personal data never touches a temporary file. Strings stay strings whatever they look like.
_OPTIONS = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
_MADE = datetime(2020, 1, 1, tzinfo=UTC)


def text_table(
    name: str,
    columns: Sequence[tuple[str, float]],
    rows: Iterable[Sequence[str]],
    *,
    wrapped: Collection[int] = (),
) -> bytes:
    """The xlsx of a sheet called `name`; `columns` are titles with widths in characters, `wrapped` their places.

    The same rows always give the same bytes. Signs nobody can see become marks, so that every cell can be written.
    """
    import xlsxwriter  # type: ignore[import-untyped]  # lazy: nobody needs it before a table leaves the program

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        book.set_properties({"created": _MADE.replace(tzinfo=None)})
        sheet = book.add_worksheet(name)
        head = book.add_format({"bold": True, "bottom": 1})
        text, folded = book.add_format({"num_format": "@"}), book.add_format({"text_wrap": True, "num_format": "@"})
        for place, (title, width) in enumerate(columns):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, plain(title), head)
        for line, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                sheet.write_string(line, place, plain(cell), folded if place in wrapped else text)
        sheet.freeze_panes(1, 0)
    return target.getvalue()
