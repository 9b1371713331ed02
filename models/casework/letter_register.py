"""文书: the log of who printed a letter again."""

from __future__ import annotations

from models.casework.changes import Changes, Done
from models.casework.unit_of_work import Desk
from models.store.access_records import Access, AccessEntry


def log_reprint(desk: Desk, letter_id: int, way: str = "print") -> Done[AccessEntry]:
    """Record that a letter was printed or saved again (`way`). Raises InputError for a letter that is not there."""
    with desk.note("letter.reprint") as work:
        letter = work.rows.letter(letter_id)
        entry = work.rows.log_access(Access.REPRINT, work.actor.id, work.now, letter.id, None, way)
    return Done(entry, Changes(letters=frozenset({letter_id})))
