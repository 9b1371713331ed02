"""round, publicity, seal: what happens to a decision afterwards, 公示 before it, the seal on its letter."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop.headless.session import (
    add_action,
    add_data,
    iso_date,
    make_folder,
    media_type,
    open_desk,
    read_bytes,
    show,
    write_file,
)
from models.case import Case
from models.rounds import ROUND_NAMES, RoundKind


def declare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands of this module."""
    actions = commands.add_parser("round", help="决定之后：撤销签发、更正、撤销、复议、诉讼").add_subparsers(
        required=True, metavar="做什么"
    )
    parser = add_action(actions, "undo", "送达前撤销签发：文号作废，回到复核", _undo)
    parser.add_argument("--reason", required=True, metavar="原因")
    parser = add_action(actions, "open", "送达后开始一轮更正、撤销、复议或诉讼", _open)
    kinds = "、".join(f"{kind.value}（{name}）" for kind, name in ROUND_NAMES.items())
    parser.add_argument("--kind", required=True, choices=[kind.value for kind in RoundKind], help=kinds)
    parser.add_argument("--reason", required=True, metavar="事由")
    parser.add_argument("--document", default="", metavar="文号", help="复议决定书或裁判文书的文号")
    parser.add_argument("--dated", type=iso_date, metavar="DATE", help="文书日期")
    parser.add_argument("--due", type=iso_date, metavar="DATE", help="要求办完的日期")
    parser.add_argument("--scan", type=Path, metavar="FILE", help="文书扫描件（pdf、png、jpg）")
    add_action(actions, "submit", "更正后送复核", _submit)
    parser = add_action(actions, "maintain", "维持原决定，出具告知书", _maintain)
    parser.add_argument("--finding", required=True, metavar="理由")
    _declare_publicity(commands)
    parser = commands.add_parser("seal", help="登记用印：列出的案件，或全部待用印的案件")
    parser.add_argument("case", nargs="*", metavar="CASE")
    add_data(parser)
    parser.set_defaults(handler=_seal)


def _declare_publicity(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    actions = commands.add_parser("publicity", help="公示：名单、异议、期满").add_subparsers(
        required=True, metavar="做什么"
    )
    parser = add_action(actions, "publish", "把等待公示的案件列成一份名单", _publish, None)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser = add_action(actions, "files", "再现一份已出的名单", _files, None)
    parser.add_argument("list", metavar="LIST", help="名单编号，如 2026-01")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    add_action(actions, "end", "公示期满的案件全部送签发", _end, None)
    add_action(actions, "list", "公示中的案件", _standings, None)
    parser = add_action(actions, "object", "登记异议，案件回到复核", _object)
    parser.add_argument("--text", required=True, metavar="内容")
    parser.add_argument("--on", type=iso_date, required=True, metavar="DATE", help="收到日期")
    parser = add_action(actions, "settle", "登记异议的核查处理", _settle)
    parser.add_argument("--finding", required=True, metavar="核查情况")
    parser.add_argument("--upheld", action="store_true", help="异议成立")
    parser = add_action(actions, "steps", "设置公示的项目、天数和用印", _steps, None)
    parser.add_argument("--programmes", default="", metavar="IDS", help="签发前公示的项目，逗号分开，空为不公示")
    parser.add_argument("--days", default="", metavar="N", help="公示天数，空为 7")
    parser.add_argument("--seal-apart", action="store_true", help="用印单独登记")


def _undo(arguments: argparse.Namespace) -> int:
    from models.casework.undoing import undo_decision

    with open_desk(arguments.data, "case.undo") as desk:
        show(_case(undo_decision(desk, arguments.case, arguments.reason).value))
    return 0


def _open(arguments: argparse.Namespace) -> int:
    from models.casework.rounds import open_round
    from models.rounds import Ground

    kind = RoundKind(arguments.kind)
    ground = Ground(kind, arguments.reason, arguments.document, arguments.dated, arguments.due)
    scan, media = None, "application/pdf"
    if arguments.scan is not None:
        scan, media = read_bytes(arguments.scan), media_type(arguments.scan)
    with open_desk(arguments.data, "case.reopen") as desk:
        opening = open_round(desk, arguments.case, ground, scan, media).value
    show({"case": arguments.case, "round": opening.round, "kind": kind.value, "decision": opening.decision_id})
    return 0


def _submit(arguments: argparse.Namespace) -> int:
    from models.casework.rounds import send_round_to_review

    with open_desk(arguments.data, "case.resubmit") as desk:
        show(_case(send_round_to_review(desk, arguments.case).value))
    return 0


def _maintain(arguments: argparse.Namespace) -> int:
    from models.casework.rounds import maintain
    from reports.issue import render

    with open_desk(arguments.data, "case.maintain") as desk:
        letter = maintain(desk, arguments.case, arguments.finding, render).value
    show({"case": arguments.case, "number": letter.number, "kind": letter.kind.value, "sha256": letter.sha256})
    return 0


def _seal(arguments: argparse.Namespace) -> int:
    from models.casework.sealing import seal, waiting_for_seal

    with open_desk(arguments.data, "case.seal") as desk:
        done = seal(desk, arguments.case or waiting_for_seal(desk)).value
    show({"sealed": [case.number for case in done]})
    return 0


def _publish(arguments: argparse.Namespace) -> int:
    from models.casework.publishing import publish_list
    from reports.publicity import write_list

    out = make_folder(arguments.out)
    with open_desk(arguments.data, "publicity.publish") as desk:
        made = publish_list(desk, write_list).value
    for file in made.files:
        write_file(out / file.name, file.content)
    names = [str(out / file.name) for file in made.files]
    show({"list": made.list.name, "cases": made.count, "to": made.list.last_day.isoformat(), "files": names})
    return 0


def _files(arguments: argparse.Namespace) -> int:
    from models.casework.publishing import list_files

    out = make_folder(arguments.out)
    with open_desk(arguments.data, "case.read") as desk:
        files = list_files(desk, arguments.list)
    for file in files:
        write_file(out / file.name, file.content)
    show({"list": arguments.list, "files": [str(out / file.name) for file in files]})
    return 0


def _end(arguments: argparse.Namespace) -> int:
    from models.casework.publishing import end_publicity

    with open_desk(arguments.data, "publicity.end") as desk:
        show({"for_signature": list(end_publicity(desk).value)})
    return 0


def _standings(arguments: argparse.Namespace) -> int:
    from models.casework.publishing import publicity_standings

    with open_desk(arguments.data, "case.read") as desk:
        found = publicity_standings(desk)
    show(
        [
            {"case": one.number, "to": None if one.last_day is None else one.last_day.isoformat(), "due": one.due}
            for one in found
        ]
    )
    return 0


def _object(arguments: argparse.Namespace) -> int:
    from models.casework.publishing import record_objection

    with open_desk(arguments.data, "publicity.object") as desk:
        objection = record_objection(desk, arguments.case, arguments.text, arguments.on).value
    show({"case": arguments.case, "objection": objection.id})
    return 0


def _settle(arguments: argparse.Namespace) -> int:
    from models.casework.publishing import settle_objection

    with open_desk(arguments.data, "publicity.settle") as desk:
        found = settle_objection(desk, arguments.case, arguments.finding, upheld=arguments.upheld).value
    show({"case": arguments.case, "objection": found.id, "upheld": found.upheld})
    return 0


def _steps(arguments: argparse.Namespace) -> int:
    from models.casework.steps import set_steps, steps_of

    programmes = [part.strip() for part in arguments.programmes.split(",") if part.strip()]
    with open_desk(arguments.data, "office.steps") as desk:
        steps = steps_of(set_steps(desk, programmes, arguments.days, seal_apart=arguments.seal_apart).value)
    show({"programmes": list(steps.programmes), "days": steps.days, "seal_apart": steps.seal_apart})
    return 0


def _case(case: Case) -> dict[str, Any]:
    return {"case": case.number, "state": case.state.value, "round": case.round}
