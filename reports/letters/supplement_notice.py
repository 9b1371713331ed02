"""一次性补正告知书: each item missing or wrong, what to do, on what basis, where (行政许可法 32条 as pattern)."""

from __future__ import annotations

from models.errors import Refused
from models.letter import LETTER_NAMES, LetterKind, LetterOrder
from models.notice import ITEM_KIND_NAMES, SupplementMatter, Wanted
from reports.document import Block, Heading, Item, Paragraph
from reports.letters.wording import day, heading, ordinal

FURTHER = "再次补正告知书"


def title(order: LetterOrder) -> str:
    """A further notice is not called 一次性."""
    further = matter(order).position > 1 or bool(matter(order).reason)
    return f"{order.programme_name}{FURTHER if further else LETTER_NAMES[LetterKind.SUPPLEMENT_NOTICE]}"


def blocks(order: LetterOrder) -> tuple[Block, ...]:
    """The body of the notice. Refused without items: there would be nothing to tell."""
    told = matter(order)
    return (
        Paragraph(_opening(order, told)),
        Heading(heading(1, "需要补正的内容")),
        *(Item(f"{ordinal(place)}{_words(item)}") for place, item in enumerate(told.items, 1)),
        Heading(heading(2, "怎样提交")),
        Paragraph(
            f"请持本告知书将上述内容交至{order.office.address}（{order.office.name}窗口），"
            f"联系电话{order.office.phone}。可以分次提交，每收到一项即登记一项。"
        ),
        Heading(heading(3, "期限和后果")),
        Paragraph(_effect(order, told)),
    )


def matter(order: LetterOrder) -> SupplementMatter:
    """What the notice tells. Raises Refused for an order without it."""
    if not isinstance(order.matter, SupplementMatter) or not order.matter.items:
        raise Refused("没有列出要补正的内容，不能制作补正告知书。")
    return order.matter


def _opening(order: LetterOrder, told: SupplementMatter) -> str:
    count = len(told.items)
    came = f"我局于{day(order.case.applied_on)}收到你提出的{order.programme_name}申请（案号{order.case.number}）。"
    if told.position == 1 and not told.reason:
        return f"{came}经审查，申请有{count}项内容需要补正，现一次性全部告知如下。"
    return f"{came}现就下列{count}项内容再次告知补正。未在此前告知的原因：{told.reason.rstrip('。')}。"


def _words(item: Wanted) -> str:
    kind = ITEM_KIND_NAMES[item.kind]
    wrong, correct, basis = (text.rstrip("。；;") for text in (item.wrong, item.correct, item.basis))
    return f"{item.name}（{kind}）：{wrong}。请{correct.removeprefix('请')}。依据：{basis}。"


def _effect(order: LetterOrder, told: SupplementMatter) -> str:
    stays = f"你的申请日期仍为{day(order.case.applied_on)}，不因补正改变。"
    if told.pauses:
        stays += "补正所用的时间不计入办理期限。"
    if told.ground is None:
        return f"{stays}全部补齐后，我局继续办理。你也可以说明情况，要求按现有内容办理，或者撤回申请。"
    article = told.ground.article
    return (
        f"{stays}请自收到本告知书之日起{told.ground.days}个工作日内补齐。逾期没有补齐的，"
        f"我局将依据{told.ground.document}{article}处理，并书面告知你；此后补齐的，我局恢复办理。"
    )
