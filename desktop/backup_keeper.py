"""Backups that nobody has to think of: every half hour when something changed, and when the window closes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.workers.progress import Progress
from desktop.workers.runner import Runner
from models.casework.changes import Changes
from models.casework.maintenance import announce_backup, copy_backup
from models.casework.unit_of_work import Desk
from models.errors import SubsidyDeskError

_EVERY_MILLISECONDS = 30 * 60 * 1000

Ended = Callable[[SubsidyDeskError | None], None]


class BackupKeeper(QObject):
    """`BackupKeeper(runner, place)`; `place()` is where backups go (None: beside the data).

    `made` after each one that was verified, `failed(words)` otherwise. `needed` says whether anything changed since.
    """

    made = Signal()
    failed = Signal(str)

    def __init__(self, runner: Runner, place: Callable[[], Path | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._place = runner, place
        self.needed = False
        self._under_way = False
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MILLISECONDS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def note(self, _changes: Changes) -> None:
        """Something changed; a listener of the bus."""
        self.needed = True

    def look(self) -> None:
        """Make one now if anything changed."""
        if self.needed and not self._under_way:
            self.make(lambda _error: None)

    def make(self, ended: Ended, *, automatic: bool = True) -> None:
        """Announce it on the writing desk, copy it on the reading one; `ended` gets None or what went wrong."""
        place = self._place()
        self._under_way, self.needed = True, False

        def announced(at: datetime) -> None:
            def copy(desk: Desk, _progress: Progress) -> Path:
                return copy_backup(desk, place, at, automatic=automatic)

            self._runner.work(copy, lambda _path: self._end(ended, None), failed, lambda *_: None)

        def failed(error: SubsidyDeskError) -> None:
            self._end(ended, error)

        self._runner.run(lambda desk: announce_backup(desk, automatic=automatic), announced, failed)

    def _end(self, ended: Ended, error: SubsidyDeskError | None) -> None:
        self._under_way = False
        if error is None:
            self.made.emit()
        else:
            self.needed = True
            self.failed.emit(error.message)
        ended(error)

    def stop(self) -> None:
        """Make no more by itself."""
        self._timer.stop()
