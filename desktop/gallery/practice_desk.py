"""A small practice office for pictures: made once a run, in a folder that goes away with it."""

from __future__ import annotations

import atexit
import shutil
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from models.calendar import BEIJING
from models.casework.offices import sign_in
from models.casework.unit_of_work import Desk

TODAY = date(2026, 9, 11)
# Every shipped text was to be read again by the end of January; nobody has.
LATER = date(2027, 2, 25)
CASES, _SEED = 80, 7


class _Clock:
    """One second later at every look, the same in every run."""

    def __init__(self, day: date) -> None:
        self.moment = datetime(day.year, day.month, day.day, 17, 0, tzinfo=BEIJING)

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


CLOCK = _Clock(TODAY)


@cache
def _made(cases: int) -> Path:
    """An office as it was made: nobody works in it, the offices of the scenes are copies."""
    from desktop.practice.office import make_practice_office
    from reports.issue import render

    holder = TemporaryDirectory(prefix="subsidy-desk-gallery-")
    atexit.register(holder.cleanup)
    folder = Path(holder.name) / "made"
    make_practice_office(folder, cases, _SEED, TODAY, render)
    return folder


def office_folder(cases: int = CASES, own: str = "") -> Path:
    """The data folder of the office, filled with cases in every state; with none it is empty.

    Scenes that change much in it name one of their `own`.
    """
    return _copied(cases, own)


@cache
def _copied(cases: int, own: str) -> Path:
    made = _made(cases)
    return shutil.copytree(made, made.with_name(f"office-{own}"))


def practice_desk(account: str, cases: int = CASES, own: str = "", on: date = TODAY) -> Desk:
    """The office opened on a day by one of its accounts (赵文博 受理, 钱雨桐 复核, 孙立群 签发, 李静 财务)."""
    return _opened(account, cases, own, on)


@cache
def _opened(account: str, cases: int, own: str, on: date) -> Desk:
    from desktop.practice.office import PASSPHRASE

    desk = sign_in(office_folder(cases, own), account, PASSPHRASE, CLOCK if on == TODAY else _Clock(on))
    atexit.register(desk.store.close)
    return desk
