"""One application judged by every programme at once, and many by one programme."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest
from builders import rule_scenarios
from builders.small_programme import HEAD, ON, criterion, rulebook

from models.facts import Facts
from models.rules.evaluate import answer, assess, assess_all
from models.rules.load import load_rulebook

BOOK = load_rulebook()


@pytest.mark.parametrize("moves", [True, False])
def test_all_programmes_at_once_read_a_last_day_that_is_a_rest_day_as_each_does_alone(moves: bool) -> None:
    name = "without the rest-day rule the Saturday ends it, and that reading needs confirming"
    case = next(each for each in rule_scenarios.load("skill_upgrade")[0] if each.name == name)
    # Where the office says nothing, a last day that is a rest day moves (民法典 第203条).
    said = {} if moves else {"rest_day_rule": False}
    found = assess_all(BOOK, case.facts, case.on, **said)
    assert [each.programme for each in found] == list(BOOK.programmes)
    assert found == tuple(assess(BOOK, each, case.facts, case.on, rest_day_rule=moves) for each in BOOK.programmes)
    upgrade = next(each for each in found if each.programme == "skill_upgrade")
    assert upgrade.result.value == ("eligible" if moves else "ineligible")


def test_what_few_answers_decide_is_judged_once_for_all_who_give_the_same() -> None:
    """Without it an office's whole list of open cases would be judged many times slower."""
    case = next(each for each in rule_scenarios.load("skill_upgrade")[0] if each.name == "the last day of 2024")
    other = replace(case.facts, values=MappingProxyType({**case.facts.values, "certificate.occupation": "练习工"}))
    first, second = (answer(BOOK, "skill_upgrade", facts, case.on) for facts in (case.facts, other))
    shared = {
        name for name, one, another in zip(first.verdicts(), first.judged, second.judged, strict=True) if one is another
    }
    assert {"certificate_verified", "applicant"} <= shared
    # The day and the awards decide these, so each applicant is judged anew.
    assert not shared & {"window", "once_per_level"}


@pytest.mark.parametrize(("conditions", "named"), [(3, "“甲、乙、丙”的"), (4, "“甲、乙、丙”等4项的")])
def test_up_to_three_of_what_rests_on_a_text_past_its_review_day_are_all_named(conditions: int, named: str) -> None:
    one = criterion("yes_no", 'fact = "person.veteran"\nexpected = true')
    several = [
        one.replace('"c"', f'"c{place}"').replace('"条件"', f'"{"甲乙丙丁"[place]}"') for place in range(conditions)
    ]
    text = HEAD.replace("checked_on = 2026-11-22", "checked_on = 2026-11-22\nreview_by = 2026-12-31")
    (review,) = assess(rulebook(text + "".join(several)), "skill_award", Facts(), ON, today=date(2027, 1, 1)).reviews
    assert review.sentence.startswith(f"{named}依据应在2026年12月31日前复核")
