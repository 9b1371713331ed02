"""Frozen rows for lists and the whole record of one case."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from models.attendant import AttendantRecord
from models.case import Case, CaseAct, CaseRow, Decision, FactSet, Paper, RegisterCheck, State, StoredAssessment
from models.casework.unit_of_work import Desk, UnitOfWork
from models.identity_change import IdentityChange
from models.letter import Letter
from models.person import Person


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """Everything kept about one case. `stale` when the facts are newer than the assessment.

    `change` is a correction of the person's number that waits for a second look.
    """

    case: Case
    person: Person
    facts: FactSet | None
    register_check: RegisterCheck | None
    papers: tuple[Paper, ...]
    assessment: StoredAssessment | None
    stale: bool
    decision: Decision | None
    letters: tuple[Letter, ...]
    acts: tuple[CaseAct, ...]
    pending: tuple[str, ...]
    attendant: AttendantRecord | None = None
    change: IdentityChange | None = None


def case_rows(desk: Desk, states: Collection[State] | None = None) -> tuple[CaseRow, ...]:
    """The cases in the given states (all when None), oldest first."""
    with desk.look("case.read") as work:
        return work.rows.cases(states)


def case_state(desk: Desk, number: str) -> State:
    """Where a case stands."""
    with desk.look("case.read") as work:
        return work.rows.case_numbered(number).state


def case_record(desk: Desk, number: str) -> CaseRecord:
    """One case, whole. `pending` names the person's other undecided cases of the same programme."""
    with desk.look("case.read") as work:
        return record_of(work, work.rows.case_numbered(number))


def record_of(work: UnitOfWork, case: Case) -> CaseRecord:
    """The same inside another query."""
    rows = work.rows
    assessment = None if case.assessment_id is None else rows.assessment(case.assessment_id)
    return CaseRecord(
        case=case,
        person=rows.person(case.person_id),
        facts=None if case.facts_id is None else rows.fact_set(case.facts_id),
        register_check=rows.register_check(case.id),
        papers=rows.papers(case.id),
        assessment=assessment,
        stale=assessment is not None and assessment.facts_id != case.facts_id,
        decision=rows.decision(case.id),
        letters=rows.letters(case.id),
        acts=rows.acts(case.id),
        pending=tuple(
            other.number for other in rows.pending_cases(case.person_id, case.programme) if other.id != case.id
        ),
        attendant=rows.attendant(case.id),
        change=next((each for each in rows.identity_changes(case.person_id) if each.outcome is None), None),
    )
