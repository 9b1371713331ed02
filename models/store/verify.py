"""Verification of an office: its store, its journal against printed heads, its letters, its backups."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from models.errors import StoreError
from models.store.backup import backups, damaged_files, verify_backup
from models.store.checks import check_store
from models.store.engine import Store, open_unchecked
from models.store.keys import KeyRing
from models.store.location import KEYS_NAME


def verify(store: Store, heads: Collection[str] = (), places: Collection[Path] = ()) -> tuple[str, ...]:
    """What is wrong with an open store and its backups; empty when nothing is. Never raises on damage.

    `heads` are journal heads as printed on letters and month summaries (16 or more hex digits): one that is not
    in the chain shows a cut tail or a rewritten chain. `places` are those where backups go besides the usual one.
    """
    findings = check_store(store, heads)
    if not store.embedded or store.folder is None or store.key is None:
        return findings
    return findings + tuple(_backups(store.folder, store.key, places))


def verify_folder(
    folder: Path, *, key: bytes, heads: Collection[str] = (), places: Collection[Path] = ()
) -> tuple[str, ...]:
    """`verify` for a closed embedded store; one that cannot be opened is a finding."""
    try:
        store = open_unchecked(folder, key=key)
    except StoreError as error:
        return (error.message, *_backups(folder, key, places))
    try:
        return verify(store, heads, places)
    finally:
        store.close()


def _newest(backup: Path, key: bytes) -> tuple[str, ...]:
    if (backup / KEYS_NAME).is_file() and not damaged_files(backup) and not KeyRing.load(backup).fits(key):
        return ("是更换数据密钥以前做的，还没有用新密钥做过备份；请现在备份一次。",)
    return verify_backup(backup, key=key)


def _backups(folder: Path, key: bytes, places: Collection[Path]) -> Iterator[str]:
    """The newest of each place is opened and read; older ones, whose key may be another, are held to their digests."""
    for place in (None, *places):
        newest, *older = backups(folder, place) or (None,)
        if newest is not None:
            yield from (f"最近的备份 {newest.name}：{finding}" for finding in _newest(newest, key))
        for path in older:
            yield from (f"备份 {path.name}：{finding}" for finding in damaged_files(path))
