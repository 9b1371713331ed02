"""The bottom line: the keys of this screen, who else has the case open, whether the work is saved."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QRectF, QSize, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.keymap import pressed_key
from desktop.theme.paint import MarkKind, key_height, key_width, middle_baseline, paint_key, paint_words
from desktop.theme.sizes import PAD, at_least
from desktop.theme.tokens import Tone
from desktop.theme.type import Role, text_width
from desktop.widgets.action import Action
from desktop.widgets.keyed_words import KeyedWords
from desktop.widgets.layouts import row
from desktop.widgets.marks import Icon, Mark
from desktop.widgets.spoken import announce
from desktop.widgets.surface import Bar
from desktop.widgets.text import Text

_SAID_FOR_MILLISECONDS = 8000


class KeyLegend(KeyedWords, QWidget):
    """Key caps with their words, as many as fit; F1 lists them all."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[tuple[str, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_entries(self, entries: Sequence[tuple[str, str]]) -> None:
        """Show these keys."""
        self.entries = list(entries)
        self.setAccessibleName("，".join(f"{pressed_key(key)} {word}" for key, word in entries))
        self.update()

    def name_keys_again(self) -> None:
        super().name_keys_again()
        self.show_entries(self.entries)

    def sizeHint(self) -> QSize:
        return QSize(200, at_least(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        x = 0.0
        baseline = middle_baseline(QRectF(self.rect()), Role.CAPTION)
        for key, word in self.entries:
            width = key_width(key)
            total = width + 6 + text_width(word, Role.CAPTION)
            if x + total > self.width():
                break
            paint_key(painter, QRectF(x, (self.height() - key_height()) / 2, width, key_height()), key)
            paint_words(painter, (x + width + 6, baseline), word, Tone.TEXT2, Role.CAPTION)
            x += ceil(total) + 14


class KeyLine(Bar):
    """`line.show_actions(actions)`, `line.show_saved("已存 14:02:11")`, `line.show_others("没有其他人打开本件")`.

    `say(words)` is the place for success: a few seconds at the right, never a dialog. A failure, with `bad=True`, stays
    until the next word. `tell(words)` is for what is still under way.
    """

    def __init__(self) -> None:
        self.legend = KeyLegend()
        self.others_icon = Icon("people", 14, Tone.TEXT3)
        self.others = Text("", Role.CAPTION, Tone.TEXT3, elide=True)
        self.mark = Mark(MarkKind.MET, 12)
        self.saved = Text("", Role.CAPTION, Tone.TEXT2, elide=True)
        super().__init__(
            row(
                (self.legend, 1),
                self.others_icon,
                self.others,
                8,
                self.mark,
                self.saved,
                gap=6,
                margins=(12, 1, PAD, 0),
            ),
            Tone.RAIL,
            "top",
            at_least(26),
        )
        self._saved: tuple[str, MarkKind] = ("", MarkKind.MET)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_SAID_FOR_MILLISECONDS)
        self._quiet.timeout.connect(self._show_state)
        self.show_others("")
        self._show_state()

    def show_actions(self, actions: Sequence[Action]) -> None:
        """Show the keys of the screen in front."""
        self.legend.show_entries([(action.key, action.word) for action in actions if action.key and action.shown])

    def show_saved(self, words: str, kind: MarkKind = MarkKind.MET) -> None:
        """Whether the work is saved; it stays."""
        self._saved = (words, kind)
        if not self._quiet.isActive():
            self._show_state()

    def show_others(self, words: str) -> None:
        """Who else has the case open."""
        self.others.setText(words)
        self.others.setVisible(bool(words))
        self.others_icon.setVisible(bool(words))

    def say(self, words: str, *, bad: bool = False) -> None:
        """One line about what was just done."""
        self._show(words, MarkKind.NOT_MET if bad else MarkKind.MET)
        self.saved.set_tone(Tone.BAD if bad else Tone.TEXT)
        if words:
            announce(self, words, urgent=bad)
        if bad:
            self._quiet.stop()
        else:
            self._quiet.start()

    def tell(self, words: str) -> None:
        """One line about what is still under way: neither success nor failure."""
        self._show(words, MarkKind.INFO)
        self.saved.set_tone(Tone.TEXT)
        self._quiet.start()

    def _show_state(self) -> None:
        self.saved.set_tone(Tone.TEXT2)
        self._show(*self._saved)

    def _show(self, words: str, kind: MarkKind) -> None:
        self.saved.setText(words)
        self.mark.set_kind(kind)
        self.mark.setVisible(bool(words))
