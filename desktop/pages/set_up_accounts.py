"""Third step: who works here, in which seats, each with an own pass phrase."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.dialogs.account_form import AccountForm
from desktop.pages.set_up_step import Step
from desktop.theme.paint import BAD, WARN, MarkKind
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.button import Button, IconButton
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.marks import Icon, Mark
from desktop.widgets.scrolling import Scrolling
from desktop.widgets.surface import Card, Hairline, TintBox
from desktop.widgets.text import Strong, Text
from models.casework.offices import NewAccount
from models.office import CASE_SEATS, SEAT_NAMES, Seat

NEEDED = (Seat.INTAKE, Seat.REVIEW, Seat.SIGN, Seat.SYSTEM, Seat.SECURITY)


def missing_seats(accounts: Sequence[NewAccount]) -> list[Seat]:
    """The seats without which the office cannot work."""
    held = {seat for account in accounts for seat in account.seats}
    return [seat for seat in NEEDED if seat not in held]


def case_workers(accounts: Sequence[NewAccount]) -> int:
    """How many people may handle cases."""
    return sum(1 for account in accounts if account.seats & (CASE_SEATS - {Seat.FINANCE}))


class AccountsStep(Step):
    """`step.accounts` in the order they were added."""

    def __init__(self) -> None:
        super().__init__()
        self.title = self.tr("账号与席位")
        self.text = self.tr("每人一个账号，口令由本人输入，只有本人知道。管理员管账号和备份，不办案。")
        self.accounts: list[NewAccount] = []
        self.form = AccountForm()
        self.add_action = Action("Alt+A", self.tr("添加这个账号"), self.add, icon="plus", parent=self)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._state = QVBoxLayout()
        self._state.setContentsMargins(0, 0, 0, 0)
        form = column(self.form, row(STRETCH, Button(action=self.add_action)), STRETCH, gap=12, margins=(4, 4, 4, 4))
        listed = Card(column(boxed(self._rows), margins=(1, 4, 1, 4)))
        right = column(Strong(self.tr("本局的账号")), listed, boxed(self._state), STRETCH, gap=8, margins=(0, 2, 4, 0))
        self.setLayout(row((Scrolling(form), 5), (boxed(right), 6), gap=24))
        self._show()

    def first_input(self) -> QWidget:
        return self.form.name.control

    def entered(self) -> None:
        self._show()

    def add(self) -> None:
        """Take the typed account into the list."""
        self.form.taken = frozenset(account.name for account in self.accounts)
        account = self.form.account()
        if account is None:
            return
        self.accounts.append(account)
        self.form.clear()
        self.form.name.setFocus()
        self._show()

    def remove(self, name: str) -> None:
        """Take an account out of the list again."""
        self.accounts = [account for account in self.accounts if account.name != name]
        self._show()

    def complete(self) -> bool:
        if self.form.name.text().strip() and not self._took_the_typed_one():
            return False
        return not missing_seats(self.accounts)

    def _took_the_typed_one(self) -> bool:
        before = len(self.accounts)
        self.add()
        return len(self.accounts) > before

    def _show(self) -> None:
        _empty(self._rows)
        for place, account in enumerate(self.accounts):
            if place:
                self._rows.addWidget(Hairline(tone=Tone.ROW_LINE))
            self._rows.addWidget(self._row(account))
        if not self.accounts:
            nobody = Text(self.tr("还没有账号。"), Role.BODY, Tone.TEXT3)
            self._rows.addWidget(boxed(row(nobody, margins=(15, 8, 15, 8))))
        _empty(self._state)
        for mark, words in self._remarks():
            tint = BAD if mark is MarkKind.NOT_MET else WARN
            sign = column(Mark(mark), STRETCH, margins=(0, 2, 0, 0))
            text = Text(words, Role.SMALL, wrap=True)
            self._state.addWidget(TintBox(row(sign, (text, 1), gap=8, margins=(12, 8, 12, 8)), tint))
        self.changed.emit()

    def _row(self, account: NewAccount) -> QWidget:
        seats = " · ".join(SEAT_NAMES[seat] for seat in Seat if seat in account.seats)
        remove = IconButton("cross", self.tr("去掉账号 {name}").format(name=account.name), compact=True)
        remove.clicked.connect(partial(self.remove, account.name))
        who = column(Strong(account.name, elide=True), Text(seats, Role.CAPTION, Tone.TEXT2, elide=True), gap=0)
        words = row(Icon("person"), (who, 1), remove)
        words.setContentsMargins(15, 8, 12, 8)
        return boxed(words)

    def _remarks(self) -> list[tuple[MarkKind, str]]:
        found = []
        if missing := missing_seats(self.accounts):
            seats = "、".join(SEAT_NAMES[seat] for seat in missing)
            found.append((MarkKind.WARN, self.tr("还缺席位：{seats}。没有它们无法办理。").format(seats=seats)))
        if self.accounts and case_workers(self.accounts) < 2:
            words = self.tr("能办案的不到两人：受理、复核须由不同的人办理，案件会停在复核前。")
            found.append((MarkKind.WARN, words))
        return found


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
