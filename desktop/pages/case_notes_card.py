"""The notes pinned to the papers or the criteria of a case, those that wait for an answer first."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.item_models.cells import Cell, Column, PillWord
from desktop.item_models.rows import RowModel
from desktop.pages.case_words import tr, whole_moment
from desktop.theme.paint import ACCENT, MET, PLAIN, MarkKind
from desktop.theme.sizes import at_least
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.layouts import STRETCH, column, row
from desktop.widgets.surface import Card
from desktop.widgets.table import Table
from desktop.widgets.text import Strong, Text
from models.casework.case_days import CaseDay
from models.desk_day import PIN_NAMES, Note, Pin

_HEIGHT = 176


class NotesCard(QWidget):
    """`NotesCard(Pin.PAPER)`; `show_day(day)`. Hidden without notes; `opened(note)` on Enter."""

    opened = Signal(object)

    def __init__(self, *pins: Pin) -> None:
        super().__init__()
        self._pins = frozenset(pins)
        self._names: Mapping[int, str] = {}
        self._targets: Mapping[str, str] = {}
        self.model: RowModel[Note] = RowModel(self._columns(), self)
        self.table = Table(self.model, tr("批注"))
        self.table.opened.connect(self.opened)
        self.remark = Text("", Role.SMALL, Tone.TEXT2)
        head = row(Strong(tr("批注"), Role.SECTION), self.remark, STRETCH, gap=8, margins=(16, 10, 16, 6))
        card = Card(column(head, (self.table, 1), gap=0, margins=(1, 1, 1, 6)))
        card.setFixedHeight(at_least(_HEIGHT))
        self.setLayout(column(card))
        self.hide()

    def _columns(self) -> list[Column[Note]]:
        def state(note: Note) -> Cell:
            if note.waits:
                return Cell(pill=PillWord(tr("待答复"), ACCENT, MarkKind.WARN))
            if note.settled_by is not None:
                return Cell(pill=PillWord(tr("已处理"), MET, MarkKind.MET))
            return Cell(pill=PillWord(tr("记录"), PLAIN))

        return [
            Column(tr("状态"), state, "待答复", pill=True),
            Column(
                tr("批注在"),
                lambda note: Cell(self._target(note), strong=True),
                "职业技能等级证书",
                elide=True,
            ),
            Column(tr("内容"), lambda note: Cell(_words(note))),
            Column(tr("谁"), lambda note: Cell(self._names.get(note.written_by, "")), "欧阳娜娜", elide=True),
            Column(tr("时间"), lambda note: Cell(whole_moment(note.written_at), Tone.TEXT2), "2026-09-11 14:02"),
        ]

    def _target(self, note: Note) -> str:
        return self._targets.get(note.pinned_to, note.pinned_to) or PIN_NAMES[note.pin]

    def show_day(self, day: CaseDay) -> None:
        """Show the notes with these pins."""
        self._names, self._targets = day.names, day.criteria
        notes = [note for note in day.notes if note.pin in self._pins]
        waiting = sum(note.waits for note in notes)
        self.remark.setText(tr("{n} 条待答复，Enter 答复").format(n=waiting) if waiting else "")
        self.model.show_rows(notes)
        self.setVisible(bool(notes))
        if notes:
            self.table.select_number(0)


def _words(note: Note) -> str:
    return f"{note.body} — {note.answer}" if note.answer else note.body
