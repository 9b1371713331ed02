"""A whole version of a programme, typed condition by condition; nothing of it is code, and nothing is a text file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.item_models.cells import Cell, Column
from desktop.item_models.changed_cases import ChangedCase
from desktop.item_models.rows import RowModel
from desktop.page import Host
from desktop.pages.rules_panel import WIDTH, ChangesBox
from desktop.pages.rules_source import ask_draft_change, ask_entry_change, enter_with_scan
from desktop.pages.rules_words import tr
from desktop.pages.version_condition import ConditionForm
from desktop.pages.version_head import VersionHead
from desktop.theme.appearance import in_force
from desktop.theme.paint import MarkKind
from desktop.theme.sizes import MARGIN, PAD, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.boxes import Notice
from desktop.widgets.button import Button, Kind
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.scrolling import Scrolling
from desktop.widgets.surface import Bar, Card
from desktop.widgets.table import Table
from desktop.widgets.text import Strong, Text
from forms.notice import AMOUNT, NoticeDraft, NoticeLine
from models.errors import InputError, SubsidyDeskError
from models.rules.amount_kinds import AMOUNT_KINDS
from models.rules.kinds import KINDS

if TYPE_CHECKING:
    from models.bureau import BureauEntry
    from models.casework.whole_versions import OpenedVersion

_FIRST_KIND = "yes_no"
_LONGEST = "同一职业（工种）已享受更高等级的，不再享受较低等级"
_REST = 720  # of the requirements, which are read first, before the names of the conditions get more


class VersionEditor(QWidget):
    """`VersionEditor(host, opened, ask_open)`: head and conditions at the left, the one under the cursor at the right.

    A version that waits for its second person is only read here. `closed` when it was sent or put away.
    """

    closed = Signal()
    actions_changed = Signal()

    def __init__(self, host: Host, opened: OpenedVersion, ask_open: Callable[[str], Path | None]) -> None:
        super().__init__()
        self.host, self.opened, self._ask_open = host, opened, ask_open
        self.read_only = opened.entry is not None
        self.notice = NoticeDraft(opened.notice)
        self.form: ConditionForm | None = None
        self.may_preview = True
        self._make_actions()
        self.head = VersionHead(opened)
        self.model: RowModel[NoticeLine] = RowModel(_columns(), self)
        self.table = Table(self.model, tr("条件"), rest=_REST)
        self.trouble = Text("", Role.SMALL, Tone.WARN, wrap=True)
        self.reason = Text("", Role.SMALL, Tone.TEXT2, wrap=True)
        self.changes = ChangesBox()
        self._lay_out()
        self._connect()
        self.show_lines()
        self._show_form()

    def _make_actions(self) -> None:
        self.add_action = Action("Alt+A", tr("加条件"), self.add, parent=self)
        self.remove_action = Action("Alt+D", tr("删条件"), self.remove, parent=self)
        self.amount_action = Action("Alt+J", tr("金额"), self.add_amount, parent=self)
        self.scan_action = Action("F3", tr("选扫描件"), self.choose_scan, parent=self)
        self.try_action = Action("Ctrl+T", tr("试算"), self.preview, parent=self)
        self.send_action = Action("Ctrl+Enter", tr("送第二人确认"), self.send, parent=self)
        self.leave_action = Action("Alt+Left", tr("回规则表"), self.closed.emit, parent=self)

    def page_actions(self) -> list[Action]:
        """The keys while a version is typed, or read."""
        if self.read_only:
            return [self.leave_action]
        edit = [self.add_action, self.remove_action, self.amount_action, self.scan_action]
        return [Action("Enter", tr("改条件")), *edit, self.try_action, self.send_action, self.leave_action]

    # --- the parts ---

    def _lay_out(self) -> None:
        title = tr("{programme}　{what}").format(programme=self.opened.programme_name, what=_subtitle(self.opened))
        edits = [] if self.read_only else [self.add_action, self.remove_action, self.amount_action]
        buttons = [Button(action=action) for action in edits]
        top = row(Strong(title, Role.NAME, wrap=True), STRETCH, *buttons, gap=12)
        card = Card(column((self.table, 1), gap=0, margins=(1, 1, 1, 6)))
        # With large text the head is higher than the window: then all of it scrolls.
        self.table.setMinimumHeight(scaled(220))
        whole = Scrolling(column(self.head, (card, 1), gap=12, margins=(MARGIN, 0, 16, 12)))
        left = column(boxed(row(top, margins=(MARGIN, 16, 16, 0))), (whole, 1), gap=12)
        self._place = QVBoxLayout()
        self._place.setContentsMargins(0, 0, 0, 0)
        self._title = Strong("", Role.SECTION, wrap=True)
        body = column(
            self.trouble, self._title, self._place, self.changes, STRETCH, gap=12, margins=(PAD, PAD, PAD, 12)
        )
        primary = [] if self.read_only else [Button(action=self.send_action, kind=Kind.PRIMARY)]
        foot = column(self.reason, row(STRETCH, Button(action=self.leave_action), *primary, gap=8), gap=8)
        foot.setContentsMargins(PAD, 8, PAD, 12)
        panel = Bar(column((Scrolling(body), 1), boxed(foot), gap=0), Tone.SURFACE, "left")
        panel.setFixedWidth(round(WIDTH * (1 + (in_force().factor - 1) / 2)))
        self.setLayout(row((boxed(left), 1), panel, gap=0))
        self.trouble.hide()
        self.head.setEnabled(not self.read_only)
        if self.read_only:
            self.head.without_scan()

    def _connect(self) -> None:
        self.table.current_changed.connect(lambda _line: self._show_form())
        self.table.opened.connect(lambda _line: self._into_form())
        for field in self.head.fields():
            field.edited.connect(lambda _text: self._allow_send())
            field.left.connect(self.preview)
        self.send_action.changed.connect(self._show_reason)
        self._allow_send()

    def first(self) -> QWidget:
        """Where work begins: what is not typed yet, else the conditions."""
        return self.head.name if not self.head.name.text() else self.table

    # --- the conditions ---

    def show_lines(self, wanted: tuple[str | int, ...] | None = None) -> None:
        """Show the conditions again; the cursor goes to the wanted one."""
        kept = wanted or self._path()
        lines = self.notice.lines()
        self.table.blockSignals(True)
        self.model.show_rows(lines)
        place = next((n for n, line in enumerate(lines) if line.path == kept), min(0, len(lines) - 1))
        if place >= 0:
            self.table.setCurrentIndex(self.model.index(place, 0))
        self.table.blockSignals(False)
        self._allow_send()

    def _line(self) -> NoticeLine | None:
        line = self.table.current()
        return line if isinstance(line, NoticeLine) else None

    def _path(self) -> tuple[str | int, ...] | None:
        line = self._line()
        return None if line is None else line.path

    def _show_form(self) -> None:
        line = self._line()
        while (item := self._place.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.form = None
        self._title.setText(tr("还没有条件，按 Alt+A 加一项") if line is None else line.label or tr("新条件"))
        if line is None:
            return
        if self.read_only:
            self._place.addWidget(_told(self.notice, line))
            return
        form = ConditionForm(self.notice, line.path, dict(self.opened.sets), self.opened.schedule)
        form.changed.connect(self._written)
        form.rebuilt.connect(self._rebuild)
        self._place.addWidget(form)
        self.form = form

    def _into_form(self) -> None:
        if self.form is not None:
            self.form.first().setFocus()

    def _written(self) -> None:
        self.show_lines()
        line = self._line()
        if line is not None:
            self._title.setText(line.label or tr("新条件"))
        self.preview()

    def _rebuild(self, key: str) -> None:
        """Other fields are asked: the focus stays at the key that asked for them."""
        self.show_lines()
        self._show_form()
        if self.form is not None:
            self.form.fields[key].setFocus()
        self.preview()

    def add(self) -> None:
        """Alt+A: a condition after this one, or as a part of a whole."""
        path = self.notice.add(_FIRST_KIND, self._path())
        self.show_lines(path)
        self._show_form()
        self._into_form()

    def remove(self) -> None:
        """Alt+D: without this condition and its parts."""
        path = self._path()
        if path is None:
            return
        self.notice.remove(path)
        self.show_lines()
        self._show_form()
        self.table.setFocus()
        self.preview()

    def add_amount(self) -> None:
        """Alt+J: how the amount is computed, where nothing says so yet."""
        if self.notice.amount is None:
            self.notice.set_amount("fixed")
        self.show_lines(AMOUNT)
        self._show_form()
        self._into_form()

    def choose_scan(self) -> None:
        """F3: the scanned notice."""
        path = self._ask_open(tr("选扫描件"))
        if path is not None:
            self.head.scan.set_text(str(path))
            self._allow_send()

    # --- trying and sending ---

    def _allow_send(self) -> None:
        missing = self.head.missing()
        if not self.notice.criteria:
            missing.append(tr("条件"))
        words = tr("还差：{names}").format(names="、".join(missing)) if missing else ""
        self.send_action.block(words) if words else self.send_action.allow()

    def _show_reason(self) -> None:
        self.reason.setText(self.send_action.reason)
        self.reason.setVisible(bool(self.send_action.reason) and not self.read_only)

    def preview(self) -> None:
        """Who among the open cases would change, and whether the version can be read at all."""
        self.trouble.hide()
        if not self.may_preview:
            return
        if self.opened.entry is not None:
            ask: Callable[[Any], Sequence[ChangedCase]] = partial(ask_entry_change, entry_id=self.opened.entry)
        else:
            if not self.head.can_be_tried() or (self.form is not None and self.form.problems()):
                return
            try:
                draft = self.head.draft(self.notice.content())
            except InputError:
                return
            ask = partial(ask_draft_change, draft=draft)
        self.changes.say(tr("正在试算…"))
        self.host.runner.read(ask, self._previewed, self._fail_preview, latest="rules.preview")

    # The editor may have been closed by the time of an answer, and is gone then.

    def _previewed(self, cases: Sequence[ChangedCase]) -> None:
        if isValid(self):
            self.changes.show_changes(cases)

    def _fail_preview(self, error: SubsidyDeskError) -> None:
        if not isValid(self):
            return
        self.changes.say(tr("还不能试算"))
        self._show_trouble(error)

    def _show_trouble(self, error: SubsidyDeskError) -> None:
        """At its field where the condition under the cursor has it, else in words with the name of the condition."""
        found = self.notice.path_at(error.field or "") if isinstance(error, InputError) else None
        words = _plain(error.message)
        if found is not None:
            path, key = found
            label = str(self.notice.table(path).get("label") or tr("没有名称的条件"))
            words = tr("“{label}”：{why}").format(label=label, why=words)
            if self.form is not None and self.form.path == path:
                self.form.show_problem(key, _plain(error.message))
        elif isinstance(error, InputError) and self.head.show_error(error):
            return
        self.trouble.setText(words)
        self.trouble.show()

    def send(self) -> None:
        """Ctrl+Enter: hand it to the second person."""
        if self.form is not None and self.form.problems():
            self.host.say(tr("有一项填得不对，请先改好。"), bad=True)
            return
        try:
            draft = self.head.draft(self.notice.content())
        except InputError as error:
            self.host.say(error.message, bad=True)
            return
        self.send_action.block(tr("正在保存，请稍候。"))
        enter = partial(enter_with_scan, draft=draft, scan=self.head.scan.text().strip())
        self.host.runner.perform(enter, self._sent, self._fail_send)

    def _sent(self, entry: BureauEntry) -> None:
        self.host.say(tr("已整版录入第 {n} 号，等第二人确认后生效").format(n=entry.id))
        if isValid(self):
            self.closed.emit()

    def _fail_send(self, error: SubsidyDeskError) -> None:
        if not isValid(self):
            self.host.say(error.message, bad=True)
            return
        self._allow_send()
        self._show_trouble(error)
        if isinstance(error, InputError):
            self._go_to(error)
        self.host.say(_plain(error.message), bad=True)

    def _go_to(self, error: InputError) -> None:
        """Put the cursor on the condition an error lies in, and mark its field."""
        found = self.notice.path_at(error.field or "")
        if found is None:
            return
        self.show_lines(found[0])
        self._show_form()
        if self.form is not None:
            self.form.show_problem(found[1], _plain(error.message))

    # --- what is typed ---

    def typed(self) -> dict[str, str]:
        """Everything, for a draft that is kept."""
        head = {f"version.{key}": text for key, text in self.head.typed().items()}
        return {**head, "version": json.dumps(self.notice.content(), ensure_ascii=False)}

    def restore(self, texts: Mapping[str, str]) -> None:
        """As it was."""
        head = {key.removeprefix("version."): text for key, text in texts.items() if key.startswith("version.")}
        self.head.restore(head)
        self.notice = NoticeDraft(json.loads(texts["version"]))
        self.show_lines()
        self._show_form()


def _subtitle(opened: OpenedVersion) -> str:
    if opened.entry is not None:
        return tr("第 {n} 号录入，等第二人确认").format(n=opened.entry)
    if opened.corrects:
        return tr("更正 {name} 版：第二人确认后代替现行的，原录入留存").format(name=opened.name)
    return tr("整版录入")


def _plain(message: str) -> str:
    """Without the name of the entry and the place, which the screen shows."""
    return message.rpartition("：")[2] if message.count("：") > 1 else message.partition("：")[2] or message


def _told(notice: NoticeDraft, line: NoticeLine) -> QWidget:
    clause = {} if line.path == AMOUNT else notice.clause(line.path)
    where = " ".join(clause.get(key, "") for key in ("document", "article")).strip()
    quoted = f"\n“{clause['text']}”" if clause.get("text") else ""
    return Notice(MarkKind.JUDGEMENT, line.words, (where or tr("依据：本通知")) + quoted)


def _columns() -> list[Column[NoticeLine]]:
    return [
        Column(tr("条件"), _name_cell, "累计缴纳失业保险费月数不少", wide=_LONGEST, elide=True),
        Column(tr("要求"), lambda line: Cell(line.words, tone=Tone.TEXT2), elide=True),
        Column(tr("依据"), _document_cell, "京人社就发〔2017〕169号", elide=True),
    ]


def _document_cell(line: NoticeLine) -> Cell:
    words = (
        "" if line.path == AMOUNT else line.document or tr("同上级") if line.depth else line.document or tr("本通知")
    )
    return Cell(words, tone=Tone.TEXT3, small=True)


def _name_cell(line: NoticeLine) -> Cell:
    kinds = AMOUNT_KINDS if line.path == AMOUNT else KINDS
    label = line.label or tr("没有名称的条件")
    return Cell("　" * line.depth + label, strong=line.depth == 0, spoken=f"{label}，{kinds[line.kind].label}")
