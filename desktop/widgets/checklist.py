"""The checklist of papers: a row each, seen with Space, a scan attached with Insert."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QSizePolicy, QWidget

from desktop.theme.paint import BAD, MET, RADIUS, UNKNOWN, MarkKind, Tint, colour, paint_box, paint_focus, smooth
from desktop.theme.sizes import MARGIN, STEP, at_least
from desktop.theme.tokens import Tone
from desktop.theme.type import Role, text_width
from desktop.widgets.button import IconButton, Kind
from desktop.widgets.layouts import row
from desktop.widgets.line_edit import is_plain_enter, walks_back
from desktop.widgets.marks import KeyCap, Pill
from desktop.widgets.spoken import paper as spoken_paper
from desktop.widgets.text import Text


class PaperState(StrEnum):
    MISSING = "missing"  # 还缺
    SEEN = "seen"  # 已收
    NOT_DEMANDED = "not_demanded"  # 不必交


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One paper: `id` of the form's paper, its name, a short note, its state, how many scans hang on it."""

    id: str
    name: str
    note: str = ""
    state: PaperState = PaperState.MISSING
    scans: int = 0


@dataclass(frozen=True, slots=True)
class _Look:
    word: str
    tint: Tint
    mark: MarkKind | None = field(default=None)


def _look(state: PaperState) -> _Look:
    looks = {
        PaperState.SEEN: _Look(QCoreApplication.translate("Checklist", "已收"), MET, MarkKind.MET),
        PaperState.MISSING: _Look(QCoreApplication.translate("Checklist", "还缺"), BAD, MarkKind.NOT_MET),
        PaperState.NOT_DEMANDED: _Look(QCoreApplication.translate("Checklist", "不必交"), UNKNOWN),
    }
    return looks[state]


class PaperLine(QWidget):
    """One row of the checklist."""

    toggled = Signal(str, bool)
    attach_asked = Signal(str)
    stepped = Signal(int)
    passed = Signal()

    def __init__(self, number: int, paper: PaperRow) -> None:
        super().__init__()
        self.paper = paper
        self._name = Text(paper.name)
        self._note = Text(paper.note, Role.CAPTION, Tone.TEXT3, elide=True)
        self._pill = Pill("")
        self._attach = IconButton("attach", self.tr("附上扫描件"), lambda: self.attach_asked.emit(self.paper.id), "Ins")
        self._attach.kind = Kind.QUIET
        self._attach.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._words = row(self._name, (self._note, 1), gap=8)
        self._others = (KeyCap(str(number)), self._attach, self._pill)
        cap, *right = self._others
        self.setLayout(row(cap, (self._words, 1), *right, gap=8, margins=(12, 0, 12, 0)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_paper(paper)

    def show_paper(self, paper: PaperRow) -> None:
        """Show its present state."""
        self.paper = paper
        look = _look(paper.state)
        self._name.setText(paper.name)
        scans = self.tr("{n} 份扫描件").format(n=paper.scans) if paper.scans else ""
        self._note.setText(" · ".join(part for part in (paper.note, scans) if part))
        self._pill.show_word(look.word, look.tint, look.mark)
        self._attach.setVisible(paper.state is not PaperState.NOT_DEMANDED)
        self.setAccessibleName(self.tr("{paper}：{state}").format(paper=paper.name, state=look.word))
        self.setAccessibleDescription("；".join(part for part in (self._note.text(), spoken_paper()) if part))

    def is_short_of(self, width: int) -> bool:
        """Whether name and note do not fit beside each other."""
        others = sum(each.sizeHint().width() + 8 for each in self._others if not each.isHidden())
        note = text_width(self._note.text(), Role.CAPTION) + 8 if self._note.text() else 0
        return text_width(self.paper.name) + note + others + 24 > width

    def stack(self, stacked: bool) -> None:
        """Put the note under the name, or beside it."""
        down, sideways = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._words.setDirection(down if stacked else sideways)
        self._words.setSpacing(0 if stacked else 8)
        above = 3 if stacked else 0
        self._words.setContentsMargins(0, above, 0, above)
        self.updateGeometry()

    def toggle(self) -> None:
        """Seen becomes not seen and the other way; a paper that is not demanded stays as it is."""
        if self.paper.state is not PaperState.NOT_DEMANDED:
            self.toggled.emit(self.paper.id, self.paper.state is PaperState.MISSING)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), max(at_least(40), super().sizeHint().height()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.toggle()
        elif event.key() == Qt.Key.Key_Insert:
            self._attach.click()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif is_plain_enter(event):
            self.passed.emit()
        elif event.key() == Qt.Key.Key_Escape and walks_back(self):
            self.focusNextPrevChild(False)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._pill.geometry().contains(event.position().toPoint()):
            self.toggle()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        rect = QRectF(self.rect())
        painter.setPen(QPen(colour(Tone.DIVIDER), 1))
        paint_box(painter, rect, Tone.SURFACE, Tone.DIVIDER, RADIUS)
        if self.hasFocus():
            paint_focus(painter, rect)


class Checklist(QWidget):
    """`checklist.show_papers([PaperRow(…), …])`; in two columns, one where it is narrow.

    `seen_changed(paper_id, seen)` on Space or a click on the state; `attach_asked(paper_id)` on Insert or the clip.
    The page answers by showing the papers again; the focus stays where it is. Space on the last row goes on. Enter on
    the last row asks `advance()`: True when it went where the page wants it, else it goes on with Tab's order.
    """

    seen_changed = Signal(str, bool)
    attach_asked = Signal(str)

    def __init__(self, columns: int = 2) -> None:
        super().__init__()
        self.columns = columns
        self.advance: Callable[[], bool] = lambda: False
        self._lines: list[PaperLine] = []
        self._stacked = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(STEP)
        self._grid.setHorizontalSpacing(MARGIN)
        for place in range(columns):
            self._grid.setColumnStretch(place, 1)
            # A column without a paper keeps its width and gap: the first stays under that of the form.
            self._grid.addWidget(QWidget(), 0, place)

    def show_papers(self, papers: Sequence[PaperRow]) -> None:
        """Show these papers."""
        if [line.paper.id for line in self._lines] == [paper.id for paper in papers]:
            for line, paper in zip(self._lines, papers, strict=True):
                line.show_paper(paper)
            self._stack()
            return
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = [PaperLine(number, paper) for number, paper in enumerate(papers, 1)]
        self._stacked = False
        for place, line in enumerate(self._lines):
            line.toggled.connect(self._toggled)
            line.attach_asked.connect(self.attach_asked)
            line.stepped.connect(self._step)
            line.passed.connect(self._pass)
            self._grid.addWidget(line, place // self.columns, place % self.columns)
        self._stack()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stack()

    def _stack(self) -> None:
        """All notes stand under their names where one does not fit beside it."""
        room = (self.width() - MARGIN * (self.columns - 1)) // self.columns
        stacked = any(line.is_short_of(room) for line in self._lines)
        if stacked != self._stacked:
            self._stacked = stacked
            for line in self._lines:
                line.stack(stacked)

    def lines(self) -> list[PaperLine]:
        """The rows, in order."""
        return list(self._lines)

    def focus_first(self) -> None:
        """Go to the first paper still missing, else to the first."""
        missing = [line for line in self._lines if line.paper.state is PaperState.MISSING]
        for line in (missing or self._lines)[:1]:
            line.setFocus(Qt.FocusReason.TabFocusReason)

    def _toggled(self, paper: str, seen: bool) -> None:
        self.seen_changed.emit(paper, seen)
        if seen:
            self._step(1)

    def _pass(self) -> None:
        last = self._lines[-1]
        if not (last.hasFocus() and self.advance()):
            self.focusNextPrevChild(True)

    def _step(self, by: int) -> None:
        places = [place for place, line in enumerate(self._lines) if line.hasFocus()]
        if places and 0 <= places[0] + by < len(self._lines):
            self._lines[places[0] + by].setFocus(Qt.FocusReason.TabFocusReason)
