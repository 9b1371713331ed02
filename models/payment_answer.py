"""The bank's return file (回单) as rows: what each says, or why it cannot be read. Nothing is guessed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.bank_template import BankTemplate
from models.errors import InputError
from models.money import parse_yuan
from models.payment import ResultKind
from models.typed_date import parse_date

_MOST_ROWS = 20_000
_MOST_BYTES = 20_000_000
_HEAD_WITHIN = 20
_REQUIRED = ("serial", "outcome", "on", "amount")


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One row, `place` being its line in the file. `problem` says why it cannot be read; then the rest may be empty."""

    place: int
    serial: str
    kind: ResultKind | None = None
    on: date | None = None
    amount_fen: int | None = None
    words: str = ""
    problem: str = ""


def read_answer(table: Sequence[Sequence[str]], template: BankTemplate, today: date) -> tuple[AnswerRow, ...]:
    """Read the cells of a return file. Raises InputError when its columns are not those of the template."""
    titles = template.answer_columns
    for place, row in enumerate(table[:_HEAD_WITHIN], 1):
        cells = [_bare(cell) for cell in row]
        if titles["serial"] in cells and titles["outcome"] in cells:
            return tuple(_rows(table[place:], place, _places(cells, titles), template, today))
    raise InputError(
        f"回单里没有找到表头：应有“{titles['serial']}”“{titles['outcome']}”等栏。请核对文件，或在银行模板里改回单栏名。",
        "file",
    )


def csv_table(content: bytes) -> list[list[str]]:
    """The cells of a csv or separated text file in UTF-8 or GB18030. Raises InputError when it is neither."""
    if len(content) > _MOST_BYTES:
        raise InputError("回单文件太大（超过 20 MB），请核对是否选错了文件。", "file")
    text = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(",\t|;※", key=first.count) if first else ","
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        raise InputError(
            "回单读不出来（有一格过长，或引号不成对），请在表格软件里另存为 csv 后再选。", "file"
        ) from None
    if len(rows) > _MOST_ROWS:
        raise InputError(f"回单超过 {_MOST_ROWS} 行，请分开导入。", "file")
    return rows


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise InputError("回单不是文本文件（应为 UTF-8 或 GBK 编码的 csv），请在表格软件里另存为 csv。", "file")


def _places(cells: Sequence[str], titles: Mapping[str, str]) -> dict[str, int]:
    places = {field: cells.index(title) for field, title in titles.items() if title in cells}
    if missing := [titles[field] for field in _REQUIRED if field not in places]:
        raise InputError(f"回单缺少栏目：{'、'.join(missing)}。请核对文件，或在银行模板里改回单栏名。", "file")
    return places


def _rows(
    table: Sequence[Sequence[str]], head: int, places: Mapping[str, int], template: BankTemplate, today: date
) -> Iterator[AnswerRow]:
    for number, row in enumerate(table, head + 1):
        values = {field: _bare(row[place]) if place < len(row) else "" for field, place in places.items()}
        if any(values.values()):
            yield _row(number, values, template, today)


def _row(number: int, values: Mapping[str, str], template: BankTemplate, today: date) -> AnswerRow:
    serial, words = values["serial"], values.get("words", "")
    try:
        if not serial:
            raise InputError("没有流水号")
        kind = _kind(values["outcome"], template)
        if not values["on"] and kind is ResultKind.PAID:
            raise InputError("没有处理日期")
        on = parse_date(values["on"], today, "on") if values["on"] else today
        if on > today:
            raise InputError("处理日期晚于今天")
        if kind is ResultKind.REJECTED and not words:
            raise InputError("退票没有写原因")
        return AnswerRow(number, serial, kind, on, parse_yuan(values["amount"], "amount"), words)
    except InputError as error:
        return AnswerRow(number, serial, words=words, problem=error.message)


def _kind(outcome: str, template: BankTemplate) -> ResultKind:
    if outcome in template.paid_words:
        return ResultKind.PAID
    if outcome in template.rejected_words:
        return ResultKind.REJECTED
    raise InputError(f"处理结果“{outcome}”不在模板的成功、失败用语里")


def _bare(cell: str) -> str:
    return cell.strip().removeprefix("'").strip()
