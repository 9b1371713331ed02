"""不予决定书: facts, evidence, every unmet criterion with its article, remedy (行政许可法 38条2款 as pattern)."""

from __future__ import annotations

from models.assessment import Line
from models.errors import Refused
from models.letter import LETTER_NAMES, LetterKind, LetterOrder
from reports.document import Block, Heading, Item, Paragraph
from reports.letters.changed import effect, opening
from reports.letters.findings import (
    applicant,
    assessed,
    bare,
    cited,
    evidence,
    finding,
    grounded,
    grounds,
    met_blocks,
    not_met,
    open_blocks,
)
from reports.letters.listed import listed_blocks
from reports.letters.wording import heading, ordinal, remedy

_GIST = "大意："  # a clause whose own words were not seen
_INNER_QUOTES = str.maketrans("“”", "‘’")  # GB/T 15834: quotes within quotes


def title(order: LetterOrder) -> str:
    return f"{order.programme_name}{LETTER_NAMES[LetterKind.REFUSAL]}"


def blocks(order: LetterOrder) -> tuple[Block, ...]:
    """The body of the refusal. Refused where no criterion failed: there would be no reason to state."""
    if not not_met(assessed(order).criteria):
        raise Refused("审核结论中没有不符合的条件，不能制作不予决定书。")
    return (
        Paragraph(opening(order)),
        Heading(heading(1, "查明的事实")),
        Paragraph(applicant(order)),
        *met_blocks(assessed(order).criteria),
        *open_blocks(assessed(order).criteria),
        *listed_blocks(order),
        Paragraph(evidence(order)),
        Heading(heading(2, "不符合的条件和理由")),
        *unmet(order),
        Heading(heading(3, "决定")),
        *effect(order),
        Paragraph(f"根据上述规定，决定对你的{order.programme_name}申请不予批准。"),
        Heading(heading(4, "权利告知")),
        Paragraph(remedy(order.office, order.issued_on)),
    )


def unmet(order: LetterOrder) -> tuple[Block, ...]:
    """Every condition that is not met, numbered, with its article."""
    failed = not_met(assessed(order).criteria)
    return (
        Paragraph(f"{grounds(order)}，你的申请不符合下列{len(failed)}项条件："),
        *(Item(f"{ordinal(number)}{reason(line)}") for number, line in enumerate(failed, 1)),
    )


def reason(line: Line) -> str:
    """One reason: the finding with its article, and the article's words: quoted only where they are its own."""
    words = bare(line.clause.text).translate(_INNER_QUOTES)
    if not words:
        return grounded(line)
    if words.startswith(_GIST):
        return f"{finding(line)}。{cited(line.clause)}的{words}。"
    return f"{finding(line)}。{cited(line.clause)}规定：“{words}。”"
