"""设置 · 工作日历和时限: the years on file, entered and confirmed by two accounts; the bureau's own grounds."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.dialogs.calendar_year import ConfirmYearDialog, grounds_dialog, year_dialog
from desktop.item_models.cells import Cell, Column, PillWord
from desktop.item_models.rows import RowModel
from desktop.page import Host
from desktop.pages.settings_section import Section, Services
from desktop.saving import ask_existing
from desktop.theme.paint import MET, UNKNOWN, WARN, MarkKind
from desktop.theme.sizes import PAD
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.button import Button
from desktop.widgets.layouts import STRETCH, column, row
from desktop.widgets.surface import Card
from desktop.widgets.table import Table
from desktop.widgets.text import Strong, Text
from models.casework.calendars import CalendarYear, calendar_years, confirm_year, moved_by, year_from_json
from models.casework.clocks import Moved
from models.casework.grounds import Grounds, grounds_of
from models.casework.permissions import may
from models.casework.unit_of_work import Desk
from models.errors import InputError


class CalendarSection(Section):
    """The table of years, and what may be done with the one under the cursor."""

    key, icon = "calendar", "calendar"
    needs = "calendar.read"

    def __init__(self, host: Host, services: Services) -> None:
        super().__init__(host, services)
        self.title, self.about = self.tr("工作日历和时限"), self.tr("放假调休、补正、延期依据")
        self.add_action = Action("Ctrl+N", self.tr("录入一年"), self.add, icon="plus", parent=self)
        self.load_action = Action("Ctrl+O", self.tr("从文件导入"), self.ask_file, icon="download", parent=self)
        self.confirm_action = Action("Ctrl+Enter", self.tr("核对确认"), self.ask_confirm, icon="check", parent=self)
        self.grounds_action = Action("Ctrl+G", self.tr("时限依据"), self.ask_grounds, icon="rules", parent=self)
        self.model = RowModel[CalendarYear](
            [
                Column(self.tr("年份"), lambda year: Cell(str(year.table.year), strong=True), "2026"),
                Column(self.tr("依据"), lambda year: Cell(year.source, Tone.TEXT2), elide=True),
                Column(
                    self.tr("放假"), lambda year: Cell(_days(len(year.table.off)), Tone.TEXT2), "123 天", right=True
                ),
                Column(
                    self.tr("调休"), lambda year: Cell(_days(len(year.table.work)), Tone.TEXT2), "12 天", right=True
                ),
                Column(self.tr("录入 · 确认"), lambda year: Cell(_hands(year), Tone.TEXT2), elide=True),
                Column(self.tr("状态"), self._state, self.tr("随程序提供"), pill=True),
            ]
        )
        self.table = Table(self.model, self.title)
        self.table.current_changed.connect(lambda _row: self._judge())
        self.table.opened.connect(lambda _row: self.ask_confirm())
        note = Text(
            self.tr(
                "工作日按这里的放假和调休推算。没有录入的年份不推算：受理通知书只写“10个工作日内”，录入后再补日期。"
            ),
            Role.SMALL,
            Tone.TEXT2,
            wrap=True,
        )
        buttons = row(*(Button(action=action) for action in self.section_actions()), STRETCH, gap=8)
        card = Card(column(self.table, margins=(1, 1, 1, 6)))
        self.setLayout(column(Strong(self.title, Role.SECTION), note, buttons, (card, 1), gap=12))
        self.layout().setContentsMargins(4, 4, PAD, PAD)  # type: ignore[union-attr]
        self._judge()

    def section_actions(self) -> list[Action]:
        return [self.add_action, self.load_action, self.confirm_action, self.grounds_action]

    def first_input(self) -> QWidget:
        return self.table

    def _state(self, year: CalendarYear) -> Cell:
        if year.entry and not year.confirmed_by:
            return Cell(pill=PillWord(self.tr("待确认"), WARN, MarkKind.WARN))
        if not year.in_force:
            return Cell(pill=PillWord(self.tr("已被替代"), UNKNOWN))
        return Cell(pill=PillWord(self.tr("有效"), MET, MarkKind.MET))

    def refresh(self) -> None:
        self.host.runner.read(calendar_years, self._show, self.fail, latest="settings calendar")

    def _show(self, years: tuple[CalendarYear, ...]) -> None:
        place = self.table.currentIndex().row()
        self.model.show_rows(years)
        if years:
            self.table.select_number(min(max(place, 0), len(years) - 1))
        self._judge()

    def current(self) -> CalendarYear | None:
        """The year under the cursor."""
        found = self.table.current()
        return found if isinstance(found, CalendarYear) else None

    def _judge(self) -> None:
        me, year = self.host.account, self.current()
        for action, command, seats in (
            (self.add_action, "calendar.enter", self.tr("复核、签发或系统管理员")),
            (self.load_action, "calendar.enter", self.tr("复核、签发或系统管理员")),
            (self.confirm_action, "calendar.confirm", self.tr("复核、签发或系统管理员")),
            (self.grounds_action, "office.grounds", self.tr("系统管理员")),
        ):
            if me is not None and not may(me, command):
                action.block(self.tr("只有{seats}能办。").format(seats=seats))
            else:
                action.allow()
        if not self.confirm_action.enabled:
            return
        if year is None or not year.entry or year.confirmed_by:
            self.confirm_action.block(self.tr("请先选一份待确认的。"))
        elif me is not None and year.entered_by == me.name:
            self.confirm_action.block(self.tr("由您本人录入，须由另一人确认。"))

    # --- the acts ---------------------------------------------------------------------------------------------------

    def add(self) -> None:
        """Ctrl+N: type a year."""
        self.host.open_modal(year_dialog(self.host, self._added))

    def ask_file(self) -> None:
        """Ctrl+O: a year from a JSON file, shown to be checked before it is entered."""
        path = ask_existing(self, self.tr("导入放假安排"), self.tr("放假安排 (*.json)"))
        if path is not None:
            self.load(path)

    def load(self, path: Path) -> None:
        """Show what a file holds; what is wrong with it is told in full."""
        try:
            table = year_from_json(json.loads(path.read_text(encoding="utf-8-sig")))
        except InputError as error:
            self.fail(error)
        except (OSError, ValueError):
            self.host.say(self.tr("“{name}”读不出来，应为 JSON 文件。").format(name=path.name), bad=True)
        else:
            self.host.open_modal(year_dialog(self.host, self._added, table))

    def _added(self, _entry: object) -> None:
        self.host.say(self.tr("已录入，等另一人核对确认。"))
        self.refresh()

    def ask_confirm(self) -> None:
        """Ctrl+Enter: which cases it moves, then confirm."""
        year = self.current()
        if year is None or not self.confirm_action.enabled:
            return
        self.host.runner.read(partial(moved_by, entry_id=year.entry), partial(self._ask, year), self.fail)

    def _ask(self, year: CalendarYear, moved: tuple[Moved, ...]) -> None:
        def confirm() -> None:
            self.host.runner.perform(partial(confirm_year, entry_id=year.entry), self._confirmed, self.fail)

        self.host.open_modal(ConfirmYearDialog(year, moved, confirm))

    def _confirmed(self, moved: tuple[Moved, ...]) -> None:
        self.host.say(self.tr("已确认生效，{n} 件案件的期限随之核对。").format(n=len(moved)))
        self.refresh()

    def ask_grounds(self) -> None:
        """Ctrl+G: the bureau's own grounds."""
        self.host.runner.read(_grounds_now, self._open_grounds, self.fail)

    def _open_grounds(self, grounds: Grounds) -> None:
        done = partial(self._said, self.tr("时限依据已保存，从下一件起生效。"))
        self.host.open_modal(grounds_dialog(self.host, grounds, done))

    def _said(self, words: str, _value: object) -> None:
        self.host.say(words)


def _grounds_now(desk: Desk) -> Grounds:
    with desk.look("office.read") as work:
        return grounds_of(work.office)


def _days(number: int) -> str:
    return f"{number} 天"


def _hands(year: CalendarYear) -> str:
    return " · ".join(name for name in (year.entered_by, year.confirmed_by) if name)
