"""What the frame tells beside the work: today's counts, what waits on each page, the age of the newest backup."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from desktop.main_window import MainWindow
from desktop.office_clock import put_ahead
from desktop.theme.paint import MarkKind
from models.calendar import BEIJING
from models.casework.changes import Changes
from models.casework.overview import BackupStatus, Badges, TodayCounts, backup_status, badges, today_counts
from models.casework.permissions import may
from models.casework.unit_of_work import Desk
from models.moment import now
from models.store.joined import is_joined

FRESH = timedelta(days=1)
_EVERY_MILLISECONDS = 60_000


@dataclass(frozen=True, slots=True)
class FrameFacts:
    """Asked in one go; an account without a case seat has no counts. `ahead` is what this machine lags by."""

    badges: Badges | None
    today: TodayCounts | None
    backup: BackupStatus
    now: datetime
    ahead: timedelta


class FrameStatus(QObject):
    """`FrameStatus(window, folder, place)`; asks at once, after every change, and every minute."""

    def __init__(self, window: MainWindow, folder: Path, place: Callable[[], Path | None], *, practice: bool) -> None:
        super().__init__(window)
        self._window, self._folder, self._place, self._practice = window, folder, place, practice
        window.runner.bus.listen(self._changed)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MILLISECONDS)
        self._timer.timeout.connect(self.ask)
        self._timer.start()
        self.ask()

    def _changed(self, _changes: Changes) -> None:
        self.ask()

    def ask(self) -> None:
        """Ask again; a newer question makes an older one pointless."""
        folder, place = self._folder, self._place()
        self._window.runner.read(
            lambda desk: frame_facts(desk, folder, place), self._show, lambda _error: None, latest="frame"
        )

    def _show(self, facts: FrameFacts) -> None:
        put_ahead(facts.ahead)
        if facts.today is not None:
            self._window.top_bar.show_today(facts.today.received, facts.today.decided)
        if facts.badges is not None:
            found = facts.badges
            counts = {
                "worklist": found.mine + found.second,
                "review": found.review,
                "sign": found.signature,
                "rules": found.rules,
            }
            for key, count in counts.items():
                self._window.set_count(key, count)
        words = QCoreApplication.translate("FrameStatus", "由服务器备份")
        shared = is_joined(self._folder)
        light = (MarkKind.INFO, words) if shared else backup_words(facts.backup, facts.now, practice=self._practice)
        self._window.top_bar.show_backup(*light)


def frame_facts(desk: Desk, folder: Path, place: Path | None) -> FrameFacts:
    """What the frame shows, for the account that is signed in."""
    counts = may(desk.account, "case.read")
    at = desk.clock()
    return FrameFacts(
        badges(desk) if counts else None,
        today_counts(desk) if counts else None,
        backup_status(desk, folder, place),
        at,
        timedelta() if desk.store.embedded else at - now(),
    )


def backup_words(status: BackupStatus, now: datetime, *, practice: bool = False) -> tuple[MarkKind, str]:
    """The light and its words: green while the newest verified backup is at most a day old, then red.

    While the data key waits to be changed after somebody left, a light that would be green says so.
    """
    tr = QCoreApplication.translate
    if status.made_at is None:
        if practice:
            return MarkKind.INFO, tr("FrameStatus", "练习局不自动备份")
        words = tr("FrameStatus", "备份盘没接上") if status.place_gone else tr("FrameStatus", "还没有备份")
        return MarkKind.NOT_MET, words
    made = status.made_at.astimezone(BEIJING)
    today = made.date() == now.astimezone(BEIJING).date()
    words = tr("FrameStatus", "备份 {time}").format(time=made.strftime("%H:%M" if today else "%m-%d %H:%M"))
    if status.is_older_than(FRESH, now):
        return MarkKind.NOT_MET, words
    if status.key_due:
        return MarkKind.WARN, tr("FrameStatus", "密钥待更换")
    return MarkKind.MET, words
