"""What would change an answer, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest
from builders import rule_scenarios
from builders.rule_oracle import ORACLES, random_person
from builders.rule_scenarios import version_2026
from builders.small_programme import HEAD, ON, criterion, rulebook

from models.assessment import Result, Verdict
from models.facts import Award, Facts
from models.rules.evaluate import assess
from models.rules.load import load_rulebook
from models.rules.remedies import Outlook, outlook

BOOK = load_rulebook()
ORDINARY = next(s for s in rule_scenarios.load("skill_upgrade")[0] if s.name == "the last day of 2023")


def upgrade(*awards: Award, on: date = date(2023, 12, 29), **facts: Any) -> Outlook:
    given = Facts(MappingProxyType({**ORDINARY.facts.values, **facts}), awards, awards_complete=True)
    return outlook(BOOK, assess(BOOK, "skill_upgrade", given, on), given)


def told(found: Outlook) -> dict[str, str]:
    return {each.criterion: each.sentence for each in found.remedies}


def test_an_eligible_case_needs_no_remedy_and_no_question() -> None:
    assert upgrade() == Outlook((), None, "", "")


def test_missing_months_are_counted() -> None:
    found = upgrade(**{"insurance.unemployment_months": 9})
    assert "还差3个月" in told(found)["applicant"]
    assert "或者" in told(found)["applicant"]
    assert found.eligible_from is None


def test_a_year_that_is_used_up_opens_again_on_the_first_of_january() -> None:
    awards = [Award("skill_upgrade", date(2023, month, 1), f"工种{month}", 5) for month in (1, 2, 3)]
    issued = {"certificate.issued_on": date(2023, 6, 1)}
    found = upgrade(*awards, **issued)
    (remedy,) = found.remedies
    assert remedy.criterion == "yearly_limit"
    assert remedy.from_day == found.eligible_from == date(2024, 1, 1)
    assert "2024年1月1日起申请的" in remedy.sentence


def test_a_window_that_has_passed_never_opens_again_for_the_same_certificate() -> None:
    found = upgrade(**{"certificate.issued_on": date(2022, 6, 1)})
    (remedy,) = found.remedies
    assert remedy.from_day is None
    assert remedy.sentence == "申请期限（证书核发日期起12个月）已过，不会再开始；“证书核发日期”更晚的，从那一天起另算。"


def test_a_level_without_an_amount_names_those_that_have_one() -> None:
    assert "五级/初级工" in told(upgrade(**{"certificate.level": 0}))["level_amount"]


def test_an_award_once_had_names_what_would_have_to_differ() -> None:
    found = told(upgrade(Award("skill_upgrade", date(2022, 3, 1), "电工", 4)))
    assert found["once_per_level"] == "已经享受过，“证书的职业（工种）、证书等级”不同的才能另行申请。"


EIGHTEEN = HEAD.replace('type = "count"', 'type = "years"').replace("value = 2,", "value = 18,") + criterion(
    "age", 'fact = "person.birth_date"\nop = ">="\nvalue = "two"'
)


@pytest.mark.parametrize(
    ("born", "grown_up"),
    [
        (date(2006, 6, 4), date(2024, 6, 4)),
        (date(2007, 3, 5), date(2025, 3, 5)),
        (date(2008, 2, 29), date(2026, 2, 28)),
        (date(2008, 12, 31), date(2026, 12, 31)),
    ],
)
def test_who_is_too_young_may_apply_from_the_birthday_on(born: date, grown_up: date) -> None:
    book, facts = rulebook(EIGHTEEN), Facts(MappingProxyType({"person.birth_date": born}))
    found = outlook(book, assess(book, "skill_award", facts, ON), facts)
    (remedy,) = found.remedies
    assert remedy.from_day == found.eligible_from == grown_up
    said = f"{grown_up.year}年{grown_up.month}月{grown_up.day}日"
    assert remedy.sentence == f"{said}满18周岁；{said}起申请的，其他情况不变，这一条件不再是障碍。"


def test_what_lies_beyond_the_second_year_ahead_is_told_without_a_promise() -> None:
    book, facts = rulebook(EIGHTEEN), Facts(MappingProxyType({"person.birth_date": date(2009, 1, 1)}))
    found = outlook(book, assess(book, "skill_award", facts, ON), facts)
    assert (found.remedies[0].sentence, found.remedies[0].from_day) == ("2027年1月1日满18周岁。", None)
    assert found.eligible_from is None


def test_every_failed_criterion_has_its_remedy() -> None:
    found = upgrade(**{"certificate.level": 0, "certificate.verified": "inconsistent"})
    assert [each.criterion for each in found.remedies] == ["certificate_verified", "level_amount"]


def test_the_smallest_next_question_is_asked_with_its_proof() -> None:
    facts = Facts(MappingProxyType({}))
    found = outlook(BOOK, assess(BOOK, "family_guidance", facts, date(2024, 1, 2)), facts)
    assert found.next_question == "申请人的配偶或父母是否为高技能人才？"
    assert found.next_proof
    open_register = replace(ORDINARY.facts, awards_complete=False)
    asked = outlook(BOOK, assess(BOOK, "skill_upgrade", open_register, date(2023, 12, 29)), open_register)
    assert asked.next_question == "市级享受记录查询的结果是什么？"


@pytest.mark.parametrize("name", [*ORACLES, "hard_to_employ"])
def test_every_scenario_that_fails_is_told_what_each_failed_condition_asks(name: str) -> None:
    for scenario in rule_scenarios.load(name)[0]:
        book = BOOK.with_bureau(scenario.entries)
        found = scenario.run(BOOK)
        outcome = outlook(book, found, scenario.facts, rest_day_rule=scenario.rest_day_rule)
        assert [each.criterion for each in outcome.remedies] == [line.id for line in found.failed()]
        for remedy in outcome.remedies:
            assert remedy.sentence.endswith("。")
            assert "。。" not in remedy.sentence
            assert not remedy.sentence.startswith(("；", "或者", "。"))
        assert bool(outcome.next_question) == (found.result is Result.CANNOT_TELL and bool(found.missing))


@pytest.mark.parametrize("programme", ORACLES)
def test_a_day_that_is_named_holds_what_it_says(programme: str) -> None:
    import random

    rng = random.Random(5)
    book = BOOK.with_bureau([version_2026()])
    for _ in range(150):
        person = random_person(rng, programme, unknowns=0)
        found = assess(book, programme, person.facts, person.on)
        hope = outlook(book, found, person.facts)
        if hope.eligible_from is not None:
            assert hope.eligible_from > person.on
            assert assess(book, programme, person.facts, hope.eligible_from).result is Result.ELIGIBLE
        for remedy in hope.remedies:
            if remedy.from_day is not None:
                later = assess(book, programme, person.facts, remedy.from_day)
                verdicts = {line.id: line.verdict for line in later.criteria}
                assert verdicts.get(remedy.criterion, Verdict.MET) is Verdict.MET
