"""The cases that wait for one seat: a wide list in the middle, a narrow one beside the case, fed together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.item_models.cells import Column
from desktop.page import Host
from desktop.pages.worklist_columns import columns
from desktop.pages.worklist_feed import FedTable, Feed
from desktop.pages.worklist_source import Answer, Filter
from desktop.theme.sizes import MARGIN
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.list_or_note import ListOrNote
from desktop.widgets.surface import Bar, Card
from desktop.widgets.text import EmptyNote, Strong, Text
from models.casework.worklist import Turn, WorklistRow


class CaseQueue(QWidget):
    """`queue.ask()`; `opened(row)` on Enter in the wide list, `chosen(row)` when the cursor moves in either.

    `narrow` is what stands beside the case; the same feed fills both.
    """

    opened = Signal(object)
    chosen = Signal(object)
    answered = Signal()

    def __init__(self, host: Host, turn: Turn, title: str, empty: str, narrow: Sequence[Column[WorklistRow]]) -> None:
        super().__init__()
        self.feed = Feed(host, self)
        self.feed.filter = Filter(turn)
        self.wide = FedTable(columns(), title, folds=False)
        self.side = FedTable(narrow, title, narrow=True, folds=False)
        self.count = 0
        self.total, self.side_total = Text("", Role.BODY, Tone.TEXT2), Text("", Role.SMALL, Tone.TEXT2)
        self.nothing, self._nobody = EmptyNote(empty), empty
        empty_place = boxed(row(STRETCH, self.nothing, STRETCH, margins=(16, 48, 16, 48)))
        self._shown = ListOrNote(self.wide.table, self.nothing, empty_place)
        card = Card(column((self.wide.table, 1), empty_place, gap=0, margins=(1, 1, 1, 6)))
        head = row(Strong(title, Role.NAME), self.total, STRETCH, gap=12)
        self.setLayout(column(head, (card, 1), gap=12, margins=(MARGIN, 12, MARGIN, 16)))
        self.side_panel = self._side(title)
        self.side_panel.setParent(self)
        self.side_panel.hide()
        for fed in (self.wide, self.side):
            self.feed.add(fed)
            fed.table.opened.connect(self.opened)
            fed.table.current_changed.connect(self.chosen)
        self.feed.answered.connect(self._answered)

    def _side(self, title: str) -> QWidget:
        self.side_foot = Text("", Role.CAPTION, Tone.TEXT3)
        head = row(Strong(title, Role.SECTION), self.side_total, STRETCH, gap=8, margins=(16, 12, 16, 12))
        foot = row(self.side_foot, STRETCH, margins=(16, 8, 16, 10))
        return Bar(column(head, (self.side.table, 1), foot, gap=0, margins=(0, 0, 1, 0)), Tone.SURFACE, "right")

    @property
    def class_number(self) -> str:
        """The class whose cases alone are shown; "" for all."""
        return self.feed.filter.class_number

    def show_class(self, number: str) -> None:
        """Show the cases of one class alone, or with "" all again; what is left out is always said."""
        self.feed.filter = replace(self.feed.filter, class_number=number)
        self.ask()

    def ask(self) -> None:
        """Ask again which cases wait."""
        self.feed.ask()

    def _answered(self, answer: Answer) -> None:
        self.count = sum(head.count for head in answer.extent.heads)
        words = self.tr("{n} 件").format(n=self.count)
        if self.class_number:
            words = self.tr("只看班 {number}：{count}").format(number=self.class_number, count=words)
        self.total.setText(words)
        self.side_total.setText(words)
        none_of_class = self.tr("班 {number} 没有等在这里的案件。按 Ctrl+B 换一个班，或看全部。")
        self.nothing.setText(none_of_class.format(number=self.class_number) if self.class_number else self._nobody)
        self._shown.show(empty=not self.count)
        self.answered.emit()

    def take_focus(self) -> None:
        """Where work goes on: the list, or the note that says why it is empty."""
        self._shown.take_focus()

    def current(self) -> WorklistRow | None:
        """The chosen row."""
        found = self.wide.table.current()
        return found if isinstance(found, WorklistRow) else None

    def select(self, number: str) -> None:
        """Put the cursor of both lists on a case, where it is in sight."""
        for fed in (self.wide, self.side):
            fed.select_case(number)

    def step_behind(self, number: str) -> WorklistRow | None:
        """The row after this case, or the one that took its place; None at the end."""
        return self.wide.step_behind(number)
