"""Type: the bundled faces, the roles, and medium weight drawn from a face that has only Regular.

Sizes are pixels at 96 dpi times the text size in force; high-DPI scaling is Qt's.
"""

from __future__ import annotations

from enum import IntEnum
from functools import cache, lru_cache
from pathlib import Path

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QPainter

from desktop.theme.appearance import in_force

SANS = "Noto Sans SC"
SERIF = "Noto Serif SC"
_DIGITS = str.maketrans("123456789", "0" * 9)


class Role(IntEnum):
    """What a text is; the value is its size in pixels at 中."""

    TINY = 11  # key cap, rail digit, axis
    CAPTION = 12  # clause, hint, table header, count
    SMALL = 13  # field label, secondary, error detail
    BODY = 14  # value, cell, sentence
    SECTION = 17  # section title, verdict word, amount
    NAME = 24  # name of the person, screen title
    FIGURE = 28  # headline figure


def load_faces() -> None:
    """Register the packaged faces; call before the first widget. Raises RuntimeError if one cannot be read."""
    from pylopdf_fonts_zh_cn import sans_path, serif_path

    for path in (sans_path(), serif_path()):
        if QFontDatabase.addApplicationFont(str(Path(path))) < 0:
            raise RuntimeError(f"cannot load {Path(path).name}")


def font(role: Role = Role.BODY, *, serif: bool = False, underlined: bool = False) -> QFont:
    """The font of a role at the text size in force."""
    return QFont(_font(max(1, round(role * in_force().factor)), serif, underlined))


def metrics(role: Role = Role.BODY, *, serif: bool = False) -> QFontMetricsF:
    """Its metrics."""
    return _metrics(max(1, round(role * in_force().factor)), serif)


def text_width(text: str, role: Role = Role.BODY) -> float:
    """Width of one line of text; the third of a pixel that medium weight adds is included."""
    return _advance(max(1, round(role * in_force().factor)), text) + 1


def line_height(role: Role = Role.BODY) -> float:
    """Height of one line; the face brings 1.45 by itself."""
    return metrics(role).height()


def draw_strong(painter: QPainter, at: QPointF, text: str) -> None:
    """Draw in the painter's font and pen at medium weight: the same glyphs twice, a third of a pixel apart.

    Crisper than an outline with a stroke, lighter than the heavy weight Qt makes up. `at` is on the baseline.
    """
    for shift in strong_shifts(painter.font().pixelSize()):
        painter.drawText(QPointF(at.x() + shift, at.y()), text)


def strong_shifts(pixels: int) -> tuple[float, ...]:
    """How far to the right each drawing of medium weight stands, for a face of this many pixels."""
    if pixels < 16:
        return (0, 0.3)
    return (0, 0.4) if pixels < 20 else (0, 0.35, 0.7)


@cache
def _font(pixels: int, serif: bool, underlined: bool) -> QFont:
    made = QFont(SERIF if serif else SANS)
    made.setPixelSize(pixels)
    # Without hinting, widths stay equal at every scale factor.
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setFeature(QFont.Tag("tnum"), 1)
    made.setUnderline(underlined)
    return made


@cache
def _metrics(pixels: int, serif: bool) -> QFontMetricsF:
    return QFontMetricsF(_font(pixels, serif, False))


def _alike(text: str) -> str:
    """A text of the same width, measured once for many: digits are tabular, and one Han letter is as wide as another.

    The numbers and names of a list are all new where it is entered anew.
    """
    if text.isascii():
        return text.translate(_DIGITS)
    return "国" * len(text) if min(text) >= "\u4e00" and max(text) <= "\u9fff" else text


@lru_cache(maxsize=4096)
def _advance(pixels: int, text: str) -> float:
    return _measured(pixels, _alike(text))


@lru_cache(maxsize=4096)  # shaping a text to measure it costs nearly as much as drawing it
def _measured(pixels: int, text: str) -> float:
    return _metrics(pixels, False).horizontalAdvance(text)
