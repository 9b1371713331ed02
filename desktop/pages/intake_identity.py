"""Who stands at the window, what the document says, and a number put right: Alt+D, Alt+K, Alt+N on the intake page."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.dialogs.attendant import AttendantDialog
from desktop.dialogs.identity import IdentityDialog, merge_dialog, number_dialog
from desktop.pages import intake_operations as operations
from desktop.widgets.action import Action
from models.identity_change import IdentityChange
from models.person import Person

if TYPE_CHECKING:
    from desktop.pages.intake_view import IntakeView
    from desktop.pages.intake_work import Work
    from forms.identity import IdentityPart
    from models.attendant import Attendant
    from models.casework.arriving import Arrival
    from models.errors import InputError


class IdentityActs(QObject):
    """The identity of the applicant and of who came instead, for one intake page."""

    def __init__(self, page: IntakeView) -> None:
        super().__init__(page)
        self.page, self.host = page, page.host
        act = partial(Action, parent=self)
        self.attendant_action = act("Alt+D", self.tr("代办、监护"), self.ask_attendant)
        self.document_action = act("Alt+K", self.tr("证件、曾用名"), self.ask_document, shown=False)
        self.number_action = act("Alt+N", self.tr("更正证件号"), self.ask_number, shown=False)

    def actions(self) -> list[Action]:
        """For a card or a form."""
        work = self.page.work
        registered = work is not None and work.arrival.person is not None
        return [self.attendant_action, self.document_action, *([self.number_action] if registered else [])]

    # --- who stands at the window ------------------------------------------------------------------------------

    def ask_attendant(self) -> None:
        """Alt+D: a proxy or guardian instead of the applicant."""
        work = self.page.work
        if work is not None:
            today = work.arrival.ground.today
            self.host.open_modal(AttendantDialog(work.attendant, today, self._keep_attendant, name=work.name()))

    def _keep_attendant(self, dialog: AttendantDialog, attendant: Attendant) -> None:
        dialog.close()
        if self.page.work is not None:
            self.page.work.attendant = attendant
            self.page.show_person()
            self.page.drafts.touch()

    # --- the document ------------------------------------------------------------------------------

    def ask_document(self, error: InputError | None = None) -> None:
        """Alt+K: kind, expiry, birth date and sex where the number does not carry them, former names."""
        work = self.page.work
        if work is None:
            return
        locked = work.arrival.person is not None
        keep = partial(self._keep_document, work)
        dialog = IdentityDialog(work.identity_part(), work.arrival.ground.today, keep, name=work.name(), locked=locked)
        self.host.open_modal(dialog)
        if error is not None:
            dialog.fail(error)

    def _keep_document(self, work: Work, dialog: IdentityDialog, part: IdentityPart) -> None:
        if work.arrival.person is not None and work.person is not None:
            changed = replace(work.person, id_expires_on=part.expires_on, former_names=part.former_names)
            if not work.number_tells_all():
                changed = replace(
                    changed, birth_date=part.birth_date or changed.birth_date, sex=part.sex or changed.sex
                )
            done = partial(self._corrected, work, dialog)
            self.host.runner.perform(operations.correct(changed, work.person), done, self.page.fail)
            return
        dialog.close()
        work.take_identity(part)
        if self.page.sheet is not None:
            self.page.show_sheet()
        self.page.drafts.touch()

    def _corrected(self, work: Work, dialog: IdentityDialog, person: Person) -> None:
        dialog.close()
        if work is self.page.work:
            work.settle_corrected(person)
            self.page.show_person()
            self.page.rebuild()

    # --- the number ------------------------------------------------------------------------------

    def ask_number(self, typed: str = "") -> None:
        """Alt+N: the registered number is wrong."""
        work = self.page.work
        if work is not None and work.arrival.person is not None:
            person = work.arrival.person
            self.host.open_modal(number_dialog(self.host, person, partial(self._renumbered, person), typed))

    def _renumbered(self, person: Person, found: IdentityChange | Person) -> None:
        if isinstance(found, Person):
            self.ask_merge(person, found)
            return
        self._changed(person.id, found)

    def ask_merge(self, present: Person, other: Person) -> None:
        """Two registrations of one person."""
        self.host.open_modal(merge_dialog(self.host, present, other, partial(self._merged, present.id)))

    def _merged(self, person_id: int, change: IdentityChange) -> None:
        self._changed(person_id, change)

    def _changed(self, person_id: int, change: IdentityChange) -> None:
        if change.outcome is None:
            words = self.tr("已提请第 {n} 号更正：此人已有决定，待另一人在案件页核对（Alt+Y）后生效。")
        else:
            words = self.tr("第 {n} 号更正已办理，在办案件须重新核算。")
        self.host.say(words.format(n=change.id))
        self.page.drafts.save()
        again = partial(self._again, self.page.work)
        self.host.runner.run(operations.read_person(person_id), again, self.page.fail)

    def _again(self, work: Work | None, arrival: Arrival) -> None:
        """The same work on the person as registered now, nothing typed is lost."""
        if work is not None and work is self.page.work and arrival.person is not None:
            work.arrival = arrival
            work.settle_corrected(arrival.person)
            self.page.show_person()
            self.page.rebuild()
