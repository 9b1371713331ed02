"""The parts of a rulebook file read from their tables: clauses, versions, dated values, criteria."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from models.assessment import Clause
from models.errors import InputError
from models.rules.item_values import read_item_value
from models.rules.kinds import COMPOSITES, KINDS, OVER_ROWS, Reading
from models.rules.schema import (
    EVIDENCE_MARKS,
    Criterion,
    Item,
    ItemType,
    Row,
    SourcedClause,
    Version,
)
from models.rules.source import Table
from models.vocabulary import FactKey, fact_key, shown


@dataclass(frozen=True, slots=True)
class Ground:
    """What criteria may name: the clauses, values and sets of the file, and inside a list the facts of its rows."""

    clauses: Mapping[str, SourcedClause]
    items: dict[str, Item]
    sets: Mapping[str, StatusSet] = field(default_factory=lambda: MappingProxyType({}))
    columns: Mapping[str, FactKey] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class StatusSet:
    """The criteria of a status, such as 就业困难人员, that programmes require. `standing` bounds all of them."""

    id: str
    name: str
    standing: Item
    criteria: tuple[Criterion, ...]
    clauses: Mapping[str, SourcedClause]
    items: Mapping[str, Item]
    content: Mapping[str, Any] = field(repr=False)


def read_clause(name: str, table: Table) -> SourcedClause:
    """A clause with its evidence mark and where it was read."""
    evidence = table.text("evidence")
    if evidence not in EVIDENCE_MARKS:
        table.fail(f"证据等级“{shown(evidence)}”不在{'、'.join(sorted(EVIDENCE_MARKS))}之内", "evidence")
    clause = SourcedClause(
        id=name,
        clause=Clause(table.text("document"), table.text("article", ""), table.text("text", ""), evidence),
        source=table.text("source"),
        checked_on=table.day("checked_on"),
        published=table.day_or_none("published"),
        national=table.flag("national"),
        review_by=table.day_or_none("review_by"),
    )
    table.finish()
    return clause


def clause_named(table: Table, key: str, clauses: Mapping[str, SourcedClause]) -> SourcedClause:
    """The clause that a key names."""
    name = table.text(key)
    if name not in clauses:
        table.fail(f"没有“{shown(name)}”这一条文（clauses）", key)
    return clauses[name]


def read_versions(top: Table, clauses: Mapping[str, SourcedClause]) -> tuple[Version, ...]:
    """The periods in which a programme is in force, in order and apart."""
    versions = [_version(table, clauses) for table in top.tables("versions", required=True)]
    for earlier, later in pairwise(versions):
        if earlier.end is None or later.start <= earlier.end:
            top.source.fail(
                ("versions", versions.index(later)), "版本的日期重叠或顺序不对，前一版本须先结束，后一版本才能开始"
            )
    return tuple(versions)


def _version(table: Table, clauses: Mapping[str, SourcedClause]) -> Version:
    draft = table.flag("draft")
    version = Version(
        start=table.day("from"),
        end=table.day_or_none("to"),
        id=table.text("id") if draft else "",
        draft=draft,
        source=clause_named(table, "clause", clauses),
        line=table.line,
    )
    _check_period(table, version)
    table.finish()
    return version


def _check_period(table: Table, period: Version | Row) -> None:
    if period.end is not None and period.end < period.start:
        table.fail("结束日期早于开始日期", "to")


def _row(table: Table, clauses: Mapping[str, SourcedClause], kind: ItemType) -> Row:
    source = clause_named(table, "clause", clauses)
    evidence = table.text("evidence", source.clause.evidence)
    if evidence not in EVIDENCE_MARKS:
        table.fail(f"证据等级“{shown(evidence)}”不对", "evidence")
    row = Row(
        start=table.day("from"),
        end=table.day_or_none("to"),
        source=source,
        evidence=evidence,
        value=_row_value(table, kind),
        judged_from=table.day_or_none("judged_from"),
        judged_to=table.day_or_none("judged_to"),
        line=table.line,
        file=table.source.file,
    )
    _check_period(table, row)
    table.finish()
    return row


def _row_value(table: Table, kind: ItemType) -> Any:
    """A value left out is not known (None); the standing of a criterion needs no value."""
    if kind is ItemType.CONDITION:
        return True
    if not table.has("value"):
        return None
    try:
        return read_item_value(kind, table.raw("value"))
    except InputError as problem:
        table.fail(f"“value”{problem.message}", "value")


def _rows(
    table: Table, clauses: Mapping[str, SourcedClause], kind: ItemType, *, required: bool = True
) -> tuple[Row, ...]:
    tables = table.tables("dated", required=required)
    rows = [_row(each, clauses, kind) for each in tables]
    for (_, earlier), (later_table, later) in pairwise(zip(tables, rows, strict=True)):
        if earlier.end is None or later.start <= earlier.end:
            later_table.fail("日期与前一行重叠或顺序不对")
    return tuple(rows)


def read_value_item(name: str, table: Table, clauses: Mapping[str, SourcedClause]) -> Item:
    """A named value with its dated rows."""
    kind = table.text("type")
    if kind not in list(ItemType) or kind in (ItemType.CONDITION, ItemType.VERSION_BY):
        table.fail(f"没有“{shown(kind)}”这一数值类型", "type")
    optional = table.flag("optional")
    item = Item(
        name=name,
        label=table.text("label"),
        type=ItemType(kind),
        rows=_rows(table, clauses, ItemType(kind), required=not optional),
        optional=optional,
        line=table.line,
    )
    table.finish()
    return item


def read_criterion(table: Table, ground: Ground, *, nested: bool = False) -> Criterion:
    """A criterion with its parts. Its own standing becomes an item of the ground."""
    name, kind, label = table.text("id"), table.text("kind"), table.text("label")
    if kind not in KINDS:
        table.fail(f"没有“{shown(kind)}”这一种条件", "kind")
    params = KINDS[kind].read(Reading(table, ground.items, ground.columns))
    item = _standing(table, ground, (name, label, params.get("value")))
    if item is None and not nested:
        table.fail(f"条件“{shown(name)}”缺少依据：须有dated（起止日期和条文）或带条文的数值")
    criterion = Criterion(
        id=name,
        kind=kind,
        label=label,
        params=MappingProxyType(params),
        item=item,
        start=table.day_or_none("from"),
        end=table.day_or_none("to"),
        children=_children(table, ground, kind, params),
        line=table.line,
        file=table.source.file,
    )
    table.finish()
    return criterion


def _children(table: Table, ground: Ground, kind: str, params: Mapping[str, Any]) -> tuple[Criterion, ...]:
    if kind == "status":
        return _status_parts(table, ground, params)
    if kind not in COMPOSITES:
        return ()
    tables = table.tables("children", required=True)
    if kind == "not" and len(tables) != 1:
        table.fail("“not”只能有一个组成条件", "children")
    inside = ground
    if kind in OVER_ROWS:
        inside = replace(ground, columns=fact_key(params["list"]).columns)
    return tuple(read_criterion(each, inside, nested=True) for each in tables)


def _status_parts(table: Table, ground: Ground, params: Mapping[str, Any]) -> tuple[Criterion, ...]:
    """The recognised status, or all the criteria of the set."""
    found = ground.sets.get(params["set"])
    if found is None:
        table.fail(f"没有“{shown(params['set'])}”这一身份条件（[set]文件）", "set")
    if clash := sorted(set(found.items) & set(ground.items)):
        table.fail(f"身份条件里的“{clash[0]}”与本项目的名称重复", "set")
    ground.items.update(found.items)
    recognised = MappingProxyType({"fact": params["recognised"], "expected": True})
    line, file = table.line, table.source.file
    name, label = found.standing.name, found.standing.label
    return (
        Criterion(f"{found.id}_recognised", "yes_no", f"已认定为{found.name}", recognised, None, line=line, file=file),
        Criterion(name, "all", label, MappingProxyType({}), name, children=found.criteria, line=line, file=file),
    )


def _standing(table: Table, ground: Ground, named: tuple[str, str, str | None]) -> str | None:
    """The item that says when the criterion is in force: its value, or its own dated rows."""
    name, label, value = named
    if name in ground.items:
        table.fail(f"“{shown(name)}”这一名称已经用过", "id")
    if value is not None:
        return value
    if not table.has("dated"):
        return None
    ground.items[name] = read_standing(name, label, table, ground.clauses)
    return name


def read_standing(name: str, label: str, table: Table, clauses: Mapping[str, SourcedClause]) -> Item:
    """The dated rows of a condition that has no value of its own."""
    return Item(name, label, ItemType.CONDITION, _rows(table, clauses, ItemType.CONDITION), line=table.line)
