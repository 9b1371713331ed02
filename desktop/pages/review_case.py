"""A case under review: who, the unusual first, a word to the doubted ones, what was decided before."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.page import Host
from desktop.pages.case_actions import CaseFoot
from desktop.pages.case_facts import FactGroup, FactsTab, fact_groups
from desktop.pages.case_lines import PanelLine, PanelLines
from desktop.pages.case_notes_card import NotesCard
from desktop.pages.case_scans import CaseScans
from desktop.pages.case_strip import CaseStrip
from desktop.pages.case_words import moment
from desktop.pages.review_points import Point, PointKind, ReviewSheet, review_sheet
from desktop.pages.review_rows import ACCEPTED, DOUBTED, PointList
from desktop.theme.paint import MarkKind
from desktop.theme.sizes import MARGIN
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.layouts import STRETCH, column, row
from desktop.widgets.line_edit import LineEdit
from desktop.widgets.scrolling import Scrolling
from desktop.widgets.surface import Card
from desktop.widgets.text import Strong, Text
from models.assessment import Result
from models.case import Outcome
from models.casework.case_days import CaseDay, case_day
from models.casework.dossiers import Dossier
from models.desk_day import Note, Pin
from models.errors import SubsidyDeskError
from models.money import format_yuan
from models.store.overview_records import PersonDecision
from models.vocabulary import PROGRAMME_NAMES


class ReviewCase(QWidget):
    """`view.open(number)`; `shown(sheet)`, `changed` when an answer was given, `failed(words)`."""

    shown = Signal(object)
    changed = Signal()
    failed = Signal(str)

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self.number = ""
        self.sheet: ReviewSheet | None = None
        self.notes: dict[Point, str] = {}
        self.day: CaseDay | None = None
        self.strip, self.points, self.foot = CaseStrip(host), PointList(), CaseFoot()
        self.note_title = Strong("")
        self.note = LineEdit(self.tr("为什么认可，或疑在哪里"))
        self.earlier = PanelLines()
        self._note_card = self._noting()
        self._earlier_card = Card(column(self.earlier, STRETCH, margins=(16, 12, 16, 12)))
        below = row((self._note_card, 3), (self._earlier_card, 2), gap=12)
        self.facts = FactsTab()
        self.day_notes = NotesCard(*Pin)
        self.day_notes.opened.connect(self._answer_note)
        body = column(self.day_notes, self.points, below, self.facts, STRETCH, gap=12, margins=(MARGIN, 12, MARGIN, 12))
        self.scans = CaseScans(host)
        work = row((Scrolling(body), 1), self.scans, gap=0)
        self.setLayout(column(self.strip, (work, 1), self.foot, gap=0))
        self.points.changed.connect(self._answered)
        self.points.current_changed.connect(self._show_note)
        self.points.note_asked.connect(self.note.setFocus)
        self.note.textEdited.connect(self._noted)
        self.note.advanced.connect(self._go_on)
        self.note.retreated.connect(self._go_back)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scans.fit(self.width())

    def _noting(self) -> QWidget:
        hint = Text(self.tr("Enter 到这里，再按 Enter 回去；写入案卷"), Role.CAPTION, Tone.TEXT3, elide=True)
        head = row(self.note_title, (hint, 1), gap=8)
        return Card(column(head, self.note, STRETCH, gap=8, margins=(16, 12, 16, 12)))

    def open(self, number: str) -> None:
        """Show a case; answers given to it before are kept while it is open."""
        if number != self.number:
            self.number, self.sheet, self.notes = number, None, {}
            self.strip.show_nothing()
            self.points.set_answers({})
            self.day_notes.hide()
            self.scans.show_dossier(None)
        self.refresh()

    def refresh(self) -> None:
        """Ask again for the case that is open."""
        number = self.number
        if number:
            self._host.runner.read(
                lambda desk: review_sheet(desk, number), self._show, self._fail, latest=f"review {id(self)}"
            )
            self._host.runner.read(
                lambda desk: case_day(desk, number), self._show_day, self._fail, latest=f"{id(self)}"
            )

    def _show_day(self, day: CaseDay) -> None:
        if day.number == self.number:
            self.day = day
            self.day_notes.show_day(day)

    def _answer_note(self, note: Note) -> None:
        from desktop.dialogs.desk_acts import settle_dialog

        if self.day is not None and note.waits:
            self._host.open_modal(settle_dialog(self._host, self.day, note, lambda _note: self.refresh()))

    def _show(self, sheet: ReviewSheet) -> None:
        if sheet.dossier.record.case.number != self.number:
            return
        first, self.sheet = self.sheet is None, sheet
        self.strip.show_dossier(sheet.dossier)
        self.scans.show_dossier(sheet.dossier)
        near = frozenset(one.criterion for one in sheet.differences.near_limits)
        self.points.show_points(sheet.points, sheet.differences.assessment, near)
        self._show_earlier(sheet.differences.earlier)
        self.facts.show_groups([*fact_groups(sheet.dossier), *_papers(sheet.dossier)])
        self._note_card.setVisible(bool(sheet.points))
        self._show_note()
        if first and self.isVisible():
            self.points.focus_first()
        self.shown.emit(sheet)

    def _fail(self, error: SubsidyDeskError) -> None:
        self.failed.emit(error.message)

    def _show_earlier(self, earlier: tuple[PersonDecision, ...]) -> None:
        lines = []
        for one in earlier:
            granted = one.outcome is Outcome.GRANTED
            word = self.tr("准予") if granted else self.tr("不予")
            name = PROGRAMME_NAMES.get(one.programme, one.programme)
            amount = format_yuan(one.amount_fen) if granted and one.amount_fen is not None else "—"
            mark = MarkKind.MET if granted else MarkKind.NOT_MET
            lines.append(PanelLine(f"{one.decided_on.isoformat()} {word} {name}", amount, mark))
        nothing = [PanelLine(self.tr("从前没有作出过决定"), tone=Tone.TEXT2)]
        count = self.tr("{n} 件").format(n=len(lines))
        self.earlier.show_lines(self.tr("同一人从前的决定"), lines or nothing, count)

    def criterion(self) -> str:
        """The criterion that the row in front is about; "" where it is about none."""
        return self.points.current().point.criterion if self.points.rows else ""

    # --- answers ------------------------------------------------------------------------------------------------------

    def _answered(self) -> None:
        self._show_note()
        self.changed.emit()

    def _show_note(self) -> None:
        if not self.points.rows:
            return
        current = self.points.current()
        self.note_title.setText(self.tr("第 {n} 处的说明").format(n=self.points.place() + 1))
        self.note.setAccessibleName(self.note_title.text())
        if self.note.text() != self.notes.get(current.point, ""):
            self.note.setText(self.notes.get(current.point, ""))

    def _noted(self, text: str) -> None:
        self.notes[self.points.current().point] = text.strip()

    def _go_on(self) -> None:
        unanswered = any(not answer for answer in self.points.answers().values())
        if unanswered and self.points.current().answer():
            self.points.focus_first()
        else:
            self._go_back()

    def _go_back(self) -> None:
        self.points.current().segments.setFocus()

    def unanswered(self) -> int:
        """How many rows nobody looked at yet; to pass a refusal is to agree to what failed."""
        return sum(not answer for point, answer in self.points.answers().items() if not self._is_reason(point))

    def _is_reason(self, point: Point) -> bool:
        refused = self.sheet is not None and self.sheet.differences.assessment.result is Result.INELIGIBLE
        return refused and point.kind is PointKind.FAILED

    def doubted(self) -> list[Point]:
        """The rows in doubt."""
        return [point for point, answer in self.points.answers().items() if answer == DOUBTED]

    def summary(self) -> str:
        """What the signer reads: every row that was looked at, with its note.

        To pass a refusal is to agree to what failed: that is said to the signer, and never marked on a row as if
        somebody had answered it, for the passing may fail.
        """
        answers = self.points.answers()
        seen = [
            point for point, answer in answers.items() if answer == ACCEPTED or (not answer and self._is_reason(point))
        ]
        return "\n".join(self._with_note(point) for point in seen)

    def reasons(self) -> str:
        """What a return begins with: the doubted rows with their notes, else what keeps the case from a conclusion."""
        points = self.doubted() or [point for point in self.points.answers() if point.kind is PointKind.OPEN]
        return "\n".join(f"{number}. {self._with_note(point)}" for number, point in enumerate(points, 1))

    def _with_note(self, point: Point) -> str:
        note = self.notes.get(point, "")
        return f"{point.words()} —— {note}" if note else point.words()

    # --- drafts -------------------------------------------------------------------------------------------------------

    def draft(self) -> Mapping[str, str]:
        """Answers and notes by row, for a lock."""
        if not self.number or self.sheet is None:
            return {}
        kept = {"number": self.number}
        answers = self.points.answers()
        for point in self.sheet.points:
            kept[_draft_key("answer", point)] = answers.get(point, "")
            kept[_draft_key("note", point)] = self.notes.get(point, "")
        return kept

    def restore(self, draft: Mapping[str, str]) -> None:
        """Put them back once the case is shown; a row that was not there, or says something else now, has none."""
        if self.sheet is None or draft.get("number") != self.number:
            return
        points = self.sheet.points
        self.notes = {point: draft.get(_draft_key("note", point), "") for point in points}
        self.points.set_answers({point: draft.get(_draft_key("answer", point), "") for point in points})
        self._answered()


def _draft_key(part: str, point: Point) -> str:
    """By what the row says: its place may be another's when the case was changed meanwhile."""
    return f"{part} {point.kind.value} {point.words()}"


def _papers(dossier: Dossier) -> list[FactGroup]:
    """The papers received: how, when and by whom."""
    rows = []
    for paper in dossier.record.papers:
        how = _tr("见过原件") if paper.attachment_id is None else _tr("附扫描件")
        rows.append((paper.name, f"{how} · {moment(paper.seen_at)} {dossier.name(paper.seen_by)}"))
    return [FactGroup(_tr("材料"), tuple(rows))] if rows else []


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReviewCase", text)
