"""统计: the last months at a glance, and whether what was published is still what the store says."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from models.calendar import add_months
from models.casework.applicants import enterprise_programmes
from models.casework.unit_of_work import Desk, UnitOfWork
from models.month import MonthTotals
from models.store.overview_records import EditionHead


@dataclass(frozen=True, slots=True)
class MonthLine:
    """`still_equal` None while nothing is published; `difference` is live minus newest edition, None when equal."""

    month: str
    live: MonthTotals
    editions: tuple[EditionHead, ...]
    still_equal: bool | None
    difference: MonthTotals | None


def month_overview(desk: Desk, months: int = 12) -> tuple[MonthLine, ...]:
    """The last months with this one, newest first."""
    with desk.look("month.read") as work:
        first = work.today.replace(day=1)
        return tuple(_line(work, add_months(first, -back)) for back in range(months))


def _line(work: UnitOfWork, first: date) -> MonthLine:
    month = first.isoformat()[:7]
    live = work.rows.live_totals(month, enterprise_programmes(work.rulebook))
    editions = work.rows.edition_heads(month)
    if not editions:
        return MonthLine(month, live, editions, None, None)
    equal = editions[-1].totals == live
    return MonthLine(month, live, editions, equal, None if equal else _minus(live, editions[-1].totals))


def _minus(live: MonthTotals, published: MonthTotals) -> MonthTotals:
    old = asdict(published)
    return MonthTotals(**{name: value - old[name] for name, value in asdict(live).items()})
