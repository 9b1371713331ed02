"""What the payments page shows: lists and orders at the left, the lines of the chosen one at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.item_models.cells import Group
from desktop.item_models.rows import RowModel
from desktop.pages.case_actions import CaseFoot
from desktop.pages.payments_rows import DetailRow, LedgerRow, detail_columns, ledger_columns, tr
from desktop.theme.sizes import MARGIN, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.spoken import marked
from desktop.widgets.surface import Card
from desktop.widgets.table import Table
from desktop.widgets.text import Strong, Text

_LEAST = 470  # number, state and sum stand whole


class PickTable(Table):
    """A table whose rows Space picks: `picked(row)`."""

    picked = Signal(object)

    def how(self) -> str:
        return marked()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.current() is not None:
            self.picked.emit(self.current())
        else:
            super().keyPressEvent(event)


class PaymentsView(QWidget):
    """Both tables; the foot holds the step forward and the ways aside."""

    def __init__(self) -> None:
        super().__init__()
        self.ledger: RowModel[LedgerRow] = RowModel(ledger_columns(), self)
        self.details: RowModel[DetailRow] = RowModel(detail_columns(), self)
        self.left = Table(self.ledger, tr("付款清单和责令退回"), two_lines=True)
        self.lines = PickTable(self.details, tr("明细"), two_lines=True)
        self.name, self.about = Strong("", Role.SECTION), Text("", Role.SMALL, Tone.TEXT2, elide=True)
        self.remark = Text("", Role.SMALL, Tone.TEXT2, wrap=True)
        self.nothing = Text("", Role.BODY, Tone.TEXT2, align=Qt.AlignmentFlag.AlignCenter)
        self.foot = CaseFoot()
        head = row(Strong(tr("拨付"), Role.NAME), STRETCH)
        ledger = boxed(
            column(head, (Card(column((self.left, 1), margins=(1, 1, 1, 6))), 1), gap=12, margins=(MARGIN, 16, 16, 12))
        )
        ledger.setMinimumWidth(scaled(_LEAST))
        title = row(self.name, (self.about, 1), gap=10, margins=(0, 8, 0, 2))
        card = Card(column((self.lines, 1), (self.nothing, 1), gap=0, margins=(1, 1, 1, 6)))
        body = boxed(column(title, (card, 1), self.remark, gap=12, margins=(0, 16, MARGIN, 12)))
        self.setLayout(column((row((ledger, 5), (body, 6), gap=0), 1), self.foot, gap=0))

    def show_ledger(self, groups: Sequence[tuple[str, list[LedgerRow]]], wanted: str) -> None:
        """Show what there is, the cursor on the row with the key `wanted` or on the first."""
        self.ledger.show_groups([(Group(title, len(rows)), rows) for title, rows in groups])
        keys = [one.key for _, rows in groups for one in rows]
        self.left.select_number(keys.index(wanted) if wanted in keys else 0)

    def show_lines(self, rows: list[DetailRow], head: tuple[str, str], none: str) -> None:
        """Show the lines of what is chosen."""
        place = max(0, self.lines.currentIndex().row())
        self.details.show_rows(rows)
        self.name.setText(head[0])
        self.about.setText(head[1])
        self.nothing.setText(none)
        self.nothing.setVisible(not rows)
        self.lines.setVisible(bool(rows))
        if rows:
            self.lines.select_number(min(place, len(rows) - 1))
        self.tell(self.lines.current())

    def tell(self, line: DetailRow | None) -> None:
        """Everything that is said of a line."""
        self.remark.setText("" if line is None or not line.told else f"{line.case_number}：{line.told}")
        self.remark.setVisible(bool(self.remark.text()))
