"""What another organ decides never becomes a case of this window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from models.casework import intake
from models.errors import InputError, Refused
from models.rules.load import load_rulebook
from tests.builders.desk import Bureau, make_bureau

BOOK = load_rulebook()
REFERRALS = [name for name, rules in BOOK.programmes.items() if rules.act == "referral"]
ENTERPRISES = [name for name, rules in BOOK.programmes.items() if rules.applicant == "enterprise"]
ON = date(2025, 6, 3)


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path_factory.mktemp("bureau") / "office")
    yield bureau
    bureau.close()


def refusal(bureau: Bureau, programme: str) -> str:
    person = bureau.person(list(BOOK.programmes).index(programme) + 1)
    with pytest.raises(Refused) as refused:
        intake.open_case(bureau["intake"], person.id, programme, ON, {})
    with bureau["intake"].store.reading() as rows:
        assert rows.cases(None) == ()
    return refused.value.message


@pytest.mark.parametrize("programme", REFERRALS)
def test_a_referral_names_the_organ_that_decides_and_opens_no_case(bureau: Bureau, programme: str) -> None:
    message = refusal(bureau, programme)
    assert BOOK.programmes[programme].name in message
    assert BOOK.programmes[programme].organ in message
    assert "转介说明" in message


def test_the_contracts_six_referrals_and_two_enterprise_programmes_are_meant() -> None:
    assert len(REFERRALS) == 6
    assert ENTERPRISES == ["enterprise_training", "apprenticeship"]


def test_an_unknown_programme_stays_bad_input(bureau: Bureau) -> None:
    with pytest.raises(InputError, match="skill_upgarde"):
        intake.open_case(bureau["intake"], bureau.person(40).id, "skill_upgarde", ON, {})
