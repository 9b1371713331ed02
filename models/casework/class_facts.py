"""What a class and its records say about one member's application: facts of the contract, and nothing guessed.

What the school or the office does not know yet is left out, and so stays unknown in the verdict.
"""

from __future__ import annotations

from typing import Any

from models.casework.unit_of_work import UnitOfWork
from models.training_class import Member, TrainingClass


def class_facts(work: UnitOfWork, group: TrainingClass, member: Member, programme: str) -> dict[str, Any]:
    """The facts of one member's application for a programme of the class, as contract JSON values."""
    return _free_training(group) if programme == "free_training" else _living_allowance(work, group, member)


def _free_training(group: TrainingClass) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "training.kind": group.kind,
        "training.occupation": group.occupation,
        "training.level": group.level,
        "training.started_on": group.started_on.isoformat(),
        "training.number": group.number,
    }
    return facts | _known(
        {"training.in_catalogue": group.in_catalogue, "training.provider_listed": group.provider_listed}
    )


def _living_allowance(work: UnitOfWork, group: TrainingClass, member: Member) -> dict[str, Any]:
    attendance = member.attendance
    facts = {
        "training.number": group.number,
        "training.started_on": group.started_on.isoformat(),
        "training.ended_on": None if group.ended_on is None else group.ended_on.isoformat(),
        "training.completed": attendance.completed,
        "training.days_attended": attendance.days_attended,
        "training.days_planned": attendance.days_planned or group.days_planned,
    }
    # A grant on file proves the approval; that there is none of ours proves nothing.
    if _granted_here(work, group, member):
        facts["training.free_training_approved"] = True
    return _known(facts)


def _granted_here(work: UnitOfWork, group: TrainingClass, member: Member) -> bool:
    awards = (award for _, award in work.rows.own_awards(member.person_id))
    return any(award.programme == "free_training" and award.number == group.number for award in awards)


def _known(facts: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in facts.items() if value is not None}
