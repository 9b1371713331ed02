"""person: register, correct, correct a number, merge, answer a likeness (everything shown is masked)."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.headless.session import add_action, add_data, open_desk, read_json, show
from models.casework.likenesses import Likeness
from models.identity_document import DocumentKind
from models.likeness_answer import Answer
from models.person import Person

if TYPE_CHECKING:
    from models.casework.likenesses import LikenessHint
    from models.casework.unit_of_work import Desk
    from models.identity_change import IdentityChange


def declare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands of this module."""
    actions = commands.add_parser("person", help="申请人：登记、更正").add_subparsers(required=True, metavar="做什么")
    for name, words, handler in (("add", "登记申请人", _add), ("correct", "更正申请人信息", _correct)):
        parser = actions.add_parser(name, help=words)
        parser.add_argument("--file", type=Path, required=True, metavar="FILE", help="申请人信息（JSON；- 为标准输入）")
        add_data(parser)
        parser.set_defaults(handler=handler)
    _declare_identity(actions)


def _declare_identity(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = add_action(
        actions, "correct-number", "更正录错的证件号码（已有决定的，须第二人核对）", _correct_number, None
    )
    parser.add_argument("person", type=int, metavar="ID")
    parser.add_argument("--number", required=True, metavar="号码")
    parser.add_argument("--kind", choices=list(DocumentKind), help="证件种类，号码看不出时填")
    parser.add_argument("--reason", required=True, metavar="原因")
    parser = add_action(actions, "merge", "同一人登记了两次：并入号码正确的一份", _merge, None)
    parser.add_argument("person", type=int, metavar="ID", help="号码录错的一份")
    parser.add_argument("--into", type=int, required=True, metavar="ID", help="号码正确、留下的一份")
    parser.add_argument("--reason", required=True, metavar="原因")
    add_action(actions, "changes", "等第二人核对的号码更正与合并", _changes, None)
    parser = add_action(actions, "confirm-change", "核对并办理他人提请的更正或合并", _confirm, None)
    parser.add_argument("change", type=int, metavar="N")
    parser = add_action(actions, "drop-change", "不予更正", _drop, None)
    parser.add_argument("change", type=int, metavar="N")
    parser.add_argument("--reason", required=True, metavar="原因")
    parser = add_action(actions, "likenesses", "可能是同一人或重复申请的线索", _likenesses, None)
    parser.add_argument("person", type=int, metavar="ID")
    parser = add_action(actions, "answer", "答复一条线索：是同一人、不是、先放着", _answer, None)
    parser.add_argument("person", type=int, metavar="ID")
    parser.add_argument("--other", type=int, required=True, metavar="ID")
    parser.add_argument("--kind", required=True, choices=list(Likeness))
    parser.add_argument("--answer", required=True, choices=list(Answer))
    parser.add_argument("--case", default="", metavar="CASE", help="线索所指的案件")
    parser.add_argument("--note", default="", metavar="说明", help="收款卡号相同时必填")


def _correct_number(arguments: argparse.Namespace) -> int:
    from models.casework.identities import correct_number

    kind = DocumentKind(arguments.kind) if arguments.kind else None
    with open_desk(arguments.data, "person.correct_number") as desk:
        change = correct_number(desk, arguments.person, arguments.number, arguments.reason, kind).value
    show(_change(change))
    return 0


def _merge(arguments: argparse.Namespace) -> int:
    from models.casework.identities import merge

    with open_desk(arguments.data, "person.merge") as desk:
        change = merge(desk, arguments.person, arguments.into, arguments.reason).value
    show(_change(change))
    return 0


def _changes(arguments: argparse.Namespace) -> int:
    from models.casework.identities import waiting_changes

    with open_desk(arguments.data, "person.read") as desk:
        changes = waiting_changes(desk)
    show([_change(change) for change in changes])
    return 0


def _confirm(arguments: argparse.Namespace) -> int:
    from models.casework.identities import confirm_change

    with open_desk(arguments.data, "person.confirm_change") as desk:
        change = confirm_change(desk, arguments.change).value
    show(_change(change))
    return 0


def _drop(arguments: argparse.Namespace) -> int:
    from models.casework.identities import drop_change

    with open_desk(arguments.data, "person.drop_change") as desk:
        change = drop_change(desk, arguments.change, arguments.reason).value
    show(_change(change))
    return 0


def _likenesses(arguments: argparse.Namespace) -> int:
    from models.casework.likenesses import find_likenesses

    with open_desk(arguments.data, "person.search") as desk, desk.look("person.search") as work:
        hints = find_likenesses(work, work.rows.person(arguments.person), {})
    show([_hint(hint) for hint in hints])
    return 0


def _answer(arguments: argparse.Namespace) -> int:
    from models.casework.doubles import AnswerGiven, answer_likeness

    given = AnswerGiven(
        Likeness(arguments.kind), arguments.other, Answer(arguments.answer), arguments.note, arguments.case
    )
    with open_desk(arguments.data, "person.likeness") as desk:
        stored = answer_likeness(desk, arguments.person, given).value
    show({"answer": stored.answer.value, "kind": stored.kind, "pair": [stored.low_id, stored.high_id]})
    return 0


def _change(change: IdentityChange) -> dict[str, Any]:
    from models.id_number import mask_id

    return {
        "change": change.id,
        "kind": change.kind.value,
        "person": change.person_id,
        "into": change.into_id,
        "old_number": mask_id(change.old_number),
        "new_number": mask_id(change.new_number),
        "outcome": None if change.outcome is None else change.outcome.value,
    }


def _hint(hint: LikenessHint) -> dict[str, Any]:
    return {
        "kind": hint.kind.value,
        "person": hint.person_id,
        "case": hint.case_number,
        "sentence": hint.sentence,
        "answer": None if hint.answer is None else hint.answer.answer.value,
        "by": hint.answered_by,
    }


def _add(arguments: argparse.Namespace) -> int:
    from models.casework.people import register_person

    with open_desk(arguments.data, "person.register") as desk:
        person = register_person(desk, _read(desk, arguments.file)).value
    _show(person)
    return 0


def _correct(arguments: argparse.Namespace) -> int:
    from models.casework.people import correct_person

    with open_desk(arguments.data, "person.correct") as desk:
        person = correct_person(desk, _read(desk, arguments.file)).value
    _show(person)
    return 0


def _read(desk: Desk, path: Path) -> Person:
    from forms.person import read_person
    from models.calendar import beijing_date

    with desk.look("person.register") as work:
        streets = work.office.streets
    draft = read_person(read_json(path), streets=streets, today=beijing_date(desk.clock()))
    for warning in draft.warnings:
        sys.stderr.write(f"提示：{warning}\n")
    return draft.person()


def _show(person: Person) -> None:
    from models.id_number import mask_id

    show({"person": person.id, "name": person.name, "id_number": mask_id(person.id_number)})
