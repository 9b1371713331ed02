"""The bank's files: declared columns, exact amounts, parts, encodings, nothing a spreadsheet would run."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook

from models.bank_template import CSV_TEMPLATE, DEFAULT_TEMPLATE, BankTemplate
from models.errors import InputError, Refused
from models.payment import PaymentSheet, SheetLine
from reports.payment_file import payment_files


def sheet(template: BankTemplate, *names: str) -> PaymentSheet:
    lines = tuple(
        SheetLine(
            n, f"2026000100{n:02d}", f"2026-{n:05d}", name, "", "练习银行", "6222020200000000004", 150_000 + n, "补贴"
        )
        for n, name in enumerate(names, 1)
    )
    return PaymentSheet("付2026-0001", date(2026, 3, 2), "练习局", template, lines)


def test_parts_have_their_own_count_and_total_and_the_same_sheet_gives_the_same_bytes() -> None:
    payment = sheet(replace(CSV_TEMPLATE, rows_per_file=2), "甲", "乙", "丙")
    files = payment_files(payment)
    assert [file.name for file in files] == ["付2026-0001-01.csv", "付2026-0001-02.csv"]
    assert "笔数,2,总金额,3000.03" in files[0].content.decode("gb18030")
    assert "笔数,1,总金额,1500.03" in files[1].content.decode("gb18030")
    assert payment_files(payment) == files
    assert payment_files(replace(payment, template=DEFAULT_TEMPLATE)) == payment_files(
        replace(payment, template=DEFAULT_TEMPLATE)
    )


def test_a_workbook_keeps_cards_and_serials_whole_and_runs_nothing() -> None:
    (file,) = payment_files(sheet(DEFAULT_TEMPLATE, "=HYPERLINK(1)"))
    rows = list(load_workbook(io.BytesIO(file.content)).active.iter_rows(values_only=True))
    assert rows[2][1:4] == ("202600010001", "'=HYPERLINK(1)", "6222020200000000004")
    assert rows[2][5] == "1500.01"


def test_a_name_the_banks_encoding_cannot_write_is_refused_by_its_line_and_not_by_its_name() -> None:
    template = replace(CSV_TEMPLATE, encoding="gbk")
    with pytest.raises(Refused, match="第 3 行") as caught:
        payment_files(sheet(template, "欧阳𬭎"))
    assert "𬭎" not in caught.value.message
    assert "𬭎" in payment_files(sheet(replace(template, encoding="gb18030"), "欧阳𬭎"))[0].content.decode("gb18030")


def test_text_without_quoting_refuses_a_value_that_holds_the_separator() -> None:
    template = replace(CSV_TEMPLATE, format="txt", separator="·")
    with pytest.raises(Refused, match="分隔符"):
        payment_files(sheet(template, "买买提·练习"))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"columns": (("户名", "payee"),)}, "columns"),
        ({"columns": (*DEFAULT_TEMPLATE.columns, ("电话", "phone"))}, "columns"),
        ({"separator": ",,"}, "separator"),
        ({"encoding": "big5"}, "encoding"),
        ({"file_name": "../{run}"}, "file_name"),
        ({"first_line": ("{sum}",)}, "first_line"),
        ({"rows_per_file": -1}, "rows_per_file"),
    ],
)
def test_a_template_that_no_bank_could_read_is_refused_at_its_part(changes: dict[str, object], field: str) -> None:
    with pytest.raises(InputError) as caught:
        replace(CSV_TEMPLATE, **changes)  # type: ignore[arg-type]
    assert caught.value.field == field
