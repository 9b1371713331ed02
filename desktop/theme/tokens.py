"""The colours by their use, in three schemes; contrast is checked by a test for every pair of `pairs`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Tone(StrEnum):
    """A colour by what it is for; widgets keep the tone and look the colour up while painting."""

    GROUND = "ground"
    SURFACE = "surface"
    RAISED = "raised"
    SUNKEN = "sunken"
    RAIL = "rail"
    RAIL_ON = "rail_on"
    DESK = "desk"
    DIVIDER = "divider"
    ROW_LINE = "row_line"
    BORDER = "border"
    BORDER_QUIET = "border_quiet"
    HOVER = "hover"
    TEXT = "text"
    TEXT2 = "text2"
    TEXT3 = "text3"
    DISABLED = "disabled"
    ACCENT = "accent"
    ACCENT_HOVER = "accent_hover"
    ACCENT_TEXT = "accent_text"
    ON_ACCENT = "on_accent"
    ACCENT_TINT = "accent_tint"
    ACCENT_EDGE = "accent_edge"
    SELECTED = "selected"
    RING = "ring"
    HALO = "halo"
    MET = "met"
    MET_TINT = "met_tint"
    MET_EDGE = "met_edge"
    WARN = "warn"
    WARN_TINT = "warn_tint"
    WARN_EDGE = "warn_edge"
    WARN_FILL = "warn_fill"
    BAD = "bad"
    BAD_TINT = "bad_tint"
    BAD_EDGE = "bad_edge"
    UNKNOWN = "unknown"
    UNKNOWN_TINT = "unknown_tint"
    UNKNOWN_EDGE = "unknown_edge"
    COUNT = "count"
    IN_MARK = "in_mark"
    SCRIM = "scrim"
    SHADOW = "shadow"
    CHART1 = "chart1"
    CHART2 = "chart2"


Tokens = Mapping[Tone, str]


def _scheme(values: str) -> Tokens:
    """`name #hex` pairs; an alpha value is written in Qt's order, #AARRGGBB."""
    words = values.split()
    return MappingProxyType({Tone(name): value for name, value in zip(words[::2], words[1::2], strict=True)})


LIGHT = _scheme("""
    ground #F5F6F8 surface #FFFFFF raised #FFFFFF sunken #F0F2F5 rail #ECEFF3 rail_on #D3E1F3 desk #DDE2E8
    divider #E1E5EA row_line #EDF0F3 border #808B98 border_quiet #D3D9E0 hover #F2F5F9
    text #1A2330 text2 #4A5563 text3 #5F6A77 disabled #8A939E
    accent #1D4F91 accent_hover #17407A accent_text #1D4F91 on_accent #FFFFFF accent_tint #E7EEF8 accent_edge #D3E1F3
    selected #E4ECF7 ring #1D4F91 halo #B9CFEC
    met #1B7041 met_tint #E5F3EA met_edge #B4DBC3
    warn #855500 warn_tint #FFF3D6 warn_edge #EBCF8D warn_fill #B87700
    bad #B3261E bad_tint #FCEBE9 bad_edge #F0BDB8
    unknown #5B6672 unknown_tint #EDF0F3 unknown_edge #C9D0D8 count #C9D0D8
    in_mark #FFFFFF scrim #551A2330 shadow #000000 chart1 #1D4F91 chart2 #9DB8DA
""")

DARK = _scheme("""
    ground #14181D surface #1C2128 raised #242A33 sunken #171B21 rail #181C22 rail_on #20304A desk #0E1115
    divider #313842 row_line #282E37 border #77828F border_quiet #3A424D hover #252C35
    text #E7EBF0 text2 #B4BDC8 text3 #97A1AD disabled #6C7681
    accent #2F68B5 accent_hover #3570C0 accent_text #8FB8F2 on_accent #FFFFFF accent_tint #20304A accent_edge #2A4166
    selected #22344F ring #8FB8F2 halo #31507D
    met #6FCB95 met_tint #19301F met_edge #2F5A41
    warn #EABB55 warn_tint #352A10 warn_edge #5E4B1D warn_fill #EABB55
    bad #F58D84 bad_tint #3A1E1C bad_edge #6B3531
    unknown #A3ADB9 unknown_tint #262C34 unknown_edge #424B57 count #424B57
    in_mark #14181D scrim #A0000000 shadow #000000 chart1 #6E9FE0 chart2 #3E5C86
""")

HIGH_CONTRAST = _scheme("""
    ground #FFFFFF surface #FFFFFF raised #FFFFFF sunken #FFFFFF rail #FFFFFF rail_on #D6E4F7 desk #C4C9D0
    divider #000000 row_line #6B7480 border #000000 border_quiet #5A636E hover #E6EEFA
    text #000000 text2 #000000 text3 #262D36 disabled #4A525C
    accent #002F6C accent_hover #001F4A accent_text #002F6C on_accent #FFFFFF accent_tint #E6EEFA accent_edge #002F6C
    selected #D6E4F7 ring #002F6C halo #E3A400
    met #00461F met_tint #FFFFFF met_edge #00461F
    warn #5A3600 warn_tint #FFFFFF warn_edge #5A3600 warn_fill #7A4A00
    bad #8A0000 bad_tint #FFFFFF bad_edge #8A0000
    unknown #2E363F unknown_tint #E4E8ED unknown_edge #2E363F count #D0D6DD
    in_mark #FFFFFF scrim #99000000 shadow #000000 chart1 #002F6C chart2 #7F93AD
""")

TEXT_CONTRAST = 4.5
EDGE_CONTRAST = 3.0

_PLAIN_GROUNDS = (Tone.GROUND, Tone.SURFACE, Tone.RAISED, Tone.SUNKEN, Tone.RAIL, Tone.SELECTED, Tone.HOVER)
_VERDICTS = (
    (Tone.MET, Tone.MET_TINT),
    (Tone.WARN, Tone.WARN_TINT),
    (Tone.BAD, Tone.BAD_TINT),
    (Tone.UNKNOWN, Tone.UNKNOWN_TINT),
)


def text_pairs() -> list[tuple[Tone, Tone]]:
    """Every text colour with every ground it is written on."""
    pairs = [(text, ground) for text in (Tone.TEXT, Tone.TEXT2, Tone.TEXT3) for ground in _PLAIN_GROUNDS]
    for text, tint in _VERDICTS:
        pairs += [(text, tint), (text, Tone.SURFACE), (text, Tone.RAISED), (text, Tone.SUNKEN), (text, Tone.SELECTED)]
        pairs += [(Tone.TEXT, tint), (Tone.TEXT2, tint)]
    pairs += [(Tone.ACCENT_TEXT, ground) for ground in (*_PLAIN_GROUNDS, Tone.ACCENT_TINT, Tone.BAD_TINT)]
    pairs += [(Tone.ACCENT_TEXT, Tone.RAIL_ON), (Tone.TEXT, Tone.ACCENT_TINT), (Tone.TEXT2, Tone.ACCENT_TINT)]
    pairs += [(Tone.ON_ACCENT, Tone.ACCENT), (Tone.ON_ACCENT, Tone.ACCENT_HOVER), (Tone.SURFACE, Tone.BAD)]
    pairs += [(Tone.TEXT3, Tone.UNKNOWN_TINT), (Tone.TEXT, Tone.COUNT)]
    return pairs


def edge_pairs() -> list[tuple[Tone, Tone]]:
    """Edges and shapes that must be seen to use the window."""
    edges = [(Tone.BORDER, ground) for ground in (Tone.SURFACE, Tone.GROUND, Tone.RAISED)]
    edges += [(Tone.RING, ground) for ground in (Tone.SURFACE, Tone.GROUND, Tone.SELECTED, Tone.RAISED)]
    return [
        *edges,
        (Tone.WARN_FILL, Tone.SURFACE),
        (Tone.BAD, Tone.SURFACE),
        (Tone.CHART1, Tone.SURFACE),
        (Tone.RING, Tone.COUNT),
    ]


def contrast(first: str, second: str) -> float:
    """The WCAG 2 contrast ratio of two opaque colours, 1 to 21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(value: str) -> float:
    parts = [int(value[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
