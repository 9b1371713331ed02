"""What happens when in a practice office: events in order of time, on working days, never after the last day."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from models.calendar import BEIJING, OutsideCalendar, beijing_date, default_calendar

Event = Callable[[], object]


class Diary:
    """A queue of events and the clock that stands at the event being run."""

    def __init__(self, until: date) -> None:
        self.moment = datetime.combine(until, time(), BEIJING)
        self._until = until
        self._queue: list[tuple[datetime, int, Event]] = []
        self._count = 0

    @property
    def today(self) -> date:
        """The Beijing date of the event being run."""
        return beijing_date(self.moment)

    def now(self) -> datetime:
        """The clock of the office. Every look at it is one millisecond later, as in life."""
        self.moment += timedelta(milliseconds=1)
        return self.moment

    def at(self, day: date, minutes: int, event: Event) -> None:
        """Plan an event `minutes` after nine o'clock of a day; beyond the last day it never happens."""
        if day <= self._until:
            self._put(datetime.combine(day, time(9), BEIJING) + timedelta(minutes=minutes), event)

    def soon(self, minutes: int, event: Event) -> None:
        """Plan an event some minutes after the one being run."""
        self._put(self.moment + timedelta(minutes=minutes), event)

    def later(self, working_days: int, event: Event) -> None:
        """Plan an event some working days after the one being run, at a similar hour."""
        day = self.today
        while working_days > 0:
            day += timedelta(days=1)
            working_days -= works(day)
        if day <= self._until:
            self._put(self.moment + (day - self.today), event)

    def run(self) -> None:
        """Run every event in order of time."""
        while self._queue:
            moment, _, event = heapq.heappop(self._queue)
            self.moment = max(self.moment, moment)
            event()

    def _put(self, moment: datetime, event: Event) -> None:
        self._count += 1
        heapq.heappush(self._queue, (moment, self._count, event))


def works(day: date) -> bool:
    """Whether people work on a day; beyond the official table, as on any weekday: practice data promises nothing."""
    try:
        return default_calendar().is_working_day(day)
    except OutsideCalendar:
        return day.weekday() < 5
