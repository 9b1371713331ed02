"""What is shown while an office is being made."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.pages.front_card import front_card
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.layouts import column
from desktop.widgets.progress_line import ProgressLine
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
        self.setLayout(front_card(body, _WIDTH))
