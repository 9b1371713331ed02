"""office, account: setting up an office and who works in it."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from desktop.headless.session import account_name, add_data, open_desk, passphrase, read_json, require_folder, show
from models.errors import InputError
from models.moment import now

NEW_PASSPHRASE = "SUBSIDY_DESK_NEW_PASSPHRASE"  # noqa: S105
RECOVERY_KEY = "SUBSIDY_DESK_RECOVERY_KEY"


def declare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands of this module."""
    actions = commands.add_parser("office", help="建局、查看、修改设置").add_subparsers(required=True, metavar="做什么")
    parser = actions.add_parser("create", help="建立本局的数据文件夹")
    parser.add_argument("--file", type=Path, required=True, metavar="FILE", help="本局信息与账号（JSON）")
    parser.add_argument(
        "--passphrases", type=Path, required=True, metavar="FILE", help="各账号口令（JSON：账号 → 口令；- 为标准输入）"
    )
    add_data(parser)
    parser.set_defaults(handler=_create)
    parser = actions.add_parser("show", help="查看本局设置")
    add_data(parser)
    parser.set_defaults(handler=_show)
    parser = actions.add_parser("change", help="修改本局设置")
    parser.add_argument("--file", type=Path, required=True, metavar="FILE")
    add_data(parser)
    parser.set_defaults(handler=_change)
    accounts = commands.add_parser("account", help="账号：增加、停用").add_subparsers(required=True, metavar="做什么")
    parser = accounts.add_parser("add", help=f"增加账号（新口令在环境变量 {NEW_PASSPHRASE}）")
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--seats", required=True, metavar="SEATS", help="席位，用逗号分开，如 intake,review")
    add_data(parser)
    parser.set_defaults(handler=_add)
    parser = accounts.add_parser("recover", help=f"用恢复密钥重设口令（密钥在环境变量 {RECOVERY_KEY}）")
    parser.add_argument("name", metavar="NAME")
    add_data(parser)
    parser.set_defaults(handler=_recover)
    parser = accounts.add_parser("in-hand", help="停用前查看：手上有哪些在办案件")
    parser.add_argument("name", metavar="NAME")
    add_data(parser)
    parser.set_defaults(handler=_in_hand)
    parser = accounts.add_parser("close", help="停用账号，手上的案件一并移交")
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--to", default="", metavar="NAME", help="接办的同事；手上有案件时必须指明")
    add_data(parser)
    parser.set_defaults(handler=_close)


def _create(arguments: argparse.Namespace) -> int:
    from models.casework.offices import NewAccount, create_office, office_from_json, seats_from_json

    data = read_json(arguments.file)
    phrases = read_json(arguments.passphrases)
    office = office_from_json(data)
    listed = data.get("accounts")
    if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
        raise InputError('“accounts”应为账号名单，如 [{"name": "…", "seats": ["intake"]}]。', "accounts")
    accounts = []
    for item in listed:
        name = str(item.get("name", "")).strip()
        if not isinstance(phrases.get(name), str):
            raise InputError(f"口令文件里没有账号“{name}”的口令。", name)
        accounts.append(NewAccount(name, seats_from_json(item.get("seats")), phrases[name]))
    recovery_key = create_office(arguments.data, office, accounts, now)
    show({"data": str(arguments.data.resolve()), "recovery_key": recovery_key})
    sys.stderr.write("请立即抄写或打印恢复密钥，装入信封交专人保管：口令都忘记时只有它能打开数据，程序不会再显示。\n")
    return 0


def _show(arguments: argparse.Namespace) -> int:
    with open_desk(arguments.data, "office.read") as desk, desk.look("office.read") as work:
        office, accounts = work.office, work.rows.accounts()
    show(_office(asdict(office)) | {"accounts": [_account(account) for account in accounts]})
    return 0


def _change(arguments: argparse.Namespace) -> int:
    from dataclasses import replace

    from models.casework.offices import change_office, office_from_json

    with open_desk(arguments.data, "office.change") as desk:
        with desk.look("office.change") as work:
            before = work.office
        office = office_from_json(read_json(arguments.file))
        after = change_office(desk, replace(office, practice=before.practice, settings=before.settings)).value
    show(_office(asdict(after)))
    return 0


def new_passphrase() -> str:
    """The new pass phrase of the environment. Raises InputError where there is none."""
    phrase = os.environ.get(NEW_PASSPHRASE, "")
    if not phrase:
        raise InputError(f"没有新口令。请设置环境变量 {NEW_PASSPHRASE}。", NEW_PASSPHRASE)
    return phrase


def _add(arguments: argparse.Namespace) -> int:
    from models.casework.offices import NewAccount, add_account, seats_from_json

    phrase = os.environ.get(NEW_PASSPHRASE, "")
    if not phrase:
        raise InputError(f"没有新账号的口令。请设置环境变量 {NEW_PASSPHRASE}。", NEW_PASSPHRASE)
    new = NewAccount(arguments.name.strip(), seats_from_json(arguments.seats.split(",")), phrase)
    account_name()
    with open_desk(arguments.data, "account.add") as desk:
        account = add_account(desk, arguments.data, new, passphrase()).value
    show(_account(account))
    return 0


def _recover(arguments: argparse.Namespace) -> int:
    from models.casework.offices import recover_account

    require_folder(arguments.data)
    key, phrase = os.environ.get(RECOVERY_KEY, ""), os.environ.get(NEW_PASSPHRASE, "")
    if not key or not phrase:
        raise InputError(f"请设置环境变量 {RECOVERY_KEY}（恢复密钥）和 {NEW_PASSPHRASE}（新口令）。", RECOVERY_KEY)
    show(_account(recover_account(arguments.data, key, arguments.name, phrase, now)))
    return 0


def _close(arguments: argparse.Namespace) -> int:
    from models.casework.key_rotation import is_rotation_due
    from models.casework.leaving import close_account

    with open_desk(arguments.data, "account.close") as desk:
        gone = close_account(desk, arguments.data, arguments.name, arguments.to).value
    with open_desk(arguments.data, "office.read"):
        pass  # signing in changes the data key that the closed account knew, when no window is open
    heir = None if gone.heir is None else gone.heir.name
    handed = [{"case": one.number, "state": one.state_name, "part": one.part.value} for one in gone.cases]
    told = {"handed_to": heir, "cases": handed, "drafts": gone.drafts}
    show(_account(gone.account) | told | {"key_rotated": not is_rotation_due(arguments.data)})
    return 0


def _in_hand(arguments: argparse.Namespace) -> int:
    from models.casework.leaving import in_hand

    with open_desk(arguments.data, "account.close") as desk:
        held = in_hand(desk, arguments.name)
    cases = [{"case": one.number, "state": one.state_name, "part": one.part.value} for one in held.cases]
    show({"name": held.account.name, "cases": cases, "drafts": held.drafts})
    return 0


def _office(data: dict[str, Any]) -> dict[str, Any]:
    return data | {"streets": list(data["streets"])}


def _account(account: Any) -> dict[str, Any]:
    return {"name": account.name, "seats": sorted(seat.value for seat in account.seats), "active": account.active}
