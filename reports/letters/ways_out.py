"""逾期未补正告知书, 撤回申请确认书 and 延期告知书: short letters that tell what became of an application."""

from __future__ import annotations

from models.errors import Refused
from models.letter import LETTER_NAMES, LetterKind, LetterOrder
from models.notice import ExtensionMatter, LapseMatter, WithdrawalMatter
from reports.document import Block, Item, Paragraph
from reports.letters.supplement_notice import FURTHER
from reports.letters.wording import day, ordinal, remedy


def title(order: LetterOrder) -> str:
    """The programme and what kind of letter it is."""
    return f"{order.programme_name}{LETTER_NAMES[order.kind]}"


def lapse_blocks(order: LetterOrder) -> tuple[Block, ...]:
    """What was asked, what is missing, the bureau's ground, and that a late paper takes the case up again."""
    told = order.matter
    if not isinstance(told, LapseMatter):
        raise Refused("没有写明逾期未补正的内容和依据，不能制作告知书。")
    ground = f"{told.ground.document}{told.ground.article}"
    notice = FURTHER if told.further else LETTER_NAMES[LetterKind.SUPPLEMENT_NOTICE]
    return (
        Paragraph(
            f"你提出的{order.programme_name}申请（案号{order.case.number}），我局已于{day(told.told_on)}"
            f"以《{notice}》（{told.notice_number}）告知需要补正的内容，补正期限至{day(told.last_day)}届满。"
            f"至今下列{len(told.missing)}项没有补正："
        ),
        *(Item(f"{ordinal(place)}{name}。") for place, name in enumerate(told.missing, 1)),
        Paragraph(f"依据{ground}，我局对该申请按逾期未补正处理，暂停办理。"),
        Paragraph(
            f"你此后补齐的，我局恢复办理，申请日期仍为{day(order.case.applied_on)}；你也可以重新申请。"
            f"补齐的内容请交至{order.office.address}，联系电话{order.office.phone}。"
        ),
        Paragraph(remedy(order.office, order.issued_on).replace("本决定书", "本告知书").replace("本决定", "本告知")),
    )


def withdrawal_blocks(order: LetterOrder) -> tuple[Block, ...]:
    """That the application was withdrawn, why, and that a new one is possible."""
    told = order.matter
    if not isinstance(told, WithdrawalMatter):
        raise Refused("没有写明撤回原因，不能制作撤回申请确认书。")
    return (
        Paragraph(
            f"我局于{day(order.case.applied_on)}收到的你的{order.programme_name}申请（案号{order.case.number}），"
            f"已于{day(order.issued_on)}撤回。撤回原因：{told.reason.rstrip('。')}。"
        ),
        Paragraph("我局对该申请不再办理，没有作出准予或者不予的决定。符合条件的，你可以在规定期限内重新申请。"),
    )


def extension_blocks(order: LetterOrder) -> tuple[Block, ...]:
    """The reason, the ground, and the new date."""
    told = order.matter
    if not isinstance(told, ExtensionMatter) or told.due_before is None or told.due_on is None:
        raise Refused("没有写明延期的理由和期限，不能制作延期告知书。")
    return (
        Paragraph(
            f"你提出的{order.programme_name}申请（案号{order.case.number}），原定不迟于{day(told.due_before)}办结。"
            f"因{told.reason.removeprefix('因').rstrip('。')}，不能在该期限内办结。"
        ),
        Paragraph(f"依据{told.document}，办理期限延长{told.days}个工作日，不迟于{day(told.due_on)}办结并书面告知你。"),
    )
