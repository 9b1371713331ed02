"""The closed set of ways in which an amount is computed: what each carries in the rulebook.

To add a way: add it here, its steps in `amounts` and its words in `wording`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.fact_key import FactType
from models.rules.kinds import Kind, Param, ParamType, Reading
from models.rules.schema import ItemType


def _named(kind: str, what: str) -> Param:
    return Param("criterion", ParamType.CRITERION, what, types=(kind,))


def _take_params(reading: Reading, found: dict[str, Any]) -> None:
    """By level: the keys of the criterion it names."""
    found.update(reading.criterion_named(found["criterion"]).params)


def _take_list(reading: Reading, found: dict[str, Any]) -> None:
    """So much for each row that the criterion counts; for the others their own rate."""
    found["list"] = reading.criterion_named(found["criterion"]).params["list"]


def _rate(key: str, label: str) -> Param:
    return Param(key, ParamType.ITEM, label, (ItemType.FEN,))


AMOUNT_KINDS: Mapping[str, Kind] = {
    "level_table": Kind("按等级查标准", (_named("level_table", "按等级查表"),), _take_params),
    "daily": Kind(
        "按天数计算",
        (
            Param("days", ParamType.FACT, "天数", (FactType.INTEGER,)),
            _rate("rate", "每天多少"),
            Param("cap", ParamType.ITEM, "上限", (ItemType.FEN_OR_NO_LIMIT,)),
        ),
    ),
    "fixed": Kind("每次一个数", (_rate("rate", "每次多少"),)),
    "counted": Kind(
        "按符合条件的人数",
        (
            _named("count_where", "按名单计数"),
            _rate("rate", "每名多少"),
            _rate("other_rate", "没有这类人员时每名多少"),
        ),
        _take_list,
    ),
    "listed": Kind(
        "按名单人数",
        (Param("list", ParamType.FACT, "哪份名单", (FactType.LIST,)), _rate("rate", "每名多少")),
    ),
}
