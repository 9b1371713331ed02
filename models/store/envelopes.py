"""The cryptography of the key ring: what wraps what, each with its algorithm tag.

A slot has an X25519 key pair; its private half is wrapped by the pass phrase (argon2id, RFC 9106) or by the recovery
key (HKDF-SHA256, RFC 5869), and the data key is sealed to its public half (X25519, HKDF-SHA256, AES-256-GCM), so
that a new data key can be handed to every slot without anybody's pass phrase.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

from models.errors import StoreError

ARGON2ID = "argon2id"
HKDF = "hkdf-sha256"
SEAL = "x25519+hkdf-sha256+aes-256-gcm"
WRAP = "aes-256-gcm"

_USUAL = {"time_cost": 3, "memory_kib": 65_536, "lanes": 4}
_FAST = {"time_cost": 1, "memory_kib": 64, "lanes": 1}


class Unopened(Exception):
    """The secret does not open the envelope. Internal: the key ring tells it to a person."""


def passphrase_kdf(*, fast: bool) -> dict[str, Any]:
    """Fresh argon2id parameters; `fast` ones are for practice offices only."""
    return {"algorithm": ARGON2ID, **(_FAST if fast else _USUAL), "salt": _text(secrets.token_bytes(16))}


def recovery_kdf() -> dict[str, Any]:
    """Fresh parameters for a key that is random already."""
    return {"algorithm": HKDF, "salt": _text(secrets.token_bytes(16))}


def new_slot(secret: bytes, kdf: dict[str, Any], data_key: bytes, label: str) -> dict[str, Any]:
    """A slot that opens with `secret`; `label` (the account) is bound into it."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    wrapped = _encrypt(_derive(secret, kdf), private.private_bytes_raw(), label)
    slot = {"kdf": kdf, "wrap": WRAP, "private": wrapped, "public": _text(public)}
    return {**slot, "data": seal(public, data_key, label), "mac": _mac(data_key, public, label)}


def open_slot(slot: Mapping[str, Any], secret: bytes, label: str) -> bytes:
    """The data key in a slot; Unopened for a wrong secret or an altered slot."""
    private = _decrypt(_derive(secret, slot["kdf"]), slot["private"], label)
    return _unseal(private, slot["data"], label)


def reseal(slot: Mapping[str, Any], old_key: bytes, data_key: bytes, label: str) -> dict[str, Any]:
    """The same slot holding another data key; Unopened when nobody who knew the old one made the slot."""
    if not is_sealed(slot, old_key, label):
        raise Unopened
    public = _bytes(slot["public"])
    return {**slot, "data": seal(public, data_key, label), "mac": _mac(data_key, public, label)}


def is_sealed(slot: Mapping[str, Any], data_key: bytes, label: str) -> bool:
    """Whether somebody who knew the data key made the slot."""
    return hmac.compare_digest(str(slot["mac"]), _mac(data_key, _bytes(slot["public"]), label))


def fingerprint(slot: Mapping[str, Any]) -> str:
    """What tells a slot from every other, to be written down: a digest of its public half, with its algorithm."""
    return "sha256:" + hashlib.sha256(_bytes(slot["public"])).hexdigest()


def seal(public: bytes, data_key: bytes, label: str) -> dict[str, str]:
    """The data key for the holder of the private half of `public`."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    ephemeral = X25519PrivateKey.generate()
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(public))
    key = _hkdf(shared, ephemeral.public_key().public_bytes_raw() + public, b"subsidy-desk data key")
    sender = _text(ephemeral.public_key().public_bytes_raw())
    return {"algorithm": SEAL, "sender": sender, "box": _encrypt(key, data_key, label)}


def _unseal(private: bytes, sealed: Mapping[str, str], label: str) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    _known(sealed["algorithm"], SEAL)
    holder = X25519PrivateKey.from_private_bytes(private)
    sender = _bytes(sealed["sender"])
    shared = holder.exchange(X25519PublicKey.from_public_bytes(sender))
    key = _hkdf(shared, sender + holder.public_key().public_bytes_raw(), b"subsidy-desk data key")
    return _decrypt(key, sealed["box"], label)


def _mac(data_key: bytes, public: bytes, label: str) -> str:
    # HMAC (RFC 2104) under a key drawn from the data key: a slot slipped in from outside cannot carry it.
    return hmac.new(_hkdf(data_key, b"", b"subsidy-desk slot"), public + label.encode(), "sha256").hexdigest()


def _derive(secret: bytes, kdf: Mapping[str, Any]) -> bytes:
    salt = _bytes(kdf["salt"])
    if kdf["algorithm"] == HKDF:
        return _hkdf(secret, salt, b"subsidy-desk recovery")
    _known(kdf["algorithm"], ARGON2ID)
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        secret=secret,
        salt=salt,
        time_cost=int(kdf["time_cost"]),
        memory_cost=int(kdf["memory_kib"]),
        parallelism=int(kdf["lanes"]),
        hash_len=32,
        type=Type.ID,
    )


def _hkdf(secret: bytes, salt: bytes, purpose: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF as Derivation  # noqa: N811

    return Derivation(algorithm=SHA256(), length=32, salt=salt, info=purpose).derive(secret)


def _encrypt(key: bytes, content: bytes, label: str) -> str:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(12)
    return _text(nonce + AESGCM(key).encrypt(nonce, content, label.encode()))


def _decrypt(key: bytes, box: str, label: str) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    content = _bytes(box)
    try:
        return AESGCM(key).decrypt(content[:12], content[12:], label.encode())
    except InvalidTag as error:
        raise Unopened from error


def _known(algorithm: str, expected: str) -> None:
    if algorithm != expected:
        raise StoreError("密钥文件使用了本程序不认识的算法；请升级本程序后再打开。")


def _text(content: bytes) -> str:
    return b64encode(content).decode("ascii")


def _bytes(text: str) -> bytes:
    return b64decode(text, validate=True)
