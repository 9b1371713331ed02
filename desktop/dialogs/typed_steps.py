"""Ctrl+Z and Ctrl+Y in a dialog: what was typed into its fields is taken back step by step, each under its name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.widgets.action import Action
from desktop.widgets.field import Field
from desktop.widgets.fields import SecretField, TextField
from desktop.widgets.line_edit import LineEdit
from forms.steps import Change, Step, Steps

Texts = Mapping[str, str]


class TypedSteps(QObject):
    """`TypedSteps(fields, parent)`; `actions()` are the keys there is a step for, `changed` when they are others.

    Secrets are never kept. A text of several lines takes back its own words, as every editor does.
    """

    changed = Signal()

    def __init__(self, fields: Mapping[str, Field], parent: QObject) -> None:
        super().__init__(parent)
        self._fields = {name: one for name, one in fields.items() if not isinstance(one, SecretField | TextField)}
        self._undo = Action("Ctrl+Z", "", self.undo, parent=self)
        self._redo = Action("Ctrl+Y", "", self.redo, parent=self)
        self._showing = False
        self._steps: Steps[Texts] = Steps(self._texts(), self._named)
        for name, field in self._fields.items():
            field.edited.connect(partial(self._note, name))
            if isinstance(field.control, LineEdit):
                field.control.leaves_undo = True

    def actions(self) -> list[Action]:
        """Undo and redo, each named after its step."""
        found = []
        if self._steps.last is not None:
            self._undo.word = self.tr("撤销“{what}”").format(what=self._steps.last.word)
            found.append(self._undo)
        if self._steps.next is not None:
            self._redo.word = self.tr("恢复“{what}”").format(what=self._steps.next.word)
            found.append(self._redo)
        return found

    def undo(self) -> None:
        """Ctrl+Z: the last step."""
        step = self._steps.undo()
        if step is not None:
            self._show(step, step.before)

    def redo(self) -> None:
        """Ctrl+Y: the step taken back last."""
        step = self._steps.redo()
        if step is not None:
            self._show(step, step.after)

    def _texts(self) -> Texts:
        return {name: field.text() for name, field in self._fields.items()}

    def _note(self, name: str, _text: str) -> None:
        if self._showing:
            return
        before, now = (self._steps.last, self._steps.next), self._texts()
        # What the form itself filled in meanwhile is no step of the clerk's.
        self._steps.follow({**now, name: self._steps.state[name]})
        if self._steps.note(now) and (self._steps.last, self._steps.next) != before:
            self.changed.emit()

    def _named(self, before: Texts, after: Texts) -> Change:
        changed = next(name for name in after if before[name] != after[name])
        return Change(changed, self.tr("改 {name}").format(name=self._fields[changed].label.text()))

    def _show(self, step: Step[Texts], texts: Texts) -> None:
        self._showing = True
        for name, text in texts.items():
            field = self._fields[name]
            if field.text() != text:
                field.set_text(text)
                field.edited.emit(field.text())
        self._showing = False
        self._steps.follow(self._texts())
        self._fields[step.change.key].setFocus()
        self.changed.emit()
