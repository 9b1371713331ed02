"""The bureau's own grounds for what no text in hand settles: they ship empty, and the act they carry is then refused.

They live in the office's settings, each with the 文号 it rests on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from models.casework.changes import Changes, Done
from models.casework.unit_of_work import Desk
from models.errors import InputError
from models.notice import LapseGround
from models.office import Office

LAPSE_DOCUMENT, LAPSE_ARTICLE, LAPSE_DAYS = "lapse.document", "lapse.article", "lapse.days"
EXTENSION_DOCUMENT, EXTENSION_DAYS = "extension.document", "extension.days"
PAUSE_SETTING, RUNS_ON = "clock.supplement", "runs_on"
_MOST_DAYS = 250


@dataclass(frozen=True, slots=True)
class Grounds:
    """The settings as they are typed; an empty 文号 with empty days says that there is no ground.

    `runs_on`: the clock runs on while the applicant completes the application.
    """

    lapse_document: str = ""
    lapse_article: str = ""
    lapse_days: str = ""
    extension_document: str = ""
    extension_days: str = ""
    runs_on: bool = False


def grounds_of(office: Office) -> Grounds:
    """The settings as they stand."""
    settings = office.settings or {}
    return Grounds(
        lapse_document=settings.get(LAPSE_DOCUMENT, ""),
        lapse_article=settings.get(LAPSE_ARTICLE, ""),
        lapse_days=settings.get(LAPSE_DAYS, ""),
        extension_document=settings.get(EXTENSION_DOCUMENT, ""),
        extension_days=settings.get(EXTENSION_DAYS, ""),
        runs_on=settings.get(PAUSE_SETTING) == RUNS_ON,
    )


def set_grounds(desk: Desk, grounds: Grounds) -> Done[Office]:
    """Enter or take away the bureau's grounds. Raises InputError at the field that is incomplete."""
    lapse = _checked(grounds.lapse_document, grounds.lapse_days, "lapse")
    extension = _checked(grounds.extension_document, grounds.extension_days, "extension")
    values = {
        LAPSE_DOCUMENT: lapse[0],
        LAPSE_ARTICLE: grounds.lapse_article.strip() if lapse[0] else "",
        LAPSE_DAYS: lapse[1],
        EXTENSION_DOCUMENT: extension[0],
        EXTENSION_DAYS: extension[1],
        PAUSE_SETTING: RUNS_ON if grounds.runs_on else "",
    }
    with desk.perform("office.grounds") as work:
        before = dict(work.office.settings or {})
        settings = {name: text for name, text in (before | values).items() if text}
        work.rows.put_office(replace(work.office, settings=settings))
        changed = sorted(name for name in values if before.get(name, "") != values[name])
        work.record("office", {"changed": changed, "documents": [lapse[0], extension[0]]})
        office = work.rows.office()
    return Done(office, Changes(office=True))


def lapse_ground(office: Office) -> LapseGround | None:
    """The ground for 逾期未补正; None as long as the bureau has entered none."""
    settings = office.settings or {}
    document, article = settings.get(LAPSE_DOCUMENT, ""), settings.get(LAPSE_ARTICLE, "")
    days = settings.get(LAPSE_DAYS, "")
    return LapseGround(document, article, int(days)) if document and days.isdecimal() else None


def extension_ground(office: Office) -> LapseGround | None:
    """The ground for an extension (延期) and its working days; None as long as the bureau has entered none."""
    settings = office.settings or {}
    document, days = settings.get(EXTENSION_DOCUMENT, ""), settings.get(EXTENSION_DAYS, "")
    return LapseGround(document, "", int(days)) if document and days.isdecimal() else None


def _checked(document: str, days: str, field: str) -> tuple[str, str]:
    document, days = document.strip(), days.strip()
    if not document and not days:
        return "", ""
    if not document:
        raise InputError("填了天数，还要填写所依据的文号；两项都空表示没有依据。", f"{field}.document")
    if not days.isdecimal() or not 1 <= int(days) <= _MOST_DAYS:
        raise InputError(f"工作日数应为 1 到 {_MOST_DAYS} 的整数。", f"{field}.days")
    return document, days
