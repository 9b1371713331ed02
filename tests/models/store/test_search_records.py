"""Search terms stand in the transaction of what they belong to, on both kinds of store."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from builders.people import AWKWARD_NAMES, make_id, make_person
from builders.store import KEY, START, Clerks, fill, found_office, open_case

from models.errors import Refused
from models.letter import LetterKind
from models.search_terms import CaseTerm, PersonTerm, name_term
from models.store.checks import check_store
from models.store.engine import Store, open_unchecked
from models.store.repository import Repository


def names(repository: Repository, kind: PersonTerm, term: str, *, whole: bool = False) -> list[str]:
    return [person.name for person in repository.people_with(kind, term, 20, whole=whole)]


def test_any_part_of_a_name_finds_its_person(store: Store) -> None:
    with store.writing() as rows:
        rows.add_person(make_person(1, name="王小燕"))
        assert names(rows, PersonTerm.NAME, "王") == ["王小燕"]
        for part in ("小燕", "小", "燕"):
            assert names(rows, PersonTerm.NAME_END, part) == ["王小燕"]
        assert names(rows, PersonTerm.NAME_END, "王小") == []


@pytest.mark.parametrize("name", AWKWARD_NAMES.values(), ids=AWKWARD_NAMES)
def test_rare_characters_find_their_person(store: Store, name: str) -> None:
    with store.writing() as rows:
        rows.add_person(make_person(1, name=name))
        rows.add_person(make_person(2, name="练习乙"))
        assert names(rows, PersonTerm.NAME, name_term(name)) == [name]
        assert name in names(rows, PersonTerm.NAME_END, name_term(name)[-1])


def test_a_range_ends_behind_its_beginning(store: Store) -> None:
    with store.writing() as rows:
        for number, name in enumerate(("王", "王一", "王𬭎", "玊", "汪"), start=1):
            rows.add_person(make_person(number, name=name))
        assert names(rows, PersonTerm.NAME, "王") == ["王", "王𬭎", "王一"]
        assert names(rows, PersonTerm.NAME, "王", whole=True) == ["王"]
        assert names(rows, PersonTerm.NAME, "%") == names(rows, PersonTerm.NAME, "_") == []


def test_a_corrected_person_is_found_by_what_is_known_now_only(store: Store) -> None:
    with store.writing() as rows:
        person = rows.add_person(make_person(1, name="单小燕", phone="13800000001"))
        rows.put_person(replace(person, name="单晓燕", phone="13911112222"))
    with store.reading() as rows:
        assert names(rows, PersonTerm.NAME_END, "小") == []
        assert names(rows, PersonTerm.NAME_END, "晓") == ["单晓燕"]
        assert names(rows, PersonTerm.SOUND, "shanxy") == ["单晓燕"]
        assert names(rows, PersonTerm.PHONE, "80000") == []
        assert names(rows, PersonTerm.PHONE, "1111222") == ["单晓燕"]


def test_terms_are_taken_back_with_their_transaction(store: Store) -> None:
    def add_and_fail() -> None:
        with store.writing() as rows:
            rows.add_person(make_person(1, name="王小燕"))
            raise Refused("…")

    with pytest.raises(Refused):
        add_and_fail()
    with store.reading() as rows:
        assert names(rows, PersonTerm.NAME, "王") == []


def test_id_numbers_are_found_from_both_ends(store: Store) -> None:
    with store.writing() as rows:
        person = rows.add_person(make_person(1, id_number=make_id("110105", sequence=2)))
        number = person.id_number
        assert [found.id for found in rows.people_with_id(number[:8], 20)] == [person.id]
        assert names(rows, PersonTerm.ID_BACKWARDS, number[::-1][:4]) == [person.name]
        assert names(rows, PersonTerm.ID_BACKWARDS, number[:4]) == []


def test_the_exact_name_comes_first_and_among_namesakes_the_newest(store: Store) -> None:
    with store.writing() as rows:
        for number, name in enumerate(("王小燕", "王小", "王小", "王小二"), start=1):
            rows.add_person(make_person(number, name=name))
        found = rows.people_with(PersonTerm.NAME, "王小", 20)
        assert [(one.id, one.name) for one in found] == [(3, "王小"), (2, "王小"), (4, "王小二"), (1, "王小燕")]
        assert [one.id for one in rows.people_with(PersonTerm.NAME, "王小", 1)] == [3]
        assert [one.id for one in rows.people_with(PersonTerm.NAME, "王小", 20, whole=True)] == [3, 2]


def test_a_birth_date_finds_everybody_born_on_it(store: Store) -> None:
    with store.writing() as rows:
        for number, day in ((1, 1), (2, 1), (3, 2)):
            born = date(1990, 5, day)
            rows.add_person(make_person(number, birth_date=born, id_number=make_id("110105", born, number)))
        assert [one.id for one in rows.people_born(date(1990, 5, 1), 20)] == [2, 1]
        assert rows.people_born(date(1990, 5, 3), 20) == ()


def test_a_limit_counts_people_and_not_their_terms(store: Store) -> None:
    with store.writing() as rows:
        for number in range(1, 31):
            rows.add_person(make_person(number, name="王乐行"))
        found = rows.people_with(PersonTerm.SOUND, "w", 20)
        assert 5 <= len(found) <= 20
        assert len({person.id for person in found}) == len(found)


def test_a_case_is_found_by_every_number_its_facts_ever_held(store: Store, clerks: Clerks) -> None:
    with store.writing() as rows:
        case = open_case(rows, clerks, 1)
        rows.add_facts(case.id, {"certificate.number": "s0001-1100 0001", "training.number": None}, 1, START)
        rows.add_facts(case.id, {"certificate.number": "S000111000022"}, 1, START)
        for typed in ("Y1", "S000111000001", "S000111000022", "S0001"):
            assert {found.number for found in rows.cases_with(CaseTerm.CERTIFICATE, typed, 20)} == {case.number}
        assert rows.cases_with(CaseTerm.CERTIFICATE, "S0001", 20, whole=True) == ()


def test_case_and_letter_numbers_find_theirs(store: Store, clerks: Clerks) -> None:
    fill(store, clerks, 2)
    with store.reading() as rows:
        assert rows.series_years("case") == rows.series_years("letter.approval") == (2026,)
        case = rows.found_case("2026-00002")
        letter = rows.found_letter(LetterKind.APPROVAL, 2026, 2)
        assert case is not None
        assert letter is not None
        assert letter.case == case
        assert letter.number == "练人社补〔2026〕2号"
        assert rows.found_case("2026-00003") is None
        assert rows.found_letter(LetterKind.RECEIPT, 2026, 2) is None


def test_the_migration_fills_the_terms_of_what_stands_already(tmp_path: Path) -> None:
    from models.store.engine import create_store
    from models.store.search_index import fill as fill_terms

    store = create_store(tmp_path / "office", key=KEY, created_at=START)
    fill(store, found_office(store), 7)
    listed = "SELECT kind, term, person_id FROM person_term UNION ALL SELECT kind, term, case_id FROM case_term"
    before = set(map(tuple, store.connection.exec_driver_sql(listed)))
    for table in ("person_term", "case_term"):
        store.connection.exec_driver_sql(f"DELETE FROM {table}")
    fill_terms(store.connection)
    after = set(map(tuple, store.connection.exec_driver_sql(listed)))
    store.close()
    assert len(before) > 7 * 10
    assert after == before
    open_unchecked(tmp_path / "office", key=KEY).close()


def test_version_4_adds_the_sounds_it_is_the_first_to_keep_also_of_former_names(store: Store) -> None:
    from models.store.search_index import fill_sounds

    with store.writing() as rows:
        rows.add_person(make_person(1, name="柏小燕", former_names=("王小燕",)))
    kept = "SELECT kind, term FROM person_term WHERE person_id = 1 ORDER BY kind, term"
    with store.writing():
        before = list(map(tuple, store.connection.exec_driver_sql(kept)))
        store.connection.exec_driver_sql("DELETE FROM person_term WHERE kind IN ('p', 'm')")
        fill_sounds(store.connection)
        assert list(map(tuple, store.connection.exec_driver_sql(kept))) == before
    assert {("m", "柏xyan"), ("m", "王xyan"), ("p", "boxyan"), ("p", "baixyan"), ("p", "wxyan")} <= set(before)


def test_a_person_missing_from_the_index_is_a_finding(store: Store, clerks: Clerks) -> None:
    fill(store, clerks, 2)
    assert check_store(store) == ()
    with store.writing():
        store.connection.exec_driver_sql("DELETE FROM person_term WHERE person_id = 2")
    assert check_store(store) == ("业务：查找索引与登记的人数相差 1 人，有人可能查不到。",)
