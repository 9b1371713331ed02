"""Cases that the rules in force judge otherwise than when they were last assessed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication

from desktop.item_models.cells import LONG_NAME, Cell, Column
from desktop.item_models.changed_cases import ChangedCase, change_words
from desktop.item_models.rows import RowModel
from desktop.theme.paint import MarkKind
from desktop.theme.sizes import scaled
from desktop.theme.tokens import Tone
from desktop.widgets.action import Action
from desktop.widgets.boxes import Notice
from desktop.widgets.layouts import column
from desktop.widgets.modal import Modal
from desktop.widgets.surface import Card
from desktop.widgets.table import Table


def _tr(text: str) -> str:
    return QCoreApplication.translate("ChangedCases", text)


class ChangedCasesDialog(Modal):
    """`ChangedCasesDialog(cases, open_case)`; Enter opens the case."""

    def __init__(self, cases: Sequence[ChangedCase], open_case: Callable[[str], object]) -> None:
        self._open_case = open_case
        self.model: RowModel[ChangedCase] = RowModel(_columns())
        self.model.show_rows(cases)
        self.table = Table(self.model, _tr("会改变的案件"), two_lines=True)
        self.table.setMinimumHeight(scaled(380))
        self.table.select_first()
        self.table.opened.connect(self._opened)
        if cases:
            body = column((Card(column((self.table, 1), margins=(1, 1, 1, 6))), 1))
        else:
            body = column(
                Notice(
                    MarkKind.MET,
                    _tr("没有一件会改变"),
                    _tr("在办和已不予的，以及按后来更正的录入批准的，按现行规则再算，结论都一样。"),
                )
            )
        words = _tr("{n} 件").format(n=f"{len(cases):,}")
        super().__init__(_tr("全部在办试算"), body, subtitle=words, width=820, cancel_word=_tr("关闭"))
        self._enter = [Action("Enter", _tr("打开案件"))] if cases else []

    def actions_shown(self) -> list[Action]:
        """Enter belongs to the table."""
        return [*self._enter, *super().actions_shown()]

    def _opened(self, one: ChangedCase) -> None:
        self.close()
        self._open_case(one.number)


def _columns() -> list[Column[ChangedCase]]:
    return [
        Column(_tr("案号"), lambda one: Cell(one.number, tone=Tone.TEXT2, sub=one.state), "2026-00012"),
        Column(_tr("申请人"), lambda one: Cell(one.person_name, strong=True), "欧阳春晓明", wide=LONG_NAME, elide=True),
        Column(_tr("变化"), lambda one: Cell(change_words(one), sub=one.reason), elide=True),
    ]
