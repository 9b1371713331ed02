from dataclasses import replace

import pytest

from models.casework.people import correct_person, register_person
from models.errors import Conflict, InputError
from tests.builders.desk import Bureau
from tests.builders.people import make_person


def facts_of(bureau: Bureau, number: str) -> dict[str, object]:
    with bureau["intake"].store.reading() as rows:
        return dict(rows.fact_set(rows.case_numbered(number).facts_id or 0).facts)


def test_a_correction_goes_into_the_open_cases_and_what_is_no_longer_said_is_unknown_again(bureau: Bureau) -> None:
    person = bureau.person(groups={"person.veteran": "退出现役证"}, not_groups=frozenset({"person.disabled"}))
    number = bureau.open(person=person).number
    assert facts_of(bureau, number)["person.veteran"] is True
    correct_person(bureau["intake"], replace(person, groups={}, not_groups=frozenset(), household="other"))
    facts = facts_of(bureau, number)
    assert "person.veteran" not in facts
    assert "person.disabled" not in facts
    assert facts["person.household"] == "other"
    assert facts["insurance.unemployment_months"] == 26


def test_a_correction_leaves_decided_cases_and_other_people_alone(bureau: Bureau) -> None:
    person, other = bureau.person(), bureau.person(2)
    decided = bureau.reviewed(person=person)
    bureau.decide(decided)
    elsewhere = bureau.open(person=other).number
    before = facts_of(bureau, decided), facts_of(bureau, elsewhere)
    changed = correct_person(bureau["intake"], replace(person, household="other")).changes
    assert changed.cases == frozenset()
    assert (facts_of(bureau, decided), facts_of(bureau, elsewhere)) == before


def test_of_two_windows_correcting_one_person_the_later_is_told_and_undoes_nothing(bureau: Bureau) -> None:
    bureau.person()
    with bureau["intake"].store.reading() as rows:
        seen = rows.person(1)
    correct_person(bureau["second intake"], replace(seen, phone="13900000000"), seen.version)
    with pytest.raises(Conflict, match="刚由他人改过"):
        correct_person(bureau["intake"], replace(seen, household="other"), seen.version)
    with bureau["intake"].store.reading() as rows:
        assert rows.person(1).phone == "13900000000"


def test_a_second_registration_and_a_street_of_another_district_are_refused(bureau: Bureau) -> None:
    person = bureau.person()
    with pytest.raises(InputError, match="已"):
        register_person(bureau["intake"], replace(person, id=0))
    with pytest.raises(InputError, match="不在本局的名单里"):
        register_person(bureau["intake"], make_person(3, street="别区街道"))
