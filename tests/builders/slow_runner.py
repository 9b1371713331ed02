"""A runner whose answers come when a test says so: what happens between a question and its answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from desktop.workers.inline import InlineRunner
from desktop.workers.runner import Failed, Operation, Succeeded
from models.casework.unit_of_work import Desk

T = TypeVar("T")


class SlowRunner(InlineRunner):
    """Answers one question at a time, when told to; a question is dropped when a newer one replaces it.

    `at_once` is for the steps up to the one a test is about.
    """

    def __init__(self, desk: Desk, *, at_once: bool = False) -> None:
        super().__init__(desk)
        self.at_once = at_once
        self.waiting: list[tuple[str, Callable[[], None]]] = []

    def run(self, operation: Operation[T], done: Succeeded[T], failed: Failed, *, latest: str = "") -> None:
        if self.at_once:
            super().run(operation, done, failed, latest=latest)
            return
        self.waiting = [each for each in self.waiting if not latest or each[0] != latest]
        ask = super().run
        self.waiting.append((latest, lambda: ask(operation, done, failed)))

    def answer(self) -> None:
        """The oldest question."""
        self.waiting.pop(0)[1]()

    def answer_all(self) -> None:
        """Every question, and what is asked because of the answers."""
        while self.waiting:
            self.answer()
