"""公示: whom a list names, its period, and objections with what was found of them.

Calendar days: the day a list is published is not counted (民法典 第二百零一条), so seven days of 1 June end
on 8 June.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.errors import InputError
from models.month import MonthFile
from models.office import Office

PROGRAMMES_SETTING, DAYS_SETTING = "publicity.programmes", "publicity.days"
DEFAULT_DAYS = 7  # 公示一周: the city's process for skill_upgrade since 2019


@dataclass(frozen=True, slots=True)
class PublicityRow:
    """One line of a list; the ID number is masked as published (财社〔2023〕181号 第二十八条).

    Where an enterprise applies its name and its credit code stand in their places, the code whole: it is no secret.
    """

    case_number: str
    person_name: str
    masked_id: str
    programme_name: str
    occupation: str
    level: int | None
    certificate: str
    amount_fen: int | None


@dataclass(frozen=True, slots=True)
class PublicityContent:
    """Everything a published list shows."""

    office_name: str
    practice: bool
    phone: str
    year: int
    serial: int
    days: int
    first_day: date
    last_day: date
    made_at: datetime
    made_by: str
    rows: tuple[PublicityRow, ...]


@dataclass(frozen=True, slots=True)
class PublicityList:
    """A published list without its files."""

    id: int
    year: int
    serial: int
    days: int
    first_day: date
    last_day: date
    made_by: int
    made_at: datetime

    @property
    def name(self) -> str:
        """2026-03: how staff name a list."""
        return f"{self.year}-{self.serial:02d}"


@dataclass(frozen=True, slots=True)
class PublicityEntry:
    """A case on a list, as it was assessed when it was listed."""

    id: int
    list_id: int
    case_id: int
    round: int
    assessment_id: int
    amount_fen: int | None
    last_day: date


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection against an entry; `upheld` None while nothing was found yet."""

    id: int
    entry_id: int
    case_id: int
    text: str
    received_on: date
    recorded_by: int
    recorded_at: datetime
    upheld: bool | None = None
    finding: str = ""


def waits_for_publicity(office: Office, programme: str) -> bool:
    """Whether the office publishes grants of a programme before they are signed.

    The default is none: the city publishes the list of skill_upgrade itself, and whether a week of publication counts
    inside the ten working days is unsettled, so a decision waits only where the office has chosen it.
    """
    return programme in (office.settings or {}).get(PROGRAMMES_SETTING, "").replace("，", ",").split(",")


def publicity_days(office: Office) -> int:
    """How many calendar days a list is open. Raises InputError where the setting is no number of days."""
    text = (office.settings or {}).get(DAYS_SETTING, "").strip()
    if not text:
        return DEFAULT_DAYS
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 60:
        raise InputError("公示天数应为 1 到 60 的整数，请系统管理员在“设置·单位”里改正。", DAYS_SETTING)
    return int(text)


def last_day(published: date, days: int) -> date:
    """The last day of a period of calendar days whose first day is not counted."""
    return published + timedelta(days=days)


ListFiles = tuple[MonthFile, ...]
