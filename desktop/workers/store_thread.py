"""One thread that owns one open office: it opens it, runs operations in their order, and closes it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal

from desktop.workers.runner import Failed, Operation, Succeeded, outcome_of

if TYPE_CHECKING:
    from models.casework.unit_of_work import Desk

OpenDesk = Callable[[], "Desk"]
_PATIENCE_SECONDS = 30.0


class _Mailbox(QObject):
    """Lives on the GUI thread and owns the signal, so that an answer always finds its receiver alive."""

    answered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.answered.connect(self._open, Qt.ConnectionType.QueuedConnection)

    def _open(self, deliver: Callable[[], None]) -> None:
        deliver()


class _Job:
    """An operation on its way, with what to call when it is done."""

    def __init__(self, operation: Operation[Any], done: Succeeded[Any], failed: Failed, key: str, number: int) -> None:
        self.operation, self.done, self.failed = operation, done, failed
        self.key, self.number = key, number


class StoreThread:
    """`StoreThread(open_desk, "store")`; `submit` from the GUI thread, answers come back there.

    The desk is opened by the thread at its first operation; a failure to open it is every operation's failure.
    """

    def __init__(self, open_desk: OpenDesk, name: str) -> None:
        self._open_desk = open_desk
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._mailbox = _Mailbox()
        self._newest: dict[str, int] = {}
        self._numbers = 0
        self._desk: Desk | None = None
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._live, name=name)
        self._thread.start()

    def submit(self, operation: Operation[Any], done: Succeeded[Any], failed: Failed, latest: str = "") -> None:
        """Queue an operation; with a `latest` key it replaces those with the same key that are still under way."""
        if self._closed.is_set():
            return
        self._numbers += 1
        if latest:
            self._newest[latest] = self._numbers
        self._jobs.put(_Job(operation, done, failed, latest, self._numbers))

    def tell(self, call: Callable[[], None]) -> None:
        """Have the GUI thread make a call; from the store thread (progress)."""
        if not self._closed.is_set():
            self._mailbox.answered.emit(call)

    def waited(self) -> float:
        """Seconds for which the operation at work has waited for its turn to write; from the GUI thread."""
        desk = self._desk
        return 0.0 if desk is None else desk.store.waited

    def close(self) -> None:
        """Finish the operation at work, drop the rest, close the office; returns when the thread has ended."""
        if self._closed.is_set():
            return
        self._closed.set()
        self._jobs.put(None)
        self._thread.join(_PATIENCE_SECONDS)
        self._mailbox.deleteLater()

    def _live(self) -> None:
        try:
            while (job := self._jobs.get()) is not None and not self._closed.is_set():
                self._serve(job)
                # The thread may wait long for the next one: it keeps nothing alive of the window that asked.
                del job
        finally:
            desk, self._desk = self._desk, None
            if desk is not None:
                desk.store.close()

    def _serve(self, job: _Job) -> None:
        """Run one operation, on the desk that the first one opens."""
        if self._is_outdated(job):
            return
        if self._desk is None:
            opened, answer = outcome_of(self._open_desk)
            if not opened:
                self._deliver(job, False, answer)
                return
            self._desk = answer
        assert self._desk is not None
        self._deliver(job, *self._outcome(job, self._desk))

    @staticmethod
    def _outcome(job: _Job, desk: Desk) -> tuple[bool, Any]:
        return outcome_of(lambda: job.operation(desk))

    def _deliver(self, job: _Job, succeeded: bool, answer: Any) -> None:
        def deliver() -> None:
            if self._closed.is_set() or self._is_outdated(job):
                return
            if succeeded:
                job.done(answer)
            else:
                job.failed(answer)

        self.tell(deliver)

    def _is_outdated(self, job: _Job) -> bool:
        return bool(job.key) and self._newest.get(job.key) != job.number
