"""Payment lists as a finance seat runs them, through the real commands on a real office."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from models.bank_template import BankTemplate
from models.case import Act, State
from models.casework import closing, deciding, intake
from models.casework.payment_results import StagedAnswer, Standing, save_results, stage_results
from models.casework.payments import (
    cancel_run,
    confirm_account,
    confirm_run,
    export_run,
    make_run,
    payable,
    save_template,
)
from models.casework.people import correct_person
from models.casework.rounds import maintain, open_round, send_round_to_review
from models.errors import Conflict, InputError, Refused
from models.payment import LineState
from models.payment_answer import csv_table
from models.rounds import Ground, RoundKind
from models.store.verify import verify
from reports.issue import render
from reports.payment_file import payment_files
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau, make_bureau
from tests.builders.people import make_card, make_id

HEAD = "流水号,处理结果,处理日期,金额,原因\r\n"


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "data", confirmed=True)
    yield bureau
    bureau.close()


def to_pay(bureau: Bureau, person: int = 1, **changes: object) -> str:
    """A case of the n-th person that waits for payment."""
    number = bureau.reviewed(person=bureau.person(person, **changes))
    bureau.decide(number)
    closing.serve(bureau["intake"], number, "直接送达", date(2025, 6, 3))
    return number


def exported(bureau: Bureau, *numbers: str) -> str:
    """A list of these cases that has left the program."""
    run = make_run(bureau["finance"], numbers).value
    confirm_run(bureau["sign"], run.number, payment_files)
    export_run(bureau["finance"], run.number)
    return run.number


def answer(bureau: Bureau, run: str, *rows: str) -> StagedAnswer:
    return stage_results(bureau["finance"], run, csv_table((HEAD + "\r\n".join(rows)).encode("gb18030")))


def test_given_a_bank_rejection_when_the_account_is_corrected_then_the_second_payment_closes_the_matter(
    bureau: Bureau,
) -> None:
    number = to_pay(bureau)
    run = exported(bureau, number)

    staged = answer(bureau, run, "202500010001,失败,2025-06-03,1500.00,账号户名不符")
    assert [row.standing for row in staged.rows] == [Standing.REJECTED]
    assert bureau.state(number) is State.TO_PAY
    save_results(bureau["finance"], staged)

    (line,) = payable(bureau["finance"])
    assert line.rejected == "账号户名不符"
    assert "银行退票：账号户名不符，账户还没有更正" in line.stops[0]
    with pytest.raises(Refused, match="账号户名不符"):
        make_run(bureau["finance"], [number])

    person = line.person
    correct_person(bureau["intake"], replace(person, bank_card=make_card("622202020000000006")))
    second = exported(bureau, number)
    save_results(bureau["finance"], answer(bureau, second, "202500020001,成功,2025-06-03,1500.00,"))
    assert bureau.state(number) is State.PAID
    with bureau["finance"].store.reading() as rows:
        case = rows.case_numbered(number)
        assert [one.state for one in rows.payments_of(case.id)] == [LineState.REJECTED, LineState.PAID]
        told = [act.reason for act in rows.acts(case.id) if act.act is Act.PAYMENT_REJECTED]
    assert told == ["2025-06-03 账号户名不符"]
    assert verify(bureau["finance"].store) == ()


def test_given_a_paid_case_when_the_bank_returns_it_late_then_it_waits_for_payment_again(bureau: Bureau) -> None:
    number = to_pay(bureau)
    run = exported(bureau, number)
    save_results(bureau["finance"], answer(bureau, run, "202500010001,成功,2025-06-03,1500.00,"))
    assert bureau.state(number) is State.PAID

    staged = answer(bureau, run, "202500010001,退票,2025-06-03,1500.00,账户已销户")
    assert staged.rows[0].standing is Standing.RETURNED
    save_results(bureau["finance"], staged)

    assert bureau.state(number) is State.TO_PAY
    confirm_account(bureau["finance"], number, "与银行核实，账户已恢复")
    assert payable(bureau["finance"])[0].stops == ()


def test_given_one_person_with_two_cards_when_a_list_is_made_then_it_is_stopped_and_nothing_is_numbered(
    bureau: Bureau,
) -> None:
    first = to_pay(bureau)
    with bureau["intake"].store.reading() as rows:
        known = rows.person(rows.case_numbered(first).person_id)
    second = to_pay(
        bureau, 2, name=known.name, name_as_typed=known.name_as_typed, birth_date=known.birth_date, sex=known.sex,
        id_number=make_id("110102", known.birth_date, 501), bank_card=make_card("622202020000000002"),
    )  # fmt: skip

    with pytest.raises(Refused, match="两张不同的卡"):
        make_run(bureau["finance"], [first, second])
    assert all("两张不同的卡" in line.stops[0] for line in payable(bureau["finance"]))
    run = make_run(bureau["finance"], [first]).value
    assert run.number == "付2025-0001"
    assert make_run(bureau["finance"], [second]).value.number == "付2025-0002"


def test_given_a_confirmed_list_when_it_is_exported_twice_then_the_bytes_are_the_same(bureau: Bureau) -> None:
    number = to_pay(bureau)
    run = make_run(bureau["finance"]).value
    confirm_run(bureau["sign"], run.number, payment_files)
    first = export_run(bureau["finance"], run.number).value
    second = export_run(bureau["finance"], run.number).value

    assert first.files == second.files
    assert (first.sha256, first.times, second.times) == (second.sha256, 1, 2)
    from models.casework import payments

    with bureau["finance"].look("payment.read") as work:
        again = payment_files(payments._sheet(work, run, work.rows.payment_lines(run.id)))
    assert again == first.files
    assert bureau.state(number) is State.TO_PAY


def test_a_list_is_confirmed_by_somebody_else_and_only_then_exported(bureau: Bureau) -> None:
    number = to_pay(bureau)
    run = make_run(bureau["finance"], [number]).value
    with pytest.raises(Refused, match="待确认"):
        export_run(bureau["finance"], run.number)
    with pytest.raises(Refused, match="您本人编制"):
        confirm_run(bureau["finance"], run.number, payment_files)
    with pytest.raises(Refused, match="已在另一份未结的清单里"):
        make_run(bureau["finance"], [number])
    with pytest.raises(Refused, match="已列入一份未结的付款清单"):
        closing.record_payment(bureau["finance"], number, date(2025, 6, 3))

    cancel_run(bureau["finance"], run.number, "金额要重新核对")
    assert make_run(bureau["finance"], [number]).value.number == "付2025-0002"
    assert verify(bureau["finance"].store) == ()


def test_a_list_whose_account_was_corrected_meanwhile_cannot_be_confirmed(bureau: Bureau) -> None:
    number = to_pay(bureau)
    run = make_run(bureau["finance"], [number]).value
    with bureau["intake"].store.reading() as rows:
        person = rows.person(rows.case_numbered(number).person_id)
    correct_person(bureau["intake"], replace(person, bank_card=make_card("622202020000000006")))
    with pytest.raises(Refused, match="在编制以后改过"):
        confirm_run(bureau["sign"], run.number, payment_files)


def test_every_row_of_an_answer_says_what_it_will_do_and_only_matching_rows_are_entered(bureau: Bureau) -> None:
    numbers = [
        to_pay(bureau, n, bank_card=card)
        for n, card in ((1, make_card("622202020000000004")), (2, make_card("622202020000000006")))
    ]
    run = exported(bureau, *numbers)
    staged = answer(
        bureau, run,
        "202500010001,成功,2025-06-03,1500.01,",
        "202500010002,成功,2025-06-03,1500.00,",
        "202599990001,成功,2025-06-03,1500.00,",
        "202500010001,好像成功,2025-06-03,1500.00,",
        ",成功,2025-06-03,3000.00,",
    )  # fmt: skip
    standings = [row.standing for row in staged.rows]
    assert standings == [
        Standing.REPEATED, Standing.PAID, Standing.UNKNOWN, Standing.UNREADABLE, Standing.UNREADABLE,
    ]  # fmt: skip
    assert staged.silent == 1
    differing = answer(bureau, run, "202500010001,成功,2025-06-03,1500.01,")
    assert differing.rows[0].remark == "清单 ¥1,500.00，回单 ¥1,500.01"
    with pytest.raises(Refused, match="没有可以登记的行"):
        save_results(bureau["finance"], differing)

    save_results(bureau["finance"], staged)
    assert [bureau.state(number) for number in numbers] == [State.TO_PAY, State.PAID]
    with pytest.raises(Conflict):
        save_results(bureau["finance"], staged)
    assert answer(bureau, run, "202500010002,成功,2025-06-03,1500.00,").rows[0].standing is Standing.SETTLED


def test_a_case_not_served_and_a_missing_card_stay_out_of_a_list_with_their_reasons(bureau: Bureau) -> None:
    not_served = bureau.reviewed(person=bureau.person(1))
    bureau.decide(not_served)
    with pytest.raises(Refused, match="决定书还没有送达"):
        make_run(bureau["finance"], [not_served])
    without = to_pay(bureau, 2, bank_card="", bank_name="")
    with pytest.raises(Refused, match="没有登记收款账户"):
        make_run(bureau["finance"], [without])
    with pytest.raises(Refused, match="没有可以列入清单的案件"):
        make_run(bureau["finance"])
    to_pay(bureau, 3, bank_card="6222020200000000001")
    assert payable(bureau["finance"])[1].warnings == ("卡号校验位不符，请对照卡面核对",)


def test_an_office_declares_its_bank_and_the_list_keeps_the_layout_it_was_made_with(bureau: Bureau) -> None:
    to_pay(bureau)
    columns = (("流水", "serial"), ("户名", "payee"), ("账号", "card"), ("金额", "amount"), ("代码", "=1008"))
    bank = BankTemplate("练习银行", "txt", columns, separator="|", encoding="gbk", titles=False,
                        first_line=("F", "{date}", "{total}", "{count}"), file_name="UBD_{date}_{part}")  # fmt: skip
    save_template(bureau["finance"], bank)
    run = make_run(bureau["finance"], template="练习银行").value
    save_template(bureau["finance"], replace(bank, separator=";"))
    confirm_run(bureau["sign"], run.number, payment_files)
    (file,) = export_run(bureau["finance"], run.number).value.files
    head, line, rest = file.content.decode("gbk").split("\r\n")
    assert (file.name, head, rest) == ("UBD_20250603_01.txt", "F|20250603|1500.00|1", "")
    assert line.startswith("202500010001|")
    assert line.endswith("|1500.00|1008")


def test_a_payment_by_hand_ends_in_paid_and_its_late_return_in_waiting(bureau: Bureau) -> None:
    number = to_pay(bureau)
    closing.record_payment(bureau["finance"], number, date(2025, 6, 3))
    assert bureau.state(number) is State.PAID
    closing.return_payment(bureau["finance"], number, date(2025, 6, 3), "账户已销户")
    assert bureau.state(number) is State.TO_PAY
    assert payable(bureau["finance"])[0].rejected == "账户已销户"
    assert verify(bureau["finance"].store) == ()


def lowered(bureau: Bureau, number: str, level: int = 5) -> None:
    """Another level proves right: the decision is changed and the correction handed over."""
    open_round(bureau["intake"], number, Ground(RoundKind.CORRECTION, "等级录错"))
    intake.record_facts(bureau["intake"], number, {"certificate.level": level})
    send_round_to_review(bureau["intake"], number)
    deciding.review(bureau["review"], number)
    bureau.decide(number)
    closing.serve(bureau["intake"], number, "直接送达", date(2025, 6, 3))


def test_given_a_case_closed_after_a_lower_decision_when_the_bank_returns_it_late_then_what_is_granted_is_owed(
    bureau: Bureau,
) -> None:
    number = to_pay(bureau)
    run = exported(bureau, number)
    save_results(bureau["finance"], answer(bureau, run, "202500010001,成功,2025-06-03,1500.00,"))
    lowered(bureau, number)
    assert bureau.state(number) is State.CLOSED

    save_results(bureau["finance"], answer(bureau, run, "202500010001,退票,2025-06-03,1500.00,账户已销户"))
    assert bureau.state(number) is State.TO_PAY
    (line,) = payable(bureau["finance"])
    assert (line.amount_fen, line.rejected) == (100_000, "账户已销户")
    confirm_account(bureau["finance"], number, "与银行核实，账户已恢复")
    second = exported(bureau, number)
    save_results(bureau["finance"], answer(bureau, second, "202500020001,成功,2025-06-03,1000.00,"))
    assert bureau.state(number) is State.PAID
    assert verify(bureau["finance"].store) == ()


def test_a_return_recorded_by_hand_on_a_closed_case_makes_it_owed_and_a_day_before_the_payment_is_refused(
    bureau: Bureau,
) -> None:
    number = to_pay(bureau)
    closing.record_payment(bureau["finance"], number, date(2025, 6, 3))
    lowered(bureau, number)
    with pytest.raises(InputError, match="拨付日 2025-06-03"):
        closing.return_payment(bureau["finance"], number, date(2025, 6, 2), "账户已销户")
    closing.return_payment(bureau["finance"], number, date(2025, 6, 3), "账户已销户")
    assert bureau.state(number) is State.TO_PAY
    with pytest.raises(InputError, match="决定日 2025-06-03"):
        closing.record_payment(bureau["finance"], number, date(2025, 6, 2))
    closing.record_payment(bureau["finance"], number, date(2025, 6, 3))
    assert verify(bureau["finance"].store) == ()


def test_given_a_return_during_a_round_when_the_decision_is_maintained_then_a_closed_case_is_owed_too(
    bureau: Bureau,
) -> None:
    number = to_pay(bureau)
    closing.record_payment(bureau["finance"], number, date(2025, 6, 3))
    lowered(bureau, number)
    open_round(bureau["intake"], number, Ground(RoundKind.RECONSIDERATION, "申请人不服"))
    closing.return_payment(bureau["finance"], number, date(2025, 6, 3), "账户已销户")
    assert bureau.state(number) is State.IN_CORRECTION
    maintain(bureau["sign"], number, "核对无误", render)
    assert bureau.state(number) is State.TO_PAY


def test_given_two_payments_when_the_older_comes_back_then_the_account_is_checked_before_it_is_paid_again(
    bureau: Bureau,
) -> None:
    number = bureau.reviewed({**ELIGIBLE_UPGRADE, "certificate.level": 5}, person=bureau.person(1))
    bureau.decide(number)
    closing.serve(bureau["intake"], number, "直接送达", date(2025, 6, 3))
    first = exported(bureau, number)
    save_results(bureau["finance"], answer(bureau, first, "202500010001,成功,2025-06-03,1000.00,"))
    lowered(bureau, number, level=4)
    second = exported(bureau, number)
    save_results(bureau["finance"], answer(bureau, second, "202500020001,成功,2025-06-03,500.00,"))

    save_results(bureau["finance"], answer(bureau, first, "202500010001,退票,2025-06-03,1000.00,账户止付"))
    (line,) = payable(bureau["finance"])
    assert (line.amount_fen, line.rejected) == (100_000, "账户止付")
    confirm_account(bureau["finance"], number, "与银行核实，账户已恢复")
    third = exported(bureau, number)
    save_results(bureau["finance"], answer(bureau, third, "202500030001,成功,2025-06-03,1000.00,"))
    assert bureau.state(number) is State.PAID
    assert verify(bureau["finance"].store) == ()


def test_a_success_for_a_payment_that_was_entered_as_rejected_is_told_and_not_passed_over(bureau: Bureau) -> None:
    number = to_pay(bureau)
    run = exported(bureau, number)
    save_results(bureau["finance"], answer(bureau, run, "202500010001,失败,2025-06-03,1500.00,户名不符"))
    (row,) = answer(bureau, run, "202500010001,成功,2025-06-03,1500.00,").rows
    assert row.standing is Standing.CONTRARY
    assert "已登记为“银行退票”，请向银行核实" in row.remark
    assert not row.counts
