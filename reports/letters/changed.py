"""更正决定书, 撤销决定书 and what an approval or refusal says when it changes an earlier decision.

Each names the decision it changes, on which ground, what becomes of money already paid
(社会保险经办条例 第四十六条), and how to seek remedy.
"""

from __future__ import annotations

from models.case import Outcome
from models.errors import Refused
from models.letter import LETTER_NAMES, LetterKind, LetterOrder
from models.rounds import ROUND_NAMES, Change, Maintained, RoundKind
from reports.document import Block, Heading, Paragraph
from reports.letters.wording import applied, day, heading, remedy, yuan

_WITH_REASONS = frozenset({LetterKind.CORRECTION, LetterKind.REVOCATION})  # a section of their own tells why
_MONEY_LAW = "《社会保险经办条例》第四十六条"


def title(order: LetterOrder) -> str:
    return f"{order.programme_name}{LETTER_NAMES[order.kind]}"


def change(order: LetterOrder) -> Change:
    """What the letter changes. Refused where the case gives no such letter."""
    if not isinstance(order.matter, Change):
        raise Refused("这件申请没有要改变的决定，不能制作更正或撤销决定书。")
    return order.matter


def opening(order: LetterOrder) -> str:
    """How the letter begins: the application, and, of a changed decision, which one and why it was taken up again."""
    if not isinstance(order.matter, Change):
        return f"{applied(order)}。经审查，现决定如下。"
    told = order.matter
    return (
        f"{applied(order)}，于{day(told.changed_on)}作出{_named(told.changed_kind, told.changed_number)}"
        f"{_before(told)}。{_ground(told)}我局重新进行了审查，现决定如下。"
    )


def effect(order: LetterOrder) -> list[Block]:
    """What becomes of the decision before, and of the money; nothing for a first decision."""
    if not isinstance(order.matter, Change):
        return []
    told = order.matter
    word = {LetterKind.CORRECTION: "更正", LetterKind.REVOCATION: "撤销"}.get(order.kind, "撤销")
    done = f"{word}{_named(told.changed_kind, told.changed_number)}，以本决定为准；原决定书存档备查。"
    money = _money(order, told)
    why = f"理由：{told.reason.rstrip('。')}。" if order.kind not in _WITH_REASONS else ""
    return [Paragraph(f"{done}{why}"), *([Paragraph(money)] if money else [])]


def reasons(number: int, order: LetterOrder) -> tuple[Block, ...]:
    """A section of its own for why a decision is changed."""
    told = change(order)
    return (Heading(heading(number, "改变原决定的理由")), Paragraph(f"{told.reason.rstrip('。')}。"))


def maintained_blocks(order: LetterOrder) -> tuple[Block, ...]:
    """维持原决定告知书: which decision stays in force, on what was looked at, and the remedy."""
    if not isinstance(order.matter, Maintained):
        raise Refused("这件申请没有要维持的决定，不能制作维持原决定告知书。")
    told = order.matter
    named = _named(told.kept_kind, told.kept_number)
    return (
        Paragraph(
            f"{applied(order)}，于{day(told.kept_on)}作出{named}。{_ground(told)}我局重新进行了审查，现告知如下。"
        ),
        Heading(heading(1, "审查情况")),
        Paragraph(f"{told.finding.rstrip('。')}。"),
        Heading(heading(2, "处理结果")),
        Paragraph(f"维持{named}，该决定书继续有效。"),
        Heading(heading(3, "权利告知")),
        Paragraph(_kept_remedy(order, told)),
    )


def _kept_remedy(order: LetterOrder, told: Maintained) -> str:
    if told.kind in {RoundKind.RECONSIDERATION, RoundKind.LITIGATION}:
        return f"本告知书不影响你已经依法提出的{ROUND_NAMES[told.kind]}；原决定书所载的救济途径和期限不变。"
    return remedy(order.office, order.issued_on).replace("本决定书", "本告知书").replace("本决定", "本处理")


def _named(kind: LetterKind, number: str) -> str:
    return f"《{LETTER_NAMES[kind]}》（{number}）"


def _before(told: Change) -> str:
    if told.changed_outcome is Outcome.REFUSED:
        return "，决定不予批准"
    return "，决定准予" if told.changed_fen is None else f"，决定准予发放{yuan(told.changed_fen)}"


def _ground(told: Change | Maintained) -> str:
    dated = day(told.document_date) if told.document_date is not None else ""
    document = f"（{told.document.strip('《》')}）"
    if told.kind is RoundKind.RECONSIDERATION:
        return f"根据{dated}《行政复议决定书》{document}，" if told.document else "因该决定被申请行政复议，"
    if told.kind is RoundKind.LITIGATION:
        return f"根据{dated}人民法院裁判文书{document}，" if told.document else "因该决定被提起行政诉讼，"
    return f"根据{dated}有关文书{document}，" if told.document else "根据核查发现的情况，"


def _money(order: LetterOrder, told: Change) -> str:
    after = order.assessment.amount_fen if order.assessment is not None and order.outcome is Outcome.GRANTED else 0
    if told.paid_fen is None or after is None:
        return ""
    difference = after - told.paid_fen
    if told.paid_fen == 0:
        return "原决定的款项尚未拨付，不再按原决定拨付。" if told.changed_fen else ""
    if difference > 0:
        return f"已拨付{yuan(told.paid_fen)}，差额{yuan(difference)}另行补发。"
    if difference < 0:
        return (
            f"已拨付{yuan(told.paid_fen)}，多付的{yuan(-difference)}依照{_MONEY_LAW}应予退回，"
            "退回的期限和办法以责令退回通知书为准。"
        )
    return f"已拨付{yuan(told.paid_fen)}，金额不变，不再另行拨付。"
