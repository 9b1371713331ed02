"""Dialogs about accounts: a new one, and a new pass phrase for a colleague."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from desktop.dialogs.account_form import AccountForm
from desktop.widgets.action import Action
from desktop.widgets.field import Field
from desktop.widgets.form_grid import FormGrid
from desktop.widgets.layouts import column
from desktop.widgets.line_fields import SecretField
from desktop.widgets.modal import Modal
from desktop.widgets.problem import Problem
from models.casework.offices import NewAccount
from models.errors import InputError, NotPermitted, SubsidyDeskError
from models.store.passphrases import MINIMUM, check

_WIDTH = 560


def _tr(words: str) -> str:
    return QCoreApplication.translate("AccountDialogs", words)


class NewAccountDialog(Modal):
    """`add(account, own_passphrase)` when all is typed; answer with `refuse(error)` or `close()`."""

    def __init__(self, taken: frozenset[str], add: Callable[[NewAccount, str], None]) -> None:
        self.form = AccountForm()
        self.form.taken = taken
        self.own = _own_field()
        grid = FormGrid(columns=1)
        grid.add(self.own)
        self._add = add
        accept = Action("Ctrl+Enter", _tr("添加账号"), self._accept)
        super().__init__(_tr("添加账号"), column(self.form, grid, gap=12), accept=accept, width=_WIDTH)

    def _accept(self) -> None:
        account = self.form.account()
        if account is not None and _typed(self.own):
            if self.accept_action is not None:
                self.accept_action.block(_tr("正在保存…"))
            self._add(account, self.own.text())

    def refuse(self, error: SubsidyDeskError) -> None:
        """Say at the field why not."""
        if self.accept_action is not None:
            self.accept_action.allow()
        _say(self.own if isinstance(error, NotPermitted) else self.form.name, error.message)


class ResetDialog(Modal):
    """`reset(new, own_passphrase)`; answer with `refuse(error)` or `close()`."""

    def __init__(self, name: str, reset: Callable[[str, str], None]) -> None:
        self.name = name
        self.first = SecretField(_tr("新口令"), hint=_tr("由本人输入，至少 {n} 个字符").format(n=MINIMUM))
        self.second = SecretField(_tr("再输入一次"))
        self.own = _own_field()
        self._reset = reset
        grid = FormGrid(columns=1)
        for field in (self.first, self.second, self.own):
            field.edited.connect(lambda _text, each=field: each.set_problem(None))
            grid.add(field)
        accept = Action("Ctrl+Enter", _tr("重设口令"), self._accept)
        super().__init__(_tr("重设口令"), column(grid), accept=accept, subtitle=name, width=_WIDTH)

    def _accept(self) -> None:
        if strong_and_same(self.first, self.second, self.name) and _typed(self.own):
            if self.accept_action is not None:
                self.accept_action.block(_tr("正在保存…"))
            self._reset(self.first.text(), self.own.text())

    def refuse(self, error: SubsidyDeskError) -> None:
        """Say at the field why not."""
        if self.accept_action is not None:
            self.accept_action.allow()
        _say(self.own if isinstance(error, NotPermitted) else self.first, error.message)


def strong_and_same(first: SecretField, second: SecretField, account: str) -> bool:
    """Whether a new pass phrase is strong and typed twice alike; says what is wrong at its field."""
    try:
        check(first.text(), account)
    except InputError as error:
        _say(first, error.message)
        return False
    if first.text() != second.text():
        _say(second, _tr("两次输入的口令不一样，请重新输入一次。"))
        return False
    return True


def _own_field() -> SecretField:
    field = SecretField(_tr("您自己的口令"), hint=_tr("确认是您本人"))
    field.edited.connect(lambda _text: field.set_problem(None))
    return field


def _typed(own: SecretField) -> bool:
    if own.text():
        return True
    _say(own, _tr("请输入您自己的口令：数据的钥匙要用它打开一次。"))
    return False


def _say(field: Field, words: str) -> None:
    field.set_problem(Problem(words))
    field.setFocus()
