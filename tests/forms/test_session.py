"""The view-model of intake, driven as the keyboard drives it, on the real forms."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.fields import Setting
from forms.load import form_ids, load_form, programme_form
from forms.session import FormSession
from models.assessment import Assessment, Result
from models.errors import InputError
from models.facts import Award, Facts

TODAY = date(2025, 11, 20)
SETTING = Setting(TODAY, ("练习街道",))
NUMBER = "S000111000123254000001"


class Assessor:
    """Stands where the rules stand: remembers the facts it was asked about."""

    def __init__(self, missing: Sequence[str] = ()) -> None:
        self.asked: list[Facts] = []
        self.missing = tuple(missing)

    def __call__(self, facts: Facts) -> Assessment:
        self.asked.append(facts)
        return Assessment(
            programme="skill_upgrade",
            on=TODAY,
            result=Result.CANNOT_TELL,
            version_from=None,
            version_to=None,
            amount_fen=None,
            criteria=(),
            warnings=(),
            missing=self.missing,
            not_confirmed=(),
            amount_steps=(),
            rulebook="",
        )


def session(programme: str = "skill_upgrade", applied_on: date = TODAY, assess: Assessor | None = None) -> FormSession:
    return FormSession(programme_form(programme), SETTING, assess=assess, applied_on=applied_on)


def keys(form: FormSession) -> list[str]:
    return [field.key for field in form.visible()]


def test_a_half_typed_field_is_unknown_and_an_error_only_on_leaving() -> None:
    form = session()
    for end in range(1, 5):
        form.type("certificate.issued_on", "2025"[:end])
        assert form.errors() == {}
    assert "certificate.issued_on" not in form.facts()
    assert "没有20月" in form.leave("certificate.issued_on")
    assert list(form.errors()) == ["certificate.issued_on"]
    form.type("certificate.issued_on", "202509")
    assert form.errors() == {}
    form.type("certificate.issued_on", "20250915")
    assert form.leave("certificate.issued_on") == ""
    assert form.facts() == {"certificate.issued_on": "2025-09-15"}


def test_an_empty_field_left_is_missing_and_no_error() -> None:
    form = session()
    assert form.leave("certificate.level") == ""
    assert "certificate.level" in form.missing()


def test_the_assessment_follows_every_change_and_only_changes() -> None:
    assessor = Assessor()
    form = session(assess=assessor)
    assert assessor.asked == [Facts({})]
    form.type("insurance.unemployment_months", "1")
    form.type("insurance.unemployment_months", "12")
    form.type("insurance.unemployment_months", "12 ")
    form.type("insurance.unemployment_months", "12x")
    assert [dict(facts.values) for facts in assessor.asked] == [
        {},
        {"insurance.unemployment_months": 1},
        {"insurance.unemployment_months": 12},
        {},
    ]


def test_the_assessment_hears_of_earlier_awards() -> None:
    assessor = Assessor()
    form = session(assess=assessor)
    award = Award("skill_upgrade", date(2024, 5, 1), "电工", 5)
    form.record_awards([award], complete=True)
    assert (assessor.asked[-1].awards, assessor.asked[-1].awards_complete) == ((award,), True)


def test_what_could_change_the_result_is_asked_first() -> None:
    form = session(assess=Assessor(["certificate.level", "awards", "person.household", "certificate.kind"]))
    assert form.missing()[:3] == ("certificate.level", "certificate.kind", "certificate.occupation")
    assert "certificate.number" not in form.missing()


@pytest.mark.parametrize(
    ("applied_on", "asked"),
    [
        (date(2024, 12, 31), []),
        (date(2025, 1, 1), ["certificate.occupation_in_shortage", "certificate.higher_held"]),
        (
            date(2026, 1, 1),
            [
                "certificate.occupation_in_shortage",
                "certificate.higher_held",
                "certificate.occupation_matches_industry",
                "certificate.occupation_digital_or_green",
            ],
        ),
    ],
)
def test_nothing_is_asked_that_no_rule_of_that_day_needs(applied_on: date, asked: list[str]) -> None:
    dated = {field.key for field in programme_form("skill_upgrade").fields() if field.asked_from}
    assert [key for key in keys(session(applied_on=applied_on)) if key in dated] == asked


def test_a_question_is_hidden_only_when_it_cannot_matter_and_its_answer_leaves_the_facts() -> None:
    form = session()
    months = "insurance.unemployment_months"
    form.type(months, "12")
    form.type("work.status_at_certificate", "企业在职职工")
    assert months in keys(form)
    form.type("work.status_at_application", "领取失业保险金人员")
    assert months not in keys(form)
    assert months not in form.facts()
    assert months not in form.missing()
    form.type("work.status_at_application", "企业在职职工")
    assert form.facts()[months] == 12


def test_a_known_fact_is_not_asked_again_and_goes_along() -> None:
    form = FormSession(
        programme_form("skill_upgrade"), SETTING, known={"person.veteran": True, "person.integrity_listed": False}
    )
    assert "person.integrity_listed" not in keys(form)
    assert form.facts() == {"person.veteran": True, "person.integrity_listed": False}


def test_the_certificates_number_proposes_and_never_answers() -> None:
    form = session()
    form.type("certificate.number", NUMBER)
    assert {key: proposal.text for key, proposal in form.proposals().items()} == {
        "certificate.kind": "职业技能等级证书",
        "certificate.level": "4",
    }
    assert form.facts() == {"certificate.number": NUMBER}
    assert form.confirm("certificate.level").value == 4
    assert list(form.proposals()) == ["certificate.kind"]
    with pytest.raises(InputError, match="没有可以确认的建议"):
        form.confirm("certificate.level")


def test_a_number_that_disagrees_with_level_and_date_warns() -> None:
    form = session()
    form.type("certificate.number", NUMBER)
    form.type("certificate.level", "3")
    form.type("certificate.issued_on", "2024-12-31")
    level, year = form.warnings()["certificate.number"]
    assert "四级/中级工" in level
    assert "2025年核发" in year
    form.type("certificate.level", "4")
    form.type("certificate.issued_on", "2025-01-02")
    assert form.warnings() == {}


def test_an_application_before_the_certificate_is_an_error_and_no_fact() -> None:
    form = session()
    form.type("certificate.issued_on", "2025-11-21")
    assert form.errors() == {}
    assert "早于证书核发日期" in form.leave("certificate.issued_on")
    assert form.facts() == {}


def test_answers_that_contradict_each_other_are_shown_once_left() -> None:
    form = session("living_allowance")
    form.type("training.started_on", "2025-09-15")
    form.type("training.ended_on", "2025-09-14")
    assert "结课日期早于开班日期" in form.leave("training.ended_on")
    assert form.facts() == {"training.started_on": "2025-09-15"}


def test_papers_are_ticked_and_the_demanded_ones_counted() -> None:
    form = session()
    assert [paper.id for paper in form.missing_papers()] == ["id_card", "certificate"]
    form.see_paper("certificate")
    assert [paper.id for paper in form.seen_papers()] == ["certificate"]
    form.see_paper("id_card")
    form.see_paper("certificate", seen=False)
    assert [paper.id for paper in form.missing_papers()] == ["certificate"]
    with pytest.raises(InputError, match="没有这一项"):
        form.see_paper("marriage_certificate")


def test_a_key_outside_the_form_is_refused() -> None:
    for act in (lambda: session().type("training.kind", "1"), lambda: session().leave("training.kind")):
        with pytest.raises(InputError) as caught:
            act()
        assert caught.value.field == "training.kind"


def test_a_draft_comes_back_with_half_typed_text_errors_and_papers() -> None:
    form = session(applied_on=date(2025, 10, 1))
    form.type("certificate.issued_on", "202509")
    form.type("certificate.level", "4")
    form.leave("certificate.issued_on")
    form.see_paper("id_card")
    assessor = Assessor()
    again = session(assess=assessor)
    again.restore(json.loads(json.dumps(form.to_json())))
    assert again.to_json() == form.to_json()
    assert (again.texts(), again.errors(), again.facts()) == (form.texts(), form.errors(), form.facts())
    assert again.applied_on == date(2025, 10, 1)
    assert dict(assessor.asked[-1].values) == {"certificate.level": 4}


@pytest.mark.parametrize(
    ("draft", "reason"),
    [
        ({"form": "skill_upgrade"}, "草稿已损坏"),
        ({"form": "skill_upgrade", "applied_on": "x", "texts": {}, "left": [], "papers": []}, "草稿已损坏"),
        ({"form": "skill_upgrade", "applied_on": "2025-01-01", "texts": [], "left": [], "papers": []}, "草稿已损坏"),
        ({"form": "person", "applied_on": "2025-01-01", "texts": {}, "left": [], "papers": []}, "另一张申请表"),
    ],
)
def test_a_draft_that_does_not_fit_is_refused_and_changes_nothing(draft: dict[str, object], reason: str) -> None:
    form = session()
    form.type("certificate.level", "4")
    with pytest.raises(InputError, match=reason):
        form.restore(draft)
    assert form.facts() == {"certificate.level": 4}


def test_a_draft_with_an_abolished_question_keeps_the_rest() -> None:
    form = session()
    texts = {"certificate.level": "4", "certificate.colour": "red"}
    form.restore({"form": "skill_upgrade", "applied_on": "2025-01-01", "texts": texts, "left": [], "papers": ["tea"]})
    assert dict(form.texts()) == {"certificate.level": "4"}
    assert form.seen_papers() == ()


@given(st.data())
def test_whatever_is_typed_the_session_stays_coherent(data: st.DataObject) -> None:
    form = FormSession(load_form(data.draw(st.sampled_from(form_ids()))), SETTING)
    asked = [field.key for field in form.form.fields()]
    texts = st.one_of(st.text(max_size=12), st.sampled_from(["是", "否", "1", "2", "20250915", "无", "4", NUMBER]))
    for key, text in data.draw(st.lists(st.tuples(st.sampled_from(asked), texts), max_size=12)):
        form.type(key, text)
        form.leave(key)
        visible = set(keys(form))
        assert set(form.values()) | set(form.errors()) | set(form.missing()) <= visible
        assert set(form.values()).isdisjoint(form.missing())
    json.dumps(form.to_json())
