"""The workbook of a month: summary, its lines, three ledgers, notes. Identical content gives identical bytes."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from models.moment import beijing_time
from models.money import format_yuan
from models.month import MonthContent
from reports.month.ledgers import (
    Ledger,
    accepted_ledger,
    correction_ledger,
    decided_ledger,
    payment_ledger,
    summary_ledger,
)
from reports.month.notes import notes
from reports.month.totals import Summary
from reports.month.words import applicants, capitals, edition_name, month_name, plain
from reports.month.workbook_sheet import HEAD_ROW, Pen, draw_ledger, draw_total, head_lines, set_up, wrapped_height
from reports.month.workbook_style import Styles, Workbook
from reports.month.workbook_summary import NAME, SummarySheet

# In memory: personal data never touches a temporary file. Strings stay strings whatever they look like.
_OPTIONS = {
    "in_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}
_NOTE_WIDTHS = (20.0, 110.0)


def workbook_bytes(content: MonthContent, summary: Summary) -> bytes:
    """The xlsx file. Document properties carry the office and the month, no person."""
    import xlsxwriter  # type: ignore[import-untyped]  # lazy: 50–150 ms nobody needs before a month is issued

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        book.set_properties(_properties(content))
        styles = Styles(book)
        _draw(book, content, summary, styles)
    return target.getvalue()


def _draw(book: Workbook, content: MonthContent, summary: Summary, styles: Styles) -> None:
    accepted, decided, payment = accepted_ledger(content), decided_ledger(content), payment_ledger(content)
    first = SummarySheet(book, Pen(book.add_worksheet(NAME), styles))
    title = f"{month_name(content.month)}职业培训补贴经办月报"
    first.draw(content, summary, (accepted, decided, payment), (title, _made(content)))
    for ledger, subtitle in (
        (summary_ledger(content), "同一张汇总表的全部分组，可筛选；人数按各行自己的范围去重，不能跨行相加"),
        (accepted, f"本月收件 {len(accepted.rows):,} 件"),
        (decided, _decided_line(summary)),
        (payment, _payment_line(summary)),
        *(((correction_ledger(content), _correction_line(content)),) if content.corrections else ()),
    ):
        _draw_one(book, ledger, content, styles, subtitle)
    _draw_notes(book, content, styles)


def _draw_one(book: Workbook, ledger: Ledger, content: MonthContent, styles: Styles, subtitle: str) -> None:
    pen = Pen(book.add_worksheet(ledger.name), styles)
    draw_ledger(pen, ledger, content, subtitle)
    if ledger.slug in {"decided", "payments", "corrections"}:
        row = draw_total(pen, ledger, "金额（元）")
        for column, role in ((0, "制表："), (6, "复核："), (13, "负责人：")):
            pen.put(row + 1, column, role, "signature")


def _draw_notes(book: Workbook, content: MonthContent, styles: Styles) -> None:
    sheet = book.add_worksheet("说明")
    pen = Pen(sheet, styles)
    set_up(sheet, content, "说明")
    head_lines(pen, content, len(_NOTE_WIDTHS), ("说明", _made(content)))
    for column, width in enumerate(_NOTE_WIDTHS):
        sheet.set_column(column, column, width)
    for row, (term, text) in enumerate(notes(content), HEAD_ROW):
        sheet.set_row(row, wrapped_height(((text, _NOTE_WIDTHS[1]),)))
        pen.put(row, 0, term, "note_term")
        pen.put(row, 1, text, "note")


def _made(content: MonthContent) -> str:
    parts = (
        plain(content.office_name),
        edition_name(content),
        f"{beijing_time(content.made_at)} 制",
        f"制表人 {plain(content.made_by)}",
    )
    return "　·　".join(parts)


def _decided_line(summary: Summary) -> str:
    tally = summary.total.tally
    who = applicants(tally.persons, tally.enterprises)
    return f"本月办结 {tally.decided:,} 件（{who}）：准予 {tally.granted:,} 件，不予 {tally.refused:,} 件"


def _correction_line(content: MonthContent) -> str:
    total = content.totals
    return (
        f"本月更正 {len(content.corrections):,} 行，金额 {format_yuan(total.corrected_fen)}；"
        f"更正后净额 {format_yuan(total.amount_fen + total.corrected_fen)}。已发布的月份不改动"
    )


def _payment_line(summary: Summary) -> str:
    tally = summary.total.tally
    who = applicants(tally.paid_persons, tally.paid_enterprises)
    figures = f"{tally.paid:,} 件，{who}，合计 {format_yuan(tally.amount_fen)}"
    return f"{figures}（{capitals(tally.amount_fen)}）。含完整证件号和账号，仅供拨付使用"


def _properties(content: MonthContent) -> dict[str, str | datetime]:
    made = content.made_at if content.made_at.tzinfo else content.made_at.replace(tzinfo=UTC)
    return {
        "title": f"{month_name(content.month)}职业培训补贴经办月报 {edition_name(content)}",
        "company": plain(content.office_name),
        "created": made.astimezone(UTC).replace(tzinfo=None, microsecond=0),
    }
