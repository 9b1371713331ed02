"""工作日历: the years the office has on file, entered by one account and confirmed by another.

Before a year counts, the cases whose dates it moves are listed; with the confirmation they move in the same
transaction, and no date an applicant was told becomes later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.calendar import YearTable, default_calendar
from models.case import Act
from models.casework.changes import Changes, Done
from models.casework.clocks import Moved, change_due, moved_within
from models.casework.unit_of_work import Desk
from models.errors import InputError, Refused
from models.store.calendar_records import CalendarEntry

SHIPPED = "随程序提供"


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """A year as the settings list it. `entry` 0 is one that ships with the program; `in_force` the one that counts."""

    entry: int
    table: YearTable
    source: str
    entered_by: str
    entered_at: datetime | None
    confirmed_by: str
    in_force: bool


def calendar_years(desk: Desk) -> tuple[CalendarYear, ...]:
    """Every year on file, the newest first, shipped ones where the office has none of its own."""
    with desk.look("calendar.read") as work:
        names = {account.id: account.name for account in work.rows.accounts()}
        entries = work.rows.calendar_entries()
        holding = {entry.table.year: entry.id for entry in work.rows.calendar_entries(confirmed_only=True)}
        shipped = default_calendar().years
        years = [
            CalendarYear(0, table, table.source or SHIPPED, "", None, "", year not in holding)
            for year, table in shipped.items()
        ]
        for entry in entries:
            confirmed = "" if entry.confirmed_by is None else names[entry.confirmed_by]
            in_force = holding.get(entry.table.year) == entry.id
            who, when = names[entry.entered_by], entry.entered_at
            years.append(CalendarYear(entry.id, entry.table, entry.document, who, when, confirmed, in_force))
        return tuple(sorted(years, key=lambda one: (one.table.year, one.entry), reverse=True))


def add_year(desk: Desk, table: YearTable, document: str) -> Done[CalendarEntry]:
    """Enter a year with the notice's 文号. It counts for nothing until a second account confirms it."""
    if not document.strip():
        raise InputError("请填写放假通知的文号，例如“国办发明电〔2026〕×号”。", "document")
    if not table.off:
        raise InputError(f"{table.year}年的放假安排里没有一天放假，请核对后再录入。", "off")
    with desk.perform("calendar.enter") as work:
        entry = CalendarEntry(0, table, document.strip(), work.actor.id, work.now)
        entry = work.rows.add_calendar_year(entry)
        work.record(f"calendar:{entry.id}", {"year": table.year, "document": entry.document})
    return Done(entry, Changes(office=True))


def moved_by(desk: Desk, entry_id: int) -> tuple[Moved, ...]:
    """The open cases whose dates would move if this year were confirmed; nothing is changed."""
    with desk.look("calendar.read") as work:
        entry = work.rows.calendar_entry(entry_id)
        return tuple(moved for _, moved in moved_within(work, work.calendar.with_year(entry.table)))


def confirm_year(desk: Desk, entry_id: int) -> Done[tuple[Moved, ...]]:
    """Confirm a year another account entered; the cases whose dates move with it are moved and given back."""
    with desk.perform("calendar.confirm") as work:
        entry = work.rows.calendar_entry(entry_id)
        if entry.confirmed_by is not None:
            raise Refused(f"{entry.table.year}年的这份放假安排已经确认过，不必再确认。")
        if entry.entered_by == work.actor.id:
            raise Refused(f"{entry.table.year}年的放假安排由您本人录入，须由另一人核对原件后确认。")
        changed = moved_within(work, work.calendar.with_year(entry.table))
        work.rows.confirm_calendar_year(entry_id, work.actor.id, work.now)
        work.record(f"calendar:{entry.id}", {"year": entry.table.year, "cases": len(changed)})
        for case, moved in changed:
            change_due(work, case, moved.due_on, moved.promised, "calendar")
            words = f"工作日历更新：由 {moved.due_before} 改为 {moved.due_on}"
            work.rows.add_act(case.id, case.round, Act.REDATED, work.actor.id, work.now, words)
    cases = frozenset(case.id for case, _ in changed)
    return Done(tuple(moved for _, moved in changed), Changes(cases=cases, office=True))


def year_from_json(data: Mapping[str, Any]) -> YearTable:
    """Read one year of a file (`year`, `off`, `work`). Raises InputError for anything else in it."""
    for key in data:
        if key not in {"year", "off", "work", "source"}:
            raise InputError(f"放假安排里不认识“{key}”这一项，只有 year、off、work、source。", key)
    return YearTable.from_json(data)
