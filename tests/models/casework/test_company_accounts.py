"""The bank rejects the account of an enterprise: it is corrected on the case, signed, and paid anew without a round."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.case import Act, State
from models.casework import closing, deciding, intake
from models.casework.applicants import applicant_of
from models.casework.company_accounts import correct_company_account, read_company_account
from models.casework.dossiers import dossier
from models.casework.payment_results import save_results, stage_results
from models.casework.payment_views import payment_run
from models.casework.payments import confirm_run, export_run, make_run, payable
from models.casework.rounds import open_round
from models.errors import InputError, NotPermitted, Refused
from models.payment_answer import csv_table
from models.rounds import Ground, RoundKind
from models.store.verify import verify
from reports.issue import render
from reports.payment_file import payment_files
from tests.builders.desk import Bureau, make_bureau

ON = date(2020, 6, 3)
WORKER = {
    "worker.employed": True,
    "worker.position": "new_hire",
    "worker.hired_on": "2020-01-06",
    "worker.trained_on": "2020-02-10",
    "worker.class_hours": 40,
}
FACTS: dict[str, Any] = {
    "enterprise.credit_code": "91350100M000100Y43",
    "enterprise.name": "练习机械有限公司",
    "enterprise.bank_account": "0200004509000000001",
    "enterprise.bank_name": "练习银行东城支行",
    "enterprise.training_form": "pre_job",
    "enterprise.training_at_scale": True,
    "enterprise.workers": {"complete": True, "list": [WORKER, WORKER]},
}
ANSWER = "流水号,处理结果,处理日期,金额,原因\r\n202500010001,失败,2025-06-03,1000.00,账号户名不符"
NEW = read_company_account("0200-0045 0900 0000 002", " 练习银行西城支行 ")
WHY = "银行退票，企业已提交新的开户证明"


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "data", confirmed=True)
    bureau.enter("enterprise_training", "other_rate", 10_000, date(2018, 12, 29), None)
    yield bureau
    bureau.close()


def rejected(bureau: Bureau) -> str:
    """An enterprise's case whose payment the bank sent back."""
    person = bureau.person(1)
    number = intake.open_case(bureau["intake"], person.id, "enterprise_training", ON, FACTS).value.number
    intake.accept(bureau["intake"], number, render)
    deciding.review(bureau["review"], number)
    deciding.decide(bureau["sign"], number, render)
    closing.serve(bureau["intake"], number, "直接送达", date(2025, 6, 3))
    run = exported(bureau, number)
    save_results(bureau["finance"], stage_results(bureau["finance"], run, csv_table(ANSWER.encode("gb18030"))))
    return number


def exported(bureau: Bureau, number: str) -> str:
    run = make_run(bureau["finance"], [number]).value
    confirm_run(bureau["sign"], run.number, payment_files)
    export_run(bureau["finance"], run.number)
    return run.number


def test_after_a_rejection_the_corrected_account_is_paid_and_the_decision_stands(bureau: Bureau) -> None:
    number = rejected(bureau)
    (line,) = payable(bureau["finance"])
    assert "在案件页“更正企业账户”" in line.stops[0]
    assert "case.account" in dossier(bureau["intake"], number).possible
    before = bureau.case(number)
    with pytest.raises(InputError, match="超过500字"):
        correct_company_account(bureau["intake"], number, NEW, "因" * 501)

    kept = correct_company_account(bureau["intake"], number, NEW, WHY).value
    assert (kept.bank_account, kept.bank_name) == ("0200004509000000002", "练习银行西城支行")
    after = bureau.case(number)
    assert (after.state, after.round, after.facts_id) == (State.TO_PAY, before.round, before.facts_id)

    assert payable(bureau["finance"])[0].stops == ()
    (paid,) = payment_run(bureau["finance"], exported(bureau, number)).lines
    assert paid.line.bank_card == "0200004509000000002"
    with bureau["finance"].store.reading() as rows:
        noted = [act for act in rows.acts(after.id) if act.act is Act.NOTED]
        (entry,) = [each for each in rows.entries_about(f"case:{after.id}") if each.act == "case.account"]
    assert [act.reason for act in noted] == [f"更正企业收款账户：尾号0001改为尾号0002。{WHY}"]
    assert noted[0].account_id == bureau["intake"].account.id
    assert NEW.number not in str(entry.detail)
    assert verify(bureau["finance"].store) == ()


def test_a_list_made_before_the_correction_stops(bureau: Bureau) -> None:
    number = rejected(bureau)
    correct_company_account(bureau["intake"], number, NEW, WHY)
    run = make_run(bureau["finance"], [number]).value
    correct_company_account(bureau["intake"], number, read_company_account("0200004509000000003", "练习银行"), WHY)
    with pytest.raises(Refused, match="编制以后改过"):
        confirm_run(bureau["sign"], run.number, payment_files)


def test_facts_recorded_in_a_later_round_keep_the_corrected_account(bureau: Bureau) -> None:
    number = rejected(bureau)
    correct_company_account(bureau["intake"], number, NEW, WHY)
    open_round(bureau["review"], number, Ground(RoundKind.CORRECTION, "培训课时录错"))
    intake.record_facts(bureau["intake"], number, {"enterprise.training_at_scale": True})
    with bureau["sign"].look("case.read") as work:
        payee = applicant_of(work, work.rows.case_numbered(number))
    assert (payee.bank_card, payee.bank_name) == ("0200004509000000002", "练习银行西城支行")


def test_who_may_not_and_what_cannot_be_is_refused_in_words(bureau: Bureau) -> None:
    number = rejected(bureau)
    with pytest.raises(NotPermitted):
        correct_company_account(bureau["finance"], number, NEW, WHY)
    with pytest.raises(InputError, match="为什么更正"):
        correct_company_account(bureau["intake"], number, NEW, "  ")
    same = read_company_account(FACTS["enterprise.bank_account"], FACTS["enterprise.bank_name"])
    with pytest.raises(InputError, match="账户核对无误"):
        correct_company_account(bureau["intake"], number, same, WHY)
    person = bureau.accepted(person=bureau.person(2))
    with pytest.raises(Refused, match="由个人申请"):
        correct_company_account(bureau["intake"], person, NEW, WHY)
    assert "case.account" not in dossier(bureau["intake"], person).possible
    open_round(bureau["review"], number, Ground(RoundKind.CORRECTION, "培训课时录错"))
    with pytest.raises(Refused, match="待拨付"):
        correct_company_account(bureau["intake"], number, NEW, WHY)


@pytest.mark.parametrize(
    ("number", "bank", "field"),
    [("", "练习银行", "bank_account"), ("0200A", "练习银行", "bank_account"), ("9" * 41, "练习银行", "bank_account"),
     ("0200004509000000002", " ", "bank_name"), ("0200004509000000002", "练习\u200b银行", "bank_name")],
)  # fmt: skip
def test_an_account_that_cannot_be_is_refused_at_its_field(number: str, bank: str, field: str) -> None:
    with pytest.raises(InputError) as refused:
        read_company_account(number, bank)
    assert refused.value.field == field
