"""A dialog inside the window, over the middle only."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QLayout, QLineEdit, QWidget
from shiboken6 import isValid

from desktop.theme.paint import CARD_RADIUS, paint_box, smooth
from desktop.theme.sizes import DIALOG_WIDTH, MARGIN, PAD, STEP, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role, metrics
from desktop.widgets.action import Action
from desktop.widgets.button import Button, Kind
from desktop.widgets.layouts import boxed, column, row
from desktop.widgets.scrim import Scrim
from desktop.widgets.scrolling import Scrolling
from desktop.widgets.surface import Surface
from desktop.widgets.text import Strong, Text

_RING = 4  # the first field keeps so much room for its focus ring
_SHADOW = 24


class Modal(QWidget):
    """`Modal("一次性告知", body_layout, accept=Action("Ctrl+Enter", "告知并打印", self.give), subtitle="林晓芸")`.

    `MainWindow.open_modal(modal)` shows it; `close()` ends it. Esc cancels (`cancelled`), Ctrl+Enter accepts, except
    while the input method composes. The focus stays inside. `extra` actions stand before the accepting one; `remark`
    stands right of the title, `foot_note` left in the foot (the number it will take). `danger=True` for what cannot be
    undone. A body taller than the window scrolls. `actions_changed` when `actions_shown()` gives others.
    """

    cancelled = Signal()
    closed = Signal()
    actions_changed = Signal()

    def __init__(
        self,
        title: str,
        body: QLayout,
        *,
        accept: Action | None = None,
        extra: Sequence[Action] = (),
        subtitle: str = "",
        remark: str = "",
        foot_note: str = "",
        width: int = DIALOG_WIDTH,
        danger: bool = False,
        cancel_word: str = "",
    ) -> None:
        super().__init__()
        self.width_at_medium = width
        self.cancel_action = Action("Esc", cancel_word or self.tr("取消"), self.cancel, parent=self)
        self.accept_action = accept
        self.extra_actions = list(extra)
        self.foot_note = Text(foot_note, Role.SMALL, Tone.TEXT2, elide=True)
        self.setAccessibleName(title)
        self._scrim: Scrim | None = None
        self._over: QWidget | None = None
        self._focus_before: QWidget | None = None
        if body.contentsMargins().left() == 0:
            body.setContentsMargins(MARGIN, _RING, MARGIN, PAD)
        self._scroll = Scrolling(body)
        about, said = Text(subtitle, Role.SMALL, Tone.TEXT2, wrap=True), Text(remark, Role.SMALL, Tone.TEXT2)
        lower = round(metrics(Role.SECTION).ascent() - metrics(Role.SMALL).ascent())  # one base line with the title
        beside = boxed(column(about, margins=(0, lower, 0, 0)))
        top = row(Strong(title, Role.SECTION), (beside, 1), said, gap=10, margins=(MARGIN, PAD, MARGIN, 12 - _RING))
        self._top, self._bottom = boxed(top), self._foot(danger)
        self.setProperty("cancels_on_escape", True)
        parts = column(self._top, (self._scroll, 1), self._bottom, gap=0, margins=(1, 1, 1, 1))
        self._box = Surface(parts, Tone.RAISED, edge=Tone.DIVIDER, radius=CARD_RADIUS)
        self.setLayout(column(self._box, margins=(_SHADOW, _SHADOW, _SHADOW, _SHADOW)))

    def _foot(self, danger: bool) -> Surface:
        buttons = [Button(action=self.cancel_action), *(Button(action=action) for action in self.extra_actions)]
        self._accept_button: Button | None = None
        if self.accept_action is not None:
            self._accept_button = Button(action=self.accept_action, kind=Kind.DANGER if danger else Kind.PRIMARY)
            buttons.append(self._accept_button)
        body = row((self.foot_note, 1), *buttons, gap=STEP, margins=(MARGIN, 12, MARGIN, 12))
        foot = Surface(body, Tone.SUNKEN, radius=CARD_RADIUS - 1, flat_top=True)
        if self.accept_action is not None:
            self.accept_action.changed.connect(self._show_reason)
            self._note = self.foot_note.text()
            self._show_reason()
        return foot

    def _show_reason(self) -> None:
        if self.accept_action is not None:
            self.foot_note.setText(self.accept_action.reason or self._note)

    def actions_shown(self) -> list[Action]:
        """What the key line shows while it is open."""
        accept = [] if self.accept_action is None else [self.accept_action]
        return [*self.extra_actions, *accept, self.cancel_action]

    @property
    def is_open(self) -> bool:
        """Whether it is shown; an answer that comes later finds its fields gone."""
        return self._over is not None

    def open_over(self, middle: QWidget) -> None:
        """Show it over `middle`; the main window does this."""
        window = middle.window()
        self._over = middle
        self._focus_before = QApplication.focusWidget()
        self._scrim = Scrim(window)
        self.setParent(window)
        window.installEventFilter(self)
        middle.installEventFilter(self)
        self._scrim.show()
        self.show()
        self._to_front()
        self._place()
        self._focus_first()

    def cancel(self) -> None:
        """Esc: close and say so."""
        self.cancelled.emit()
        self.close()

    def close(self) -> bool:
        """End it and give the focus back."""
        if self._over is None:
            return True
        for watched in (self.window(), self._over):
            if isValid(watched):
                watched.removeEventFilter(self)
        self._over = None
        if self._scrim is not None:
            self._scrim.hide()
            self._scrim.deleteLater()
        self.hide()
        before = self._focus_before
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()
        self.deleteLater()
        return True

    def set_aside(self, aside: bool) -> None:
        """Hide it under a lock without closing it, or bring it back."""
        self.setVisible(not aside)
        if self._scrim is not None:
            self._scrim.setVisible(not aside)
        if not aside:
            self._to_front()
            self._place()

    def is_composing(self) -> bool:
        """Whether the input method is at work in the focused input."""
        return bool(getattr(QApplication.focusWidget(), "composing", False))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place()
        return False

    def event(self, event: QEvent) -> bool:
        answered = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return answered

    def _place(self) -> None:
        if self._over is None or self._scrim is None or not isValid(self._over):
            return
        window = self._over.window()
        area = QRect(self._over.mapTo(window, QPoint(0, 0)), self._over.size())
        self._scrim.setGeometry(area)
        width = min(scaled(self.width_at_medium), area.width() - 2 * STEP)
        height = min(self._natural_height(width), area.height() - 2 * STEP)
        x = area.x() + (area.width() - width) // 2
        y = area.y() + max(STEP, (area.height() - height) // 2 - PAD)
        self.setGeometry(QRect(x, y, width, height).adjusted(-_SHADOW, -_SHADOW, _SHADOW, _SHADOW))

    def _to_front(self) -> None:
        # Only when it is shown: a window that changes its size would else bring a lower dialog over an upper one.
        if self._scrim is not None:
            self._scrim.raise_()
        self.raise_()

    def _natural_height(self, width: int) -> int:
        inner = width - 2
        around = self._top.heightForWidth(inner) + self._bottom.sizeHint().height() + 2
        return around + max(self._scroll.natural_height(inner), self._scroll.minimumSizeHint().height())

    def _inputs(self) -> list[QWidget]:
        found = [widget for widget in self.findChildren(QWidget) if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
        found = [widget for widget in found if widget.isVisibleTo(self) and widget.isEnabled()]
        return sorted(found, key=lambda widget: _reading_order(widget, self))

    def _focus_first(self) -> None:
        inputs = self._inputs()
        open_ones = [widget for widget in inputs if not (isinstance(widget, QLineEdit) and widget.isReadOnly())]
        for widget in (open_ones or inputs)[:1]:
            widget.setFocus(Qt.FocusReason.TabFocusReason)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round inside."""
        # Behind the last field comes what the dialog is for: an Enter too many must not throw away what was typed.
        inputs, focused = sorted(self._inputs(), key=self._foot_place), QApplication.focusWidget()
        if inputs:
            place = inputs.index(focused) if focused in inputs else -1
            following = inputs[(place + (1 if forward else -1)) % len(inputs)]
            following.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _foot_place(self, widget: QWidget) -> int:
        if not self._bottom.isAncestorOf(widget):
            return 0
        return 1 if widget is self._accept_button else 2

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.is_composing():
            self.cancel()
        else:
            event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        painter.setOpacity(0.022)
        for step in range(16):
            rect = QRectF(self.rect()).adjusted(8 + step, 14 + step, -8 - step, -4 - step)
            paint_box(painter, rect, Tone.SHADOW, None, 24 - step)


def question(
    title: str, text: str, word: str, handler: Callable[[], object], *, danger: bool = False, cancel_word: str = ""
) -> Modal:
    """A short question before something that cannot be undone; the accepting button says what happens, never 确定."""
    accept = Action("Ctrl+Enter", word, handler)
    return Modal(title, column(Text(text, wrap=True)), accept=accept, width=480, danger=danger, cancel_word=cancel_word)


def _reading_order(widget: QWidget, inside: QWidget) -> tuple[int, int]:
    place = widget.mapTo(inside, QPoint(0, 0))
    return place.y() // 12, place.x()
