"""Who stands at the window: recorded with the case, printed on the receipt, and who may collect the letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models.attendant import APPLICANT, Attendant, Role, read_attendant
from models.casework import closing, intake
from models.casework.attendants import record_attendant
from models.casework.dossiers import dossier
from models.errors import InputError, Refused
from models.id_number import mask_id
from models.letter import LetterOrder, RenderedLetter
from reports.issue import compose, render
from tests.builders.desk import Bureau
from tests.builders.people import make_id

_TODAY = date(2025, 6, 3)
_NUMBER = make_id("110102", date(1980, 1, 1), 5)
_PROXY = {
    "role": "proxy",
    "name": "练习代",
    "id_number": _NUMBER,
    "phone": "13811112222",
    "paper": "授权委托书",
    "scope": "代为申请、代为签收决定书",
    "signs": "yes",
    "collects": "yes",
}


def _proxy(**changes: str) -> Attendant:
    return read_attendant({**_PROXY, **changes}, date(2025, 6, 1), _TODAY)


def test_nobody_named_means_the_applicant_came_and_that_is_recorded(bureau: Bureau) -> None:
    number = bureau.accepted()
    shown = dossier(bureau["review"], number)
    assert shown.record.attendant is not None
    assert shown.record.attendant.attendant == APPLICANT
    assert shown.collectors == (shown.record.person.name,)


def test_given_a_proxy_when_the_case_is_accepted_then_the_receipt_names_them_masked_with_their_powers(
    bureau: Bureau,
) -> None:
    case = bureau.open()
    record_attendant(bureau["intake"], case.number, _proxy())
    said: list[str] = []

    def keep(order: LetterOrder, number: str) -> RenderedLetter:
        said.extend(compose(order, number).strings())
        return render(order, number)

    intake.accept(bureau["intake"], case.number, keep)
    text = "".join(said)
    assert f"代办人练习代（{mask_id(_NUMBER)}），凭2025年6月1日授权委托书可签字、可领取文书" in text
    assert _NUMBER not in text


def test_given_a_decision_when_a_stranger_or_a_proxy_without_that_power_collects_then_only_the_allowed_gets_it(
    bureau: Bureau,
) -> None:
    number = bureau.reviewed()
    bureau.decide(number)
    record_attendant(bureau["intake"], number, _proxy(collects="no"))
    with pytest.raises(Refused, match="只能交给"):
        closing.serve(bureau["intake"], number, "直接送达", _TODAY, "练习代")
    record_attendant(bureau["intake"], number, _proxy())
    assert closing.serve(bureau["intake"], number, "直接送达", _TODAY, "练习代").value.number == number


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"role": ""}, "role"),
        ({"name": " "}, "name"),
        ({"id_number": _NUMBER[:-1] + "?"}, "id_number"),
        ({"phone": ""}, "phone"),
        ({"paper": ""}, "paper"),
        ({"scope": ""}, "scope"),
        ({"collects": ""}, "collects"),
        ({"role": "guardian", "relation": ""}, "relation"),
    ],
)
def test_what_is_missing_is_asked_at_its_field(changes: dict[str, str], field: str) -> None:
    with pytest.raises(InputError) as refused:
        _proxy(**changes)
    assert refused.value.field == field


def test_a_guardian_needs_relation_and_proof_and_no_authorisation() -> None:
    read = read_attendant(
        {"role": "guardian", "name": "练习父", "id_number": _NUMBER, "relation": "父亲", "paper": "户口簿"},
        None,
        _TODAY,
    )
    assert (read.role, read.signs, read.collects) == (Role.GUARDIAN, True, True)


def test_an_authorisation_of_tomorrow_and_the_applicant_as_their_own_proxy_are_refused(bureau: Bureau) -> None:
    with pytest.raises(InputError, match="晚于今天"):
        read_attendant(_PROXY, date(2025, 6, 4), _TODAY)
    case = bureau.open()
    person = dossier(bureau["intake"], case.number).record.person
    with pytest.raises(InputError, match="与申请人相同"):
        record_attendant(bureau["intake"], case.number, replace(_proxy(), id_number=person.id_number))
