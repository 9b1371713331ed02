"""Read a folder of rulebook files, one programme or status set each. Strict: what is not understood is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any

from models.errors import RulebookError
from models.rules.kinds import Reading, facts_named
from models.rules.load_checks import check_set, check_whole, walk
from models.rules.load_parts import (
    Ground,
    StatusSet,
    clause_named,
    read_clause,
    read_criterion,
    read_standing,
    read_value_item,
    read_versions,
)
from models.rules.rulebook import RuleBook
from models.rules.schema import (
    AmountRule,
    Criterion,
    DecideWithin,
    Item,
    ItemType,
    Programme,
    SourcedClause,
    WarningRule,
)
from models.rules.source import Source, Table, parse, plain
from models.vocabulary import PROGRAMME_NAMES, VOCABULARY, FactType, shown

__all__ = ["build_rulebook", "load_rulebook", "walk"]
_ACTS = ("decision", "referral")
_APPLICANTS = ("person", "enterprise")
_VERSION_BY = ("application",)
_TABLES = frozenset({"programme", "clauses", "versions", "values", "criteria", "amount", "warnings"})
_SET_TABLES = frozenset({"set", "clauses", "values", "criteria"})


def load_rulebook(folder: Path | None = None) -> RuleBook:
    """The rulebook of a folder, or the shipped one.

    Raises RulebookError whose message begins `file:line:` and says what is wrong.
    """
    sources = [parse(name, text) for name, text in _texts(folder)]
    return build_rulebook(sources)


def build_rulebook(sources: Iterable[Source]) -> RuleBook:
    """A rulebook of parsed files; the order of the files does not matter. Raises RulebookError."""
    given = list(sources)
    sets = _sets(source for source in given if "set" in source.data)
    programmes: dict[str, Programme] = {}
    for source in given:
        if "set" in source.data:
            continue
        programme = _programme(source, sets)
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


def _sets(sources: Iterable[Source]) -> Mapping[str, StatusSet]:
    found: dict[str, StatusSet] = {}
    for source in sources:
        one = _status_set(source)
        if one.id in found:
            source.fail(("set", "id"), f"身份条件“{one.id}”在两个文件里都有")
        found[one.id] = one
    return MappingProxyType(found)


def _status_set(source: Source) -> StatusSet:
    """A file of criteria that programmes share; its names begin with its id, so that they clash with none."""
    top = Table(source, (), source.data)
    top.only(_SET_TABLES)
    head = top.table("set")
    name, label = head.text("id"), head.text("name")
    clauses = {each: read_clause(each, table) for each, table in top.named_tables("clauses").items()}
    standing = read_standing(f"{name}_conditions", f"符合{label}认定条件", head, clauses)
    items = {each: read_value_item(each, table, clauses) for each, table in top.named_tables("values").items()}
    ground = Ground(clauses, {**items, standing.name: standing})
    criteria = tuple(read_criterion(each, ground, nested=True) for each in top.tables("criteria", required=True))
    head.finish()
    found = StatusSet(
        name,
        label,
        standing,
        criteria,
        MappingProxyType(clauses),
        MappingProxyType(ground.items),
        content=plain(source.data),
    )
    check_set(found, source)
    return found


def _programme(source: Source, sets: Mapping[str, StatusSet]) -> Programme:
    top = Table(source, (), source.data)
    top.only(_TABLES)
    head = top.table("programme")
    identity = _identity(head)
    clauses = {name: read_clause(name, table) for name, table in top.named_tables("clauses").items()}
    versions = read_versions(top, clauses)
    items = {name: read_value_item(name, table, clauses) for name, table in top.named_tables("values").items()}
    ground = Ground(clauses, items, sets)
    criteria = tuple(read_criterion(table, ground) for table in top.tables("criteria", required=True))
    amount = _amount(top, items, criteria)
    warnings = tuple(_warning(table, clauses) for table in top.tables("warnings"))
    used = sorted({criterion.params["set"] for criterion in walk(criteria) if criterion.kind == "status"})
    programme = Programme(
        **identity,
        basis=clause_named(head, "basis", clauses).clause,
        versions=versions,
        items=MappingProxyType(items),
        criteria=criteria,
        amount=amount,
        warnings=warnings,
        clauses=MappingProxyType({**clauses, **{id: each for name in used for id, each in sets[name].clauses.items()}}),
        facts=frozenset(_facts(criteria, amount, warnings, items)),
        decide_within=_decide_within(head, clauses),
        file=source.file,
        content=plain(source.data) | ({"sets": [sets[name].content for name in used]} if used else {}),
    )
    head.finish()
    check_whole(programme, source)
    return programme


def _identity(head: Table) -> dict[str, Any]:
    programme = head.text("id")
    if programme not in PROGRAMME_NAMES:
        head.fail(f"没有“{shown(programme)}”这一补贴项目", "id")
    choices = {"act": _ACTS, "version_by": _VERSION_BY}
    if head.has("applicant"):
        choices["applicant"] = _APPLICANTS
    chosen = {key: _one_of(head, key, allowed) for key, allowed in choices.items()}
    if chosen["act"] == "decision" and head.has("organ"):
        head.fail("由本局决定的项目不写“organ”", "organ")
    return {
        "id": programme,
        "name": head.text("name"),
        "paragraph": head.text("paragraph"),
        "organ": head.text("organ", ""),
        **chosen,
    }


def _one_of(table: Table, key: str, allowed: tuple[str, ...]) -> str:
    value = table.text(key)
    if value not in allowed:
        table.fail(f"“{key}”只能是{'、'.join(allowed)}", key)
    return value


def _amount(top: Table, items: Mapping[str, Item], criteria: tuple[Criterion, ...]) -> AmountRule | None:
    if not top.has("amount"):
        return None
    table = top.table("amount")
    reading = Reading(table, items)
    kind = reading.one("kind", tuple(_AMOUNTS))
    params = _AMOUNTS[kind](reading, criteria)
    rule = AmountRule(kind, table.text("label"), MappingProxyType(params), table.line)
    table.finish()
    return rule


def _level_table_amount(reading: Reading, criteria: tuple[Criterion, ...]) -> dict[str, Any]:
    return dict(_criterion_named(reading, criteria, "level_table", "按等级查表").params)


def _daily_amount(reading: Reading, _criteria: tuple[Criterion, ...]) -> dict[str, Any]:
    return {
        "days": reading.fact("days", FactType.INTEGER),
        "rate": reading.item("rate", ItemType.FEN),
        "cap": reading.item("cap", ItemType.FEN_OR_NO_LIMIT),
    }


def _fixed_amount(reading: Reading, _criteria: tuple[Criterion, ...]) -> dict[str, Any]:
    return {"rate": reading.item("rate", ItemType.FEN)}


def _counted_amount(reading: Reading, criteria: tuple[Criterion, ...]) -> dict[str, Any]:
    """So much for each row that a count-where criterion counts; for the others their own rate."""
    counted = _criterion_named(reading, criteria, "count_where", "按名单计数")
    return {
        "list": counted.params["list"],
        "criterion": counted.id,
        "rate": reading.item("rate", ItemType.FEN),
        "other_rate": reading.item("other_rate", ItemType.FEN),
    }


def _listed_amount(reading: Reading, _criteria: tuple[Criterion, ...]) -> dict[str, Any]:
    return {"list": reading.fact("list", FactType.LIST), "rate": reading.item("rate", ItemType.FEN)}


def _criterion_named(reading: Reading, criteria: tuple[Criterion, ...], kind: str, what: str) -> Criterion:
    name = reading.table.text("criterion")
    found = next((each for each in walk(criteria) if each.id == name and each.kind == kind), None)
    if found is None:
        reading.table.fail(f"没有“{shown(name)}”这一{what}的条件", "criterion")
    return found


_AMOUNTS = {
    "level_table": _level_table_amount,
    "daily": _daily_amount,
    "fixed": _fixed_amount,
    "counted": _counted_amount,
    "listed": _listed_amount,
}


def _warning(table: Table, clauses: Mapping[str, SourcedClause]) -> WarningRule:
    fact = Reading(table, {}).fact("fact", FactType.YES_NO)
    rule = WarningRule(fact, table.text("sentence"), clause_named(table, "clause", clauses).clause)
    table.finish()
    return rule


def _decide_within(head: Table, clauses: Mapping[str, SourcedClause]) -> DecideWithin | None:
    if not head.has("decide_within"):
        return None
    table = head.table("decide_within")
    days = table.integer("working_days")
    if days < 1:
        table.fail("“working_days”应是正整数", "working_days")
    rule = DecideWithin(days, table.day("from"), clause_named(table, "clause", clauses).clause)
    table.finish()
    return rule


def _facts(
    criteria: tuple[Criterion, ...],
    amount: AmountRule | None,
    warnings: tuple[WarningRule, ...],
    items: Mapping[str, Item],
) -> set[str]:
    facts = {rule.fact for rule in warnings}
    for criterion in walk(criteria):
        facts |= facts_named(criterion.params, items)
    facts |= facts_named(amount.params, items) if amount else set()
    return facts & VOCABULARY.keys()
