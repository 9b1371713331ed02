"""Filter chips: what is filtered is always in sight."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.theme.paint import middle_baseline, paint_box, paint_focus, paint_words, smooth
from desktop.theme.sizes import scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role, text_width
from desktop.widgets.flow import Flow
from desktop.widgets.painted import PaintedText
from desktop.widgets.spoken import ticked


class Chip(QAbstractButton):
    """One filter: its word and how many rows it shows."""

    def __init__(self, key: str, word: str, count: int) -> None:
        super().__init__()
        self.key, self.count = key, ""
        self.setText(word)
        self.setCheckable(True)
        self.show_count(count)
        self.setAccessibleDescription(ticked())
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_count(self, count: int) -> None:
        """Show how many rows it stands for now."""
        words = f"{count:,}"
        if words != self.count:
            self.count = words
            self.setAccessibleName(f"{self.text()} {words}")
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        width = text_width(self.text(), Role.SMALL) + text_width(self.count, Role.CAPTION)
        return QSize(ceil(width) + (30 if self.count else 22), scaled(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, rect, on = smooth(QPainter(self)), QRectF(self.rect()), self.isChecked()
        lit = Tone.HOVER if self.underMouse() else Tone.SURFACE
        round_end = rect.height() / 2
        paint_box(painter, rect, Tone.ACCENT_TINT if on else lit, Tone.RING if on else Tone.UNKNOWN_EDGE, round_end)
        ink = Tone.ACCENT_TEXT if on else Tone.TEXT2
        paint_words(painter, (12, middle_baseline(rect, Role.SMALL)), self.text(), ink, Role.SMALL, strong=on)
        at = (18 + text_width(self.text(), Role.SMALL), middle_baseline(rect, Role.CAPTION))
        paint_words(painter, at, self.count, Tone.ACCENT_TEXT if on else Tone.TEXT3, Role.CAPTION)
        if self.hasFocus():
            paint_focus(painter, rect, round_end)

    def painted_texts(self) -> list[PaintedText]:
        """For the check for clipped text."""
        return [PaintedText(self.text(), self.sizeHint().width(), self.width())]


class Chips(QWidget):
    """`chips.show_choices([("all", "全部", 37), ("mine", "等我", 12)], "all")`; `chosen(key)`; arrows, Space."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._chips: list[Chip] = []
        self._flow = Flow(line_gap=8)
        self.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_choices(self, choices: Sequence[tuple[str, str, int]], current: str) -> None:
        """Show these filters, one of them in force."""
        if [choice[:2] for choice in choices] == [(chip.key, chip.text()) for chip in self._chips]:
            for chip, choice in zip(self._chips, choices, strict=True):
                chip.show_count(choice[2])
                chip.setChecked(chip.key == current)
            return
        focused = next((chip.key for chip in self._chips if chip.hasFocus()), None)
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [Chip(*choice) for choice in choices]
        for chip in self._chips:
            chip.setChecked(chip.key == current)
            chip.clicked.connect(self._clicked)
            self._flow.addWidget(chip)
            if chip.key == focused:
                chip.setFocus(Qt.FocusReason.OtherFocusReason)
        self.updateGeometry()

    def current(self) -> str:
        """The filter in force."""
        return next((chip.key for chip in self._chips if chip.isChecked()), "")

    def _clicked(self) -> None:
        sender = self.sender()
        for chip in self._chips:
            chip.setChecked(chip is sender)
        self.chosen.emit(self.current())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        places = [place for place, chip in enumerate(self._chips) if chip.hasFocus()]
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if places and by:
            self._chips[(places[0] + by) % len(self._chips)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)
