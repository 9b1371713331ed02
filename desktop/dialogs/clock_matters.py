"""时限和提请: the cases that a clock or a second account asks for; Enter opens one, Ctrl+Enter gives the dates."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication

from desktop.item_models.cells import LONG_NAME, Cell, Column, PillWord
from desktop.item_models.rows import RowModel
from desktop.page import Host
from desktop.theme.paint import ACCENT, BAD, UNKNOWN, WARN, MarkKind
from desktop.theme.sizes import scaled
from desktop.theme.tokens import Tone
from desktop.widgets.action import Action
from desktop.widgets.layouts import column
from desktop.widgets.modal import Modal
from desktop.widgets.surface import Card
from desktop.widgets.table import Table
from models.casework.case_turns import CONFIRM, DATE, DEEM, LATE, MATTER_NAMES, ClockMatter, clock_matters
from models.casework.clocks import Undated, date_cases
from models.errors import SubsidyDeskError

_TINTS = {CONFIRM: (ACCENT, None), DEEM: (BAD, MarkKind.NOT_MET), LATE: (WARN, MarkKind.WARN), DATE: (UNKNOWN, None)}
_HEIGHT = 320


def _tr(text: str) -> str:
    return QCoreApplication.translate("ClockMatters", text)


class ClockMattersDialog(Modal):
    """`ClockMattersDialog(host, matters, opened)`: `opened(number)` on Enter."""

    def __init__(self, host: Host, matters: Sequence[ClockMatter], opened: Callable[[str], object]) -> None:
        self._host, self._opened = host, opened
        self.model: RowModel[ClockMatter] = RowModel(
            [
                Column(_tr("要办什么"), _what, "应视为受理", pill=True),
                Column(_tr("案号"), lambda one: Cell(one.number, strong=True), "2026-00012"),
                Column(_tr("申请人"), lambda one: Cell(one.person_name), "欧阳娜娜", wide=LONG_NAME, elide=True),
                Column(_tr("原因"), lambda one: Cell(one.why, Tone.TEXT2)),
            ]
        )
        self.table = Table(self.model, _tr("时限和提请"))
        self.table.opened.connect(self._open)
        self.model.show_rows(list(matters))
        self.table.select_first()
        self.table.setMinimumHeight(scaled(_HEIGHT))
        self.date_action = Action("Ctrl+Enter", _tr("补算期限日期"), self.date)
        super().__init__(
            _tr("时限和提请"),
            column(Card(column(self.table, margins=(1, 1, 1, 6)))),
            accept=self.date_action,
            remark=_tr("{n} 件").format(n=len(matters)),
            foot_note=_tr("Enter 打开案件"),
            width=860,
            cancel_word=_tr("关闭"),
        )
        if not any(one.act == DATE for one in matters):
            self.date_action.block(_tr("没有待补算的期限"))

    def _open(self, matter: ClockMatter) -> None:
        self.close()
        self._opened(matter.number)

    def date(self) -> None:
        """Ctrl+Enter: give every case its date that can have one now."""
        self._host.runner.perform(date_cases, self._dated, self._fail)

    def _dated(self, dated: tuple[Undated, ...]) -> None:
        self.close()
        self._host.say(_tr("已补算 {n} 件的期限日期").format(n=len(dated)))

    def _fail(self, error: SubsidyDeskError) -> None:
        self._host.say(error.message, bad=True)


def _what(matter: ClockMatter) -> Cell:
    tint, mark = _TINTS[matter.act]
    return Cell(pill=PillWord(MATTER_NAMES[matter.act], tint, mark))


def open_clock_matters(host: Host, opened: Callable[[str], object]) -> None:
    """Ask and show; where nothing waits, say so."""

    def show(matters: tuple[ClockMatter, ...]) -> None:
        if matters:
            host.open_modal(ClockMattersDialog(host, matters, opened))
        else:
            host.say(_tr("没有因时限或提请要办的案件"))

    host.runner.read(clock_matters, show, lambda error: host.say(error.message, bad=True), latest="clock matters")
