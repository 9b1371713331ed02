"""银行回单: every row with what it will do, before anything is entered."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication

from desktop.item_models.cells import Cell, Column, PillWord
from desktop.item_models.rows import RowModel
from desktop.page import Host
from desktop.theme.paint import MarkKind
from desktop.theme.sizes import scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.boxes import Notice
from desktop.widgets.chips import Chips
from desktop.widgets.layouts import column
from desktop.widgets.modal import Modal
from desktop.widgets.surface import Card
from desktop.widgets.table import Table
from desktop.widgets.text import Text
from models.casework.payment_results import STANDING_NAMES, StagedAnswer, StagedRow, Standing, save_results
from models.errors import SubsidyDeskError
from models.money import format_yuan

_KINDS = {
    Standing.PAID: MarkKind.MET,
    Standing.REJECTED: MarkKind.NOT_MET,
    Standing.RETURNED: MarkKind.NOT_MET,
    Standing.SETTLED: MarkKind.UNKNOWN,
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("PaymentAnswer", text)


class PaymentAnswerDialog(Modal):
    """`PaymentAnswerDialog(host, staged, done)`; Ctrl+Enter enters the rows that match, Esc enters nothing."""

    def __init__(self, host: Host, staged: StagedAnswer, done: Callable[[StagedAnswer], object]) -> None:
        self._host, self.staged, self._done = host, staged, done
        self.model: RowModel[StagedRow] = RowModel(_columns())
        self.table = Table(self.model, _tr("银行回单"), two_lines=True)
        self.table.setMinimumHeight(scaled(340))
        self.chips = Chips()
        self.chips.chosen.connect(self._filter)
        self._failure = column()
        entered = sum(row.counts for row in staged.rows)
        self.save = Action("Ctrl+Enter", _tr("登记 {n} 笔").format(n=entered), self._save)
        if not entered:
            self.save.block(_tr("没有可以登记的行。"))
        kept = len(staged.rows) - entered
        about = _tr("登记前什么也不保存。{kept} 行不登记；清单里还有 {silent} 笔回单没有提到，仍待回单。")
        told = Text(about.format(kept=kept, silent=staged.silent), Role.SMALL, Tone.TEXT2, wrap=True)
        card = Card(column((self.table, 1), margins=(1, 1, 1, 6)))
        body = column(told, self.chips, (card, 1), self._failure, gap=12)
        super().__init__(_tr("核对银行回单"), body, accept=self.save, subtitle=staged.run, width=980)
        choices = [("", _tr("全部"), len(staged.rows))]
        choices += [(kind.value, STANDING_NAMES[kind], n) for kind, n in staged.tally.items()]
        self.chips.show_choices(choices, "")
        self._filter("")

    def _filter(self, key: str) -> None:
        self.model.show_rows([row for row in self.staged.rows if not key or row.standing.value == key])
        self.table.select_first()

    def _save(self) -> None:
        self.save.block(_tr("正在登记…"))
        self._host.runner.perform(partial(save_results, staged=self.staged), self._saved, self._fail)

    def _saved(self, staged: StagedAnswer) -> None:
        self.close()
        self._done(staged)

    def _fail(self, error: SubsidyDeskError) -> None:
        if not self.is_open:
            self._host.say(error.message, bad=True)
            return
        self.save.allow()
        self._failure.addWidget(Notice(MarkKind.NOT_MET, _tr("没有登记"), error.message))


def _columns() -> list[Column[StagedRow]]:
    return [
        Column(_tr("行"), lambda row: Cell(str(row.row.place), tone=Tone.TEXT3), "1234", right=True),
        Column(_tr("流水号"), lambda row: Cell(row.row.serial, sub=row.case_number), "202500010001"),
        Column(_tr("收款人"), lambda row: Cell(row.payee or "—", strong=True, sub=row.remark), elide=True),
        Column(_tr("日期"), lambda row: Cell("" if row.row.on is None else row.row.on.isoformat()), "2026-08-31"),
        Column(_tr("金额"), _amount, "¥12,345.00", right=True),
        Column(_tr("登记为"), _standing, "将记为拨付后退票", pill=True),
    ]


def _amount(row: StagedRow) -> Cell:
    return Cell("" if row.row.amount_fen is None else format_yuan(row.row.amount_fen))


def _standing(row: StagedRow) -> Cell:
    return Cell(pill=PillWord.verdict(_KINDS.get(row.standing, MarkKind.WARN), STANDING_NAMES[row.standing]))
