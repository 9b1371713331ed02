"""A scan on record of a case, to be read beside the case: the look is logged before the paper is handed out."""

from __future__ import annotations

from models.casework.reveals import scan_seen
from models.casework.unit_of_work import Desk
from models.errors import InputError
from models.store.access_records import Access


def paper_scan(desk: Desk, number: str, attachment_id: int) -> tuple[bytes, str]:
    """Content and media type of a scan of this case, once the look is in the log for good.

    Raises InputError where the case has no such scan.
    """
    with desk.note("case.read") as work:
        case = work.rows.case_numbered(number)
        names = {paper.attachment_id: paper.name for paper in work.rows.papers(case.id)}
        if attachment_id not in names:
            raise InputError(f"案件 {number} 没有这份扫描件，请按 F5 刷新后再看。", "attachment")
        seen = scan_seen(number) + names[attachment_id]
        work.rows.log_access(Access.REVEAL, work.actor.id, work.now, None, case.person_id, seen)
        found = work.rows.attachment(attachment_id)
        return found.content, found.media_type
