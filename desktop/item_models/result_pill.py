"""The result of an assessment as a pill in a list."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from PySide6.QtCore import QCoreApplication

from desktop.item_models.cells import PillWord
from desktop.theme.paint import PLAIN, MarkKind
from models.assessment import Result

_RESULT_MARKS: Mapping[Result, MarkKind] = {
    Result.ELIGIBLE: MarkKind.MET,
    Result.INELIGIBLE: MarkKind.NOT_MET,
    Result.CANNOT_TELL: MarkKind.UNKNOWN,
    Result.NOT_IN_FORCE: MarkKind.INFO,
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("ResultPill", text)


@cache  # a list asks for the same few with every row it paints
def result_pill(result: Result | None, *, stale: bool = False) -> PillWord:
    """The newest result as a pill; a stale one says so."""
    if result is None or stale:
        return PillWord.verdict(MarkKind.UNKNOWN, _tr("待核算"))
    words = {
        Result.ELIGIBLE: _tr("符合"),
        Result.INELIGIBLE: _tr("不符合"),
        Result.CANNOT_TELL: _tr("未知"),
        Result.NOT_IN_FORCE: _tr("未施行"),
    }
    if result is Result.NOT_IN_FORCE:
        return PillWord(words[result], PLAIN, MarkKind.INFO)
    return PillWord.verdict(_RESULT_MARKS[result], words[result])
