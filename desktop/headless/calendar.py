"""calendar: the working-day table of the office, and the deadlines that rest on it."""

from __future__ import annotations

import argparse
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from desktop.headless.session import add_action, open_desk, read_json, show
from models.errors import InputError


def declare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands of this module."""
    actions = commands.add_parser("calendar", help="工作日历、期限、视为受理、延期").add_subparsers(
        required=True, metavar="做什么"
    )
    add_action(actions, "show", "各年放假安排，哪份有效", _show, None)
    parser = add_action(actions, "add", "录入一年（待第二人确认）", _add, None)
    parser.add_argument("--file", type=Path, required=True, metavar="FILE", help='JSON：{"year", "off", "work"}')
    parser.add_argument("--document", required=True, metavar="文号")
    for name, words, handler in (
        ("moved", "确认前：哪些案件的期限会变", _moved),
        ("confirm", "由第二人确认", _confirm),
    ):
        parser = add_action(actions, name, words, handler, None)
        parser.add_argument("entry", type=int, metavar="N", help="录入号")
    add_action(actions, "pending", "待补算的期限（没有日期，或应自收到申请之日起提前）", _pending, None)
    add_action(actions, "date", "补算这些期限", _date, None)
    add_action(actions, "days", "一件案件的期限，逐日说明", _days)
    add_action(actions, "deemed", "未按期告知、应视为受理的案件", _deemed, None)
    add_action(actions, "deem", "办理视为受理，出具通知书", _deem)
    parser = add_action(actions, "extend", "延期（须已录入依据）", _extend)
    parser.add_argument("--reason", required=True, metavar="理由")
    parser = add_action(actions, "grounds", "查看或录入逾期未补正、延期的依据", _grounds, None)
    parser.add_argument("--file", type=Path, metavar="FILE", help="不给则只查看")


def _show(arguments: argparse.Namespace) -> int:
    from models.casework.calendars import calendar_years

    with open_desk(arguments.data, "calendar.read") as desk:
        years = calendar_years(desk)
    show(
        [
            {
                **year.table.to_json(),
                "entry": year.entry,
                "source": year.source,
                "confirmed": not year.entry or bool(year.confirmed_by),
                "in_force": year.in_force,
            }
            for year in years
        ]
    )
    return 0


def _add(arguments: argparse.Namespace) -> int:
    from models.casework.calendars import add_year, year_from_json

    table = year_from_json(read_json(arguments.file))
    with open_desk(arguments.data, "calendar.enter") as desk:
        entry = add_year(desk, table, arguments.document).value
    show({"entry": entry.id, "year": entry.table.year, "document": entry.document, "confirmed": False})
    return 0


def _moved(arguments: argparse.Namespace) -> int:
    from models.casework.calendars import moved_by

    with open_desk(arguments.data, "calendar.read") as desk:
        show([_plain(moved) for moved in moved_by(desk, arguments.entry)])
    return 0


def _confirm(arguments: argparse.Namespace) -> int:
    from models.casework.calendars import confirm_year

    with open_desk(arguments.data, "calendar.confirm") as desk:
        moved = confirm_year(desk, arguments.entry).value
    show({"entry": arguments.entry, "confirmed": True, "moved": [_plain(one) for one in moved]})
    return 0


def _pending(arguments: argparse.Namespace) -> int:
    from models.casework.clocks import undated_cases

    with open_desk(arguments.data, "case.read") as desk:
        show([_plain(one) for one in undated_cases(desk)])
    return 0


def _date(arguments: argparse.Namespace) -> int:
    from models.casework.clocks import date_cases

    with open_desk(arguments.data, "case.redate") as desk:
        show([_plain(one) for one in date_cases(desk).value])
    return 0


def _days(arguments: argparse.Namespace) -> int:
    from models.casework.clocks import deadline

    with open_desk(arguments.data, "case.read") as desk:
        found = deadline(desk, arguments.case)
    days = [_plain(day) for day in found.run.days]
    show(
        {
            "case": found.number,
            "about": found.about,
            "clause": found.clause,
            "working_days": found.length,
            "due_on": _text(found.due_on),
            "computed": _text(found.run.due),
            "promised": _text(found.promised),
            "standing": found.run.standing,
            "unknown_year": found.run.unknown,
            "days": days,
        }
    )
    return 0


def _deemed(arguments: argparse.Namespace) -> int:
    from models.casework.turning_away import deemed_cases

    with open_desk(arguments.data, "case.read") as desk:
        found = deemed_cases(desk)
    show(
        [{"case": one.number, "received_on": _text(one.received_on), "last_day": _text(one.last_day)} for one in found]
    )
    return 0


def _deem(arguments: argparse.Namespace) -> int:
    from models.casework.turning_away import deem_accepted
    from reports.issue import render

    with open_desk(arguments.data, "case.deem") as desk:
        issued = deem_accepted(desk, arguments.case, render).value
    show(issued_view(issued))
    return 0


def _extend(arguments: argparse.Namespace) -> int:
    from models.casework.extending import extend
    from reports.issue import render

    with open_desk(arguments.data, "case.extend") as desk:
        issued = extend(desk, arguments.case, arguments.reason, render).value
    show(issued_view(issued))
    return 0


def _grounds(arguments: argparse.Namespace) -> int:
    from models.casework.grounds import Grounds, grounds_of, set_grounds

    if arguments.file is None:
        with open_desk(arguments.data, "office.read") as desk, desk.look("office.read") as work:
            show(asdict(grounds_of(work.office)))
        return 0
    data, allowed = read_json(arguments.file), {field.name: field.type for field in fields(Grounds)}
    for key, value in data.items():
        wanted = bool if key == "runs_on" else str
        if key not in allowed or not isinstance(value, wanted):
            raise InputError(f"“{key}”不认识或写法不对，可用：{'、'.join(allowed)}；除 runs_on 外都是文字。", key)
    with open_desk(arguments.data, "office.grounds") as desk:
        office = set_grounds(desk, Grounds(**data)).value
    show(asdict(grounds_of(office)))
    return 0


def issued_view(issued: Any) -> dict[str, Any]:
    """A case after an act, with its letter."""
    case, letter = issued.case, issued.letter
    return {
        "case": case.number,
        "state": case.state.value,
        "due_on": _text(case.due_on),
        "number": letter.number,
        "kind": letter.kind.value,
        "sha256": letter.sha256,
    }


def _plain(value: Any) -> dict[str, Any]:
    return {name: _text(getattr(value, name)) for name in value.__slots__}


def _text(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
