"""复核: the unusual first, every point answered, then pass on to signature or send back with reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.dialogs.case_acts import return_dialog
from desktop.dialogs.class_choice import ClassChoice
from desktop.page import Host, Page
from desktop.pages.case_lines import PanelLine, PanelLines
from desktop.pages.case_panel import CasePanel
from desktop.pages.case_queue import CaseQueue
from desktop.pages.case_words import whole_moment
from desktop.pages.field_history import open_history
from desktop.pages.review_case import ReviewCase
from desktop.pages.review_points import ReviewSheet
from desktop.pages.worklist_columns import side_columns
from desktop.theme.tokens import Tone
from desktop.widgets.action import Action
from desktop.widgets.layouts import column
from models.assessment import Result
from models.case import Act, State
from models.casework.changes import Changes
from models.casework.classes import ClassLine, class_lines
from models.casework.deciding import review
from models.casework.dossiers import Dossier, dossier
from models.casework.worklist import Turn, WorklistRow
from models.errors import SubsidyDeskError


class ReviewPage(Page):
    """The queue, and the case opened from it. `open_target` takes a case number."""

    key, word, icon = "review", "复核", "review"

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        empty = self.tr("没有待复核的案件。窗口新送审的会自己列在这里，其他要办的看左边的“待办”。")
        self.queue = CaseQueue(host, Turn.REVIEW, self.tr("待复核"), empty, side_columns())
        self.case, self.verdict, self.hands = ReviewCase(host), CasePanel(), PanelLines(ruled=True)
        self.verdict.add_foot(self.hands)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.queue)
        self.stack.addWidget(self.case)
        self.setLayout(column(self.stack))
        self.back = Action("Esc", self.tr("回到列表"), self.close_case, parent=self)
        self.next = Action("F8", self.tr("下一件"), self.open_next, parent=self)
        self.rules = Action("F12", self.tr("本项规则"), self.show_rules, parent=self)
        self.history = Action("F4", self.tr("各项历史"), self.show_history, parent=self)
        self.again = Action("F5", self.tr("刷新"), self.refresh, parent=self)
        self.give_back = Action("F10", self.tr("退回窗口"), self.return_case, parent=self)
        self.one_class = Action("Ctrl+B", self.tr("只看一个班"), self.choose_class, parent=self)
        self.passing = Action("F9", self.tr("通过，送签发"), self.pass_on, parent=self)
        self._busy = False
        self._waiting: Mapping[str, str] = {}
        self._connect()

    def _connect(self) -> None:
        self.queue.opened.connect(lambda row: self.open_case(row.case.number))
        self.queue.wide.table.current_changed.connect(self._preview)
        self.queue.feed.failed.connect(self.fail)
        self.queue.answered.connect(self._listed)
        self.case.shown.connect(self._shown)
        self.case.changed.connect(self._show_actions)
        self.case.failed.connect(self._gone)

    def in_case(self) -> bool:
        """Whether a case is open in place of the queue."""
        return self.stack.currentWidget() is self.case

    def page_actions(self) -> list[Action]:
        if not self.in_case():
            return [
                *(Action("↑ ↓", self.tr("选行")), Action("Enter", self.tr("打开"))),
                *(self.next, self.one_class, self.again),
            ]
        hints = [Action("↑ ↓", self.tr("换一处")), Action("1", self.tr("认可")), Action("2", self.tr("存疑"))]
        hints.append(Action("Enter", self.tr("写说明")))
        looks = (self.next, self.history, self.rules, self.again)
        return [*hints, self.give_back, self.passing, *looks, self.back]

    def case_number(self) -> str:
        return self.case.number if self.in_case() else ""

    def panel(self) -> QWidget:
        return self.verdict

    def side_list(self) -> QWidget | None:
        return self.queue.side_panel if self.in_case() else None

    def show_rules(self) -> None:
        """F12: the clause of the criterion chosen at the right, or that the row in front is about."""
        self.verdict.show_rule(self.host, self.case.criterion() if self.in_case() else "")

    def show_history(self) -> None:
        """F4: every change of the facts of the open case."""
        if self.in_case():
            open_history(self.host, self.case.number)

    def wants(self, changes: Changes) -> bool:
        return bool(changes.cases or changes.people or changes.rules or changes.office)

    def news(self, changes: Changes) -> None:
        """The case in front is only read anew when it was changed; its answers and notes stay with their points."""
        self.queue.ask()
        sheet = self.case.sheet
        if self.in_case() and changes.touches(None if sheet is None else sheet.dossier.record.case.id):
            self.case.refresh()

    def refresh(self) -> None:
        self.queue.ask()
        if self.in_case():
            self.case.refresh()

    def activated(self) -> None:
        if self.in_case():
            self.case.points.focus_first()
        else:
            self.queue.take_focus()

    def open_target(self, target: object) -> None:
        if isinstance(target, str) and target:
            self.open_case(target)

    def snapshot(self) -> Callable[[], None] | None:
        if not self.in_case():
            return None
        answers = self.case.points.answers()
        return lambda: self.case.points.set_answers(answers)

    def draft(self) -> Mapping[str, str]:
        return self.case.draft() if self.in_case() else {}

    def restore(self, draft: Mapping[str, str]) -> None:
        if draft.get("number"):
            self._waiting = draft
            self.open_case(draft["number"])

    # --- going through the queue --------------------------------------------------------------------------------------

    def open_case(self, number: str) -> None:
        """Show a case in place of the queue."""
        self.verdict.show_nothing(self.tr("正在打开…"))
        self.stack.setCurrentWidget(self.case)
        self.queue.select(number)
        self.panel_changed.emit()
        self._bar(self.tr("正在打开这件案件，请稍候。"))
        self.case.open(number)
        self.actions_changed.emit()

    def close_case(self) -> None:
        """Esc: back to the queue."""
        self.stack.setCurrentWidget(self.queue)
        self.case.number = ""
        self.panel_changed.emit()
        self.actions_changed.emit()
        self.queue.take_focus()
        self._preview(self.queue.current())

    def open_next(self) -> None:
        """F8: the case after the open one, or the chosen one."""
        found = self.queue.step_behind(self.case.number) if self.in_case() else self.queue.current()
        if found is not None:
            self.open_case(found.case.number)
        else:
            self.host.say(self.queue.wide.end_words() if self.in_case() else self.queue.nothing.text())

    def choose_class(self) -> None:
        """Ctrl+B: go through the cases of one class in a row, or through all again."""
        self.host.runner.read(class_lines, self._ask_class, self.fail)

    def _ask_class(self, lines: tuple[ClassLine, ...]) -> None:
        waiting = [line for line in lines if line.in_review]
        if not waiting and not self.queue.class_number:
            self.host.say(self.tr("没有一个班有待复核的案件"))
            return
        self.host.open_modal(ClassChoice(waiting, self.queue.class_number, self._filter))

    def _filter(self, number: str) -> None:
        self.queue.show_class(number)
        self.activated()

    def _preview(self, row: WorklistRow | None) -> None:
        if self.in_case():
            return
        if row is None:
            self.verdict.show_nothing()
            self.hands.show_lines("", [])
            return
        number = row.case.number
        self.host.runner.read(lambda desk: dossier(desk, number), self._previewed, self.fail, latest="review panel")

    def _listed(self) -> None:
        if not self.in_case() and self.queue.current() is None:
            self._preview(None)

    def _previewed(self, found: Dossier) -> None:
        chosen = self.queue.current()
        if not self.in_case() and chosen is not None and chosen.case.number == found.record.case.number:
            self.verdict.show_dossier(found, with_person=True)
            self.hands.show_lines("", [])

    def _shown(self, sheet: ReviewSheet) -> None:
        if not self.in_case():
            return
        self.verdict.show_dossier(sheet.dossier)
        self._show_hands(sheet.dossier)
        if self._waiting.get("number") == sheet.dossier.record.case.number:
            waiting, self._waiting = self._waiting, {}
            self.case.restore(waiting)
        self._show_actions()

    def _show_hands(self, found: Dossier) -> None:
        """Who took it in, and that the reviewer is somebody else."""
        self.verdict.course.show_lines("", [])
        case, acts = found.record.case, found.record.acts
        taken = [act for act in acts if act.act in {Act.ACCEPTED, Act.DEEMED_ACCEPTED, Act.REGISTERED, Act.SUBMITTED}]
        lines = []
        if taken:
            lines.append(PanelLine(self.tr("经办"), f"{found.name(taken[-1].account_id)} {whole_moment(taken[-1].at)}"))
        if case.state is State.FOR_REVIEW:
            lines.append(PanelLine(self.tr("复核"), self.tr("{name} 正在看").format(name=found.actor.name)))
        own = "case.review" in found.refusals and "case.review" in found.possible
        remark = self.tr("您经办过这件") if own else self.tr("不是同一人")
        tone = Tone.BAD if own else Tone.MET
        self.hands.show_lines(self.tr("经手分离"), lines, remark, tone)

    def _gone(self, words: str) -> None:
        self.host.say(words, bad=True)
        if self.case.sheet is None:
            self.close_case()

    # --- passing and returning ----------------------------------------------------------------------------------------

    def hindrance(self) -> str:
        """Why the case cannot be passed now; "" when it can."""
        sheet = self.case.sheet
        if self._busy:
            return self.tr("正在保存…")
        if sheet is None:
            return self.tr("正在打开这件案件，请稍候。")
        if reason := sheet.dossier.refusals.get("case.review", ""):
            return reason
        if sheet.differences.assessment.result not in (Result.ELIGIBLE, Result.INELIGIBLE):
            return self.tr("还不能下结论，请退回窗口补齐后再复核（F10）")
        return self._unanswered()

    def _unanswered(self) -> str:
        if doubts := len(self.case.doubted()):
            return self.tr("有 {n} 处存疑，请退回窗口（F10），或改为认可").format(n=doubts)
        left = self.case.unanswered()
        return self.tr("还有 {n} 处没有看，看完才能通过").format(n=left) if left else ""

    def _show_actions(self) -> None:
        self._bar(self.hindrance())

    def _bar(self, reason: str) -> None:
        _follow(self.passing, reason)
        sheet = self.case.sheet
        refusal = "" if sheet is None else sheet.dossier.refusals.get("case.return", "")
        _follow(self.give_back, self.tr("正在保存…") if self._busy else refusal)
        self.case.foot.show_actions(self.passing, [self.give_back], self._remark())

    def _remark(self) -> str:
        """What to know before passing it, beside the key that does."""
        if self.case.sheet is None:
            return ""
        assessment = self.case.sheet.differences.assessment
        if open_values := len(assessment.not_confirmed):
            return self.tr("所依据的值有 {n} 项没有人确认，在“规则”页确认后才能签发").format(n=open_values)
        if assessment.result is Result.INELIGIBLE:
            return self.tr("通过的是“不予”的结论，不符合的就是理由")
        return ""

    def pass_on(self) -> None:
        """F9: review passed, on to signature."""
        number, note = self.case.number, self.case.summary()
        self._busy = True
        self._show_actions()
        passed, refused = partial(self._passed, number), partial(self._refused, number)
        self.host.runner.perform(lambda desk: review(desk, number, note), passed, refused)

    def _passed(self, number: str, _case: object) -> None:
        self._leave(number, self.tr("{number} 复核通过，送签发").format(number=number))

    def _refused(self, number: str, error: SubsidyDeskError) -> None:
        self._busy = False
        elsewhere = number != self.case.number and number not in error.message
        told = self.tr("{number} 没有通过：{why}").format(number=number, why=error.message)
        self.host.say(told if elsewhere else error.message, bad=True)
        self.refresh()
        self._show_actions()

    def return_case(self) -> None:
        """F10: back to the window, with the doubted points as reasons."""
        sheet = self.case.sheet
        if sheet is None:
            return
        number = self.case.number
        words = self.tr("{number} 已退回窗口").format(number=number)
        self.host.open_modal(
            return_dialog(self.host, sheet.dossier, lambda _case: self._leave(number, words), self.case.reasons())
        )

    def _leave(self, done: str, words: str) -> None:
        """Done with this case: say so, and open the next one; the queue where there is none.

        Whoever went on to another case meanwhile stays there.
        """
        self._busy = False
        self.host.say(words)
        if done != self.case.number:
            self._show_actions()
            return
        following = self.queue.current()
        if following is not None and following.case.number == done:
            following = self.queue.step_behind(done)
        if following is None:
            self.close_case()
        else:
            self.open_case(following.case.number)


def _follow(action: Action, reason: str) -> None:
    if reason:
        action.block(reason)
    else:
        action.allow()
