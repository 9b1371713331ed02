"""What a reviewer looks at first: whatever is not routine about a case, as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from models.assessment import Assessment, Line, Verdict
from models.calendar import beijing_date
from models.case import Act, Case, FactSet
from models.casework.assessing import assess_now
from models.casework.case_history import UNKNOWN, field_entries
from models.casework.likenesses import LikenessHint, find_likenesses
from models.casework.unit_of_work import Desk, UnitOfWork
from models.rules.schema import Criterion, ItemType
from models.store.overview_records import PersonDecision
from models.vocabulary import VOCABULARY, fact_key

NEAR_DAYS = 15
_TAKEN_IN = {Act.ACCEPTED, Act.DEEMED_ACCEPTED, Act.REGISTERED}


@dataclass(frozen=True, slots=True)
class Correction:
    """A fact that was changed after acceptance: by whom and when last."""

    key: str
    label: str
    old: str
    new: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NearLimit:
    """A condition met with nothing to spare. `days_left` from application to limit; None for a number at its limit."""

    criterion: str
    sentence: str
    limit: str
    value: str
    days_left: int | None


@dataclass(frozen=True, slots=True)
class ReviewDifferences:
    """`register_age_days` is None without a register check; `routine` counts the conditions met with room to spare."""

    number: str
    assessment: Assessment
    corrections: tuple[Correction, ...]
    near_limits: tuple[NearLimit, ...]
    likenesses: tuple[LikenessHint, ...]
    judgements: tuple[Line, ...]
    failed: tuple[Line, ...]
    open_lines: tuple[Line, ...]
    register_age_days: int | None
    register_result: str
    earlier: tuple[PersonDecision, ...]
    routine: int


def review_differences(desk: Desk, number: str) -> ReviewDifferences:
    """What is unusual about a case, judged with facts, awards and rules as they stand now."""
    with desk.look("case.read") as work:
        rows = work.rows
        case = rows.case_numbered(number)
        person = rows.person(case.person_id)
        facts = {} if case.facts_id is None else rows.fact_set(case.facts_id).facts
        assessment = assess_now(work, case)
        near = tuple(_near_limits(work, case, assessment))
        check = rows.register_check(case.id)
        met = [line for line in assessment.criteria if line.verdict is Verdict.MET]
        return ReviewDifferences(
            number=number,
            assessment=assessment,
            corrections=tuple(_corrections(work, case)),
            near_limits=near,
            likenesses=_standing(find_likenesses(work, person, facts, beside=case.id)),
            judgements=_with_verdict(assessment, Verdict.JUDGEMENT),
            failed=assessment.failed(),
            open_lines=_with_verdict(assessment, Verdict.UNKNOWN),
            register_age_days=None if check is None else (work.today - beijing_date(check.checked_at)).days,
            register_result="" if check is None else check.result,
            earlier=tuple(one for one in rows.decisions_of_person(person.id) if one.case_number != number),
            routine=len(met) - len({one.criterion for one in near} & {line.id for line in met}),
        )


def _standing(hints: tuple[LikenessHint, ...]) -> tuple[LikenessHint, ...]:
    """What nobody settled, and what was settled with a note for the reviewer."""
    return tuple(hint for hint in hints if not hint.settled or hint.needs_note)


def _with_verdict(assessment: Assessment, verdict: Verdict) -> tuple[Line, ...]:
    return tuple(line for line in assessment.criteria if line.verdict is verdict)


def _corrections(work: UnitOfWork, case: Case) -> Iterator[Correction]:
    accepted = next((act for act in work.rows.acts(case.id) if act.act in _TAKEN_IN), None)
    if accepted is None:
        return
    since = _since(work.rows.fact_sets(case.id), accepted.at)
    names = {account.id: account.name for account in work.rows.accounts()}
    for key in (name for name in VOCABULARY if any(name in stored.facts for stored in since)):
        entries = field_entries(since, key, names)
        first, last = entries[0], entries[-1]
        old = first.shown if first.facts_id == since[0].id else UNKNOWN
        if old != last.shown:
            yield Correction(key, fact_key(key).label, old, last.shown, last.by, last.at)


def _since(sets: tuple[FactSet, ...], accepted: datetime) -> tuple[FactSet, ...]:
    """The facts as accepted, and everything after them."""
    earlier = [stored for stored in sets if stored.recorded_at <= accepted]
    return (*earlier[-1:], *(stored for stored in sets if stored.recorded_at > accepted))


def _near_limits(work: UnitOfWork, case: Case, assessment: Assessment) -> Iterator[NearLimit]:
    rules = work.rulebook.programmes[case.programme]
    day = assessment.version_day or case.applied_on
    criteria = {each.id: each for each in _walk(rules.criteria_of(rules.version_on(day)))}
    for top in assessment.criteria:
        for line in _lines(top):
            near = _near(work, case, line, criteria.get(line.id), day)
            if near is not None:
                yield NearLimit(top.id, line.sentence, *near)


def _near(
    work: UnitOfWork, case: Case, line: Line, criterion: Criterion | None, day: date
) -> tuple[str, str, int | None] | None:
    """Limit, value and days left, when a met condition is close to failing."""
    if line.verdict is not Verdict.MET:
        return None
    if line.holds_until is not None:
        left = (line.holds_until - case.applied_on).days
        return (line.holds_until.isoformat(), case.applied_on.isoformat(), left) if 0 <= left <= NEAR_DAYS else None
    return None if criterion is None else _exactly(work, case, line, criterion, day)


def _exactly(work: UnitOfWork, case: Case, line: Line, criterion: Criterion, day: date) -> tuple[str, str, None] | None:
    item = work.rulebook.programmes[case.programme].items.get(str(criterion.params.get("value")))
    if criterion.kind != "compare" or item is None or item.type not in {ItemType.MONTHS, ItemType.COUNT}:
        return None
    row = item.row_on(day)
    value = line.facts.get(criterion.params["fact"])
    if row is None or row.value is None or value != row.value:
        return None
    unit = fact_key(criterion.params["fact"]).unit
    return f"{row.value}{unit}", f"{value}{unit}", None


def _walk(criteria: tuple[Criterion, ...]) -> Iterator[Criterion]:
    for criterion in criteria:
        yield criterion
        yield from _walk(criterion.children)


def _lines(line: Line) -> Iterator[Line]:
    yield line
    for child in line.children:
        yield from _lines(child)
