"""The tour over the real window: everything dimmed but one part, a card beside it; keys only, nothing moves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from desktop.main_window import MainWindow
from desktop.theme.paint import CARD_RADIUS, colour, smooth
from desktop.theme.sizes import PAD, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.tour.steps import Step, steps, target_of
from desktop.widgets.action import Action
from desktop.widgets.button import Button, Kind
from desktop.widgets.layouts import STRETCH, column, row
from desktop.widgets.surface import Surface
from desktop.widgets.text import Strong, Text

_WIDTH, _GAP, _AROUND = 380, 14, 4


class Tour(QWidget):
    """`Tour(window).begin()`; Enter or → goes on, ← back, Esc ends it and gives the focus back."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._focus_before = QApplication.focusWidget()
        self.place = 0
        self.setAccessibleName(self.tr("五分钟导览"))
        self.setProperty("cancels_on_escape", True)
        self.count = Text("", Role.CAPTION, Tone.TEXT3)
        self.title, self.words = Strong("", Role.SECTION), Text("", wrap=True)
        self.back_action = Action("←", self.tr("上一步"), self.back, parent=self)
        self.next_action = Action("→", self.tr("下一步"), self.forward, parent=self)
        self.end_action = Action("Esc", self.tr("结束"), self.end, parent=self)
        self.next_button = Button(action=self.next_action, kind=Kind.PRIMARY)
        self._buttons = [Button(action=self.end_action), Button(action=self.back_action), self.next_button]
        buttons = row(self._buttons[0], STRETCH, *self._buttons[1:])
        inside = column(self.count, self.title, self.words, 4, buttons, gap=6, margins=(PAD, 12, PAD, 12))
        self.card = Surface(inside, Tone.RAISED, edge=Tone.BORDER, radius=CARD_RADIUS)
        self.card.setParent(self)
        self.card.installEventFilter(self)

    def begin(self) -> None:
        """Show the first step."""
        self._window.installEventFilter(self)
        self.show()
        self.raise_()
        self._show_step()

    def step(self) -> Step:
        """The one that is shown."""
        return steps()[self.place]

    def forward(self) -> None:
        """The next one; after the last it ends."""
        if self.place + 1 == len(steps()):
            self.end()
            return
        self.place += 1
        self._show_step()

    def back(self) -> None:
        """The one before."""
        self.place = max(0, self.place - 1)
        self._show_step()

    def end(self) -> None:
        """Take it away and give the focus back."""
        self._window.removeEventFilter(self)
        self.hide()
        if self._focus_before is not None and isValid(self._focus_before):
            self._focus_before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.deleteLater()

    def _show_step(self) -> None:
        last = self.place + 1 == len(steps())
        self.count.setText(self.tr("导览 {n}/{all}").format(n=self.place + 1, all=len(steps())))
        self.title.setText(self.step().title)
        self.words.setText(self.step().text.replace("`", " ").strip())
        self.next_button.setText(self.tr("开始办事") if last else self.next_action.word)
        self.next_button.setAccessibleName(self.next_button.text())
        self.next_button.updateGeometry()
        if self.place:
            self.back_action.allow()
        else:
            self.back_action.block(self.tr("这是第一步"))
        self.setAccessibleDescription(f"{self.step().title}。{self.words.text()}")
        self._lay_out()
        self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- where it stands --------------------------------------------------------------------------------------------

    def target(self) -> QRect:
        """The part that is not dimmed."""
        part = target_of(self.step(), self._window)
        place = QRect(part.mapTo(self._window, QPoint(0, 0)), part.size())
        return place.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND).intersected(self._window.rect())

    def _lay_out(self) -> None:
        self.setGeometry(self._window.rect())
        self.card.setFixedWidth(scaled(_WIDTH))
        layout = self.card.layout()
        height = layout.totalHeightForWidth(self.card.width()) if layout is not None else 0
        self.card.resize(self.card.width(), height)
        self.card.move(self._beside(self.target()))
        self.update()

    def _beside(self, target: QRect) -> QPoint:
        """Below, right, left or above what it points at; over its middle where it fills the window."""
        wide, high = self.card.width(), self.card.height()
        room = self.rect().adjusted(_GAP, _GAP, -_GAP, -_GAP)
        places = (
            QPoint(target.left(), target.bottom() + _GAP),
            QPoint(target.right() + _GAP, target.top()),
            QPoint(target.left() - wide - _GAP, target.top()),
            QPoint(target.left(), target.top() - high - _GAP),
        )
        for place in places:
            x = min(max(place.x(), room.left()), room.right() - wide)
            y = min(max(place.y(), room.top()), room.bottom() - high)
            if not QRect(x, y, wide, high).intersects(target):
                return QPoint(x, y)
        return target.center() - QPoint(wide // 2, high // 2)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        resized = event.type() == QEvent.Type.Resize and watched is self._window
        # Another text size asks for another height of the card.
        if resized or event.type() == QEvent.Type.LayoutRequest:
            self._lay_out()
        return False

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round among its buttons."""
        usable = [button for button in self._buttons if button.isEnabled()]
        focused = QApplication.focusWidget()
        place = usable.index(focused) if isinstance(focused, Button) and focused in usable else -1
        usable[(place + (1 if forward else -1)) % len(usable)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        handlers = {
            Qt.Key.Key_Escape: self.end,
            Qt.Key.Key_Right: self.forward,
            Qt.Key.Key_Left: self.back_action.trigger,
        }
        handler = handlers.get(Qt.Key(event.key()))
        if handler is not None:
            handler()
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        dimmed, target = QPainterPath(), QPainterPath()
        dimmed.addRect(QRectF(self.rect()))
        target.addRoundedRect(QRectF(self.target()), CARD_RADIUS, CARD_RADIUS)
        painter.fillPath(dimmed.subtracted(target), colour(Tone.SCRIM))
        painter.setPen(QPen(colour(Tone.RING), 3))
        painter.drawPath(target)
