"""F4: every value a fact of a case ever had, by whom and when; one field, or all that were ever changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.item_models.cells import Cell, Column
from desktop.item_models.rows import RowModel
from desktop.page import Host
from desktop.pages.case_words import whole_moment
from desktop.theme.sizes import scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.layouts import column
from desktop.widgets.modal import Modal
from desktop.widgets.surface import Card
from desktop.widgets.table import Table
from desktop.widgets.text import Text
from models.casework.case_history import FactChange, fact_changes
from models.errors import SubsidyDeskError
from models.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from models.casework.unit_of_work import Desk


def _tr(text: str) -> str:
    return QCoreApplication.translate("FieldHistory", text)


class FieldHistoryDialog(Modal):
    """`FieldHistoryDialog(number, changes, key)`: the field of `key`, the newest value first; Alt+A for all."""

    def __init__(self, number: str, changes: Sequence[FactChange], key: str = "") -> None:
        self._changes, self._key = tuple(changes), key
        self.model: RowModel[FactChange] = RowModel(_columns())
        self.table = Table(self.model, _tr("本项历史"))
        self.table.setMinimumHeight(scaled(300))
        self.model.setParent(self.table)
        self.none = Text("", Role.BODY, Tone.TEXT2)
        self.all_action = Action("Alt+A", _tr("看全部各项"), self.show_all)
        self._card = Card(column((self.table, 1), margins=(1, 1, 1, 6)))
        name = VOCABULARY[key].label if key else _tr("全部各项")
        super().__init__(
            _tr("本项历史"),
            column(self.none, (self._card, 1), gap=12),
            extra=[self.all_action] if key else [],
            subtitle=name,
            remark=number,
            width=820,
            cancel_word=_tr("关闭"),
            foot_note=_tr("只增不改：更正也是新的一行"),
        )
        self._show(key)

    def show_all(self) -> None:
        """Every field of the case."""
        self._show("")

    def _show(self, key: str) -> None:
        found = [change for change in self._changes if key in ("", change.key)]
        self.none.setText("" if found else _tr("这一项还没有留存过值。"))
        self.none.setVisible(not found)
        self._card.setVisible(bool(found))
        self.model.show_rows(found[::-1])
        self.table.select_first()


def _columns() -> list[Column[FactChange]]:
    return [
        Column(_tr("时间"), lambda one: Cell(whole_moment(one.entry.at), tone=Tone.TEXT2), "2026-09-14 09:12"),
        Column(_tr("项"), lambda one: Cell(VOCABULARY[one.key].label, strong=True), "职业（工种）是否紧缺", elide=True),
        Column(_tr("值"), _value, elide=True),
        Column(_tr("经办"), lambda one: Cell(one.entry.by), "赵文博博"),
    ]


def _value(one: FactChange) -> Cell:
    return Cell(one.entry.shown, tone=Tone.TEXT if one.entry.known else Tone.UNKNOWN)


def open_history(host: Host, number: str, key: str = "") -> None:
    """Ask for the history of a case and show it."""

    def ask(desk: Desk) -> tuple[FactChange, ...]:
        return fact_changes(desk, number)

    def show(found: tuple[FactChange, ...]) -> None:
        dialog = FieldHistoryDialog(number, found, key)
        host.open_modal(dialog)
        dialog.table.setFocus()

    def fail(error: SubsidyDeskError) -> None:
        host.say(error.message, bad=True)

    host.runner.read(ask, show, fail, latest="history")
