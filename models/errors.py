"""The errors a person can cause or must be told of; anything else is a bug.

Every message is one plain, polite Chinese line that says what, why and what to do, and never
contains personal data beyond what the clerk just typed into the very field it names.
"""

from __future__ import annotations

import errno
from enum import StrEnum


class SubsidyDeskError(Exception):
    """An expected error. `exit_code` is what the command line returns for it."""

    exit_code = 2

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InputError(SubsidyDeskError):
    """Something typed or handed in is wrong; `field` names the place (a fact key, a JSON key)."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class RulebookError(InputError):
    """A rulebook that cannot be loaded; the message begins with file and line."""


class Trouble(StrEnum):
    """What is wrong with a data folder, as far as what to do about it differs."""

    KEY = "key"
    KEY_FILE = "key file"
    NEWER = "newer"
    OLDER = "older"
    FOREIGN = "foreign"
    BACKUP = "backup"
    NETWORK = "network"
    DAMAGED = "damaged"
    MISSING = "missing"
    NOTHING = "nothing"
    FULL = "full"
    CLOCK = "clock"
    BUSY = "busy"
    SERVER = "server"
    OTHER = "other"


class StoreError(SubsidyDeskError):
    """The data folder cannot be opened as asked (wrong key, newer schema, foreign file …)."""

    def __init__(self, message: str, trouble: Trouble = Trouble.OTHER) -> None:
        super().__init__(message)
        self.trouble = trouble


NOT_READ = "与共享服务器的连接中断，现在读不到；填写的内容还在，连上后会自动再读。"
NOT_SAVED = "与共享服务器的连接中断，这一步没有保存；填写的内容还在，连上后请再办一次。"


class Disconnected(StoreError):
    """The shared server cannot be reached now; what is typed is still there."""

    def __init__(self, message: str) -> None:
        super().__init__(message, Trouble.SERVER)


class Refused(SubsidyDeskError):
    """A rule of the office forbids the act (state, four eyes, unconfirmed values …)."""

    exit_code = 3


class NotPermitted(Refused):
    """The account's seats do not allow the command."""


class MustWait(NotPermitted):
    """Too many wrong pass phrases in a row: not before `seconds` have passed."""

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class Conflict(Refused):
    """Somebody else acted first; the message says who, when and what, as far as known."""


class MissingGlyph(Refused):
    """No available font can print a character; the message names it with its code point."""


class Irreconcilable(Refused):
    """A month's totals disagree with its letters; the message lists the differing cases."""


_SYSTEM_REASONS = {
    errno.ENOENT: "文件或文件夹不存在",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EBUSY: "正被其他程序使用",
    errno.EIO: "磁盘读写出错",
}


def system_reason(error: OSError) -> str:
    """Why the operating system refused, in Chinese; what is rare keeps the system's own words."""
    return _SYSTEM_REASONS.get(error.errno or 0) or error.strerror or type(error).__name__
