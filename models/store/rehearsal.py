"""A rehearsed restore: the newest backup is restored for practice, read whole, compared, and taken away again.

It runs in a private folder inside the data folder, by the code of a real restore. The outcome stands in
`rehearsal.json` beside the store, so that every window shows it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from models.errors import StoreError, SubsidyDeskError, Trouble
from models.store.backup import counts, read_backup, restore
from models.store.checks import check_store
from models.store.engine import Store, open_store
from models.store.keys import KeyRing
from models.store.location import KEYS_NAME, sweep_stale, write_private

OUTCOME_NAME = "rehearsal.json"
_MOST = 20
_NO_ROOM = "恢复演练没有做完：数据文件夹或备份读写不了；请检查磁盘后再试。"
_NOT_SYNCED = "恢复演练已经做完，结果也写下了，但磁盘没有确认；请检查磁盘，再演练一次。"


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a rehearsal of one backup found; it can be restored when `findings` is empty."""

    backup: str
    at: datetime
    cases: int
    letters: int
    editions: int
    findings: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the backup can be restored, whole."""
        return not self.findings


def rehearse(store: Store, backup: Path, at: datetime) -> Rehearsal:
    """Restore `backup` beside the open store and look whether it is all there; the store itself is only read.

    Raises StoreError for a shared store and when the disk has no room: that says nothing about the backup.
    """
    if not store.embedded or store.folder is None or store.key is None:
        raise StoreError("共享服务器上的数据由服务器统一备份，请联系服务器管理员。")
    place = store.folder / f".rehearsal.{os.getpid()}"
    sweep_stale(store.folder, ".rehearsal.*")
    shutil.rmtree(place, ignore_errors=True)
    outcome = Rehearsal(backup.name, at, 0, 0, 0)
    try:
        needed = sum(path.stat().st_size for path in backup.iterdir())
        if shutil.disk_usage(store.folder).free < 2 * needed:
            raise StoreError("磁盘空间不够演练恢复（要备份的两倍大小）；请清理磁盘空间后再试。")
        return _rehearse(store, backup, place, outcome)
    except OSError as error:
        raise StoreError(_NO_ROOM, Trouble.FULL) from error
    finally:
        shutil.rmtree(place, ignore_errors=True)


def keep_outcome(folder: Path, outcome: Rehearsal) -> None:
    """Let every window know. Raises StoreError when the folder cannot be written."""
    values = {**asdict(outcome), "at": outcome.at.isoformat()}
    try:
        write_private(folder / OUTCOME_NAME, json.dumps(values, ensure_ascii=False, indent=1).encode())
    except OSError as error:
        there = last_outcome(folder) == outcome  # renamed, and only then the disk failed
        raise StoreError(_NOT_SYNCED if there else _NO_ROOM, Trouble.FULL) from error


def last_outcome(folder: Path) -> Rehearsal | None:
    """What the last rehearsal found; None before the first, and when its file cannot be read."""
    try:
        data = json.loads((folder / OUTCOME_NAME).read_text(encoding="utf-8"))
        findings = tuple(str(finding) for finding in data["findings"])
        cases, letters, editions = (int(data[name]) for name in ("cases", "letters", "editions"))
        at = datetime.fromisoformat(data["at"])
        return Rehearsal(str(data["backup"]), at, cases, letters, editions, findings)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _rehearse(store: Store, backup: Path, place: Path, outcome: Rehearsal) -> Rehearsal:
    assert store.key is not None
    try:
        if not KeyRing.load(backup).fits(store.key):
            return replace(outcome, findings=(f"备份里的 {KEYS_NAME} 与现在的数据密钥对不上，可能是换密钥以前做的。",))
        restore(backup, place, key=store.key, at=outcome.at)
        restored = open_store(place, key=store.key, read_only=True)
    except SubsidyDeskError as error:
        if isinstance(error, StoreError) and error.trouble is Trouble.FULL:
            raise  # a full disk says nothing about the backup
        return replace(outcome, findings=(error.message,))
    try:
        return _compare(store, restored, backup, outcome)
    finally:
        restored.close()


def _compare(store: Store, restored: Store, backup: Path, outcome: Rehearsal) -> Rehearsal:
    """Chain, letters and files of the restored store; its counts; its exports against the living ones."""
    findings = list(check_store(restored))
    with restored.reading():
        found = counts(restored)
    if found != dict(read_backup(backup).counts):
        findings.append("恢复出的记录数与备份清单不符。")
    findings += _differences(store, restored)
    return replace(
        outcome,
        cases=found["case_file"],
        letters=found["letter"],
        editions=found["edition"],
        findings=tuple(findings[:_MOST]),
    )


def _differences(store: Store, restored: Store) -> list[str]:
    """What is exported and archived must be the same, bit for bit, in what was restored and in what lives."""
    here, there = _archive(store), _archive(restored)
    return [f"{name}：恢复出的与现存的不一致。" for name in there if here.get(name) != there[name]]


def _archive(store: Store) -> dict[str, str]:
    """Digests of every published month's files and every letter, computed from the bytes."""
    found: dict[str, str] = {}
    with store.reading() as rows:
        for month in rows.edition_months():
            for edition in rows.editions(month):
                for file in edition.files:
                    name = f"{month} 第 {edition.edition} 版 {file.name}"
                    found[name] = hashlib.sha256(file.content).hexdigest()
        run = store.connection.exec_driver_sql
        letters = "SELECT l.number, c.content FROM letter l JOIN letter_content c ON c.letter_id = l.id"
        for number, content in run(letters):
            found[f"文书 {number}"] = hashlib.sha256(bytes(content)).hexdigest()
    return found
