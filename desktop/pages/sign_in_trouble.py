"""The data folder cannot be opened: what is wrong, and what to do. Nothing is ever made in its place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLayout, QWidget

from desktop.theme.paint import BAD, MarkKind
from desktop.theme.sizes import MARGIN, PAD, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.button import Button, Kind
from desktop.widgets.layouts import STRETCH, column, row
from desktop.widgets.marks import Icon, Mark
from desktop.widgets.surface import Card, NoteBox, TintBox
from desktop.widgets.text import Strong, Text

_WIDTH = 640


class TroubleScreen(QWidget):
    """`TroubleScreen(error.message, folder)`; `again_asked`, `folder_asked`, `quit_asked`."""

    again_asked = Signal()
    folder_asked = Signal()
    quit_asked = Signal()

    def __init__(self, message: str, folder: str) -> None:
        super().__init__()
        self.setAutoFillBackground(True)
        self.message = message
        parts = column(Strong(self.tr("这个数据文件夹打不开"), Role.SECTION), self._what(message), gap=12)
        place = self.tr("文件夹：{folder}").format(folder=folder)
        parts.addWidget(Text(place, Role.SMALL, Tone.TEXT2, wrap=True))
        parts.addWidget(Text(self.tr("数据没有被改动，也没有新建任何内容。可以："), Role.BODY, wrap=True))
        parts.addWidget(self._ways(self._steps(folder)))
        parts.addLayout(self._buttons())
        parts.setContentsMargins(MARGIN + 8, MARGIN, MARGIN + 8, MARGIN)
        card = Card(parts)
        card.setFixedWidth(scaled(_WIDTH))
        name = Strong(self.tr("培训补贴经办台"), Role.NAME)
        brand = row(STRETCH, Icon("sign", 24, Tone.ACCENT_TEXT), name, STRETCH, gap=12)
        self.setLayout(column(STRETCH, brand, 16, row(STRETCH, card, STRETCH), STRETCH, gap=8))

    def _what(self, message: str) -> TintBox:
        mark = column(Mark(MarkKind.NOT_MET), STRETCH, margins=(0, 2, 0, 0))
        words = Strong(message, Role.BODY, Tone.BAD, wrap=True)
        return TintBox(row(mark, (words, 1), gap=8, margins=(12, 10, 12, 10)), BAD, barred=True)

    def _steps(self, folder: str) -> Sequence[tuple[str, str]]:
        return (
            (self.tr("文件夹不在了、U 盘没插好：接好后再试一次；换了位置就打开其他文件夹。"), ""),
            (self.tr("数据库版本较旧：由系统管理员升级，升级前会自动备份。"), f"./run migrate --data {folder}"),
            (self.tr("怀疑损坏：先检查，再从最近的备份恢复；被替换的文件会另存。"), f"./run verify --data {folder}"),
            (self.tr("由更新版本的程序建立：请先升级本程序，不要在旧版本里打开。"), ""),
            (self.tr("口令都忘了：用信封里打印的恢复密钥重设。"), f"./run account recover 账号 --data {folder}"),
        )

    def _ways(self, steps: Sequence[tuple[str, str]]) -> NoteBox:
        lines = column(gap=8, margins=(PAD, 12, PAD, 12))
        for number, (words, command) in enumerate(steps, 1):
            parts = column(Text(words, Role.SMALL, wrap=True), gap=2)
            if command:
                parts.addWidget(Text(command, Role.CAPTION, Tone.TEXT2, elide=True))
            lines.addLayout(row(column(Text(f"{number}.", Role.SMALL, Tone.TEXT3), STRETCH), (parts, 1), gap=6))
        return NoteBox(lines)

    def _buttons(self) -> QLayout:
        quit_button = Button(self.tr("退出"), "Esc", self.quit_asked.emit)
        other = Button(self.tr("打开其他文件夹"), "", self.folder_asked.emit)
        self.again = Button(self.tr("再试一次"), "", self.again_asked.emit, kind=Kind.PRIMARY)
        return row(quit_button, STRETCH, other, self.again, gap=8)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.quit_asked.emit()
        else:
            super().keyPressEvent(event)
