"""Setting one's own signing PIN: the pass phrase first, then six digits twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.dialogs.act_dialog import ActDialog, Command
from desktop.page import Host
from desktop.widgets.fields import SecretField
from models.casework.changes import Changes, Done
from models.casework.pins import LENGTH, set_pin
from models.errors import InputError, NotPermitted, StoreError

if TYPE_CHECKING:
    from models.casework.unit_of_work import Desk


def tr(text: str) -> str:
    """A text of this dialog."""
    return QCoreApplication.translate("SetPin", text)


def set_own_pin(desk: Desk, passphrase: str, pin: str) -> Done[None]:
    """Set the account's PIN after its pass phrase. Raises InputError at `passphrase` or `pin`."""
    from models.casework.key_settling import unlock_as

    if desk.store.folder is None:
        raise StoreError(tr("这台电脑上没有密钥文件，不能核对口令。请系统管理员处理。"))
    try:
        unlock_as(desk, desk.store.folder, passphrase)
    except NotPermitted as wrong:
        raise InputError(wrong.message, "passphrase") from wrong
    set_pin(desk, pin)
    return Done(None, Changes())


def pin_dialog(host: Host, name: str, done: Callable[[object], object]) -> ActDialog:
    """Set or replace the PIN of the signed-in account."""
    passphrase = SecretField(tr("{name} 的登录口令").format(name=name))
    first = SecretField(tr("新的签发 PIN"), hint=tr("{n} 位数字").format(n=LENGTH))
    second = SecretField(tr("再输一次"))
    for field in (first, second):
        field.line.setMaxLength(LENGTH)

    def command() -> Command:
        phrase, pin = passphrase.text(), first.text()
        if not phrase:
            raise InputError(tr("请输入登录口令，证明是本人。"), "passphrase")
        if pin != second.text():
            raise InputError(tr("两次输入的 PIN 不一样，请重新输入。"), "again")
        return lambda desk: set_own_pin(desk, phrase, pin)

    return ActDialog(
        host,
        tr("设定签发 PIN"),
        {"passphrase": passphrase, "pin": first, "again": second},
        word=tr("设定"),
        command=command,
        done=done,
        subtitle=name,
        about=tr("每签一件都要输入。只属于本人，不要告诉别人；错 3 次锁 15 分钟。"),
    )
