"""Visitors of the practice day served in the window by key events alone, from the call to the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.practice.day import Visitor
from desktop.practice.day_record import begin, read_record, serve
from desktop.practice.office import PASSPHRASE
from desktop.theme.apply import Theme
from models.casework.offices import sign_in
from models.casework.unit_of_work import Desk
from models.moment import now
from reports.issue import render
from tests.builders.practice_offices import put_practice_office
from tests.builders.practice_window import PracticeWindow

# One of each kind: a number put right, no policy in force, a paper missing, an enterprise with what people judge,
# somebody of a class, a refusal for an award in the register, one for a date, a name that few fonts have.
KINDS = ("mistyped", "not_in_force", "no_certificate", "class_member", "enterprise", "second_this_year", "late", "rare")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[Desk, Path]]:
    folder = tmp_path / "office"
    put_practice_office(folder)
    desk = sign_in(folder, "赵文博", PASSPHRASE, now)
    begin(desk, folder, render)
    yield desk, folder
    desk.store.close()


def visitor(office: tuple[Desk, Path], key: str) -> Visitor:
    return next(one for one in read_record(*office).people() if one.key == key)


def sentences(office: tuple[Desk, Path], key: str) -> list[str]:
    return [each.sentence() for each in serve(*office, key).differences]


@pytest.mark.parametrize("key", KINDS)
def test_a_visitor_is_served_by_keys_and_is_a_point(office: tuple[Desk, Path], theme: Theme, key: str) -> None:
    window = PracticeWindow(*office, theme)
    one = visitor(office, key)
    window.call(one)
    assert window.serve(one) == "办对了，得 1 分", (sentences(office, key), window.hands.said())
    assert window.section.score.text() == "1/25 分"


def test_a_certificate_date_typed_wrong_is_no_point(office: tuple[Desk, Path], theme: Theme) -> None:
    window = PracticeWindow(*office, theme)
    one = window.call_next()
    assert window.serve(replace(one, facts=dict(one.facts) | {"certificate.issued_on": "2025-08-21"})) == "还不对"
    assert "证书核发日期" in window.story.says.text()
    assert window.section.score.text() == "0/25 分"


@pytest.mark.drill
def test_all_25_are_served_by_keys_one_after_the_other_to_the_full_score(
    office: tuple[Desk, Path], theme: Theme, record_property: Callable[[str, object], None]
) -> None:
    window = PracticeWindow(*office, theme)
    marks = {}
    while window.section.next_action.enabled:
        one = window.call_next()
        marks[one.key] = window.serve(one)
    assert {key: sentences(office, key) for key, mark in marks.items() if mark != "办对了，得 1 分"} == {}
    assert len(marks) == 25
    assert window.section.score.text() == "25/25 分"
    record_property("visitors served", len(marks))
    record_property("keys", window.keys)
