"""The working day on a case: notes, take-over, status for a call, timeline, evidence bundle; declared under `case`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop.headless.session import add_action, add_data, iso_date, make_folder, open_desk, show, write_file
from models.desk_day import Note, Pin
from models.moment import beijing_time


def declare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands of this module."""
    parser = commands.add_parser("to-date", help="今年到昨天：几人、几件、多少钱（按现行有效的决定）")
    parser.add_argument("--until", type=iso_date, metavar="DATE", help="截止日，默认昨天")
    add_data(parser)
    parser.set_defaults(handler=_to_date)


def declare_on_cases(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare these commands among those of a case."""
    parser = add_action(actions, "note", "记备注：案件、电话、某一条件或某份材料", _note)
    parser.add_argument("--text", required=True, metavar="文字")
    target = parser.add_mutually_exclusive_group()
    target.add_argument("--call", action="store_true", help="电话记录")
    target.add_argument("--criterion", default="", metavar="ID", help="批注到哪个条件")
    target.add_argument("--paper", default="", metavar="材料名称", help="批注到哪份材料")
    parser.add_argument("--waits", action="store_true", help="等同事答复")
    add_action(actions, "notes", "查看备注，待答复的在前", _notes)
    parser = actions.add_parser("settle-note", help="处理一条待答复的备注")
    parser.add_argument("note", type=int, metavar="N", help="备注号（case notes 的 note）")
    parser.add_argument("--answer", default="", metavar="文字")
    add_data(parser)
    parser.set_defaults(handler=_settle)
    parser = add_action(actions, "take-over", "接办同事的在办案件", _take_over)
    parser.add_argument("--reason", required=True, metavar="原因")
    add_action(actions, "status", "电话答复用的一句话，不含个人信息", _status)
    add_action(actions, "timeline", "办理经过：办理、备注、文书、送达、查看与导出", _timeline)
    parser = add_action(actions, "bundle", "导出卷宗：一份 PDF 和一份压缩包（含原件和校验值）", _bundle)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--purpose", required=True, metavar="用途", help="例如：行政复议答复；记入查看登记")


def _to_date(arguments: argparse.Namespace) -> int:
    from models.casework.to_date import granted_to_date

    with open_desk(arguments.data, "month.read") as desk:
        found = granted_to_date(desk, arguments.until)
    lines = [
        {
            "programme": one.programme,
            "name": one.programme_name,
            "persons": one.persons,
            "enterprises": one.enterprises,
            "cases": one.cases,
            "fen": one.fen,
        }
        for one in (*found.lines, found.total)
    ]
    show({"from": found.first.isoformat(), "to": found.last.isoformat(), "lines": lines[:-1], "total": lines[-1]})
    return 0


def _note(arguments: argparse.Namespace) -> int:
    from models.casework.case_notes import add_note

    pin, target = Pin.CALL if arguments.call else Pin.CASE, ""
    if arguments.criterion or arguments.paper:
        pin = Pin.CRITERION if arguments.criterion else Pin.PAPER
        target = arguments.criterion or arguments.paper
    with open_desk(arguments.data, "case.note") as desk:
        note = add_note(desk, arguments.case, arguments.text, pin, target, waits=arguments.waits).value
        show(_told(note, {desk.account.id: desk.account.name}))
    return 0


def _notes(arguments: argparse.Namespace) -> int:
    from models.casework.case_notes import case_notes

    with open_desk(arguments.data, "case.read") as desk:
        found = case_notes(desk, arguments.case)
        with desk.look("case.read") as work:
            names = {account.id: account.name for account in work.rows.accounts()}
    show([_told(note, names) for note in found])
    return 0


def _settle(arguments: argparse.Namespace) -> int:
    from models.casework.case_notes import settle_note

    with open_desk(arguments.data, "case.settle_note") as desk:
        note = settle_note(desk, arguments.note, arguments.answer).value
    show({"note": note.id, "waits": note.waits, "answer": note.answer})
    return 0


def _told(note: Note, names: dict[int, str]) -> dict[str, Any]:
    return {
        "note": note.id,
        "pin": note.pin.value,
        "pinned_to": note.pinned_to,
        "text": note.body,
        "by": names.get(note.written_by, ""),
        "at": beijing_time(note.written_at),
        "waits": note.waits,
        "answer": note.answer,
    }


def _take_over(arguments: argparse.Namespace) -> int:
    from models.casework.passing_on import take_over

    with open_desk(arguments.data, "case.take_over") as desk:
        passing = take_over(desk, arguments.case, arguments.reason).value
        with desk.look("case.read") as work:
            names = {account.id: account.name for account in work.rows.accounts()}
    show({"case": arguments.case, "from": names[passing.from_id], "to": names[passing.to_id]})
    return 0


def _status(arguments: argparse.Namespace) -> int:
    from models.casework.phone_status import phone_status

    with open_desk(arguments.data, "case.read") as desk:
        show({"case": arguments.case, "status": phone_status(desk, arguments.case)})
    return 0


def _timeline(arguments: argparse.Namespace) -> int:
    from models.casework.timelines import case_timeline

    with open_desk(arguments.data, "case.read") as desk:
        events = case_timeline(desk, arguments.case)
    rows = [
        {"at": beijing_time(one.at), "kind": one.kind.value, "what": one.what, "who": one.who, "detail": one.detail}
        for one in events
    ]
    show(rows)
    return 0


def _bundle(arguments: argparse.Namespace) -> int:
    from models.casework.bundles import case_bundle
    from reports.bundle.archive import bundle_name, bundle_zip
    from reports.bundle.pdf import bundle_pdf

    out = make_folder(arguments.out)
    with open_desk(arguments.data, "case.export") as desk:
        bundle = case_bundle(desk, arguments.case, arguments.purpose)
    pdf = bundle_pdf(bundle)
    files = {f"{bundle_name(bundle)}.pdf": pdf, f"{bundle_name(bundle)}.zip": bundle_zip(bundle, pdf)}
    for name, content in files.items():
        write_file(out / name, content)
    show({"case": arguments.case, "purpose": bundle.purpose, "files": [str(out / name) for name in files]})
    return 0
