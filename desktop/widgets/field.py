"""A labelled input: label and hint above, the control, an error kept for the row's box below."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.layouts import column, row
from desktop.widgets.stray_enter import StrayEnter
from desktop.widgets.text import Text

if TYPE_CHECKING:
    from desktop.widgets.problem import Problem


_LONGEST_SHOWN, _TAIL = 14, 6


@runtime_checkable
class SaysHow(Protocol):
    """A control that tells a screen reader how it is worked."""

    def how(self) -> str:
        """One sentence."""
        ...


class Field(QWidget):
    """The common part of all fields; pages use the kinds in `desktop.widgets.fields`.

    Signals: `edited(text)` at every keystroke, `left` when the focus goes, `entered` when it comes, `problem_changed`,
    `answered_at_once` after an answer by one key (a digit, + for what is offered): nothing more is to be typed then.
    `text()` and `set_text()` speak the language of `forms.session`: what a clerk types, "" for nothing.
    Enter goes to the next control and Esc to the one before; neither happens while the input method composes. A page
    that knows a better next one than the tab order sets `advance`, or `retreat` for the one before; what they return
    says whether they went there.
    """

    edited = Signal(str)
    left = Signal()
    entered = Signal()
    problem_changed = Signal()
    answered_at_once = Signal()

    def __init__(self, label: str, control: QWidget, hint: str = "") -> None:
        super().__init__()
        self.control = control
        self.problem: Problem | None = None
        self.advance: Callable[[], bool] | None = None
        self.retreat: Callable[[], bool] | None = None
        self._proposal = ""
        self.label = Text(label, Role.SMALL, Tone.TEXT2)
        self.hint = Text(hint, Role.CAPTION, Tone.TEXT3, elide=True)
        self._plain_hint = hint
        head = row(self.label, 0, self.hint, gap=6)
        head.setStretch(0, 0)
        self.setLayout(column(head, control, gap=4))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(control)
        self.label.setBuddy(control)
        self._name_control()

    @abstractmethod
    def text(self) -> str:
        """What is typed or chosen."""

    @abstractmethod
    def set_text(self, text: str) -> None:
        """Show a text without `edited`."""

    def set_hint(self, hint: str) -> None:
        """The one short hint at the right of the label (须 ≥ 12, 系统算出)."""
        self._plain_hint = hint
        self._show_hint()

    def set_label(self, label: str) -> None:
        """Another label."""
        self.label.setText(label)
        self._name_control()

    def set_problem(self, problem: Problem | None) -> None:
        """Mark the field wrong, or right again; the box is shown by the `FormGrid` the field stands in."""
        if problem == self.problem:
            return
        self.problem = problem
        self._mark_bad(problem is not None and not problem.warning)
        self._name_control()
        self.problem_changed.emit()

    def propose(self, text: str) -> None:
        """Offer a value read elsewhere (from the certificate number): + in the empty field takes it. "" withdraws."""
        self._proposal = text
        self._offer(bool(text))
        self._show_hint()

    def take_proposal(self) -> None:
        """Take the offered value as if it had been typed."""
        if self._proposal:
            self.set_text(self._proposal)
            self.edited.emit(self.text())
            self.propose("")
            self.answered_at_once.emit()

    def _show_hint(self) -> None:
        # A long number differs from the one before at its end.
        short = self._proposal if len(self._proposal) <= _LONGEST_SHOWN else "…" + self._proposal[-_TAIL:]
        proposal = self.tr("按 + 采用“{text}”").format(text=short)
        self.hint.setText(proposal if self._proposal else self._plain_hint)
        self.hint.set_tone(Tone.ACCENT_TEXT if self._proposal else Tone.TEXT3)
        self._name_control()

    def _name_control(self) -> None:
        self.control.setAccessibleName(self.label.text())
        how = self.control.how() if isinstance(self.control, SaysHow) else ""
        parts = [self.hint.given, self.problem.sentence() if self.problem else "", how]
        self.control.setAccessibleDescription(" ".join(part for part in parts if part))

    @abstractmethod
    def _mark_bad(self, bad: bool) -> None:
        """Show the control as wrong, or right again."""

    def _offer(self, offered: bool) -> None:
        if hasattr(self.control, "offers_proposal"):
            self.control.offers_proposal = offered

    def walk_on(self) -> None:
        """Go on as Enter does, after an answer by one key; an Enter pressed out of habit behind it does nothing."""
        before = QApplication.focusWidget()
        self._forward()
        after = QApplication.focusWidget()
        if after is not None and after is not before:
            StrayEnter(after)

    def _forward(self) -> None:
        if self.advance is not None and self.advance():
            return
        self.control.focusNextPrevChild(True)

    def _back(self) -> None:
        if self.retreat is not None and self.retreat():
            return
        self.control.focusNextPrevChild(False)
