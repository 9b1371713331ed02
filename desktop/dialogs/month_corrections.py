"""更正: what a month takes back of decisions that earlier months counted; Enter opens the case."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication

from desktop.item_models.cells import Cell, Column
from desktop.item_models.rows import RowModel
from desktop.theme.sizes import scaled
from desktop.theme.tokens import Tone
from desktop.widgets.action import Action
from desktop.widgets.layouts import column
from desktop.widgets.modal import Modal
from desktop.widgets.surface import Card
from desktop.widgets.table import Table
from models.money import MINUS, format_yuan
from reports.month.sheet import CorrectionLine
from reports.month.words import OUTCOME_NAMES


def _tr(text: str) -> str:
    return QCoreApplication.translate("MonthCorrections", text)


class MonthCorrectionsDialog(Modal):
    """`MonthCorrectionsDialog("2026年8月 草稿", lines, open_case)`."""

    def __init__(self, about: str, lines: Sequence[CorrectionLine], open_case: Callable[[str], object]) -> None:
        self._open_case = open_case
        self.model: RowModel[CorrectionLine] = RowModel(_columns())
        self.model.show_rows(lines)
        self.table = Table(self.model, _tr("更正"), two_lines=True)
        self.table.setMinimumHeight(scaled(320))
        self.table.select_first()
        self.table.opened.connect(self._opened)
        body = column((Card(column((self.table, 1), margins=(1, 1, 1, 6))), 1))
        title = _tr("更正　{n} 行").format(n=f"{len(lines):,}")
        super().__init__(title, body, subtitle=about, width=860, cancel_word=_tr("关闭"))
        self._enter = Action("Enter", _tr("打开案件"))

    def actions_shown(self) -> list[Action]:
        """Enter belongs to the table."""
        return [self._enter, *super().actions_shown()]

    def _opened(self, line: CorrectionLine) -> None:
        self.close()
        self._open_case(line.number)


def _columns() -> list[Column[CorrectionLine]]:
    counted = _tr("原计入 {month}")
    return [
        Column(_tr("案号"), lambda one: Cell(one.number, strong=True, sub=one.why), "2026-00012"),
        Column(
            _tr("原决定书"),
            lambda one: Cell(one.first_number, sub=counted.format(month=one.first_month)),
            "练东人社补〔2026〕12345号",
        ),
        Column(_tr("新决定书"), lambda one: Cell(one.by_number or "—", tone=Tone.TEXT2), elide=True),
        Column(
            _tr("件数"),
            lambda one: Cell(f"{OUTCOME_NAMES[one.outcome]} {'+' if one.sign > 0 else MINUS}{abs(one.sign)}"),
            f"准予 {MINUS}1",
        ),
        Column(_tr("金额"), lambda one: Cell(format_yuan(one.fen)), "−¥100,500.00", right=True),
    ]
