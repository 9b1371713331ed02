"""month: a draft, the next edition, or a published edition again."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from desktop.headless.session import add_data, make_folder, open_desk, show, write_file
from models.errors import InputError
from models.month import MonthFile, MonthTotals


def declare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands of this module."""
    parser = commands.add_parser("month", help="月度汇总：草稿、出版、再现")
    parser.add_argument("month", metavar="YYYY-MM")
    add_data(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--publish", action="store_true", help="出版下一版")
    choice.add_argument("--edition", type=int, metavar="N", help="再现已出版的第 N 版")
    parser.set_defaults(handler=_month)


def _month(arguments: argparse.Namespace) -> int:
    from models.casework.months import draft_month, publish_month, published_edition
    from reports.month.issue import write

    if arguments.edition is not None and arguments.edition < 1:
        raise InputError("版次从 1 开始。", "--edition")
    out = make_folder(arguments.out)
    with open_desk(arguments.data, "month.publish" if arguments.publish else "month.draft") as desk:
        if arguments.edition is not None:
            edition = published_edition(desk, arguments.month, arguments.edition)
            number, files, totals = edition.edition, edition.files, edition.totals
        elif arguments.publish:
            edition = publish_month(desk, arguments.month, write).value
            number, files, totals = edition.edition, edition.files, edition.totals
        else:
            content = draft_month(desk, arguments.month)
            number, files, totals = None, write(content), content.totals
    _deliver(arguments.month, number, files, totals, out)
    return 0


def _deliver(month: str, number: int | None, files: tuple[MonthFile, ...], totals: MonthTotals, out: Path) -> None:
    for file in files:
        write_file(out / file.name, file.content)
    names = [str(out / file.name) for file in files]
    # The corrections and the enterprises of a month without any are left out.
    told = {
        name: value
        for name, value in asdict(totals).items()
        if value or not name.startswith(("corrected_", "enterprises"))
    }
    show({"month": month, "edition": number, "files": names, "totals": told})
