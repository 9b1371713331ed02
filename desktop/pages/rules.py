"""规则: every value and condition with its clause; entering what a document says; the second person's confirmation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedLayout

from desktop.dialogs.changed_cases import ChangedCasesDialog
from desktop.dialogs.findings import FindingsDialog
from desktop.dialogs.scan import ScanDialog
from desktop.item_models.changed_cases import ChangedCase
from desktop.page import Host, Page
from desktop.pages.rules_form import EntryForm
from desktop.pages.rules_source import (
    Rules,
    ask_draft_change,
    ask_entry_change,
    ask_recheck,
    ask_rules,
    ask_scan,
    ask_version,
    enter_with_scan,
)
from desktop.pages.rules_version import VersionEditor
from desktop.pages.rules_view import RulesView
from desktop.pages.rules_words import RuleLine, Waiting
from desktop.saving import ask_open
from desktop.widgets.action import Action
from models.casework.bureau_values import confirm_value
from models.casework.rules_page import PendingEntry
from models.errors import InputError, SubsidyDeskError
from models.rules.check import Finding, check

if TYPE_CHECKING:
    from models.bureau import BureauEntry
    from models.casework.changes import Changes
    from models.casework.whole_versions import OpenedVersion

CASE_PAGE = "worklist"


class RulesPage(Page):
    """`go_to("rules", ("criterion", programme, id))`, `("value", programme, name)` or a programme opens at its line."""

    key, word, icon = "rules", "规则", "rules"

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.ask_open: Callable[[Page, str], Path | None] = ask_open
        self._rules: Rules | None = None
        self._wanted: tuple[str, str] | None = None
        self._pending: PendingEntry | None = None
        self._previewed: object = None
        self.check_action = Action("Ctrl+R", self.tr("检查规则"), self.check_rules, icon="check", parent=self)
        self.trial_action = Action("Ctrl+T", self.tr("全部在办试算"), self.try_all, parent=self)
        self.edit_action = Action("Alt+N", self.tr("录入"), self.edit, icon="edit", shown=False, parent=self)
        self.send_action = Action("Ctrl+Enter", self.tr("送第二人确认"), self.send, parent=self)
        self.confirm_action = Action("Ctrl+Enter", self.tr("确认生效"), self.confirm, parent=self)
        self.scan_action = Action("F3", self.tr("选扫描件"), self.choose_scan, parent=self)
        self.show_scan_action = Action("F6", self.tr("看扫描件"), self.show_scan, icon="eye", parent=self)
        self.leave_action = Action("Alt+Left", self.tr("不录了"), self.leave_form, parent=self)
        self.version_action = Action("Alt+V", self.tr("整版录入"), self.open_version, icon="edit", parent=self)
        self.filter_action = Action("Ctrl+F", self.tr("只看待办"), self.next_filter, parent=self)
        self.refresh_action = Action("F5", self.tr("刷新"), self.refresh, parent=self)
        secondary = [self.edit_action, self.show_scan_action, self.leave_action]
        self.view = RulesView(
            [self.version_action, self.check_action, self.trial_action],
            secondary,
            [self.send_action, self.confirm_action],
        )
        self.version: VersionEditor | None = None
        # Of this page from the start: what is added to a stack of nobody is shown as a window of its own.
        self._layers = QStackedLayout(self)
        self._layers.addWidget(self.view)
        self.table, self.panel_view = self.view.table, self.view.panel
        self.table.current_changed.connect(self._show_line)
        self.table.opened.connect(lambda _line: self.edit())
        self.view.chips.chosen.connect(self._filter)
        self.panel_view.changes.table.opened.connect(lambda one: self.host.go_to(CASE_PAGE, one.number))
        self.panel_view.clear(self.tr("选一项，这里显示原文和出处"))
        self.panel_view.offer()

    # --- the window's questions -------------------------------------------------------------------------------------

    def page_actions(self) -> list[Action]:
        """The keys of this screen; they differ while a value or a version is typed."""
        if self.version is not None:
            return self.version.page_actions()
        if self.form is not None:
            return [self.send_action, self.scan_action, self.leave_action]
        first = [self.confirm_action, self.show_scan_action] if self._pending is not None else []
        return [
            Action("↑ ↓", self.tr("选项")),
            Action("Enter", self.tr("录入")),
            *first,
            self.edit_action,
            self.version_action,
            self.filter_action,
            self.trial_action,
            self.check_action,
            self.refresh_action,
        ]

    @property
    def form(self) -> EntryForm | None:
        """The form while something is entered."""
        return self.panel_view.form

    def wants(self, changes: Changes) -> bool:
        """Rules."""
        return changes.rules

    def activated(self) -> None:
        """Work begins in the table, or where it was typed."""
        if self.version is not None:
            self.version.first().setFocus()
            return
        (self.table if self.form is None else self.form.first()).setFocus()

    def before_leaving(self) -> bool:
        """What is typed stays in the form."""
        return True

    def open_target(self, target: object) -> None:
        """A criterion, a value or a programme."""
        if isinstance(target, str):
            self._wanted = (target, "")
        elif isinstance(target, tuple) and len(target) == 3:
            self._wanted = (str(target[1]), str(target[2]))
        if self._rules is not None:
            self._show_wanted()

    def draft(self) -> Mapping[str, str]:
        """What is typed into the form, or into a whole version."""
        if self.version is not None and not self.version.read_only:
            opened = self.version.opened
            return {"programme": opened.programme, "name": opened.name, **self.version.typed()}
        return {} if self.form is None else self.form.typed()

    def restore(self, draft: Mapping[str, str]) -> None:
        """The form as it was."""
        if "version" in draft:
            self._open_version((draft["programme"], draft["name"], None), draft)
        elif "programme" in draft and self.view.select((draft["programme"], draft["name"])):
            self.edit()
            if self.form is not None:
                self.form.restore(draft)

    # --- the table --------------------------------------------------------------------------------------------------

    def news(self, changes: Changes) -> None:
        """A value or a version that is being typed stays as it is."""
        if self.form is None and self.version is None:
            super().news(changes)
        else:
            self.host.say(self.tr("规则刚在另一个窗口有变动；填的内容都还在，交出前请再核对。"), bad=True)

    def catch_up(self) -> None:
        if self.form is None and self.version is None:
            self.refresh()

    def refresh(self) -> None:
        """Ask for everything again."""
        self.host.runner.read(ask_rules, self._show, self.fail, latest="rules")

    def _show(self, rules: Rules) -> None:
        self._rules = rules
        self.view.show_rules(rules, self.view.chips.current())
        own = [line for line in self.view.lines if any(not entry.own for entry in line.pending)]
        self.host.set_count(self.key, len(own) if rules.may_confirm else 0)
        self._show_wanted()
        self._show_line(self.view.current())

    def _filter(self, wanted: str) -> None:
        if self._rules is not None:
            self.view.show_rules(self._rules, wanted)
            self._show_line(self.view.current())

    def next_filter(self) -> None:
        """Ctrl+F: what waits to be entered, to be confirmed, for a second person, and all again."""
        order = [waiting.value for waiting in Waiting]
        current = self.view.chips.current()
        self._filter(order[(order.index(current) + 1) % len(order)])
        self.table.setFocus()

    def _show_wanted(self) -> None:
        if self._wanted is None or self._rules is None:
            return
        programme, name = self._wanted
        self._wanted = None
        lines = [line for line in self.view.lines if line.programme == programme]
        same = [line for line in lines if line.name == name or line.name.partition("@")[0] == name]
        found = _in_force(same) or next(iter(lines), None)
        if found is None:
            self.host.say(self.tr("规则表里没有这一项。"), bad=True)
            return
        if self.view.chips.current():
            self.view.show_rules(self._rules, "")
        self.view.unfold_all()
        self.view.select(found.key)

    # --- one line ---------------------------------------------------------------------------------------------------

    def _show_line(self, line: RuleLine | None) -> None:
        if self.form is not None and line is not None and self.form.line.key == line.key:
            return
        self._pending, self._previewed = None, None
        if line is None:
            self.panel_view.clear(self.tr("选一项，这里显示原文和出处"))
            self.panel_view.offer()
        elif line.pending:
            self._show_pending(line)
        else:
            self.panel_view.show_line(line)
            self._allow_edit()
            self.panel_view.offer(self.edit_action)
        self.actions_changed.emit()

    def _show_pending(self, line: RuleLine) -> None:
        self.panel_view.show_line(line)
        self.panel_view.show_pending(line.pending)
        self._pending = next((entry for entry in line.pending if not entry.own), line.pending[0])
        self._allow_edit()
        self._allow_confirm()
        self.panel_view.offer(self.show_scan_action, self.confirm_action)
        if self._rules is not None and self._rules.may_preview:
            self.panel_view.changes.say(self.tr("正在试算…"))
            ask = partial(ask_entry_change, entry_id=self._pending.id)
            done = partial(self._entry_previewed, self._pending)
            self.host.runner.read(ask, done, self._fail_preview, latest="rules.preview")

    def _entry_previewed(self, entry: PendingEntry, cases: Sequence[ChangedCase]) -> None:
        if self._pending is None or self._pending.id != entry.id:
            return
        self._previewed = entry.id
        self.panel_view.changes.show_changes(cases)
        self._allow_confirm()

    def _fail_preview(self, error: SubsidyDeskError) -> None:
        self.panel_view.show_trouble(error.message)
        if self.form is not None and isinstance(error, InputError):
            self.form.show_error(error)

    def _allow_edit(self) -> None:
        if self._rules is not None and not self._rules.may_enter:
            self.edit_action.block(self.tr("当前席位不能录入，请换复核或签发席位。"))
        else:
            self.edit_action.allow()

    def _allow_confirm(self) -> None:
        reason = self._why_not_confirm()
        self.confirm_action.block(reason) if reason else self.confirm_action.allow()

    def _why_not_confirm(self) -> str:
        if self._rules is None or self._pending is None:
            return self.tr("没有等待确认的录入。")
        if not self._rules.may_confirm:
            return self.tr("当前席位不能确认，请换复核或签发席位。")
        if self._pending.own:
            return self.tr("这是您本人录入的，须由另一人确认。")
        if self._previewed != self._pending.id:
            return self.tr("正在试算谁会改变，看过之后才能确认。")
        return ""

    def confirm(self) -> None:
        """Ctrl+Enter: the second person's yes; from then on it is in force."""
        if self._pending is None:
            return
        words = self.tr("已确认第 {n} 号录入，即时生效").format(n=self._pending.id)
        self.confirm_action.block(self.tr("正在保存，请稍候。"))
        self.host.runner.perform(
            partial(confirm_value, entry_id=self._pending.id), lambda _entry: self.host.say(words), self._not_confirmed
        )

    def _not_confirmed(self, error: SubsidyDeskError) -> None:
        self._allow_confirm()
        self.fail(error)

    def open_version(self) -> None:
        """Alt+V: the version under the cursor, to be changed or read; on any other line a new one of its programme."""
        line = self.view.current()
        if line is None or self._rules is None:
            return
        waiting = next((entry.id for entry in line.pending if entry.whole), None)
        if waiting is None and not self._rules.may_enter:
            self.host.say(self.tr("当前席位不能录入，请换复核或签发席位。"), bad=True)
            return
        self._open_version((line.programme, line.name if line.version is not None else "", waiting), {})

    def _open_version(self, line: tuple[str, str, int | None], draft: Mapping[str, str]) -> None:
        done = partial(self._show_version, dict(draft))
        self.host.runner.read(partial(ask_version, line=line), done, self.fail, latest="rules.version")

    def _show_version(self, draft: Mapping[str, str], opened: OpenedVersion) -> None:
        self.close_version()
        editor = VersionEditor(self.host, opened, lambda title: self.ask_open(self, title))
        editor.may_preview = self._rules is None or self._rules.may_preview
        editor.closed.connect(self.close_version)
        self.version = editor
        self._layers.addWidget(editor)
        self._layers.setCurrentWidget(editor)
        if draft:
            editor.restore(draft)
        editor.preview()
        self.actions_changed.emit()
        editor.first().setFocus()

    def close_version(self) -> None:
        """Back to the table."""
        editor, self.version = self.version, None
        if editor is None:
            return
        self._layers.setCurrentWidget(self.view)
        self._layers.removeWidget(editor)
        editor.hide()
        editor.deleteLater()
        self.actions_changed.emit()
        self.table.setFocus()

    def show_scan(self) -> None:
        """F6: the document the entry rests on, as the first person scanned it."""
        entry = self._pending
        if entry is None or entry.scan_id is None:
            return
        ask = partial(ask_scan, scan_id=entry.scan_id)
        self.host.runner.read(ask, lambda found: self.host.open_modal(ScanDialog(entry.document, *found)), self.fail)

    # --- entering ---------------------------------------------------------------------------------------------------

    def edit(self) -> None:
        """Enter: open the form for the line under the cursor."""
        line = self.view.current()
        if line is None or self._rules is None:
            return
        if not self.edit_action.enabled:
            self.host.say(self.edit_action.reason, bad=True)
            return
        if line.version is not None and not line.version.draft:
            self.open_version()  # a version in force is corrected whole
            return
        form = EntryForm(line)
        self.panel_view.show_line(line)
        self.panel_view.show_form(form)
        self._pending = None
        form.changed.connect(self._preview_form)
        for field in form.grid.fields():
            field.edited.connect(lambda _text: self._allow_send())
        self._allow_send()
        self.panel_view.offer(self.leave_action, self.send_action)
        self.actions_changed.emit()
        form.first().setFocus()

    def leave_form(self) -> None:
        """Put the form away; nothing of it is kept."""
        if self.form is not None:
            self.panel_view.show_line(self.form.line)
            self._show_line(self.view.current())
        self.table.setFocus()

    def choose_scan(self) -> None:
        """F3: the scanned document."""
        if self.form is None:
            return
        path = self.ask_open(self, self.tr("选扫描件"))
        if path is not None:
            self.form.scan.set_text(str(path))
            self.form.scan.set_problem(None)
            self._allow_send()

    def _allow_send(self) -> None:
        missing = "" if self.form is None else self.form.missing()
        self.send_action.block(missing) if missing else self.send_action.allow()

    def _preview_form(self) -> None:
        if self.form is None or self._rules is None or not self._rules.may_preview:
            return
        try:
            draft = self.form.draft()
        except InputError:
            return
        self.panel_view.changes.say(self.tr("正在试算…"))
        self.host.runner.read(
            partial(ask_draft_change, draft=draft),
            partial(self._form_previewed, self.form),
            partial(self._fail_form_preview, self.form),
            latest="rules.preview",
        )

    def _form_previewed(self, form: EntryForm, cases: Sequence[ChangedCase]) -> None:
        if self.form is form:
            self.panel_view.changes.show_changes(cases)

    def _fail_form_preview(self, form: EntryForm, error: SubsidyDeskError) -> None:
        if self.form is form:
            self._fail_preview(error)

    def send(self) -> None:
        """Ctrl+Enter: hand it to the second person."""
        if self.form is None:
            return
        try:
            draft = self.form.draft()
        except InputError as error:
            self.host.say(error.message, bad=True)
            return
        form, scan = self.form, self.form.scan.text().strip()
        self.send_action.block(self.tr("正在保存，请稍候。"))
        self.host.runner.perform(
            partial(enter_with_scan, draft=draft, scan=scan), partial(self._sent, form), partial(self._fail_send, form)
        )

    def _sent(self, form: EntryForm, entry: BureauEntry) -> None:
        self.host.say(self.tr("已录入第 {n} 号，等第二人确认后生效").format(n=entry.id))
        if self.form is form:
            self.leave_form()

    def _fail_send(self, form: EntryForm, error: SubsidyDeskError) -> None:
        self._allow_send()
        if self.form is form and isinstance(error, InputError):
            self.form.show_error(error)
        self.fail(error)

    # --- checks beside the window -------------------------------------------------------------------------------------

    def check_rules(self) -> None:
        """Ctrl+R: read and check the shipped rulebook, beside the window."""
        self.host.say(self.tr("正在检查规则库…"))
        self.host.runner.read(lambda _desk: check(), self._show_findings, self.fail, latest="rules.check")

    def _show_findings(self, findings: list[Finding]) -> None:
        self.host.say(self.tr("规则库检查完毕，{n} 处说明").format(n=len(findings)))
        self.host.open_modal(FindingsDialog(findings))

    def try_all(self) -> None:
        """Ctrl+T: which open cases are judged otherwise today."""
        self.host.say(self.tr("正在试算全部在办案件…"))
        self.host.runner.read(ask_recheck, self._show_trial, self.fail, latest="rules.trial")

    def _show_trial(self, cases: Sequence[ChangedCase]) -> None:
        self.host.say(self.tr("试算完毕，{n} 件会改变").format(n=len(cases)))
        self.host.open_modal(ChangedCasesDialog(cases, lambda number: self.host.go_to(CASE_PAGE, number)))


def _in_force(lines: Sequence[RuleLine]) -> RuleLine | None:
    """The newest of several dated rows."""
    return lines[-1] if lines else None
