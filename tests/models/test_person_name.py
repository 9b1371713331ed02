"""Names: dots folded, rare characters kept, everything invisible or foreign to a name refused."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import InputError
from models.person_name import PersonName
from tests.builders.people import AWKWARD_NAMES, NAMES

DOTS = "·•‧・･∙⋅·"
IDEOGRAPHS = st.one_of(
    st.integers(0x4E00, 0x9FFF),
    st.integers(0x3400, 0x4DBF),
    st.integers(0x20000, 0x2A6DF),
    st.integers(0x2B740, 0x2CEA1),
    st.integers(0xF900, 0xFA6D),
    st.integers(0x30000, 0x3134A),
    st.integers(0x31350, 0x323AF),
).map(chr)


def refusal(text: str) -> str:
    with pytest.raises(InputError) as caught:
        PersonName.parse(text)
    assert caught.value.field == "person.name"
    return caught.value.message


@pytest.mark.parametrize("dot", DOTS)
def test_every_look_alike_dot_becomes_the_one_and_the_raw_input_is_kept(dot: str) -> None:
    name = PersonName.parse(f"买买提{dot}练习")
    assert name.text == "买买提·练习"
    assert name.as_typed == f"买买提{dot}练习"


@pytest.mark.parametrize("name", [*NAMES, *AWKWARD_NAMES.values(), "一" * 50])
def test_rare_and_long_names_stay_exactly_as_they_are(name: str) -> None:
    assert PersonName.parse(name).text == name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" 练习甲 ", "练习甲"),
        ("练\u3000习", "练习"),
        ("买买提 · 练习", "买买提·练习"),
        ("Kim   Test", "Kim Test"),
        ("羽 Kim", "羽Kim"),
        ("Ｋｉｍ Test", "Kim Test"),
        ("O’Neil Test", "O'Neil Test"),
        ("Zoe\u0308 Test", "Zoë Test"),
    ],
)
def test_blanks_and_widths_are_settled(typed: str, kept: str) -> None:
    assert PersonName.parse(typed).text == kept


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "请填写姓名"),
        (" \u3000", "请填写姓名"),
        ("练习\x00甲", "U+0000"),
        ("练习\n甲", "控制字符"),
        ("练\u202e习", "U+202E"),
        ("练\u200d习", "U+200D"),
        ("练\ud842", "U+D842"),
        ("练习1", "数字“1”"),
        ("练习１", "数字"),
        ("练习Ⅳ", "数字"),
        ("练\ue863", "自造字"),
        ("⼈练习", "请改用汉字“人”"),
        ("买买提.练习", "间隔号"),
        ("练习=甲", "不能使用的字符"),
        ("<b>练习", "不能使用的字符"),
        ("练-习", "不能使用的字符"),
        ("·练习", "不能在开头"),
        ("练习•", "不能在开头"),
        ("练··习", "连用"),
        ("一" * 51, "超过50个字"),
    ],
)
def test_what_cannot_stand_in_a_name_is_refused_with_its_reason(typed: str, reason: str) -> None:
    message = refusal(typed)
    assert reason in message
    message.encode()


@given(st.text(IDEOGRAPHS, min_size=1, max_size=25))
def test_no_ideograph_is_ever_changed(name: str) -> None:
    assert PersonName.parse(name).text == name


def test_compatibility_ideographs_are_not_normalised_away() -> None:
    name = "\uf9dc练"
    assert unicodedata.normalize("NFC", name) != name
    assert PersonName.parse(name).text == name


@given(st.text(max_size=60))
def test_an_accepted_name_is_stable_and_visible(text: str) -> None:
    try:
        name = PersonName.parse(text).text
    except InputError:
        return
    assert PersonName.parse(name).text == name
    assert [c for c in name if unicodedata.category(c)[0] in "CZM" and c != " " and ord(c) < 0x20000] == []
