"""Every error of a hand-in gathered, so that it comes back once with all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from models.errors import InputError

Part = TypeVar("Part")


class Problems:
    """Errors found so far, in order."""

    def __init__(self) -> None:
        self._found: list[InputError] = []

    def add(self, message: str, field: str) -> None:
        """Note one error at a field."""
        self._found.append(InputError(message, field))

    def attempt(self, action: Callable[[], Part]) -> Part | None:
        """The action's result, or None with its InputError noted."""
        try:
            return action()
        except InputError as problem:
            self._found.append(problem)
            return None

    def raise_any(self) -> None:
        """Raise one InputError with all messages on one line, at the first field; nothing if there was none."""
        if self._found:
            raise InputError("；".join(problem.message for problem in self._found), self._found[0].field)
