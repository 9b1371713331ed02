"""A subset of a typeface as a CID-keyed CFF font program (Adobe Technical Note 5176), ready to embed in a PDF."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from reports.fonts_outline import Glyph

_NOTDEF = b"\x0e"  # endchar
_FIRST_CUSTOM_STRING = 391
_ROS, _CID_COUNT, _FD_ARRAY, _FD_SELECT = b"\x0c\x1e", b"\x0c\x22", b"\x0c\x24", b"\x0c\x25"
_FONT_BOX, _CHARSET, _CHAR_STRINGS, _PRIVATE = b"\x05", b"\x0f", b"\x11", b"\x12"
_DEFAULT_WIDTH, _NOMINAL_WIDTH = b"\x14", b"\x15"


def cff_font(name: str, glyphs: Sequence[Glyph]) -> bytes:
    """A font program whose CID n is `glyphs[n - 1]`; CID 0 is empty. `name` is the subset's PostScript name."""
    strings = _index([_NOTDEF, *(glyph.charstring for glyph in glyphs)])
    count = len(glyphs) + 1
    head = b"\x01\x00\x04\x04" + _index([name.encode("ascii")])
    custom = _index([b"Adobe", b"Identity"]) + _index([])
    charset = struct.pack(">BHH", 2, 1, count - 2)
    select = struct.pack(">BHHBH", 3, 1, 0, 0, count)
    private = _integer(1000) + _DEFAULT_WIDTH + _integer(0) + _NOMINAL_WIDTH
    top_length = len(_index([_top(font_box(glyphs), count, (0, 0, 0, 0))]))
    at = len(head) + top_length + len(custom)
    at_select = at + len(charset)
    at_strings = at_select + len(select)
    at_private = at_strings + len(strings)
    at_array = at_private + len(private)
    array = _index([_integer(len(private)) + _integer(at_private) + _PRIVATE])
    top = _index([_top(font_box(glyphs), count, (at, at_select, at_strings, at_array))])
    return b"".join((head, top, custom, charset, select, strings, private, array))


def font_box(glyphs: Sequence[Glyph]) -> tuple[int, int, int, int]:
    """The box around all glyphs in 1/1000 em."""
    boxes = [glyph.box for glyph in glyphs]
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def _top(box: tuple[int, int, int, int], count: int, at: tuple[int, int, int, int]) -> bytes:
    charset, select, strings, array = at
    ros = _integer(_FIRST_CUSTOM_STRING) + _integer(_FIRST_CUSTOM_STRING + 1) + _integer(0) + _ROS
    bounds = b"".join(map(_integer, box)) + _FONT_BOX
    places = _integer(charset) + _CHARSET + _integer(strings) + _CHAR_STRINGS
    parts = _integer(array) + _FD_ARRAY + _integer(select) + _FD_SELECT
    return ros + bounds + _integer(count) + _CID_COUNT + places + parts


def _integer(value: int) -> bytes:
    """Always five bytes, so that offsets do not move what they point at."""
    return struct.pack(">Bi", 29, value)


def _index(items: Sequence[bytes]) -> bytes:
    if not items:
        return b"\x00\x00"
    offsets = [1]
    for item in items:
        offsets.append(offsets[-1] + len(item))
    return struct.pack(f">HB{len(offsets)}I", len(items), 4, *offsets) + b"".join(items)
