"""practice-data: a new data folder with a practice office in it."""

from __future__ import annotations

import argparse
from datetime import timedelta

from desktop.headless.session import add_data, iso_date, show
from models.calendar import beijing_date
from models.errors import InputError
from models.moment import now


def declare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands of this module."""
    parser = commands.add_parser("practice-data", help="建一个练习局，里面是虚构的人和案件")
    add_data(parser)
    parser.add_argument("--cases", type=int, default=120, metavar="N", help="案件数，默认 120")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="同一个数得到同样的案件")
    parser.add_argument("--until", type=iso_date, metavar="DATE", help="最后一天，默认昨天")
    parser.set_defaults(handler=_practice_data)


def _practice_data(arguments: argparse.Namespace) -> int:
    from desktop.practice.office import make_practice_office
    from reports.issue import render

    if arguments.cases < 0:
        raise InputError("案件数不能是负数。", "--cases")
    yesterday = beijing_date(now()) - timedelta(days=1)
    until = arguments.until or yesterday
    if until > yesterday:
        raise InputError(f"最后一天最晚为昨天 {yesterday}，否则练习数据会跑到时钟前面。", "--until")
    office = make_practice_office(arguments.data, arguments.cases, arguments.seed, until, render)
    show(
        {
            "data": str(arguments.data.resolve()),
            "passphrase": office.passphrase,
            "accounts": [
                {"name": account.name, "seats": sorted(seat.value for seat in account.seats)}
                for account in office.accounts
            ],
            "cases": [{"case": n, "programme": programme, "state": state} for n, programme, state in office.cases],
            "months": list(office.months),
            "pins": dict(office.pins),
        }
    )
    return 0
