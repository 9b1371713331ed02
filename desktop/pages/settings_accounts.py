"""设置 · 账号与席位: who works here; adding, closing and resetting by the security administrator."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.dialogs.account_dialogs import NewAccountDialog, ResetDialog
from desktop.dialogs.close_account import close_dialog
from desktop.item_models.cells import Cell, Column, PillWord
from desktop.item_models.rows import RowModel
from desktop.page import Host
from desktop.pages.settings_section import Section, Services
from desktop.theme.paint import MET, UNKNOWN, MarkKind
from desktop.theme.sizes import PAD
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.button import Button
from desktop.widgets.layouts import STRETCH, column, row
from desktop.widgets.surface import Card
from desktop.widgets.table import Table
from desktop.widgets.text import Strong, Text
from models.casework.leaving import Departure, Leaver, in_hand
from models.casework.offices import NewAccount, add_account
from models.casework.passphrases import reset_passphrase
from models.casework.permissions import may
from models.casework.sign_ins import office_accounts
from models.errors import SubsidyDeskError
from models.office import SEAT_NAMES, Account, Seat


class AccountsSection(Section):
    """The table, and what may be done with the account under the cursor."""

    key, icon = "accounts", "people"

    def __init__(self, host: Host, services: Services) -> None:
        super().__init__(host, services)
        self.title, self.about = self.tr("账号与席位"), self.tr("添加、停用、重设口令")
        self.add_action = Action("Ctrl+N", self.tr("添加账号"), self.add, icon="plus", parent=self)
        self.reset_action = Action("Ctrl+R", self.tr("重设口令"), self.reset, icon="key", parent=self)
        self.close_action = Action("Ctrl+Delete", self.tr("停用"), self.ask_close, parent=self)
        self.model = RowModel[Account](
            [
                Column(
                    self.tr("账号"),
                    lambda account: Cell(account.name, strong=True),
                    self.tr("欧阳国家上官"),
                    elide=True,
                ),
                Column(self.tr("席位"), lambda account: Cell(_seats(account), Tone.TEXT2)),
                Column(self.tr("状态"), self._state, self.tr("已停用"), pill=True),
            ]
        )
        self._accounts: tuple[Account, ...] = ()
        self.table = Table(self.model, self.title)
        self.table.current_changed.connect(lambda _row: self._judge())
        buttons = row(*(Button(action=action) for action in self.section_actions()), STRETCH, gap=8)
        note = Text(
            self.tr("停用的账号不能登录，他办过的仍记在名下。每次改动都记入流水。"), Role.SMALL, Tone.TEXT2, wrap=True
        )
        card = Card(column(self.table, margins=(1, 1, 1, 6)))
        self.setLayout(column(Strong(self.title, Role.SECTION), note, buttons, (card, 1), gap=12))
        self.layout().setContentsMargins(4, 4, PAD, PAD)  # type: ignore[union-attr]
        self._judge()

    def section_actions(self) -> list[Action]:
        return [self.add_action, self.reset_action, self.close_action]

    def first_input(self) -> QWidget:
        return self.table

    def _state(self, account: Account) -> Cell:
        word = self.tr("在用") if account.active else self.tr("已停用")
        return Cell(pill=PillWord(word, MET, MarkKind.MET) if account.active else PillWord(word, UNKNOWN))

    def refresh(self) -> None:
        self.host.runner.read(office_accounts, self._show, self.fail, latest="settings accounts")

    def _show(self, accounts: tuple[Account, ...]) -> None:
        self._accounts = accounts
        self.model.show_rows(accounts)
        self.table.select_first()
        self._judge()

    def current(self) -> Account | None:
        """The account under the cursor."""
        found = self.table.current()
        return found if isinstance(found, Account) else None

    def _judge(self) -> None:
        me, other = self.host.account, self.current()
        security = SEAT_NAMES[Seat.SECURITY]
        for action, command in (
            (self.add_action, "account.add"),
            (self.reset_action, "account.reset"),
            (self.close_action, "account.close"),
        ):
            if me is not None and not may(me, command):
                action.block(self.tr("只有{seat}能办。").format(seat=security))
            elif action is self.add_action:
                action.allow()
            elif other is None:
                action.block(self.tr("请先选一个账号。"))
            elif not other.active:
                action.block(self.tr("“{name}”已停用。").format(name=other.name))
            elif me is not None and other.id == me.id:
                action.block(self.tr("不能对正在使用的账号办，自己的口令在“我的口令”里改。"))
            else:
                action.allow()

    def add(self) -> None:
        """A new account, with the administrator's own pass phrase."""
        folder = self.services.folder
        taken = frozenset(account.name for account in self._accounts)

        def submit(account: NewAccount, own: str) -> None:
            self.host.runner.perform(lambda desk: add_account(desk, folder, account, own), done, refused)

        def done(account: Account) -> None:
            dialog.close()
            self.host.say(self.tr("已添加账号“{name}”。").format(name=account.name))

        dialog = NewAccountDialog(taken, submit)
        refused = partial(self._refused, dialog)
        self.host.open_modal(dialog)

    def reset(self) -> None:
        """A new pass phrase for a colleague who forgot theirs."""
        account, folder = self.current(), self.services.folder
        if account is None:
            return
        name = account.name

        def submit(new: str, own: str) -> None:
            self.host.runner.run(lambda desk: reset_passphrase(desk, folder, name, new, own), done, refused)

        def done(_nothing: None) -> None:
            dialog.close()
            self.host.say(self.tr("已重设“{name}”的口令。").format(name=name))

        dialog = ResetDialog(name, submit)
        refused = partial(self._refused, dialog)
        self.host.open_modal(dialog)

    def _refused(self, dialog: NewAccountDialog | ResetDialog, error: SubsidyDeskError) -> None:
        """At its field; at the bottom where the dialog was closed meanwhile."""
        if dialog.is_open:
            dialog.refuse(error)
        else:
            self.fail(error)

    def ask_close(self) -> None:
        """Close an account after asking; what its holder has in hand goes to a colleague first."""
        account = self.current()
        if account is not None:
            name = account.name
            self.host.runner.read(lambda desk: in_hand(desk, name), self._ask_close, self.fail)

    def _ask_close(self, held: Leaver) -> None:
        def done(gone: Departure) -> None:
            words = self.tr("已停用账号“{name}”。关闭所有窗口后第一次登录时，会自动更换他知道的数据密钥。").format(
                name=gone.account.name
            )
            if gone.heir is not None:
                words += self.tr("{n} 件在办案件、{m} 份没办完的收件已交给“{heir}”。").format(
                    n=len(gone.cases), m=gone.drafts, heir=gone.heir.name
                )
            self.host.say(words)

        others = [one for one in self._accounts if one.active and one.id != held.account.id]
        self.host.open_modal(close_dialog(self.host, self.services.folder, held, others, done))


def _seats(account: Account) -> str:
    return " · ".join(SEAT_NAMES[seat] for seat in Seat if seat in account.seats)
