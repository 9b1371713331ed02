"""What is shown while an office is being made."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.theme.sizes import MARGIN, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.layouts import STRETCH, column, row
from desktop.widgets.marks import Icon
from desktop.widgets.progress_line import ProgressLine
from desktop.widgets.surface import Card
from desktop.widgets.text import Strong, Text

_WIDTH = 520


class ProgressScreen(QWidget):
    """`ProgressScreen("正在准备练习局", "…", "正在开立账号")`; `screen.line.report` as the progress's report."""

    guide = "start"
    cancelled = Signal()

    def __init__(self, title: str, text: str, words: str, *, can_stop: bool = True) -> None:
        super().__init__()
        self.setAutoFillBackground(True)
        self.line = ProgressLine(words)
        self.line.cancelled.connect(self.cancelled)
        if not can_stop:
            self.line.stop.hide()
        body = column(Strong(title, Role.SECTION), Text(text, Role.BODY, Tone.TEXT2, wrap=True), 4, self.line, gap=10)
        body.setContentsMargins(MARGIN + 8, MARGIN, MARGIN + 8, MARGIN)
        card = Card(body)
        card.setFixedWidth(scaled(_WIDTH))
        name = Strong(self.tr("培训补贴经办台"), Role.NAME)
        brand = row(STRETCH, Icon("sign", 24, Tone.ACCENT_TEXT), name, STRETCH, gap=12)
        self.setLayout(column(STRETCH, brand, 16, row(STRETCH, card, STRETCH), STRETCH, gap=8))
