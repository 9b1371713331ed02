"""A version of a programme opened to be read, changed and entered whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from models.assessment import Clause
from models.bureau import BureauEntry, BureauKind
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import InputError
from models.rules.notices import notice_of
from models.rules.schema import Programme, RetirementAges, Version
from models.vocabulary import shown


@dataclass(frozen=True, slots=True)
class OpenedVersion:
    """What the editor starts from. `name` "" and `valid_from` None: a new version is typed from what holds now.

    `entry` is the pending entry it was read from, None for anything else; `corrects`: it is in force, and what is
    entered takes its place. `sets` are the statuses a condition may name; `schedule` the retirement ages in use,
    which a condition takes over whole.
    """

    programme: str
    programme_name: str
    name: str
    valid_from: date | None
    valid_to: date | None
    clause: Clause
    notice: Mapping[str, Any]
    entry: int | None = None
    sets: tuple[tuple[str, str], ...] = ()
    schedule: Mapping[str, Any] | None = None
    corrects: bool = False


def open_version(desk: Desk, programme: str, name: str = "", on: date | None = None) -> OpenedVersion:
    """A version by its name (a draft, or one entered whole); without a name what holds on a day, to begin a new one.

    Raises InputError for a name that no version has, and for a programme without rules.
    """
    with desk.look("rules.read") as work:
        rules = work.rulebook.programme(programme)
        if name:
            found = next((version for version in rules.versions if version.id == name), None)
            if found is None:
                raise InputError(f"“{rules.name}”没有名称为“{shown(name)}”的版本，请核对。", "name")
            clause = found.source.clause if found.source else rules.basis
            opened = _opened(work, rules, found, None, (name, found.start, found.end, clause))
            return replace(opened, corrects=not found.draft)
        day = on or work.today
        return _opened(work, rules, _nearest(rules, day), day, ("", None, None, Clause("")))


def open_entry(desk: Desk, entry_id: int) -> OpenedVersion:
    """A whole version that waits for its second person, as it was entered. Raises InputError for another entry."""
    with desk.look("rules.read") as work:
        entry = work.rows.bureau_entry(entry_id)
        if entry.kind is not BureauKind.VERSION or not isinstance(entry.value, Mapping):
            raise InputError(f"第 {entry_id} 号录入不是整个版本，请核对。", "entry")
        return _entered(work, work.rulebook.programme(entry.programme), entry)


def _nearest(rules: Programme, day: date) -> Version:
    """The version in force on a day, else the last one before it, else the first."""
    before = [version for version in rules.versions if version.start <= day]
    return rules.version_on(day) or (before[-1] if before else rules.versions[0])


def _opened(
    work: UnitOfWork,
    rules: Programme,
    version: Version,
    day: date | None,
    head: tuple[str, date | None, date | None, Clause],
) -> OpenedVersion:
    on = None if day is None or not version.covers(day) else day
    name, start, end, clause = head
    return _with_choices(work, rules, (name, start, end, clause), notice_of(rules, version, on), None)


def _entered(work: UnitOfWork, rules: Programme, entry: BureauEntry) -> OpenedVersion:
    clause = Clause(entry.document, entry.article, entry.text)
    head = (entry.name, entry.valid_from, entry.valid_to, clause)
    return _with_choices(work, rules, head, entry.value, entry.id)


def _with_choices(
    work: UnitOfWork,
    rules: Programme,
    head: tuple[str, date | None, date | None, Clause],
    notice: Mapping[str, Any],
    entry: int | None,
) -> OpenedVersion:
    sets = tuple((one.id, one.name) for one in work.rulebook.sets.values())
    return OpenedVersion(rules.id, rules.name, *head, notice, entry, sets, _schedule(work))


def _schedule(work: UnitOfWork) -> Mapping[str, Any] | None:
    """The retirement ages of a status in the rulebook, as JSON."""
    from models.rules.item_values import item_value_to_json

    values = [row.value for one in work.rulebook.sets.values() for item in one.items.values() for row in item.rows]
    found = next((value for value in values if isinstance(value, RetirementAges)), None)
    return None if found is None else item_value_to_json(found)
