"""A rulebook file with its line numbers, and a strict reader of its tables.

`tomllib` gives values without places, so a small scan of the text notes the line of every table and key.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NoReturn

from models.errors import RulebookError
from models.vocabulary import shown

Path = tuple[str | int, ...]
_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+|\"[^\"]+\")\s*=\s*(.*)$")
_ELEMENT = re.compile(r"^\s*\{")
_LONG_NUMBER = re.compile(r"[0-9_]{4300}")
_AT_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed file: its name, data, and the line of each path."""

    file: str
    data: Mapping[str, Any]
    lines: Mapping[Path, int]

    def line(self, path: Path) -> int:
        """The line of a path, of the first thing inside it, or of the nearest table around it."""
        while path and path not in self.lines:
            inside = [line for other, line in self.lines.items() if other[: len(path)] == path]
            if inside:
                return min(inside)
            path = path[:-1]
        return self.lines.get(path, 1)

    def fail(self, path: Path, message: str) -> NoReturn:
        raise RulebookError(f"{self.file}:{self.line(path)}: {message}", ".".join(map(str, path)))


def parse(file: str, text: str) -> Source:
    """Read TOML. Raises RulebookError with file and line, also for duplicate keys."""
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as problem:
        found = _AT_LINE.search(str(problem))
        line = found.group(1) if found else text.count("\n") + 1
        raise RulebookError(f"{file}:{line}: 不是正确的TOML，或有重复的键（{problem}）", file) from None
    except ValueError:  # Python refuses to read a number of so many digits
        raise RulebookError(f"{file}:{_line_of_long_number(text)}: 数字过长，请核对", file) from None
    return Source(file, data, dict(_scan(text)))


def _line_of_long_number(text: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), start=1) if _LONG_NUMBER.search(line))


def _scan(text: str) -> Iterator[tuple[Path, int]]:
    """Paths and lines: headers, keys, and the elements of an array written one a line."""
    counts: dict[Path, int] = {}
    table: Path = ()
    array: Path | None = None
    element = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if array is not None:
            if _ELEMENT.match(line):
                yield (*array, element), number
                element += 1
            if line.strip().startswith("]"):
                array = None
            continue
        if header := _HEADER.match(line):
            table = _table_path(header.group(2), counts, repeated=header.group(1) == "[[")
            yield table, number
        elif key := _KEY.match(line):
            path = (*table, key.group(1).strip('"'))
            yield path, number
            if key.group(2).strip() == "[":
                array, element = path, 0


def _table_path(name: str, counts: dict[Path, int], *, repeated: bool) -> Path:
    path: Path = ()
    parts = [part.strip().strip('"') for part in name.split(".")]
    for place, part in enumerate(parts):
        path = (*path, part)
        if repeated and place == len(parts) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


@dataclass(slots=True)
class Table:
    """One table read key by key; `finish` refuses whatever was not asked for."""

    source: Source
    path: Path
    data: Mapping[str, Any]
    seen: set[str] = field(default_factory=set)

    @property
    def line(self) -> int:
        return self.source.line(self.path)

    def fail(self, message: str, key: str | None = None) -> NoReturn:
        self.source.fail(self.path if key is None else (*self.path, key), message)

    def has(self, key: str) -> bool:
        return key in self.data

    def take(self, key: str, kind: type, what: str) -> Any:
        """A required value of exactly this type."""
        self.seen.add(key)
        if key not in self.data:
            self.fail(f"缺少“{key}”（{what}）", key)
        value = self.data[key]
        if type(value) is not kind:
            self.fail(f"“{key}”应是{what}", key)
        return value

    def text(self, key: str, default: str | None = None) -> str:
        if default is not None and key not in self.data:
            return default
        value: str = self.take(key, str, "文字")
        if default is None and not value.strip():
            self.fail(f"“{key}”是空白", key)
        return value

    def integer(self, key: str) -> int:
        value: int = self.take(key, int, "整数")
        return value

    def flag(self, key: str) -> bool:
        """True or False; False where left out."""
        return bool(self.take(key, bool, "true或false")) if key in self.data else False

    def day(self, key: str) -> date:
        value: date = self.take(key, date, "日期，如2023-01-01")
        return value

    def day_or_none(self, key: str) -> date | None:
        return self.day(key) if key in self.data else None

    def raw(self, key: str) -> Any:
        self.seen.add(key)
        return self.data.get(key)

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.take(key, list, "文字的数组")
        if not value or any(type(each) is not str for each in value) or len(set(value)) != len(value):
            self.fail(f"“{key}”应是不重复、不为空的文字数组", key)
        return tuple(value)

    def table(self, key: str) -> Table:
        return Table(self.source, (*self.path, key), self.take(key, dict, "表"))

    def tables(self, key: str, *, required: bool = False) -> list[Table]:
        """An array of tables."""
        if key not in self.data and not required:
            return []
        value = self.take(key, list, "表的数组")
        if required and not value:
            self.fail(f"“{key}”不能为空", key)
        if any(type(each) is not dict for each in value):
            self.fail(f"“{key}”应是表的数组", key)
        return [Table(self.source, (*self.path, key, place), each) for place, each in enumerate(value)]

    def named_tables(self, key: str) -> dict[str, Table]:
        """A table of tables, by name."""
        if key not in self.data:
            return {}
        block = self.table(key)
        if any(type(each) is not dict for each in block.data.values()):
            self.fail(f"“{key}”里的每一项都应是表", key)
        return {name: Table(self.source, (*block.path, name), each) for name, each in block.data.items()}

    def finish(self) -> None:
        self.only(self.seen)

    def only(self, keys: Collection[str]) -> None:
        """Refuse any key that is not one of these."""
        for key in self.data:
            if key not in keys:
                self.fail(f"没有“{shown(key)}”这一键，请核对拼写", key)


def plain(value: Any) -> Any:
    """Parsed TOML as JSON values, for the content hash."""
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
