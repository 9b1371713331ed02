"""Verification of an office: its store, its journal against printed heads, its letters, its newest backup."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from models.errors import StoreError
from models.store.backup import backups, verify_backup
from models.store.checks import check_store
from models.store.engine import Store, open_unchecked


def verify(store: Store, heads: Collection[str] = ()) -> tuple[str, ...]:
    """What is wrong with an open store and the newest of its backups; empty when nothing is. Never raises on damage.

    `heads` are journal heads as printed on letters and month summaries (16 or more hex digits): one that is not
    in the chain shows a cut tail or a rewritten chain.
    """
    findings = check_store(store, heads)
    if not store.embedded or store.folder is None or store.key is None:
        return findings
    return findings + _newest_backup(store.folder, store.key)


def verify_folder(folder: Path, *, key: bytes, heads: Collection[str] = ()) -> tuple[str, ...]:
    """`verify` for a closed embedded store; one that cannot be opened is a finding."""
    try:
        store = open_unchecked(folder, key=key)
    except StoreError as error:
        return (error.message, *_newest_backup(folder, key))
    try:
        return verify(store, heads)
    finally:
        store.close()


def _newest_backup(folder: Path, key: bytes) -> tuple[str, ...]:
    newest = next(iter(backups(folder)), None)
    if newest is None:
        return ()
    return tuple(f"最近的备份 {newest.name}：{finding}" for finding in verify_backup(newest, key=key))
