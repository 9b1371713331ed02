"""The end of a move, wherever a crash may have stopped it: the store that was left decides.

`office.moving` in the data folder names a move that began. While the source is in force the move does not count; once
the source says it was left by this very move, whoever opens the folder next finishes it.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from models.errors import StoreError, Trouble, system_reason
from models.store.joined import address_of, forget, joined, keep_address, spelled
from models.store.location import KEYS_NAME, STORE_NAME, make_private, move_database, replace, write_private
from models.store.server import Address
from models.store.standing import put_standing, standing
from models.store.transactions import Store, connect_server, open_embedded

MOVING_NAME = "office.moving"
ARRIVING_FOLDER = "arriving"
_TO_SERVER = "server"


@dataclass(frozen=True, slots=True)
class Move:
    """A move that began: its name, and where to; None is the data folder itself."""

    name: str
    server: Address | None


def begin_move(folder: Path, move: Move) -> None:
    """Note it before anything is done; an older one that never counted is forgotten."""
    server = None if move.server is None else spelled(move.server)
    write_private(folder / MOVING_NAME, json.dumps({"move": move.name, _TO_SERVER: server}).encode())


def drop_move(folder: Path) -> None:
    """It came to nothing: the source is in force as before."""
    (folder / MOVING_NAME).unlink(missing_ok=True)


def finish_move(folder: Path, key: bytes) -> None:
    """Finish a move whose source says it was left; do nothing when none began, or when it never counted.

    Raises StoreError when the place to ask cannot be reached, or the folder cannot be written: the next
    opening goes on.
    """
    try:
        _finish_move(folder, key)
    except OSError as error:
        raise StoreError(
            f"这次搬迁还没有做完：{folder} 写不进去（{system_reason(error)}）；"
            "请检查磁盘空间和权限，再打开一次就会自动做完，数据不会丢。",
            Trouble.FULL,
        ) from error


def _finish_move(folder: Path, key: bytes) -> None:
    move, here = _begun(folder), joined(folder)
    if move is None:
        return
    if move.server is not None:
        if here is not None or is_left(open_embedded(folder, key), move):
            _enter_server(folder, move.server, move, key)
    elif here is None:
        drop_move(folder)
    elif is_left(connect_server(here, folder), move):
        _enter_folder(folder, move, key)


def give_up(folder: Path, key: bytes) -> None:
    """After a move that failed: finish it when the source was left all the same, else forget it."""
    finish_move(folder, key)
    drop_move(folder)
    _drop_arrived(folder)
    if joined(folder) is None:
        forget(folder)


def is_left(source: Store, move: Move) -> bool:
    """Whether this move took the office away from `source`, which is closed."""
    try:
        with source.reading():
            found = standing(source.connection)
    finally:
        source.close()
    return found.state == "left" and found.move == move.name


def _begun(folder: Path) -> Move | None:
    try:
        data: dict[str, Any] = json.loads((folder / MOVING_NAME).read_text(encoding="utf-8"))
        server = data[_TO_SERVER]
        return Move(str(data["move"]), None if server is None else address_of(server, folder))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{folder / MOVING_NAME} 读不出来，不知道本局搬到了哪里；请联系技术人员。") from error


def _enter_server(folder: Path, address: Address, move: Move, key: bytes) -> None:
    _put_in_force(connect_server(address, folder, key), move)
    keep_address(folder, address)
    _set_aside(folder)
    drop_move(folder)


def _enter_folder(folder: Path, move: Move, key: bytes) -> None:
    place = folder / ARRIVING_FOLDER
    if (place / STORE_NAME).exists():
        _put_in_force(open_embedded(place, key), move)
        write_private(folder / KEYS_NAME, (place / KEYS_NAME).read_bytes())
        move_database(place / STORE_NAME, folder / STORE_NAME)
    forget(folder)
    _drop_arrived(folder)
    drop_move(folder)


def _drop_arrived(folder: Path) -> None:
    """What arrived and never counted, or is in its place by now; half an office would fill the disk."""
    shutil.rmtree(folder / ARRIVING_FOLDER, ignore_errors=True)


def _put_in_force(store: Store, move: Move) -> None:
    try:
        with store.writing():
            found = standing(store.connection)
            if found.move != move.name:
                raise StoreError("搬去的地方已被另一次搬迁占用，没有打开；请联系技术人员。")
            if found.state == "arriving":
                put_standing(store.connection, "in_force", move.name, datetime.now(UTC))
    finally:
        store.close()


def _set_aside(folder: Path) -> None:
    """Keep the store that was left under another name, as far as no other window holds it."""
    place = folder / f"moved-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    make_private(place)
    for name in (KEYS_NAME, STORE_NAME, STORE_NAME + "-wal", STORE_NAME + "-shm"):
        path = folder / name
        try:
            if path.exists():
                replace(path, place / name)
        except OSError:
            continue  # another window still has it open; the server is in force all the same
