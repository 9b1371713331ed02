"""A choice among a few, all in sight; the key of each is its digit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QWidget

from desktop.theme.paint import RADIUS, MarkKind, colour, middle_baseline, paint_box, paint_mark, paint_words, smooth
from desktop.theme.sizes import field_height, mark_size, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role, text_width
from desktop.widgets.keyed_words import KeyedWords
from desktop.widgets.line_edit import is_plain_enter, walks_back
from desktop.widgets.painted import PaintedText
from desktop.widgets.spoken import picked

_INSET = 10


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer: the text it stands for, the key that picks it, a shorter word to show if need be.

    `unknown` marks the answer that is no answer: it is grey with a question mark, never the accent of a choice.
    """

    text: str
    key: str = ""
    word: str = ""
    unknown: bool = False

    @property
    def shown(self) -> str:
        """The word on the segment."""
        return self.word or self.text


class _Segment(QRadioButton):
    """One segment; a radio button, so that a screen reader knows it, painted by ours."""

    def __init__(self, option: Option, parent: QWidget) -> None:
        super().__init__(option.shown, parent)
        self.option = option
        self.setAutoExclusive(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(option.text)
        self.setAccessibleDescription(option.key)

    def hitButton(self, position: object) -> bool:  # noqa: ARG002 - the whole segment is the button
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        rect = QRectF(self.rect())
        x = (rect.width() - self.content_width()) / 2
        if self.isChecked():
            self._paint_choice(painter, rect)
        baseline = middle_baseline(rect, Role.BODY)
        if self.option.unknown:
            size = mark_size(14)
            paint_mark(painter, QRectF(x, (rect.height() - size) / 2, size, size), MarkKind.UNKNOWN)
            x += size + 4
        elif self.option.key:
            paint_words(painter, (x, baseline), self.option.key, self._key_tone(), Role.CAPTION)
            x += text_width(self.option.key, Role.CAPTION) + 5
        strong = self.isChecked() and not self.option.unknown
        paint_words(painter, (x, baseline), self.text(), self._ink(), strong=strong)

    def _paint_choice(self, painter: QPainter, rect: QRectF) -> None:
        if self.option.unknown or not self.isEnabled():
            paint_box(painter, rect, Tone.UNKNOWN_TINT, Tone.BORDER, RADIUS)
            return
        painter.setPen(QPen(colour(Tone.RING), 1.5))
        painter.setBrush(colour(Tone.ACCENT_TINT))
        painter.drawRoundedRect(rect.adjusted(0.75, 0.75, -0.75, -0.75), RADIUS, RADIUS)

    def _ink(self) -> Tone:
        if not self.isEnabled():
            return Tone.TEXT3
        if self.isChecked() and not self.option.unknown:
            return Tone.ACCENT_TEXT
        return Tone.TEXT if self.underMouse() else Tone.TEXT2

    def _key_tone(self) -> Tone:
        return Tone.ACCENT_TEXT if self.isChecked() else Tone.TEXT3

    def content_width(self) -> float:
        """Width of mark or key and word."""
        extra = 0.0
        if self.option.unknown:
            extra = mark_size(14) + 4
        elif self.option.key:
            extra = text_width(self.option.key, Role.CAPTION) + 5
        return extra + text_width(self.text())

    def painted_texts(self) -> list[PaintedText]:
        """For the check for clipped text."""
        return [PaintedText(self.text(), self.content_width(), self.width())]


class Segments(KeyedWords, QWidget):
    """`Segments([Option("是", "1"), Option("否", "0")])`; nothing is chosen at first.

    A digit or letter key picks, arrows move, Backspace or Delete takes the answer back, Enter walks on (`advanced`),
    Esc back (`retreated`). `edited` carries the chosen text, "" for none or an unknown. `always=True` for a view in
    which one is always chosen: its answer cannot be taken back. `picked_by_key` after an answer by its key.
    """

    edited = Signal(str)
    advanced = Signal()
    retreated = Signal()
    accepted_proposal = Signal()
    picked_by_key = Signal()
    left = Signal()
    entered = Signal()

    def __init__(self, options: Sequence[Option], *, always: bool = False) -> None:
        super().__init__()
        self._always = always
        self.offers_proposal = False
        self.bad = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._segments: list[_Segment] = []
        self.set_options(options)

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer other answers; a chosen text that is still offered stays chosen."""
        chosen = self.text()
        for segment in self._segments:
            segment.hide()
            segment.deleteLater()
        self._segments = [_Segment(option, self) for option in options]
        for segment in self._segments:
            segment.clicked.connect(self._clicked)
            segment.show()
        self.set_text(chosen)
        self._place()
        self.updateGeometry()
        self.setAccessibleDescription(self.how())

    def how(self) -> str:
        """How it is worked, for a screen reader."""
        return picked([(segment.option.shown, segment.option.key) for segment in self._segments])

    def options(self) -> list[Option]:
        """What is offered."""
        return [segment.option for segment in self._segments]

    def text(self) -> str:
        """The chosen text, "" for none or an unknown."""
        option = self.chosen()
        return "" if option is None or option.unknown else option.text

    def chosen(self) -> Option | None:
        """The chosen option, also an unknown one."""
        return next((segment.option for segment in self._segments if segment.isChecked()), None)

    def set_text(self, text: str) -> None:
        """Choose by text without `edited`; "" chooses the unknown option if there is one."""
        for segment in self._segments:
            segment.setChecked(segment.option.unknown if not text else segment.option.text == text)

    def set_bad(self, bad: bool) -> None:
        """Give it the edge of an error."""
        self.bad = bad
        self.update()

    def pick(self, place: int) -> None:
        """Choose the option at a place, as a click does."""
        for index, segment in enumerate(self._segments):
            segment.setChecked(index == place)
        self.edited.emit(self.text())

    def _clicked(self) -> None:
        sender = self.sender()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.pick(next(index for index, segment in enumerate(self._segments) if segment is sender))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text().casefold()
        keys = [segment.option.key.casefold() for segment in self._segments]
        if is_plain_enter(event):
            self.advanced.emit()
        elif event.key() == Qt.Key.Key_Escape and walks_back(self):
            self.retreated.emit()
        elif typed == "+" and self.offers_proposal and not self.text():
            self.accepted_proposal.emit()
        elif typed and typed in keys:
            self.pick(keys.index(typed))
            if self.text():
                self.picked_by_key.emit()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(1 if event.key() == Qt.Key.Key_Right else -1)
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and not self._always:
            self.set_text("")
            self.edited.emit("")
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        checked = [index for index, segment in enumerate(self._segments) if segment.isChecked()]
        start = checked[0] if checked else (-1 if by > 0 else len(self._segments))
        self.pick(min(max(start + by, 0), len(self._segments) - 1))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
        self.left.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def sizeHint(self) -> QSize:
        widths = [segment.content_width() + 2 * _INSET for segment in self._segments]
        return QSize(ceil(max(widths, default=40) * len(widths)), field_height())

    def minimumSizeHint(self) -> QSize:
        widths = [segment.content_width() + _INSET for segment in self._segments]
        return QSize(max(ceil(sum(widths)), scaled(64)), field_height())

    def resizeEvent(self, _event: object) -> None:
        self._place()

    def _place(self) -> None:
        """Equal widths if the longest word fits, else each as wide as its word needs."""
        needs = [segment.content_width() + _INSET for segment in self._segments]
        equal = self.width() / max(1, len(needs))
        spare = max(0.0, self.width() - sum(needs)) / max(1, len(needs))
        x = 0.0
        for segment, need in zip(self._segments, needs, strict=True):
            width = equal if max(needs) <= equal else need + spare
            segment.setGeometry(round(x), 0, round(x + width) - round(x), self.height())
            x += width

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        quiet = not self.isEnabled()
        edge = Tone.BORDER_QUIET if quiet else Tone.BORDER
        paint_box(painter, QRectF(self.rect()), Tone.SUNKEN if quiet else Tone.SURFACE, edge, RADIUS)
        painter.setPen(QPen(colour(Tone.UNKNOWN_EDGE), 1))
        for before, segment in pairwise(self._segments):
            if before.isChecked() or segment.isChecked():
                continue
            painter.drawLine(QPointF(segment.x() + 0.5, 8), QPointF(segment.x() + 0.5, self.height() - 8))
        if self.bad or self.hasFocus():
            painter.setPen(QPen(colour(Tone.BAD if self.bad else Tone.RING), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
