"""`office.server`: the data folder of a window whose office lies on a shared server, and the password beside it.

The password is kept in a file of libpq's own form, closed to other users; it stands in no setting, log or command.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from models.errors import StoreError
from models.store.location import KEYS_NAME, make_private, restore_is_decided, write_private
from models.store.server import Address

SERVER_NAME = "office.server"
PASSWORD_NAME = "office.pgpass"  # noqa: S105
_FORMAT = "subsidy-desk-server"
_VERSION = 1


def is_office(folder: Path) -> bool:
    """Whether `folder` is the data folder of an office, here or on a server.

    One whose restore is decided is, though a crash came before its keys had their name.
    """
    return (folder / KEYS_NAME).is_file() or restore_is_decided(folder) or is_joined(folder)


def is_joined(folder: Path) -> bool:
    """Whether the office of this folder lies on a server."""
    return (folder / SERVER_NAME).is_file()


def joined(folder: Path) -> Address | None:
    """Where the office of this folder lies; None when it lies in the folder itself. Raises StoreError."""
    path = folder / SERVER_NAME
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != _FORMAT or data["version"] > _VERSION:
            raise ValueError("another format")
        return address_of(data, folder)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path} 读不出来，不知道本局在哪台服务器上；请重新加入共享服务器。") from error


def address_of(data: dict[str, Any], folder: Path) -> Address:
    """The address that `spelled` wrote."""
    return Address(str(data["url"]), data["plain"] is True, folder / PASSWORD_NAME)


def spelled(address: Address) -> dict[str, Any]:
    """What is kept of an address: never a password."""
    return {"format": _FORMAT, "version": _VERSION, "url": address.url, "plain": address.plain}


def keep_address(folder: Path, address: Address) -> None:
    """From here on the office of this folder lies on the server."""
    make_private(folder)
    write_private(folder / SERVER_NAME, json.dumps(spelled(address), ensure_ascii=False, indent=1).encode())


def keep_password(folder: Path, password: str) -> None:
    """Keep the window's password for libpq, readable by this user only; "" leaves what libpq finds elsewhere."""
    if not password:
        return
    make_private(folder)
    escaped = password.replace("\\", "\\\\").replace(":", "\\:")
    write_private(folder / PASSWORD_NAME, f"*:*:*:*:{escaped}\n".encode())


def forget(folder: Path) -> None:
    """The office of this folder lies on no server any more."""
    (folder / SERVER_NAME).unlink(missing_ok=True)
    (folder / PASSWORD_NAME).unlink(missing_ok=True)
