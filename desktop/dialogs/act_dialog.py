"""A short form over the case that runs one command: what it needs is asked, errors stand at their field."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from desktop.dialogs.typed_steps import TypedSteps
from desktop.page import Host
from desktop.theme.paint import MarkKind
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.boxes import Notice
from desktop.widgets.field import Field
from desktop.widgets.form_grid import FormGrid
from desktop.widgets.layouts import column
from desktop.widgets.line_fields import SecretField
from desktop.widgets.modal import Modal
from desktop.widgets.problem import Problem
from desktop.widgets.text import Text
from models.errors import InputError, SubsidyDeskError
from models.typed_date import parse_date

if TYPE_CHECKING:
    from models.casework.changes import Done
    from models.casework.unit_of_work import Desk

Command = Callable[["Desk"], "Done[Any]"]
_WIDTH = 560


class ActDialog(Modal):
    """`ActDialog(host, "送达", {"how": field, "on": field}, word="记为送达", command=self._command, done=…)`.

    `command()` reads the fields and gives what to run, or raises InputError naming one of the fields. A failed command
    leaves everything as typed. `about` and `above` stand above the fields, `below` under them; `wide` ones take a row.
    """

    def __init__(
        self,
        host: Host,
        title: str,
        fields: Mapping[str, Field],
        *,
        word: str,
        command: Callable[[], Command],
        done: Callable[[Any], object],
        subtitle: str = "",
        about: str = "",
        above: Sequence[QWidget] = (),
        below: Sequence[QWidget] = (),
        columns: int = 1,
        wide: Collection[str] = (),
        danger: bool = False,
        width: int = _WIDTH,
    ) -> None:
        self._host, self._command, self._done = host, command, done
        self.fields = dict(fields)
        grid = FormGrid(columns)
        for name, field in self.fields.items():
            grid.add(field, columns if name in wide else 1)
        told = [Text(about, Role.SMALL, wrap=True)] if about else []
        self._failure = column()
        self.failure: Notice | None = None
        self.run_action = Action("Ctrl+Enter", word, self.run)
        body = column(*told, *above, grid, *below, self._failure, gap=12)
        super().__init__(title, body, accept=self.run_action, subtitle=subtitle, width=width, danger=danger)
        self.steps = TypedSteps(self.fields, self)
        self.steps.changed.connect(self.actions_changed)
        for field in self.fields.values():
            field.edited.connect(lambda _text, field=field: field.set_problem(None))

    def actions_shown(self) -> list[Action]:
        """With what was typed last, to take it back."""
        return [*super().actions_shown(), *self.steps.actions()]

    def run(self) -> None:
        """Ctrl+Enter: run the command; a second press while it runs does nothing."""
        if self.is_composing():
            return
        try:
            command = self._command()
        except InputError as error:
            self.fail(error)
            return
        self.run_action.block(self.tr("正在保存…"))
        self._host.runner.perform(command, self._succeeded, self.fail)

    def _succeeded(self, value: Any) -> None:
        self.close()
        self._done(value)

    def fail(self, error: SubsidyDeskError) -> None:
        """Show an error at its field, or above the buttons; at the bottom where the dialog was closed meanwhile."""
        if not self.is_open:
            self._host.say(error.message, bad=True)
            return
        self.run_action.allow()
        field = self.fields.get(error.field or "") if isinstance(error, InputError) else None
        if field is not None:
            field.set_problem(Problem(error.message))
            field.setFocus()
            if isinstance(field, SecretField):
                field.line.selectAll()  # hidden text is typed anew, not mended
            return
        if self.failure is not None:
            self.failure.hide()
            self.failure.deleteLater()
        self.failure = Notice(MarkKind.NOT_MET, self.tr("没有保存"), error.message)
        self._failure.addWidget(self.failure)


def needed_date(text: str, today: date, field: str, question: str) -> date:
    """A typed date. Raises InputError at `field`, also when nothing is typed."""
    typed = text.strip()
    if not typed:
        raise InputError(question, field)
    return parse_date(typed, today, field)
