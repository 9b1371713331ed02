"""Buttons with their key cap inside, and links."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy

from desktop.icons import draw_icon
from desktop.theme.paint import (
    RADIUS,
    colour,
    key_height,
    key_width,
    middle_baseline,
    paint_box,
    paint_focus,
    paint_key,
    paint_words,
    smooth,
)
from desktop.theme.sizes import field_height, mark_size
from desktop.theme.tokens import Tone
from desktop.theme.type import Role, font, line_height, text_width
from desktop.widgets.action import Action
from desktop.widgets.keyed_words import KeyedWords
from desktop.widgets.painted import PaintedText
from desktop.widgets.spoken import pressed

_GAP = 8
_ICON_GAP = 6


class Kind(StrEnum):
    NORMAL = "normal"
    PRIMARY = "primary"
    QUIET = "quiet"
    DANGER = "danger"


class _PaintedButton(KeyedWords, QPushButton):
    """A push button that Enter presses too, and that can say why it is disabled."""

    def __init__(self, word: str, handler: Callable[[], object] | None, key: str = "") -> None:
        super().__init__(word)
        self.reason, self.key = "", key
        self.setAccessibleDescription(pressed(key))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(word)
        self._handler = handler
        self.clicked.connect(self._run)

    def _run(self) -> None:
        if self._handler is not None:
            self._handler()

    def block(self, reason: str) -> None:
        """Disable it and say why, on hover and to a screen reader; `Foot` also writes the reason beside it."""
        self.reason = reason
        self.setEnabled(not reason)
        self.setToolTip(reason)
        self.setAccessibleDescription(reason or pressed(self.key))

    def allow(self) -> None:
        """Enable it."""
        self.block("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class Button(_PaintedButton):
    """`Button("存草稿", "Ctrl+S", handler)`, `Button(action=action, kind=Kind.PRIMARY)`.

    With an action it takes word, key and icon from it, triggers it, and is disabled with its reason. The key cap only
    shows the key; binding the key is the window's work.
    """

    def __init__(
        self,
        word: str = "",
        key: str = "",
        handler: Callable[[], object] | None = None,
        *,
        kind: Kind = Kind.NORMAL,
        icon: str = "",
        action: Action | None = None,
    ) -> None:
        super().__init__(
            action.word if action else word, action.trigger if action else handler, action.key if action else key
        )
        self.icon_name = icon or (action.icon if action else "")
        self.kind = kind
        self.bound = action
        if action is not None:
            action.changed.connect(self._follow)
            self._follow()

    def _follow(self) -> None:
        if self.bound is not None:
            self.block(self.bound.reason)

    def _padding(self) -> int:
        return _GAP if self.kind is Kind.QUIET else 13

    def sizeHint(self) -> QSize:
        width = text_width(self.text()) + 2 * self._padding()
        if self.icon_name:
            width += mark_size() + (_ICON_GAP if self.text() else 0)
        if self.key:
            width += key_width(self.key) + _GAP - 5
        return QSize(max(ceil(width), field_height()), field_height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        rect = QRectF(self.rect())
        self._paint_ground(painter, rect)
        ink = self._ink()
        x = self._content_left()
        if self.icon_name:
            size = mark_size()
            draw_icon(painter, self.icon_name, QRectF(x, (self.height() - size) / 2, size, size), colour(ink))
            x += size + _ICON_GAP
        paint_words(painter, (x, middle_baseline(rect, Role.BODY)), self.text(), ink, strong=self.kind is Kind.PRIMARY)
        if self.key:
            width, height = key_width(self.key), key_height()
            place = QRectF(self.width() - width - _GAP, (self.height() - height) / 2, width, height)
            paint_key(painter, place, self.key, on_accent=self.kind is Kind.PRIMARY and self.isEnabled())

    def _content_left(self) -> float:
        if self.key:
            return self._padding()
        content = text_width(self.text()) - 1 if self.text() else 0
        if self.icon_name:
            content += mark_size() + (_ICON_GAP if self.text() else 0)
        return (self.width() - content) / 2

    def _paint_ground(self, painter: QPainter, rect: QRectF) -> None:
        if not self.isEnabled():
            paint_box(painter, rect, Tone.UNKNOWN_TINT, Tone.UNKNOWN_EDGE, RADIUS)
            return
        lit = self.underMouse() or self.isDown()
        if self.kind is Kind.PRIMARY:
            paint_box(painter, rect, Tone.ACCENT_HOVER if lit else Tone.ACCENT, None, RADIUS)
        elif self.kind is Kind.DANGER:
            paint_box(painter, rect, Tone.BAD_TINT if lit else Tone.SURFACE, Tone.BAD, RADIUS)
        elif self.kind is Kind.NORMAL or lit:
            edge = Tone.BORDER if self.kind is Kind.NORMAL else None
            paint_box(painter, rect, Tone.HOVER if lit else Tone.SURFACE, edge, RADIUS)
        if self.hasFocus():
            self._paint_focus(painter, rect)

    def _paint_focus(self, painter: QPainter, rect: QRectF) -> None:
        paint_focus(painter, rect)
        if self.kind is Kind.PRIMARY:
            # Its own ground has the colour of the ring.
            painter.setPen(QPen(colour(Tone.ON_ACCENT), 2))
            painter.drawRoundedRect(rect.adjusted(3, 3, -3, -3), RADIUS - 2, RADIUS - 2)

    def _ink(self) -> Tone:
        if not self.isEnabled():
            return Tone.TEXT3
        inks = {Kind.PRIMARY: Tone.ON_ACCENT, Kind.QUIET: Tone.ACCENT_TEXT, Kind.DANGER: Tone.BAD}
        return inks.get(self.kind, Tone.TEXT)

    def painted_texts(self) -> list[PaintedText]:
        """For the check for clipped text."""
        return [PaintedText(self.text(), self.sizeHint().width(), self.width(), line_height(), self.height())]


class IconButton(Button):
    """A square button without a word; `name` is what a screen reader says and the tooltip shows.

    `compact` makes it as high as a line of text, to stand beside one.
    """

    def __init__(
        self,
        icon: str,
        name: str,
        handler: Callable[[], object] | None = None,
        key: str = "",
        *,
        compact: bool = False,
    ) -> None:
        super().__init__("", "", handler, icon=icon)
        self.compact = compact
        self.name, self._told = name, f"{name}  {key}".rstrip()
        self.setAccessibleName(name)
        self.setToolTip(self._told)

    def _ink(self) -> Tone:
        quiet = Tone.TEXT if self.underMouse() else Tone.TEXT2
        return quiet if self.isEnabled() else Tone.DISABLED

    def sizeHint(self) -> QSize:
        side = mark_size(20) if self.compact else field_height()
        return QSize(side, side)

    def block(self, reason: str) -> None:
        """Disable it and say why."""
        super().block(reason)
        if not reason:
            self.setToolTip(self._told)


class Link(_PaintedButton):
    """An underlined word that does something: `Link("核对核发日", handler)`."""

    def __init__(self, word: str, handler: Callable[[], object] | None = None, role: Role = Role.SMALL) -> None:
        super().__init__(word, handler)
        self.role = role
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(ceil(text_width(self.text(), self.role)) + 2, ceil(line_height(self.role)) + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        painter.setFont(font(self.role, underlined=True))
        painter.setPen(colour(Tone.ACCENT_TEXT if self.isEnabled() else Tone.TEXT3))
        painter.drawText(self.rect().adjusted(1, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()), 2)

    def painted_texts(self) -> list[PaintedText]:
        """For the check for clipped text."""
        return [PaintedText(self.text(), text_width(self.text(), self.role), self.width())]
