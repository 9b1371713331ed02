"""One typeface file, read through HarfBuzz: does it have a character, and its outline as a Type 2 charstring.

Outlines of every kind of font (glyf, CFF, collections) come out the same way, each fitted to the cell it takes
on the grid (500 or 1000 units), so that a page needs no kerning and no cached conversion on disk: three
hundred characters take a few milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uharfbuzz as hb  # type: ignore[import-untyped]

from reports.characters import cell_halves

HALF_CELL = 500
_EM = 1000
_RLINETO, _RRCURVETO, _ENDCHAR, _RMOVETO = 5, 8, 14, 21
_MOST_ARGUMENTS = 48  # the operand stack of a Type 2 charstring

Segment = tuple[float, ...]  # 2 numbers: line or move; 6: cubic curve
Contour = list[Segment]


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character drawn in its cell: charstring, width and box in 1/1000 em; `blank` if it shows no ink."""

    charstring: bytes
    width: int
    box: tuple[int, int, int, int]
    blank: bool


class Face:
    """A typeface. `name` is its PostScript name; faces of a collection are told apart by `index`."""

    def __init__(self, path: Path, index: int = 0) -> None:
        self.path = path
        self._face = hb.Face(hb.Blob.from_file_path(str(path)), index)
        self._font = hb.Font(self._face)
        self.readable = self._face.glyph_count > 0  # a damaged file reads as a font without glyphs
        self._scale = _EM / self._face.upem
        self._glyphs: dict[str, Glyph | None] = {}
        self._narrow = self._half_width_forms()
        self.name = _postscript_name(self._face, path)
        extents = self._font.get_font_extents("ltr")
        self.ascent = round(extents.ascender * self._scale)
        self.descent = round(extents.descender * self._scale)

    def has(self, character: str) -> bool:
        """Whether the face prints the character: a glyph exists and, unless it is a space, shows ink."""
        glyph = self.glyph(character)
        return glyph is not None and (not glyph.blank or character in " \u3000")

    def glyph(self, character: str) -> Glyph | None:
        """The character in its cell, or None where the face has no glyph for it."""
        try:
            return self._glyphs[character]
        except KeyError:
            glyph = self._glyphs[character] = self._draw(character)
            return glyph

    def _half_width_forms(self) -> dict[str, int]:
        text = "".join(map(chr, range(0x20, 0x7F)))
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(self._font, buffer, {"hwid": True, "kern": False, "liga": False, "clig": False, "calt": False})
        infos = buffer.glyph_infos
        if len(infos) != len(text):
            return {}
        return {text[info.cluster]: info.codepoint for info in infos if info.codepoint}

    def _draw(self, character: str) -> Glyph | None:
        gid = self._narrow.get(character) or self._font.get_nominal_glyph(ord(character))
        if not gid:
            return None
        contours: list[Contour] = []
        self._font.draw_glyph(gid, _PEN, contours)
        width = cell_halves(character) * HALF_CELL
        advance = self._font.get_glyph_h_advance(gid) * self._scale
        stretch, shift = _fit(character, contours, advance, width, self._scale)
        return _encode(contours, width, (stretch, shift, self._scale))


def _fit(character: str, contours: list[Contour], advance: float, width: int, scale: float) -> tuple[float, float]:
    """Horizontal factor and shift that put an outline of `advance` into a cell of `width`."""
    if character == "—" and contours:
        xs = [value for contour in contours for segment in contour for value in segment[::2]]
        factor = width / (max(xs) - min(xs))  # two dashes in a row must touch
        return factor, -min(xs) * factor
    if advance > width:
        return scale * width / advance, 0.0
    return scale, (width - advance) / 2


def _encode(contours: list[Contour], width: int, fit: tuple[float, float, float]) -> Glyph:
    stretch, shift, scale = fit
    out = bytearray() if width == _EM else bytearray(_number(width))
    x = y = 0
    xs, ys = [0], [0]
    pending: list[int] = []
    operator = 0
    for contour in contours:
        for place, segment in enumerate(contour):
            points = [round(v * scale) if i % 2 else round(v * stretch + shift) for i, v in enumerate(segment)]
            wanted = _RMOVETO if place == 0 else (_RLINETO if len(points) == 2 else _RRCURVETO)
            if pending and (wanted != operator or operator == _RMOVETO or len(pending) + len(points) > _MOST_ARGUMENTS):
                out += b"".join(map(_number, pending)) + bytes((operator,))
                pending = []
            operator = wanted
            for px, py in zip(points[::2], points[1::2], strict=True):
                pending += (px - x, py - y)
                x, y = px, py
            xs.append(x)
            ys.append(y)
    if pending:
        out += b"".join(map(_number, pending)) + bytes((operator,))
    out.append(_ENDCHAR)
    return Glyph(bytes(out), width, (min(xs), min(ys), max(xs), max(ys)), not contours)


def _number(value: int) -> bytes:
    if -107 <= value <= 107:
        return bytes((value + 139,))
    if 108 <= value <= 1131:
        return (value - 108 + (247 << 8)).to_bytes(2, "big")
    if -1131 <= value <= -108:
        return (-value - 108 + (251 << 8)).to_bytes(2, "big")
    return b"\x1c" + value.to_bytes(2, "big", signed=True)


def _move(x: float, y: float, contours: list[Contour]) -> None:
    contours.append([(x, y)])


def _line(x: float, y: float, contours: list[Contour]) -> None:
    contours[-1].append((x, y))


def _quadratic(cx: float, cy: float, x: float, y: float, contours: list[Contour]) -> None:
    x0, y0 = contours[-1][-1][-2:]
    first = (x0 + (cx - x0) * 2 / 3, y0 + (cy - y0) * 2 / 3)
    second = (x + (cx - x) * 2 / 3, y + (cy - y) * 2 / 3)
    contours[-1].append((*first, *second, x, y))


def _cubic(*arguments: Any) -> None:
    *numbers, contours = arguments
    contours[-1].append(tuple(numbers))


def _close(contours: list[Contour]) -> None:
    """A charstring closes its contours by itself, so a last line back to the start is left out."""
    contour = contours[-1]
    if len(contour) > 1 and contour[-1] == contour[0]:
        contour.pop()


def _pen() -> Any:
    pen = hb.DrawFuncs()
    pen.set_move_to_func(_move)
    pen.set_line_to_func(_line)
    pen.set_quadratic_to_func(_quadratic)
    pen.set_cubic_to_func(_cubic)
    pen.set_close_path_func(_close)
    return pen


_PEN = _pen()


def _postscript_name(face: Any, path: Path) -> str:
    raw = face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME) or path.stem
    name = "".join(c for c in raw if c.isascii() and (c.isalnum() or c == "-"))
    return name or "Font"
