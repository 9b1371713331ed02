"""The right side of the rules page: one value with its clause, what waits for it, the form, and who would change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.item_models.cells import Cell, Column
from desktop.item_models.changed_cases import ChangedCase, change_words
from desktop.item_models.rows import RowModel
from desktop.pages.rules_form import EntryForm
from desktop.pages.rules_words import (
    EVIDENCE_WORDS,
    RuleLine,
    Waiting,
    confirmation_of,
    document_of,
    evidence_of,
    tr,
)
from desktop.theme.appearance import in_force
from desktop.theme.paint import ACCENT, MET, UNKNOWN, WARN, MarkKind, Tint
from desktop.theme.sizes import PAD, two_line_row_height
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.boxes import Notice
from desktop.widgets.button import Button, Kind
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.marks import Pill
from desktop.widgets.quote import Quote
from desktop.widgets.scrolling import Scrolling
from desktop.widgets.surface import Bar, Card, Hairline, NoteBox
from desktop.widgets.table import Table
from desktop.widgets.text import Strong, Text
from models.assessment import Clause
from models.calendar import BEIJING
from models.casework.rules_page import PendingEntry
from models.rules.schema import ItemType

WIDTH = 372

# A page's address, with its path where one is noted, and whose page or which day in brackets behind.
_ADDRESS = re.compile(r"([a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[A-Za-z0-9_./?=-]*[A-Za-z0-9])?)([^;；]*)")
_OFFICIAL = "gov.cn"


class RulePanel(Bar):
    """`show_line(line)`, then `show_form(form)` or `show_pending(entry)`; `show_changes(cases)` for both."""

    def __init__(self, secondary: Sequence[Action], primary: Sequence[Action]) -> None:
        self.title, self.status = Strong("", Role.SECTION, wrap=True), Pill("", UNKNOWN)
        self.programme = Text("", Role.SMALL, Tone.TEXT2, elide=True)
        self.quote, self.clause = Quote(), Text("", Role.CAPTION, Tone.TEXT2, wrap=True)
        self.about = Text("", Role.CAPTION, Tone.TEXT3, wrap=True)
        self._place = QVBoxLayout()
        self._place.setContentsMargins(0, 0, 0, 0)
        self.form: EntryForm | None = None
        self.changes = ChangesBox()
        self.changes.changed.connect(self._show_reason)
        self.reason = Text("", Role.SMALL, Tone.TEXT2, wrap=True)
        self.secondary = [Button(action=action) for action in secondary]
        self.primary = [Button(action=action, kind=Kind.PRIMARY) for action in primary]
        note = NoteBox(column(self.quote, self.clause, gap=6, margins=(12, 8, 12, 8)))
        self.note = note
        head = row((column(self.title, self.programme, gap=2), 1), column(self.status, STRETCH), gap=8)
        body = column(note, self.about, self._place, self.changes, STRETCH, gap=12, margins=(PAD - 1, 0, PAD, 12))
        foot = column(self.reason, row(STRETCH, *self.secondary, *self.primary, gap=8), gap=8)
        foot.setContentsMargins(PAD - 1, 12, PAD, 12)
        top = boxed(row((head, 1), margins=(PAD - 1, PAD, PAD, 12)))
        below = Bar(foot, Tone.SURFACE, "top")
        super().__init__(column(top, (Scrolling(body), 1), below, gap=0, margins=(1, 0, 0, 0)), Tone.SURFACE, "left")
        # Half of what larger text would need: the panel wraps, the table beside it does not.
        self.setFixedWidth(round(WIDTH * (1 + (in_force().factor - 1) / 2)))
        for button in [*self.secondary, *self.primary]:
            if button.bound is not None:
                button.bound.changed.connect(self._show_reason)

    def _show_reason(self) -> None:
        shown = [button.bound for button in self.primary if button.isVisibleTo(self) and button.bound is not None]
        reason = next((action.reason for action in shown if action.reason), "")
        words = reason or (self.changes.summary if self.form is not None else "")
        self.reason.setText(words)
        self.reason.setVisible(bool(words))

    def offer(self, *actions: Action) -> None:
        """Show the buttons of these actions and no others."""
        for button in [*self.secondary, *self.primary]:
            button.setVisible(button.bound in actions)
        self._show_reason()

    def clear(self, words: str) -> None:
        """Show no line but a sentence."""
        self.title.setText(words)
        self.programme.setText("")
        self.status.hide()
        self.note.hide()
        self.about.setText("")
        self._hold(None)
        self.changes.hide()

    def show_line(self, line: RuleLine) -> None:
        """Show the clause and where it comes from."""
        self.title.setText(line.label)
        self.programme.setText(line.programme_name)
        self.status.show_word(*_status(line))
        self.status.show()
        clause = line.version.clause if line.version is not None else line.row.clause if line.row else Clause("")
        document = document_of(line)
        self.note.setVisible(bool(document))
        self.quote.setText(clause.text)
        self.quote.setVisible(bool(clause.text))
        where = " ".join(part for part in (document, clause.article) if part)
        self.clause.setText(where if clause.text else tr("{where}（原文未录）").format(where=where))
        self.about.setText("\n".join(_about(line)))
        self.about.show()
        self._hold(_told_below(line))
        self.changes.hide()

    def show_form(self, form: EntryForm) -> None:
        """Show the form in place of anything else."""
        self._hold(form)
        self.form = form
        self.about.hide()
        self.changes.hide()
        self.changes.summary = ""

    def show_pending(self, entries: Sequence[PendingEntry]) -> None:
        """Show what was entered and waits."""
        self._hold(boxed(column(*(_pending_box(entry) for entry in entries), gap=8)))

    def show_trouble(self, message: str) -> None:
        """Say why nobody can be named."""
        self.changes.say(message)

    def _hold(self, widget: QWidget | None) -> None:
        self.form = None
        while (item := self._place.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if widget is not None:
            self._place.addWidget(widget)


class ChangesBox(QWidget):
    """谁会改变: how many open cases, and each with what is said now, what would be said, and why."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.summary = ""
        self.count = Text("", Role.CAPTION, Tone.TEXT2, elide=True)
        self.model: RowModel[ChangedCase] = RowModel(_change_columns(), self)
        self.table = Table(self.model, tr("谁会改变"), two_lines=True, headless=True)
        self.card = Card(column((self.table, 1), margins=(1, 1, 1, 4)))
        head = row(Strong(tr("谁会改变")), STRETCH, self.count, gap=8)
        self.setLayout(column(Hairline(), head, self.card, gap=8))
        self.hide()

    def show_changes(self, cases: Sequence[ChangedCase]) -> None:
        """Show the cases that would change."""
        words = tr("在办和已不予的 {n} 件").format(n=f"{len(cases):,}") if cases else tr("没有一件会改变")
        self.count.setText(words)
        self.summary = tr("试算：{words}").format(words=words if not cases else tr("{n} 件会改变").format(n=len(cases)))
        self.model.show_rows(cases)
        self.card.setVisible(bool(cases))
        self.table.setFixedHeight(two_line_row_height() * min(4, len(cases)) + 2)
        self.show()
        self.changed.emit()

    def say(self, words: str) -> None:
        """One sentence instead."""
        self.count.setText(words)
        self.summary = words
        self.card.hide()
        self.show()
        self.changed.emit()


def _change_columns() -> list[Column[ChangedCase]]:
    return [
        Column(tr("申请人"), lambda one: Cell(one.person_name, strong=True, sub=one.number), "2026-00012", elide=True),
        Column(tr("变化"), _change_cell, elide=True),
    ]


def _change_cell(one: ChangedCase) -> Cell:
    return Cell(change_words(one), sub=one.reason, spoken=f"{change_words(one)}。{one.reason}")


def _status(line: RuleLine) -> tuple[str, Tint, MarkKind | None]:
    if line.pending:
        return tr("等第二人确认"), ACCENT, None
    if line.version is not None and line.version.draft:
        return tr("草稿"), UNKNOWN, MarkKind.UNKNOWN
    if line.waiting is Waiting.ENTER:
        return tr("未定"), UNKNOWN, MarkKind.UNKNOWN
    if line.waiting is Waiting.CONFIRM:
        return tr("待确认"), WARN, MarkKind.WARN
    if confirmation_of(line)[0]:
        return tr("本局已确认"), MET, MarkKind.MET
    return _grounded(line)


def _grounded(line: RuleLine) -> tuple[str, Tint, MarkKind | None]:
    """What stands by its own text, or where no text asks for anything."""
    if line.stale:
        return tr("过期待复核"), WARN, MarkKind.WARN
    nothing = line.row is not None and line.row.value is None and line.row.optional
    if nothing:
        return tr("没有规定"), UNKNOWN, None
    return (tr("有据") if document_of(line) else tr("推断")), UNKNOWN, None


def _told_below(line: RuleLine) -> QWidget | None:
    """What a value has to say beside its clause: a text that is to be read again, the papers one by one."""
    found = line.row
    if found is None:
        return None
    if found.stale and found.review_by is not None:
        words = tr("应在 {day} 前复核。请核对原文；核对前照常核算。").format(day=found.review_by.isoformat())
        return Notice(MarkKind.WARN, tr("依据过期待复核"), words)
    if found.type is ItemType.PAPERS and found.value:
        return Text(_numbered(found.value), wrap=True)
    return None


def _numbered(names: Sequence[str]) -> str:
    return "\n".join(f"{place}. {name}" for place, name in enumerate(names, 1))


def _about(line: RuleLine) -> list[str]:
    lines = [tr(EVIDENCE_WORDS.get(evidence_of(line), evidence_of(line)))]
    by, at = confirmation_of(line)
    if by and at is not None:
        day = at.astimezone(BEIJING).date().isoformat()
        lines.append(tr("{who} {day} 确认").format(who=by, day=day))
    lines += _replaced(line)
    found = line.row
    if found is None:
        return lines
    if found.national:
        lines.append(tr("国家文件；未见北京市自己的规定"))
    lines += _sources(found.source)
    if found.type is ItemType.VERSION_BY:
        lines += [] if by else [tr("没有查到北京市的规定，按申请日")]
        lines.append(tr("改按另一天的，只管施行起那天以后的申请；此前申请的不变"))
    if found.type is ItemType.RETIREMENT_AGES:
        lines.append(tr("只用于本项目；另有项目引用这一身份条件的，须在那里另行录入"))
    if found.checked_on is not None and not by:
        lines.append(tr("核对于 {day}").format(day=found.checked_on.isoformat()))
    if found.review_by is not None and not (found.stale and not line.pending):
        words = tr("应在 {day} 前复核，已过期：请核对原文，核对前照常核算") if found.stale else tr("应在 {day} 前复核")
        lines.append(words.format(day=found.review_by.isoformat()))
    return lines


def _replaced(line: RuleLine) -> list[str]:
    """The entries that a later one took the place of: they stay on record."""
    part = line.version or line.row
    words = tr("第 {n} 号录入（{what}；{who} 录入，{second} 确认）已被更正；按它作的决定照当时核算留存，按 Ctrl+T 查找")
    return [
        words.format(n=entry.id, what=entry.shown, who=entry.entered_by, second=entry.confirmed_by)
        for entry in (() if part is None else part.replaced)
    ]


def _sources(source: str) -> Iterator[str]:
    """Where the clause was read: official pages, then reprints as such; a remark that names no place is left out."""
    if source == "founding document":
        yield tr("出处：基础文件原文")
    found = [(address, rest) for address, rest in _ADDRESS.findall(source)]
    if official := [address for address, _ in found if _is_official(address)]:
        yield tr("官方网页：{pages}").format(pages=tr("；").join(official))
    if others := [address + rest.rstrip() for address, rest in found if not _is_official(address)]:
        yield tr("转载网页（不是发文机关的，请与文件原件核对）：{pages}").format(pages=tr("；").join(others))


def _is_official(address: str) -> bool:
    host = address.partition("/")[0]
    return host == _OFFICIAL or host.endswith(f".{_OFFICIAL}")


def _pending_box(entry: PendingEntry) -> Notice:
    until = entry.valid_to.isoformat() if entry.valid_to is not None else tr("另行通知")
    when = entry.entered_at.astimezone(BEIJING).strftime("%m-%d %H:%M")
    text = tr("{start} 至 {end}\n文号：{document}\n{who} {when} 录入，第 {n} 号").format(
        start=entry.valid_from.isoformat(),
        end=until,
        document=" ".join(part for part in (entry.document, entry.article) if part),
        who=entry.entered_by,
        when=when,
        n=entry.id,
    )
    if entry.corrects is not None:
        words = tr("更正第 {n} 号：确认后代替它，原录入留存，已作的决定不变")
        text += "\n" + words.format(n=entry.corrects)
    quoted = f"\n“{entry.text}”" if entry.text else ""
    if entry.papers:
        named = tr("须交 {n} 份材料").format(n=len(entry.papers))
        return Notice(MarkKind.JUDGEMENT, named, f"{_numbered(entry.papers)}\n{text}{quoted}")
    return Notice(MarkKind.JUDGEMENT, entry.shown, text + quoted)
