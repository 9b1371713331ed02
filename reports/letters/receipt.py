"""受理通知书: what was received, when, until when it is decided, whom to ask (行政许可法 32条 as pattern)."""

from __future__ import annotations

from models.letter import LETTER_NAMES, LetterKind, LetterOrder
from reports.document import Block, Heading, Item, Paragraph, Table
from reports.letters.wording import applied, asked_at, day, heading, masked_id

REGISTERED_ONLY = "收件凭证"


def title(order: LetterOrder) -> str:
    """A case that is registered but not accepted gets a 收件凭证, not a 受理通知书."""
    name = LETTER_NAMES[LetterKind.RECEIPT] if order.case.accepted_on else REGISTERED_ONLY
    return f"{order.programme_name}{name}"


def blocks(order: LetterOrder) -> tuple[Block, ...]:
    """The body of the receipt."""
    return (
        Paragraph(_opening(order)),
        _summary(order),
        Heading(heading(1, "收到的材料")),
        *_papers(order),
        Heading(heading(2, "办理期限")),
        Paragraph(time_limit(order)),
        Heading(heading(3, "查询和联系")),
        Paragraph(f"你可以凭案号{order.case.number}查询办理进度。{asked_at(order)}"),
    )


def _opening(order: LetterOrder) -> str:
    if order.in_force:
        return f"{applied(order)}。现将有关事项通知如下。"
    return (
        f"{applied(order)}。申请之日，该事项没有已经我局确认生效的规则版本，我局现在不能作出准予或者不予的决定，"
        "已将你的申请登记在案。规则版本经我局确认生效后，我局将按你的申请日期继续办理并通知你，你不需要重新申请。"
    )


def _summary(order: LetterOrder) -> Table:
    case = order.case
    rows = [
        ("申请人", order.person.name),
        ("证件号码", masked_id(order.person)),
        ("申请事项", order.programme_name),
        ("案号", f"{case.number}（查询时使用）"),
        ("收到日期", day(case.applied_on)),
        ("受理日期", day(case.accepted_on) if case.accepted_on else "尚未受理，已登记"),
    ]
    if order.due_days is not None:
        rows.append(("办理期限", f"{order.due_days}个工作日内"))
    if order.due_days is not None and order.due_on is not None:
        rows.append(("办结日期", f"不迟于{day(order.due_on)}"))
    return Table(tuple(rows))


def _papers(order: LetterOrder) -> list[Block]:
    if not order.papers:
        return [Paragraph("本次未收取纸质材料。")]
    return [Item(f"{number}. {name}") for number, name in enumerate(order.papers, 1)]


def time_limit(order: LetterOrder) -> str:
    """The limit as far as the law states one; the date only where the working-day table reaches."""
    if order.due_days is None:
        return "现行规定没有对该事项的办理期限作出明确规定。我局将及时办理，并将结果书面告知你。"
    ground = f"（依据：{order.due_clause}）" if order.due_clause else ""
    limit = f"我局自收到申请之日起{order.due_days}个工作日内办理完毕{ground}"
    if order.due_on is None:
        return f"{limit}。"
    return f"{limit}，即不迟于{day(order.due_on)}。"
