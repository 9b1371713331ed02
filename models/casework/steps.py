"""Which further steps the office puts between review and hand-over: 公示 before signature, the seal apart from signing.

Both are unsettled in the texts in hand and ship off, so that a decision keeps within the legal period.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.casework.changes import Changes, Done
from models.casework.sealing import SEAL_SETTING, SEALED_APART
from models.casework.unit_of_work import Desk
from models.errors import InputError
from models.office import Office
from models.publicity import DAYS_SETTING, DEFAULT_DAYS, PROGRAMMES_SETTING, publicity_days
from models.vocabulary import PROGRAMME_NAMES


@dataclass(frozen=True, slots=True)
class Steps:
    """`programmes` are published before they are signed, for `days` calendar days; `seal_apart`: 待用印 is a step."""

    programmes: tuple[str, ...] = ()
    days: int = DEFAULT_DAYS
    seal_apart: bool = False


def steps_of(office: Office) -> Steps:
    """The steps as they are set."""
    settings = office.settings or {}
    listed = tuple(part for part in settings.get(PROGRAMMES_SETTING, "").split(",") if part)
    return Steps(listed, publicity_days(office), settings.get(SEAL_SETTING) == SEALED_APART)


def set_steps(desk: Desk, programmes: Sequence[str], days: str, *, seal_apart: bool) -> Done[Office]:
    """Set them for what is reviewed and signed from now on. Raises InputError at `programmes` or `days`."""
    if unknown := sorted(set(programmes) - set(PROGRAMME_NAMES)):
        raise InputError(f"没有这些项目：{'、'.join(unknown)}。", "programmes")
    text = days.strip() or str(DEFAULT_DAYS)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 60:
        raise InputError("公示天数应为 1 到 60 的整数。", "days")
    values = {
        PROGRAMMES_SETTING: ",".join(dict.fromkeys(programmes)),
        DAYS_SETTING: text,
        SEAL_SETTING: SEALED_APART if seal_apart else "",
    }
    with desk.perform("office.steps") as work:
        before = dict(work.office.settings or {})
        work.rows.put_office(replace(work.office, settings={k: v for k, v in (before | values).items() if v}))
        work.record("office", {"changed": sorted(key for key in values if before.get(key, "") != values[key])})
        office = work.rows.office()
    return Done(office, Changes(office=True))
