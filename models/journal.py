"""The journal's entries: append-only, hash-chained, free of personal values."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.canonical_json import canonical_json

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """`detail` holds ids, enumerations, dates and digests only, so that erasing a person leaves the chain whole."""

    seq: int
    at: datetime
    account_id: int | None
    act: str
    subject: str
    detail: Mapping[str, Any]
    previous: str
    hash: str


def chain_hash(  # noqa: PLR0917
    previous: str, seq: int, at: datetime, account_id: int | None, act: str, subject: str, detail: Mapping[str, Any]
) -> str:
    """SHA-256 over the previous hash and the canonical JSON of the entry, in hex."""
    body = {"seq": seq, "at": at.isoformat(), "account": account_id, "act": act, "subject": subject, "detail": detail}
    return hashlib.sha256(f"{previous}\n{canonical_json(body)}".encode()).hexdigest()
