"""A rulebook in words, so that a policy officer can check the encoding without reading TOML.

The words are made from the same data that decides; nothing is written twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Protocol

from models.rules import sentences as say
from models.rules.schema import ITEM_UNITS, AmountRule, Criterion, Item, ItemType
from models.version_dates import date_name
from models.vocabulary import LEVEL_NAMES, FactType, described


class Named(Protocol):
    """Whatever values are named in: a programme, or a version while it is typed."""

    @property
    def items(self) -> Mapping[str, Item]:
        """The values by name."""
        ...


EMPTY = "（空，待录入）"


def value_words(kind: ItemType, value: Any) -> str:
    """A value as a reader sees it: 12个月, 五级/初级工1000元; an empty one says so."""
    if value is None:
        return EMPTY
    words = _VALUES.get(kind)
    return f"{value}{ITEM_UNITS.get(kind, '')}" if words is None else words(value)


_VALUES: Mapping[ItemType, Callable[[Any], str]] = MappingProxyType(
    {
        ItemType.CONDITION: lambda applies: "适用" if applies else "不适用",
        ItemType.YES_NO: lambda yes: "是" if yes else "否",
        ItemType.DATE: say.day,
        ItemType.FEN: say.yuan,
        ItemType.FEN_OR_NO_LIMIT: lambda fen: "不设上限" if fen is False else say.yuan(fen),
        ItemType.LEVEL_FEN: lambda table: "；".join(
            f"{LEVEL_NAMES[level]}{say.yuan(fen)}" for level, fen in table.items()
        ),
        ItemType.FACT_LIST: lambda names: say.any_of([described(name).label for name in names]),
        ItemType.RETIREMENT_AGES: say.retirement_ages,
        ItemType.PAPERS: "；".join,
        ItemType.VERSION_BY: date_name,
    }
)


def requirement(criterion: Criterion, rules: Named) -> str:
    """What a criterion asks, in one phrase; limits by the name under which the table of values lists them."""
    return _REQUIREMENTS[criterion.kind](criterion, rules)


def amount_words(rule: AmountRule, rules: Named) -> str:
    """How the amount is computed."""
    return _AMOUNTS[rule.kind](rule, rules)


def _named(rules: Named, name: Any) -> str:
    item = rules.items.get(str(name))
    return "" if item is None else f"［{item.label}］"


def _each_named(rules: Named, names: Sequence[str]) -> str:
    return "、".join(_named(rules, name) for name in names)


def _label(criterion: Criterion, param: str = "fact") -> str:
    return f"“{described(criterion.params[param]).label}”"


def _judged_on(criterion: Criterion) -> str:
    name = criterion.params.get("judged_by")
    return f"（按“{described(name).label}”判断）" if name else "（按申请日判断）"


def _yes_no(criterion: Criterion, _rules: Named) -> str:
    return f"{_label(criterion)}为“{'是' if criterion.params['expected'] else '否'}”"


def _one_of(criterion: Criterion, _rules: Named) -> str:
    choices = described(criterion.params["fact"]).choices
    accepted = [choices[name] for name in criterion.params["choices"]]
    told = f"{_label(criterion)}为{say.any_of(accepted)}{'之一' if len(accepted) > 1 else ''}"
    nothing = [choices[name] for name in criterion.params["proves_nothing"]]
    return f"{told}；{say.any_of(nothing)}不能证明什么" if nothing else told


def _compare(criterion: Criterion, rules: Named) -> str:
    at_least, dated = criterion.params["op"] == ">=", described(criterion.params["fact"]).type is FactType.DATE
    bound = ("不早于" if dated else "不少于") if at_least else ("不晚于" if dated else "不多于")
    return f"{_label(criterion)}{bound}{_named(rules, criterion.params['value'])}"


def _between(criterion: Criterion, rules: Named) -> str:
    low, high = _named(rules, criterion.params["value"]), _named(rules, criterion.params["value_to"])
    return f"{_label(criterion)}在{low}至{high}之间，含两端"


def _any_listed(criterion: Criterion, rules: Named) -> str:
    return f"{_named(rules, criterion.params['value'])}所列各项中有一项为“是”"


def _date_within(criterion: Criterion, rules: Named) -> str:
    months, rest_day = _named(rules, criterion.params["value"]), _named(rules, criterion.params["rest_day"])
    return f"申请日在{_label(criterion)}起{months}内：按对应日计算，没有对应日的为月末；{rest_day}"


def _months_between(criterion: Criterion, rules: Named) -> str:
    months = _named(rules, criterion.params["value"])
    return f"{_label(criterion, 'until')}不早于{_label(criterion)}，且在其后{months}内"


def _level_table(criterion: Criterion, rules: Named) -> str:
    tables = _each_named(rules, criterion.params["tables"])
    return f"{_label(criterion, 'level')}在{tables}中有金额；有核发日期限制的按{_label(criterion, 'judged_by')}"


def _no_award(criterion: Criterion, _rules: Named) -> str:
    facts = [criterion.params[name] for name in ("occupation", "level", "number") if criterion.params[name]]
    how = "，等级更高的算" if criterion.params["level_rule"] == "higher" else ""
    told = say.any_of([described(fact).label for fact in facts])
    return f"没有享受过{say.programmes(criterion.params['programmes'])}，按{told}对照{how}；须核对市级记录"


def _award_count(criterion: Criterion, rules: Named) -> str:
    period = "累计" if criterion.params["period"] == "lifetime" else "申请日所在自然年内"
    limit = _named(rules, criterion.params["value"])
    told = f"{period}享受{say.programmes(criterion.params['programmes'])}连同本次不超过{limit}"
    if criterion.params["alternative_fact"]:
        larger = _named(rules, criterion.params["alternative_value"])
        told += f"；{_label(criterion, 'alternative_fact')}为“是”的不超过{larger}"
    return f"{told}；须核对市级记录"


def _not_together(criterion: Criterion, _rules: Named) -> str:
    when = "从未" if criterion.params["period"] == "lifetime" else "申请日所在自然年内没有"
    return f"{when}享受{say.programmes(criterion.params['programmes'])}；须核对市级记录"


def _share(criterion: Criterion, rules: Named) -> str:
    return f"{_label(criterion)}不少于{_label(criterion, 'of')}的{_named(rules, criterion.params['value'])}"


def _age(criterion: Criterion, rules: Named) -> str:
    bound = "满" if criterion.params["op"] == ">=" else "不超过"
    return f"年龄{bound}{_named(rules, criterion.params['value'])}{_judged_on(criterion)}"


def _before_retirement(criterion: Criterion, rules: Named) -> str:
    return f"未达到{_named(rules, criterion.params['value'])}，按性别和岗位类别{_judged_on(criterion)}"


def _of_parts(words: str) -> Callable[[Criterion, Named], str]:
    return lambda _criterion, _rules: words


_REQUIREMENTS: Mapping[str, Callable[[Criterion, Named], str]] = MappingProxyType(
    {
        "yes_no": _yes_no,
        "one_of": _one_of,
        "compare": _compare,
        "between": _between,
        "any_listed": _any_listed,
        "date_within": _date_within,
        "months_between": _months_between,
        "level_table": _level_table,
        "no_award": _no_award,
        "award_count": _award_count,
        "not_together": _not_together,
        "share": _share,
        "age": _age,
        "before_retirement": _before_retirement,
        "all": _of_parts("以下各项须同时满足"),
        "any": _of_parts("以下各项满足其一"),
        "not": _of_parts("不是以下情形"),
        "status": _of_parts("已经认定，或者符合全部认定条件"),
        "at_least": lambda each, rules: f"以下各项至少满足{_named(rules, each.params['value'])}",
        "each": lambda each, _rules: f"{_label(each, 'list')}上的每一名均须同时满足以下各项",
        "count_where": lambda each, rules: (
            f"{_label(each, 'list')}上同时满足以下各项的不少于{_named(rules, each.params['value'])}"
        ),
        "judgement": lambda each, _rules: f"由经办人认定{_label(each)}，程序不代为判断",
    }
)
_AMOUNTS: Mapping[str, Callable[[AmountRule, Named], str]] = MappingProxyType(
    {
        "level_table": lambda rule, rules: "按等级查" + _each_named(rules, rule.params["tables"]),
        "daily": lambda rule, rules: (
            f"“{described(rule.params['days']).label}”乘{_named(rules, rule.params['rate'])}，"
            f"不超过{_named(rules, rule.params['cap'])}"
        ),
        "fixed": lambda rule, rules: f"每次{_named(rules, rule.params['rate'])}",
        "counted": lambda rule, rules: (
            f"符合条件的人数乘{_named(rules, rule.params['rate'])}；"
            f"没有这类人员的，名单人数乘{_named(rules, rule.params['other_rate'])}"
        ),
        "listed": lambda rule, rules: f"名单人数乘{_named(rules, rule.params['rate'])}",
    }
)
