"""Several of many: a box before each word, all in sight; Space ticks, the arrows move."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox, QGridLayout, QSizePolicy, QWidget

from desktop.theme.paint import colour, middle_baseline, paint_box, paint_focus, paint_words, smooth
from desktop.theme.sizes import MARGIN, at_least, mark_size, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role, metrics, text_width
from desktop.widgets.field import Field
from desktop.widgets.line_edit import is_plain_enter, walks_back
from desktop.widgets.painted import PaintedText
from desktop.widgets.spoken import boxed_word

_INSET, _GAP = 4, 8
_BOX_RADIUS = 3
_JOIN = "、"


class Tick(QCheckBox):
    """One word with its box; a check box, so that a screen reader knows it, painted by ours."""

    stepped = Signal(int)
    entered = Signal()
    left = Signal()

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.bad = False
        self.setToolTip(word)
        self.setAccessibleName(word)
        self.setAccessibleDescription(boxed_word())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def hitButton(self, position: object) -> bool:  # noqa: ARG002 - the word belongs to its box
        return True

    def _width(self) -> float:
        return _INSET + mark_size(16) + _GAP + text_width(self.text()) + _INSET

    def sizeHint(self) -> QSize:
        return QSize(round(self._width()) + 1, at_least(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(160), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif is_plain_enter(event):
            self.focusNextPrevChild(True)
        elif event.key() == Qt.Key.Key_Escape and walks_back(self):
            self.focusNextPrevChild(False)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, rect = smooth(QPainter(self)), QRectF(self.rect())
        size = mark_size(16)
        self._paint_box(painter, QRectF(_INSET + 0.5, round((rect.height() - size) / 2) + 0.5, size - 1, size - 1))
        tone = Tone.TEXT if self.isEnabled() else Tone.TEXT3
        x = _INSET + size + _GAP
        words = metrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, rect.width() - x - _INSET)
        paint_words(painter, (x, middle_baseline(rect, Role.BODY)), words, tone)
        if self.hasFocus():
            paint_focus(painter, rect)

    def _paint_box(self, painter: QPainter, box: QRectF) -> None:
        edge = Tone.BAD if self.bad else Tone.ACCENT if self.isChecked() else Tone.BORDER
        paint_box(painter, box, Tone.ACCENT if self.isChecked() else Tone.SURFACE, edge, _BOX_RADIUS)
        if not self.isChecked():
            return
        pen = QPen(colour(Tone.ON_ACCENT), max(1.6, box.width() * 0.12), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        places = ((0.24, 0.52), (0.43, 0.71), (0.78, 0.31))
        hook = [QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in places]
        painter.drawPolyline(QPolygonF(hook))

    def painted_texts(self) -> list[PaintedText]:
        """For the check for clipped text; a long word ends in an ellipsis, the tooltip has it whole."""
        return [PaintedText(self.text(), 0, self.width())]


class Ticks(QWidget):
    """The boxes in columns, read downwards."""

    edited = Signal()
    entered = Signal()
    left = Signal()

    def __init__(self, words: Sequence[str], columns: int) -> None:
        super().__init__()
        self.ticks = [Tick(word) for word in words]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(MARGIN)
        grid.setVerticalSpacing(0)
        lines = -(-len(words) // columns)
        for place, tick in enumerate(self.ticks):
            grid.addWidget(tick, place % lines, place // lines)
            tick.toggled.connect(lambda _on: self.edited.emit())
            tick.entered.connect(self.entered)
            tick.left.connect(self.left)
            tick.stepped.connect(self._step)
        if self.ticks:
            self.setFocusProxy(self.ticks[0])

    def _step(self, by: int) -> None:
        place = next((n for n, tick in enumerate(self.ticks) if tick.hasFocus()), 0) + by
        if 0 <= place < len(self.ticks):
            self.ticks[place].setFocus(Qt.FocusReason.TabFocusReason)


class TicksField(Field):
    """`TicksField("签发前公示的项目", names, columns=2)`; `chosen()` in the order offered, `text()` joined by 、."""

    def __init__(self, label: str, words: Sequence[str], *, columns: int = 1, hint: str = "") -> None:
        self.boxes = Ticks(words, columns)
        super().__init__(label, self.boxes, hint)
        self.boxes.edited.connect(lambda: self.edited.emit(self.text()))
        self.boxes.entered.connect(self.entered)
        self.boxes.left.connect(self.left)

    def chosen(self) -> tuple[str, ...]:
        """The words that are ticked."""
        return tuple(tick.text() for tick in self.boxes.ticks if tick.isChecked())

    def text(self) -> str:
        """The ticked words, "" for none."""
        return _JOIN.join(self.chosen())

    def set_text(self, text: str) -> None:
        """Tick exactly these words, joined by 、, without `edited`; a word that is not offered ticks nothing."""
        wanted = self._split(text)
        for tick in self.boxes.ticks:
            tick.blockSignals(True)
            tick.setChecked(tick.text() in wanted)
            tick.blockSignals(False)

    def _split(self, text: str) -> set[str]:
        """A word may hold the mark that joins the words."""
        rest = f"{_JOIN}{text}{_JOIN}"
        return {tick.text() for tick in self.boxes.ticks if f"{_JOIN}{tick.text()}{_JOIN}" in rest}

    def _mark_bad(self, bad: bool) -> None:
        for tick in self.boxes.ticks:
            tick.bad = bad
            tick.update()
