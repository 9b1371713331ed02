"""The very first start: make an office, open one, bring one back from a backup, or practise."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.pages.front_card import front_card
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.layouts import column
from desktop.widgets.text import Strong, Text
from desktop.widgets.tile import Tile

_WIDTH = 560


class WelcomeScreen(QWidget):
    """Signals: `new_asked`, `folder_asked`, `practice_asked`, `join_asked`, `restore_asked`."""

    guide = "start"
    new_asked = Signal()
    folder_asked = Signal()
    practice_asked = Signal()
    join_asked = Signal()
    restore_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAutoFillBackground(True)
        self.new = Tile(
            self.tr("建立本局"),
            self.tr("选文件夹、填单位、设账号和席位，大约 5 分钟"),
            self.new_asked.emit,
            icon="plus",
            key="1",
        )
        self.open = Tile(
            self.tr("打开已有的数据文件夹"),
            self.tr("本局已经在用，这台电脑第一次打开"),
            self.folder_asked.emit,
            icon="database",
            key="2",
        )
        self.practice = Tile(
            self.tr("练习"),
            self.tr("虚构的人和案件，随便试；退出后全部删除"),
            self.practice_asked.emit,
            icon="refresh",
            key="3",
        )
        self.join = Tile(
            self.tr("加入共享服务器"),
            self.tr("本局已在一台 PostgreSQL 服务器上，这台电脑再开一个窗口"),
            self.join_asked.emit,
            icon="people",
            key="4",
        )
        self.restore = Tile(
            self.tr("从备份恢复"),
            self.tr("电脑坏了、丢了：有备份的 U 盘，加口令或信封里的恢复密钥"),
            self.restore_asked.emit,
            icon="backup",
            key="5",
        )
        head = column(
            Strong(self.tr("第一次使用"), Role.SECTION),
            Text(self.tr("数据只存在您选的文件夹里，全部加密；不连外网。"), Role.BODY, Tone.TEXT2, wrap=True),
            gap=4,
        )
        body = column(head, 4, self.new, self.open, self.practice, self.join, self.restore, gap=10)
        self.setLayout(front_card(body, _WIDTH))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        tiles = {"1": self.new, "2": self.open, "3": self.practice, "4": self.join, "5": self.restore}
        if event.text() in tiles:
            tiles[event.text()].click()
        else:
            super().keyPressEvent(event)
