"""Keys and store are two files: at a sign-in the keys are brought to what the journal says."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from models.casework.unit_of_work import Desk
from models.errors import Conflict, NotPermitted, StoreError
from models.store.keys import WRONG, KeyRing
from models.store.repository import Repository

SLOT = "slot"
"""Under which name a journal entry keeps the fingerprint of the slot that came into force with it."""


def unlock_as(desk: Desk, folder: Path, passphrase: str) -> tuple[KeyRing, bytes]:
    """The key ring opened with the signed-in account's own pass phrase, and the data key. Raises NotPermitted."""
    ring = KeyRing.load(folder)
    key = ring.unlock(desk.account.name, passphrase)
    with desk.store.reading() as rows:
        settle_slot(ring, rows, desk.account.name)
    return ring, key


def settle_slot(ring: KeyRing, rows: Repository, name: str) -> None:
    """End a change of a pass phrase that was cut off: it stands when the journal tells of it, and only then.

    Raises NotPermitted where the ring was opened with the pass phrase that is not in force.
    """
    offered = ring.offered(name)
    if not offered:
        return
    account = rows.account_named(name)
    told = () if account is None else rows.entries_about(f"account:{account.id}")
    stands = any(entry.detail.get(SLOT) == offered for entry in told)
    put_in_force(ring, name, stands=stands)
    if ring.by_offer is not stands:
        raise NotPermitted(WRONG)


def put_in_force(ring: KeyRing, name: str, *, stands: bool = True) -> None:
    """Settle the slot of an account; what cannot be written now is settled at the next sign-in."""
    with suppress(StoreError, Conflict):
        ring.settle(name, stands=stands)


def drop_closed(ring: KeyRing, rows: Repository) -> None:
    """Take away the slots of closed accounts that a crash left; what cannot be written waits for the next sign-in."""
    closed = {account.name for account in rows.accounts() if not account.active}
    for name in closed.intersection(ring.names()):
        with suppress(StoreError, Conflict):
            ring.remove(name)
