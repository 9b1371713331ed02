"""Whether a store is the one in force: empty, arriving (a move into it is not finished), in force, or left behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from models.errors import Refused, StoreError
from models.store.refusals import MOVED, in_words
from models.store.rows import time_text

if TYPE_CHECKING:
    from sqlalchemy import Connection

_WORDS = {
    "empty": "服务器数据库已经准备好，本局还没有搬进来；请先在本局原来的电脑上搬到共享服务器。",
    "arriving": "这里有一次没有完成的搬入，数据不全，不能使用；本局仍在原处，请在原处打开，或重新搬一次。",
    "left": "本局已经从这里搬走，这里的数据不再使用；请打开搬去的地方。",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """`state`, and the `move` (a random name) that brought it about."""

    state: str
    move: str


def standing(connection: Connection) -> Standing:
    """The standing of a store of schema version 4 or later, inside the caller's transaction."""
    row = connection.exec_driver_sql("SELECT state, move FROM standing").one()
    return Standing(str(row[0]), str(row[1]))


@in_words()
def require_in_force(connection: Connection) -> None:
    """Raise StoreError unless this is the store to work on."""
    try:
        found = standing(connection)
    finally:
        connection.rollback()
    if found.state != "in_force":
        raise StoreError(_WORDS[found.state])


def stay(connection: Connection) -> None:
    """Keep the office where it is until the caller's transaction ends, for what is written outside the queue and must
    not be left behind. Raises Refused when it has moved; on a server StoreError while it is moving."""
    lock = "" if connection.dialect.name == "sqlite" else " FOR SHARE NOWAIT"
    state = connection.exec_driver_sql(f"SELECT state FROM standing WHERE id = 1{lock}").scalar_one()  # noqa: S608
    if state != "in_force":
        raise Refused(MOVED)


def wait_to_leave(connection: Connection) -> None:
    """Let those who `stay` end, and nobody begin, until the caller's transaction ends."""
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql("SELECT state FROM standing WHERE id = 1 FOR UPDATE")


def put_standing(connection: Connection, state: str, move: str, at: datetime) -> None:
    """Change it, inside the caller's transaction; a guard refuses what does not follow."""
    statement = "UPDATE standing SET state = ?, move = ?, at = ?"
    text = statement if connection.dialect.name == "sqlite" else statement.replace("?", "%s")
    connection.exec_driver_sql(text, (state, move, time_text(at)))
