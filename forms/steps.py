"""What was done at a form, step by step and by name, to be undone and done again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Change:
    """What one step changed: `key` of the one field, "" for several at once; `word` names it for a person."""

    key: str
    word: str


@dataclass(frozen=True, slots=True)
class Step(Generic[S]):
    """A change with the states before and after it."""

    change: Change
    before: S
    after: S


class Steps(Generic[S]):
    """`steps.note(state)` after anything may have changed; `steps.undo()` and `steps.redo()` give the step to show.

    `name(before, after)` says what lies between two states. Typing on in one field is one step; a step that comes back
    to where it began is none.
    """

    def __init__(self, state: S, name: Callable[[S, S], Change]) -> None:
        self.state = state
        self._name = name
        self._done: list[Step[S]] = []
        self._undone: list[Step[S]] = []
        self._closed = False

    @property
    def last(self) -> Change | None:
        """What undo would take back."""
        return self._done[-1].change if self._done else None

    @property
    def next(self) -> Change | None:
        """What redo would do again."""
        return self._undone[-1].change if self._undone else None

    def note(self, state: S) -> bool:
        """Take the state as it is now; whether it is another one."""
        if state == self.state:
            return False
        change = self._name(self.state, state)
        before = self._done[-1] if self._done else None
        goes_on = before is not None and change.key and before.change.key == change.key and not self._closed
        if goes_on and before is not None:
            self._done[-1] = replace(before, after=state)
            if before.before == state:
                self._done.pop()
        else:
            self._done.append(Step(change, self.state, state))
        self._undone.clear()
        self._closed = False
        self.state = state
        return True

    def follow(self, state: S) -> None:
        """The state is another one by what is no step of the clerk's; it cannot be undone."""
        self.state = state

    def undo(self) -> Step[S] | None:
        """Take the last step back."""
        return self._move(self._done, self._undone, back=True)

    def redo(self) -> Step[S] | None:
        """Do it again."""
        return self._move(self._undone, self._done, back=False)

    def _move(self, source: list[Step[S]], target: list[Step[S]], *, back: bool) -> Step[S] | None:
        if not source:
            return None
        step = source.pop()
        target.append(step)
        self.state = step.before if back else step.after
        self._closed = True
        return step
