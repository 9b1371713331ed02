"""导出查阅记录: what for, then where to; the purpose enters the log that is taken out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop.dialogs.act_dialog import ActDialog, Command
from desktop.page import Host
from desktop.saving import write_file
from desktop.widgets.field import Field
from desktop.widgets.fields import TextField
from models.casework.access_log import AccessQuestion, export_purpose, give_access
from models.casework.changes import Done
from models.casework.unit_of_work import Desk
from models.errors import InputError


def tr(text: str) -> str:
    """A text of this dialog."""
    return QCoreApplication.translate("AccessExport", text)


def access_export_dialog(
    host: Host, asked: AccessQuestion, shown: str, choose: Callable[[], Path | None], done: Callable[[Any], object]
) -> ActDialog:
    """`shown` says what is filtered; `choose` asks for the file; `done((path, number of entries))`."""
    purpose = TextField(tr("用途"), hint=tr("记入查阅记录"), placeholder=tr("例如：上半年个人信息保护自查"), rows=2)

    def command() -> Command:
        words = export_purpose(purpose.text())
        path = choose()
        if path is None:
            raise InputError(tr("没有选文件，没有导出。"), "file")
        return lambda desk: export_access(desk, asked, words, path)

    about = tr("一个 xlsx 表格：谁、何时、看了哪件案的哪一项、用途；不含看到的内容。{shown}").format(shown=shown)
    fields: dict[str, Field] = {"purpose": purpose}
    return ActDialog(host, tr("导出查阅记录"), fields, word=tr("选文件并导出"), command=command, done=done, about=about)


def export_access(desk: Desk, asked: AccessQuestion, purpose: str, path: Path) -> Done[tuple[Path, int]]:
    """Write what is asked for as a workbook, after its taking out was noted."""
    from reports.access_sheet import access_workbook

    given = give_access(desk, asked, purpose)
    write_file(path, access_workbook(given.value))
    return Done((path, len(given.value)), given.changes)
