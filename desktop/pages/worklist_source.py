"""Where the rows of the worklist come from: counted groups, rows by pages as they come into view, or a filtered list.

The table asks by row number, and the store begins there at the same cost wherever that is.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.casework.worklist import Group, GroupHead, Turn, Whose, WorklistRow, heads_by_turn, worklist_at
from models.casework.worklist_filter import Narrowing, find_cases, rows_of
from models.office import Seat

if TYPE_CHECKING:
    from models.casework.unit_of_work import Desk

TURN_OF_SEAT = {
    Seat.INTAKE: Turn.WINDOW,
    Seat.REVIEW: Turn.REVIEW,
    Seat.SIGN: Turn.SIGNATURE,
    Seat.FINANCE: Turn.FINANCE,
}


@dataclass(frozen=True, slots=True)
class Filter:
    """What is shown; the empty filter shows all. `mine`: whose turn it is has one of my seats.

    `class_number` keeps the cases of one class.
    """

    turn: Turn | None = None
    mine: bool = False
    programme: str = ""
    text: str = ""
    class_number: str = ""

    @property
    def in_force(self) -> bool:
        """Whether it hides anything."""
        return self != Filter()

    @property
    def narrowing(self) -> Narrowing | None:
        """What of it the store keeps no counts for; None where turns alone are chosen."""
        if not (self.programme or self.text or self.class_number):
            return None
        return Narrowing(self.programme, self.text, self.class_number)

    def whose(self, seats: frozenset[Seat]) -> Whose:
        """The turns it keeps, for an account with these seats."""
        mine = frozenset(TURN_OF_SEAT[seat] for seat in seats if seat in TURN_OF_SEAT)
        if not self.mine:
            return self.turn
        return mine if self.turn is None else mine & {self.turn}


@dataclass(frozen=True, slots=True, eq=False)
class Extent:
    """The groups of one answer and their counts; another answer has another extent, even of the same counts.

    `found`: the cases of each group, where a filter found them.
    """

    heads: tuple[GroupHead, ...]
    turn: Whose
    found: Mapping[Group, array[int]] | None = None

    def pieces(self, first: int, count: int) -> list[tuple[Group, int, int]]:
        """The groups that rows `first`, `first + 1` … fall into, with place and number in each."""
        found, start = [], 0
        for head in self.heads:
            low, high = max(first, start), min(first + count, start + head.count)
            if low < high:
                found.append((head.group, low - start, high - low))
            start += head.count
        return found


@dataclass(frozen=True, slots=True)
class Answer:
    """Heads with the rows in view, from number `first` on; `totals` without any filter."""

    extent: Extent
    totals: dict[Whose, int]
    seats: frozenset[Seat]
    first: int
    rows: tuple[WorklistRow, ...]


def ask(desk: Desk, chosen: Filter, first: int, count: int) -> Answer:
    """Heads, totals, and the rows in view; one operation, so that the table never shows a half."""
    whose, narrowing = chosen.whose(desk.account.seats), chosen.narrowing
    by_turn = heads_by_turn(desk, (None, *Turn, whose))
    totals = {turn: sum(head.count for head in heads) for turn, heads in by_turn.items()}
    extent = Extent(by_turn[whose], whose)
    if narrowing is not None:
        found = find_cases(desk, whose, narrowing)
        extent = Extent(found.heads, whose, found.ids)
    # A list that has become shorter than where one was reading begins anew.
    first = first if first < sum(head.count for head in extent.heads) else 0
    return Answer(extent, totals, desk.account.seats, first, read(desk, extent, first, count))


def read(desk: Desk, extent: Extent, first: int, count: int) -> tuple[WorklistRow, ...]:
    """Rows by number, over the borders of groups."""
    pieces = extent.pieces(first, count)
    if extent.found is not None:
        pages = [rows_of(desk, group, extent.found[group][place : place + number]) for group, place, number in pieces]
    else:
        pages = [worklist_at(desk, group, extent.turn, place, number) for group, place, number in pieces]
    return tuple(row for page in pages for row in page)
