"""Typing into widgets as a person does, also Chinese and rare characters (QTest stops at non-ASCII text)."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.theme.apply import dress

NONE = Qt.KeyboardModifier.NoModifier


def press(widget: QWidget, key: Qt.Key, text: str = "", modifiers: Qt.KeyboardModifier = NONE) -> None:
    """One key down and up."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, modifiers, text))


def type_text(widget: QWidget, text: str) -> None:
    """Each character as its own key."""
    for character in text:
        press(widget, Qt.Key.Key_unknown, character)


def enter(widget: QWidget) -> None:
    """The Enter key."""
    press(widget, Qt.Key.Key_Return, "\r")


def compose(widget: QWidget, preedit: str) -> None:
    """What an input method sends while a word is being composed; "" ends the composition."""
    QApplication.sendEvent(widget, QInputMethodEvent(preedit, []))


def show(widget: QWidget) -> None:
    """Show a window with true focus."""
    dress(widget.window())
    widget.show()
    widget.activateWindow()
    QApplication.processEvents()
