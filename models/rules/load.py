"""Read a folder of rulebook files, one programme each. Strict: whatever is not understood is refused with its line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from importlib import resources
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

from models.assessment import Clause
from models.errors import InputError, RulebookError
from models.rules.item_values import read_item_value
from models.rules.kinds import COMPOSITES, KINDS, Reading, facts_named, items_named
from models.rules.rulebook import RuleBook
from models.rules.schema import (
    EVIDENCE_MARKS,
    AmountRule,
    Criterion,
    DecideWithin,
    Item,
    ItemType,
    Programme,
    Row,
    SourcedClause,
    Version,
    WarningRule,
)
from models.rules.source import Source, Table, parse, plain
from models.vocabulary import PROGRAMME_NAMES, FactType, shown

_ACTS = ("decision", "referral")
_VERSION_BY = ("application",)
_TABLES = frozenset({"programme", "clauses", "versions", "values", "criteria", "amount", "warnings"})


def load_rulebook(folder: Path | None = None) -> RuleBook:
    """The rulebook of a folder, or the shipped one.

    Raises RulebookError whose message begins `file:line:` and says what is wrong.
    """
    sources = [parse(name, text) for name, text in _texts(folder)]
    return build_rulebook(sources)


def build_rulebook(sources: Iterable[Source]) -> RuleBook:
    """A rulebook of parsed files; the order of the files does not matter. Raises RulebookError."""
    programmes: dict[str, Programme] = {}
    for source in sources:
        programme = _programme(source)
        if programme.id in programmes:
            source.fail(("programme", "id"), f"补贴项目“{programme.id}”在两个文件里都有")
        programmes[programme.id] = programme
    order = list(PROGRAMME_NAMES)
    return RuleBook(MappingProxyType({name: programmes[name] for name in sorted(programmes, key=order.index)}))


def _texts(folder: Path | None) -> list[tuple[str, str]]:
    if folder is None:
        shipped = resources.files("models.rules").joinpath("data")
        return [
            (entry.name, entry.read_text("utf-8"))
            for entry in sorted(shipped.iterdir(), key=lambda each: each.name)
            if entry.name.endswith(".toml")
        ]
    if not folder.is_dir():
        raise RulebookError(f"{shown(folder)}:1: 没有这个规则文件夹，请核对路径", "rules")
    found = sorted(folder.glob("*.toml"))
    if not found:
        raise RulebookError(f"{shown(folder)}:1: 这个文件夹里没有规则文件（.toml）", "rules")
    return [(path.name, _read(path)) for path in found]


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise RulebookError(f"{path.name}:1: 文件读不出来，应是UTF-8编码的文本", "rules") from None


def _programme(source: Source) -> Programme:
    top = Table(source, (), source.data)
    top.only(_TABLES)
    head = top.table("programme")
    identity = _identity(head)
    clauses = {name: _clause(name, table) for name, table in top.named_tables("clauses").items()}
    versions = _versions(top, clauses)
    items = {name: _value_item(name, table, clauses) for name, table in top.named_tables("values").items()}
    criteria = tuple(_criterion(table, clauses, items, nested=False) for table in top.tables("criteria", required=True))
    amount = _amount(top, items, criteria)
    warnings = tuple(_warning(table, clauses) for table in top.tables("warnings"))
    programme = Programme(
        **identity,
        basis=_clause_named(head, "basis", clauses).clause,
        versions=versions,
        items=MappingProxyType(items),
        criteria=criteria,
        amount=amount,
        warnings=warnings,
        clauses=MappingProxyType(clauses),
        facts=frozenset(_facts(criteria, amount, warnings, items)),
        decide_within=_decide_within(head, clauses),
        file=source.file,
        content=plain(source.data),
    )
    head.finish()
    _check_whole(programme, source)
    return programme


def _identity(head: Table) -> dict[str, Any]:
    programme = head.text("id")
    if programme not in PROGRAMME_NAMES:
        head.fail(f"没有“{shown(programme)}”这一补贴项目", "id")
    act, version_by = head.text("act"), head.text("version_by")
    if act not in _ACTS:
        head.fail(f"“act”只能是{'、'.join(_ACTS)}", "act")
    if version_by not in _VERSION_BY:
        head.fail(f"“version_by”只能是{'、'.join(_VERSION_BY)}", "version_by")
    return {
        "id": programme,
        "name": head.text("name"),
        "paragraph": head.text("paragraph"),
        "act": act,
        "version_by": version_by,
    }


def _clause(name: str, table: Table) -> SourcedClause:
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


def _clause_named(table: Table, key: str, clauses: Mapping[str, SourcedClause]) -> SourcedClause:
    name = table.text(key)
    if name not in clauses:
        table.fail(f"没有“{shown(name)}”这一条文（clauses）", key)
    return clauses[name]


def _versions(top: Table, clauses: Mapping[str, SourcedClause]) -> tuple[Version, ...]:
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
        source=_clause_named(table, "clause", clauses),
        line=table.line,
    )
    _check_period(table, version)
    table.finish()
    return version


def _check_period(table: Table, period: Version | Row) -> None:
    if period.end is not None and period.end < period.start:
        table.fail("结束日期早于开始日期", "to")


def _row(table: Table, clauses: Mapping[str, SourcedClause], kind: ItemType) -> Row:
    source = _clause_named(table, "clause", clauses)
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


def _value_item(name: str, table: Table, clauses: Mapping[str, SourcedClause]) -> Item:
    kind = table.text("type")
    if kind not in list(ItemType) or kind == ItemType.CONDITION:
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


def _criterion(
    table: Table, clauses: Mapping[str, SourcedClause], items: dict[str, Item], *, nested: bool
) -> Criterion:
    name, kind, label = table.text("id"), table.text("kind"), table.text("label")
    if kind not in KINDS:
        table.fail(f"没有“{shown(kind)}”这一种条件", "kind")
    params = KINDS[kind](Reading(table, items))
    item = _standing(table, clauses, items, (name, label, params.get("value")))
    if item is None and not nested:
        table.fail(f"条件“{shown(name)}”缺少依据：须有dated（起止日期和条文）或带条文的数值")
    children: tuple[Criterion, ...] = ()
    if kind in COMPOSITES:
        children = tuple(
            _criterion(each, clauses, items, nested=True) for each in table.tables("children", required=True)
        )
    criterion = Criterion(
        id=name,
        kind=kind,
        label=label,
        params=MappingProxyType(params),
        item=item,
        start=table.day_or_none("from"),
        end=table.day_or_none("to"),
        children=children,
        line=table.line,
    )
    table.finish()
    return criterion


def _standing(
    table: Table, clauses: Mapping[str, SourcedClause], items: dict[str, Item], named: tuple[str, str, str | None]
) -> str | None:
    """The item that says when the criterion is in force: its value, or its own dated rows."""
    name, label, value = named
    if name in items:
        table.fail(f"“{shown(name)}”这一名称已经用过", "id")
    if value is not None:
        return value
    if not table.has("dated"):
        return None
    rows = _rows(table, clauses, ItemType.CONDITION)
    items[name] = Item(name, label, ItemType.CONDITION, rows, line=table.line)
    return name


def _amount(top: Table, items: Mapping[str, Item], criteria: tuple[Criterion, ...]) -> AmountRule | None:
    if not top.has("amount"):
        return None
    table = top.table("amount")
    reading = Reading(table, items)
    kind = reading.one("kind", ("level_table", "daily"))
    if kind == "level_table":
        name = table.text("criterion")
        found = next((each for each in criteria if each.id == name and each.kind == "level_table"), None)
        if found is None:
            table.fail(f"没有“{shown(name)}”这一按等级查表的条件", "criterion")
        params: dict[str, Any] = dict(found.params)
    else:
        params = {
            "days": reading.fact("days", FactType.INTEGER),
            "rate": reading.item("rate", ItemType.FEN),
            "cap": reading.item("cap", ItemType.FEN_OR_NO_LIMIT),
        }
    rule = AmountRule(kind, table.text("label"), MappingProxyType(params), table.line)
    table.finish()
    return rule


def _warning(table: Table, clauses: Mapping[str, SourcedClause]) -> WarningRule:
    fact = Reading(table, {}).fact("fact", FactType.YES_NO)
    rule = WarningRule(fact, table.text("sentence"), _clause_named(table, "clause", clauses).clause)
    table.finish()
    return rule


def _decide_within(head: Table, clauses: Mapping[str, SourcedClause]) -> DecideWithin | None:
    if not head.has("decide_within"):
        return None
    table = head.table("decide_within")
    days = table.integer("working_days")
    if days < 1:
        table.fail("“working_days”应是正整数", "working_days")
    rule = DecideWithin(days, table.day("from"), _clause_named(table, "clause", clauses).clause)
    table.finish()
    return rule


def walk(criteria: tuple[Criterion, ...]) -> Iterable[Criterion]:
    """Every criterion with its parts."""
    for criterion in criteria:
        yield criterion
        yield from walk(criterion.children)


def _facts(
    criteria: tuple[Criterion, ...],
    amount: AmountRule | None,
    warnings: tuple[WarningRule, ...],
    items: Mapping[str, Item],
) -> set[str]:
    facts = {rule.fact for rule in warnings}
    for criterion in walk(criteria):
        facts |= facts_named(criterion.params, items)
    return facts | (facts_named(amount.params, items) if amount else set())


def _check_whole(programme: Programme, source: Source) -> None:
    _check_names(programme, source)
    _check_use(programme, source)
    for item in programme.items.values():
        for row in item.rows:
            _check_inside(programme, source, row)
    for criterion in walk(programme.criteria):
        _check_bounds(programme, source, criterion)
    for criterion in programme.criteria:
        _check_parts(programme, source, criterion, _condition_rows(programme, criterion))
    for version in programme.versions:
        if not any(_stands(programme, each, version) for each in programme.criteria):
            _fail_at(source, version.line, "这一版本没有任何条件，空的条件清单不能用")


def _stands(programme: Programme, criterion: Criterion, version: Version) -> bool:
    if criterion.item is None or not criterion.within(version.start):
        return False
    return programme.items[criterion.item].row_on(version.start) is not None


def _check_names(programme: Programme, source: Source) -> None:
    seen: set[str] = set()
    for criterion in walk(programme.criteria):
        if criterion.id in seen:
            _fail_at(source, criterion.line, f"条件“{criterion.id}”重复")
        seen.add(criterion.id)


def _check_use(programme: Programme, source: Source) -> None:
    """Every value and every clause must serve something."""
    used = {criterion.item for criterion in walk(programme.criteria)}
    for criterion in walk(programme.criteria):
        used |= items_named(criterion.params)
    if programme.amount:
        used |= items_named(programme.amount.params)
    for item in programme.items.values():
        if item.name not in used:
            source.fail(("values", item.name), f"数值“{item.name}”没有被任何条件或金额使用")
    cited = {row.source.id for item in programme.items.values() for row in item.rows}
    cited |= {version.source.id for version in programme.versions if version.source}
    named = {programme.basis} | {rule.clause for rule in programme.warnings}
    if programme.decide_within:
        named.add(programme.decide_within.clause)
    for clause in programme.clauses.values():
        if clause.id not in cited and clause.clause not in named:
            source.fail(("clauses", clause.id), f"条文“{clause.id}”没有被引用")


def _check_inside(programme: Programme, source: Source, row: Row) -> None:
    """A row begins and ends inside a version: a date outside every version could never matter."""
    ends = [row.start] if row.end is None else [row.start, row.end]
    for day in ends:
        if not any(version.covers(day) for version in programme.versions):
            _fail_at(source, row.line, f"{day.isoformat()}不在任何版本之内")
    if row.judged_from and row.judged_to and row.judged_to < row.judged_from:
        _fail_at(source, row.line, "judged_to早于judged_from")


def _check_bounds(programme: Programme, source: Source, criterion: Criterion) -> None:
    for day in (criterion.start, criterion.end):
        if day is not None and not any(version.covers(day) for version in programme.versions):
            _fail_at(source, criterion.line, f"{day.isoformat()}不在任何版本之内")


def _condition_rows(programme: Programme, criterion: Criterion) -> tuple[Row, ...]:
    """The rows of a criterion's own standing; a value's rows may reach beyond the criterion that uses it."""
    item = programme.items[criterion.item] if criterion.item else None
    return item.rows if item is not None and item.type is ItemType.CONDITION else ()


def _check_parts(programme: Programme, source: Source, criterion: Criterion, rows: tuple[Row, ...]) -> None:
    """The parts of a composite stand only while it stands, and it never stands without any."""
    for child in criterion.children:
        own = _condition_rows(programme, child)
        for row in own:
            if not any(outer.covers(row.start) and outer.covers(row.end or row.start) for outer in rows):
                _fail_at(source, row.line, f"“{child.label}”的日期超出了“{criterion.label}”的日期")
        _check_parts(programme, source, child, own or rows)
    if not criterion.children:
        return
    for day in {edge for row in rows for edge in (row.start, row.end) if edge is not None}:
        if not any(_part_stands(programme, child, day) for child in criterion.children):
            _fail_at(source, criterion.line, f"“{criterion.label}”在{day.isoformat()}没有任何组成条件")


def _part_stands(programme: Programme, child: Criterion, on: date) -> bool:
    return child.within(on) and (child.item is None or programme.items[child.item].row_on(on) is not None)


def _fail_at(source: Source, line: int, message: str) -> None:
    raise RulebookError(f"{source.file}:{line}: {message}", source.file)
