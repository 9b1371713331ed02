"""Cases that other rules would judge otherwise, as lists show them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from models.assessment import Result
from models.money import format_yuan

_RESULTS = {
    Result.ELIGIBLE: "符合",
    Result.INELIGIBLE: "不符合",
    Result.CANNOT_TELL: "不能判断",
    Result.NOT_IN_FORCE: "未施行",
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("ChangedCases", text)


@dataclass(frozen=True, slots=True)
class ChangedCase:
    """One case that would change: what is said now, what would be said, the first reason in words, where it stands."""

    number: str
    person_name: str
    before: Result
    after: Result
    amount_before: int | None
    amount_after: int | None
    reason: str
    state: str = ""


def change_words(one: ChangedCase) -> str:
    """不能判断 → 符合 ¥1,500.00."""
    before, after = (
        " ".join(part for part in (_tr(_RESULTS[result]), format_yuan(fen) if fen else "") if part)
        for result, fen in ((one.before, one.amount_before), (one.after, one.amount_after))
    )
    return f"{before} → {after}" if before != after else _tr("{result}，依据或期限有变").format(result=after)
