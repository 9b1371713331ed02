"""What a whole version rests on: its name, its first and last day, the notice with its scan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.pages.rules_words import tr
from desktop.widgets.field import Field
from desktop.widgets.fields import DateField, LineField, show_error
from desktop.widgets.form_grid import FormGrid
from desktop.widgets.layouts import column
from models.bureau import BureauKind
from models.casework.bureau_values import ValueDraft
from models.casework.whole_versions import OpenedVersion
from models.errors import InputError


class VersionHead(QWidget):
    """`draft(notice)` is the entry; it raises InputError after marking the field that is wrong."""

    def __init__(self, opened: OpenedVersion) -> None:
        super().__init__()
        self._programme = opened.programme
        self.name = LineField(tr("版本名称"), placeholder=tr("如 2027"))
        self.start, self.end = DateField(tr("施行起")), DateField(tr("至"), hint=tr("没有写就空着"))
        self.document = LineField(tr("文号"), placeholder=tr("如 京人社能发〔2026〕8号"))
        self.article = LineField(tr("条款"), placeholder=tr("如 第三条"))
        self.words = LineField(tr("原文"), placeholder=tr("照录文件上的话"))
        self.scan = LineField(tr("扫描件"), hint=tr("F3 选文件"), icon="attach")
        self.grid = FormGrid(columns=4)
        for field, span in (
            (self.name, 1), (self.start, 1), (self.end, 1), (self.article, 1),
            (self.document, 2), (self.scan, 2), (self.words, 4),
        ):  # fmt: skip
            self.grid.add(field, span=span)
            field.edited.connect(lambda _text, field=field: show_error(field, ""))
        self._fields: Mapping[str, Field] = {
            "name": self.name, "from": self.start, "to": self.end, "document": self.document,
            "article": self.article, "text": self.words, "scan": self.scan,
        }  # fmt: skip
        self._start_with(opened)
        self.setLayout(column(self.grid, gap=0))

    def _start_with(self, opened: OpenedVersion) -> None:
        texts = {
            "name": opened.name,
            "from": "" if opened.valid_from is None else opened.valid_from.isoformat(),
            "to": "" if opened.valid_to is None else opened.valid_to.isoformat(),
            "document": opened.clause.document,
            "article": opened.clause.article,
            "text": opened.clause.text,
        }
        self.restore(texts)

    def typed(self) -> dict[str, str]:
        """Every text by its key."""
        return {key: field.text() for key, field in self._fields.items()}

    def restore(self, texts: Mapping[str, str]) -> None:
        """Show texts again."""
        for key, field in self._fields.items():
            field.set_text(texts.get(key, ""))

    def without_scan(self) -> None:
        """Hide the place of the scan, which is shown on the page itself (F6)."""
        self.grid.show_only({field for field in self._fields.values() if field is not self.scan})

    def fields(self) -> list[Field]:
        """All of them."""
        return list(self._fields.values())

    def missing(self) -> list[str]:
        """What must still be typed, in words."""
        wanted = (self.name, self.start, self.document, self.scan)
        return [field.label.text() for field in wanted if not field.text().strip()]

    def can_be_tried(self) -> bool:
        """Whether enough is typed to judge the open cases by it."""
        return all(field.text().strip() for field in (self.name, self.start, self.document))

    def draft(self, notice: Mapping[str, Any]) -> ValueDraft:
        """The whole version as it is entered."""
        start, end = self._day("from", self.start), self._day("to", self.end)
        if start is None:
            raise self._refused("from", tr("请填施行起的日期。"))
        if end is not None and end < start:
            raise self._refused("to", tr("结束日期早于施行起的日期，请核对。"))
        return ValueDraft(
            kind=BureauKind.VERSION,
            programme=self._programme,
            name=self.name.text().strip(),
            value=notice,
            valid_from=start,
            valid_to=end,
            document=self.document.text().strip(),
            article=self.article.text().strip(),
            text=self.words.text().strip(),
        )

    def show_error(self, error: InputError) -> bool:
        """Mark the field an error names; whether it is one of these."""
        field = self._fields.get(error.field or "")
        if field is not None:
            show_error(field, error.message)
        return field is not None

    def _day(self, key: str, field: DateField) -> date | None:
        try:
            return field.date()
        except InputError as error:
            raise self._refused(key, error.message) from None

    def _refused(self, key: str, message: str) -> InputError:
        show_error(self._fields[key], message)
        return InputError(message, key)
