"""The rulebook in force: the shipped programmes, and what the bureau entered or confirmed on top of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any

from models.assessment import Clause
from models.bureau import BureauEntry, BureauKind
from models.canonical_json import canonical_json
from models.errors import InputError
from models.rules.bureau_entries import apply_entries, entry_content, standing_entries
from models.rules.item_values import item_value_to_json
from models.rules.load_parts import StatusSet
from models.rules.schema import ITEM_UNITS, Item, ItemType, Programme, Row, Version
from models.vocabulary import shown

AS_OF_SEPARATOR = "@"


@dataclass(frozen=True, slots=True)
class OpenValue:
    """One value, condition or draft version as the bureau sees it on the rules page.

    `name` is what a BureauEntry carries; `value` is JSON (None: empty; a condition: true). `optional`: nothing waits
    for it. `confirmed`: the bureau has already entered or confirmed it.
    """

    name: str
    label: str
    kind: BureauKind
    type: str
    unit: str
    value: Any
    evidence: str
    clause: Clause
    valid_from: date
    valid_to: date | None
    optional: bool = False
    confirmed: bool = False
    checked_on: date | None = None
    review_by: date | None = None


@dataclass(frozen=True)
class RuleBook:
    """All programmes, in the order of the contract, with a hash of the whole content.

    `sets` are the statuses that conditions may name. `plans` caches what `evaluate` compiles, no part of the value.
    """

    programmes: Mapping[str, Programme]
    entries: tuple[BureauEntry, ...] = ()
    sets: Mapping[str, StatusSet] = field(default_factory=dict, repr=False, compare=False, hash=False)
    plans: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False, hash=False)

    @cached_property
    def hash(self) -> str:
        """`sha256:…` over the parsed files and the bureau's entries, whatever their order."""
        content = {name: programme.content for name, programme in self.programmes.items()}
        body = {"programmes": content, "bureau": sorted(entry_content(entry) for entry in self.entries)}
        return "sha256:" + hashlib.sha256(canonical_json(body).encode()).hexdigest()

    def programme(self, name: str) -> Programme:
        """Raises InputError for a programme without rules."""
        found = self.programmes.get(name)
        if found is None:
            raise InputError(f"规则库里没有“{shown(name)}”这一补贴项目，请核对名称", "programme")
        return found

    def with_bureau(self, entries: Sequence[BureauEntry], *, preview: bool = False) -> RuleBook:
        """This rulebook with the bureau's entries applied; its hash is another one.

        Raises InputError naming the entry's place if it does not fit, is not confirmed by a second person
        (`preview` shows an entry before that), or overlaps another entry of the same name. A version entered again
        under its own name, and a value entered again from its own first day, take the place of the earlier one.
        """
        if not entries:
            return self
        standing = standing_entries(entries)
        programmes = apply_entries(self.programmes, standing, self.sets, preview=preview)
        return RuleBook(MappingProxyType(programmes), (*self.entries, *standing), self.sets)

    def open_values(self, programme: str, on: date) -> tuple[OpenValue, ...]:
        """What the bureau still has to enter or confirm for applications of a date, drafts of versions included."""
        rules = self.programme(programme)
        version = rules.version_on(on)
        found = [_draft(each) for each in rules.versions if each.draft and each.covers(on)]
        if version is None:
            return tuple(found)
        for item in rules.items.values():
            row = item.row_on(on)
            if row is None and item.optional:
                found.append(_absent(item, version))
            elif row is not None and needs_confirmation(item, row, version, on):
                found.append(_described(item, row))
        return tuple(found)

    def describe_value(self, programme: str, name: str) -> OpenValue:
        """A value, condition or draft by its name, with or without `@from`; without it the latest row.

        Raises InputError for an unknown name.
        """
        rules = self.programme(programme)
        for version in rules.versions:
            if version.id and version.id == name:
                return _draft(version)
        plain, _, start = name.partition(AS_OF_SEPARATOR)
        item = rules.items.get(plain)
        if item is None:
            raise InputError(f"“{rules.name}”没有“{shown(name)}”这一数值或条件，请核对名称", name)
        if not item.rows:
            return _absent(item, rules.versions[-1])
        rows = [row for row in item.rows if not start or row.start.isoformat() == start]
        if not rows:
            raise InputError(f"“{item.label}”没有自{shown(start)}起的一段，请核对日期", name)
        return _described(item, rows[-1])


def needs_confirmation(item: Item, row: Row, version: Version, on: date) -> bool:
    """Whether a decision must wait for the bureau: weak or empty, and not covered by a confirmed version.

    A confirmed version settles all that stands in it, but no value can be confirmed that is still empty, and the
    reading of a rest day (a general rule outside any notice) keeps its own confirmation. That the day of application
    selects the version is inferred where no text says so: no decision ever waited for that.
    """
    if item.type is ItemType.VERSION_BY:
        return False
    if version.confirmed and row.value is not None and item.type is not ItemType.YES_NO:
        return False
    return row.is_weak(on)


def _described(item: Item, row: Row) -> OpenValue:
    return OpenValue(
        name=item.row_name(row),
        label=item.label,
        kind=BureauKind.VALUE,
        type=item.type.value,
        unit=ITEM_UNITS.get(item.type, ""),
        value=item_value_to_json(row.value),
        evidence=row.evidence,
        clause=row.clause,
        valid_from=row.start,
        valid_to=row.end,
        optional=item.optional,
        confirmed=row.confirmed,
        checked_on=row.source.checked_on,
        review_by=row.source.review_by,
    )


def _absent(item: Item, version: Version) -> OpenValue:
    return OpenValue(
        name=item.name,
        label=item.label,
        kind=BureauKind.VALUE,
        type=item.type.value,
        unit=ITEM_UNITS.get(item.type, ""),
        value=None,
        evidence="NF",
        clause=Clause(""),
        valid_from=version.start,
        valid_to=version.end,
        optional=True,
    )


def _draft(version: Version) -> OpenValue:
    clause = version.source.clause if version.source else Clause("")
    return OpenValue(
        name=version.id,
        label=f"{version.id}年版本",
        kind=BureauKind.VERSION,
        type="version",
        unit="",
        value=None,
        evidence=clause.evidence,
        clause=clause,
        valid_from=version.start,
        valid_to=version.end,
        confirmed=version.confirmed,
    )
