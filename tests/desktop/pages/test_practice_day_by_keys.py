"""Visitors of the practice day served in the real 受理 page, each of another kind, and every one is a point."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from desktop.pages.intake import IntakePage
from desktop.practice.day import Visitor, fact_words, visitors
from desktop.practice.day_before import earlier_person
from desktop.practice.day_record import begin, serve, standing
from desktop.practice.office import PASSPHRASE, make_practice_office
from models.calendar import beijing_date
from models.casework.offices import sign_in
from models.casework.unit_of_work import Desk
from models.moment import now
from reports.issue import render
from tests.builders.intake_clerk import Clerk, papers
from tests.builders.page_window import PageWindow

pytestmark = pytest.mark.usefixtures("theme")
ALT = Qt.KeyboardModifier.AltModifier
KINDS = ("mistyped", "inconsistent", "plain", "late", "rare")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[Desk, Path]]:
    folder = tmp_path / "office"
    make_practice_office(folder, 0, 3, date(2026, 9, 11), render)
    desk = sign_in(folder, "赵文博", PASSPHRASE, now)
    yield desk, folder
    desk.store.close()


def put(fields: Any, texts: dict[str, str]) -> None:
    for key, text in texts.items():
        widget = fields.widget(key)
        widget.set_text(text)
        widget.edited.emit(text)


def comes(clerk: Clerk, desk: Desk, one: Visitor) -> None:
    """The number on the document: somebody new is entered, a number that was mistyped put right."""
    if one.right.corrected:
        clerk.comes(earlier_person(desk, one, one.before[0], 1).id_number)
        clerk.press(Qt.Key.Key_N, ALT)
        asked = clerk.window.modal().fields
        for key, text in {"person.id_number": one.id_number, "reason": "录错一位，已核对身份证原件"}.items():
            asked[key].set_text(text)
            asked[key].edited.emit(text)
        clerk.commit()
        return
    clerk.comes(one.id_number)
    told = one.person
    household = fact_words("person.household", told["household"])
    keys = ("name", "phone", "address", "bank_card", "bank_name")
    texts = {f"person.{key}": str(told[key]) for key in keys}
    put(clerk.window.page.sheet.fields, texts | {"person.household": household, "person.street": told["street"]})
    clerk.commit()


def serve_at_the_window(clerk: Clerk, desk: Desk, one: Visitor) -> None:
    comes(clerk, desk, one)
    clerk.type("1")
    form = clerk.window.page.form
    form.applied_on.set_text(one.applied_on.isoformat())
    form.applied_on.edited.emit(one.applied_on.isoformat())
    dates = {key for key, value in one.facts.items() if key.endswith("_on")}
    put(form.fields, {key: str(one.facts[key]) if key in dates else _typed(key, one.facts[key]) for key in one.facts})
    form.focus("awards")
    clerk.type("1")
    papers(clerk)
    clerk.commit()
    clerk.enter()


def _typed(key: str, value: Any) -> str:
    return str(value) if key.startswith(("certificate.number", "insurance.")) else fact_words(key, value)


def test_visitors_of_five_kinds_are_served_by_the_page_and_are_five_points(office: tuple[Desk, Path]) -> None:
    desk, folder = office
    begin(desk, folder, render)
    people = {one.key: one for one in visitors(beijing_date(now()))}
    clerk = Clerk(PageWindow(desk, IntakePage, "worklist"))
    for key in KINDS:
        serve_at_the_window(clerk, desk, people[key])
        judged = serve(desk, folder, key)
        assert (key, [each.sentence() for each in judged.differences]) == (key, []), clerk.window.said()
    assert standing(desk, folder).points == len(KINDS)


def test_a_certificate_date_typed_wrong_in_the_page_is_no_point(office: tuple[Desk, Path]) -> None:
    desk, folder = office
    begin(desk, folder, render)
    plain = visitors(beijing_date(now()))[0]
    wrong = dict(plain.facts) | {"certificate.issued_on": "2025-08-21"}
    clerk = Clerk(PageWindow(desk, IntakePage, "worklist"))
    serve_at_the_window(clerk, desk, replace(plain, facts=wrong))
    assert [each.what for each in serve(desk, folder, "plain").differences] == ["证书核发日期"]
