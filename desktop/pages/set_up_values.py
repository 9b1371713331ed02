"""Last step: which policy values the bureau still has to enter or confirm. For information only."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.item_models.cells import Cell, Column, Group
from desktop.item_models.rows import RowModel
from desktop.pages.set_up_step import Step
from desktop.theme.paint import MarkKind
from desktop.theme.tokens import Tone
from desktop.widgets.boxes import Notice
from desktop.widgets.layouts import column
from desktop.widgets.surface import Card
from desktop.widgets.table import Table
from models.rules.rulebook import OpenValue

Programme = tuple[str, Sequence[OpenValue]]


class ValuesStep(Step):
    """`step.show_values([("技能提升补贴", values), …])`."""

    def __init__(self) -> None:
        super().__init__()
        self.title = self.tr("待定的政策值")
        self.text = self.tr("程序只带有出处的数。下面这些还没有可靠的出处，由本局录入或确认，以后在“规则”页办理。")
        self.next_word = self.tr("完成，去登录")
        self.model = RowModel[OpenValue](
            [
                Column(self.tr("项"), lambda value: Cell(value.label, strong=True)),
                Column(self.tr("程序里的值"), _value, self.tr("未定，须本局录入"), marked=True),
                Column(self.tr("施行"), lambda value: Cell(value.valid_from.isoformat(), Tone.TEXT2), "2026-12-31"),
            ]
        )
        self.table = Table(self.model, self.title)
        note = Notice(
            MarkKind.INFO,
            self.tr("没有录入以前会怎样"),
            self.tr("程序照常受理，但说明“未定”，不计算、不作决定。录入要有文号，并由第二人确认。"),
        )
        self.setLayout(column(note, (Card(column(self.table, margins=(1, 1, 1, 6))), 1), gap=12, margins=(4, 4, 4, 0)))

    def show_values(self, programmes: Sequence[Programme]) -> None:
        """Show them, programme by programme."""
        groups = []
        for name, values in programmes:
            note = "" if values else self.tr("没有待定的值")
            mark = MarkKind.UNKNOWN if values else MarkKind.MET
            groups.append((Group(name, len(values), mark, note=note), tuple(values)))
        self.model.show_groups(groups)


def _value(value: OpenValue) -> Cell:
    from PySide6.QtCore import QCoreApplication

    if value.value is None:
        return Cell(QCoreApplication.translate("ValuesStep", "未定，须本局录入"), Tone.UNKNOWN, mark=MarkKind.UNKNOWN)
    return Cell(QCoreApplication.translate("ValuesStep", "已有，须本局确认"), Tone.TEXT2)
