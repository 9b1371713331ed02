"""The printed rule sheets and explanations hold what the data holds, and nothing is lost on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pypdfium2
import pytest

from models.assessment import Assessment, Result
from models.bureau import BureauKind
from models.facts import Award, Facts
from models.rules.evaluate import assess
from models.rules.load import load_rulebook, walk
from models.rules.notices import notice_of
from models.rules.remedies import outlook
from models.rules.schema import ItemType
from models.rules.wording import EMPTY, requirement, value_words
from reports import page_style as style
from reports.explanation import explanation_pdf
from reports.month.page_flow import BOTTOM
from reports.rule_sheet import rule_sheet_pages, rule_sheet_pdf
from tests.builders import rule_scenarios
from tests.builders.rule_scenarios import entry
from tests.builders.rule_version_choice import CLASS, chosen

BOOK = load_rulebook()
PRINTED = date(2026, 11, 22)


def text_of(content: bytes) -> str:
    """All pages' text without blanks and line ends."""
    with pypdfium2.PdfDocument(content) as pdf:
        texts = [pdf[number].get_textpage().get_text_range() for number in range(len(pdf))]
    return "".join("".join(texts).split())


def plain(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("programme", BOOK.programmes)
def test_a_rule_sheet_prints_every_condition_value_and_document(programme: str) -> None:
    rules = BOOK.programmes[programme]
    printed = text_of(rule_sheet_pdf(BOOK, programme, PRINTED))
    for clause in rules.clauses.values():
        assert plain(clause.clause.document)[:12] in printed
    for item in rules.items.values():
        assert plain(item.label)[:4] in printed
    assert "规则版本按申请日选定（没有查到规定，由程序推断）。" in printed
    assert BOOK.hash[:16] in printed
    assert "〓" not in printed
    assert rule_sheet_pdf(BOOK, programme, PRINTED) == rule_sheet_pdf(BOOK, programme, PRINTED)


@pytest.mark.parametrize("programme", BOOK.programmes)
def test_a_rule_sheet_with_a_whole_version_keeps_clear_of_its_foot(programme: str) -> None:
    rules = BOOK.programmes[programme]
    notice = notice_of(rules, rules.versions[-1])
    whole = entry(programme, "2027", date(2027, 1, 1), kind=BureauKind.VERSION, value=notice)
    pages = rule_sheet_pages(BOOK.with_bureau([whole]), programme, PRINTED)
    marks = [text.baseline for page in pages for text in page.texts]
    marks += [rule.y1 for page in pages for rule in page.rules]
    assert len(pages) >= 2
    assert [mark for mark in marks if BOTTOM + 0.01 < mark < style.FOOT_RULE] == []


@pytest.mark.parametrize("programme", BOOK.programmes)
def test_every_condition_has_words_of_its_own(programme: str) -> None:
    rules = BOOK.programmes[programme]
    for criterion in walk(rules.criteria):
        words = requirement(criterion, rules)
        assert words
        assert "None" not in words
        for name in (criterion.params.get("value"), criterion.params.get("value_to")):
            assert name is None or f"［{rules.items[name].label}］" in words


def test_values_are_told_in_words_and_an_empty_one_says_so() -> None:
    assert value_words(ItemType.FEN, None) == EMPTY
    assert value_words(ItemType.MONTHS, 12) == "12个月"
    assert value_words(ItemType.LEVEL_FEN, {5: 100000}) == "五级/初级工1000元"
    assert value_words(ItemType.FEN_OR_NO_LIMIT, False) == "不设上限"
    ages = BOOK.programmes["employment_reward"].items["hard_to_employ_retirement_ages"].rows[-1].value
    assert "男60周岁，自2025年1月1日起每4个月延迟1个月，逐步至63周岁" in value_words(ItemType.RETIREMENT_AGES, ages)


def explained(found: Assessment, facts: Facts) -> str:
    rules = BOOK.programmes[found.programme]
    return text_of(explanation_pdf(found, rules, outlook(BOOK, found, facts), PRINTED))


def upgrade(**changes: object) -> tuple[Assessment, Facts]:
    ordinary = next(s for s in rule_scenarios.load("skill_upgrade")[0] if s.name == "the last day of 2023")
    facts = replace(ordinary.facts, values=MappingProxyType({**ordinary.facts.values, **changes}))  # type: ignore[dict-item]
    return assess(BOOK, "skill_upgrade", facts, ordinary.on), facts


def test_an_explanation_gives_the_answer_the_amount_and_its_step() -> None:
    printed = explained(*upgrade())
    assert "各项条件都符合" in printed
    assert "核算金额：1,500.00元" in printed
    assert "不是决定" in printed


def test_an_explanation_of_a_no_gives_every_failed_condition_and_what_would_change_it() -> None:
    found, facts = upgrade(**{"insurance.unemployment_months": 9})
    printed = explained(found, facts)
    assert "有条件不符合" in printed
    assert "怎样会改变" in printed
    assert "还差3个月" in printed


def test_an_explanation_names_the_day_from_which_time_alone_helps() -> None:
    _, facts = upgrade(**{"certificate.issued_on": date(2023, 6, 1)})
    awards = tuple(Award("skill_upgrade", date(2023, month, 1), f"工种{month}", 5) for month in (1, 2, 3))
    facts = replace(facts, awards=awards)
    found = assess(BOOK, "skill_upgrade", facts, date(2023, 12, 29))
    assert "2024年1月1日起申请，各项条件都符合" in explained(found, facts)


def test_an_explanation_that_cannot_tell_asks_one_question() -> None:
    facts = Facts(MappingProxyType({}))
    found = assess(BOOK, "studio_leader_allowance", facts, date(2024, 5, 6))
    printed = explained(found, facts)
    assert found.result is Result.CANNOT_TELL
    assert "下一步先问" in printed
    assert "工作室是哪一类" in printed
    assert "由市人力资源社会保障局决定" in printed
    assert "技能大师工作室领办人工作津贴转介说明" in printed
    assert "核算说明" not in printed


def test_an_explanation_without_a_rule_in_force_says_that_this_is_no_refusal() -> None:
    facts = Facts(MappingProxyType({}))
    printed = explained(assess(BOOK, "skill_upgrade", facts, date(2026, 5, 6)), facts)
    assert "这不等于不符合条件" in printed


def test_a_version_that_the_bureau_entered_whole_is_printed_with_its_own_conditions() -> None:
    notice = {
        "criteria": [{"id": "v", "kind": "yes_no", "label": "新版条件", "fact": "person.veteran", "expected": True}]
    }
    given = rule_scenarios.entry(
        "free_training", "2027", date(2027, 1, 1), kind=BureauKind.VERSION, value=notice, document="练习文号〔2027〕9号"
    )
    printed = text_of(rule_sheet_pdf(BOOK.with_bureau([given]), "free_training", PRINTED))
    assert "本局整版录入的“2027”版的条件" in printed
    assert "新版条件" in printed
    assert "练习文号〔2027〕9号" in printed


def test_the_sheets_say_which_date_selects_the_version_and_by_which_text() -> None:
    book = BOOK.with_bureau([chosen("free_training", CLASS, date(2026, 1, 1))])
    printed = text_of(rule_sheet_pdf(book, "free_training", PRINTED))
    assert "2018-12-29至2025-12-31申请的，规则版本按申请日选定（没有查到规定，由程序推断）。" in printed
    assert "2026-01-01至另行通知申请的，规则版本按开班日选定，依据练习文号〔2026〕1号第一条（本局确认）。" in printed
    facts = {"person.veteran": True, CLASS: date(2018, 12, 28)}
    for values, told in (
        (facts, ("开班日没有生效的规则", "规则版本按开班日（2018年12月28日）选定。")),
        ({}, ("规则版本按开班日（尚不清楚）选定。", "培训哪天开班？")),
    ):
        given = Facts(MappingProxyType(values))
        found = assess(book, "free_training", given, date(2026, 2, 2))
        sheet = text_of(explanation_pdf(found, book.programme("free_training"), outlook(book, found, given), PRINTED))
        assert all(plain(words) in sheet for words in told)
