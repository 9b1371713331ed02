"""The ways of a case after its decision and beside it: undo, 更正·复议, maintain, seal, objections of 公示."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from desktop.dialogs.rounds import maintain_dialog, objection_dialog, reopen_dialog, settle_dialog, undo_dialog
from desktop.page import Host
from desktop.widgets.action import Action
from desktop.widgets.modal import Modal
from models.case import State
from models.casework.dossiers import Dossier
from models.errors import SubsidyDeskError

Dialog = Callable[[Host, Dossier, Callable[[object], object]], Modal]
Ask = Callable[[Dialog, str], None]


class RoundActions(QObject):
    """`steps` and `ways` with the command each of them runs, for `CaseActions`; `ask(dialog, words)` opens a form.

    `told(words)` after a step that needs no form.
    """

    def __init__(self, host: Host, ask: Ask, told: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._host, self._ask, self._told = host, ask, told
        self._dossier: Dossier | None = None
        self.seal = Action("F9", self.tr("记为已用印"), self._seal, parent=self)
        self.resubmit = Action("F9", self.tr("更正后送复核"), self._resubmit, parent=self)
        self.undo = Action("Ctrl+Z", self.tr("撤销签发"), self._undo, parent=self)
        self.reopen = Action("Alt+G", self.tr("更正·复议"), self._reopen, parent=self)
        self.maintain = Action("Ctrl+M", self.tr("维持原决定"), self._maintain, parent=self)
        self.object = Action("Ctrl+J", self.tr("登记异议"), self._object, parent=self)
        self.settle = Action("Ctrl+J", self.tr("处理异议"), self._settle, parent=self)
        self.steps = ((self.resubmit, "case.resubmit"), (self.seal, "case.seal"))
        self.ways = (
            (self.undo, "case.undo"),
            (self.reopen, "case.reopen"),
            (self.maintain, "case.maintain"),
            (self.object, "publicity.object"),
            (self.settle, "publicity.settle"),
        )

    def show_dossier(self, dossier: Dossier | None) -> None:
        """The case that the actions are about."""
        self._dossier = dossier

    def hidden(self) -> frozenset[Action]:
        """What this case has no use for, though its state admits it."""
        dossier = self._dossier
        if dossier is None:
            return frozenset({self.settle, self.reopen})
        unsettled = set() if dossier.objection is not None else {self.settle}
        in_house = {State.TO_SERVE} if "case.reopen" in dossier.refusals else set()
        return frozenset(unsettled | ({self.reopen} if dossier.record.case.state in in_house else set()))

    def _number(self) -> str:
        return "" if self._dossier is None else self._dossier.record.case.number

    def _undo(self) -> None:
        self._ask(undo_dialog, self.tr("{number} 的签发已撤销，文号作废，案件在复核"))

    def _reopen(self) -> None:
        self._ask(reopen_dialog, self.tr("{number} 已开始更正或复议"))

    def _maintain(self) -> None:
        self._ask(maintain_dialog, self.tr("{number} 维持原决定，告知书已出具"))

    def _object(self) -> None:
        self._ask(objection_dialog, self.tr("{number} 的异议已登记，案件在复核"))

    def _settle(self) -> None:
        self._ask(settle_dialog, self.tr("{number} 的异议已处理"))

    def _seal(self) -> None:
        from models.casework.sealing import seal

        number = self._number()
        words = self.tr("{number} 已记为用印").format(number=number)
        self.seal.block(self.tr("正在保存…"))
        self._host.runner.perform(lambda desk: seal(desk, [number]), lambda _done: self._told(words), self._failed)

    def _resubmit(self) -> None:
        from models.casework.rounds import send_round_to_review

        number = self._number()
        words = self.tr("{number} 已送复核").format(number=number)
        self.resubmit.block(self.tr("正在保存…"))
        self._host.runner.perform(
            lambda desk: send_round_to_review(desk, number), lambda _case: self._told(words), self._failed
        )

    def _failed(self, error: SubsidyDeskError) -> None:
        for action, command in self.steps:
            reason = "" if self._dossier is None else self._dossier.refusals.get(command, "")
            action.block(reason) if reason else action.allow()
        self._host.say(error.message, bad=True)
