"""The words: a sentence holds the fact, the limit, since when, and what follows."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Any

import pytest
from builders import rule_scenarios
from builders.rule_scenarios import walk

from models.assessment import Assessment, Result, Verdict
from models.facts import Award, Facts
from models.rules.evaluate import assess
from models.rules.load import build_rulebook, load_rulebook
from models.rules.source import parse

BOOK = load_rulebook()
ORDINARY = next(s for s in rule_scenarios.load("skill_upgrade")[0] if s.name == "the last day of 2023")


def judged(
    *awards: Award, gone: str = "", complete: bool = True, on: date = date(2023, 12, 29), **facts: Any
) -> Assessment:
    values = {**ORDINARY.facts.values, **facts}
    values.pop(gone, None)
    return assess(BOOK, "skill_upgrade", Facts(MappingProxyType(values), awards, complete), on)


def sentence(found: Assessment, criterion: str) -> str:
    return next(line.sentence for line in walk(found.criteria) if line.id == criterion)


MONTHS = "insurance.unemployment_months"
LABEL = "在本市累计缴纳失业保险费的月数"


@pytest.mark.parametrize(
    ("months", "told"),
    [
        (12, f"{LABEL}：12个月，要求不少于12个月（自2019年1月1日起执行），符合条件。"),
        (11, f"{LABEL}：11个月，要求不少于12个月（自2019年1月1日起执行），不符合条件。"),
    ],
)
def test_a_limit_is_told_with_the_fact_and_since_when(months: int, told: str) -> None:
    assert sentence(judged(**{MONTHS: months}), "employee_months") == told


def test_an_unknown_fact_is_told_as_unknown() -> None:
    told = f"{LABEL}：尚不清楚，要求不少于12个月（自2019年1月1日起执行），暂不能判断。"
    assert sentence(judged(gone=MONTHS), "employee_months") == told


def test_a_composite_tells_which_parts_decided_it() -> None:
    asked = "申请人身份：须满足其一（企业在职职工、取得证书时或申请时领取失业保险金）（自2022年7月1日起执行），"
    assert sentence(judged(), "applicant") == f"{asked}其中“企业在职职工”成立，符合条件。"
    assert sentence(judged(**{MONTHS: 3}), "applicant") == f"{asked}各项均未满足，不符合条件。"
    assert sentence(judged(gone=MONTHS), "applicant") == f"{asked}其中企业在职职工尚不清楚，暂不能判断。"
    assert "未满足累计缴纳失业保险费月数，不符合条件。" in sentence(judged(**{MONTHS: 3}), "employee")


def test_the_window_tells_its_last_day_and_why_it_moved() -> None:
    found = judged(**{"certificate.issued_on": date(2022, 12, 31)}, on=date(2023, 12, 31))
    assert sentence(found, "window") == (
        "证书核发日期：2022年12月31日，须在证书核发日期起12个月内申请（自2017年1月1日起执行），"
        "期限最后一日2023年12月31日为休息日，顺延至2024年1月2日，申请日期为2023年12月31日，符合条件。"
    )


def test_an_earlier_award_is_told_with_its_date_occupation_and_level() -> None:
    found = judged(Award("skill_upgrade", date(2023, 2, 1), "电工", 4))
    assert sentence(found, "once_per_level") == (
        "同一职业（工种）同一等级只能享受一次（自2017年1月1日起执行）："
        "已有2023年2月1日申请的技能提升补贴（电工，四级/中级工），不符合条件。"
    )
    assert sentence(found, "yearly_limit") == (
        "2023年度已享受1次，连同本次共2次，规定每年不超过3次（自2023年1月1日起执行），符合条件。"
    )


def test_an_unchecked_register_is_told_as_unchecked() -> None:
    found = judged(complete=False)
    assert "尚未核对市级享受记录" in sentence(found, "once_per_level")
    assert "市级享受记录尚未核对" in sentence(found, "yearly_limit")


def test_an_award_that_records_too_little_is_told() -> None:
    found = judged(Award("skill_upgrade", date(2022, 2, 1)))
    assert "不能确定是否与2022年2月1日申请的技能提升补贴（未载明职业和等级）相同" in sentence(found, "once_per_level")


@pytest.mark.parametrize(
    ("level", "told"),
    [
        (4, "证书等级：四级/中级工，补贴标准为1500元（自2017年1月1日起执行），符合条件。"),
        (2, "证书等级：二级/技师，只对2019年1月1日至2021年12月31日核发的证书有补贴标准，不符合条件。"),
        (8, "证书等级：首席技师，这一等级没有补贴标准，不符合条件。"),
        (None, "证书等级：无，这一等级没有补贴标准，不符合条件。"),
    ],
)
def test_a_level_is_told_with_its_amount(level: int | None, told: str) -> None:
    assert sentence(judged(**{"certificate.level": level}), "level_amount") == told


def test_the_step_of_the_amount_cites_its_clause() -> None:
    step = judged().amount_steps[0]
    assert (step.label, step.fen, step.clause) == ("四级/中级工补贴标准", 150000, "京人社就发〔2017〕169号 一、二")


def test_a_warning_cites_the_paragraph_that_only_announces_the_list() -> None:
    warning = judged(**{"person.integrity_listed": True}).warnings[0]
    assert warning.clause.article == "三（一）10"
    assert "不作为不予的理由" in warning.sentence


EMPTY = """\
[programme]
id = "skill_award"
name = "表彰奖励"
paragraph = "四(三)21"
act = "referral"
version_by = "application"
basis = "law"

[clauses.law]
document = "练习文件"
evidence = "F-A"
source = "练习"
checked_on = 2026-11-22

[[versions]]
from = 2020-01-01
clause = "law"

[values.months]
label = "月数"
type = "months"
dated = [{ from = 2020-01-01, clause = "law", evidence = "NF" }]

[values.yearly]
label = "次数"
type = "count"
dated = [{ from = 2020-01-01, clause = "law", evidence = "NF" }]

[values.rest_day]
label = "顺延"
type = "yes_no"
dated = [{ from = 2020-01-01, value = true, clause = "law" }]

[values.share]
label = "出勤率"
type = "percent"
dated = [{ from = 2020-01-01, clause = "law", evidence = "NF" }]

[[criteria]]
id = "enough"
kind = "compare"
label = "月数"
fact = "insurance.unemployment_months"
op = ">="
value = "months"

[[criteria]]
id = "few"
kind = "award_count"
label = "次数"
programmes = ["skill_award"]
period = "calendar_year"
value = "yearly"

[[criteria]]
id = "soon"
kind = "date_within"
label = "期限"
fact = "certificate.issued_on"
value = "months"
rest_day = "rest_day"

[[criteria]]
id = "present"
kind = "share"
label = "出勤率"
fact = "training.days_attended"
of = "training.days_planned"
value = "share"
"""


def test_an_empty_limit_leaves_its_criterion_open_and_asks_for_no_fact() -> None:
    book = build_rulebook([parse("empty.toml", EMPTY)])
    values = {MONTHS: 999, "certificate.issued_on": date(2020, 1, 1), "training.days_attended": 1}
    found = assess(book, "skill_award", Facts(MappingProxyType(values), (), True), date(2020, 6, 1))
    assert found.result is Result.CANNOT_TELL
    assert [line.verdict for line in found.criteria] == [Verdict.UNKNOWN] * 4
    assert all("尚未录入" in line.sentence for line in found.criteria)
    assert found.missing == ()
    assert set(found.not_confirmed) == {"skill_award.months", "skill_award.yearly", "skill_award.share"}


def test_a_text_past_its_review_day_is_told_once_with_all_that_rests_on_it_and_keeps_answering() -> None:
    on, values = date(2025, 6, 3), {**ORDINARY.facts.values, "certificate.issued_on": date(2025, 3, 3)}
    facts = Facts(MappingProxyType(values), (), True)
    in_time, late = (
        assess(BOOK, "skill_upgrade", facts, on, today=day) for day in (date(2027, 1, 31), date(2027, 2, 1))
    )
    assert in_time.reviews == assess(BOOK, "skill_upgrade", facts, on).reviews == ()
    documents = [review.clause.document for review in late.reviews]
    assert len(documents) == len(set(documents)) > 0
    first = next(review for review in late.reviews if "169号" in review.clause.document)
    assert first.sentence == (
        "“证书最早核发日期、证书种类、证书联网查询一致”等9项的依据应在2027年1月31日前复核，现已过期；"
        "请核对原文，核对前照常核算。"
    )
    assert (late.result, late.criteria, late.missing) == (in_time.result, in_time.criteria, in_time.missing)
    assert Assessment.from_json(late.to_json()) == late


def test_a_text_that_no_longer_holds_need_not_be_read_again() -> None:
    facts = Facts(MappingProxyType({**ORDINARY.facts.values, "certificate.issued_on": date(2018, 3, 3)}), (), True)
    found = assess(BOOK, "skill_upgrade", facts, date(2018, 6, 1), today=date(2030, 1, 1))
    told = "".join(review.sentence for review in found.reviews)
    assert "证书最早核发日期" in told
    # 36 months were asked until the end of 2018 only.
    assert "月数下限" not in told
    assert "累计缴纳" not in told
