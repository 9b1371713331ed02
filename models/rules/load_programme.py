"""Read one programme from its parsed tables: a shipped file, or a version that the bureau entered whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from models.errors import InputError
from models.rules.amount_kinds import AMOUNT_KINDS
from models.rules.kinds import Reading, facts_named
from models.rules.load_checks import check_whole, walk
from models.rules.load_parts import (
    Ground,
    StatusSet,
    clause_named,
    read_clause,
    read_criterion,
    read_value_item,
    read_versions,
)
from models.rules.schema import (
    VERSION_BY,
    AmountRule,
    Criterion,
    DecideWithin,
    Item,
    Programme,
    SourcedClause,
    WarningRule,
)
from models.rules.source import Source, Table, plain
from models.rules.version_choice import check_choice, read_asked_dates, read_choice
from models.version_dates import APPLICATION
from models.vocabulary import PROGRAMME_NAMES, VOCABULARY, FactType, shown

_ACTS = ("decision", "referral")
_APPLICANTS = ("person", "enterprise")
_TABLES = frozenset({"programme", "clauses", "versions", "values", "criteria", "amount", "warnings"})


def read_programme(source: Source, sets: Mapping[str, StatusSet]) -> Programme:
    """A programme of one file. Raises RulebookError for the first thing that cannot be."""
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
    choice = read_choice(head, versions, clauses)
    if VERSION_BY in items or any(criterion.id == VERSION_BY for criterion in walk(criteria)):
        head.fail(f"“{VERSION_BY}”这一名称留给选定版本的日期，数值和条件请换一个名称", "version_by")
    items[VERSION_BY] = choice
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
        facts=frozenset(facts_asked(criteria, amount, warnings, items)),
        version_by=choice.rows[0].value,
        asked_dates=read_asked_dates(head),
        decide_within=_decide_within(head, clauses),
        file=source.file,
        content=plain(source.data) | ({"sets": [sets[name].content for name in used]} if used else {}),
    )
    head.finish()
    check_whole(programme, source)
    return _with_version_date(programme, head)


def _with_version_date(programme: Programme, head: Table) -> Programme:
    """With the date that selects the version among its facts, so that receipts keep it."""
    by = programme.version_by
    try:
        check_choice(programme, by)
    except InputError as problem:
        head.fail(problem.message, "version_by")
    return programme if by == APPLICATION else replace(programme, facts=programme.facts | {by})


def _identity(head: Table) -> dict[str, Any]:
    programme = head.text("id")
    if programme not in PROGRAMME_NAMES:
        head.fail(f"没有“{shown(programme)}”这一补贴项目", "id")
    choices = {"act": _ACTS}
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
    reading = Reading(table, items, criteria=tuple(walk(criteria)))
    kind = reading.one("kind", tuple(AMOUNT_KINDS))
    params = AMOUNT_KINDS[kind].read(reading)
    rule = AmountRule(kind, table.text("label"), MappingProxyType(params), table.line)
    table.finish()
    return rule


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


def facts_asked(
    criteria: tuple[Criterion, ...],
    amount: AmountRule | None,
    warnings: tuple[WarningRule, ...],
    items: Mapping[str, Item],
) -> set[str]:
    """The facts that conditions, amount and warnings name."""
    facts = {rule.fact for rule in warnings}
    for criterion in walk(criteria):
        facts |= facts_named(criterion.params, items)
    facts |= facts_named(amount.params, items) if amount else set()
    return facts & VOCABULARY.keys()
