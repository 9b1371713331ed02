"""A whole case: who it is on top, six tabs, and under them what may be done now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.dialogs.serving import Served, ServingDialog
from desktop.page import Host
from desktop.pages.case_actions import CaseActions, CaseFoot
from desktop.pages.case_desk import CaseDesk
from desktop.pages.case_facts import FactsTab
from desktop.pages.case_findings import FindingsTab
from desktop.pages.case_money import MoneyTab
from desktop.pages.case_scans import CaseScans
from desktop.pages.case_strip import CaseStrip
from desktop.pages.case_tables import letters_tab, papers_tab, show_letters, show_papers
from desktop.pages.case_tabs import TabBar
from desktop.theme.sizes import MARGIN
from desktop.widgets.action import Action
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.scrolling import Scrolling
from models.case import STATE_NAMES, State
from models.casework.dossiers import Dossier, dossier
from models.desk_day import Pin
from models.errors import SubsidyDeskError


class CaseView(QWidget):
    """`view.open("2026-00012")`, `view.refresh()`; `shown(dossier)` when there is something to show beside it.

    `failed(words)` when the case cannot be shown; `done(words)` after a command.
    """

    shown = Signal(object)
    failed = Signal(str)
    done = Signal(str)

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self.number = ""
        self.dossier: Dossier | None = None
        self.strip = CaseStrip(host)
        words = ["申请", "材料", "审核", "文书", "款项", "时间线"]
        self.tabs = TabBar([self.tr(word) for word in words])
        self.facts, self.findings, self.money = FactsTab(), FindingsTab(), MoneyTab()
        self.papers, self.letters = papers_tab(), letters_tab()
        self.desk = CaseDesk(host, self._pinned, self)
        self.acting, self.foot = CaseActions(host, self), CaseFoot()
        self.stack = QStackedWidget()
        notes = {self.papers: self.desk.on_papers, self.findings: self.desk.on_criteria}
        for tab, scrolls in self._tabs():
            whole = self.desk.with_notes(tab, notes[tab]) if tab in notes else tab
            self.stack.addWidget(_scrolling(whole) if scrolls else _framed(whole))
        self.scans = CaseScans(host)
        work = row((self.stack, 1), self.scans, gap=0)
        self.setLayout(column(self.strip, self.tabs, (work, 1), self.foot, gap=0))
        self.tab_actions = [
            Action(str(place + 1), word, self._chooser(place), shown=False, parent=self)
            for place, word in enumerate(words)
        ]
        self.tabs.chosen.connect(self._choose)
        self.letters.opened.connect(lambda letter: host.go_to("letters", letter.id))
        self.acting.done.connect(self.done)
        self.serve_letter = Action("Alt+S", self.tr("登记文书送达"), self._serve_letter, shown=False, parent=self)
        self.desk.done.connect(self.done)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scans.fit(self.width())

    def _tabs(self) -> list[tuple[QWidget, bool]]:
        return [
            (self.facts, True),
            (self.papers, False),
            (self.findings, False),
            (self.letters, False),
            (self.money, True),
            (self.desk.timeline, False),
        ]

    def _pinned(self) -> tuple[Pin, str]:
        """What a note written now is about: the chosen paper or criterion of the tab in front."""
        tab = self._tabs()[self.stack.currentIndex()][0]
        if tab is self.papers and (row := self.papers.table.current()) is not None:
            return Pin.PAPER, row.thing.name
        if tab is self.findings and self.findings.chosen:
            return Pin.CRITERION, self.findings.chosen
        return Pin.CASE, ""

    def _chooser(self, place: int) -> Callable[[], None]:
        return lambda: self.tabs.choose(place)

    def open(self, number: str) -> None:
        """Show a case from its first tab; the same case keeps its tab."""
        if number != self.number:
            self.number, self.dossier = number, None
            self.tabs.choose(0)
            self.strip.show_nothing()
            self.facts.show_groups([])
            self.findings.show_nothing()
            self.acting.show_dossier(None)
            self.foot.show_actions(None, [], self.tr("正在打开这件案件，请稍候。"))
            self.desk.show_nothing()
            self.scans.show_dossier(None)
        self.refresh()

    def refresh(self) -> None:
        """Ask again for the case that is open."""
        number = self.number
        self._host.runner.read(lambda desk: dossier(desk, number), self._show, self._fail, latest=f"case {id(self)}")
        self.desk.ask(number)

    def _show(self, found: Dossier) -> None:
        if found.record.case.number != self.number:
            return
        self.dossier = found
        self.strip.show_dossier(found)
        self.facts.show_dossier(found)
        self.findings.show_dossier(found)
        self.money.show_dossier(found)
        self.scans.show_dossier(found)
        show_papers(self.papers, found)
        show_letters(self.letters, found)
        self.acting.show_dossier(found)
        said = self.tr("{state}，没有待办的步骤").format(state=STATE_NAMES[found.record.case.state])
        over = not self.acting.all() or found.record.case.state in {State.PAID, State.CLOSED}
        self.foot.show_actions(self.acting.forward(), self.acting.aside(), said if over else "")
        self.shown.emit(found)

    def _fail(self, error: SubsidyDeskError) -> None:
        self.failed.emit(error.message)

    def _choose(self, place: int) -> None:
        self.stack.setCurrentIndex(place)
        tab = self._tabs()[place][0]
        table = getattr(tab, "table", None)
        if table is not None and table.isVisibleTo(self):
            table.setFocus()
        else:
            self.tabs.setFocus()

    def _serve_letter(self) -> None:
        """Alt+S on 文书: how the chosen letter was handed over."""
        chosen, found = self.letters.table.current(), self.dossier
        if chosen is None or found is None or self.tabs.current() != self._tabs().index((self.letters, False)):
            self._host.say(self.tr("请先到“文书”一页选一份文书。"), bad=True)
            return
        service = found.turns.services.get(chosen.thing.id)
        if service is not None and service.on is not None:
            self._host.say(self.tr("{letter} 已送达。").format(letter=chosen.thing.number), bad=True)
            return
        words = self.tr("{letter} 已登记").format(letter=chosen.thing.number)
        letter = chosen.thing
        served = Served(letter.number, letter.issued_on)
        self._host.open_modal(ServingDialog(self._host, served, found.today, lambda _s: self.done.emit(words)))

    def take_scans(self, files: Sequence[Path]) -> bool:
        """Offer scans of the document camera for a case that is at the window."""
        found = self.dossier
        if found is None or "case.facts" not in found.possible or "case.facts" in found.refusals:
            return False
        from desktop.dialogs.camera_scan import case_scan_dialog

        papers = list(dict.fromkeys(paper.name for paper in found.record.papers))
        self._host.open_modal(case_scan_dialog(self._host, self.number, files, papers, self._scanned))
        return True

    def _scanned(self, removed: bool) -> None:
        kept = self.tr("扫描件已存入案卷")
        left = self.tr("扫描件已存入案卷；文件还在高拍仪文件夹里，请自行移走")
        self.done.emit(kept if removed else left)

    def case_actions(self) -> list[Action]:
        """The keys of a case: digits for the tabs, then what may be done."""
        acts = (self.serve_letter, *self.acting.all(), *self.desk.actions())
        return [Action("1…6", self.tr("换页")), *self.tab_actions, *acts]


def _scrolling(tab: QWidget) -> QWidget:
    return Scrolling(column(tab, STRETCH, margins=(MARGIN, 12, MARGIN, 12)))


def _framed(tab: QWidget) -> QWidget:
    return boxed(column((tab, 1), margins=(MARGIN, 12, MARGIN, 12)))
