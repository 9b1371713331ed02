"""What may stand in an item of each type: the same check for the shipped files and for the bureau's entries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NoReturn

from models.errors import InputError
from models.rules.schema import ItemType, RetirementAges
from models.typed_text import has_hidden
from models.version_dates import VERSION_DATES
from models.vocabulary import LEVEL_NAMES, VOCABULARY, FactType, shown

MAX_MONTHS = 720
MAX_COUNT = 1000
MAX_PAPER, MAX_PAPERS = 60, 30
MAX_FEN = 100_000_000  # one million yuan: beyond it a typing error is certain


def read_item_value(kind: ItemType, value: Any) -> Any:
    """The value as the rulebook keeps it: whole numbers, dates, {level: fen}, tuples of fact keys.

    Raises InputError saying what would be right; the caller adds the place.
    """
    return _READERS[kind](value)


def item_value_to_json(value: Any) -> Any:
    """A kept value as JSON."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(level): fen for level, fen in value.items()}
    if isinstance(value, RetirementAges):
        groups = {name: list(ages) for name, ages in value.groups.items()}
        return {"since": value.since.isoformat(), **groups}
    return list(value) if isinstance(value, tuple) else value


def _whole(minimum: int, maximum: int, what: str) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            _refuse(f"应是整数（{what}），不带小数点和引号")
        if not minimum <= value <= maximum:
            _refuse(f"{what}应在{minimum}至{maximum}之间")
        return value

    return read


def _day(value: Any) -> date:
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        _refuse("应是存在的日期，写作2023-01-01")


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        _refuse("只能是true或false")
    return value


def _fen_or_no_limit(value: Any) -> int | bool:
    if value is False:
        return False
    return _FEN(value)


def _level_fen(value: Any) -> Mapping[int, int]:
    if not isinstance(value, Mapping) or not value:
        _refuse('应是等级到金额（分）的表，如{"5": 100000}')
    table: dict[int, int] = {}
    for level, fen in value.items():
        number = int(level) if str(level) in map(str, LEVEL_NAMES) else None
        if number is None or number in table:
            _refuse(f"没有“{shown(level)}”这一等级，或等级重复")
        table[number] = _FEN(fen)
    return MappingProxyType(table)


def _fact_list(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not value:
        _refuse("应是事实项名称的数组")
    for name in value:
        key = VOCABULARY.get(name) if isinstance(name, str) else None
        if key is None or key.type is not FactType.YES_NO:
            _refuse(f"“{shown(name)}”不是是否类的事实项")
    if len(set(value)) != len(value):
        _refuse("事实项不能重复")
    return tuple(value)


def _papers(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not value:
        _refuse("应是材料名称的数组")
    names = [name.strip() if isinstance(name, str) else "" for name in value]
    for place, name in enumerate(names, 1):
        if len(name) > MAX_PAPER:
            _refuse(f"第{place}份材料的名称有{len(name)}字，不能超过{MAX_PAPER}字；请一份写一行，只写名称")
        if not name or has_hidden(name):
            _refuse(f"第{place}份材料的名称是空的，或者含有看不见的字符；请重新键入")
        if name in names[: place - 1]:
            _refuse(f"第{place}份材料“{shown(name)}”前面已经写过；请删去一份")
    if len(names) > MAX_PAPERS:
        _refuse(f"材料有{len(names)}份，不能超过{MAX_PAPERS}份；请核对文件")
    return tuple(names)


def _version_date(value: Any) -> str:
    if not isinstance(value, str) or value not in VERSION_DATES:
        told = "、".join(f"{by}（{name}）" for by, name in VERSION_DATES.items())
        _refuse(f"“{shown(value)}”不能选定规则版本，只能是{told}")
    return value


def _retirement_ages(value: Any) -> RetirementAges:
    """`since` is the first day of a month; each group [first age, last age, step in months]."""
    if not isinstance(value, Mapping) or set(value) != {"since", *RETIREMENT_GROUPS}:
        _refuse(f"应写明since（起始月的1日）和{'、'.join(RETIREMENT_GROUPS)}")
    since = _day(value["since"])
    if since.day != 1:
        _refuse("since应是某个月的1日")
    groups = {name: _ages(value[name]) for name in RETIREMENT_GROUPS}
    return RetirementAges(since, MappingProxyType(groups))


def _ages(value: Any) -> tuple[int, int, int]:
    if not isinstance(value, list | tuple) or len(value) != 3:
        _refuse("每一类应写作[原年龄, 最终年龄, 每几个月延迟1个月]")
    first, last, step = _YEARS(value[0]), _YEARS(value[1]), _STEP(value[2])
    if last < first or (last > first) != (step > 0):
        _refuse("最终年龄不能小于原年龄；年龄不变的，每几个月写0")
    return first, last, step


def _refuse(message: str) -> NoReturn:
    raise InputError(message)


RETIREMENT_GROUPS = ("m", "f_worker", "f_cadre")
_YEARS = _whole(0, 120, "年龄，单位为周岁")
_STEP = _whole(0, 120, "月数")
_FEN = _whole(1, MAX_FEN, "金额，单位为分")
_READERS: Mapping[ItemType, Callable[[Any], Any]] = {
    ItemType.CONDITION: _flag,
    ItemType.MONTHS: _whole(0, MAX_MONTHS, "月数"),
    ItemType.COUNT: _whole(0, MAX_COUNT, "次数"),
    ItemType.PERCENT: _whole(0, 100, "百分比"),
    ItemType.DATE: _day,
    ItemType.FEN: _FEN,
    ItemType.FEN_OR_NO_LIMIT: _fen_or_no_limit,
    ItemType.LEVEL_FEN: _level_fen,
    ItemType.FACT_LIST: _fact_list,
    ItemType.YES_NO: _flag,
    ItemType.YEARS: _YEARS,
    ItemType.RETIREMENT_AGES: _retirement_ages,
    ItemType.PAPERS: _papers,
    ItemType.VERSION_BY: _version_date,
}
