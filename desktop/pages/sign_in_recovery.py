"""A forgotten pass phrase, when nobody is left who could reset it: the printed key gives the account a new one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.pages.front_card import front_card
from desktop.pages.recovery_fields import RecoveryFields
from desktop.shortcuts import Shortcuts
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.button import Button, Kind
from desktop.widgets.form_grid import FormGrid
from desktop.widgets.layouts import STRETCH, column, row
from desktop.widgets.problem import Problem
from desktop.widgets.segments import Option
from desktop.widgets.text import Strong, Text
from models.errors import InputError, SubsidyDeskError
from models.moment import now

_WIDTH = 720


class RecoveryScreen(QWidget):
    """`RecoveryScreen(folder)`, `show_names(…)`; `submitted(call)`: what sets the new pass phrase. `left` on Esc."""

    guide = "rescue"
    submitted = Signal(object)
    left = Signal()

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.setAutoFillBackground(True)
        self.setProperty("cancels_on_escape", True)
        self.folder, self.fields = folder, RecoveryFields()
        self.submit_action = Action("Ctrl+Enter", self.tr("设新口令"), self.submit, parent=self)
        back = Action("Esc", self.tr("返回"), self.left.emit, parent=self)
        text = self.tr(
            "先请安全管理员在“设置—账号与席位”里重设。安全管理员也忘了，或已经离开，再拆信封：照打印件输入恢复密钥，"
            "给一个账号设新口令。数据不变，记入流水。用过的打印件请重新封好。"
        )
        grid = FormGrid(columns=2)
        grid.add(self.fields.key, 2)
        grid.add(self.fields.account, 2)
        grid.add(self.fields.first)
        grid.add(self.fields.second)
        self.button, back_button = Button(action=self.submit_action, kind=Kind.PRIMARY), Button(action=back)
        foot = row(STRETCH, back_button, self.button, gap=12)
        head = column(Strong(self.tr("忘记口令"), Role.SECTION), Text(text, Role.BODY, Tone.TEXT2, wrap=True), gap=4)
        body = column(head, 4, grid, foot, gap=12)
        place = Text(self.tr("数据文件夹：{folder}").format(folder=folder), Role.CAPTION, Tone.TEXT3, elide=True)
        self.setLayout(front_card(body, _WIDTH, row(STRETCH, place, STRETCH)))
        QWidget.setTabOrder(self.button, back_button)
        self._keys = Shortcuts(self)
        self._keys.bind([self.submit_action])

    def show_names(self, names: Sequence[str]) -> None:
        """Offer these accounts."""
        self.fields.account.set_options([Option(name) for name in names])

    def focus_first(self) -> None:
        """Where typing begins."""
        self.fields.key.setFocus()

    def submit(self) -> None:
        """Try what is typed."""
        if not self.submit_action.enabled or not self.fields.complete():
            return
        folder, key, name, phrase = self.folder, self.fields.key.text(), self.fields.name(), self.fields.first.text()

        def recover() -> object:
            from models.casework.offices import recover_account

            return recover_account(folder, key, name, phrase, now)

        self.submit_action.block(self.tr("正在核对恢复密钥……"))
        call: Callable[[], object] = recover
        self.submitted.emit(call)

    def refuse(self, error: SubsidyDeskError) -> None:
        """Say at its field why not; what is typed stays."""
        self.submit_action.allow()
        about = (error.field or "") if isinstance(error, InputError) else ""
        field = {"name": self.fields.account, "passphrase": self.fields.first}.get(about, self.fields.key)
        field.set_problem(Problem(error.message))
        field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
