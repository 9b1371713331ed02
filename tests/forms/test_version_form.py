"""A version that the bureau entered whole is asked by the form, whatever the shipped form was written for."""

from __future__ import annotations

from datetime import date

from builders.rule_scenarios import entry
from builders.rule_version_choice import CERTIFICATE, CLASS, chosen

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


PAPERS = entry("enterprise_training", "papers", date(2020, 1, 1), value=["营业执照", "参训人员名册"])


def test_the_papers_the_bureau_asks_for_stand_on_its_own_text_from_their_day_on() -> None:
    book = BOOK.with_bureau([PAPERS])
    assert form_for(book, "enterprise_training", date(2019, 12, 31)).papers == ()
    papers = form_for(book, "enterprise_training", date(2020, 6, 3)).required_papers()
    assert [paper.name for paper in papers] == ["营业执照", "参训人员名册"]
    assert {paper.basis.document for paper in papers} == {"练习文号〔2026〕1号"}
    session = FormSession(form_for(book, "enterprise_training", date(2020, 6, 3)), Setting(ON))
    session.see_paper("营业执照")
    assert [paper.name for paper in session.missing_papers()] == ["参训人员名册"]


def test_the_papers_outlive_a_version_that_is_entered_whole() -> None:
    whole = entry("enterprise_training", "2027", date(2027, 1, 1), kind=BureauKind.VERSION, value=NOTICE)
    book = BOOK.with_bureau([whole, PAPERS])
    assert [paper.name for paper in form_for(book, "enterprise_training", ON).papers] == ["营业执照", "参训人员名册"]
    assert book.hash != BOOK.with_bureau([whole]).hash


def test_papers_change_no_answer() -> None:
    book = BOOK.with_bureau([PAPERS])
    assert book.programmes["enterprise_training"].facts == BOOK.programmes["enterprise_training"].facts
    assert "papers" not in {value.name for value in book.open_values("enterprise_training", date(2020, 6, 3))}


def asked(form: FormSession) -> set[str]:
    return {field.key for field in form.visible()}


def test_where_the_certificate_selects_the_version_its_date_decides_what_is_asked() -> None:
    book = BOOK.with_bureau([chosen("skill_upgrade", CERTIFICATE)])
    on = date(2025, 6, 3)
    session = FormSession(form_for(book, "skill_upgrade", on), Setting(on), applied_on=on)
    by_application = FormSession(form_for(BOOK, "skill_upgrade", on), Setting(on), applied_on=on)
    assert asked(session) >= asked(by_application)
    session.type(CERTIFICATE, "20241231")
    assert asked(by_application) - asked(session) == {"certificate.higher_held", "certificate.occupation_in_shortage"}
    session.type(CERTIFICATE, "20250101")
    assert asked(session) == asked(by_application)


def test_where_the_class_selects_the_version_its_date_must_be_answered() -> None:
    on = date(2025, 6, 3)
    by_application = FormSession(form_for(BOOK, "free_training", on), Setting(on), applied_on=on)
    assert CLASS in asked(by_application)
    assert CLASS not in by_application.missing()
    book = BOOK.with_bureau([chosen("free_training", CLASS)])
    session = FormSession(
        form_for(book, "free_training", on),
        Setting(on),
        assess=lambda facts: assess(book, "free_training", facts, on),
        applied_on=on,
    )
    assert session.missing()[0] == CLASS
    session.type(CLASS, "20250701")
    assert CLASS not in session.missing()
    assert session.assessment is not None
    assert session.assessment.version_day == date(2025, 7, 1)


def test_what_only_a_version_entered_whole_asks_is_asked_under_that_version_alone() -> None:
    whole = entry("skill_upgrade", "2027", date(2027, 1, 1), kind=BureauKind.VERSION, value=NOTICE)
    book = BOOK.with_bureau([whole, chosen("skill_upgrade", CERTIFICATE)])
    session = FormSession(form_for(book, "skill_upgrade", ON), Setting(ON), applied_on=ON)
    found = {}
    for day in ("", "20261231", "20270101"):
        session.type(CERTIFICATE, day)
        found[day] = "person.public_payroll" in asked(session), "insurance.unemployment_months" in asked(session)
    assert found == {"": (True, True), "20261231": (False, True), "20270101": (True, True)}
