"""依据与结论 beside the intake form: the same question that Enter goes to, and what else this person may get."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.item_models.verdict_rows import OtherBenefit, other_benefit
from desktop.widgets.verdict_panel import VerdictPanel
from models.assessment import Assessment

if TYPE_CHECKING:
    from desktop.pages.intake_form import ApplicationForm
    from desktop.pages.intake_work import Work


class IntakeVerdict:
    """`verdict.show(work, form)` at every keystroke and focus; `verdict.rest(words)` while nothing is to be judged."""

    def __init__(self) -> None:
        self.panel = VerdictPanel()
        self._names: dict[str, str] = {}

    def rest(self, words: str = "") -> None:
        """No assessment; a sentence says what is needed for one."""
        self.panel.say(words)

    def show(self, work: Work, form: ApplicationForm) -> None:
        """The assessment of the session as it is now."""
        assessment = form.fields.session.assessment
        if assessment is None:
            return
        asked = replace(assessment, missing=questions(assessment, form))
        self.panel.show_assessment(asked, others(work), self._value_names(work, assessment))

    def _value_names(self, work: Work, assessment: Assessment) -> Mapping[str, str]:
        for value in assessment.not_confirmed:
            if value not in self._names:
                programme, _, name = value.partition(".")
                self._names[value] = work.arrival.ground.rulebook.describe_value(programme, name).label
        return self._names


def questions(assessment: Assessment, form: ApplicationForm) -> tuple[str, ...]:
    """What is missing, the question of the focus first, then in the order Enter walks; others behind."""
    order = form.asked()
    focused = form.focused_key()
    start = order.index(focused) if focused in order else 0
    walk = {key: place for place, key in enumerate((*order[start:], *order[:start]))}
    return tuple(sorted(assessment.missing, key=lambda key: walk.get(key, len(walk))))


def others(work: Work) -> list[OtherBenefit]:
    """The other programmes of the same kind of applicant that are not out of the question.

    Who acts for an enterprise does not apply, and a person at the window is no enterprise: what the other could have
    is nothing the clerk would take in with this case.
    """
    facts, every = work.known_facts(), work.arrival.ground.rulebook.programmes
    applicant = every[work.programme].applicant
    same = (each for each, rules in every.items() if each != work.programme and rules.applicant == applicant)
    found = (other_benefit(each, work.answer_other(each, facts)) for each in same)
    return [benefit for benefit in found if benefit is not None]
