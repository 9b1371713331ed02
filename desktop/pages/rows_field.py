"""A list fact in a form: rows typed or pasted from a spreadsheet, counted as they are read."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.widgets.fields import TextField
from forms.rows import COMPLETE, heading
from models.fact_key import FactKey

_ROWS = 6


class RowsField(TextField):
    """`RowsField(key, label)`: a row on each line; Tab goes into the next cell, Ctrl+Tab leaves the field."""

    def __init__(self, key: FactKey, label: str) -> None:
        columns = heading(key).replace("\t", " · ")
        words = QCoreApplication.translate(
            "RowsField", "一行一名，可从表格整块粘贴；栏目依次为\n{columns}\n最后一行写“{complete}”表示名单完整"
        )
        super().__init__(
            label,
            placeholder=words.format(columns=columns, complete=COMPLETE),
            rows=_ROWS,
        )
        self.area.setTabChangesFocus(False)
        self.area.setTabStopDistance(self.area.fontMetrics().horizontalAdvance("0") * 12)
        self.edited.connect(lambda _text: self._count())

    def set_text(self, text: str) -> None:
        """Show rows without `edited`."""
        super().set_text(text)
        self._count()

    def _count(self) -> None:
        lines = [line for line in self.text().splitlines() if line.strip()]
        complete = bool(lines) and lines[-1].strip() == COMPLETE
        count = len(lines) - complete
        words = QCoreApplication.translate("RowsField", "{n} 行") if lines else ""
        done = QCoreApplication.translate("RowsField", "，名单完整") if complete else ""
        self.set_hint(words.format(n=count) + done)
