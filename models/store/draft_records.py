"""Drafts: what an account typed and has not yet handed in. They change, go, and are never journalled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert

from models.store import tables as t
from models.store.records import Records
from models.store.rows import json_text, json_value, time_text, time_value
from models.store.standing import stay
from models.store.statements import Statement


@dataclass(frozen=True, slots=True)
class Draft:
    """`key` is the form's own name for it; `content` is JSON; `at` is when it was last kept."""

    key: str
    content: Any
    at: datetime


def _put() -> Any:
    # SQLite and PostgreSQL spell ON CONFLICT alike, so that one construct serves both.
    fresh = postgresql_insert(t.drafts).values({column.name: bindparam(column.name) for column in t.drafts.c})
    newer = {"content": fresh.excluded.content, "at": fresh.excluded["at"]}
    return fresh.on_conflict_do_update(index_elements=["account_id", "key"], set_=newer)


def _own() -> Any:
    return t.drafts.c.account_id == bindparam("account_id")


_PUT = Statement(_put)
_ONE = Statement(lambda: select(*t.drafts.c).where(_own(), t.drafts.c.key == bindparam("key")))
_ALL = Statement(lambda: select(*t.drafts.c).where(_own()).order_by(t.drafts.c["at"].desc(), t.drafts.c.key))
_DROP = Statement(lambda: t.drafts.delete().where(_own(), t.drafts.c.key == bindparam("key")))


class DraftRecords(Records):
    """One row for each account and key."""

    def put_draft(self, account_id: int, key: str, content: Any, at: datetime) -> None:
        """Keep a draft in place of the one with the same key, in the office in force.

        Raises Refused when it has moved, StoreError while it is moving: the draft would not come along.
        """
        stay(self._connection)
        values = {"account_id": account_id, "key": key, "content": json_text(content), "at": time_text(at)}
        _PUT.change(self._connection, **values)

    def draft(self, account_id: int, key: str) -> Draft | None:
        """The account's draft of this key."""
        row = _ONE.first(self._connection, account_id=account_id, key=key)
        return None if row is None else Draft(row.key, json_value(row.content), time_value(row.at))

    def drafts(self, account_id: int) -> tuple[Draft, ...]:
        """Every draft of an account, the newest first."""
        rows = _ALL.run(self._connection, account_id=account_id)
        return tuple(Draft(row.key, json_value(row.content), time_value(row.at)) for row in rows)

    def drop_draft(self, account_id: int, key: str) -> bool:
        """Whether there was one to drop."""
        return _DROP.change(self._connection, account_id=account_id, key=key) == 1
