"""value: what the bureau still has to enter or confirm, entering it, confirming it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop.headless.session import add_data, iso_date, media_type, open_desk, read_bytes, read_json, show
from models.bureau import BureauEntry
from models.calendar import beijing_date
from models.errors import InputError
from models.rules.rulebook import OpenValue


def declare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands of this module."""
    actions = commands.add_parser("value", help="本局要录入或确认的政策数值").add_subparsers(
        required=True, metavar="做什么"
    )
    parser = actions.add_parser("open", help="还有哪些数值待录入或确认")
    parser.add_argument("--programme", required=True, metavar="ID")
    parser.add_argument("--on", type=iso_date, metavar="DATE", help="按哪一天的规则，默认今天")
    add_data(parser)
    parser.set_defaults(handler=_open)
    parser = actions.add_parser("enter", help="录入（附文号与扫描件）")
    parser.add_argument("--file", type=Path, required=True, metavar="FILE", help="录入内容（JSON）")
    parser.add_argument("--scan", type=Path, required=True, metavar="FILE", help="依据文件扫描件（pdf、png、jpg）")
    add_data(parser)
    parser.set_defaults(handler=_enter)
    parser = actions.add_parser("confirm", help="由第二人确认")
    parser.add_argument("entry", type=int, metavar="N", help="录入号")
    add_data(parser)
    parser.set_defaults(handler=_confirm)
    parser = actions.add_parser("version", help="打开一个版本，改好后整版录入")
    parser.add_argument("--programme", required=True, metavar="ID")
    parser.add_argument("--name", default="", metavar="NAME", help="版本名称，如2026；不写则以现行条件为底稿")
    parser.add_argument("--on", type=iso_date, metavar="DATE", help="以哪一天的条件为底稿，默认今天")
    add_data(parser)
    parser.set_defaults(handler=_version)
    parser = actions.add_parser("preview", help="录入生效后哪些在办案件会变、为什么")
    given = parser.add_mutually_exclusive_group(required=True)
    given.add_argument("--file", type=Path, metavar="FILE", help="还没有录入的内容（JSON）")
    given.add_argument("--entry", type=int, metavar="N", help="已录入、待确认的录入号")
    add_data(parser)
    parser.set_defaults(handler=_preview)
    parser = actions.add_parser("list", help="已录入、待确认的")
    add_data(parser)
    parser.set_defaults(handler=_list)


def _open(arguments: argparse.Namespace) -> int:
    with open_desk(arguments.data, "rules.read") as desk, desk.look("rules.read") as work:
        if arguments.programme not in work.rulebook.programmes:
            raise InputError(f"没有“{arguments.programme}”这个项目。", "--programme")
        on = arguments.on or beijing_date(desk.clock())
        values = work.rulebook.open_values(arguments.programme, on)
    show([_value(arguments.programme, value) for value in values])
    return 0


def _enter(arguments: argparse.Namespace) -> int:
    from models.casework.bureau_values import draft_from_json, enter_value

    draft = draft_from_json(read_json(arguments.file))
    scan, kind = read_bytes(arguments.scan), media_type(arguments.scan)
    with open_desk(arguments.data, "value.enter") as desk:
        entry = enter_value(desk, draft, scan, kind).value
    show(_entry(entry))
    return 0


def _version(arguments: argparse.Namespace) -> int:
    from models.casework.whole_versions import open_version

    with open_desk(arguments.data, "rules.read") as desk:
        found = open_version(desk, arguments.programme, arguments.name, arguments.on)
    clause = found.clause
    show(
        {
            "kind": "version",
            "programme": found.programme,
            "name": found.name,
            "value": found.notice,
            "from": None if found.valid_from is None else found.valid_from.isoformat(),
            "to": None if found.valid_to is None else found.valid_to.isoformat(),
            "document": clause.document,
            "article": clause.article,
            "text": clause.text,
        }
    )
    return 0


def _preview(arguments: argparse.Namespace) -> int:
    from desktop.headless.rules import changed_case
    from models.casework.bureau_values import draft_from_json, preview_change, preview_entry

    draft = None if arguments.file is None else draft_from_json(read_json(arguments.file))
    with open_desk(arguments.data, "rules.recheck") as desk:
        found = preview_entry(desk, arguments.entry) if draft is None else preview_change(desk, draft)
    show([changed_case(one) for one in found])
    return 0


def _confirm(arguments: argparse.Namespace) -> int:
    from models.casework.bureau_values import confirm_value

    with open_desk(arguments.data, "value.confirm") as desk:
        show(_entry(confirm_value(desk, arguments.entry).value))
    return 0


def _list(arguments: argparse.Namespace) -> int:
    from models.casework.bureau_values import values_to_confirm

    with open_desk(arguments.data, "rules.read") as desk:
        entries = values_to_confirm(desk)
    show([_entry(entry) for entry in entries])
    return 0


def _value(programme: str, value: OpenValue) -> dict[str, Any]:
    return {
        "programme": programme,
        "kind": value.kind.value,
        "name": value.name,
        "label": value.label,
        "type": value.type,
        "unit": value.unit,
        "value": value.value,
        "from": value.valid_from.isoformat(),
        "to": None if value.valid_to is None else value.valid_to.isoformat(),
        "evidence": value.evidence,
        "checked_on": None if value.checked_on is None else value.checked_on.isoformat(),
        "review_by": None if value.review_by is None else value.review_by.isoformat(),
        "document": value.clause.document,
        "article": value.clause.article,
        "text": value.clause.text,
        "optional": value.optional,
    }


def _entry(entry: BureauEntry) -> dict[str, Any]:
    return {
        "entry": entry.id,
        "kind": entry.kind.value,
        "programme": entry.programme,
        "name": entry.name,
        "value": entry.value,
        "from": entry.valid_from.isoformat(),
        "to": None if entry.valid_to is None else entry.valid_to.isoformat(),
        "document": entry.document,
        "confirmed": entry.confirmed_by is not None,
    }
