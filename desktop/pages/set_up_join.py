"""One more window on an office that lies on a shared server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.pages.front_card import front_card
from desktop.pages.server_fields import ServerFields
from desktop.pages.set_up_folder import default_folder
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.button import Button, Kind
from desktop.widgets.layouts import STRETCH, column, row
from desktop.widgets.line_fields import LineField
from desktop.widgets.text import Strong, Text
from models.errors import SubsidyDeskError

_WIDTH = 720


class JoinScreen(QWidget):
    """`submitted(call)`: the call that joins; `folder()` is then the data folder. `left` on Esc."""

    guide = "server"
    submitted = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAutoFillBackground(True)
        self.fields = ServerFields(owner=False)
        self.place = LineField(self.tr("这台电脑的数据文件夹"), hint=self.tr("只存连接方式，不存业务数据"))
        self.place.set_text(str(default_folder()))
        self.fields.grid.add(self.place, 2)
        self.join = Action("Ctrl+Enter", self.tr("加入"), self.submit, parent=self)
        back = Action("Esc", self.tr("返回"), self.left.emit, parent=self)
        head = column(
            Strong(self.tr("加入共享服务器"), Role.SECTION),
            Text(
                self.tr(
                    "向服务器管理员要：服务器名称、数据库、窗口账号和密码、根证书文件。加入后用您自己的账号和口令登录。"
                ),
                Role.BODY,
                Tone.TEXT2,
                wrap=True,
            ),
            gap=4,
        )
        foot = row(STRETCH, Button(action=back), Button(action=self.join, kind=Kind.PRIMARY), gap=12)
        body = column(head, 4, self.fields.grid, foot, gap=12)
        self.setLayout(front_card(body, _WIDTH))

    def folder(self) -> Path:
        """The folder as typed."""
        return Path(self.place.text().strip()).expanduser()

    def focus_first(self) -> None:
        """Where typing begins."""
        self.fields.host.control.setFocus()

    def submit(self) -> None:
        """Join with what is typed."""
        if not self.fields.complete():
            return
        try:
            address = self.fields.address(self.fields.window.text())
        except SubsidyDeskError as error:
            self.refuse(error)
            return
        folder, password = self.folder(), self.fields.password.text()

        def join() -> object:
            from models.casework.moving import join_server

            return join_server(folder, address, password)

        self.join.block(self.tr("正在连接……"))
        call: Callable[[], object] = join
        self.submitted.emit(call)

    def refuse(self, error: SubsidyDeskError) -> None:
        """It could not be joined: say why, keep what is typed."""
        self.join.allow()
        self.fields.show(error, error.message)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
        else:
            super().keyPressEvent(event)
