"""The forms against the shipped rulebook: what the rules need is asked, and nothing is required that no rule needs."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from forms.fields import Setting
from forms.form import FieldKind
from forms.load import form_ids, load_form, programme_form
from forms.session import FormSession
from models.assessment import Assessment, Result
from models.facts import Facts
from models.person import GROUPS
from models.rules.evaluate import assess
from models.rules.load import load_rulebook
from models.version_dates import VERSION_DATES

RULES = load_rulebook()
PROGRAMMES = [form_id for form_id in form_ids() if load_form(form_id).programme]
VERSIONS = [
    (programme, version.start)
    for programme in PROGRAMMES
    for version in RULES.programmes[programme].versions
    if not version.draft
]
PERSON_CARD = {field.key for field in load_form("person").fields()} | {"person.birth_date", "person.sex"}


def upgrade_session(applied_on: date) -> FormSession:
    def judge(facts: Facts) -> Assessment:
        return assess(RULES, "skill_upgrade", facts, applied_on)

    return FormSession(programme_form("skill_upgrade"), Setting(applied_on), assess=judge, applied_on=applied_on)


def test_every_programme_that_this_window_decides_has_its_form() -> None:
    ours = {one.id for one in RULES.programmes.values() if one.act == "decision"}
    assert set(PROGRAMMES) == ours


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_fact_of_the_rules_can_be_answered(programme: str) -> None:
    asked = {field.key for field in programme_form(programme).fields()}
    assert RULES.programmes[programme].facts <= asked | PERSON_CARD
    assert asked.isdisjoint(PERSON_CARD)


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_a_date_that_may_select_the_version_is_asked_and_no_other_is_declared(programme: str) -> None:
    asked = {field.key for field in programme_form(programme).fields()}
    rules = RULES.programmes[programme]
    assert rules.asked_dates == (asked & set(VERSION_DATES)) - rules.facts


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_no_answer_is_required_that_no_rule_uses(programme: str) -> None:
    required = {field.key for field in programme_form(programme).fields() if not field.optional}
    assert required <= RULES.programmes[programme].facts


@pytest.mark.parametrize(("programme", "on"), VERSIONS)
def test_a_blank_form_asks_exactly_what_the_version_of_that_day_misses(programme: str, on: date) -> None:
    missing = set(assess(RULES, programme, Facts(), on).missing) - PERSON_CARD - {"awards"}
    form = FormSession(programme_form(programme), Setting(on), applied_on=on)
    assert set(form.missing()) == missing


def test_the_person_card_offers_every_group_and_no_other() -> None:
    groups = [field.key for field in load_form("person").fields() if field.kind is FieldKind.GROUP]
    assert tuple(groups) == GROUPS


def test_typing_an_application_leads_from_cannot_tell_to_the_amount() -> None:
    form = upgrade_session(date(2025, 11, 20))
    results = []
    for key, text in [
        ("certificate.number", "S000111000123254000001"),
        ("certificate.kind", "2"),
        ("certificate.occupation", "电工"),
        ("certificate.level", "4"),
        ("certificate.issued_on", "20250915"),
        ("certificate.verified", "1"),
        ("certificate.occupation_in_shortage", "否"),
        ("certificate.higher_held", "否"),
        ("work.status_at_certificate", "1"),
        ("work.status_at_application", "1"),
        ("insurance.unemployment_months", "12"),
    ]:
        form.type(key, text)
        results.append(form.assessment.result if form.assessment else None)
    assert results == [Result.CANNOT_TELL] * 11
    assert form.missing() == ()
    form.record_awards([], complete=True)
    assert form.assessment is not None
    assert (form.assessment.result, form.assessment.amount_fen) == (Result.ELIGIBLE, 150000)


def test_the_verdict_falls_with_the_keystroke_that_decides_it() -> None:
    form = upgrade_session(date(2025, 11, 20))
    types = partial(form.type, "certificate.issued_on")
    results = []
    for end in range(1, 9):
        types("20241119"[:end])
        results.append(form.assessment.result if form.assessment else None)
    assert results == [Result.CANNOT_TELL] * 7 + [Result.INELIGIBLE]


@pytest.mark.parametrize("on", [date(2025, 6, 1), date(2022, 7, 1)])
def test_a_hidden_question_could_not_have_changed_the_result(on: date) -> None:
    form = upgrade_session(on)
    form.type("work.status_at_certificate", "领取")
    assert form.assessment is not None
    assert "insurance.unemployment_months" not in form.assessment.missing
    assert "insurance.unemployment_months" not in [field.key for field in form.visible()]
