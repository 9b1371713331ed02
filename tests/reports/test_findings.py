"""Met criteria told in brief: what falls away is said already, and no value, bound or clause goes with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from models.assessment import Assessment, Line, Result, Verdict
from models.letter import LetterKind
from models.rules.load import load_rulebook
from reports.document import Item
from reports.fonts import load_fonts
from reports.issue import compose
from reports.layout import lay_out
from reports.letters.findings import cited, finding, met_blocks
from reports.render_text import render_text
from tests.builders.letters import LOCAL, NUMBER, make_case, make_line, make_order
from tests.builders.rule_scenarios import FOLDER, load

BOOK = load_rulebook()
SINCE = re.compile("（自[0-9年月日]+起执行）")
SAID_AGAIN = re.compile("([^：；，。）]+)：[^；。]*，其中：(?:[^。]*；)?\\1：[是否]")
FIGURES = re.compile("[0-9]+(?:年[0-9]+月[0-9]+日|年度|个月|元|次|天|%)")


def met(*sentences: str) -> str:
    lines = [make_line(number, sentence=f"{text}，符合条件。", clause=LOCAL) for number, text in enumerate(sentences)]
    (item,) = (block for block in met_blocks(lines) if isinstance(block, Item))
    return item.text.removeprefix("（一）").partition("。依据")[0]


def shown(lines: tuple[Line, ...]) -> Iterator[Line]:
    """The met leaves that settled a met line."""
    for line in lines:
        if line.verdict is Verdict.MET:
            yield from shown(line.children) if line.children else (line,)


def decided() -> list[Assessment]:
    found = [each.run(BOOK) for name in ("skill_upgrade", "free_training") for each in load(name)[0]]
    return [one for one in found if one.result in (Result.ELIGIBLE, Result.INELIGIBLE)]


def letter_of(assessment: Assessment) -> str:
    kind = LetterKind.APPROVAL if assessment.result is Result.ELIGIBLE else LetterKind.REFUSAL
    case = make_case(programme=assessment.programme, applied_on=assessment.on)
    return render_text(compose(make_order(kind, assessment=assessment, case=case), NUMBER))


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("证书种类：甲类证书，要求为甲类证书、乙类证书（自2017年1月1日起执行）", "证书种类：甲类证书"),
        ("已完成培训：是，要求为“是”（自2018年12月29日起执行）", "已完成培训：是"),
        ("缴费月数：36个月，要求不少于12个月（自2019年1月1日起执行）", "缴费月数：36个月，要求不少于12个月"),
        ("核发日期：2018年3月1日，要求不早于2017年1月1日", "核发日期：2018年3月1日，要求不早于2017年1月1日"),
        ("核发日期：2018年3月1日，须在核发日期起12个月内申请", "核发日期：2018年3月1日，须在12个月内申请"),
        ("属于群体：须满足其一（甲（含乙）、丙）（自2018年12月29日起执行），其中“丙”成立", "属于群体：其中“丙”成立"),
        ("职工：须同时满足（甲、乙）（自2022年7月1日起执行），各项均已满足", "职工：各项均已满足"),
    ],
)
def test_a_met_criterion_tells_its_value_and_its_bound_and_no_list_of_choices(sentence: str, told: str) -> None:
    assert met(sentence) == told


def test_a_value_on_which_two_criteria_rest_is_told_once_with_both_bounds() -> None:
    first, second = "核发日期：2018年3月1日，要求不早于2017年1月1日", "核发日期：2018年3月1日，期限至2019年3月1日"
    assert met(first, "种类：甲", second) == f"{first}，期限至2019年3月1日；种类：甲"


def test_two_counts_that_begin_alike_stay_apart() -> None:
    first, second = "2024年度已享受0次，规定每年不超过3次", "2024年度已享受0次，规定每年不超过1次"
    assert met(first, second) == f"{first}；{second}"


def test_an_unmet_criterion_keeps_what_was_asked() -> None:
    asked = [line.sentence.rstrip("。") for one in decided() for line in one.failed() if "要求为" in line.sentence]
    letters = [letter_of(one) for one in decided() if one.failed()]
    assert len(asked) > 5
    assert all(any(sentence in letter for letter in letters) for sentence in asked)


def test_every_value_bound_and_clause_of_the_real_rules_stays_in_the_letter() -> None:
    for assessment in decided():
        text = letter_of(assessment)
        for line in shown(assessment.criteria):
            sentence = SINCE.sub("", line.sentence)
            value = sentence.partition("，")[0]
            assert value in text, line.sentence
            assert set(FIGURES.findall(sentence)) <= set(FIGURES.findall(text)), line.sentence
        for line in assessment.criteria:
            assert cited(line.clause) in text


def test_an_approval_lists_no_choices_that_were_asked_for() -> None:
    approvals = [letter_of(one) for one in decided() if one.result is Result.ELIGIBLE]
    assert len(approvals) > 50
    assert [text for text in approvals if "要求为" in text or "须满足其一" in text] == []


@pytest.mark.parametrize(
    ("heading", "parts", "told"),
    [
        ("困难人员：已认定", ("困难人员：是",), "困难人员：已认定"),
        ("困难人员：已认定", ("困难人员：是", "户籍：本市"), "困难人员：已认定，其中：户籍：本市"),
        ("困难人员：符合认定条件", ("困难人员类别：是",), "困难人员：符合认定条件，其中：困难人员类别：是"),
        ("困难人员，其中“困难人员”成立", ("困难人员：是",), "困难人员：是"),
        ("困难人员：已认定", ("困难人员：3人",), "困难人员：已认定，其中：困难人员：3人"),
        ("年龄：各项均已满足", ("生日：1月1日，满16岁", "生日：1月1日，未满60岁"),
         "年龄：各项均已满足，其中：生日：1月1日，满16岁，未满60岁"),
    ],
)  # fmt: skip
def test_what_a_heading_says_is_not_said_again_by_its_part(heading: str, parts: tuple[str, ...], told: str) -> None:
    children = tuple(make_line(number, sentence=f"{text}，符合条件。") for number, text in enumerate(parts))
    line = make_line(9, sentence=f"{heading}，符合条件。", clause=LOCAL, children=children)
    (item,) = (block for block in met_blocks([line]) if isinstance(block, Item))
    assert item.text.removeprefix("（一）").partition("。依据")[0] == told


def test_a_status_that_was_denied_is_told_once_with_what_else_is_wanting() -> None:
    wanting = (
        make_line(0, Verdict.NOT_MET, sentence="困难人员：否，要求为“是”（自2018年12月29日起执行），不符合条件。"),
        make_line(1, Verdict.NOT_MET, sentence="户籍：外省市，要求为本市，不符合条件。"),
    )
    head = "困难人员（自2018年12月29日起执行）：未认定，也不符合认定条件，不符合条件"
    line = make_line(9, Verdict.NOT_MET, sentence=f"{head}。", children=wanting)
    assert finding(line) == f"{head}，其中：户籍：外省市，要求为本市，不符合条件"
    assert finding(replace(line, children=wanting[:1])) == head


def test_a_signature_never_stands_on_a_page_without_text() -> None:
    fonts = load_fonts()
    for assessment in [one for one in decided() if one.result is Result.ELIGIBLE][::5]:
        case = make_case(programme=assessment.programme, applied_on=assessment.on, accepted_on=assessment.on)
        pages = lay_out(compose(make_order(assessment=assessment, case=case), NUMBER), fonts)
        last = [text.string for text in pages[-1].texts]
        assert last.index("北京市东城区人力资源和社会保障局") >= 2
        assert len(pages) == 2 if assessment.on.year < 2023 else len(pages) <= 3


def test_no_condition_of_any_programme_is_told_twice_nor_with_a_verdict_that_is_not_its_own() -> None:
    """What settled it stands behind it; where everything is met, no part reads as if it were not."""
    found = [each.run(BOOK) for path in sorted(FOLDER.glob("*.toml")) for each in load(path.stem)[0]]
    granted = [one for one in found if one.result is Result.ELIGIBLE]
    assert len({one.programme for one in granted}) > 10
    for assessment in granted:
        text = "".join(block.text for block in met_blocks(assessment.criteria) if isinstance(block, Item))
        assert "其中“" not in text
        assert "不符合条件" not in text
        assert not SAID_AGAIN.search(text), text
        told = [SINCE.sub("", line.sentence).partition("，")[0] for line in leaves(assessment.criteria)]
        assert all(value in text or value.replace("：是", "：已认定") in text for value in told)


def leaves(lines: tuple[Line, ...]) -> Iterator[Line]:
    """The met leaves under met lines; a list and its rows are told by themselves, and so is what a `not` denies."""
    for line in lines:
        parts = tuple(part for part in line.children if not part.id.endswith("]"))
        if line.verdict is Verdict.MET:
            yield from leaves(parts) if parts else (line,)
