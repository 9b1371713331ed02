"""The dynamic font that reportlab draws with: subsets apart by file and by typeface, and gone with the file."""

from __future__ import annotations

import gc
from io import BytesIO
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import pytest
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from reports.embedded_font import EmbeddedFont, registered
from reports.fonts_outline import Face


@pytest.fixture(scope="module")
def path() -> Path:
    return sorted(Path(pylopdf_fonts_zh_cn.__file__).parent.rglob("*Serif*.otf"))[0]


def open_canvas(face: Face) -> Any:
    return Canvas(BytesIO(), initialFontName=registered(face), invariant=1)


def test_a_face_is_registered_once(path: Path) -> None:
    face = Face(path)
    assert registered(face) == registered(face)


def test_two_typefaces_of_one_name_are_not_taken_for_the_same(path: Path) -> None:
    one, other = Face(path), Face(path)
    assert one.name == other.name
    fonts = [pdfmetrics.getFont(registered(face)) for face in (one, other)]
    assert fonts[0] is not fonts[1]
    assert all(isinstance(font, EmbeddedFont) for font in fonts)


def test_each_file_numbers_its_characters_from_one(path: Path) -> None:
    face = Face(path)
    font = pdfmetrics.getFont(registered(face))
    first, second = open_canvas(face)._doc, open_canvas(face)._doc
    assert font.splitString("甲乙甲", first) == [(0, b"\0\1\0\2\0\1")]
    assert font.splitString("丙甲", first) == [(0, b"\0\3\0\1")]
    assert font.splitString("丙", second) == [(0, b"\0\1")]


def test_a_rare_character_is_one_code(path: Path) -> None:
    face = Face(path)
    assert pdfmetrics.getFont(registered(face)).splitString("𬭎", open_canvas(face)._doc) == [(0, b"\0\1")]


def test_a_string_is_as_wide_as_its_cells(path: Path) -> None:
    assert pdfmetrics.stringWidth("电工A1", registered(Face(path)), 10) == 30


def test_a_file_that_is_never_finished_leaves_no_subset_behind(path: Path) -> None:
    face = Face(path)
    font = EmbeddedFont(face)
    canvas = open_canvas(face)
    font.splitString("甲", canvas._doc)
    assert len(font._subsets) == 1
    del canvas
    gc.collect()
    assert len(font._subsets) == 0


def test_a_character_the_face_lacks_is_not_written_as_a_blank(path: Path) -> None:
    canvas = open_canvas(Face(path))
    canvas.setFont(canvas._fontname, 10)
    canvas.drawString(0, 0, "\U0001f600")
    with pytest.raises(KeyError):
        canvas.getpdfdata()
