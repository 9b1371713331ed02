"""A runner that runs everything at once, for tests and pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from desktop.workers.progress import Progress, Report
from desktop.workers.runner import Failed, Operation, Runner, Succeeded, outcome_of

if TYPE_CHECKING:
    from models.casework.unit_of_work import Desk

T = TypeVar("T")


class InlineRunner(Runner):
    """`InlineRunner(desk)`; the answer is there when the call returns. The desk is the caller's to close."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def run(self, operation: Operation[T], done: Succeeded[T], failed: Failed, *, latest: str = "") -> None:  # noqa: ARG002
        succeeded, answer = outcome_of(lambda: operation(self._desk))
        if succeeded:
            done(answer)
        else:
            failed(answer)

    def read(self, operation: Operation[T], done: Succeeded[T], failed: Failed, *, latest: str = "") -> None:
        self.run(operation, done, failed, latest=latest)

    def work(
        self, operation: Callable[[Desk, Progress], T], done: Succeeded[T], failed: Failed, report: Report
    ) -> Progress:
        progress = Progress(report)
        self.run(lambda desk: operation(desk, progress), done, failed)
        return progress

    def close(self) -> None:
        """Nothing runs."""
