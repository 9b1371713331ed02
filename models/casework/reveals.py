"""Showing a masked value in full: it is logged before it is handed out, in the access log outside the chain."""

from __future__ import annotations

from models.casework.unit_of_work import Desk
from models.errors import InputError
from models.store.access_records import Access, AccessEntry

REVEALABLE = ("id_number", "phone", "address", "bank_card")


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
