"""The worklist of one programme, one class or one text: found whole, in the order of the worklist, read by pages.

Only the ids are kept, eight bytes a case; a page of them is read when it comes into view.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.casework.unit_of_work import Desk, UnitOfWork
from models.casework.worklist import (
    TURNS,
    DaysLeft,
    Group,
    GroupHead,
    Turn,
    Whose,
    WorklistRow,
    parting_days,
    tiers_of,
    worklist_row,
)
from models.pinyin import typed_keys
from models.search_terms import PersonTerm, backwards, name_term
from models.store.narrowed_records import LastActor, Narrowed, NumberPart, PeopleTerm, Stand, Way
from models.store.worklist_records import Span, SpanKind


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What is kept of the list; "" keeps all. The text is of a number, a name or its pinyin, the end of an ID number,
    or the clerk of the last act."""

    programme: str = ""
    text: str = ""
    class_number: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class FoundCases:
    """Ids by group in the order of the list, and the headings over them."""

    heads: tuple[GroupHead, ...]
    ids: Mapping[Group, array[int]]


def find_cases(desk: Desk, turn: Whose, narrowing: Narrowing) -> FoundCases:
    """Every case of the worklist that a filter keeps. Raises InputError where there is no such class."""
    with desk.look("case.read") as work:
        number, text = narrowing.class_number, narrowing.text.strip()
        class_id = work.rows.class_numbered(number).id if number else None
        whose = frozenset(Turn) if turn is None else frozenset({turn}) if isinstance(turn, Turn) else turn
        states = frozenset(state for state, one in TURNS.items() if one in whose)
        ways = tuple(_ways(work, text)) if text else None
        found = work.rows.narrowed(Narrowed(states, narrowing.programme, class_id), ways)
        return _in_order(work, turn, found)


def rows_of(desk: Desk, group: Group, ids: Sequence[int]) -> tuple[WorklistRow, ...]:
    """The lines of these cases as they stand now; one that has left the list meanwhile is left out."""
    with desk.look("case.read") as work:
        left = DaysLeft(work.calendar, work.today)
        found = work.rows.standings_of(ids)
        return tuple(worklist_row(one, group, left) for one in found if one.row.state in TURNS)


def _ways(work: UnitOfWork, text: str) -> Iterator[Way]:
    """Everything a typed text can be."""
    if term := name_term(text):
        yield PeopleTerm(PersonTerm.NAME, term)
        yield PeopleTerm(PersonTerm.NAME_END, term)
    yield from (PeopleTerm(PersonTerm.SOUND, key) for key in typed_keys(text))
    if text.isascii() and text.isalnum():
        yield PeopleTerm(PersonTerm.ID_BACKWARDS, backwards(text))
    if not any(map(str.isalpha, text)):
        yield NumberPart(text)
    if theirs := tuple(account.id for account in work.rows.accounts() if text in account.name):
        yield LastActor(theirs)


def _in_order(work: UnitOfWork, turn: Whose, found: Mapping[Stand, list[int]]) -> FoundCases:
    days = parting_days(work.calendar, work.today)
    places = [
        (span, group, tier)
        for group in Group
        for tier, spans in enumerate(tiers_of(group, turn, days))
        for span in spans
    ]
    lists: dict[Group, defaultdict[tuple[int, str], list[int]]] = {group: defaultdict(list) for group in Group}
    for stand, ids in found.items():
        for span, group, tier in places:
            if _holds(span, stand):
                lists[group][tier, (stand[1] or "") if span.kind is SpanKind.DUE else ""] += ids
    ordered = {
        group: array("q", (each for key in sorted(by_key) for each in sorted(by_key[key])))
        for group, by_key in lists.items()
    }
    return FoundCases(tuple(_head(group, len(ordered[group]), lists[group]) for group in Group), ordered)


def _holds(span: Span, stand: Stand) -> bool:
    state, due, accepted = stand
    if state != span.state:
        return False
    if span.kind is SpanKind.DUE:
        return due is not None and span.low <= due < span.high
    if span.kind is SpanKind.ALL:
        return True
    return due is None and bool(accepted) is (span.kind is SpanKind.UNDATED)


def _head(group: Group, count: int, keys: Mapping[tuple[int, str], list[int]]) -> GroupHead:
    earliest = min((due for _, due in keys if due), default=None)
    return GroupHead(group, count, None if earliest is None else date.fromisoformat(earliest))
