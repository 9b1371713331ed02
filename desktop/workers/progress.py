"""How far long work has come, and asking it to stop."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from models.errors import SubsidyDeskError

Report = Callable[[int, int, str], None]


class Cancelled(SubsidyDeskError):
    """The clerk stopped the work; nothing of it was kept."""

    def __init__(self) -> None:
        super().__init__("已按要求停止，没有做的部分不再继续。")


class Progress:
    """`progress.step(done, total, "正在备份…")` reports; it raises Cancelled once asked to stop."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._stop = Event()

    def step(self, done: int, total: int, words: str = "") -> None:
        """Report `done` of `total` (0: unknown). Raises Cancelled."""
        if self._stop.is_set():
            raise Cancelled
        self._report(done, total, words)

    def cancel(self) -> None:
        """Ask the work to stop at its next step; from any thread."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set()
