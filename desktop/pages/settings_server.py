"""设置 · 共享服务器: where the office's data lies, and moving it to a server of the district or back."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.dialogs.moving import MovingDialog
from desktop.page import Host
from desktop.pages.server_fields import ServerFields
from desktop.pages.settings_section import Section, Services, block, page_of, remark
from desktop.theme.paint import MarkKind
from desktop.widgets.action import Action
from desktop.widgets.boxes import Notice
from desktop.widgets.button import Button, Kind
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.modal import question
from models.casework.moving import Destination, Report, move_from_server, move_to_server
from models.errors import SubsidyDeskError
from models.store.joined import joined
from models.store.server import shown


class ServerSection(Section):
    """Several computers work on one office through a PostgreSQL server."""

    key, icon = "server", "database"
    needs = "store.move"

    def __init__(self, host: Host, services: Services) -> None:
        super().__init__(host, services)
        self.title, self.about = self.tr("共享服务器"), self.tr("几台电脑办同一个局的业务")
        self.fields = ServerFields(owner=True)
        self.moving: MovingDialog | None = None
        self.in_action = Action("", self.tr("搬到共享服务器"), self.move_in, parent=self)
        self.out_action = Action("", self.tr("搬回本机"), self.ask_out, parent=self)
        address = joined(services.folder)
        self.setLayout(page_of(self._out(shown(address)) if address is not None else self._in()))

    def _in(self) -> QWidget:
        steps = (
            self.tr("1. 服务器管理员建一个空数据库、一个属主账号、一个窗口账号，并由属主执行 ./run server prepare。"),
            self.tr("2. 在这里填写并搬过去：数据逐行核对，中途断开仍以本机为准。"),
            self.tr("3. 其他电脑第一次打开本程序时，选“加入共享服务器”。"),
        )
        listed = boxed(column(*(remark(step) for step in steps), gap=4))
        note = Notice(
            MarkKind.INFO,
            self.tr("搬之前请关闭其他窗口"),
            self.tr("搬完以后由服务器统一备份，请与服务器管理员约定；本机原来的数据另存在 moved- 开头的文件夹里。"),
        )
        foot = boxed(row(STRETCH, Button(action=self.in_action, kind=Kind.PRIMARY)))
        return block(self.tr("现在：数据在本机"), listed, note, self.fields.grid, foot)

    def _out(self, address: str) -> QWidget:
        words = self.tr("连接 {address}。其他电脑用“加入共享服务器”打开；各窗口的改动几秒内互相看得到。")
        back = remark(self.tr("搬回本机以后只有这台电脑能办，其他窗口随即停用；中途断开仍以服务器为准。"))
        foot = boxed(row(STRETCH, Button(action=self.out_action)))
        return block(self.tr("现在：数据在共享服务器"), remark(words.format(address=address)), back, foot)

    def first_input(self) -> QWidget:
        return self.fields.host.control

    def move_in(self) -> None:
        """Move what lies here to the server that is typed."""
        fields = self.fields
        if not fields.complete():
            return
        try:
            owner = fields.address(fields.owner.text())
        except SubsidyDeskError as error:
            fields.show(error, error.message)
            return
        passwords = (fields.owner_password.text(), fields.password.text())
        to, folder = Destination(owner, fields.window.text().strip(), *passwords), self.services.folder
        report = self._begin(self.tr("正在搬到共享服务器"))
        self.host.runner.run(lambda desk: move_to_server(desk, folder, to, report), self._moved, self._not_moved)

    def ask_out(self) -> None:
        """Ask once more, then bring it back."""
        text = self.tr("搬回以后，其他电脑上的窗口不能再办理，直到重新搬到服务器。")
        title, word = self.tr("把本局搬回这台电脑？"), self.tr("搬回本机")
        self._asked = question(title, text, word, self._move_out, danger=True)
        self.host.open_modal(self._asked)

    def _move_out(self) -> None:
        self._asked.close()
        report, folder = self._begin(self.tr("正在搬回本机")), self.services.folder
        self.host.runner.run(lambda desk: move_from_server(desk, folder, report), self._moved, self._not_moved)

    def _begin(self, title: str) -> Report:
        self.moving = MovingDialog(title)
        self.host.open_modal(self.moving)
        return self.moving.reporter.report

    def _ended(self) -> None:
        if self.moving is not None:
            self.moving.close()
            self.moving = None

    def may_leave(self) -> bool:
        if self.moving is not None:
            self.host.say(self.tr("正在搬数据，搬完再关闭。"), bad=True)
        return self.moving is None

    def _moved(self, _nothing: None) -> None:
        self._ended()
        self.services.moved()

    def _not_moved(self, error: SubsidyDeskError) -> None:
        self._ended()
        self.fields.show(error, error.message)
        self.fail(error)
