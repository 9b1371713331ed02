"""Ctrl+Z and Ctrl+Y at the window: each step has its name, and what is taken back is said."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.pages.intake_state import APPLIED_ON, CHECK, Entered, entered, named, put_back
from desktop.widgets.action import Action
from forms.steps import Step, Steps

if TYPE_CHECKING:
    from desktop.pages.intake_view import IntakeView
    from desktop.pages.intake_work import Work


class UndoActs(QObject):
    """Undo and redo of what is typed and ticked, for one intake page; what was handed in is past them."""

    def __init__(self, page: IntakeView) -> None:
        super().__init__(page)
        self.page, self.host = page, page.host
        self._undo = Action("Ctrl+Z", "", self.undo, parent=self)
        self._redo = Action("Ctrl+Y", "", self.redo, parent=self)
        self._steps: Steps[Entered] | None = None
        self._about: tuple[object, str] = (None, "")

    def actions(self) -> list[Action]:
        """Those of the two that there is a step for, under its name."""
        steps = self._steps
        found = []
        if steps is not None and steps.last is not None:
            self._undo.word = self.tr("撤销“{what}”").format(what=steps.last.word)
            found.append(self._undo)
        if steps is not None and steps.next is not None:
            self._redo.word = self.tr("恢复“{what}”").format(what=steps.next.word)
            found.append(self._redo)
        return found

    def begin(self) -> None:
        """A view is shown: for the same application the steps go on, for another one they begin anew."""
        work = self.page.work
        if work is None:
            self._steps, self._about = None, (None, "")
            return
        about = (work, work.programme)
        if self._steps is None or about != self._about:
            self._steps, self._about = Steps(entered(work), partial(named, work)), about
        else:
            self._steps.follow(entered(work))

    def note(self) -> None:
        """After anything the clerk did."""
        work, steps = self.page.work, self._steps
        if work is None or steps is None:
            return
        before = (steps.last, steps.next)
        if steps.note(entered(work)) and (steps.last, steps.next) != before:
            self.page.actions_changed.emit()

    def undo(self) -> None:
        """Ctrl+Z: the last step."""
        if self._steps is not None and self._steps.last is not None and not self._hangs_on_scans():
            self._show(self._steps.undo(), back=True)

    def redo(self) -> None:
        """Ctrl+Y: the step taken back last."""
        if self._steps is not None:
            self._show(self._steps.redo(), back=False)

    def _hangs_on_scans(self) -> bool:
        """A paper's scan goes with it, and could not be brought again: say how to take the paper back on purpose."""
        work = self.page.work
        change = self._steps.last if self._steps is not None else None
        if work is None or change is None or not change.key.endswith(" True"):
            return False
        paper = change.key.split(" ")[1]
        if not work.scans.get(paper):
            return False
        words = self.tr("{what}：已附扫描件，不撤销。要取消，请在这份材料上按 Space。")
        self.host.say(words.format(what=change.word), bad=True)
        return True

    def _show(self, step: Step[Entered] | None, *, back: bool) -> None:
        work = self.page.work
        if step is None or work is None:
            return
        put_back(work, step.before if back else step.after)
        self.page.show_again()
        self._focus(work, step.change.key)
        word = self.tr("已撤销：{what}") if back else self.tr("已恢复：{what}")
        self.host.say(word.format(what=step.change.word))
        self.page.actions_changed.emit()

    def _focus(self, work: Work, key: str) -> None:
        """Where the step was made."""
        form, sheet = self.page.form, self.page.sheet
        if form is not None and key.startswith("paper "):
            form.checklist.focus_first()
        elif form is not None and key:
            form.focus({CHECK: CHECK, APPLIED_ON: APPLIED_ON}.get(key, key))
        elif sheet is not None and key and work.sheet is not None:
            sheet.focus(key)
