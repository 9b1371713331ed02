"""Which class a queue shows alone: those with cases that wait, or all again."""

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
from models.casework.classes import ClassLine


def tr(text: str) -> str:
    """A text of this dialog."""
    return QCoreApplication.translate("ClassChoice", text)


class ClassChoice(Modal):
    """`ClassChoice(lines, chosen, done)`: Enter takes a class, `done("")` shows all again."""

    def __init__(self, lines: Sequence[ClassLine], chosen: str, done: Callable[[str], object]) -> None:
        self._done = done
        columns: list[Column[ClassLine | str]] = [
            Column(
                tr("培训编号"), lambda line: Cell(line if isinstance(line, str) else line.group.number, strong=True)
            ),
            Column(
                tr("培训机构"),
                lambda line: Cell("" if isinstance(line, str) else line.group.school, Tone.TEXT2),
                "北京市东城区练习职业技能培训学校",
                elide=True,
            ),
            Column(
                tr("待复核"),
                lambda line: Cell("" if isinstance(line, str) else str(line.in_review)),
                "1000",
                right=True,
            ),
        ]
        self.model: RowModel[ClassLine | str] = RowModel(columns)
        self.table = Table(self.model, tr("有待复核案件的班"))
        self.table.setMinimumHeight(scaled(240))
        self.model.show_rows([tr("全部案件"), *lines])
        numbers = ["", *(line.group.number for line in lines)]
        place = numbers.index(chosen) if chosen in numbers else 0
        self.table.select_number(place if place or not lines else 1)
        self.table.opened.connect(self._opened)
        card = Card(column((self.table, 1), margins=(1, 1, 1, 6)))
        super().__init__(
            tr("只看一个班"), column((card, 1)), width=720, cancel_word=tr("关闭"), foot_note=tr("Enter 只看这个班")
        )
        self.open_action = Action("Enter", tr("只看这个班"))

    def actions_shown(self) -> list[Action]:
        """Enter belongs to the table, not to a button."""
        return [self.open_action, *super().actions_shown()]

    def _opened(self, line: object) -> None:
        self.close()
        self._done(line.group.number if isinstance(line, ClassLine) else "")
