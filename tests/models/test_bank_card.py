"""Bank cards: digits only; Luhn warns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.bank_card import BankCard, luhn_holds, mask_card
from models.errors import InputError
from tests.builders.people import make_card

CARDS = st.text("0123456789", min_size=15, max_size=18).map(make_card)


@given(CARDS)
def test_a_built_card_is_read_without_a_warning(number: str) -> None:
    assert BankCard.parse(number) == BankCard(number, luhn_ok=True)


@given(CARDS, st.data())
def test_any_single_wrong_digit_warns_and_is_kept(number: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(number) - 1))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    wrong = number[:place] + digit + number[place + 1 :]
    card = BankCard.parse(wrong)
    assert (card.number, card.luhn_ok) == (wrong, False)
    assert "校验位不符" in card.warnings[0]


def test_grouped_and_full_width_digits_are_folded() -> None:
    number = make_card()
    typed = " ".join(number[i : i + 4] for i in range(0, len(number), 4)).replace("6", "６")
    assert BankCard.parse(typed).number == number


def test_a_short_account_number_warns() -> None:
    assert any("常见为16至19位" in warning for warning in BankCard.parse(make_card("12345678901")).warnings)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "请填写"), ("6222abcd12345678", "只能是数字"), ("12345678901", "现为11位"), ("1" * 20, "现为20位")],
)
def test_what_is_no_card_is_refused(text: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason) as caught:
        BankCard.parse(text)
    assert caught.value.field == "person.bank_card"


def test_the_standards_example_holds_and_a_card_is_masked() -> None:
    assert luhn_holds("79927398713")
    assert BankCard.parse("6222021234567890128").masked == "6222***********0128"
    assert mask_card("123456789012") == "1234****9012"
    assert mask_card("12345") == "*****"
