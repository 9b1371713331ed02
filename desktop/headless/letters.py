"""letter: an archived letter of a case, as it was issued."""

from __future__ import annotations

import argparse
from pathlib import Path

from desktop.headless.session import add_data, open_desk, show, write_file


def declare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands of this module."""
    parser = commands.add_parser("letter", help="取出已存档的文书")
    parser.add_argument("case", metavar="CASE", help="案件编号")
    add_data(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    parser.add_argument("--kind", metavar="KIND", help="文书种类，默认决定书")
    parser.set_defaults(handler=_letter)


def _letter(arguments: argparse.Namespace) -> int:
    from models.casework.letters import archived_letter, letter_kind

    kind = None if arguments.kind is None else letter_kind(arguments.kind)
    with open_desk(arguments.data, "letter.read") as desk:
        letter, content = archived_letter(desk, arguments.case, kind)
    write_file(arguments.out, content)
    show({"number": letter.number, "kind": letter.kind.value, "sha256": letter.sha256})
    return 0
