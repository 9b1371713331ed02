"""更正决定书: a grant that stays a grant, with what was wrong put right."""

from __future__ import annotations

from models.assessment import Verdict
from models.errors import Refused
from models.letter import LetterOrder
from reports.document import Block, Heading, Paragraph
from reports.letters.approval import granted
from reports.letters.changed import effect, opening, reasons
from reports.letters.findings import applicant, assessed, evidence, met_blocks
from reports.letters.listed import listed_blocks
from reports.letters.wording import heading, remedy


def blocks(order: LetterOrder) -> tuple[Block, ...]:
    """The body. Refused where a criterion is not met or open, or the case changes no decision."""
    if any(line.verdict is not Verdict.MET for line in assessed(order).criteria):
        raise Refused("审核结论中还有不符合或者没有认定的条件，不能制作更正决定书。")
    return (
        Paragraph(opening(order)),
        *reasons(1, order),
        Heading(heading(2, "查明的事实")),
        Paragraph(applicant(order)),
        *met_blocks(assessed(order).criteria),
        *listed_blocks(order),
        Paragraph(evidence(order)),
        Heading(heading(3, "决定")),
        *effect(order),
        *granted(order),
        Heading(heading(4, "权利告知")),
        Paragraph(remedy(order.office, order.issued_on)),
    )
