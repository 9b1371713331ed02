"""What changes between two assessments of one application, by criterion and clause."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Any

from builders import rule_scenarios
from builders.rule_scenarios import entry, version_2026

from models.assessment import Assessment
from models.facts import Facts
from models.rules.evaluate import assess
from models.rules.load import load_rulebook
from models.rules.recheck import diff
from models.rules.rulebook import RuleBook

BOOK = load_rulebook()
ORDINARY = next(s for s in rule_scenarios.load("skill_upgrade")[0] if s.name == "the last day of 2024")


def judged(book: RuleBook = BOOK, on: date = ORDINARY.on, **facts: Any) -> Assessment:
    return assess(book, "skill_upgrade", Facts(MappingProxyType({**ORDINARY.facts.values, **facts}), (), True), on)


def test_nothing_changes_for_the_same_answer() -> None:
    assert diff(judged(), judged()) == ()


def test_a_fact_that_changes_a_verdict_names_the_criterion_and_its_clause() -> None:
    changes = diff(judged(), judged(**{"certificate.verified": "inconsistent"}))
    assert [(each.criterion, each.before, each.after) for each in changes] == [
        ("result", "eligible", "ineligible"),
        ("amount", "150000", ""),
        ("certificate_verified", "met", "not_met"),
    ]
    clause = changes[-1].clause
    assert clause is not None
    assert clause.document == "京人社就发〔2017〕169号"


def test_a_fact_that_changes_words_alone_is_no_change() -> None:
    assert diff(judged(), judged(**{"insurance.unemployment_months": 40})) == ()


def test_a_changed_part_shows_at_its_composite() -> None:
    changes = diff(
        judged(), judged(**{"insurance.unemployment_months": 3, "work.status_at_application": "unemployment_benefit"})
    )
    assert [(each.criterion, each.before, each.after) for each in changes] == [("applicant", "met", "met")]


def test_a_version_put_in_force_shows_every_criterion_that_comes_with_it() -> None:
    on = date(2026, 6, 1)
    facts = {"certificate.issued_on": date(2026, 3, 2)}
    changes = {
        each.criterion: each
        for each in diff(judged(BOOK, on, **facts), judged(BOOK.with_bureau([version_2026()]), on, **facts))
    }
    assert (changes["result"].before, changes["result"].after) == ("not_in_force", "eligible")
    assert (changes["version"].before, changes["version"].after) == ("", "2026-01-01/2026-12-31")
    assert (changes["certificate_fits"].before, changes["certificate_fits"].after) == ("", "met")


def test_another_clause_for_the_same_verdict_is_a_change() -> None:
    book = BOOK.with_bureau([entry("skill_upgrade", "no_lower_level@2024-01-01", date(2024, 1, 1))])
    changes = diff(judged(), judged(book))
    assert [(each.criterion, each.before, each.after) for each in changes] == [("no_lower_level", "met", "met")]
    assert changes[0].clause is not None
    assert changes[0].clause.document == "练习文号〔2026〕1号"
