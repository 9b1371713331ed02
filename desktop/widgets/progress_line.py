"""How far long work has come, with a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme.paint import paint_box, smooth
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.layouts import column, row
from desktop.widgets.text import Text


class _Track(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, rect = smooth(QPainter(self)), QRectF(self.rect())
        paint_box(painter, rect, Tone.COUNT, None, 3)
        paint_box(painter, QRectF(0, 0, max(6.0, rect.width() * self.share), rect.height()), Tone.RING, None, 3)


class ProgressLine(QWidget):
    """`line = ProgressLine("正在导出 2026-08"); progress = runner.work(export, done, failed, line.report)`;
    `line.cancelled.connect(progress.cancel)`. It shows counts, never a guess of the time left.
    """

    cancelled = Signal()

    def __init__(self, words: str) -> None:
        super().__init__()
        self._track = _Track()
        self._words = Text(words, Role.SMALL, elide=True)
        self._count = Text("", Role.SMALL, Tone.TEXT2)
        self.stop = Button(self.tr("停止"), "", self._cancel)
        text = row((self._words, 1), self._count, gap=12)
        self.setLayout(row((column(text, self._track, gap=6), 1), self.stop, gap=16))
        self.setAccessibleName(words)

    def report(self, done: int, total: int, words: str = "") -> None:
        """Show how far it is; total 0 means that nobody knows."""
        if words:
            self._words.setText(words)
        self._count.setText(f"{done:,} / {total:,}" if total else f"{done:,}")
        self._track.share = done / total if total else 0.0
        self._track.update()
        self.setAccessibleDescription(self._count.text())

    def _cancel(self) -> None:
        self.stop.block(self.tr("正在停止，请稍候。"))
        self.cancelled.emit()
