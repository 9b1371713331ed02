"""准予决定书: facts found, rules applied, what is granted and how it is paid (行政许可法 38条1款 as pattern)."""

from __future__ import annotations

from datetime import date

from models.assessment import Verdict
from models.errors import Refused
from models.letter import LETTER_NAMES, LetterKind, LetterOrder
from models.publicity import waits_for_publicity
from models.rounds import Change
from models.vocabulary import IN_KIND
from reports.document import Block, Heading, Paragraph
from reports.letters.changed import effect, opening
from reports.letters.findings import applicant, assessed, evidence, grounds, met_blocks
from reports.letters.listed import listed_blocks
from reports.letters.wording import account_tail, heading, money, remedy, yuan

_PUBLICITY_PROGRAMME = "skill_upgrade"
_PUBLICITY_FROM, _PUBLICITY_DAYS = date(2019, 1, 1), 7


def title(order: LetterOrder) -> str:
    return f"{order.programme_name}{LETTER_NAMES[LetterKind.APPROVAL]}"


def blocks(order: LetterOrder) -> tuple[Block, ...]:
    """The body of the approval. Refused where a criterion is not met or open, or a sum of money is not known."""
    if any(line.verdict is not Verdict.MET for line in assessed(order).criteria):
        raise Refused("审核结论中还有不符合或者没有认定的条件，不能制作准予决定书。")
    return (
        Paragraph(opening(order)),
        Heading(heading(1, "查明的事实")),
        Paragraph(applicant(order)),
        *met_blocks(assessed(order).criteria),
        *listed_blocks(order),
        Paragraph(evidence(order)),
        Heading(heading(2, "决定")),
        *effect(order),
        *granted(order),
        Heading(heading(3, "权利告知")),
        Paragraph(remedy(order.office, order.issued_on)),
    )


def granted(order: LetterOrder) -> tuple[Block, ...]:
    """What is granted on which grounds, how the sum was come to, and how it is paid."""
    return Paragraph(f"{grounds(order)}，{_grant(order)}"), *_steps(order), *_paid_out(order)


def _grant(order: LetterOrder) -> str:
    if order.case.programme in IN_KIND:
        return f"决定准予你享受{order.programme_name}。"
    return f"决定准予发放{order.programme_name}{money(_amount(order))}。"


def _amount(order: LetterOrder) -> int:
    amount = assessed(order).amount_fen
    if amount is None:
        raise Refused("补贴金额还没有确定，不能制作准予决定书。请先补充或确认金额标准。")
    return amount


def _steps(order: LetterOrder) -> list[Block]:
    steps = assessed(order).amount_steps
    if order.case.programme in IN_KIND or len(steps) < 2:
        return []
    told = "；".join(f"{step.label}，{yuan(step.fen)}（依据：{step.clause}）" for step in steps)
    return [Paragraph(f"金额计算：{told}。")]


def _paid_out(order: LetterOrder) -> list[Block]:
    # Where a change adds nothing to what was paid before, nothing is paid out.
    before = order.matter.paid_fen if isinstance(order.matter, Change) else None
    nothing = before and order.case.programme not in IN_KIND and _amount(order) <= before
    return [] if nothing else [Paragraph(_payment(order))]


def _payment(order: LetterOrder) -> str:
    if order.case.programme in IN_KIND:
        return "该事项以提供服务的方式兑现，不发放现金，你不需要缴纳培训费用，也不需要提供收款账户。"
    tail = account_tail(order.person)
    account = f"你本人账户（尾号{tail}）" if tail else "你本人账户"
    missing = "" if tail else "你还没有登记收款账户，请尽快向我局提供本人银行卡或者社会保障卡。"
    return f"{_publicity(order)}拨付至{account}，到账日期以银行记录为准。{missing}"


def _publicity(order: LetterOrder) -> str:
    """Seven days are known for one programme and from 2019 on; for the others no number is invented.

    Where the bureau publishes before it decides, the letter promises no publication after it.
    """
    if waits_for_publicity(order.office, order.case.programme):
        return "经按规定公示没有异议的，"
    if order.case.programme == _PUBLICITY_PROGRAMME:
        days = f"{_PUBLICITY_DAYS}日" if order.case.applied_on >= _PUBLICITY_FROM else ""
        return f"发放情况按规定公示{days}，公示期间没有异议的，"
    return "上述款项按规定"
