"""A runner without an office behind it, for pictures that need no store."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from desktop.workers.progress import Progress, Report
from desktop.workers.runner import Failed, Operation, Runner, Succeeded

if TYPE_CHECKING:
    from models.casework.unit_of_work import Desk

T = TypeVar("T")


class NoOffice(Runner):
    """Answers nothing, so that a page stays as it was built."""

    def run(self, operation: Operation[T], done: Succeeded[T], failed: Failed, *, latest: str = "") -> None:
        """No answer comes."""

    def read(self, operation: Operation[T], done: Succeeded[T], failed: Failed, *, latest: str = "") -> None:
        """No answer comes."""

    def work(
        self,
        operation: Callable[[Desk, Progress], T],  # noqa: ARG002
        done: Succeeded[T],  # noqa: ARG002
        failed: Failed,  # noqa: ARG002
        report: Report,
    ) -> Progress:
        """Nothing is done."""
        return Progress(report)

    def close(self) -> None:
        """Nothing runs."""
