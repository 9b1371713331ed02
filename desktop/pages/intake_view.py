"""What the acts of the intake page may ask of the page: its parts, and how it goes on."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from desktop.page import Host, Page
from desktop.pages.intake_operations import read_change
from desktop.pages.intake_saving import IntakeDrafts
from models.casework.changes import Changes

if TYPE_CHECKING:
    from desktop.pages.intake_choice import PersonCard
    from desktop.pages.intake_fields import Known
    from desktop.pages.intake_form import ApplicationForm
    from desktop.pages.intake_person import PersonSheet
    from desktop.pages.intake_work import Work
    from desktop.widgets.boxes import Foot
    from desktop.widgets.identity_strip import IdentityStrip
    from models.casework.arriving import Arrival
    from models.person import Person


class IntakeView(Page):
    """Nobody (`work` None), a new person's `sheet`, a person's `card`, or an application's `form`: one at a time."""

    strip: IdentityStrip

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.work: Work | None = None
        self.occupations: tuple[str, ...] = ()  # lately typed, offered by their initials
        self.sheet: PersonSheet | None = None
        self.card: PersonCard | None = None
        self.form: ApplicationForm | None = None
        self.foot: Foot | None = None
        self.drafts = IntakeDrafts(self, lambda: self.work, self.bring_back)
        host.runner.bus.listen(self._changed)

    def _changed(self, changes: Changes) -> None:
        """Another window was at the case that is open here: say so, whatever page is in front; nothing is reloaded."""
        if changes.elsewhere and changes.cases and self.work is not None and self.work.number:
            number = self.work.number
            self.host.runner.run(
                read_change(number, changes.cases),
                lambda where: self._tell(number, where),
                lambda _error: None,
                latest="intake.elsewhere",
            )

    def _tell(self, number: str, where: str) -> None:
        if where and self.work is not None and self.work.number == number:
            words = self.tr(
                "受理页的 {number} 刚在别的窗口有变动：{where}。您填的都还在；请先核对，或按 Ctrl+N 放下后重新打开。"
            )
            self.host.say(words.format(number=number, where=where), bad=True)

    @abstractmethod
    def known(self) -> Known:
        """What the fields offer."""

    @abstractmethod
    def choose(self, programme: str) -> None:
        """Begin the application for a programme."""

    @abstractmethod
    def choose_by_place(self, place: int) -> None:
        """The digit of a programme, or of a case that waits."""

    @abstractmethod
    def take_up(self, place: int) -> None:
        """Go on with a parked person by their place in the list."""

    @abstractmethod
    def show_card(self) -> None:
        """What may be applied for."""

    @abstractmethod
    def show_sheet(self) -> None:
        """The form of a new person."""

    @abstractmethod
    def merge_with(self, other: Person) -> None:
        """The registered applicant and `other` are one person."""

    @abstractmethod
    def go_on_as(self, other: Arrival) -> None:
        """Who was being typed is registered already: go on as that person, with what was typed."""

    @abstractmethod
    def show_person(self) -> None:
        """Who is here, at the top."""

    @abstractmethod
    def show_notices(self) -> None:
        """What stands above the form or the card, anew; nothing else is touched."""

    @abstractmethod
    def rebuild(self) -> None:
        """The same view on changed data."""

    @abstractmethod
    def bring_back(self) -> None:
        """Somebody who was put down could not be kept: they stand at the window again."""

    @abstractmethod
    def finish(self) -> None:
        """The next person, please."""

    @abstractmethod
    def show_again(self) -> None:
        """What was entered is another now: the same kind of view from the work as it stands."""

    @abstractmethod
    def show_classes(self, number: str = "") -> None:
        """The classes in place of an applicant."""

    @abstractmethod
    def is_busy(self) -> bool:
        """Whether this applicant cannot be left just now; says so."""

    @abstractmethod
    def has_open_case(self) -> bool:
        """Whether this work belongs to a case that is already open."""
