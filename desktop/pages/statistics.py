"""统计: the months, what each amounts to now and in every edition, the cases behind each number."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.dialogs.month_cases import ListedCase, MonthCasesDialog
from desktop.dialogs.month_corrections import MonthCorrectionsDialog
from desktop.dialogs.print_dialog import PrintDialog, PrintQuestion
from desktop.dialogs.to_date import ToDateDialog, to_date_words
from desktop.page import Host, Page
from desktop.pages.statistics_months import MonthList
from desktop.pages.statistics_parts import FIGURES, TableLine, line_label
from desktop.pages.statistics_source import (
    LIVE,
    Months,
    Shown,
    ask_month,
    ask_months,
    export_month,
    summary_file,
)
from desktop.pages.statistics_view import StatisticsView
from desktop.preferences import REPORTS
from desktop.printing import PrintSetup, print_pdf, printers, setup_for
from desktop.saving import ask_folder
from desktop.widgets.action import Action
from desktop.widgets.layouts import column
from desktop.widgets.modal import Modal, question
from desktop.workers.progress import Progress
from models.case import Outcome
from models.casework.months import publish_month
from models.casework.to_date import ToDate, granted_to_date
from models.errors import SubsidyDeskError
from models.money import format_yuan
from reports.month.sheet import CaseDifference, Figure, MonthCase, cases_behind, differences
from reports.month.totals import SummaryLine
from reports.month.words import applicants, month_name

if TYPE_CHECKING:
    from models.casework.changes import Changes
    from models.casework.month_overview import MonthLine
    from models.casework.unit_of_work import Desk
    from models.month import Edition

CASE_PAGE = "worklist"
_CASE_NUMBER = re.compile(r"\d{4}-\d{5,}")


class StatisticsPage(Page):
    """`go_to("statistics", "2026-08")` shows a month."""

    key, word, icon = "statistics", "统计", "statistics"

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.setup: PrintSetup | None = None
        self.printer_names: Callable[[], list[str]] = printers
        self.ask_folder: Callable[[Page, str], Path | None] = ask_folder
        self._question: Modal | None = None
        self._months: Months | None = None
        self._month, self._edition = "", LIVE
        self.shown: Shown | None = None
        self._to_date: ToDate | None = None
        self.export_action = Action("Ctrl+E", self.tr("导出"), self.export, icon="table", parent=self)
        self.print_action = Action("Ctrl+P", self.tr("打印"), self.ask_print, icon="print", parent=self)
        self.publish_action = Action("Ctrl+Enter", self.tr("发布"), self.ask_publish, parent=self)
        moves: list[tuple[str, Callable[[], object]]] = [
            ("Alt+Left", lambda: self.step(1)),
            ("Alt+Right", lambda: self.step(-1)),
            ("Alt+Up", lambda: self.turn(-1)),
            ("Alt+Down", lambda: self.turn(1)),
        ]
        moves.append(("Alt+0", self.open_to_date))
        moves += [(f"Alt+{place}", partial(self.open_figure, one[0])) for place, one in enumerate(FIGURES, 1)]
        # Their keys are told together, two or five at a time.
        self._silent = [Action(key, key, handler, shown=False, parent=self) for key, handler in moves]
        self.refresh_action = Action("F5", self.tr("刷新"), self.refresh, parent=self)
        self.view = StatisticsView([self.export_action, self.print_action], self.publish_action, self.step)
        self.months = MonthList()
        self.months.chosen.connect(self.choose_month)
        self.setLayout(column(self.view, gap=0))
        self.view.editions.chosen.connect(self.choose_edition)
        self.view.figure_asked.connect(self.open_figure)
        self.view.differences_asked.connect(self.open_differences)
        self.view.corrections_asked.connect(self.open_corrections)
        self.view.to_date_asked.connect(self.open_to_date)
        self.view.scope_chosen.connect(self._show_lines)
        self.view.table.opened.connect(self._open_line)
        self._allow()

    # --- the window's questions -------------------------------------------------------------------------------------

    def page_actions(self) -> list[Action]:
        """The keys of this screen."""
        return [
            Action("Alt+← →", self.tr("换月")),
            Action("Alt+↑ ↓", self.tr("换版")),
            Action("Alt+1…5", self.tr("打开数字")),
            Action("Alt+0", self.tr("今年到昨天")),
            Action("Enter", self.tr("打开一行")),
            self.export_action,
            self.print_action,
            self.publish_action,
            self.refresh_action,
            *self._silent,
        ]

    def wants(self, changes: Changes) -> bool:
        """Months, and cases: a draft counts them as they stand."""
        return bool(changes.months or changes.cases)

    def activated(self) -> None:
        """Work begins in the table."""
        self.view.table.setFocus()

    def side_list(self) -> MonthList:
        """The months, in a wide window."""
        return self.months

    def open_target(self, target: object) -> None:
        """A month."""
        if isinstance(target, str):
            self._choose(target, LIVE)
            self.refresh()

    # --- which month, which edition ---------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the months and for the one shown."""
        self.host.runner.read(ask_months, self._show_months, self.fail, latest="statistics.months")
        self.host.runner.read(granted_to_date, self._show_to_date, self.fail, latest="statistics.to_date")

    def _show_to_date(self, found: ToDate) -> None:
        self._to_date = found
        self.view.show_to_date(to_date_words(found))

    def open_to_date(self) -> None:
        """Alt+0: what stands as granted this year, by programme."""
        if self._to_date is not None:
            self.host.open_modal(ToDateDialog(self._to_date))

    def _show_months(self, months: Months) -> None:
        self._months = months
        known = [line.month for line in months.lines]
        if self._month not in known:
            self._choose(known[0], LIVE)
        self._show_choice()

    def _choose(self, month: str, edition: int) -> None:
        """Until its figures are there nothing is opened, printed or published: they would be those of another month."""
        if (month, edition) != (self._month, self._edition):
            self._month, self._edition, self.shown = month, edition, None
            self._allow()

    def _line(self) -> MonthLine | None:
        lines = self._months.lines if self._months is not None else ()
        return next((line for line in lines if line.month == self._month), None)

    def _show_choice(self) -> None:
        line = self._line()
        if line is None or self._months is None:
            return
        numbers = [head.edition for head in line.editions]
        if self._edition not in (LIVE, *numbers):
            self._choose(self._month, LIVE)
        self.view.show_months(self._months.lines, line, self._edition)
        self.months.show_months(self._months.lines, self._month)
        ask = partial(ask_month, month=self._month, edition=self._edition, editions=numbers)
        self.host.runner.read(ask, self._show, self._fail_month, latest="statistics.month")

    def step(self, months: int) -> None:
        """Go to an earlier (1) or a later (-1) month."""
        if self._months is None:
            return
        known = [line.month for line in self._months.lines]
        place = known.index(self._month) + months
        if 0 <= place < len(known):
            self._choose(known[place], LIVE)
            self._show_choice()

    def choose_month(self, month: str) -> None:
        """Show another month as it stands."""
        self._choose(month, LIVE)
        self._show_choice()

    def turn(self, by: int) -> None:
        """Go to the next or the one before among draft and editions."""
        numbers = list(self.view.editions.tiles)
        place = numbers.index(self._edition) + by if self._edition in numbers else 0
        if 0 <= place < len(numbers):
            self.choose_edition(numbers[place])

    def choose_edition(self, edition: int) -> None:
        """Show the month as it stands, or an edition."""
        self._choose(self._month, edition)
        self._show_choice()

    # --- the figures ------------------------------------------------------------------------------------------------

    def _show(self, shown: Shown) -> None:
        if (shown.month, shown.edition) != (self._month, self._edition):
            return
        self.shown = shown
        if shown.problem:
            self.view.show_trouble(shown.problem, _CASE_NUMBER.findall(shown.problem), self._open_case)
        self.view.show_month(shown, len(self._differences()))
        self._allow()
        self.host.show_saved(self._saved_words(shown))

    def _saved_words(self, shown: Shown) -> str:
        line = self._line()
        if shown.edition == LIVE or line is None:
            return ""
        head = next(head for head in line.editions if head.edition == shown.edition)
        words = self.tr("第 {n} 版由{who}发布　SHA-256 {digest}…")
        return words.format(n=shown.edition, who=head.published_by, digest=shown.sha256[:16])

    def _fail_month(self, error: SubsidyDeskError) -> None:
        self._show(Shown(self._month, self._edition, None, None, problem=error.message))

    def _show_lines(self) -> None:
        if self.shown is not None and self.shown.sheet is not None:
            self.view.show_lines(self.shown.sheet, self.shown.before)

    def _differences(self) -> Sequence[CaseDifference]:
        shown = self.shown
        if shown is None or shown.sheet is None or shown.before is None:
            return ()
        return differences(shown.before, shown.sheet)

    def _allow(self) -> None:
        have = self.shown is not None and self.shown.sheet is not None
        none = self.tr("这个月还没有数字可以导出或打印，原因见屏幕上的说明。")
        for action in (self.export_action, self.print_action):
            if have:
                action.allow()
            else:
                action.block(none if self.shown is not None else self.tr("正在取这个月的数字，请稍候。"))
        reason = self._why_not_publish(have)
        self.publish_action.block(reason) if reason else self.publish_action.allow()

    def _why_not_publish(self, have: bool) -> str:
        line = self._line()
        if self._months is not None and not self._months.may_publish:
            return self.tr("当前席位不能发布月报，请换签发或财务席位。")
        if self.shown is None:
            return self.tr("正在取这个月的数字，请稍候。")
        if not have:
            return self.tr("这个月的数字对不上或还没有算出，不能发布。")
        if self._edition != LIVE:
            return self.tr("正在看已发布的一版。要再发布，请先按 Alt+↑ 回到草稿。")
        if line is not None and line.editions and not self._differences() and line.still_equal:
            return self.tr("草稿与第 {n} 版没有差别，不必再发布。").format(n=line.editions[-1].edition)
        return ""

    # --- the cases behind ---------------------------------------------------------------------------------------------

    def open_figure(self, figure: Figure) -> None:
        """The cases a headline figure counts."""
        if self.shown is not None and self.shown.sheet is not None:
            names = {one: name for one, name, _ in FIGURES} | {Figure.PERSONS: self.tr("办结")}
            title = names[figure]
            self._open_cases(self.shown.sheet.summary.total, figure, title)

    def _open_line(self, shown: TableLine) -> None:
        if self.shown is None or self.shown.sheet is None:
            return
        line, sheet = shown.line, self.shown.sheet
        received = {case.number: case for case in cases_behind(sheet, line, Figure.RECEIVED)}
        decided = {case.number: case for case in cases_behind(sheet, line, Figure.DECIDED)}
        both = {**received, **decided}
        self._open_list(line_label(line), [ListedCase(both[number]) for number in sorted(both)])

    def _open_cases(self, line: SummaryLine, figure: Figure, title: str) -> None:
        if self.shown is None or self.shown.sheet is None:
            return
        self._open_list(self.tr(title), [ListedCase(case) for case in cases_behind(self.shown.sheet, line, figure)])

    def open_differences(self) -> None:
        """The cases that stand otherwise than in the edition before."""
        if self.shown is None or self.shown.sheet is None:
            return
        found = [ListedCase(one.after or _gone(one), _standing(one.before)) for one in self._differences()]
        self._open_list(self.tr("与前一版不同的案件"), found)

    def open_corrections(self) -> None:
        """What the month takes back of decisions counted before."""
        if self.shown is None or self.shown.sheet is None or not self.shown.sheet.corrections:
            return
        edition = self.tr("草稿") if self._edition == LIVE else self.tr("第 {n} 版").format(n=self._edition)
        about = f"{month_name(self._month)} {edition}"
        dialog = MonthCorrectionsDialog(about, self.shown.sheet.corrections, self._open_case)
        self.host.open_modal(dialog)
        dialog.table.setFocus()

    def _open_list(self, title: str, cases: Sequence[ListedCase]) -> None:
        edition = self.tr("草稿") if self._edition == LIVE else self.tr("第 {n} 版").format(n=self._edition)
        words = self.tr("{title}　{n} 件").format(title=title, n=f"{len(cases):,}")
        dialog = MonthCasesDialog(words, f"{month_name(self._month)} {edition}", cases, self._open_case)
        self.host.open_modal(dialog)
        dialog.table.setFocus()

    def _open_case(self, number: str) -> None:
        self.host.go_to(CASE_PAGE, number)

    # --- out of the program -----------------------------------------------------------------------------------------

    def export(self) -> None:
        """Ctrl+E: workbook, csv files and printed summary into a folder."""
        folder = self.ask_folder(self, self.tr("导出到文件夹"))
        if folder is None:
            return
        month, edition = self._month, self._edition
        words = self.tr("已导出 {n} 个文件到“{folder}”")

        def work(desk: Desk, progress: Progress) -> int:
            return export_month(desk, month, edition, folder, progress)

        def done(count: int) -> None:
            self.host.say(words.format(n=count, folder=folder.name))

        self.host.runner.work(work, done, self.fail, self._report)

    def _report(self, done: int, total: int, words: str) -> None:
        self.host.say(self.tr("正在导出 {done}/{total}　{name}").format(done=done + 1, total=total, name=words))

    def ask_print(self) -> None:
        """Ctrl+P: the printed summary of what is shown."""
        self.host.runner.read(lambda _desk: self.printer_names(), self._open_print, self.fail)

    def _open_print(self, names: list[str]) -> None:
        note = self.tr("打印月报汇总表，供签字存档；明细在导出的工作簿里。")
        about = PrintQuestion(
            self.tr("打印月报"), month_name(self._month), names, self.setup or setup_for(REPORTS), note
        )
        self.host.open_modal(PrintDialog(about, self._print))

    def _print(self, setup: PrintSetup) -> None:
        self.setup = setup
        month, edition = self._month, self._edition

        def work(desk: Desk, progress: Progress) -> int:
            return print_pdf(summary_file(desk, month, edition), month, setup, progress.step)

        words = self.tr("已送打印：{month}月报").format(month=month_name(month))
        self.host.runner.work(work, lambda _pages: self.host.say(words), self.fail, lambda *_: None)

    def ask_publish(self) -> None:
        """Ctrl+Enter: say what becomes unchangeable, then publish."""
        line = self._line()
        number = 1 + max((head.edition for head in line.editions), default=0) if line is not None else 1
        title = self.tr("发布{month}月报第 {n} 版").format(month=month_name(self._month), n=number)
        word = self.tr("发布第 {n} 版").format(n=number)
        self._question = question(title, self._consequences(number), word, self._publish)
        self.host.open_modal(self._question)

    def _consequences(self, number: int) -> str:
        if self.shown is None or self.shown.sheet is None:
            return ""
        totals = self.shown.sheet.totals
        figures = self.tr("准予 {granted} 件，不予 {refused} 件，办结 {persons}，发放 {amount}。").format(
            granted=f"{totals.granted:,}",
            refused=f"{totals.refused:,}",
            persons=applicants(totals.persons, totals.enterprises),
            amount=format_yuan(totals.amount_fen),
        )
        fixed = self.tr("发布后，这一版的数字、工作簿、CSV 和汇总表都不能修改或删除，发布人和时间记入日志。")
        later = self.tr("以后发现差错，只能更正案件后再发布下一版，各版都留存。")
        parts = [figures, fixed, later]
        if number > 1:
            count = len(self._differences())
            parts.insert(1, self.tr("与第 {n} 版有 {count} 件不同。").format(n=number - 1, count=count))
        return "\n".join(parts)

    def _publish(self) -> None:
        from reports.month.issue import write

        if self._question is not None:
            self._question.close()
            self._question = None
        self.publish_action.block(self.tr("正在发布，请稍候。"))
        self.host.runner.perform(
            partial(publish_month, month=self._month, write=write), self._published, self._fail_publish
        )

    def _published(self, edition: Edition) -> None:
        words = self.tr("已发布{month}第 {n} 版　SHA-256 {digest}…")
        self.host.say(words.format(month=month_name(edition.month), n=edition.edition, digest=edition.sha256[:16]))
        self._choose(edition.month, edition.edition)
        self.refresh()

    def _fail_publish(self, error: SubsidyDeskError) -> None:
        self._allow()
        self.fail(error)


def _standing(case: MonthCase | None) -> str:
    if case is None:
        return "未列入"
    if case.outcome is None:
        return "收件"
    return f"准予 {format_yuan(case.amount_fen)}" if case.amount_fen else _WORDS[case.outcome]


def _gone(difference: CaseDifference) -> MonthCase:
    """A case that is no longer in the month, as it was."""
    if difference.before is None:
        raise ValueError(difference.number)
    return difference.before


_WORDS = {Outcome.GRANTED: "准予", Outcome.REFUSED: "不予"}
