"""Where the rows of the worklist come from: counted groups, rows by pages as they come into view, or a filtered list.

The table asks by row number, and the store begins there at the same cost wherever that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.casework.classes import cases_of_class
from models.casework.worklist import Cursor, Group, GroupHead, Turn, WorklistRow, heads_by_turn, worklist, worklist_at
from models.office import Seat
from models.pinyin import typed_keys
from models.search_terms import name_term

if TYPE_CHECKING:
    from models.casework.unit_of_work import Desk

MOST_FOUND = 2000  # a filtered list is read whole; nobody reads further than this
_STEP = 500
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
    def counted(self) -> bool:
        """Whether the store can count its rows without reading them."""
        return not (self.mine or self.programme or self.text or self.class_number)


@dataclass(frozen=True, slots=True, eq=False)
class Extent:
    """The groups of one answer and their counts; another answer has another extent, even of the same counts."""

    heads: tuple[GroupHead, ...]
    turn: Turn | None

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
    """Heads with the first rows to show; `rows` is the whole list of a filter that cannot be counted."""

    extent: Extent
    totals: dict[Turn | None, int]
    seats: frozenset[Seat]
    first: int = 0
    rows: tuple[WorklistRow, ...] = ()
    whole: bool = False
    cut: bool = False


def ask(desk: Desk, chosen: Filter, first: int, count: int) -> Answer:
    """Heads, totals, and the rows in view; one operation, so that the table never shows a half."""
    by_turn = heads_by_turn(desk)
    totals = {turn: sum(head.count for head in heads) for turn, heads in by_turn.items()}
    if chosen.counted:
        extent = Extent(by_turn[chosen.turn], chosen.turn)
        return Answer(extent, totals, desk.account.seats, first, read(desk, extent, first, count))
    rows, cut = _matching(desk, chosen)
    return Answer(_counted(rows), totals, desk.account.seats, 0, rows, whole=True, cut=cut)


def read(desk: Desk, extent: Extent, first: int, count: int) -> tuple[WorklistRow, ...]:
    """Rows by number, over the borders of groups."""
    pieces = extent.pieces(first, count)
    pages = (worklist_at(desk, group, extent.turn, place, number) for group, place, number in pieces)
    return tuple(row for page in pages for row in page.rows)


def _matching(desk: Desk, chosen: Filter) -> tuple[tuple[WorklistRow, ...], bool]:
    mine = {TURN_OF_SEAT[seat] for seat in desk.account.seats if seat in TURN_OF_SEAT}
    members = cases_of_class(desk, chosen.class_number) if chosen.class_number else None
    found: list[WorklistRow] = []
    for group in Group:
        cursor: Cursor | None = None
        while True:
            page = worklist(desk, group, chosen.turn, cursor, _STEP)
            rows = [row for row in page.rows if members is None or row.case.case_id in members]
            found += [row for row in rows if (not chosen.mine or row.turn in mine) and matches(row, chosen)]
            cursor = page.after
            if len(found) >= MOST_FOUND:
                return tuple(found[:MOST_FOUND]), True
            if cursor is None:
                break
    return tuple(found), False


def matches(row: WorklistRow, chosen: Filter) -> bool:
    """Whether a row has the programme and the text: number, name, its pinyin, end of the ID number, clerk."""
    if chosen.programme and row.case.programme != chosen.programme:
        return False
    typed = chosen.text.strip()
    if not typed:
        return True
    plain = typed.upper()
    term = name_term(typed)
    if plain in row.case.number or row.case.id_number.endswith(plain) or typed in row.last_actor:
        return True
    return bool(term and term in name_term(row.case.person_name)) or _sounds_like(row.case.person_name, typed)


def _sounds_like(name: str, typed: str) -> bool:
    from models.pinyin import sound_keys

    if not typed.isascii() or not typed.isalpha():
        return False
    return any(key.startswith(wanted) for wanted in typed_keys(typed) for key in sound_keys(name))


def _counted(rows: Sequence[WorklistRow]) -> Extent:
    heads = []
    for group in Group:
        members = [row for row in rows if row.group is group]
        earliest = min((row.case.due_on for row in members if row.case.due_on), default=None)
        heads.append(GroupHead(group, len(members), earliest))
    return Extent(tuple(heads), None)
