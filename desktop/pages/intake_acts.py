"""What can be done on the intake page: the actions with their keys, their reasons, and their dialogs."""

from __future__ import annotations

import mimetypes
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop.dialogs.act_dialog import ActDialog
from desktop.dialogs.likenesses import LikenessDialog
from desktop.dialogs.oral_notice import NoticePaper, oral_notice
from desktop.dialogs.receipt import PaperDialog
from desktop.dialogs.register_check import RegisterCheckDialog
from desktop.pages import intake_operations as operations
from desktop.pages.intake_form import FOUND, NOTHING
from desktop.pages.intake_person_dialog import PersonDialog
from desktop.pages.intake_work import AWARDS, Check, Scan
from desktop.widgets.action import Action
from desktop.widgets.fields import TextField
from desktop.widgets.modal import question
from desktop.widgets.problem import Problem
from models.assessment import Result
from models.case import State
from models.errors import Conflict, InputError, SubsidyDeskError
from models.id_number import group_id, mask_id
from models.vocabulary import PROGRAMME_NAMES, VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from desktop.pages.intake import IntakePage
    from models.casework.likenesses import LikenessHint
    from models.casework.taking_in import TakenIn
    from models.person import Person

_MOST_SCAN_BYTES = 20 << 20
_HINTS = "intake.hints"


class IntakeActs(QObject):
    """The actions of one intake page."""

    def __init__(self, page: IntakePage) -> None:
        super().__init__(page)
        self.page, self.host = page, page.host
        self.hints: tuple[LikenessHint, ...] = ()
        self.dismissed: set[str] = set()
        self._busy = False
        self._last_course: tuple[str, Mapping[str, str]] = ("", {})
        act = partial(Action, parent=self)
        self.accept_action = act("Ctrl+Enter", self.tr("受理"), self.accept, icon="check")
        self.notice_action = act("F6", self.tr("一次性告知"), self.give_notice)
        self.save_action = act("Ctrl+S", self.tr("存草稿"), self.save)
        self.keep_action = act("Ctrl+G", self.tr("暂存收件"), self.keep)
        self.person_action = act("F4", self.tr("申请人"), self.edit_person)
        self.register_action = act("F9", self.tr("登记查询"), self.ask_register)
        self.likeness_action = act("F8", self.tr("核对相似"), self.show_likenesses)
        self.course_action = act("Ctrl+D", self.tr("同上一位的课程"), self.copy_course)
        self.withdraw_action = act("Alt+W", self.tr("撤回"), self.ask_reason)
        self.leave_action = act("Ctrl+N", self.tr("放下，下一位"), self.leave)
        self.drop_action = act("Ctrl+Backspace", self.tr("弃草稿"), self.ask_to_drop, shown=False)
        self.to_choice = act("Ctrl+Enter", self.tr("选项目"), self.settle_sheet)
        self._digits = [act(str(n), "", partial(page.choose_by_place, n), shown=False) for n in range(1, 10)]

    # --- which keys there are -----------------------------------------------------------------------------------

    def empty_actions(self) -> list[Action]:
        """Nobody is here."""
        return [
            Action("F2", self.tr("输入身份证号、姓名"), parent=self),
            Action("Ctrl+L", self.tr("锁定"), parent=self),
        ]

    def sheet_actions(self) -> list[Action]:
        """A new person is being typed."""
        return [*self._walk(), self.to_choice, self.save_action, self.leave_action]

    def card_actions(self) -> list[Action]:
        """A programme is being chosen."""
        one = Action("1–3", self.tr("选项目"), parent=self)
        hints = [self.likeness_action] if self.hints else []
        return [one, self.person_action, *hints, self.leave_action, *self._digits]

    def form_actions(self) -> list[Action]:
        """An application is being typed."""
        hints = [self.likeness_action] if self.hints else []
        own = [self.withdraw_action] if self.page.has_open_case() else []
        middle = [self.person_action, self.notice_action, self.register_action, *hints, self.course_action]
        last = [self.accept_action, self.save_action, self.keep_action, self.leave_action, *own]
        return [*self._walk(), *middle, *last, self.drop_action]

    def secondary(self) -> list[Action]:
        """The buttons at the left of the foot."""
        own = [self.withdraw_action] if self.page.has_open_case() else []
        return [self.notice_action, self.save_action, self.keep_action, *own]

    def _walk(self) -> list[Action]:
        return [Action("Enter", self.tr("下一项"), parent=self), Action("Esc", self.tr("上一项"), parent=self)]

    # --- what may be done now -----------------------------------------------------------------------------------

    def settle(self) -> None:
        """Every action's reason, after any change."""
        page, work = self.page, self.page.work
        if self._busy or work is None or page.form is None:
            return
        reason = self._hindrance()
        if reason:
            self.accept_action.block(reason)
        else:
            self.accept_action.allow()
        if page.foot is not None:
            page.foot.say(self._remark())
        same = self._last_course[0] == work.programme and self._last_course[1]
        if same:
            self.course_action.allow()
        else:
            self.course_action.block(self.tr("还没有受理过同一项目的上一位"))

    def _hindrance(self) -> str:
        """Why it cannot be accepted now; "" when it can."""
        form, work = self.page.form, self.page.work
        if form is None or work is None:
            return self.tr("请先选项目")
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
            parts.append(self.tr("{n} 项抄自上一位，请逐项确认").format(n=len(copied)))
        return self.tr("；").join(parts)

    def _remark(self) -> str:
        work = self.page.work
        assessment = work.session.assessment if work is not None and work.session is not None else None
        if work is None or assessment is None:
            return ""
        if assessment.result is Result.NOT_IN_FORCE:
            return self.tr("申请日没有施行的政策：将登记并出回执，不计办结时限")
        if work.accepted_on is not None:
            return self.tr("已受理过：补正后重新送审，不另取号")
        if work.wanting():
            return self.tr("还有 {n} 问没答").format(n=len(work.wanting()))
        return self.tr("条件不符合也可受理，由决定说明理由") if work.failed() else ""

    # --- accepting -----------------------------------------------------------------------------------

    def accept(self) -> None:
        """Ctrl+Enter: take the application in; a second press while it runs does nothing."""
        page, work = self.page, self.page.work
        if self._busy or work is None or page.form is None:
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
        if self._busy or page.work is None or page.form is None:
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
        self._remember_course()
        self._busy = True
        for action in (self.accept_action, self.keep_action):
            action.block(words)
        self.host.runner.perform(command(application), partial(self._ran, done), self._failed)

    def _ran(self, done: Callable[[TakenIn], object], taken: TakenIn) -> None:
        self._free()
        done(taken)

    def _free(self) -> None:
        self._busy = False
        self.accept_action.allow()
        self.keep_action.allow()

    def _failed(self, error: SubsidyDeskError) -> None:
        """Nothing was kept and nothing typed is lost: the error goes to its field, or to the bottom line."""
        self._free()
        self.settle()
        form = self.page.form
        key = error.field if isinstance(error, InputError) else None
        field = form.field(key) if form is not None and key else None
        if field is not None:
            field.set_problem(Problem(error.message))
            field.control.setFocus()
        self.host.say(error.message, bad=True)
        if isinstance(error, Conflict):
            self.page.acts.person_action.allow()

    def _accepted(self, taken: TakenIn) -> None:
        self.page.done_with()
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
            note=said,
        )
        dialog.closed.connect(self.page.finish)
        self.host.open_modal(dialog)

    def _kept(self, taken: TakenIn) -> None:
        self.page.done_with()
        self.host.say(self.tr("已暂存：案件 {number}，还没有受理。").format(number=taken.case.number))
        self.page.finish()

    # --- other acts -----------------------------------------------------------------------------------

    def save(self) -> None:
        """Ctrl+S: the draft, now."""
        self.page.save_now()

    def leave(self) -> None:
        """Ctrl+N: put it down for the next person; the draft is kept."""
        self.page.save()
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
            self.page.done_with()
            drop = operations.drop_draft(work.draft_key())
            self.host.runner.run(drop, lambda _gone: self.page.finish(), self.page.fail)

    def settle_sheet(self) -> None:
        """Ctrl+Enter on a new person's form: to the programmes."""
        page, work = self.page, self.page.work
        if page.sheet is None or work is None or self._composing():
            return
        if not page.sheet.check():
            page.sheet.focus_wrong()
            return
        work.settle_person(page.sheet.session)
        page.save()
        page.show_card()
        self.look_for_likenesses()

    def edit_person(self, key: str = "") -> None:
        """F4: the applicant's own data; those of somebody registered are kept at once."""
        work = self.page.work
        if work is None or work.person is None:
            return
        registered = work.arrival.person is not None
        session = work.open_sheet()
        save = self._correct if registered else self._retype
        dialog = PersonDialog(session, self.page.known(), save, name=work.person.name, locked=registered)
        self.host.open_modal(dialog)
        if key:
            dialog.sheet.focus(key)

    def _retype(self, dialog: PersonDialog) -> None:
        work = self.page.work
        if work is not None:
            work.settle_person(dialog.session)
            dialog.saved()
            self._person_changed()

    def _correct(self, dialog: PersonDialog) -> None:
        work = self.page.work
        if work is None:
            return
        from forms.person import draft_person

        typed = draft_person(dialog.session, work.setting()).person()
        done = partial(self._corrected, dialog)
        self.host.runner.perform(operations.correct(typed), done, dialog.fail)

    def _corrected(self, dialog: PersonDialog, person: Person) -> None:
        from dataclasses import replace

        dialog.saved()
        work = self.page.work
        if work is not None:
            work.person, work.sheet = person, None
            work.arrival = replace(work.arrival, person=person)
            work.rebuild()
            self.host.say(self.tr("申请人信息已更正。"))
            self._person_changed()

    def _person_changed(self) -> None:
        self.page.show_person()
        self.page.rebuild()
        self.look_for_likenesses()

    def reveal(self) -> None:
        """The eye: the whole number, which is logged."""
        work = self.page.work
        if work is not None and work.person is not None:
            run = operations.reveal(work.person.id)
            self.host.runner.run(run, lambda number: self.page.strip.show_number(group_id(number)), self.page.fail)

    # --- register check -----------------------------------------------------------------------------------

    def register_answered(self, text: str) -> None:
        """The segment was chosen: nothing found is recorded at once, rows are asked for, none means not checked."""
        work, form = self.page.work, self.page.form
        if work is None or form is None:
            return
        if text == NOTHING:
            self._record_check(self.tr("查无已享受记录"), ())
        elif text == FOUND:
            self.ask_register()
        elif work.check is not None and work.check.recorded:
            form.show_check()
            self.host.say(self.tr("查询已记录在案，不能取消；可按 F9 再查一次。"), bad=True)
        else:
            work.check = None
            work.show_awards()
            self._checked()

    def ask_register(self) -> None:
        """F9: the rows that were found."""
        work = self.page.work
        if work is None or work.person is None or self.page.form is None:
            return
        awards = () if work.check is None else work.check.awards
        today = work.arrival.ground.today
        dialog = RegisterCheckDialog(work.person.name, today, awards, self._record_check)
        dialog.closed.connect(self._checked)
        self.host.open_modal(dialog)

    def _record_check(self, result: str, awards: tuple[Mapping[str, Any], ...]) -> None:
        def made(found: tuple[str, datetime]) -> None:
            work = self.page.work
            if work is not None:
                work.record_check(Check(found[0], found[1], result, awards))
                self._checked()

        self.host.runner.run(operations.read_moment, made, self.page.fail)

    def _checked(self) -> None:
        form = self.page.form
        if form is not None:
            form.show_check()
            form.changed.emit()

    # --- papers -----------------------------------------------------------------------------------

    def ask_scan(self, paper: str) -> None:
        """Insert: choose a scan for a paper."""
        name, _ = QFileDialog.getOpenFileName(
            self.page, self.tr("附上扫描件"), "", self.tr("扫描件 (*.pdf *.png *.jpg *.jpeg)")
        )
        if name:
            self.attach(paper, Path(name))

    def attach(self, paper: str, path: Path) -> None:
        """Hang a file on a paper; what cannot be read or is too large is told in full."""
        work, form = self.page.work, self.page.form
        if work is None or form is None:
            return
        kind = mimetypes.guess_type(path.name)[0] or ""
        try:
            content = path.read_bytes()
        except OSError as error:
            reason = error.strerror or type(error).__name__
            self.host.say(self.tr("扫描件读不出来：{reason}。").format(reason=reason), bad=True)
            return
        if kind not in ("application/pdf", "image/png", "image/jpeg") or not content:
            self.host.say(self.tr("扫描件应为 pdf、png 或 jpg 文件，“{name}”不是。").format(name=path.name), bad=True)
        elif len(content) > _MOST_SCAN_BYTES:
            self.host.say(self.tr("“{name}”超过 20 MB，请降低扫描分辨率后再附。").format(name=path.name), bad=True)
        else:
            work.attach(paper, Scan(content, kind, path.name))
            form.show_papers()
            form.changed.emit()

    # --- likenesses -----------------------------------------------------------------------------------

    def look_for_likenesses(self) -> None:
        """Ask who may be the same person; the answer appears above the form when there is one."""
        work = self.page.work
        if work is None or work.person is None:
            self.hints = ()
            return
        facts = dict(work.session.facts()) if work.session is not None else {}
        self.host.runner.read(operations.read_hints(work.person, facts), self._found, self.page.fail, latest=_HINTS)

    def _found(self, hints: tuple[LikenessHint, ...]) -> None:
        work = self.page.work
        number = work.number if work is not None else ""
        fresh = tuple(
            hint for hint in hints if hint.sentence not in self.dismissed and (hint.case_number or "-") != number
        )
        if fresh != self.hints:
            self.hints = fresh
            self.page.rebuild()
            self.page.actions_changed.emit()

    def show_likenesses(self) -> None:
        """F8: side by side."""
        work = self.page.work
        if work is not None and work.person is not None and self.hints:
            number = mask_id(work.person.id_number)
            dialog = LikenessDialog(work.person.name, number, self.hints, self._open_hint, self._not_same)
            self.host.open_modal(dialog)

    def _open_hint(self, hint: LikenessHint) -> None:
        if hint.case_number:
            self.host.go_to("worklist", hint.case_number)
        else:
            self.page.open_target(("person", hint.person_id))

    def _not_same(self) -> None:
        self.dismissed |= {hint.sentence for hint in self.hints}
        self._found(())

    # --- notice, course, withdrawal -----------------------------------------------------------------------------------

    def give_notice(self) -> None:
        """F6: everything that is missing or wrong, once and whole."""
        work, form = self.page.work, self.page.form
        if work is None or form is None or work.person is None:
            return
        form.fields.show_errors()
        ground = work.arrival.ground
        paper = NoticePaper(
            ground.office,
            ground.clerk.name,
            work.person.name,
            PROGRAMME_NAMES[work.programme],
            ground.today,
            form.notice_items(),
        )
        dialog = oral_notice(self.host, paper)
        if dialog is None:
            self.host.say(self.tr("材料齐全，没有要告知的。"))
        else:
            self.host.open_modal(dialog)

    def copy_course(self) -> None:
        """Ctrl+D: the course of the person before, to be confirmed field by field."""
        form, work = self.page.form, self.page.work
        if form is not None and work is not None and self._last_course[0] == work.programme:
            form.fields.copy(self._last_course[1])
            form.focus_first()

    def _remember_course(self) -> None:
        work = self.page.work
        if work is not None and work.session is not None:
            texts = work.session.texts()
            self._last_course = (work.programme, {key: texts[key] for key in COURSE if texts.get(key, "").strip()})

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
        self.page.done_with()
        self.host.say(self.tr("案件 {number} 已撤回。").format(number=number))
        self.page.finish()

    def _composing(self) -> bool:
        return bool(getattr(QApplication.focusWidget(), "composing", False))


COURSE = (
    "certificate.kind",
    "certificate.occupation",
    "certificate.level",
    "certificate.issued_on",
    "certificate.occupation_in_shortage",
    "training.kind",
    "training.occupation",
    "training.level",
    "training.started_on",
    "training.ended_on",
    "training.in_catalogue",
    "training.provider_listed",
    "training.number",
    "training.days_planned",
)
"""What people of the same course share."""
