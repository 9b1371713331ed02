"""The sums of a month, computed once for workbook, csv and PDF. Pure: rows in, sums out.

What counts: a *case* is one application; a *person* is one distinct ID number among the cases of that line, so
persons never add up across lines; an *enterprise* (户) is one distinct credit code, nobody is a person of it;
*paid* is a granted case with money (not in kind). Amounts are fen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from models.case import Outcome
from models.month import AcceptedRow, DecidedRow, MonthContent, MonthTotals
from models.vocabulary import LEVELS_ASCENDING, PROGRAMME_NAMES
from reports.month.words import NO_STREET, OUTCOME_NAMES, level_name, plain, street_name

_PROGRAMMES = tuple(PROGRAMME_NAMES)
_Key = TypeVar("_Key")
_LEVELS = (*LEVELS_ASCENDING, None)


class Scope(StrEnum):
    """By what a line of the summary is grouped."""

    TOTAL = "合计"
    PROGRAMME = "按事项"
    LEVEL = "按事项、等级"
    STREET = "按街道（乡镇）"
    CELL = "逐类明细"


@dataclass(frozen=True, slots=True)
class Tally:
    """`received` is None where the acceptance ledger cannot be split that way (it knows no level, no outcome)."""

    received: int | None
    granted: int
    refused: int
    persons: int
    paid: int
    paid_persons: int
    amount_fen: int
    enterprises: int = 0
    paid_enterprises: int = 0

    @property
    def decided(self) -> int:
        return self.granted + self.refused


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One line; a field that its scope does not use is empty."""

    scope: Scope
    tally: Tally
    programme: str = ""
    outcome: str = ""
    level: str = ""
    street: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole grouped table: the total, then each grouping, in the order they are shown."""

    total: SummaryLine
    programmes: tuple[SummaryLine, ...]
    levels: tuple[SummaryLine, ...]
    streets: tuple[SummaryLine, ...]
    cells: tuple[SummaryLine, ...]

    def lines(self) -> tuple[SummaryLine, ...]:
        return (self.total, *self.programmes, *self.levels, *self.streets, *self.cells)


def totals(decided: Sequence[DecidedRow], accepted: Sequence[AcceptedRow]) -> MonthTotals:
    """The five figures of a month from its rows (amount in fen)."""
    tally = _tally(decided, len(accepted))
    figures = (len(accepted), tally.granted, tally.refused, tally.persons, tally.amount_fen)
    return MonthTotals(*figures, enterprises=tally.enterprises)


def summarise(content: MonthContent) -> Summary:
    """Every grouping of the month's rows."""
    names = _programme_names(content)
    return Summary(
        total=SummaryLine(Scope.TOTAL, _tally(content.decided, len(content.accepted))),
        programmes=_by_programme(content, names),
        levels=_by_level(content.decided, names),
        streets=_by_street(content),
        cells=_by_cell(content, names),
    )


def is_paid(row: DecidedRow) -> bool:
    """Granted with money; a grant in kind has no amount."""
    return row.outcome is Outcome.GRANTED and row.amount_fen is not None


def programme_key(programme: str) -> tuple[int, str]:
    """Sort key that keeps programmes in the order of the vocabulary; unknown ones come after, by id."""
    rank = _PROGRAMMES.index(programme) if programme in _PROGRAMMES else len(_PROGRAMMES)
    return rank, programme


def _tally(rows: Iterable[DecidedRow], received: int | None = None) -> Tally:
    cases = tuple(rows)
    outcomes = Counter(row.outcome for row in cases)
    paid = [row for row in cases if is_paid(row)]
    return Tally(
        received=received,
        granted=outcomes[Outcome.GRANTED],
        refused=outcomes[Outcome.REFUSED],
        persons=_applicants(cases, enterprises=False),
        paid=len(paid),
        paid_persons=_applicants(paid, enterprises=False),
        amount_fen=sum(row.amount_fen or 0 for row in paid),
        enterprises=_applicants(cases, enterprises=True),
        paid_enterprises=_applicants(paid, enterprises=True),
    )


def _applicants(rows: Iterable[DecidedRow], *, enterprises: bool) -> int:
    return len({row.id_number for row in rows if row.of_enterprise is enterprises})


def _grouped(rows: Iterable[DecidedRow], key: Callable[[DecidedRow], _Key]) -> dict[_Key, list[DecidedRow]]:
    groups: dict[_Key, list[DecidedRow]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def _by_programme(content: MonthContent, names: dict[str, str]) -> tuple[SummaryLine, ...]:
    received = Counter(row.programme for row in content.accepted)
    groups = _grouped(content.decided, lambda row: row.programme)
    return tuple(
        SummaryLine(Scope.PROGRAMME, _tally(groups.get(key, ()), received[key]), programme=names[key])
        for key in sorted(names, key=programme_key)
    )


def _by_level(decided: Sequence[DecidedRow], names: dict[str, str]) -> tuple[SummaryLine, ...]:
    groups = _grouped(decided, lambda row: (row.programme, row.level))
    order = sorted(groups, key=lambda key: (programme_key(key[0]), _level_key(key[1])))
    return tuple(
        SummaryLine(Scope.LEVEL, _tally(groups[key]), programme=names[key[0]], level=level_name(key[1]))
        for key in order
    )


def _by_street(content: MonthContent) -> tuple[SummaryLine, ...]:
    received = Counter(street_name(row.street) for row in content.accepted)
    groups = _grouped(content.decided, lambda row: street_name(row.street))
    listed = (street_name(street) for street in content.streets)
    order = sorted({*received, *groups, *listed}, key=_street_key(content))
    return tuple(
        SummaryLine(Scope.STREET, _tally(groups.get(street, ()), received[street]), street=street) for street in order
    )


def _by_cell(content: MonthContent, names: dict[str, str]) -> tuple[SummaryLine, ...]:
    groups = _grouped(content.decided, lambda row: (row.programme, row.outcome, row.level, street_name(row.street)))
    street_key = _street_key(content)
    order = sorted(
        groups, key=lambda key: (programme_key(key[0]), key[1].value, _level_key(key[2]), street_key(key[3]))
    )
    return tuple(
        SummaryLine(
            Scope.CELL,
            _tally(groups[key]),
            programme=names[key[0]],
            outcome=OUTCOME_NAMES[key[1]],
            level=level_name(key[2]),
            street=key[3],
        )
        for key in order
    )


def _programme_names(content: MonthContent) -> dict[str, str]:
    names: dict[str, str] = {}
    for programme, name in sorted((row.programme, plain(row.programme_name)) for row in _rows(content)):
        names.setdefault(programme, name)
    return names


def _rows(content: MonthContent) -> tuple[AcceptedRow | DecidedRow, ...]:
    return (*content.accepted, *content.decided)


def _level_key(level: int | None) -> tuple[int, int]:
    return (_LEVELS.index(level), 0) if level in _LEVELS else (len(_LEVELS), level or 0)


def _street_key(content: MonthContent) -> Callable[[str], tuple[bool, int, str]]:
    listed = {street_name(street): place for place, street in reversed(tuple(enumerate(content.streets)))}
    return lambda street: (street == NO_STREET, listed.get(street, len(listed)), street)
