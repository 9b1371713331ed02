"""The words of every letter, compared with texts that were read and agreed (tests/golden/letters)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.assessment import AmountStep, Line, Verdict
from models.attendant import Attendant, Role
from models.case import Outcome
from models.errors import InputError, Refused
from models.id_number import mask_id
from models.letter import LetterKind, LetterOrder
from models.notice import DeemedMatter, LapseMatter, SupplementMatter
from models.publicity import DAYS_SETTING, PROGRAMMES_SETTING
from models.repayment import Instalment
from models.rounds import Change, RoundKind
from reports.issue import compose
from reports.render_text import render_text
from tests.builders.letters import (
    GROUND,
    LOCAL,
    MATTERS,
    NUMBER,
    WANTED,
    judged,
    make_assessment,
    make_case,
    make_change,
    make_line,
    make_office,
    make_order,
    named,
    refused_assessment,
)
from tests.builders.people import make_id

GOLDEN = Path(__file__).parents[1] / "golden" / "letters"
NO_ACCOUNT = named("练习丁", bank_card="")


def _in_kind() -> LetterOrder:
    return make_order(
        programme_name="免费就业创业培训",
        paragraph="二(三)9",
        case=make_case(programme="free_training"),
        assessment=make_assessment(
            programme="free_training",
            amount_fen=None,
            amount_steps=(),
            version_to=None,
            facts=judged({"training.occupation": "养老护理员", "training.level": 5}, register_checked=True),
        ),
    )


def _reversed() -> Change:
    return make_change(
        kind=RoundKind.RECONSIDERATION,
        reason="复议机关认定缴费月数应为26个月",
        document="京东政复〔2025〕7号",
        document_date=date(2025, 8, 20),
        changed_kind=LetterKind.REFUSAL,
        changed_number="东人社不〔2025〕2号",
        changed_on=date(2025, 5, 12),
        changed_outcome=Outcome.REFUSED,
        changed_fen=0,
        paid_fen=0,
    )


def _composite() -> LetterOrder:
    others = (
        Line("c", Verdict.MET, "在本市缴费：是，符合条件。", {}, LOCAL),
        Line("d", Verdict.NOT_MET, "企业职工：否，不符合条件。", {}, LOCAL),
    )
    parts = (
        Line("all", Verdict.NOT_MET, "两项都满足，不符合条件。", {}, LOCAL, children=others),
        Line("a", Verdict.NOT_MET, "城镇失业人员：否，不符合条件。", {}, LOCAL),
        Line("b", Verdict.NOT_MET, "退役军人：否，不符合条件。", {}, LOCAL),
    )
    group = Line("group", Verdict.NOT_MET, "下列人员之一：没有一项符合，不符合条件。", {}, LOCAL, children=parts)
    judged = make_line(1, Verdict.JUDGEMENT, sentence="材料真实性")
    return make_order(LetterKind.REFUSAL, assessment=replace(refused_assessment(), criteria=(judged, group)))


def _computed() -> LetterOrder:
    steps = (AmountStep("基本标准", 150_000, "京人社就发〔2017〕169号"), AmountStep("扣减", -5, "测试条款"))
    return make_order(assessment=make_assessment(amount_fen=149_995, amount_steps=steps))


def _repayment(**changes: Any) -> LetterOrder:
    matter: Any = MATTERS[LetterKind.REPAYMENT_ORDER]
    return make_order(LetterKind.REPAYMENT_ORDER, matter=replace(matter, **changes))


_PARTS = (Instalment(date(2026, 5, 8), 30_000), Instalment(date(2026, 6, 8), 20_000))

LETTERS: Mapping[str, Callable[[], LetterOrder]] = {
    "receipt": lambda: make_order(LetterKind.RECEIPT),
    "receipt-accepted-later": lambda: make_order(LetterKind.RECEIPT, case=make_case(accepted_on=date(2025, 9, 1))),
    "receipt-paused": lambda: make_order(
        LetterKind.RECEIPT, case=make_case(accepted_on=date(2025, 9, 8)), due_on=date(2025, 9, 18), due_paused=True
    ),
    "receipt-period-over": lambda: make_order(
        LetterKind.RECEIPT, issued_on=date(2025, 9, 15), matter=DeemedMatter(date(2025, 8, 28), 5)
    ),
    "receipt-taken-up-again": lambda: make_order(
        LetterKind.RECEIPT, case=make_case(accepted_on=date(2025, 9, 1)), due_from=date(2025, 8, 29)
    ),
    "receipt-without-date": lambda: make_order(LetterKind.RECEIPT, due_on=None),
    "receipt-proxy": lambda: make_order(
        LetterKind.RECEIPT,
        papers=("居民身份证", "授权委托书"),
        attendant=Attendant(
            role=Role.PROXY,
            name="练习代",
            id_kind="resident",
            id_number=make_id("110102", date(1980, 1, 1), 5),
            phone="13811112222",
            paper="授权委托书",
            authorised_on=date(2026, 3, 1),
            scope="代为申请、代为签收决定书",
        ),
    ),
    "receipt-without-limit": lambda: make_order(LetterKind.RECEIPT, due_days=None, due_on=None, due_clause=""),
    "receipt-no-rule-in-force": lambda: make_order(
        LetterKind.RECEIPT, in_force=False, due_on=None, papers=(), case=make_case(accepted_on=None)
    ),
    "receipt-practice": lambda: make_order(LetterKind.RECEIPT, office=make_office(practice=True)),
    "receipt-deemed-accepted": lambda: make_order(LetterKind.RECEIPT, matter=DeemedMatter(date(2025, 8, 28), 5)),
    "supplement-notice": lambda: make_order(LetterKind.SUPPLEMENT_NOTICE),
    "supplement-notice-further": lambda: make_order(
        LetterKind.SUPPLEMENT_NOTICE,
        matter=SupplementMatter(WANTED[:1], 2, "首次告知时证书编号尚能查到，其后被发证机构注销", GROUND),
    ),
    "non-acceptance": lambda: make_order(LetterKind.NON_ACCEPTANCE),
    "lapse-notice": lambda: make_order(LetterKind.LAPSE_NOTICE),
    "withdrawal": lambda: make_order(LetterKind.WITHDRAWAL),
    "extension": lambda: make_order(LetterKind.EXTENSION),
    "approval": make_order,
    "approval-in-kind": _in_kind,
    "approval-steps": _computed,
    "approval-other-programme": lambda: make_order(
        programme_name="培训期间生活费补贴", case=make_case(programme="living_allowance"), person=NO_ACCOUNT
    ),
    "correction": lambda: make_order(LetterKind.CORRECTION),
    "correction-downwards": lambda: make_order(LetterKind.CORRECTION, matter=make_change(paid_fen=200_000)),
    "revocation": lambda: make_order(LetterKind.REVOCATION, matter=make_change(reason="证书经查询为他人所有")),
    "maintenance": lambda: make_order(LetterKind.MAINTENANCE),
    "approval-after-reconsideration": lambda: make_order(matter=_reversed()),
    "refusal": lambda: make_order(LetterKind.REFUSAL),
    "refusal-composite": _composite,
    "repayment": _repayment,
    "repayment-in-parts": lambda: _repayment(granted_fen=100_000, amount_fen=50_000, plan=_PARTS),
    "refusal-review-first": lambda: make_order(
        LetterKind.REFUSAL,
        issued_on=date(2026, 6, 30),
        office=make_office(settings={"remedy.mode": "review_first"}),
    ),
}


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_says_what_was_agreed(name: str) -> None:
    assert render_text(compose(LETTERS[name](), NUMBER)) == (GOLDEN / f"{name}.txt").read_text("utf-8")


def test_no_agreed_text_is_left_without_its_letter() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(LETTERS)


def test_every_unmet_criterion_is_told_with_its_article_and_its_words() -> None:
    order = make_order(LetterKind.REFUSAL, assessment=refused_assessment(12, 3))
    text = render_text(compose(order, NUMBER))
    assert order.assessment is not None
    failed = order.assessment.failed()
    assert len(failed) == 12
    for line in failed:
        assert line.sentence.rstrip("。") in text
        assert f"{line.clause.document}{line.clause.article}规定：“{line.clause.text}。”" in text
    assert "（十二）" in text
    assert "不符合下列12项条件" in text


def test_seven_days_of_publicity_are_promised_only_where_a_rule_says_so() -> None:
    old = make_order(case=make_case(applied_on=date(2018, 12, 31)))
    first = make_order(case=make_case(applied_on=date(2019, 1, 1)))
    other = make_order(case=make_case(programme="living_allowance"))
    assert "公示7日" in render_text(compose(make_order(), NUMBER))
    assert "公示7日" in render_text(compose(first, NUMBER))
    assert "按规定公示，" in render_text(compose(old, NUMBER))
    assert "公示" not in render_text(compose(other, NUMBER))


def test_a_grant_of_money_without_a_sum_is_not_written() -> None:
    with pytest.raises(Refused, match="金额"):
        compose(make_order(assessment=make_assessment(amount_fen=None)), NUMBER)


def test_a_refusal_without_a_failed_criterion_is_not_written() -> None:
    with pytest.raises(Refused, match="没有不符合的条件"):
        compose(make_order(LetterKind.REFUSAL, assessment=make_assessment()), NUMBER)


@pytest.mark.parametrize("verdict", [Verdict.NOT_MET, Verdict.UNKNOWN, Verdict.JUDGEMENT])
def test_an_approval_over_an_unmet_or_open_criterion_is_not_written(verdict: Verdict) -> None:
    with pytest.raises(Refused, match="不符合或者没有认定"):
        compose(make_order(assessment=make_assessment(criteria=(make_line(0), make_line(1, verdict)))), NUMBER)


def test_an_open_criterion_is_never_told_as_met() -> None:
    lines = (make_line(0, Verdict.UNKNOWN, sentence="缴费月数：没有填写，暂不能判断。"), make_line(1, Verdict.NOT_MET))
    order = make_order(LetterKind.REFUSAL, assessment=replace(refused_assessment(), criteria=lines))
    text = render_text(compose(order, NUMBER))
    assert "下列条件没有作出认定，不影响本决定：缴费月数：没有填写，暂不能判断。" in text
    assert "你的申请符合下列条件" not in text


@pytest.mark.parametrize("kind", [LetterKind.APPROVAL, LetterKind.REFUSAL])
def test_a_decision_without_an_assessment_or_a_version_is_not_written(kind: LetterKind) -> None:
    with pytest.raises(Refused, match="审核结论"):
        compose(make_order(kind, assessment=None), NUMBER)
    judged_lines = make_assessment() if kind is LetterKind.APPROVAL else refused_assessment()
    versionless = replace(judged_lines, version_from=None)
    with pytest.raises(Refused, match="规则版本"):
        compose(make_order(kind, assessment=versionless), NUMBER)


def test_a_letter_without_a_name_or_an_unknown_district_is_refused() -> None:
    with pytest.raises(InputError, match="姓名"):
        compose(make_order(person=named("　 ")), NUMBER)
    with pytest.raises(InputError, match="110199"):
        compose(make_order(office=make_office(district="110199")), NUMBER)


def test_the_whole_number_of_the_card_and_of_the_identity_card_is_never_printed() -> None:
    order = make_order()
    text = render_text(compose(order, NUMBER))
    assert order.person.bank_card not in text
    assert f"尾号{order.person.bank_card[-4:]}" in text
    assert order.person.id_number not in text
    assert order.person.id_number[:6] + "********" + order.person.id_number[-4:] in text


@pytest.mark.parametrize("number", ["E12345678", "AB12345", "USA110019900101"])
def test_the_number_of_a_passport_or_of_an_older_card_is_not_printed_whole_either(number: str) -> None:
    person = named("练习戊", id_number=number, id_kind="passport")
    for kind in (LetterKind.RECEIPT, LetterKind.APPROVAL):
        text = render_text(compose(make_order(kind, person=person), NUMBER))
        assert mask_id(number) in text
        assert number[:6] + number[-4:] not in text
        assert number not in text


@pytest.mark.parametrize(
    "kind", [LetterKind.APPROVAL, LetterKind.CORRECTION, LetterKind.REFUSAL, LetterKind.REVOCATION]
)
def test_who_of_a_list_falls_short_is_told_in_every_decision(kind: LetterKind) -> None:
    order = make_order(kind)
    assert order.assessment is not None
    short = make_line(7, Verdict.NOT_MET, id="hours", sentence="培训课时：39课时，要求不少于40课时，不符合条件。")
    row = replace(short, id="workers[2]", sentence="名单第2名：未满足培训课时，不符合条件。", children=(short,))
    counted = make_line(8, id="workers", sentence="职工名单：共2名，符合1名，符合条件。", children=(row,))
    assessment = replace(order.assessment, criteria=(*order.assessment.criteria, counted))
    text = render_text(compose(replace(order, assessment=assessment), NUMBER))
    assert "（一）名单第2名：培训课时：39课时，要求不少于40课时。" in text


def test_the_founding_document_is_cited_only_for_applications_made_since_it_exists() -> None:
    old = make_order(case=make_case(applied_on=date(2018, 12, 28)))
    new = make_order(case=make_case(applied_on=date(2018, 12, 29)))
    assert "京办发〔2018〕31号" not in render_text(compose(old, NUMBER))
    assert "依据京办发〔2018〕31号二（一）1、京人社就发" in render_text(compose(new, NUMBER))


def test_quotes_within_a_quoted_article_are_single() -> None:
    line = make_line(0, Verdict.NOT_MET, clause=replace(LOCAL, text="持“社会保障卡”申请。"))
    order = make_order(LetterKind.REFUSAL, assessment=replace(refused_assessment(), criteria=(line,)))
    assert "规定：“持‘社会保障卡’申请。”" in render_text(compose(order, NUMBER))


def test_what_is_only_the_gist_of_an_article_is_not_put_in_quotation_marks() -> None:
    line = make_line(0, Verdict.NOT_MET, clause=replace(LOCAL, text="大意：已办理失业登记"))
    order = make_order(LetterKind.REFUSAL, assessment=replace(refused_assessment(), criteria=(line,)))
    text = render_text(compose(order, NUMBER))
    assert f"{line.clause.document}{line.clause.article}的大意：已办理失业登记。" in text
    assert "规定：“" not in text


def test_a_lapse_is_told_with_the_name_that_the_notice_bore() -> None:
    matter = MATTERS[LetterKind.LAPSE_NOTICE]
    assert isinstance(matter, LapseMatter)
    first = render_text(compose(make_order(LetterKind.LAPSE_NOTICE), NUMBER))
    further = render_text(compose(make_order(LetterKind.LAPSE_NOTICE, matter=replace(matter, further=True)), NUMBER))
    assert f"《一次性补正告知书》（{matter.notice_number}）" in first
    assert f"《再次补正告知书》（{matter.notice_number}）" in further


def test_no_further_publication_is_promised_where_the_bureau_publishes_before_it_decides() -> None:
    office = make_office(settings={PROGRAMMES_SETTING: "skill_upgrade", DAYS_SETTING: "10"})
    text = render_text(compose(make_order(office=office), NUMBER))
    assert "公示7日" not in text
    assert "经按规定公示没有异议的，拨付至你本人账户" in text


@pytest.mark.parametrize(
    ("document", "article", "told"),
    [
        ("失业保险条例（国务院令第258号）", "第二条", "《失业保险条例》（国务院令第258号）第二条"),
        ("某某管理办法（试行）（文号未见）", "第三条", "《某某管理办法（试行）》（文号未见）第三条"),
        ("人社部发〔2024〕40号", "三", "人社部发〔2024〕40号第三条"),
        ("京人社就发〔2017〕169号", "一、二", "京人社就发〔2017〕169号第一、二条"),
        ("京办发〔2018〕31号《关于某事的意见》", "二(三)9", "京办发〔2018〕31号《关于某事的意见》二（三）9"),
        ("某网站2022年发布的办理说明（文号未见）", "", "某网站2022年发布的办理说明（文号未见）"),
    ],
)
def test_a_law_is_cited_by_its_title_and_a_notice_by_its_number(document: str, article: str, told: str) -> None:
    line = make_line(0, clause=replace(LOCAL, document=document, article=article))
    text = render_text(compose(make_order(assessment=make_assessment(criteria=(line,))), NUMBER))
    assert f"企业在职职工。依据：{told}。" in text


def test_a_met_alternative_tells_only_what_met_it() -> None:
    parts = (
        make_line(0, sentence="退役军人：是，符合条件。"),
        make_line(1, Verdict.NOT_MET, sentence="残疾人：否，不符合条件。"),
    )
    line = make_line(2, sentence="下列人员之一（自2019年1月1日起执行），符合条件。", children=parts)
    text = render_text(compose(make_order(assessment=make_assessment(criteria=(line,))), NUMBER))
    assert "（一）下列人员之一，其中：退役军人：是。依据：" in text
    assert "残疾人" not in text


@pytest.mark.parametrize(
    ("heading", "parts", "told"),
    [
        ("其中“退役军人”成立", (), "属于重点群体，其中：退役军人：是。依据："),
        ("其中“优待对象”成立", (make_line(2, sentence="现役军属：是，符合条件。"),),
         "属于重点群体：“优待对象”成立，其中：现役军属：是。依据："),
    ],
)  # fmt: skip
def test_what_met_an_alternative_is_told_once_and_keeps_its_name_where_its_parts_are_told(
    heading: str, parts: tuple[Line, ...], told: str
) -> None:
    child = make_line(0, sentence="退役军人：是，符合条件。", children=parts)
    asked = f"属于重点群体：须满足其一（退役军人、残疾人）（自2018年12月29日起执行），{heading}，符合条件。"
    line = make_line(1, sentence=asked, children=(child,))
    text = render_text(compose(make_order(assessment=make_assessment(criteria=(line,))), NUMBER))
    assert f"（一）{told}" in text
    assert "其中“" not in text


def test_met_criteria_of_one_clause_are_told_together() -> None:
    text = render_text(compose(make_order(), NUMBER))
    assert "（一）取得证书时的身份：企业在职职工；提出申请时的身份：企业在职职工；" in text
    assert text.count("依据：京人社就发〔2017〕169号第一条。") == 1


def test_an_exclusion_tells_the_part_with_the_other_verdict() -> None:
    part = make_line(0, sentence="在编人员：是，符合条件。")
    line = make_line(1, Verdict.NOT_MET, sentence="不得为在编人员，不符合条件。", children=(part,))
    order = make_order(LetterKind.REFUSAL, assessment=replace(refused_assessment(), criteria=(line,)))
    assert "不得为在编人员，不符合条件，其中：在编人员：是。" in render_text(compose(order, NUMBER))
