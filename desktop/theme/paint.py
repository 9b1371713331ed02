"""The shapes every screen shares: marks, pills, key caps, tinted boxes. All are told apart in greyscale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from desktop.icons import draw_icon
from desktop.keymap import pressed_key
from desktop.theme.appearance import tokens
from desktop.theme.sizes import scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role, draw_strong, font, metrics, text_width

CENTRE = Qt.AlignmentFlag.AlignCenter
RADIUS = 4
BOX_RADIUS = 6
CARD_RADIUS = 8
KEY_RADIUS = 3
_ARROWS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


class MarkKind(StrEnum):
    """A verdict by its shape."""

    MET = "met"  # filled disc, tick
    NOT_MET = "not_met"  # filled square, cross
    WARN = "warn"  # triangle, exclamation mark
    UNKNOWN = "unknown"  # dashed ring, question mark
    JUDGEMENT = "judgement"  # diamond, exclamation mark
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Tint:
    """A tinted box or pill: the tones of its text, ground and edge."""

    text: Tone
    ground: Tone
    edge: Tone


MET = Tint(Tone.MET, Tone.MET_TINT, Tone.MET_EDGE)
WARN = Tint(Tone.WARN, Tone.WARN_TINT, Tone.WARN_EDGE)
BAD = Tint(Tone.BAD, Tone.BAD_TINT, Tone.BAD_EDGE)
UNKNOWN = Tint(Tone.UNKNOWN, Tone.UNKNOWN_TINT, Tone.UNKNOWN_EDGE)
ACCENT = Tint(Tone.ACCENT_TEXT, Tone.ACCENT_TINT, Tone.ACCENT_EDGE)
PLAIN = Tint(Tone.TEXT2, Tone.SURFACE, Tone.UNKNOWN_EDGE)
TINT_OF_MARK = {
    MarkKind.MET: MET,
    MarkKind.NOT_MET: BAD,
    MarkKind.WARN: WARN,
    MarkKind.UNKNOWN: UNKNOWN,
    MarkKind.JUDGEMENT: ACCENT,
    MarkKind.INFO: UNKNOWN,
}


def colour(tone: Tone) -> QColor:
    """The colour of a tone in the scheme in force; ask while painting, never keep it."""
    return QColor(tokens()[tone])


def smooth(painter: QPainter) -> QPainter:
    """The painter with antialiasing on."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def paint_box(painter: QPainter, rect: QRectF, ground: Tone, edge: Tone | None, radius: float = BOX_RADIUS) -> None:
    """A rounded box with a sharp one-pixel edge."""
    painter.setPen(QPen(colour(edge), 1) if edge is not None else Qt.PenStyle.NoPen)
    painter.setBrush(colour(ground))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5) if edge is not None else rect, radius, radius)


def paint_barred_box(painter: QPainter, rect: QRectF, tint: Tint) -> None:
    """A tinted box with a 3 px bar at its left: the place of an error or a warning."""
    path = QPainterPath()
    path.addRoundedRect(rect, RADIUS, RADIUS)
    painter.save()
    painter.setClipPath(path)
    painter.fillRect(rect, colour(tint.ground))
    painter.fillRect(QRectF(rect.x(), rect.y(), 3, rect.height()), colour(tint.text))
    painter.restore()


def paint_line(painter: QPainter, x: float, y: float, width: float, tone: Tone = Tone.DIVIDER) -> None:
    """A horizontal hairline; filled, because a drawn line leaves ticks at the borders of cells."""
    painter.fillRect(QRectF(x, y, width, 1), colour(tone))


def paint_mark(painter: QPainter, rect: QRectF, kind: MarkKind) -> None:
    """Draw a mark into a square."""
    painter.save()
    smooth(painter)
    _PAINTERS[kind](painter, rect)
    painter.restore()


def _pen(tone: Tone, width: float) -> QPen:
    return QPen(colour(tone), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _at(rect: QRectF, x: float, y: float) -> QPointF:
    return QPointF(rect.x() + x * rect.width(), rect.y() + y * rect.width())


def _closed(corners: Sequence[QPointF]) -> QPainterPath:
    path = QPainterPath(corners[0])
    for corner in corners[1:]:
        path.lineTo(corner)
    path.closeSubpath()
    return path


def _fill(painter: QPainter, tone: Tone) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(tone))


def _met(painter: QPainter, rect: QRectF) -> None:
    _fill(painter, Tone.MET)
    painter.drawEllipse(rect)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(Tone.IN_MARK, max(1.5, rect.width() * 0.105)))
    painter.drawPolyline(QPolygonF([_at(rect, 0.29, 0.52), _at(rect, 0.45, 0.68), _at(rect, 0.73, 0.36)]))


def _not_met(painter: QPainter, rect: QRectF) -> None:
    _fill(painter, Tone.BAD)
    painter.drawRoundedRect(rect.adjusted(0.3, 0.3, -0.3, -0.3), rect.width() * 0.16, rect.width() * 0.16)
    painter.setPen(_pen(Tone.IN_MARK, max(1.5, rect.width() * 0.105)))
    painter.drawLine(_at(rect, 0.32, 0.32), _at(rect, 0.68, 0.68))
    painter.drawLine(_at(rect, 0.68, 0.32), _at(rect, 0.32, 0.68))


def _warn(painter: QPainter, rect: QRectF) -> None:
    painter.setPen(_pen(Tone.WARN_FILL, rect.width() * 0.12))
    painter.setBrush(colour(Tone.WARN_FILL))
    painter.drawPath(_closed([_at(rect, 0.5, 0.12), _at(rect, 0.93, 0.86), _at(rect, 0.07, 0.86)]))
    _exclaim(painter, rect, 0.36, 0.6, 0.77)


def _judgement(painter: QPainter, rect: QRectF) -> None:
    painter.setPen(_pen(Tone.ACCENT_TEXT, rect.width() * 0.08))
    painter.setBrush(colour(Tone.ACCENT_TEXT))
    corners = [_at(rect, 0.5, 0.05), _at(rect, 0.95, 0.5), _at(rect, 0.5, 0.95), _at(rect, 0.05, 0.5)]
    painter.drawPath(_closed(corners))
    _exclaim(painter, rect, 0.28, 0.55, 0.73)


def _exclaim(painter: QPainter, rect: QRectF, top: float, bottom: float, dot: float) -> None:
    painter.setPen(_pen(Tone.IN_MARK, max(1.4, rect.width() * 0.1)))
    painter.drawLine(_at(rect, 0.5, top), _at(rect, 0.5, bottom))
    painter.drawPoint(_at(rect, 0.5, dot))


def _unknown(painter: QPainter, rect: QRectF) -> None:
    width = rect.width()
    pen = QPen(colour(Tone.UNKNOWN), max(1.2, width * 0.08))
    pen.setDashPattern([2.2, 1.9])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inset = width * 0.06
    painter.drawEllipse(rect.adjusted(inset, inset, -inset, -inset))
    sign = font(Role.BODY)
    sign.setPixelSize(max(6, int(width * 0.7)))
    painter.setPen(colour(Tone.UNKNOWN))
    painter.setFont(sign)
    painter.drawText(rect.adjusted(-4, -6, 4, 5.4), CENTRE, "?")


def _info(painter: QPainter, rect: QRectF) -> None:
    draw_icon(painter, "info", rect, colour(Tone.TEXT3), 1.8)


_PAINTERS = {
    MarkKind.MET: _met,
    MarkKind.NOT_MET: _not_met,
    MarkKind.WARN: _warn,
    MarkKind.UNKNOWN: _unknown,
    MarkKind.JUDGEMENT: _judgement,
    MarkKind.INFO: _info,
}


def paint_words(
    painter: QPainter, at: tuple[float, float], text: str, tone: Tone, role: Role = Role.BODY, *, strong: bool = False
) -> None:
    """One line of text; `at` is its left end on the baseline."""
    painter.setFont(font(role))
    painter.setPen(colour(tone))
    if strong:
        draw_strong(painter, QPointF(*at), text)
    else:
        painter.drawText(QPointF(*at), text)


def middle_baseline(rect: QRectF, role: Role) -> float:
    """The baseline that centres one line of text in `rect`."""
    face = metrics(role)
    return rect.y() + (rect.height() - face.height()) / 2 + face.ascent()


def pill_width(text: str, mark: MarkKind | None = None) -> int:
    """Width of a pill, its height being `pill_height`."""
    return int(text_width(text, Role.CAPTION) + 12 + (scaled(12) + 4 if mark is not None else 0))


def pill_height() -> int:
    """Height of a pill at the text size in force."""
    return scaled(20)


def paint_pill(painter: QPainter, rect: QRectF, text: str, tint: Tint, mark: MarkKind | None = None) -> None:
    """A small rounded word with an optional mark before it."""
    painter.save()
    paint_box(smooth(painter), rect, tint.ground, tint.edge, RADIUS)
    x = rect.x() + 6
    if mark is not None:
        size = scaled(12)
        paint_mark(painter, QRectF(x, rect.y() + (rect.height() - size) / 2, size, size), mark)
        x += size + 4
    paint_words(painter, (x, middle_baseline(rect, Role.CAPTION) - 0.5), text, tint.text, Role.CAPTION)
    painter.restore()


def key_height() -> int:
    """Height of a key cap."""
    return scaled(18)


def key_words(key: str) -> str:
    """A key as it is now, and as it is printed on a Chinese keyboard: the arrows are signs."""
    return "+".join(_ARROWS.get(part, part) for part in pressed_key(key).split("+"))


def key_width(key: str) -> int:
    """Width of a key cap."""
    return max(key_height(), int(text_width(key_words(key), Role.TINY)) + 9)


def paint_key(painter: QPainter, rect: QRectF, key: str, *, on_accent: bool = False) -> None:
    """A key cap; on an accent button it is white on a faint white ground."""
    painter.save()
    smooth(painter)
    if on_accent:
        ground, edge, ink = (colour(Tone.ON_ACCENT) for _ in range(3))
        ground.setAlpha(28)
        edge.setAlpha(110)
    else:
        ground, edge, ink = colour(Tone.SUNKEN), colour(Tone.UNKNOWN_EDGE), colour(Tone.TEXT2)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(ground)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), KEY_RADIUS, KEY_RADIUS)
    painter.setFont(font(Role.TINY))
    painter.setPen(ink)
    painter.drawText(rect.adjusted(0, -1, 0, 0), CENTRE, key_words(key))
    painter.restore()


def paint_focus(painter: QPainter, rect: QRectF, radius: float = RADIUS) -> None:
    """The 2 px focus border inside a control; the halo outside is the window's focus ring."""
    painter.setPen(QPen(colour(Tone.RING), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)
