"""The payments page by keys alone: from what waits to a list, its confirmation, the file, the bank's answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.pages.payments import PaymentsPage
from models.case import State
from models.casework import closing, deciding, intake
from models.casework.people import correct_person
from models.casework.rounds import open_round, send_round_to_review
from models.rounds import Ground, RoundKind
from tests.builders.desk import Bureau, make_bureau
from tests.builders.page_window import PageWindow
from tests.builders.people import make_card
from tests.models.casework.test_repayments import asked_back, paid, revoke

pytestmark = pytest.mark.usefixtures("theme")
RETURN = Qt.Key.Key_Return


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "data", confirmed=True)
    yield bureau
    bureau.close()


def to_pay(bureau: Bureau, person: int, **changes: object) -> str:
    number = bureau.reviewed(person=bureau.person(person, **changes))
    bureau.decide(number)
    closing.serve(bureau["intake"], number, "直接送达", date(2025, 6, 3))
    return number


def page_of(bureau: Bureau, account: str, folder: Path) -> PageWindow:
    shown = PageWindow(bureau[account], PaymentsPage, "worklist")
    shown.page.ask_folder = lambda _page, _title: folder
    shown.page.ask_answer = lambda _page, _title: folder / "answer.csv"
    return shown


def states(shown: PageWindow) -> list[str]:
    model = shown.page.view.details
    return [model.cell(view, 3).pill.text for view in range(model.rowCount())]


def test_a_list_is_made_confirmed_exported_and_answered_without_the_mouse(bureau: Bureau, tmp_path: Path) -> None:
    numbers = [to_pay(bureau, n) for n in (1, 2, 3)]
    folder = tmp_path / "bank"
    folder.mkdir()
    finance = page_of(bureau, "finance", folder)
    finance.press(RETURN)  # to the lines
    finance.press(Qt.Key.Key_Space)  # the first one stays out
    assert finance.page.view.about.text() == "选中 2 件，¥3,000.00"
    finance.press(Qt.Key.Key_F9)
    finance.control(RETURN)
    assert finance.said() == "付2025-0001 已编制，请另一人确认"
    assert states(finance) == ["未结", "未结"]

    second = page_of(bureau, "sign", folder)
    second.window.go_to("payments", "付2025-0001")
    second.press(Qt.Key.Key_F9)
    second.control(RETURN)
    assert second.said() == "付2025-0001 已确认，可以导出"

    finance = page_of(bureau, "finance", folder)
    finance.window.go_to("payments", "付2025-0001")
    finance.press(Qt.Key.Key_F9)
    assert finance.said() == "付2025-0001 第 1 次导出：付2025-0001-01.xlsx"
    assert (folder / "付2025-0001-01.xlsx").stat().st_mode & 0o777 == 0o600

    rows = ["流水号,处理结果,处理日期,金额,原因", "202500010001,成功,2025-06-03,1500.00,"]
    rows += ["202500010002,退票,2025-06-03,1500.00,户名不符", "9,成功,2025-06-03,1,"]
    (folder / "answer.csv").write_bytes("\r\n".join(rows).encode("gb18030"))
    finance.press(Qt.Key.Key_F9)
    assert finance.modal().save.word == "登记 2 笔"
    assert bureau.state(numbers[1]) is State.TO_PAY
    finance.control(RETURN)
    assert finance.said() == "付2025-0001 的银行结果已登记"
    assert [bureau.state(number) for number in numbers] == [State.TO_PAY, State.PAID, State.TO_PAY]
    assert states(finance) == ["已拨付", "银行退票"]

    finance.window.go_to("payments", "pool")
    assert states(finance) == ["可列入", "不能列入"]
    finance.page.view.lines.select_number(1)
    assert "户名不符" in finance.page.view.remark.text()
    with bureau["finance"].store.reading() as rows_:
        person = rows_.person(rows_.case_numbered(numbers[2]).person_id)
    correct_person(bureau["intake"], replace(person, bank_card=make_card("622202020000000077")))
    finance.press(Qt.Key.Key_F5)
    assert states(finance) == ["可列入", "可列入"]


def test_the_maker_cannot_confirm_and_a_list_given_up_asks_for_a_reason(bureau: Bureau, tmp_path: Path) -> None:
    number = to_pay(bureau, 1)
    shown = page_of(bureau, "finance", tmp_path)
    shown.press(Qt.Key.Key_F9)
    shown.control(RETURN)
    shown.press(Qt.Key.Key_F9)
    shown.control(RETURN)
    assert shown.modal().failure is not None
    assert bureau.state(number) is State.TO_PAY
    shown.press(Qt.Key.Key_Escape)
    shown.control(Qt.Key.Key_Delete)
    shown.control(RETURN)
    assert "请写明撤销清单的原因" in shown.modal().fields["reason"].problem.what
    shown.type("金额有误")
    shown.control(RETURN)
    assert shown.said() == "付2025-0001 已撤销"


def test_money_that_need_not_come_back_is_taken_only_with_a_note_and_waits_for_payment_again(
    bureau: Bureau, tmp_path: Path
) -> None:
    number = paid(bureau)
    revoke(bureau, number)
    order = asked_back(bureau, number)
    open_round(bureau["intake"], number, Ground(RoundKind.RECONSIDERATION, "行政复议撤销"))
    intake.record_facts(bureau["intake"], number, {"insurance.unemployment_months": 26})
    send_round_to_review(bureau["intake"], number)
    deciding.review(bureau["review"], number)
    bureau.decide(number)
    closing.serve(bureau["intake"], number, "直接送达", date(2025, 6, 3))

    shown = page_of(bureau, "finance", tmp_path)
    shown.window.go_to("payments", f"order {order}")
    assert shown.page.view.about.text() == "应退 ¥1,500.00，未退 ¥0.00，不再追收 ¥1,500.00"
    shown.press(Qt.Key.Key_F9)
    shown.type("400")
    shown.press(Qt.Key.Key_Tab)
    shown.type("0")
    shown.control(RETURN)
    note = shown.modal().fields["note"]
    assert "转为应付给本人" in note.problem.what
    note.setFocus()
    shown.type("对方已汇出")
    shown.control(RETURN)
    assert shown.modal() is None
    assert bureau.state(number) is State.TO_PAY
    assert shown.page.view.about.text() == "应退 ¥1,500.00，未退 ¥0.00，不再追收 ¥1,100.00"


def test_an_office_where_nothing_waits_for_payment_does_not_say_that_all_of_it_may_be_listed(
    bureau: Bureau, tmp_path: Path
) -> None:
    ledger = page_of(bureau, "finance", tmp_path).page.view.ledger
    words = [ledger.cell(view, 0).words() for view in range(ledger.rowCount()) if ledger.group(view) is None]
    assert words == ["待列入清单 0 件 没有待拨付的案件"]
