"""A version that the bureau entered whole is asked by the form, whatever the shipped form was written for."""

from __future__ import annotations

from datetime import date

from builders.rule_scenarios import entry

from forms.fields import Setting
from forms.load import programme_form
from forms.session import FormSession
from forms.version_form import form_for
from models.assessment import Result
from models.bureau import BureauKind
from models.rules.evaluate import assess
from models.rules.load import load_rulebook

BOOK = load_rulebook()
ON = date(2027, 3, 1)
NOTICE = {
    "values": {"months": {"label": "月数", "type": "months", "value": 12}},
    "criteria": [
        {"id": "m", "kind": "compare", "label": "月数", "fact": "insurance.unemployment_months", "op": ">=",
         "value": "months"},
        {"id": "staff", "kind": "yes_no", "label": "不在编", "fact": "person.public_payroll", "expected": False},
        {"id": "veteran", "kind": "yes_no", "label": "退役", "fact": "person.veteran", "expected": True},
    ],
}  # fmt: skip


def test_a_new_version_asks_its_own_facts_and_no_others() -> None:
    given = entry("skill_upgrade", "2027", date(2027, 1, 1), kind=BureauKind.VERSION, value=NOTICE)
    book = BOOK.with_bureau([given])
    form = form_for(book, "skill_upgrade", ON)
    session = FormSession(
        form,
        Setting(ON),
        assess=lambda facts: assess(book, "skill_upgrade", facts, ON),
        known={"person.veteran": True},
        applied_on=ON,
    )
    assert set(session.missing()) == {"insurance.unemployment_months", "person.public_payroll"}
    session.type("insurance.unemployment_months", "12")
    session.type("person.public_payroll", "否")
    assert session.assessment is not None
    assert session.assessment.result is Result.ELIGIBLE
    assert session.missing() == ()


def test_the_shipped_versions_keep_the_shipped_form() -> None:
    assert form_for(BOOK, "skill_upgrade", date(2024, 6, 3)) is programme_form("skill_upgrade")
