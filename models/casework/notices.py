"""一次性补正告知: everything that is missing told once, in time, with its number; what arrives is ticked off.

The first notice is the window's own act, within five working days of receipt. Everything later is a further notice:
the window proposes it with its reason, and another account with a higher seat issues it. While something is
outstanding it is the applicant's turn and the clock stands still; the application date stays.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from models.case import Act, Case, State
from models.casework.changes import Changes, Done
from models.casework.clocks import notice_clock, resume_clock
from models.casework.grounds import grounds_of, lapse_ground
from models.casework.intake import at_window
from models.casework.letters import Issued, act_letter
from models.casework.proposals import confirmed_within, open_of, propose_within
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import InputError, Refused
from models.letter import LetterKind, Render
from models.notice import (
    NOTICE_DAYS,
    Arrival,
    ItemKind,
    Notice,
    NoticeItem,
    Proposal,
    ProposalKind,
    Settled,
    SupplementMatter,
    Wanted,
)

_MOST_ITEMS = 40
_WAITING = frozenset({State.FOR_APPLICANT, State.LAPSED})


def issue_notice(desk: Desk, number: str, items: Sequence[Wanted], render: Render) -> Done[Issued]:
    """Tell the applicant everything that is missing, once; the case then waits for them.

    Raises InputError for an incomplete item, Refused for a second notice or one that comes too late.
    """
    with desk.perform("case.notice") as work:
        issued = notice_within(work, at_window(work, number), items, render)
    return Done(issued, issued.changes)


def notice_within(work: UnitOfWork, case: Case, items: Sequence[Wanted], render: Render) -> Issued:
    """The same as a part of the caller's transaction."""
    _first_only(work, case)
    _in_time(work, case)
    return _issue(work, case, _checked(items), render)


def propose_further_notice(desk: Desk, number: str, items: Sequence[Wanted], reason: str) -> Done[Proposal]:
    """Ask for a further notice, with why it was not told the first time; another account must issue it."""
    if not reason.strip():
        raise InputError("请写明为什么没有在第一次告知时一并告知。", "reason")
    with desk.perform("case.propose") as work:
        case = at_window(work, number)
        if case.accepted_on is None and not work.rows.notices(case.id):
            raise Refused(f"案件 {number} 还没有告知过，不必提请，请直接出具补正告知书。")
        content = {"items": [_to_json(one) for one in _checked(items)], "reason": reason.strip()}
        proposal = propose_within(work, case, ProposalKind.FURTHER_NOTICE, content)
    return Done(proposal, Changes.case(case.id))


def approve_further_notice(desk: Desk, number: str, render: Render) -> Done[Issued]:
    """Issue the further notice the window proposed, as its superior. Raises Refused for the proposer."""
    with desk.perform("notice.approve") as work:
        case = at_window(work, number)
        proposal = confirmed_within(work, case, ProposalKind.FURTHER_NOTICE)
        items, reason = further_notice_of(proposal)
        issued = _issue(work, case, items, render, proposal=proposal, reason=reason)
    return Done(issued, issued.changes)


def further_notice_of(proposal: Proposal) -> tuple[tuple[Wanted, ...], str]:
    """What a proposed further notice would tell, and why it comes only now."""
    listed = proposal.content["items"]
    if not isinstance(listed, list):
        raise InputError("这项提请的内容读不出来，请退回重新提请。", "items")
    return wanted_from_json(listed), str(proposal.content["reason"])


def settle_items(
    desk: Desk, number: str, positions: Collection[int], *, not_needed: str = "", on: date | None = None
) -> Done[Case]:
    """Tick off items of the newest notice; with the last one the case is the window's again and its clock runs on.

    `not_needed`: the reason why these need not be brought any more. A case that had lapsed is taken up again.
    Raises InputError for a position that is not outstanding.
    """
    with desk.perform("case.arrival") as work:
        case = work.rows.case_numbered(number)
        notice = _waiting_notice(work, case)
        day = on or work.today
        if not notice.issued_on <= day <= work.today:
            raise InputError(f"收到日期须在告知日 {notice.issued_on} 与今天 {work.today} 之间，请核对。", "on")
        chosen = _chosen(notice, positions)
        kind = Settled.NOT_NEEDED if not_needed.strip() else Settled.ARRIVED
        for item in chosen:
            arrival = Arrival(kind, day, work.actor.id, work.now, not_needed.strip())
            work.rows.settle_item(item.id, arrival)
            if kind is Settled.ARRIVED and item.wanted.kind is ItemKind.PAPER:
                work.rows.add_paper(case.id, item.wanted.name, work.actor.id, work.now)
        case = _after_arrival(work, case, notice, chosen, not_needed.strip())
    return Done(case, Changes.case(case.id))


def _after_arrival(work: UnitOfWork, case: Case, notice: Notice, chosen: Sequence[NoticeItem], why: str) -> Case:
    left = len(notice.outstanding) - len(chosen)
    names = "、".join(item.wanted.name for item in chosen)
    words = (
        f"{'不再需要' if why else '收到'}：{names}"
        + (f"（{why}）" if why else "")
        + (f"；还差{left}项" if left else "")
    )
    if case.state is State.LAPSED:
        case = work.rows.move_case(case, State.AT_WINDOW)
        if left:
            case = work.rows.move_case(case, State.FOR_APPLICANT)
    elif not left:
        case = work.rows.move_case(case, State.AT_WINDOW)
    if not left:
        case = resume_clock(work, case)
    work.rows.add_act(case.id, case.round, Act.SUPPLEMENTED, work.actor.id, work.now, words)
    detail = {"notice": notice.position, "items": [item.position for item in chosen], "left": left}
    work.record(f"case:{case.id}", detail | {"state": case.state.value})
    return case


def wanted_from_json(items: Sequence[object]) -> tuple[Wanted, ...]:
    """Read items as handed in (`kind`, `name`, `wrong`, `correct`, `basis`). Raises InputError naming the item."""
    return _checked([_wanted(item, place) for place, item in enumerate(items, 1)])


def _wanted(item: object, place: int) -> Wanted:
    allowed = ("kind", "name", "wrong", "correct", "basis")
    if not isinstance(item, Mapping) or not set(item) <= set(allowed):
        raise InputError(f"第{place}项应有 kind、name、wrong、correct、basis，不能有别的。", "items")
    kind, *texts = (item.get(key, "paper" if key == "kind" else "") for key in allowed)
    if kind not in set(ItemKind) or not all(isinstance(text, str) for text in texts):
        raise InputError(f"第{place}项的 kind 只能是 paper（材料）或 fact（填报内容），其余为文字。", "items")
    return Wanted(ItemKind(str(kind)), *(str(text) for text in texts))


def _to_json(wanted: Wanted) -> dict[str, str]:
    return {name: str(getattr(wanted, name)) for name in Wanted.__slots__}


def _checked(items: Sequence[Wanted]) -> tuple[Wanted, ...]:
    if not items:
        raise InputError("还没有列出要补正的内容，请至少写明一项。", "items")
    if len(items) > _MOST_ITEMS:
        raise InputError(f"一份告知书最多列 {_MOST_ITEMS} 项，请合并相近的项。", "items")
    return tuple(item.checked(place) for place, item in enumerate(items, 1))


def _first_only(work: UnitOfWork, case: Case) -> None:
    notices = work.rows.notices(case.id)
    if notices:
        letter = work.rows.letter(notices[0].letter_id).number
        raise Refused(
            f"案件 {case.number} 已于 {notices[0].issued_on} 一次性告知（{letter}），不得自行再次要求补正。"
            "确需再次告知的，请写明原因，提请复核或签发席位的另一人批准。"
        )
    if case.accepted_on is not None:
        raise Refused(
            f"案件 {case.number} 已于 {case.accepted_on} 受理，受理后不得自行要求补正。"
            "确需补正的，请写明原因，提请复核或签发席位的另一人批准。"
        )


def _in_time(work: UnitOfWork, case: Case) -> None:
    last = notice_clock(work, case).due
    if last is not None and work.today > last:
        raise Refused(
            f"案件 {case.number} 于 {case.applied_on} 收到，{NOTICE_DAYS}个工作日的告知期限到 {last} 已满，"
            "没有告知的，自收到之日起即为受理。请办理“视为受理”，不能再出具补正告知书。"
        )


def _issue(
    work: UnitOfWork,
    case: Case,
    items: tuple[Wanted, ...],
    render: Render,
    *,
    proposal: Proposal | None = None,
    reason: str = "",
) -> Issued:
    position = len(work.rows.notices(case.id)) + 1
    if waiting := open_of(work, case):
        raise Refused(f"案件 {case.number} 有一项提请（{waiting}）还没有结果，请先办结提请。")
    case = work.rows.move_case(case, State.FOR_APPLICANT)
    pauses = not grounds_of(work.office).runs_on
    matter = SupplementMatter(items, position, reason, lapse_ground(work.office), pauses)
    issued = act_letter(work, case, LetterKind.SUPPLEMENT_NOTICE, matter, render)
    notice = Notice(
        id=0,
        case_id=case.id,
        position=position,
        letter_id=issued.letter.id,
        accepted_before=case.accepted_on is not None,
        issued_by=work.actor.id if proposal is None else proposal.proposed_by,
        issued_on=work.today,
        issued_at=work.now,
        reason=reason,
        approved_by=None if proposal is None else work.actor.id,
        items=(),
    )
    work.rows.add_notice(notice, items)
    words = f"{issued.letter.number}，{len(items)}项" + (f"；再次告知：{reason}" if reason else "")
    work.rows.add_act(case.id, case.round, Act.NOTIFIED, work.actor.id, work.now, words)
    detail = {"letter": issued.letter.number, "sha256": issued.letter.sha256, "items": len(items), "notice": position}
    work.record(f"case:{case.id}", detail)
    return issued


def _waiting_notice(work: UnitOfWork, case: Case) -> Notice:
    notices = work.rows.notices(case.id)
    if case.state not in _WAITING or not notices or not notices[-1].outstanding:
        raise Refused(f"案件 {case.number} 没有等申请人补正的内容，不必登记收到。")
    return notices[-1]


def _chosen(notice: Notice, positions: Collection[int]) -> tuple[NoticeItem, ...]:
    outstanding = {item.position: item for item in notice.outstanding}
    unknown = sorted(set(positions) - set(outstanding))
    if unknown or not positions:
        left = "、".join(f"{place}（{item.wanted.name}）" for place, item in outstanding.items())
        raise InputError(f"请选还没有补正的项：{left}。", "items")
    return tuple(outstanding[place] for place in sorted(set(positions)))
