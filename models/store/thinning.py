"""Which backups stay: the newest of each day, week and month for a while, and what somebody pinned, for ever.

Days, weeks (from Monday) and months are Beijing's. Only what has a whole manifest is ever removed.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from models.calendar import BEIJING
from models.errors import StoreError
from models.store.backup import backups, read_backup
from models.store.location import sweep_stale, sync_folder, write_private

DAYS, WEEKS, MONTHS = 14, 12, 24
NEWEST = 2  # should the newest turn out bad, the one before it is of the same half hour and not of yesterday
PIN_NAME = "pinned"
_LEAVING = ".leaving"

Period = Callable[[datetime], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Kept:
    """One backup as the thinning sees it."""

    name: str
    made_at: datetime
    pinned: bool = False


def surplus(copies: Collection[Kept], spared: Collection[str] = ()) -> tuple[str, ...]:
    """The names that may go: neither the newest of a kept day, week or month, nor the newest two, nor pinned.

    `spared` are names that stay whatever their time says: the backup just made, the one rehearsed last.
    """
    stay = {copy.name for copy in copies if copy.pinned or copy.name in spared}
    newest_first = sorted(copies, key=lambda copy: (copy.made_at, copy.name), reverse=True)
    stay |= {copy.name for copy in newest_first[:NEWEST]}
    for period, count in ((_day, DAYS), (_week, WEEKS), (_month, MONTHS)):
        stay |= _newest_of_each(newest_first, period, count)
    return tuple(copy.name for copy in newest_first if copy.name not in stay)


def thin(folder: Path, place: Path, spared: Collection[str]) -> tuple[str, ...]:
    """Remove from `place` the backups of the store in `folder` that are no longer needed; the names that went.

    A crash leaves a backup whole or under a name that the next thinning sweeps away. Raises StoreError when the
    place cannot be written.
    """
    try:
        _sweep(place)
        return tuple(name for name in surplus(tuple(_copies(folder, place)), spared) if _remove(place / name))
    except OSError as error:
        raise StoreError(f"备份已做好，但 {place} 里的旧备份删不掉；请检查该文件夹的权限。") from error


def is_pinned(backup: Path) -> bool:
    """Whether somebody decided that this backup stays."""
    return (backup / PIN_NAME).exists()


def pin(backup: Path, *, pinned: bool) -> None:
    """Keep a backup for ever, or leave it to the thinning again. Raises StoreError."""
    read_backup(backup)
    try:
        if pinned:
            write_private(backup / PIN_NAME, b"")
        else:
            (backup / PIN_NAME).unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(f"备份 {backup.name} 所在的位置写不进去，没有改；请检查该文件夹的权限。") from error


def _copies(folder: Path, place: Path) -> Iterable[Kept]:
    for path in backups(folder, place):
        try:
            yield Kept(path.name, read_backup(path).made_at, is_pinned(path))
        except StoreError:
            continue  # a damaged one is for a person to look at


def _newest_of_each(newest_first: Iterable[Kept], period: Period, count: int) -> set[str]:
    found: dict[tuple[int, ...], str] = {}
    for copy in newest_first:
        found.setdefault(period(copy.made_at.astimezone(BEIJING)), copy.name)
    return set(list(found.values())[:count])


def _day(at: datetime) -> tuple[int, ...]:
    return at.year, at.month, at.day


def _week(at: datetime) -> tuple[int, ...]:
    year, week, _ = at.isocalendar()
    return year, week


def _month(at: datetime) -> tuple[int, ...]:
    return at.year, at.month


def _remove(path: Path) -> bool:
    """Whether it went by this; another window may have been first."""
    leaving = path.with_name(f".{path.name}{_LEAVING}")
    try:
        path.rename(leaving)
    except FileNotFoundError:
        return False
    sync_folder(path.parent)
    _clear(leaving)
    return True


def _clear(leaving: Path) -> None:
    """Remove what has left its name; whoever else is at it takes the same files away."""
    while leaving.exists():
        with suppress(FileNotFoundError):
            shutil.rmtree(leaving)


def _sweep(place: Path) -> None:
    for path in place.glob(f".office-*{_LEAVING}"):
        _clear(path)
    sweep_stale(place, ".backup.*.arriving")
