"""Published months with their archived files, and what the bureau adds to the rulebook."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from models.bureau import BureauEntry, BureauKind
from models.errors import Conflict, InputError, Refused
from models.month import Edition, MonthFile, MonthTotals
from models.store import tables as t
from models.store.records import Records
from models.store.rows import json_text, json_value, optional_day, optional_time, time_value
from models.store.statements import Statement

_EDITIONS = Statement(
    lambda: select(*t.editions.c).where(t.editions.c.month == bindparam("month")).order_by(t.editions.c.edition)
)
_FILES = Statement(
    lambda: (
        select(t.edition_files.c.name, t.edition_files.c.content)
        .where(t.edition_files.c.edition_id == bindparam("id"))
        .order_by(t.edition_files.c.position)
    )
)
_MONTHS = Statement(lambda: select(t.editions.c.month).distinct().order_by(t.editions.c.month))
_ENTRY_COLUMNS = tuple(column.name for column in t.bureau_entries.c if column.name not in ("id", "value"))
_ENTRY = Statement(lambda: select(*t.bureau_entries.c).where(t.bureau_entries.c.id == bindparam("id")))
_ENTRIES = Statement(lambda: select(*t.bureau_entries.c).order_by(t.bureau_entries.c.id))
_CONFIRMED = Statement(
    lambda: (
        select(t.bureau_entries.c.id)
        .where(t.bureau_entries.c.confirmed_by.is_not(None))
        .order_by(t.bureau_entries.c.id)
    )
)


class PublicationRecords(Records):
    """Editions and bureau entries."""

    def add_edition(self, edition: Edition) -> Edition:
        """Archive a published month (`edition.id` is ignored) with the bytes of its files."""
        edition_id = self._insert(
            t.editions,
            month=edition.month,
            edition=edition.edition,
            totals=json_text(asdict(edition.totals)),
            head=edition.head,
            sha256=edition.sha256,
            published_by=edition.published_by,
            published_at=edition.published_at,
        )
        for position, file in enumerate(edition.files):
            digest = hashlib.sha256(file.content).hexdigest()
            row = {"name": file.name, "sha256": digest, "content": file.content}
            self._add(t.edition_files, edition_id=edition_id, position=position, **row)
        return replace(edition, id=edition_id)

    def edition(self, month: str, number: int) -> Edition | None:
        """Edition `number` of a month with its files."""
        return next((edition for edition in self.editions(month) if edition.edition == number), None)

    def editions(self, month: str) -> tuple[Edition, ...]:
        """Every edition of a month, v1 first, with their files."""
        return tuple(self._edition(row) for row in _EDITIONS.run(self._connection, month=month))

    def edition_months(self) -> tuple[str, ...]:
        """The months that have been published."""
        return tuple(row[0] for row in _MONTHS.run(self._connection))

    def _edition(self, row: Row[Any]) -> Edition:
        files = _FILES.run(self._connection, id=row.id)
        totals: Mapping[str, int] = json_value(row.totals)
        return Edition(
            id=row.id,
            month=row.month,
            edition=row.edition,
            totals=MonthTotals(**totals),
            head=row.head,
            files=tuple(MonthFile(file.name, bytes(file.content)) for file in files),
            sha256=row.sha256,
            published_by=row.published_by,
            published_at=time_value(row.published_at),
        )

    def add_bureau_entry(self, entry: BureauEntry) -> BureauEntry:
        """Record what one person entered (`entry.id` is ignored); it counts only when a second confirmed it."""
        values = {name: getattr(entry, name) for name in _ENTRY_COLUMNS}
        return replace(entry, id=self._insert(t.bureau_entries, **values, value=json_text(entry.value)))

    def confirm_bureau_entry(self, entry_id: int, confirmed_by: int, at: datetime) -> BureauEntry:
        """The second person's confirmation; Refused for the enterer, Conflict when it was confirmed already."""
        entry = self.bureau_entry(entry_id)
        if entry.confirmed_by is not None:
            raise Conflict("这项数值已由他人确认，请刷新查看。")
        if entry.entered_by == confirmed_by:
            raise Refused("录入人不能确认自己录入的数值，请由另一人确认。")
        confirmed = replace(entry, confirmed_by=confirmed_by, confirmed_at=at)
        changes = {"confirmed_by": confirmed_by, "confirmed_at": at}
        if not self._swap(t.bureau_entries, {"id": entry_id}, changes):
            raise Conflict("这项数值已由他人确认，请刷新查看。")
        return confirmed

    def bureau_entry(self, entry_id: int) -> BureauEntry:
        """One entry; InputError when there is none with this id."""
        row = _ENTRY.first(self._connection, id=entry_id)
        if row is None:
            raise InputError("没有这项录入的数值，请核对。", "bureau_entry")
        return _entry(row)

    def rulebook_key(self) -> tuple[int, ...]:
        """Which entries the rulebook in force is made with; a confirmed one never changes."""
        return tuple(int(row.id) for row in _CONFIRMED.run(self._connection))

    def bureau_entries(self, confirmed_only: bool = False) -> tuple[BureauEntry, ...]:
        """Every entry, oldest first; with `confirmed_only` those that are part of the rulebook in force."""
        entries = (_entry(row) for row in _ENTRIES.run(self._connection))
        return tuple(entry for entry in entries if entry.confirmed_by is not None or not confirmed_only)


def _entry(row: Row[Any]) -> BureauEntry:
    return BureauEntry(
        id=row.id,
        kind=BureauKind(row.kind),
        programme=row.programme,
        name=row.name,
        value=json_value(row.value),
        valid_from=date.fromisoformat(row.valid_from),
        valid_to=optional_day(row.valid_to),
        document=row.document,
        article=row.article,
        text=row.text,
        scan_id=row.scan_id,
        entered_by=row.entered_by,
        entered_at=time_value(row.entered_at),
        confirmed_by=row.confirmed_by,
        confirmed_at=optional_time(row.confirmed_at),
    )
