"""A year's holiday notice as typed: a line 「1-1→1-3 元旦」 for days off, 「1-4 2-14」 for days worked instead."""

from __future__ import annotations

import re
from datetime import date, timedelta

from models.calendar import YearTable
from models.errors import InputError
from models.typed_text import fold_width

_DAY = r"(\d{1,2})(?:-|月|/)(\d{1,2})日?"
_LINE = re.compile(rf"^{_DAY}(?:\s*(?:→|至|到|~|—|--|－)\s*{_DAY})?\s*(\D.*)?$")
_BETWEEN = re.compile(r"[\s、,;]|\([^()]*\)")  # between days, and a weekday told in brackets
_MOST_DAYS = 60


def year_of_text(year: str, off: str, work: str, source: str = "") -> YearTable:
    """Read a typed year. Raises InputError naming the line that cannot be read."""
    typed = fold_width(year)
    if not re.fullmatch(r"2\d{3}", typed):
        raise InputError("年份应为四位数字，例如 2027。", "year")
    number = int(typed)
    days: dict[date, str] = {}
    for line in (one.strip() for one in fold_width(off).splitlines()):
        if line:
            days |= _off_days(number, line)
    if not days:
        raise InputError("还没有写放假的日子，一行一个节，例如 1-1→1-3 元旦。", "off")
    return YearTable(number, days, _worked_days(number, fold_width(work)), source)


def text_of_year(table: YearTable) -> tuple[str, str]:
    """The days off and the days worked as they are typed."""
    runs: list[tuple[date, date, str]] = []
    for day in sorted(table.off):
        name = table.off[day]
        if runs and runs[-1][2] == name and day - runs[-1][1] == timedelta(days=1):
            runs[-1] = (runs[-1][0], day, name)
        else:
            runs.append((day, day, name))
    lines = [f"{_short(first)}{'' if first == last else '→' + _short(last)} {name}" for first, last, name in runs]
    return "\n".join(lines), " ".join(_short(day) for day in sorted(table.work))


def _off_days(year: int, line: str) -> dict[date, str]:
    found = _LINE.match(line)
    if found is None:
        raise InputError(f"“{line}”读不出来，一行写一个节，例如 10-1→10-7 国庆节。", "off")
    month, day, end_month, end_day, name = found.groups()
    first = _day(year, month, day, "off")
    last = first if end_month is None else _day(year, end_month, end_day, "off")
    if not first <= last < first + timedelta(days=_MOST_DAYS):
        raise InputError(f"“{line}”的起止日期不对，请核对。", "off")
    festival = (name or "").strip() or "法定节假日"
    return {first + timedelta(days=n): festival for n in range((last - first).days + 1)}


def _worked_days(year: int, typed: str) -> frozenset[date]:
    left = _BETWEEN.sub("", re.sub(_DAY, "", typed))
    if left:
        raise InputError(f"调休上班日读不出来：“{left}”。写作 1-4 2-14，用空格分开。", "work")
    return frozenset(_day(year, month, day, "work") for month, day in re.findall(_DAY, typed))


def _day(year: int, month: str, day: str, field: str) -> date:
    try:
        return date(year, int(month), int(day))
    except ValueError:
        raise InputError(f"{year}年没有{month}月{day}日，请核对。", field) from None


def _short(day: date) -> str:
    return f"{day.month}-{day.day}"
