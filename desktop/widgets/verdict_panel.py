"""依据与结论: the panel at the right of every case screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from desktop.item_models.verdict_model import VERDICT_ROW, VerdictModel
from desktop.item_models.verdict_rows import (
    MARK_ORDER,
    BannerRow,
    LineRow,
    OtherBenefit,
    QuestionRow,
    VerdictRow,
    verdict_rows,
)
from desktop.theme.paint import MarkKind, paint_box, paint_focus, smooth
from desktop.theme.sizes import PAD
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.layouts import STRETCH, column, row
from desktop.widgets.line_edit import is_plain_enter
from desktop.widgets.marks import KeyCap
from desktop.widgets.spoken import grounds
from desktop.widgets.surface import Bar
from desktop.widgets.text import Strong
from desktop.widgets.verdict_paint import paint_row, row_height_of
from models.assessment import Assessment

_SCROLL_BAR = 12
Index = QModelIndex | QPersistentModelIndex


class _Delegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        rect = QRectF(option.rect)
        rect.setWidth(_width(option.widget, rect.width()))
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        found: VerdictRow = index.data(VERDICT_ROW)
        if current and isinstance(option.widget, QAbstractItemView) and option.widget.hasFocus():
            around = rect.adjusted(-4, -1, 4, -3)
            if isinstance(found, LineRow):
                paint_box(smooth(painter), around, Tone.SELECTED, None, 4)
            paint_focus(smooth(painter), around)
        paint_row(painter, rect, found)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = _width(option.widget, option.rect.width())
        return QSize(width, row_height_of(index.data(VERDICT_ROW), width))


def _width(view: QWidget | None, otherwise: float) -> int:
    """The same width whether the scroll bar is there or not."""
    return view.width() - _SCROLL_BAR if view is not None else round(otherwise)


class VerdictList(QListView):
    """The rows of one assessment, by keyboard and by screen reader."""

    question_chosen = Signal(str)
    line_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.verdict_model = VerdictModel(self)
        self.setModel(self.verdict_model)
        self.setItemDelegate(_Delegate(self))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(self.tr("依据与结论"))
        self.setAccessibleDescription(grounds())

    def row_at(self, index: Index) -> VerdictRow | None:
        """The row at an index."""
        return self.verdict_model.row(index.row())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.selectionModel().hasSelection():
            # Qt makes a row the current one without showing it.
            self.setCurrentIndex(self.verdict_model.index(max(0, self.currentIndex().row()), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_plain_enter(event) or event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._choose(self.indexAt(event.position().toPoint()))

    def keyboardSearch(self, _search: str) -> None:
        """Typing does not jump."""

    def _choose(self, index: Index) -> None:
        found = self.row_at(index)
        if isinstance(found, QuestionRow) and found.key:
            self.question_chosen.emit(found.key)
        elif isinstance(found, LineRow):
            self.line_chosen.emit(found.id)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self.row_at(self.indexAt(event.pos()))
            words = f"{found.sentence}\n{found.text}" if isinstance(found, LineRow) else ""
            QToolTip.showText(event.globalPos(), words.strip(), self)
            return True
        return super().viewportEvent(event)


class VerdictPanel(Bar):
    """`panel.show_assessment(assessment, others)` at every keystroke; it changes only what changed.

    `panel.say("…")` in place of an assessment (no programme chosen yet). `question_chosen(key)`: go to that field;
    `line_chosen(id)`: a criterion was clicked or entered (it folds its parts by itself). Widgets of the page go above
    the list with `add_top`, below it with `add_foot` (the signing PIN). F7 folds the panel: the window does that.
    """

    question_chosen = Signal(str)
    line_chosen = Signal(str)
    changed = Signal()

    def __init__(self, title: str = "") -> None:
        self.list = VerdictList()
        self._parts = column(gap=12, margins=(PAD, 12, PAD - _SCROLL_BAR, 0))
        super().__init__(self._parts, Tone.SURFACE, "left")
        self.title = Strong(title or self.tr("依据与结论"), Role.SECTION)
        self._parts.addLayout(row(self.title, STRETCH, KeyCap("F7"), margins=(0, 0, _SCROLL_BAR, 0)))
        self._tops = 1
        self._parts.addWidget(self.list, 1)
        self._assessment: Assessment | None = None
        self._others: Sequence[OtherBenefit] = ()
        self._value_names: Mapping[str, str] = {}
        self._unfolded: frozenset[str] = frozenset()
        self.list.question_chosen.connect(self.question_chosen)
        self.list.line_chosen.connect(self._toggle)
        self.say("")

    def show_assessment(
        self,
        assessment: Assessment,
        others: Sequence[OtherBenefit] = (),
        value_names: Mapping[str, str] | None = None,
    ) -> None:
        """Show this assessment, what else this person may get, and the Chinese names of unconfirmed values."""
        self._assessment, self._others, self._value_names = assessment, others, value_names or {}
        self._refresh()

    def say(self, words: str) -> None:
        """Show no assessment; a sentence says what is needed for one."""
        self._assessment = None
        text = words or self.tr("填写后这里随时显示结论和依据。")
        self.list.verdict_model.show_rows([BannerRow(MarkKind.UNKNOWN, self.tr("还没有结论"), (text,))])
        self.changed.emit()

    @property
    def assessment(self) -> Assessment | None:
        """The assessment that is shown."""
        return self._assessment

    def tally(self) -> list[tuple[MarkKind, int]]:
        """The result's mark (count 0) and how many criteria have each mark, for the strip of a folded panel."""
        rows = [self.list.verdict_model.row(place) for place in range(self.list.verdict_model.rowCount())]
        marks = [row.mark for row in rows if isinstance(row, LineRow) and row.depth == 0]
        result = [(row.mark, 0) for row in rows[:1] if isinstance(row, BannerRow)]
        return result + [(kind, marks.count(kind)) for kind in MARK_ORDER if kind in marks]

    def add_top(self, widget: QWidget) -> None:
        """Put a widget between title and list."""
        self._parts.insertLayout(self._tops, row(widget, margins=(0, 0, _SCROLL_BAR, 0)))
        self._tops += 1

    def add_foot(self, widget: QWidget) -> None:
        """Put a widget under the list; without one the list goes down to the edge, so that it is seen to go on."""
        self._parts.setContentsMargins(PAD, 12, PAD - _SCROLL_BAR, 12)
        self._parts.addLayout(row(widget, margins=(0, 0, _SCROLL_BAR, 0)))

    def _refresh(self) -> None:
        if self._assessment is not None:
            rows = verdict_rows(self._assessment, self._unfolded, self._others, self._value_names)
            self.list.verdict_model.show_rows(rows)
            self.changed.emit()

    def _toggle(self, line: str) -> None:
        self._unfolded = self._unfolded ^ {line}
        self._refresh()
        self.line_chosen.emit(line)
