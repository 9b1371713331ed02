"""A new data key once somebody has left: at the first sign-in that has the store to itself."""

from __future__ import annotations

from pathlib import Path

from models.casework.unit_of_work import Clock
from models.errors import Refused, StoreError
from models.store.backup import backup
from models.store.engine import open_store
from models.store.joined import is_joined
from models.store.keys import KeyRing
from models.store.location import restore_is_decided
from models.store.rotation import rotate


def rotate_when_due(folder: Path, ring: KeyRing, key: bytes, name: str, clock: Clock) -> bytes:
    """The data key to go on with: a new one when it was due and could be changed, otherwise `key`.

    Signing in never fails for it; what could not be done stays due, and the settings say so. After a change a backup
    with the new key is made, since older ones open with the old key only. On a shared server the data key opens
    nothing; it is changed once the office is back in a folder.
    """
    if not ring.rotation_due or is_joined(folder):
        return key
    try:
        fresh = rotate(folder, ring, key, clock(), name)
    except (StoreError, Refused):
        if restore_is_decided(folder) or not is_rotation_due(folder):
            raise  # the new pair counts, though the disk failed after the rename that put it in force
        return key
    store = open_store(folder, key=fresh)
    try:
        backup(store, None, clock())
    except StoreError:
        pass  # the light shows that the newest backup is old
    finally:
        store.close()
    return fresh


def is_rotation_due(folder: Path) -> bool:
    """Whether the data key still is one that somebody who left may know; False where no keys can be read."""
    try:
        return not is_joined(folder) and KeyRing.load(folder).rotation_due
    except StoreError:
        return False
