"""notice, proposal: what an applicant is told before a decision, and what a second account settles."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop.headless.calendar import issued_view
from desktop.headless.session import add_action, add_data, iso_date, open_desk, read_json, show
from models.errors import InputError


def declare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands of this module."""
    actions = commands.add_parser("notice", help="一次性补正告知").add_subparsers(required=True, metavar="做什么")
    add_action(actions, "show", "一件案件的补正告知和到件情况", _show)
    parser = add_action(actions, "issue", "出具补正告知书（一次说全）", _issue)
    parser.add_argument("--items", type=Path, required=True, metavar="FILE", help=_ITEMS_HELP)
    parser = add_action(actions, "propose", "提请再次告知（须另一人批准）", _propose)
    parser.add_argument("--items", type=Path, required=True, metavar="FILE", help=_ITEMS_HELP)
    parser.add_argument("--reason", required=True, metavar="原因", help="为什么没有一次告知")
    parser = add_action(actions, "arrived", "登记收到的补正", _arrived)
    parser.add_argument("--item", type=int, action="append", required=True, metavar="N", help="项次，可重复")
    parser.add_argument("--on", type=iso_date, metavar="DATE", help="收到日期，默认今天")
    parser.add_argument("--not-needed", default="", metavar="原因", help="不再需要这些项的原因")
    actions = commands.add_parser("proposal", help="提请和批准：再次告知、不予受理、逾期未补正").add_subparsers(
        required=True, metavar="做什么"
    )
    parser = actions.add_parser("list", help="等另一人办理的提请")
    add_data(parser)
    parser.set_defaults(handler=_list)
    parser = add_action(actions, "non-acceptance", "提请不予受理", _non_acceptance)
    parser.add_argument("--file", type=Path, required=True, metavar="FILE", help="JSON：facts、reason、article、organ")
    add_action(actions, "lapse", "提请按逾期未补正处理（须已录入依据）", _lapse)
    add_action(actions, "confirm", "同意提请，出具文书", _confirm)
    parser = add_action(actions, "decline", "不同意，退回窗口", _decline)
    parser.add_argument("--reason", required=True, metavar="原因")


_ITEMS_HELP = 'JSON：{"items": [{"kind": "paper", "name", "wrong", "correct", "basis"}]}'


def _show(arguments: argparse.Namespace) -> int:
    with open_desk(arguments.data, "case.read") as desk, desk.look("case.read") as work:
        case = work.rows.case_numbered(arguments.case)
        notices = work.rows.notices(case.id)
        numbers = {notice.id: work.rows.letter(notice.letter_id).number for notice in notices}
    show([{"number": numbers[notice.id], **_notice(notice)} for notice in notices])
    return 0


def _notice(notice: Any) -> dict[str, Any]:
    def arrived(item: Any) -> dict[str, Any]:
        arrival = item.arrival
        return {} if arrival is None else {"settled": arrival.settled.value, "on": arrival.on.isoformat()}

    return {
        "position": notice.position,
        "issued_on": notice.issued_on.isoformat(),
        "approved": notice.approved_by is not None,
        "items": [
            {"item": item.position, "kind": item.wanted.kind.value, "name": item.wanted.name, **arrived(item)}
            for item in notice.items
        ],
    }


def _issue(arguments: argparse.Namespace) -> int:
    from models.casework.notices import issue_notice
    from reports.issue import render

    items = _items(arguments.items)
    with open_desk(arguments.data, "case.notice") as desk:
        issued = issue_notice(desk, arguments.case, items, render).value
    show(issued_view(issued))
    return 0


def _items(path: Path) -> Any:
    from models.casework.notices import wanted_from_json

    data = read_json(path)
    if set(data) != {"items"} or not isinstance(data["items"], list):
        raise InputError('补正内容应为 {"items": […]}。', "items")
    return wanted_from_json(data["items"])


def _propose(arguments: argparse.Namespace) -> int:
    from models.casework.notices import propose_further_notice

    items = _items(arguments.items)
    with open_desk(arguments.data, "case.propose") as desk:
        proposal = propose_further_notice(desk, arguments.case, items, arguments.reason).value
    show(_proposal(arguments.case, proposal))
    return 0


def _arrived(arguments: argparse.Namespace) -> int:
    from models.casework.notices import settle_items

    with open_desk(arguments.data, "case.arrival") as desk:
        case = settle_items(
            desk, arguments.case, arguments.item, not_needed=arguments.not_needed, on=arguments.on
        ).value
    due = None if case.due_on is None else case.due_on.isoformat()
    show({"case": case.number, "state": case.state.value, "due_on": due})
    return 0


def _list(arguments: argparse.Namespace) -> int:
    from models.casework.proposals import open_proposals

    with open_desk(arguments.data, "case.read") as desk:
        found = open_proposals(desk)
    show([_proposal(one.number, one.proposal) for one in found])
    return 0


def _non_acceptance(arguments: argparse.Namespace) -> int:
    from models.casework.turning_away import propose_non_acceptance
    from models.notice import NonAcceptance

    data = read_json(arguments.file)
    allowed = NonAcceptance.__slots__
    for key, value in data.items():
        if key not in allowed or not isinstance(value, str):
            raise InputError(f"“{key}”不认识或不是文字，可用：{'、'.join(allowed)}。", key)
    told = NonAcceptance(**{name: data.get(name, "") for name in allowed})
    with open_desk(arguments.data, "case.propose") as desk:
        show(_proposal(arguments.case, propose_non_acceptance(desk, arguments.case, told).value))
    return 0


def _lapse(arguments: argparse.Namespace) -> int:
    from models.casework.turning_away import propose_lapse

    with open_desk(arguments.data, "case.propose") as desk:
        show(_proposal(arguments.case, propose_lapse(desk, arguments.case).value))
    return 0


def _confirm(arguments: argparse.Namespace) -> int:
    from models.casework.turning_away import confirm_proposal
    from reports.issue import render

    with open_desk(arguments.data, "case.not_accept") as desk:
        issued = confirm_proposal(desk, arguments.case, render).value
    show(issued_view(issued))
    return 0


def _decline(arguments: argparse.Namespace) -> int:
    from models.casework.proposals import decline_proposal

    with open_desk(arguments.data, "proposal.decline") as desk:
        case = decline_proposal(desk, arguments.case, arguments.reason).value
    show({"case": case.number, "state": case.state.value})
    return 0


def _proposal(number: str, proposal: Any) -> dict[str, Any]:
    return {
        "case": number,
        "proposal": proposal.id,
        "kind": proposal.kind.value,
        "at": proposal.proposed_at.isoformat(),
    }
