"""Words of a law or notice as they stand there, in the serif face."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent

from desktop.theme.paint import colour
from desktop.theme.tokens import Tone
from desktop.theme.type import Role, font, metrics
from desktop.theme.wrapped import lines_of
from desktop.widgets.painted import PaintedText
from desktop.widgets.text import Text

_LEADING = 3


class Quote(Text):
    """`Quote("自收到申请之日起10个工作日内办理完毕")`: wrapped, with a true height for its width."""

    def __init__(self, text: str = "", role: Role = Role.BODY) -> None:
        super().__init__(text, role, Tone.TEXT, wrap=True)

    def _lines(self, width: int) -> tuple[str, ...]:
        return lines_of(self.text(), width - 1, self.role, serif=True)

    def _step(self) -> float:
        return metrics(self.role, serif=True).height() + _LEADING

    def sizeHint(self) -> QSize:
        return QSize(ceil(metrics(self.role, serif=True).horizontalAdvance(self.text())) + 1, ceil(self._step()))

    def heightForWidth(self, width: int) -> int:
        return ceil(len(self._lines(width)) * self._step())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(font(self.role, serif=True))
        painter.setPen(colour(self.tone))
        face = metrics(self.role, serif=True)
        for place, line in enumerate(self._lines(self.width())):
            painter.drawText(QPointF(0, place * self._step() + face.ascent()), line)

    def painted_texts(self) -> list[PaintedText]:
        """For the check for clipped text."""
        lines = self._lines(self.width())
        needed = max(metrics(self.role, serif=True).horizontalAdvance(line) for line in lines)
        return [PaintedText(self.text(), needed, self.width(), len(lines) * self._step(), self.height() + 1)]
