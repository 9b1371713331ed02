"""Signing PINs: the hash of each, how often it was mistyped in a row, and until when it is locked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from models.store import tables as t
from models.store.records import Records
from models.store.rows import optional_time, time_value
from models.store.statements import Statement


@dataclass(frozen=True, slots=True)
class SigningPin:
    """`hash` is an argon2id hash with its own parameters and salt (RFC 9106, PHC text)."""

    account_id: int
    hash: str
    failures: int
    locked_until: datetime | None
    set_at: datetime


_PIN = Statement(lambda: select(*t.signing_pins.c).where(t.signing_pins.c.account_id == bindparam("account_id")))


class PinRecords(Records):
    """At most one PIN for each account."""

    def signing_pin(self, account_id: int) -> SigningPin | None:
        """The PIN of an account, if it has set one."""
        row = _PIN.first(self._connection, account_id=account_id)
        if row is None:
            return None
        return SigningPin(
            row.account_id, row.hash, row.failures, optional_time(row.locked_until), time_value(row.set_at)
        )

    def put_signing_pin(self, account_id: int, hash: str, at: datetime) -> None:
        """Set or replace the PIN; its failures are forgotten."""
        values: dict[str, Any] = {"hash": hash, "failures": 0, "locked_until": None, "set_at": at}
        if self.signing_pin(account_id) is None:
            self._add(t.signing_pins, account_id=account_id, **values)
        else:
            self._swap(t.signing_pins, {"account_id": account_id}, values)

    def count_pin_failures(self, account_id: int, failures: int, locked_until: datetime | None) -> None:
        """Record how often the PIN has been mistyped in a row, and until when it is locked."""
        changes = {"failures": failures, "locked_until": locked_until}
        self._swap(t.signing_pins, {"account_id": account_id}, changes)
