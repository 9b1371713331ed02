"""What one cell, one column and one group of a table show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from desktop.theme.paint import TINT_OF_MARK, MarkKind, Tint
from desktop.theme.tokens import Tone

R = TypeVar("R")

LONG_NAME = "阿" * 9
"""`Column.wide` of a name beside other texts: what a long name of a person takes where there is room."""


@dataclass(frozen=True, slots=True)
class PillWord:
    """A pill in a cell."""

    text: str
    tint: Tint
    mark: MarkKind | None = None

    @classmethod
    def verdict(cls, kind: MarkKind, word: str) -> PillWord:
        """A verdict as mark and word."""
        return cls(word, TINT_OF_MARK[kind], kind)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. A screen reader says `spoken`, or else everything that is shown.

    `after` is a short coloured remainder behind the text (超 4 个工作日); `sub` a second, smaller line; `evidence` the
    grade A, B, C or — with its four boxes.
    """

    text: str = ""
    tone: Tone = Tone.TEXT
    strong: bool = False
    small: bool = False
    sub: str = ""
    sub_tone: Tone = Tone.TEXT3
    after: str = ""
    after_tone: Tone = Tone.TEXT3
    mark: MarkKind | None = None
    icon: str = ""
    pill: PillWord | None = None
    evidence: str = ""
    underlined: bool = False
    spoken: str = ""

    def words(self) -> str:
        """All words of the cell, for a screen reader and for the display role."""
        if self.spoken:
            return self.spoken
        parts = (self.text, self.pill.text if self.pill else "", self.evidence, self.after, self.sub)
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column, declared once: title, how a row's cell is made, and the widest text it must hold.

    `sample` is measured at the text size in force; "" makes the column take the room left (one column only). Columns of
    numbers, dates and 文号 have a sample, so that nothing in them is ever elided.
    """

    title: str
    cell: Callable[[R], Cell]
    sample: str = ""
    right: bool = False
    pill: bool = False  # the sample is the widest word of a pill with its mark
    marked: bool = False  # a mark or icon stands before the text
    drop: int = 0  # where there is no room for all columns, the highest is left out first; 0 stays
    wide: str = ""  # what it holds where the table has room to spare; `sample` is the least
    elide: bool = False  # a longer text may end in an ellipsis: names, whose whole is shown on hover and in the panel


@dataclass(frozen=True, slots=True)
class Group:
    """A full-width header over rows. Only the worst group is `solid` (a filled count)."""

    title: str
    count: int
    mark: MarkKind | None = None
    tone: Tone = Tone.TEXT
    solid: bool = False
    note: str = ""
    tail: str = ""
    folded: bool = False

    def words(self) -> str:
        """All words, for a screen reader."""
        return " ".join(part for part in (self.title, str(self.count), self.note, self.tail) if part)
