"""The practice day: everybody can be served right, the rulebook agrees, and a wrong act loses its point."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.practice.day import END_WORDS, Visitor, visitors
from desktop.practice.day_check import judge
from desktop.practice.day_record import begin, read_record, serve, standing, start_again
from desktop.practice.office import PASSPHRASE
from models.calendar import beijing_date
from models.case import State
from models.casework.offices import NewAccount, create_office, office_from_json, sign_in
from models.casework.unit_of_work import Desk
from models.errors import InputError, Refused
from models.id_number import IdNumber
from models.letter import LetterKind
from models.moment import now
from models.office import Seat
from models.rules.evaluate import assess
from models.rules.load import load_rulebook
from reports.issue import render
from tests.builders.headless import OFFICE, PHRASES
from tests.builders.practice_clerk import serve as serve_right
from tests.builders.practice_offices import put_practice_office

TODAY = beijing_date(now())
_SEATS = {"赵文博": {Seat.INTAKE}, "钱雨桐": {Seat.REVIEW}, "孙立群": {Seat.SIGN}, "吴磊": {Seat.SYSTEM, Seat.SECURITY}}


def visitor(key: str) -> Visitor:
    return next(one for one in visitors(TODAY) if one.key == key)


@pytest.fixture(scope="module")
def empty_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("real") / "office"
    accounts = [NewAccount(name, frozenset(seats), PHRASES[name]) for name, seats in _SEATS.items()]
    create_office(folder, office_from_json(OFFICE), accounts, now)
    return folder


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[Desk, Path]]:
    folder = tmp_path / "office"
    put_practice_office(folder)
    desk = sign_in(folder, "赵文博", PASSPHRASE, now)
    yield desk, folder
    desk.store.close()


def test_there_are_25_of_them_each_with_a_story_and_a_reason() -> None:
    everybody = visitors(TODAY)
    assert len({one.key for one in everybody}) == len(everybody) == 25
    assert all(one.title and len(one.says) > 8 and len(one.because) > 8 for one in everybody)
    assert {one.right.end for one in everybody} == set(END_WORDS)


def test_every_number_is_valid_and_another_one_in_every_round() -> None:
    numbers = [one.id_number for round_number in (1, 2, 3) for one in visitors(TODAY, round_number)]
    assert len(set(numbers)) == len(numbers)
    for number in numbers:
        assert IdNumber.parse(number).text == number


def test_all_25_served_right_are_25_points(office: tuple[Desk, Path]) -> None:
    desk, folder = office
    begin(desk, folder, render)
    for one in read_record(desk, folder).waiting():
        serve_right(desk, one, render)
        assert [each.sentence() for each in serve(desk, folder, one.key).differences] == []
    assert standing(desk, folder).points == 25
    assert read_record(desk, folder).waiting() == ()


def test_what_is_called_right_is_what_the_rulebook_says() -> None:
    book = load_rulebook()
    from desktop.practice.day_check import _RESULTS
    from models.facts import Facts
    from models.facts_file import facts_from_json, read_award

    for one in (each for each in visitors(TODAY) if each.right.result):
        own = dict.fromkeys(one.person["groups"], True) | {"person.household": one.person.get("household", "other")}
        values = facts_from_json({"facts": dict(one.facts) | own}).values
        facts = Facts(values, tuple(read_award(dict(award)) for award in one.awards), awards_complete=True)
        found = assess(book, one.programme, facts, one.applied_on)
        assert found.result in _RESULTS
        assert (one.key, found.result.value) == (one.key, one.right.result)
        assert (one.key, tuple(line.id for line in found.failed())) == (one.key, one.right.failed)


def wrong(one: Visitor, **facts: object) -> Visitor:
    return replace(one, facts=dict(one.facts) | facts)


@pytest.mark.parametrize(
    ("key", "slip", "told"),
    [
        (
            "late",
            {"certificate.issued_on": "2024-11-18"},
            ("证书核发日期", "2024年11月14日", "12个月内，自证书核发之日起"),
        ),
        ("eleven", {"insurance.unemployment_months": 12}, ("月数", "11", "人社部发〔2025〕18号")),
        ("inconsistent", {"certificate.verified": "consistent"}, ("联网查询", "不一致", "京人社就发〔2017〕169号")),
    ],
)
def test_a_wrong_fact_loses_the_point_and_is_told_with_its_clause(
    office: tuple[Desk, Path], key: str, slip: dict[str, object], told: tuple[str, ...]
) -> None:
    desk, folder = office
    begin(desk, folder, render)
    serve_right(desk, wrong(visitor(key), **slip), render)
    judged = serve(desk, folder, key)
    words = " ".join(each.sentence() for each in judged.differences)
    assert not judged.right
    assert [each for each in told if each not in words] == []
    assert standing(desk, folder).points == 0


def test_an_application_of_a_day_without_a_policy_is_registered_and_today_instead_of_that_day_is_no_point(
    office: tuple[Desk, Path],
) -> None:
    desk, folder = office
    begin(desk, folder, render)
    early = visitor("not_in_force")
    serve_right(desk, replace(early, applied_on=visitor("plain").applied_on), render)
    (told,) = serve(desk, folder, early.key).differences
    assert (told.expected, told.found) == ("登记，给回执，不受理", "已受理")
    again = start_again(desk, folder, render).people[early.place - 1]
    serve_right(desk, again, render)
    assert serve(desk, folder, early.key).right
    with desk.look("case.read") as work:
        person = work.rows.person_by_id_number(again.id_number)
        assert person is not None
        (case,) = work.rows.cases_of(person.id)
        assert (case.state, case.accepted_on) == (State.REGISTERED, None)
        assert [letter.kind for letter in work.rows.letters(case.id)] == [LetterKind.RECEIPT]


def test_accepting_without_the_certificate_taking_a_second_file_and_doing_nothing_lose_their_points(
    office: tuple[Desk, Path],
) -> None:
    desk, folder = office
    begin(desk, folder, render)
    without = visitor("no_certificate")
    serve_right(desk, replace(without, right=replace(visitor("plain").right)), render)
    assert "应为“一次性告知，等申请人补正”，现为“已受理”" in serve(desk, folder, without.key).differences[0].sentence()
    nobody = serve(desk, folder, "rare").differences[0]
    assert (nobody.expected, nobody.found) == ("受理", "没有收件")


def test_a_day_is_served_again_with_other_numbers_and_never_outside_a_practice_office(
    office: tuple[Desk, Path],
) -> None:
    desk, folder = office
    first = begin(desk, folder, render)
    serve(desk, folder, "plain")
    again = start_again(desk, folder, render)
    assert (again.record.number, again.record.served, len(again.people)) == (2, (), 25)
    assert {one.id_number for one in again.people}.isdisjoint(one.id_number for one in first.people)
    with pytest.raises(InputError, match="没有“nobody”"):
        serve(desk, folder, "nobody")


def test_a_real_office_has_no_practice_day(empty_office: Path, tmp_path: Path) -> None:
    shutil.copytree(empty_office, tmp_path / "real")
    desk = sign_in(tmp_path / "real", "赵文博", PHRASES["赵文博"], now)
    with pytest.raises(Refused, match="练习日只在练习局里"):
        judge(desk, visitor("plain"))
    desk.store.close()
