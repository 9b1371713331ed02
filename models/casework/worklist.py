"""The worklist: open cases by how late they are and whose turn it is, in pages that begin behind the last row seen.

Lateness is measured in working days against the date a decision is due (社会保险经办条例 第二十四条 by the programme's
`decide_within`). No page counts anything; the counts of the headings are a query of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache, lru_cache, partial

from models.assessment import Result
from models.calendar import OutsideCalendar, WorkCalendar
from models.case import Act, CaseRow, State
from models.casework.unit_of_work import Desk, UnitOfWork
from models.store.worklist_records import AFTER_EVERY_DAY, BEFORE_EVERY_DAY, CaseStanding, Span, SpanKind
from models.vocabulary import PROGRAMME_NAMES

SEVERE_DAYS = 5  # working days beyond the due date after which a case is severely late
_DAY = timedelta(days=1)


class Turn(StrEnum):
    WINDOW = "window"
    REVIEW = "review"
    SIGNATURE = "signature"
    FINANCE = "finance"


TURN_NAMES: Mapping[Turn, str] = {
    Turn.WINDOW: "等窗口",
    Turn.REVIEW: "等复核",
    Turn.SIGNATURE: "等签发",
    Turn.FINANCE: "等拨付",
}
TURNS: Mapping[State, Turn] = {
    State.AT_WINDOW: Turn.WINDOW,
    State.FOR_APPLICANT: Turn.WINDOW,
    State.REGISTERED: Turn.WINDOW,
    State.TO_SEAL: Turn.WINDOW,
    State.TO_SERVE: Turn.WINDOW,
    State.IN_CORRECTION: Turn.WINDOW,
    State.FOR_REVIEW: Turn.REVIEW,
    State.IN_PUBLICITY: Turn.REVIEW,
    State.FOR_SIGNATURE: Turn.SIGNATURE,
    State.TO_PAY: Turn.FINANCE,
}


class Group(StrEnum):
    SEVERE = "severe"
    LATE = "late"
    SOON = "soon"
    APPLICANT = "applicant"
    CORRECTION = "correction"
    PUBLICITY = "publicity"
    SEAL = "seal"
    SERVE = "serve"
    PAY = "pay"
    OTHER = "other"


GROUP_NAMES: Mapping[Group, str] = {
    Group.SEVERE: "严重超期",
    Group.LATE: "已超期",
    Group.SOON: "今明到期",
    Group.APPLICANT: "等申请人·已登记",
    Group.CORRECTION: "更正·复议中",
    Group.PUBLICITY: "公示中",
    Group.SEAL: "待用印",
    Group.SERVE: "待送达",
    Group.PAY: "待拨付",
    Group.OTHER: "其他",
}


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """One line. `working_days_left` is negative when late, None without a due date or beyond the calendar.

    `returned` is the reason while a return is the last act; `result` and `amount_fen` are the newest assessment's,
    `stale` when facts came after it.
    """

    case: CaseRow
    turn: Turn
    group: Group
    programme_name: str
    working_days_left: int | None
    last_act: Act
    last_actor: str
    last_at: datetime
    returned: str
    result: Result | None
    amount_fen: int | None
    stale: bool


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ended; only `worklist` reads it."""

    tier: int
    due: str
    case_id: int


@dataclass(frozen=True, slots=True)
class WorklistPage:
    """`after` begins the next page; None when this was the last."""

    rows: tuple[WorklistRow, ...]
    after: Cursor | None


@dataclass(frozen=True, slots=True)
class GroupHead:
    """A heading with its count and the earliest due date in it."""

    group: Group
    count: int
    earliest: date | None


@dataclass(frozen=True, slots=True)
class Days:
    """The days that part the groups: due before `severe` is severely late, before `today` late, up to `soon` soon."""

    severe: date
    today: date
    soon: date


Whose = Turn | frozenset[Turn] | None  # one turn, several, or everybody's
_BEGINNING = Cursor(0, BEFORE_EVERY_DAY, 0)
_DECIDING = (State.AT_WINDOW, State.FOR_REVIEW, State.FOR_SIGNATURE)
Tier = tuple[Span, ...]
CountSpan = Callable[[Span], tuple[int, str | None]]


def worklist(
    desk: Desk, group: Group, turn: Whose = None, after: Cursor | None = None, limit: int = 50
) -> WorklistPage:
    """A page of one group, of everybody's turn or of one."""
    with desk.look("case.read") as work:
        tiers = tiers_of(group, turn, parting_days(work.calendar, work.today))
        return _page(work, group, tiers, after or _BEGINNING, limit)


def worklist_at(desk: Desk, group: Group, turn: Whose, place: int, limit: int = 50) -> tuple[WorklistRow, ...]:
    """The rows of a group from number `place` on, at the same cost wherever that is."""
    with desk.look("case.read") as work:
        tiers = tiers_of(group, turn, parting_days(work.calendar, work.today))
        return _rows(work, group, _standings(work, tiers, _cursor_before(work, tiers, place), limit))


def worklist_heads(desk: Desk, turn: Whose = None) -> tuple[GroupHead, ...]:
    """Every group with its count, in order of urgency."""
    return heads_by_turn(desk, (turn,))[turn]


def heads_by_turn(desk: Desk, turns: Iterable[Whose] = (None, *Turn)) -> dict[Whose, tuple[GroupHead, ...]]:
    """The heads of everybody's turn (None) and of each one, as they stand at one moment."""
    with desk.look("case.read") as work:
        days = parting_days(work.calendar, work.today)
        count = cache(work.rows.count_span)
        return {turn: tuple(_head(count, group, turn, days) for group in Group) for turn in turns}


def parting_days(calendar: WorkCalendar, today: date) -> Days:
    """The days that part the groups; where the calendar ends, weekends alone are rest days."""
    severe = today
    for _ in range(SEVERE_DAYS):
        severe = _worked(calendar, severe, -1)
    return Days(severe, today, _worked(calendar, today, +1))


def working_days_left(calendar: WorkCalendar, today: date, due: date) -> int | None:
    """Working days after today up to the due date, negative beyond it; None where the calendar does not reach."""
    first, last = sorted((today, due))
    try:
        days = calendar.working_days_after(first, last)
    except OutsideCalendar:
        return None
    return days if due >= today else -days


def _worked(calendar: WorkCalendar, day: date, step: int) -> date:
    while True:
        day += _DAY * step
        try:
            if calendar.is_working_day(day):
                return day
        except OutsideCalendar:
            if day.weekday() < 5:
                return day


@lru_cache(maxsize=512)  # every page of a list asks for the same few
def tiers_of(group: Group, turn: Whose, days: Days) -> tuple[Tier, ...]:
    """What a group is made of, in order; the spans of one tier are merged by their keys."""
    severe, today, later = days.severe.isoformat(), days.today.isoformat(), (days.soon + _DAY).isoformat()
    span = partial(_spans, turn)
    tiers: Mapping[Group, tuple[Tier, ...]] = {
        Group.SEVERE: (span(_DECIDING, SpanKind.DUE, BEFORE_EVERY_DAY, severe),),
        Group.LATE: (span(_DECIDING, SpanKind.DUE, severe, today),),
        Group.SOON: (span(_DECIDING, SpanKind.DUE, today, later),),
        Group.APPLICANT: (
            span((State.FOR_APPLICANT,), SpanKind.ALL),
            span((State.AT_WINDOW,), SpanKind.NOT_ACCEPTED),
            span((State.REGISTERED,), SpanKind.ALL),
        ),
        Group.CORRECTION: (span((State.IN_CORRECTION,), SpanKind.ALL),),
        Group.PUBLICITY: (span((State.IN_PUBLICITY,), SpanKind.ALL),),
        Group.SEAL: (span((State.TO_SEAL,), SpanKind.ALL),),
        Group.SERVE: (span((State.TO_SERVE,), SpanKind.ALL),),
        Group.PAY: (span((State.TO_PAY,), SpanKind.ALL),),
        Group.OTHER: (span(_DECIDING, SpanKind.DUE, later, AFTER_EVERY_DAY), span(_DECIDING, SpanKind.UNDATED)),
    }
    return tiers[group]


def _spans(
    turn: Whose,
    states: tuple[State, ...],
    kind: SpanKind,
    low: str = BEFORE_EVERY_DAY,
    high: str = AFTER_EVERY_DAY,
) -> Tier:
    whose = frozenset(Turn) if turn is None else frozenset({turn}) if isinstance(turn, Turn) else turn
    return tuple(Span(state, kind, low, high) for state in states if TURNS[state] in whose)


def _page(work: UnitOfWork, group: Group, tiers: tuple[Tier, ...], cursor: Cursor, limit: int) -> WorklistPage:
    found = _standings(work, tiers, cursor, limit + 1)
    return WorklistPage(_rows(work, group, found[:limit]), _cursor(*found[limit - 1]) if len(found) > limit else None)


def _standings(work: UnitOfWork, tiers: tuple[Tier, ...], cursor: Cursor, limit: int) -> list[tuple[int, CaseStanding]]:
    """So many standings behind a cursor, each with the number of its tier."""
    found: list[tuple[int, CaseStanding]] = []
    for place in range(cursor.tier, len(tiers)):
        if len(found) == limit:
            break
        key = (cursor.due, cursor.case_id) if place == cursor.tier else (BEFORE_EVERY_DAY, 0)
        found += [(place, one) for one in work.rows.standings(tiers[place], key, limit - len(found))]
    return found


def _rows(work: UnitOfWork, group: Group, found: Sequence[tuple[int, CaseStanding]]) -> tuple[WorklistRow, ...]:
    left = DaysLeft(work.calendar, work.today)
    return tuple(worklist_row(one, group, left) for _, one in found)


def _cursor_before(work: UnitOfWork, tiers: tuple[Tier, ...], place: int) -> Cursor:
    """Where the rows before row number `place` end."""
    if not place:
        return _BEGINNING
    for number, tier in enumerate(tiers):
        key, passed = work.rows.key_before(tier, place)
        if key is not None:
            return Cursor(number, *key)
        place -= passed
    return Cursor(len(tiers), BEFORE_EVERY_DAY, 0)


def _head(count: CountSpan, group: Group, turn: Whose, days: Days) -> GroupHead:
    counts = [count(span) for tier in tiers_of(group, turn, days) for span in tier]
    earliest = min((day for _, day in counts if day is not None), default=None)
    return GroupHead(
        group, sum(amount for amount, _ in counts), None if earliest is None else date.fromisoformat(earliest)
    )


def _cursor(tier: int, standing: CaseStanding) -> Cursor:
    return Cursor(tier, *standing.key)


class DaysLeft:
    """Working days left for each due date, counted once a date."""

    def __init__(self, calendar: WorkCalendar, today: date) -> None:
        self._calendar, self._today = calendar, today
        self._known: dict[date, int | None] = {}

    def __call__(self, due: date | None) -> int | None:
        if due is None:
            return None
        if due not in self._known:
            self._known[due] = working_days_left(self._calendar, self._today, due)
        return self._known[due]


def worklist_row(standing: CaseStanding, group: Group, left: DaysLeft) -> WorklistRow:
    """A standing as a line of a group."""
    case = standing.row
    return WorklistRow(
        case=case,
        turn=TURNS[case.state],
        group=group,
        programme_name=PROGRAMME_NAMES.get(case.programme, case.programme),
        working_days_left=left(case.due_on) if case.state in _DECIDING else None,
        last_act=standing.act,
        last_actor=standing.actor,
        last_at=standing.acted_at,
        returned=standing.reason if standing.act is Act.RETURNED else "",
        result=standing.result,
        amount_fen=standing.amount_fen,
        stale=standing.stale,
    )
