"""A choice among many: typed text, pinyin or its initials narrow the list to at most seven."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from desktop.theme.sizes import field_height, scaled
from desktop.widgets.choice_delegate import ChoiceDelegate
from desktop.widgets.line_edit import LineEdit, is_plain_enter
from desktop.widgets.pinyin_match import PinyinMatch
from desktop.widgets.segments import Option
from desktop.widgets.spoken import sought

SHOWN = 7


class ChoiceList(QListView):
    """The list under the box; a child of the window, so that the input method keeps the box's focus."""

    def __init__(self, box: QWidget) -> None:
        super().__init__(box.window())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(ChoiceDelegate(self))
        self.setUniformItemSizes(True)
        self.hide()

    def show_under(self, box: QWidget, rows: int) -> None:
        """Open under the box, or above it where there is no room below."""
        window = box.window()
        self.setParent(window)
        place = QRect(box.mapTo(window, QPoint(0, box.height() + 4)), self._size(box, rows))
        if place.bottom() > window.height() - 4:
            place.moveBottom(box.mapTo(window, QPoint(0, -4)).y())
        self.setGeometry(place)
        self.show()
        self.raise_()

    def _size(self, box: QWidget, rows: int) -> QSize:
        needed = self.sizeHintForColumn(0) + 10
        return QSize(max(box.width(), min(needed, scaled(420))), rows * self.sizeHintForRow(0) + 10)


class ChoiceBox(LineEdit):
    """`ChoiceBox([Option("电工"), …])`; `free=True` accepts a text that is not on the list.

    Typing filters by text, pinyin initials (`dgy`) or full pinyin; Down opens, Enter takes the highlighted one and
    walks on; a typed option key (a level's digit) picks at once, and `picked_by_key` says so where no other key begins
    with it. `chosen` carries the chosen text, "" for none.
    """

    chosen = Signal(str)
    picked_by_key = Signal()

    def __init__(self, options: Sequence[Option], placeholder: str = "", *, free: bool = False) -> None:
        super().__init__(placeholder, icon="down")
        self.free = free
        self._options = list(options)
        self._match = PinyinMatch([option.text for option in options])
        self._model = QStringListModel(self)
        self._list: ChoiceList | None = None
        self._answer = ""
        self.textEdited.connect(self._typed)
        self.left.connect(self._settle)

    def how(self) -> str:
        """How it is worked, for a screen reader."""
        return sought()

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer other answers; the text stays."""
        self._options = list(options)
        self._match = PinyinMatch([option.text for option in options])

    def options(self) -> list[Option]:
        """What is offered."""
        return self._options

    def answer(self) -> str:
        """The chosen text, "" while nothing on the list is chosen; with `free` the text as typed."""
        return self.text() if self.free else self._answer

    def set_answer(self, text: str) -> None:
        """Choose by text without `chosen`."""
        self._answer = text
        self.setText(text)
        self.setCursorPosition(0)

    def is_open(self) -> bool:
        """Whether the list is shown."""
        return self._list is not None and self._list.isVisible()

    def open_list(self) -> None:
        """Show the options that match what is typed; all, when it is a chosen answer."""
        typed = "" if self.text() == self._answer else self.text()
        self._show(self._match.find(typed))

    def close_list(self) -> None:
        """Hide the list."""
        if self._list is not None:
            self._list.hide()

    def _typed(self, text: str) -> None:
        by_key = next((option.text for option in self._options if option.key and option.key == text), None)
        self._set_answer(by_key or (text if text in self._match.texts else ""))
        self._show([by_key] if by_key else self._match.find(text))
        if by_key and not self.free and self._is_whole(text):
            self.close_list()
            self.picked_by_key.emit()

    def _is_whole(self, key: str) -> bool:
        """Whether no longer key, and no text on the list, begins with what is typed."""
        others = (option for option in self._options if option.key != key)
        return not any(option.key.startswith(key) or option.text.startswith(key) for option in others)

    def _set_answer(self, answer: str) -> None:
        changed = answer != self._answer or self.free
        self._answer = answer
        if changed:
            self.chosen.emit(self.answer())

    def _show(self, texts: list[str]) -> None:
        if not texts or (self.free and texts == [self.text()]):
            self.close_list()
            return
        if self._list is None:
            self._list = ChoiceList(self)
            self._list.setModel(self._model)
            # The list is the window's child: without this it would outlive its box, and its model.
            self._model.setParent(self._list)
            self.destroyed.connect(self._list.deleteLater)
            self._list.clicked.connect(lambda index: self._take(str(index.data())))
        self._model.setStringList(texts)
        current = texts.index(self._answer) if self._answer in texts else 0
        self._list.setCurrentIndex(self._model.index(current))
        self._list.show_under(self, min(SHOWN, len(texts)))

    def _take(self, text: str) -> None:
        self.setText(text)
        self.close_list()
        self._set_answer(text)

    def _settle(self) -> None:
        """On leaving: a key or a unique match becomes the answer, the list closes."""
        self.close_list()
        if self._answer and self.text() != self._answer and not self.free:
            self.setText(self._answer)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.composing or self._list is None or not self._list.isVisible():
            if not self.composing and event.key() == Qt.Key.Key_Down:
                self.open_list()
                return
            super().keyPressEvent(event)
            return
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._move(1 if event.key() == Qt.Key.Key_Down else -1)
        elif is_plain_enter(event) or event.key() == Qt.Key.Key_Tab:
            self._take_current()
            self.advanced.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_list()
        else:
            super().keyPressEvent(event)

    def _take_current(self) -> None:
        if self._list is not None and not (self.free and self.text() in self._match.texts):
            self._take(str(self._list.currentIndex().data()))

    def _move(self, by: int) -> None:
        if self._list is not None:
            last = self._model.rowCount() - 1
            self._list.setCurrentIndex(self._model.index(min(max(self._list.currentIndex().row() + by, 0), last)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(72), field_height())
