"""Line icons as SVG files, drawn sharp at any scale in the colour asked for."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

# Not importlib.resources: it costs 5 ms of the start.
_FOLDER = Path(__file__).parent
_INK = "currentColor"


def draw_icon(painter: QPainter, name: str, rect: QRectF, colour: QColor, weight: float = 1.7) -> None:
    """Draw the icon `name` (a file of this folder) into `rect`; `weight` is the line in 24ths of its side."""
    _renderer(name, colour.name(), weight).render(painter, rect)


def icon(name: str, colour: QColor, size: int = 16) -> QIcon:
    """The same as a QIcon, for the few Qt widgets that take nothing else."""
    pixmap = QPixmap(size * 2, size * 2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_icon(painter, name, QRectF(0, 0, size * 2, size * 2), colour)
    painter.end()
    pixmap.setDevicePixelRatio(2)
    return QIcon(pixmap)


def svg(name: str, colour: str, weight: float = 1.7) -> str:
    """The icon's SVG text in one colour (`#rrggbb`)."""
    text = (_FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    return text.replace(_INK, colour).replace('stroke-width="1.7"', f'stroke-width="{weight}"')


def names() -> list[str]:
    """All icons there are."""
    return sorted(file.stem for file in _FOLDER.glob("*.svg"))


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str, weight: float) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(svg(name, colour, weight).encode()))
