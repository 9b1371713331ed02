"""An error at its field: what is wrong, why, and what can be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme.paint import BAD, WARN, MarkKind
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.button import Link
from desktop.widgets.flow import Flow
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.marks import KeyCap, Mark
from desktop.widgets.surface import TintBox
from desktop.widgets.text import Strong, Text


@dataclass(frozen=True, slots=True)
class Remedy:
    """One way out, reached by Alt and its number."""

    word: str
    handler: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Problem:
    """`what` with the figure (超过申请期限 3 天), `why` line by line (facts, then 依据：…), remedies in order.

    A warning (`warning=True`) is amber, keeps no edge on the field, and never stops anything.
    """

    what: str
    why: tuple[str, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    warning: bool = False

    def sentence(self) -> str:
        """All of it in one line, for a screen reader."""
        return "。".join(part.rstrip("。") for part in (self.what, *self.why)) + "。"


class ProblemBox(TintBox):
    """The box under a row of fields. `first` is the number of its first remedy: Alt+1, Alt+2 …"""

    def __init__(self, problem: Problem, first: int = 1) -> None:
        tone = Tone.WARN if problem.warning else Tone.BAD
        words = column(Strong(problem.what, Role.BODY, tone, wrap=True), gap=2)
        for line in problem.why:
            words.addWidget(Text(line, Role.SMALL, wrap=True))
        mark = Mark(MarkKind.WARN if problem.warning else MarkKind.NOT_MET)
        body = row(column(mark, STRETCH, margins=(0, 2, 0, 0)), (words, 1), margins=(12, 8, 12, 8))
        super().__init__(body, WARN if problem.warning else BAD, barred=True)
        if problem.remedies:
            words.addLayout(Flow([Text(self.tr("可："), Role.SMALL), *self._remedies(problem, first)], gap=12))
        self.setAccessibleName(problem.sentence())
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _remedies(self, problem: Problem, first: int) -> list[QWidget]:
        found: list[QWidget] = []
        for number, remedy in enumerate(problem.remedies, start=first):
            key = f"Alt+{number}"
            QShortcut(QKeySequence(key), self, remedy.handler)
            found.append(boxed(row(KeyCap(key), Link(remedy.word, remedy.handler), gap=6)))
        return found
