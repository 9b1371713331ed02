"""The runner as one window gives it to its pages: once the window is gone, no answer reaches them any more."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from desktop.workers.runner import Failed, Operation, Runner, Succeeded

if TYPE_CHECKING:
    from desktop.workers.progress import Progress, Report
    from models.casework.changes import Done
    from models.casework.unit_of_work import Desk

T = TypeVar("T")


class WindowRunner(Runner):
    """`WindowRunner(runner)`; `retire()` when another window takes over.

    What was asked before is still done, and its changes are published.
    """

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self._runner: Runner = runner
        self.bus = runner.bus
        self._retired = False

    def retire(self) -> None:
        """Deliver nothing from now on."""
        self._retired = True

    def _guarded(self, call: Callable[..., None]) -> Callable[..., None]:
        def deliver(*answer: Any) -> None:
            if not self._retired:
                call(*answer)

        return deliver

    def run(self, operation: Operation[T], done: Succeeded[T], failed: Failed, *, latest: str = "") -> None:
        self._runner.run(operation, self._guarded(done), self._guarded(failed), latest=latest)

    def read(self, operation: Operation[T], done: Succeeded[T], failed: Failed, *, latest: str = "") -> None:
        self._runner.read(operation, self._guarded(done), self._guarded(failed), latest=latest)

    def perform(self, command: Operation[Done[T]], done: Succeeded[T], failed: Failed) -> None:
        self._runner.perform(command, self._guarded(done), self._guarded(failed))

    def work(
        self, operation: Callable[[Desk, Progress], T], done: Succeeded[T], failed: Failed, report: Report
    ) -> Progress:
        return self._runner.work(operation, self._guarded(done), self._guarded(failed), self._guarded(report))

    def close(self) -> None:
        self._runner.close()
