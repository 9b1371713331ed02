"""Taking in one application whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.case import State
from models.casework.arriving import arrival, occupations, reopened, window_day
from models.casework.deciding import return_case
from models.casework.drafts import load_draft, save_draft
from models.casework.reveals import log_reveal
from models.casework.taking_in import Application, CheckMade, SeenPaper, TakenIn, keep_at_window, take_in
from models.errors import Conflict, InputError, Refused
from models.letter import LetterKind, LetterOrder, RenderedLetter
from reports.issue import render
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau, make_bureau
from tests.builders.headless import PNG
from tests.builders.people import make_person

ON = date(2025, 6, 3)


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = make_bureau(tmp_path / "office", confirmed=True)
    yield made
    made.close()


def application(bureau: Bureau, **changes: Any) -> Application:
    whole = Application(
        person=replace(make_person(7), id=0),
        programme="skill_upgrade",
        applied_on=ON,
        facts=dict(ELIGIBLE_UPGRADE),
        asked=frozenset(ELIGIBLE_UPGRADE),
        papers=(SeenPaper("居民身份证"), SeenPaper("职业技能等级证书", PNG, "image/png")),
        check=CheckMade(bureau.now(), "查无已享受记录"),
        draft_key="intake:1",
    )
    return replace(whole, **changes)


def taken(bureau: Bureau, **changes: Any) -> TakenIn:
    return take_in(bureau["intake"], application(bureau, **changes), render).value


def broken(_order: LetterOrder, _number: str) -> RenderedLetter:
    raise Refused("打印机没有纸。")


def counts(bureau: Bureau) -> tuple[int, int]:
    with bureau["intake"].store.reading() as rows:
        _, head = rows.head()
        return len(rows.cases(None)), len(head) and rows.head()[0]


def test_a_new_person_is_taken_in_with_a_receipt_in_one_go(bureau: Bureau) -> None:
    save_draft(bureau["intake"], "intake:1", {"texts": {}})
    done = take_in(bureau["intake"], application(bureau), render)
    found = done.value
    assert (found.case.state, found.case.accepted_on) == (State.FOR_REVIEW, ON)
    assert found.letter is not None
    assert found.letter.number == "东人社受〔2025〕1号"
    assert found.content.startswith(b"%PDF")
    assert done.changes.people == {found.person.id}
    assert load_draft(bureau["intake"], "intake:1") is None
    with bureau["intake"].store.reading() as rows:
        assert [paper.name for paper in rows.papers(found.case.id)] == ["居民身份证", "职业技能等级证书"]
        assert rows.register_check(found.case.id) is not None


def test_a_failure_at_the_receipt_leaves_nothing_behind(bureau: Bureau) -> None:
    before = counts(bureau)
    with pytest.raises(Refused, match="没有纸"):
        take_in(bureau["intake"], application(bureau), broken)
    assert counts(bureau) == before
    assert arrival(bureau["intake"], make_person(7).id_number).person is None
    assert taken(bureau).case.number == "2025-00001"


def test_the_same_application_again_gives_the_same_receipt(bureau: Bureau) -> None:
    first, second = taken(bureau), taken(bureau)
    assert second.again
    assert second.case.number == first.case.number
    assert (second.letter, second.content) == (first.letter, first.content)


def test_another_certificate_is_another_application(bureau: Bureau) -> None:
    first = taken(bureau)
    other = dict(ELIGIBLE_UPGRADE) | {"certificate.occupation": "焊工"}
    assert taken(bureau, facts=other).case.number != first.case.number


def test_a_case_kept_at_the_window_is_accepted_later(bureau: Bureau) -> None:
    kept = keep_at_window(bureau["intake"], application(bureau, check=None, papers=(SeenPaper("居民身份证"),))).value
    assert (kept.case.state, kept.letter) == (State.AT_WINDOW, None)
    found = taken(bureau, number=kept.case.number)
    assert found.case.number == kept.case.number
    with bureau["intake"].store.reading() as rows:
        assert [paper.name for paper in rows.papers(kept.case.id)] == ["居民身份证", "职业技能等级证书"]


def test_an_answer_taken_back_is_unknown_again(bureau: Bureau) -> None:
    kept = keep_at_window(bureau["intake"], application(bureau)).value
    fewer = {key: value for key, value in ELIGIBLE_UPGRADE.items() if key != "insurance.unemployment_months"}
    again = keep_at_window(bureau["intake"], application(bureau, facts=fewer, number=kept.case.number, check=None))
    with bureau["intake"].store.reading() as rows:
        assert again.value.case.facts_id is not None
        assert "insurance.unemployment_months" not in rows.fact_set(again.value.case.facts_id).facts


def test_a_returned_case_is_handed_in_again_without_a_second_receipt(bureau: Bureau) -> None:
    number = taken(bureau).case.number
    return_case(bureau["review"], number, "核发日看不清")
    case = reopened(bureau["intake"], number)
    assert case.returned is not None
    assert (case.returned.by, case.returned.reason) == ("review", "核发日看不清")
    found = taken(bureau, number=number, person=case.arrival.person, check=None, papers=())
    assert (found.case.state, found.letter) == (State.FOR_REVIEW, None)
    with bureau["intake"].store.reading() as rows:
        assert [letter.kind for letter in rows.letters(found.case.id)] == [LetterKind.RECEIPT]


def test_a_date_without_rules_is_registered(bureau: Bureau) -> None:
    facts = dict(ELIGIBLE_UPGRADE) | {"certificate.issued_on": "2014-01-03"}
    found = taken(bureau, applied_on=date(2014, 6, 3), facts=facts)
    assert found.case.state is State.REGISTERED
    assert found.letter is not None


def test_a_person_changed_meanwhile_is_not_overwritten(bureau: Bureau) -> None:
    taken(bureau)
    mine = arrival(bureau["intake"], make_person(7).id_number).person
    assert mine is not None
    corrected = replace(mine, phone="13900000000")
    taken(bureau, person=corrected, facts=dict(ELIGIBLE_UPGRADE) | {"certificate.occupation": "钳工"})
    with pytest.raises(Conflict, match="刚由他人改过"):
        taken(bureau, person=replace(mine, phone="13700000000"))


def test_a_check_of_the_future_is_refused(bureau: Bureau) -> None:
    later = bureau.now().replace(year=2026)
    with pytest.raises(InputError, match="晚于现在"):
        taken(bureau, check=CheckMade(later, "查无已享受记录"))


def test_somebody_at_the_window_brings_cases_letters_and_awards(bureau: Bureau) -> None:
    number = taken(bureau).case.number
    found = arrival(bureau["intake"], make_person(7).id_number)
    assert [row.number for row in found.cases] == [number]
    assert [each.letter.number for each in found.letters] == ["东人社受〔2025〕1号"]
    assert occupations(bureau["intake"]) == ("电工",)
    assert [row.number for row in window_day(bureau["intake"]).cases] == [number]
    with pytest.raises(Refused, match="不在窗口办理阶段"):
        reopened(bureau["intake"], number)


def test_looking_at_a_whole_number_is_logged(bureau: Bureau) -> None:
    person = taken(bureau).person
    assert log_reveal(bureau["intake"], person.id, "id_number") == person.id_number
    with bureau["intake"].store.reading() as rows:
        assert [entry.person_id for entry in rows.accesses()] == [person.id]
