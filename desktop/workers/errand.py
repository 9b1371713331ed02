"""One piece of work that needs no open office, on a thread of its own: making an office, reading a key file."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from desktop.workers.progress import Progress, Report
from desktop.workers.runner import Failed, Succeeded, outcome_of

T = TypeVar("T")
_PATIENCE_SECONDS = 30.0


class Errand(QObject):
    """`errand = Errand(call, done, failed, report)`; `call(progress)` runs on the thread, the others on the GUI's.

    `close()` asks the work to stop at its next step and waits for it; nothing is delivered afterwards.
    """

    _delivered = Signal(object)

    def __init__(
        self,
        call: Callable[[Progress], T],
        done: Succeeded[T],
        failed: Failed,
        report: Report | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._call, self._done, self._failed, self._report = call, done, failed, report
        self._closed = False
        self._delivered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self.progress = Progress(self._tell)
        self._thread = threading.Thread(target=self._run, name="errand")
        self._thread.start()

    @property
    def under_way(self) -> bool:
        """Whether the thread still runs."""
        return self._thread.is_alive()

    def close(self) -> None:
        """Stop it and drop its answer."""
        self._closed = True
        self.progress.cancel()
        self._thread.join(_PATIENCE_SECONDS)

    def _run(self) -> None:
        succeeded, answer = outcome_of(lambda: self._call(self.progress))
        self._post(lambda: self._done(answer) if succeeded else self._failed(answer))

    def _tell(self, done: int, total: int, words: str) -> None:
        report = self._report
        if report is not None:
            self._post(lambda: report(done, total, words))

    def _post(self, call: Callable[[], Any]) -> None:
        if not self._closed:
            self._delivered.emit(call)

    def _deliver(self, call: Callable[[], Any]) -> None:
        if not self._closed:
            call()
