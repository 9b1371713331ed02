"""Who is here and what it is about: always on top of a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.theme.sizes import MARGIN, at_least, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role, text_width
from desktop.widgets.button import IconButton, Kind
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.surface import Bar, Hairline
from desktop.widgets.text import Strong, Text

_GAP = 16
_LEAST_FACT = 120  # a fact that is cut short still shows this much
_LONG_NAME = 8


@dataclass(frozen=True, slots=True)
class StripFact:
    """A labelled value at the right of the strip; `tone` colours a date that is near or past.

    `most`: the pixels its value has, where they are too few; 0 for all it needs.
    """

    label: str
    value: str
    tone: Tone = Tone.TEXT
    most: int = 0

    def width(self) -> int:
        """How wide it is with its line and gaps."""
        words = max(text_width(self.label, Role.CAPTION), text_width(self.value))
        return ceil(words) + 2 * _GAP + 2


class IdentityStrip(Bar):
    """`strip.show_person("林晓芸", "110105********002X", "女 · 36 岁 · 本市城镇户籍")`, `strip.show_facts([…])`.

    `reveal_asked` when the eye is pressed: the page has the command journal it and calls `show_number` with the whole
    number. Where the window is narrow, the last facts are cut short or left out first, never the person.
    """

    reveal_asked = Signal()

    def __init__(self) -> None:
        self._layout = row(gap=_GAP, margins=(MARGIN, 0, MARGIN, 0))
        super().__init__(self._layout, Tone.SURFACE, "bottom", at_least(56))
        self.name = Strong("", Role.NAME, elide=True)
        self.number = Text("")
        self.about = Text("", Role.SMALL, Tone.TEXT2, elide=True)
        self.eye = IconButton("eye", self.tr("显示完整号码（会留下记录）"), self.reveal_asked.emit, compact=True)
        self.eye.kind = Kind.QUIET
        numbers = row(self.number, self.eye, STRETCH, gap=4)
        self._who = boxed(column(STRETCH, numbers, self.about, STRETCH, gap=0))
        self._layout.addWidget(self.name)
        self._layout.addWidget(self._who, 1)
        self._facts: list[StripFact] = []
        self._shown: list[QWidget] = []

    def show_person(self, name: str, number: str, about: str) -> None:
        """Name, grouped or masked number, one line about the person."""
        self.name.role = Role.NAME if len(name) <= _LONG_NAME else Role.SECTION
        self.name.setText(name)
        self.show_number(number)
        self.about.setText(about)
        self.eye.setVisible(bool(number))
        self._lay_out_facts()

    def show_number(self, number: str) -> None:
        """The number alone, after a reveal or when it is masked again."""
        self.number.setText(number)

    def show_facts(self, facts: Sequence[StripFact]) -> None:
        """The facts at the right, the most important first."""
        self._facts = list(facts)
        self._lay_out_facts()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out_facts()

    def _lay_out_facts(self) -> None:
        fitting = self._fitting()
        if [widget.property("fact") for widget in self._shown] == [repr(fact) for fact in fitting]:
            return
        for widget in self._shown:
            widget.hide()
            widget.deleteLater()
        self._shown = [self._fact_widget(fact, first=place == 0) for place, fact in enumerate(fitting)]
        for widget in self._shown:
            self._layout.addWidget(widget)

    def _fitting(self) -> list[StripFact]:
        about = max(text_width(self.about.text(), Role.SMALL), text_width(self.number.text()) + 24)
        room = self.width() - 2 * MARGIN - text_width(self.name.text(), self.name.role) - about - 2 * _GAP
        fitting = []
        for fact in self._facts:
            if fact.width() > room:
                if room >= scaled(_LEAST_FACT):
                    fitting.append(replace(fact, most=round(room) - 2 * _GAP - 2))
                break
            room -= fact.width()
            fitting.append(fact)
        return fitting

    def _fact_widget(self, fact: StripFact, *, first: bool) -> QWidget:
        value = Text(fact.value, tone=fact.tone, strong=fact.tone is not Tone.TEXT, elide=bool(fact.most))
        if fact.most:
            value.setFixedWidth(fact.most)
        words = column(STRETCH, Text(fact.label, Role.CAPTION, Tone.TEXT3), value, STRETCH, gap=0)
        line = None if first else Hairline(upright=True)
        if line is not None:
            line.setFixedHeight(at_least(28))
        widget = boxed(row(line, words, gap=_GAP))
        widget.setProperty("fact", repr(fact))
        return widget
