"""A whole version of a programme, entered by the bureau, is read as strictly as a file and holds alone in its time."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest
from builders import rule_scenarios
from builders.rule_scenarios import entry

from models.assessment import Assessment, Result
from models.bureau import BureauEntry, BureauKind
from models.errors import InputError
from models.facts import Facts
from models.rules.evaluate import assess
from models.rules.load import load_rulebook
from models.rules.notices import notice_of
from models.rules.recheck import diff
from models.rules.rulebook import RuleBook
from models.rules.schema import Version

BOOK = load_rulebook()
SKILL = BOOK.programmes["skill_upgrade"]
GOOD = next(s for s in rule_scenarios.load("skill_upgrade")[0] if s.name == "the last day of 2024")
FACTS = {
    **GOOD.facts.values,
    "certificate.issued_on": date(2026, 3, 2),
    "certificate.occupation_digital_or_green": True,
}
ON = date(2026, 6, 1)
EVERY_VERSION = [(programme.id, version) for programme in BOOK.programmes.values() for version in programme.versions]


def whole(programme: str, name: str, start: date, notice: Any, **changes: Any) -> BureauEntry:
    given: BureauEntry = entry(programme, name, start, **{"kind": BureauKind.VERSION, "value": notice, **changes})
    return given


def draft_2026() -> dict[str, Any]:
    return notice_of(SKILL, next(version for version in SKILL.versions if version.draft))


def year_2026(notice: Any, **changes: Any) -> BureauEntry:
    return whole("skill_upgrade", "2026", date(2026, 1, 1), notice, **{"valid_to": date(2026, 12, 31), **changes})


def judged(book: RuleBook, on: date = ON, facts: Mapping[str, Any] = MappingProxyType({})) -> Assessment:
    return assess(book, "skill_upgrade", Facts(MappingProxyType({**FACTS, **facts}), (), True), on)


def minimal(**more: Any) -> dict[str, Any]:
    """One condition: so many months of insurance."""
    return {
        "values": {"months": {"label": "月数", "type": "months", "value": 6}},
        "criteria": [
            {"id": "m", "kind": "compare", "label": "月数", "fact": "insurance.unemployment_months", "op": ">=",
             "value": "months"},
        ],
        **more,
    }  # fmt: skip


@pytest.mark.parametrize(("programme", "version"), EVERY_VERSION, ids=lambda each: getattr(each, "start", each))
def test_every_shipped_version_opens_as_a_notice_that_judges_as_it_did(programme: str, version: Version) -> None:
    rules = BOOK.programmes[programme]
    others = tuple(each for each in rules.versions if each is not version)
    alone = RuleBook(MappingProxyType({**BOOK.programmes, programme: replace(rules, versions=others)}), sets=BOOK.sets)
    for scenario in rule_scenarios.load(programme)[0]:
        # A notice says how rest days are read, so that the office's setting no longer counts.
        if not version.covers(scenario.on) or scenario.entries or version.draft or not scenario.rest_day_rule:
            continue
        notice = notice_of(rules, version, scenario.on)
        again = whole(programme, "again", version.start, notice, valid_to=version.end)
        before, after = scenario.run(BOOK), scenario.run(alone.with_bureau([again]))
        assert (after.result, after.amount_fen, after.missing) == (before.result, before.amount_fen, before.missing)
        verdicts = [[(line.id, line.verdict) for line in found.criteria] for found in (before, after)]
        assert verdicts[0] == verdicts[1], scenario.name


def test_the_shipped_draft_edited_and_entered_takes_the_place_of_the_draft() -> None:
    notice = draft_2026()
    notice["values"]["min_months"]["value"] = 24
    book = BOOK.with_bureau([year_2026(notice)])
    assert not any(version.draft for version in book.programmes["skill_upgrade"].versions)
    assert judged(book, facts={"insurance.unemployment_months": 24}).result is Result.ELIGIBLE
    short = judged(book, facts={"insurance.unemployment_months": 23})
    assert short.result is Result.INELIGIBLE
    assert short.not_confirmed == ()
    assert judged(BOOK).result is Result.NOT_IN_FORCE


def test_a_condition_stands_on_the_words_typed_for_it_and_else_on_those_of_the_notice() -> None:
    notice = minimal()
    notice["values"]["months"] |= {"article": "第二条", "text": "满六个月"}
    notice["criteria"].append(
        {"id": "v", "kind": "yes_no", "label": "退役", "fact": "person.veteran", "expected": True}
    )
    lines = judged(BOOK.with_bureau([year_2026(notice)])).criteria
    told = [(line.clause.document, line.clause.article, line.clause.text, line.clause.evidence) for line in lines]
    assert told == [
        ("练习文号〔2026〕1号", "第二条", "满六个月", "本局确认"),
        ("练习文号〔2026〕1号", "第一条", "练习条文", "本局确认"),
    ]


def test_a_version_holds_alone_in_its_time_and_leaves_the_days_around_it() -> None:
    book = BOOK.with_bureau([year_2026(minimal(), valid_from=date(2026, 2, 1), valid_to=date(2026, 2, 28))])
    days = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1)]
    facts = {"certificate.issued_on": date(2026, 1, 5)}
    assert [judged(book, day, facts).result.value for day in days] == [
        "not_in_force", "eligible", "eligible", "not_in_force",
    ]  # fmt: skip
    assert [line.id for line in judged(book, days[1], facts).criteria] == ["m"]
    for scenario in rule_scenarios.load("skill_upgrade")[0]:
        if scenario.on.year < 2026:
            assert scenario.run(book).criteria == scenario.run(BOOK).criteria


def test_a_version_without_an_end_gives_way_for_the_time_of_a_new_one_and_holds_again_after_it() -> None:
    notice = {"criteria": [{"id": "v", "kind": "yes_no", "label": "退役", "fact": "person.veteran", "expected": True}]}
    given = whole("free_training", "2027", date(2027, 1, 1), notice, valid_to=date(2027, 12, 31))
    book = BOOK.with_bureau([given])
    lines = {
        day.year: [line.id for line in assess(book, "free_training", Facts(), day).criteria]
        for day in (date(2026, 12, 31), date(2027, 1, 1), date(2028, 1, 1))
    }
    assert lines[2027] == ["v"]
    assert lines[2026] == lines[2028] != ["v"]


def test_the_order_of_the_entries_does_not_matter() -> None:
    later = whole("skill_upgrade", "2027", date(2027, 1, 1), minimal(), id=2)
    value = entry("skill_upgrade", "min_months@2025-01-01", date(2025, 1, 1), id=3)
    more = entry("skill_upgrade", "months", date(2027, 6, 1), value=12, id=4)
    given = [year_2026(draft_2026()), later, value, more]
    books = [BOOK.with_bureau(given), BOOK.with_bureau(given[::-1])]
    assert books[0].hash == books[1].hash
    assert books[0].programmes == books[1].programmes
    months = [judged(books[1], on, {"insurance.unemployment_months": 6, "certificate.issued_on": date(2027, 1, 5)})
              for on in (date(2027, 5, 31), date(2027, 6, 1))]  # fmt: skip
    assert [found.result for found in months] == [Result.ELIGIBLE, Result.INELIGIBLE]


def test_a_value_entered_until_further_notice_ends_where_a_whole_version_begins() -> None:
    value = entry("free_training", "extra_groups", date(2026, 1, 1), value=["person.hard_to_employ"])
    notice = {"criteria": [{"id": "v", "kind": "yes_no", "label": "退役", "fact": "person.veteran", "expected": True}]}
    book = BOOK.with_bureau([value, whole("free_training", "2027", date(2027, 1, 1), notice)])
    rows = book.programmes["free_training"].items["extra_groups"].rows
    assert [(row.start, row.end) for row in rows] == [(date(2026, 1, 1), date(2026, 12, 31))]


def test_a_recheck_names_the_condition_that_a_new_version_changes() -> None:
    stricter = draft_2026()
    stricter["values"]["min_months"]["value"] = 600
    before = judged(BOOK.with_bureau([year_2026(draft_2026())]))
    after = judged(BOOK.with_bureau([year_2026(stricter)]))
    changes = diff(before, after)
    assert before.result is Result.ELIGIBLE
    assert "applicant" in {change.criterion for change in changes}


def test_what_the_version_asks_is_on_the_receipt() -> None:
    notice = minimal()
    notice["criteria"].append(
        {"id": "staff", "kind": "yes_no", "label": "编制", "fact": "person.public_payroll", "expected": False}
    )
    found = judged(BOOK.with_bureau([year_2026(notice)]), facts={"person.public_payroll": False})
    assert found.facts["facts"]["person.public_payroll"] is False
    assert judged(BOOK.with_bureau([year_2026(notice)])).missing == ("person.public_payroll",)


def spoilt(change: Callable[[dict[str, Any]], object]) -> BureauEntry:
    notice = copy.deepcopy(draft_2026())
    change(notice)
    return year_2026(notice)


def first(**more: Any) -> BureauEntry:
    """The draft with its first condition changed."""
    return spoilt(lambda notice: notice["criteria"][0].update(more))


def value(name: str, **more: Any) -> BureauEntry:
    """The draft with one value changed, or one more."""
    return spoilt(lambda notice: notice["values"].setdefault(name, {"label": "x", "type": "months"}).update(more))


def other_time(name: str, start: date) -> BureauEntry:
    return whole("skill_upgrade", name, start, minimal())


BAD: dict[str, tuple[str, BureauEntry]] = {
    "an unknown part": ("kriteria", year_2026({"kriteria": []})),
    "no condition": ("criteria", year_2026({"criteria": []})),
    "conditions that are no list": ("criteria", year_2026({"criteria": {"id": "m"}})),
    "an unknown key": ("criteria.0.opp", first(opp=">=")),
    "an unknown key of a value": ("values.min_months.unit", value("min_months", unit="月")),
    "an unknown kind": ("criteria.0.kind", first(kind="formula")),
    "an unknown fact": ("criteria.0.fact", first(fact="certificate.isued_on")),
    "a date of its own": ("criteria.0.from", first(**{"from": "2026-01-01"})),
    "an impossible date": ("values.certificate_from.value", value("certificate_from", value="2026-02-30")),
    "an impossible bound": ("values.amounts_high.judged_to", value("amounts_high", judged_to="2021-13-01")),
    "a negative amount": ("values.amounts.value", value("amounts", value={"5": -100})),
    "a value that nothing uses": ("values.idle", value("idle", value=1)),
    "a value that is not there": ("criteria.0.value", spoilt(lambda notice: notice["values"].pop("certificate_from"))),
    "words in the wrong place": ("criteria.0.text", first(text="原文")),
    "an amount by another criterion": ("amount.criterion", spoilt(lambda n: n["amount"].update(criterion="window"))),
    "a type that the name had not": ("values.min_months.type", value("min_months", type="count")),
    "a time that a version has": ("from", other_time("mid", date(2025, 12, 1))),
    "a time that a draft has": ("from", other_time("mid", date(2026, 12, 1))),
    "a name that cannot be": ("name", other_time("二〇二七", date(2027, 1, 1))),
    "not a notice": ("skill_upgrade.2026", year_2026([1])),
    "a condition that is none": ("criteria.0", year_2026({"criteria": ["x"]})),
    "a text that is none": ("values.min_months.text", value("min_months", text=5)),
    "no document": ("skill_upgrade.2026", year_2026(minimal(), document=" ")),
    "an end before the start": ("skill_upgrade.2026", year_2026(minimal(), valid_to=date(2025, 12, 31))),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_version_is_refused_naming_the_place_inside_it(what: str) -> None:
    place, bad = BAD[what]
    with pytest.raises(InputError) as refusal:
        BOOK.with_bureau([bad])
    assert refusal.value.field == place
    own = f"skill_upgrade.{bad.name}"
    # The place inside is told once, and not where the version itself is what is wrong.
    assert refusal.value.message.startswith(f"{own}：" if place == own else f"{own}：{place}：")
    assert refusal.value.message.count(own) == 1


def test_a_version_entered_again_under_its_name_takes_the_place_of_the_mistyped_one() -> None:
    wrong, right = draft_2026(), draft_2026()
    wrong["values"]["min_months"]["value"] = 120
    first = year_2026(wrong, id=5)
    again = year_2026(right, id=6, confirmed_at=first.entered_at.replace(month=2))
    book = BOOK.with_bureau([first, again])
    assert judged(BOOK.with_bureau([first])).result is Result.INELIGIBLE
    assert judged(book).result is Result.ELIGIBLE
    assert judged(BOOK.with_bureau([again, first])) == judged(book)
    # What no longer holds is no part of the rulebook in force.
    assert book.hash == BOOK.with_bureau([again]).hash


def test_of_two_versions_of_one_name_the_one_confirmed_last_holds_whichever_was_typed_first() -> None:
    strict, mild = draft_2026(), draft_2026()
    strict["values"]["min_months"]["value"] = 120
    first = year_2026(strict, id=5)
    early = year_2026(mild, id=6, confirmed_at=first.entered_at.replace(day=1))
    assert judged(BOOK.with_bureau([first, early])).result is Result.INELIGIBLE
    waiting = replace(early, confirmed_by=None, confirmed_at=None)
    assert judged(BOOK.with_bureau([first, waiting], preview=True)).result is Result.ELIGIBLE


def test_a_draft_put_in_force_as_shipped_can_be_corrected_whole() -> None:
    notice = draft_2026()
    notice["values"]["min_months"]["value"] = 120
    shipped = entry("skill_upgrade", "2026", date(2026, 1, 1), id=5)
    again = year_2026(notice, id=6, confirmed_at=shipped.entered_at.replace(month=2))
    assert judged(BOOK.with_bureau([shipped])).result is Result.ELIGIBLE
    assert judged(BOOK.with_bureau([shipped, again])).result is Result.INELIGIBLE
