"""Typed text that is not handed in yet: kept in the encrypted store, so that a crash loses nothing of it.

A draft is its account's own and nobody else's; it is no act and never enters the journal.
"""

from __future__ import annotations

import json
from typing import Any

from models.casework.unit_of_work import Desk
from models.errors import InputError
from models.store.draft_records import Draft

__all__ = ["Draft", "discard_draft", "drafts", "load_draft", "save_draft"]

_COMMAND = "draft.own"
_LONGEST_KEY = 200
_MOST_BYTES = 1 << 20


def save_draft(desk: Desk, key: str, content: Any) -> None:
    """Keep JSON content under the account's own key, in place of what was there.

    Raises InputError for a key that is empty or too long and for content that is no JSON or over 1 MiB.
    """
    if not key or len(key) > _LONGEST_KEY:
        raise InputError("草稿没有名称，或名称过长，未保存。", "draft")
    try:
        size = len(json.dumps(content, ensure_ascii=False).encode())
    except (TypeError, ValueError):
        raise InputError("草稿里有无法保存的内容，未保存；请检查刚输入的文字。", "draft") from None
    if size > _MOST_BYTES:
        raise InputError("草稿过长，未保存；扫描件请用附件上传。", "draft")
    with desk.note(_COMMAND) as work:
        work.rows.put_draft(work.actor.id, key, content, work.now)


def load_draft(desk: Desk, key: str) -> Draft | None:
    """The account's draft of this key, if there is one."""
    with desk.look(_COMMAND) as work:
        return work.rows.draft(work.actor.id, key)


def drafts(desk: Desk) -> tuple[Draft, ...]:
    """Every draft of the account, the newest first."""
    with desk.look(_COMMAND) as work:
        return work.rows.drafts(work.actor.id)


def discard_draft(desk: Desk, key: str) -> bool:
    """Throw the account's draft away; whether there was one."""
    with desk.note(_COMMAND) as work:
        return work.rows.drop_draft(work.actor.id, key)
