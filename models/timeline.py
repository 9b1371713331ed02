"""What happened to a case, in one order: acts, notes, letters, hand-overs, and who looked at or took something out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    ACT = "act"
    NOTE = "note"
    LETTER = "letter"
    SERVING = "serving"
    ACCESS = "access"


KIND_NAMES: Mapping[Kind, str] = {
    Kind.ACT: "办理",
    Kind.NOTE: "备注",
    Kind.LETTER: "文书",
    Kind.SERVING: "送达",
    Kind.ACCESS: "查看与导出",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One line: `what` in two or three words, `detail` the rest, `who` by name. `adverse`: back, void or refused."""

    at: datetime
    kind: Kind
    what: str
    who: str
    detail: str = ""
    adverse: bool = False
