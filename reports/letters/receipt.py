"""受理通知书: what was received, when, until when it is decided, whom to ask (行政许可法 32条 as pattern)."""

from __future__ import annotations

from datetime import date

from models.attendant import ROLE_NAMES, Role
from models.case import Case
from models.id_number import mask_id
from models.letter import LETTER_NAMES, LetterKind, LetterOrder
from models.notice import DeemedMatter
from models.version_dates import date_name
from reports.document import Block, Paragraph, Table
from reports.letters.wording import day, masked_id, numbered

REGISTERED_ONLY = "收件凭证"


def title(order: LetterOrder) -> str:
    """A case that is registered but not accepted gets a 收件凭证, not a 受理通知书."""
    name = LETTER_NAMES[LetterKind.RECEIPT] if order.case.accepted_on else REGISTERED_ONLY
    return f"{order.programme_name}{name}"


def blocks(order: LetterOrder) -> tuple[Block, ...]:
    """The body of the receipt; with a few papers it fits on one page."""
    return (
        Paragraph(_opening(order)),
        _summary(order),
        *_deemed(order),
        Paragraph(time_limit(order)),
    )


def _deemed(order: LetterOrder) -> list[Block]:
    told = order.matter
    if not isinstance(told, DeemedMatter):
        return []
    return [
        Paragraph(
            f"我局自收到申请之日起{told.days}个工作日内没有告知你补正，该申请自{day(told.received_on)}收到之日起即为受理，"
            "办理期限从该日起算。申请内容尚有不明的，我局会与你联系，不影响受理日期。"
        )
    ]


def _opening(order: LetterOrder) -> str:
    received, accepted = order.case.applied_on, order.case.accepted_on
    if not order.in_force:
        return f"{_dates(received, accepted)}你的下列申请。{_waiting(order)}"
    return f"{_dates(received, accepted)}你的下列申请。"


def _waiting(order: LetterOrder) -> str:
    """On which day no rule was in force: that of the application, or the date that selects the version."""
    found = order.assessment
    when = "申请之日"
    if found is not None and found.version_date is not None and found.version_day is not None:
        when = f"该事项的规则版本按{date_name(found.version_by)}选定，{day(found.version_day)}"
    return (
        f"{when}，该事项没有经我局确认生效的规则，我局现在不能作出准予或者不予的决定，已将申请登记在案。"
        "规则确认生效后，我局将按你的申请日期继续办理并通知你，你不需要重新申请。"
    )


def _dates(received: date, accepted: date | None) -> str:
    if accepted is None:
        return f"我局于{day(received)}收到"
    if accepted == received:
        return f"我局于{day(received)}收到并受理"
    return f"我局于{day(received)}收到、于{day(accepted)}受理"


def _summary(order: LetterOrder) -> Table:
    rows = [
        ("申请人", _applicant(order)),
        *_attendant_rows(order),
        ("申请事项", order.programme_name),
        *_date_rows(order.case),
        ("收到材料", "、".join(order.papers) or "未收取纸质材料"),
        ("办理期限", _limit(order)),
        ("案号", f"{order.case.number}（凭此查询，联系方式见页下）"),
    ]
    return Table(tuple(rows))


def _attendant_rows(order: LetterOrder) -> list[tuple[str, str]]:
    """Who came instead of the applicant, and whether the letter may be handed to that person."""
    who = order.attendant
    if who is None or who.role is Role.SELF:
        return []
    dated = "" if who.authorised_on is None else day(who.authorised_on)
    relation = f"（{who.relation}）" if who.relation else ""
    about = f"{ROLE_NAMES[who.role]}{relation}{who.name}（{mask_id(who.id_number)}）"
    return [("到场办理", f"{about}，凭{dated}{who.paper}{who.powers()}")]


def _applicant(order: LetterOrder) -> str:
    number = masked_id(order.person) if order.enterprise is None else numbered(order)
    return f"{order.person.name}（{number}）"


def _date_rows(case: Case) -> list[tuple[str, str]]:
    if case.accepted_on is None:
        return []
    if case.accepted_on == case.applied_on:
        return [("受理日期", f"{day(case.applied_on)}（当日收到）")]
    return [("收到日期", day(case.applied_on)), ("受理日期", day(case.accepted_on))]


def _limit(order: LetterOrder) -> str:
    if order.due_days is None:
        return "没有查到法定期限"
    limit = f"{order.due_days}个工作日内"  # the date only where the working-day table reaches
    if order.due_on is None:
        return limit
    return f"{limit}，到{day(order.due_on)}届满" if _is_over(order) else f"{limit}，不迟于{day(order.due_on)}"


def _is_over(order: LetterOrder) -> bool:
    return order.due_on is not None and order.due_on < order.issued_on


def time_limit(order: LetterOrder) -> str:
    """What the limit rests on; said plainly where the law states none."""
    if order.due_days is None:
        return "我局没有查到法律、法规对该事项规定的办理期限，将及时办理，并将结果书面告知你。"
    received = order.due_from is None or order.due_from == order.case.applied_on
    start = "收到申请" if received or order.due_from is None else f"{day(order.due_from)}重新办理"
    paused = "，等待你补正的时间不计入" if order.due_paused else ""
    ground = f"，依据{order.due_clause}" if order.due_clause else ""
    over = "按此计算，办理期限在本通知书出具时已经届满，我局将尽快办结并书面告知你。" if _is_over(order) else ""
    return f"办理期限自{start}之日起计算{paused}{ground}。{over}"
