"""Opening an office for a window that stays: the key once, a desk for each thread, another account in between."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from models.casework.key_rotation import rotate_when_due
from models.casework.key_settling import drop_closed, settle_slot
from models.casework.unit_of_work import Clock, Desk
from models.errors import NotPermitted, StoreError, Trouble
from models.moment import beijing_time
from models.office import Account
from models.rules.load import load_rulebook
from models.rules.rulebook import RuleBook
from models.store.engine import open_store
from models.store.keys import KeyRing
from models.store.location import refuse_backup

# Windows of one office may differ by as much; what is entered too early is refused all the same.
CLOCKS_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class OpenedOffice:
    """A data folder whose key is known, and the account that brought it."""

    folder: Path
    account: Account
    rulebook: RuleBook
    key: bytes = field(repr=False)

    def desk(self, clock: Clock, *, read_only: bool = False) -> Desk:
        """A desk of its own for the thread that calls. Raises StoreError."""
        store = open_store(self.folder, key=self.key, read_only=read_only)
        return Desk(store, self.account, store.clock(clock), self.rulebook)


def account_names(folder: Path) -> tuple[str, ...]:
    """Who can sign in, before anybody has. Raises StoreError when there are no keys to read, and for a backup."""
    refuse_backup(folder)
    return KeyRing.load(folder).names()


def is_practice(folder: Path) -> bool:
    """Whether the folder holds a practice office. Raises StoreError."""
    return KeyRing.load(folder).practice


def open_office(folder: Path, name: str, passphrase: str, clock: Clock) -> tuple[OpenedOffice, Desk]:
    """Sign in: the opened office, and a desk for the calling thread.

    Raises NotPermitted for a wrong account or pass phrase (the same words), MustWait after too many of them, and
    StoreError when the store is missing, damaged, foreign, newer or older, or this machine's clock is behind it.
    """
    ring = KeyRing.load(folder)
    key = rotate_when_due(folder, ring, ring.unlock(name, passphrase), name, clock)
    store = open_store(folder, key=key)
    try:
        with store.reading() as rows:
            settle_slot(ring, rows, name)
            account = _active(rows.account_named(name), name)
            drop_closed(ring, rows)
            _check_clock(store.clock(clock)(), rows.newest_at(), shared=not store.embedded)
        rulebook = load_rulebook()
    except BaseException:
        store.close()
        raise
    return OpenedOffice(folder, account, rulebook, key), Desk(store, account, store.clock(clock), rulebook)


def _check_clock(now: datetime, newest: datetime | None, *, shared: bool) -> None:
    if newest is not None and now < newest - CLOCKS_DIFFER:
        whose = "服务器" if shared else "电脑"
        words = (
            f"{whose}时间（{beijing_time(now)}）早于最近一次登记（{beijing_time(newest)}），现在办的什么都不能登记；"
            f"请校准{whose}的日期和时间再打开。"
        )
        raise StoreError(words, Trouble.CLOCK)


def account_after_passphrase(desk: Desk, folder: Path, name: str, passphrase: str) -> Account:
    """The account that its pass phrase belongs to, in an office that is open: to switch to it, or to unlock.

    Raises NotPermitted, MustWait, StoreError as `open_office`.
    """
    ring = KeyRing.load(folder)
    ring.unlock(name, passphrase)
    with desk.store.reading() as rows:
        settle_slot(ring, rows, name)
        return _active(rows.account_named(name), name)


def office_accounts(desk: Desk) -> tuple[Account, ...]:
    """All accounts with their seats, closed ones too."""
    with desk.look("office.read") as work:
        return work.rows.accounts()


def _active(account: Account | None, name: str) -> Account:
    if account is None or not account.active:
        raise NotPermitted(f"账号“{name}”不存在或已停用，请联系安全管理员。")
    return account
