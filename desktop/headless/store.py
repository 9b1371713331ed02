"""backup, restore, verify, migrate."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.headless.office import NEW_PASSPHRASE, RECOVERY_KEY, new_passphrase
from desktop.headless.session import (
    ACCOUNT,
    account_name,
    add_data,
    open_desk,
    passphrase,
    read_text,
    require_folder,
    show,
)
from models.errors import InputError, Refused
from models.moment import now

if TYPE_CHECKING:
    from desktop.verifier import Verdict


def declare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands of this module."""
    parser = commands.add_parser("backup", help="备份，校验后才算数")
    add_data(parser)
    parser.add_argument("--to", type=Path, metavar="DIR", help="放在哪里，默认数据文件夹里的 backups")
    parser.add_argument("--also", type=Path, metavar="DIR", help="同时放在第二个位置")
    parser.add_argument("--rehearse", action="store_true", help="不做新的：把最近一份恢复到临时文件夹，核对后删掉")
    parser.add_argument("--pin", metavar="NAME", help="不做新的：这一份一直留着，不自动清理")
    parser.add_argument("--unpin", metavar="NAME", help="不做新的：这一份到期自动清理")
    parser.set_defaults(handler=_backup)
    parser = commands.add_parser(
        "restore", help=f"从备份恢复；被替换的文件另存（口令都丢了：{RECOVERY_KEY} 和 {NEW_PASSPHRASE}）"
    )
    add_data(parser)
    parser.add_argument("--from", dest="backup", type=Path, required=True, metavar="BACKUP", help="备份文件夹")
    parser.add_argument("--preview", action="store_true", help="不恢复：只看会丢什么")
    parser.set_defaults(handler=_restore)
    parser = commands.add_parser("verify", help="检查数据、流水、文书、备份")
    add_data(parser)
    parser.add_argument("--head", action="append", default=[], metavar="HEX", help="文书上印的流水校验，可重复")
    parser.add_argument(
        "--heads", type=Path, metavar="FILE", help="另用独立的核对程序，按清单（一行一个流水校验）查截断和重写"
    )
    parser.set_defaults(handler=_verify)
    parser = commands.add_parser("migrate", help="升级数据库（先备份）")
    add_data(parser)
    parser.set_defaults(handler=_migrate)


def _backup(arguments: argparse.Namespace) -> int:
    from models.casework.maintenance import make_backup

    if arguments.rehearse:
        return _rehearse(arguments)
    if arguments.pin or arguments.unpin:
        return _pin(arguments)
    with open_desk(arguments.data, "store.backup") as desk:
        path = make_backup(desk, arguments.to, arguments.also)
    show({"backup": str(path.resolve()), "verified": True})
    return 0


def _rehearse(arguments: argparse.Namespace) -> int:
    from models.casework.maintenance import record_rehearsal, rehearse_restore

    with open_desk(arguments.data, "store.backup") as desk:
        outcome = rehearse_restore(desk, arguments.to)
        record_rehearsal(desk, outcome)
    found = {"cases": outcome.cases, "letters": outcome.letters, "editions": outcome.editions}
    at = outcome.at.isoformat()
    show({"ok": outcome.ok, "backup": outcome.backup, "at": at, **found, "findings": list(outcome.findings)})
    return 0 if outcome.ok else 3


def _pin(arguments: argparse.Namespace) -> int:
    from models.casework.maintenance import pin_backup

    name = arguments.pin or arguments.unpin
    place = arguments.to if arguments.to is not None else arguments.data / "backups"
    with open_desk(arguments.data, "store.backup") as desk:
        pin_backup(desk, place / name, pinned=bool(arguments.pin))
    show({"backup": name, "pinned": bool(arguments.pin)})
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    if arguments.preview:
        return _preview(arguments)
    from models.casework.maintenance import restore_backup, restore_with_recovery

    backup, data, recovery_key = arguments.backup, arguments.data, os.environ.get(RECOVERY_KEY, "")
    if recovery_key:
        kept = restore_with_recovery(backup, data, recovery_key, account_name(), new_passphrase(), clock=now)
    else:
        kept = restore_backup(backup, data, _account(backup), passphrase(), now)
    show({"restored": str(arguments.backup.resolve()), "replaced": None if kept is None else str(kept.resolve())})
    return 0


def _preview(arguments: argparse.Namespace) -> int:
    from models.casework.maintenance import preview_restore

    with open_desk(arguments.data, "store.restore") as desk:
        loss = preview_restore(desk, arguments.backup)
    made = None if loss.backup.made_at is None else loss.backup.made_at.isoformat()
    lost = {"acts": loss.acts, "cases": loss.cases, "letters": loss.letters, "people": loss.people}
    leavers = list(loss.leavers)
    show({"backup": loss.backup.path.name, "made_at": made, "lost": lost, "leavers": leavers})
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    from models.casework.maintenance import verify_office
    from models.store.joined import is_joined

    require_folder(arguments.data)
    if arguments.heads is not None and is_joined(arguments.data):
        raise Refused("独立的核对程序只读本机的数据文件；本局在共享服务器上，请用 --head 逐个核对文书上的流水校验。")
    findings = verify_office(arguments.data, _account(arguments.data), passphrase(), arguments.head)
    result: dict[str, object] = {}
    if arguments.heads is not None:
        verdict, listed = _second_look(arguments.data, arguments.heads)
        findings += tuple(f"独立核对：{finding}" for finding in verdict.findings)
        result = {"independent": {"entries": verdict.entries, "head": verdict.head, "printed": listed}}
    show({"ok": not findings, **result, "findings": list(findings)})
    return 3 if findings else 0


def _second_look(folder: Path, heads: Path) -> tuple[Verdict, int]:
    """The verdict of the program that shares no code with the store, and how many printed heads it was given."""
    from desktop.verifier import read_heads, verify_journal
    from models.store.keys import KeyRing

    printed, wrong = read_heads(read_text(heads))
    if wrong:
        raise InputError(wrong[0], "--heads")
    ring = KeyRing.load(folder)
    key = ring.unlock(_account(folder) or ring.names()[0], passphrase())
    return verify_journal(folder / "office.db", key, printed), len(printed)


def _migrate(arguments: argparse.Namespace) -> int:
    from models.casework.maintenance import migrate_office

    require_folder(arguments.data)
    before, after = migrate_office(arguments.data, _account(arguments.data), passphrase(), now)
    show({"from": before, "to": after})
    return 0


def _account(folder: Path) -> str:
    """The account of the environment; in a practice office it may be left to the command."""
    from models.store.joined import is_office
    from models.store.keys import KeyRing

    name = os.environ.get(ACCOUNT, "")
    if not name and not (is_office(folder) and KeyRing.load(folder).practice):
        raise InputError(f"没有指明账号。请设置环境变量 {ACCOUNT}。", ACCOUNT)
    return name
