"""The rows of a review: each unusual thing with 认可 and 存疑, and the routine ones folded into a line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLayout, QSizePolicy, QWidget

from desktop.icons import draw_icon
from desktop.pages.case_lines import PanelLine, PanelLines
from desktop.pages.review_points import Point, bare, tag_of, tr
from desktop.theme.paint import MarkKind, colour, paint_focus, paint_line, smooth
from desktop.theme.sizes import mark_size, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.layouts import STRETCH, Item, boxed, column, row
from desktop.widgets.line_edit import is_plain_enter
from desktop.widgets.marks import Icon, Mark, Pill
from desktop.widgets.segments import Option, Segments
from desktop.widgets.spoken import folded
from desktop.widgets.surface import Card, Hairline
from desktop.widgets.text import Strong, Text
from models.assessment import Assessment, Verdict

ACCEPTED, DOUBTED = "认可", "存疑"
_VALUE = 112  # holds a date at 特大 too: what a larger text needs, the title needs more


class PointRow(QWidget):
    """One unusual thing. `answered(text)`, `stepped(±1)` on the arrows, `noted` on Enter."""

    answered = Signal(str)
    stepped = Signal(int)
    noted = Signal()
    entered = Signal()

    def __init__(self, number: int, point: Point) -> None:
        super().__init__()
        self.point = point
        self.segments = Segments([Option(ACCEPTED, "1"), Option(DOUBTED, "2")])
        self.segments.setAccessibleName(point.words())
        self.segments.setFixedWidth(scaled(136))
        self.setLayout(self._laid_out(number))
        self.segments.edited.connect(self.answered)
        self.segments.advanced.connect(self.noted)
        self.segments.entered.connect(self._enter)
        self.segments.left.connect(self.update)

    def _laid_out(self, number: int) -> QLayout:
        word, tint, mark = tag_of(self.point.kind)
        tag = boxed(row(Pill(word, tint, mark), STRETCH))
        tag.setMinimumWidth(scaled(92))
        digit = Text(str(number), Role.CAPTION, Tone.TEXT3)
        digit.setFixedWidth(scaled(14))
        title = Strong(self.point.title, wrap=True)
        why = Text(self.point.why, Role.CAPTION, Tone.TEXT2, wrap=True)
        # No stretch above and below: it would take the room of a title's second line.
        words = column(title, why, gap=1, margins=(0, 10, 0, 10))
        items: list[Item] = [digit, tag, (words, 1)]
        if self.point.after[1]:
            items += [_value(*self.point.before), Icon("arrow", 16, Tone.TEXT3), _value(*self.point.after, strong=True)]
        return row(*items, self.segments, gap=12, margins=(16, 0, 16, 1))

    def answer(self) -> str:
        """认可, 存疑 or "" while it is not answered."""
        return self.segments.text()

    def _enter(self) -> None:
        self.update()
        self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if by:
            self.stepped.emit(by)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.segments.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.segments.hasFocus():
            painter.fillRect(self.rect(), colour(Tone.SELECTED))
            painter.fillRect(QRectF(0, 0, 3, self.height()), colour(Tone.RING))
        paint_line(painter, 0, self.height() - 1, self.width(), Tone.ROW_LINE)


def _value(label: str, value: str, *, strong: bool = False) -> QWidget:
    shown = Strong(value, elide=True) if strong else Text(value, tone=Tone.TEXT2, elide=True)
    widget = boxed(column(STRETCH, Text(label, Role.CAPTION, Tone.TEXT3), shown, STRETCH, gap=1))
    widget.setFixedWidth(_VALUE)
    return widget


class RoutineRow(QWidget):
    """其余 n 项均符合; Enter, Space or → unfold them."""

    stepped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.unfolded = False
        self.words = Strong("")
        self.hint = Text(tr("→ 展开"), Role.CAPTION, Tone.TEXT3)
        self.lines = PanelLines()
        self.lines.hide()
        head = row(mark_size() + 8, Mark(MarkKind.MET), self.words, STRETCH, self.hint, gap=8, margins=(16, 12, 16, 12))
        self._around = boxed(column(self.lines, margins=(48, 0, 16, 12)))
        self._around.hide()
        self.setLayout(column(head, self._around, gap=0))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleDescription(folded())
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_routine(self, assessment: Assessment, unusual: frozenset[str], alone: bool) -> None:
        """The met criteria that need no second look; `unusual` are the ids of those that do."""
        met = [line for line in assessment.criteria if line.verdict is Verdict.MET]
        lines = [line for line in met if line.id not in unusual]
        words = tr("{n} 项均符合，没有特殊情况") if alone else tr("其余 {n} 项均符合")
        self.words.setText(words.format(n=len(lines)))
        self.lines.show_lines("", [PanelLine(bare(line.sentence)) for line in lines])
        self.setVisible(bool(lines))
        self.setAccessibleName(self.words.text())
        self._fold(not self.unfolded)

    def _fold(self, folded: bool) -> None:
        self.unfolded = not folded
        self._around.setVisible(self.unfolded)
        self.lines.setVisible(self.unfolded)
        self.hint.setText(tr("← 折起") if self.unfolded else tr("→ 展开"))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self._fold(event.key() == Qt.Key.Key_Left)
        elif event.key() == Qt.Key.Key_Space or is_plain_enter(event):
            self._fold(self.unfolded)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._fold(self.unfolded)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        size = mark_size()
        icon = "down" if self.unfolded else "right"
        top = self.words.y() + (self.words.height() - size) / 2
        draw_icon(painter, icon, QRectF(16, top, size, size), colour(Tone.TEXT2))
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()).adjusted(2, 2, -2, -2))


class PointList(Card):
    """`list.show_points(points, assessment)`; rows that did not change keep their answers and the focus."""

    changed = Signal()
    current_changed = Signal()
    note_asked = Signal()

    def __init__(self) -> None:
        self.title, self.counts = Strong("", Role.SECTION), Text("", Role.SMALL, Tone.TEXT2)
        head = row(self.title, self.counts, STRETCH, gap=8, margins=(16, 10, 16, 10))
        self._body = column(gap=0)
        self.routine = RoutineRow()
        super().__init__(column(head, Hairline(), self._body, self.routine, gap=0, margins=(1, 1, 1, 1)))
        self.rows: list[PointRow] = []
        self._place = 0
        self.routine.stepped.connect(lambda by: self._focus(len(self.rows) - 1 if by < 0 else 0))

    def show_points(self, points: Sequence[Point], assessment: Assessment, unusual: frozenset[str]) -> None:
        """Show these rows; `unusual` are the met criteria that stand among them."""
        if [shown.point for shown in self.rows] != list(points):
            self._rebuild(points)
        self.routine.show_routine(assessment, unusual, alone=not points)
        self._tell()

    def _rebuild(self, points: Sequence[Point]) -> None:
        kept = {shown.point: shown.answer() for shown in self.rows}
        focused = self.current().point if self.rows and self.current().segments.hasFocus() else None
        for old in self.rows:
            self._body.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.rows = [PointRow(number, point) for number, point in enumerate(points, 1)]
        self._place = 0
        for place, shown in enumerate(self.rows):
            shown.segments.set_text(kept.get(shown.point, ""))
            shown.answered.connect(lambda text, place=place: self._answered(place, text))
            shown.stepped.connect(lambda by, place=place: self._focus(place + by))
            shown.entered.connect(lambda place=place: self._came(place))
            shown.noted.connect(self.note_asked)
            self._body.addWidget(shown)
            if shown.point == focused:
                shown.segments.setFocus()

    def current(self) -> PointRow:
        """The row being looked at; only where there are rows."""
        return self.rows[min(self._place, len(self.rows) - 1)]

    def place(self) -> int:
        """Its place."""
        return self._place

    def answers(self) -> dict[Point, str]:
        """What was answered so far."""
        return {shown.point: shown.answer() for shown in self.rows}

    def set_answers(self, answers: dict[Point, str]) -> None:
        """Put answers back."""
        for shown in self.rows:
            shown.segments.set_text(answers.get(shown.point, ""))
        self._tell()

    def focus_first(self) -> None:
        """Go to the first row that is not answered, else to the routine ones."""
        unanswered = [place for place, shown in enumerate(self.rows) if not shown.answer()]
        if unanswered:
            self._focus(unanswered[0])
        elif self.rows:
            self._focus(self._place)
        else:
            self.routine.setFocus()

    def _focus(self, place: int) -> None:
        if place >= len(self.rows) or not self.rows:
            self.routine.setFocus()
        elif place >= 0:
            self.rows[place].segments.setFocus(Qt.FocusReason.TabFocusReason)

    def _came(self, place: int) -> None:
        self._place = place
        self.current_changed.emit()

    def _answered(self, place: int, text: str) -> None:
        self._tell()
        self.changed.emit()
        later = [after for after in range(place + 1, len(self.rows)) if not self.rows[after].answer()]
        if text == ACCEPTED and later:
            self._focus(later[0])

    def _tell(self) -> None:
        answers = [shown.answer() for shown in self.rows]
        told = tr("先看不一样的 {n} 处") if self.rows else tr("没有特殊情况")
        self.title.setText(told.format(n=len(self.rows)))
        counts = [(tr("已认可 {n}"), answers.count(ACCEPTED)), (tr("存疑 {n}"), answers.count(DOUBTED))]
        counts.append((tr("待看 {n}"), answers.count("")))
        self.counts.setText(" · ".join(word.format(n=count) for word, count in counts if count))
