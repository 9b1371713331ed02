"""All classes, the latest first; Enter opens one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.item_models.cells import Cell, Column
from desktop.item_models.rows import RowModel
from desktop.pages.class_words import course_words, span_words, tr
from desktop.theme.sizes import MARGIN
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.surface import Card
from desktop.widgets.table import Table
from desktop.widgets.text import Strong, Text
from models.casework.classes import ClassLine
from models.training_class import TrainingClass


class ClassList(QWidget):
    """`show_lines(lines)`; `opened(number)`."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.model: RowModel[ClassLine] = RowModel(_columns())
        self.table = Table(self.model, self.tr("班"))
        self.table.opened.connect(lambda line: self.opened.emit(line.group.number))
        self.total = Text("", Role.BODY, Tone.TEXT2)
        nothing = Text(self.tr("还没有班。按 Ctrl+N 建班，再导入名册。"), Role.BODY, Tone.TEXT3)
        self._empty = boxed(row(STRETCH, nothing, STRETCH, margins=(16, 48, 16, 48)))
        card = Card(column((self.table, 1), self._empty, gap=0, margins=(1, 1, 1, 6)))
        head = row(Strong(self.tr("班"), Role.NAME), self.total, STRETCH, gap=12)
        self.setLayout(column(head, (card, 1), gap=12, margins=(MARGIN, 12, MARGIN, 16)))

    def groups(self) -> list[TrainingClass]:
        """The classes that are listed."""
        rows = [self.model.row(place) for place in range(self.model.rowCount())]
        return [line.group for line in rows if line is not None]

    def show_lines(self, lines: tuple[ClassLine, ...]) -> None:
        """Show these; the cursor stays on its class."""
        chosen = self.table.current()
        self.model.show_rows(lines)
        self.total.setText(self.tr("{n} 个").format(n=len(lines)))
        self._empty.setVisible(not lines)
        self.table.setVisible(bool(lines))
        place = next((n for n, line in enumerate(lines) if chosen and line.group.id == chosen.group.id), 0)
        if lines:
            self.table.select_number(place)

    def focus(self) -> None:
        """Where work begins."""
        self.table.setFocus()


def _columns() -> list[Column[ClassLine]]:
    return [
        Column(tr("培训编号"), lambda line: Cell(line.group.number, strong=True), "京东培2026-001234"),
        Column(tr("培训机构"), lambda line: Cell(line.group.school)),
        Column(tr("课程"), lambda line: Cell(course_words(line.group)), "养老护理员 五级/初级工", elide=True),
        Column(tr("起止"), lambda line: Cell(span_words(line.group), Tone.TEXT2), "2026-08-28 至 2028-08-28", drop=1),
        Column(tr("学员"), lambda line: Cell(str(line.members)), "1000", right=True),
        Column(tr("案件"), lambda line: Cell(str(line.cases)), "1000", right=True),
        Column(tr("待复核"), lambda line: Cell(str(line.in_review)), "1000", right=True),
    ]
