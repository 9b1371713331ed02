"""The turns of a case on its page: the notice, what arrives, proposals, the deadline, service of the chosen letter."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject

from desktop.dialogs.deadline import open_deadline
from desktop.dialogs.proposals import extension_dialog, non_acceptance_dialog, settle_dialog
from desktop.dialogs.receipt import PaperDialog
from desktop.dialogs.supplement_notice import ArrivalDialog, NoticeDialog
from desktop.page import Host
from desktop.widgets.action import Action
from models.case import OPEN_STATES
from models.casework.case_turns import ARRIVE, CONFIRM, DEEM, EXTEND, FIRST, FURTHER, LATE, NOT_ACCEPT
from models.errors import SubsidyDeskError
from models.letter import LETTER_NAMES
from models.notice import Wanted

if TYPE_CHECKING:
    from desktop.dialogs.act_dialog import Command
    from models.casework.dossiers import Dossier
    from models.casework.letters import Issued


class TurnActions(QObject):
    """`turns.show_dossier(dossier)`; `forward()` is the step that another's answer or a paper waits for.

    `told(words)` after a command was run.
    """

    def __init__(self, host: Host, told: Callable[[str], object], parent: QObject) -> None:
        super().__init__(parent)
        self._host, self._told = host, told
        self.dossier: Dossier | None = None
        act = partial(Action, parent=self)
        self.confirm = act("F9", self.tr("办理提请"), self._confirm)
        self.arrive = act("F9", self.tr("登记补正"), self._arrive)
        self.deem = act("F9", self.tr("办理视为受理"), self._deem)
        self.notice = act("F6", self.tr("补正告知"), self._notice)
        self.further = act("F6", self.tr("再次告知"), self._further)
        self.refuse = act("Alt+U", self.tr("不予受理"), self._refuse)
        self.late = act("Alt+L", self.tr("逾期处理"), self._late)
        self.extend = act("Alt+Q", self.tr("延期"), self._extend)
        self.deadline = act("Ctrl+T", self.tr("期限"), self._deadline, icon="calendar")
        self._steps = ((self.confirm, CONFIRM), (self.arrive, ARRIVE), (self.deem, DEEM))
        self._ways = (
            *((self.notice, FIRST), (self.further, FURTHER), (self.refuse, NOT_ACCEPT)),
            *((self.late, LATE), (self.extend, EXTEND)),
        )

    def show_dossier(self, dossier: Dossier | None) -> None:
        """Allow and bar what this case and account admit."""
        self.dossier = dossier
        if dossier is not None:
            for action, key in (*self._steps, *self._ways):
                reason = dossier.turns.offered.get(key, "")
                action.block(reason) if reason else action.allow()

    def forward(self) -> Action | None:
        """The step this account may take now, if any."""
        return next((action for action, key in self._steps if self._open(key)), None)

    def aside(self) -> list[Action]:
        """The other acts this account may run."""
        return [action for action, key in self._ways if self._open(key)]

    def looks(self) -> list[Action]:
        """What only shows something: the deadline, while one is counted."""
        counted = self.dossier is not None and self.dossier.record.case.state in OPEN_STATES
        return [self.deadline] if counted else []

    def _open(self, key: str) -> bool:
        return self.dossier is not None and self.dossier.turns.offered.get(key) == ""

    # --- the acts ---------------------------------------------------------------------------------------------------

    def _deadline(self) -> None:
        open_deadline(self._host, self._case().record.case.number)

    def _notice(self) -> None:
        from models.casework.notices import issue_notice
        from reports.issue import render

        number = self._case().record.case.number

        def issue(items: tuple[Wanted, ...], _reason: str) -> Command:
            return partial(issue_notice, number=number, items=items, render=render)

        self._host.open_modal(NoticeDialog(self._host, self._subtitle(), (), issue, self._issuing()))

    def _further(self) -> None:
        from models.casework.notices import propose_further_notice

        number = self._case().record.case.number

        def propose(items: tuple[Wanted, ...], reason: str) -> Command:
            return partial(propose_further_notice, number=number, items=items, reason=reason)

        done = self._telling(self.tr("{number} 已提请再次告知，等另一人批准"))
        self._host.open_modal(NoticeDialog(self._host, self._subtitle(), (), propose, done, further=True))

    def _arrive(self) -> None:
        done = self._telling(self.tr("{number} 已登记补正"))
        self._host.open_modal(ArrivalDialog(self._host, self._case(), done))

    def _refuse(self) -> None:
        done = self._telling(self.tr("{number} 已提请不予受理，等签发人确认"))
        self._host.open_modal(non_acceptance_dialog(self._host, self._case(), done))

    def _late(self) -> None:
        from models.casework.turning_away import propose_lapse

        number = self._case().record.case.number
        done = self._telling(self.tr("{number} 已提请按逾期未补正处理，等签发人确认"))
        self.late.block(self.tr("正在办理…"))
        self._host.runner.perform(partial(propose_lapse, number=number), done, self._fail)

    def _deem(self) -> None:
        from models.casework.turning_away import deem_accepted
        from reports.issue import render

        number = self._case().record.case.number
        self.deem.block(self.tr("正在办理…"))
        self._host.runner.perform(partial(deem_accepted, number=number, render=render), self._issuing(), self._fail)

    def _extend(self) -> None:
        self._host.open_modal(extension_dialog(self._host, self._case(), self._issuing()))

    def _confirm(self) -> None:
        declined = self._telling(self.tr("{number} 的提请已退回窗口"))
        dialog = settle_dialog(self._host, self._case(), self._issuing(), declined)
        if dialog is not None:
            self._host.open_modal(dialog)

    # --- afterwards -------------------------------------------------------------------------------------------------

    def _issuing(self) -> Callable[[Issued], None]:
        """What shows the letter of an act on the case that is open now, whichever is open then."""
        return partial(self._issued, self._case().record.person.name)

    def _issued(self, person: str, issued: Issued) -> None:
        """Show the letter of the act, to be printed at once."""
        name = LETTER_NAMES[issued.letter.kind]
        self._told(self.tr("{case} 已出具{name}：{number}").format(
            case=issued.case.number, name=name, number=issued.letter.number
        ))  # fmt: skip
        show_issued(self._host, issued, person)

    def _telling(self, words: str) -> Callable[[Any], None]:
        """What says that an act on the case that is open now was done."""
        told = words.format(number=self._case().record.case.number)

        def tell(_value: Any) -> None:
            self._told(told)

        return tell

    def _fail(self, error: SubsidyDeskError) -> None:
        self.show_dossier(self.dossier)
        self._host.say(error.message, bad=True)

    def _subtitle(self) -> str:
        record = self._case().record
        return f"{record.case.number} · {record.person.name}"

    def _case(self) -> Dossier:
        if self.dossier is None:
            raise AssertionError("an act of a case is asked for while no case is shown")
        return self.dossier


def show_issued(host: Host, issued: Issued, name: str) -> None:
    """The letter that was just issued, as it prints."""
    letter = issued.letter
    host.open_modal(
        PaperDialog(
            host,
            LETTER_NAMES[letter.kind],
            name,
            issued.content,
            letter.number,
            word=QCoreApplication.translate("CaseTurns", "完成"),
            then=lambda: None,
            remark=letter.number,
            use=letter.kind.value,
        )
    )
