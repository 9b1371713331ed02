"""时间线: everything that happened to a case in one order, filtered by its kind, with what may be done beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desktop.item_models.cells import Cell, Column, PillWord
from desktop.item_models.rows import RowModel
from desktop.pages.case_words import tr, whole_moment
from desktop.theme.paint import ACCENT, PLAIN, MarkKind
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.button import Button
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.segments import Option, Segments
from desktop.widgets.surface import Card
from desktop.widgets.table import Table
from desktop.widgets.text import Strong, Text
from models.timeline import KIND_NAMES, Event, Kind

_ALL = "全部"


def _columns() -> list[Column[Event]]:
    def what(event: Event) -> Cell:
        mark = MarkKind.WARN if event.adverse else None
        return Cell(pill=PillWord(event.what, ACCENT if event.kind is Kind.NOTE else PLAIN, mark))

    return [
        Column(tr("时间"), lambda event: Cell(whole_moment(event.at), Tone.TEXT2), "2026-09-11 14:02"),
        Column(tr("类别"), lambda event: Cell(KIND_NAMES[event.kind], Tone.TEXT2), "查看与导出"),
        Column(tr("事项"), what, "一次性补正告知书", pill=True),
        Column(tr("经办"), lambda event: Cell(event.who, strong=True), "欧阳娜娜", elide=True),
        Column(tr("说明"), lambda event: Cell(event.detail)),
    ]


class TimelineTab(QWidget):
    """`tab.show_events(events)`; `filter` narrows to one kind."""

    def __init__(self, actions: Sequence[Action]) -> None:
        super().__init__()
        self._events: tuple[Event, ...] = ()
        self.model: RowModel[Event] = RowModel(_columns(), self)
        self.table = Table(self.model, tr("时间线"))
        self.remark = Text("", Role.SMALL, Tone.TEXT2)
        options = [Option(_ALL), *(Option(name) for name in KIND_NAMES.values())]
        self.filter = Segments(options)
        self.filter.setAccessibleName(self.tr("时间线看哪些"))
        self.filter.set_text(_ALL)
        self.filter.edited.connect(lambda _text: self._refresh())
        buttons = [Button(action=action) for action in actions]
        head = row(Strong(tr("时间线"), Role.SECTION), self.remark, STRETCH, *buttons, gap=8, margins=(16, 10, 16, 6))
        choice = row(self.filter, STRETCH, margins=(16, 0, 16, 6))
        empty = Text(tr("这一类没有记录。"), Role.BODY, Tone.TEXT3)
        self.nothing = boxed(row(empty, margins=(16, 8, 16, 16)))
        body = column(head, choice, (self.table, 1), self.nothing, gap=0, margins=(1, 1, 1, 6))
        self.setLayout(column(Card(body)))

    def show_events(self, events: tuple[Event, ...]) -> None:
        """Show these, the filter as it was."""
        self._events = events
        self._refresh()

    def _refresh(self) -> None:
        chosen = self.filter.text()
        shown = [event for event in self._events if chosen in {_ALL, KIND_NAMES[event.kind]}]
        self.remark.setText(tr("{n} 条").format(n=len(shown)))
        self.table.setVisible(bool(shown))
        self.nothing.setVisible(not shown)
        place = self.table.currentIndex().row()
        self.model.show_rows(shown)
        if shown:
            self.table.select_number(min(max(place, 0), len(shown) - 1))
