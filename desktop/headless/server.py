"""server: preparing a shared PostgreSQL, moving an office there and back, joining it with one more window."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.headless.session import account_name, add_data, open_desk, require_folder, show
from models.moment import now

if TYPE_CHECKING:
    from models.store.server import Address


def declare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands of this module."""
    group = commands.add_parser("server", help="多个窗口共用一台 PostgreSQL：准备、搬入、加入、搬回")
    actions = group.add_subparsers(required=True, metavar="做什么")
    parser = actions.add_parser("prepare", help="由数据库属主执行：建表或升级，并给窗口账号授权")
    _add_address(parser, "属主的地址，形如 postgresql://属主@主机/数据库（不写密码）")
    parser.add_argument("--window", action="append", required=True, metavar="ROLE", help="窗口登录用的角色，可重复")
    parser.set_defaults(handler=_prepare)
    parser = actions.add_parser("move-in", help="把本局从本机搬到准备好的服务器")
    add_data(parser)
    _add_address(parser, "属主的地址，形如 postgresql://属主@主机/数据库（不写密码）")
    parser.add_argument("--window", required=True, metavar="ROLE", help="窗口登录用的角色")
    parser.set_defaults(handler=_move_in)
    parser = actions.add_parser("join", help="让这台电脑加入服务器上的本局")
    add_data(parser)
    _add_address(parser, "窗口的地址，形如 postgresql://窗口账号@主机/数据库（不写密码）")
    parser.set_defaults(handler=_join)
    parser = actions.add_parser("move-out", help="把本局从服务器搬回本机；其他窗口随即停用")
    add_data(parser)
    parser.set_defaults(handler=_move_out)
    parser = actions.add_parser("show", help="本局的数据在哪里")
    add_data(parser)
    parser.set_defaults(handler=_show)


def _add_address(parser: argparse.ArgumentParser, words: str) -> None:
    parser.add_argument("--url", required=True, metavar="URL", help=words)
    parser.add_argument("--root-certificate", type=Path, metavar="FILE", help="核对服务器身份的根证书")
    parser.add_argument("--plain-network", action="store_true", help="明知不加密也连接（只限可信内网）")


def _address(arguments: argparse.Namespace) -> Address:
    from models.store.server import read_address

    certificate = arguments.root_certificate
    return read_address(arguments.url, plain=arguments.plain_network, root_certificate=certificate)


def _prepare(arguments: argparse.Namespace) -> int:
    from models.casework.moving import prepare_server

    prepared = prepare_server(_address(arguments), arguments.window, now)
    windows = sorted(set(arguments.window))
    show({"schema": prepared.after, "from": prepared.before, "state": prepared.state, "windows": windows})
    return 0


def _move_in(arguments: argparse.Namespace) -> int:
    from models.casework.moving import Destination, move_to_server

    address = _address(arguments)
    account_name()
    with open_desk(arguments.data, "store.move") as desk:
        move_to_server(desk, arguments.data, Destination(address, arguments.window))
    return _show(arguments)


def _join(arguments: argparse.Namespace) -> int:
    from models.casework.moving import join_server

    names = join_server(arguments.data, _address(arguments))
    show({"data": str(arguments.data.resolve()), "accounts": list(names)})
    return 0


def _move_out(arguments: argparse.Namespace) -> int:
    from models.casework.moving import move_from_server

    account_name()
    with open_desk(arguments.data, "store.move") as desk:
        move_from_server(desk, arguments.data)
    return _show(arguments)


def _show(arguments: argparse.Namespace) -> int:
    from models.store.joined import joined
    from models.store.server import shown

    require_folder(arguments.data)
    address = joined(arguments.data)
    show({"data": str(arguments.data.resolve()), "server": None if address is None else shown(address)})
    return 0
