"""Typed texts to values, kind by kind, on the fields of the real forms."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.fields import Reading, Setting, read, show
from forms.form import Field
from forms.load import form_ids, load_form
from models.facts import FactValue
from tests.builders.people import make_card, make_id

SETTING = Setting(date(2026, 11, 22), ("练习街道", "练习南街道", "演练乡"))
FIELDS = {(form_id, field.key): field for form_id in form_ids() for field in load_form(form_id).fields()}


def asked(key: str) -> Field:
    return next(field for (_, found), field in FIELDS.items() if found == key)


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("certificate.level", "4", 4),
        ("certificate.level", "４级", 4),
        ("certificate.level", "四级", 4),
        ("certificate.level", "中级工", 4),
        ("certificate.level", "四级/中级工", 4),
        ("certificate.level", "0", 0),
        ("certificate.level", "首席技师", 8),
        ("certificate.level", "无", None),
        ("insurance.unemployment_months", " 36 个月", 36),
        ("insurance.unemployment_months", "0", 0),
        ("certificate.issued_on", "20250915", date(2025, 9, 15)),
        ("certificate.kind", "skill_level", "skill_level"),
        ("certificate.kind", "2", "skill_level"),
        ("certificate.kind", "职业技能", "skill_level"),
        ("certificate.kind", "专项", "special_ability"),
        ("work.status_at_application", "领取", "unemployment_benefit"),
        ("certificate.verified", "联网查无", "not_found"),
        ("certificate.verified", "查无", "not_found"),
        ("certificate.higher_held", "是", True),
        ("certificate.higher_held", "n", False),
        ("certificate.higher_held", "１", True),
        ("certificate.higher_held", "0", False),
        ("certificate.occupation", " 电工 ", "电工"),
        ("training.occupation", "无", None),
        ("certificate.number", "s0001 11 000123 25 4 000001", "S000111000123254000001"),
        ("person.id_number", make_id().lower(), make_id()),
        ("person.name", "买买提•练习", "买买提·练习"),
        ("person.phone", "138 0013 8000", "13800138000"),
        ("person.bank_card", make_card(), make_card()),
        ("person.street", "演练", "演练乡"),
        ("person.street", "练习街道", "练习街道"),
        ("person.address", "练习路 1号  2单元", "练习路 1号 2单元"),
        ("person.veteran", "退役军人优待证", "退役军人优待证"),
        ("person.veteran", "不是", False),
    ],
)
def test_a_text_is_read(key: str, text: str, value: FactValue) -> None:
    assert read(asked(key), text, SETTING) == Reading(known=True, value=value)


@pytest.mark.parametrize(
    ("key", "text", "reason"),
    [
        ("certificate.level", "6", "只能是1至5级"),
        ("certificate.level", "四", "请只填数字"),
        ("insurance.unemployment_months", "无", "请只填数字"),
        ("insurance.unemployment_months", "1.5", "请只填数字"),
        ("insurance.unemployment_months", "-1", "请只填数字"),
        ("insurance.unemployment_months", "721", "大于720个月"),
        ("insurance.unemployment_months", "9" * 5000, "请只填数字"),
        ("certificate.issued_on", "2025-02-30", "没有30日"),
        ("certificate.kind", "证书", "1 国家职业资格证书、2 职业技能等级证书"),
        ("certificate.kind", "5", "请从这些里选一项"),
        ("certificate.kind", "9" * 5000, "请从这些里选一项"),
        ("certificate.higher_held", "也许", "请填是或否"),
        ("certificate.occupation", "电\x00工", "看不见的控制字符"),
        ("certificate.occupation", "电\u202e工", "看不见的控制字符"),
        ("person.id_number", "123", "现为3位"),
        ("person.street", "练习", "不在本局的名单里"),
        ("person.street", "别处", "不在本局的名单里"),
        ("person.address", "练习\u202e路", "控制字符"),
        ("person.veteran", "是", "凭什么认定"),
        ("person.bank_name", "银\u0007行", "控制字符"),
    ],
)
def test_a_text_that_cannot_be_read_gives_its_reason(key: str, text: str, reason: str) -> None:
    reading = read(asked(key), text, SETTING)
    assert (reading.known, reading.value) == (False, None)
    assert reason in reading.error
    assert key not in reading.error


@pytest.mark.parametrize("text", ["", "  ", "\u3000"])
def test_nothing_typed_is_neither_known_nor_an_error(text: str) -> None:
    for field in FIELDS.values():
        assert read(field, text, SETTING) == Reading()


def test_absence_is_only_for_fields_that_may_be_absent() -> None:
    absent = {key for (_, key), field in FIELDS.items() if read(field, "-", SETTING) == Reading(known=True)}
    assert absent == {"certificate.level", "training.level", "training.occupation"}


def test_odd_but_acceptable_texts_warn() -> None:
    wrong = make_card()[:-1] + str((int(make_card()[-1]) + 1) % 10)
    assert "校验位不符" in read(asked("person.bank_card"), wrong, SETTING).warnings[0]
    assert "不是常见的22位" in read(asked("certificate.number"), "1234", SETTING).warnings[0]


@given(st.sampled_from(sorted(FIELDS)), st.text(max_size=30))
def test_any_text_gives_a_value_or_one_line(where: tuple[str, str], text: str) -> None:
    reading = read(FIELDS[where], text, SETTING)
    assert not (reading.known and reading.error)
    assert "\n" not in reading.error


@given(st.sampled_from(sorted(FIELDS)), st.text("0123456789年月日-.是否无yn级四电工", min_size=1, max_size=10))
def test_what_is_shown_reads_back_as_the_same_value(where: tuple[str, str], text: str) -> None:
    field = FIELDS[where]
    reading = read(field, text, SETTING)
    if reading.known:
        assert read(field, show(field, reading.value), SETTING).value == reading.value
