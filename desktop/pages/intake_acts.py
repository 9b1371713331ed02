"""What can be done on the intake page: the actions with their keys, their reasons, and their dialogs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from desktop.dialogs.act_dialog import ActDialog
from desktop.dialogs.receipt import PaperDialog
from desktop.pages import intake_operations as operations
from desktop.pages.intake_applicant import ApplicantActs
from desktop.pages.intake_course import CourseActs
from desktop.pages.intake_evidence import EvidenceActs
from desktop.pages.intake_identity import IdentityActs
from desktop.pages.intake_look import LookActs
from desktop.pages.intake_undo import UndoActs
from desktop.pages.intake_waiting import KEYED
from desktop.pages.intake_work import AWARDS
from desktop.widgets.action import Action
from desktop.widgets.fields import TextField
from desktop.widgets.modal import question
from desktop.widgets.problem import Problem
from models.assessment import Result
from models.case import State
from models.casework.permissions import may
from models.errors import InputError, SubsidyDeskError
from models.version_dates import date_name
from models.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.pages.intake_view import IntakeView
    from models.casework.taking_in import TakenIn

_MOST_SCAN_BYTES = 20 << 20
_HINTS = "intake.hints"
LIKENESS_NOTE = "likeness.note"


class IntakeActs(QObject):
    """The actions of one intake page."""

    def __init__(self, page: IntakeView) -> None:
        super().__init__(page)
        self.page, self.host = page, page.host
        self.applicant, self.evidence = ApplicantActs(page), EvidenceActs(page)
        self.identity = IdentityActs(page)
        self.undoing, self.looking = UndoActs(page), LookActs(page)
        self.course = CourseActs(page)
        act = partial(Action, parent=self)
        self._first = act("Ctrl+Enter", self.tr("受理"), self.accept, icon="check")
        self._again = act("Ctrl+Enter", self.tr("重新送审"), self.accept, icon="check")
        self.save_action = act("Ctrl+S", self.tr("存草稿"), self.save)
        self.keep_action = act("Ctrl+G", self.tr("暂存收件"), self.keep)
        self.withdraw_action = act("Alt+W", self.tr("撤回"), self.ask_reason)
        self.leave_action = act("Ctrl+N", self.tr("放下，下一位"), self.leave)
        self.drop_action = act("Ctrl+Backspace", self.tr("弃草稿"), self.ask_to_drop, shown=False)
        self.classes_action = act("Ctrl+B", self.tr("班：名册、批量办理"), page.show_classes)
        self._parked = [act(f"Alt+{n}", "", partial(page.take_up, n), shown=False) for n in range(1, KEYED + 1)]
        self.to_choice = act("Ctrl+Enter", self.tr("选项目"), self.settle_sheet)
        self._digits = [act(str(n), "", partial(page.choose_by_place, n), shown=False) for n in range(1, 10)]

    @property
    def busy(self) -> bool:
        """Whether an application is being handed in at this moment."""
        return self.page.drafts.held

    @property
    def accept_action(self) -> Action:
        """Ctrl+Enter: what it is called depends on whether the case was accepted before."""
        work = self.page.work
        return self._first if work is None or work.accepted_on is None else self._again

    # --- which keys there are -----------------------------------------------------------------------------------

    def empty_actions(self) -> list[Action]:
        """Nobody is here."""
        return [
            Action("F2", self.tr("输入身份证号、姓名")),
            Action("Alt+1…9", self.tr("接着办放下的人")),
            *self._parked,
            self.classes_action,
            Action("Ctrl+L", self.tr("锁定")),
        ]

    def sheet_actions(self) -> list[Action]:
        """A new person is being typed."""
        document = self.identity.document_action
        done = self.undoing.actions()
        return [*self._walk(), *done, self.to_choice, document, self.save_action, self.leave_action]

    def card_actions(self) -> list[Action]:
        """A programme is being chosen."""
        card = self.page.card
        choices = 0 if card is None else len(card.tiles) + len(card.waiting)
        one = Action(f"1–{choices}", self.tr("选项目"))
        hints = [self.applicant.likeness_action] if self.applicant.hints else []
        own = self.identity.actions()
        course = [self.course.action] if self.course.action.enabled else []
        return [one, *course, self.applicant.person_action, *own, *hints, self.leave_action, *self._digits]

    def form_actions(self) -> list[Action]:
        """An application is being typed."""
        hints = [self.applicant.likeness_action] if self.applicant.hints else []
        own = [self.withdraw_action] if self.page.has_open_case() else []
        middle = [
            self.applicant.person_action,
            self.evidence.notice_action,
            self.evidence.register_action,
            *self.identity.actions(),
            *hints,
            self.course.action,
        ]
        last = [self.accept_action, self.save_action, self.keep_action, self.leave_action, *own]
        done, looks = self.undoing.actions(), self.looking.actions()
        return [*self._walk(), *done, *middle, *last, *looks, self.drop_action]

    def secondary(self) -> list[Action]:
        """The buttons at the left of the foot."""
        own = [self.withdraw_action] if self.page.has_open_case() else []
        return [self.evidence.notice_action, self.save_action, self.keep_action, *own]

    def _walk(self) -> list[Action]:
        return [Action("Enter", self.tr("下一项")), Action("Esc", self.tr("上一项"))]

    # --- what may be done now -----------------------------------------------------------------------------------

    def settle(self) -> None:
        """Every action's reason, after any change."""
        page, work = self.page, self.page.work
        self.course.settle()
        if self.busy or work is None or page.form is None:
            return
        reason = self._hindrance()
        if reason:
            self.accept_action.block(reason)
        else:
            self.accept_action.allow()
        if page.foot is not None:
            page.foot.say(self._remark())

    def _hindrance(self) -> str:
        """Why it cannot be accepted now; "" when it can."""
        form, work = self.page.form, self.page.work
        if form is None or work is None:
            return self.tr("请先选项目")
        clerk = work.arrival.ground.clerk
        if not may(clerk, "case.accept"):
            return self.tr("“{name}”没有受理席位，只能查看").format(name=clerk.name)
        wrong = [form.fields.widget(key).label.text() for key in form.fields.session.errors()]
        copied = [form.fields.widget(key).label.text() for key in form.fields.copied()]
        missing = [paper.name for paper in form.fields.session.missing_papers()]
        parts = []
        if missing:
            parts.append(self.tr("还缺{names}").format(names=self.tr("、").join(missing)))
        if wrong:
            parts.append(self.tr("请改正{names}").format(names=self.tr("、").join(wrong)))
        if form.applied_on.problem is not None:
            parts.append(self.tr("请改正申请日期"))
        if copied:
            parts.append(self.tr("{n} 项抄自上一位，看过后逐项按 Enter，或按 Ctrl+D").format(n=len(copied)))
        return self.tr("；").join(parts)

    def _remark(self) -> str:
        work = self.page.work
        assessment = work.session.assessment if work is not None and work.session is not None else None
        if work is None or assessment is None:
            return ""
        if assessment.result is Result.NOT_IN_FORCE:
            words = self.tr("{day}没有施行的政策：将登记并出回执，不计办结时限")
            return words.format(day=date_name(assessment.version_by))
        if work.accepted_on is not None:
            return self.tr("已受理过：补正后重新送审，不另取号")
        if work.wanting():
            return self.tr("还有 {n} 问没答").format(n=len(work.wanting()))
        return self.tr("条件不符合也可受理，由决定说明理由") if work.failed() else ""

    # --- accepting -----------------------------------------------------------------------------------

    def accept(self) -> None:
        """Ctrl+Enter: take the application in; a second press while it runs does nothing."""
        page, work = self.page, self.page.work
        if self.busy or work is None or page.form is None:
            return
        page.form.fields.show_errors()
        self.settle()
        if not self.accept_action.enabled:
            self.host.say(self.accept_action.reason, bad=True)
            return
        unknown = self._unknown_names()
        if unknown and work.accepted_on is None and not self._registers():
            words = self.tr("还有没答的：{names}。\n受理后办结时限即开始计算，复核时会因此退回。").format(
                names=self.tr("、").join(unknown)
            )
            self._ask(self.tr("还没有问全"), words, self.tr("仍然受理"), self._run_accept)
            return
        self._run_accept()

    def _ask(self, title: str, words: str, word: str, then: Callable[[], object], *, danger: bool = False) -> None:
        def answered() -> None:
            asked.close()
            then()

        asked = question(title, words, word, answered, danger=danger)
        self.host.open_modal(asked)

    def _registers(self) -> bool:
        work = self.page.work
        assessment = work.session.assessment if work is not None and work.session is not None else None
        return assessment is not None and assessment.result is Result.NOT_IN_FORCE

    def _unknown_names(self) -> list[str]:
        work = self.page.work
        names = {AWARDS: self.tr("市级发放登记查询")}
        return [] if work is None else [names.get(key) or VOCABULARY[key].label for key in work.wanting()]

    def _run_accept(self) -> None:
        self._run(operations.accept, self._accepted, self.tr("正在受理…"))

    def keep(self) -> None:
        """Ctrl+G: open the case without accepting it."""
        page = self.page
        if self.busy or page.work is None or page.form is None:
            return
        self._run(operations.keep, self._kept, self.tr("正在暂存…"))

    def _run(self, command: Callable[[Any], Any], done: Callable[[TakenIn], object], words: str) -> None:
        work = self.page.work
        if work is None:
            return
        try:
            application = work.application()
        except InputError as error:
            self.host.say(error.message, bad=True)
            return
        if work.session is not None:
            self.course.remember(work, work.session.texts())
        self.page.drafts.held = True
        for action in (self.accept_action, self.keep_action):
            action.block(words)
        self.host.runner.perform(command(application), partial(self._ran, done), self._failed)

    def _ran(self, done: Callable[[TakenIn], object], taken: TakenIn) -> None:
        self._free()
        scans = {} if self.page.work is None else dict(self.page.work.scans)
        done(taken)
        self.evidence.stored(scans)

    def _free(self) -> None:
        self.page.drafts.held = False
        self.accept_action.allow()
        self.keep_action.allow()

    def _failed(self, error: SubsidyDeskError) -> None:
        """Nothing was kept and nothing typed is lost: the error goes to its field, or to the bottom line."""
        self._free()
        self.settle()
        self.page.drafts.touch()
        form = self.page.form
        key = error.field if isinstance(error, InputError) else None
        field = form.field(key) if form is not None and key else None
        if field is not None:
            field.set_problem(Problem(error.message))
            field.control.setFocus()
        self.host.say(error.message, bad=True)
        if key == LIKENESS_NOTE:
            self.applicant.ask_again()

    def _accepted(self, taken: TakenIn) -> None:
        self.page.drafts.forget()
        letter = taken.letter
        if letter is None:
            words = self.tr("案件 {number} 已重新送审。")
            self.host.say(words.format(number=taken.case.number))
            self.page.finish()
            return
        registered = taken.case.state is State.REGISTERED
        word = self.tr("已登记") if registered else self.tr("已受理")
        due = "" if taken.case.due_on is None else self.tr("，办结期限 {day}").format(day=taken.case.due_on)
        said = self.tr("{word}：{letter}，案件 {number}{due}").format(
            word=word, letter=letter.number, number=taken.case.number, due=due
        )
        self.host.say(said)
        dialog = PaperDialog(
            self.host,
            self.tr("登记回执") if registered else self.tr("受理通知书"),
            taken.person.name,
            taken.content,
            letter.number,
            word=self.tr("下一位"),
            then=lambda: None,
            remark=letter.number,
            note=due.removeprefix(self.tr("，")),
            use=letter.kind.value,
        )
        dialog.closed.connect(self.page.finish)
        self.host.open_modal(dialog)

    def _kept(self, taken: TakenIn) -> None:
        self.page.drafts.forget()
        self.host.say(self.tr("已暂存：案件 {number}，还没有受理。").format(number=taken.case.number))
        self.page.finish()

    # --- other acts -----------------------------------------------------------------------------------

    def save(self) -> None:
        """Ctrl+S: the draft, now."""
        self.page.drafts.save_now()

    def leave(self) -> None:
        """Ctrl+N: put it down for the next person; the draft is kept."""
        if self.page.is_busy():
            return
        self.page.drafts.save()
        self.page.finish()

    def ask_to_drop(self) -> None:
        """Throw the draft away, after a question."""
        work = self.page.work
        if work is None or work.number:
            return
        text = self.tr("这份没有办完的申请将被丢弃，不能找回。")
        self._ask(self.tr("丢弃草稿"), text, self.tr("丢弃"), self._drop, danger=True)

    def _drop(self) -> None:
        work = self.page.work
        if work is not None:
            self.page.drafts.forget()
            drop = operations.drop_draft(work.draft_key())
            self.host.runner.run(drop, lambda _gone: self.page.finish(), self.page.fail)

    def settle_sheet(self) -> None:
        """Ctrl+Enter on a new person's form: to the programmes."""
        page, work = self.page, self.page.work
        if page.sheet is None or work is None or self._composing():
            return
        if not page.sheet.check():
            page.sheet.focus_wrong()
            names = self.tr("、").join(field.label.text() for field in page.sheet.wrong())
            self.host.say(self.tr("请先改正：{names}").format(names=names), bad=True)
            return
        try:
            work.settle_person(page.sheet.session)
        except InputError as error:
            self.identity.ask_document(error)
            return
        page.drafts.save()
        self.course.greet(work)
        self.applicant.look_for_likenesses()

    # --- withdrawal -----------------------------------------------------------------------------------

    def ask_reason(self) -> None:
        """Withdraw a case at the applicant's wish."""
        work = self.page.work
        if work is None or not work.number:
            return
        number = work.number
        reason = TextField(self.tr("撤回原因"), hint=self.tr("必填，写进案卷"))
        dialog = ActDialog(
            self.host,
            self.tr("撤回申请"),
            {"reason": reason},
            word=self.tr("撤回"),
            command=lambda: operations.withdraw(number, reason.text()),
            done=lambda _case: self._withdrawn(number),
            subtitle=number,
            danger=True,
        )
        self.host.open_modal(dialog)

    def _withdrawn(self, number: str) -> None:
        self.page.drafts.forget()
        self.host.say(self.tr("案件 {number} 已撤回。").format(number=number))
        self.page.finish()

    def _composing(self) -> bool:
        return bool(getattr(QApplication.focusWidget(), "composing", False))
