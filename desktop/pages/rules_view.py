"""The left side of the rules page: the filters and the table of every dated value."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.item_models.rows import RowModel
from desktop.pages.rules_panel import RulePanel
from desktop.pages.rules_source import Rules
from desktop.pages.rules_words import RuleLine, Waiting, counts_of, grouped, lines_of, rule_columns, tr
from desktop.theme.sizes import MARGIN, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.button import Button
from desktop.widgets.chips import Chips
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.surface import Card
from desktop.widgets.table import Table
from desktop.widgets.text import Strong, Text

_FILTERS = (
    ("", "全部"),
    (Waiting.ENTER.value, "待录入"),
    (Waiting.CONFIRM.value, "待确认"),
    (Waiting.SECOND.value, "等第二人"),
    (Waiting.REVIEW.value, "待复核"),
)


class RulesView(QWidget):
    """The table with its filters, and the panel at its right."""

    def __init__(self, head_actions: Sequence[Action], secondary: Sequence[Action], primary: Sequence[Action]) -> None:
        super().__init__()
        self.model: RowModel[RuleLine] = RowModel(rule_columns(), self)
        self.table = Table(self.model, tr("规则"))
        self.chips = Chips()
        self.rulebook = Text("", Role.CAPTION, Tone.TEXT3, elide=True)
        self.none = Text(tr("这一类现在没有。"), Role.BODY, Tone.TEXT2)
        self.panel = RulePanel(secondary, primary)
        self.lines: list[RuleLine] = []
        self._rules: Rules | None = None
        buttons = [Button(action=action) for action in head_actions]
        head = row(Strong(tr("规则"), Role.NAME), STRETCH, *buttons, gap=12)
        nothing = boxed(row(STRETCH, self.none, STRETCH, margins=(16, 24, 16, 24)))
        self._nothing = nothing
        card = Card(column(nothing, (self.table, 1), gap=0, margins=(1, 1, 1, 6)))
        legend = Text(
            tr("证据　局 本局确认　A 官方原文　B 报刊或可查转载　C 线索　— 未见或推断"), Role.CAPTION, Tone.TEXT2
        )
        foot = row(legend, (self.rulebook, 1), gap=12)
        left = column(head, self.chips, (card, 1), foot, gap=12, margins=(MARGIN, 16, PAD_RIGHT, 12))
        self.setLayout(row((boxed(left), 1), self.panel, gap=0))

    def show_rules(self, rules: Rules, wanted: str) -> None:
        """Show the lines a filter leaves; the line under the cursor stays under it."""
        self._rules = rules
        kept = self.current()
        self.lines = lines_of(rules.page)
        counts = counts_of(self.lines)
        self.chips.show_choices([(key, tr(word), counts[key]) for key, word in _FILTERS], wanted)
        groups = grouped(self.lines, rules.page, wanted)
        self._nothing.setVisible(not groups)
        self.table.setVisible(bool(groups))
        self.model.show_groups(groups)
        digest = rules.page.rulebook.removeprefix("sha256:")
        self.rulebook.setText(tr("规则库 {head}…{tail}").format(head=digest[:4], tail=digest[-4:]))
        if kept is None or not self.select(kept.key):
            self.table.select_first()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Where the text is too large for all columns, the document is left to the panel.
        room = self.width() - self.panel.width() - MARGIN - PAD_RIGHT
        self.table.setColumnHidden(DOCUMENT, room < scaled(780))

    def current(self) -> RuleLine | None:
        """The line under the cursor."""
        line = self.table.current()
        return line if isinstance(line, RuleLine) else None

    def select(self, key: tuple[str, str]) -> bool:
        """Put the cursor on a line; whether it is shown."""
        for view in range(self.model.rowCount()):
            line = self.model.row(view)
            if line is not None and line.key == key:
                self.table.setCurrentIndex(self.model.index(view, 0))
                return True
        return False

    def unfold_all(self) -> None:
        """Show every group's rows, so that any can be selected."""
        for view in range(self.model.rowCount()):
            group = self.model.group(view)
            if group is not None and group.folded:
                self.model.toggle(view)


PAD_RIGHT = 16
DOCUMENT = 4  # the column
