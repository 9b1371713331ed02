"""How values are spelled in rows: UTC ISO text, ISO dates, canonical JSON; and back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

from models.calendar import BEIJING
from models.canonical_json import canonical_json

_AS_THEY_ARE = frozenset({int, str, bytes, type(None)})


def time_text(at: datetime) -> str:
    """UTC ISO text; such texts sort as the times do. A time without a zone is a bug."""
    if at.tzinfo is None:
        raise ValueError("a time for the store needs a zone")
    return at.astimezone(UTC).isoformat()


def time_value(text: str) -> datetime:
    """The UTC time that `time_text` wrote."""
    return datetime.fromisoformat(text)


def optional_time(text: str | None) -> datetime | None:
    """`time_value`, None staying None."""
    return None if text is None else datetime.fromisoformat(text)


def day_text(day: date | None) -> str | None:
    """ISO text of a date, None staying None."""
    return None if day is None else day.isoformat()


def optional_day(text: str | None) -> date | None:
    """The date that `day_text` wrote."""
    return None if text is None else date.fromisoformat(text)


def json_text(value: Any) -> str:
    """Canonical JSON: the same value is always the same text."""
    return canonical_json(value)


def json_value(text: str) -> Any:
    """Read JSON back."""
    return json.loads(text)


def month_bounds(month: str) -> tuple[datetime, datetime]:
    """First moment of a Beijing month `YYYY-MM` and of the month after it, in UTC."""
    year, number = int(month[:4]), int(month[5:7])
    first = datetime(year, number, 1, tzinfo=BEIJING)
    after = datetime(year + number // 12, number % 12 + 1, 1, tzinfo=BEIJING)
    return first.astimezone(UTC), after.astimezone(UTC)


def column_value(value: Any) -> Any:
    """A field of a value as its column holds it (dates, times, enumerations, yes/no)."""
    if type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, datetime):
        return time_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str):
        return str(value)
    return value
