"""The form in which one person enters what a document says, for a second person to confirm."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.pages.rules_value_fields import ValueFields
from desktop.pages.rules_words import RuleLine, short_value, tr
from desktop.widgets.field import Field
from desktop.widgets.fields import ChoiceField, DateField, LineField, TextField
from desktop.widgets.form_grid import FormGrid
from desktop.widgets.layouts import column
from desktop.widgets.problem import Problem
from desktop.widgets.segments import Option
from models.bureau import BureauKind
from models.casework.bureau_values import ValueDraft
from models.casework.rules_page import RuleRow
from models.errors import InputError
from models.rules.schema import ItemType

AS_IT_STANDS, NEW_VALUE = "照现值确认", "录入新值"


def _span(field: Field, count: int) -> int:
    """One value, and a date above figures, take the whole width."""
    return 2 if count == 1 or isinstance(field, DateField) else 1


def _value_name(row: RuleRow | None) -> str:
    names = {ItemType.PAPERS: tr("材料"), ItemType.VERSION_BY: tr("按哪一天")}
    return tr("数值") if row is None else names.get(row.type, tr("数值"))


def _start_field(line: RuleLine) -> DateField:
    """Which date selects the version is itself told by the day of application."""
    row = line.row
    if row is not None and row.confirmed_by:
        return DateField(tr("施行起"), hint=tr("同一天起是更正"))
    by_application = row is not None and row.type is ItemType.VERSION_BY
    return DateField(tr("施行起"), hint=tr("这天起的申请") if by_application else "")


class EntryForm(QWidget):
    """`EntryForm(line)`: `draft()` is what is typed, raising InputError after marking the field; `changed` on leaving
    a field with enough typed to try it out."""

    changed = Signal()
    scan_asked = Signal()

    def __init__(self, line: RuleLine, *, new_value: bool = False) -> None:
        super().__init__()
        self.line = line
        self._value_name = _value_name(line.row)
        self.values = None if line.row is None else ValueFields(line.row.type, self._value_name, line.row.choices)
        self.how = self._how()
        self.start, self.end = _start_field(line), DateField(tr("至"), hint=tr("没有写就空着"))
        self.document = LineField(tr("文号"), hint=tr("没有文号不能生效"), placeholder=tr("如 京人社能发〔2026〕8号"))
        self.article = LineField(tr("条款"), placeholder=tr("如 第三条"))
        self.words = TextField(tr("原文"), placeholder=tr("照录文件上的话"), rows=2)
        self.scan = LineField(tr("扫描件"), hint=tr("F3 选文件；PDF 或图片"), icon="attach")
        self.grid = FormGrid(columns=2)
        self._lay_out()
        self._start_with(line, new_value=new_value)
        self._connect()

    def _how(self) -> ChoiceField | None:
        """Whether there is something that can be confirmed as it stands; what is confirmed can only be corrected."""
        if self.line.row is None or self.line.row.value is None or self.line.row.confirmed_by:
            return None
        options = [Option(AS_IT_STANDS, "1", word=tr(AS_IT_STANDS)), Option(NEW_VALUE, "2", word=tr(NEW_VALUE))]
        return ChoiceField(tr("录什么"), options, hint=tr("现值 {value}").format(value=short_value(self.line.row)))

    def _lay_out(self) -> None:
        if self.how is not None:
            self.grid.add(self.how, span=2)
        fields = [] if self.values is None else self.values.fields
        for field in fields:
            self.grid.add(field, span=_span(field, len(fields)))
        for field, span in (
            (self.start, 1), (self.end, 1), (self.document, 2), (self.article, 2), (self.words, 2), (self.scan, 2),
        ):  # fmt: skip
            self.grid.add(field, span=span)
        self.setLayout(column(self.grid, gap=0))

    def _start_with(self, line: RuleLine, *, new_value: bool) -> None:
        if self.how is not None:
            self.how.set_text(NEW_VALUE if new_value else AS_IT_STANDS)
        start = line.version.valid_from if line.version is not None else line.row.valid_from if line.row else None
        end = line.version.valid_to if line.version is not None else line.row.valid_to if line.row else None
        if not new_value:
            self.start.set_text(start.isoformat() if start is not None else "")
            self.end.set_text(end.isoformat() if end is not None else "")
        self._show_value_fields()

    def _connect(self) -> None:
        if self.how is not None:
            self.how.edited.connect(lambda _text: self._how_changed())
        for field in self.grid.fields():
            field.edited.connect(lambda _text, field=field: field.set_problem(None))
            field.left.connect(self._left)

    def _how_changed(self) -> None:
        self._show_value_fields()
        self._left()

    def _show_value_fields(self) -> None:
        hidden = set(self.values.fields) if self.values is not None and self.as_it_stands() else set()
        self.grid.show_only({field for field in self.grid.fields() if field not in hidden})

    def _left(self) -> None:
        if self.has_enough():
            self.changed.emit()

    def as_it_stands(self) -> bool:
        """Whether the shipped value is confirmed without another one."""
        return self.values is None or (self.how is not None and self.how.text() == AS_IT_STANDS)

    def has_enough(self) -> bool:
        """Whether it can be tried out: value, start and 文号 are typed."""
        valued = self.as_it_stands() or (self.values is not None and bool(self.values.text()))
        return valued and bool(self.start.text().strip()) and bool(self.document.text().strip())

    def missing(self) -> str:
        """What must still be typed, in words; "" when it can be sent."""
        wanted = [
            (self._value_name, self.as_it_stands() or (self.values is not None and bool(self.values.text()))),
            (tr("施行起"), bool(self.start.text().strip())),
            (tr("文号"), bool(self.document.text().strip())),
            (tr("扫描件"), bool(self.scan.text().strip())),
        ]
        names = [name for name, typed in wanted if not typed]
        return tr("还差：{names}").format(names="、".join(names)) if names else ""

    def draft(self) -> ValueDraft:
        """What is typed. Raises InputError after marking the field that is wrong."""
        line = self.line
        value = None if self.as_it_stands() or self.values is None else self.values.value()
        start, end = self._date(self.start), self._date(self.end)
        if start is None:
            self._refuse(self.start, tr("请填施行起的日期。"))
            raise InputError(tr("请填施行起的日期。"), "from")
        if end is not None and end < start:
            self._refuse(self.end, tr("结束日期早于施行起的日期，请核对。"))
            raise InputError(tr("结束日期早于施行起的日期，请核对。"), "to")
        return ValueDraft(
            kind=BureauKind.VERSION if line.version is not None else BureauKind.VALUE,
            programme=line.programme,
            name=self._name(start),
            value=value,
            valid_from=start,
            valid_to=end,
            document=self.document.text().strip(),
            article=self.article.text().strip(),
            text=self.words.text().strip(),
        )

    def _name(self, start: date) -> str:
        """With its date only where the entry begins with the shipped row it replaces."""
        row = self.line.row
        if row is None or (row.valid_from == start and not row.confirmed_by):
            return self.line.name
        return self.line.name.partition("@")[0]

    def _date(self, field: DateField) -> date | None:
        try:
            return field.date()
        except InputError as error:
            self._refuse(field, error.message)
            raise

    def show_error(self, error: InputError) -> None:
        """Put an error at its field."""
        places: Mapping[str, Field] = {
            "document": self.document, "scan": self.scan, "from": self.start, "to": self.end,
        }  # fmt: skip
        if self.values is not None and not self.as_it_stands():
            places = {**places, "value": self.values.fields[0]}
        # The rulebook names the value it could not take: what is wrong is its figure or its dates.
        dated = self.values is None or self.as_it_stands() or "日期" in error.message
        own = self.start if self.values is None or dated else self.values.fields[0]
        self._refuse(places.get(error.field or "", own), error.message)

    @staticmethod
    def _refuse(field: Field, message: str) -> None:
        field.set_problem(Problem(message))

    def first(self) -> Field:
        """Where typing begins."""
        return self.grid.fields()[0] if self.how is None else self.how

    def typed(self) -> Mapping[str, str]:
        """Everything typed, by the place of its field."""
        texts = {f"field.{place}": field.text() for place, field in enumerate(self.grid.fields())}
        return {"programme": self.line.programme, "name": self.line.name, **texts}

    def restore(self, texts: Mapping[str, str]) -> None:
        """Show typed texts again."""
        for place, field in enumerate(self.grid.fields()):
            field.set_text(texts.get(f"field.{place}", ""))
        self._show_value_fields()
