"""A person handed in as JSON: every part read, every error told at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.fields import Setting
from forms.load import load_form
from forms.person import draft_person, read_person
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
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def person_refusal(**changes: Any) -> InputError:
    with pytest.raises(InputError) as caught:
        read_person({**PERSON, **changes}, streets=STREETS, today=TODAY)
    return caught.value


def test_every_part_of_a_person_is_read() -> None:
    draft = read_person(PERSON, streets=STREETS, today=TODAY)
    person = draft.person()
    assert (person.id, person.id_number, person.sex) == (0, make_id(born=date(1990, 5, 1), sequence=2), "f")
    assert (person.name, person.name_as_typed, person.birth_date) == ("买买提·练习", " 买买提•练习 ", date(1990, 5, 1))
    assert dict(person.groups) == {"person.veteran": "退役军人优待证"}
    assert person.not_groups == {"person.disabled"}
    assert (person.household, person.street, person.phone) == ("beijing_rural", "演练乡", "13800138000")
    assert (person.bank_card, person.bank_name, person.address) == (make_card(), "练习银行", "练习路1号")
    assert draft.warnings == ()


def test_only_identity_name_and_street_are_needed() -> None:
    draft = read_person({key: PERSON[key] for key in ("id_number", "name", "street")}, streets=STREETS, today=TODAY)
    assert (draft.household, draft.groups, draft.not_groups, draft.bank_card) == (None, {}, frozenset(), "")


def test_a_failed_luhn_check_is_a_warning() -> None:
    wrong = make_card()[:-1] + str((int(make_card()[-1]) + 1) % 10)
    draft = read_person({**PERSON, "bank_card": wrong}, streets=STREETS, today=TODAY)
    assert draft.bank_card == wrong
    assert "校验位不符" in draft.warnings[0]


def test_all_errors_come_back_on_one_line() -> None:
    wrong = {"id_number": "123", "name": "练习1", "street": "别处", "colour": "red"}
    with pytest.raises(InputError) as caught:
        read_person(wrong, streets=STREETS, today=TODAY)
    message = caught.value.message
    assert "\n" not in message
    for part in ("没有“colour”", "现为3位", "数字“1”", "不在本局"):
        assert part in message
    assert message.count("；") == 3


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
    with pytest.raises(InputError, match="JSON对象"):
        read_person(data, streets=STREETS, today=TODAY)


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
    with pytest.raises(InputError) as caught:
        read_person({**PERSON, "x\ny\ud800": ""}, streets=STREETS, today=TODAY)
    assert "\n" not in caught.value.message
    assert "y\ufffd" in caught.value.message
    caught.value.message.encode()


def test_rare_characters_of_an_address_are_kept() -> None:
    address = "𮯰練习路\ufa0e号"
    assert read_person({**PERSON, "address": address}, streets=STREETS, today=TODAY).address == address


@given(JSON, st.dictionaries(st.sampled_from([*PERSON]), JSON))
def test_any_json_is_a_person_or_one_typed_refusal(whole: Any, changes: Any) -> None:
    for data in (whole, {**PERSON, **changes}):
        try:
            draft = read_person(data, streets=STREETS, today=TODAY)
        except InputError:
            continue
        assert draft.street in STREETS
