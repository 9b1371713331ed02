"""An application handed in as JSON: every part read, every error told at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.application import read_application, read_facts, read_papers, read_person
from forms.fields import Setting
from forms.load import load_form
from forms.person import draft_person
from forms.session import FormSession
from models.errors import InputError
from tests.builders.people import make_card, make_id

TODAY = date(2026, 11, 22)
STREETS = ("练习街道", "演练乡")
PERSON: Mapping[str, Any] = {
    "id_number": make_id(born=date(1990, 5, 1), sequence=2).lower(),
    "name": " 买买提•练习 ",
    "household": "beijing_rural",
    "groups": {"person.veteran": "退役军人优待证"},
    "not_groups": ["person.disabled"],
    "street": "演练乡",
    "phone": "138 0013 8000",
    "address": "练习路1号",
    "bank_card": make_card(),
    "bank_name": "练习银行",
}
FACTS: Mapping[str, Any] = {
    "certificate.level": 4,
    "certificate.issued_on": "2025-09-15",
    "certificate.higher_held": False,
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def person_refusal(**changes: Any) -> InputError:
    with pytest.raises(InputError) as caught:
        read_person({**PERSON, **changes}, streets=STREETS, today=TODAY)
    return caught.value


def test_a_whole_application_is_read() -> None:
    data = {"person": PERSON, "facts": FACTS, "papers": ["certificate", "其他材料", "certificate"]}
    application = read_application(data, "skill_upgrade", streets=STREETS, today=TODAY)
    person = application.person.person()
    assert (person.id, person.id_number, person.sex) == (0, make_id(born=date(1990, 5, 1), sequence=2), "f")
    assert (person.name, person.name_as_typed, person.birth_date) == ("买买提·练习", " 买买提•练习 ", date(1990, 5, 1))
    assert dict(person.groups) == {"person.veteran": "退役军人优待证"}
    assert person.not_groups == {"person.disabled"}
    assert (person.household, person.street, person.phone) == ("beijing_rural", "演练乡", "13800138000")
    assert (person.bank_card, person.bank_name, person.address) == (make_card(), "练习银行", "练习路1号")
    assert application.person.warnings == ()
    assert application.facts == dict(FACTS)
    assert application.papers == ("职业资格证书或职业技能等级证书", "其他材料")


def test_only_identity_name_and_street_are_needed() -> None:
    draft = read_person({key: PERSON[key] for key in ("id_number", "name", "street")}, streets=STREETS, today=TODAY)
    assert (draft.household, draft.groups, draft.not_groups, draft.bank_card) == (None, {}, frozenset(), "")


def test_a_failed_luhn_check_is_a_warning() -> None:
    wrong = make_card()[:-1] + str((int(make_card()[-1]) + 1) % 10)
    draft = read_person({**PERSON, "bank_card": wrong}, streets=STREETS, today=TODAY)
    assert draft.bank_card == wrong
    assert "校验位不符" in draft.warnings[0]


def test_all_errors_come_back_on_one_line() -> None:
    data = {
        "person": {"id_number": "123", "name": "练习1", "street": "别处", "colour": "red"},
        "facts": {"certificate.level": "4", "certificate.lavel": 4, "training.occupation": None},
        "papers": [""],
        "extra": 1,
    }
    with pytest.raises(InputError) as caught:
        read_application(data, "skill_upgrade", streets=STREETS, today=TODAY)
    message = caught.value.message
    assert "\n" not in message
    for part in (
        "没有“extra”",
        "没有“colour”",
        "现为3位",
        "数字“1”",
        "不在本局",
        "应是整数",
        "certificate.lavel",
        "papers",
    ):
        assert part in message
    assert message.count("；") == 7


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"id_number": ""}, "person.id_number", "请填写身份证号码"),
        ({"id_number": 110105199005010020}, "person.id_number", "应是文字"),
        ({"name": None}, "person.name", "应是文字"),
        ({"street": ""}, "person.street", "请填写街道"),
        ({"street": "西山"}, "person.street", "不在本局的名单里"),
        ({"household": "上海"}, "person.household", "请从这些里选一项"),
        ({"phone": "110"}, "person.phone", "电话号码不对"),
        ({"bank_card": "62220212345678901x"}, "person.bank_card", "只能是数字"),
        ({"groups": ["person.veteran"]}, "person.groups", "应是JSON对象"),
        ({"groups": {"person.hero": "证"}}, "person.groups", "没有“person.hero”"),
        ({"groups": {"person.integrity_listed": "是"}}, "person.groups", "没有“person.integrity_listed”"),
        ({"groups": {"person.veteran": True}}, "person.veteran", "凭什么认定"),
        ({"groups": {"person.veteran": " "}}, "person.veteran", "凭什么认定"),
        ({"groups": {"person.veteran": "是"}}, "person.veteran", "凭什么认定"),
        ({"not_groups": "person.veteran"}, "person.not_groups", "应是数组"),
        ({"not_groups": [{}]}, "person.groups", "没有“{}”"),
        ({"not_groups": ["person.veteran"]}, "person.veteran", "既写了证明材料又写了不是"),
    ],
)
def test_each_mistake_names_its_field_and_reason(changes: dict[str, Any], field: str, reason: str) -> None:
    problem = person_refusal(**changes)
    assert reason in problem.message
    assert "；" not in problem.message.replace("；不是的", "").replace("；没有", "")
    assert problem.field == field


def test_a_group_can_be_denied_in_its_own_place() -> None:
    draft = read_person({**PERSON, "groups": {"person.veteran": "否"}}, streets=STREETS, today=TODAY)
    assert draft.not_groups == {"person.veteran", "person.disabled"}


@pytest.mark.parametrize("data", [None, [], "x", 5])
def test_what_is_no_object_is_refused(data: object) -> None:
    for attempt in (
        lambda: read_application(data, "skill_upgrade", streets=STREETS, today=TODAY),
        lambda: read_person(data, streets=STREETS, today=TODAY),
        lambda: read_facts(data, "skill_upgrade"),
    ):
        with pytest.raises(InputError, match="JSON对象"):
            attempt()


def test_a_fact_with_a_direction_mark_is_refused() -> None:
    with pytest.raises(InputError, match="看不见的控制字符"):
        read_facts({"certificate.occupation": "电\u202e工"}, "skill_upgrade")


def test_facts_must_agree_and_belong_to_a_programme() -> None:
    with pytest.raises(InputError, match="结课日期早于开班日期"):
        read_facts({"training.started_on": "2025-02-01", "training.ended_on": "2025-01-31"}, "free_training")
    with pytest.raises(InputError, match="没有“nothing”这个项目"):
        read_facts({}, "nothing")
    assert read_facts({"training.level": None}, "free_training") == {"training.level": None}


@pytest.mark.parametrize("papers", ["id_card", {"id_card": True}, [1], ["\x00"]])
def test_papers_that_are_no_names_are_refused(papers: object) -> None:
    with pytest.raises(InputError, match="papers"):
        read_papers(papers, "skill_upgrade")


def test_the_window_and_the_command_line_make_the_same_person() -> None:
    setting = Setting(TODAY, STREETS)
    form = FormSession(load_form("person"), setting)
    for name, text in PERSON.items():
        if isinstance(text, str):
            form.type(f"person.{name}", text)
    form.type("person.veteran", "退役军人优待证")
    form.type("person.disabled", "否")
    assert form.missing() == ()
    assert draft_person(form, setting) == read_person(PERSON, streets=STREETS, today=TODAY)


def test_an_unfinished_person_card_lists_what_is_missing() -> None:
    setting = Setting(TODAY, STREETS)
    form = FormSession(load_form("person"), setting)
    assert form.missing() == ("person.id_number", "person.name", "person.street")
    with pytest.raises(InputError, match="请填写身份证号码；请填写姓名；请填写街道"):
        draft_person(form, setting)


def test_a_name_that_no_terminal_can_print_is_shown_safely() -> None:
    for part in ({"person": {"x\ny\ud800": ""}}, {"facts": {"x\ny\ud800": 1}}, {"x\ny\ud800": 1}):
        with pytest.raises(InputError) as caught:
            read_application({"person": PERSON, **part}, "skill_upgrade", streets=STREETS, today=TODAY)
        assert "\n" not in caught.value.message
        assert "y\ufffd" in caught.value.message
        caught.value.message.encode()


def test_rare_characters_of_an_address_are_kept() -> None:
    address = "𮯰練习路\ufa0e号"
    assert read_person({**PERSON, "address": address}, streets=STREETS, today=TODAY).address == address


@given(JSON, JSON, JSON, st.dictionaries(st.sampled_from([*PERSON]), JSON))
def test_any_json_is_an_application_or_one_typed_refusal(facts: Any, papers: Any, whole: Any, person: Any) -> None:
    for data in (whole, {"person": {**PERSON, **person}, "facts": facts, "papers": papers}):
        try:
            application = read_application(data, "skill_upgrade", streets=STREETS, today=TODAY)
        except InputError:
            continue
        json.dumps([application.facts, application.papers])
        assert application.person.street in STREETS
