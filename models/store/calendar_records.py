"""The office's own calendar years, and how the due dates of cases changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from models.calendar import YearTable
from models.errors import Conflict, InputError, Refused
from models.store import tables as t
from models.store.records import Records
from models.store.rows import json_text, json_value, optional_day, optional_time, time_value
from models.store.statements import Statement


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One year as a person entered it; it counts when a second person has confirmed it."""

    id: int
    table: YearTable
    document: str
    entered_by: int
    entered_at: datetime
    confirmed_by: int | None = None
    confirmed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DueChange:
    """A due date that moved. `promised` is what the applicant has been told.

    `why` is pause, calendar, completed or extension; `extended_by` the working days an extension added.
    """

    case_id: int
    due_before: date | None
    due_on: date | None
    promised: date | None
    why: str
    account_id: int
    at: datetime
    extended_by: int = 0


_YEARS = Statement(lambda: select(*t.calendar_years.c).order_by(t.calendar_years.c.id))
_YEAR = Statement(lambda: select(*t.calendar_years.c).where(t.calendar_years.c.id == bindparam("id")))
_CONFIRMED = Statement(
    lambda: (
        select(t.calendar_years.c.id)
        .where(t.calendar_years.c.confirmed_by.is_not(None))
        .order_by(t.calendar_years.c.id)
    )
)
_CHANGES = Statement(
    lambda: select(*t.due_changes.c).where(t.due_changes.c.case_id == bindparam("case_id")).order_by(t.due_changes.c.id)
)


class CalendarRecords(Records):
    """Years of the working-day table, changes of due dates."""

    def add_calendar_year(self, entry: CalendarEntry) -> CalendarEntry:
        """Record a year that one person entered (`entry.id` is ignored)."""
        entry_id = self._insert(
            t.calendar_years,
            year=entry.table.year,
            content=json_text(entry.table.to_json()),
            document=entry.document,
            entered_by=entry.entered_by,
            entered_at=entry.entered_at,
            confirmed_by=None,
            confirmed_at=None,
        )
        return replace(entry, id=entry_id)

    def confirm_calendar_year(self, entry_id: int, confirmed_by: int, at: datetime) -> CalendarEntry:
        """The second person's confirmation; Refused for the enterer, Conflict when it was confirmed already."""
        entry = self.calendar_entry(entry_id)
        if entry.confirmed_by is not None:
            raise Conflict(f"{entry.table.year}年的放假安排已由他人确认，请刷新查看。")
        if entry.entered_by == confirmed_by:
            raise Refused("录入人不能确认自己录入的放假安排，请由另一人确认。")
        self._swap(t.calendar_years, {"id": entry_id}, {"confirmed_by": confirmed_by, "confirmed_at": at})
        return replace(entry, confirmed_by=confirmed_by, confirmed_at=at)

    def calendar_entry(self, entry_id: int) -> CalendarEntry:
        """One entry; InputError when there is none with this id."""
        row = _YEAR.first(self._connection, id=entry_id)
        if row is None:
            raise InputError("没有这份放假安排，请核对录入号。", "entry")
        return _entry(row)

    def calendar_entries(self, confirmed_only: bool = False) -> tuple[CalendarEntry, ...]:
        """Every entry, oldest first; with `confirmed_only` in the order in which they were confirmed: of several for a
        year the last one counts, whichever was entered first.
        """
        entries = tuple(_entry(row) for row in _YEARS.run(self._connection))
        if not confirmed_only:
            return entries
        confirmed = [(entry.confirmed_at, entry.id, entry) for entry in entries if entry.confirmed_at is not None]
        return tuple(entry for _, _, entry in sorted(confirmed, key=lambda one: one[:2]))

    def calendar_key(self) -> tuple[int, ...]:
        """The ids of the confirmed entries: what a calendar made of them can be kept under."""
        return tuple(row.id for row in _CONFIRMED.run(self._connection))

    def add_due_change(self, change: DueChange) -> None:
        """Record that a case's due date moved, and what the applicant has been told."""
        values = {name: getattr(change, name) for name in DueChange.__slots__}
        self._insert(t.due_changes, **values)

    def due_changes(self, case_id: int) -> tuple[DueChange, ...]:
        """Every change of a case's due date, oldest first."""
        return tuple(
            DueChange(
                case_id=row.case_id,
                due_before=optional_day(row.due_before),
                due_on=optional_day(row.due_on),
                promised=optional_day(row.promised),
                why=row.why,
                account_id=row.account_id,
                at=time_value(row.at),
                extended_by=row.extended_by,
            )
            for row in _CHANGES.run(self._connection, case_id=case_id)
        )


def _entry(row: Row[Any]) -> CalendarEntry:
    return CalendarEntry(
        id=row.id,
        table=YearTable.from_json(json_value(row.content)),
        document=row.document,
        entered_by=row.entered_by,
        entered_at=time_value(row.entered_at),
        confirmed_by=row.confirmed_by,
        confirmed_at=optional_time(row.confirmed_at),
    )
