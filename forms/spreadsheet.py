"""A spreadsheet as handed in: its cells as texts, read by a process of its own with limited time and memory.

A file that cannot be read gives one InputError (field `file`) and nothing else; no cell of it is shown in the error.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.errors import InputError

FIELD = "file"
MOST_BYTES = 10 << 20
_SECONDS = 20  # on the clock; the reader may use 2 s of the processor
_READER = Path(__file__).with_name("sheet_reader.py")

_REASONS: Mapping[str, str] = {
    "empty": "里没有内容。请核对是不是选错了文件，或数据不在第一张工作表里",
    "locked_or_old": "加了密码，或是旧的 xls 格式。请在表格软件里去掉密码，另存为 xlsx 后再导入",
    "not_xlsx": "不是 xlsx 表格。请在表格软件里另存为“Excel 工作簿（xlsx）”后再导入",
    "not_csv": "不是文本格式的 csv。请另存为 csv 或 xlsx 后再导入",
    "encoding": "的文字编码认不出来。请另存为 xlsx，或 UTF-8、GBK 编码的 csv 后再导入",
    "too_large": "展开后过大，没有读取。请只保留名册一张工作表，另存后再导入",
    "too_many_rows": "超过 3000 行，没有读取。请按班分开后再导入",
    "damaged": "有损坏，读不出来。请在表格软件里打开并另存为 xlsx 后再导入",
    "too_slow": "读取时间过长，已停止。请只保留名册一张工作表，另存后再导入",
}


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell's text. `flaw` is `formula`, `digits` (a number whose last digits are lost) or ""."""

    text: str
    flaw: str = ""


Sheet = tuple[tuple[SheetCell, ...], ...]


def read_sheet(content: bytes, name: str) -> Sheet:
    """The rows of the first sheet. `name` decides the kind by its ending; it is not opened.

    Raises InputError for a file of another kind, a damaged, locked or hostile one.
    """
    kind = Path(name).suffix.lower().removeprefix(".")
    if kind not in {"xlsx", "csv"}:
        raise InputError(f"“{Path(name).name}”应是 xlsx 或 csv 文件。请另存为其中一种后再导入。", FIELD)
    if len(content) > MOST_BYTES:
        _reject("too_large")
    found = _answer(kind, content)
    if "rejected" in found:
        _reject(str(found["rejected"]))
    return tuple(tuple(SheetCell(str(text), str(flaw)) for text, flaw in row) for row in found["rows"])


def _answer(kind: str, content: bytes) -> dict[str, Any]:
    # -I: neither the environment nor the folder it runs in decides which modules it loads.
    command = [sys.executable, "-I", str(_READER), kind]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return {"rejected": "too_slow"}
    if done.returncode < 0:
        return {"rejected": "too_slow"}
    try:
        found: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return {"rejected": "damaged"}
    return found


def _reject(reason: str) -> None:
    raise InputError(f"这个文件{_REASONS.get(reason, _REASONS['damaged'])}。没有导入任何内容。", FIELD)
