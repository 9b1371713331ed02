"""Before a restore: what would be lost, and the pass phrase that the backup knows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from desktop.theme.paint import MarkKind
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.boxes import Notice
from desktop.widgets.form_grid import FormGrid
from desktop.widgets.layouts import column
from desktop.widgets.line_fields import SecretField
from desktop.widgets.modal import Modal
from desktop.widgets.problem import Problem
from desktop.widgets.text import Text
from models.casework.maintenance import Loss
from models.moment import beijing_time


def _tr(words: str) -> str:
    return QCoreApplication.translate("RestoreDialog", words)


class RestoreDialog(Modal):
    """`restore(passphrase)` once it is typed; the office closes then."""

    def __init__(self, loss: Loss, restore: Callable[[str], None]) -> None:
        self._restore = restore
        self.passphrase = SecretField(_tr("您的口令"), hint=_tr("备份时的口令"))
        self.passphrase.edited.connect(lambda _text: self.passphrase.set_problem(None))
        grid = FormGrid(columns=1)
        grid.add(self.passphrase)
        kind, title, text = loss_words(loss)
        kept = _tr(
            "现在的数据不会删除：另存在数据文件夹里 replaced- 开头的文件夹。恢复后要重新登录，其他窗口请先关闭。"
        )
        notices = [Notice(kind, title, text), *(Notice(MarkKind.WARN, *words) for words in leaver_words(loss))]
        body = column(*notices, Text(kept, Role.SMALL, Tone.TEXT2, wrap=True), grid, gap=12)
        accept = Action("Ctrl+Enter", _tr("用这份备份替换"), self._accept)
        made = "" if loss.backup.made_at is None else beijing_time(loss.backup.made_at)
        super().__init__(_tr("恢复备份"), body, accept=accept, subtitle=made, width=600, danger=True)

    def _accept(self) -> None:
        if self.passphrase.text():
            self._restore(self.passphrase.text())
            return
        self.passphrase.set_problem(Problem(_tr("请输入口令：备份要用它打开。")))
        self.passphrase.setFocus()


def leaver_words(loss: Loss) -> tuple[tuple[str, str], ...]:
    """That accounts closed since still open the backup, and what to do after restoring it, if there are any."""
    if not loss.leavers:
        return ()
    title = _tr("已停用的账号还能打开这份备份：{names}").format(names="、".join(loss.leavers))
    return ((title, _tr("它是停用以前做的，用的是当时的密钥和口令。恢复后请马上再停用一次，数据密钥会随之更换。")),)


def loss_words(loss: Loss) -> tuple[MarkKind, str, str]:
    """What a restore would take away, in words."""
    if not loss.acts:
        return MarkKind.INFO, _tr("没有会丢的内容"), _tr("备份以后没有新的办理记录。")
    title = _tr("备份以后办的 {n} 步会不在").format(n=loss.acts)
    text = _tr("其中新收案件 {cases} 件、出具文书 {letters} 份、登记人员 {people} 人；已发出的文号会对不上。")
    return MarkKind.WARN, title, text.format(cases=loss.cases, letters=loss.letters, people=loss.people)
