"""Backups that nobody has to think of: every half hour when something changed, and when the window closes.

Once a week the newest one is restored for practice, so that it is known to be one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.preferences import BackupPlaces
from desktop.workers.progress import Progress
from desktop.workers.runner import Runner
from models.casework.changes import Changes
from models.casework.maintenance import (
    CopiedBackup,
    announce_backup,
    copy_backup,
    record_rehearsal,
    record_thinning,
    rehearse_restore,
    rehearse_when_due,
)
from models.casework.unit_of_work import Desk
from models.errors import SubsidyDeskError
from models.store.rehearsal import Rehearsal

_EVERY_MILLISECONDS = 30 * 60 * 1000

Ended = Callable[[SubsidyDeskError | None], None]


class BackupKeeper(QObject):
    """`BackupKeeper(runner, places)`; `places()` is where backups go.

    `made` after each one that was verified, `failed(words)` otherwise; `rehearsed(Rehearsal)` after each rehearsal.
    `needed` says whether anything changed since.
    """

    made = Signal()
    failed = Signal(str)
    rehearsed = Signal(object)

    def __init__(self, runner: Runner, places: Callable[[], BackupPlaces], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._places = runner, places
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
        """Make one now if anything changed; then rehearse a restore when a week has passed."""
        if self._under_way:
            return
        if self.needed:
            self.make(lambda error: None if error is not None else self._rehearse_when_due())
        else:
            self._rehearse_when_due()

    def rehearse(self, ended: Callable[[Rehearsal], None], failed: Callable[[SubsidyDeskError], None]) -> None:
        """Restore the newest backup for practice now; `ended` gets what was found."""
        place = self._places().first
        self._runner.work(
            lambda desk, _progress: rehearse_restore(desk, place), lambda found: self._record(found, ended), failed,
            lambda *_: None,
        )  # fmt: skip

    def _rehearse_when_due(self) -> None:
        place = self._places().first

        def looked(outcome: Rehearsal | None) -> None:
            self._under_way = False
            if outcome is not None:
                self._record(outcome, lambda _outcome: None)

        def failed(error: SubsidyDeskError) -> None:
            self._under_way = False
            self.failed.emit(error.message)

        self._under_way = True
        self._runner.work(lambda desk, _progress: rehearse_when_due(desk, place), looked, failed, lambda *_: None)

    def _record(self, outcome: Rehearsal, ended: Callable[[Rehearsal], None]) -> None:
        def recorded(_nothing: None) -> None:
            self.rehearsed.emit(outcome)
            ended(outcome)

        self._runner.run(
            lambda desk: record_rehearsal(desk, outcome), recorded, lambda error: self.failed.emit(error.message)
        )

    def make(self, ended: Ended, *, automatic: bool = True) -> None:
        """Announce it on the writing desk, copy it on the reading one; `ended` gets None or what went wrong."""
        places = self._places()
        self._under_way, self.needed = True, False

        def announced(at: datetime) -> None:
            def copy(desk: Desk, _progress: Progress) -> CopiedBackup:
                return copy_backup(desk, places.first, at, automatic=automatic, second=places.second, chosen=True)

            self._runner.work(copy, copied, failed, lambda *_: None)

        def copied(made: CopiedBackup) -> None:
            if not made.thinned:
                self._end(ended, None)
                return
            self._runner.run(lambda desk: record_thinning(desk, made.thinned), lambda _: self._end(ended, None), failed)

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
