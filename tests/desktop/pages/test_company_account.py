"""Ctrl+Y on an enterprise's case that waits for payment: its account is corrected by keys, and seen on the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop.dialogs.act_dialog import ActDialog
from models.case import State
from models.casework import closing, deciding, intake
from reports.issue import render
from tests.builders.desk import Bureau, make_bureau
from tests.builders.page_window import PageWindow, case_of
from tests.models.casework.test_company_accounts import FACTS, ON, WHY, rejected

pytestmark = pytest.mark.usefixtures("theme")
ENTER, MONEY = Qt.Key.Key_Return, Qt.Key.Key_5


@pytest.fixture
def bureau(tmp_path: Path) -> Any:
    made = make_bureau(tmp_path / "data", confirmed=True)
    made.enter("enterprise_training", "other_rate", 10_000, ON.replace(year=2018, month=12, day=29), None)
    yield made
    made.close()


def form(shown: PageWindow) -> ActDialog | None:
    modal = shown.modal()
    return modal if isinstance(modal, ActDialog) else None


def field(shown: PageWindow, name: str) -> Any:
    found = form(shown)
    assert found is not None
    return found.fields[name]


def has_focus(shown: PageWindow, name: str) -> bool:
    control: QWidget = field(shown, name)
    return control.isAncestorOf(shown.focus()) or control is shown.focus()


def told(shown: PageWindow) -> dict[str, str]:
    """What the tab of the money says of who is paid."""
    shown.press(MONEY)
    groups = {group.title: dict(group.rows) for group in shown.page.case.money.groups}
    return groups["收款与拨付"]


def test_ctrl_y_corrects_the_account_by_keys_and_the_page_shows_where_the_money_goes(bureau: Bureau) -> None:
    number = rejected(bureau)
    shown = case_of(bureau, number)
    before = told(shown)
    assert (before["收款人"], before["账户"]) == ("练习机械有限公司", "练习银行东城支行 尾号 0001")

    shown.control(Qt.Key.Key_Y)
    assert has_focus(shown, "bank_account")
    shown.type("0200 0045 0900 0000 002")
    shown.press(ENTER)
    assert has_focus(shown, "bank_name")
    shown.focus().selectAll()  # type: ignore[attr-defined]
    shown.type("练习银行西城支行")
    shown.press(ENTER)
    assert has_focus(shown, "reason")
    shown.type(WHY)
    shown.control(ENTER)

    assert form(shown) is None
    assert shown.said() == f"{number} 的企业收款账户已更正"
    after = told(shown)
    assert (after["收款人"], after["账户"]) == ("练习机械有限公司", "练习银行西城支行 尾号 0002")
    applicant = {group.title: dict(group.rows) for group in shown.page.case.facts.groups}["申请企业"]
    assert (applicant["企业名称"], applicant["企业收款账号"]) == ("练习机械有限公司", "尾号 0002")
    assert applicant["职工名单"] == "2 名，名单完整"
    assert bureau.state(number) is State.TO_PAY


def test_a_refused_entry_keeps_what_was_typed_and_says_at_the_field_what_to_do(bureau: Bureau) -> None:
    number = rejected(bureau)
    shown = case_of(bureau, number)
    shown.control(Qt.Key.Key_Y)
    typed = {"bank_account": "0200-A045", "reason": "银行退票"}
    shown.type(typed["bank_account"])
    shown.press(ENTER)
    shown.press(ENTER)
    shown.type(typed["reason"])
    shown.control(ENTER)
    assert "请对照开户许可证或银行证明" in field(shown, "bank_account").problem.what
    assert has_focus(shown, "bank_account")
    assert {name: field(shown, name).text() for name in typed} == typed
    assert field(shown, "bank_name").text() == FACTS["enterprise.bank_name"]

    shown.focus().selectAll()  # type: ignore[attr-defined]
    shown.type(FACTS["enterprise.bank_account"])
    assert field(shown, "bank_account").problem is None
    shown.control(ENTER)
    assert "记“账户核对无误”" in field(shown, "bank_account").problem.what
    assert field(shown, "reason").text() == typed["reason"]
    assert told_account(bureau, number) == FACTS["enterprise.bank_account"]

    shown.press(Qt.Key.Key_Escape)
    assert form(shown) is None


def told_account(bureau: Bureau, number: str) -> str:
    from models.casework.dossiers import dossier

    found = dossier(bureau["intake"], number).enterprise
    return "" if found is None else found.bank_account


def test_ctrl_y_opens_nothing_for_a_person_or_before_payment(bureau: Bureau) -> None:
    shown = case_of(bureau, bureau.reviewed(person=bureau.person(2)))
    shown.control(Qt.Key.Key_Y)
    assert form(shown) is None
    person = bureau.person(3)
    number = intake.open_case(bureau["intake"], person.id, "enterprise_training", ON, FACTS).value.number
    intake.accept(bureau["intake"], number, render)
    shown.page.open_case(number)
    QApplication.processEvents()
    shown.control(Qt.Key.Key_Y)
    assert form(shown) is None
    deciding.review(bureau["review"], number)
    deciding.decide(bureau["sign"], number, render)
    closing.serve(bureau["intake"], number, "直接送达", bureau.moment.date())
    shown = case_of(bureau, number, "finance")
    shown.control(Qt.Key.Key_Y)
    assert form(shown) is None
