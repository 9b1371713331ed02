"""A version that the bureau enters whole: read by the same strict reader as a file, then put beside the others.

The notice is JSON in the shape of a file without dates: `values` by name, `criteria` and perhaps `amount`, each with
the article and words it rests on, and a 文号 of its own where that is not the notice's. From the first to the last day
of the version nothing else of the programme holds but what no version sets: the list of papers, which is the window's,
and which date selects the version.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, NoReturn

from models.assessment import Clause
from models.bureau import BureauEntry
from models.errors import InputError, RulebookError
from models.rules.load_parts import StatusSet
from models.rules.load_programme import read_programme
from models.rules.row_periods import clip, cut, overlay
from models.rules.schema import (
    CONFIRMED,
    OUTSIDE_VERSIONS,
    VERSION_BY,
    Item,
    ItemType,
    Programme,
    SourcedClause,
    Version,
)
from models.rules.source import Source
from models.version_dates import APPLICATION
from models.vocabulary import shown

_CLAUSE_KEYS = ("document", "article", "text")
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,19}")
_DAY = timedelta(days=1)
_PARTS = frozenset({"values", "criteria", "amount"})
_AS_SHIPPED = "bureau"  # the clause of whatever names none of its own


def put_version(programme: Programme, entry: BureauEntry, sets: Mapping[str, StatusSet]) -> Programme:
    """The programme with the version in force. Raises InputError; its field is the place inside the notice."""
    start, end = entry.valid_from, entry.valid_to
    versions = _versions_around(programme, entry)
    built = _read(programme, entry, sets)
    given = {name: item for name, item in built.items.items() if name != VERSION_BY}
    own = {name: _dated(item, entry) for name, item in given.items() if not _of_set(name, sets)}
    items = {
        name: item if _of_set(name, sets) or item.type in OUTSIDE_VERSIONS else _without(item, start, end)
        for name, item in programme.items.items()
    }
    for name, item in given.items():
        if name not in own:
            items.setdefault(name, _set_item(name, sets))
            continue
        kept = items.get(name)
        if kept is not None and kept.type is not item.type:
            _refuse(f"values.{name}.type", f"“{name}”已用于另一类数值或条件，请换一个名称")
        items[name] = own[name] if kept is None else _joined(kept, own[name])
    version = Version(
        start,
        end,
        id=entry.name,
        confirmed=True,
        source=_source(entry, _clause_of(entry)),
        criteria=built.criteria,
        amount=built.amount,
    )
    return replace(
        programme,
        versions=tuple(sorted([*versions, version], key=lambda each: each.start)),
        items=MappingProxyType(items),
        facts=programme.facts | built.facts,
    )


def _versions_around(programme: Programme, entry: BureauEntry) -> list[Version]:
    """The other versions: one without an end gives way for the time of this one; nothing else may overlap it."""
    if not _NAME.fullmatch(entry.name):
        _refuse("name", "版本的名称只能用数字、字母和连字符，如2027")
    kept: list[Version] = []
    for version in programme.versions:
        first_after = None if entry.valid_to is None else entry.valid_to + _DAY
        apart = (version.end is not None and version.end < entry.valid_from) or (
            first_after is not None and version.start >= first_after
        )
        if version.draft and version.id == entry.name:
            continue
        if version.id == entry.name:
            _refuse("name", f"已经有名称为“{entry.name}”的版本，请换一个名称")
        if apart:
            kept.append(version)
        elif version.draft:
            _refuse("from", f"与待确认的版本“{version.id}”日期重叠，请打开那个版本修改")
        elif version.end is not None or version.start >= entry.valid_from:
            until = "" if version.end is None else f"至{version.end.isoformat()}"
            _refuse("from", f"与自{version.start.isoformat()}起{until}的版本日期重叠，请核对起止日期")
        else:
            kept.append(replace(version, end=entry.valid_from - _DAY))
            if first_after is not None:
                kept.append(replace(version, start=first_after))
    return kept


def _read(programme: Programme, entry: BureauEntry, sets: Mapping[str, StatusSet]) -> Programme:
    data = _Notice(programme, entry).data()
    within = {name: _set_within(one, entry.valid_from, entry.valid_to) for name, one in sets.items()}
    try:
        return read_programme(Source("", data, {}), within)
    except RulebookError as problem:
        place = (problem.field or "").replace(".dated.0", "")
        raise InputError(problem.message.partition(": ")[2], place) from None


@dataclass(frozen=True, slots=True)
class _Notice:
    """The notice as the data of a file."""

    programme: Programme
    entry: BureauEntry

    def data(self) -> dict[str, Any]:
        given = self.entry.value
        if not isinstance(given, Mapping):
            _refuse(f"{self.entry.programme}.{self.entry.name}", "整个版本的内容应由values、criteria和amount组成")
        for key in given:
            if key not in _PARTS:
                _refuse(str(key), f"没有“{shown(key)}”这一部分，只有values、criteria和amount")
        clauses = {_AS_SHIPPED: self._clause({})}
        data: dict[str, Any] = {
            "programme": self._head(),
            "versions": [self._dated({}, _AS_SHIPPED)],
            "clauses": clauses,
        }
        criteria = self._list(given, "criteria")
        data["criteria"] = [self._criterion(each, f"criteria.{n}", clauses) for n, each in enumerate(criteria)]
        values = self._table(given, "values")
        data["values"] = {name: self._value(each, f"values.{name}", clauses) for name, each in values.items()}
        if given.get("amount") is not None:
            data["amount"] = dict(self._table(given, "amount"))
        return data

    def _head(self) -> dict[str, Any]:
        kept = ("id", "name", "paragraph", "act", "applicant", "organ")
        head = {name: getattr(self.programme, name) for name in kept if getattr(self.programme, name)}
        return {**head, "version_by": APPLICATION, "basis": _AS_SHIPPED}

    def _criterion(self, given: Any, place: str, clauses: dict[str, Any]) -> dict[str, Any]:
        """A condition, or a part with words of its own, stands on a clause; other parts stand on their whole's."""
        table = self._mapping(given, place)
        for key in ("dated", "from", "to"):
            if key in table:
                _refuse(f"{place}.{key}", "整个版本的条件都按版本的起止日期执行，不另写日期")
        plain = {key: value for key, value in table.items() if key not in _CLAUSE_KEYS}
        parts = self._list(table, "children", place) if "children" in table else []
        if parts:
            plain["children"] = [
                self._criterion(each, f"{place}.children.{n}", clauses) for n, each in enumerate(parts)
            ]
        own = any(table.get(key) for key in _CLAUSE_KEYS)
        if "value" in plain:
            if own:
                _refuse(f"{place}.text", "这一条件按数值执行，依据的条款和原文写在那个数值上")
        elif own or place.count(".") == 1:
            plain["dated"] = [self._dated({}, self._cited(table, place, clauses))]
        return plain

    def _value(self, given: Any, place: str, clauses: dict[str, Any]) -> dict[str, Any]:
        table = self._mapping(given, place)
        kept = {key: table[key] for key in ("label", "type", "optional") if key in table}
        unknown = set(table) - {"label", "type", "value", "judged_from", "judged_to", "optional", *_CLAUSE_KEYS}
        if unknown:
            name = sorted(map(str, unknown))[0]
            _refuse(f"{place}.{name}", f"没有“{name}”这一项，请核对")
        row = {"value": table["value"]} if table.get("value") is not None else {}
        for key in ("judged_from", "judged_to"):
            if table.get(key) is not None:
                row[key] = _day(table[key], f"{place}.{key}")
        return {**kept, "dated": [self._dated(row, self._cited(table, place, clauses))]}

    def _dated(self, row: Mapping[str, Any], clause: str) -> dict[str, Any]:
        end = {} if self.entry.valid_to is None else {"to": self.entry.valid_to}
        return {"from": self.entry.valid_from, **end, **row, "clause": clause}

    def _cited(self, table: Mapping[str, Any], place: str, clauses: dict[str, Any]) -> str:
        """The clause by a name of its own, which is its place."""
        if not any(table.get(key) for key in _CLAUSE_KEYS):
            return _AS_SHIPPED
        for key in _CLAUSE_KEYS:
            if not isinstance(table.get(key, ""), str):
                _refuse(f"{place}.{key}", "应是文字")
        clauses[place] = self._clause(table)
        return place

    def _clause(self, own: Mapping[str, Any]) -> dict[str, Any]:
        """The notice's own 文号 with the article and words, or those of another document where it is named."""
        found = _clause_of(self.entry, own)
        return {
            "document": found.document,
            "article": found.article,
            "text": found.text,
            "evidence": "F-A",
            "source": CONFIRMED,
            "checked_on": self.entry.entered_at.date(),
        }

    @staticmethod
    def _mapping(given: Any, place: str) -> Mapping[str, Any]:
        if not isinstance(given, Mapping) or not all(isinstance(key, str) for key in given):
            _refuse(place, "应是一组“名称：内容”")
        return given

    def _table(self, given: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        return self._mapping(given.get(key, {}), key)

    @staticmethod
    def _list(given: Mapping[str, Any], key: str, place: str = "") -> list[Any]:
        found = given.get(key, [])
        if not isinstance(found, list) or not found:
            _refuse(f"{place}.{key}".lstrip("."), "至少要有一个条件")
        return found


def _clause_of(entry: BureauEntry, own: Mapping[str, Any] = MappingProxyType({})) -> Clause:
    if not any(own.get(key) for key in _CLAUSE_KEYS):
        return Clause(entry.document.strip(), entry.article.strip(), entry.text.strip(), CONFIRMED)
    document = own.get("document", "").strip() or entry.document.strip()
    return Clause(document, own.get("article", "").strip(), own.get("text", "").strip(), CONFIRMED)


def _source(entry: BureauEntry, clause: Clause) -> SourcedClause:
    checked = (entry.confirmed_at or entry.entered_at).date()
    return SourcedClause(f"bureau-{entry.id}", clause, source=CONFIRMED, checked_on=checked)


def _dated(item: Item, entry: BureauEntry) -> Item:
    """Its rows on the bureau's word.

    The confirmed version settles them, so that a later entry may still replace one; the reading of a rest day, which
    no version settles, was typed here as well.
    """
    rows = tuple(
        replace(
            row,
            evidence=CONFIRMED,
            source=_source(entry, replace(row.source.clause, evidence=CONFIRMED)),
            confirmed=item.type is ItemType.YES_NO,
        )
        for row in item.rows
    )
    return replace(item, rows=rows)


def _without(item: Item, start: date, end: date | None) -> Item:
    return replace(item, rows=cut(item.rows, start, end))


def _joined(kept: Item, new: Item) -> Item:
    rows = kept.rows
    for row in new.rows:
        rows = overlay(rows, row)
    return replace(kept, label=new.label, rows=rows)


def _of_set(name: str, sets: Mapping[str, StatusSet]) -> bool:
    return any(name in one.items for one in sets.values())


def _set_item(name: str, sets: Mapping[str, StatusSet]) -> Item:
    return next(one.items[name] for one in sets.values() if name in one.items)


def _set_within(one: StatusSet, start: date, end: date | None) -> StatusSet:
    """A status as far as it stands in the time of the version."""
    items = {name: replace(item, rows=clip(item.rows, start, end)) for name, item in one.items.items()}
    return replace(one, standing=items[one.standing.name], items=MappingProxyType(items))


def _day(value: Any, place: str) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        _refuse(place, "应是存在的日期，写作2023-01-01")


def _refuse(place: str, why: str) -> NoReturn:
    raise InputError(why, place)
