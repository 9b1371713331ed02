"""What the window needs to know when somebody comes: who it is, what is under way, what the rules say today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from models.calendar import WorkCalendar, beijing_date
from models.case import Act, CaseRow
from models.casework.identities import surviving
from models.casework.intake import AT_THE_WINDOW
from models.casework.likenesses import LikenessHint, find_likenesses
from models.casework.queries import CaseRecord, record_of
from models.casework.unit_of_work import Clock, Desk, UnitOfWork
from models.errors import Refused
from models.facts import Award
from models.id_number import mask_id
from models.identity_change import ChangeOutcome, IdentityChange
from models.identity_document import expiry_warning
from models.letter import Letter
from models.office import Account, Office
from models.person import Person
from models.rules.rulebook import RuleBook

_LAST_CASES = 8
_RECENT_CASES = 60


@dataclass(frozen=True, slots=True)
class Ground:
    """Everything an assessment needs beside the facts: read once, then nothing of the store is touched."""

    rulebook: RuleBook
    calendar: WorkCalendar
    office: Office
    clerk: Account
    today: date
    clock: Clock


@dataclass(frozen=True, slots=True)
class EarlierLetter:
    """A letter this office once gave the person."""

    letter: Letter
    programme: str
    case_number: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody at the window. `person` is None for an ID number nobody has yet.

    `awards` are what this office granted, by case; `cases` and `letters` are the newest first. `told` says what is odd
    about the document; `change` is a correction of the number that waits for a second look.
    """

    ground: Ground
    id_number: str
    person: Person | None = None
    awards: tuple[tuple[int, Award], ...] = ()
    cases: tuple[CaseRow, ...] = ()
    letters: tuple[EarlierLetter, ...] = ()
    hints: tuple[LikenessHint, ...] = ()
    told: tuple[str, ...] = ()
    change: IdentityChange | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """Why a case came back to the window."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Reopened:
    """A case at the window with everything recorded on it. By paper, `scans` counts, `attachments` has the latest."""

    arrival: Arrival
    record: CaseRecord
    returned: Returned | None
    checked_by: str
    scans: Mapping[str, int]
    attachments: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class WindowDay:
    """Today, and the cases last opened, the newest first: for the empty screen."""

    today: date
    cases: tuple[CaseRow, ...]


def arrival(desk: Desk, id_number: str) -> Arrival:
    """Who has this ID number, as the window needs it; nobody is an answer too."""
    with desk.look("person.read") as work:
        person = work.rows.person_by_id_number(id_number)
        if person is None:
            return Arrival(_ground(work, desk.clock), id_number, told=tuple(_taken_away(work, id_number)))
        return _arrival(work, desk.clock, person)


def arrival_of(desk: Desk, person_id: int) -> Arrival:
    """The same for a person who was found. Raises InputError when there is none."""
    with desk.look("person.read") as work:
        return _arrival(work, desk.clock, surviving(work, person_id))


def reopened(desk: Desk, number: str) -> Reopened:
    """A case that stands at the window. Raises Refused for one that is elsewhere, naming the way."""
    with desk.look("case.read") as work:
        case = work.rows.case_numbered(number)
        if case.state not in AT_THE_WINDOW:
            raise Refused(f"案件 {number} 不在窗口办理阶段，这里不能改动。可在“待办”里查看。")
        record = record_of(work, case)
        names = {account.id: account.name for account in work.rows.accounts()}
        check = record.register_check
        last = record.acts[-1] if record.acts else None
        returned = None
        if last is not None and last.act is Act.RETURNED:
            returned = Returned(names.get(last.account_id, ""), last.at, last.reason)
        scans: dict[str, int] = {}
        for paper in record.papers:
            scans[paper.name] = scans.get(paper.name, 0) + (paper.attachment_id is not None)
        return Reopened(
            arrival=_arrival(work, desk.clock, record.person, beside=case.id),
            record=record,
            returned=returned,
            checked_by="" if check is None else names.get(check.checked_by, ""),
            scans=scans,
            attachments={paper.name: paper.attachment_id for paper in record.papers if paper.attachment_id is not None},
        )


def hints_for(desk: Desk, person: Person, facts: Mapping[str, object]) -> tuple[LikenessHint, ...]:
    """Who may be the same person, for a person as typed so far. Beside nothing else: the window asks again."""
    with desk.look("person.search") as work:
        return find_likenesses(work, person, facts)


def occupations(desk: Desk) -> tuple[str, ...]:
    """The occupations of the latest cases, the most frequent first: proposals for typing, not a catalogue."""
    with desk.look("case.read") as work:
        counted: dict[str, int] = {}
        for row in work.rows.cases(limit=_RECENT_CASES, newest_first=True):
            case = work.rows.case(row.case_id)
            facts = {} if case.facts_id is None else work.rows.fact_set(case.facts_id).facts
            for key in ("certificate.occupation", "training.occupation"):
                if isinstance(name := facts.get(key), str):
                    counted[name] = counted.get(name, 0) + 1
        return tuple(sorted(counted, key=lambda name: (-counted[name], name)))


def window_day(desk: Desk, limit: int = 8) -> WindowDay:
    """What was last taken in, for the empty screen."""
    with desk.look("case.read") as work:
        return WindowDay(work.today, work.rows.cases(limit=limit, newest_first=True))


def _ground(work: UnitOfWork, clock: Clock) -> Ground:
    return Ground(work.rulebook, work.calendar, work.office, work.actor, work.today, clock)


def _arrival(work: UnitOfWork, clock: Clock, person: Person, beside: int | None = None) -> Arrival:
    cases = work.rows.cases(person_id=person.id, newest_first=True)
    letters = [
        EarlierLetter(letter, row.programme, row.number)
        for row in cases[:_LAST_CASES]
        for letter in work.rows.letters(row.case_id)
    ]
    return Arrival(
        ground=_ground(work, clock),
        id_number=person.id_number,
        person=person,
        awards=work.rows.own_awards(person.id),
        cases=cases,
        letters=tuple(sorted(letters, key=lambda each: each.letter.id, reverse=True)),
        hints=find_likenesses(work, person, {}, beside),
        told=tuple(_told(work, person)),
        change=next((each for each in work.rows.identity_changes(person.id) if each.outcome is None), None),
    )


def _told(work: UnitOfWork, person: Person) -> Iterator[str]:
    if warning := expiry_warning(person.id_expires_on, person.document.value, work.today):
        yield warning
    for change in work.rows.identity_changes(person.id):
        if change.outcome is ChangeOutcome.DONE and change.into_id == person.id:
            yield f"登记为 {mask_id(change.old_number)} 的一份已于 {beijing_date(change.asked_at)} 并入这里。"


def _taken_away(work: UnitOfWork, id_number: str) -> Iterator[str]:
    for change in work.rows.changes_of_number(id_number):
        if change.outcome is ChangeOutcome.DONE:
            person = surviving(work, change.person_id)
            yield (
                f"这个号码曾错登在{person.name}名下，已更正为 {mask_id(person.id_number)}。"
                "来的是此人的，请按姓名打开；是另一个人的，照常登记。"
            )
