"""A large button with a title and a second line: an account to sign in as, a way to begin, a section to open."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from desktop.icons import draw_icon
from desktop.theme.paint import (
    BOX_RADIUS,
    colour,
    key_height,
    key_width,
    paint_box,
    paint_focus,
    paint_key,
    paint_words,
    smooth,
)
from desktop.theme.sizes import mark_size, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role, line_height, metrics, text_width
from desktop.widgets.keyed_words import KeyedWords
from desktop.widgets.painted import PaintedText
from desktop.widgets.spoken import pressed

SIDE, _GAP, _ABOVE = 12, 10, 7


class Tile(KeyedWords, QPushButton):
    """`Tile("赵文博", "受理", choose, icon="person", key="1")`; `plain` has no edge until it is chosen (lists)."""

    def __init__(
        self,
        title: str,
        detail: str = "",
        handler: Callable[[], object] | None = None,
        *,
        icon: str = "",
        key: str = "",
        plain: bool = False,
    ) -> None:
        super().__init__(title)
        self.detail, self.icon_name, self.key, self.plain = detail, icon, key, plain
        self.reason = ""
        self._handler = handler
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("，".join(part for part in (title, detail) if part))
        self.setAccessibleDescription(pressed(key))
        self.setToolTip(self._whole())
        self.clicked.connect(self._run)

    def _run(self) -> None:
        if self._handler is not None:
            self._handler()

    def block(self, reason: str) -> None:
        """Disable it and say why."""
        self.reason = reason
        self.setEnabled(not reason)
        self.setToolTip(reason or self._whole())
        self.setAccessibleDescription(reason or pressed(self.key))

    def show_detail(self, detail: str) -> None:
        """Another second line."""
        self.detail = detail
        self.setToolTip(self.reason or self._whole())
        self.setAccessibleName("，".join(part for part in (self.text(), detail) if part))
        self.update()

    def _whole(self) -> str:
        return "\n".join(part for part in (self.text(), self.detail) if part)

    def sizeHint(self) -> QSize:
        widest = max(text_width(self.text()), min(text_width(self.detail, Role.CAPTION), scaled(280)))
        return QSize(ceil(widest + self._left() + self._right()), self._height())

    def minimumSizeHint(self) -> QSize:
        title = min(text_width(self.text()), scaled(120))
        return QSize(ceil(title + self._left() + self._right()), self._height())

    def _height(self) -> int:
        second = line_height(Role.CAPTION) if self.detail else 0
        return ceil(line_height() + second) + 2 * _ABOVE

    def _left(self) -> float:
        return SIDE + (mark_size(20) + _GAP if self.icon_name else 0)

    def _right(self) -> float:
        return SIDE + (key_width(self.key) + _GAP if self.key else 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        elif self.plain and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()  # a list walks by itself
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, rect = smooth(QPainter(self)), QRectF(self.rect())
        self._paint_ground(painter, rect)
        ink = Tone.TEXT if self.isEnabled() else Tone.TEXT3
        size = mark_size(20)
        if self.icon_name:
            place = QRectF(SIDE, (self.height() - size) / 2, size, size)
            draw_icon(painter, self.icon_name, place, colour(Tone.ACCENT_TEXT if self._lit() else Tone.TEXT2))
        x, y = self._left(), float(_ABOVE)
        strong = bool(self.detail) or self.isChecked()
        room = self.width() - x - self._right()
        title = metrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        paint_words(painter, (x, y + metrics().ascent()), title, ink, strong=strong)
        if self.detail:
            y += line_height()
            words = metrics(Role.CAPTION).elidedText(self.detail, Qt.TextElideMode.ElideRight, room)
            paint_words(painter, (x, y + metrics(Role.CAPTION).ascent()), words, Tone.TEXT2, Role.CAPTION)
        if self.key:
            width, height = key_width(self.key), key_height()
            paint_key(
                painter, QRectF(self.width() - SIDE - width, (self.height() - height) / 2, width, height), self.key
            )

    def _lit(self) -> bool:
        return self.isEnabled() and (self.isChecked() or self.underMouse())

    def _paint_ground(self, painter: QPainter, rect: QRectF) -> None:
        if self.isChecked():
            paint_box(painter, rect, Tone.ACCENT_TINT, Tone.ACCENT_EDGE if self.plain else Tone.RING, BOX_RADIUS)
        elif self.underMouse() and self.isEnabled():
            paint_box(painter, rect, Tone.HOVER, None if self.plain else Tone.BORDER, BOX_RADIUS)
        elif not self.plain:
            paint_box(painter, rect, Tone.SURFACE, Tone.BORDER, BOX_RADIUS)
        if self.hasFocus():
            paint_focus(painter, rect)

    def painted_texts(self) -> list[PaintedText]:
        """For the check for clipped text; a long line ends in an ellipsis, the tooltip has it whole."""
        return [PaintedText(self.text(), 0, self.width(), self._height() - 2 * _ABOVE, self.height())]
