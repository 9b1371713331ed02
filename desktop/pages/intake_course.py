"""同上一位的课程 (Ctrl+D): a class comes one after the other; what it shares is typed once and confirmed for each.

Only what belongs to the course goes over, and counts as unanswered until somebody has confirmed it for the person at
the window: field by field with Enter, or all of it with Ctrl+D once it was looked at. Nothing about the person goes
over. From the first Ctrl+D on the next person is offered the same; Esc to the choice of a programme ends it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.pages.intake_work import programmes
from desktop.widgets.action import Action
from models.case import OPEN_STATES
from models.certificate_number import next_number
from models.vocabulary import PROGRAMME_NAMES

if TYPE_CHECKING:
    from desktop.pages.intake_view import IntakeView
    from desktop.pages.intake_work import Work

NUMBER = "certificate.number"
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


class CourseActs(QObject):
    """The course of the person before, for one intake page; `following` while a class comes one after the other."""

    def __init__(self, page: IntakeView) -> None:
        super().__init__(page)
        self.page, self.host = page, page.host
        self.programme, self.texts = "", dict[str, str]()
        self.following = False
        self.action = Action("Ctrl+D", self.tr("同上一位的课程"), self.press, parent=self)

    def remember(self, work: Work, texts: Mapping[str, str]) -> None:
        """An application goes in: its course is that of the person before."""
        kept = {key: texts[key] for key in (*COURSE, NUMBER) if texts.get(key, "").strip()}
        if work.programme != self.programme:
            self.following = False
        self.programme, self.texts = work.programme, kept

    def settle(self) -> None:
        """The action's word and reason, after any change."""
        form, work = self.page.form, self.page.work
        copied = () if form is None else form.fields.copied()
        word = self.tr("确认照抄的 {n} 项").format(n=len(copied)) if copied else self.tr("同上一位的课程")
        if word != self.action.word:
            self.action.word = word
            self.page.actions_changed.emit()
        if copied or (work is not None and self._can_follow(work)):
            self.action.allow()
        else:
            self.action.block(self.tr("还没有受理过同一项目的上一位"))

    def _can_follow(self, work: Work) -> bool:
        if not self.texts or work.person is None:
            return False
        return work.programme == self.programme if self.page.form is not None else self.programme in programmes(work)

    def press(self) -> None:
        """Ctrl+D: take over what the class shares; pressed again, all of it is confirmed."""
        form, work = self.page.form, self.page.work
        if work is None:
            return
        if form is None:
            self._begin(work)
        elif copied := form.fields.copied():
            names = self.tr("、").join(form.fields.widget(key).label.text() for key in copied)
            form.fields.confirm_copied()
            form.focus(form.next_question(form.focused_key() or copied[0]))
            self.host.say(self.tr("已确认照抄的 {n} 项：{names}").format(n=len(copied), names=names))
        else:
            self.following = True
            self._copy()

    def greet(self, work: Work) -> None:
        """Somebody is here without an application: the same course at once, where their card has nothing to tell."""
        fresh = not work.arrival.cases and not work.arrival.letters
        if self.following and fresh and self._can_follow(work):
            self._begin(work)
            self.host.say(self.tr("接着办“{programme}”的同一课程；按 Esc 另选项目").format(programme=self._name()))
        else:
            self.page.show_card()

    def chosen(self) -> None:
        """A programme was chosen on the card: the course goes along while a class comes."""
        work = self.page.work
        if work is not None and self.following and work.programme == self.programme and not work.number:
            self._copy()

    def back_to_card(self) -> None:
        """Esc on the first question: another programme; what was typed stays."""
        work = self.page.work
        if work is not None and not work.number:
            self.following = False
            self.page.show_card()

    def _name(self) -> str:
        return PROGRAMME_NAMES.get(self.programme, self.programme)

    def _begin(self, work: Work) -> None:
        pending = [case for case in work.arrival.cases if case.programme == self.programme]
        if any(case.state in OPEN_STATES for case in pending):
            self.host.say(
                self.tr("此人的“{programme}”已有在办案件，请从卡片上选").format(programme=self._name()), bad=True
            )
            return
        self.following = True
        self.page.choose(self.programme)

    def _copy(self) -> None:
        form = self.page.form
        if form is None:
            return
        texts = dict(self.texts)
        following = next_number(texts.pop(NUMBER, ""))
        form.fields.copy(texts)
        if form.field(NUMBER) is not None and following:
            form.fields.session.offer(NUMBER, following, self.tr("上一位的下一个号，请对照证书确认"))
            form.fields.settle()
        form.focus(form.unanswered_after(""))
        self.settle()
