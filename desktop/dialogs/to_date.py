"""今年到昨天几人多少钱: by programme, from decisions in force."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.item_models.cells import Cell, Column
from desktop.item_models.rows import RowModel
from desktop.theme.sizes import scaled
from desktop.theme.tokens import Tone
from desktop.widgets.layouts import column
from desktop.widgets.modal import Modal
from desktop.widgets.surface import Card
from desktop.widgets.table import Table
from models.casework.to_date import GrantedLine, ToDate
from models.money import format_yuan


def tr(text: str) -> str:
    """A text of this dialog."""
    return QCoreApplication.translate("ToDate", text)


def to_date_words(found: ToDate) -> str:
    """The answer on one line."""
    total = found.total
    words = tr("今年到昨天：{persons} 人 · {cases} 件 · {amount}")
    if total.enterprises:
        words = tr("今年到昨天：{persons} 人、企业 {enterprises} 户 · {cases} 件 · {amount}")
    return words.format(
        persons=f"{total.persons:,}",
        enterprises=f"{total.enterprises:,}",
        cases=f"{total.cases:,}",
        amount=format_yuan(total.fen),
    )


def _count(number: int, *, strong: bool) -> Cell:
    return Cell(f"{number:,}" if number else "—", strong=strong, tone=Tone.TEXT if number else Tone.TEXT3)


class ToDateDialog(Modal):
    """`ToDateDialog(found)`: a line for each programme, all together below."""

    def __init__(self, found: ToDate) -> None:
        columns: list[Column[GrantedLine]] = [
            Column(tr("项目"), lambda line: Cell(line.programme_name, strong=not line.programme)),
            Column(tr("人数"), lambda line: _count(line.persons, strong=not line.programme), "100,000", right=True),
            Column(
                tr("企业户数"), lambda line: _count(line.enterprises, strong=not line.programme), "100,000", right=True
            ),
            Column(tr("件数"), lambda line: Cell(f"{line.cases:,}", strong=not line.programme), "100,000", right=True),
            Column(
                tr("金额"),
                lambda line: Cell(format_yuan(line.fen), strong=not line.programme),
                "¥100,000,000.00",
                right=True,
            ),
        ]
        self.model: RowModel[GrantedLine] = RowModel(columns)
        self.table = Table(self.model, tr("今年到昨天"))
        self.table.setMinimumHeight(scaled(220))
        self.model.show_rows([*found.lines, found.total])
        card = Card(column((self.table, 1), margins=(1, 1, 1, 6)))
        period = tr("{first} 至 {last}").format(first=found.first.isoformat(), last=found.last.isoformat())
        super().__init__(
            tr("今年到昨天几人多少钱"),
            column((card, 1)),
            subtitle=period,
            width=720,
            cancel_word=tr("关闭"),
            foot_note=tr("按现行有效的准予决定；同一人、同一企业只算一次，企业的经办人不计入人数"),
        )
