"""The application form: the programme's questions in two columns, the register check, the papers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.dialogs.oral_notice import NoticeItem
from desktop.pages.intake_choice import cases_card, letters_card
from desktop.pages.intake_computed import ComputedNote, computed
from desktop.pages.intake_fields import Known, SessionFields
from desktop.pages.intake_notice_place import NoticePlace
from desktop.pages.intake_work import AWARDS, Work, clock_text
from desktop.pages.rows_field import RowsField
from desktop.pages.scan_beside import ScanBeside, ScannedPaper
from desktop.theme.sizes import MARGIN, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.checklist import Checklist, PaperRow, PaperState
from desktop.widgets.field import Field
from desktop.widgets.fields import ChoiceField, DateField
from desktop.widgets.form_grid import FormGrid
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.marks import KeyCap
from desktop.widgets.problem import Problem, Remedy
from desktop.widgets.scrolling import Scrolling
from desktop.widgets.segments import Option
from desktop.widgets.surface import Card
from desktop.widgets.text import Strong, Text
from forms.form import Demand, Section
from models.assessment import Clause, Line, Verdict
from models.errors import InputError
from models.vocabulary import VOCABULARY

APPLIED_ON = "applied_on"
_WIDE = frozenset({"work.status_at_certificate", "work.status_at_application"})
_NOTICE = "notice"
_HIGH = 820
FOUND, NOTHING = "查到记录", "查无记录"
_LAST_DAY = re.compile(r"期限至(\d{4})年(\d{1,2})月(\d{1,2})日")


def scanned_papers(work: Work) -> dict[str, ScannedPaper]:
    """The papers of an application that have a scan: the one attached last, else the one on record."""
    found: dict[str, ScannedPaper] = {}
    for paper in () if work.session is None else work.session.form.papers:
        count, scans = work.scan_count(paper.id), work.scans.get(paper.id)
        stored = work.kept_attachments.get(paper.name)
        if scans:
            found[paper.id] = ScannedPaper(paper.name, count, scans[-1].content, scans[-1].media_type)
        elif stored is not None:
            found[paper.id] = ScannedPaper(paper.name, count, stored=stored)
    return found


class ApplicationForm(QWidget):
    """`ApplicationForm(work, known, notices)`.

    `changed` at every keystroke (the session is up to date then), `entered(key)` at every new focus, `dated(day)` for
    another date of application, `register_answered(text)`, `paper_seen(id, seen)`, `scan_asked(id)`, `finished` when
    Enter finds nothing more to ask, `backed_out` on Esc in the first question.
    """

    changed = Signal()
    entered = Signal(str)
    dated = Signal(object)
    register_answered = Signal(str)
    finished = Signal()
    backed_out = Signal()

    def __init__(self, work: Work, known: Known, notices: QWidget | None = None) -> None:
        super().__init__()
        self.notices = NoticePlace(notices)
        if work.session is None:
            raise ValueError("a programme must be chosen first")
        self.work, self._today = work, known.today
        self.fields = SessionFields(work.session, known, self)
        self.fields.remark = self._remark
        self.fields.advance = self.forward
        self.fields.retreat = self.backward
        self.applied_on, self.register = self._date_field(), self._register_field()
        self.grids: list[FormGrid] = []
        self.order: list[tuple[str, Field]] = []
        self.note = ComputedNote()
        self.checklist = Checklist()
        self.checklist.advance = self._past_papers
        self.paper_counts = Text("", Role.SMALL, Tone.TEXT2)
        self.not_demanded = Text("", Role.CAPTION, Tone.TEXT3, wrap=True)
        # What there was before stands below where the window is high enough for it.
        self.history = boxed(row((letters_card(work), 1), (cases_card(work), 1), gap=12))
        self.history.hide()
        parts = (self.notices, self._questions(), self._papers(), self.history)
        body = column(*parts, STRETCH, gap=12, margins=(MARGIN, 12, MARGIN, 12))
        self.scan = ScanBeside()
        self.setLayout(row((Scrolling(body), 1), self.scan, gap=0))
        self.fields.changed.connect(self._changed)
        self.fields.entered.connect(self.entered)
        self.show_work()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.history.setVisible(self.height() >= scaled(_HIGH))
        self.scan.fit(self.width())

    # --- what stands where -----------------------------------------------------------------------------------

    def _questions(self) -> Card:
        first, *rest = self.fields.session.form.sections
        left = self._side(first.title, [first], [])
        named = [section for section in rest if section.id != _NOTICE]
        title = named[0].title if named else self.tr("受理")
        right = self._side(title, rest, [(APPLIED_ON, self.applied_on), (AWARDS, self.register)])
        right_side = boxed(column(right, self.note, STRETCH, gap=11))
        return Card(row((boxed(column(left, STRETCH)), 1), (right_side, 1), gap=MARGIN, margins=(16, 8, 16, 12)))

    def _side(self, title: str, sections: Sequence[Section], own: Sequence[tuple[str, Field]]) -> QWidget:
        grid = FormGrid(2)
        self.grids.append(grid)
        asked = [(each.key, self.fields.widget(each.key)) for section in sections for each in section.fields]
        for key, field in (*asked, *own):
            grid.add(field, 2 if key in _WIDE or isinstance(field, RowsField) else 1)
            self.order.append((key, field))
        return boxed(column(Strong(title, Role.SECTION), grid, gap=8))

    def _papers(self) -> Card:
        keys = row(KeyCap("Space"), Text(self.tr("收到"), Role.CAPTION, Tone.TEXT2), gap=6)
        scan = row(KeyCap("Ins"), Text(self.tr("附扫描件"), Role.CAPTION, Tone.TEXT2), gap=6)
        head = row(Strong(self.tr("材料"), Role.SECTION), self.paper_counts, STRETCH, keys, scan, gap=12)
        return Card(column(head, self.checklist, self.not_demanded, gap=8, margins=(16, 8, 16, 12)))

    def _date_field(self) -> DateField:
        field = DateField(self.tr("申请日期"), hint=self.tr("收到申请的那天"), today=lambda: self._today)
        field.edited.connect(self._dated)
        field.left.connect(self._date_left)
        field.entered.connect(lambda: self.entered.emit(APPLIED_ON))
        field.advance = lambda: self.forward(APPLIED_ON)
        return field

    def _register_field(self) -> ChoiceField:
        options = [
            Option(NOTHING, "1", self.tr("查无")),
            Option(FOUND, "2", self.tr("查到")),
            Option(self.tr("未查"), unknown=True),
        ]
        field = ChoiceField(self.tr("市级发放登记"), options)
        field.edited.connect(self.register_answered)
        field.entered.connect(lambda: self.entered.emit(AWARDS))
        field.answered_at_once.connect(self._checked_by_key)
        field.advance = lambda: self.forward(AWARDS)
        return field

    # --- what is shown -----------------------------------------------------------------------------------

    def show_work(self) -> None:
        """Everything anew: after a change of date, person, check or papers."""
        if self.work.session is not None and self.fields.session is not self.work.session:
            self.fields.use(self.work.session)
        if not self.applied_on.control.hasFocus():
            self.applied_on.set_text(str(self.work.applied_on))
        if self.work.number:
            self.applied_on.line.setReadOnly(True)
            self.applied_on.set_hint(self.tr("收件后不能改"))
        self.show_check()
        self.show_papers()
        self._settle()

    def show_check(self) -> None:
        """What was found in the register, by whom and when."""
        check = self.work.check
        self.register.set_text("" if check is None else FOUND if check.awards else NOTHING)
        words = self.tr("查前不算数") if check is None else f"{check.by} {clock_text(check.at)[:5]}"
        if check is not None and check.awards:
            words = self.tr("{n} 条 · {words}").format(n=len(check.awards), words=words)
        self.register.set_hint(words)
        self.register.control.setToolTip("" if check is None else check.result)

    def _checked_by_key(self) -> None:
        """Nothing found is noted at once, and the work goes on; rows that were found are asked for first."""
        if self.register.text() == NOTHING:
            self.register.walk_on()

    def show_papers(self) -> None:
        """The demanded papers as lines, the others in one sentence."""
        session = self.fields.session
        seen = {paper.id for paper in session.seen_papers()}
        demanded = session.form.required_papers()
        states = {True: PaperState.SEEN, False: PaperState.MISSING}
        self.checklist.show_papers(
            [PaperRow(p.id, p.name, p.note, states[p.id in seen], self.work.scan_count(p.id)) for p in demanded]
        )
        self.scan.show_papers(scanned_papers(self.work))
        for line in self.checklist.lines():
            line.setToolTip(f"{line.paper.note}")
        free = [paper for paper in session.form.papers if paper.demand is Demand.NOT_DEMANDED]
        counts = self.tr("{n} 项：已收 {seen}，还缺 {missing}").format(
            n=len(demanded), seen=len(seen), missing=len(session.missing_papers())
        )
        self.paper_counts.setText(counts if session.form.papers else self.tr("没有清单"))
        names = self.tr("；").join(f"{paper.name}（{paper.note}）" for paper in free)
        told = self.tr("不必交：{names}").format(names=names) if names else ""
        if not session.form.papers:
            told = self.tr(
                "没有查到规定本项目须交哪些材料的文件，所以不列清单，也不要求补交。本局有文件规定的，可在“规则”页录入。"
            )
        self.not_demanded.setText(told)
        self.not_demanded.setVisible(bool(told))

    def _settle(self) -> None:
        shown = {*self.fields.shown(), self.applied_on, self.register}
        for grid in self.grids:
            asked = {field for field in grid.fields() if field in shown}
            if asked != {field for field in grid.fields() if not field.isHidden()}:
                grid.show_only(asked)
        self.note.show_values(computed(self.work))

    def _changed(self) -> None:
        self._settle()
        self.changed.emit()

    def _remark(self, key: str) -> Problem | None:
        """A failed criterion that rests on a date stands at that date too, with what can be done."""
        line = self._failed(key)
        if line is None or self.fields.widget(key).control.hasFocus():
            return None
        return self._late(key, line)

    def _failed(self, key: str) -> Line | None:
        """The criterion that fails because of the date a field asks."""
        assessment = self.fields.session.assessment if key.endswith("issued_on") else None
        lines = assessment.criteria if assessment is not None else ()
        return next((line for line in lines if line.verdict is Verdict.NOT_MET and key in line.facts), None)

    def _late(self, key: str, line: Line) -> Problem:
        last = _LAST_DAY.search(line.sentence)
        until = "" if last is None else self.tr("申请截止 {day}，").format(day=_iso(last))
        dates = self.tr("{label} {day}，{until}申请日期 {applied}。").format(
            label=self.fields.widget(key).label.text(), day=line.facts[key], until=until, applied=self.work.applied_on
        )
        remedies = (
            Remedy(self.tr("核对核发日期"), lambda: self.focus(key)),
            Remedy(self.tr("核对申请日期"), lambda: self.focus(APPLIED_ON)),
        )
        return Problem(
            self._how_late(line), (dates, self.tr("依据：{clause}").format(clause=_basis(line.clause))), remedies
        )

    def _how_late(self, line: Line) -> str:
        """By how many days, where the sentence names the last day."""
        last = _LAST_DAY.search(line.sentence)
        if last is None or self.work.applied_on is None:
            return line.sentence
        over = self.work.applied_on - date.fromisoformat(_iso(last))
        return self.tr("超过申请期限 {n} 天").format(n=over.days)

    # --- date of application -----------------------------------------------------------------------------------

    def _dated(self) -> None:
        try:
            day = self._day()
        except InputError:
            return
        if day is not None and day != self.work.applied_on:
            self.applied_on.set_problem(None)
            self.dated.emit(day)

    def _day(self) -> date | None:
        day = self.applied_on.date()
        if day is not None and day > self._today:
            raise InputError(self.tr("申请日期晚于今天，请核对。"), APPLIED_ON)
        return day

    def _date_left(self) -> None:
        try:
            day = self._day()
        except InputError as error:
            self.applied_on.set_problem(Problem(error.message))
            return
        empty = Problem(self.tr("请填写申请日期：收到申请的那天。"))
        self.applied_on.set_problem(None if day is not None else empty)

    # --- walking -----------------------------------------------------------------------------------

    def asked(self) -> list[str]:
        """The keys now asked, in reading order."""
        shown = self.fields.shown()
        return [key for key, field in self.order if field in shown or key in (APPLIED_ON, AWARDS)]

    def is_answered(self, key: str) -> bool:
        """Whether Enter may pass it by."""
        if key == APPLIED_ON:
            return self.applied_on.problem is None
        if key == AWARDS:
            return self.work.check is not None
        return key in self.fields.session.values() and key not in self.fields.copied()

    def unanswered_after(self, key: str) -> str:
        """The next question Enter goes to: forward first, then whatever matters and was passed by; "" for none."""
        asked = self.asked()
        start = asked.index(key) + 1 if key in asked else 0
        ahead = [each for each in asked[start:] if not self.is_answered(each)]
        matters = {*self.work.wanting(), *self.fields.copied(), *self.fields.session.errors()}
        behind = [each for each in asked[:start] if each in matters and not self.is_answered(each)]
        return next(iter((*ahead, *behind)), "")

    def next_question(self, focused: str) -> str:
        """The question the panel shows: the focused one while it is open, else the one Enter goes to."""
        if focused and focused in self.asked() and not self.is_answered(focused):
            return focused
        return self.unanswered_after(focused)

    def forward(self, key: str) -> bool:
        """Enter: the next open question, then the papers, then `finished`."""
        following = self.unanswered_after(key)
        if following and following != key:
            self.focus(following)
        elif any(line.paper.state is PaperState.MISSING for line in self.checklist.lines()):
            self.checklist.focus_first()
        else:
            self.finished.emit()
        return True

    def _past_papers(self) -> bool:
        """Enter behind the last paper: what matters and was passed by; Tab's order while a paper is missing."""
        following = self.unanswered_after(self.asked()[-1])
        if not following and self.fields.session.missing_papers():
            return False
        self.focus(following) if following else self.finished.emit()
        return True

    def backward(self, key: str) -> bool:
        """Esc in the first question: out of the form."""
        if key != self.asked()[0]:
            return False
        self.backed_out.emit()
        return True

    def focused_key(self) -> str:
        """The key of the field that has the focus, "" for none."""
        return next((key for key, field in self.order if field.control.hasFocus()), "")

    def notice_items(self) -> tuple[NoticeItem, ...]:
        """Everything to tell the applicant at once: papers, wrong answers, failed dates; then what we look up."""
        session = self.fields.session
        papers = [
            NoticeItem(
                paper.name,
                self.tr("请带原件到窗口核对（{note}）。").format(note=paper.note),
                paper.basis,
                self.tr("缺"),
                paper=True,
            )
            for paper in session.missing_papers()
        ]
        wrong = [
            NoticeItem(self.fields.widget(key).label.text(), message, None, self.tr("不对"))
            for key, message in session.errors().items()
        ]
        failed = [
            NoticeItem(problem.what, problem.why[0], line.clause, self.tr("不符"))
            for key, _ in self.order
            if (line := self._failed(key)) is not None and (problem := self._late(key, line)) is not None
        ]
        return (*papers, *wrong, *failed, *self._looked_up())

    def _looked_up(self) -> list[NoticeItem]:
        """What the window finds out itself, in one item."""
        names = [self._label(key) for key in self.work.wanting()]
        if not names:
            return []
        how = self.tr("{names}：由窗口问清或核对系统，不向申请人要证明。").format(names=self.tr("、").join(names))
        what = self.tr("窗口还要弄清的 {n} 项").format(n=len(names))
        return [NoticeItem(what, how, None, self.tr("未知"), told=False)]

    def _label(self, key: str) -> str:
        return self.tr("市级发放登记") if key == AWARDS else VOCABULARY[key].label

    def field(self, key: str) -> Field | None:
        """The widget of a key, the page's own two among them."""
        return dict(self.order).get(key)

    def focus(self, key: str) -> bool:
        """Go to a field; False when the form has no such question."""
        field = self.field(key)
        if field is None or key not in self.asked():
            return False
        field.control.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def focus_first(self) -> None:
        """Go to where work begins, or goes on: what could change the result, then the papers, then the rest."""
        session, copied = self.fields.session, self.fields.copied()
        # What was copied is a beginning: the certificate of this person, which is not, stands before it.
        begun = session.values() and not copied
        matters = {*self.work.wanting(), *session.errors()} if begun else set(self.asked())
        first = [key for key in self.asked() if key in matters and not self.is_answered(key)]
        if first:
            self.focus(first[0])
        elif session.missing_papers():
            self.checklist.focus_first()
        else:
            self.focus(self.unanswered_after("") or self.asked()[0])


def _basis(clause: Clause) -> str:
    where = " ".join(part for part in (clause.document, clause.article) if part)
    return f"{where}：“{clause.text}”" if clause.text else where


def _iso(found: re.Match[str]) -> str:
    year, month, day = (int(part) for part in found.groups())
    return date(year, month, day).isoformat()
