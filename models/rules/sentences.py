"""The words a verdict is explained in, made from the criterion: the fact's value, the limit, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.assessment import Assessment, Verdict
from models.facts import Award, FactList, FactValue
from models.rules.schema import RetirementAges
from models.version_dates import date_name
from models.vocabulary import LEVEL_NAMES, PROGRAMME_NAMES, FactKey, FactType

_FULL_BRACKETS = str.maketrans("()", "（）")
ENDINGS = {
    Verdict.MET: "，符合条件。",
    Verdict.NOT_MET: "，不符合条件。",
    Verdict.UNKNOWN: "，暂不能判断。",
    Verdict.JUDGEMENT: "，须由经办人认定。",
}


def day(value: date) -> str:
    """2026年3月2日, without zeros in front (GB/T 9704)."""
    return f"{value.year}年{value.month}月{value.day}日"


def numbered_place(place: str) -> str:
    """A place among numbered parts as a document writes it: 二（三）9."""
    return place.translate(_FULL_BRACKETS)


def since(start: date) -> str:
    """Since when a limit has held."""
    return f"（自{day(start)}起执行）"


def selection_words(assessment: Assessment) -> str:
    """Which date selected the version: 规则版本按证书核发日（2025年9月8日）选定。"""
    on = assessment.version_day
    told = "尚不清楚" if on is None else day(on)
    return f"规则版本按{date_name(assessment.version_by)}（{told}）选定。"


def yuan(fen: int) -> str:
    """Fen as yuan: 1500元, 12.50元."""
    whole, rest = divmod(abs(fen), 100)
    sign = "-" if fen < 0 else ""
    return f"{sign}{whole}元" if rest == 0 else f"{sign}{whole}.{rest:02d}元"


def said(key: FactKey, value: FactValue) -> str:
    """A fact's value in words."""
    if value is None:
        return "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return day(value)
    if key.type is FactType.CHOICE:
        return key.choices[str(value)]
    return LEVEL_NAMES[value] if key.allowed and isinstance(value, int) else _counted(key, value)


def _counted(key: FactKey, value: str | int | FactList) -> str:
    return f"{len(value.rows) if isinstance(value, FactList) else value}{key.unit}"


def retirement_ages(ages: RetirementAges) -> str:
    """The schedule in words: 男60周岁，自2025年1月1日起逐步延迟至63周岁；…."""
    told = []
    for group, (first, last, step) in ages.groups.items():
        name = RETIREMENT_GROUP_NAMES[group]
        if step:
            told.append(f"{name}{first}周岁，自{day(ages.since)}起每{step}个月延迟1个月，逐步至{last}周岁")
        else:
            told.append(f"{name}{first}周岁")
    return "；".join(told)


RETIREMENT_GROUP_NAMES = {"m": "男", "f_worker": "女（工人岗位）", "f_cadre": "女（管理或技术岗位）"}


def level(number: int) -> str:
    """四级/中级工."""
    return LEVEL_NAMES[number]


def any_of(names: Sequence[str]) -> str:
    return "、".join(names)


def award(row: Award) -> str:
    """An earlier award: 2023年2月1日申请的技能提升补贴（电工，四级/中级工）."""
    details = [row.occupation] if row.occupation else []
    if row.level is not None:
        details.append(LEVEL_NAMES[row.level])
    if row.number:
        details.append(f"编号{row.number}")
    inside = f"（{'，'.join(details)}）" if details else "（未载明职业和等级）"
    return f"{day(row.on)}申请的{PROGRAMME_NAMES[row.programme]}{inside}"


def awards(rows: Sequence[Award]) -> str:
    return "；".join(award(row) for row in rows)


def programmes(names: Sequence[str]) -> str:
    return "、".join(PROGRAMME_NAMES[name] for name in names)
