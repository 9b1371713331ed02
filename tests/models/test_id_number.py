"""GB 11643 numbers: what is accepted, what is refused and why, and how they are shown."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from models.errors import InputError
from models.id_number import IdNumber, birth_date_so_far, check_character, group_id, mask_id, normalise_id
from tests.builders.people import make_id

TODAY = date(2026, 11, 22)
PUBLISHED = "11010519491231002X"
VALID = st.builds(
    make_id,
    st.integers(110000, 839999).map(str),
    st.dates(date(1900, 1, 1), TODAY),
    st.integers(0, 999),
)


def refusal(text: str) -> str:
    with pytest.raises(InputError) as caught:
        IdNumber.parse(text, TODAY)
    assert caught.value.field == "person.id_number"
    return caught.value.message


def test_the_published_sample_is_read() -> None:
    number = IdNumber.parse(PUBLISHED, TODAY)
    assert number == IdNumber(PUBLISHED, date(1949, 12, 31), "f", "resident")
    assert number.masked == "110105********002X"
    assert number.grouped == "110105 19491231 002X"


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002x",
        " 110105 19491231 002X ",
        "110105-19491231-002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "１１０１０５\u300019491231—002ｘ",
        "\ufeff11010519491231002X\u200b",
    ],
)
def test_the_ways_of_typing_one_number_are_one_number(typed: str) -> None:
    assert IdNumber.parse(typed, TODAY).text == PUBLISHED


@pytest.mark.parametrize("prefix", ["810000", "820000", "830000"])
def test_residence_permits_are_accepted_and_told_apart(prefix: str) -> None:
    assert IdNumber.parse(make_id(prefix, date(1988, 2, 29), 7), TODAY).kind == "permit"


@pytest.mark.parametrize("area", ["110103", "110221"])
def test_abolished_counties_are_accepted(area: str) -> None:
    assert IdNumber.parse(make_id(area, date(1950, 6, 1), 2), TODAY).sex == "f"


def test_a_wrong_check_digit_is_refused_without_naming_the_right_one() -> None:
    message = refusal("110105194912310021")
    assert "校验码不符" in message
    assert "X" not in message


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "请填写"),
        ("   ", "请填写"),
        ("110105491231002", "15位身份证号码已停止使用"),
        ("11010519491231002", "现为17位"),
        ("1101051949123100211", "现为19位"),
        ("1101O519491231002X", "第5位不是数字"),
        ("X10105194912310021", "第1位不是数字"),
        ("11010519491231002Y", "最后一位应为数字或X"),
        ("11010519491231002①", "最后一位应为数字或X"),
        ("110105١٩٤٩1231002X", "第7位不是数字"),
        (make_id(born=date(2023, 3, 1)).replace("20230301", "20230229"), "2023年02月29日不存在"),
        ("110105000012310021", "不存在"),
        ("110105199013010021", "1990年13月01日不存在"),
        (make_id(born=date(2026, 11, 23)), "晚于今天"),
    ],
)
def test_each_mistake_is_refused_with_its_reason(text: str, reason: str) -> None:
    assert reason in refusal(text)


def test_somebody_born_today_is_accepted() -> None:
    assert IdNumber.parse(make_id(born=TODAY), TODAY).birth_date == TODAY


def test_without_a_given_day_the_present_is_used() -> None:
    with pytest.raises(InputError, match="晚于今天"):
        IdNumber.parse(make_id(born=date(2999, 1, 1)))


@given(VALID)
def test_every_built_number_is_read_back_whole(number: str) -> None:
    parsed = IdNumber.parse(number, TODAY)
    assert parsed.text == number
    assert parsed.birth_date.strftime("%Y%m%d") == number[6:14]
    assert parsed.sex == "fm"[int(number[16]) % 2]
    assert check_character(number[:17]) == number[17]


@given(VALID, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_every_single_wrong_digit_is_refused(number: str, place: int, digit: str) -> None:
    assume(number[place] != digit)
    refusal(number[:place] + digit + number[place + 1 :])


@given(VALID, st.integers(0, 16))
def test_every_exchange_of_neighbours_is_refused(number: str, place: int) -> None:
    assume(number[place] != number[place + 1])
    refusal(number[:place] + number[place + 1] + number[place] + number[place + 2 :])


@given(st.text(max_size=40))
def test_any_text_is_either_a_number_or_one_typed_refusal(text: str) -> None:
    try:
        parsed = IdNumber.parse(text, TODAY)
    except InputError:
        return
    assert parsed.text == normalise_id(text)


@given(VALID)
def test_a_masked_number_hides_the_birth_date(number: str) -> None:
    assert mask_id(number) == number[:6] + "*" * 8 + number[14:]


@pytest.mark.parametrize(
    ("text", "shown"),
    [("", ""), ("1234", "****"), ("12345", "*2345"), ("110105491231002", "***********1002")],
)
def test_other_lengths_are_masked_too(text: str, shown: str) -> None:
    assert mask_id(text) == shown


def test_a_half_typed_number_is_grouped_and_gives_its_birth_date_at_the_fourteenth_digit() -> None:
    assert group_id("1101051949") == "110105 1949"
    assert birth_date_so_far("1101051949123") is None
    assert birth_date_so_far("110105 19491231") == date(1949, 12, 31)
    assert birth_date_so_far(PUBLISHED) == date(1949, 12, 31)
    assert birth_date_so_far("11010519491331") is None
    assert birth_date_so_far(PUBLISHED + "1") is None
    assert birth_date_so_far("110105x9491231") is None
