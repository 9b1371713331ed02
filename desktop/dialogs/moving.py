"""How far an office has moved to a server or back; it cannot be put away before the move has ended."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.button import Button
from desktop.widgets.layouts import column
from desktop.widgets.modal import Modal
from desktop.widgets.progress_line import ProgressLine
from desktop.widgets.text import Text


class Reporter(QObject):
    """`reporter.report(done, total, words)` from the thread that moves; `reported` arrives on the window's."""

    reported = Signal(int, int, str)

    def report(self, done: int, total: int, words: str) -> None:
        """So many tables of so many."""
        self.reported.emit(done, total, words)


class MovingDialog(Modal):
    """`MovingDialog("正在搬到服务器")`; give `dialog.reporter.report` to the move, and `close()` it at the end."""

    def __init__(self, title: str) -> None:
        tr = QCoreApplication.translate
        self.line = ProgressLine(tr("MovingDialog", "正在连接服务器"))
        self.reporter = Reporter()
        self.reporter.reported.connect(self.line.report)
        about = tr(
            "MovingDialog", "逐表搬运，再逐表核对；全部相符以后原来的地方才停用。中途断开或断电，仍以原来的地方为准。"
        )
        super().__init__(
            title,
            column(Text(about, Role.BODY, Tone.TEXT2, wrap=True), 4, self.line, gap=12),
            foot_note=tr("MovingDialog", "请不要关闭窗口和电脑；完成后会请您重新登录。"),
            width=560,
        )
        for button in self.findChildren(Button):
            button.hide()  # neither stopped nor put away: the office would be open while it moves

    def actions_shown(self) -> list[Action]:
        """No key does anything now."""
        return []

    def cancel(self) -> None:
        """Not before the move has ended."""
