"""What the statistics page asks of the office, in one look each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.saving import write_file
from desktop.workers.progress import Progress
from models.casework.month_overview import MonthLine, month_overview
from models.casework.months import draft_month, published_edition
from models.casework.permissions import may
from models.errors import Irreconcilable, NotPermitted
from models.month import MonthFile

if TYPE_CHECKING:
    from models.casework.unit_of_work import Desk
    from reports.month.sheet import MonthSheet

LIVE = 0  # the month as it stands, not yet an edition


@dataclass(frozen=True, slots=True)
class Months:
    """The last months, newest first, and what this account may do with them."""

    lines: tuple[MonthLine, ...]
    may_publish: bool
    may_draft: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One month in the edition asked for, and the one it is compared with; `problem` instead of figures."""

    month: str
    edition: int
    sheet: MonthSheet | None
    before: MonthSheet | None
    sha256: str = ""
    problem: str = ""


def ask_months(desk: Desk) -> Months:
    """The months and the permissions."""
    lines = month_overview(desk)
    with desk.look("month.read") as work:
        actor = work.actor
        return Months(lines, may(actor, "month.publish"), may(actor, "month.draft"))


def ask_month(desk: Desk, month: str, edition: int, editions: Sequence[int]) -> Shown:
    """A month in one edition (LIVE: as it stands), compared with the edition before it."""
    from reports.month.sheet import archived_sheet, live_sheet

    earlier = [number for number in editions if edition == LIVE or number < edition]
    try:
        if edition == LIVE:
            sheet, digest = live_sheet(draft_month(desk, month)), ""
        else:
            archived = published_edition(desk, month, edition)
            sheet, digest = archived_sheet(archived), archived.sha256
        before = archived_sheet(published_edition(desk, month, earlier[-1])) if earlier else None
    except (Irreconcilable, NotPermitted) as error:
        return Shown(month, edition, None, None, problem=error.message)
    return Shown(month, edition, sheet, before, digest)


def month_files(desk: Desk, month: str, edition: int) -> tuple[MonthFile, ...]:
    """The files of an edition as archived, or those a draft would have now."""
    if edition != LIVE:
        return published_edition(desk, month, edition).files
    from reports.month.issue import write

    return write(draft_month(desk, month))


def export_month(desk: Desk, month: str, edition: int, folder: Path, progress: Progress) -> int:
    """Write the files into a folder; how many. Raises SaveError, Cancelled."""
    files = month_files(desk, month, edition)
    for place, file in enumerate(files):
        progress.step(place, len(files), file.name)
        write_file(folder / file.name, file.content)
    return len(files)


def summary_file(desk: Desk, month: str, edition: int) -> bytes:
    """The printed summary of an edition or draft."""
    return next(file.content for file in month_files(desk, month, edition) if file.name.endswith("summary.pdf"))
