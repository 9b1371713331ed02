"""Run as a process of its own: reads one spreadsheet from standard input and writes its cells as JSON.

It stands alone (no module of this program), because whatever a hostile file does here may cost this process and
nothing else: its time and memory are limited, and a crash is answered by the one who started it. The first argument
is the kind, `xlsx` or `csv`. A cell is `[text, flaw]`; a flaw is `formula` or `digits` (a number with more digits than
a spreadsheet keeps).
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import math
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

CPU_SECONDS = 2
MEMORY = 512 << 20
MOST_UNPACKED = 64 << 20
MOST_ROWS, MOST_COLUMNS, MOST_TEXT = 3000, 80, 500
_BLANK_ROWS = 200  # behind as many empty rows nothing follows
_EXACT = 10**15  # a spreadsheet keeps 15 digits of a number
_QUOTED = re.compile(r'="([0-9Xx]{1,32})"')

Cell = tuple[str, str]


class Rejected(Exception):
    """The file as a whole cannot be read; the word says why."""


def limit_process() -> None:
    """Bound time and memory of this process where the system can (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read_xlsx(content: bytes) -> Iterator[list[Cell]]:
    """The rows of the first sheet that has any."""
    _check_package(content)
    import openpyxl  # type: ignore[import-untyped]

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        raise Rejected("empty")
    sheet = sheets[0]
    # A sheet may claim a size it does not have.
    sheet.reset_dimensions()
    for row in sheet.iter_rows(max_col=MOST_COLUMNS):
        yield [_cell(cell.value, cell.data_type) for cell in row]


def _check_package(content: bytes) -> None:
    if content[:8] == bytes.fromhex("d0cf11e0a1b11ae1"):
        raise Rejected("locked_or_old")
    if content[:4] != b"PK\x03\x04":
        raise Rejected("not_xlsx")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = package.infolist()
        if len(parts) > 500 or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise Rejected("too_large")
        names = [part.filename for part in parts]
        if len(set(names)) != len(names) or "xl/workbook.xml" not in names:
            raise Rejected("not_xlsx")
        for part in parts:
            _unpack(package, part)


def _unpack(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """A part that unpacks to more than it declares is a bomb."""
    left = part.file_size
    with package.open(part) as stream:
        while block := stream.read(1 << 16):
            left -= len(block)
            if left < 0:
                raise Rejected("too_large")


def _cell(value: Any, kind: str) -> Cell:
    if kind in {"f", "e"}:
        return "", "formula"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value)
    return _text(_words(value))


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    return str(value.isoformat() if isinstance(value, date | time) else value)


def _number(value: float) -> Cell:
    if not math.isfinite(value):
        return "", "digits"
    if abs(value) >= _EXACT:
        return f"{value:.0f}"[:32], "digits"
    return (str(int(value)) if value == int(value) else repr(value)), ""


def _text(text: str) -> Cell:
    return text.strip()[:MOST_TEXT], ""


def read_csv(content: bytes) -> Iterator[list[Cell]]:
    """The rows of a text file, in UTF-8 (with or without a mark), UTF-16 with one, or GB18030."""
    text = _decoded(content)
    if "\0" in text:
        raise Rejected("not_csv")
    head = "\n".join(text.splitlines()[:10])
    delimiter = max(",\t;", key=head.count)
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        yield [_plain(field) for field in row[:MOST_COLUMNS]]


def _decoded(content: bytes) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _plain(field: str) -> Cell:
    text = field.strip()
    if found := _QUOTED.fullmatch(text):
        return found.group(1), ""
    if text.startswith("="):
        return "", "formula"
    # 1.10105E+17: what is left of an identity number that went through a spreadsheet as a number.
    if re.fullmatch(r"[0-9](\.[0-9]+)?[eE]\+?[0-9]{1,3}", text):
        return text, "digits"
    return _text(text)


def bounded(rows: Iterable[list[Cell]]) -> list[list[Cell]]:
    """The rows up to the last one with anything in it. Raises Rejected for too many."""
    kept: list[list[Cell]] = []
    filled = 0
    for row in rows:
        while row and row[-1] == ("", ""):
            row.pop()
        kept.append(row)
        if row:
            filled = len(kept)
            if filled > MOST_ROWS:
                raise Rejected("too_many_rows")
        elif len(kept) - filled > _BLANK_ROWS:
            break
    if not filled:
        raise Rejected("empty")
    return kept[:filled]


def answer(kind: str, content: bytes) -> dict[str, Any]:
    """What is written: `rows`, or `rejected` with a word."""
    try:
        return {"rows": bounded(read_xlsx(content) if kind == "xlsx" else read_csv(content))}
    except Rejected as reason:
        return {"rejected": str(reason)}
    except MemoryError:
        return {"rejected": "too_large"}
    except UnicodeDecodeError:
        return {"rejected": "encoding"}
    except Exception:  # a mangled file fails in a dozen ways, and none of their texts may leave this process
        return {"rejected": "damaged"}


if __name__ == "__main__":
    limit_process()
    sys.stdout.write(json.dumps(answer(sys.argv[1], sys.stdin.buffer.read())))
