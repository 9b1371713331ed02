"""待办: what is open, grouped by how late it is and whose turn; Enter opens the case in the same place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.dialogs.clock_matters import open_clock_matters
from desktop.dialogs.publicity import PublicityDialog
from desktop.page import Host, Page
from desktop.pages.case_panel import CasePanel
from desktop.pages.case_view import CaseView
from desktop.pages.field_history import open_history
from desktop.pages.second_looks import SecondLooks
from desktop.pages.worklist_filters import FilterActs, SavedFiltersDialog
from desktop.pages.worklist_list import WorklistList
from desktop.pages.worklist_saved import SavedFilter, keep_saved, read_saved
from desktop.widgets.action import Action
from desktop.widgets.layouts import boxed, column
from models.casework.changes import Changes
from models.casework.dossiers import Dossier, dossier
from models.casework.publishing import PublicityStanding, publicity_standings
from models.casework.sealing import seal, waiting_for_seal
from models.casework.second_looks import SecondLook, second_looks
from models.casework.worklist import Group, WorklistRow
from models.errors import SubsidyDeskError

if TYPE_CHECKING:
    from models.case import Case
    from models.casework.changes import Done
    from models.casework.unit_of_work import Desk


class WorklistPage(Page):
    """The list, and the case opened from it. `open_target` takes a case number."""

    key, word, icon = "worklist", "待办", "worklist"

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.saved = Action("Alt+H", self.tr("常用筛选"), self.choose_filter, icon="filter", parent=self)
        self.list, self.case, self.verdict = WorklistList(host, self.saved), CaseView(host), CasePanel()
        self.looks = SecondLooks()
        self.front = boxed(column(self.looks, (self.list, 1), gap=0))
        self.stack = QStackedWidget()
        self.stack.addWidget(self.front)
        self.stack.addWidget(self.case)
        self.setLayout(column(self.stack))
        self.back = Action("Esc", self.tr("回到列表"), self.close_case, parent=self)
        self.next = Action("F8", self.tr("下一件"), self.open_next, parent=self)
        self.rules = Action("F12", self.tr("本项规则"), self.show_rules, parent=self)
        self.history = Action("F4", self.tr("各项历史"), self.show_history, parent=self)
        self.matters = Action("Ctrl+T", self.tr("时限和提请"), self.show_matters, icon="clock", parent=self)
        self.again = Action("F5", self.tr("刷新"), self.refresh, parent=self)
        self.publicity = Action("Ctrl+J", self.tr("公示"), self.open_publicity, parent=self)
        self.seal = Action("Ctrl+U", self.tr("待用印的全部用印"), self.seal_all, parent=self)
        self.list.opened.connect(lambda row: self.open_case(row.case.number))
        self.list.current_changed.connect(self._preview)
        self.looks.chosen.connect(self._open_look)
        self.list.filter_changed.connect(self._filtered)
        self.list.feed.failed.connect(self.fail)
        self._batch = ((self.publicity, Group.PUBLICITY), (self.seal, Group.SEAL))
        self.case.shown.connect(self._shown)
        self.case.failed.connect(self._gone)
        self.case.done.connect(self._done)
        self.case.acting.changed.connect(self.actions_changed)

    def in_case(self) -> bool:
        """Whether a case is open in place of the list."""
        return self.stack.currentWidget() is self.case

    def page_actions(self) -> list[Action]:
        if self.in_case():
            looks = (self.next, self.history, self.rules, self.again)
            return [*self.case.case_actions(), *looks, self.back]
        hints = [Action("↑ ↓", self.tr("选行")), Action("Enter", self.tr("打开"))]
        clear = [self.list.clear] if self.list.feed.filter.in_force else []
        return [*hints, self.next, self.saved, self.matters, self.again, *clear, *self._batches()]

    def choose_filter(self) -> None:
        """Alt+H: the account's own filters."""
        self.host.runner.read(read_saved, self._ask_filter, self.fail)

    def _ask_filter(self, saved: tuple[SavedFilter, ...]) -> None:
        def take(one: SavedFilter) -> None:
            self.list.show_filter(one.filter, one.name)

        acts = FilterActs(take, self._keep_filters, self.host.open_modal)
        dialog = SavedFiltersDialog(saved, self.list.feed.filter, self.list.filter_words, acts)
        self.host.open_modal(dialog)
        dialog.focus()

    def _keep_filters(self, saved: tuple[SavedFilter, ...]) -> None:
        words = self.tr("常用筛选已存下，共 {n} 个").format(n=len(saved))
        self.host.runner.run(keep_saved(saved), lambda _kept: self.host.say(words), self.fail)

    def _batches(self) -> list[Action]:
        """What is done to many at once, where there is something to do."""
        return [action for action, group in self._batch if self.list.count_of(group)]

    def open_publicity(self) -> None:
        """Ctrl+J: who waits for a list, whose period is over."""
        self.host.runner.read(publicity_standings, self._open_publicity, self.fail)

    def _open_publicity(self, found: tuple[PublicityStanding, ...]) -> None:
        dialog = PublicityDialog(self.host, found, self.open_case)
        self.host.open_modal(dialog)
        dialog.table.setFocus()

    def seal_all(self) -> None:
        """Ctrl+U: the seal is on every letter that waited for it."""

        def run(desk: Desk) -> Done[tuple[Case, ...]]:
            return seal(desk, waiting_for_seal(desk))

        words = self.tr("{n} 件已记为用印")

        def told(words: str, *, bad: bool = False) -> None:
            self.seal.allow()
            self.host.say(words, bad=bad)

        self.seal.block(self.tr("正在保存…"))
        self.host.runner.perform(
            run, lambda done: told(words.format(n=len(done))), lambda error: told(error.message, bad=True)
        )

    def case_number(self) -> str:
        return self.case.number if self.in_case() else ""

    def take_scans(self, files: Sequence[Path]) -> bool:
        return self.in_case() and self.case.take_scans(files)

    def panel(self) -> QWidget:
        return self.verdict

    def side_list(self) -> QWidget | None:
        return self.list.side_panel if self.in_case() else None

    def show_rules(self) -> None:
        """F12: the clause of the chosen criterion."""
        self.verdict.show_rule(self.host, self.case.findings.chosen if self.in_case() else "")

    def show_history(self) -> None:
        """F4: every change of the facts of the open case."""
        if self.in_case():
            open_history(self.host, self.case.number)

    def show_matters(self) -> None:
        """Ctrl+T: what clocks and second accounts ask for."""
        open_clock_matters(self.host, self.open_case)

    def wants(self, changes: Changes) -> bool:
        return bool(changes.cases or changes.people or changes.rules or changes.office)

    def news(self, changes: Changes) -> None:
        """The case in front is only read anew when it was changed."""
        self._ask()
        found = self.case.dossier
        if self.in_case() and changes.touches(None if found is None else found.record.case.id):
            self.case.refresh()

    def refresh(self) -> None:
        self._ask()
        if self.in_case():
            self.case.refresh()

    def _ask(self) -> None:
        self.list.feed.ask()
        self.host.runner.read(second_looks, self.looks.show_looks, self.fail, latest="second looks")

    def activated(self) -> None:
        if self.in_case():
            self.case.tabs.setFocus()
        else:
            self.list.focus_table()

    def open_target(self, target: object) -> None:
        if isinstance(target, str) and target:
            self.open_case(target)

    def open_case(self, number: str) -> None:
        """Show a case in place of the list; from 1920 on the list stays beside it."""
        self.verdict.show_nothing(self.tr("正在打开…"))
        self.stack.setCurrentWidget(self.case)
        self.list.mark(number)
        self.case.open(number)
        self.panel_changed.emit()
        self.actions_changed.emit()
        self.case.tabs.setFocus()

    def _open_look(self, one: SecondLook) -> None:
        if one.number:
            self.open_case(one.number)
        else:
            self.host.go_to("settings", "calendar")

    def close_case(self) -> None:
        """Esc: back to the list, where it was."""
        self.stack.setCurrentWidget(self.front)
        self.panel_changed.emit()
        self.actions_changed.emit()
        self.list.focus_table()
        self._preview(self.list.current())

    def open_next(self) -> None:
        """F8: the case after the one that is open, or the chosen one."""
        if not self.in_case():
            chosen = self.list.current()
            if chosen is not None:
                self.open_case(chosen.case.number)
            elif self.list.nothing.isVisible():
                self.host.say(self.list.nothing.text())
            return
        found = self.list.step_behind(self.case.number)
        if found is None:
            self.host.say(self.list.wide.end_words())
        else:
            self.open_case(found.case.number)

    def _preview(self, row: WorklistRow | None) -> None:
        if self.in_case():
            return
        if row is None:
            self.verdict.show_nothing()
            return
        number = row.case.number
        self.host.runner.read(lambda desk: dossier(desk, number), self._previewed, self.fail, latest="worklist panel")

    def _filtered(self) -> None:
        self.actions_changed.emit()
        if self.in_case():
            self.list.mark(self.case.number)
        elif self.list.current() is None:
            self.verdict.show_nothing()

    def _previewed(self, found: Dossier) -> None:
        chosen = self.list.current()
        if not self.in_case() and chosen is not None and chosen.case.number == found.record.case.number:
            self.verdict.show_dossier(found, with_person=True)

    def _shown(self, found: Dossier) -> None:
        if self.in_case():
            self.verdict.show_dossier(found)

    def _gone(self, words: str) -> None:
        self.host.say(words, bad=True)
        if self.case.dossier is None:
            self.close_case()

    def _done(self, words: str) -> None:
        self.host.say(words)

    def fail(self, error: SubsidyDeskError) -> None:
        super().fail(error)
        if self.list.feed.answer is None:
            self.verdict.show_nothing(error.message)
