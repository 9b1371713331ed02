"""The clock of a case in casework: when it began, when it stood still, what the applicant was told, when it is due.

社会保险经办条例 第二十四条第三款 gives the working days (`decide_within` of the programme) and counts them from the
receipt of the application, whenever it was accepted. A notice stops the clock until everything has arrived, unless the
office has set that it runs on (FACTS leaves the question open).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from models.calendar import WorkCalendar, beijing_date
from models.case import OPEN_STATES, Act, Case, State
from models.casework.changes import Changes, Done
from models.casework.grounds import PAUSE_SETTING, RUNS_ON
from models.casework.unit_of_work import Desk, UnitOfWork
from models.clock import Pause, Run, kept_promise, run_clock
from models.errors import Refused
from models.notice import NOTICE_DAYS, Notice
from models.office import Office
from models.rounds import RoundOpening
from models.rules.schema import DecideWithin
from models.store.calendar_records import DueChange

_WHY_PAUSED = "补正期间，停止计算"
_RUNNING = OPEN_STATES - {State.FOR_APPLICANT, State.REGISTERED}


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline with the days it is made of. `promised` is what the applicant was told, None without a printed date.

    `about` says what is counted, `clause` the text it rests on.
    """

    number: str
    about: str
    clause: str
    length: int
    run: Run
    due_on: date | None
    promised: date | None
    office_years: Mapping[int, str]


def pauses_of(notices: tuple[Notice, ...], office: Office) -> tuple[Pause, ...]:
    """When the clock of a case stood still."""
    if (office.settings or {}).get(PAUSE_SETTING) == RUNS_ON:
        return ()
    return tuple(Pause(notice.issued_on, notice.settled_on, _WHY_PAUSED) for notice in notices)


def within_of(work: UnitOfWork, case: Case, on: date) -> DecideWithin | None:
    """The period for the decision that the law states on a day, if it states any."""
    within = work.rulebook.programmes[case.programme].decide_within
    return within if within is not None and within.since <= on else None


def clock_start(case: Case, opening: RoundOpening | None) -> date | None:
    """The day the period runs from, which is not counted: of receipt.

    In a further round, of taking a case up again that had not been accepted; None for a decided one: the period of its
    first decision is over, and the round has the day that its ground sets, if any.
    """
    if opening is None:
        return case.applied_on
    return beijing_date(opening.opened_at) if opening.decision_id is None else None


def period_of(
    work: UnitOfWork, case: Case, calendar: WorkCalendar | None = None, *, pauses: tuple[Pause, ...] | None = None
) -> tuple[DecideWithin, Run] | None:
    """The period for the decision day by day, accepted or not; None where no law states one."""
    start = clock_start(case, work.rows.opening_for(case.id, case.round))
    within = None if start is None else within_of(work, case, start)
    if start is None or within is None:
        return None
    halts = pauses_of(work.rows.notices(case.id), work.office) if pauses is None else pauses
    return within, run_clock(calendar or work.calendar, start, within.working_days + extended_by(work, case), halts)


def decision_clock(
    work: UnitOfWork, case: Case, calendar: WorkCalendar | None = None, *, pauses: tuple[Pause, ...] | None = None
) -> tuple[DecideWithin, Run] | None:
    """The same once the case was accepted, registered or noticed; before, the period for telling what is missing
    comes first."""
    begun = case.accepted_on is not None or case.due_on is not None or case.state is State.REGISTERED
    if not begun and all(notice.accepted_before for notice in work.rows.notices(case.id)):
        return None
    return period_of(work, case, calendar, pauses=pauses)


def extended_by(work: UnitOfWork, case: Case) -> int:
    """The working days by which the period was extended."""
    return sum(change.extended_by for change in work.rows.due_changes(case.id))


def notice_clock(work: UnitOfWork, case: Case) -> Run:
    """The working days within which everything missing must be told, from receipt."""
    return run_clock(work.calendar, case.applied_on, NOTICE_DAYS)


def promised_date(work: UnitOfWork, case: Case) -> date | None:
    """What the applicant has been told last: the receipt's date, or what came after it."""
    changes = work.rows.due_changes(case.id)
    return changes[-1].promised if changes else case.due_on


def change_due(
    work: UnitOfWork, case: Case, due_on: date | None, promised: date | None, why: str, *, extended: int = 0
) -> Case:
    """Move the due date, keeping on record what it was, what the applicant was told, and why it moved."""
    change = DueChange(case.id, case.due_on, due_on, promised, why, work.actor.id, work.now, extended)
    work.rows.add_due_change(change)
    return work.rows.touch_case(case, due_on=due_on)


def resume_clock(work: UnitOfWork, case: Case) -> Case:
    """Give an accepted case its due date again after a pause: it is later by the paused working days.

    Days by which an earlier date had been kept for the applicant stay kept.
    """
    pauses = pauses_of(work.rows.notices(case.id), work.office)
    before, after = decision_clock(work, case, pauses=pauses[:-1]), decision_clock(work, case, pauses=pauses)
    if case.accepted_on is None or before is None or after is None:
        return case
    kept = 0 if case.due_on is None else sum(one.place > 0 and one.day > case.due_on for one in before[1].days)
    due = after[1].due
    if kept and due is not None:
        worked = [one.day for one in after[1].days if one.place]
        due = worked[-1 - kept]
    return case if due == case.due_on else change_due(work, case, due, due, "pause")


def deadline(desk: Desk, number: str) -> Deadline:
    """The deadline of a case for its small calendar: until the decision, before acceptance until a notice.

    Raises Refused where nothing is counted.
    """
    with desk.look("case.read") as work:
        case = work.rows.case_numbered(number)
        found = decision_clock(work, case)
        years = {entry.table.year: entry.document for entry in work.rows.calendar_entries(confirmed_only=True)}
        if found is not None:
            within, run = found
            clause = f"《{within.clause.document}》{within.clause.article}"
            days = within.working_days + extended_by(work, case)
            return Deadline(number, "办结期限", clause, days, run, case.due_on, promised_date(work, case), years)
        if case.state is State.AT_WINDOW and case.accepted_on is None:
            run = notice_clock(work, case)
            clause = "《行政许可法》第三十二条第一款第四项（参照）"
            return Deadline(number, "一次性告知期限", clause, NOTICE_DAYS, run, run.due, None, years)
        raise Refused(
            f"案件 {number} 没有正在计算的期限：该事项没有查到法定办理期限，或尚未受理，"
            "或正在更正、复议中（按文书定的日期办）。"
        )


@dataclass(frozen=True, slots=True)
class Undated:
    """An accepted case whose receipt could give no date, or gave one that counted from acceptance (`due_before`).

    `due_on` is the date it can be given now, None not yet.
    """

    number: str
    accepted_on: date
    due_on: date | None
    due_before: date | None = None

    @property
    def words(self) -> str:
        """What can be done about it."""
        if self.due_on is None:
            return "工作日历还没有所需年份"
        if self.due_before is None:
            return f"现在可以补算为 {self.due_on}"
        return f"期限自收到申请之日起算，应由 {self.due_before} 提前到 {self.due_on}"


def undated_cases(desk: Desk) -> tuple[Undated, ...]:
    """Open cases that were accepted beyond the working-day table, or whose date counts from acceptance."""
    with desk.look("case.read") as work:
        return tuple(found for _, found in undated_within(work))


def undated_within(work: UnitOfWork) -> tuple[tuple[Case, Undated], ...]:
    """The same with the cases themselves."""
    return tuple(_without_date(work))


def date_cases(desk: Desk) -> Done[tuple[Undated, ...]]:
    """Give every such case its due date, now that the table reaches it. Raises Refused when it reaches none.

    What the applicant was told stays on record; a date that comes forward binds the office alone.
    """
    with desk.perform("case.redate") as work:
        dated: list[Undated] = []
        touched: set[int] = set()
        for case, found in undated_within(work):
            if found.due_on is not None:
                change_due(work, case, found.due_on, promised_date(work, case), "completed")
                words = f"补算为 {found.due_on}"
                if found.due_before is not None:
                    words = f"自收到申请之日起算，由 {found.due_before} 提前到 {found.due_on}"
                work.rows.add_act(case.id, case.round, Act.REDATED, work.actor.id, work.now, words)
                work.record(f"case:{case.id}", {"on": found.due_on.isoformat()})
                dated.append(found)
                touched.add(case.id)
        if not dated:
            raise Refused(
                "没有可以补算的期限：工作日历还没有所需年份，或没有缺期限的案件。请先录入并确认该年放假安排。"
            )
    return Done(tuple(dated), Changes(cases=frozenset(touched)))


def _without_date(work: UnitOfWork) -> Iterator[tuple[Case, Undated]]:
    for case in work.rows.open_cases():
        if case.state not in _RUNNING or case.accepted_on is None:
            continue
        # Only what was accepted later than it came can have been dated from its acceptance.
        if case.due_on is not None and case.accepted_on <= case.applied_on:
            continue
        counted = decision_clock(work, case)
        if counted is None:
            continue
        due = counted[1].due
        if case.due_on is None or (due is not None and due < case.due_on):
            yield case, Undated(case.number, case.accepted_on, due, case.due_on)


@dataclass(frozen=True, slots=True)
class Moved:
    """An open case whose date another table would move. `computed` None: the new table no longer reaches it.

    `due_on` is what it becomes: never later than `promised`.
    """

    number: str
    due_before: date
    computed: date | None
    promised: date | None
    due_on: date


def moved_within(work: UnitOfWork, calendar: WorkCalendar) -> tuple[tuple[Case, Moved], ...]:
    """Which open cases another working-day table touches."""
    found: list[tuple[Case, Moved]] = []
    for case in work.rows.open_cases():
        if case.due_on is None or case.state is State.FOR_APPLICANT:
            continue
        counted = decision_clock(work, case, calendar)
        if counted is None:
            continue
        before = decision_clock(work, case)
        computed, promised = counted[1].due, promised_date(work, case)
        if before is None or computed == before[1].due:
            continue
        due = kept_promise(computed, promised) or case.due_on
        found.append((case, Moved(case.number, case.due_on, computed, promised, due)))
    return tuple(found)
