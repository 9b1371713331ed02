"""Which date selects the version: read from a file, chosen by the bureau, and judged by the application's own date."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest
from builders.rule_mutants import shipped_sources
from builders.rule_scenarios import entry, version_2026
from builders.rule_version_choice import CERTIFICATE, CLASS, chosen, two_courses

from models.assessment import Assessment, Result, Verdict
from models.errors import InputError, RulebookError
from models.facts import Facts
from models.facts_file import facts_from_json
from models.rules.evaluate import assess
from models.rules.load import build_rulebook, load_rulebook
from models.rules.notices import notice_of
from models.rules.recheck import diff
from models.rules.remedies import outlook
from models.rules.rulebook import RuleBook
from models.rules.schema import ItemType
from models.rules.source import parse
from models.rules.version_choice import choices

BOOK = load_rulebook()
APPLICATION = "application"
SET = date(2025, 1, 1)
UPGRADE: dict[str, Any] = {
    "certificate.kind": "skill_level",
    "certificate.occupation": "电工",
    "certificate.level": 4,
    "certificate.verified": "consistent",
    "certificate.occupation_in_shortage": False,
    "certificate.higher_held": False,
    "certificate.occupation_matches_industry": True,
    "certificate.occupation_digital_or_green": False,
    "work.status_at_certificate": "enterprise_employee",
    "work.status_at_application": "enterprise_employee",
    "insurance.unemployment_months": 26,
}
COURSE: dict[str, Any] = {
    "person.veteran": True,
    "person.household": "beijing_urban",
    "training.occupation": "电工",
    "training.level": 5,
    "training.in_catalogue": True,
    "training.provider_listed": True,
}
EDGES = [
    # by, the day that selects, the first day of the version found
    *((by, "2017-12-31", "2017-01-01") for by in (APPLICATION, CERTIFICATE)),
    *((by, "2022-06-30", "2019-01-01") for by in (APPLICATION, CERTIFICATE)),
    *((by, "2022-07-01", "2022-07-01") for by in (APPLICATION, CERTIFICATE)),
    *((by, "2022-12-31", "2022-07-01") for by in (APPLICATION, CERTIFICATE)),
    *((by, "2026-12-31", "2026-01-01") for by in (APPLICATION, CERTIFICATE)),
    *((by, "2016-12-31", None) for by in (APPLICATION, CERTIFICATE)),
    *((by, "2027-01-01", None) for by in (APPLICATION, CERTIFICATE)),
    (CLASS, "2018-12-28", None),
    (CLASS, "2018-12-29", "2018-12-29"),
    (CLASS, "2023-12-31", "2018-12-29"),
    (CLASS, "2024-01-01", "2024-01-01"),
]


def book_by(by: str, since: date = date(2000, 1, 1)) -> RuleBook:
    programme = "free_training" if by == CLASS else "skill_upgrade"
    further = [two_courses()] if by == CLASS else [version_2026()]
    return BOOK.with_bureau([*further, *([] if by == APPLICATION else [chosen(programme, by, since)])])


def judged(book: RuleBook, facts: dict[str, Any], on: date) -> Assessment:
    programme = "free_training" if "training.in_catalogue" in facts else "skill_upgrade"
    return assess(book, programme, replace(facts_from_json({"facts": facts}), awards_complete=True), on)


def programme_text(old: str, new: str, file: str = "skill_upgrade") -> str:
    """Why a changed file does not load."""
    shipped = shipped_sources()[file]
    with pytest.raises(RulebookError) as refused:
        build_rulebook([parse(f"{file}.toml", replaced(shipped.file, old, new))])
    return refused.value.message


def replaced(file: str, old: str, new: str) -> str:
    from builders.rule_mutants import DATA

    text = (DATA / file).read_text("utf-8")
    assert old in text
    return text.replace(old, new, 1)


# --- the file -----------------------------------------------------------------------------------------------------


def test_every_shipped_programme_takes_the_day_of_application_as_inferred_and_nothing_waits_for_it() -> None:
    for rules in BOOK.programmes.values():
        (row,) = rules.items["version_by"].rows
        assert (rules.version_by, row.value, row.evidence, row.clause.document) == (APPLICATION, APPLICATION, "INF", "")
        assert rules.other_dates == ()
        for version in rules.versions:
            assert all(value.name != "version_by" for value in BOOK.open_values(rules.id, version.start))
            found = assess(BOOK, rules.id, Facts(), version.start)
            assert not [name for name in found.not_confirmed if "version_by" in name]


def test_a_file_may_say_another_date_with_the_clause_it_rests_on() -> None:
    text = replaced("skill_upgrade.toml", '"application"\n', '"certificate.issued_on"\nversion_clause = "v1"\n')
    book = build_rulebook([parse("skill_upgrade.toml", text)])
    found = judged(book, {**UPGRADE, "certificate.issued_on": "2022-06-30"}, date(2022, 12, 1))
    assert (found.version_from, found.version_day) == (date(2019, 1, 1), date(2022, 6, 30))
    assert found.version_date is not None
    assert found.version_date.clause.document == "京人社就发〔2017〕169号"


BY = 'version_by = "application"\n'


@pytest.mark.parametrize(
    ("file", "line", "new", "why"),
    [
        ("skill_upgrade", 9, 'version_by = "decision"\n', "“version_by”只能是application、certificate.issued_on"),
        ("skill_upgrade", 9, 'version_by = "certificate.issued_on"\n', "须用“version_clause”写明依据的条文"),
        ("skill_upgrade", 10, f'{BY}version_clause = "nowhere"\n', "没有“nowhere”这一条文"),
        ("skill_upgrade", 10, f'{BY}asked_dates = ["person.birth_date"]\n', "“person.birth_date”不能选定规则版本"),
        (
            *("free_training", 8, 'version_by = "certificate.issued_on"\nversion_clause = "founding"\n'),
            "申请不问“证书核发日期”，不能按证书核发日选定规则版本，只能按申请日、开班日",
        ),
    ],
)
def test_what_cannot_select_the_version_is_refused_at_its_line(file: str, line: int, new: str, why: str) -> None:
    message = programme_text(BY, new, file)
    assert message.startswith(f"{file}.toml:{line}: ")
    assert why in message


def test_the_name_is_kept_from_values_and_conditions_and_its_type_is_no_value_of_a_file() -> None:
    assert "留给选定版本的日期" in programme_text('id = "window"', 'id = "version_by"')
    message = programme_text('type = "months"', 'type = "version_by"')
    assert "没有“version_by”这一数值类型" in message
    assert re.match(r"skill_upgrade\.toml:\d+: ", message)


# --- the bureau's choice --------------------------------------------------------------------------------------------


def test_a_programme_can_choose_only_among_the_dates_its_applications_have() -> None:
    assert choices(BOOK.programmes["skill_upgrade"]) == (APPLICATION, CERTIFICATE)
    assert choices(BOOK.programmes["free_training"]) == (APPLICATION, CLASS)
    assert choices(BOOK.programmes["living_allowance"]) == (APPLICATION, CLASS)
    others = [name for name in BOOK.programmes if name not in ("skill_upgrade", "free_training", "living_allowance")]
    assert {choices(BOOK.programmes[name]) for name in others} == {(APPLICATION,)}
    for programme, by, why in (
        ("free_training", CERTIFICATE, "申请不问“证书核发日期”"),
        ("skill_upgrade", CLASS, "申请不问“开班日期”"),
        ("senior_title", CLASS, "只能按申请日"),
    ):
        with pytest.raises(InputError, match=why) as refused:
            BOOK.with_bureau([chosen(programme, by)])
        assert refused.value.field == "value"


def test_a_word_that_is_no_date_is_refused_with_what_could_be_chosen() -> None:
    for value in ("issue date", True, 12, "person.birth_date"):
        with pytest.raises(InputError, match=r"certificate\.issued_on（证书核发日）"):
            BOOK.with_bureau([entry("skill_upgrade", "version_by", SET, value=value)])


def test_the_choice_is_part_of_the_rulebook_and_may_be_confirmed_as_it_ships() -> None:
    confirmed = BOOK.with_bureau([entry("skill_upgrade", "version_by", SET)])
    row = confirmed.programmes["skill_upgrade"].items["version_by"].row_on(SET)
    assert row is not None
    assert (row.value, row.confirmed, row.clause.document) == (APPLICATION, True, "练习文号〔2026〕1号")
    assert len({BOOK.hash, confirmed.hash, book_by(CERTIFICATE).hash}) == 3


@pytest.mark.parametrize(("by", "day", "start"), EDGES)
def test_the_day_before_the_day_and_the_last_day_are_told_by_the_date_chosen(
    by: str, day: str, start: str | None
) -> None:
    on = date.fromisoformat(day)
    if by == CLASS:
        found = judged(book_by(by), {**COURSE, CLASS: day}, date(2025, 6, 3))
    else:
        issued = day if by == CERTIFICATE else "2016-06-01"
        # The period to apply is counted from the application whatever selects the version.
        found = judged(book_by(by), {**UPGRADE, CERTIFICATE: issued}, date(2027, 3, 1) if by == CERTIFICATE else on)
    assert found.version_from == (None if start is None else date.fromisoformat(start))
    assert (found.result is Result.NOT_IN_FORCE) is (start is None)
    assert (found.version_by, found.version_day) == (by, on)


@pytest.mark.parametrize(
    ("by", "facts", "question"),
    [(CERTIFICATE, UPGRADE, "证书是哪天核发的？"), (CLASS, COURSE, "培训哪天开班？")],
)
def test_while_the_date_is_unknown_the_case_asks_for_it_alone(by: str, facts: dict[str, Any], question: str) -> None:
    book = book_by(by)
    for known in (facts, {}, {**facts, "person.household": "other", "certificate.verified": "inconsistent"}):
        values = facts_from_json({"facts": known})
        found = assess(book, "free_training" if by == CLASS else "skill_upgrade", values, date(2025, 6, 3))
        assert (found.result, found.missing, found.amount_fen) == (Result.CANNOT_TELL, (by,), None)
        (line,) = found.criteria
        assert (line.id, line.verdict, line.clause.document) == ("version_by", Verdict.UNKNOWN, "练习文号〔2026〕1号")
        assert line.clause.text == "练习条文"
        hope = outlook(book, found, values)
        assert (hope.next_question, bool(hope.next_proof), hope.remedies) == (question, True, ())
        assert Assessment.from_json(json.loads(json.dumps(found.to_json()))) == found
        assert found.to_json()["version"] is None


def test_what_was_applied_for_before_the_choice_keeps_the_day_of_application() -> None:
    book = book_by(CERTIFICATE, SET)
    facts = {**UPGRADE, CERTIFICATE: "2024-12-30"}
    before, after = judged(book, facts, date(2024, 12, 31)), judged(book, facts, SET)
    assert (before.version_by, before.version_from) == (APPLICATION, date(2024, 1, 1))
    assert (after.version_by, after.version_from) == (CERTIFICATE, date(2024, 1, 1))
    by_application = judged(BOOK, facts, SET)
    assert by_application.version_from == date(2025, 1, 1)
    changed = {change.criterion: change for change in diff(by_application, after)}
    assert changed["version_by"].sentence == "规则版本按证书核发日（2024年12月30日）选定。"
    assert changed["version_by"].clause is not None


def test_a_choice_ends_with_its_last_day() -> None:
    book = BOOK.with_bureau([replace(chosen("skill_upgrade", CERTIFICATE, SET), valid_to=date(2025, 6, 30))])
    facts = {**UPGRADE, CERTIFICATE: "2024-12-30"}
    kept = [judged(book, facts, on).version_by for on in (date(2025, 6, 30), date(2025, 7, 1))]
    assert kept == [CERTIFICATE, APPLICATION]


def test_a_version_entered_whole_leaves_the_choice_as_it_is() -> None:
    rules = BOOK.programmes["skill_upgrade"]
    whole = entry("skill_upgrade", "2027", date(2027, 1, 1), id=4, value=notice_of(rules, rules.versions[-2]))
    book = BOOK.with_bureau([whole, chosen("skill_upgrade", CERTIFICATE, SET)])
    found = judged(book, {**UPGRADE, CERTIFICATE: "2027-01-01"}, date(2027, 6, 1))
    assert (found.version_from, found.version_by) == (date(2027, 1, 1), CERTIFICATE)
    earlier = judged(book, {**UPGRADE, CERTIFICATE: "2025-12-31"}, date(2027, 6, 1))
    assert earlier.version_from == date(2025, 1, 1)


def test_a_receipt_of_before_reads_as_selected_by_the_application() -> None:
    found = judged(BOOK, {**UPGRADE, CERTIFICATE: "2024-12-30"}, SET)
    receipt = found.to_json()
    assert receipt["version_date"] == {"by": APPLICATION, "on": "2025-01-01"}
    old = {name: value for name, value in receipt.items() if name != "version_date"}
    assert Assessment.from_json(old) == found
    assert (found.version_by, found.version_day) == (APPLICATION, SET)


def test_the_date_of_the_class_is_kept_in_the_receipt_only_where_it_selects() -> None:
    facts = {**COURSE, CLASS: "2024-01-01"}
    assert CLASS not in judged(BOOK, facts, date(2025, 6, 3)).facts["facts"]
    assert judged(book_by(CLASS), facts, date(2025, 6, 3)).facts["facts"][CLASS] == "2024-01-01"


def test_only_the_chosen_date_selects_and_the_periods_stay_with_the_application() -> None:
    book = book_by(CERTIFICATE)
    facts = {**UPGRADE, CERTIFICATE: "2024-03-01"}
    first, last, late = (judged(book, facts, date(*on)) for on in ((2024, 3, 1), (2025, 3, 3), (2025, 3, 4)))
    assert {one.version_from for one in (first, last, late)} == {date(2024, 1, 1)}
    assert [one.result for one in (first, last, late)] == [Result.ELIGIBLE, Result.ELIGIBLE, Result.INELIGIBLE]


def test_the_item_is_of_a_type_of_its_own_so_that_no_condition_can_rest_on_it() -> None:
    for rules in BOOK.programmes.values():
        assert [item.name for item in rules.items.values() if item.type is ItemType.VERSION_BY] == ["version_by"]


def test_a_class_later_than_the_application_may_select_a_version_not_yet_begun_when_it_was_made() -> None:
    found = judged(book_by(CLASS), {**COURSE, CLASS: "2024-01-01"}, date(2023, 12, 1))
    assert found.version_from == date(2024, 1, 1)
    text = replaced("free_training.toml", BY, 'version_by = "training.started_on"\nversion_clause = "founding"\n')
    book = build_rulebook([parse("free_training.toml", text)])
    values = Facts(MappingProxyType({**COURSE, CLASS: date(2019, 1, 5)}), (), awards_complete=True)
    assert assess(book, "free_training", values, date(2018, 12, 20)).version_from == date(2018, 12, 29)
