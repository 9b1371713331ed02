"""The closed set of criterion kinds: what each may carry in the rulebook, and which facts and items it names.

To add a kind: add its reader here and its judgement in `criteria`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from models.errors import InputError
from models.rules.schema import Criterion, Item, ItemType
from models.rules.source import Table
from models.vocabulary import PROGRAMME_NAMES, FactKey, FactType, described, fact_key, shown

COMPARISONS: Mapping[str, str] = MappingProxyType({">=": "不少于", "<=": "不多于"})
COMPOSITES = frozenset({"all", "any", "not", "at_least", "each", "count_where", "status"})
OVER_ROWS = frozenset({"each", "count_where"})
PERIODS: Mapping[str, str] = MappingProxyType({"calendar_year": "申请日所在自然年", "lifetime": "累计"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a kind's reader sees: its table, the values, a list's facts inside a list, the criteria for an amount."""

    table: Table
    items: Mapping[str, Item]
    columns: Mapping[str, FactKey] = field(default_factory=lambda: MappingProxyType({}))
    criteria: tuple[Criterion, ...] = ()

    def fact(self, key: str, *types: FactType | ItemType | str) -> str:
        """A fact key of one of the types."""
        name = self.table.text(key)
        if self._key(key, name).type not in types:
            self.table.fail(f"“{name}”的类型不对，这里不能用", key)
        return name

    def item(self, key: str, *types: FactType | ItemType | str) -> str:
        """The name of a value of one of the types."""
        return self._item(key, self.table.text(key), types)

    def items_of(self, key: str, *types: FactType | ItemType | str) -> tuple[str, ...]:
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

    def criterion(self, key: str, kind: str, what: str) -> str:
        """The id of a criterion of a kind."""
        name = self.table.text(key)
        if not any(each.id == name and each.kind == kind for each in self.criteria):
            self.table.fail(f"没有“{shown(name)}”这一{what}的条件", key)
        return name

    def criterion_named(self, name: str) -> Criterion:
        """The criterion itself."""
        return next(each for each in self.criteria if each.id == name)

    def _key(self, key: str, name: str) -> FactKey:
        try:
            return self.columns.get(name) or fact_key(name)
        except InputError as problem:
            self.table.fail(problem.message, key)

    def _item(self, key: str, name: str, types: tuple[FactType | ItemType | str, ...]) -> str:
        item = self.items.get(name)
        if item is None:
            self.table.fail(f"没有“{name}”这一数值（values）", key)
        if item.type not in types:
            self.table.fail(f"数值“{name}”的类型不对，这里不能用", key)
        return name


class ParamType(StrEnum):
    """What a key of a criterion names."""

    FACT = "fact"
    ITEM = "item"  # a value of the file
    ITEMS = "items"
    CHOICES = "choices"  # some of the values of a choice fact
    ONE = "one"  # one of a few words
    PROGRAMMES = "programmes"
    FLAG = "flag"
    SET = "set"  # a status such as 就业困难人员
    CRITERION = "criterion"  # a criterion of the file, for an amount


@dataclass(frozen=True, slots=True)
class Param:
    """One key of a kind. `types`: the types of fact or value, or the kinds of criterion, it takes.

    `of` names the key of the fact that a limit measures or that choices belong to. `options` are the words of ONE in
    Chinese. `default`: what a key left out means, where it may be left out.
    """

    key: str
    type: ParamType
    label: str
    types: tuple[FactType | ItemType | str, ...] = ()
    of: str = ""
    options: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    required: bool = True
    default: Any = None


Check = Callable[[Reading, dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of criterion: its name in Chinese, its keys in order, and what must hold of them together."""

    label: str
    params: tuple[Param, ...] = ()
    check: Check | None = None

    def read(self, reading: Reading) -> dict[str, Any]:
        """The keys of a criterion's table. Raises RulebookError naming the key."""
        found: dict[str, Any] = {}
        for param in self.params:
            left_out = not param.required and not reading.table.has(param.key)
            found[param.key] = param.default if left_out else _READERS[param.type](reading, param, found)
        if self.check is not None:
            self.check(reading, found)
        return found


def limits_of(fact: str) -> tuple[ItemType, ...]:
    """The types of value that can bound a fact."""
    is_date = described(fact).type is FactType.DATE
    return (ItemType.DATE,) if is_date else (ItemType.MONTHS, ItemType.COUNT, ItemType.YEARS)


def _read_item(reading: Reading, param: Param, found: Mapping[str, Any]) -> str:
    return reading.item(param.key, *(limits_of(found[param.of]) if param.of else param.types))


def _read_choices(reading: Reading, param: Param, found: Mapping[str, Any]) -> tuple[str, ...]:
    if param.required and not reading.table.has(param.key):
        reading.table.fail(f"缺少“{param.key}”（可接受的取值）", param.key)
    return reading.choices(param.key, found[param.of])


_READERS: Mapping[ParamType, Callable[[Reading, Param, Mapping[str, Any]], Any]] = {
    ParamType.FACT: lambda reading, param, _found: reading.fact(param.key, *param.types),
    ParamType.ITEM: _read_item,
    ParamType.ITEMS: lambda reading, param, _found: reading.items_of(param.key, *param.types),
    ParamType.CHOICES: _read_choices,
    ParamType.ONE: lambda reading, param, _found: reading.one(param.key, tuple(param.options)),
    ParamType.PROGRAMMES: lambda reading, param, _found: reading.programmes(param.key),
    ParamType.FLAG: lambda reading, param, _found: bool(reading.table.take(param.key, bool, "true或false")),
    ParamType.CRITERION: lambda reading, param, _found: reading.criterion(param.key, str(param.types[0]), param.label),
    ParamType.SET: lambda reading, param, _found: reading.table.text(param.key),
}


def _apart(reading: Reading, found: Mapping[str, Any]) -> None:
    if set(found["choices"]) & set(found["proves_nothing"]):
        reading.table.fail("“choices”与“proves_nothing”不能有相同的取值", "proves_nothing")


def _matched_by_something(reading: Reading, found: Mapping[str, Any]) -> None:
    if not (found["occupation"] or found["level"] or found["number"]):
        reading.table.fail("须写明按什么对照享受记录（occupation、level或number）")


def _alternative_whole(reading: Reading, found: Mapping[str, Any]) -> None:
    if (found["alternative_fact"] is None) != (found["alternative_value"] is None):
        reading.table.fail("“alternative_fact”与“alternative_value”须同时写出")


def _fact(key: str, label: str, *types: FactType, required: bool = True) -> Param:
    return Param(key, ParamType.FACT, label, types, required=required)


def _item(key: str, label: str, *types: ItemType, required: bool = True) -> Param:
    return Param(key, ParamType.ITEM, label, types, required=required)


def _one(key: str, label: str, options: Mapping[str, str], default: str | None = None) -> Param:
    return Param(key, ParamType.ONE, label, options=options, required=default is None, default=default)


_OP = _one("op", "怎么比", COMPARISONS)
_LIMIT = Param("value", ParamType.ITEM, "标准", of="fact")
_JUDGED_BY = _fact("judged_by", "按哪一天判断（不填按申请日）", FactType.DATE, required=False)
_PROGRAMMES = Param("programmes", ParamType.PROGRAMMES, "哪些补贴")
_ROWS = _fact("list", "哪份名单", FactType.LIST)
_MONTHS = _item("value", "几个月", ItemType.MONTHS)

KINDS: Mapping[str, Kind] = {
    "compare": Kind("不少于或不多于标准", (_fact("fact", "比什么", FactType.INTEGER, FactType.DATE), _OP, _LIMIT)),
    "one_of": Kind(
        "是其中之一",
        (
            _fact("fact", "看什么", FactType.CHOICE),
            Param("choices", ParamType.CHOICES, "可接受的", of="fact"),
            Param("proves_nothing", ParamType.CHOICES, "不能证明什么的", of="fact", required=False, default=()),
        ),
        _apart,
    ),
    "yes_no": Kind(
        "是或者否", (_fact("fact", "看什么", FactType.YES_NO), Param("expected", ParamType.FLAG, "要求为“是”"))
    ),
    "all": Kind("同时满足以下各项"),
    "any": Kind("满足以下其一"),
    "any_listed": Kind("名单所列身份之一", (_item("value", "哪些身份", ItemType.FACT_LIST),)),
    "date_within": Kind(
        "在几个月内申请",
        (
            _fact("fact", "从哪一天起", FactType.DATE),
            _MONTHS,
            _item("rest_day", "最后一日为休息日是否顺延", ItemType.YES_NO),
        ),
    ),
    "level_table": Kind(
        "等级有补贴标准",
        (
            _fact("level", "哪个等级", FactType.INTEGER),
            _fact("judged_by", "标准有核发日期限制时按哪一天", FactType.DATE),
            Param("tables", ParamType.ITEMS, "哪些标准", (ItemType.LEVEL_FEN,)),
        ),
    ),
    "no_award": Kind(
        "没有享受过同样的",
        (
            _PROGRAMMES,
            _fact("occupation", "按职业对照", FactType.TEXT, required=False),
            _fact("level", "按等级对照", FactType.INTEGER, required=False),
            _fact("number", "按编号对照", FactType.TEXT, required=False),
            _one("level_rule", "等级怎么对照", {"same": "相同", "higher": "更高"}, "same"),
        ),
        _matched_by_something,
    ),
    "award_count": Kind(
        "享受次数不超过",
        (
            _PROGRAMMES,
            _one("period", "多长时间内", PERIODS),
            _item("value", "最多几次（连同本次）", ItemType.COUNT),
            _fact("alternative_fact", "哪种情形另有次数", FactType.YES_NO, required=False),
            _item("alternative_value", "那种情形最多几次", ItemType.COUNT, required=False),
        ),
        _alternative_whole,
    ),
    "share": Kind(
        "占到百分之几",
        (
            _fact("fact", "哪一部分", FactType.INTEGER),
            _fact("of", "占什么的", FactType.INTEGER),
            _item("value", "最少百分之几", ItemType.PERCENT),
        ),
    ),
    "between": Kind(
        "在两个标准之间",
        (
            _fact("fact", "比什么", FactType.INTEGER, FactType.DATE),
            _LIMIT,
            Param("value_to", ParamType.ITEM, "至", of="fact"),
        ),
    ),
    "not": Kind("不是以下情形"),
    "at_least": Kind("以下至少满足几项", (_item("value", "至少几项", ItemType.COUNT),)),
    "each": Kind("名单上每一名都须", (_ROWS,)),
    "count_where": Kind("名单上符合的不少于", (_ROWS, _item("value", "不少于几名", ItemType.COUNT))),
    "status": Kind(
        "具有某种身份",
        (Param("set", ParamType.SET, "哪种身份"), _fact("recognised", "已认定的凭据", FactType.YES_NO)),
    ),
    "judgement": Kind("由人认定", (_fact("fact", "认定什么", FactType.YES_NO),)),
    "age": Kind(
        "年龄",
        (
            _fact("fact", "出生日期", FactType.DATE),
            _OP,
            _item("value", "几周岁", ItemType.YEARS),
            _JUDGED_BY,
        ),
    ),
    "before_retirement": Kind(
        "未到法定退休年龄",
        (
            _fact("fact", "出生日期", FactType.DATE),
            _fact("sex", "性别", FactType.CHOICE),
            _fact("worker_kind", "岗位类别", FactType.CHOICE),
            _item("value", "退休年龄表", ItemType.RETIREMENT_AGES),
            _JUDGED_BY,
        ),
    ),
    "months_between": Kind(
        "两个日期相隔不超过几个月",
        (_fact("fact", "从哪一天起", FactType.DATE), _fact("until", "到哪一天", FactType.DATE), _MONTHS),
    ),
    "not_together": Kind("不与其他补贴重复", (_PROGRAMMES, _one("period", "多长时间内", PERIODS, "lifetime"))),
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
