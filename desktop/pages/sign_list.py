"""The narrow list of what waits for signature, always beside the letter."""

from __future__ import annotations

from PySide6.QtCore import Signal

from desktop.page import Host
from desktop.pages.worklist_columns import queue_columns
from desktop.pages.worklist_feed import FedTable, Feed
from desktop.pages.worklist_source import Answer, Filter
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.list_or_note import ListOrNote
from desktop.widgets.surface import Bar, Hairline
from desktop.widgets.text import EmptyNote, Strong, Text
from models.casework.worklist import Turn, WorklistRow


class SignList(Bar):
    """`list.ask()`; `chosen(row)` when a person moves the cursor, not when the list is refreshed; `opened` on Enter."""

    chosen = Signal(object)
    opened = Signal()
    answered = Signal()

    def __init__(self, host: Host) -> None:
        self.feed = Feed(host)
        self.feed.filter = Filter(Turn.SIGNATURE)
        self.fed = FedTable(queue_columns(), "待签发", narrow=True, folds=False)
        self.table = self.fed.table
        self.count = 0
        self.total = Text("", Role.SMALL, Tone.TEXT2)
        self.nothing = EmptyNote(role=Role.SMALL, wrap=True)
        self.signed = Text("", Role.CAPTION, Tone.TEXT3)
        empty_place = boxed(column(self.nothing, STRETCH, margins=(16, 24, 16, 16)))
        self._shown = ListOrNote(self.table, self.nothing, empty_place)
        head = row(Strong("待签发", Role.SECTION), self.total, STRETCH, self.signed, gap=8, margins=(16, 12, 16, 11))
        rule = row(Text("签一件看一件，不能成批签发", Role.CAPTION, Tone.TEXT3, elide=True), margins=(16, 8, 16, 10))
        body = column(head, Hairline(), (self.table, 1), (empty_place, 1), rule, gap=0, margins=(0, 0, 1, 0))
        super().__init__(body, Tone.SURFACE, "right")
        self.nothing.setText(self.tr("没有待签发的案件。"))
        self.feed.setParent(self)
        self.feed.add(self.fed)
        self.table.current_changed.connect(self._moved)
        self.table.opened.connect(lambda _row: self.opened.emit())
        self.feed.answered.connect(self._answered)

    def ask(self) -> None:
        """Ask again."""
        self.feed.ask()

    def take_focus(self) -> None:
        """Where work goes on: the list, or the note that says why it is empty."""
        self._shown.take_focus()

    def current(self) -> WorklistRow | None:
        """The row under the cursor."""
        found = self.table.current()
        return found if isinstance(found, WorklistRow) else None

    def show_signed(self, count: int) -> None:
        """How many were signed at this desk since it was opened."""
        self.signed.setText(self.tr("本次已签 {n}").format(n=count) if count else "")

    def _moved(self, found: object) -> None:
        if not self.fed.showing and isinstance(found, WorklistRow):
            self.chosen.emit(found)

    def _answered(self, answer: Answer) -> None:
        self.count = sum(head.count for head in answer.extent.heads)
        self.total.setText(self.tr("{n} 件").format(n=self.count))
        self._shown.show(empty=not self.count)
        self.answered.emit()
