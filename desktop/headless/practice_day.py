"""practice: the practice day of a practice office: who comes, how it stands, was somebody served right, once more."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from desktop.headless.session import add_data, open_desk, show

if TYPE_CHECKING:
    from desktop.practice.day import Visitor
    from desktop.practice.day_check import Judgement
    from desktop.practice.day_record import Standing

_COMMAND = "case.read"


def declare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands of this module."""
    parser = commands.add_parser("practice-day", help="练习日：二十五位不好办的来人，办完对答案")
    actions = parser.add_subparsers(required=True, metavar="做什么")
    for name, words, handler in (
        ("show", "名单和得分", _show),
        ("next", "下一位：说了什么，带了什么", _next),
        ("reset", "重新开始：同样的人，换一套号码", _reset),
    ):
        add_data(one := actions.add_parser(name, help=words))
        one.set_defaults(handler=handler)
    one = actions.add_parser("served", help="办完了，看结果")
    one.add_argument("visitor", metavar="KEY", help="名单里的代号")
    add_data(one)
    one.set_defaults(handler=_served)


def _show(arguments: argparse.Namespace) -> int:
    from desktop.practice.day_record import begin
    from reports.issue import render

    with open_desk(arguments.data, _COMMAND) as desk:
        show(_standing(begin(desk, arguments.data, render)))
    return 0


def _next(arguments: argparse.Namespace) -> int:
    from desktop.practice.day_record import begin
    from reports.issue import render

    with open_desk(arguments.data, _COMMAND) as desk:
        waiting = begin(desk, arguments.data, render).record.waiting()
    show(_story(waiting[0]) if waiting else {"visitor": None})
    return 0


def _served(arguments: argparse.Namespace) -> int:
    from desktop.practice.day_record import serve

    with open_desk(arguments.data, _COMMAND) as desk:
        show(_judgement(serve(desk, arguments.data, arguments.visitor)))
    return 0


def _reset(arguments: argparse.Namespace) -> int:
    from desktop.practice.day_record import start_again
    from reports.issue import render

    with open_desk(arguments.data, _COMMAND) as desk:
        show(_standing(start_again(desk, arguments.data, render)))
    return 0


def _standing(standing: Standing) -> dict[str, Any]:
    judged = standing.judged
    return {
        "round": standing.record.number,
        "points": standing.points,
        "of": len(standing.people),
        "visitors": [
            {"visitor": one.key, "title": one.title, "right": judged[one.key].right if one.key in judged else None}
            for one in standing.people
        ],
    }


def _story(one: Visitor) -> dict[str, Any]:
    # Invented people: their numbers have to be typed, so they are shown whole.
    return {"visitor": one.key, "title": one.title, "says": one.says, "papers": dict(one.shown())}


def _judgement(judged: Judgement) -> dict[str, Any]:
    return {
        "visitor": judged.key,
        "right": judged.right,
        "differences": [each.sentence() for each in judged.differences],
        "because": judged.because,
        "clause": judged.ground,
    }
