"""What the bureau itself adds to the rulebook: a value that ships empty or weak, or a whole version.

One person enters it with its 文号 and a scan, a second confirms it; only then is it part of the rulebook in force.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class BureauKind(StrEnum):
    VALUE = "value"  # a dated value of a programme (entered, or confirmed as shipped)
    VERSION = "version"  # a shipped draft version put in force


@dataclass(frozen=True, slots=True)
class BureauEntry:
    """`name` is the value's name as `not_confirmed` prints it without the programme prefix (or the draft's id).

    `value` is JSON: whole number (fen, months, days, count), text, bool, list, or a table {level: fen}; None
    confirms the shipped value as it stands. `document` is the 文号 and `text` the words it rests on.
    """

    id: int
    kind: BureauKind
    programme: str
    name: str
    value: Any
    valid_from: date
    valid_to: date | None
    document: str
    article: str
    text: str
    scan_id: int | None
    entered_by: int
    entered_at: datetime
    confirmed_by: int | None = None
    confirmed_at: datetime | None = None
