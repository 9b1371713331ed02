"""Typefaces: which one prints what, outlines kept exactly, a missing character named."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from fontTools.cffLib import CFFFontSet
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.recordingPen import DecomposingRecordingPen, RecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from models.errors import MissingGlyph
from reports.fonts import FOLDERS_VARIABLE, Chain, load_fonts
from reports.fonts_cff import cff_font
from reports.fonts_outline import Face

RARE = "𬭎㛃䶮𠅤"
NOWHERE = "𐎀"  # Ugaritic: in no Chinese typeface
EXTENSION_B = "𪚥"


def make_font(path: Path, characters: str, advance: int = 1000) -> Path:
    """A TrueType font with a triangle of quadratic curves for each character."""
    names = [".notdef", *(f"u{ord(character):X}" for character in characters)]
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    pen.qCurveTo((100, 800), (500, 800))
    pen.lineTo((900, 0))
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(character): f"u{ord(character):X}" for character in characters})
    builder.setupGlyf(dict.fromkeys(names, pen.glyph()))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (advance, 100)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Test", "styleName": "Regular", "psName": "TestFace"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)
    return path


@pytest.fixture
def serif() -> Face:
    return next(face for face in load_fonts().body.faces if face.name == "NotoSerifSC-Regular")


def test_rare_characters_of_names_are_in_the_packaged_faces(serif: Face) -> None:
    assert all(map(serif.has, RARE))


def test_a_character_no_face_has_is_refused_by_name_and_code_point() -> None:
    with pytest.raises(MissingGlyph, match=r"「𐎀」（U\+10380）"):
        load_fonts().body.face_for(NOWHERE)


def test_a_glyph_without_ink_counts_as_missing(tmp_path: Path, serif: Face) -> None:
    path = make_font(tmp_path / "blank.ttf", "甲乙")
    font = TTFont(path)
    font["glyf"]["u4E59"] = TTGlyphPen(None).glyph()
    font.save(path)
    face = Face(path)
    assert face.has("甲")
    assert not face.has("乙")
    assert Chain((face, serif), True).face_for("乙") is serif


def test_a_space_needs_no_ink(serif: Face) -> None:
    assert serif.has(" ")
    assert serif.has("　")


def test_every_character_fills_its_cell(serif: Face) -> None:
    for character, cell in (("年", 1000), ("8", 500), ("W", 500), ("—", 1000), ("·", 1000), ("“", 1000)):
        glyph = serif.glyph(character)
        assert glyph is not None
        assert glyph.width == cell
        assert glyph.box[0] >= -30
        assert glyph.box[2] <= cell + 30


def test_two_dashes_touch(serif: Face) -> None:
    glyph = serif.glyph("—")
    assert glyph is not None
    assert (glyph.box[0], glyph.box[2]) == (0, 1000)


def test_a_name_is_set_in_the_first_face_that_has_all_of_it(tmp_path: Path, serif: Face) -> None:
    first = Face(make_font(tmp_path / "first.ttf", "欧阳某人"))
    chain = Chain((first, serif), True)
    assert chain.assign("某欧阳𬭎人", ["欧阳𬭎"]) == [first, serif, serif, serif, first]
    assert chain.assign("某欧阳人", ["欧阳"]) == [first] * 4


def test_a_name_no_single_face_has_is_set_character_by_character(tmp_path: Path, serif: Face) -> None:
    last = Face(make_font(tmp_path / "last.ttf", EXTENSION_B))
    chain = Chain((serif, last), True)
    assert chain.assign("王" + EXTENSION_B, ["王" + EXTENSION_B]) == [serif, last]


def test_an_extension_b_font_in_the_configured_folder_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_font(tmp_path / "SimSunB.ttf", NOWHERE)
    assert load_fonts(str(tmp_path)).body.face_for(NOWHERE).name == "TestFace"
    monkeypatch.setenv(FOLDERS_VARIABLE, str(tmp_path))
    assert load_fonts().body.face_for(NOWHERE).name == "TestFace"


def test_the_office_s_own_fangsong_comes_first(tmp_path: Path) -> None:
    make_font(tmp_path / "仿宋_GB2312.ttf", "我局")
    fonts = load_fonts(str(tmp_path))
    assert fonts.body.styled
    assert fonts.body.face_for("我").name == "TestFace"
    assert fonts.body.face_for("的").name != "TestFace"


def test_a_damaged_font_file_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "simfang.ttf").write_bytes(b"no font at all" * 100)
    (tmp_path / "simhei.ttf").write_bytes(make_font(tmp_path / "x.ttf", "我").read_bytes()[:300])
    fonts = load_fonts(str(tmp_path))
    assert fonts.body.face_for("我").name
    assert fonts.heading.face_for("我").name


def _outline(font: Any, name: str, pen: Any) -> list[Any]:
    font[name].draw(pen)
    return list(pen.value)


def _source_outline(face: Face, character: str) -> list[Any]:
    font = TTFont(face.path)
    glyphs = font.getGlyphSet()
    return _outline(glyphs, font.getBestCmap()[ord(character)], DecomposingRecordingPen(glyphs))


def test_outlines_are_the_typeface_s_own(serif: Face) -> None:
    text = "年" + RARE
    glyphs = [glyph for glyph in map(serif.glyph, text) if glyph is not None]
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(cff_font("ABCDEF+Test", glyphs)), None)
    charstrings = fonts[0].CharStrings
    for cid, character in enumerate(text, 1):
        pen = RecordingPen()
        assert _points(_outline(charstrings, f"cid{cid:05d}", pen)) == _points(_source_outline(serif, character))


def _points(operations: list[Any]) -> list[Any]:
    """Outline operations without the closing line that some fonts draw and some leave out."""
    return [(name, [tuple(map(round, point)) for point in points]) for name, points in operations if name != "endPath"]


def test_quadratic_outlines_of_truetype_fonts_become_the_same_curve(tmp_path: Path) -> None:
    glyph = Face(make_font(tmp_path / "t.ttf", "甲")).glyph("甲")
    assert glyph is not None
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(cff_font("ABCDEF+Test", [glyph])), None)
    pen = RecordingPen()
    operations = _outline(fonts[0].CharStrings, "cid00001", pen)
    curves = [points for name, points in operations if name == "curveTo"]
    assert [(100, 533), (233, 800), (500, 800)] in [list(points) for points in curves]
