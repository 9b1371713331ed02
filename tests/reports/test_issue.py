"""What the door of the letters refuses before a number is taken, and what it lets through."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import replace

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import InputError, MissingGlyph, SubsidyDeskError
from models.letter import LetterKind
from reports.issue import compose, render, render_preview
from tests.builders.letters import NUMBER, judged, make_assessment, make_office, make_order, named

HIDDEN = {
    "NUL": "\x00",
    "escape": "\x1b",
    "lone surrogate": "\ud800",
    "right-to-left override": "\u202e",
    "isolate": "\u2066",
    "zero width space": "\u200b",
    "byte order mark": "\ufeff",
    "private use": "\ue000",
    "noncharacter": "\uffff",
}


@pytest.mark.parametrize("hidden", HIDDEN.values(), ids=HIDDEN)
@pytest.mark.parametrize("where", ["person", "papers", "contact", "occupation"])
def test_a_hidden_character_anywhere_is_refused_by_its_code_point(hidden: str, where: str) -> None:
    text = f"王{hidden}某"
    order = {
        "person": make_order(person=named(text)),
        "papers": make_order(papers=(text,)),
        "contact": make_order(contact=text),
        "occupation": make_order(assessment=make_assessment(facts=judged({"certificate.occupation": text}))),
    }[where]
    with pytest.raises(MissingGlyph, match=rf"U\+{ord(hidden):04X}") as refused:
        render(order, NUMBER)
    assert hidden not in refused.value.message
    with pytest.raises(MissingGlyph):
        render_preview(order)


def test_line_breaks_and_tabs_in_a_field_become_one_space() -> None:
    assert compose(make_order(person=named("王\n\t　某 ")), NUMBER).addressee == "王 某"


def test_a_character_without_a_glyph_is_found_by_the_preview() -> None:
    with pytest.raises(MissingGlyph, match=r"U\+10380"):
        render_preview(make_order(person=named("王𐎀")))


def test_every_kind_of_letter_can_be_looked_at_before_it_is_issued() -> None:
    for kind in LetterKind:
        render_preview(make_order(kind))


def test_the_preview_covers_the_office_s_letter_code() -> None:
    office = make_office(letter_codes={"approval": "东𐎀补"})
    with pytest.raises(MissingGlyph):
        render_preview(make_order(office=office))


def test_the_hash_is_of_the_bytes() -> None:
    letter = render(make_order(), NUMBER)
    assert letter.sha256 == hashlib.sha256(letter.content).hexdigest()
    assert letter.content_sha256 == compose(make_order(), NUMBER).content_sha256()


def test_a_preview_is_marked_and_has_no_number() -> None:
    shown = pypdfium2.PdfDocument(render_preview(make_order()))[0].get_textpage().get_text_range()
    assert shown.startswith("预览")
    assert "东人社补〔2025〕 号" in shown


def test_a_number_too_long_for_the_qr_code_is_refused() -> None:
    with pytest.raises(InputError, match="二维码"):
        render(make_order(), "东" * 300 + "〔2026〕1号")


@given(st.text(min_size=1, max_size=30))
def test_any_name_at_all_is_printed_or_refused_with_a_typed_error(name: str) -> None:
    order = replace(make_order(LetterKind.RECEIPT), person=named(name))
    with suppress(SubsidyDeskError):
        assert render(order, NUMBER).content.startswith(b"%PDF")
