"""A payment list as the files a bank takes, by its declared template. The same sheet always gives the same bytes.

Amounts are yuan with two decimals made from whole fen. Text that a spreadsheet would run as a formula gets one leading
apostrophe; in files without quoting, a separator inside a value is refused rather than dropped.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime

from models.bank_template import ENCODINGS, BankTemplate
from models.errors import Refused
from models.payment import PaymentFile, PaymentSheet, SheetLine

_DANGEROUS = tuple("=+-@＝＋－＠\t")
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed property, so that bytes repeat
_WIDTHS = {"serial": 16.0, "payee": 16.0, "card": 24.0, "bank": 30.0, "purpose": 24.0, "id_number": 22.0, "case": 14.0}


def payment_files(sheet: PaymentSheet) -> tuple[PaymentFile, ...]:
    """The files of a list. Refused when the bank's encoding cannot write a name, or a value holds the separator."""
    template = sheet.template
    size = template.rows_per_file or len(sheet.lines)
    parts = [sheet.lines[start : start + size] for start in range(0, len(sheet.lines), size)]
    make = _workbook if template.format == "xlsx" else _text
    files = []
    for number, lines in enumerate(parts, 1):
        rows = list(_rows(sheet, lines, number, len(parts)))
        name = _filled(template.file_name, sheet, lines, number, len(parts))
        files.append(PaymentFile(f"{name}.{template.format}", make(template, rows)))
    return tuple(files)


def _rows(sheet: PaymentSheet, lines: Sequence[SheetLine], part: int, parts: int) -> Iterator[list[str]]:
    template = sheet.template
    if template.first_line:
        yield [_filled(cell, sheet, lines, part, parts) for cell in template.first_line]
    if template.titles:
        yield [title for title, _ in template.columns]
    for line in lines:
        yield [_cell(field, sheet, line) for _, field in template.columns]


def _cell(field: str, sheet: PaymentSheet, line: SheetLine) -> str:
    if field.startswith("="):
        return _defused(field.removeprefix("="))
    values = {
        "serial": line.serial,
        "place": str(line.place),
        "payee": _defused(line.payee),
        "card": line.bank_card,
        "bank": _defused(line.bank_name),
        "amount": yuan_text(line.amount_fen),
        "id_number": line.id_number,
        "case": line.case_number,
        "purpose": _defused(line.purpose),
        "run": sheet.run,
        "date": sheet.on.isoformat(),
    }
    return values[field]


def yuan_text(fen: int) -> str:
    """`1500.00`: yuan with two decimals, exact."""
    return f"{fen // 100}.{fen % 100:02d}"


def _filled(text: str, sheet: PaymentSheet, lines: Sequence[SheetLine], part: int, parts: int) -> str:
    values = {
        "run": sheet.run,
        "date": sheet.on.strftime("%Y%m%d"),
        "count": str(len(lines)),
        "total": yuan_text(sum(line.amount_fen for line in lines)),
        "office": sheet.office,
        "part": f"{part:02d}",
        "parts": f"{parts:02d}",
    }
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _defused(text: str) -> str:
    plain = " ".join(text.split())
    return f"'{plain}" if plain.startswith(_DANGEROUS) else plain


def _text(template: BankTemplate, rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    if template.format == "csv":
        csv.writer(out, delimiter=template.separator, lineterminator="\r\n").writerows(rows)
    else:
        for number, row in enumerate(rows, 1):
            if any(template.separator in cell for cell in row):
                raise Refused(
                    f"银行文件第 {number} 行的内容里有分隔符“{template.separator}”，请换一个分隔符或用 csv 模板。"
                )
            out.write(template.separator.join(row) + "\r\n")
    return b"".join(_encoded(template, number, line) for number, line in enumerate(out.getvalue().split("\r\n"), 1))[
        :-2
    ]


def _encoded(template: BankTemplate, number: int, line: str) -> bytes:
    encoding = "utf-8" if template.encoding == "utf-8-sig" else template.encoding
    mark = b"\xef\xbb\xbf" if template.encoding == "utf-8-sig" and number == 1 else b""
    try:
        return mark + (line + "\r\n").encode(encoding)
    except UnicodeEncodeError:
        name = ENCODINGS[template.encoding]
        raise Refused(
            f"银行文件第 {number} 行有 {name} 编码写不出的字（多为姓名里的生僻字）。"
            "请换用 GB18030 或 UTF-8 的模板，或将这一件单独付款。"
        ) from None


def _check_characters(text: str, number: int) -> None:
    """Half a character (a lone surrogate) stops the workbook when it is written; it is refused before."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise Refused(f"银行文件第 {number} 行有不完整的字，写不出来。请核对姓名和开户行后再导出。") from None


def _workbook(template: BankTemplate, rows: Sequence[Sequence[str]]) -> bytes:
    import xlsxwriter  # type: ignore[import-untyped]  # lazy: nobody needs it before a list is confirmed

    for number, row in enumerate(rows, 1):
        for text in row:
            _check_characters(text, number)
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": template.name, "created": _CREATED})
        sheet = book.add_worksheet("付款清单")
        head = book.add_format({"bold": True, "bottom": 1, "num_format": "@"})
        plain = book.add_format({"num_format": "@"})
        money = book.add_format({"num_format": "@", "align": "right"})
        above = len(template.first_line and [0]) + template.titles
        amount = [field for _, field in template.columns].index("amount")
        for place, (_, field) in enumerate(template.columns):
            sheet.set_column(place, place, _WIDTHS.get(field, 12.0))
        for number, row in enumerate(rows):
            for place, text in enumerate(row):
                style = head if number < above else money if place == amount else plain
                sheet.write_string(number, place, text, style)
        if template.titles:
            sheet.freeze_panes(above, 0)
    return target.getvalue()
