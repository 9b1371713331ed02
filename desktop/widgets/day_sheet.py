"""A small calendar that shows a period day by day: each day's number, and below it what it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme.paint import (
    ACCENT,
    PLAIN,
    RADIUS,
    UNKNOWN,
    WARN,
    Tint,
    middle_baseline,
    paint_box,
    paint_focus,
    paint_words,
    smooth,
)
from desktop.theme.sizes import scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role, line_height, text_width
from desktop.widgets.painted import PaintedText
from desktop.widgets.spoken import walked
from models.clock import ClockDay, DayKind

_WEEK = ("一", "二", "三", "四", "五", "六", "日")
_TINTS = {
    DayKind.START: PLAIN,
    DayKind.COUNTED: ACCENT,
    DayKind.REST: UNKNOWN,
    DayKind.PAUSED: WARN,
}
_GAP = 4
_LEAST_CELL = 68


@dataclass(frozen=True, slots=True)
class ShownDay:
    """One day: the word under its number (第3日, 国庆节, 停), its sentence, and whether it is the last one."""

    day: date
    kind: DayKind
    word: str
    sentence: str
    last: bool = False


class DaySheet(QWidget):
    """`sheet.show_days([…])`: weeks from Monday; arrows move, `chosen(day)` tells the sentence of the day."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._days: dict[date, ShownDay] = {}
        self._order: list[date] = []
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleDescription(walked())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_days(self, days: Sequence[ShownDay]) -> None:
        """Show these days, the last one chosen."""
        self._days = {one.day: one for one in days}
        self._order = [one.day for one in days]
        self._current = max(0, len(days) - 1)
        self.updateGeometry()
        self._tell()

    def current(self) -> ShownDay | None:
        """The chosen day."""
        return self._days[self._order[self._current]] if self._order else None

    def days(self) -> list[ShownDay]:
        """All of them in order."""
        return [self._days[day] for day in self._order]

    def _tell(self) -> None:
        found = self.current()
        self.setAccessibleName("" if found is None else found.sentence)
        self.chosen.emit(found)
        self.update()

    def _step(self, by: int) -> None:
        if self._order:
            self._current = min(max(self._current + by, 0), len(self._order) - 1)
            self._tell()

    # --- measures ---------------------------------------------------------------------------------------------------

    def _first(self) -> date:
        day = self._order[0] if self._order else date(2000, 1, 3)
        return day - timedelta(days=day.weekday())

    def _rows(self) -> int:
        return ((self._order[-1] - self._first()).days // 7 + 1) if self._order else 1

    def _cell_height(self) -> float:
        return line_height(Role.BODY) + line_height(Role.CAPTION) + 6

    def _head_height(self) -> float:
        return line_height(Role.CAPTION) + 4

    def sizeHint(self) -> QSize:
        height = self._head_height() + self._rows() * (self._cell_height() + _GAP)
        return QSize(7 * (scaled(_LEAST_CELL) + _GAP), round(height))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _rect(self, day: date) -> QRectF:
        width = (self.width() + _GAP) / 7
        place = (day - self._first()).days
        top = self._head_height() + place // 7 * (self._cell_height() + _GAP)
        return QRectF(place % 7 * width, top, width - _GAP, self._cell_height())

    # --- painting ---------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        width = (self.width() + _GAP) / 7
        for place, word in enumerate(_WEEK):
            rect = QRectF(place * width, 0, width - _GAP, self._head_height())
            _words(painter, rect, word, Tone.TEXT3, Role.CAPTION)
        for day in self._order:
            self._paint_day(painter, self._days[day])
        if self.hasFocus() and self._order:
            paint_focus(painter, self._rect(self._order[self._current]))

    def _paint_day(self, painter: QPainter, shown: ShownDay) -> None:
        rect, tint = self._rect(shown.day), _TINTS[shown.kind]
        chosen = self.current() is shown
        paint_box(painter, rect, tint.ground, _edge(tint, shown, chosen), RADIUS)
        upper = QRectF(rect.x(), rect.y() + 3, rect.width(), line_height(Role.BODY))
        lower = QRectF(rect.x(), upper.bottom(), rect.width(), line_height(Role.CAPTION))
        number = f"{shown.day.month}-{shown.day.day}"
        ink = Tone.TEXT2 if shown.kind is DayKind.REST else Tone.TEXT
        _words(painter, upper, number, ink, Role.BODY, strong=shown.last or chosen)
        _words(painter, lower, shown.word, tint.text, Role.CAPTION, strong=shown.last)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # --- keys and clicks ----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        steps |= {Qt.Key.Key_Home: -len(self._order), Qt.Key.Key_End: len(self._order)}
        step = steps.get(Qt.Key(event.key()), 0)
        if step:
            self._step(step)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        for place, day in enumerate(self._order):
            if self._rect(day).contains(event.position()):
                self._current = place
                self._tell()

    def painted_texts(self) -> list[PaintedText]:
        """For the check for clipped text."""
        return [
            PaintedText(shown.word, text_width(shown.word, Role.CAPTION), self._rect(shown.day).width())
            for shown in self.days()
        ]


def _edge(tint: Tint, shown: ShownDay, chosen: bool) -> Tone:
    return Tone.ACCENT if chosen or shown.last else tint.edge


def _words(painter: QPainter, rect: QRectF, text: str, tone: Tone, role: Role, *, strong: bool = False) -> None:
    left = rect.x() + (rect.width() - text_width(text, role)) / 2
    paint_words(painter, (left, middle_baseline(rect, role)), text, tone, role, strong=strong)


def shown_day(found: ClockDay, *, last: bool = False) -> ShownDay:
    """A day of a clock as the sheet shows it."""
    weekday = _WEEK[found.day.weekday()]
    words = {DayKind.START: "起算", DayKind.COUNTED: f"第{found.place}日", DayKind.PAUSED: "停"}
    told = f"第{found.place}个工作日（{found.why}）" if found.kind is DayKind.COUNTED else found.why
    ends = "，期限届满" if last else ""
    sentence = f"{found.day.isoformat()} 星期{weekday}：{told}{ends}"
    return ShownDay(found.day, found.kind, words.get(found.kind, found.why), sentence, last)
