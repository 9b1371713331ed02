"""An identity card reader types 18 digits and Enter wherever the focus is: what it types belongs into the one box.

Nobody types twenty keys a second. The clock is that of the events, so that a slow machine is not taken for a slow hand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from shiboken6 import isValid

from desktop.widgets.line_edit import TAKES_ID_NUMBER, is_plain_enter
from desktop.widgets.search_box import SearchBox
from models.errors import InputError
from models.id_number import IdNumber

LONGEST_GAP_MILLISECONDS = 50
_LENGTH = 18
_KEYS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease)


@dataclass(slots=True)
class _Burst:
    """Keys in quick succession, and how to undo what they did."""

    text: str
    last: int
    widget: QWidget
    before: str | None
    put_back: Callable[[], None] | None


class CardReader(QObject):
    """`CardReader(window, snapshot, resting)`; `read(number)` when a card was read into anything but its place.

    What the digits did on the way is undone first: a text is what it was, and `snapshot()` (asked at the first key)
    gives the way back for everything else. While `resting()` says so, under a dialog or a lock, nothing is watched.
    A field that asks for an ID number, and the one box itself, keep theirs.
    """

    read = Signal(str)

    def __init__(
        self, window: QWidget, snapshot: Callable[[], Callable[[], None] | None], resting: Callable[[], bool]
    ) -> None:
        super().__init__(window)
        self._window, self._snapshot, self._resting = window, snapshot, resting
        self._watched: QWidget | None = None
        self._burst: _Burst | None = None
        self._offered = False
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._watch)
        self._watch(None, QApplication.focusWidget())

    def _watch(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Only what has the focus is watched: a filter on the program would see every event there is."""
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        ours = now is not None and isValid(self._window) and now.window() is self._window.window()
        self._watched = now if ours else None
        if self._watched is not None:
            self._watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in _KEYS or not isinstance(event, QKeyEvent) or not isinstance(watched, QWidget):
            return False
        if self._resting():
            self._burst = None
        elif kind == QEvent.Type.KeyPress and is_plain_enter(event):
            burst, self._burst = self._burst, None
            return burst is not None and self._follows(burst, event) and self._take(burst, watched)
        elif self._is_another(kind) and not is_plain_enter(event):
            self._note(watched, event)
        return False

    def _is_another(self, kind: QEvent.Type) -> bool:
        """A key is first offered as a shortcut, maybe twice, then pressed if it is none: it is noted at the offer.

        By the press it may have acted: a digit is a shortcut where programmes are chosen.
        """
        offered = kind == QEvent.Type.ShortcutOverride
        another = kind != QEvent.Type.KeyRelease and not self._offered
        self._offered = offered
        return another

    def _note(self, watched: QWidget, event: QKeyEvent) -> None:
        typed = event.text()
        if len(typed) != 1 or not (typed.isascii() and typed.isalnum()):
            # A reader holds Shift for the X; anything else is a hand.
            if typed:
                self._burst = None
            return
        if self._burst is not None and self._follows(self._burst, event):
            self._burst.text += typed
            self._burst.last = event.timestamp()
            return
        before = watched.text() if isinstance(watched, QLineEdit) else None
        self._burst = _Burst(typed, event.timestamp(), watched, before, self._snapshot())

    def _follows(self, burst: _Burst, event: QKeyEvent) -> bool:
        return 0 <= event.timestamp() - burst.last <= LONGEST_GAP_MILLISECONDS

    def _take(self, burst: _Burst, watched: QWidget) -> bool:
        number = burst.text[-_LENGTH:].upper()
        if isinstance(watched, SearchBox) or watched.property(TAKES_ID_NUMBER) or not _is_number(number):
            return False
        if burst.before is not None and isValid(burst.widget) and isinstance(burst.widget, QLineEdit):
            burst.widget.setText(burst.before)
            burst.widget.textEdited.emit(burst.before)
        if burst.put_back is not None:
            burst.put_back()
        self.read.emit(number)
        return True


def _is_number(text: str) -> bool:
    if len(text) != _LENGTH:
        return False
    try:
        IdNumber.parse(text)
    except InputError:
        return False
    return True
