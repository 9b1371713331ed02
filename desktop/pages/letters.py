"""文书: the register of every number, the archived letter beside it, printing and saving exactly what was archived."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.dialogs.print_dialog import PrintDialog, PrintQuestion
from desktop.dialogs.serving import Served, ServingDialog
from desktop.page import Host, Page
from desktop.pages.letters_view import LetterFilters, LettersView, standing_told
from desktop.printing import PrintSetup, print_pdf, printers, setup_for
from desktop.saving import ask_file, write_file
from desktop.theme.paint import MarkKind
from desktop.widgets.action import Action
from desktop.widgets.layouts import column
from desktop.workers.progress import Progress
from models.casework.letter_lists import (
    ArchivedLetter,
    LetterList,
    LetterRow,
    LetterStanding,
    archived,
    letter_list,
    letter_rows,
    office_today,
)
from models.casework.letter_register import log_reprint
from models.casework.permissions import may
from models.errors import SubsidyDeskError
from models.letter import LETTER_NAMES, LetterKind

if TYPE_CHECKING:
    from datetime import date

    from models.casework.changes import Changes
    from models.casework.unit_of_work import Desk

CASE_PAGE = "worklist"


class LettersPage(Page):
    """The register. `go_to("letters", letter_number)` or a letter's id opens one letter."""

    key, word, icon = "letters", "文书", "letters"

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.setups: dict[LetterKind, PrintSetup] = {}
        self.printer_names: Callable[[], list[str]] = printers
        self.ask_file: Callable[[Page, str, str], Path | None] = ask_file
        self._ids: Sequence[int] = ()
        self._may_reprint = True
        self._shown: ArchivedLetter | None = None
        self._wanted: int | None = None
        self.print_action = Action("Ctrl+P", self.tr("打印"), self.ask_print, icon="print", parent=self)
        self.save_action = Action("Ctrl+S", self.tr("另存为 PDF"), self.save, icon="download", parent=self)
        self.serve_action = Action("Ctrl+R", self.tr("登记送达"), self.serve, icon="check", parent=self)
        self.filter_action = Action("Ctrl+F", self.tr("筛选"), self._focus_filter, parent=self)
        self.refresh_action = Action("F5", self.tr("刷新"), self.refresh, parent=self)
        self.view = LettersView([self.print_action, self.save_action, self.serve_action], self._clear_filters)
        self.setLayout(column(self.view, gap=0))
        self.table, self.sheet = self.view.table, self.view.sheet
        self.filters: LetterFilters = self.view.filters
        self._connect()
        self._clear_sheet()

    def _connect(self) -> None:
        self.table.current_changed.connect(self._show_letter)
        self.table.opened.connect(lambda _row: self.open_case())
        self.sheet.open_case.clicked.connect(self.open_case)
        self.filters.changed.connect(self.refresh)
        self.filters.search.advanced.connect(self.table.setFocus)
        self.filters.search.retreated.connect(self._clear_filters)
        self.view.model.dataChanged.connect(lambda *_: self._show_letter(self.table.current()))

    # --- the window's questions -------------------------------------------------------------------------------------

    def page_actions(self) -> list[Action]:
        """The keys of this screen."""
        return [
            Action("↑ ↓", self.tr("选文书")),
            Action("Enter", self.tr("打开案件")),
            self.print_action,
            self.save_action,
            self.serve_action,
            self.filter_action,
            self.refresh_action,
        ]

    def wants(self, changes: Changes) -> bool:
        """Letters, and cases: a letter's standing is its case's."""
        return bool(changes.letters or changes.cases)

    def activated(self) -> None:
        """Work begins in the list."""
        (self.table if self._ids else self.filters.search).setFocus()

    def open_target(self, target: object) -> None:
        """A letter by its id, or what the filter takes: its number, a case number."""
        if isinstance(target, int):
            self._wanted = target
            self._clear_filters()
        elif isinstance(target, str):
            self.filters.search.setText(target)
            self.refresh()

    # --- the list ---------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask which letters there are under the filters."""
        filters = self.filters
        ask = partial(letter_list, kind=filters.kind(), month=filters.month(), text=filters.text())
        self.host.runner.read(ask, self._show_list, self.fail, latest="letters.list")

    def _show_list(self, found: LetterList) -> None:
        kept = self._wanted if self._wanted is not None else self._current_id()
        self._wanted = None
        self._ids, self._may_reprint = found.ids, found.may_reprint
        self.filters.offer_months(found.months)
        self.filters.show_counts(found.counts)
        if not found.ids and self.table.hasFocus():
            self.filters.search.setFocus()  # the empty list is hidden, and the focus must not wander
        self.view.show_count(len(found.ids), self.filters.is_set())
        self.view.model.show_pages([(None, len(found.ids))], self._fetch)
        if kept in found.ids:
            self.table.select_number(found.ids.index(kept))
        elif found.ids:
            self.table.select_first()
        else:
            self._clear_sheet()

    def _fetch(self, first: int, count: int) -> None:
        ids = tuple(self._ids[first : first + count])
        self.host.runner.read(partial(letter_rows, ids=ids), partial(self._provide, ids, first), self.fail)

    def _provide(self, ids: Sequence[int], first: int, rows: Sequence[LetterRow]) -> None:
        if tuple(self._ids[first : first + len(ids)]) == ids:
            self.view.model.provide(first, rows)

    def _current_id(self) -> int | None:
        letter = self.table.current()
        return letter.id if isinstance(letter, LetterRow) else None

    def _clear_filters(self) -> None:
        self.filters.clear()

    def _focus_filter(self) -> None:
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    # --- the letter -------------------------------------------------------------------------------------------------

    def _show_letter(self, letter: LetterRow | None) -> None:
        if letter is None:
            return
        self.sheet.name_letter(letter)
        if self._shown is not None and self._shown.letter_id == letter.id:
            self._allow()  # the same letter, but it may have been served or made void
            return
        self._shown = None
        self._allow()
        self.host.runner.read(partial(archived, letter_id=letter.id), self._show_page, self._fail_page, latest="letter")

    def _show_page(self, letter: ArchivedLetter) -> None:
        if letter.letter_id != self._current_id():
            return
        self._shown = letter
        if letter.intact:
            self.sheet.page.show_pdf(letter.content)
            self.sheet.tell(MarkKind.MET, self.tr("存档与登记一致"), letter.sha256)
        else:
            self.sheet.page.say(self.tr("存档与登记不一致，不显示。请系统管理员校验数据。"))
            self.sheet.tell(MarkKind.NOT_MET, self.tr("存档与登记不一致"), letter.sha256)
        self._allow()

    def _fail_page(self, error: SubsidyDeskError) -> None:
        self._clear_sheet()
        self.fail(error)

    def _clear_sheet(self) -> None:
        self._shown = None
        self.sheet.clear(self.tr("选一份文书，这里显示存档原样"))
        self._allow()

    def _allow(self) -> None:
        reason, letter = self._hindrance(), self.table.current()
        told = standing_told(letter) if isinstance(letter, LetterRow) else ""
        void = isinstance(letter, LetterRow) and letter.standing is LetterStanding.VOID
        not_printed = reason or (self.tr("文书已作废，不能重打；可以另存备查。") if void else "")
        for action, why in ((self.print_action, not_printed), (self.save_action, reason)):
            action.block(why) if why else action.allow()
        served = self._served_already()
        self.serve_action.block(served) if served else self.serve_action.allow()
        self.sheet.explain((reason or told) if self._current_id() is not None else "")
        if self._current_id() is None:
            self.sheet.open_case.block(self.tr("请先在左边选一份文书。"))
        else:
            self.sheet.open_case.allow()

    def _hindrance(self) -> str:
        if self._current_id() is None:
            return self.tr("请先在左边选一份文书。")
        if not self._may_reprint:
            return self.tr("重打须经办、复核或签发席位。")
        if self._shown is None:
            return self.tr("存档正在读取，请稍候。")
        return "" if self._shown.intact else self.tr("存档与登记不一致，不能打印或另存。请系统管理员校验数据。")

    def _served_already(self) -> str:
        letter = self.table.current()
        if not isinstance(letter, LetterRow):
            return self.tr("请先在左边选一份文书。")
        account = self.host.account
        if account is not None and not may(account, "letter.serve"):
            return self.tr("登记送达须受理席位。")
        if letter.standing is LetterStanding.VOID:
            return self.tr("文书已作废，不必送达。")
        return self.tr("这份文书已经送达。") if letter.standing is LetterStanding.SERVED else ""

    def serve(self) -> None:
        """Ctrl+R: how this letter was handed over."""
        letter = self.table.current()
        if not isinstance(letter, LetterRow):
            return
        served = Served(letter.number, letter.issued_on)
        words = self.tr("已登记送达：{number}").format(number=letter.number)

        def show(today: date) -> None:
            self.host.open_modal(ServingDialog(self.host, served, today, lambda _serving: self.host.say(words)))

        self.host.runner.read(office_today, show, self.fail)

    def open_case(self) -> None:
        """Enter: the case this letter belongs to."""
        letter = self.table.current()
        if isinstance(letter, LetterRow):
            self.host.go_to(CASE_PAGE, letter.case_number)

    # --- out of the program -----------------------------------------------------------------------------------------

    def ask_print(self) -> None:
        """Ctrl+P: ask how to print; looking for printers may take a while and so happens beside the window."""
        letter = self.table.current()
        if not isinstance(letter, LetterRow):  # its row is still being read: nothing to print yet
            return
        self.host.runner.read(lambda _desk: self.printer_names(), partial(self._open_print, letter), self.fail)

    def _open_print(self, letter: LetterRow, names: list[str]) -> None:
        words = self.tr("打印的是存档原样。这是第 {n} 次重打，记入查阅记录。")
        title = self.tr("打印{kind}").format(kind=LETTER_NAMES[letter.kind])
        note = words.format(n=letter.reprints + 1)
        question = PrintQuestion(title, letter.number, names, self._setup(letter.kind), note)
        self.host.open_modal(PrintDialog(question, partial(self._print, letter)))

    def _setup(self, kind: LetterKind) -> PrintSetup:
        """As this kind was printed last, else as the settings say."""
        return self.setups.get(kind) or setup_for(kind.value)

    def _print(self, letter: LetterRow, setup: PrintSetup) -> None:
        self.setups[letter.kind] = setup
        # Logged first: what left the program must be on record even if the printer then fails.
        self.host.runner.perform(
            partial(log_reprint, letter_id=letter.id, way="print"),
            lambda _entry: self._send(letter, setup),
            self.fail,
        )

    def _send(self, letter: LetterRow, setup: PrintSetup) -> None:
        def send(desk: Desk, progress: Progress) -> int:
            return print_pdf(archived(desk, letter.id).content, letter.number, setup, progress.step)

        words = self.tr("已送打印：{number}，第 {n} 次重打").format(number=letter.number, n=letter.reprints + 1)
        self.host.runner.work(send, lambda _pages: self.host.say(words), self.fail, self._report)

    def _report(self, done: int, total: int, _words: str) -> None:
        self.host.say(self.tr("正在打印第 {done} 页，共 {total} 页").format(done=done, total=total))

    def save(self) -> None:
        """Ctrl+S: the archived bytes as a file, byte for byte."""
        letter, shown = self.table.current(), self._shown
        if letter is None or shown is None:
            return
        path = self.ask_file(self, self.tr("另存为 PDF"), f"{letter.number}.pdf")
        if path is None:
            return
        self.host.runner.perform(
            partial(log_reprint, letter_id=letter.id, way="file"),
            lambda _entry: self._write(path, shown),
            self.fail,
        )

    def _write(self, path: Path, letter: ArchivedLetter) -> None:
        words = self.tr("已另存：{name}").format(name=path.name)
        self.host.runner.read(
            lambda _desk: write_file(path, letter.content), lambda _none: self.host.say(words), self.fail
        )
