"""A list fact in a form: rows typed or pasted from a spreadsheet, counted as they are read."""

from __future__ import annotations

from itertools import accumulate

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextOption
from PySide6.QtWidgets import QPlainTextEdit

from desktop.widgets.fields import TextField
from forms.rows import COMPLETE, heading
from models.fact_key import FactKey, FactType

_ROWS = 6
# How many characters the widest cell of a column has, with a blank.
_WIDTHS = {FactType.TEXT: 19, FactType.YES_NO: 5, FactType.CHOICE: 9, FactType.DATE: 11, FactType.INTEGER: 6}


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
        self.area.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._set_tabs(key)
        self.area.installEventFilter(self)
        self.edited.connect(lambda _text: self._count())

    def _set_tabs(self, key: FactKey) -> None:
        character = self.area.fontMetrics().horizontalAdvance("0")
        ends = accumulate(_WIDTHS[column.type] * character for column in key.columns.values())
        option = self.area.document().defaultTextOption()
        option.setTabs([QTextOption.Tab(end, QTextOption.TabType.LeftTab) for end in ends])
        self.area.document().setDefaultTextOption(option)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Tab walks on, as Tab does in every other field; Shift+Tab and Esc walk back."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and not self.area.composing:
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if event.key() == Qt.Key.Key_Tab and control:
                self._forward()
                return True
            if event.key() in (Qt.Key.Key_Backtab, Qt.Key.Key_Escape):
                self._back()
                return True
        return super().eventFilter(watched, event)

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
