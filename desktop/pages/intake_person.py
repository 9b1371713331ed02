"""The person form: identity, contact and account at the left, the groups with their proofs at the right."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.pages.intake_fields import Known, SessionFields
from desktop.theme.sizes import MARGIN
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.field import Field
from desktop.widgets.fields import LineField
from desktop.widgets.form_grid import FormGrid
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.text import Strong, Text
from forms.session import FormSession
from models.errors import InputError
from models.id_number import IdNumber, birth_date_so_far, group_id, mask_id, normalise_id
from models.identity_document import DOCUMENT_NAMES, IdentityDocument, kind_of

_NUMBER, _NAME = "person.id_number", "person.name"
_WIDE = frozenset({"person.id_number", "person.name", "person.address", "person.bank_card", "person.household"})
_GROUPS = "groups"
_ID_LENGTH = 18


class PersonSheet(QWidget):
    """`PersonSheet(session, known)`; `number_settled(number)` once a typed ID number is whole and right.

    `locked` keeps the ID number of somebody who is registered. Enter walks through it in reading order.
    """

    changed = Signal()
    number_settled = Signal(str)

    def __init__(self, session: FormSession, known: Known, *, locked: bool = False, columns: int = 2) -> None:
        super().__init__()
        self.session, self._today, self._locked = session, known.today, locked
        self.fields = SessionFields(session, known, self)
        self._settled = normalise_id(session.text(_NUMBER))
        blocks = [self._block(section.id, section.title) for section in session.form.sections]
        groups = [block for section, block in zip(session.form.sections, blocks, strict=True) if section.id == _GROUPS]
        others = [block for block in blocks if block not in groups]
        left, right = boxed(column(*others, STRETCH, gap=10)), boxed(column(*groups, STRETCH))
        sides = row((left, 1), (right, 1), gap=MARGIN) if columns == 2 else column(left, right)
        self.setLayout(sides)
        number = self.fields.widget(_NUMBER)
        number.control.setReadOnly(locked)  # type: ignore[attr-defined]
        number.left.connect(self._left_number)
        self.fields.changed.connect(self._typed)
        self._group()
        self._say_number()

    def _block(self, section_id: str, title: str) -> QWidget:
        section = next(each for each in self.session.form.sections if each.id == section_id)
        grid = FormGrid(2)
        for question in section.fields:
            grid.add(self.fields.widget(question.key), 2 if question.key in _WIDE else 1)
        remark = self.tr("按 1 采用所列证明，按 0 为否，没问的留空") if section_id == _GROUPS else ""
        head = row(Strong(title, Role.SECTION), Text(remark, Role.CAPTION, Tone.TEXT3), STRETCH, gap=8)
        return boxed(column(head, grid, gap=6))

    def focus(self, key: str = "") -> None:
        """Go to a field: the one named, else the first that is empty or wrong."""
        errors = self.session.errors()
        values = self.session.values()
        wanted = [key] if key else [each for each in self.fields.widgets() if each in errors or each not in values]
        for each in wanted[:1]:
            widget = self.fields.widget(each)
            widget.control.setFocus(Qt.FocusReason.TabFocusReason)
            if isinstance(widget, LineField):
                widget.line.end(False)  # what is half typed goes on, it is not typed over

    def focus_wrong(self) -> None:
        """Go to the first field with an error."""
        for widget in self.wrong()[:1]:
            widget.control.setFocus(Qt.FocusReason.TabFocusReason)

    def wrong(self) -> list[Field]:
        """The fields with an error."""
        found = self.fields.widgets().values()
        return [widget for widget in found if widget.problem is not None and not widget.problem.warning]

    def check(self) -> bool:
        """Show every error and every required field that is empty; whether there is none."""
        self.fields.show_errors()
        for question in self.session.form.fields():
            if not question.optional and not self.session.text(question.key).strip():
                _require(self.fields.widget(question.key), question.label)
        return not self.wrong()

    def _typed(self) -> None:
        self._say_number()
        number = normalise_id(self.session.text(_NUMBER))
        if number != self._settled and _parsed(number, self._today) is not None:
            self._settled = number
            self.number_settled.emit(number)
        self.changed.emit()

    def _left_number(self) -> None:
        """A number of another make is whole only when it is left."""
        self._group()
        number = normalise_id(self.session.text(_NUMBER))
        if number != self._settled and _known_make(number, self._today):
            self._settled = number
            self.number_settled.emit(number)

    def _group(self) -> None:
        number = normalise_id(self.session.text(_NUMBER))
        # Masked like everywhere else: only a reveal, which is journalled, shows a registered number.
        self.fields.widget(_NUMBER).set_text(mask_id(number) if self._locked else group_id(number))

    def _say_number(self) -> None:
        words = (
            self.tr("已登记，录错按 Alt+N 更正")
            if self._locked
            else number_words(self.session.text(_NUMBER), self._today)
        )
        self.fields.widget(_NUMBER).set_hint(words)


def number_words(text: str, today: date) -> str:
    """What a half-typed ID number already says: the age from digit 14 on, sex and check digit at 18."""
    number = normalise_id(text)
    whole = _parsed(number, today)
    if whole is not None:
        sex = {"m": _tr("男"), "f": _tr("女")}[whole.sex]
        return _tr("{sex} · {age} 岁 · 校验位 ✓").format(sex=sex, age=age_on(whole.birth_date, today))
    born = birth_date_so_far(number)
    if born is not None and born <= today:
        age = _tr("{age} 岁").format(age=age_on(born, today))
        return (
            age if len(number) == _ID_LENGTH else _tr("{age} · 还差 {n} 位").format(age=age, n=_ID_LENGTH - len(number))
        )
    if _known_make(number, today):
        return _tr("{kind} · 出生日期、性别按 Alt+K 填").format(kind=DOCUMENT_NAMES[kind_of(number)])
    return _tr("{n} 位，共 18 位").format(n=len(number)) if number else ""


def _known_make(number: str, today: date) -> bool:
    """Whether it is a number that no birth date can be read from, but whole."""
    try:
        return IdentityDocument.parse(number, None, today).birth_date is None
    except InputError:
        return False


def age_on(born: date, day: date) -> int:
    """Full years (周岁) on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _parsed(number: str, today: date) -> IdNumber | None:
    try:
        return IdNumber.parse(number, today)
    except InputError:
        return None


def _require(field: Field, label: str) -> None:
    from desktop.widgets.problem import Problem

    field.set_problem(Problem(_tr("请填写{label}").format(label=label)))


def _tr(text: str) -> str:
    return QCoreApplication.translate("PersonSheet", text)
