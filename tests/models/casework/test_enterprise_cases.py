"""An enterprise applies: its code, name, account and workers are facts of the case; the person acts for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from stdnum.cn import uscc

from models.assessment import Assessment, Result
from models.bank_template import BankTemplate
from models.case import State
from models.casework import closing, deciding, intake
from models.casework.applicants import applicant_of, enterprise_of
from models.casework.month_overview import month_overview
from models.casework.months import draft_month, publish_month
from models.casework.payment_results import save_results, stage_results
from models.casework.payments import confirm_run, export_run, make_run, payable, save_template
from models.casework.publishing import publicity_standings
from models.casework.repayments import offset_repayment, propose_repayment, sign_repayment
from models.casework.rounds import maintain, open_round, send_round_to_review
from models.casework.searching import search
from models.casework.steps import set_steps
from models.casework.to_date import granted_to_date
from models.errors import InputError, Refused
from models.letter import Letter, LetterKind
from models.payment_answer import csv_table
from models.repayment import Instalment
from models.rounds import Ground, RoundKind
from reports.issue import render
from reports.month.issue import write
from reports.month.sheet import archived_sheet
from reports.payment_file import payment_files
from tests.builders.desk import Bureau, make_bureau

ON = date(2020, 6, 3)
SERVED = date(2025, 6, 3)
CODE = "91350100M000100Y43"
WORKERS: list[dict[str, Any]] = [
    {"worker.employed": True, "worker.position": "new_hire", "worker.hired_on": "2020-01-06",
     "worker.trained_on": "2020-02-10", "worker.class_hours": hours}
    for hours in (40, 48, 39)
]  # fmt: skip
WORKERS[2]["worker.id_number"] = "11010519491231002X"  # the published sample number
FACTS: dict[str, Any] = {
    "enterprise.credit_code": CODE,
    "enterprise.name": "练习机械有限公司",
    "enterprise.bank_account": "0200004509000000001",
    "enterprise.bank_name": "练习银行东城支行",
    "enterprise.training_form": "pre_job",
    "enterprise.training_at_scale": True,
    "enterprise.workers": {"complete": True, "list": WORKERS},
}


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path_factory.mktemp("bureau") / "office")
    bureau.enter("enterprise_training", "other_rate", 10_000, date(2018, 12, 29), None)
    yield bureau
    bureau.close()


def opened(bureau: Bureau, number: int, facts: dict[str, Any]) -> str:
    person = bureau.person(number)
    return intake.open_case(bureau["intake"], person.id, "enterprise_training", ON, facts).value.number


def decided(bureau: Bureau, number: str) -> Letter:
    intake.accept(bureau["intake"], number, render)
    deciding.review(bureau["review"], number)
    return deciding.decide(bureau["sign"], number, render).value


def printed(bureau: Bureau, letter: Letter) -> str:
    with bureau["sign"].store.reading() as rows:
        content = rows.letter_content(letter.id)
    with pypdfium2.PdfDocument(content) as pdf:
        texts = [pdf[number].get_textpage().get_text_range() for number in range(len(pdf))]
    return "".join("".join(texts).split())


def receipt(bureau: Bureau, number: str) -> Assessment:
    with bureau["sign"].look("case.read") as work:
        case = work.rows.case_numbered(number)
        assert case.assessment_id is not None
        return Assessment.from_json(work.rows.assessment(case.assessment_id).receipt)


def test_the_enterprise_is_granted_for_each_worker_who_meets_the_conditions(bureau: Bureau) -> None:
    number = opened(bureau, 1, FACTS)
    told = printed(bureau, decided(bureau, number))
    found = receipt(bureau, number)
    assert (found.result, found.amount_fen) == (Result.ELIGIBLE, 100_000)
    assert not any(key.startswith("person.") for key in found.facts["facts"])
    for words in ("练习机械有限公司：", f"统一社会信用代码{CODE}", "你单位账户（尾号0001）", "1,000.00元"):
        assert words in told
    assert "（一）名单第3名（证件号码110105********002X）：培训课时：39课时，要求不少于40课时。" in told
    assert "你本人" not in told
    assert "你单位单位" not in told


def test_the_account_of_the_enterprise_is_paid_and_not_that_of_the_person_at_the_window(bureau: Bureau) -> None:
    number = opened(bureau, 2, FACTS)
    with bureau["sign"].look("case.read") as work:
        case = work.rows.case_numbered(number)
        payee, agent, enterprise = applicant_of(work, case), work.rows.person(case.person_id), enterprise_of(work, case)
    assert enterprise is not None
    assert (payee.name, payee.bank_card, payee.bank_name) == (
        "练习机械有限公司",
        "0200004509000000001",
        "练习银行东城支行",
    )
    assert agent.name != payee.name


def test_a_worker_who_falls_short_is_named_by_row_and_none_who_qualifies_is_a_refusal(bureau: Bureau) -> None:
    short = [{**WORKERS[0], "worker.class_hours": 39} for _ in WORKERS]
    number = opened(bureau, 3, {**FACTS, "enterprise.workers": {"complete": True, "list": short}})
    told = printed(bureau, decided(bureau, number))
    assert receipt(bureau, number).result is Result.INELIGIBLE
    assert "对你单位的企业职业培训补贴申请不予批准" in told
    assert "你单位提交的名单中，下列人员有不符合的条件：" in told
    assert "（三）名单第3名：培训课时：39课时，要求不少于40课时。" in told


def test_a_case_that_does_not_say_which_enterprise_applies_is_not_accepted(bureau: Bureau) -> None:
    number = opened(bureau, 4, {key: value for key, value in FACTS.items() if key != "enterprise.credit_code"})
    with pytest.raises(Refused, match="统一社会信用代码"):
        intake.accept(bureau["intake"], number, render)
    with pytest.raises(InputError, match="校验码"):
        intake.record_facts(bureau["intake"], number, {"enterprise.credit_code": CODE[:-1] + "5"})
    intake.record_facts(bureau["intake"], number, {"enterprise.credit_code": CODE.lower()})
    intake.accept(bureau["intake"], number, render)


def test_the_one_box_finds_an_enterprise_by_its_code(bureau: Bureau) -> None:
    number = opened(bureau, 5, FACTS)
    found = search(bureau["intake"], CODE[:12])
    assert number in {hit.case_number for hit in found}
    assert {hit.why for hit in found if hit.case_number == number} == {"统一社会信用代码"}


def test_an_apprenticeship_is_taken_in_too(bureau: Bureau, tmp_path: Path) -> None:
    facts = {key: FACTS[key] for key in list(FACTS)[:4]} | {"enterprise.apprenticeship_mode": "modern"}
    person = bureau.person(6)
    case = intake.open_case(bureau["intake"], person.id, "apprenticeship", ON, facts).value
    intake.accept(bureau["intake"], case.number, render)
    assert bureau.case(case.number).accepted_on is not None
    assert not list(tmp_path.iterdir())


def test_an_enterprise_is_counted_as_one_whoever_acted_for_it_and_never_as_a_person(bureau: Bureau) -> None:
    today = bureau.moment.date()
    before = granted_to_date(bureau["review"], today).total
    code = "91110101M000100Y4"
    code += uscc.calc_check_digit(code)
    for person in (21, 22):
        decided(bureau, opened(bureau, person, {**FACTS, "enterprise.credit_code": code}))
    found = granted_to_date(bureau["review"], today)
    added = (found.total.persons - before.persons, found.total.enterprises - before.enterprises)
    assert (added, found.total.cases - before.cases) == ((0, 1), 2)
    (line,) = [one for one in found.lines if one.programme == "enterprise_training"]
    assert (line.persons, line.enterprises >= 1) == (0, True)


def test_a_month_counts_enterprises_apart_and_pays_their_account(bureau: Bureau) -> None:
    month = bureau.moment.date().isoformat()[:7]
    before = draft_month(bureau["review"], month)
    code = "91110101M000200Y4"
    code += uscc.calc_check_digit(code)
    for person in (31, 32):
        decided(bureau, opened(bureau, person, {**FACTS, "enterprise.credit_code": code}))
    content = draft_month(bureau["finance"], month)
    counted = (content.totals.persons - before.totals.persons, content.totals.enterprises - before.totals.enterprises)
    assert counted == (0, 1)
    assert content.totals == next(one.live for one in month_overview(bureau["finance"]) if one.month == month)
    row = next(one for one in content.decided if one.id_number == code)
    assert (row.person_name, row.bank_card) == ("练习机械有限公司", "0200004509000000001")
    edition = publish_month(bureau["finance"], month, write).value
    total = archived_sheet(edition).summary.total.tally
    assert (total.enterprises, total.persons) == (content.totals.enterprises, content.totals.persons)


def test_a_published_list_names_the_enterprise_and_not_who_came_for_it(bureau: Bureau) -> None:
    set_steps(bureau["system"], ["enterprise_training"], "5", seal_apart=False)
    number = opened(bureau, 9, FACTS)
    intake.accept(bureau["intake"], number, render)
    deciding.review(bureau["review"], number)
    standing = publicity_standings(bureau["review"])
    set_steps(bureau["system"], (), "", seal_apart=False)
    assert [(one.person_name, one.masked_id) for one in standing] == [("练习机械有限公司", CODE)]


def test_an_enterprise_is_paid_by_a_list_that_names_its_code_and_no_person(bureau: Bureau) -> None:
    number = opened(bureau, 7, FACTS)
    decided(bureau, number)
    closing.serve(bureau["intake"], number, "直接送达", bureau.moment.date())
    (line,) = [one for one in payable(bureau["finance"]) if one.case.number == number]
    assert (line.stops, line.warnings, line.amount_fen) == ((), (), 100_000)
    columns = (("流水号", "serial"), ("户名", "payee"), ("证件号", "id_number"), ("账号", "card"), ("金额", "amount"))
    template = BankTemplate("单位", "csv", columns, encoding="utf-8")
    save_template(bureau["finance"], template)
    run = make_run(bureau["finance"], [number], template.name).value
    confirm_run(bureau["sign"], run.number, payment_files)
    (file,) = export_run(bureau["finance"], run.number).value.files
    told = file.content.decode("utf-8")
    with bureau["sign"].look("case.read") as work:
        agent = work.rows.person(work.rows.case_numbered(number).person_id)
    assert f"练习机械有限公司,{CODE},0200004509000000001,1000.00" in told
    assert agent.id_number not in told
    assert agent.name not in told
    serial = told.splitlines()[1].split(",")[0]
    head = "流水号,处理结果,处理日期,金额,原因\r\n"
    rows = csv_table(f"{head}{serial},成功,{bureau.moment.date()},1000.00,".encode())
    save_results(bureau["finance"], stage_results(bureau["finance"], run.number, rows))
    assert bureau.state(number) is State.PAID


def test_an_enterprise_without_an_account_is_kept_out_of_the_list_and_told_what_to_do(bureau: Bureau) -> None:
    number = opened(bureau, 8, {key: value for key, value in FACTS.items() if "bank" not in key})
    decided(bureau, number)
    closing.serve(bureau["intake"], number, "直接送达", bureau.moment.date())
    (line,) = [one for one in payable(bureau["finance"]) if one.case.number == number]
    assert line.stops == ("没有登记企业收款账户，请先在案件页用“更正企业账户”补登",)


def test_every_letter_speaks_to_the_enterprise_once_the_case_names_it(bureau: Bureau) -> None:
    number = opened(bureau, 41, {key: value for key, value in FACTS.items() if key != "enterprise.name"})
    told = printed(bureau, intake.withdraw(bureau["intake"], number, "另行申请", render).value.letter)
    assert "练习机械有限公司" not in told, "nobody has said yet which enterprise it is"
    number = opened(bureau, 42, FACTS)
    told = printed(bureau, intake.withdraw(bureau["intake"], number, "另行申请", render).value.letter)
    assert "练习机械有限公司：" in told
    assert "你单位" in told
    number = opened(bureau, 43, FACTS)
    decided(bureau, number)
    closing.serve(bureau["intake"], number, "直接送达", SERVED)
    open_round(bureau["intake"], number, Ground(RoundKind.RECONSIDERATION, "企业有异议"))
    told = printed(bureau, maintain(bureau["sign"], number, "核对无误", render).value)
    assert "练习机械有限公司：" in told


def test_money_of_an_enterprise_is_not_kept_for_what_its_agent_owes(bureau: Bureau) -> None:
    bureau.confirm_values()
    agent = bureau.person(44)
    owing = bureau.reviewed(person=agent)
    assert bureau.decide(owing).kind is LetterKind.APPROVAL
    closing.serve(bureau["intake"], owing, "直接送达", SERVED)
    closing.record_payment(bureau["finance"], owing, SERVED)
    open_round(bureau["intake"], owing, Ground(RoundKind.REVOCATION, "缴费月数经核查不足"))
    intake.record_facts(bureau["intake"], owing, {"insurance.unemployment_months": 3})
    send_round_to_review(bureau["intake"], owing)
    deciding.review(bureau["review"], owing)
    assert bureau.decide(owing).kind is LetterKind.REVOCATION
    closing.serve(bureau["intake"], owing, "直接送达", SERVED)
    plan = (Instalment(date(2025, 7, 1), 150_000),)
    order = propose_repayment(bureau["finance"], owing, 150_000, "撤销原决定", plan).value
    sign_repayment(bureau["sign"], order.id, render)
    company = intake.open_case(bureau["intake"], agent.id, "enterprise_training", ON, FACTS).value.number
    decided(bureau, company)
    closing.serve(bureau["intake"], company, "直接送达", SERVED)
    with pytest.raises(InputError, match="企业的钱也不是本人的"):
        offset_repayment(bureau["finance"], order.id, company, 100_000)
    assert bureau.state(company) is State.TO_PAY
