"""The place of the classes inside 受理: made when first asked for, and kept with what is being checked in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedLayout, QWidget

from desktop.widgets.action import Action

if TYPE_CHECKING:
    from desktop.pages.classes import ClassDesk
    from desktop.pages.intake_view import IntakeView


class ClassPlace:
    """`place.open(number)` puts the classes, or one of them, into `views`; `in_front` whether they are shown."""

    def __init__(self, page: IntakeView, views: QStackedLayout) -> None:
        self._page, self._views = page, views
        self.desk: ClassDesk | None = None

    @property
    def in_front(self) -> bool:
        """Whether the classes are shown."""
        return self.desk is not None and self._views.currentWidget() is self.desk

    def actions(self) -> list[Action]:
        """The keys of what is in front."""
        return [] if self.desk is None else self.desk.actions_shown()

    def refresh(self) -> None:
        """Ask again, while they are shown."""
        if self.desk is not None and self.in_front:
            self.desk.refresh()

    def view(self) -> QWidget:
        """The classes, made at the first call."""
        if self.desk is None:
            from desktop.pages.classes import ClassDesk

            self.desk = ClassDesk(self._page.host)
            self.desk.left.connect(self._page.finish)
            self.desk.actions_changed.connect(self._page.actions_changed)
            self._views.addWidget(self.desk)
        return self.desk

    def open(self, number: str) -> None:
        """One class, or what was in front before."""
        if self.desk is None:
            return
        if number:
            self.desk.open_class(number)
        else:
            self.desk.refresh()
            self.desk.focus()
