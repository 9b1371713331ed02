"""Short lines of a panel: a mark, what it is, and at the right who, when or how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.theme.paint import MarkKind, paint_line
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.marks import Mark, mark_word
from desktop.widgets.text import Strong, Text

_RULE = 12  # from the hairline above a block to its title


@dataclass(frozen=True, slots=True)
class PanelLine:
    """`left` may wrap where there is no `right`; `right` is small and never cut off."""

    left: str
    right: str = ""
    mark: MarkKind | None = None
    tone: Tone = Tone.TEXT
    right_tone: Tone = Tone.TEXT2
    strong: bool = False


class PanelLines(QWidget):
    """A titled block of lines: `lines.show_lines("经过", [PanelLine(…), …], "收件 08-17")`; hidden without lines.

    `ruled`: with a hairline above it, where it stands under something that scrolls or under another block.
    """

    def __init__(self, *, ruled: bool = False) -> None:
        super().__init__()
        self.ruled = ruled
        self._body: QVBoxLayout = column(gap=4, margins=(0, _RULE if ruled else 0, 0, 0))
        self.setLayout(self._body)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._shown: list[QWidget] = []
        self.lines: tuple[PanelLine, ...] = ()
        self._title: tuple[str, str, Tone] = ("", "", Tone.TEXT3)
        self.hide()

    def show_lines(
        self, title: str, lines: Sequence[PanelLine], remark: str = "", remark_tone: Tone = Tone.TEXT3
    ) -> None:
        """Show these lines."""
        if (tuple(lines), (title, remark, remark_tone)) == (self.lines, self._title):
            return
        self.lines, self._title = tuple(lines), (title, remark, remark_tone)
        for widget in self._shown:
            widget.hide()
            widget.deleteLater()
        head = row(Strong(title), STRETCH, Text(remark, Role.CAPTION, remark_tone), gap=8)
        self._shown = [boxed(head)] if title and lines else []
        self._shown += [_line(line) for line in lines]
        for widget in self._shown:
            self._body.addWidget(widget)
        self.setVisible(bool(lines))
        self.setAccessibleName("；".join([title, *(_spoken(line) for line in lines)]))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.ruled:
            paint_line(QPainter(self), 0, 0, self.width())


def _spoken(line: PanelLine) -> str:
    word = "" if line.mark is None else mark_word(line.mark)
    return " ".join(part for part in (word, line.left, line.right) if part)


def _line(line: PanelLine) -> QWidget:
    mark = None if line.mark is None else column(Mark(line.mark, 14), STRETCH, margins=(0, 3, 0, 0))
    left = Text(line.left, Role.SMALL, line.tone, strong=line.strong, wrap=not line.right, elide=bool(line.right))
    right = Text(line.right, Role.CAPTION, line.right_tone) if line.right else None
    return boxed(row(mark, (left, 1), right, gap=8))
