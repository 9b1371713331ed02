"""Dates as clerks type them: 2025-09-15, 20250915, 2025.9.15, 2025年9月15日, 0915, 今天, 昨天, -1, 0 (today)."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from models.errors import InputError
from models.typed_text import fold_width

EARLIEST_YEAR = 1900
_WORDS = {"今天": 0, "0": 0, "昨天": 1, "前天": 2}
_DAYS_AGO = re.compile(r"-([0-9]{1,3})")
_FULL = re.compile(r"([0-9]{4})(?:[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))")
_SHORT = re.compile(r"([0-9]{1,2})[-./月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2})")


def parse_date(text: str, today: date, field: str | None = None, *, ahead: bool = False) -> date:
    """A typed date; month and day alone mean the latest such day not after `today`, `-1` yesterday, `0` today.

    With `ahead` (a term, an expiry) month and day alone mean the first such day not before `today`.

    Raises InputError with the reason when it is no date, or one that does not exist.
    """
    plain = "".join(fold_width(text).split())
    if plain in _WORDS:
        return today - timedelta(days=_WORDS[plain])
    if match := _DAYS_AGO.fullmatch(plain):
        return today - timedelta(days=int(match[1]))
    if match := _FULL.fullmatch(plain):
        year, month, day = (int(part) for part in match.groups() if part is not None)
        return _existing(year, month, day, field)
    if match := _SHORT.fullmatch(plain):
        month, day = (int(part) for part in match.groups() if part is not None)
        return _nearest(month, day, today, field, ahead=ahead)
    raise InputError("日期看不懂，请写成 2025-09-15、20250915 或 0915（月日）", field)


def _nearest(month: int, day: int, today: date, field: str | None, *, ahead: bool) -> date:
    this_year = _existing(today.year, month, day, field)
    if ahead:
        return this_year if this_year >= today else _existing(today.year + 1, month, day, field)
    return this_year if this_year <= today else _existing(today.year - 1, month, day, field)


def _existing(year: int, month: int, day: int, field: str | None) -> date:
    if year < EARLIEST_YEAR:
        raise InputError(f"年份{year}早于{EARLIEST_YEAR}年，请核对", field)
    if not 1 <= month <= 12:
        raise InputError(f"没有{month}月，请核对", field)
    if not 1 <= day <= monthrange(year, month)[1]:
        raise InputError(f"{year}年{month}月没有{day}日，请核对", field)
    return date(year, month, day)
