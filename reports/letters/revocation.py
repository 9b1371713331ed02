"""撤销决定书: a grant that is taken away, with every condition that is not met."""

from __future__ import annotations

from models.errors import Refused
from models.letter import LetterOrder
from reports.document import Block, Heading, Paragraph
from reports.letters.changed import effect, opening, reasons
from reports.letters.findings import applicant, assessed, evidence, met_blocks, not_met, open_blocks
from reports.letters.listed import listed_blocks
from reports.letters.refusal import unmet
from reports.letters.wording import heading, remedy


def blocks(order: LetterOrder) -> tuple[Block, ...]:
    """The body. Refused where no criterion failed, or the case changes no decision."""
    if not not_met(assessed(order).criteria):
        raise Refused("审核结论中没有不符合的条件，不能制作撤销决定书。")
    return (
        Paragraph(opening(order)),
        *reasons(1, order),
        Heading(heading(2, "查明的事实")),
        Paragraph(applicant(order)),
        *met_blocks(assessed(order).criteria),
        *open_blocks(assessed(order).criteria),
        *listed_blocks(order),
        Paragraph(evidence(order)),
        Heading(heading(3, "不符合的条件和理由")),
        *unmet(order),
        Heading(heading(4, "决定")),
        *effect(order),
        Paragraph(f"根据上述规定，对你的{order.programme_name}申请不予批准。"),
        Heading(heading(5, "权利告知")),
        Paragraph(remedy(order.office, order.issued_on)),
    )
