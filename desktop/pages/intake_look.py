"""F4 and F12 at the window: how the field in front came to its value, and the text its question rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.dialogs.rule_text import RuleTextDialog, line_about
from desktop.item_models.verdict_rows import LineRow
from desktop.pages.field_history import open_history
from desktop.widgets.action import Action
from models.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from desktop.pages.intake_view import IntakeView


class LookActs(QObject):
    """What can be looked up without leaving the application."""

    def __init__(self, page: IntakeView) -> None:
        super().__init__(page)
        self.page, self.host = page, page.host
        self._history = Action("F4", self.tr("本项历史"), self.show_history, parent=self)
        self._rule = Action("F12", self.tr("本项规则"), self.show_rule, parent=self)

    def actions(self) -> list[Action]:
        """Both, while an application is open."""
        return [self._history, self._rule]

    def show_history(self) -> None:
        """F4: who gave this field which value when; nothing is kept before the case has a number."""
        work, form = self.page.work, self.page.form
        if work is None or form is None:
            return
        if not work.number:
            words = self.tr("这件申请还没有收件，没有留存的历史；刚才的改动可以逐步撤销（Ctrl+Z）。")
            self.host.say(words)
            return
        key = form.focused_key()
        open_history(self.host, work.number, key if key in VOCABULARY else "")

    def show_rule(self) -> None:
        """F12: the criterion chosen at the right while the focus is there, else the one that the field bears on."""
        work, form = self.page.work, self.page.form
        assessment = None if form is None else form.fields.session.assessment
        if work is None or form is None or assessment is None:
            return
        line = line_about(assessment, self._chosen(), form.focused_key())
        self.host.open_modal(RuleTextDialog(self.host, assessment, line))

    def _chosen(self) -> str:
        panel = self.page.panel()
        shown = getattr(panel, "list", None)
        if shown is None or not shown.hasFocus():
            return ""
        row = shown.row_at(shown.currentIndex())
        return row.id if isinstance(row, LineRow) else ""
