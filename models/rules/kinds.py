"""The closed set of criterion kinds: what each may carry in the rulebook, and which facts and items it names.

To add a kind: add its reader here and its judgement in `criteria`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from models.errors import InputError
from models.rules.schema import Item, ItemType
from models.rules.source import Table
from models.vocabulary import PROGRAMME_NAMES, FactKey, FactType, described, fact_key

COMPARISONS = (">=", "<=")
COMPOSITES = frozenset({"all", "any", "not", "at_least", "each", "count_where", "status"})
OVER_ROWS = frozenset({"each", "count_where"})
LEVEL_RULES = ("same", "higher")
PERIODS = ("calendar_year", "lifetime")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a kind's reader sees: the criterion's table, the programme's values, inside a list the facts of its rows."""

    table: Table
    items: Mapping[str, Item]
    columns: Mapping[str, FactKey] = field(default_factory=lambda: MappingProxyType({}))

    def fact(self, key: str, *types: FactType) -> str:
        """A fact key of one of the types."""
        name = self.table.text(key)
        if self._key(key, name).type not in types:
            self.table.fail(f"“{name}”的类型不对，这里不能用", key)
        return name

    def fact_or_none(self, key: str, *types: FactType) -> str | None:
        return self.fact(key, *types) if self.table.has(key) else None

    def item(self, key: str, *types: ItemType) -> str:
        """The name of a value of one of the types."""
        return self._item(key, self.table.text(key), types)

    def item_or_none(self, key: str, *types: ItemType) -> str | None:
        return self.item(key, *types) if self.table.has(key) else None

    def items_of(self, key: str, *types: ItemType) -> tuple[str, ...]:
        return tuple(self._item(key, name, types) for name in self.table.texts(key))

    def choices(self, key: str, fact: str) -> tuple[str, ...]:
        """Values of a choice fact; empty where left out."""
        if not self.table.has(key):
            return ()
        names = self.table.texts(key)
        for name in names:
            if name not in described(fact).choices:
                self.table.fail(f"“{name}”不是{fact}的取值", key)
        return names

    def one(self, key: str, allowed: tuple[str, ...]) -> str:
        value = self.table.text(key)
        if value not in allowed:
            self.table.fail(f"“{key}”只能是{'、'.join(allowed)}", key)
        return value

    def programmes(self, key: str) -> tuple[str, ...]:
        names = self.table.texts(key)
        for name in names:
            if name not in PROGRAMME_NAMES:
                self.table.fail(f"没有“{name}”这一补贴项目", key)
        return names

    def _key(self, key: str, name: str) -> FactKey:
        try:
            return self.columns.get(name) or fact_key(name)
        except InputError as problem:
            self.table.fail(problem.message, key)

    def _item(self, key: str, name: str, types: tuple[ItemType, ...]) -> str:
        item = self.items.get(name)
        if item is None:
            self.table.fail(f"没有“{name}”这一数值（values）", key)
        if item.type not in types:
            self.table.fail(f"数值“{name}”的类型不对，这里不能用", key)
        return name


def _compare(reading: Reading) -> dict[str, Any]:
    fact = reading.fact("fact", FactType.INTEGER, FactType.DATE)
    return {
        "fact": fact,
        "op": reading.one("op", COMPARISONS),
        "value": reading.item("value", *_limits_of(fact)),
    }


def _limits_of(fact: str) -> tuple[ItemType, ...]:
    is_date = described(fact).type is FactType.DATE
    return (ItemType.DATE,) if is_date else (ItemType.MONTHS, ItemType.COUNT, ItemType.YEARS)


def _between(reading: Reading) -> dict[str, Any]:
    fact = reading.fact("fact", FactType.INTEGER, FactType.DATE)
    limits = _limits_of(fact)
    return {"fact": fact, "value": reading.item("value", *limits), "value_to": reading.item("value_to", *limits)}


def _one_of(reading: Reading) -> dict[str, Any]:
    fact = reading.fact("fact", FactType.CHOICE)
    choices = reading.choices("choices", fact)
    if not choices:
        reading.table.fail("缺少“choices”（可接受的取值）")
    nothing = reading.choices("proves_nothing", fact)
    if set(choices) & set(nothing):
        reading.table.fail("“choices”与“proves_nothing”不能有相同的取值", "proves_nothing")
    return {"fact": fact, "choices": choices, "proves_nothing": nothing}


def _yes_no(reading: Reading) -> dict[str, Any]:
    fact = reading.fact("fact", FactType.YES_NO)
    return {"fact": fact, "expected": bool(reading.table.take("expected", bool, "true或false"))}


def _composite(_reading: Reading) -> dict[str, Any]:
    return {}


def _at_least(reading: Reading) -> dict[str, Any]:
    return {"value": reading.item("value", ItemType.COUNT)}


def _each(reading: Reading) -> dict[str, Any]:
    return {"list": reading.fact("list", FactType.LIST)}


def _count_where(reading: Reading) -> dict[str, Any]:
    return {"list": reading.fact("list", FactType.LIST), "value": reading.item("value", ItemType.COUNT)}


def _status(reading: Reading) -> dict[str, Any]:
    return {"set": reading.table.text("set"), "recognised": reading.fact("recognised", FactType.YES_NO)}


def _judgement(reading: Reading) -> dict[str, Any]:
    return {"fact": reading.fact("fact", FactType.YES_NO)}


def _age(reading: Reading) -> dict[str, Any]:
    return {
        "fact": reading.fact("fact", FactType.DATE),
        "op": reading.one("op", COMPARISONS),
        "value": reading.item("value", ItemType.YEARS),
        "judged_by": reading.fact_or_none("judged_by", FactType.DATE),
    }


def _before_retirement(reading: Reading) -> dict[str, Any]:
    return {
        "fact": reading.fact("fact", FactType.DATE),
        "sex": reading.fact("sex", FactType.CHOICE),
        "worker_kind": reading.fact("worker_kind", FactType.CHOICE),
        "value": reading.item("value", ItemType.RETIREMENT_AGES),
        "judged_by": reading.fact_or_none("judged_by", FactType.DATE),
    }


def _months_between(reading: Reading) -> dict[str, Any]:
    return {
        "fact": reading.fact("fact", FactType.DATE),
        "until": reading.fact("until", FactType.DATE),
        "value": reading.item("value", ItemType.MONTHS),
    }


def _not_together(reading: Reading) -> dict[str, Any]:
    period = reading.one("period", PERIODS) if reading.table.has("period") else "lifetime"
    return {"programmes": reading.programmes("programmes"), "period": period}


def _any_listed(reading: Reading) -> dict[str, Any]:
    return {"value": reading.item("value", ItemType.FACT_LIST)}


def _date_within(reading: Reading) -> dict[str, Any]:
    return {
        "fact": reading.fact("fact", FactType.DATE),
        "value": reading.item("value", ItemType.MONTHS),
        "rest_day": reading.item("rest_day", ItemType.YES_NO),
    }


def _level_table(reading: Reading) -> dict[str, Any]:
    return {
        "level": reading.fact("level", FactType.INTEGER),
        "judged_by": reading.fact("judged_by", FactType.DATE),
        "tables": reading.items_of("tables", ItemType.LEVEL_FEN),
    }


def _no_award(reading: Reading) -> dict[str, Any]:
    params = {
        "programmes": reading.programmes("programmes"),
        "occupation": reading.fact_or_none("occupation", FactType.TEXT),
        "level": reading.fact_or_none("level", FactType.INTEGER),
        "number": reading.fact_or_none("number", FactType.TEXT),
        "level_rule": reading.one("level_rule", LEVEL_RULES) if reading.table.has("level_rule") else "same",
    }
    if not (params["occupation"] or params["level"] or params["number"]):
        reading.table.fail("须写明按什么对照享受记录（occupation、level或number）")
    return params


def _award_count(reading: Reading) -> dict[str, Any]:
    params = {
        "programmes": reading.programmes("programmes"),
        "period": reading.one("period", PERIODS),
        "value": reading.item("value", ItemType.COUNT),
        "alternative_fact": reading.fact_or_none("alternative_fact", FactType.YES_NO),
        "alternative_value": reading.item_or_none("alternative_value", ItemType.COUNT),
    }
    if (params["alternative_fact"] is None) != (params["alternative_value"] is None):
        reading.table.fail("“alternative_fact”与“alternative_value”须同时写出")
    return params


def _share(reading: Reading) -> dict[str, Any]:
    return {
        "fact": reading.fact("fact", FactType.INTEGER),
        "of": reading.fact("of", FactType.INTEGER),
        "value": reading.item("value", ItemType.PERCENT),
    }


KINDS: Mapping[str, Callable[[Reading], dict[str, Any]]] = {
    "compare": _compare,
    "one_of": _one_of,
    "yes_no": _yes_no,
    "all": _composite,
    "any": _composite,
    "any_listed": _any_listed,
    "date_within": _date_within,
    "level_table": _level_table,
    "no_award": _no_award,
    "award_count": _award_count,
    "share": _share,
    "between": _between,
    "not": _composite,
    "at_least": _at_least,
    "each": _each,
    "count_where": _count_where,
    "status": _status,
    "judgement": _judgement,
    "age": _age,
    "before_retirement": _before_retirement,
    "months_between": _months_between,
    "not_together": _not_together,
}

_FACT_PARAMS = (
    *("fact", "of", "level", "judged_by", "occupation", "number", "alternative_fact", "days"),
    *("list", "sex", "worker_kind", "until"),
)
_ITEM_PARAMS = ("value", "value_to", "rest_day", "alternative_value", "rate", "other_rate", "cap")


def facts_named(params: Mapping[str, Any], items: Mapping[str, Item]) -> set[str]:
    """The facts a criterion or amount names, also those listed in its values."""
    facts = {params[name] for name in _FACT_PARAMS if params.get(name)}
    for item in items_named(params):
        if items[item].type is ItemType.FACT_LIST:
            facts.update(name for row in items[item].rows for name in row.value or ())
    return facts


def items_named(params: Mapping[str, Any]) -> set[str]:
    """The values a criterion or amount names."""
    return {params[name] for name in _ITEM_PARAMS if params.get(name)} | set(params.get("tables", ()))
