"""设置 · 流水: the last two hundred acts, for the auditor to read."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.item_models.cells import Cell, Column
from desktop.item_models.rows import RowModel
from desktop.page import Host
from desktop.pages.settings_section import Section, Services
from desktop.theme.sizes import PAD
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.layouts import STRETCH, column, row
from desktop.widgets.surface import Card
from desktop.widgets.table import Table
from desktop.widgets.text import Strong, Text
from models.casework.changes import Changes
from models.casework.journal_view import JournalRow, journal_rows
from models.moment import beijing_time

_ROWS = 200


class JournalSection(Section):
    """Read only; there is no way to change it."""

    key, icon = "journal", "clock"
    needs = "journal.read"

    def __init__(self, host: Host, services: Services) -> None:
        super().__init__(host, services)
        self.title, self.about = self.tr("流水"), self.tr("最近 {n} 步，只读").format(n=_ROWS)
        self.again = Action("F5", self.tr("刷新"), self.refresh, parent=self)
        self.model = RowModel[JournalRow](
            [
                Column(self.tr("号"), lambda entry: Cell(str(entry.seq), Tone.TEXT2), "0000000"),
                Column(self.tr("时间"), lambda entry: Cell(beijing_time(entry.at)), "2026-12-31 23:59"),
                Column(
                    self.tr("账号"), lambda entry: Cell(entry.account, strong=True), self.tr("欧阳国家"), elide=True
                ),
                Column(self.tr("办了什么"), lambda entry: Cell(entry.act), self.tr("查询已享受记录")),
                Column(self.tr("对象"), lambda entry: Cell(entry.subject), self.tr("政策值 00000")),
                Column(self.tr("内容"), lambda entry: Cell(entry.detail, Tone.TEXT2, small=True)),
                Column(self.tr("校验"), lambda entry: Cell(entry.hash[:8], Tone.TEXT3), "d0d0d0d0"),
            ]
        )
        self.table = Table(self.model, self.title)
        note = Text(
            self.tr("每一步都接在上一步的校验值后面，改动或删去任何一步都查得出来。"), Role.SMALL, Tone.TEXT2, wrap=True
        )
        card = Card(column(self.table, margins=(1, 1, 1, 6)))
        head = row(Strong(self.title, Role.SECTION), Text(self.about, Role.SMALL, Tone.TEXT3), STRETCH)
        self.setLayout(column(head, note, (card, 1), gap=12, margins=(4, 4, PAD, PAD)))

    def section_actions(self) -> list[Action]:
        return [self.again]

    def first_input(self) -> QWidget:
        return self.table

    def wants(self, changes: Changes) -> bool:  # noqa: ARG002 - every command writes into it
        return True

    def refresh(self) -> None:
        self.host.runner.read(lambda desk: journal_rows(desk, _ROWS), self._show, self.fail, latest="settings journal")

    def _show(self, rows: tuple[JournalRow, ...]) -> None:
        self.model.show_rows(rows)
        self.table.select_first()
