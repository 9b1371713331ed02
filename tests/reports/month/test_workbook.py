"""The workbook, read back by two independent readers."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from python_calamine import CalamineWorkbook

from models.month import MonthContent
from reports.month.ledgers import Kind, Ledger, accepted_ledger, decided_ledger, payment_ledger, summary_ledger
from reports.month.totals import Tally, summarise
from reports.month.words import capitals
from reports.month.workbook import workbook_bytes
from tests.builders.months import HEAD, make_accepted, make_busy_month, make_content, make_decided, make_refused

ROOT = Path(__file__).parents[3]
SHEETS = ["汇总", "汇总明细", "受理台账", "决定台账", "发放台账", "说明"]
LONG_NAME = "阿卜杜热合曼·阿卜杜热依木江·买买提艾力·吐尔逊江"[:25]
HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "{=1+1}",
    "http://example.invalid/",
    "<b>甲</b>&amp;",
    "甲\r\n乙",
    "甲\x00乙",
    "甲\ud800乙",
    "甲\uffff乙",
    "_x000D_甲",
    "甲" * 40_000,
)


def _written(content: MonthContent) -> bytes:
    return workbook_bytes(content, summarise(content))


def _opened(content: MonthContent) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(_written(content)))


def _cells(book: Workbook, name: str) -> Iterator[Any]:
    for row in book[name].iter_rows():
        yield from (cell for cell in row if cell.value is not None)


def _section(book: Workbook, title: str) -> list[list[Any]]:
    """The rows of a table of the summary, its total included."""
    rows = [[cell.value for cell in row] for row in book["汇总"].iter_rows()]
    first = next(place for place, row in enumerate(rows) if row[0] == title) + 2
    last = next(place for place in range(first, len(rows)) if rows[place][0] in {"合计", "全部事项"})
    return rows[first : last + 1]


def _as_shown(tally: Tally) -> list[Any]:
    counts = [
        tally.received,
        tally.granted,
        tally.refused,
        tally.decided,
        tally.persons,
        tally.paid,
        tally.paid_persons,
    ]
    return [*counts, tally.amount_fen]


def _fen(value: float) -> int:
    return int(Decimal(str(value)) * 100)


def test_the_sheets_stand_in_reading_order_and_open_on_the_summary() -> None:
    book = _opened(make_busy_month(20))
    assert book.sheetnames == SHEETS
    assert book.active is not None
    assert book.active.title == "汇总"


@pytest.mark.parametrize("build", [summary_ledger, accepted_ledger, decided_ledger, payment_ledger])
def test_every_ledger_cell_reads_back_as_what_the_content_says(build: Any) -> None:
    content = make_busy_month(60)
    ledger: Ledger = build(content)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(_written(content))).get_sheet_by_name(ledger.name)
    rows = sheet.to_python(skip_empty_area=False)
    assert rows[3][: len(ledger.columns)] == [column.title for column in ledger.columns]
    for kept, read in zip(ledger.rows, rows[4:], strict=False):
        for column, cell, value in zip(ledger.columns, kept, read, strict=True):
            expected = "" if cell is None else cell
            assert (_fen(value) if column.kind is Kind.MONEY and cell is not None else value) == expected


def test_every_number_of_the_summary_is_that_of_the_content() -> None:
    content = make_busy_month(70, open_before=80, withdrawn=3, open_after=77, decided_late=2)
    book, summary = _opened(content), summarise(content)
    for title, lines in (
        ("二、按事项", summary.programmes),
        ("三、按事项和等级", summary.levels),
        ("四、按街道（乡镇）", summary.streets),
    ):
        shown = _section(book, title)
        assert [[*row[2:9], _fen(row[9])] for row in shown] == [
            _as_shown(line.tally) for line in (*lines, summary.total)
        ]
        assert [row[0] for row in shown] == [*(line.street or line.programme for line in lines), "合计"]
    assert _section(book, "一、收办情况")[0][2:9] == [80, 70, 70, 3, 77, 2, "97.1%"]


def test_rows_and_columns_add_up_to_their_totals() -> None:
    book = _opened(make_busy_month(70))
    for title in ("二、按事项", "四、按街道（乡镇）"):
        *lines, total = _section(book, title)
        for column in (2, 3, 4, 5, 7):
            assert sum(line[column] for line in lines) == total[column]
        assert sum(_fen(line[9]) for line in lines) == _fen(total[9])
        assert all(line[3] + line[4] == line[5] for line in (*lines, total))


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (1050, "人民币壹拾元伍角整"),
        (50, "人民币伍角整"),
        (1005, "人民币壹拾元零伍分"),
        (0, "人民币零元整"),
    ],
)
def test_a_month_writes_capitals_as_a_letter_does(fen: int, words: str) -> None:
    assert capitals(fen) == words


def test_the_total_is_printed_in_figures_and_in_capitals() -> None:
    rows = (make_decided(1, amount_fen=150_001), make_decided(2, amount_fen=37))
    texts = [str(cell.value) for cell in _cells(_opened(make_content(rows)), "汇总")]
    assert "发放金额大写：人民币壹仟伍佰元叁角捌分" in texts
    assert "1500.38" in texts


def test_long_numbers_are_text_to_the_last_digit() -> None:
    row = make_decided(1, bank_card="6222021234567890123", certificate_number="0000110000012660000123")
    book = _opened(make_content((row,), (make_accepted(1, id_number=row.id_number),)))
    values = [cell.value for cell in _cells(book, "发放台账")]
    assert {row.id_number, row.bank_card, row.certificate_number} <= set(values)
    assert row.id_number in [cell.value for cell in _cells(book, "受理台账")]
    assert row.bank_card not in [cell.value for cell in _cells(book, "决定台账")]


def test_dates_are_dates_and_a_year_no_spreadsheet_holds_is_text() -> None:
    rows = (make_decided(1), make_decided(2, certificate_issued_on=date(202, 6, 2)))
    sheet = _opened(make_content(rows))["发放台账"]
    column = [cell.value for cell in sheet[4]].index("核发日") + 1
    assert sheet.cell(5, column).is_date
    assert sheet.cell(6, column).value == "0202-06-02"


def test_a_long_name_and_a_rare_character_come_back_whole() -> None:
    rows = (make_decided(1, person_name=LONG_NAME), make_decided(2, person_name="欧阳𬭎"))
    book = _opened(make_content(rows))
    assert {LONG_NAME, "欧阳𬭎"} <= {cell.value for cell in _cells(book, "发放台账")}


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_in_any_field_stays_text(text: str) -> None:
    changes = dict.fromkeys(
        ("person_name", "programme_name", "street", "occupation", "bank_name", "certificate_number", "letter_number"),
        text,
    )
    row = make_refused(1, **changes, reasons=(text,), groups=(text,), household=text)
    paid = make_decided(2, **changes)
    content = make_content(
        (row, paid), (make_accepted(1, person_name=text),), office_name=text, made_by=text, streets=(text,)
    )
    data = _written(content)
    book = openpyxl.load_workbook(io.BytesIO(data))
    formulas = [cell for name in SHEETS for cell in _cells(book, name) if cell.data_type == "f"]
    assert len(formulas) == 5
    assert all(text not in str(cell.value) for cell in formulas)
    assert not any(sheet._hyperlinks for sheet in book.worksheets)
    assert b"externalLink" not in b"".join(name.encode() for name in zipfile.ZipFile(io.BytesIO(data)).namelist())


def test_the_only_formulas_are_the_five_recalculations() -> None:
    book = _opened(make_busy_month(30))
    formulas = [cell for name in SHEETS for cell in _cells(book, name) if cell.data_type == "f"]
    assert [(cell.parent.title, cell.column_letter) for cell in formulas] == [("汇总", "J")] * 5
    assert all(
        set(str(cell.value)) <= set("=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789():-+,'!发放决定受理台账")
        for cell in formulas
    )


def test_the_recalculations_point_at_the_columns_they_name() -> None:
    content = make_busy_month(30)
    book = _opened(content)
    formulas = [str(cell.value) for cell in _cells(book, "汇总") if cell.data_type == "f"]
    amount = f"SUM('发放台账'!R5:R{4 + len(payment_ledger(content).rows)})"
    assert amount in formulas[1]
    assert book["发放台账"]["R4"].value == "金额（元）"
    assert formulas[3].startswith(f"=COUNTA('决定台账'!B5:B{4 + len(content.decided)})")
    assert formulas[4].startswith(f"=COUNTA('受理台账'!B5:B{4 + len(content.accepted)})")


def test_identical_content_gives_identical_bytes_whatever_the_order_of_rows() -> None:
    content = make_busy_month(40)
    turned = replace(content, decided=content.decided[::-1], accepted=content.accepted[::-1])
    assert _written(content) == _written(content) == _written(turned)


def test_another_process_with_another_hash_seed_writes_the_same_bytes() -> None:
    program = (
        "import sys, hashlib; from tests.builders.months import make_busy_month as m\n"
        "from reports.month.issue import write\n"
        "print(hashlib.sha256(b''.join(f.name.encode() + f.content for f in write(m(40)))).hexdigest())"
    )
    digests = set()
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        done = subprocess.run([sys.executable, "-c", program], env=env, cwd=ROOT, capture_output=True, check=True)
        digests.add(done.stdout)
    assert len(digests) == 1


def test_document_properties_name_the_office_and_no_person() -> None:
    content = make_busy_month(10)
    properties = _opened(content).properties
    assert properties.title == "2026年8月职业培训补贴经办月报 第1版"
    assert not properties.creator
    assert not properties.lastModifiedBy
    assert properties.created is not None
    assert properties.created.isoformat() == "2026-09-02T01:05:00"


def test_a_draft_and_a_practice_office_are_marked_on_every_sheet_and_every_printed_page() -> None:
    book = _opened(make_busy_month(10, edition=0, practice=True))
    for sheet in book.worksheets:
        assert "草稿" in str(sheet["A1"].value)
        assert "练习" in str(sheet["A1"].value)
        assert "练习 草稿" in str(sheet.oddHeader.center.text)


def test_a_published_month_bears_no_mark() -> None:
    book = _opened(make_busy_month(10))
    assert all(sheet["A1"].value is None and not sheet.oddHeader.center.text for sheet in book.worksheets)


def test_ledgers_are_set_up_to_read_and_to_print() -> None:
    book = _opened(make_busy_month(10))
    for name in ("汇总明细", "受理台账", "决定台账", "发放台账"):
        sheet = book[name]
        assert sheet.auto_filter.ref is not None
        assert sheet.freeze_panes is not None
        assert sheet.print_title_rows == "$4:$4"
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
        assert "&P" in str(sheet.oddFooter.center.text)


def test_an_ampersand_in_the_office_name_does_not_become_a_print_code() -> None:
    book = _opened(make_content(office_name="甲&D乙"))
    assert str(book["汇总"].oddHeader.left.text).endswith("甲&&D乙")


def test_the_summary_has_its_charts_and_an_empty_month_has_none() -> None:
    names = zipfile.ZipFile(io.BytesIO(_written(make_busy_month(10)))).namelist()
    assert [name for name in names if name.startswith("xl/charts/chart")] == [
        "xl/charts/chart1.xml",
        "xl/charts/chart2.xml",
    ]
    empty = zipfile.ZipFile(io.BytesIO(_written(make_content()))).namelist()
    assert not [name for name in empty if "chart" in name]


def test_an_empty_month_has_all_sheets_and_zero_totals() -> None:
    book = _opened(make_content())
    assert book.sheetnames == SHEETS
    assert _section(book, "二、按事项") == [["合计", None, 0, 0, 0, 0, 0, 0, 0, 0]]


def test_the_notes_carry_the_whole_journal_head_and_who_made_it() -> None:
    text = " ".join(str(cell.value) for cell in _cells(_opened(make_busy_month(5)), "说明"))
    assert HEAD in text
    assert "练习负责" in text
    assert "2026-09-02 09:05" in text


def test_a_month_of_five_thousand_cases_is_written_whole() -> None:
    content = make_busy_month(5_000)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(_written(content))).get_sheet_by_name("决定台账")
    rows = sheet.to_python(skip_empty_area=False)[4:5004]
    assert [row[1] for row in rows] == [row[1] for row in decided_ledger(content).rows]
