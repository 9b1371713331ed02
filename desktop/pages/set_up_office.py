"""What an office is: the form that makes it and, in the settings, changes it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from desktop.pages.set_up_step import Step
from desktop.widgets.choice_fields import ChoiceField
from desktop.widgets.field import Field
from desktop.widgets.form_grid import FormGrid
from desktop.widgets.layouts import STRETCH, column, row
from desktop.widgets.line_fields import LineField, TextField
from desktop.widgets.problem import Problem
from desktop.widgets.scrolling import Scrolling
from desktop.widgets.segments import Option
from models.casework.offices import office_from_json
from models.districts import DISTRICTS
from models.errors import InputError
from models.letter import LETTER_NAMES, NAMED_KINDS, LetterKind
from models.office import Office

_CODES = {district: code for code, district in DISTRICTS.items()}


def _tr(text: str) -> str:
    return QCoreApplication.translate("OfficeForm", text)


class OfficeForm(QWidget):
    """`form.show_office(office)`, `form.office()`: None after marking what is wrong. `edited` at every keystroke."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name = LineField(self.tr("单位全称"), placeholder=self.tr("印在文书上，如 北京市××区人力资源和社会保障局"))
        self.district = ChoiceField(self.tr("区"), [Option(name) for name in DISTRICTS.values()])
        self.phone = LineField(self.tr("咨询电话"), placeholder=self.tr("如 010-8765××××"))
        self.address = LineField(self.tr("地址"), placeholder=self.tr("申请人来办理的地址"))
        self.codes = {
            kind: LineField(self.tr("{letter}代字").format(letter=LETTER_NAMES[kind]), placeholder=_EXAMPLES[kind])
            for kind in NAMED_KINDS
        }
        either = [Option(self.tr("是"), "1"), Option(self.tr("否"), "0")]
        self.separate = ChoiceField(self.tr("复核和签发分给两个人"), either, hint=self.tr("受理总是另一人"))
        self.rest_days = ChoiceField(self.tr("申请期末日遇休息日顺延"), either)
        self.streets = TextField(self.tr("街道（乡镇）"), hint=self.tr("每行一个，可整段粘贴"), rows=5)
        self._left, self._right = FormGrid(columns=1), FormGrid(columns=1)
        for left in (self.name, self.district, self.address, self.phone, self.streets):
            self._left.add(left)
        for right in (*self.codes.values(), self.separate, self.rest_days):
            self._right.add(right)
        for field in self.fields():
            field.edited.connect(self._edited)
        sides = ((column(side, STRETCH), 1) for side in (self._left, self._right))
        self.setLayout(row(*sides, gap=24))
        self.separate.set_text(self.tr("是"))
        self.rest_days.set_text(self.tr("是"))

    def fields(self) -> list[Field]:
        """All fields in reading order."""
        return [*self._left.fields(), *self._right.fields()]

    def _edited(self) -> None:
        sender = self.sender()
        if isinstance(sender, Field):
            sender.set_problem(None)
        self.edited.emit()

    def show_office(self, office: Office) -> None:
        """Fill it."""
        self.name.set_text(office.name)
        self.district.set_text(DISTRICTS.get(office.district, ""))
        self.address.set_text(office.address)
        self.phone.set_text(office.phone)
        self.streets.set_text("\n".join(office.streets))
        for kind, field in self.codes.items():
            field.set_text(office.letter_codes.get(kind.value, ""))
        self.separate.set_text(self.tr("是") if office.separate_review_and_sign else self.tr("否"))
        self.rest_days.set_text(self.tr("是") if office.rest_day_rule else self.tr("否"))

    def office(self, before: Office | None = None) -> Office | None:
        """The office as typed, keeping what `before` has beyond the form; None when something is wrong."""
        for field in self.fields():
            field.set_problem(None)
        missing = [field for field in self.fields() if not field.text().strip()]
        for field in missing:
            field.set_problem(Problem(self.tr("还没有“{label}”，请填写。").format(label=field.label.text())))
        if missing:
            missing[0].setFocus()
            return None
        try:
            made = office_from_json(self._json())
        except InputError as error:
            self.show_error(error)
            return None
        if before is None:
            return made
        return replace(made, practice=before.practice, settings=before.settings, version=before.version)

    def differs_from(self, office: Office) -> bool:
        """Whether something was typed that the office does not have."""
        kept = {
            "name": office.name,
            "district": office.district,
            "streets": list(office.streets),
            "letter_codes": {kind.value: office.letter_codes.get(kind.value, "") for kind in NAMED_KINDS},
            "address": office.address,
            "phone": office.phone,
            "separate_review_and_sign": office.separate_review_and_sign,
            "rest_day_rule": office.rest_day_rule,
        }
        return kept != self._json()

    def show_error(self, error: InputError) -> None:
        """Say what was refused at the field it belongs to."""
        places: dict[str, Field] = {
            "district": self.district,
            "streets": self.streets,
            "letter_codes": self.codes[LetterKind.RECEIPT],
        }
        field = places.get(error.field or "", self.name)
        field.set_problem(Problem(error.message))
        field.setFocus()

    def street_list(self) -> list[str]:
        """One street a line; empty lines and blanks round them do not count."""
        return [line.strip() for line in self.streets.text().splitlines() if line.strip()]

    def _json(self) -> dict[str, object]:
        yes = self.tr("是")
        return {
            "name": self.name.text(),
            "district": _CODES.get(self.district.text(), ""),
            "streets": self.street_list(),
            "letter_codes": {kind.value: field.text() for kind, field in self.codes.items()},
            "address": self.address.text(),
            "phone": self.phone.text(),
            "separate_review_and_sign": self.separate.text() == yes,
            "rest_day_rule": self.rest_days.text() == yes,
        }


_EXAMPLES = {
    LetterKind.RECEIPT: _tr("如 ×人社受"),
    LetterKind.APPROVAL: _tr("如 ×人社补"),
    LetterKind.REFUSAL: _tr("如 ×人社不"),
}


class OfficeStep(Step):
    """`step.office` once complete."""

    def __init__(self) -> None:
        super().__init__()
        self.title = self.tr("单位")
        self.text = self.tr("印在每份文书上；代字请照本局的发文规定填写，灰字只是写法的样子。")
        self.form = OfficeForm()
        self.form.edited.connect(self.changed)
        self.office: Office | None = None
        self.setLayout(column((Scrolling(column(self.form, STRETCH, margins=(4, 4, 4, 4))), 1)))

    def first_input(self) -> QWidget:
        return self.form.name.control

    def complete(self) -> bool:
        self.office = self.form.office()
        return self.office is not None
