"""The form for one new account: name, seats, pass phrase twice. Used at the set-up and in the settings."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.chips import Chip
from desktop.widgets.field import Field
from desktop.widgets.flow import Flow
from desktop.widgets.form_grid import FormGrid
from desktop.widgets.layouts import STRETCH, column
from desktop.widgets.line_edit import is_plain_enter, walks_back
from desktop.widgets.line_fields import LineField, SecretField
from desktop.widgets.problem import Problem
from desktop.widgets.spoken import ticked
from desktop.widgets.text import Text
from models.casework.offices import NewAccount
from models.errors import InputError
from models.office import ADMINISTRATORS, CASE_SEATS, SEAT_NAMES, Seat
from models.store.passphrases import MINIMUM, check


class SeatPicker(QWidget):
    """The seats as chips; an administrator's and a case seat exclude each other, and the reason is said."""

    changed = Signal()
    advanced = Signal()
    retreated = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.chips = {seat: Chip(seat.value, SEAT_NAMES[seat], 0) for seat in Seat}
        self.setAccessibleName(self.tr("席位"))
        for chip in self.chips.values():
            chip.count = ""
            chip.setAccessibleName(chip.text())
            chip.toggled.connect(self._toggled)
        cases = Flow([self.chips[seat] for seat in Seat if seat in CASE_SEATS])
        administration = Flow([self.chips[seat] for seat in Seat if seat in ADMINISTRATORS])
        self.reason = Text("", Role.CAPTION, Tone.TEXT3, wrap=True)
        head = Text(self.tr("席位"), Role.SMALL, Tone.TEXT2)
        self.setLayout(column(head, cases, administration, self.reason, gap=6))
        self._toggled()

    def seats(self) -> frozenset[Seat]:
        """The chosen seats."""
        return frozenset(seat for seat, chip in self.chips.items() if chip.isChecked())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # From any of the seats: the others need not be walked through.
        if is_plain_enter(event):
            self.advanced.emit()
        elif event.key() == Qt.Key.Key_Escape and walks_back(self):
            self.retreated.emit()
        else:
            super().keyPressEvent(event)

    def clear(self) -> None:
        """Choose none."""
        for chip in self.chips.values():
            chip.setChecked(False)

    def _toggled(self) -> None:
        chosen = self.seats()
        closed = ADMINISTRATORS if chosen & CASE_SEATS else CASE_SEATS if chosen & ADMINISTRATORS else frozenset()
        for seat, chip in self.chips.items():
            chip.setEnabled(seat not in closed)
            reason = self.tr("管理员不办案，办案席位和管理员席位不能同属一个账号。") if seat in closed else ""
            chip.setToolTip(reason)
            chip.setAccessibleDescription(reason or ticked())
        self.reason.setText(
            self.tr("管理员不办案，办案席位和管理员席位不能同属一个账号。")
            if closed
            else self.tr("可多选；受理、复核、签发由不同的人办理。")
        )
        self.changed.emit()


class AccountForm(QWidget):
    """`form.account()` is a NewAccount, or None after saying what is wrong. `taken` are names in use."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: frozenset[str] = frozenset()
        self.name = LineField(self.tr("账号名"), hint=self.tr("用本人姓名，印在流水里"))
        self.seats = SeatPicker()
        self.first = SecretField(self.tr("口令"), hint=self.tr("至少 {n} 个字符，例如一句话").format(n=MINIMUM))
        self.second = SecretField(self.tr("再输入一次"))
        grid = FormGrid(columns=1)
        for part in (self.name, self.seats, self.first, self.second):
            grid.add(part)
        for field in self.fields():
            field.edited.connect(self._edited)
        self.first.left.connect(self.check_strength)
        self.second.left.connect(self._check_same)
        self.seats.changed.connect(lambda: self.name.set_problem(None))
        self.seats.advanced.connect(self.first.control.setFocus)
        self.seats.retreated.connect(self.name.control.setFocus)
        self.setLayout(column(grid, STRETCH))

    def fields(self) -> tuple[Field, ...]:
        """The typed fields."""
        return (self.name, self.first, self.second)

    def _edited(self) -> None:
        sender = self.sender()
        if isinstance(sender, Field):
            sender.set_problem(None)

    def check_strength(self) -> bool:
        """Say why a pass phrase is too weak."""
        if not self.first.text():
            return False
        try:
            check(self.first.text(), self.name.text().strip())
        except InputError as error:
            self.first.set_problem(Problem(error.message))
            return False
        self.first.set_problem(None)
        return True

    def _check_same(self) -> bool:
        same = self.first.text() == self.second.text()
        if self.second.text() and not same:
            self.second.set_problem(Problem(self.tr("两次输入的口令不一样，请重新输入一次。")))
        return same

    def account(self) -> NewAccount | None:
        """What is typed, checked; the first field that is wrong gets the focus."""
        wrong = self._first_wrong()
        if wrong is None:
            return NewAccount(self.name.text().strip(), self.seats.seats(), self.first.text())
        field, words = wrong
        if words:
            field.set_problem(Problem(words))
        field.setFocus()
        return None

    def _first_wrong(self) -> tuple[Field, str] | None:
        """The field and what to say there; "" where it is said already."""
        name = self.name.text().strip()
        checks: list[tuple[bool, Field, str]] = [
            (not name, self.name, self.tr("还没有账号名，请填写本人姓名。")),
            (name in self.taken, self.name, self.tr("账号“{name}”已经有了，请换一个名字。").format(name=name)),
            (not self.seats.seats(), self.name, self.tr("还没有选席位，请至少选一个。")),
            (not self.first.text(), self.first, self.tr("还没有口令，请本人输入。")),
            (not self.check_strength(), self.first, ""),
            (not self.second.text(), self.second, self.tr("请把同一个口令再输入一次。")),
            (not self._check_same(), self.second, ""),
        ]
        return next(((field, words) for wrong, field, words in checks if wrong), None)

    def clear(self) -> None:
        """Empty it for the next account."""
        for field in self.fields():
            field.set_text("")
            field.set_problem(None)
        self.seats.clear()
