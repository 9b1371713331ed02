"""The door of this package: a month's content in, its files out. Pure: nothing is read or written elsewhere."""

from __future__ import annotations

import re

from models.errors import InputError
from models.month import MonthContent, MonthFile
from reports.month.checks import require_agreement
from reports.month.csv_file import csv_bytes
from reports.month.ledgers import ledgers
from reports.month.summary_pdf import summary_pdf
from reports.month.totals import summarise
from reports.month.workbook import workbook_bytes

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)


def write(content: MonthContent) -> tuple[MonthFile, ...]:
    """Workbook, one csv a ledger and the printed summary; the same content gives the same bytes.

    File names are ASCII, stable and free of personal data: `2026-08-v1.xlsx`, `2026-08-draft-accepted.csv` …
    Raises InputError for a month that is not `YYYY-MM`, and Irreconcilable when figures to be published
    contradict each other (a draft shows the contradiction instead).
    """
    if not _MONTH.fullmatch(content.month):
        raise InputError("月份要写成 2026-08 的样子，请改正后重试。", "month")
    summary = summarise(content)
    require_agreement(content, summary)
    stem = f"{content.month}-v{content.edition}" if content.edition else f"{content.month}-draft"
    return (
        MonthFile(f"{stem}.xlsx", workbook_bytes(content, summary)),
        *(MonthFile(f"{stem}-{ledger.slug}.csv", csv_bytes(ledger)) for ledger in ledgers(content)),
        MonthFile(f"{stem}-summary.pdf", summary_pdf(content, summary)),
    )
