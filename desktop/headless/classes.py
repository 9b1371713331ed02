"""class: a class entered once, its roster and attendance, and the acts on its cases together."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.headless.rosters import add_roster_options, run_import
from desktop.headless.session import Subject, add_action, iso_date, open_desk, read_json, show
from models.calendar import beijing_date
from models.errors import InputError
from models.training_class import Attendance, BulkAct, BulkKind, Member, TrainingClass

if TYPE_CHECKING:
    from models.casework.bulk_plans import BulkLine, BulkPlan
    from models.casework.classes import ClassMember, ClassRecord
    from models.casework.unit_of_work import Desk

_NAMES = {
    "open-cases": (BulkKind.OPEN, "按班收件：每人一案；先预演，加 --commit 才办"),
    "accept": (BulkKind.ACCEPT, "按班受理：每人一份受理通知书；先预演，加 --commit 才办"),
    "serve": (BulkKind.SERVE, "按班登记送达；先预演，加 --commit 才办"),
}

_CLASS = Subject("class_number", "CLASS", "培训编号")


def declare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands of this module."""
    actions = commands.add_parser("class", help="班：名册、出勤、按班办理").add_subparsers(
        required=True, metavar="做什么"
    )
    parser = add_action(actions, "add", "建班", _add, None)
    parser.add_argument("--file", type=Path, required=True, metavar="FILE", help="班的信息（JSON；- 为标准输入）")
    parser = add_action(actions, "correct", "修改班的信息", _correct, _CLASS)
    parser.add_argument("--file", type=Path, required=True, metavar="FILE", help="要改的项（JSON）")
    add_action(actions, "list", "全部的班", _list, None)
    add_action(actions, "show", "一个班：学员、出勤、案件、批量办理", _show, _CLASS)
    parser = add_action(actions, "roster", "导入名册，与 import --class 相同", run_import, _CLASS)
    parser.add_argument("file", type=Path, metavar="FILE")
    add_roster_options(parser)
    parser = add_action(actions, "attendance", "登记一名学员的出勤和结业（全班的用 roster 导入）", _attendance, _CLASS)
    parser.add_argument("--person", type=int, required=True, metavar="ID")
    parser.add_argument("--attended", type=int, metavar="天数")
    parser.add_argument("--planned", type=int, metavar="天数")
    parser.add_argument("--completed", choices=("yes", "no"), help="是否结业")
    parser = add_action(actions, "remove", "把录错的人移出班（还没有案件的）", _remove, _CLASS)
    _add_leaver(parser)
    parser = add_action(actions, "leave", "登记学员中途退出；案件和经过保留", _leave, _CLASS)
    _add_leaver(parser)
    parser.add_argument("--on", type=iso_date, required=True, metavar="DATE", help="退出日期")
    parser = add_action(actions, "return", "退出记错了：仍在班里", _return, _CLASS)
    _add_leaver(parser)
    for name, (kind, words) in _NAMES.items():
        _add_bulk_options(add_action(actions, name, words, _bulk, _CLASS), kind)
    parser = add_action(actions, "undo", "撤销一次批量办理", _undo, None)
    parser.add_argument("bulk", type=int, metavar="N", help="批量办理的编号")
    parser.add_argument("--reason", required=True, metavar="原因")


def _add_leaver(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--person", type=int, required=True, metavar="ID")
    parser.add_argument("--reason", required=True, metavar="原因")


def _add_bulk_options(parser: argparse.ArgumentParser, kind: BulkKind) -> None:
    parser.add_argument("--programme", required=True, metavar="ID", help="free_training 或 living_allowance")
    parser.add_argument("--commit", action="store_true", help="照预演的结果办理")
    parser.add_argument("--without", default="", metavar="ID,ID", help="不办的人")
    parser.set_defaults(kind=kind)
    if kind is BulkKind.SERVE:
        parser.add_argument("--how", required=True, metavar="方式", help="例如：直接送达")
        parser.add_argument("--on", type=iso_date, required=True, metavar="DATE", help="送达日")
        return
    words = "已查过全市享受记录、查无的人：all 或 ID,ID"
    parser.add_argument("--checked", default="", metavar="all|ID,ID", help=words)
    if kind is BulkKind.OPEN:
        parser.add_argument("--on", type=iso_date, metavar="DATE", help="申请日，默认今天")
        parser.add_argument("--papers", nargs="*", default=[], metavar="材料", help="每人都交了的材料")


def _add(arguments: argparse.Namespace) -> int:
    from models.casework.classes import add_class

    with open_desk(arguments.data, "class.add") as desk:
        group = add_class(desk, _draft(desk, read_json(arguments.file), None)).value
    show(_group(group))
    return 0


def _correct(arguments: argparse.Namespace) -> int:
    from models.casework.classes import class_record, correct_class

    with open_desk(arguments.data, "class.change") as desk:
        before = class_record(desk, arguments.class_number).group
        group = correct_class(desk, _draft(desk, _group(before) | read_json(arguments.file), before)).value
    show(_group(group))
    return 0


def _draft(desk: Desk, data: Any, before: TrainingClass | None) -> TrainingClass:
    from forms.fields import Setting
    from forms.training_class import class_texts, read_class

    return read_class(class_texts(data), Setting(beijing_date(desk.clock())), before)


def _list(arguments: argparse.Namespace) -> int:
    from models.casework.classes import class_lines

    with open_desk(arguments.data, "class.read") as desk:
        lines = class_lines(desk)
    show([_group(line.group) | {"members": line.members, "cases": line.cases} for line in lines])
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from models.casework.classes import class_record

    with open_desk(arguments.data, "class.read") as desk:
        record = class_record(desk, arguments.class_number)
    members = [_member(one) for one in record.members]
    show(_group(record.group) | {"members": members, "bulk_acts": [_bulk_act(record, one) for one in record.bulk_acts]})
    return 0


def _attendance(arguments: argparse.Namespace) -> int:
    from dataclasses import replace

    from models.casework.classes import class_record, record_attendance

    given = {"days_attended": arguments.attended, "days_planned": arguments.planned}
    given["completed"] = None if arguments.completed is None else arguments.completed == "yes"
    with open_desk(arguments.data, "class.attendance") as desk:
        members = class_record(desk, arguments.class_number).members
        known = next((one.member.attendance for one in members if one.person.id == arguments.person), Attendance())
        after = replace(known, **{name: value for name, value in given.items() if value is not None})
        member = record_attendance(desk, arguments.class_number, arguments.person, after).value
    show({"class": arguments.class_number, "person": member.person_id} | _known_attendance(member.attendance))
    return 0


def _remove(arguments: argparse.Namespace) -> int:
    from models.casework.class_leaving import remove_member

    with open_desk(arguments.data, "class.remove") as desk:
        done = remove_member(desk, arguments.class_number, arguments.person, arguments.reason)
    return _left(arguments, done.value)


def _leave(arguments: argparse.Namespace) -> int:
    from models.casework.class_leaving import leave_class

    with open_desk(arguments.data, "class.leave") as desk:
        done = leave_class(desk, arguments.class_number, arguments.person, arguments.on, arguments.reason)
    return _left(arguments, done.value)


def _return(arguments: argparse.Namespace) -> int:
    from models.casework.class_leaving import return_to_class

    with open_desk(arguments.data, "class.leave") as desk:
        done = return_to_class(desk, arguments.class_number, arguments.person, arguments.reason)
    return _left(arguments, done.value)


def _left(arguments: argparse.Namespace, member: Member) -> int:
    leaving = member.leaving
    told = {} if leaving is None else {"kind": leaving.kind.value, "on": leaving.on.isoformat()}
    show({"class": arguments.class_number, "person": member.person_id} | told)
    return 0


def _bulk(arguments: argparse.Namespace) -> int:
    from models.casework.bulk_acts import perform_bulk
    from models.casework.bulk_plans import BulkOrder, plan_bulk
    from models.casework.classes import class_record
    from reports.issue import render

    with open_desk(arguments.data, "class.bulk") as desk:
        members = class_record(desk, arguments.class_number).members
        everybody = frozenset(one.person.id for one in members)
        order = BulkOrder(
            class_number=arguments.class_number,
            kind=arguments.kind,
            programme=arguments.programme,
            on=getattr(arguments, "on", None) or beijing_date(desk.clock()),
            how=getattr(arguments, "how", ""),
            papers=tuple(getattr(arguments, "papers", ())),
            checked=_people(getattr(arguments, "checked", ""), everybody),
            left_out=_people(arguments.without, everybody),
        )
        plan = plan_bulk(desk, order)
        done = perform_bulk(desk, plan, render).value if arguments.commit else None
    answer = _plan(plan)
    if done is not None:
        numbers = [letter.number for letter in done.letters]
        answer |= {"done": {"bulk": done.bulk.id, "cases": list(done.cases), "letters": numbers}}
    show(answer)
    return 0


def _people(words: str, everybody: frozenset[int]) -> frozenset[int]:
    if words == "all":
        return everybody
    try:
        found = frozenset(int(word) for word in words.split(",") if word.strip())
    except ValueError:
        raise InputError(f"“{words}”应是人员编号，用逗号隔开。", "person") from None
    if unknown := sorted(found - everybody):
        raise InputError(f"编号 {unknown[0]} 的人不在这个班里，请核对。", "person")
    return found


def _undo(arguments: argparse.Namespace) -> int:
    from models.casework.bulk_acts import undo_bulk

    with open_desk(arguments.data, "class.undo") as desk:
        bulk = undo_bulk(desk, arguments.bulk, arguments.reason).value
    show({"bulk": bulk.id, "kind": bulk.kind.value, "undone": True})
    return 0


def _group(group: TrainingClass) -> dict[str, Any]:
    return {
        "number": group.number,
        "school": group.school,
        "kind": group.kind,
        "occupation": group.occupation,
        "level": group.level,
        "started_on": group.started_on.isoformat(),
        "ended_on": None if group.ended_on is None else group.ended_on.isoformat(),
        "provider_listed": group.provider_listed,
        "in_catalogue": group.in_catalogue,
        "days_planned": group.days_planned,
    }


def _member(one: ClassMember) -> dict[str, Any]:
    from models.id_number import mask_id

    cases = {programme: {"case": row.number, "state": row.state.value} for programme, row in one.cases.items()}
    person = {"person": one.person.id, "name": one.person.name, "id_number": mask_id(one.person.id_number)}
    left = one.member.left
    gone = {"left_on": None if left is None else left.on.isoformat(), "left_because": left.reason if left else ""}
    return person | _known_attendance(one.member.attendance) | gone | {"cases": cases}


def _known_attendance(attendance: Attendance) -> dict[str, Any]:
    return {name: getattr(attendance, name) for name in Attendance.__slots__}


def _bulk_act(record: ClassRecord, bulk: BulkAct) -> dict[str, Any]:
    return {
        "bulk": bulk.id,
        "kind": bulk.kind.value,
        "programme": bulk.programme,
        "by": record.names.get(bulk.done_by, ""),
        "at": bulk.done_at.isoformat(),
        "undone": bulk.undone_at is not None,
        "undo_reason": bulk.undo_reason,
        "may_be_undone": bulk.id in record.undoable,
    }


def _plan(plan: BulkPlan) -> dict[str, Any]:
    return {
        "class": plan.order.class_number,
        "act": plan.order.kind.value,
        "programme": plan.order.programme,
        "on": plan.order.on.isoformat(),
        "going": plan.going,
        "stopped": len(plan.lines) - plan.going,
        "people": [_line(line) for line in plan.lines],
    }


def _line(line: BulkLine) -> dict[str, Any]:
    return {
        "person": line.person_id,
        "name": line.name,
        "id_number": line.id_number,
        "case": line.case_number or None,
        "goes": line.goes,
        "would": line.words or None,
        "stopped_by": line.stop or None,
        "result": None if line.result is None else line.result.value,
        "amount_fen": line.amount_fen,
        "unknown": list(line.unknown),
    }
