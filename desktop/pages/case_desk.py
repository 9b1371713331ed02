"""The working day on the case page: its keys, its notes on the tabs, its timeline."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.page import Host
from desktop.pages.case_notes_card import NotesCard
from desktop.pages.case_timeline import TimelineTab
from desktop.saving import ask_folder
from desktop.widgets.action import Action
from desktop.widgets.layouts import boxed, column
from desktop.widgets.modal import Modal
from models.casework.case_days import CaseDay, case_day
from models.desk_day import Note, Pin
from models.errors import SubsidyDeskError


class CaseDesk(QObject):
    """`desk.ask(number)` reads the day of a case and shows it; `done(words)` after a command, `shown(day)`.

    `pinned` gives what a new note begins with: the chosen criterion or paper.
    """

    done = Signal(str)
    shown = Signal(object)

    def __init__(self, host: Host, pinned: Callable[[], tuple[Pin, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self._host, self._pinned = host, pinned
        self.day: CaseDay | None = None
        self.note = Action("Alt+B", self.tr("备注"), self._note, parent=self)
        self.call = Action("Alt+T", self.tr("电话答复"), self._call, parent=self)
        self.take = Action("Alt+O", self.tr("接办"), self._take, parent=self)
        self.export = Action("Alt+E", self.tr("导出卷宗"), self._export, parent=self)
        self.timeline = TimelineTab(self.actions())
        self.on_papers, self.on_criteria = NotesCard(Pin.PAPER), NotesCard(Pin.CRITERION)
        for card in (self.on_papers, self.on_criteria):
            card.opened.connect(self.answer)
        self.choose_folder: Callable[[], Path | None] = lambda: ask_folder(parent, self.tr("卷宗存到哪个文件夹"))
        self.show_nothing()

    def actions(self) -> list[Action]:
        """The keys of the day, the same in every state."""
        return [self.note, self.call, self.take, self.export]

    def with_notes(self, tab: QWidget, card: NotesCard) -> QWidget:
        """A tab with its notes below."""
        return boxed(column((tab, 1), card, gap=12))

    def show_nothing(self) -> None:
        """No case is open."""
        self.day = None
        for action in self.actions():
            action.block(self.tr("正在打开这件案件，请稍候。"))

    def ask(self, number: str) -> None:
        """Read the day of a case."""
        self._host.runner.read(
            lambda desk: case_day(desk, number), self._show, self._fail, latest=f"case day {id(self)}"
        )

    def _show(self, day: CaseDay) -> None:
        self.day = day
        self.timeline.show_events(day.events)
        self.on_papers.show_day(day)
        self.on_criteria.show_day(day)
        commands = ("case.note", "case.note", "case.take_over", "case.export")
        for action, command in zip(self.actions(), commands, strict=True):
            reason = day.refusals.get(command, "")
            if reason:
                action.block(reason)
            else:
                action.allow()
        self.shown.emit(day)

    def _fail(self, error: SubsidyDeskError) -> None:
        self._host.say(error.message, bad=True)

    def _note(self) -> None:
        from desktop.dialogs.desk_acts import note_dialog

        if self.day is not None:
            self._open(note_dialog(self._host, self.day, *self._pinned(), self._did(self.tr("备注已记下"))))

    def answer(self, note: Note) -> None:
        """Answer a note that waits."""
        from desktop.dialogs.desk_acts import settle_dialog

        if self.day is None:
            return
        if not note.waits:
            self._host.say(self.tr("这条批注不等答复"))
            return
        self._open(settle_dialog(self._host, self.day, note, self._did(self.tr("备注已处理"))))

    def _call(self) -> None:
        from desktop.dialogs.desk_acts import call_dialog

        if self.day is not None:
            self._open(call_dialog(self._host, self.day, self._did(self.tr("通话已记下"))))

    def _take(self) -> None:
        from desktop.dialogs.desk_acts import take_over_dialog

        if self.day is not None:
            words = self.tr("{number} 由您承办").format(number=self.day.number)
            self._open(take_over_dialog(self._host, self.day, self._did(words)))

    def _export(self) -> None:
        from desktop.dialogs.desk_acts import bundle_dialog

        if self.day is None:
            return

        def done(place: Path) -> None:
            self.done.emit(self.tr("卷宗已导出：{name} 和同名压缩包").format(name=place.name))

        self._open(bundle_dialog(self._host, self.day, self.choose_folder, done))

    def _did(self, words: str) -> Callable[[object], object]:
        return lambda _value: self.done.emit(words)

    def _open(self, dialog: Modal) -> None:
        self._host.open_modal(dialog)
