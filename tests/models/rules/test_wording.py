"""What every condition, amount and value of the shipped rules asks, word for word as it was agreed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from models.rules.kinds import KINDS
from models.rules.load import build_rulebook, load_rulebook
from models.rules.load_checks import walk
from models.rules.notice_words import NOT_WHOLE, amount_in_words, in_words
from models.rules.notices import notice_of
from models.rules.schema import Programme
from models.rules.source import parse
from models.rules.wording import amount_words, requirement, value_words
from tests.builders.rule_scenarios import entry
from tests.models.rules.test_kinds import HEAD, criterion, flag

BOOK = load_rulebook()
GOLDEN = Path(__file__).parents[2] / "golden" / "rules" / "requirements.txt"


def told(rules: Programme) -> Iterator[str]:
    for each in walk(rules.criteria):
        yield f"{rules.id}｜{each.id}｜{requirement(each, rules)}"
    if rules.amount is not None:
        yield f"{rules.id}｜金额｜{amount_words(rules.amount, rules)}"
    for item in rules.items.values():
        for row in item.rows:
            yield f"{rules.id}｜{item.name}｜{row.start}｜{value_words(item.type, row.value)}"


def test_every_requirement_is_told_as_agreed() -> None:
    assert "\n".join(line for rules in BOOK.programmes.values() for line in told(rules)) == GOLDEN.read_text(
        "utf-8"
    ).rstrip("\n")


MONTHS = "insurance.unemployment_months"
BORN, ISSUED, TRAINED = "person.birth_date", "certificate.issued_on", "training.ended_on"


@pytest.mark.parametrize(
    ("kind", "body", "words"),
    [
        ("compare", f'fact = "{MONTHS}"\nop = "<="\nvalue = "two"', "“在本市累计缴纳失业保险费的月数”不多于［两项］"),
        (
            "between",
            f'fact = "{MONTHS}"\nvalue = "two"\nvalue_to = "two"',
            "“在本市累计缴纳失业保险费的月数”在［两项］至［两项］之间，含两端",
        ),
        ("yes_no", 'fact = "person.veteran"\nexpected = false', "“退役军人”为“否”"),
        ("judgement", 'fact = "person.veteran"', "由经办人认定“退役军人”，程序不代为判断"),
        ("not_together", 'programmes = ["skill_upgrade"]', "从未享受技能提升补贴；须核对市级记录"),
        (
            "not_together",
            'programmes = ["skill_upgrade"]\nperiod = "calendar_year"',
            "申请日所在自然年内没有享受技能提升补贴；须核对市级记录",
        ),
        (
            "award_count",
            'programmes = ["skill_upgrade"]\nperiod = "lifetime"\nvalue = "two"',
            "累计享受技能提升补贴连同本次不超过［两项］；须核对市级记录",
        ),
    ],
)
def test_a_kind_that_no_shipped_programme_shows_is_told_too(kind: str, body: str, words: str) -> None:
    head = HEAD if '"two"' in body else HEAD[: HEAD.index("[values.two]")]
    rules = build_rulebook([parse("kinds.toml", head + criterion(kind, body))]).programmes["skill_award"]
    assert requirement(rules.criteria[0], rules) == words


def test_a_composite_that_no_shipped_programme_shows_is_told_too() -> None:
    text = HEAD + criterion("at_least", 'value = "two"', flag("person.veteran"), flag("person.disabled"))
    rules = build_rulebook([parse("kinds.toml", text)]).programmes["skill_award"]
    assert requirement(rules.criteria[0], rules) == "以下各项至少满足［两项］"
    head = HEAD[: HEAD.index("[values.two]")]
    rules = build_rulebook([parse("kinds.toml", head + criterion("not", "", flag("person.veteran")))]).programmes[
        "skill_award"
    ]
    assert requirement(rules.criteria[0], rules) == "不是以下情形"


def test_every_kind_has_words() -> None:
    used = {each.kind for rules in BOOK.programmes.values() for each in walk(rules.criteria)}
    assert used | {"between", "not", "at_least", "judgement", "not_together"} == set(KINDS)


def test_a_value_out_of_force_waits_for_nobody_and_an_optional_one_is_named_only_while_it_is_absent() -> None:
    early = {value.name for value in BOOK.open_values("skill_upgrade", date(2018, 6, 1))}
    assert not {name for name in early if "2024" in name or "2025" in name or "2026" in name}
    rules = BOOK.programmes["skill_upgrade"]
    for name in early:
        item = rules.items[name.partition("@")[0]]
        assert item.row_on(date(2018, 6, 1)) is not None or item.optional
    absent = [value for value in BOOK.open_values("living_allowance", date(2024, 6, 1)) if value.optional]
    assert {value.name for value in absent} == {"min_attendance_percent", "extra_groups"}


def test_a_notice_tells_its_conditions_with_the_figures_in_place() -> None:
    rules = BOOK.programmes["skill_upgrade"]
    notice = notice_of(rules, next(version for version in rules.versions if version.draft))
    months = {"kind": "compare", "fact": MONTHS, "op": ">=", "value": "min_months"}
    assert in_words(months, notice["values"]) == "“在本市累计缴纳失业保险费的月数”不少于［12个月］"
    daily = {"kind": "daily", "label": "生活费", "days": "training.days_attended", "rate": "rate", "cap": "cap"}
    values = {"rate": {"type": "fen", "value": 2000}, "cap": {"type": "fen_or_no_limit", "value": False}}
    assert amount_in_words(daily, values) == "“实际出勤天数”乘［20元］，不超过［不设上限］"
    assert in_words({"kind": "compare", "fact": MONTHS}, notice["values"]) == NOT_WHOLE
    assert in_words({"kind": "unheard"}, {}) == amount_in_words({"kind": "unheard"}, {}) == NOT_WHOLE


def test_a_value_that_may_be_absent_is_still_such_a_value_when_its_version_is_opened() -> None:
    on = date(2024, 6, 1)
    book = BOOK.with_bureau([entry("living_allowance", "min_attendance_percent", on, value=80)])
    rules = book.programmes["living_allowance"]
    version = rules.version_on(on)
    assert version is not None
    values = notice_of(rules, version, on)["values"]
    assert values["min_attendance_percent"]["optional"] is True
    assert "optional" not in values["daily_rate"]
