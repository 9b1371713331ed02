"""Showing a masked value or a paper in full: it is logged before it is handed out, in the access log outside the chain.

An entry names the field that was shown, or the case and the paper; never what stood there.
"""

from __future__ import annotations

from models.casework.unit_of_work import Desk
from models.errors import InputError
from models.store.access_records import Access, AccessEntry

REVEALABLE = ("id_number", "phone", "address", "bank_card")


_SCAN = "扫描件 "


def scan_seen(number: str) -> str:
    """How the entry of a scanned paper of this case begins; the paper's name follows."""
    return f"{_SCAN}{number}："


def is_scan(what: str) -> bool:
    """Whether a paper was looked at, and no value."""
    return what.startswith(_SCAN)


def log_reveal(desk: Desk, person_id: int, what: str) -> str:
    """The full value of one of `REVEALABLE`, with the look recorded in the same transaction. Raises InputError."""
    if what not in REVEALABLE:
        raise InputError("这一项没有遮盖，不必登记查看。", what)
    with desk.perform("person.reveal") as work:
        person = work.rows.person(person_id)
        work.rows.log_access(Access.REVEAL, work.actor.id, work.now, None, person_id, what)
        value: str = getattr(person, what)
        return value


def accesses(desk: Desk, after: int = 0, limit: int = 1000) -> tuple[AccessEntry, ...]:
    """The access log in order, for the auditor."""
    with desk.look("access.read") as work:
        return work.rows.accesses(after, limit)
