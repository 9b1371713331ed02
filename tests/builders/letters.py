"""Invented letter orders: an office, a person, a case and an assessment as a letter is given them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from models.assessment import AmountStep, Assessment, Clause, Line, Result, Verdict
from models.case import Case, Outcome, State
from models.letter import LetterKind, LetterOrder, Matter
from models.notice import (
    ExtensionMatter,
    ItemKind,
    LapseGround,
    LapseMatter,
    NonAcceptance,
    NonAcceptanceMatter,
    SupplementMatter,
    Wanted,
    WithdrawalMatter,
)
from models.office import Office
from models.person import Person
from models.repayment import Instalment, RepaymentMatter
from models.rounds import Change, Maintained, RoundKind
from tests.builders.people import make_person

NUMBER = "东人社补〔2026〕12号"
HEAD = "0123456789abcdef"
LOCAL = Clause("京人社就发〔2017〕169号", "第一条", "取得职业资格证书且符合条件的企业职工，可申请技能提升补贴", "F-B")
NATIONAL = Clause("人社部发〔2024〕40号", "第三条", "同一职业（工种）同一等级只能申请并享受一次", "F-A")
PAPERS = ("居民身份证", "职业技能等级证书", "社会保障卡")


def make_office(**changes: Any) -> Office:
    """An invented district bureau; not a practice office unless asked."""
    office = Office(
        name="北京市东城区人力资源和社会保障局",
        district="110101",
        streets=("东华门街道",),
        letter_codes={"receipt": "东人社受", "approval": "东人社补", "refusal": "东人社不"},
        address="北京市东城区练习胡同1号",
        phone="010-55550103",
    )
    return replace(office, **changes)


def make_case(**changes: Any) -> Case:
    case = Case(
        id=1,
        number="2026-00012",
        person_id=1,
        programme="skill_upgrade",
        applied_on=date(2025, 8, 28),
        state=State.FOR_SIGNATURE,
        opened_by=1,
        opened_at=datetime(2025, 8, 28, 2, 0, tzinfo=UTC),
        accepted_by=1,
        accepted_on=date(2025, 8, 28),
        due_on=date(2025, 9, 11),
    )
    return replace(case, **changes)


SENTENCES = (
    ("取得证书时的身份：企业在职职工，符合条件。", "取得证书时的身份：其他，须为企业在职职工，不符合条件。"),
    ("提出申请时的身份：企业在职职工，符合条件。", "提出申请时的身份：其他，须为企业在职职工，不符合条件。"),
    (
        "累计缴纳失业保险费：26个月，须满12个月（自2019年1月1日起执行），符合条件。",
        "累计缴纳失业保险费：9个月，须满12个月（自2019年1月1日起执行），不符合条件。",
    ),
    (
        "证书核发日期：2025年3月2日，须在12个月内申请，最后一日为2026年3月2日，符合条件。",
        "证书核发日期：2024年3月2日，须在12个月内申请，最后一日为2025年3月3日，不符合条件。",
    ),
    (
        "同一职业同一等级只享受一次：没有这样的享受记录，符合条件。",
        "同一职业同一等级只享受一次：已有2023年2月1日申请的技能提升补贴（电工，四级/中级工），不符合条件。",
    ),
)


def make_line(number: int, verdict: Verdict = Verdict.MET, **changes: Any) -> Line:
    """The n-th criterion as the rules tell it, met or not met."""
    sentence = SENTENCES[number % 5][verdict is Verdict.NOT_MET]
    clause = NATIONAL if number % 5 == 4 else LOCAL
    return replace(Line(f"line.{number}", verdict, sentence, {}, clause), **changes)


def judged(facts: dict[str, Any], *, register_checked: bool = False) -> dict[str, Any]:
    """Facts in the shape an assessment keeps them."""
    return {"facts": facts, "awards": {"complete": register_checked, "list": []}}


def make_assessment(**changes: Any) -> Assessment:
    assessment = Assessment(
        programme="skill_upgrade",
        on=date(2025, 8, 28),
        result=Result.ELIGIBLE,
        version_from=date(2025, 1, 1),
        version_to=date(2025, 12, 31),
        amount_fen=150_000,
        criteria=tuple(make_line(number) for number in range(5)),
        warnings=(),
        missing=(),
        not_confirmed=(),
        amount_steps=(AmountStep("四级标准", 150_000, "京人社就发〔2017〕169号"),),
        rulebook="sha256:" + "ab" * 32,
        facts=judged({"certificate.occupation": "电工", "certificate.level": 4, "certificate.verified": "consistent"}),
    )
    return replace(assessment, **changes)


def refused_assessment(reasons: int = 2, others: int = 2) -> Assessment:
    """An assessment with so many unmet and so many met criteria."""
    lines = [make_line(number) for number in range(others)]
    lines += [make_line(others + number, Verdict.NOT_MET) for number in range(reasons)]
    return make_assessment(result=Result.INELIGIBLE, amount_fen=None, amount_steps=(), criteria=tuple(lines))


def make_change(**changes: Any) -> Change:
    """An approval of 1,000 yuan, paid, that is put right at the office's own motion."""
    change = Change(
        kind=RoundKind.CORRECTION,
        reason="证书等级录入有误，实为四级",
        document="",
        document_date=None,
        changed_kind=LetterKind.APPROVAL,
        changed_number="东人社补〔2025〕3号",
        changed_on=date(2025, 9, 1),
        changed_outcome=Outcome.GRANTED,
        changed_fen=100_000,
        paid_fen=100_000,
    )
    return replace(change, **changes)


def make_maintained(**changes: Any) -> Maintained:
    """A refusal that was looked at again after an application for review, and kept."""
    kept = Maintained(
        kind=RoundKind.RECONSIDERATION,
        reason="申请人对缴费月数有异议",
        document="",
        document_date=None,
        kept_kind=LetterKind.REFUSAL,
        kept_number="东人社不〔2025〕2号",
        kept_on=date(2025, 9, 1),
        finding="经向市社会保险信息系统再次核对，累计缴费9个月，与原决定认定的一致",
    )
    return replace(kept, **changes)


def named(name: str, **changes: Any) -> Person:
    """An invented person of this name."""
    return make_person(1, name=name, name_as_typed=name, **changes)


WANTED = (
    Wanted(
        ItemKind.PAPER,
        "职业技能等级证书",
        "只提交了复印件，核对不了证书编号",
        "提交证书原件核对，原件当场退还",
        "《社会保险经办条例》第二十四条第三款",
    ),
    Wanted(
        ItemKind.FACT,
        "累计缴费月数",
        "填报26个月，联网查询为9个月",
        "核对后重新填报，有异议的说明情况",
        "技能提升补贴办事指南“申请条件”第三项",
    ),
)
GROUND = LapseGround("东人社发〔2025〕99号（测试）", "第三条", 15)
MATTERS: Mapping[LetterKind, Matter] = {
    LetterKind.SUPPLEMENT_NOTICE: SupplementMatter(WANTED, 1),
    LetterKind.NON_ACCEPTANCE: NonAcceptanceMatter(
        NonAcceptance(
            "经查询，你的失业保险参保地为河北省廊坊市",
            "该事项由参保地失业保险经办机构办理，不属于我局职权范围",
            "《行政许可法》第三十二条第一款第二项（参照）",
            "参保地失业保险经办机构",
        )
    ),
    LetterKind.LAPSE_NOTICE: LapseMatter(
        "东人社补正〔2025〕3号", date(2025, 8, 15), ("职业技能等级证书", "累计缴费月数"), date(2025, 9, 8), GROUND
    ),
    LetterKind.WITHDRAWAL: WithdrawalMatter("申请人另行申请"),
    LetterKind.REPAYMENT_ORDER: RepaymentMatter(
        "东人社撤〔2026〕1号",
        date(2026, 3, 2),
        150_000,
        0,
        150_000,
        "经核查，取得证书时不是企业在职职工，原决定已撤销",
        (Instalment(date(2026, 5, 8), 150_000),),
    ),
    LetterKind.EXTENSION: ExtensionMatter(
        "需向发证机构核查证书", 5, "东人社发〔2025〕98号（测试）", date(2025, 9, 11), date(2025, 9, 18)
    ),
}


def make_order(kind: LetterKind = LetterKind.APPROVAL, **changes: Any) -> LetterOrder:
    """An order that makes a letter of the kind without further changes."""
    outcomes = {
        **dict.fromkeys((LetterKind.APPROVAL, LetterKind.CORRECTION), Outcome.GRANTED),
        **dict.fromkeys((LetterKind.REFUSAL, LetterKind.REVOCATION), Outcome.REFUSED),
    }
    made = {Outcome.GRANTED: make_assessment(), Outcome.REFUSED: refused_assessment()}
    assessments = {kind: made[outcome] for kind, outcome in outcomes.items()}
    matters: dict[LetterKind, Matter] = {
        **MATTERS,
        **dict.fromkeys((LetterKind.CORRECTION, LetterKind.REVOCATION), make_change()),
        LetterKind.MAINTENANCE: make_maintained(),
    }
    order = LetterOrder(
        kind=kind,
        office=make_office(),
        person=make_person(1),
        case=make_case(),
        programme_name="技能提升补贴",
        paragraph="二(一)1",
        issued_on=date(2025, 9, 9),
        head=HEAD,
        contact="练习丙",
        papers=PAPERS,
        due_days=10,
        due_on=date(2025, 9, 11),
        due_clause="《社会保险经办条例》第二十四条第三款",
        assessment=assessments.get(kind),
        outcome=outcomes.get(kind),
        matter=matters.get(kind),
    )
    return replace(order, **changes)
