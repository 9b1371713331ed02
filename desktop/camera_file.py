"""A file of the document camera: whole, of a kind that is kept, no link, not too large; removed once it is stored."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from models.errors import InputError, system_reason

MOST_BYTES = 20 << 20
SUFFIXES = frozenset({".pdf", ".png", ".jpg", ".jpeg"})
_TAIL = 1024  # a PDF may end with a little more than its mark


@dataclass(frozen=True, slots=True)
class CameraFile:
    """A scan as it lay in the folder."""

    path: Path
    media_type: str
    content: bytes


def read_camera_file(path: Path) -> CameraFile:
    """The scan. Raises InputError at `file` for a link, a file too large, of another kind, or still being written."""
    content = _read(path)
    kind = _kind(content)
    if kind is None:
        raise InputError(f"“{path.name}”不是 pdf、png 或 jpg 扫描件，没有附上；文件还在原处。", "file")
    if not _ended(kind, content):
        raise InputError(f"“{path.name}”还没有写完，请等高拍仪存好再附。", "file")
    return CameraFile(path, kind, content)


def is_whole(path: Path) -> bool:
    """Whether a scan is there to its end; a file that will never be one counts as whole, to be refused when taken."""
    try:
        read_camera_file(path)
    except InputError as error:
        return "还没有写完" not in error.message
    return True


def remove_stored(file: CameraFile) -> bool:
    """Take a stored scan out of the folder; False where it has changed since or cannot be removed."""
    try:
        if _read(file.path) != file.content:
            return False
        file.path.unlink()
    except (InputError, OSError):
        return False
    return True


def _read(path: Path) -> bytes:
    if path.is_symlink():
        raise InputError(f"“{path.name}”是链接，不是扫描件，没有附上。请把文件本身存进高拍仪文件夹。", "file")
    try:
        # Between the look and the opening it might have become a link.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            facts = os.fstat(file.fileno())
            if not stat.S_ISREG(facts.st_mode):
                raise InputError(f"“{path.name}”不是普通文件，没有附上。", "file")
            if facts.st_size > MOST_BYTES:
                words = f"“{path.name}”超过 {MOST_BYTES >> 20} MB，没有附上。请降低扫描分辨率后再扫。"
                raise InputError(words, "file")
            return file.read()
    except OSError as error:
        raise InputError(f"“{path.name}”读不出来：{system_reason(error)}。", "file") from None


def _kind(content: bytes) -> str | None:
    heads = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
    if not content:
        return "application/pdf"  # just begun: nothing says yet that it is none
    return next((kind for head, kind in heads.items() if content.startswith(head)), None)


def _ended(kind: str, content: bytes) -> bool:
    if kind == "application/pdf":
        return b"%%EOF" in content[-_TAIL:]
    if kind == "image/png":
        return b"IEND" in content[-12:]
    return content.rstrip(b"\x00").endswith(b"\xff\xd9")
