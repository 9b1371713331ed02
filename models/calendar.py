"""Working days and legal periods of Beijing's administration.

A working day is any day the State Council's yearly notice does not free: Saturdays and Sundays are free unless
the notice makes them up (调休), weekdays are worked unless it frees them. Outside the years whose notice is on
file the calendar says so and never guesses. Month periods follow 民法典 第200–204条. All dates are Beijing dates.
"""

from __future__ import annotations

import calendar as month_lengths
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta, timezone
from functools import cache
from types import MappingProxyType
from typing import Any, Self

from models.errors import InputError

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")
_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_SHORTEST_MONTH = 28


class OutsideCalendar(InputError):
    """A day was asked for whose year's notice is not on file; the message names the year and what to do."""

    def __init__(self, year: int) -> None:
        message = f"{year}年的放假和调休安排尚未录入，工作日无法推算，请在国务院办公厅公布后录入该年安排再算"
        super().__init__(message, "calendar")
        self.year = year


@dataclass(frozen=True, slots=True)
class YearTable:
    """One year's official notice.

    `off` maps each day the notice frees to the festival's name (weekends inside the break may be listed too);
    `work` holds the weekend days worked in exchange. `source` is the notice's 文号, as far as known.
    """

    year: int
    off: Mapping[date, str]
    work: frozenset[date]
    source: str = ""

    def __post_init__(self) -> None:
        for day in (*self.off, *self.work):
            if day.year != self.year:
                raise InputError(f"{self.year}年的放假安排里有别的年份的日期{day.isoformat()}，请核对", "calendar")
        for day in self.work:
            if day in self.off:
                raise InputError(f"{day.isoformat()}既列为放假又列为上班，请核对放假安排", "calendar")
            if day.weekday() < _SATURDAY:
                raise InputError(f"{day.isoformat()}不是周六、周日，不能列为调休上班日，请核对放假安排", "calendar")

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values, days as ISO text in order."""
        return {
            "year": self.year,
            "source": self.source,
            "off": {day.isoformat(): self.off[day] for day in sorted(self.off)},
            "work": [day.isoformat() for day in sorted(self.work)],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote; `off` may also be a plain list of days.

        Raises InputError if anything in it is not a year's notice.
        """
        try:
            off = data["off"]
            named = off if isinstance(off, Mapping) else dict.fromkeys(off, "法定节假日")
            return cls(
                year=int(data["year"]),
                off=MappingProxyType({date.fromisoformat(day): str(name) for day, name in named.items()}),
                work=frozenset(date.fromisoformat(day) for day in data["work"]),
                source=str(data.get("source", "")),
            )
        except (KeyError, TypeError, ValueError, OverflowError, AttributeError):
            raise InputError("放假安排的格式不对，应有 year、off、work 三项，日期写作 2027-01-01", "calendar") from None


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One step of a count of working days: whether it counted, and why (or why not)."""

    day: date
    counted: bool
    why: str


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The working days of the years whose notices are on file."""

    years: Mapping[int, YearTable] = field(default_factory=lambda: MappingProxyType({}))

    def with_year(self, table: YearTable) -> WorkCalendar:
        """This calendar with one year added or replaced."""
        return WorkCalendar(MappingProxyType({**self.years, table.year: table}))

    def covers(self, day: date) -> bool:
        """Whether the notice of the day's year is on file."""
        return day.year in self.years

    def why(self, day: date) -> tuple[bool, str]:
        """Whether it is a working day, and the reason in Chinese. Raises OutsideCalendar."""
        table = self.years.get(day.year)
        if table is None:
            raise OutsideCalendar(day.year)
        if day in table.work:
            return True, "调休上班"
        if day in table.off:
            return False, table.off[day]
        if day.weekday() >= _SATURDAY:
            return False, "周末"
        return True, "工作日"

    def is_working_day(self, day: date) -> bool:
        """Raises OutsideCalendar for a year without a notice."""
        return self.why(day)[0]

    def working_days_after(self, first: date, last: date) -> int:
        """How many days after `first`, up to `last`, are worked. Raises OutsideCalendar for a year without a notice."""
        if first >= last:
            return 0
        begin = _following(first)
        weeks, rest = divmod((last - first).days, 7)
        count = 5 * weeks + sum((begin.weekday() + n) % 7 < _SATURDAY for n in range(rest))
        for year in range(begin.year, last.year + 1):
            table = self.years.get(year)
            if table is None:
                raise OutsideCalendar(year)
            count += sum(begin <= day <= last and day.weekday() >= _SATURDAY for day in table.work)
            free = (day for day in table.off if begin <= day <= last and day not in table.work)
            count -= sum(day.weekday() < _SATURDAY for day in free)
        return count

    def next_working_day(self, day: date) -> date:
        """The day itself if worked, else the first working day after it. Raises OutsideCalendar."""
        while not self.is_working_day(day):
            day = _following(day)
        return day

    def count(self, start: date, n: int) -> list[CountedDay]:
        """Every day from the one after `start` up to the n-th working day (民法典 第201条).

        The first day is not counted. Raises OutsideCalendar, and InputError for a negative number.
        """
        if n < 0:
            raise InputError("工作日天数不能是负数", "calendar")
        steps: list[CountedDay] = []
        days = self._days_after(start)
        counted = 0
        while counted < n:
            step = next(days)
            steps.append(step)
            counted += step.counted
        return steps

    def add_working_days(self, start: date, n: int) -> date:
        """The n-th working day after `start`; `start` itself for 0. Raises OutsideCalendar."""
        steps = self.count(start, n)
        return steps[-1].day if steps else start

    def _days_after(self, day: date) -> Iterator[CountedDay]:
        while True:
            day = _following(day)
            worked, why = self.why(day)
            yield CountedDay(day, worked, why)


def _following(day: date) -> date:
    if day == date.max:
        raise OutsideCalendar(MAXYEAR + 1)
    return day + _ONE_DAY


def add_months(day: date, n: int) -> date:
    """The corresponding day n months later, or the month's end if it has none (民法典 第202条); n may be negative.

    Raises OutsideCalendar beyond the years 1–9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise OutsideCalendar(year)
    if day.day <= _SHORTEST_MONTH:
        return date(year, month + 1, day.day)
    last = month_lengths.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def beijing_date(at: datetime) -> date:
    """The Beijing date of a moment; a moment without a zone is taken as UTC, as the store keeps it."""
    aware = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
    return aware.astimezone(BEIJING).date()


@cache
def default_calendar() -> WorkCalendar:
    """The official years known to the `chinesecalendar` package; later years are added from the office's own tables."""
    from chinese_calendar.constants import Holiday, holidays, workdays  # type: ignore[import-untyped]

    names: dict[str, str] = {festival.value: festival.chinese for festival in Holiday}
    tables: dict[int, YearTable] = {}
    for year in sorted({day.year for day in holidays}):
        off = {day: names[festival] for day, festival in holidays.items() if day.year == year}
        work = frozenset(day for day in workdays if day.year == year)
        tables[year] = YearTable(year, MappingProxyType(off), work)
    return WorkCalendar(MappingProxyType(tables))
