"""Where a shared server is, as a person types it: host, database, roles, a root certificate."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from desktop.widgets.form_grid import FormGrid
from desktop.widgets.line_fields import LineField, SecretField
from desktop.widgets.problem import Problem
from models.errors import InputError
from models.store.server import Address, address_of_parts


def _tr(words: str) -> str:
    return QCoreApplication.translate("ServerFields", words)


class ServerFields:
    """`fields.grid` shows them; `address(role)` is what they say, raising InputError or StoreError.

    `owner` asks for the owner of the database as well, whose password is used once and kept nowhere.
    """

    def __init__(self, *, owner: bool) -> None:
        self.host = LineField(_tr("服务器"), hint=_tr("名称，或名称:端口；就在本机的留空"))
        self.database = LineField(_tr("数据库"), hint=_tr("服务器管理员给的名称"))
        self.window = LineField(_tr("窗口账号"), hint=_tr("各窗口登录数据库用"))
        self.password = SecretField(_tr("窗口密码"), hint=_tr("只存在本机，他人不可读；用 ~/.pgpass 的留空"))
        self.certificate = LineField(_tr("根证书文件"), hint=_tr("核对服务器身份；本机服务器留空"))
        self.owner = LineField(_tr("属主账号"), hint=_tr("建表的账号，只在这一次用"))
        self.owner_password = SecretField(_tr("属主密码"), hint=_tr("用完即忘；用 ~/.pgpass 的留空"))
        shown = [self.host, self.database, self.window, self.password]
        shown += [self.owner, self.owner_password, self.certificate] if owner else [self.certificate]
        self._needed = [self.database, self.window, *([self.owner] if owner else [])]
        self.grid = FormGrid(columns=2)
        for field in shown:
            field.edited.connect(lambda _text, each=field: each.set_problem(None))
            self.grid.add(field, 2 if field is self.certificate else 1)

    def complete(self) -> bool:
        """Whether all that is needed is there; marks what is not."""
        missing = [field for field in self._needed if not field.text().strip()]
        if missing:
            words = _tr("还缺：{names}。不知道的请问服务器管理员。")
            missing[0].set_problem(Problem(words.format(names="、".join(field.label.text() for field in missing))))
            missing[0].setFocus()
        return not missing

    def address(self, role: str) -> Address:
        """The address for one of the roles. Raises InputError or StoreError."""
        typed = self.certificate.text().strip()
        certificate = Path(typed).expanduser() if typed else None
        return address_of_parts(self.host.text(), self.database.text(), role, root_certificate=certificate)

    def show(self, error: Exception, words: str) -> None:
        """Say what is wrong, at the field it belongs to."""
        places = {"root_certificate": self.certificate, "window": self.window}
        field = places.get(error.field or "", self.host) if isinstance(error, InputError) else self.host
        field.set_problem(Problem(words))
        field.setFocus()
