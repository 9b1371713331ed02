"""A list fact as text: a row on each line, its cells apart by a tab, as a table copied from a spreadsheet pastes.

The columns stand in the order of the vocabulary unless the first line names them. A last line 名单完整 says that nobody
else belongs on the list; without it the list counts as incomplete.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from models.errors import InputError
from models.fact_key import FactKey
from models.facts import FactList, FactValue
from models.facts_file import read_value, value_to_json
from models.vocabulary import shown

COMPLETE = "名单完整"
Cell = Callable[[FactKey, str], FactValue]


def read_rows(key: FactKey, text: str, cell: Cell) -> FactList:
    """The rows typed or pasted. Raises InputError naming row and column."""
    lines = [line for line in text.splitlines() if line.strip()]
    complete = bool(lines) and lines[-1].strip() == COMPLETE
    lines = lines[:-1] if complete else lines
    columns = list(key.columns.values())
    if lines and (named := _heading(key, lines[0])):
        columns, lines = named, lines[1:]
    rows = [_row(columns, line, place, cell) for place, line in enumerate(lines, 1)]
    found = read_value(key.name, {"complete": complete, "list": rows})
    if not isinstance(found, FactList):
        raise AssertionError("a list fact was read as something else")
    return found


def show_rows(key: FactKey, value: FactList) -> str:
    """The list as the text that gives it back."""
    lines = ["\t".join(_shown(column, row.get(name)) for name, column in key.columns.items()) for row in value.rows]
    return "\n".join([*lines, COMPLETE] if value.complete else lines)


def heading(key: FactKey) -> str:
    """The columns in order, for the first line."""
    return "\t".join(column.label for column in key.columns.values())


def _heading(key: FactKey, line: str) -> list[FactKey]:
    by_label = {column.label: column for column in key.columns.values()}
    cells = [cell.strip() for cell in line.split("\t")]
    if not any(cell in by_label for cell in cells):
        return []
    for place, cell in enumerate(cells):
        if cell not in by_label:
            raise InputError(f"名单第一行的“{shown(cell)}”不是名单的栏目，可用：{'、'.join(by_label)}", key.name)
        if cell in cells[:place]:
            raise InputError(f"名单第一行的“{cell}”写了两次，请只留一栏", key.name)
    return [by_label[cell] for cell in cells]


def _row(columns: list[FactKey], line: str, place: int, cell: Cell) -> dict[str, Any]:
    cells = line.split("\t")
    if len(cells) > len(columns):
        raise InputError(f"名单第{place}行有{len(cells)}栏，多于{len(columns)}栏，请核对制表符", f"row.{place}")
    row: dict[str, Any] = {}
    for column, text in zip(columns, cells, strict=False):
        if not text.strip():
            continue
        try:
            row[column.name] = value_to_json(cell(column, text))
        except InputError as problem:
            raise InputError(f"名单第{place}行“{column.label}”：{problem.message}", f"row.{place}") from None
    return row


def _shown(column: FactKey, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    choices: Mapping[str, str] = column.choices
    return choices.get(str(value), str(value))
