"""Pass phrases: changing one's own, and a new one for a colleague who forgot theirs."""

from __future__ import annotations

from pathlib import Path

from models.casework.key_settling import SLOT, put_in_force, unlock_as
from models.casework.unit_of_work import Desk
from models.errors import InputError, Refused


def change_own_passphrase(desk: Desk, folder: Path, old: str, new: str) -> None:
    """Replace the signed-in account's pass phrase. Raises NotPermitted for a wrong old, InputError for a weak new."""
    ring, key = unlock_as(desk, folder, old)
    if old == new:
        raise InputError("新口令与原口令相同，请换一个。", "passphrase")
    with desk.perform("account.passphrase") as work:
        work.record(f"account:{work.actor.id}", {SLOT: ring.offer(work.actor.name, new, key)})
    put_in_force(ring, desk.account.name)


def reset_passphrase(desk: Desk, folder: Path, name: str, new: str, own_passphrase: str) -> None:
    """Give a colleague a new pass phrase; the administrator's own unwraps the data key for it.

    Raises InputError for an unknown account or a weak pass phrase, Refused for a closed account and for one's own.
    """
    ring, key = unlock_as(desk, folder, own_passphrase)
    with desk.perform("account.reset") as work:
        account = work.rows.account_named(name)
        if account is None:
            raise InputError(f"没有账号“{name}”，请核对。", "name")
        if account.id == work.actor.id:
            raise Refused("自己的口令请用“修改口令”更换。")
        if not account.active:
            raise Refused(f"账号“{name}”已停用，不能重设口令。")
        work.record(f"account:{account.id}", {SLOT: ring.offer(name, new, key)})
    put_in_force(ring, name)
