"""One class: what is known of it, its members with attendance and cases, and what was done to all together."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.item_models.cells import Cell, Column
from desktop.item_models.rows import RowModel
from desktop.pages.class_words import (
    attendance_cell,
    bulk_words,
    completed_cell,
    count_words,
    course_words,
    known_words,
    name_cell,
    span_words,
    tr,
)
from desktop.theme.sizes import MARGIN
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.button import Button
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.surface import Card
from desktop.widgets.table import Table
from desktop.widgets.text import Strong, Text
from models.case import STATE_NAMES
from models.casework.classes import ClassMember, ClassRecord
from models.id_number import mask_id
from models.vocabulary import VOCABULARY


class ClassSheet(QWidget):
    """`show_record(record)`; `opened(member)` on Enter; `let_go` is what the button over the table does with one."""

    opened = Signal(object)

    def __init__(self, let_go: Action) -> None:
        super().__init__()
        self.record: ClassRecord | None = None
        self.model: RowModel[ClassMember] = RowModel(self._columns())
        self.table = Table(self.model, self.tr("学员"))
        self.table.opened.connect(self.opened)
        self.title, self.school = Strong("", Role.NAME), Text("", Role.BODY, Tone.TEXT2, elide=True)
        self.course, self.known = Text("", Role.BODY), Text("", Role.SMALL, Tone.TEXT2)
        self.total, self.last = Text("", Role.BODY, Tone.TEXT2), Text("", Role.SMALL, Tone.TEXT2, elide=True)
        nothing = Text(self.tr("还没有学员。按 Ctrl+I 导入名册（xlsx、csv）。"), Role.BODY, Tone.TEXT3)
        self._empty = boxed(row(STRETCH, nothing, STRETCH, margins=(16, 48, 16, 48)))
        about = column(
            row(self.title, (self.school, 1), self.total, gap=12),
            row(self.course, self.known, STRETCH, Button(action=let_go), gap=16),
            gap=4,
        )
        card = Card(column((self.table, 1), self._empty, gap=0, margins=(1, 1, 1, 6)))
        self.setLayout(column(about, (card, 1), self.last, gap=12, margins=(MARGIN, 12, MARGIN, 12)))

    def show_nothing(self, number: str) -> None:
        """This class is being opened."""
        self.record = None
        for words in (self.title, self.school, self.course, self.known, self.total):
            words.setText("")
        self.title.setText(number)
        self.school.setText(self.tr("正在打开…"))
        self.last.hide()
        self.model.show_rows(())

    def show_record(self, record: ClassRecord) -> None:
        """Show this class; the cursor stays on its member."""
        chosen, group = self.table.current(), record.group
        self.record = record
        self.title.setText(group.number)
        self.school.setText(group.school)
        self.course.setText(f"{course_words(group)} · {span_words(group)}")
        self.known.setText(known_words(group))
        self.total.setText(count_words(record))
        self.last.setText(self.tr("上一次：{act}").format(act=bulk_words(record)))
        self.last.setVisible(bool(record.bulk_acts))
        self.model.show_rows(record.members)
        self._empty.setVisible(not record.members)
        self.table.setVisible(bool(record.members))
        numbers = [one.person.id for one in record.members]
        if numbers:
            self.table.select_number(numbers.index(chosen.person.id) if chosen and chosen.person.id in numbers else 0)

    def focus(self) -> None:
        """Where work begins."""
        self.table.setFocus()

    def _columns(self) -> list[Column[ClassMember]]:
        return [
            Column(tr("姓名"), name_cell, "欧阳娜娜娜 08-03 退出", elide=True),
            Column(tr("证件号"), lambda one: Cell(mask_id(one.person.id_number), Tone.TEXT2), "110111********335X"),
            Column(tr("人员类别"), _groups_cell),
            Column(tr("出勤"), self._attendance, "1000/1000"),
            Column(tr("结业"), completed_cell, "未知"),
            Column(tr("免费培训"), _case_cell("free_training"), "2026-00012 更正/复议中"),
            Column(tr("生活费补贴"), _case_cell("living_allowance"), "2026-00012 更正/复议中"),
        ]

    def _attendance(self, one: ClassMember) -> Cell:
        return Cell() if self.record is None else attendance_cell(one, self.record.group)


def _groups_cell(one: ClassMember) -> Cell:
    names = [VOCABULARY[key].label for key in one.person.groups]
    return Cell(tr("、").join(names)) if names else Cell(tr("未知"), Tone.TEXT3)


def _case_cell(programme: str) -> Callable[[ClassMember], Cell]:
    def cell(one: ClassMember) -> Cell:
        row = one.cases.get(programme)
        return (
            Cell("—", Tone.TEXT3)
            if row is None
            else Cell(row.number, after=STATE_NAMES[row.state], after_tone=Tone.TEXT2)
        )

    return cell
