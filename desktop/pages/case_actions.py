"""What may be done with a case in its state by this seat: one step forward, and the ways aside."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.dialogs.case_acts import pay_dialog, serve_dialog, withdraw_dialog
from desktop.dialogs.repayment_acts import propose_dialog, returned_dialog
from desktop.page import Host
from desktop.pages.case_rounds import RoundActions
from desktop.pages.case_turns import TurnActions
from desktop.widgets.action import Action
from desktop.widgets.boxes import ReasonBar
from desktop.widgets.button import Button, Kind
from desktop.widgets.flow import Flow
from desktop.widgets.layouts import STRETCH, boxed, row
from desktop.widgets.modal import Modal
from models.case import Case
from models.casework.dossiers import Dossier
from models.casework.permissions import may
from models.errors import SubsidyDeskError

_LEAST_REASON = 200  # two lines of it beside the buttons


class CaseActions(QObject):
    """`actions.show_dossier(dossier)`; `forward()` is the next step in this state, `aside()` the others.

    `done(words)` after a command was run. The commands belonging to pages of their own only lead there.
    """

    done = Signal(str)
    changed = Signal()

    def __init__(self, host: Host, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._host = host
        self.dossier: Dossier | None = None
        self.accept = Action("F9", self.tr("去受理页受理"), lambda: self._go("intake"), parent=self)
        self.submit = Action("F9", self.tr("重新送审"), self._submit, parent=self)
        self.review = Action("F9", self.tr("去复核"), lambda: self._go("review"), parent=self)
        self.sign = Action("F9", self.tr("去签发"), lambda: self._go("sign"), parent=self)
        self.serve = Action("F9", self.tr("送达"), self._serve, parent=self)
        self.pay = Action("F9", self.tr("登记拨付"), self._pay, parent=self)
        self.edit = Action("Ctrl+E", self.tr("去受理页修改"), lambda: self._go("intake"), parent=self, icon="edit")
        self.withdraw = Action("Ctrl+Delete", self.tr("撤回申请"), self._withdraw, parent=self)
        self.returned = Action("Ctrl+Backspace", self.tr("登记退票"), self._returned, parent=self)
        self.reclaim = Action("Ctrl+R", self.tr("责令退回"), self._reclaim, parent=self)
        self.attendant = Action("Alt+D", self.tr("代办、监护"), self._attendant, parent=self)
        self.account = Action("Ctrl+Y", self.tr("更正企业账户"), self._correct_account, parent=self)
        self.confirm = Action("Alt+Y", self.tr("核对号码更正"), self._confirm, parent=self)
        self.rounds = RoundActions(host, self._ask, self.done.emit, self)
        self._steps = (
            (self.accept, "case.accept"),
            (self.submit, "case.submit"),
            (self.review, "case.review"),
            (self.sign, "case.decide"),
            (self.serve, "case.serve"),
            (self.pay, "case.pay"),
            *self.rounds.steps,
        )
        self._ways = (
            (self.edit, "case.facts"),
            (self.attendant, "case.attendant"),
            (self.account, "case.account"),
            *self.rounds.ways,
            (self.withdraw, "case.withdraw"),
            (self.returned, "case.payment_returned"),
            (self.reclaim, "repayment.propose"),
        )
        self.turns = TurnActions(host, self.done.emit, self)

    def show_dossier(self, dossier: Dossier | None) -> None:
        """Allow and bar what this case and account admit."""
        self.dossier = dossier
        self.rounds.show_dossier(dossier)
        if dossier is not None:
            for action, command in (*self._steps, *self._ways):
                _follow(action, dossier.refusals.get(command, ""))
            _follow(self.confirm, self._no_second_look(dossier))
        self.turns.show_dossier(dossier)
        self.changed.emit()

    def _no_second_look(self, dossier: Dossier) -> str:
        change = dossier.record.change
        if not may(dossier.actor, "person.confirm_change"):
            return self.tr("“{name}”没有复核或签发席位，不能核对").format(name=dossier.actor.name)
        if change is not None and change.asked_by == dossier.actor.id:
            return self.tr("是您本人提请的，须由另一人核对")
        return ""

    def forward(self) -> Action | None:
        """The next step; None where nothing is left to do."""
        if self.dossier is None:
            return None
        if (turn := self.turns.forward()) is not None:
            return turn
        possible, case = self.dossier.possible, self.dossier.record.case
        steps = [action for action, command in self._steps if command in possible]
        if self.accept in steps and self.submit in steps:
            return self.accept if case.accepted_on is None else self.submit
        return steps[0] if steps else None

    def aside(self) -> list[Action]:
        """Correct at the window, withdraw."""
        if self.dossier is None:
            return []
        possible, hidden = self.dossier.possible, self.rounds.hidden()
        confirm = [self.confirm] if self.dossier.record.change is not None else []
        ways = (action for action, command in self._ways if command in possible and action not in hidden)
        return [*confirm, *ways, *self.turns.aside()]

    def all(self) -> list[Action]:
        """Everything that may be shown in this state."""
        step = self.forward()
        return [*([] if step is None else [step]), *self.aside(), *self.turns.looks()]

    def _number(self) -> str:
        return "" if self.dossier is None else self.dossier.record.case.number

    def _go(self, page: str) -> None:
        number = self._number()
        self._host.go_to(page, ("case", number) if page == "intake" else number)

    def _submit(self) -> None:
        from models.casework.intake import submit

        number = self._number()
        self.submit.block(self.tr("正在送审…"))
        self._host.runner.perform(lambda desk: submit(desk, number), self._submitted, self._failed)

    def _submitted(self, case: Case) -> None:
        self.done.emit(self.tr("{number} 已重新送审").format(number=case.number))

    def _failed(self, error: SubsidyDeskError) -> None:
        _follow(self.submit, "" if self.dossier is None else self.dossier.refusals.get("case.submit", ""))
        self._host.say(error.message, bad=True)

    def _serve(self) -> None:
        self._ask(serve_dialog, self.tr("{number} 已记为送达"))

    def _pay(self) -> None:
        self._ask(pay_dialog, self.tr("{number} 已记为拨付"))

    def _returned(self) -> None:
        self._ask(returned_dialog, self.tr("{number} 已记为退票，应付的款项待再次拨付"))

    def _reclaim(self) -> None:
        self._ask(propose_dialog, self.tr("{number} 的责令退回已提请签发"))

    def _withdraw(self) -> None:
        self._ask(withdraw_dialog, self.tr("{number} 已撤回"))

    def _attendant(self) -> None:
        from desktop.dialogs.case_identity import attendant_dialog

        if self.dossier is not None:
            said = self.tr("{number} 已登记到场人").format(number=self._number())
            self._host.open_modal(attendant_dialog(self._host, self.dossier, lambda _kept: self.done.emit(said)))

    def _correct_account(self) -> None:
        from desktop.dialogs.company_account import company_account_dialog

        self._ask(company_account_dialog, self.tr("{number} 的企业收款账户已更正"))

    def _confirm(self) -> None:
        from desktop.dialogs.case_identity import change_dialog

        if self.dossier is not None and self.dossier.record.change is not None:
            change = self.dossier.record.change
            said = self.tr("第 {n} 号证件号码更正已核对").format(n=change.id)
            self._host.open_modal(change_dialog(self._host, self.dossier, change, lambda _kept: self.done.emit(said)))

    def _ask(self, dialog: Callable[[Host, Dossier, Callable[[object], object]], Modal], words: str) -> None:
        if self.dossier is not None:
            number = self._number()
            made = dialog(self._host, self.dossier, lambda _case: self.done.emit(words.format(number=number)))
            self._host.open_modal(made)


def _follow(action: Action, reason: str) -> None:
    if reason:
        action.block(reason)
    else:
        action.allow()


class CaseFoot(ReasonBar):
    """The bar under a case: ways aside left, the next step right with its reason; `show_actions(forward, aside)`."""

    def __init__(self) -> None:
        self._ways = Flow(line_gap=6)
        self._body = row(boxed(self._ways), STRETCH, gap=12)
        self._shown: list[QWidget] = []
        super().__init__(self._body, 1, lambda: self._shown, _LEAST_REASON)
        self._forward: Action | None = None
        self._said = ""

    def show_actions(self, forward: Action | None, aside: list[Action], said: str = "") -> None:
        """Show these; `said` stands where the reason would."""
        for widget in self._shown:
            self._ways.removeWidget(widget)
            self._body.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        if self._forward is not None:
            self._forward.changed.disconnect(self._tell)
        self._forward, self._said = forward, said
        left: list[QWidget] = [Button(action=action) for action in aside]
        right: list[QWidget] = [] if forward is None else [Button(action=forward, kind=Kind.PRIMARY)]
        for widget in left:
            self._ways.addWidget(widget)
        for widget in right:
            self._body.addWidget(widget)
        self._shown = [*left, *right]
        if forward is not None:
            forward.changed.connect(self._tell)
        self._tell()

    def _tell(self) -> None:
        reason = "" if self._forward is None else self._forward.reason
        self.tell(reason or self._said)
