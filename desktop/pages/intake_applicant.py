"""What is done about the applicant: correcting the data, revealing the number, telling people apart."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.dialogs.likenesses import LikenessDialog
from desktop.pages import intake_operations as operations
from desktop.pages.intake_person_dialog import PersonDialog
from desktop.widgets.action import Action
from forms.load import load_form
from forms.person import draft_person
from models.id_number import group_id, mask_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.pages.intake_view import IntakeView
    from desktop.pages.intake_work import Work
    from models.casework.arriving import Arrival
    from models.casework.likenesses import LikenessHint
    from models.errors import SubsidyDeskError
    from models.likeness_answer import Answer
    from models.person import Person

_HINTS = "intake.hints"


class ApplicantActs(QObject):
    """Alt+R, F8 and the eye, for one intake page."""

    def __init__(self, page: IntakeView) -> None:
        super().__init__(page)
        self.page, self.host = page, page.host
        self.hints: tuple[LikenessHint, ...] = ()
        self.dismissed: set[str] = set()
        self.person_action = Action("Alt+R", self.tr("申请人"), self.edit_person, parent=self)
        self.likeness_action = Action("F8", self.tr("核对相似"), self.show_likenesses, parent=self)

    def edit_person(self, key: str = "") -> None:
        """Alt+R: the applicant's own data, at what is still asked; those of somebody registered are kept at once."""
        work = self.page.work
        if work is None or work.person is None:
            return
        registered = work.arrival.person is not None
        # Beside the work: what is typed here counts once it is saved, and a draft must not keep what was given up.
        session = work.own_sheet()
        key = key or self.next_question()
        save = self._correct if registered else self._retype
        dialog = PersonDialog(session, self.page.known(), save, name=work.person.name, locked=registered)
        self.host.open_modal(dialog)
        if registered or key:
            dialog.sheet.focus(key or "person.name")

    def next_question(self) -> str:
        """What the application still wants to know and only the applicant's own data answer; "" for nothing."""
        work, form = self.page.work, self.page.form
        if work is None or form is None:
            return ""
        own = {question.key for question in load_form("person").fields()}.difference(form.asked())
        return next((key for key in work.wanting() if key in own), "")

    def _retype(self, dialog: PersonDialog) -> None:
        work = self.page.work
        if work is not None:
            work.settle_person(dialog.session)
            dialog.saved()
            self._person_changed()

    def _correct(self, dialog: PersonDialog) -> None:
        work = self.page.work
        if work is None or work.person is None:
            return
        typed = draft_person(dialog.session, work.setting(), work.identity_part()).person()
        done = partial(self._corrected, dialog, work)
        failed = partial(self._not_corrected, dialog)
        self.host.runner.perform(operations.correct(typed, work.person), done, failed)

    def _not_corrected(self, dialog: PersonDialog, error: SubsidyDeskError) -> None:
        if dialog.is_open:
            dialog.fail(error)
        else:
            self.page.fail(error)

    def _corrected(self, dialog: PersonDialog, work: Work, person: Person) -> None:
        dialog.saved()
        if work is self.page.work:
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
            shown = partial(self._show_number, work)
            self.host.runner.run(operations.reveal(work.person.id), shown, self.page.fail)

    def _show_number(self, work: Work, number: str) -> None:
        if work is self.page.work:
            self.page.strip.show_number(group_id(number))

    def look_for_likenesses(self) -> None:
        """Ask who may be the same person; the answer appears above the form when there is one."""
        work = self.page.work
        if work is None or work.person is None:
            self.hints = ()
            return
        facts = dict(work.session.facts()) if work.session is not None else {}
        read = operations.read_hints(work.person, facts)
        self.host.runner.read(read, partial(self._found, work), self.page.fail, latest=_HINTS)

    def _found(self, work: Work, hints: tuple[LikenessHint, ...]) -> None:
        if work is not self.page.work:
            return
        number = work.number
        fresh = tuple(
            hint
            for hint in hints
            if not hint.settled and hint.sentence not in self.dismissed and (hint.case_number or "-") != number
        )
        if fresh != self.hints:
            self.hints = fresh
            self.page.show_notices()
            self.page.actions_changed.emit()

    def show_likenesses(self) -> None:
        """F8: side by side."""
        work = self.page.work
        if work is not None and work.person is not None and self.hints:
            number = mask_id(work.person.id_number)
            answered = partial(self._answered, work)
            dialog = LikenessDialog(work.person.name, number, self.hints, self._open_hint, answered)
            self.host.open_modal(dialog)

    def ask_again(self) -> None:
        """Acceptance wants an answer that was not given: show the hints as if none had been put aside."""
        self.dismissed.clear()
        work = self.page.work
        if work is not None and work.person is not None:
            facts = dict(work.session.facts()) if work.session is not None else {}
            read = operations.read_hints(work.person, facts)
            self.host.runner.read(read, partial(self._asked_again, work), self.page.fail, latest=_HINTS)

    def _asked_again(self, work: Work, hints: tuple[LikenessHint, ...]) -> None:
        self._found(work, hints)
        self.show_likenesses()

    def _open_hint(self, hint: LikenessHint) -> None:
        work = self.page.work
        if hint.case_number:
            self.host.go_to("worklist", hint.case_number)
        elif work is not None:
            same = partial(self._same, work)
            self.host.runner.run(operations.read_person(hint.person_id), same, self.page.fail)

    def _same(self, work: Work, other: Arrival) -> None:
        """是同一人: two registrations are merged; somebody being typed goes on as the one registered."""
        if work is not self.page.work or other.person is None:
            return
        if work.arrival.person is not None:
            self.page.merge_with(other.person)
            return
        self.page.go_on_as(other)

    def _answered(self, work: Work, answers: Mapping[LikenessHint, tuple[Answer, str]]) -> None:
        from models.casework.doubles import AnswerGiven

        given = [
            AnswerGiven(hint.kind, hint.person_id, answer, note, hint.case_number or "")
            for hint, (answer, note) in answers.items()
        ]
        self.dismissed |= {hint.sentence for hint in answers}
        if work.arrival.person is not None:
            keep = operations.answer_likenesses(work.arrival.person.id, given)
            self.host.runner.perform(keep, lambda _kept: None, self.page.fail)
        else:
            work.answers |= {(each.kind.value, each.other_id, each.other_case): each for each in given}
        if work is self.page.work:
            self._found(work, tuple(hint for hint in self.hints if hint not in answers))
