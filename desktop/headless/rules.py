"""assess, check-rules, recheck, export-rules, import-rules."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.headless.session import add_data, iso_date, open_desk, read_text, show
from models.calendar import beijing_date
from models.errors import InputError, RulebookError
from models.moment import now

if TYPE_CHECKING:
    from models.casework.rechecks import Recheck
    from models.facts import Facts
    from models.rules.recheck import Change
    from models.rules.remedies import Outlook
    from models.rules.rulebook import RuleBook


def declare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands of this module."""
    parser = commands.add_parser("assess", help="按规则核算一份事实")
    parser.add_argument("--programme", required=True, metavar="ID", help="项目代码；all 为全部项目")
    parser.add_argument("--facts", required=True, type=Path, metavar="FILE", help="事实文件（JSON）")
    parser.add_argument("--on", type=iso_date, metavar="DATE", help="申请日，默认今天")
    parser.add_argument("--explain", action="store_true", help="另给出怎样会改变结论、下一步问什么")
    parser.add_argument("--sheet", type=Path, metavar="FILE.pdf", help="另写一份可打印的核算说明（只用于单个项目）")
    add_data(parser, required=False)
    parser.set_defaults(handler=_assess)
    parser = commands.add_parser("check-rules", help="检查规则库")
    parser.add_argument("folder", nargs="?", type=Path, metavar="DIR", help="规则库文件夹，默认随程序的规则库")
    parser.add_argument("--sheet", type=Path, metavar="DIR", help="另为每个项目写一份可打印的规则说明（PDF）")
    parser.set_defaults(handler=_check_rules)
    parser = commands.add_parser("recheck", help="哪些在办案件会因规则变化而变")
    add_data(parser)
    parser.add_argument("--rules", type=Path, metavar="DIR", help="拿来比较的规则库，默认现行规则")
    parser.add_argument("--on", type=iso_date, metavar="DATE", help="假设都在这一天申请，默认按各自的申请日")
    parser.set_defaults(handler=_recheck)
    parser = commands.add_parser("export-rules", help="把本单位已确认的政策录入导出为一份签名文件")
    add_data(parser)
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="写到哪个文件")
    parser.set_defaults(handler=_export_rules)
    parser = commands.add_parser("import-rules", help="导入别的单位的签名文件，逐项待本单位第二人确认")
    parser.add_argument("file", type=Path, metavar="FILE", help="对方导出的文件")
    parser.add_argument("--fingerprint", required=True, metavar="指纹", help="对方另行告知的密钥指纹（16位）")
    add_data(parser)
    parser.set_defaults(handler=_import_rules)


def _assess(arguments: argparse.Namespace) -> int:
    from models.facts_file import read_facts

    if arguments.sheet is not None and arguments.programme == "all":
        raise InputError("--sheet 只用于单个项目，请用 --programme 指明项目。", "--sheet")
    facts = read_facts(read_text(arguments.facts))
    with _ground(arguments.data) as ground:
        book = ground.rulebook
        one = partial(_answer, ground=ground, facts=facts, arguments=arguments)
        if arguments.programme == "all":
            show([one(name) for name in book.programmes])
            return 0
        if arguments.programme not in book.programmes:
            names = "、".join(book.programmes)
            raise InputError(f"没有“{arguments.programme}”这个项目，可用：{names}。", "--programme")
        show(one(arguments.programme))
    return 0


def _answer(programme: str, *, ground: _Ground, facts: Facts, arguments: argparse.Namespace) -> dict[str, Any]:
    """The contract's result of one programme; with `--explain` its outlook, with `--sheet` the printed explanation."""
    from models.rules.evaluate import assess

    book, rest_day_rule, today = ground.rulebook, ground.rest_day_rule, ground.today
    on: date = arguments.on or today
    found = assess(book, programme, facts, on, rest_day_rule=rest_day_rule, today=today)
    answer = {key: value for key, value in found.to_json().items() if key != "facts"}
    if not arguments.explain and arguments.sheet is None:
        return answer
    from models.rules.remedies import outlook

    hope = outlook(book, found, facts, rest_day_rule=rest_day_rule)
    if arguments.sheet is not None:
        from reports.explanation import explanation_pdf

        _write(arguments.sheet, explanation_pdf(found, book.programme(programme), hope, today))
    return answer | ({"outlook": _outlook(hope)} if arguments.explain else {})


def _outlook(hope: Outlook) -> dict[str, Any]:
    return {
        "remedies": [
            {
                "criterion": each.criterion,
                "sentence": each.sentence,
                "from": None if each.from_day is None else each.from_day.isoformat(),
            }
            for each in hope.remedies
        ],
        "eligible_from": None if hope.eligible_from is None else hope.eligible_from.isoformat(),
        "next_question": hope.next_question,
    }


def _write(path: Path, content: bytes, option: str = "--sheet") -> None:
    try:
        path.write_bytes(content)
    except OSError:
        raise InputError(f"“{path}”写不进去，请核对文件夹是否存在、是否有权限。", option) from None


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a judgement stands on beside the facts: an office's, or as it ships."""

    rulebook: RuleBook
    rest_day_rule: bool
    today: date


@contextlib.contextmanager
def _ground(folder: Path | None) -> Iterator[_Ground]:
    if folder is None:
        from models.rules.load import load_rulebook

        yield _Ground(load_rulebook(), True, beijing_date(now()))
        return
    with open_desk(folder, "rules.read") as desk, desk.look("rules.read") as work:
        yield _Ground(work.rulebook, work.office.rest_day_rule, work.today)


def _check_rules(arguments: argparse.Namespace) -> int:
    from models.rules.check import check

    if arguments.folder is not None and not arguments.folder.is_dir():
        raise InputError(f"没有“{arguments.folder}”这个文件夹。", "DIR")
    findings = check(arguments.folder)
    for finding in findings:
        sys.stdout.write(f"{finding.file}:{finding.line}: {finding.severity}: {finding.message}\n")
    errors = sum(finding.severity == "error" for finding in findings)
    if errors:
        raise RulebookError(f"规则库有 {errors} 处错误，不能使用。请按上面列出的文件和行号改正。")
    if arguments.sheet is not None:
        _write_rule_sheets(arguments.folder, arguments.sheet)
    return 0


def _write_rule_sheets(folder: Path | None, target: Path) -> None:
    """One PDF a programme, named by its id."""
    from models.rules.load import load_rulebook
    from reports.rule_sheet import rule_sheet_pdf

    book = load_rulebook(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise InputError(f"“{target}”不能用作文件夹，请换一个。", "--sheet") from None
    for programme in book.programmes:
        _write(target / f"{programme}.pdf", rule_sheet_pdf(book, programme, beijing_date(now())))


def _recheck(arguments: argparse.Namespace) -> int:
    from models.casework.rechecks import recheck
    from models.rules.load import load_rulebook

    rules = None if arguments.rules is None else load_rulebook(arguments.rules)
    with open_desk(arguments.data, "rules.recheck") as desk:
        found = recheck(desk, rules, arguments.on)
    show([changed_case(one) for one in found])
    return 0


def changed_case(one: Recheck) -> dict[str, Any]:
    """A case that would be judged otherwise, and why."""
    return {
        "case": one.number,
        "programme": one.programme,
        "state": one.state.value,
        "before": one.before.result.value,
        "after": one.after.result.value,
        "changes": [_change(change) for change in one.changes],
    }


def _change(change: Change) -> dict[str, Any]:
    clause = change.clause
    return {
        "criterion": change.criterion,
        "before": change.before,
        "after": change.after,
        "sentence": change.sentence,
        "clause": None if clause is None else {"document": clause.document, "article": clause.article},
    }


def _export_rules(arguments: argparse.Namespace) -> int:
    from models.casework.rule_exchange import export_rules, own_fingerprint

    with open_desk(arguments.data, "value.enter") as desk:
        _write(arguments.out, export_rules(desk), "--out")
        show({"file": str(arguments.out), "fingerprint": own_fingerprint(desk)})
    return 0


def _import_rules(arguments: argparse.Namespace) -> int:
    from models.casework.rule_exchange import import_rules

    try:
        content = arguments.file.read_bytes()
    except OSError:
        raise InputError(f"“{arguments.file}”读不出来，请核对路径。", "FILE") from None
    with open_desk(arguments.data, "value.enter") as desk:
        added = import_rules(desk, content, arguments.fingerprint).value
    show([{"entry": one.id, "programme": one.programme, "name": one.name} for one in added])
    return 0
