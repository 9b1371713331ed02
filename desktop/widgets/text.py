"""Labels: plain text only, in a role and a tone, on one line, wrapped, or elided with the whole text as tooltip."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolTip, QWidget

from desktop.keymap import as_pressed
from desktop.theme.paint import paint_words
from desktop.theme.tokens import Tone
from desktop.theme.type import Role, line_height, metrics, text_width
from desktop.theme.wrapped import lines_of
from desktop.widgets.keyed_words import KeyedWords
from desktop.widgets.painted import PaintedText

_LEAST_WRAPPED = 96
_LEAST_ELIDED = 32


class Text(KeyedWords, QLabel):
    """One piece of text.

    `Text("姓名", Role.SMALL, Tone.TEXT2)`. By default it takes the whole width of its text and never shrinks.
    `wrap=True` breaks lines at the width the layout gives (with a true height for that width); `elide=True` may
    shrink, ends in an ellipsis then, and shows the whole text as tooltip: for texts that a reader can do without.
    """

    def __init__(
        self,
        text: str = "",
        role: Role = Role.BODY,
        tone: Tone = Tone.TEXT,
        *,
        strong: bool = False,
        wrap: bool = False,
        elide: bool = False,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.role, self.tone = role, tone
        self.strong, self.wrap, self.elide = strong, wrap, elide
        self.align = align
        self.setTextFormat(Qt.TextFormat.PlainText)
        across = QSizePolicy.Policy.Preferred if wrap or elide else QSizePolicy.Policy.Minimum
        policy = QSizePolicy(across, QSizePolicy.Policy.Minimum if wrap else QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        self._given = ""
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show another text; keys in it stand as they were moved to."""
        self._given = text
        shown = as_pressed(text)
        if shown != self.text():
            super().setText(shown)
            self.updateGeometry()
            self.update()

    @property
    def given(self) -> str:
        """The text with the keys as declared."""
        return self._given

    def name_keys_again(self) -> None:
        """Keys were moved: the same text with the keys of now."""
        super().name_keys_again()
        self.setText(self._given)

    def set_tone(self, tone: Tone) -> None:
        """Show the same text in another tone."""
        if tone is not self.tone:
            self.tone = tone
            self.update()

    def sizeHint(self) -> QSize:
        widest = max(text_width(part, self.role) for part in self.text().split("\n"))
        return QSize(ceil(widest), ceil(line_height(self.role)) * (self.text().count("\n") + 1))

    def minimumSizeHint(self) -> QSize:
        whole = self.sizeHint()
        if self.wrap:
            return QSize(min(whole.width(), _LEAST_WRAPPED), ceil(line_height(self.role)))
        return QSize(min(whole.width(), _LEAST_ELIDED), whole.height()) if self.elide else whole

    def hasHeightForWidth(self) -> bool:
        return self.wrap

    def heightForWidth(self, width: int) -> int:
        if not self.wrap:
            return -1
        return ceil(len(lines_of(self.text(), width - 1, self.role)) * line_height(self.role))

    def shown_lines(self) -> tuple[str, ...]:
        """The lines as they are painted now."""
        if self.wrap:
            return lines_of(self.text(), self.width() - 1, self.role)
        if self.elide:
            return (metrics(self.role).elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width()),)
        return tuple(self.text().split("\n"))

    def is_elided(self) -> bool:
        """Whether a part of the text is not shown."""
        return self.elide and self.shown_lines() != (self.text(),)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        lines, height = self.shown_lines(), line_height(self.role)
        top = (self.height() - height * len(lines)) / 2 if not self.wrap else 0
        tone = self.tone if self.isEnabled() else Tone.TEXT3
        for place, line in enumerate(lines):
            baseline = top + place * height + metrics(self.role).ascent()
            paint_words(painter, (self._left(line), baseline), line, tone, self.role, strong=self.strong)

    def _left(self, line: str) -> float:
        if self.align == Qt.AlignmentFlag.AlignLeft:
            return 0
        spare = self.width() - text_width(line, self.role)
        return spare if self.align == Qt.AlignmentFlag.AlignRight else spare / 2

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:  # another text size needs other room
            self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self.is_elided():
            QToolTip.showText(event.globalPos(), self.toolTip() or self.text(), self)
            return True
        return super().event(event)

    def painted_texts(self) -> list[PaintedText]:
        """For the check for clipped text."""
        lines = self.shown_lines()
        needed = 0.0 if self.elide else max(metrics(self.role).horizontalAdvance(line) for line in lines)
        height = line_height(self.role) * len(lines)
        return [PaintedText(self.text(), needed, self.width(), height, self.height() + 1)]


class EmptyNote(Text):
    """Stands where a list would: why it is empty, and what to do next.

    It can hold the focus, which then stays in the place of the list instead of moving on to whatever comes next, and a
    screen reader reads it.
    """

    def __init__(self, text: str = "", role: Role = Role.BODY, *, wrap: bool = False) -> None:
        super().__init__(text, role, Tone.TEXT3, wrap=wrap)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring_room", 6)
        self.setAccessibleDescription(QCoreApplication.translate("EmptyNote", "列表里现在没有可选的行"))

    def setText(self, text: str) -> None:
        """Show another text."""
        super().setText(text)
        self.setAccessibleName(self.text())


class Strong(Text):
    """A text of medium weight: `Strong("林晓芸", Role.NAME)`."""

    def __init__(
        self,
        text: str = "",
        role: Role = Role.BODY,
        tone: Tone = Tone.TEXT,
        *,
        wrap: bool = False,
        elide: bool = False,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        super().__init__(text, role, tone, strong=True, wrap=wrap, elide=elide, align=align)
