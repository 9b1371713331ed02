"""设置 · 我的口令: the account's own pass phrase, and for signers the signing PIN."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.dialogs.account_dialogs import strong_and_same
from desktop.page import Host
from desktop.pages.settings_section import Section, Services, block, page_of
from desktop.widgets.action import Action
from desktop.widgets.button import Button, Kind
from desktop.widgets.field import Field
from desktop.widgets.form_grid import FormGrid
from desktop.widgets.layouts import STRETCH, row
from desktop.widgets.line_fields import SecretField
from desktop.widgets.problem import Problem
from models.casework.passphrases import change_own_passphrase
from models.casework.permissions import may
from models.casework.pins import LENGTH, has_pin, set_pin
from models.casework.sign_ins import account_after_passphrase
from models.casework.unit_of_work import Desk
from models.errors import InputError, NotPermitted, SubsidyDeskError
from models.store.passphrases import MINIMUM


class OwnSection(Section):
    """Nobody else can do either of them."""

    key, icon = "own", "key"
    needs = "account.passphrase"

    def __init__(self, host: Host, services: Services) -> None:
        super().__init__(host, services)
        self.title, self.about = self.tr("我的口令和 PIN"), self.tr("更换口令、设签发 PIN")
        self.old = SecretField(self.tr("原口令"))
        self.first = SecretField(self.tr("新口令"), hint=self.tr("至少 {n} 个字符，例如一句话").format(n=MINIMUM))
        self.second = SecretField(self.tr("再输入一次"))
        self.phrase = SecretField(self.tr("口令"), hint=self.tr("确认是您本人"))
        self.pin = SecretField(self.tr("签发 PIN"), hint=self.tr("{n} 位数字").format(n=LENGTH))
        self.pin_again = SecretField(self.tr("再输入一次"))
        self.change_action = Action("", self.tr("更换口令"), self.change, parent=self)
        self.pin_action = Action("", self.tr("设置 PIN"), self.put_pin, parent=self)
        passphrase = block(
            self.tr("我的口令"), self._grid(self.old, self.first, self.second), self._foot(self.change_action)
        )
        note = self.tr("签发时每次都要输入；连续输错三次锁定 15 分钟。忘了就用口令重新设一个。")
        self.pin_block = block(
            self.tr("签发 PIN"),
            self._grid(self.phrase, self.pin, self.pin_again),
            self._foot(self.pin_action),
            note=note,
        )
        self.setLayout(page_of(passphrase, self.pin_block))
        account = host.account
        self.signs = account is None or may(account, "pin.set")
        if not self.signs:
            self.pin_block.hide()

    def _grid(self, *fields: SecretField) -> FormGrid:
        grid = FormGrid(columns=3)
        for field in fields:
            field.edited.connect(lambda _text, each=field: each.set_problem(None))
            grid.add(field)
        return grid

    def _foot(self, action: Action) -> QWidget:
        from desktop.widgets.layouts import boxed

        return boxed(row(STRETCH, Button(action=action, kind=Kind.PRIMARY)))

    def first_input(self) -> QWidget:
        return self.old.control

    def refresh(self) -> None:
        if self.signs:
            self.host.runner.read(has_pin, self._show_pin, self.fail, latest="settings pin")

    def _show_pin(self, there: bool) -> None:
        self.pin_action.word = self.tr("更换 PIN") if there else self.tr("设置 PIN")
        for button in self.findChildren(Button):
            if button.bound is self.pin_action:
                button.setText(self.pin_action.word)

    def change(self) -> None:
        """Replace the own pass phrase."""
        account, folder = self.host.account, self.services.folder
        if not self.old.text():
            _say(self.old, self.tr("请先输入原口令。"))
        elif strong_and_same(self.first, self.second, account.name if account is not None else ""):
            old, new = self.old.text(), self.first.text()
            self.host.runner.run(
                lambda desk: change_own_passphrase(desk, folder, old, new), self._changed, self._refused
            )

    def _changed(self, _nothing: None) -> None:
        for field in (self.old, self.first, self.second):
            field.set_text("")
        self.host.say(self.tr("口令已更换，下次登录和解锁用新口令。"))

    def _refused(self, error: SubsidyDeskError) -> None:
        _say(self.first if isinstance(error, InputError) else self.old, error.message)

    def put_pin(self) -> None:
        """Set or replace the signing PIN, after the pass phrase."""
        folder, account = self.services.folder, self.host.account
        if not self.phrase.text():
            _say(self.phrase, self.tr("请先输入口令，确认是您本人。"))
            return
        if self.pin.text() != self.pin_again.text():
            _say(self.pin_again, self.tr("两次输入的 PIN 不一样，请重新输入一次。"))
            return
        phrase, pin = self.phrase.text(), self.pin.text()
        name = account.name if account is not None else ""

        def put(desk: Desk) -> None:
            account_after_passphrase(desk, folder, name or desk.account.name, phrase)
            set_pin(desk, pin)

        self.host.runner.run(put, self._pin_set, self._pin_refused)

    def _pin_set(self, _nothing: None) -> None:
        for field in (self.phrase, self.pin, self.pin_again):
            field.set_text("")
        self._show_pin(True)
        self.host.say(self.tr("签发 PIN 已设好。"))

    def _pin_refused(self, error: SubsidyDeskError) -> None:
        _say(self.phrase if isinstance(error, NotPermitted) else self.pin, error.message)


def _say(field: Field, words: str) -> None:
    field.set_problem(Problem(words))
    field.setFocus()
