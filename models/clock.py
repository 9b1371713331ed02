"""The clock of a case: which days of a period count, which are rest days, on which it stood still, and why.

The first day is not counted (民法典 第201条); a period in working days leaves out rest days and counts a Sunday that
is worked (调休). While the applicant has been asked to complete the application the clock stands still.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from models.calendar import OutsideCalendar, WorkCalendar, add_months

_ONE_DAY = timedelta(days=1)
REVIEW_DAYS, SUIT_MONTHS = 60, 6


class DayKind(StrEnum):
    START = "start"  # the day it begins, not counted
    COUNTED = "counted"
    REST = "rest"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Pause:
    """The days after `start` up to and including `end` do not count; `end` None: it stands still now."""

    start: date
    end: date | None
    why: str

    def holds(self, day: date) -> bool:
        """Whether the clock stands still on this day."""
        return self.start < day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class ClockDay:
    """One day: `place` is its number among the counted ones, 0 for a day that does not count."""

    day: date
    kind: DayKind
    why: str
    place: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """A period day by day. `due` None: it stands still (`standing`), or the table of year `unknown` is not on file."""

    days: tuple[ClockDay, ...]
    due: date | None
    standing: bool = False
    unknown: int | None = None


def run_clock(calendar: WorkCalendar, start: date, length: int, pauses: Iterable[Pause] = ()) -> Run:
    """Count `length` working days (at least one) from the day after `start`, leaving out the pauses."""
    halts = tuple(pauses)
    days = [ClockDay(start, DayKind.START, "起算日，不计入")]
    counted, day = 0, start
    while counted < length:
        day += _ONE_DAY
        halt = next((pause for pause in halts if pause.holds(day)), None)
        if halt is not None and halt.end is None:
            return Run(tuple(days), None, standing=True)
        try:
            worked, why = calendar.why(day)
        except OutsideCalendar as outside:
            return Run(tuple(days), None, unknown=outside.year)
        if halt is not None:
            days.append(ClockDay(day, DayKind.PAUSED, halt.why))
        elif worked:
            counted += 1
            days.append(ClockDay(day, DayKind.COUNTED, why, counted))
        else:
            days.append(ClockDay(day, DayKind.REST, why))
    return Run(tuple(days), day)


def kept_promise(computed: date | None, promised: date | None) -> date | None:
    """The date to work to: an earlier one is taken over, a later one never loosens what the applicant was told."""
    if computed is None or promised is None:
        return promised if computed is None else computed
    return min(computed, promised)


@dataclass(frozen=True, slots=True)
class RemedyDates:
    """Until when review can be asked for and suit be brought, from the day a letter was served.

    `sure` is False where the working-day table does not reach and a rest day at the end could not be seen.
    """

    review: date
    suit: date
    sure: bool


def remedy_dates(calendar: WorkCalendar, served_on: date) -> RemedyDates:
    """60 days (行政复议法 第20条) and six months (行政诉讼法 第46条) after service.

    An end on a rest day moves on to the next working day (民法典 第203条).
    """
    review, sure = _next_worked(calendar, served_on + _ONE_DAY * REVIEW_DAYS)
    suit, also = _next_worked(calendar, add_months(served_on, SUIT_MONTHS))
    return RemedyDates(review, suit, sure and also)


def _next_worked(calendar: WorkCalendar, day: date) -> tuple[date, bool]:
    try:
        return calendar.next_working_day(day), True
    except OutsideCalendar:
        return day, False
