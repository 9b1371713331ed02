"""The working day at the desk: who has a case open, notes on it, and cases passed on to a colleague."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Pin(StrEnum):
    """What a note is pinned to."""

    CASE = "case"
    CALL = "call"  # a telephone call about the case
    CRITERION = "criterion"
    PAPER = "paper"


PIN_NAMES: Mapping[Pin, str] = {
    Pin.CASE: "案件备注",
    Pin.CALL: "电话记录",
    Pin.CRITERION: "审核批注",
    Pin.PAPER: "材料批注",
}


@dataclass(frozen=True, slots=True)
class Note:
    """A note as written. `pinned_to` is a criterion's id or a paper's name; `open` asks for an answer.

    `settled_by` is None while nobody answered; `answer` may be empty.
    """

    id: int
    case_id: int
    pin: Pin
    pinned_to: str
    body: str
    open: bool
    written_by: int
    written_at: datetime
    answer: str = ""
    settled_by: int | None = None
    settled_at: datetime | None = None

    @property
    def waits(self) -> bool:
        """Whether it still asks for an answer."""
        return self.open and self.settled_by is None


class Part(StrEnum):
    """What part of a case is passed on."""

    CLERK = "clerk"  # 承办
    REVIEWER = "reviewer"  # 复核


PART_NAMES: Mapping[Part, str] = {Part.CLERK: "承办", Part.REVIEWER: "复核"}


@dataclass(frozen=True, slots=True)
class PassingOn:
    """A case that went from one colleague's hands into another's; `done_by` is who arranged it."""

    id: int
    case_id: int
    part: Part
    from_id: int
    to_id: int
    reason: str
    done_by: int
    done_at: datetime


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody who has a case open. Never kept for long and never in anybody's way."""

    account_id: int
    process: str
    case_id: int
    seen_at: datetime
