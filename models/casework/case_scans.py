"""A scan on record of a case, to be read beside the case."""

from __future__ import annotations

from models.casework.unit_of_work import Desk
from models.errors import InputError


def paper_scan(desk: Desk, number: str, attachment_id: int) -> tuple[bytes, str]:
    """Content and media type of a scan of this case. Raises InputError where the case has no such scan."""
    with desk.look("case.read") as work:
        papers = work.rows.papers(work.rows.case_numbered(number).id)
        if attachment_id not in {paper.attachment_id for paper in papers}:
            raise InputError(f"案件 {number} 没有这份扫描件，请按 F5 刷新后再看。", "attachment")
        found = work.rows.attachment(attachment_id)
        return found.content, found.media_type
