"""The rules page: every dated row in words, what waits, and who would change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models.assessment import Result
from models.bureau import BureauKind
from models.casework.bureau_values import ValueDraft, confirm_value, enter_value, preview_change, preview_entry
from models.casework.rechecks import recheck
from models.casework.rules_page import RuleRow, RulesPage, rules_page, value_in_words
from models.errors import InputError, NotPermitted
from models.rules.schema import ItemType
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau
from tests.builders.headless import PNG

STRICTER = ValueDraft(
    BureauKind.VALUE,
    "skill_upgrade",
    "min_months@2025-01-01",
    30,
    date(2025, 6, 1),
    date(2025, 12, 31),
    "测试〔2025〕9号",
    "二",
    "不少于30个月",
)


def row(page: RulesPage, name: str, programme: str = "skill_upgrade") -> RuleRow:
    (found,) = (one for one in page.rows if (one.programme, one.name) == (programme, name))
    return found


def test_every_row_of_every_value_stands_in_words_with_its_clause(bureau: Bureau) -> None:
    page = rules_page(bureau["audit"])
    book = bureau["audit"].shipped
    items = [item for programme in book.programmes.values() for item in programme.items.values()]
    assert len(page.rows) >= sum(max(len(item.rows), 1) for item in items)
    assert all(one.shown for one in page.rows)
    without = [one for one in page.rows if one.valid_from is not None and not one.clause.document]
    assert {(one.name, one.shown, one.evidence, one.weak) for one in without} == {
        ("version_by", "申请日", "INF", False)
    }
    amounts = row(page, "amounts")
    assert amounts.shown == "五级/初级工1000元；四级/中级工1500元；三级/高级工2000元"
    assert row(page, "min_months@2017-01-01").shown == "36个月"


def test_an_empty_value_is_not_known_and_counts_as_to_enter(bureau: Bureau) -> None:
    page = rules_page(bureau["audit"])
    rate = row(page, "daily_rate", "living_allowance")
    assert (rate.value, rate.shown, rate.weak, rate.optional) == (None, "未定", True, False)
    optional = row(page, "min_attendance_percent", "living_allowance")
    assert (optional.shown, optional.weak, optional.optional) == ("未定", False, True)
    assert page.to_enter == 5


def test_a_pending_entry_stands_at_its_row_until_it_is_confirmed(bureau: Bureau) -> None:
    entry = enter_value(bureau["review"], replace(STRICTER, valid_from=date(2017, 6, 1), name="window_months", value=6,
                                                  valid_to=None), PNG, "image/png").value  # fmt: skip
    (pending,) = row(rules_page(bureau["review"]), "window_months").pending
    assert (pending.id, pending.shown, pending.entered_by, pending.own) == (entry.id, "6个月", "review", True)
    assert not row(rules_page(bureau["sign"]), "window_months").pending[0].own
    assert rules_page(bureau["sign"]).to_confirm == 1
    confirm_value(bureau["sign"], entry.id)
    page = rules_page(bureau["sign"])
    confirmed = row(page, "window_months@2017-06-01")
    assert (confirmed.shown, confirmed.confirmed_by, confirmed.evidence) == ("6个月", "sign", "本局确认")
    assert confirmed.confirmed_at is not None
    assert (confirmed.pending, page.to_confirm) == ((), 0)


def test_the_next_rate_is_entered_over_one_that_has_no_end(bureau: Bureau) -> None:
    bureau.enter("living_allowance", "daily_rate", 5000, date(2024, 1, 1), None)
    (name,) = (one.name for one in rules_page(bureau["sign"]).rows if one.shown == "50元")
    bureau.enter("living_allowance", name, 6000, date(2025, 7, 1), None)
    rates = [one for one in rules_page(bureau["sign"]).rows if one.name.startswith("daily_rate@20") and one.value]
    assert [(one.shown, one.valid_from, one.valid_to) for one in rates] == [
        ("50元", date(2024, 1, 1), date(2025, 6, 30)),
        ("60元", date(2025, 7, 1), None),
    ]


def test_drafts_of_versions_are_listed_as_drafts(bureau: Bureau) -> None:
    versions = [one for one in rules_page(bureau["audit"]).versions if one.programme == "skill_upgrade"]
    assert [one.name for one in versions if one.draft] == ["2026"]
    assert all(one.clause.document for one in versions)


def test_a_preview_names_who_would_change_and_stores_nothing(bureau: Bureau) -> None:
    bureau.enter("skill_upgrade", "amounts", None, date(2017, 1, 1), None)
    few = bureau.accepted(person=bureau.person(1))
    bureau.accepted({**ELIGIBLE_UPGRADE, "insurance.unemployment_months": 40}, person=bureau.person(2))
    bureau.accepted({**ELIGIBLE_UPGRADE, "certificate.verified": "not_found"}, person=bureau.person(3))
    before = rules_page(bureau["review"])
    draft = replace(STRICTER, name="min_months", valid_from=date(2024, 1, 1), valid_to=date(2024, 12, 31))
    assert preview_change(bureau["review"], draft) == ()
    with pytest.raises(InputError):
        preview_change(bureau["review"], STRICTER)  # overlaps what the fixture confirmed
    assert rules_page(bureau["review"]) == before
    assert recheck(bureau["review"]) == ()
    assert bureau.case(few).number == few


def test_a_pending_entry_can_be_previewed_by_its_confirmer(bureau: Bureau) -> None:
    number = bureau.accepted(person=bureau.person(1))
    bureau.accepted({**ELIGIBLE_UPGRADE, "certificate.issued_on": "2025-05-20"}, person=bureau.person(2))
    stricter = replace(STRICTER, name="window_months", value=1, valid_from=date(2025, 1, 1))
    entry = enter_value(bureau["review"], stricter, PNG, "image/png").value
    for found in (preview_change(bureau["sign"], stricter), preview_entry(bureau["sign"], entry.id)):
        assert [(one.number, one.before.result, one.after.result) for one in found] == [
            (number, Result.ELIGIBLE, Result.INELIGIBLE)
        ]
        assert "window" in {change.criterion for change in found[0].changes}
    with pytest.raises(NotPermitted):
        preview_change(bureau["audit"], stricter)


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (ItemType.FEN, 3050, "30.50元"),
        (ItemType.FEN_OR_NO_LIMIT, False, "不设上限"),
        (ItemType.FEN_OR_NO_LIMIT, 60_000, "600元"),
        (ItemType.PERCENT, 80, "80%"),
        (ItemType.COUNT, 3, "3"),
        (ItemType.DATE, date(2017, 1, 1), "2017年1月1日"),
        (ItemType.YES_NO, False, "否"),
        (ItemType.CONDITION, True, "适用"),
        (ItemType.FACT_LIST, ("person.veteran", "person.disabled"), "退役军人、残疾人"),
        (ItemType.MONTHS, None, "未定"),
    ],
)
def test_a_value_reads_as_people_say_it(kind: ItemType, value: object, shown: str) -> None:
    assert value_in_words(kind, value) == shown
