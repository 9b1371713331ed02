"""不予受理决定书: facts, reason, article, the competent organ, remedy (行政许可法 32条1款1、2项 as pattern)."""

from __future__ import annotations

from models.errors import Refused
from models.letter import LETTER_NAMES, LetterKind, LetterOrder
from models.notice import NonAcceptance, NonAcceptanceMatter
from reports.document import Block, Heading, Paragraph
from reports.letters.wording import day, heading, remedy


def title(order: LetterOrder) -> str:
    return f"{order.programme_name}{LETTER_NAMES[LetterKind.NON_ACCEPTANCE]}"


def blocks(order: LetterOrder) -> tuple[Block, ...]:
    """The body of the decision."""
    told = _told(order)
    came = f"我局于{day(order.case.applied_on)}收到你提出的{order.programme_name}申请（案号{order.case.number}）。"
    organ = f"该事项请向{told.organ}提出。" if told.organ else ""
    return (
        Paragraph(f"{came}经审查，现决定如下。"),
        Heading(heading(1, "查明的事实")),
        Paragraph(_sentence(told.facts)),
        Heading(heading(2, "理由和依据")),
        Paragraph(f"{_sentence(told.reason)}依据：{told.article.rstrip('。')}。"),
        Heading(heading(3, "决定")),
        Paragraph(f"决定对你的{order.programme_name}申请不予受理。{organ}"),
        Heading(heading(4, "权利告知")),
        Paragraph(remedy(order.office, order.issued_on)),
    )


def _told(order: LetterOrder) -> NonAcceptance:
    if not isinstance(order.matter, NonAcceptanceMatter):
        raise Refused("没有写明不予受理的事实和理由，不能制作不予受理决定书。")
    return order.matter.told


def _sentence(text: str) -> str:
    return f"{text.rstrip('。')}。"
