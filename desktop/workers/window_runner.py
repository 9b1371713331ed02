"""The runner as one window gives it to its pages: once the window is gone, no answer reaches them any more.

It also knows when all that an act set going has been answered: an answer may ask again, and that belongs to it too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from desktop.workers.runner import Failed, Operation, Runner, Succeeded

if TYPE_CHECKING:
    from desktop.workers.progress import Progress, Report
    from models.casework.changes import Done
    from models.casework.unit_of_work import Desk

T = TypeVar("T")


class _Errand:
    """What one act set going: the questions that are not answered yet."""

    def __init__(self, settled: Callable[[], None]) -> None:
        self.settled = settled
        self.open: set[object] = set()


class WindowRunner(Runner):
    """`WindowRunner(runner)`; `retire()` when another window takes over.

    What was asked before is still done, and its changes are published.
    `follow(begin, settled)` makes a call, and another one when everything asked because of it has been answered.
    """

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self._runner: Runner = runner
        self.bus = runner.bus
        self._retired = False
        self._errand: _Errand | None = None
        self._newest: dict[tuple[str, str], tuple[_Errand, object]] = {}

    def retire(self) -> None:
        """Deliver nothing from now on."""
        self._retired = True

    def follow(self, begin: Callable[[], None], settled: Callable[[], None]) -> None:
        """Call `begin` now, and `settled` once all it asked for, and what the answers asked for, is here."""
        self._within(_Errand(settled), object(), begin)

    def _within(self, errand: _Errand | None, ticket: object, call: Callable[[], None]) -> None:
        """Make a call as a part of an errand: what it asks for belongs to it."""
        if errand is None:
            call()
            return
        errand.open.add(ticket)
        before, self._errand = self._errand, errand
        try:
            call()
        finally:
            self._errand = before
            self._answered(errand, ticket)

    def _answered(self, errand: _Errand, ticket: object) -> None:
        if ticket in errand.open:
            errand.open.remove(ticket)
            if not errand.open and not self._retired:
                errand.settled()

    def _asked(self, thread: str, latest: str) -> tuple[_Errand | None, object]:
        """Enter a question into the errand at work; one it replaces will never be answered, and hands its place on."""
        ticket, errand = object(), self._errand
        replaced = self._newest.pop((thread, latest), None) if latest else None
        if errand is None and replaced is not None and replaced[1] in replaced[0].open:
            errand = replaced[0]
        if errand is not None:
            errand.open.add(ticket)
            if latest:
                self._newest[thread, latest] = errand, ticket
        if replaced is not None:
            self._answered(*replaced)
        return errand, ticket

    def _guarded(self, call: Callable[..., None], asked: tuple[_Errand | None, object]) -> Callable[..., None]:
        def deliver(*answer: Any) -> None:
            if not self._retired:
                self._within(*asked, lambda: call(*answer))

        return deliver

    def run(self, operation: Operation[T], done: Succeeded[T], failed: Failed, *, latest: str = "") -> None:
        asked = self._asked("run", latest)
        self._runner.run(operation, self._guarded(done, asked), self._guarded(failed, asked), latest=latest)

    def read(self, operation: Operation[T], done: Succeeded[T], failed: Failed, *, latest: str = "") -> None:
        asked = self._asked("read", latest)
        self._runner.read(operation, self._guarded(done, asked), self._guarded(failed, asked), latest=latest)

    def perform(self, command: Operation[Done[T]], done: Succeeded[T], failed: Failed) -> None:
        asked = self._asked("run", "")
        self._runner.perform(command, self._guarded(done, asked), self._guarded(failed, asked))

    def work(
        self, operation: Callable[[Desk, Progress], T], done: Succeeded[T], failed: Failed, report: Report
    ) -> Progress:
        # Long work is watched by its own progress: nobody waits for it with the keys.
        alone = (None, None)
        return self._runner.work(
            operation, self._guarded(done, alone), self._guarded(failed, alone), self._guarded(report, alone)
        )

    def waited(self) -> float:
        return self._runner.waited()

    def close(self) -> None:
        self._runner.close()
