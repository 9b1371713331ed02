"""What waits for a second person is named to whoever may settle it, and to nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from models.case import State
from models.casework import closing, identities
from models.casework.calendars import add_year, confirm_year
from models.casework.case_turns import clock_matters
from models.casework.overview import badges
from models.casework.second_looks import LookKind, second_looks
from models.casework.turning_away import propose_non_acceptance, refuse_acceptance
from models.notice import NonAcceptance
from reports.issue import render
from tests.builders.desk import Bureau, make_bureau
from tests.builders.notices import YEAR_2027, case_at_window
from tests.builders.people import make_id

NEXT_DAY = date(2025, 6, 4)
RIGHT = make_id("110101", date(1971, 2, 2), 321)
NOT_OURS = NonAcceptance("参保地不在本市。", "不属于本局职权范围。", "《行政许可法》第三十二条", "参保地经办机构")


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "office", confirmed=True)
    yield bureau
    bureau.close()


def seen(bureau: Bureau) -> dict[str, list[LookKind]]:
    names = ("intake", "second intake", "review", "sign", "both", "finance")
    return {name: [one.kind for one in second_looks(bureau[name])] for name in names}


def decided(bureau: Bureau) -> tuple[int, str]:
    person = bureau.person()
    number = bureau.reviewed(person=person)
    bureau.decide(number)
    closing.serve(bureau["intake"], number, "直接送达", bureau.moment.date())
    return person.id, number


def test_a_number_to_be_corrected_stands_before_every_reviewer_and_signer_until_it_is_settled(bureau: Bureau) -> None:
    person_id, number = decided(bureau)
    change = identities.correct_number(bureau["intake"], person_id, RIGHT, "录入时颠倒两位").value
    nobody = {name: [] for name in ("intake", "second intake", "finance")}
    expected = {**nobody, **{name: [LookKind.IDENTITY] for name in ("review", "sign", "both")}}
    assert seen(bureau) == expected
    (look,) = second_looks(bureau["review"])
    assert (look.number, look.asked_by_name, look.what) == (number, "intake", "证件号码更正")
    assert RIGHT not in look.words
    assert RIGHT[:6] in look.words
    assert badges(bureau["review"]).second == 1
    assert badges(bureau["intake"]).second == 0
    assert number in {one.number for one in clock_matters(bureau["intake"])}
    identities.confirm_change(bureau["review"], change.id)
    assert not any(seen(bureau).values())


def test_one_cannot_be_the_second_person_of_what_one_asked_for(bureau: Bureau) -> None:
    person_id, _ = decided(bureau)
    identities.correct_number(bureau["both"], person_id, RIGHT, "录入时颠倒两位")
    assert (seen(bureau)["both"], seen(bureau)["review"]) == ([], [LookKind.IDENTITY])


def test_two_registrations_of_one_person_name_both_and_lead_to_the_decided_case(bureau: Bureau) -> None:
    person_id, number = decided(bureau)
    twin = bureau.person(2, id_number=RIGHT)
    identities.merge(bureau["intake"], person_id, twin.id, "登记了两次")
    (look,) = second_looks(bureau["sign"])
    assert (look.what, look.number) == ("合并登记", number)
    assert f"并入{twin.name}" in look.words


def test_what_the_window_proposes_waits_before_the_signer_alone(bureau: Bureau) -> None:
    number = case_at_window(bureau, NEXT_DAY).number
    propose_non_acceptance(bureau["intake"], number, NOT_OURS)
    found = seen(bureau)
    assert (found["sign"], found["review"]) == ([LookKind.PROPOSAL], [])
    refuse_acceptance(bureau["sign"], number, render)
    assert bureau.state(number) is State.NOT_ACCEPTED
    assert seen(bureau)["sign"] == []


def test_a_year_of_the_calendar_waits_before_who_did_not_enter_it(bureau: Bureau) -> None:
    entry = add_year(bureau["review"], YEAR_2027, "练习文号〔练习〕2号").value
    assert (seen(bureau)["review"], seen(bureau)["sign"]) == ([], [LookKind.YEAR])
    confirm_year(bureau["sign"], entry.id)
    assert seen(bureau)["sign"] == []


def test_the_oldest_stands_first(bureau: Bureau) -> None:
    person_id, _ = decided(bureau)
    waiting = case_at_window(bureau, NEXT_DAY, person=bureau.person(4)).number
    propose_non_acceptance(bureau["intake"], waiting, NOT_OURS)
    identities.correct_number(bureau["intake"], person_id, RIGHT, "录入时颠倒两位")
    looks = second_looks(bureau["sign"])
    assert [one.kind for one in looks] == [LookKind.PROPOSAL, LookKind.IDENTITY]
