"""`office.keys`: who can open the store. Each account and the printed recovery key holds the data key in a slot.

The file is replaced atomically. Each slot carries a MAC under the data key, so that a slot slipped in from outside
is found before a new data key is sealed to it.

Keys and store are two files, and the journal of the store says what is in force: a new slot is `offered` beside the
old one, its fingerprint goes into the journal, and `settle` then puts it in place or drops it. A crash in between is
settled at the next sign-in.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from models.errors import InputError, NotPermitted, StoreError, Trouble
from models.store import envelopes, passphrases
from models.store.joined import is_office
from models.store.key_places import FileKeys, KeyPlace, key_place
from models.store.location import KEYS_NAME, STORE_NAME, finish_restore, make_private, refuse_network

DATA_KEY_BYTES = 32
_FORMAT = "subsidy-desk-keys"
_VERSION = 1
_RECOVERY = "recovery"
_DAMAGED = f"密钥文件 {KEYS_NAME} 已损坏；请从备份取回该文件，或使用恢复密钥。"
WRONG = "账号或口令不对，请重新输入；忘记口令可用恢复密钥或请管理员重设。"


class KeyRing:
    """The slots of one office. A new slot needs the data key, removing one does not."""

    def __init__(self, folder: Path, content: dict[str, Any], place: KeyPlace | None = None) -> None:
        self._folder = folder
        self._place = FileKeys(folder) if place is None else place
        self._content = content
        self._data_key: bytes | None = None
        self.by_offer = False
        """Whether what opened was a slot that is only offered yet."""
        self._attempts = passphrases.Attempts(folder)

    @classmethod
    def create(cls, folder: Path, accounts: Mapping[str, str], *, fast: bool = False) -> tuple[KeyRing, str, bytes]:
        """Make `office.keys` for accounts (name → pass phrase); returns the ring, the recovery key, the data key.

        `fast` takes cheap argon2 parameters and is for practice offices only. Raises InputError for a weak pass
        phrase, StoreError when the file exists or the folder is on a network path.
        """
        for name, passphrase in accounts.items():
            passphrases.check(passphrase, name)
        refuse_network(folder)
        make_private(folder)
        if is_office(folder):
            raise StoreError(f"数据文件夹 {folder} 中已有密钥文件 {KEYS_NAME}，不会覆盖；请换一个空文件夹。")
        data_key = secrets.token_bytes(DATA_KEY_BYTES)
        recovery_key = passphrases.new_recovery_key()
        secret = passphrases.recovery_secret(recovery_key)
        slot = envelopes.new_slot(secret, envelopes.recovery_kdf(), data_key, _RECOVERY)
        ring = cls(folder, {"format": _FORMAT, "version": _VERSION, "fast": fast, "accounts": {}, "recovery": slot})
        ring._data_key = data_key
        for name, passphrase in accounts.items():
            ring._content["accounts"][name] = ring._slot(name, passphrase)
        ring._save()
        return ring, recovery_key, data_key

    @classmethod
    def load(cls, folder: Path) -> KeyRing:
        """Read the key file; StoreError when it is missing, unreadable, damaged or newer than this program."""
        place = key_place(folder)
        return cls(folder, _read(folder, place), place)

    @property
    def practice(self) -> bool:
        """Whether the slots have the cheap parameters of a practice office."""
        return bool(self._content["fast"])

    def names(self) -> tuple[str, ...]:
        """The accounts that can open the store."""
        return tuple(sorted(self._content["accounts"]))

    def unlock(self, account: str, passphrase: str, *, now: datetime | None = None) -> bytes:
        """The data key. A wrong account and a wrong pass phrase take as long and read the same.

        Raises NotPermitted for either, and while the account has to wait after five failures.
        """
        moment = now if now is not None else datetime.now(UTC)
        slot = self._content["accounts"].get(account)
        counted = account if slot is not None or account in self._offers() else ""
        self._attempts.refuse_early(counted, moment)
        try:
            data_key = self._open_either(slot, account, passphrase)
        except envelopes.Unopened as error:
            self._attempts.failed(counted, moment)
            raise NotPermitted(WRONG) from error
        self._attempts.succeeded(account)
        self._data_key = data_key
        return data_key

    def _open_either(self, slot: Mapping[str, Any] | None, account: str, passphrase: str) -> bytes:
        secret, offer = passphrases.normal(passphrase), self._offers().get(account)
        self.by_offer = False
        if slot is None and offer is None:
            self._spend_the_same(passphrase)
            raise envelopes.Unopened
        if slot is not None:
            try:
                return self._open(slot, secret, account)
            except envelopes.Unopened:
                if offer is None:
                    raise
        assert offer is not None
        data_key = self._open(offer, secret, account)
        self.by_offer = True
        return data_key

    def unlock_with_recovery(self, recovery_key: str) -> bytes:
        """The data key from the printed recovery key, even when other slots are damaged.

        Raises InputError naming a mistyped group, NotPermitted when the key belongs to another office.
        """
        secret = passphrases.recovery_secret(recovery_key)
        try:
            self._data_key = self._open(self._content["recovery"], secret, _RECOVERY)
        except envelopes.Unopened as error:
            raise NotPermitted("这个恢复密钥没有输错，但不是本单位现用的；请核对打印件上的单位和日期。") from error
        return self._data_key

    def fits(self, data_key: bytes) -> bool:
        """Whether every slot, the recovery key's too, was sealed by somebody who knew this data key."""
        accounts = (*self._content["accounts"].items(), *self._offers().items())
        slots = [*accounts, (_RECOVERY, self._content["recovery"])]
        try:
            return all(envelopes.is_sealed(slot, data_key, name) for name, slot in slots)
        except (KeyError, TypeError, ValueError, OverflowError):
            return False

    def offer(self, account: str, passphrase: str, data_key: bytes) -> str:
        """Lay another slot beside what the account has, if anything; its fingerprint, for the journal.

        Raises InputError for a weak pass phrase, StoreError when it cannot be written.
        """
        passphrases.check(passphrase, account)
        self._data_key = data_key
        slot = self._slot(account, passphrase)
        self._content["offered"] = {**self._offers(), account: slot}
        self._save()
        return envelopes.fingerprint(slot)

    def offered(self, account: str) -> str:
        """The fingerprint of the slot that is only offered yet; "" where there is none."""
        offer = self._offers().get(account)
        return "" if offer is None else envelopes.fingerprint(offer)

    def settle(self, account: str, *, stands: bool) -> None:
        """Put the offered slot in place, or drop it. Raises StoreError when that cannot be written."""
        offer = self._offers()[account]
        self._content["offered"] = {name: slot for name, slot in self._offers().items() if name != account}
        if stands:
            self._content["accounts"][account] = offer
        self._save()
        if stands:
            self._attempts.succeeded(account)

    def remove(self, account: str) -> None:
        """Take an account's slot away. Whoever kept a copy still knows the data key until it is rotated."""
        self._known(account)
        if len(self._content["accounts"]) == 1:
            raise InputError("这是最后一个账号，移除后将无人能打开数据；请先添加其他账号。", "account.name")
        del self._content["accounts"][account]
        self._content["offered"] = {name: slot for name, slot in self._offers().items() if name != account}
        self._content["rotation_due"] = True
        self._save()

    @property
    def rotation_due(self) -> bool:
        """Whether somebody who was removed may still know the data key."""
        return self._content.get("rotation_due") is True

    def spelled(self) -> bytes:
        """What the key file says, to be kept elsewhere."""
        return _spelled(self._content)

    def resealed(self, data_key: bytes) -> bytes:
        """What the key file says with a new data key in every slot; nobody retypes a pass phrase, nothing is written.

        The ring must be unlocked. Raises StoreError when a slot was not made by this office.
        """
        if self._data_key is None:
            raise NotPermitted("请先登录再更换数据密钥。")
        old_key, accounts = self._data_key, self._content["accounts"]
        try:
            resealed = {name: envelopes.reseal(slot, old_key, data_key, name) for name, slot in accounts.items()}
            offers = {name: envelopes.reseal(slot, old_key, data_key, name) for name, slot in self._offers().items()}
            recovery = envelopes.reseal(self._content["recovery"], old_key, data_key, _RECOVERY)
        except (envelopes.Unopened, KeyError, TypeError, ValueError, OverflowError) as error:
            raise StoreError("密钥文件被改动过，未更换数据密钥；请从备份取回该文件。") from error
        fresh = {"accounts": resealed, "offered": offers, "recovery": recovery, "rotation_due": False}
        return _spelled({**self._content, **fresh})

    def reread(self, data_key: bytes) -> None:
        """Go on with what lies there since a rotation: what is settled or removed next must not bring the old slots
        back. Raises StoreError as `load`.
        """
        self._content, self._data_key = _read(self._folder, self._place), data_key

    def _offers(self) -> Mapping[str, Any]:
        offers: Mapping[str, Any] = self._content.get("offered", {})
        return offers

    def _slot(self, account: str, passphrase: str) -> dict[str, Any]:
        if self._data_key is None:
            raise NotPermitted("请先登录再设置口令。")
        kdf = envelopes.passphrase_kdf(fast=self._content["fast"])
        return envelopes.new_slot(passphrases.normal(passphrase), kdf, self._data_key, account)

    def _open(self, slot: Mapping[str, Any], secret: bytes, label: str) -> bytes:
        try:
            data_key = envelopes.open_slot(slot, secret, label)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise StoreError(_DAMAGED, Trouble.KEY_FILE) from error
        if len(data_key) != DATA_KEY_BYTES:
            raise StoreError(_DAMAGED, Trouble.KEY_FILE)
        if not self._place.knows(data_key):
            raise StoreError("共享服务器上的账号口令被改动过，不能登录；请联系安全管理员和数据库管理员。")
        return data_key

    def _spend_the_same(self, passphrase: str) -> None:
        kdf = envelopes.passphrase_kdf(fast=self._content["fast"])
        envelopes.new_slot(passphrases.normal(passphrase), kdf, bytes(DATA_KEY_BYTES), "")

    def _known(self, account: str) -> None:
        if account not in self._content["accounts"]:
            raise InputError("没有这个账号，请核对。", "account.name")

    def _save(self) -> None:
        self._place.write(_spelled(self._content))


def _read(folder: Path, place: KeyPlace) -> dict[str, Any]:
    path = folder / KEYS_NAME
    try:
        # A restore that a crash stopped half way brings its own keys.
        finish_restore(folder)
        content = json.loads(place.read())
    except FileNotFoundError as error:
        raise _without_keys(folder) from error
    except (OSError, ValueError) as error:
        raise StoreError(f"密钥文件 {path} 无法读取或已损坏；请从备份取回该文件。", Trouble.KEY_FILE) from error
    if not isinstance(content, dict) or content.get("format") != _FORMAT or not _shaped(content):
        raise StoreError(f"{path} 不是本程序的密钥文件，或已损坏；请从备份取回该文件。", Trouble.KEY_FILE)
    if content["version"] > _VERSION:
        raise StoreError("密钥文件由更新版本的程序建立；请升级本程序后再打开。", Trouble.NEWER)
    return content


def office_mark(folder: Path) -> str:
    """What tells the keys of one office from another's without any secret; "" where none can be read.

    The public half of the recovery key's slot: it outlasts every pass phrase and every change of the data key.
    """
    try:
        return envelopes.fingerprint(json.loads((folder / KEYS_NAME).read_bytes())["recovery"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def is_other_office(one: Path, other: Path) -> bool:
    """Whether two folders are known to hold keys of different offices."""
    marks = {office_mark(one), office_mark(other)} - {""}
    return len(marks) > 1


def _without_keys(folder: Path) -> StoreError:
    if (folder / STORE_NAME).exists():
        words = f"数据文件夹 {folder} 中没有密钥文件 {KEYS_NAME}；请核对文件夹，或从备份取回该文件。"
        return StoreError(words, Trouble.KEY_FILE)
    words = f"数据文件夹 {folder} 里没有本局的数据" if folder.is_dir() else f"没有数据文件夹 {folder}"
    return StoreError(f"{words}；请核对文件夹，不会自动新建。", Trouble.NOTHING)


def _spelled(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1).encode()


def _shaped(content: Mapping[str, Any]) -> bool:
    return (
        isinstance(content.get("version"), int)
        and isinstance(content.get("fast"), bool)
        and isinstance(content.get("accounts"), dict)
        and isinstance(content.get("recovery"), dict)
        and isinstance(content.get("offered", {}), dict)
    )
