"""What a pass phrase must be, how the printed recovery key is spelled, and the delay after failures."""

from __future__ import annotations

import json
import re
import secrets
import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path

from models.errors import InputError, MustWait, StoreError, Trouble, system_reason
from models.store.location import is_backup, write_private

MINIMUM = 12
ATTEMPTS_NAME = "office.attempts"

# 31 characters without I, L, O, 0 and 1: a prime number of them makes the check find every single wrong character.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_GROUPS, _LETTERS = 8, 4
# Whatever people type between the groups: spaces, dashes of any width, dots, commas.
_BETWEEN = r"[\s\-‐-―−—.,·、。:/_|]"
_FREE_FAILURES = 5
_FIRST_DELAY = timedelta(seconds=30)
_LONGEST_DELAY = timedelta(minutes=30)
_TOO_COMMON = (
    *("password", "passw0rd", "qwerty", "qwertyuiop", "asdfgh", "letmein", "welcome", "admin", "administrator"),
    *("iloveyou", "woaini", "mima", "beijing", "peixun", "butie", "zhongguo", "123456", "12345678", "1234567890"),
    *("0123456789", "abcdef", "abc123", "1qaz2wsx", "5201314", "888888", "666666", "000000", "111111"),
)


def normal(passphrase: str) -> bytes:
    """The bytes a pass phrase stands for, whatever way its characters were composed (NFC)."""
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", errors="surrogatepass")


def check(passphrase: str, account: str) -> None:
    """Raise InputError for a pass phrase shorter than 12 characters or an easily guessed one."""
    if len(passphrase) < MINIMUM:
        raise InputError(f"口令至少要有{MINIMUM}个字符，请换一个长些的口令，例如一句话。", "passphrase")
    if _guessable(passphrase.casefold(), account.casefold()):
        raise InputError("这个口令太容易被猜到，请换一个不含常用词、账号名和连续数字的口令。", "passphrase")


def _guessable(passphrase: str, account: str) -> bool:
    if len(set(passphrase)) < 5:
        return True
    remaining = passphrase.replace(account, "") if account else passphrase
    for word in sorted(_TOO_COMMON, key=len, reverse=True):
        remaining = remaining.replace(word, "")
    return len(re.sub(r"[\d\W_]", "", remaining)) < 3 and len(remaining) < MINIMUM - 4


def new_recovery_key() -> str:
    """A random key of 158 bits in eight groups of four characters, each with a check character."""
    groups = []
    for position in range(_GROUPS):
        letters = "".join(secrets.choice(_ALPHABET) for _ in range(_LETTERS))
        groups.append(letters + _check_character(letters, position))
    return "-".join(groups)


def recovery_secret(typed: str) -> bytes:
    """The secret a typed recovery key stands for; InputError names the first wrong group."""
    compact = re.sub(_BETWEEN, "", unicodedata.normalize("NFKC", typed)).upper()
    size = _LETTERS + 1
    if len(compact) != _GROUPS * size:
        words = (
            f"恢复密钥应有{_GROUPS}组、每组{size}个字符，共{_GROUPS * size}个，现在是{len(compact)}个；请照打印件核对。"
        )
        raise InputError(words, "recovery_key")
    groups = [compact[start : start + size] for start in range(0, len(compact), size)]
    for position, group in enumerate(groups):
        strange = next((character for character in group if character not in _ALPHABET), "")
        if strange:
            words = (
                f"恢复密钥第{position + 1}组有误：密钥里没有“{strange}”（不用 0、1、I、L、O），请照打印件核对这一组。"
            )
            raise InputError(words, "recovery_key")
        if _check_character(group[:-1], position) != group[-1]:
            raise InputError(f"恢复密钥第{position + 1}组有误，请照打印件核对这一组。", "recovery_key")
    return "".join(group[:-1] for group in groups).encode("ascii")


def _check_character(letters: str, position: int) -> str:
    total = 5 * (position + 1)
    for weight, letter in enumerate(letters, start=1):
        total += weight * _ALPHABET.index(letter)
    return _ALPHABET[total % len(_ALPHABET)]


class Attempts:
    """Failures in a row for each account, beside the key file; after five each failure doubles the wait."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / ATTEMPTS_NAME

    def refuse_early(self, account: str, now: datetime) -> None:
        """Raise MustWait while the account has to wait."""
        not_before = self._read().get(account, (0, now))[1]
        if now < not_before:
            seconds = int((not_before - now).total_seconds()) + 1
            message = f"口令连续输错多次，请等待{seconds}秒后再试；忘记口令可用恢复密钥或请管理员重设。"
            raise MustWait(message, seconds)

    def failed(self, account: str, now: datetime) -> None:
        """Count a failure."""
        known = self._read()
        failures = known.get(account, (0, now))[0] + 1
        delay = timedelta(0)
        if failures >= _FREE_FAILURES:
            doubled = min(failures - _FREE_FAILURES, 10)
            delay = min(_FIRST_DELAY * 2**doubled, _LONGEST_DELAY)
        self._write({**known, account: (failures, now + delay)})

    def succeeded(self, account: str) -> None:
        """Forget the account's failures."""
        known = self._read()
        if known.pop(account, None) is not None:
            self._write(known)

    def _read(self) -> dict[str, tuple[int, datetime]]:
        try:
            data = json.loads(self._path.read_text(encoding="utf-8"))
            return {name: (int(count), datetime.fromisoformat(at)) for name, (count, at) in data.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def _write(self, known: dict[str, tuple[int, datetime]]) -> None:
        # A backup is only read, often on a write-protected disk; who holds it can copy it and guess elsewhere anyway.
        if is_backup(self._path.parent):
            return
        data = {name: [count, at.astimezone(UTC).isoformat()] for name, (count, at) in known.items()}
        try:
            write_private(self._path, json.dumps(data, ensure_ascii=False).encode())
        except OSError as error:
            # Whoever cannot be counted is not let in: a full disk must not give guesses away.
            why = system_reason(error)
            raise StoreError(
                f"数据文件夹写不进去（{why}），不能登录；请检查磁盘空间和权限后再试。", Trouble.FULL
            ) from error
