"""payment, repayment: lists of payments for the bank, its answer, and money asked back."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop.headless.session import (
    Subject,
    add_action,
    iso_date,
    make_folder,
    open_desk,
    read_bytes,
    read_json,
    show,
    write_file,
)
from models.errors import InputError

Actions = Any
_RUN = Subject("run", "RUN", "清单号")
_ORDER = Subject("order", "ORDER", "责令退回的编号", int)


def declare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands of this module."""
    payment = commands.add_parser("payment", help="付款：清单、确认、导出、银行结果")
    _declare_payment(payment.add_subparsers(required=True, metavar="做什么"))
    repayment = commands.add_parser("repayment", help="责令退回：提出、签发、到账、抵扣")
    _declare_repayment(repayment.add_subparsers(required=True, metavar="做什么"))


def _declare_payment(actions: Actions) -> None:
    add_action(actions, "lines", "待拨付的案件，什么可以列入、什么不能", _lines, None)
    parser = add_action(actions, "run", "编制清单（不写案件则为全部可以列入的）", _run, None)
    parser.add_argument("cases", nargs="*", metavar="CASE")
    parser.add_argument("--template", default="", metavar="NAME", help="银行模板名")
    add_action(actions, "list", "全部清单", _list, None)
    add_action(actions, "show", "查看清单", _show, _RUN)
    add_action(actions, "confirm", "由另一人确认清单", _confirm, _RUN)
    parser = add_action(actions, "cancel", "导出前撤销清单", _cancel, _RUN)
    parser.add_argument("--reason", required=True, metavar="原因")
    parser = add_action(actions, "export", "导出银行文件", _export, _RUN)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser = add_action(actions, "result", "核对银行回单（xlsx、csv）；加 --commit 才登记", _result, _RUN)
    parser.add_argument("--file", type=Path, required=True, metavar="FILE")
    parser.add_argument("--commit", action="store_true")
    parser = add_action(actions, "account-checked", "退票后核对过，账户无误", _checked)
    parser.add_argument("--note", required=True, metavar="说明")
    parser = add_action(actions, "returned", "登记拨付后的退票", _returned)
    parser.add_argument("--on", type=iso_date, required=True, metavar="DATE")
    parser.add_argument("--words", required=True, metavar="银行原话")
    parser = add_action(actions, "template", "查看银行模板；加 --set 录入或替换", _template, None)
    parser.add_argument("--set", type=Path, metavar="FILE.json")


def _declare_repayment(actions: Actions) -> None:
    parser = add_action(actions, "list", "责令退回一览", _orders, None)
    parser.add_argument("--overdue", action="store_true", help="只列逾期未退的")
    parser = add_action(actions, "propose", "提出责令退回", _propose)
    layout = '{"amount_fen": …, "reason": "…", "plan": [{"due_on": "…", "amount_fen": …}]}'
    parser.add_argument("--file", type=Path, required=True, metavar="FILE.json", help=layout)
    add_action(actions, "sign", "由另一人签发，出具责令退回通知书", _sign, _ORDER)
    add_action(actions, "drop", "撤下还没有签发的", _drop, _ORDER)
    parser = add_action(actions, "receive", "退回款到账", _receive, _ORDER)
    parser.add_argument("--amount-fen", type=int, required=True, metavar="FEN")
    parser.add_argument("--on", type=iso_date, required=True, metavar="DATE")
    parser.add_argument("--note", default="", metavar="说明")
    parser = add_action(actions, "offset", "从以后的补贴抵扣", _offset, _ORDER)
    parser.add_argument("--case", required=True, metavar="CASE", help="待拨付的案件")
    parser.add_argument("--amount-fen", type=int, required=True, metavar="FEN")


def _lines(arguments: argparse.Namespace) -> int:
    from models.bank_card import mask_card
    from models.casework.payments import payable

    with open_desk(arguments.data, "payment.read") as desk:
        lines = payable(desk)
    show(
        [
            {
                "case": line.case.number,
                "person": line.person.name,
                "bank": line.person.bank_name,
                "card": mask_card(line.person.bank_card),
                "amount_fen": line.amount_fen,
                "stops": list(line.stops),
                "warnings": list(line.warnings),
            }
            for line in lines
        ]
    )
    return 0


def _run(arguments: argparse.Namespace) -> int:
    from models.casework.payment_views import payment_run
    from models.casework.payments import make_run

    with open_desk(arguments.data, "payment.make") as desk:
        run = make_run(desk, arguments.cases, arguments.template).value
        show(_view(payment_run(desk, run.number)))
    return 0


def _list(arguments: argparse.Namespace) -> int:
    from models.casework.payment_views import payment_runs

    with open_desk(arguments.data, "payment.read") as desk:
        show([_head(view) for view in payment_runs(desk)])
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from models.casework.payment_views import payment_run

    with open_desk(arguments.data, "payment.read") as desk:
        show(_view(payment_run(desk, arguments.run)))
    return 0


def _confirm(arguments: argparse.Namespace) -> int:
    from models.casework.payment_views import payment_run
    from models.casework.payments import confirm_run
    from reports.payment_file import payment_files

    with open_desk(arguments.data, "payment.confirm") as desk:
        run = confirm_run(desk, arguments.run, payment_files).value
        show(_head(payment_run(desk, run.number)))
    return 0


def _cancel(arguments: argparse.Namespace) -> int:
    from models.casework.payments import cancel_run

    with open_desk(arguments.data, "payment.cancel") as desk:
        run = cancel_run(desk, arguments.run, arguments.reason).value
    show({"run": run.number, "state": "cancelled"})
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from models.casework.payments import export_run

    folder = make_folder(arguments.out)
    with open_desk(arguments.data, "payment.export") as desk:
        exported = export_run(desk, arguments.run).value
        for file in exported.files:
            write_file(folder / file.name, file.content)
    names = [file.name for file in exported.files]
    show({"run": exported.run.number, "files": names, "sha256": exported.sha256, "times": exported.times})
    return 0


def _result(arguments: argparse.Namespace) -> int:
    from forms.answer_sheet import answer_table
    from models.casework.payment_results import save_results, stage_results

    table = answer_table(read_bytes(arguments.file), arguments.file.name)
    with open_desk(arguments.data, "payment.result") as desk:
        staged = stage_results(desk, arguments.run, table)
        if arguments.commit:
            save_results(desk, staged)
    rows = [
        {"line": row.row.place, "serial": row.row.serial, "case": row.case_number, "standing": row.standing.value,
         "remark": row.remark}
        for row in staged.rows
    ]  # fmt: skip
    show({"run": staged.run, "saved": arguments.commit, "silent": staged.silent, "rows": rows})
    return 0


def _checked(arguments: argparse.Namespace) -> int:
    from models.casework.payments import confirm_account

    with open_desk(arguments.data, "payment.check") as desk:
        line = confirm_account(desk, arguments.case, arguments.note).value
    show({"case": line.case.number, "stops": list(line.stops)})
    return 0


def _returned(arguments: argparse.Namespace) -> int:
    from models.casework.closing import return_payment

    with open_desk(arguments.data, "case.payment_returned") as desk:
        case = return_payment(desk, arguments.case, arguments.on, arguments.words).value
    show({"case": case.number, "state": case.state.value})
    return 0


def _template(arguments: argparse.Namespace) -> int:
    from models.bank_template import template_from_json
    from models.casework.payments import bank_templates, save_template

    if arguments.set is not None:
        template = template_from_json(read_json(arguments.set))
        with open_desk(arguments.data, "payment.template") as desk:
            save_template(desk, template)
    with open_desk(arguments.data, "payment.read") as desk:
        show([template.to_json() for template in bank_templates(desk).values()])
    return 0


def _orders(arguments: argparse.Namespace) -> int:
    from models.casework.repayments import repayment_views

    with open_desk(arguments.data, "repayment.read") as desk:
        show([_order(view) for view in repayment_views(desk, overdue_only=arguments.overdue)])
    return 0


def _propose(arguments: argparse.Namespace) -> int:
    from models.casework.repayments import propose_repayment
    from models.repayment import Instalment

    data = read_json(arguments.file)
    plan, amount = data.get("plan"), data.get("amount_fen")
    whole = isinstance(plan, list) and all(isinstance(part, dict) and _is_fen(part.get("amount_fen")) for part in plan)
    if set(data) != {"amount_fen", "reason", "plan"} or not _is_fen(amount) or not whole:
        raise InputError("文件应写明 amount_fen（分）、reason、plan（各期 due_on、amount_fen）。", "--file")
    parts = [Instalment(iso_date(str(part.get("due_on"))), part["amount_fen"]) for part in data["plan"]]
    with open_desk(arguments.data, "repayment.propose") as desk:
        order = propose_repayment(desk, arguments.case, data["amount_fen"], str(data["reason"]), parts).value
    show({"case": arguments.case, "order": order.id, "amount_fen": order.amount_fen})
    return 0


def _is_fen(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _sign(arguments: argparse.Namespace) -> int:
    from models.casework.repayments import sign_repayment
    from reports.issue import render

    with open_desk(arguments.data, "repayment.sign") as desk:
        letter = sign_repayment(desk, arguments.order, render).value
    show({"order": arguments.order, "number": letter.number, "kind": letter.kind.value, "sha256": letter.sha256})
    return 0


def _drop(arguments: argparse.Namespace) -> int:
    from models.casework.repayments import drop_repayment

    with open_desk(arguments.data, "repayment.drop") as desk:
        drop_repayment(desk, arguments.order)
    show({"order": arguments.order, "state": "dropped"})
    return 0


def _receive(arguments: argparse.Namespace) -> int:
    from models.casework.repayments import receive_repayment

    with open_desk(arguments.data, "repayment.receive") as desk:
        done = receive_repayment(desk, arguments.order, arguments.amount_fen, arguments.on, arguments.note)
    show(_order(done.value))
    return 0


def _offset(arguments: argparse.Namespace) -> int:
    from models.casework.repayments import offset_repayment

    with open_desk(arguments.data, "repayment.offset") as desk:
        show(_order(offset_repayment(desk, arguments.order, arguments.case, arguments.amount_fen).value))
    return 0


def _head(view: Any) -> dict[str, Any]:
    run = view.run
    return {
        "run": run.number,
        "state": view.state.value,
        "template": run.template.name,
        "lines": run.lines,
        "total_fen": run.total_fen,
        "made_by": view.names.get(run.made_by),
        "confirmed_by": view.names.get(run.confirmed_by),
        "exports": [export.sha256 for export in view.exports],
    }


def _view(view: Any) -> dict[str, Any]:
    lines = [
        {
            "serial": one.line.serial,
            "case": one.case_number,
            "payee": one.line.payee,
            "bank": one.line.bank_name,
            "card": one.masked_card,
            "amount_fen": one.line.amount_fen,
            "state": one.line.state.value,
            "words": one.words,
            "stops": list(one.stops),
        }
        for one in view.lines
    ]
    return _head(view) | {"each": lines}


def _order(view: Any) -> dict[str, Any]:
    return {
        "order": view.order.id,
        "case": view.case_number,
        "letter": view.letter_number,
        "amount_fen": view.order.amount_fen,
        "left_fen": view.left_fen,
        "lifted_fen": view.lifted_fen,
        "owed_fen": view.owed_fen,
        "next_due": None if view.next_due is None else view.next_due.isoformat(),
        "state": view.state,
    }
