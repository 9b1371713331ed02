"""A mistyped ID number put right: the number itself, or two registrations of one person made one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ChangeKind(StrEnum):
    NUMBER = "number"
    MERGE = "merge"


class ChangeOutcome(StrEnum):
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class IdentityChange:
    """Asked with a reason; `outcome` None while a second person still has to look at it.

    `person_id` is who had the wrong number; `into_id` is who a merge leaves, with `new_number`. `document`,
    `birth_date` and `sex` belong to the new number.
    """

    id: int
    kind: ChangeKind
    person_id: int
    into_id: int | None
    old_number: str
    new_number: str
    document: str
    birth_date: date
    sex: str
    reason: str
    asked_by: int
    asked_at: datetime
    outcome: ChangeOutcome | None = None
    closed_by: int | None = None
    closed_at: datetime | None = None
