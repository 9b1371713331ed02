"""设置 · 查阅记录: who looked at masked data and scans, printed again or took out, for the auditor to read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.item_models.cells import Cell, Column
from desktop.item_models.rows import RowModel
from desktop.page import Host
from desktop.pages.settings_section import Section, Services
from desktop.saving import ask_file
from desktop.theme.sizes import PAD
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.button import Button
from desktop.widgets.field import Field
from desktop.widgets.fields import ChoiceField, DateField
from desktop.widgets.form_grid import FormGrid
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.line_fields import LineField
from desktop.widgets.problem import Problem
from desktop.widgets.segments import Option
from desktop.widgets.surface import Card
from desktop.widgets.table import Table
from desktop.widgets.text import Strong, Text
from models.casework.access_log import PAGE_ROWS, AccessPage, AccessQuestion, AccessRow, older_access, read_access
from models.casework.changes import Changes
from models.errors import InputError, SubsidyDeskError
from models.moment import beijing_time


class AccessSection(Section):
    """Read only, page by page; opening it, and every other filter, is a reading that the journal keeps."""

    key, icon = "access", "eye"
    needs = "access.read"

    def __init__(self, host: Host, services: Services) -> None:
        super().__init__(host, services)
        self.title, self.about = self.tr("查阅记录"), self.tr("谁看过、重印、导出过什么")
        self.ask_file: Callable[[QWidget, str, str], Path | None] = ask_file
        self.asked = AccessQuestion()
        self._starts: list[int | None] = [None]  # where each page up to the one shown begins
        self._older: int | None = None
        self._make_filters()
        self._make_actions()
        self.model: RowModel[AccessRow] = RowModel(self._columns())
        self.table = Table(self.model, self.title)
        self.state = Text("", Role.SMALL, Tone.TEXT2, elide=True)
        self.place = Text("", Role.SMALL, Tone.TEXT2)
        self.nothing = Text("", Role.BODY, Tone.TEXT3)
        self._build()

    def _make_filters(self) -> None:
        self.account = ChoiceField(self.tr("查看人"), [], placeholder=self.tr("全部账号"), most_segments=-1)
        self.case = LineField(self.tr("案件"), placeholder=self.tr("如 2026-00012"))
        self.first, self.last = DateField(self.tr("从")), DateField(self.tr("到"))
        self.fields: dict[str, Field] = {
            "account": self.account,
            "case": self.case,
            "first": self.first,
            "last": self.last,
        }
        for field in self.fields.values():
            field.left.connect(self.ask)
            field.edited.connect(lambda _text, field=field: field.set_problem(None))
        self.account.edited.connect(lambda _text: self.ask())

    def _make_actions(self) -> None:
        self.filter_action = Action("Ctrl+F", self.tr("筛选"), self._focus_filter, parent=self)
        self.clear_action = Action("Esc", self.tr("清除筛选"), self.clear, parent=self)
        self.older_action = Action("Alt+Left", self.tr("更早的"), self.show_older, parent=self)
        self.newer_action = Action("Alt+Right", self.tr("更近的"), self.show_newer, parent=self)
        self.export_action = Action("Ctrl+E", self.tr("导出…"), self.export, icon="download", parent=self)
        self.again = Action("F5", self.tr("刷新"), self.refresh, parent=self)

    def _columns(self) -> list[Column[AccessRow]]:
        return [
            Column(self.tr("时间"), lambda look: Cell(beijing_time(look.at)), "2026-12-31 23:59"),
            Column(self.tr("查看人"), lambda look: Cell(look.account, strong=True), self.tr("欧阳国家"), elide=True),
            Column(self.tr("做了什么"), lambda look: Cell(look.act), self.tr("查看遮盖内容")),
            Column(self.tr("案件"), lambda look: Cell(look.case), self.tr("2026-00012 等 12 件")),
            Column(self.tr("内容、用途"), _seen),
        ]

    def _build(self) -> None:
        grid = FormGrid(columns=4)
        for field in self.fields.values():
            grid.add(field)
        note = Text(
            self.tr("只记看了哪件案的哪一项，不记看到的内容；只增不改。打开本页、换筛选、导出，都记入流水。"),
            Role.SMALL,
            Tone.TEXT2,
            wrap=True,
        )
        filtered = row((self.state, 1), Button(action=self.clear_action), gap=8)
        middle = row(STRETCH, self.nothing, STRETCH)
        self._empty = boxed(column(middle, STRETCH, margins=(16, 40, 16, 40)))
        card = Card(column((self.table, 1), (self._empty, 1), gap=0, margins=(1, 1, 1, 6)))
        turns = (Button(action=self.older_action), Button(action=self.newer_action), Button(action=self.export_action))
        foot = row((self.place, 1), *turns, gap=8)
        head = row(Strong(self.title, Role.SECTION), Text(self.about, Role.SMALL, Tone.TEXT3), STRETCH)
        self.setLayout(column(head, note, grid, filtered, (card, 1), foot, gap=12, margins=(4, 4, PAD, PAD)))
        self._show(AccessPage((), None, ()))

    # --- what the settings ask ---------------------------------------------------------------------------------------

    def section_actions(self) -> list[Action]:
        return [
            self.filter_action,
            self.clear_action,
            self.older_action,
            self.newer_action,
            self.export_action,
            self.again,
        ]

    def first_input(self) -> QWidget:
        return self.account

    def wants(self, changes: Changes) -> bool:  # noqa: ARG002 - looks are no changes, and asking again is a reading
        return False

    # --- what is asked -----------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Put what stands in the fields in force, where it differs."""
        try:
            asked = AccessQuestion(
                self.account.text(), self.case.text().strip(), self.first.date("first"), self.last.date("last")
            )
        except InputError as error:
            self.fail(error)
            return
        if asked != self.asked:
            self._read(asked)

    def refresh(self) -> None:
        self._read(self.asked)

    def clear(self) -> None:
        """Hide nothing any more."""
        for field in self.fields.values():
            field.set_text("")
            field.set_problem(None)
        self._read(AccessQuestion())

    def _read(self, asked: AccessQuestion) -> None:
        def shown(page: AccessPage) -> None:
            self.asked, self._starts = asked, [None]
            self._show(page)

        # On the writing desk: that it was read is written down first.
        self.host.runner.run(partial(read_access, asked=asked), shown, self.fail, latest="settings access")

    def show_older(self) -> None:
        """Alt+Left: the page before this one in time."""
        self._turn([*self._starts, self._older])

    def show_newer(self) -> None:
        """Alt+Right: back towards today."""
        self._turn(self._starts[:-1])

    def _turn(self, starts: list[int | None]) -> None:
        asked = self.asked

        def shown(page: AccessPage) -> None:
            if asked == self.asked:  # else another filter has been answered meanwhile, on the other desk
                self._starts = starts
                self._show(page)

        ask = partial(older_access, asked=asked, before=starts[-1])
        self.host.runner.read(ask, shown, self.fail, latest="settings access")

    def fail(self, error: SubsidyDeskError) -> None:
        field = self.fields.get(error.field or "") if isinstance(error, InputError) else None
        if field is None:
            super().fail(error)
        else:
            field.set_problem(Problem(error.message))

    def _focus_filter(self) -> None:
        self.account.setFocus()

    # --- what is shown -----------------------------------------------------------------------------------------------

    def _show(self, page: AccessPage) -> None:
        self._older = page.before
        self.account.set_options([Option(name) for name in page.accounts])
        self.model.show_rows(page.rows)
        self.table.select_first()
        self.table.setVisible(bool(page.rows))
        self._empty.setVisible(not page.rows)
        self._show_state()
        self._show_place(page.rows)

    def _show_state(self) -> None:
        none = self.tr("未筛选，没有隐藏的行")
        if self.asked.in_force:
            words = self.tr("已筛选：{what}。其他的没有显示。").format(what=filter_words(self.asked))
            self.state.setText(words)
            self.clear_action.allow()
        else:
            self.state.setText(none)
            self.clear_action.block(none)
        self.state.set_tone(Tone.WARN if self.asked.in_force else Tone.TEXT2)
        filtered = self.tr("没有符合筛选的记录。按 Esc 清除筛选。")
        self.nothing.setText(filtered if self.asked.in_force else self.tr("还没有人查看过遮盖的内容。"))

    def _show_place(self, rows: Sequence[AccessRow]) -> None:
        before = (len(self._starts) - 1) * PAGE_ROWS
        words = self.tr("第 {first}–{last} 条，{older}")
        older = self.tr("还有更早的") if self._older else self.tr("到头了")
        shown = words.format(first=before + 1, last=before + len(rows), older=older)
        self.place.setText(shown if rows else "")
        if self._older:
            self.older_action.allow()
        else:
            self.older_action.block(self.tr("没有更早的了"))
        if before:
            self.newer_action.allow()
        else:
            self.newer_action.block(self.tr("已是最近的"))
        if rows:
            self.export_action.allow()
        else:
            self.export_action.block(self.tr("没有可导出的记录"))

    # --- out of the program ------------------------------------------------------------------------------------------

    def export(self) -> None:
        """Ctrl+E: everything the filter leaves, not only the page in sight."""
        from desktop.dialogs.access_export import access_export_dialog

        def done(given: tuple[Path, int]) -> None:
            path, count = given
            self.host.say(self.tr("已导出 {n:,} 条：{name}").format(n=count, name=path.name))
            self.refresh()

        asked = self.asked
        shown = filter_words(asked) if asked.in_force else self.tr("全部")
        words = self.tr("范围：{shown}。").format(shown=shown)
        choose = partial(self.ask_file, self, self.tr("导出查阅记录"), self.tr("查阅记录.xlsx"))
        self.host.open_modal(access_export_dialog(self.host, asked, words, choose, done))


def _seen(look: AccessRow) -> Cell:
    return Cell(look.detail or look.purpose, Tone.TEXT2)


def filter_words(asked: AccessQuestion) -> str:
    """What a filter leaves, in words."""
    parts = [f"查看人 {asked.account}" if asked.account else "", f"案件 {asked.case}" if asked.case else ""]
    parts.append(f"{asked.first.isoformat()} 起" if asked.first else "")
    parts.append(f"到 {asked.last.isoformat()}" if asked.last else "")
    return " · ".join(part for part in parts if part)
