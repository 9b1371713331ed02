"""The headless door: every command of the program without a window, for scripts, checks and other programs.

Results go to stdout (JSON unless a command says otherwise), errors as one Chinese line to stderr.
Exit status: 0 done, 2 bad input, 3 refused by a rule or a permission, 1 a bug (see the crash report).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import NoReturn

from models.errors import SubsidyDeskError

Handler = Callable[[argparse.Namespace], int]

# Each module declares its own commands with `declare(subparsers)`; only the one asked for is imported.
_MODULES = {
    "assess": "rules",
    "check-rules": "rules",
    "recheck": "rules",
    "value": "values",
    "office": "office",
    "account": "office",
    "person": "people",
    "case": "cases",
    "class": "classes",
    "import": "rosters",
    "notice": "notices",
    "proposal": "notices",
    "calendar": "calendar",
    "letter": "letters",
    "month": "months",
    "to-date": "desk",
    "payment": "payments",
    "repayment": "payments",
    "round": "rounds",
    "publicity": "rounds",
    "seal": "rounds",
    "backup": "store",
    "restore": "store",
    "verify": "store",
    "migrate": "store",
    "server": "server",
    "practice-data": "practice",
    "practice-day": "practice_day",
}


class _Parser(argparse.ArgumentParser):
    """argparse that speaks Chinese and raises nothing but exit status 2."""

    def error(self, message: str) -> NoReturn:
        usage = f"./{self.prog} --help"
        sys.stderr.write(f"命令写法不对：{_in_chinese(message)}。用法见 {usage}\n")
        raise SystemExit(2)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one headless command and return its exit status; expected errors never show a traceback."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        arguments = _parser(words).parse_args(words)
        handler: Handler = arguments.handler
        return handler(arguments)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 2
    except SubsidyDeskError as error:
        sys.stderr.write(" ".join(error.message.split("\n")) + "\n")
        return error.exit_code
    except BrokenPipeError:
        return 0
    except Exception as error:
        from desktop.crash_report import keep

        sys.stderr.write(f"程序内部出错，本次操作没有完成。请把错误记录交给技术人员：{keep(error)}\n")
        return 1


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = _Parser(
        prog="run",
        description="培训补贴经办台：不带命令时打开窗口；下列命令不用窗口。",
        epilog="另有：practice（练习局窗口）、gallery DIR（各屏截图）、guide DIR（使用手册）、"
        "test、drill、bench、wheels DIR、--offline DIR。",
    )
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser, metavar="命令")
    asked = words[0] if words else ""
    wanted = {_MODULES[asked]} if asked in _MODULES else set(_MODULES.values())
    for name in dict.fromkeys(_MODULES.values()):
        if name in wanted:
            import_module(f"desktop.headless.{name}").declare(commands)
    return parser


def _in_chinese(message: str) -> str:
    replacements = {
        "the following arguments are required: ": "缺少 ",
        "unrecognized arguments: ": "多余的参数 ",
        "invalid choice: ": "没有这个选项 ",
        "choose from": "可用",
        "expected one argument": "后面要跟一个值",
        "argument ": "",
        "invalid int value: ": "应为整数，现为 ",
        "invalid date value: ": "应为日期（如 2026-08-01），现为 ",
    }
    for english, chinese in replacements.items():
        message = message.replace(english, chinese)
    return message
