"""Text inputs that know when the input method is composing, and walk on with Enter and back with Esc."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from desktop.icons import draw_icon
from desktop.theme.paint import colour, key_height, key_width, middle_baseline, paint_key, paint_words, smooth
from desktop.theme.sizes import field_height, mark_size, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role, line_height, text_width
from desktop.widgets.keyed_words import KeyedWords
from desktop.widgets.painted import PaintedText
from desktop.widgets.spoken import typed, written

TAKES_ID_NUMBER = "takes_id_number"  # the property of a field where a card reader is in its place
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_REDO = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Y)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


def is_plain_enter(event: QKeyEvent) -> bool:
    """Enter of either kind without Ctrl, Alt or Shift."""
    return event.key() in _ENTER and event.modifiers() in _PLAIN


def _undoes(event: QEvent) -> bool:
    keys = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
    return isinstance(event, QKeyEvent) and (any(event.matches(key) for key in keys) or event.keyCombination() == _REDO)


def mark_bad(widget: QWidget, bad: bool) -> None:
    """Give an input the edge of an error, or take it away."""
    state = "bad" if bad else ""
    if widget.property("state") != state:
        widget.setProperty("state", state)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def walks_back(widget: QWidget) -> bool:
    """Whether Esc goes to the control before; inside a dialog it cancels the dialog instead."""
    part: QWidget | None = widget
    while part is not None:
        if part.property("cancels_on_escape"):
            return False
        part = part.parentWidget()
    return True


class LineEdit(KeyedWords, QLineEdit):
    """One line of typed text.

    `advanced` on Enter, `retreated` on Esc, `accepted_proposal` on + in an empty box; none of them while the input
    method composes. `unit` is shown inside at the right, `icon` and `key` too.
    """

    advanced = Signal()
    retreated = Signal()
    accepted_proposal = Signal()
    left = Signal()
    entered = Signal()

    def __init__(self, placeholder: str = "", *, unit: str = "", icon: str = "", key: str = "") -> None:
        super().__init__()
        self.unit, self.icon_name, self.key = unit, icon, key
        self.composing = False
        self.offers_proposal = False
        self.leaves_undo = False  # the page undoes by name; what is typed here is one of its steps
        self.setPlaceholderText(placeholder)
        self.setAccessibleDescription(self.how())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._reserve()

    def how(self) -> str:
        """How it is worked, for a screen reader."""
        return typed(read_only=self.isReadOnly())

    def set_unit(self, unit: str) -> None:
        """Show another unit."""
        self.unit = unit
        self._reserve()
        self.update()

    def _reserve(self) -> None:
        right = text_width(self.unit, Role.SMALL) + 4 if self.unit else 0
        right += mark_size() + 4 if self.icon_name else 0
        self.setTextMargins(0, 0, int(right), 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(64), field_height())

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def event(self, event: QEvent) -> bool:
        if self.leaves_undo and event.type() == QEvent.Type.ShortcutOverride and _undoes(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.composing:
            super().keyPressEvent(event)
        elif is_plain_enter(event):
            self.advanced.emit()
        elif event.key() == Qt.Key.Key_Escape and walks_back(self):
            self.retreated.emit()
        elif event.text() == "+" and self.offers_proposal and not self.text():
            self.accepted_proposal.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.composing = False
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = smooth(QPainter(self))
        right = self.width() - 10.0
        if self.icon_name:
            size = mark_size()
            right -= size
            place = QRectF(right, (self.height() - size) / 2, size, size)
            draw_icon(painter, self.icon_name, place, colour(Tone.TEXT2))
            right -= 4
        if self.key:
            width, height = key_width(self.key), key_height()
            right -= width
            paint_key(painter, QRectF(right, (self.height() - height) / 2, width, height), self.key)
        if self.unit:
            at = (right - text_width(self.unit, Role.SMALL), middle_baseline(QRectF(self.rect()), Role.SMALL))
            paint_words(painter, at, self.unit, Tone.TEXT3, Role.SMALL)

    def painted_texts(self) -> list[PaintedText]:
        """For the check for clipped text: what is typed may scroll, what is written for the reader may not."""
        room = self.width() - 18 - self.textMargins().right() - (key_width(self.key) if self.key else 0)
        words = self.text() or self.placeholderText()
        if self.text() and not self.isReadOnly():
            return []
        return [PaintedText(words, text_width(words) - 1, room + 2)]


class TextEdit(KeyedWords, QPlainTextEdit):
    """Several lines of typed text; Enter makes a new line, Tab walks on. `rows` is its height in lines."""

    left = Signal()
    entered = Signal()

    def __init__(self, placeholder: str = "", rows: int = 3) -> None:
        super().__init__()
        self.rows = rows
        self.composing = False
        self.setPlaceholderText(placeholder)
        self.setAccessibleDescription(self.how())
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def how(self) -> str:
        """How it is worked, for a screen reader."""
        return written()

    def sizeHint(self) -> QSize:
        return QSize(scaled(240), int(line_height() * self.rows) + 16)

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(120), self.sizeHint().height())

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.composing = False
        super().focusOutEvent(event)
        self.left.emit()
