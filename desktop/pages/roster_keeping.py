"""The bar over the classes that names a roster which is not imported yet, and what keeps it there over a restart."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.page import Host
from desktop.pages.intake_work import moment_text
from desktop.pages.roster_drafts import PREFIX, KeptRoster, drop_roster, keep_roster, kept_rosters, resume_roster
from desktop.pages.roster_work import Checked, RosterWork
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
    """`begin(number)`, `keep(work)`, `drop()` while a roster is checked; `ask()` shows what waits.

    `resumed(checked)` when one is taken up again; `failed(error)` when a roster could not be kept or dropped.
    """

    resumed = Signal(object)
    failed = Signal(object)
    changed = Signal()

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._key = ""
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

    def begin(self, number: str) -> None:
        """A file was chosen for a class: it takes the place of what was kept for that class."""
        self._key, self._kept = PREFIX + number, None

    def keep(self, work: RosterWork) -> None:
        """Keep what is being checked, where it changed."""
        if work == self._kept:
            return
        self._kept = work
        self._host.runner.run(keep_roster(self._key, work), lambda _none: None, self._not_kept)

    def _not_kept(self, error: SubsidyDeskError) -> None:
        self._kept = None
        self.failed.emit(error)

    def drop(self, key: str = "") -> None:
        """It is imported, or not wanted any more; without a key the one being checked."""
        self._kept = None
        self._host.runner.run(drop_roster(key or self._key), lambda _was: self.ask(), self.failed.emit)

    def ask(self) -> None:
        """Look what waits."""
        self._host.runner.read(kept_rosters, self._show, self.failed.emit, latest="kept rosters")

    def _show(self, found: tuple[KeptRoster, ...]) -> None:
        self.waiting = found
        if found:
            first = found[0]
            words = self.tr("没导入完的名册：{file} → 班 {number}，{when} 存")
            said = words.format(file=first.file, number=first.class_number, when=moment_text(first.at))
            more = self.tr("；另有 {n} 份").format(n=len(found) - 1) if len(found) > 1 else ""
            self.words.setText(said + more)
        self.changed.emit()

    def resume(self) -> None:
        """Alt+R: go on with the newest."""
        if self.waiting:
            key = self.waiting[0].key
            self._host.runner.read(resume_roster(key), partial(self._taken_up, key), partial(self._lost, key))

    def _taken_up(self, key: str, found: Checked) -> None:
        self._key, self._kept = key, found.work
        self.resumed.emit(found)

    def _lost(self, key: str, error: SubsidyDeskError) -> None:
        """It fits nothing any more: only the clerk may throw it away."""

        def drop() -> None:
            asked.close()
            self.drop(key)

        asked = question(self.tr("这份名册接不上了"), error.message, self.tr("丢掉"), drop, danger=True)
        self._host.open_modal(asked)
