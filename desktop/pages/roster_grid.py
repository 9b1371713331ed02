"""The staging grid: every row of a roster with its mark and reason, correctable in place; nothing is saved before."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.item_models.cells import Cell, Column
from desktop.item_models.rows import RowModel
from desktop.pages.class_words import mark_cell, tr
from desktop.pages.roster_work import Checked
from desktop.theme.sizes import MARGIN
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.button import Button
from desktop.widgets.chips import Chips
from desktop.widgets.fields import LineField
from desktop.widgets.form_grid import FormGrid
from desktop.widgets.grid_table import GridTable
from desktop.widgets.layouts import STRETCH, column, row
from desktop.widgets.surface import Card
from desktop.widgets.text import Strong, Text
from models.bank_card import mask_card
from models.id_number import mask_id
from models.roster import FIELD_NAMES, MARK_NAMES, ROSTER_ACT_NAMES, Mark, RosterField, StagedRow

_SHOWN = (
    (RosterField.NAME, "欧阳娜娜娜"),
    (RosterField.ID_NUMBER, "110108198808280048"),
    (RosterField.PHONE, "13800138000"),
    (RosterField.GROUPS, "城镇失业人员"),
    (RosterField.HOUSEHOLD, "本市城镇户籍"),
    (RosterField.STREET, "体育馆路街道"),
    (RosterField.BANK_CARD, "6222028888888888888"),
    (RosterField.DAYS_ATTENDED, "1000"),
    (RosterField.COMPLETED, "是否"),
)
_FIRST_FIELD = 2
_DROPS = {RosterField.PHONE: 4, RosterField.HOUSEHOLD: 3, RosterField.STREET: 2, RosterField.COMPLETED: 1}


class RosterGrid(QWidget):
    """`show_checked(checked)`; `corrected(line, field, text)`, `options_changed(proof, street)`."""

    corrected = Signal(int, object, str)
    options_changed = Signal(str, str)

    def __init__(self, lay_aside: Action) -> None:
        super().__init__()
        self.checked: Checked | None = None
        self._shown = ""
        self.model: RowModel[StagedRow] = RowModel(_columns())
        self.table = GridTable(self.model, self.tr("名册的各行"), texts=_text)
        self.table.corrected.connect(self._corrected)
        self.table.current_changed.connect(self._show_reasons)
        self.title, self.about = Strong("", Role.NAME), Text("", Role.BODY, Tone.TEXT2, elide=True)
        self.chips = Chips()
        self.chips.chosen.connect(self._filter)
        self.proof = LineField(
            self.tr("人员类别凭什么认定"), placeholder=self.tr("如：失业登记系统核对，2026-08-03；不填则类别按未知")
        )
        self.street = LineField(self.tr("没有写街道的，用"), placeholder=self.tr("如：东华门街道"))
        grid = FormGrid(2)
        for field in (self.proof, self.street):
            grid.add(field)
            field.left.connect(self._options_left)
        self.reasons = Text("", Role.BODY, Tone.TEXT, wrap=True)
        head = row(self.title, (self.about, 1), gap=12)
        card = Card(column((self.table, 1), gap=0, margins=(1, 1, 1, 6)))
        why = Card(column(self.reasons, margins=(16, 10, 16, 10)))
        parts = column(
            head,
            grid,
            row(self.chips, STRETCH, Button(action=lay_aside)),
            (card, 1),
            why,
            gap=10,
            margins=(MARGIN, 12, MARGIN, 12),
        )
        self.setLayout(parts)

    def show_checked(self, checked: Checked) -> None:
        """Show how the roster stands; the cursor stays on its row and column."""
        chosen, place = self.table.current(), self.table.column()
        self.checked = checked
        self.title.setText(self.tr("导入名册"))
        words = self.tr("{file} → 班 {number}，共 {n} 行。确认以前什么都不保存。")
        self.about.setText(
            words.format(file=checked.work.name, number=checked.work.class_number, n=len(checked.staging.rows))
        )
        self.proof.set_text(checked.work.proof)
        self.street.set_text(checked.work.street)
        counts = [(mark.value, tr(MARK_NAMES[mark]), checked.staging.count(mark)) for mark in reversed(Mark)]
        choices = [("", self.tr("全部"), len(checked.staging.rows)), *(one for one in counts if one[2])]
        if self._shown not in {key for key, _, _ in choices}:
            self._shown = ""
        self.chips.show_choices(choices, self._shown)
        self._filter(self._shown)
        lines = [one.row.line for one in self._rows()]
        if lines:
            self.table.select_number(lines.index(chosen.row.line) if chosen and chosen.row.line in lines else 0)
            self.table.choose_column(place if place >= _FIRST_FIELD else _FIRST_FIELD)
        self._show_reasons(self.table.current())

    def _rows(self) -> list[StagedRow]:
        rows = () if self.checked is None else self.checked.staging.rows
        return [one for one in rows if not self._shown or one.mark.value == self._shown]

    def _filter(self, key: str) -> None:
        self._shown = key
        self.model.show_rows(self._rows())
        if self.model.rowCount():
            self.table.select_first()
            self.table.choose_column(_FIRST_FIELD)

    def _show_reasons(self, one: StagedRow | None) -> None:
        if one is None:
            self.reasons.setText("")
            return
        said = [note.words for note in one.notes] or [self.tr("没有问题。")]
        words = self.tr("第 {line} 行，{act}：{reasons}")
        self.reasons.setText(
            words.format(line=one.row.line, act=tr(ROSTER_ACT_NAMES[one.act]), reasons=self.tr("；").join(said))
        )

    def _corrected(self, one: StagedRow, place: int, text: str) -> None:
        self.corrected.emit(one.row.line, _SHOWN[place - _FIRST_FIELD][0], text)

    def _options_left(self) -> None:
        work = None if self.checked is None else self.checked.work
        proof, street = self.proof.text().strip(), self.street.text().strip()
        if work is not None and (proof, street) != (work.proof, work.street):
            self.options_changed.emit(proof, street)

    def next_red(self) -> bool:
        """Put the cursor on the next row that cannot be imported, at the cell that is wrong; whether there is one."""
        rows = self._rows()
        start = self.table.currentIndex().row() + 1
        for place in (*range(start, len(rows)), *range(min(start, len(rows)))):
            if rows[place].mark is Mark.RED:
                self.table.select_number(place)
                wrong = [note.field for note in rows[place].notes if note.bad]
                columns = [field for field, _ in _SHOWN]
                found = [columns.index(field) for field in wrong if field in columns]
                self.table.choose_column((found[0] if found else 0) + _FIRST_FIELD)
                self.table.setFocus()
                return True
        return False

    def focus(self) -> None:
        """Where work begins."""
        self.table.setFocus()


def _columns() -> list[Column[StagedRow]]:
    columns: list[Column[StagedRow]] = [
        Column(tr("行"), lambda one: Cell(str(one.row.line), Tone.TEXT3, small=True), "3000"),
        Column(tr("状态"), lambda one: mark_cell(one.mark), "不能导入", pill=True),
    ]
    for field, sample in _SHOWN:
        columns.append(_field_column(field, sample))
    columns.append(Column(tr("原因"), _reason_cell))
    return columns


def _field_column(field: RosterField, sample: str) -> Column[StagedRow]:
    right = field is RosterField.DAYS_ATTENDED

    def cell(one: StagedRow) -> Cell:
        wrong = any(note.field is field and note.bad for note in one.notes)
        text = (
            one.row.texts.get(field, "") if field not in one.row.flaws or one.row.texts.get(field) else tr("（公式）")
        )
        tone = Tone.BAD if wrong else Tone.TEXT
        return Cell(
            _masked(field, text, one.mark) or (tr("缺") if wrong else ""), tone, strong=field is RosterField.NAME
        )

    return Column(tr(FIELD_NAMES[field]), cell, sample, right=right, drop=_DROPS.get(field, 0), elide=True)


def _masked(field: RosterField, text: str, mark: Mark) -> str:
    """A red row is shown as it was written: it has to be compared with the document."""
    if mark is Mark.RED:
        return text
    if field is RosterField.ID_NUMBER:
        return mask_id(text)
    return mask_card(text) if field is RosterField.BANK_CARD else text


def _reason_cell(one: StagedRow) -> Cell:
    notes = sorted(one.notes, key=lambda note: not note.bad)
    tone = Tone.BAD if one.mark is Mark.RED else Tone.WARN if one.mark is Mark.AMBER else Tone.TEXT3
    return Cell(notes[0].words if notes else tr(ROSTER_ACT_NAMES[one.act]), tone, small=True)


def _text(one: StagedRow, place: int) -> str | None:
    """The text of a cell that can be corrected: whole, as it was written."""
    if not _FIRST_FIELD <= place < _FIRST_FIELD + len(_SHOWN):
        return None
    return one.row.texts.get(_SHOWN[place - _FIRST_FIELD][0], "")
