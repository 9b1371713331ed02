"""The bureau's entries as one signed file, so that one office's work serves a whole district.

Signed with Ed25519 (RFC 8032) by a key derived from the secret of the office's encrypted store: it is as safe as the
store, is part of every backup, and stands nowhere else. Who imports compares the key's fingerprint with what the other
office says by another way; imported entries arrive as entered by the importing person, and a second person of this
office confirms each. Nothing of another office ever takes effect unseen.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from models.bureau import BureauEntry
from models.canonical_json import canonical_json
from models.casework.bureau_values import draft_from_json, enter_within
from models.casework.changes import Changes, Done
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import InputError, Refused
from models.rules.bureau_entries import standing_entries

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FORMAT = "subsidy-desk-rules/1"
_PURPOSE = b"subsidy-desk rule exchange, ed25519"
_KEYS = frozenset({"format", "office", "practice", "key", "entries", "signature"})
_ENTRY_KEYS = ("kind", "programme", "name", "value", "from", "to", "document", "article", "text")
_LARGEST = 64 * 2**20


def fingerprint(public_key: str) -> str:
    """What two people read to each other: the first 16 hex digits of the key's SHA-256, in fours."""
    digest = hashlib.sha256(bytes.fromhex(public_key)).hexdigest()
    return " ".join(digest[at : at + 4] for at in range(0, 16, 4))


def own_fingerprint(desk: Desk) -> str:
    """The fingerprint of this office's key."""
    with desk.look("rules.read") as work:
        return fingerprint(_public(_key(work)))


def export_rules(desk: Desk) -> bytes:
    """Every confirmed entry that holds, with its scan, signed: none that was corrected. Refused when there is none."""
    with desk.perform("value.enter") as work:
        entries = standing_entries(work.rows.bureau_entries(confirmed_only=True))
        if not entries:
            raise Refused("还没有经两人确认的录入，没有可以导出的内容。")
        key = _key(work)
        body = {
            "format": FORMAT,
            "office": work.office.name,
            "practice": work.office.practice,
            "key": _public(key),
            "entries": [_entry_json(work, entry) for entry in entries],
        }
        work.record("rules:export", {"entries": len(entries), "sha256": hashlib.sha256(_canonical(body)).hexdigest()})
    return _canonical({**body, "signature": key.sign(_canonical(body)).hex()})


def import_rules(desk: Desk, content: bytes, expected: str) -> Done[tuple[BureauEntry, ...]]:
    """Take over the entries of another office's file, all or none; each waits for a second person here.

    `expected` is the fingerprint as the other office tells it. What is here already is left out. Raises InputError for
    a damaged file, Refused for a wrong signature, key or kind of office, and what `enter_value` raises.
    """
    body = _verified(content, expected)
    with desk.perform("value.enter") as work:
        if body["practice"] != work.office.practice:
            raise Refused("练习单位与正式单位之间不能交换规则，请核对文件。")
        present = {_canonical(_plain(entry)) for entry in work.rows.bureau_entries()}
        added = tuple(
            _take(desk, work, entry) for entry in body["entries"] if _canonical(_without_scan(entry)) not in present
        )
        digest = hashlib.sha256(content).hexdigest()
        work.record("rules:import", {"entries": len(added), "sha256": digest, "key": body["key"]})
    return Done(added, Changes(rules=True))


def _take(desk: Desk, work: UnitOfWork, given: Mapping[str, Any]) -> BureauEntry:
    scan = given["scan"]
    try:
        picture = base64.b64decode(scan["content"], validate=True)
        media_type = str(scan["media_type"])
    except (TypeError, KeyError, ValueError):
        raise InputError("规则文件里的扫描件已损坏，请让对方重新导出。", "scan") from None
    return enter_within(desk, work, draft_from_json(_without_scan(given)), picture, media_type)


def _verified(content: bytes, expected: str) -> dict[str, Any]:
    """The body of a file whose signature holds under the expected key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    data = _read(content)
    body = {name: value for name, value in data.items() if name != "signature"}
    try:
        told, key = fingerprint(data["key"]), Ed25519PublicKey.from_public_bytes(bytes.fromhex(data["key"]))
        key.verify(bytes.fromhex(data["signature"]), _canonical(body))
    except (TypeError, ValueError):
        raise InputError("规则文件的签名或密钥已损坏，没有导入任何内容。请让对方重新导出。", "signature") from None
    except InvalidSignature:
        raise Refused("规则文件的签名不符：内容被改动过，没有导入任何内容。请让对方重新导出。") from None
    if told.replace(" ", "") != "".join(expected.split()).lower():
        raise Refused("密钥指纹与对方告知的不一致，没有导入任何内容。请用电话与对方逐组核对指纹。")
    return body


def _read(content: bytes) -> dict[str, Any]:
    damaged = InputError("这不是规则交换文件，或文件已损坏，没有导入任何内容。请核对文件。", "file")
    if len(content) > _LARGEST:
        raise damaged
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        raise damaged from None
    if not isinstance(data, dict) or set(data) != _KEYS or data["format"] != FORMAT:
        raise damaged
    entries = data["entries"]
    wanted = {*_ENTRY_KEYS, "scan"}
    if not isinstance(entries, list) or any(not isinstance(one, dict) or set(one) != wanted for one in entries):
        raise damaged
    return data


def _entry_json(work: UnitOfWork, entry: BureauEntry) -> dict[str, Any]:
    if entry.scan_id is None:
        raise Refused(f"“{entry.name}”的录入没有扫描件，不能导出。")
    scan = work.rows.attachment(entry.scan_id)
    picture = {"media_type": scan.media_type, "content": base64.b64encode(scan.content).decode("ascii")}
    return {**_plain(entry), "scan": picture}


def _plain(entry: BureauEntry) -> dict[str, Any]:
    """An entry in the shape of a handed-in one."""
    return {
        "kind": entry.kind.value,
        "programme": entry.programme,
        "name": entry.name,
        "value": entry.value,
        "from": entry.valid_from.isoformat(),
        "to": None if entry.valid_to is None else entry.valid_to.isoformat(),
        "document": entry.document,
        "article": entry.article,
        "text": entry.text,
    }


def _without_scan(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: given[name] for name in _ENTRY_KEYS}


def _key(work: UnitOfWork) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    seed = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(work.rows.salt())
    return Ed25519PrivateKey.from_private_bytes(seed)


def _public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def _canonical(value: Any) -> bytes:
    return canonical_json(value).encode()
