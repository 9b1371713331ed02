"""The words and figures every file of a month shares, so that workbook, csv and PDF never differ in one."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from models.case import Outcome
from models.money import format_yuan
from models.month import MonthContent
from models.vocabulary import LEVEL_NAMES, VOCABULARY
from reports.letters import wording

NOTHING = "—"

OUTCOME_NAMES: Mapping[Outcome, str] = {Outcome.GRANTED: "准予", Outcome.REFUSED: "不予"}

NO_LEVEL = "不分等级"
NO_STREET = "未填街道"

_HOUSEHOLD = "person.household"

_INVISIBLE = frozenset({"Cc", "Cs", "Cf", "Cn"})
_SPACES = frozenset("\t\n\r\v\f\x85\u2028\u2029")


def plain(text: str) -> str:
    """One printable line: line breaks become spaces, what no file may carry becomes U+FFFD.

    Control and format characters (bidi marks reorder what a reader sees), lone surrogates (no UTF-8) and
    unassigned code points are replaced one for one, so that a mangled value stays visible as such.
    """
    # Nearly every text is printable whole, and a ledger has hundreds of thousands of them.
    return text if text.isprintable() else "".join(_printable(char) for char in text)


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


def short_level(level: int | None) -> str:
    """四级/中级工 → 四级, for a narrow column; empty without a level."""
    return "" if level is None else level_name(level).split("/")[0]


def street_name(street: str) -> str:
    return plain(street).strip() or NO_STREET


def household_name(household: str | None) -> str:
    return (
        ""
        if household is None
        else VOCABULARY[_HOUSEHOLD].choices.get(household, plain(household)).removesuffix("户籍")
    )


def group_names(groups: tuple[str, ...]) -> str:
    """Groups as the vocabulary names their fact keys; a name that is no key stands as it is."""
    return "、".join(VOCABULARY[group].label if group in VOCABULARY else plain(group) for group in groups)


def masked_account(card: str) -> str:
    """The last four digits of an account, enough to recognise it and too few to pay to."""
    return f"尾号{plain(card)[-4:]}" if len(card) > 4 else ""


def month_name(month: str) -> str:
    """`2026-08` → 2026年8月 (no zero-padding, GB/T 9704)."""
    year, number = month.split("-")
    return f"{year}年{int(number)}月"


def edition_name(content: MonthContent) -> str:
    return f"第{content.edition}版" if content.edition else "草稿"


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
    """The same for a column of figures: 38500000 → 385,000.00."""
    return format_yuan(fen).replace("¥", "")


def capitals(fen: int) -> str:
    """An amount in fen in capitals, 人民币…整, as a payment needs it; written as a letter writes it."""
    return f"人民币{wording.capitals(fen)}"


def applicants(persons: int, enterprises: int) -> str:
    """12 人, or 12 人、2 户 where enterprises applied."""
    return f"{persons:,} 人、{enterprises:,} 户" if enterprises else f"{persons:,} 人"


def on_time_rate(decided: int, late: int) -> str:
    """Share of decisions within their period, one decimal, rounded down so that 100.0% means all of them."""
    if not decided:
        return NOTHING
    tenths = (decided - late) * 1000 // decided
    return f"{tenths // 10}.{tenths % 10}%"
