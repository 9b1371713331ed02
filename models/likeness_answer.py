"""What somebody answered to “is this the same person, or the same claim?”: 是同一人, 不是, 先放着."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Answer(StrEnum):
    SAME = "same"
    DIFFERENT = "different"
    LATER = "later"


ANSWER_NAMES: Mapping[Answer, str] = {Answer.SAME: "是同一人", Answer.DIFFERENT: "不是", Answer.LATER: "先放着"}


@dataclass(frozen=True, slots=True)
class LikenessAnswer:
    """One answer about a pair for one reason (`kind`); `other_case` where a case is what was found.

    The newest about the same pair, reason and case counts. `low_id` is not greater than `high_id`.
    """

    id: int
    low_id: int
    high_id: int
    kind: str
    other_case: str
    answer: Answer
    note: str
    account_id: int
    at: datetime
