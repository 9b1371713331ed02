"""The words and figures every file of a month shares, so that workbook, csv and PDF never differ in one."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone

from models.case import Outcome
from models.month import MonthContent

BEIJING = timezone(timedelta(hours=8))
NOTHING = "—"

OUTCOME_NAMES: Mapping[Outcome, str] = {Outcome.GRANTED: "准予", Outcome.REFUSED: "不予"}

# FACTS §7.5; 学徒工, 特级技师 and 首席技师 are the levels 0, 7 and 8 of the contract.
LEVEL_NAMES: Mapping[int, str] = {
    0: "学徒工",
    5: "五级/初级工",
    4: "四级/中级工",
    3: "三级/高级工",
    2: "二级/技师",
    1: "一级/高级技师",
    7: "特级技师",
    8: "首席技师",
}
NO_LEVEL = "不分等级"
NO_STREET = "未填街道"

HOUSEHOLD_NAMES: Mapping[str, str] = {
    "beijing_urban": "本市城镇",
    "beijing_rural": "本市农村",
    "other": "非本市",
}

# The groups of 二(三)9 and of the contract's fact keys, as short as a ledger column wants them.
GROUP_NAMES: Mapping[str, str] = {
    "person.urban_unemployed": "城镇失业人员",
    "person.rural_labour": "农村劳动力",
    "person.low_income_farm_household": "低收入农户",
    "person.veteran": "退役军人",
    "person.redeployed_worker": "转岗再就业职工",
    "person.disabled": "残疾人",
    "person.college_graduate": "高校毕业生",
    "person.vocational_graduate": "职业院校毕业生",
    "person.hard_to_employ": "就业困难人员",
}

_INVISIBLE = frozenset({"Cc", "Cs", "Cf", "Cn"})
_SPACES = frozenset("\t\n\r\v\f\x85\u2028\u2029")


def plain(text: str) -> str:
    """One printable line: line breaks become spaces, what no file may carry becomes U+FFFD.

    Control and format characters (bidi marks reorder what a reader sees), lone surrogates (no UTF-8) and
    unassigned code points are replaced one for one, so that a mangled value stays visible as such.
    """
    return "".join(_printable(char) for char in text)


def _printable(char: str) -> str:
    if char in _SPACES:
        return " "
    if unicodedata.category(char) in _INVISIBLE and not _newer_ideograph(char):
        return "\ufffd"
    return char


def _newer_ideograph(char: str) -> bool:
    """Ideographs newer than this Python's Unicode tables are people's names, not noise."""
    return 0x20000 <= ord(char) <= 0x3FFFD and ord(char) & 0xFFFE != 0xFFFE


def level_name(level: int | None) -> str:
    """The level as the certificate prints it; no level is said, never left blank."""
    return NO_LEVEL if level is None else LEVEL_NAMES.get(level, f"{level}级")


def street_name(street: str) -> str:
    return plain(street).strip() or NO_STREET


def household_name(household: str | None) -> str:
    return "" if household is None else HOUSEHOLD_NAMES.get(household, plain(household))


def group_names(groups: tuple[str, ...]) -> str:
    return "、".join(GROUP_NAMES.get(group, plain(group)) for group in groups)


def masked_account(card: str) -> str:
    """The last four digits of an account, enough to recognise it and too few to pay to."""
    return f"尾号{plain(card)[-4:]}" if len(card) > 4 else ""


def month_name(month: str) -> str:
    """`2026-08` → 2026年8月 (no zero-padding, GB/T 9704)."""
    year, number = month.split("-")
    return f"{year}年{int(number)}月"


def edition_name(content: MonthContent) -> str:
    return f"第{content.edition}版" if content.edition else "草稿"


def beijing_time(moment: datetime) -> str:
    """A moment as Beijing reads it; a time without a zone is UTC, as the store keeps it."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    local = aware.astimezone(BEIJING)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def banner(content: MonthContent) -> str:
    """What must be seen before any figure: a draft, a practice office; empty for a published month."""
    marks = []
    if not content.edition:
        marks.append("草稿：尚未发布，不作为公示、发放依据")
    if content.practice:
        marks.append("练习：人员和金额均为虚构，不得使用")
    return "　　".join(marks)


def watermark(content: MonthContent) -> str:
    """The short form of the banner, large across a page."""
    return " ".join(word for word, shown in (("练习", content.practice), ("草稿", not content.edition)) if shown)


def yuan(fen: int) -> str:
    """Exact decimal text of an amount in fen: 150001 → 1500.01."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def grouped_yuan(fen: int) -> str:
    """The same for a reader: 38500000 → 385,000.00."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def capitals(fen: int) -> str:
    """An amount in fen in capitals, 人民币…整, as a payment needs it."""
    import cn2an  # type: ignore[import-untyped]  # lazy: only a month or a letter needs it

    return f"人民币{cn2an.an2cn(yuan(fen), 'rmb')}"


def on_time_rate(decided: int, late: int) -> str:
    """Share of decisions within their period, one decimal, rounded down so that 100.0% means all of them."""
    if not decided:
        return NOTHING
    tenths = (decided - late) * 1000 // decided
    return f"{tenths // 10}.{tenths % 10}%"
