"""Where a store may lie and how its files are made: private, durable, never on a network path."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import StoreError, Trouble, system_reason

STORE_NAME = "office.db"
KEYS_NAME = "office.keys"
SIDE_SUFFIXES = ("-wal", "-shm", "-journal")
RESTORE_SUFFIX = ".restore"
_STALE_SECONDS = 86_400

_NETWORK = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb",
        "smb3",
        "smbfs",
        "afs",
        "ncpfs",
        "9p",
        "ceph",
        "glusterfs",
        "lustre",
        "davfs",
        "webdav",
    }
)
_NETWORK_FUSE = ("fuse.sshfs", "fuse.davfs", "fuse.rclone", "fuse.s3fs", "fuse.glusterfs", "fuse.gvfsd", "fuse.smb")
_MOUNTS = Path("/proc/mounts")


def refuse_network(folder: Path, mounts: str | None = None) -> None:
    """Raise StoreError when `folder` lies on a network file system: SQLite's locks do not hold there.

    `mounts` stands for the text of /proc/mounts. On Windows a UNC path or a mapped network drive is refused.
    """
    resolved = folder.resolve()
    if sys.platform == "win32":
        network = _windows_network(resolved)
    else:
        text = mounts if mounts is not None else _read_mounts()
        network = _is_network(_filesystem(resolved, text))
    if network:
        raise StoreError(
            f"数据文件夹 {folder} 在网络盘上，多台电脑同时读写会损坏数据；请放在本机硬盘，多个窗口请使用共享服务器。",
            Trouble.NETWORK,
        )


def make_private(folder: Path) -> None:
    """Make `folder` (and what is missing above it), closed to other users of the machine."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)


def write_private(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step: temporary name, fsync, rename, fsync of the folder; mode 0600."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(0o600)
        replace(temporary, path)
    except OSError:
        temporary.unlink(missing_ok=True)  # it may hold half a password
        raise


def replace(source: Path, target: Path) -> None:
    """Rename over `target` and make the rename itself durable."""
    source.replace(target)
    sync_folder(target.parent)


def remove_database(path: Path) -> None:
    """Remove a database file and what SQLite keeps beside it."""
    for suffix in ("", *SIDE_SUFFIXES):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def finish_restore(folder: Path) -> None:
    """Carry out a restore that was committed (its files lie ready) and perhaps interrupted by a crash.

    Raises StoreError when the folder cannot be written: what is left is done at the next opening.
    """
    try:
        _finish_restore(folder)
    except OSError as error:
        raise decided_but_unfinished(folder, error) from error


def decided_but_unfinished(folder: Path, error: OSError) -> StoreError:
    """What to tell when a restore failed after the moment from which on only the new store counts."""
    return StoreError(
        f"恢复已经定下，但还没有做完：{folder} 写不进去（{system_reason(error)}）；"
        "请检查磁盘空间和权限，再打开一次就会自动做完。",
        Trouble.FULL,
    )


def restore_is_decided(folder: Path) -> bool:
    """Whether a restore or a rotation has passed the moment from which on only the new store counts."""
    return (folder / (STORE_NAME + RESTORE_SUFFIX)).exists()


def _finish_restore(folder: Path) -> None:
    # The log of the replaced store goes first: a new file under an old log would be read as damage.
    ready = folder / (STORE_NAME + RESTORE_SUFFIX)
    keys = folder / (KEYS_NAME + RESTORE_SUFFIX)
    if not ready.exists():
        if keys.exists():
            keys.unlink()
        return
    for suffix in SIDE_SUFFIXES:
        (folder / (STORE_NAME + suffix)).unlink(missing_ok=True)
    sync_folder(folder)
    if keys.exists():
        replace(keys, folder / KEYS_NAME)
    replace(ready, folder / STORE_NAME)


def sweep_stale(folder: Path, pattern: str) -> None:
    """Remove working folders that a crash left behind: those nobody touched for a day."""
    for path in folder.glob(pattern):
        if time.time() - path.stat().st_mtime > _STALE_SECONDS:
            shutil.rmtree(path, ignore_errors=True)


def sync_file(path: Path) -> None:
    """Force a file's content to disk."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Force a folder's entries to disk (Windows does so by itself)."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def private_files() -> Iterator[None]:
    """Whatever is created inside is closed to other users, whatever the umask was."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def _read_mounts() -> str:
    try:
        return _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""


def _filesystem(path: Path, mounts: str) -> str:
    best, kind = "", ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
        inside = path.is_relative_to(point)
        if inside and len(point) >= len(best):
            best, kind = point, fields[2]
    return kind


def _is_network(kind: str) -> bool:
    return kind in _NETWORK or kind.startswith(_NETWORK_FUSE)


def _windows_network(path: Path) -> bool:
    if str(path).startswith("\\\\"):
        return True
    if sys.platform == "win32":
        import ctypes

        drive_remote = 4
        return bool(ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == drive_remote)
    return False
