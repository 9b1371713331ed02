"""Alt+R: the applicant's own data, corrected without leaving the application."""

from __future__ import annotations

from collections.abc import Callable

from desktop.dialogs.typed_steps import TypedSteps
from desktop.pages.intake_fields import Known
from desktop.pages.intake_person import PersonSheet
from desktop.widgets.action import Action
from desktop.widgets.layouts import column
from desktop.widgets.modal import Modal
from desktop.widgets.problem import Problem
from forms.session import FormSession
from models.errors import InputError, SubsidyDeskError

_WIDTH = 920


class PersonDialog(Modal):
    """`PersonDialog(session, known, save, locked=…)`: `save(session)` keeps it and calls `saved` or `fail`."""

    def __init__(
        self, session: FormSession, known: Known, save: Callable[[PersonDialog], object], *, name: str, locked: bool
    ) -> None:
        self.sheet = PersonSheet(session, known, locked=locked)
        self.session = session
        self._save = save
        self.save_action = Action("Ctrl+Enter", self.tr("保存"), self.save)
        super().__init__(
            self.tr("申请人"),
            column(self.sheet),
            accept=self.save_action,
            subtitle=name,
            width=_WIDTH,
            foot_note=self.tr("在办案件会带上改过的信息") if locked else "",
        )

        self.steps = TypedSteps(self.sheet.fields.widgets(), self)
        self.steps.changed.connect(self.actions_changed)

    def actions_shown(self) -> list[Action]:
        """With what was typed last, to take it back."""
        return [*super().actions_shown(), *self.steps.actions()]

    def save(self) -> None:
        """Ctrl+Enter: when every field can be read; a second press while it runs does nothing."""
        if self.is_composing():
            return
        if not self.sheet.check():
            return
        self.save_action.block(self.tr("正在保存…"))
        self._save(self)

    def saved(self) -> None:
        """It is kept."""
        self.close()

    def fail(self, error: SubsidyDeskError) -> None:
        """Show the error at its field, nothing typed is lost."""
        self.save_action.allow()
        key = error.field if isinstance(error, InputError) else None
        widgets = self.sheet.fields.widgets()
        field = widgets.get(key or "", widgets["person.id_number"])
        field.set_problem(Problem(error.message))
        field.control.setFocus()
