"""Fields in columns, each row with room for its errors below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.theme.sizes import PAD, scaled
from desktop.widgets.field import Field

if TYPE_CHECKING:
    from desktop.widgets.problem import Problem, ProblemBox

_ROW_GAP = 11
_LEAST_COLUMN = 150  # at 中; below that a column is no longer comfortable


class FormGrid(QWidget):
    """`grid = FormGrid(columns=2); grid.add(field); grid.add(wide, span=2)`.

    Fields flow from left to right. An error of a field opens a box under its whole row; it never takes the focus and
    never blocks Enter. Remedies are numbered over the whole grid: Alt+1, Alt+2 … Fields that are not asked now are
    hidden with `show_only`, and the others close up. Where the columns would be too narrow for the text size, the
    fields stand in one.
    """

    def __init__(self, columns: int = 2) -> None:
        super().__init__()
        self.columns = columns
        self._used = columns
        self._items: list[tuple[Field | QWidget, int]] = []
        self._boxes: list[ProblemBox] = []
        self._hidden: set[QWidget] = set()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(PAD)
        self._grid.setVerticalSpacing(_ROW_GAP)

    def minimumSizeHint(self) -> QSize:
        """That of one column: the grid can always fall back on it."""
        widest = max((item.minimumSizeHint().width() for item, _ in self._items), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitting() != self._used:
            self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._fitting() != self._used:
            self._arrange()

    def _fitting(self) -> int:
        """As many columns as are wide enough for every label, else one."""
        room = (self.width() - (self.columns - 1) * PAD) / self.columns
        labels = [field.label.sizeHint().width() for field in self.fields() if field not in self._hidden]
        return self.columns if room >= max([scaled(_LEAST_COLUMN), *labels]) or not self.isVisible() else 1

    def add(self, field: Field | QWidget, span: int = 1) -> None:
        """Append a field, or any widget, over `span` columns."""
        self._items.append((field, span))
        if isinstance(field, Field):
            field.problem_changed.connect(self._arrange)
        self._arrange()

    def replace(self, old: Field | QWidget, new: Field | QWidget) -> None:
        """Put another field where one stands."""
        place = next(place for place, (item, _) in enumerate(self._items) if item is old)
        self._items[place] = (new, self._items[place][1])
        if isinstance(new, Field):
            new.problem_changed.connect(self._arrange)
        self._hidden.discard(old)
        old.hide()
        self._arrange()
        old.deleteLater()

    def fields(self) -> list[Field]:
        """All fields in order."""
        return [item for item, _ in self._items if isinstance(item, Field)]

    def show_only(self, shown: set[Field]) -> None:
        """Hide the fields that are not in `shown`."""
        self._hidden = {field for field in self.fields() if field not in shown}
        for field in self.fields():
            field.setVisible(field not in self._hidden)
        self._arrange()

    def problem_boxes(self) -> list[ProblemBox]:
        """The boxes now shown."""
        return list(self._boxes)

    def _rows(self) -> list[list[tuple[QWidget, int]]]:
        rows: list[list[tuple[QWidget, int]]] = []
        used = self._used
        for item, wanted in self._items:
            if item in self._hidden:
                continue
            span = min(wanted, self._used)
            if used + span > self._used:
                rows.append([])
                used = 0
            rows[-1].append((item, span))
            used += span
        return rows

    def _arrange(self) -> None:
        """Lay all out again; widgets keep their focus, only the boxes are new."""
        while self._grid.count():
            self._grid.takeAt(0)
        for box in self._boxes:
            box.hide()
            box.deleteLater()
        self._boxes = []
        self._used = self._fitting()
        for place in range(self.columns):
            self._grid.setColumnStretch(place, 1 if place < self._used else 0)
        line, remedy = 0, 1
        for items in self._rows():
            column = 0
            for widget, span in items:
                self._grid.addWidget(widget, line, column, 1, span, Qt.AlignmentFlag.AlignTop)
                column += span
            line += 1
            for widget, _ in items:
                problem = widget.problem if isinstance(widget, Field) else None
                if problem is not None:
                    box = _box(problem, remedy)
                    remedy += len(problem.remedies)
                    self._boxes.append(box)
                    self._grid.addWidget(box, line, 0, 1, self._used)
                    line += 1


def _box(problem: Problem, first: int) -> ProblemBox:
    # Lazy: the first screen of the program has no problem yet, and must not wait for one.
    from desktop.widgets.problem import ProblemBox

    return ProblemBox(problem, first)


def sections(*blocks: tuple[QWidget, QWidget]) -> QVBoxLayout:
    """Titled blocks one under the other: `(title, grid)` pairs."""
    layout = QVBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    for title, block in blocks:
        layout.addWidget(title)
        layout.addWidget(block)
    layout.addStretch(1)
    return layout
