"""The bar over the classes that names a roster which is not imported yet, and what keeps it there over a restart."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.page import Host
from desktop.pages.roster_drafts import KeptRoster, drop_roster, keep_roster, kept_rosters, resume_roster
from desktop.pages.roster_work import RosterWork
from desktop.theme.paint import ACCENT
from desktop.theme.sizes import MARGIN
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.button import Button
from desktop.widgets.layouts import column, row
from desktop.widgets.marks import Icon
from desktop.widgets.modal import question
from desktop.widgets.surface import TintBox
from desktop.widgets.text import Text
from models.errors import SubsidyDeskError


class RosterKeeping(QWidget):
    """`keep(work)` and `drop(number)` while a roster is checked; `ask()` shows what waits, `resumed(checked)` answers.

    `failed(error)` when a roster could not be kept or dropped.
    """

    resumed = Signal(object)
    failed = Signal(object)
    changed = Signal()

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._kept: RosterWork | None = None
        self.waiting: tuple[KeptRoster, ...] = ()
        self.resume_action = Action("Alt+R", self.tr("接着核对"), self.resume, parent=self)
        self.words = Text("", Role.BODY, elide=True)
        body = row(
            Icon("table", 16, Tone.ACCENT_TEXT), (self.words, 1), Button(action=self.resume_action),
            gap=10, margins=(12, 6, 8, 6),
        )  # fmt: skip
        self.setLayout(column(TintBox(body, ACCENT), margins=(MARGIN, 12, MARGIN, 0)))
        self.hide()

    def keep(self, work: RosterWork) -> None:
        """Keep what is being checked, where it changed."""
        if work == self._kept:
            return
        self._kept = work
        self._host.runner.run(keep_roster(work), lambda _none: None, self._not_kept)

    def _not_kept(self, error: SubsidyDeskError) -> None:
        self._kept = None
        self.failed.emit(error)

    def drop(self, number: str, then: Callable[[], object] | None = None) -> None:
        """It is imported, or not wanted any more."""
        self._kept = None

        def dropped(_was: bool) -> None:
            self.ask()
            if then is not None:
                then()

        self._host.runner.run(drop_roster(number), dropped, self.failed.emit)

    def ask(self) -> None:
        """Look what waits."""
        self._host.runner.read(kept_rosters, self._show, self.failed.emit, latest="kept rosters")

    def _show(self, found: tuple[KeptRoster, ...]) -> None:
        self.waiting = found
        if found:
            first = found[0]
            words = self.tr("没导入完的名册：{file} → 班 {number}，{when} 存")
            when = first.at.astimezone().strftime("%m-%d %H:%M")
            said = words.format(file=first.file, number=first.class_number, when=when)
            more = self.tr("；另有 {n} 份").format(n=len(found) - 1) if len(found) > 1 else ""
            self.words.setText(said + more)
        self.changed.emit()

    def resume(self) -> None:
        """Alt+R: go on with the newest."""
        if self.waiting:
            number = self.waiting[0].class_number
            self._host.runner.read(resume_roster(number), self.resumed.emit, lambda error: self._lost(number, error))

    def _lost(self, number: str, error: SubsidyDeskError) -> None:
        """It fits nothing any more: only the clerk may throw it away."""

        def drop() -> None:
            asked.close()
            self.drop(number)

        asked = question(self.tr("这份名册接不上了"), error.message, self.tr("丢掉"), drop, danger=True)
        self._host.open_modal(asked)
