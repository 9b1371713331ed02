"""责令退回通知书: what was paid, what the decision in force grants, what is owed and by when (经办条例 第四十六条)."""

from __future__ import annotations

from models.errors import Refused
from models.letter import LETTER_NAMES, LetterKind, LetterOrder
from models.repayment import CLAUSE, RepaymentMatter
from reports.document import Block, Heading, Item, Paragraph
from reports.letters.wording import day, heading, money, ordinal, remedy, yuan


def title(_order: LetterOrder) -> str:
    return LETTER_NAMES[LetterKind.REPAYMENT_ORDER]


def blocks(order: LetterOrder) -> tuple[Block, ...]:
    """The body of the order. Refused without its values."""
    matter = order.matter
    if not isinstance(matter, RepaymentMatter):
        raise Refused("没有应退金额和期限，不能制作责令退回通知书。")
    return (
        Heading(heading(1, "事实和理由")),
        Paragraph(_facts(order, matter)),
        Paragraph(f"多发的原因：{matter.reason.rstrip('。')}。"),
        Heading(heading(2, "依据和决定")),
        Paragraph(f"根据{CLAUSE}，责令你退回多发的{order.programme_name}{money(matter.amount_fen)}。"),
        Heading(heading(3, "退回的期限和方式")),
        *_plan(matter),
        Paragraph(
            "请按期将款项退回我局指定的账户，账户和办法请向本通知书下方的经办人询问。"
            "一次退回有困难的，可以向我局申请分期退回；你以后在我局获准的补贴，也可以申请先行抵扣。"
        ),
        Heading(heading(4, "权利告知")),
        Paragraph(remedy(order.office, order.issued_on).replace("本决定书", "本通知书")),
    )


def _facts(order: LetterOrder, matter: RepaymentMatter) -> str:
    granted = f"准予金额为{yuan(matter.granted_fen)}" if matter.granted_fen else "不再准予发放"
    return (
        f"你申请的{order.programme_name}（案号{order.case.number}），我局已向你拨付{yuan(matter.paid_fen)}。"
        f"我局{day(matter.decided_on)}作出的{matter.decision_number}，{granted}。"
        f"因此你多领取{yuan(matter.amount_fen)}。"
    )


def _plan(matter: RepaymentMatter) -> list[Block]:
    if len(matter.plan) == 1:
        return [Paragraph(f"请于{day(matter.plan[0].due_on)}前（含当日）退回全部款项。")]
    parts = [
        Item(f"{ordinal(number)}{day(part.due_on)}前（含当日）退回{yuan(part.amount_fen)}；")
        for number, part in enumerate(matter.plan, 1)
    ]
    return [Paragraph(f"分{len(matter.plan)}期退回："), *parts[:-1], Item(parts[-1].text[:-1] + "。")]
