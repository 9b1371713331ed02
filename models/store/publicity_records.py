"""Lists for 公示, whom they named, and objections: rows that are only ever added."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from models.month import MonthFile
from models.publicity import Objection, PublicityEntry, PublicityList
from models.store import tables as t
from models.store.records import Records
from models.store.rows import time_value
from models.store.statements import Statement

_LIST_COLUMNS = tuple(field.name for field in fields(PublicityList) if field.name != "id")
_LISTS = Statement(lambda: select(*t.publicity_lists.c).order_by(t.publicity_lists.c.id.desc()))
_SERIAL = Statement(
    lambda: select(func.max(t.publicity_lists.c.serial)).where(t.publicity_lists.c.year == bindparam("year"))
)
_FILES = Statement(
    lambda: (
        select(t.publicity_files.c.name, t.publicity_files.c.content)
        .where(t.publicity_files.c.list_id == bindparam("id"))
        .order_by(t.publicity_files.c.position)
    )
)
_ENTRIES = Statement(
    lambda: (
        select(*t.publicity_entries.c, t.publicity_lists.c.last_day)
        .join(t.publicity_lists, t.publicity_lists.c.id == t.publicity_entries.c.list_id)
        .where(t.publicity_entries.c.case_id == bindparam("case_id"))
        .order_by(t.publicity_entries.c.id)
    )
)
_OBJECTIONS = Statement(
    lambda: (
        select(*t.publicity_objections.c, t.objection_findings.c.upheld, t.objection_findings.c.finding)
        .outerjoin(t.objection_findings, t.objection_findings.c.objection_id == t.publicity_objections.c.id)
        .where(t.publicity_objections.c.case_id == bindparam("case_id"))
        .order_by(t.publicity_objections.c.id)
    )
)


class PublicityRecords(Records):
    """What was published of whom, and what was said against it."""

    def next_publicity_serial(self, year: int) -> int:
        """The number of the next list of a year."""
        row = _SERIAL.first(self._connection, year=year)
        return 1 if row is None or row[0] is None else int(row[0]) + 1

    def add_publicity_list(self, made: PublicityList) -> PublicityList:
        """Enter a list (`made.id` is ignored)."""
        values = {name: getattr(made, name) for name in _LIST_COLUMNS}
        return replace(made, id=self._insert(t.publicity_lists, **values))

    def add_publicity_entry(
        self, list_id: int, case_id: int, round: int, assessment_id: int, amount_fen: int | None
    ) -> None:
        """Name a case on a list as it is assessed."""
        values: dict[str, Any] = {"list_id": list_id, "case_id": case_id, "round": round}
        self._insert(t.publicity_entries, **values, assessment_id=assessment_id, amount_fen=amount_fen)

    def keep_publicity_files(self, list_id: int, files: Sequence[MonthFile]) -> None:
        """Archive the bytes of a list."""
        for position, file in enumerate(files):
            digest = hashlib.sha256(file.content).hexdigest()
            row = {"name": file.name, "sha256": digest, "content": file.content}
            self._add(t.publicity_files, list_id=list_id, position=position, **row)

    def publicity_lists(self) -> tuple[PublicityList, ...]:
        """Every list, the newest first."""
        return tuple(_list(row) for row in _LISTS.run(self._connection))

    def publicity_files(self, list_id: int) -> tuple[MonthFile, ...]:
        """The archived bytes of a list."""
        return tuple(MonthFile(row.name, bytes(row.content)) for row in _FILES.run(self._connection, id=list_id))

    def publicity_entries(self, case_id: int) -> tuple[PublicityEntry, ...]:
        """Where a case was published, oldest first."""
        return tuple(_entry(row) for row in _ENTRIES.run(self._connection, case_id=case_id))

    def add_objection(self, objection: Objection) -> Objection:
        """Record an objection (`objection.id` is ignored)."""
        own = ("entry_id", "case_id", "text", "received_on", "recorded_by", "recorded_at")
        values = {name: getattr(objection, name) for name in own}
        return replace(objection, id=self._insert(t.publicity_objections, **values))

    def add_finding(self, objection: Objection, found_by: int, at: datetime) -> None:
        """Record what was found of an objection."""
        said = {"upheld": bool(objection.upheld), "finding": objection.finding}
        self._add(t.objection_findings, objection_id=objection.id, **said, found_by=found_by, found_at=at)

    def objections(self, case_id: int) -> tuple[Objection, ...]:
        """The objections against a case, oldest first."""
        return tuple(_objection(row) for row in _OBJECTIONS.run(self._connection, case_id=case_id))


def _list(row: Row[Any]) -> PublicityList:
    days = (date.fromisoformat(row.first_day), date.fromisoformat(row.last_day))
    return PublicityList(row.id, row.year, row.serial, row.days, *days, row.made_by, time_value(row.made_at))


def _entry(row: Row[Any]) -> PublicityEntry:
    return PublicityEntry(
        id=row.id,
        list_id=row.list_id,
        case_id=row.case_id,
        round=row.round,
        assessment_id=row.assessment_id,
        amount_fen=row.amount_fen,
        last_day=date.fromisoformat(row.last_day),
    )


def _objection(row: Row[Any]) -> Objection:
    return Objection(
        id=row.id,
        entry_id=row.entry_id,
        case_id=row.case_id,
        text=row.text,
        received_on=date.fromisoformat(row.received_on),
        recorded_by=row.recorded_by,
        recorded_at=time_value(row.recorded_at),
        upheld=None if row.upheld is None else bool(row.upheld),
        finding=row.finding or "",
    )
