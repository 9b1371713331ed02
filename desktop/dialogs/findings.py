"""What the check of the rulebook found."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop.item_models.cells import Cell, Column, PillWord
from desktop.item_models.rows import RowModel
from desktop.theme.paint import MarkKind
from desktop.theme.sizes import scaled
from desktop.theme.tokens import Tone
from desktop.widgets.boxes import Notice
from desktop.widgets.layouts import column
from desktop.widgets.modal import Modal
from desktop.widgets.surface import Card
from desktop.widgets.table import Table
from models.rules.check import Finding, Severity


def _tr(text: str) -> str:
    return QCoreApplication.translate("Findings", text)


_SEVERITIES = {
    Severity.ERROR: (MarkKind.NOT_MET, "错误"),
    Severity.WARNING: (MarkKind.WARN, "注意"),
    Severity.INFO: (MarkKind.INFO, "说明"),
}
_ORDER = tuple(_SEVERITIES)


class FindingsDialog(Modal):
    """`FindingsDialog(findings)`: errors first; none is said in words."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        ordered = sorted(findings, key=lambda one: (_ORDER.index(one.severity), one.file, one.line))
        self.model: RowModel[Finding] = RowModel(_columns())
        self.model.show_rows(ordered)
        self.table = Table(self.model, _tr("检查结果"), two_lines=True)
        self.table.setMinimumHeight(scaled(380))
        self.table.select_first()
        if ordered:
            body = column((Card(column((self.table, 1), margins=(1, 1, 1, 6))), 1))
        else:
            body = column(Notice(MarkKind.MET, _tr("检查通过"), _tr("规则库能完整读入，没有需要留意的地方。")))
        errors = sum(one.severity is Severity.ERROR for one in findings)
        words = _tr("{n} 处，其中错误 {errors} 处").format(n=len(findings), errors=errors)
        super().__init__(_tr("检查规则库"), body, subtitle=words, width=900, cancel_word=_tr("关闭"))


def _columns() -> list[Column[Finding]]:
    return [
        Column(_tr("程度"), _severity_cell, "注意", pill=True),
        Column(_tr("发现"), lambda one: Cell(one.message, sub=_place(one)), elide=True),
    ]


def _severity_cell(one: Finding) -> Cell:
    kind, word = _SEVERITIES[one.severity]
    return Cell(pill=PillWord.verdict(kind, _tr(word)), tone=Tone.TEXT)


def _place(one: Finding) -> str:
    return _tr("{file} 第 {line} 行").format(file=one.file, line=one.line)
