"""The words a verdict is explained in, made from the criterion: the fact's value, the limit, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.assessment import Verdict
from models.facts import Award, FactValue
from models.vocabulary import LEVEL_NAMES, PROGRAMME_NAMES, FactKey, FactType

ENDINGS = {
    Verdict.MET: "，符合条件。",
    Verdict.NOT_MET: "，不符合条件。",
    Verdict.UNKNOWN: "，暂不能判断。",
    Verdict.JUDGEMENT: "，须由经办人认定。",
}


def day(value: date) -> str:
    """2026年3月2日, without zeros in front (GB/T 9704)."""
    return f"{value.year}年{value.month}月{value.day}日"


def since(start: date) -> str:
    """Since when a limit has held."""
    return f"（自{day(start)}起执行）"


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
    if key.allowed and isinstance(value, int):
        return LEVEL_NAMES[value]
    return f"{value}{key.unit}"


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
