"""What the frame of the window shows: badges, today's counts and the backup light."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from models.calendar import BEIJING
from models.case import State
from models.casework.key_rotation import is_rotation_due
from models.casework.permissions import may
from models.casework.second_looks import looks_within
from models.casework.unit_of_work import Desk
from models.casework.worklist import TURNS, Turn
from models.errors import StoreError
from models.office import Account, Seat
from models.store.backup import backups, read_backup
from models.store.rehearsal import last_outcome

_SEAT_OF_TURN = {
    Turn.WINDOW: Seat.INTAKE,
    Turn.REVIEW: Seat.REVIEW,
    Turn.SIGNATURE: Seat.SIGN,
    Turn.FINANCE: Seat.FINANCE,
}


@dataclass(frozen=True, slots=True)
class Badges:
    """`worklist` counts every open case, `mine` those whose turn a seat of the account is; `rules` what this account
    may confirm, `second` what else waits for its second look."""

    worklist: int
    mine: int
    review: int
    signature: int
    rules: int
    second: int = 0


@dataclass(frozen=True, slots=True)
class TodayCounts:
    """By Beijing's date."""

    received: int
    decided: int


@dataclass(frozen=True, slots=True)
class BackupStatus:
    """The newest backup that was verified when it got its name; both None when there is none.

    `key_due` says that somebody who left may still know the data key, because it could not be changed yet.
    """

    name: str | None
    made_at: datetime | None
    key_due: bool = False
    place_gone: bool = False

    def is_older_than(self, age: timedelta, now: datetime) -> bool:
        """Whether the light must be red."""
        return self.made_at is None or now - self.made_at > age


def badges(desk: Desk) -> Badges:
    """The counts of the left rail."""
    with desk.look("case.read") as work:
        counts = {state: work.rows.count_in(state) for state in TURNS}
        mine = [state for state, turn in TURNS.items() if _has_turn(work.actor, turn)]
        confirms = may(work.actor, "value.confirm")
        return Badges(
            worklist=sum(counts.values()),
            mine=sum(counts[state] for state in mine),
            review=counts[State.FOR_REVIEW],
            signature=counts[State.FOR_SIGNATURE],
            rules=work.rows.count_unconfirmed_by_others(work.actor.id) if confirms else 0,
            second=len(looks_within(work)),
        )


def today_counts(desk: Desk) -> TodayCounts:
    """What was received and decided today."""
    with desk.look("case.read") as work:
        midnight = datetime.combine(work.today, time(), BEIJING)
        received = work.rows.count_received(midnight, midnight + timedelta(days=1))
        return TodayCounts(received, work.rows.count_decided_on(work.today))


def backup_status(desk: Desk, folder: Path, destination: Path | None = None) -> BackupStatus:
    """The newest whole backup of the data folder; what is damaged or failed its rehearsal is passed over.

    A chosen place that is not there (an unplugged disk) is told as gone.
    """
    with desk.look("office.read"):
        pass
    rehearsed, key_due = last_outcome(folder), is_rotation_due(folder)
    for path in backups(folder, destination):
        if rehearsed is not None and not rehearsed.ok and rehearsed.backup == path.name:
            continue
        try:
            return BackupStatus(path.name, read_backup(path).made_at, key_due)
        except StoreError:
            continue
    return BackupStatus(None, None, key_due, destination is not None and not destination.is_dir())


def _has_turn(account: Account, turn: Turn) -> bool:
    return _SEAT_OF_TURN[turn] in account.seats
