"""The months at the left of a wide window: which are published, and which no longer agree with their edition."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from desktop.item_models.cells import Cell, Column
from desktop.item_models.rows import RowModel
from desktop.pages.statistics_parts import tr
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.layouts import boxed, column, row
from desktop.widgets.surface import Bar
from desktop.widgets.table import Table
from desktop.widgets.text import Strong, Text
from models.casework.month_overview import MonthLine
from models.money import format_yuan
from reports.month.words import month_name


class MonthList(Bar):
    """`months.show_months(lines, current)`; `chosen(month)` when the cursor comes to another one."""

    chosen = Signal(str)

    def __init__(self) -> None:
        self.model: RowModel[MonthLine] = RowModel(_columns())
        self.table = Table(self.model, tr("月份"), two_lines=True, headless=True)
        self.count = Text("", Role.SMALL, Tone.TEXT2)
        head = boxed(row(Strong(tr("月份"), Role.SECTION), self.count, 0, gap=8, margins=(16, 14, 16, 10)))
        super().__init__(column(head, (self.table, 1), gap=0, margins=(0, 0, 1, 0)), Tone.SURFACE, "right")
        self.table.current_changed.connect(self._moved)
        self._shown = ""

    def show_months(self, lines: Sequence[MonthLine], current: str) -> None:
        """Show these months with the cursor on one."""
        self._shown = current
        waiting = sum(not line.editions or line.still_equal is False for line in lines)
        self.count.setText(tr("{n} 个月待发布").format(n=waiting) if waiting else tr("都已发布"))
        self.model.show_rows(lines)
        self.table.select_number([line.month for line in lines].index(current))

    def _moved(self, line: MonthLine | None) -> None:
        if line is not None and line.month != self._shown:
            self._shown = line.month
            self.chosen.emit(line.month)


def _columns() -> list[Column[MonthLine]]:
    return [
        Column(tr("月份"), lambda line: Cell(month_name(line.month), strong=True, sub=_standing(line)), elide=True),
        Column(tr("发放"), _amount_cell, "¥1,385,000.00", right=True),
    ]


def _standing(line: MonthLine) -> str:
    if not line.editions:
        return tr("还没有发布")
    newest = tr("第 {n} 版").format(n=line.editions[-1].edition)
    return newest if line.still_equal else tr("{edition}后有变动").format(edition=newest)


def _amount_cell(line: MonthLine) -> Cell:
    cases = tr("准予 {n} 件").format(n=f"{line.live.granted:,}")
    fen = line.live.amount_fen
    return Cell(format_yuan(fen) if fen else "—", tone=Tone.TEXT if fen else Tone.TEXT3, sub=cases)
