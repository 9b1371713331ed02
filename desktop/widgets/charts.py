"""Charts drawn with few lines: grouped columns by month, bars with a tick for the version before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.theme.paint import colour, middle_baseline, paint_words, smooth
from desktop.theme.sizes import scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role, line_height, text_width
from desktop.widgets.layouts import STRETCH, row
from desktop.widgets.text import Text

_LINES = 4
_STEPS = (10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100)  # tenths


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values, with its name and tone."""

    name: str
    values: tuple[int, ...]
    tone: Tone = Tone.CHART1


class ColumnChart(QWidget):
    """`chart.show_series(["25-09", "10", …], [Series("收件", …, Tone.CHART2), Series("准予", …)])`.

    Hairline grid, figures on the newest group only; a screen reader gets all of them.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self._labels: Sequence[str] = ()
        self._series: Sequence[Series] = ()
        self.name = name
        self.setAccessibleName(name)

    def show_series(self, labels: Sequence[str], series: Sequence[Series]) -> None:
        """Show these."""
        self._labels, self._series = labels, series
        said = [
            f"{label} " + " ".join(f"{one.name} {one.values[place]}" for one in series)
            for place, label in enumerate(labels)
        ]
        self.setAccessibleDescription("；".join(said))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(scaled(480), scaled(180))

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(240), scaled(140))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        top = _round_up(max((max(one.values, default=0) for one in self._series), default=0))
        left = text_width(f"{top:,}", Role.TINY) + 10
        lower = line_height(Role.TINY) + 6
        area = QRectF(left, line_height(Role.TINY), self.width() - left - 4, 0)
        area.setBottom(self.height() - lower)
        self._paint_grid(painter, area, top)
        for place, label in enumerate(self._labels):
            self._paint_group(painter, area, place, label, top)

    def _paint_grid(self, painter: QPainter, area: QRectF, top: int) -> None:
        for step in range(_LINES + 1):
            y = round(area.bottom() - area.height() * step / _LINES)
            tone = Tone.DIVIDER if step == 0 else Tone.ROW_LINE
            painter.fillRect(QRectF(area.x(), y, area.width(), 1), colour(tone))
            words = f"{top * step // _LINES:,}"
            label = QRectF(0, y - line_height(Role.TINY) / 2, area.x(), line_height(Role.TINY))
            at = (area.x() - 8 - text_width(words, Role.TINY), middle_baseline(label, Role.TINY))
            paint_words(painter, at, words, Tone.TEXT3, Role.TINY)

    def _paint_group(self, painter: QPainter, area: QRectF, place: int, label: str, top: int) -> None:
        step = area.width() / max(1, len(self._labels))
        newest = place == len(self._labels) - 1
        width = min(scaled(16), max(3.0, step * 0.7 / max(1, len(self._series))))
        x = area.x() + step * (place + 0.5) - (width + 2) * len(self._series) / 2
        for number, one in enumerate(self._series):
            high = area.height() * one.values[place] / top
            bar = QRectF(round(x + number * (width + 2)), area.bottom() - high, width, high)
            _paint_bar(painter, bar, one.tone)
            if newest:
                words = f"{one.values[place]:,}"
                shift = (number - (len(self._series) - 1) / 2) * max(0.0, text_width(words, Role.TINY) + 4 - width - 2)
                at = (bar.center().x() - text_width(words, Role.TINY) / 2 + shift, bar.top() - 4)
                at = (min(at[0], self.width() - text_width(words, Role.TINY)), at[1])
                paint_words(painter, at, words, Tone.TEXT, Role.TINY)
        centre = area.x() + step * (place + 0.5) - text_width(label, Role.TINY) / 2
        tone = Tone.TEXT if newest else Tone.TEXT3
        if text_width(label, Role.TINY) <= step or newest or place % 2 == 1 - len(self._labels) % 2:
            paint_words(painter, (centre, self.height() - 4), label, tone, Role.TINY)


@dataclass(frozen=True, slots=True)
class BarRow:
    """One bar: its label, its value, the value of the version before (None: none), words at the right."""

    label: str
    value: int
    before: int | None = None
    words: str = ""
    note: str = ""


class BarChart(QWidget):
    """`chart.show_bars([BarRow("五级", 6_400_000, 6_400_000, "¥64,000.00", "64 件"), …])`."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._bars: Sequence[BarRow] = ()
        self.setAccessibleName(name)

    def show_bars(self, bars: Sequence[BarRow]) -> None:
        """Show these."""
        self._bars = bars
        self.setAccessibleDescription("；".join(f"{bar.label} {bar.words} {bar.note}".strip() for bar in bars))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(scaled(360), scaled(40) * max(1, len(self._bars)))

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(240), scaled(28) * max(1, len(self._bars)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        if not self._bars:
            return
        left = max(text_width(bar.label, Role.SMALL) for bar in self._bars) + 10
        note = max(text_width(bar.note, Role.CAPTION) for bar in self._bars)
        right = max(text_width(bar.words, Role.SMALL) for bar in self._bars) + note + 24
        top = max(max(bar.value, bar.before or 0) for bar in self._bars) or 1
        step = min(self.height() / len(self._bars), scaled(56))
        room = self.width() - left - right
        for place, bar in enumerate(self._bars):
            line = QRectF(0, place * step, self.width(), step)
            high = min(scaled(20), step * 0.72)
            box = QRectF(left, line.center().y() - high / 2, room * bar.value / top, high)
            _paint_bar(painter, box, Tone.CHART1, upright=False)
            if bar.before is not None:
                x = left + room * bar.before / top
                painter.fillRect(QRectF(x - 1, box.y() - 4, 2, high + 8), colour(Tone.TEXT))
            self._paint_words(painter, line, bar, left - 10, note)

    def _paint_words(self, painter: QPainter, line: QRectF, bar: BarRow, label_right: float, note: float) -> None:
        small, caption = middle_baseline(line, Role.SMALL), middle_baseline(line, Role.CAPTION)
        paint_words(painter, (label_right - text_width(bar.label, Role.SMALL), small), bar.label, Tone.TEXT, Role.SMALL)
        end = self.width() - text_width(bar.words, Role.SMALL)
        paint_words(painter, (end, small), bar.words, Tone.TEXT, Role.SMALL)
        widest = max(text_width(other.words, Role.SMALL) for other in self._bars)
        at = (self.width() - widest - 12 - note + (note - text_width(bar.note, Role.CAPTION)), caption)
        paint_words(painter, at, bar.note, Tone.TEXT3, Role.CAPTION)


class Legend(QWidget):
    """`Legend([("收件", Tone.CHART2, False), ("第 1 版", Tone.TEXT, True)])`: a swatch, or a tick, and its word."""

    def __init__(self, entries: Sequence[tuple[str, Tone, bool]]) -> None:
        super().__init__()
        items: list[QWidget | int] = []
        for name, tone, tick in entries:
            items += [_Swatch(tone, tick=tick), Text(name, Role.CAPTION, Tone.TEXT2), 6]
        items.append(STRETCH)
        self.setLayout(row(*items, gap=6))


class _Swatch(QWidget):
    def __init__(self, tone: Tone, *, tick: bool) -> None:
        super().__init__()
        self.tone, self.tick = tone, tick
        self.setFixedSize(12, 12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        place = QRectF(5, 0, 2, 12) if self.tick else QRectF(0, 1, 10, 10)
        QPainter(self).fillRect(place, colour(self.tone))


def _paint_bar(painter: QPainter, bar: QRectF, tone: Tone, *, upright: bool = True) -> None:
    """A bar that is rounded at its far end only."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(tone))
    painter.drawRoundedRect(bar, 2, 2)
    if upright and bar.height() > 3:
        painter.drawRect(bar.adjusted(0, 3, 0, 0))
    elif not upright and bar.width() > 3:
        painter.drawRect(QRectF(bar.topLeft(), QPointF(bar.x() + min(4, bar.width()), bar.bottom())))


def _round_up(value: int) -> int:
    """The next round number that four grid lines divide."""
    size = 1
    while size * 10 * _LINES < value:
        size *= 10
    tops = (step * size * _LINES // 10 for step in _STEPS if step * size % 10 == 0)
    return next(top for top in tops if top >= value)
