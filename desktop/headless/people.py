"""person: register, correct, show (masked)."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.headless.session import add_data, open_desk, read_json, show
from models.person import Person

if TYPE_CHECKING:
    from models.casework.unit_of_work import Desk


def declare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands of this module."""
    actions = commands.add_parser("person", help="申请人：登记、更正").add_subparsers(required=True, metavar="做什么")
    for name, words, handler in (("add", "登记申请人", _add), ("correct", "更正申请人信息", _correct)):
        parser = actions.add_parser(name, help=words)
        parser.add_argument("--file", type=Path, required=True, metavar="FILE", help="申请人信息（JSON；- 为标准输入）")
        add_data(parser)
        parser.set_defaults(handler=handler)


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
    from forms.application import read_person
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
