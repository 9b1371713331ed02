"""Moving an office between the embedded store and a shared server, preparing a server, and joining one.

The office stays where it is until every row has arrived and was compared; then the place it left says so, and nothing
is written there any more. Killed anywhere, one of the two is in force and the other says that it is not.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from models.casework.unit_of_work import Clock, Desk
from models.errors import InputError, Refused, StoreError, Trouble, system_reason
from models.store import joined, roles
from models.store.arrival import ARRIVING_FOLDER, Move, begin_move, finish_move, give_up
from models.store.checks import check_store
from models.store.copying import copy_rows, put_key_ring
from models.store.engine import Store, connect_server, create_store
from models.store.key_places import seal
from models.store.keys import KeyRing
from models.store.location import KEYS_NAME, STORE_NAME, remove_database, write_private
from models.store.refusals import in_words
from models.store.server import Address, be_patient, role_of, with_role
from models.store.standing import put_standing, require_in_force, standing, wait_to_leave
from models.store.versions import CURRENT, apply_all, check_version, require_room

Report = Callable[[int, int, str], None]
_UNMOVED = "没有搬，原数据未动"


def _unseen(_done: int, _total: int, _words: str) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A server's database after `prepare_server`: schema versions before and after, whether an office is in it."""

    before: int
    after: int
    state: str


def prepare_server(owner: Address, windows: Sequence[str], clock: Clock) -> Prepared:
    """Make or upgrade the tables as the owner, and give the windows' roles what they need and no more.

    Raises InputError for an unknown role, before anything is made; StoreError when the server cannot be reached, the
    role is not the owner, or the database holds something else or a newer schema.
    """
    store = connect_server(owner, None)
    try:
        with in_words():
            roles.require_roles(store.connection, windows)
            require_room(store.connection)
            before, after = apply_all(store.connection, clock())
        if after != CURRENT:
            raise StoreError("服务器数据库由更新版本的程序建立；请升级本程序后再试。", Trouble.NEWER)
        with store.writing() as rows:
            if standing(store.connection).state == "in_force" and rows.head()[0] == 0:
                # Tables are made in force, for the offices of older versions: here nobody has moved in yet.
                put_standing(store.connection, "empty", "", clock())
            roles.grant(store.connection, windows)
            state = standing(store.connection).state
    finally:
        store.close()
    return Prepared(before, after, state)


def join_server(folder: Path, window: Address, password: str = "") -> tuple[str, ...]:
    """Make `folder` the data folder of one more window on a server; the names of those who can sign in.

    Raises InputError when the folder holds an office already, StoreError when the server cannot be reached, no office
    is in force there, or the role may do more than a window needs.
    """
    if joined.is_office(folder):
        raise InputError(f"“{folder}”里已经有一个局的数据，不能再加入服务器；请换一个空文件夹。", "--data")
    address = Address(window.url, window.plain, folder / joined.PASSWORD_NAME)
    with _writable(folder, "没有加入"):
        try:
            joined.keep_password(folder, password)
            store = connect_server(address, folder)
            try:
                check_version(store.connection)
                require_in_force(store.connection)
                roles.require_window(store.connection)
            finally:
                store.close()
            joined.keep_address(folder, address)
            return KeyRing.load(folder).names()
        except BaseException:
            joined.forget(folder)
            raise


@contextmanager
def _writable(folder: Path, undone: str) -> Iterator[None]:
    """Tell a folder that cannot be written, with what was not done for it."""
    try:
        yield
    except OSError as error:
        words = f"{folder} 写不进去（{system_reason(error)}），{undone}；请检查路径、磁盘空间和权限后再试。"
        raise StoreError(words, Trouble.FULL) from error


@dataclass(frozen=True, slots=True)
class Destination:
    """A prepared database: the owner's address, the role of the windows, and passwords that libpq does not find by
    itself; the owner's is used once and kept nowhere."""

    owner: Address
    window: str
    owner_password: str = ""
    window_password: str = ""


def move_to_server(desk: Desk, folder: Path, to: Destination, report: Report = _unseen) -> None:
    """Move the office of an open embedded desk to the database the owner prepared; the desk is closed afterwards.

    Raises StoreError for a server that is not prepared or holds an office, Refused when this office lies on a server.
    """
    key = desk.store.key
    if not desk.store.embedded or key is None:
        raise Refused("本局已经在共享服务器上。")
    if not to.window or to.window == role_of(to.owner):
        raise InputError("请填写窗口账号；它不能就是建表的属主。", "window")
    window = Address(with_role(to.owner, to.window).url, to.owner.plain, folder / joined.PASSWORD_NAME)
    move = Move(secrets.token_hex(8), window)
    try:
        with _writable(folder, _UNMOVED):
            joined.keep_password(folder, to.window_password)
            target = _owner_store(folder, to)
        try:
            _require_prepared(target)
            _require_window(window)
            ring = KeyRing.load(folder).spelled().decode()
            _move(desk, target, move, report, lambda store: put_key_ring(store.connection, ring, seal(key)))
        finally:
            target.close()
    except BaseException:
        give_up(folder, key)
        raise
    desk.store.close()
    finish_move(folder, key)


def move_from_server(desk: Desk, folder: Path, report: Report = _unseen) -> None:
    """Bring the office of an open desk from its server back into this data folder; the desk is closed afterwards.

    Every other window finds the office gone from the server. Raises Refused when it lies here already, StoreError when
    the folder still holds another store.
    """
    key = desk.store.key
    if desk.store.embedded or key is None:
        raise Refused("本局的数据已经在本机。")
    if (folder / STORE_NAME).exists():
        raise StoreError(f"数据文件夹 {folder} 里还有以前的数据库文件，不会覆盖；请先移走它再搬。")
    ring = KeyRing.load(folder).spelled()
    try:
        remove_database(folder / ARRIVING_FOLDER / STORE_NAME)
        target = create_store(folder / ARRIVING_FOLDER, key=key, created_at=desk.clock())
        try:
            with target.writing():
                put_standing(target.connection, "empty", "", desk.clock())
            with _writable(folder, _UNMOVED):
                write_private(folder / ARRIVING_FOLDER / KEYS_NAME, ring)
            _move(desk, target, Move(secrets.token_hex(8), None), report, lambda _store: None)
        finally:
            target.close()
    except BaseException:
        give_up(folder, key)
        raise
    desk.store.close()
    finish_move(folder, key)


def _move(desk: Desk, target: Store, move: Move, report: Report, and_keys: Callable[[Store], None]) -> None:
    """Copy, compare, check, and only then leave; nobody else writes meanwhile."""
    with _writable(desk.store.folder or Path(), _UNMOVED):
        begin_move(desk.store.folder or Path(), move)
    with desk.perform("store.move") as work:
        if not desk.store.embedded:
            be_patient(desk.store.connection)
        wait_to_leave(desk.store.connection)
        work.record("store", {"to": "folder" if move.server is None else "server"})
        with target.writing():
            put_standing(target.connection, "arriving", move.name, work.now)
        with target.writing():
            copy_rows(desk.store.connection, target.connection, report)
            and_keys(target)
        if findings := check_store(target):
            raise StoreError(f"搬过去的数据没有通过检查，没有搬成，原数据未动：{findings[0]}")
        put_standing(desk.store.connection, "left", move.name, work.now)


def _owner_store(folder: Path, to: Destination) -> Store:
    """The owner's connection; a typed password lies in a file of its own only while libpq reads it."""
    if not to.owner_password:
        return connect_server(to.owner, None)
    place = folder / ".owner"
    joined.keep_password(place, to.owner_password)
    try:
        return connect_server(Address(to.owner.url, to.owner.plain, place / joined.PASSWORD_NAME), None)
    finally:
        joined.forget(place)
        place.rmdir()


def _require_prepared(target: Store) -> None:
    check_version(target.connection)
    with target.reading():
        state = standing(target.connection).state
    if state not in ("empty", "arriving"):
        raise StoreError("这个服务器数据库里已有一个局的数据，不会覆盖；请换一个空的数据库。")


def _require_window(window: Address) -> None:
    store = connect_server(window, None)
    try:
        roles.require_window(store.connection)
    finally:
        store.close()
