"""The data folder cannot be opened: what is wrong, and what to do. Nothing is ever made in its place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLayout, QWidget

from desktop.pages.front_card import front_card
from desktop.pages.sign_in_trouble_steps import RESTORED, Step, headline, steps_for, trouble_of
from desktop.theme.paint import BAD, MarkKind
from desktop.theme.sizes import PAD
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.button import Button, Kind
from desktop.widgets.layouts import STRETCH, column, row
from desktop.widgets.marks import Mark
from desktop.widgets.surface import NoteBox, TintBox
from desktop.widgets.text import Strong, Text
from models.errors import SubsidyDeskError, Trouble

_WIDTH = 640


class TroubleScreen(QWidget):
    """`TroubleScreen(error, folder)`, with `shared` when the data lies on a server.

    `again_asked`, `folder_asked`, `first_asked` (to make or join), `restore_asked`, `quit_asked`.
    """

    guide = "trouble"
    again_asked = Signal()
    folder_asked = Signal()
    first_asked = Signal()
    restore_asked = Signal()
    quit_asked = Signal()

    def __init__(self, error: SubsidyDeskError, folder: str, *, shared: bool = False) -> None:
        super().__init__()
        self.shared = shared
        self.setAutoFillBackground(True)
        self.message, self.trouble = error.message, trouble_of(error)
        parts = column(Strong(headline(self.trouble, shared=shared), Role.SECTION), self._what(error.message), gap=12)
        place = self.tr("文件夹：{folder}").format(folder=folder)
        parts.addWidget(Text(place, Role.SMALL, Tone.TEXT2, wrap=True))
        parts.addWidget(Text(self.tr("数据没有被改动，也没有新建任何内容。可以："), Role.BODY, wrap=True))
        parts.addWidget(self._ways(steps_for(self.trouble, folder, shared=shared)))
        parts.addLayout(self._buttons())
        self.setLayout(front_card(parts, _WIDTH))

    def _what(self, message: str) -> TintBox:
        mark = column(Mark(MarkKind.NOT_MET), STRETCH, margins=(0, 2, 0, 0))
        words = Strong(message, Role.BODY, Tone.BAD, wrap=True)
        return TintBox(row(mark, (words, 1), gap=8, margins=(12, 10, 12, 10)), BAD, barred=True)

    def _ways(self, steps: Sequence[Step]) -> NoteBox:
        lines = column(gap=8, margins=(PAD, 12, PAD, 12))
        for number, step in enumerate(steps, 1):
            parts = column(Text(step.words, Role.SMALL, wrap=True), gap=2)
            if step.command:
                parts.addWidget(Text(step.command, Role.CAPTION, Tone.TEXT2, elide=True))
            lines.addLayout(row(column(Text(f"{number}.", Role.SMALL, Tone.TEXT3), STRETCH), (parts, 1), gap=6))
        return NoteBox(lines)

    def _buttons(self) -> QLayout:
        quit_button = Button(self.tr("退出"), "Esc", self.quit_asked.emit)
        other = Button(self.tr("打开其他文件夹"), "", self.folder_asked.emit)
        self.again = Button(self.tr("再试一次"), "", self.again_asked.emit, kind=Kind.PRIMARY)
        begins = self.shared or self.trouble is Trouble.NOTHING
        first = [Button(self.tr("第一次使用"), "", self.first_asked.emit)] if begins else []
        restored = self.trouble in RESTORED and not self.shared
        restore = [Button(self.tr("从备份恢复"), "", self.restore_asked.emit)] if restored else []
        return row(quit_button, STRETCH, *first, *restore, other, self.again, gap=8)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.quit_asked.emit()
        else:
            super().keyPressEvent(event)
