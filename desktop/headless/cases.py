"""case: a case through its turns, from opening to payment."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop.headless.desk import declare_on_cases
from desktop.headless.letters import add_hand_over, hand_over_of
from desktop.headless.session import (
    add_action,
    iso_date,
    media_type,
    open_desk,
    read_bytes,
    read_json,
    show,
    write_file,
)
from models.attendant import ATTENDANT_TEXTS
from models.case import Case
from models.errors import InputError
from models.letter import Letter


def declare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands of this module."""
    actions = commands.add_parser("case", help="案件：从收件到拨付").add_subparsers(required=True, metavar="做什么")
    parser = add_action(actions, "open", "收件：开立案件", _open, None)
    parser.add_argument("--person", type=int, required=True, metavar="ID", help="申请人编号（person add 的结果）")
    parser.add_argument("--programme", required=True, metavar="ID")
    parser.add_argument("--applied-on", type=iso_date, required=True, metavar="DATE", help="申请日")
    parser.add_argument("--facts", type=Path, required=True, metavar="FILE", help='事实（JSON：{"facts": {…}}）')
    parser = add_action(actions, "facts", "补录或更正事实", _facts)
    parser.add_argument("--file", type=Path, required=True, metavar="FILE")
    parser.add_argument("--forget", nargs="*", default=[], metavar="KEY", help="改回未知的事实")
    parser = add_action(actions, "paper", "登记材料", _paper)
    parser.add_argument("--name", required=True, metavar="材料名称")
    parser.add_argument("--scan", type=Path, metavar="FILE", help="扫描件（pdf、png、jpg）")
    parser = add_action(actions, "register", "登记全市享受记录的查询结果", _register)
    parser.add_argument("--result", required=True, metavar="结果", help="例如：查无已享受记录")
    parser.add_argument("--awards", type=Path, metavar="FILE", help='查到的记录（JSON：{"list": […]}）')
    parser = add_action(actions, "attendant", "登记到场人：本人、代办人、监护人", _attendant)
    parser.add_argument("--file", type=Path, required=True, metavar="FILE", help="到场人（JSON；- 为标准输入）")
    parser = add_action(actions, "account", "待拨付时更正企业收款账户", _account)
    layout = '{"bank_account": "…", "bank_name": "…", "reason": "…"}（- 为标准输入）'
    parser.add_argument("--file", type=Path, required=True, metavar="FILE.json", help=layout)
    add_action(actions, "assess", "核算", _assess)
    add_action(actions, "accept", "受理，出具受理通知书", _accept)
    add_action(actions, "submit", "退回后重新送审", _submit)
    add_action(actions, "review", "复核通过", _review)
    parser = add_action(actions, "return", "退回上一步", _return)
    parser.add_argument("--reason", required=True, metavar="原因")
    parser = add_action(actions, "preview", "预览决定书（不取号、不存档）", _preview)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    add_action(actions, "sign", "签发决定", _sign)
    parser = add_action(actions, "serve", "登记送达", _serve)
    add_hand_over(parser, required=True)
    parser.add_argument("--collector", default="", metavar="姓名", help="谁领取：本人，或登记了可领取的代办人、监护人")
    parser = add_action(actions, "pay", "登记拨付", _pay)
    parser.add_argument("--on", type=iso_date, required=True, metavar="DATE")
    parser = add_action(actions, "withdraw", "撤回申请", _withdraw)
    parser.add_argument("--reason", required=True, metavar="原因")
    add_action(actions, "show", "查看案件", _show_case)
    parser = add_action(actions, "list", "案件列表", _list, None)
    parser.add_argument("--state", action="append", metavar="STATE", help="只列某种状态，可重复")
    declare_on_cases(actions)


def _open(arguments: argparse.Namespace) -> int:
    from models.casework.intake import open_case
    from models.casework.queries import case_record

    data = read_json(arguments.facts)
    facts = _facts_part(data)
    with open_desk(arguments.data, "case.open") as desk:
        case = open_case(desk, arguments.person, arguments.programme, arguments.applied_on, facts).value
        pending = case_record(desk, case.number).pending
    show(_case(case) | {"pending_elsewhere": list(pending)})
    return 0


def _facts(arguments: argparse.Namespace) -> int:
    from models.casework.intake import record_facts

    facts = _facts_part(read_json(arguments.file))
    with open_desk(arguments.data, "case.facts") as desk:
        stored = record_facts(desk, arguments.case, facts, arguments.forget).value
    show({"case": arguments.case, "facts": stored.id, "known": sorted(stored.facts)})
    return 0


def _facts_part(data: dict[str, Any]) -> dict[str, Any]:
    if set(data) != {"facts"} or not isinstance(data["facts"], dict):
        raise InputError('事实文件应为 {"facts": {…}}；已享受记录请用“case register”登记。', "facts")
    return data["facts"]


def _paper(arguments: argparse.Namespace) -> int:
    from models.casework.intake import see_paper

    scan, kind = None, "application/pdf"
    if arguments.scan is not None:
        scan, kind = read_bytes(arguments.scan), media_type(arguments.scan)
    with open_desk(arguments.data, "case.paper") as desk:
        paper = see_paper(desk, arguments.case, arguments.name, scan, kind).value
    show({"case": arguments.case, "paper": paper.id, "attached": paper.attachment_id is not None})
    return 0


def _register(arguments: argparse.Namespace) -> int:
    from models.casework.intake import record_register_check

    awards: list[Any] = []
    if arguments.awards is not None:
        data = read_json(arguments.awards)
        if set(data) != {"list"} or not isinstance(data["list"], list):
            raise InputError('已享受记录文件应为 {"list": […]}。', "list")
        awards = data["list"]
    with open_desk(arguments.data, "case.register_check") as desk:
        check = record_register_check(desk, arguments.case, arguments.result, awards).value
    show({"case": arguments.case, "register_check": check.id, "awards": len(check.awards)})
    return 0


def _attendant(arguments: argparse.Namespace) -> int:
    from models.attendant import read_attendant
    from models.calendar import beijing_date
    from models.casework.attendants import record_attendant

    texts = read_json(arguments.file)
    for key, value in texts.items():
        if key not in ATTENDANT_TEXTS or not isinstance(value, str):
            raise InputError(f"到场人文件只能写这些项，值都是文字：{'、'.join(ATTENDANT_TEXTS)}。", key)
    day = iso_date(texts["authorised_on"]) if texts.get("authorised_on") else None
    with open_desk(arguments.data, "case.attendant") as desk:
        read = read_attendant(texts, day, beijing_date(desk.clock()))
        stored = record_attendant(desk, arguments.case, read).value
    who = stored.attendant
    show({"case": arguments.case, "attendant": who.told(), "signs": who.signs, "collects": who.collects})
    return 0


def _account(arguments: argparse.Namespace) -> int:
    from models.casework.company_accounts import correct_company_account, read_company_account

    texts = read_json(arguments.file)
    if set(texts) != {"bank_account", "bank_name", "reason"} or not all(
        isinstance(each, str) for each in texts.values()
    ):
        raise InputError("账户文件应写明bank_account、bank_name和reason三项，值都是文字。", "bank_account")
    account = read_company_account(texts["bank_account"], texts["bank_name"])
    with open_desk(arguments.data, "case.account") as desk:
        kept = correct_company_account(desk, arguments.case, account, texts["reason"]).value
    show({"case": arguments.case, "enterprise": kept.name, "account_ends": kept.bank_account[-4:]})
    return 0


def _assess(arguments: argparse.Namespace) -> int:
    from models.casework.assessing import assess_case

    with open_desk(arguments.data, "case.assess") as desk:
        stored = assess_case(desk, arguments.case).value
    show(dict(stored.receipt))
    return 0


def _accept(arguments: argparse.Namespace) -> int:
    from models.casework.intake import accept
    from models.casework.queries import case_record
    from reports.issue import render

    with open_desk(arguments.data, "case.accept") as desk:
        letter = accept(desk, arguments.case, render).value
        case = case_record(desk, arguments.case).case
    show(_case(case) | _letter(letter))
    return 0


def _submit(arguments: argparse.Namespace) -> int:
    from models.casework.intake import submit

    with open_desk(arguments.data, "case.submit") as desk:
        show(_case(submit(desk, arguments.case).value))
    return 0


def _review(arguments: argparse.Namespace) -> int:
    from models.casework.deciding import review

    with open_desk(arguments.data, "case.review") as desk:
        show(_case(review(desk, arguments.case).value))
    return 0


def _return(arguments: argparse.Namespace) -> int:
    from models.casework.deciding import return_case

    with open_desk(arguments.data, "case.return") as desk:
        show(_case(return_case(desk, arguments.case, arguments.reason).value))
    return 0


def _preview(arguments: argparse.Namespace) -> int:
    from models.casework.deciding import preview
    from reports.issue import render

    with open_desk(arguments.data, "case.read") as desk:
        order = preview(desk, arguments.case)
    write_file(arguments.out, render(order, "（预览，签发时取号）").content)
    show({"case": arguments.case, "kind": order.kind.value, "preview": True})
    return 0


def _sign(arguments: argparse.Namespace) -> int:
    from models.casework.deciding import decide
    from reports.issue import render

    with open_desk(arguments.data, "case.decide") as desk:
        letter = decide(desk, arguments.case, render).value
    show({"case": arguments.case} | _letter(letter))
    return 0


def _serve(arguments: argparse.Namespace) -> int:
    from models.casework.closing import serve

    with open_desk(arguments.data, "case.serve") as desk:
        who = arguments.collector
        case = serve(desk, arguments.case, arguments.how, arguments.on, who, hand_over_of(arguments, who)).value
    show(_case(case))
    return 0


def _pay(arguments: argparse.Namespace) -> int:
    from models.casework.closing import record_payment

    with open_desk(arguments.data, "case.pay") as desk:
        show(_case(record_payment(desk, arguments.case, arguments.on).value))
    return 0


def _withdraw(arguments: argparse.Namespace) -> int:
    from models.casework.intake import withdraw
    from reports.issue import render

    with open_desk(arguments.data, "case.withdraw") as desk:
        issued = withdraw(desk, arguments.case, arguments.reason, render).value
    show(_case(issued.case) | _letter(issued.letter))
    return 0


def _show_case(arguments: argparse.Namespace) -> int:
    from desktop.headless.case_view import view
    from models.casework.queries import case_record

    with open_desk(arguments.data, "case.read") as desk:
        record = case_record(desk, arguments.case)
        with desk.look("case.read") as work:
            names = {account.id: account.name for account in work.rows.accounts()}
    show(view(record, names))
    return 0


def _list(arguments: argparse.Namespace) -> int:
    from desktop.headless.case_view import row_view
    from models.case import State
    from models.casework.queries import case_rows

    states = None
    if arguments.state:
        try:
            states = [State(name) for name in arguments.state]
        except ValueError:
            raise InputError(f"没有这种状态，可用：{'、'.join(State)}。", "--state") from None
    with open_desk(arguments.data, "case.read") as desk:
        rows = case_rows(desk, states)
    show([row_view(row) for row in rows])
    return 0


def _case(case: Case) -> dict[str, Any]:
    return {
        "case": case.number,
        "programme": case.programme,
        "state": case.state.value,
        "due_on": None if case.due_on is None else case.due_on.isoformat(),
    }


def _letter(letter: Letter) -> dict[str, Any]:
    return {"number": letter.number, "kind": letter.kind.value, "sha256": letter.sha256}
