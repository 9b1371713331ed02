"""文书与案卷核对: what the letter says, read back from its own text, against what the case holds.

Nothing here uses the wording of the letters: each check reads figures and names out of the finished text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.item_models.verdict_rows import in_kind_words
from desktop.theme.paint import MarkKind
from models.assessment import Verdict
from models.case import Outcome
from models.districts import DISTRICTS
from models.letter import LetterOrder
from models.money import format_yuan

if TYPE_CHECKING:
    from reports.document import Document

_MONEY = re.compile(r"人民币([0-9,]+\.[0-9]{2})元（大写：([^）]+)）")
_TAIL = re.compile(r"尾号([0-9]{4})")
_NUMBER = re.compile(r"[^《》〔〕\s]+〔[0-9]{4}〕[0-9]+号")
_DIGITS = {digit: value for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")}
_UNITS = {"拾": 10, "佰": 100, "仟": 1000}


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison: `mark` MET when both agree, NOT_MET when not, WARN where there is nothing to compare."""

    name: str
    found: str
    mark: MarkKind


def tr(text: str) -> str:
    """A text of signing."""
    return QCoreApplication.translate("Sign", text)


def check_letter(order: LetterOrder, document: Document) -> tuple[Check, ...]:
    """Every comparison for a decision letter."""
    text = "\n".join(document.strings())
    return (
        _party(order, document, text),
        *(_granted(order, text) if order.outcome is Outcome.GRANTED else _refused(order, text)),
        _clauses(order, text),
        _remedy(order, text),
    )


def read_capitals(words: str) -> int | None:
    """Fen of an amount in capitals (壹仟伍佰元整, 叁元零伍分); None where it is none."""
    yuan, sign, rest = words.partition("元")
    if not sign:
        yuan, rest = "", words
    whole = _whole(yuan)
    cents = re.fullmatch(r"零?(?:([零壹贰叁肆伍陆柒捌玖])角)?零?(?:([壹贰叁肆伍陆柒捌玖])分)?整?", rest)
    if not words or whole is None or cents is None:
        return None
    return whole * 100 + 10 * _DIGITS[cents[1] or "零"] + _DIGITS[cents[2] or "零"]


def _whole(words: str) -> int | None:
    total, section, digit = 0, 0, 0
    for character in words:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _UNITS:
            section, digit = section + (digit or 1) * _UNITS[character], 0
        elif character in "万亿":
            total, section, digit = (total + section + digit) * (10**4 if character == "万" else 10**8), 0, 0
        else:
            return None
    return total + section + digit


def _party(order: LetterOrder, document: Document, text: str) -> Check:
    agrees = document.addressee == order.person.name and order.case.number in text and order.person.name in text
    return Check(tr("当事人与案号"), order.case.number, _mark(agrees))


def _granted(order: LetterOrder, text: str) -> Iterator[Check]:
    assessment = order.assessment
    amount = None if assessment is None else assessment.amount_fen
    if assessment is None or amount is None:
        yield Check(in_kind_words(), "", _mark(not _MONEY.search(text)))
        return
    sums = [(int(re.sub("[,.]", "", written)), capitals) for written, capitals in _MONEY.findall(text)]
    stepped = sum(step.fen for step in assessment.amount_steps)
    agrees = bool(sums) and all(fen == amount == stepped for fen, _ in sums)
    yield Check(tr("金额与核算"), format_yuan(amount), _mark(agrees))
    words = sums[0][1] if sums else "—"
    yield Check(tr("大写"), words, _mark(bool(sums) and all(read_capitals(said) == amount for _, said in sums)))
    yield _account(order, text)


def _account(order: LetterOrder, text: str) -> Check:
    tails = set(_TAIL.findall(text))
    own = order.person.bank_card[-4:]
    if not own and not tails:
        return Check(tr("收款账户"), tr("没有登记"), MarkKind.WARN)
    return Check(tr("收款户名即本人"), tr("尾号 {tail}").format(tail=own), _mark(tails == {own}))


def _refused(order: LetterOrder, text: str) -> Iterator[Check]:
    failed = () if order.assessment is None else order.assessment.failed()
    numbers = [number for line in failed for number in _NUMBER.findall(line.clause.document)]
    told = all(number in text for number in numbers)
    yield Check(tr("不予的理由"), tr("{n} 条，均已写明").format(n=len(failed)), _mark(bool(failed) and told))
    yield Check(tr("不发放款项"), "", _mark(not _MONEY.search(text)))


def _clauses(order: LetterOrder, text: str) -> Check:
    assessment = order.assessment
    if assessment is None or assessment.version_from is None:
        return Check(tr("条款与规则版本"), tr("没有生效的版本"), MarkKind.NOT_MET)
    start = assessment.version_from
    lines = [line for line in assessment.criteria if line.verdict in (Verdict.MET, Verdict.NOT_MET)]
    numbers = {number for line in lines for number in _NUMBER.findall(line.clause.document)}
    cited = all(number in text for number in numbers)
    version = f"{start.year}年{start.month}月{start.day}日"
    found = tr("{day} 版 · {n} 件依据").format(day=start.isoformat(), n=len(numbers))
    return Check(tr("条款与规则版本"), found, _mark(cited and version in text))


def _remedy(order: LetterOrder, text: str) -> Check:
    organ = f"北京市{DISTRICTS.get(order.office.district, '')}人民政府"
    terms = [word for word in ("六十日", "六个月", "十五日") if word in text]
    agrees = organ in text and "行政复议" in text and "行政诉讼" in text and "六十日" in terms and len(terms) >= 2
    shown = {"六十日": tr("60 日"), "六个月": tr("6 个月"), "十五日": tr("15 日")}
    return Check(tr("复议与诉讼告知"), " · ".join(shown[term] for term in terms), _mark(agrees))


def _mark(agrees: bool) -> MarkKind:
    return MarkKind.MET if agrees else MarkKind.NOT_MET
