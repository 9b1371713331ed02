"""A class (班): many people on one course, entered once. Each member is a person with cases of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class TrainingClass:
    """One class. `number` is its 开班备案号 or training number, the one thing no two classes share.

    `kind` is skill or entrepreneurship; `occupation` and `level` are None for a course that has none. None of
    `provider_listed`, `in_catalogue`, `days_planned`, `ended_on` is "no": it is not known yet.
    """

    id: int
    number: str
    school: str
    kind: str
    occupation: str | None
    level: int | None
    started_on: date
    ended_on: date | None = None
    provider_listed: bool | None = None
    in_catalogue: bool | None = None
    days_planned: int | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Attendance:
    """What the school's records say of one member; None is not known yet, never "no".

    `days_planned` only where this person's plan differs from the class's.
    """

    days_attended: int | None = None
    days_planned: int | None = None
    completed: bool | None = None


class LeavingKind(StrEnum):
    """What was recorded about somebody's place in a class: entered by mistake, gone before the end, or back again."""

    REMOVED = "removed"
    LEFT = "left"
    RETURNED = "returned"


LEAVING_NAMES = {LeavingKind.REMOVED: "移出", LeavingKind.LEFT: "中途退出", LeavingKind.RETURNED: "恢复在班"}


@dataclass(frozen=True, slots=True)
class Leaving:
    """One such record; they only grow, and the newest counts. `on` is the day, `reason` what the clerk wrote."""

    kind: LeavingKind
    on: date
    reason: str
    by: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Member:
    """One person of a class. `leaving` is what was last recorded about leaving it, None for who is in it."""

    class_id: int
    person_id: int
    attendance: Attendance
    version: int = 1
    leaving: Leaving | None = None

    @property
    def left(self) -> Leaving | None:
        """Since when the person has not been in the class any more."""
        return self.leaving if self.leaving is not None and self.leaving.kind is LeavingKind.LEFT else None


class BulkKind(StrEnum):
    """An act on the cases of a class together."""

    OPEN = "open"
    ACCEPT = "accept"
    SERVE = "serve"


BULK_NAMES: Mapping[BulkKind, str] = {
    BulkKind.OPEN: "批量收件",
    BulkKind.ACCEPT: "批量受理",
    BulkKind.SERVE: "批量送达",
}


@dataclass(frozen=True, slots=True)
class BulkTrace:
    """One case of a bulk act, as the act left it: whoever touches it afterwards makes it differ."""

    case_id: int
    case_version: int
    act_id: int


@dataclass(frozen=True, slots=True)
class BulkAct:
    """A bulk act that was done; `undone_at` is set at most once, the rows stay."""

    id: int
    class_id: int
    kind: BulkKind
    programme: str
    done_by: int
    done_at: datetime
    undone_by: int | None = None
    undone_at: datetime | None = None
    undo_reason: str = ""
