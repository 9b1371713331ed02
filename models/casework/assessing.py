"""Assessing a case with the rulebook in force, and telling whether two assessments say the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.assessment import Assessment, Result
from models.case import OPEN_STATES, Case, StoredAssessment
from models.casework.awards import facts_of
from models.casework.changes import Changes, Done
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import Refused
from models.rules.evaluate import assess


def assess_case(desk: Desk, number: str) -> Done[StoredAssessment]:
    """Assess an open case and keep the receipt; a decided case is shown from its own receipt instead."""
    with desk.perform("case.assess") as work:
        case = work.rows.case_numbered(number)
        if case.state not in OPEN_STATES:
            raise Refused(f"案件 {number} 已经办结或作出决定，不再重新核算。原结论请看决定时的核算记录。")
        stored, assessment = store_assessment(work, case)
        work.rows.touch_case(case, assessment_id=stored.id)
        work.record(f"case:{case.id}", {"assessment": stored.id, "result": assessment.result.value})
    return Done(stored, Changes.case(case.id))


def assess_now(work: UnitOfWork, case: Case) -> Assessment:
    """What the rulebook in force says about the case's facts and awards as they stand, without keeping it."""
    return assess(
        work.rulebook,
        case.programme,
        facts_of(work, case),
        case.applied_on,
        rest_day_rule=work.office.rest_day_rule,
        calendar=work.calendar,
        today=work.today,
    )


def store_assessment(work: UnitOfWork, case: Case) -> tuple[StoredAssessment, Assessment]:
    """Assess and append the receipt; the caller points the case at it."""
    if case.facts_id is None:
        raise Refused(f"案件 {case.number} 还没有录入任何事实，不能核算。请先录入申请信息。")
    assessment = assess_now(work, case)
    stored = work.rows.add_assessment(case.id, case.facts_id, assessment.to_text(), work.actor.id, work.now)
    return stored, assessment


def same_verdict(one: Assessment, other: Assessment) -> bool:
    """Whether both say the same: result, amount, and each criterion's verdict."""
    return _gist(one) == _gist(other)


def says(receipt: Mapping[str, Any], assessment: Assessment) -> bool:
    """`same_verdict` with a stored receipt, which need not be read whole for it."""
    lines = tuple((line["id"], line["verdict"]) for line in receipt["criteria"])
    return (Result(receipt["result"]), receipt["amount_fen"], lines) == _gist(assessment)


def _gist(assessment: Assessment) -> tuple[Result, int | None, tuple[tuple[str, str], ...]]:
    lines = tuple((line.id, line.verdict.value) for line in assessment.criteria)
    return assessment.result, assessment.amount_fen, lines
