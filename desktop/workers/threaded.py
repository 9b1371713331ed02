"""The runner of the real window: one thread that writes, one that only reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from desktop.workers.progress import Progress, Report
from desktop.workers.runner import Failed, Operation, Runner, Succeeded
from desktop.workers.store_thread import OpenDesk, StoreThread

if TYPE_CHECKING:
    from models.casework.unit_of_work import Desk

T = TypeVar("T")


class ThreadRunner(Runner):
    """`ThreadRunner(open_desk, open_reading_desk)`; both are called on their own threads, when first needed."""

    def __init__(self, open_desk: OpenDesk, open_reading_desk: OpenDesk) -> None:
        super().__init__()
        self._store = StoreThread(open_desk, "store")
        self._reader = StoreThread(open_reading_desk, "store-reader")
        self._running: list[Progress] = []

    def run(self, operation: Operation[T], done: Succeeded[T], failed: Failed, *, latest: str = "") -> None:
        self._store.submit(operation, done, failed, latest)

    def read(self, operation: Operation[T], done: Succeeded[T], failed: Failed, *, latest: str = "") -> None:
        self._reader.submit(operation, done, failed, latest)

    def work(
        self, operation: Callable[[Desk, Progress], T], done: Succeeded[T], failed: Failed, report: Report
    ) -> Progress:
        def tell(done_so_far: int, total: int, words: str) -> None:
            self._reader.tell(lambda: report(done_so_far, total, words))

        def until_done(desk: Desk) -> T:
            try:
                return operation(desk, progress)
            finally:
                self._running.remove(progress)

        progress = Progress(tell)
        self._running.append(progress)
        self._reader.submit(until_done, done, failed)
        return progress

    def waited(self) -> float:
        return self._store.waited()

    def close(self) -> None:
        """Stop long work, let the rest finish, close both stores."""
        for progress in list(self._running):
            progress.cancel()
        self._store.close()
        self._reader.close()
